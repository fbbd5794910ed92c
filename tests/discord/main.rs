//! Tests the core of the sandbox without sockets: which requests it refuses and who can see what. twilight-model and
//! serenity must decode its output, and the output must match Discord's own OpenAPI description.

#[path = "../common/validators.rs"]
mod validators;

mod clients;
mod decoding;
mod fixture;
mod interactions;
mod limits;
mod nonsense;
mod permissions;
mod threads;
mod validator_faults;
