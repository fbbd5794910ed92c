//! A delivery's history as a person reads it: what repeats is told once. Pure.

use crate::delivery::model::{Actor, Event, Happening};
use crate::time::Timestamp;

/// One line of the story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Passage {
    /// Attempts that ended alike; one attempt whose end is told by the next passage has no reason.
    Tried { times: u32, from: Timestamp, to: Timestamp, reason: Option<String> },
    /// What happened once.
    Event(Event),
}

/// Tells `events`, oldest first.
pub fn story(events: &[Event]) -> Vec<Passage> {
    let mut story: Vec<Passage> = Vec::new();
    for event in events {
        match (event.what, story.last_mut()) {
            (Happening::Tried, _) => {
                story.push(Passage::Tried { times: 1, from: event.at, to: event.at, reason: None });
            }
            // An attempt and its failure are one thing.
            (Happening::Retry, Some(Passage::Tried { reason, to, .. })) if reason.is_none() => {
                *reason = Some(event.detail.clone().unwrap_or_default());
                *to = event.at;
            }
            (Happening::Held, Some(Passage::Event(before)))
                if before.what == Happening::Held && before.until == event.until => {}
            // Looked again, as in vain as before.
            (Happening::Unknown, Some(Passage::Event(before)))
                if before.what == Happening::Unknown && before.detail == event.detail =>
            {
                before.until = event.until;
            }
            _ => story.push(Passage::Event(event.clone())),
        }
        join_alike(&mut story);
    }
    story
}

/// Two attempts in a row that failed for the same reason are told together.
fn join_alike(story: &mut Vec<Passage>) {
    if let [
        ..,
        Passage::Tried { times, to, reason: Some(first), .. },
        Passage::Tried { times: more, to: last, reason: Some(second), .. },
    ] = story.as_mut_slice()
        && first == second
    {
        *times += *more;
        *to = *last;
        story.pop();
    }
}

/// When the person saw it, by their own act.
pub fn seen_at(events: &[Event]) -> Option<Timestamp> {
    events
        .iter()
        .find(|event| event.what == Happening::Seen && matches!(event.actor, Some(Actor::Member(_))))
        .map(|e| e.at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> Timestamp {
        Timestamp::from_second(1_605_027_600 + 60 * minute).unwrap()
    }

    fn event(minute: i64, what: Happening, detail: Option<&str>) -> Event {
        Event { at: at(minute), what, until: None, actor: None, detail: detail.map(str::to_owned) }
    }

    #[test]
    fn attempts_that_fail_alike_are_told_together_and_the_last_one_apart() {
        let events = [
            event(0, Happening::Queued, None),
            event(1, Happening::Tried, None),
            event(1, Happening::Retry, Some("503")),
            event(2, Happening::Tried, None),
            event(2, Happening::Retry, Some("503")),
            event(3, Happening::Tried, None),
            event(3, Happening::Retry, Some("502")),
            event(4, Happening::Tried, None),
            event(4, Happening::Sent, None),
        ];
        let tried = |times, from, to, reason: Option<&str>| Passage::Tried {
            times,
            from: at(from),
            to: at(to),
            reason: reason.map(str::to_owned),
        };
        assert_eq!(
            story(&events),
            [
                Passage::Event(events[0].clone()),
                tried(2, 1, 2, Some("503")),
                tried(1, 3, 3, Some("502")),
                tried(1, 4, 4, None),
                Passage::Event(events[8].clone()),
            ]
        );
    }

    #[test]
    fn looking_in_vain_many_times_is_one_line() {
        let events = [
            event(0, Happening::Unknown, Some("lost")),
            event(1, Happening::Unknown, Some("no access")),
            event(2, Happening::Unknown, Some("no access")),
        ];
        assert_eq!(story(&events).len(), 2);
    }

    #[test]
    fn sent_is_not_seen() {
        assert_eq!(seen_at(&[event(0, Happening::Sent, None)]), None);
    }
}
