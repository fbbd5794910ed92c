//! Incidents: periods in which Magpie could not do all of its work. Each is reported to the secretariat in one message.
//!
//! Owns the tables `incidents` and `incident_troubles`. This feature stores incidents and decides when they are
//! announced. The checks that find troubles are in `app`, which sees all parts of the process.
//!
//! A failure to deliver an announcement must not cause another announcement. An incident during which Discord cannot be
//! reached is announced afterwards, with the number of messages that it delayed.

mod announcement;
mod debounce;
mod model;
mod retention;
pub mod service;
mod source;
mod store;

pub use announcement::SOURCE;
pub use debounce::{Debouncer, Transition};
pub use model::{Connectivity, Incident, IncidentFacts, IncidentId, Trouble, TroublePeriod};
pub use retention::IncidentRetention;
pub use source::WatchSource;

#[cfg(test)]
mod tests;
