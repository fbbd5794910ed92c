//! The connection to Discord: the gateway, paced REST requests, and the responses to interactions. It must not depend
//! on a feature, such as alerts or reminders.

pub mod ack;
pub mod command_mentions;
pub mod command_texts;
pub mod custom_id;
mod destination;
pub mod dm;
pub mod download;
pub mod error_codes;
mod failures;
pub mod gateway;
mod ids;
pub mod in_flight;
mod message_search;
mod old_edits;
pub mod pacing;
mod read_back;
pub mod registration;
pub mod rendering;
mod repair;
pub mod responder;
pub mod route;
pub mod seen_interactions;
mod thread_members;
mod thread_pace;
pub mod threads;
pub mod transport;
pub mod user_error;
