//! The bot's connection to Discord, on the wire: what it asks, how it survives the gateway's moods, whom it never asks.

#[path = "../common/mod.rs"]
mod common;

mod gateway;
mod interactions;
mod office;
mod route;
