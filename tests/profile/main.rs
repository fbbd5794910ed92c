//! `/setup` and `/profile`, driven as members and the secretariat drive them.

#[path = "../common/mod.rs"]
mod common;

mod away;
mod life;
mod nights;
mod questions;
mod setup;
