//! Incidents: periods in which Magpie could not do all of its work. One message announces each incident to the
//! secretariat.
//!
//! Owns the tables `incidents` and `incident_troubles`. This feature stores incidents and decides when they are
//! announced. It must not check anything itself: the checks that find troubles are in `app`, which sees all parts of
//! the process.
//!
//! A failure to deliver an announcement must not cause another announcement. If Discord cannot be reached during an
//! incident, the incident is announced after its end. The announcement says how many messages were delayed.

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
