//! Tests the bot's connection to Discord: its requests, its responses to interactions, and its recovery from a broken
//! gateway connection.

#![allow(clippy::unwrap_used)] // clippy.toml allows `unwrap` only in test functions, not in helper functions

#[path = "../common/mod.rs"]
mod common;

mod answers;
mod delivery_world;
mod gateway;
mod inbox_threads;
mod interactions;
mod route;
