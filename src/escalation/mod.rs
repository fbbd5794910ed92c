//! Decides who is asked next when nobody answers a request, and when. Also forecasts this for the person who waits.
//! Pure: it sends nothing and stores nothing.
//!
//! A feature passes the people as [`Candidate`]s and the current [`Step`] to an [`EscalationPlan`], which returns whom
//! to ask now and when to check again. The time of the next check always exists and is in the future, so a request that
//! nobody answers never runs out of steps.

mod candidate;
mod forecast;
mod plan;

pub use candidate::{Availability, Candidate};
pub use forecast::{FirstAvailable, Forecast};
pub use plan::{Desk, EscalationPlan, EscalationPolicy, NextStep, Step};
