//! Who is asked next when nobody answers, when, and what may honestly be promised to who waits. Pure: it sends nothing
//! and stores nothing.
//!
//! A room gives it the people as [`Candidate`]s and the step it is on; it answers whom to ask and when to look again.
//! There is always an instant to look again: a thing that nobody answers never runs out of steps.

mod candidate;
mod outlook;
mod plan;

pub use candidate::{Availability, Candidate, order};
pub use outlook::{Outlook, Turn};
pub use plan::{Advance, Desk, EscalationPlan, Policy, Step};
