//! `/setup` and `/profile`, driven as members and the secretariat drive them.

#![allow(clippy::unwrap_used)] // clippy.toml allows it in tests, but not in their helpers

#[path = "../common/mod.rs"]
mod common;

mod away;
mod life;
mod nights;
mod questions;
mod setup;
