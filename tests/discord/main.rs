//! The sandbox's core without sockets: what it refuses, who can see what, and that its output decodes in third-party
//! clients (twilight-model, serenity) and matches Discord's own OpenAPI description.

#[path = "../common/judge.rs"]
mod judge;

mod clients;
mod decoding;
mod interactions;
mod judges;
mod limits;
mod nonsense;
mod permissions;
mod stage;
mod threads;
