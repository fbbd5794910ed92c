//! A delivery's history as people read it, with repeated events joined into one line. Pure.

use crate::delivery::event::{Actor, Event, EventKind};
use crate::time::Timestamp;

/// One line of the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HistoryLine {
    /// Consecutive attempts that failed for the same reason. If `reason` is `None`, the line is a single attempt, and
    /// the next line shows its result.
    Tried { times: u32, from: Timestamp, to: Timestamp, reason: Option<String> },
    /// Any other event.
    Event(Event),
}

/// Joins repeated events into one line each. `events` and the returned lines are in order, oldest first.
pub fn summarize(events: &[Event]) -> Vec<HistoryLine> {
    let mut lines: Vec<HistoryLine> = Vec::new();
    for event in events {
        match (event.what, lines.last_mut()) {
            (EventKind::Tried, _) => {
                lines.push(HistoryLine::Tried { times: 1, from: event.at, to: event.at, reason: None });
            }
            // Join an attempt and its failure into one line.
            (EventKind::Retry, Some(HistoryLine::Tried { reason, to, .. })) if reason.is_none() => {
                *reason = Some(event.detail.clone().unwrap_or_default());
                *to = event.at;
            }
            (EventKind::Held, Some(HistoryLine::Event(previous)))
                if previous.what == EventKind::Held && previous.until == event.until => {}
            // Another check failed for the same reason.
            (EventKind::Unknown, Some(HistoryLine::Event(previous)))
                if previous.what == EventKind::Unknown && previous.detail == event.detail =>
            {
                previous.until = event.until;
            }
            _ => lines.push(HistoryLine::Event(event.clone())),
        }
        join_equal_attempts(&mut lines);
    }
    lines
}

/// Joins the last two lines if they are attempts that failed for the same reason.
fn join_equal_attempts(lines: &mut Vec<HistoryLine>) {
    if let [
        ..,
        HistoryLine::Tried { times, to, reason: Some(first), .. },
        HistoryLine::Tried { times: more, to: last, reason: Some(second), .. },
    ] = lines.as_mut_slice()
        && first == second
    {
        *times += *more;
        *to = *last;
        lines.pop();
    }
}

/// When the recipient first acted on the message, which shows that they saw it; `None` if they have not.
pub fn seen_at(events: &[Event]) -> Option<Timestamp> {
    events
        .iter()
        .find(|event| event.what == EventKind::Seen && matches!(event.actor, Some(Actor::Member(_))))
        .map(|e| e.at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> Timestamp {
        Timestamp::from_second(1_605_027_600 + 60 * minute).unwrap()
    }

    fn event(minute: i64, what: EventKind, detail: Option<&str>) -> Event {
        Event { at: at(minute), what, until: None, actor: None, detail: detail.map(str::to_owned) }
    }

    #[test]
    fn attempts_that_failed_for_one_reason_are_one_line_and_the_last_attempt_is_separate() {
        let events = [
            event(0, EventKind::Queued, None),
            event(1, EventKind::Tried, None),
            event(1, EventKind::Retry, Some("503")),
            event(2, EventKind::Tried, None),
            event(2, EventKind::Retry, Some("503")),
            event(3, EventKind::Tried, None),
            event(3, EventKind::Retry, Some("502")),
            event(4, EventKind::Tried, None),
            event(4, EventKind::Sent, None),
        ];
        let tried = |times, from, to, reason: Option<&str>| HistoryLine::Tried {
            times,
            from: at(from),
            to: at(to),
            reason: reason.map(str::to_owned),
        };
        assert_eq!(
            summarize(&events),
            [
                HistoryLine::Event(events[0].clone()),
                tried(2, 1, 2, Some("503")),
                tried(1, 3, 3, Some("502")),
                tried(1, 4, 4, None),
                HistoryLine::Event(events[8].clone()),
            ]
        );
    }

    #[test]
    fn checks_that_failed_for_one_reason_are_one_line() {
        let events = [
            event(0, EventKind::Unknown, Some("lost")),
            event(1, EventKind::Unknown, Some("no access")),
            event(2, EventKind::Unknown, Some("no access")),
        ];
        assert_eq!(summarize(&events).len(), 2);
    }

    #[test]
    fn sent_message_does_not_count_as_seen() {
        assert_eq!(seen_at(&[event(0, EventKind::Sent, None)]), None);
    }
}
