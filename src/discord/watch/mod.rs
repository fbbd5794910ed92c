//! The announcement of an incident to the secretariat.

pub mod messages;
