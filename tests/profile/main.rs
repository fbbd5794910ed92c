//! `/setup` and `/profile`, driven as members and the secretariat drive them.

#[path = "../common/mod.rs"]
mod common;

mod life;
mod questions;
mod setup;
