//! What Magpie tells the secretariat about itself: incidents, from the first trouble to the all-clear, in one message
//! each.
//!
//! Owns the tables `incident` and `incident_trouble`. What is wrong is found out by `app`, which sees all parts; this
//! room remembers it, decides when it is told, and owes the message like any other room. It never tells of its own
//! messages failing, and it cannot tell that Discord is out of reach while it is: that is told afterwards, with what
//! came late by it.

mod model;
pub mod service;
mod source;
mod store;

pub use model::{CLEAR_AFTER, Change, Incident, IncidentFacts, IncidentId, RAISE_AFTER, Speech, Spell, Trouble, Vigil};
pub use source::{SOURCE, WatchSource};

#[cfg(test)]
mod tests;
