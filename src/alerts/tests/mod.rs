//! Use cases on a real database with the real dispatcher and a virtual clock.

mod asking;
mod crossings;
mod ending;
mod sending;
mod world;
