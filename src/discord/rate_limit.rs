//! Limits how fast one person may act. An interaction beyond the limit is answered with a text that says so. A direct
//! message beyond the limit gets no answer. The counts are in memory only: a restart resets them, which does no harm.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::members::{Group, MemberId, Roles};
use crate::time::{SignedDuration, Timestamp};

/// The size of a burst: a person may do at once as many acts as their pace allows in one minute.
const BURST: SignedDuration = SignedDuration::from_mins(1);
/// Once the map has this many entries, the entries of people with their full allowance are dropped.
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
    /// The pace of a person with these roles.
    pub fn of(roles: Roles) -> Self {
        let is_staff = roles.has(Group::Secretariat) || roles.has(Group::Helpdesk);
        if is_staff { Pace::Staff } else { Pace::Member }
    }

    fn interval(self) -> SignedDuration {
        match self {
            Pace::Member => SignedDuration::from_millis(500),
            Pace::Staff => SignedDuration::from_millis(100),
        }
    }
}

/// Counts the acts of each person, with the generic cell rate algorithm. The map stores for each person the instant at
/// which their whole allowance is available again.
#[derive(Debug, Default)]
pub struct RateLimit {
    free_at: Mutex<HashMap<MemberId, Timestamp>>,
}

impl RateLimit {
    /// Counts an act. Returns false if the person exceeds the limit; the refused act is not counted.
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
    fn volunteers_and_the_secretariat_may_act_faster() {
        let paces = [Group::Mag, Group::Helpdesk, Group::Secretariat].map(|group| Pace::of(Roles::NONE.with(group)));
        assert_eq!(paces, [Pace::Member, Pace::Staff, Pace::Staff]);
        assert_eq!(Pace::of(Roles::NONE), Pace::Member);
    }

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
