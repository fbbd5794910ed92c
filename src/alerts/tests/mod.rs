//! Use cases on a real database and the real dispatcher, with the clock in hand.

mod ending;
mod sending;
mod world;
