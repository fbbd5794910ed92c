//! The limits and time-outs of the help desk.

use super::category::Categories;
use crate::escalation::{EscalationPolicy, PerUrgency};
use crate::time::SignedDuration;

/// The settings from the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HelpdeskSettings {
    pub policy: EscalationPolicy,
    pub categories: Categories,
    /// The time from a claim until a helper who has not written in the thread is asked whether they still help, and
    /// from this question until others are asked.
    pub silent_for: PerUrgency<SignedDuration>,
    /// The time from a message of the helper, a nudge or "I am still helping" until the helper is nudged.
    pub check_after: SignedDuration,
    /// The time from "Problem solved" until the ticket closes, unless the asker reopens it.
    pub confirm_within: SignedDuration,
    /// The most open tickets that one member may have.
    pub max_open: usize,
}

impl Default for HelpdeskSettings {
    fn default() -> Self {
        Self {
            policy: EscalationPolicy::default(),
            categories: Categories::default(),
            silent_for: PerUrgency {
                now: SignedDuration::from_mins(5),
                within_hour: SignedDuration::from_mins(15),
                today: SignedDuration::from_mins(60),
                no_hurry: SignedDuration::from_hours(24),
            },
            check_after: SignedDuration::from_hours(24),
            confirm_within: SignedDuration::from_hours(48),
            max_open: 5,
        }
    }
}
