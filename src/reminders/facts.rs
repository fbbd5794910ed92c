//! What a reminder's message says, for the renderer to word.

use super::model::{LATE_AFTER, OccurrenceId, Reminder, State};
use super::store::{Occurrence, OccurrenceState};
use crate::time::Timestamp;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReminderFacts {
    pub occurrence: OccurrenceId,
    pub text: String,
    /// The instant that it is for.
    pub at: Timestamp,
    pub timing: Timing,
    /// Who set it, when it was not the member.
    pub author: Option<String>,
    pub recurs: bool,
    /// When it comes again.
    pub next: Option<Timestamp>,
    pub mark: Mark,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timing {
    OnTime,
    /// Magpie could not bring it earlier, or kept it until the member woke.
    Late,
}

/// What the member did with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    Open,
    Done,
    PutOff { until: Timestamp },
    Stopped,
}

pub fn of(
    reminder: &Reminder,
    occurrence: &Occurrence,
    author: Option<String>,
    put_off: Option<Timestamp>,
    now: Timestamp,
) -> ReminderFacts {
    let late = occurrence.state == OccurrenceState::Owed && now.duration_since(occurrence.at) > LATE_AFTER;
    let mark = match (reminder.state, occurrence.state) {
        (State::Stopped, _) => Mark::Stopped,
        (_, OccurrenceState::Done) => Mark::Done,
        (_, OccurrenceState::PutOff) => put_off.map_or(Mark::Open, |until| Mark::PutOff { until }),
        _ => Mark::Open,
    };
    let next = match reminder.state {
        State::Active { due_at } => Some(due_at),
        State::Over | State::Stopped => None,
    };
    ReminderFacts {
        occurrence: occurrence.id,
        text: reminder.text.clone(),
        at: occurrence.at,
        timing: if late { Timing::Late } else { Timing::OnTime },
        author,
        recurs: reminder.plan.rule.is_some(),
        next,
        mark,
    }
}
