//! Tests `/setup` and `/profile` through what members and the secretariat do.

#![allow(clippy::unwrap_used)] // clippy.toml allows `unwrap` only in test functions, not in helper functions

#[path = "../common/mod.rs"]
mod common;

mod away;
mod day_one;
mod deputies;
mod direct_messages;
mod life;
mod nights;
mod odd_interactions;
mod phone;
mod questions;
mod retyping;
mod setup;
