//! The message that tells the secretariat of an incident.

pub mod messages;
