//! What a reminder's message says, for the renderer to word.

use super::late::{self, Timing};
use super::model::{OccurrenceId, Reminder, State, TogetherId};
use super::store::{Occurrence, OccurrenceState};
use crate::members::Member;
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
    /// How often it should have come before and could not.
    pub missed: u32,
}

/// Several late ones in one message, the earliest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LateTogether {
    pub id: TogetherId,
    pub reminders: Vec<ReminderFacts>,
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
    member: Option<&Member>,
    author: Option<String>,
    put_off: Option<Timestamp>,
    now: Timestamp,
) -> ReminderFacts {
    let timing = match occurrence.state {
        OccurrenceState::Owed => late::timing(reminder, member, occurrence.at, now),
        _ => Timing::OnTime,
    };
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
        timing,
        author,
        recurs: reminder.plan.rule.is_some(),
        next,
        mark,
        missed: occurrence.missed,
    }
}
