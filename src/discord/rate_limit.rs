//! How much one person may do in a short time. Whoever presses faster than a person can is told so, and nothing is
//! written. In memory only: a restart resets the counts, which does no harm.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::members::MemberId;
use crate::time::{SignedDuration, Timestamp};

/// The largest burst of one person: the acts of one minute.
const BURST: SignedDuration = SignedDuration::from_mins(1);
/// People whose latest acts are remembered.
const MAX_REMEMBERED: usize = 10_000;

/// How fast somebody may act for long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// 120 acts a minute: several times what a person does who sets up a profile in a hurry.
    Member,
    /// 600 acts a minute, for the volunteers and the secretariat on the worst day.
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

/// The acts of each person, by the generic cell rate algorithm: for each person, the instant at which their whole
/// allowance is available again.
#[derive(Debug, Default)]
pub struct RateLimit {
    free_at: Mutex<HashMap<MemberId, Timestamp>>,
}

impl RateLimit {
    /// Counts an act. False when the limit is exceeded; then the act is not counted.
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
    fn act_beyond_those_of_a_minute_is_refused_until_one_is_worked_off() {
        let now: Timestamp = "2020-11-10T16:55:00Z".parse().unwrap();
        for (pace, most) in [(Pace::Member, 120), (Pace::Staff, 600)] {
            let limit = RateLimit::default();
            let allowed = (0..1_000).filter(|_| limit.allows(MemberId(1), pace, now)).count();
            assert_eq!(allowed, most);
            assert!(limit.allows(MemberId(2), pace, now), "others are not concerned");
            assert!(limit.allows(MemberId(1), pace, now + pace.interval()));
            assert!(!limit.allows(MemberId(1), pace, now + pace.interval()));
        }
    }
}
