//! A delivery as its row stores it, and the transitions between its states. Pure.
//!
//! `Pending → Sending → Sent | Retry | Unknown | Failed`. Every state that is not final can also become `Cancelled` or
//! `Expired`. A transition consumes the [`Record`]. A function returns `None` if the current state does not allow its
//! transition. This happens when something else changed the delivery first: for example, the gateway reported our own
//! message.

use super::model::{Action, Counts, DeliveryId, Failure, Lane, Nonce, Posted, RouteName, SourceName};
use super::state::{State, StateKind};
use crate::members::ChannelId;
use crate::time::{SignedDuration, Timestamp};

/// How long an attempt may take before its outcome counts as unknown. This is longer than the transport's time-out for
/// one request.
const LEASE: SignedDuration = SignedDuration::from_secs(60);

/// A delivery as its row stores it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    pub id: DeliveryId,
    pub source: SourceName,
    pub subject: String,
    /// The name that identifies this message among all messages of the subject.
    pub part: Option<String>,
    pub key: String,
    pub action: Action,
    pub lane: Lane,
    /// The ordering key: deliveries with the same line and lane are sent in order.
    pub line: String,
    pub route: RouteName,
    pub state: State,
    pub attempt: u32,
    /// How many attempts failed in an outage. These attempts do not count towards the limit of attempts.
    pub uncounted: u32,
    pub queued_at: Timestamp,
    /// When the next attempt is due, or the next check if the outcome is unknown.
    pub due_at: Timestamp,
    /// Until when the delivery waits on purpose: it was enqueued for a later time, or its source held it. Retries do
    /// not change this instant. A message that arrives after this instant is late.
    pub held_until: Option<Timestamp>,
    pub expires_at: Option<Timestamp>,
    /// When the latest attempt began.
    pub sending_at: Option<Timestamp>,
    /// The channel of the latest attempt.
    pub tried_channel: Option<ChannelId>,
    pub nonce: Nonce,
    pub reason: Option<String>,
}

impl Record {
    /// Whether an attempt, or a check of an unknown outcome, is due.
    pub fn is_due(&self, now: Timestamp) -> bool {
        matches!(self.state, State::Pending | State::Retry | State::Unknown { .. }) && self.due_at <= now
    }

    /// When the delivery should have been sent, without regard to retries. Used to compute how late the delivery is.
    pub(super) fn wanted_at(&self) -> Timestamp {
        self.held_until.unwrap_or(self.queued_at)
    }

    /// How many attempts count towards the limit.
    pub(super) fn counted_attempts(&self) -> u32 {
        self.attempt.saturating_sub(self.uncounted)
    }

    pub(super) fn is_expired(&self, now: Timestamp) -> bool {
        self.expires_at.is_some_and(|at| at <= now)
    }
}

/// How a delivery ends if it does not arrive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum End {
    Failed(Failure),
    Cancelled,
    Expired,
}

impl End {
    /// The code of the resulting state.
    pub fn code(&self) -> &'static str {
        match self {
            End::Failed(_) => StateKind::Failed.code(),
            End::Cancelled => StateKind::Cancelled.code(),
            End::Expired => StateKind::Expired.code(),
        }
    }
}

/// A change of a delivery: the new record, and the state in which its row must still be.
#[must_use = "a transition has no effect until the store applies it"]
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Transition {
    pub from: StateKind,
    pub to: Record,
}

impl Record {
    /// An attempt begins.
    pub(super) fn start(self, channel: Option<ChannelId>, now: Timestamp) -> Option<Transition> {
        let unknown_since = match self.state {
            State::Pending | State::Retry => None,
            State::Unknown { since } => Some(since),
            _ => return None,
        };
        let lease_until = now.saturating_add(LEASE).unwrap_or(Timestamp::MAX);
        let attempt = self.attempt + 1;
        let to = |record| Self { attempt, sending_at: Some(now), tried_channel: channel, ..record };
        Some(self.transition_to(State::Sending { lease_until, unknown_since }, to))
    }

    /// The delivery arrived.
    pub(super) fn mark_sent(self, posted: Posted) -> Option<Transition> {
        match self.state {
            State::Sending { .. } | State::Unknown { .. } => {
                Some(self.transition_to(State::Sent(posted), |record| Self { reason: None, ..record }))
            }
            _ => None,
        }
    }

    /// The attempt failed, possibly before its start was recorded. `None` if an earlier attempt may have arrived.
    pub(super) fn retry(self, due_at: Timestamp, reason: &str, counts: Counts) -> Option<Transition> {
        let begun = match self.state {
            State::Pending | State::Retry => Self { attempt: self.attempt + 1, ..self },
            State::Sending { unknown_since: None, .. } => self,
            _ => return None,
        };
        let from = begun.state.kind();
        Some(Transition {
            from,
            to: Self { state: State::Retry, ..begun.with_counts(counts) }.with_due_at(due_at, Some(reason)),
        })
    }

    /// No response came, so the attempt may have arrived.
    pub(super) fn mark_unknown(
        self,
        search_at: Timestamp,
        reason: &str,
        counts: Counts,
        now: Timestamp,
    ) -> Option<Transition> {
        let State::Sending { unknown_since, .. } = self.state else { return None };
        let since = unknown_since.or(self.sending_at).unwrap_or(now);
        let change = |record: Self| record.with_counts(counts).with_due_at(search_at, Some(reason));
        Some(self.transition_to(State::Unknown { since }, change))
    }

    /// A check did not find out whether an earlier attempt arrived. The next check is at `search_at`.
    pub(super) fn search_again(self, search_at: Timestamp, reason: &str) -> Option<Transition> {
        let since = self.state.unknown_since()?;
        Some(self.transition_to(State::Unknown { since }, |record| record.with_due_at(search_at, Some(reason))))
    }

    /// A check found that no attempt has arrived.
    pub(super) fn mark_not_arrived(self, now: Timestamp, reason: &str) -> Option<Transition> {
        self.state.unknown_since()?;
        Some(self.transition_to(State::Retry, |record| record.with_due_at(now, Some(reason))))
    }

    /// The source holds the delivery until `until`.
    pub(super) fn hold(self, until: Timestamp) -> Option<Transition> {
        match self.state {
            State::Pending | State::Retry => {
                let to = |record: Self| Self { held_until: Some(until), ..record.with_due_at(until, None) };
                Some(self.transition_to(State::Pending, to))
            }
            _ => None,
        }
    }

    /// The delivery waits until `until` and keeps its state, because something else must happen first.
    pub(super) fn postpone(self, until: Timestamp) -> Option<Transition> {
        match self.state {
            State::Pending | State::Retry | State::Unknown { .. } => {
                let state = self.state.clone();
                Some(self.transition_to(state, |record| record.with_due_at(until, None)))
            }
            _ => None,
        }
    }

    /// The delivery uses another route from now on.
    pub(super) fn reroute(self, route: RouteName, now: Timestamp) -> Option<Transition> {
        match self.state {
            State::Pending | State::Retry | State::Sending { unknown_since: None, .. } => {
                Some(self.transition_to(State::Retry, |record| Self { route, due_at: now, ..record }))
            }
            _ => None,
        }
    }

    pub(super) fn end(self, end: End) -> Option<Transition> {
        if self.state.is_final() {
            return None;
        }
        let (state, reason) = match end {
            End::Failed(failure) => (State::Failed(failure.clone()), Some(failure.reason)),
            End::Cancelled => (State::Cancelled, None),
            End::Expired => (State::Expired, None),
        };
        Some(self.transition_to(state, |record| Self { reason, ..record }))
    }

    /// A failed delivery is retried with the first route, and its attempts are counted from 0 again.
    pub(super) fn revive(self, now: Timestamp) -> Option<Transition> {
        let State::Failed(_) = self.state else { return None };
        let to = |record: Self| {
            let waiting = record.with_due_at(now, None);
            Self { attempt: 0, uncounted: 0, route: waiting.action.first_route(), ..waiting }
        };
        Some(self.transition_to(State::Retry, to))
    }

    /// The next attempt, or the next check, becomes due now.
    pub(super) fn make_due(self, now: Timestamp) -> Option<Transition> {
        match self.state {
            State::Retry | State::Unknown { .. } if self.due_at > now => {
                let state = self.state.clone();
                Some(self.transition_to(state, |record| Self { due_at: now, ..record }))
            }
            _ => None,
        }
    }

    fn transition_to(self, state: State, change: impl FnOnce(Self) -> Self) -> Transition {
        let from = self.state.kind();
        Transition { from, to: Self { state, ..change(self) } }
    }

    fn with_counts(self, counts: Counts) -> Self {
        match counts {
            Counts::Yes => self,
            Counts::No => Self { uncounted: self.uncounted + 1, ..self },
        }
    }

    fn with_due_at(self, due_at: Timestamp, reason: Option<&str>) -> Self {
        Self { due_at, reason: reason.map(str::to_owned), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::Rng;
    use crate::delivery::model::{Address, Cause};

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_600_000_000 + seconds).unwrap()
    }

    fn pending() -> Record {
        Record {
            id: DeliveryId(1),
            source: SourceName::new("test"),
            subject: "x".to_owned(),
            part: None,
            key: "x".to_owned(),
            action: Action::Post(Address::Channel(ChannelId(7))),
            lane: Lane::Routine,
            line: "channel/7".to_owned(),
            route: RouteName::FIRST,
            state: State::Pending,
            attempt: 0,
            uncounted: 0,
            queued_at: at(0),
            due_at: at(0),
            held_until: None,
            expires_at: None,
            sending_at: None,
            tried_channel: None,
            nonce: Nonce::random(&Rng::seeded(1)),
            reason: None,
        }
    }

    fn posted() -> Posted {
        Posted { channel: Some(ChannelId(7)), message: None, at: at(9) }
    }

    #[test]
    fn first_attempt_with_an_unknown_outcome_is_remembered_until_a_check_finds_no_message() {
        let first = pending().start(Some(ChannelId(7)), at(1)).unwrap().to;
        let lost = first.mark_unknown(at(5), "time-out", Counts::Yes, at(2)).unwrap().to;
        assert_eq!(lost.state, State::Unknown { since: at(1) });
        let second = lost.start(Some(ChannelId(7)), at(5)).unwrap().to;
        assert_eq!((second.attempt, second.state.unknown_since()), (2, Some(at(1))));
        assert_eq!(
            second.clone().retry(at(9), "no", Counts::Yes),
            None,
            "it may have arrived, so it is not simply retried"
        );
        let lost_again = second.mark_unknown(at(9), "time-out", Counts::Yes, at(6)).unwrap().to;
        assert_eq!(lost_again.state, State::Unknown { since: at(1) });
        let not_arrived = lost_again.mark_not_arrived(at(9), "not found").unwrap().to;
        assert_eq!(not_arrived.state, State::Retry);
    }

    #[test]
    fn ended_delivery_does_not_change_and_only_a_failed_one_can_be_revived() {
        let failure = Failure { cause: Cause::Exhausted, reason: "503".to_owned() };
        for end in [End::Cancelled, End::Expired, End::Failed(failure)] {
            let can_revive = matches!(end, End::Failed(_));
            let ended = pending().end(end).unwrap().to;
            assert_eq!(ended.clone().start(None, at(1)), None);
            assert_eq!(ended.clone().mark_sent(posted()), None);
            assert_eq!(ended.clone().end(End::Cancelled), None);
            assert_eq!(ended.clone().make_due(at(1)), None);
            assert_eq!(ended.revive(at(1)).is_some(), can_revive);
        }
    }

    #[test]
    fn delivery_without_an_attempt_cannot_arrive() {
        assert_eq!(pending().mark_sent(posted()), None);
        let sending = pending().start(None, at(1)).unwrap().to;
        let transition = sending.mark_sent(posted()).unwrap();
        assert_eq!((transition.from, transition.to.state), (StateKind::Sending, State::Sent(posted())));
    }

    #[test]
    fn attempt_during_an_outage_does_not_count() {
        let first = pending().start(None, at(1)).unwrap().to;
        let waiting = first.retry(at(900), "503", Counts::No).unwrap().to;
        let second = waiting.start(None, at(900)).unwrap().to;
        assert_eq!((second.due_at, second.wanted_at()), (at(900), at(0)));
        assert_eq!((second.attempt, second.counted_attempts()), (2, 1));
        let never_started = pending().retry(at(5), "429", Counts::Yes).unwrap().to;
        assert_eq!(never_started.counted_attempts(), 1, "it never began, and counts");
    }

    #[test]
    fn revived_delivery_begins_with_the_first_route_and_attempt() {
        let failed = Record { route: RouteName::new("inbox"), attempt: 12, ..pending() };
        let failure = Failure { cause: Cause::NoAccess, reason: "50001".to_owned() };
        let revived = failed.end(End::Failed(failure)).unwrap().to.revive(at(5)).unwrap().to;
        assert_eq!((revived.route, revived.attempt, revived.state), (RouteName::FIRST, 0, State::Retry));
    }
}
