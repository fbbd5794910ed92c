//! The line that says what Magpie does until an alert is answered.

use crate::alerts::plan::Plan;
use crate::say;
use crate::time::Timestamp;
use crate::words::{Language, list};

/// The line with the steps of the plan. `None` for an empty plan. `clock` renders one instant.
pub(super) fn line(language: Language, plan: &Plan, clock: impl Fn(Timestamp) -> String) -> Option<String> {
    let asks: Vec<String> = plan.ask_at.iter().map(|at| clock(*at)).collect();
    let (asks, list_at) = (list(language, &asks), plan.list_at.map(clock));
    match (plan.ask_at.is_empty(), list_at) {
        (true, None) => None,
        (true, Some(time)) => Some(say!(language, "alert-plan-list", time = time)),
        (false, None) => Some(say!(language, "alert-plan-asks", times = asks)),
        (false, Some(time)) => Some(say!(language, "alert-plan", times = asks, time = time)),
    }
}
