//! If nobody answers a request, this module decides whom to ask next, and when. It also makes a forecast for the person
//! who waits. It does no I/O: it sends nothing and stores nothing.
//!
//! A feature passes the people as [`Candidate`]s and the current [`Step`] to an [`EscalationPlan`]. The plan returns
//! whom to ask now, and when to check again. The next check always exists and is in the future. So the escalation of a
//! request continues until somebody answers.

mod candidate;
mod forecast;
mod plan;
#[cfg(test)]
mod tests;
mod urgency;

pub use candidate::{Availability, Candidate, Duty, Reason, reason_codes, reasons_of_codes};
pub use forecast::{FirstAvailable, Forecast};
pub use plan::{Desk, EscalationPlan, EscalationPolicy, NextStep, Step};
pub use urgency::{IfAllSleep, Ladder, PerUrgency, Urgency};
