//! Discord as a service: the gateway, REST requests and their pacing, interactions and their answers. Knows no feature.

pub mod ack;
pub mod activity;
pub mod command;
pub mod command_texts;
pub mod custom_id;
mod destination;
pub mod dm;
pub mod download;
pub mod error_codes;
mod failures;
pub mod gateway;
pub mod guard;
mod ids;
mod old_edits;
pub mod pacing;
pub mod registration;
pub mod rendering;
pub mod route;
pub mod router;
mod threads;
pub mod transport;
pub mod user_error;
