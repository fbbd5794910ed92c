//! The sandbox's core without sockets: what it refuses, whom it lets see what, and that its words decode in clients
//! that we did not write (twilight-model, serenity) and fit Discord's own description.

#[path = "../common/judge.rs"]
mod judge;

mod decoding;
mod interactions;
mod judges;
mod limits;
mod nonsense;
mod permissions;
mod stage;
mod threads;
