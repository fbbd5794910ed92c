//! Tests the sandbox's core without sockets: what it refuses and who can see what. Third-party clients (twilight-model,
//! serenity) must decode its output, and the output must match Discord's own OpenAPI description.

#[path = "../common/judge.rs"]
mod judge;

mod clients;
mod decoding;
mod fixture;
mod interactions;
mod judges;
mod limits;
mod nonsense;
mod permissions;
mod threads;
