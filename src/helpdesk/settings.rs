//! The limits and time-outs of the help desk.

use crate::escalation::EscalationPolicy;
use crate::time::SignedDuration;

/// The settings from the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HelpdeskSettings {
    pub policy: EscalationPolicy,
    /// The time from a claim, a nudge or "I am still helping" until the helper is nudged.
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
            check_after: SignedDuration::from_hours(24),
            confirm_within: SignedDuration::from_hours(48),
            max_open: 5,
        }
    }
}
