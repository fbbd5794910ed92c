//! The bot's connection to Discord, on the wire: what it asks, how it survives the gateway's moods, whom it never asks.

#![allow(clippy::unwrap_used)] // clippy.toml allows it in tests, but not in their helpers

#[path = "../common/mod.rs"]
mod common;

mod gateway;
mod interactions;
mod messenger;
mod office;
