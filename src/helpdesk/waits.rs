//! How long tickets waited for their first helper. Pure.

use super::model::TicketKind;
use crate::time::{SignedDuration, Timestamp};

/// A ticket of the period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TicketWait {
    pub kind: TicketKind,
    pub opened_at: Timestamp,
    /// When somebody first pressed "I will help".
    pub answered_at: Option<Timestamp>,
    pub is_closed: bool,
}

/// The waits of a group of tickets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Waits {
    pub tickets: usize,
    pub answered: usize,
    /// Tickets that are open and have had no helper yet.
    pub still_waiting: usize,
    /// Half of the answered tickets waited no longer. `None` if none was answered.
    pub median: Option<SignedDuration>,
    /// Nine of ten answered tickets waited no longer.
    pub p90: Option<SignedDuration>,
}

impl Waits {
    pub fn of<'a>(tickets: impl IntoIterator<Item = &'a TicketWait>) -> Self {
        let mut counted = Self::default();
        let mut waits: Vec<SignedDuration> = Vec::new();
        for ticket in tickets {
            counted.tickets += 1;
            match ticket.answered_at {
                Some(answered_at) => waits.push(answered_at.duration_since(ticket.opened_at)),
                None if !ticket.is_closed => counted.still_waiting += 1,
                None => {}
            }
        }
        waits.sort_unstable();
        Self { answered: waits.len(), median: percentile(&waits, 50), p90: percentile(&waits, 90), ..counted }
    }
}

/// The smallest value that at least `percent` of the sorted values do not exceed (nearest rank).
fn percentile(sorted: &[SignedDuration], percent: usize) -> Option<SignedDuration> {
    let rank = (sorted.len() * percent).div_ceil(100);
    sorted.get(rank.checked_sub(1)?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticket(opened: &str, waited_minutes: Option<i64>, is_closed: bool) -> TicketWait {
        let opened_at: Timestamp = opened.parse().unwrap();
        let answered_at = waited_minutes.map(|minutes| opened_at + SignedDuration::from_mins(minutes));
        TicketWait { kind: TicketKind::Help, opened_at, answered_at, is_closed }
    }

    #[test]
    fn median_and_p90_are_waits_that_somebody_had() {
        let opened = "2020-11-10T17:00:00Z";
        let tickets: Vec<_> = (1..=10).map(|minutes| ticket(opened, Some(minutes), true)).collect();
        let waits = Waits::of(&tickets);
        let minutes = SignedDuration::from_mins;
        assert_eq!((waits.median, waits.p90), (Some(minutes(5)), Some(minutes(9))));
        let one = Waits::of(&tickets[2..3]);
        assert_eq!((one.median, one.p90), (Some(minutes(3)), Some(minutes(3))));
        assert_eq!(Waits::of(&[]), Waits::default());
    }

    #[test]
    fn unanswered_tickets_are_counted_and_do_not_shorten_the_waits() {
        let opened = "2020-11-10T17:00:00Z";
        let tickets = [ticket(opened, Some(4), false), ticket(opened, None, false), ticket(opened, None, true)];
        let waits = Waits::of(&tickets);
        assert_eq!((waits.tickets, waits.answered, waits.still_waiting), (3, 1, 1));
        assert_eq!(waits.median, Some(SignedDuration::from_mins(4)));
    }
}
