//! Limits how fast one person may act. A person who exceeds the limit gets an answer that says so, and nothing is
//! written. The counts are in memory only: a restart resets them, which does no harm.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::members::MemberId;
use crate::time::{SignedDuration, Timestamp};

/// A burst of one person has at most as many acts as their steady pace allows in this time.
const BURST: SignedDuration = SignedDuration::from_mins(1);
/// Once this many people have an entry, the entries of people with their full allowance are removed.
const MAX_REMEMBERED: usize = 10_000;

/// How fast a person may act in the long run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// 120 acts a minute: several times faster than a person who sets up a profile in a hurry.
    Member,
    /// 600 acts a minute, for the volunteers and the secretariat on their busiest day.
    Staff,
}

impl Pace {
    fn interval(self) -> SignedDuration {
        match self {
            Pace::Member => SignedDuration::from_millis(500),
            Pace::Staff => SignedDuration::from_millis(100),
        }
    }
}

/// The acts of each person, counted with the generic cell rate algorithm. For each person, it stores the instant at
/// which their whole allowance is available again.
#[derive(Debug, Default)]
pub struct RateLimit {
    free_at: Mutex<HashMap<MemberId, Timestamp>>,
}

impl RateLimit {
    /// Counts an act. Returns false when the limit is exceeded; that act is not counted.
    pub fn allows(&self, person: MemberId, pace: Pace, now: Timestamp) -> bool {
        let mut free_at = self.free_at.lock().unwrap_or_else(PoisonError::into_inner);
        if free_at.len() >= MAX_REMEMBERED {
            free_at.retain(|_, at| *at > now);
        }
        let at = free_at.get(&person).copied().unwrap_or(now).max(now);
        if at.duration_since(now) >= BURST {
            return false;
        }
        free_at.insert(person, at.saturating_add(pace.interval()).unwrap_or(Timestamp::MAX));
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn act_beyond_the_burst_is_refused_until_allowance_returns() {
        let now: Timestamp = "2020-11-10T16:55:00Z".parse().unwrap();
        for (pace, max_acts) in [(Pace::Member, 120), (Pace::Staff, 600)] {
            let limit = RateLimit::default();
            let allowed = (0..1_000).filter(|_| limit.allows(MemberId(1), pace, now)).count();
            assert_eq!(allowed, max_acts);
            assert!(limit.allows(MemberId(2), pace, now), "another person has their own allowance");
            assert!(limit.allows(MemberId(1), pace, now + pace.interval()));
            assert!(!limit.allows(MemberId(1), pace, now + pace.interval()));
        }
    }
}
