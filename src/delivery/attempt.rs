//! One attempt to deliver, from the last look at the state to the record of what came of it.

use std::time::Duration;

use super::dispatcher::Dispatcher;
use super::model::{Action, Address, Cause, Failure, Happening, Posted, Record, Route, State};
use super::ports::{
    Destination, Due, Facts, Order, Outcome, Reservation, SendError, Sound, Source, SourceError, Verdict,
};
use super::{ending, notices, old_edits, store};
use crate::db::{Conn, DbError, Tx};
use crate::members::{self, Member, MemberId};
use crate::time::{SignedDuration, Timestamp};

/// How long an attempt may take before its outcome counts as unknown; longer than the transport's time-out for one
/// request.
const LEASE: SignedDuration = SignedDuration::from_secs(60);
/// Discord drops a repeated nonce for "a few minutes" (Create Message, `enforce_nonce`); only well inside it is a
/// resend safe.
const NONCE_WINDOW: SignedDuration = SignedDuration::from_secs(60);
/// A request leaves within this time of the last look at the state, or not at all: the machine may have slept in
/// between.
const FRESH: SignedDuration = SignedDuration::from_secs(15);
/// Before an unknown outcome is looked into: the gateway usually brings the message by itself.
const PATIENCE: SignedDuration = SignedDuration::from_secs(5);
/// Discord's clock and ours may differ by this much when history is read back.
const CLOCK_SKEW: SignedDuration = SignedDuration::from_secs(60);
/// An unknown outcome that cannot be looked into is looked at again after this long.
const UNREADABLE_AGAIN: SignedDuration = SignedDuration::from_hours(24);
/// An outcome that is unknown for this long is not settled by itself any more: people are told.
const UNKNOWN_FOR_GOOD: SignedDuration = SignedDuration::from_hours(1);
/// When Discord asks to wait it works; so such attempts are this many times more patient.
const WAITS: u32 = 4;
/// Discord takes Magpie for a spammer: only people whom it wrote to before get DMs.
const QUARANTINED: u32 = 20026;
/// Codes that tell of a fault in the message itself: another way to the same person would end the same. Invalid form,
/// empty, too large.
const MESSAGE_AT_FAULT: [u32; 4] = [0, 50035, 50006, 40005];

#[derive(Debug, thiserror::Error)]
pub enum AttemptError {
    #[error(transparent)]
    Db(#[from] DbError),
    #[error("the source failed: {0}")]
    Source(SourceError),
}

impl From<SourceError> for AttemptError {
    fn from(error: SourceError) -> Self {
        match error {
            SourceError::Db(error) => AttemptError::Db(error),
            other => AttemptError::Source(other),
        }
    }
}

pub struct Attempt<'a> {
    dispatcher: &'a Dispatcher,
    row: Record,
}

/// Where a row goes, as its columns and the members' tables say now.
enum Route_ {
    To(Destination, Option<Member>),
    /// The member's inbox thread, which may have to be made first.
    Inbox(Member),
    /// An edit whose message is not there yet: it will be worded freshly anyway, or is being sent right now. Looked at
    /// again at this instant, or when the message's outcome is known.
    NotYet(Timestamp),
    Nowhere(Failure),
}

/// What the write that starts an attempt decided.
enum Start {
    Send {
        facts: Facts,
        sound: Sound,
    },
    /// The row was ended or put off, or somebody else was quicker.
    Done,
    /// No longer wanted, but an earlier attempt may have arrived: look before saying so.
    LookFirst {
        facts: Option<Facts>,
    },
}

impl<'a> Attempt<'a> {
    pub fn of(dispatcher: &'a Dispatcher, row: Record) -> Self {
        Self { dispatcher, row }
    }

    /// Carries the row as far as it goes now.
    pub async fn run(mut self) -> Result<(), AttemptError> {
        let now = self.dispatcher.clock.now();
        let route = match self.where_it_may_be().await? {
            Some(route) => route,
            None => self.route(now).await?,
        };
        let (to, reader) = match route {
            Route_::To(to, reader) => (to, reader),
            Route_::Inbox(member) => match self.dispatcher.messenger.inbox_thread(&member, now).await {
                Ok(thread) => (Destination::Inbox { thread, mention: member.id }, Some(member)),
                Err(SendError::Permanent { failure }) => return self.give_up(failure).await,
                Err(error) => return self.record_retry(&error.to_string(), None).await,
            },
            Route_::NotYet(until) => return self.put_off(until).await,
            Route_::Nowhere(failure) => return self.give_up(failure).await,
        };
        // What has expired is ended without asking for a place among the requests.
        let reservation = match self.row.expires_at {
            Some(at) if at <= now => Reservation(None),
            _ => self.dispatcher.messenger.reserve(self.row.lane, &to).await,
        };
        let now = self.dispatcher.clock.now();
        let (facts, sound) = match self.start(&to, now).await? {
            Start::Send { facts, sound } => (facts, sound),
            Start::Done => return Ok(()),
            Start::LookFirst { facts } => {
                drop(reservation);
                return self.look(self.order(facts.unwrap_or_else(nothing), Sound::Silent, to, reader, now)).await;
            }
        };
        if self.dispatcher.clock.now().duration_since(now) > FRESH {
            return self.record_retry("time went on between the last look and the sending", None).await;
        }
        let order = self.order(facts, sound, to, reader, now);
        match self.dispatcher.messenger.deliver(&order, reservation).await {
            Ok(posted) => self.record_sent(posted).await,
            Err(SendError::Transient { reason, retry_after_ms }) => self.record_retry(&reason, retry_after_ms).await,
            Err(SendError::Unknown { reason }) if self.is_repeatable() => self.record_retry(&reason, None).await,
            Err(SendError::Unknown { reason }) => self.record_unknown(&reason).await,
            // This attempt was refused; an earlier one may have arrived.
            Err(SendError::Permanent { .. }) if self.may_have_arrived() => self.look(order).await,
            Err(SendError::Permanent { failure }) => {
                self.next_route(matches!(order.to, Destination::Dm { .. }), failure).await
            }
        }
    }

    /// The last look at the state and the write that starts the attempt are one transaction.
    async fn start(&mut self, to: &Destination, now: Timestamp) -> Result<Start, AttemptError> {
        let source = self.source()?;
        let mut tx = self.dispatcher.db.begin().await?;
        let Some(current) = store::by_id(&mut tx, self.row.id).await? else { return Ok(Start::Done) };
        if current.state != self.row.state || current.attempt != self.row.attempt || !current.is_due(now) {
            return Ok(Start::Done);
        }
        if self.row.expires_at.is_some_and(|at| at <= now) && self.row.state != State::Unknown {
            self.end(&mut tx, Outcome::Expired, now).await?;
            tx.commit().await?;
            return Ok(Start::Done);
        }
        let verdict = match source.recheck(&mut tx, &self.due(1), now).await? {
            Verdict::Send { facts, sound } => match self.old_edit_waits(&mut tx, now).await? {
                Some(_) if self.gave_way(&mut tx, now).await? => {
                    tx.commit().await?;
                    return Ok(Start::Done);
                }
                Some(until) => Verdict::Wait { until },
                None => Verdict::Send { facts, sound },
            },
            other => other,
        };
        let look_first = self.row.state == State::Unknown && !self.nonce_still_holds(now);
        let start = match verdict {
            Verdict::Send { facts, .. } if look_first => return Ok(Start::LookFirst { facts: Some(facts) }),
            _ if self.row.state == State::Unknown && !matches!(verdict, Verdict::Send { .. }) => {
                return Ok(Start::LookFirst { facts: None });
            }
            Verdict::Send { facts, sound } => {
                let lease_until = now.saturating_add(LEASE).unwrap_or(Timestamp::MAX);
                let channel = match *to {
                    Destination::Dm { channel }
                    | Destination::Inbox { thread: channel, .. }
                    | Destination::Channel { channel }
                    | Destination::Message { channel, .. } => Some(channel),
                    _ => None,
                };
                if !store::start_attempt(&mut tx, &self.row, channel, now, lease_until).await? {
                    return Ok(Start::Done);
                }
                store::note(&mut tx, self.row.id, now, Happening::Tried, None).await?;
                Start::Send { facts, sound }
            }
            Verdict::Wait { until } => {
                store::put_back(&mut tx, self.row.id, store::state_code(&self.row.state), "pending", until, None)
                    .await?;
                store::note_until(&mut tx, self.row.id, now, Happening::Held, until, None).await?;
                Start::Done
            }
            Verdict::Cancel { reason } => {
                tracing::debug!(delivery.id = self.row.id.0, reason, "a delivery is no longer wanted");
                self.end(&mut tx, Outcome::Cancelled, now).await?;
                Start::Done
            }
            Verdict::Expire => {
                self.end(&mut tx, Outcome::Expired, now).await?;
                Start::Done
            }
        };
        tx.commit().await?;
        if matches!(start, Start::Send { .. }) {
            self.row.state = State::Sending;
            self.row.attempt += 1;
            self.row.sending_at = Some(now);
        }
        Ok(start)
    }

    /// Reads back whether an earlier attempt arrived.
    async fn look(&self, order: Order) -> Result<(), AttemptError> {
        let now = self.dispatcher.clock.now();
        let began = self.row.unknown_since.or(self.row.sending_at).unwrap_or(self.row.queued_at);
        let since = began.saturating_sub(CLOCK_SKEW).unwrap_or(Timestamp::MIN);
        match self.dispatcher.messenger.find(&order, since).await {
            Ok(Some(posted)) => self.record_sent(posted).await,
            // It never arrived: an ordinary delivery again, or an ordinary cancel.
            Ok(None) => {
                let mut tx = self.dispatcher.db.begin().await?;
                let from = store::state_code(&self.row.state);
                if store::put_back(&mut tx, self.row.id, from, "retry", now, Some("it had not arrived")).await? {
                    store::clear_unknown(&mut tx, self.row.id).await?;
                    store::note(&mut tx, self.row.id, now, Happening::Retry, Some("it had not arrived")).await?;
                }
                tx.commit().await?;
                tracing::info!(delivery.id = self.row.id.0, "a delivery with an unknown outcome had not arrived");
                Ok(())
            }
            Err(SendError::Permanent { failure }) => {
                self.look_again(
                    now.saturating_add(UNREADABLE_AGAIN).unwrap_or(Timestamp::MAX),
                    &failure.reason,
                    true,
                    now,
                )
                .await
            }
            Err(error) => {
                let wait = self.dispatcher.settings.wait_to_look(now.duration_since(began), self.dispatcher.db.rng());
                self.look_again(later(now, wait), &error.to_string(), false, now).await
            }
        }
    }

    /// `for_good`: nothing but a change by people will let Magpie look.
    async fn look_again(
        &self,
        at: Timestamp,
        reason: &str,
        for_good: bool,
        now: Timestamp,
    ) -> Result<(), AttemptError> {
        let mut tx = self.dispatcher.db.begin().await?;
        let from = store::state_code(&self.row.state);
        if store::put_back(&mut tx, self.row.id, from, "unknown", at, Some(reason)).await? {
            store::note_until(&mut tx, self.row.id, now, Happening::Unknown, at, Some(reason)).await?;
            if for_good || self.row.unknown_since.is_some_and(|begun| now.duration_since(begun) > UNKNOWN_FOR_GOOD) {
                notices::unknown(&mut tx, self.source()?.tells(), &self.row, reason, now).await?;
            }
        }
        tx.commit().await?;
        Ok(())
    }

    /// Records that it arrived. Does nothing when that is known already.
    pub async fn record_sent(&self, posted: Posted) -> Result<(), AttemptError> {
        let source = self.source()?;
        let mut tx = self.dispatcher.db.begin().await?;
        if !store::mark_sent(&mut tx, self.row.id, posted).await? {
            return Ok(());
        }
        store::note(&mut tx, self.row.id, posted.at, Happening::Sent, None).await?;
        source.settled(&mut tx, &self.due(0), &Outcome::Sent(posted), posted.at).await?;
        store::wake_edits(&mut tx, self.row.id, posted.at).await?;
        if let Action::Post(Address::Member(member)) = self.row.action {
            members::service::messaged(&mut tx, member, posted.channel, posted.at).await?;
        }
        notices::mended(&mut tx, self.row.id, posted.at).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Records that nobody knows whether it arrived.
    pub async fn record_unknown(&self, reason: &str) -> Result<(), AttemptError> {
        let now = self.dispatcher.clock.now();
        if self.is_repeatable() {
            return self.record_retry(reason, None).await;
        }
        let due_at = now.saturating_add(PATIENCE).unwrap_or(Timestamp::MAX);
        let mut tx = self.dispatcher.db.begin().await?;
        if store::put_back(&mut tx, self.row.id, "sending", "unknown", due_at, Some(reason)).await? {
            store::set_unknown_since(&mut tx, self.row.id, self.row.sending_at.unwrap_or(now)).await?;
            store::note_until(&mut tx, self.row.id, now, Happening::Unknown, due_at, Some(reason)).await?;
            self.source()?.settled(&mut tx, &self.due(0), &Outcome::Unknown, now).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Records a failed attempt, and gives up after the last one; but not on what an earlier attempt may have brought.
    /// However long Discord asks to wait, it is waited; the jitter of our own step keeps what was asked to wait
    /// together from coming back together.
    async fn record_retry(&self, reason: &str, retry_after_ms: Option<u64>) -> Result<(), AttemptError> {
        let now = self.dispatcher.clock.now();
        if self.may_have_arrived() {
            let step = self.dispatcher.settings.wait_after(self.row.attempt.max(1), self.dispatcher.db.rng());
            let due_at = later(now, retry_after_ms.map_or(step, |ms| Duration::from_millis(ms).max(step)));
            return self.look_again(due_at, reason, false, now).await;
        }
        let asked_to_wait = retry_after_ms.is_some();
        let most =
            if asked_to_wait { self.dispatcher.settings.attempts * WAITS } else { self.dispatcher.settings.attempts };
        if self.row.attempt >= most {
            return self.give_up(Failure { cause: Cause::Exhausted, reason: reason.to_owned() }).await;
        }
        let step = self.dispatcher.settings.wait_after(self.row.attempt, self.dispatcher.db.rng());
        let due_at = later(now, retry_after_ms.map_or(step, |ms| Duration::from_millis(ms).max(step)));
        let mut tx = self.dispatcher.db.begin().await?;
        let from = store::state_code(&self.row.state);
        if !self.gave_way(&mut tx, now).await?
            && store::put_back(&mut tx, self.row.id, from, "retry", due_at, Some(reason)).await?
        {
            store::note_until(&mut tx, self.row.id, now, Happening::Retry, due_at, Some(reason)).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Until when an edit of an old message has to wait.
    async fn old_edit_waits(&self, tx: &mut Tx, now: Timestamp) -> Result<Option<Timestamp>, AttemptError> {
        let Action::Edit(of) = self.row.action else { return Ok(None) };
        let Some(Record { state: State::Sent(message), .. }) = store::by_id(tx, of).await? else { return Ok(None) };
        Ok(old_edits::wait(tx, message, now).await?)
    }

    /// Ends an edit behind which another one of the same message waits: that words the message as it is then, so this
    /// has nothing left to say.
    async fn gave_way(&self, tx: &mut Tx, now: Timestamp) -> Result<bool, AttemptError> {
        let Action::Edit(of) = self.row.action else { return Ok(false) };
        let gives_way = store::another_edit_waits(tx, of, self.row.id).await?;
        if gives_way {
            self.end(tx, Outcome::Cancelled, now).await?;
        }
        Ok(gives_way)
    }

    /// Discord said no for good: the member's inbox thread is tried next, and after it the secretariat is told.
    async fn next_route(&self, to_dm: bool, failure: Failure) -> Result<(), AttemptError> {
        let Action::Post(Address::Member(member)) = self.row.action else { return self.give_up(failure).await };
        let Cause::Refused(code) = failure.cause else { return self.give_up(failure).await };
        if !to_dm || MESSAGE_AT_FAULT.contains(&code) {
            return self.give_up(failure).await;
        }
        let now = self.dispatcher.clock.now();
        let mut tx = self.dispatcher.db.begin().await?;
        if code == QUARANTINED {
            // Not their doing: once Discord trusts us again, they get DMs again.
            notices::quarantined(&mut tx, now).await?;
        } else {
            // Closed, no common server, gone: the codes differ, and a refusal of whatever kind is not worth another at
            // each message.
            members::service::dm_closed(&mut tx, member, now).await?;
        }
        store::reroute(&mut tx, self.row.id, now).await?;
        store::note(&mut tx, self.row.id, now, Happening::Rerouted, Some(&failure.reason)).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn give_up(&self, failure: Failure) -> Result<(), AttemptError> {
        let now = self.dispatcher.clock.now();
        tracing::warn!(delivery.id = self.row.id.0, cause = ?failure.cause, reason = %failure.reason, "a delivery failed for good");
        let mut tx = self.dispatcher.db.begin().await?;
        self.end(&mut tx, Outcome::Failed(failure), now).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn put_off(&self, until: Timestamp) -> Result<(), AttemptError> {
        let mut tx = self.dispatcher.db.begin().await?;
        let state = store::state_code(&self.row.state);
        store::put_back(&mut tx, self.row.id, state, state, until, None).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn end(&self, tx: &mut Tx, outcome: Outcome, now: Timestamp) -> Result<(), AttemptError> {
        ending::end(tx, &self.dispatcher.sources, &self.row, &outcome, None, now).await?;
        Ok(())
    }

    async fn route(&self, now: Timestamp) -> Result<Route_, AttemptError> {
        let mut conn = self.dispatcher.db.read().await?;
        Ok(match &self.row.action {
            Action::Post(Address::Member(member)) => route_to(&mut conn, *member, self.row.route).await?,
            Action::Post(Address::Channel(channel)) => Route_::To(Destination::Channel { channel: *channel }, None),
            Action::Edit(of) => match store::by_id(&mut conn, *of).await? {
                Some(Record { state: State::Sent(Posted { channel, message: Some(message), .. }), action, .. }) => {
                    let reader = match action {
                        Action::Post(Address::Member(member)) => members::store::get(&mut conn, member).await?,
                        _ => None,
                    };
                    Route_::To(Destination::Message { channel, message }, reader)
                }
                Some(record) if !record.state.is_final() => {
                    Route_::NotYet(record.due_at.max(now).saturating_add(PATIENCE).unwrap_or(Timestamp::MAX))
                }
                _ => Route_::Nowhere(Failure {
                    cause: Cause::NoMessage,
                    reason: "the message to edit was never sent".to_owned(),
                }),
            },
            Action::OpenThread { parent, members } => {
                Route_::To(Destination::NewThread { parent: *parent, members: members.clone() }, None)
            }
            Action::JoinThread { thread, member } => {
                Route_::To(Destination::ThreadMember { thread: *thread, member: *member }, None)
            }
            Action::LeaveThread { thread, member } => {
                Route_::To(Destination::ThreadMemberGone { thread: *thread, member: *member }, None)
            }
            Action::CloseThread { thread } => Route_::To(Destination::ThreadClosed { thread: *thread }, None),
        })
    }

    /// Where an earlier attempt may have brought the message: there it is looked for, and sent again, whatever the way
    /// is by now.
    async fn where_it_may_be(&self) -> Result<Option<Route_>, AttemptError> {
        let (true, Some(channel), Action::Post(address)) =
            (self.may_have_arrived(), self.row.tried_channel, &self.row.action)
        else {
            return Ok(None);
        };
        Ok(Some(match address {
            Address::Channel(_) => Route_::To(Destination::Channel { channel }, None),
            Address::Member(id) => {
                let reader = members::store::get(&mut *self.dispatcher.db.read().await?, *id).await?;
                let is_dm = reader.as_ref().is_some_and(|reader| reader.reach.dm_channel == Some(channel));
                let to = if is_dm {
                    Destination::Dm { channel }
                } else {
                    Destination::Inbox { thread: channel, mention: *id }
                };
                Route_::To(to, reader)
            }
        }))
    }

    fn order(&self, facts: Facts, sound: Sound, to: Destination, reader: Option<Member>, now: Timestamp) -> Order {
        Order { id: self.row.id, nonce: self.row.nonce.clone(), lane: self.row.lane, sound, to, facts, reader, now }
    }

    fn due(&self, begun: u32) -> Due {
        Due::of(&self.row, begun)
    }

    fn source(&self) -> Result<&'a dyn Source, AttemptError> {
        Ok(self.dispatcher.sources.of(&self.row)?)
    }

    /// Doing it twice is doing it once.
    fn is_repeatable(&self) -> bool {
        !matches!(self.row.action, Action::Post(_) | Action::OpenThread { .. })
    }

    fn may_have_arrived(&self) -> bool {
        self.row.unknown_since.is_some()
    }

    /// A resend now would be recognized by Discord as the same message.
    fn nonce_still_holds(&self, now: Timestamp) -> bool {
        matches!(self.row.action, Action::Post(_))
            && self.row.unknown_since.is_some_and(|at| now.duration_since(at) < NONCE_WINDOW)
    }
}

async fn route_to(conn: &mut Conn, member: MemberId, route: Route) -> Result<Route_, DbError> {
    let nobody = |reason: &str| Route_::Nowhere(Failure { cause: Cause::NotHere, reason: reason.to_owned() });
    let Some(member) = members::store::get(conn, member).await? else {
        return Ok(nobody("not a member of this server"));
    };
    if !member.in_guild {
        return Ok(nobody("has left the server"));
    }
    let first_dm = member.reach.messaged_at.is_none();
    Ok(match (route, member.reach.dm()) {
        (Route::Direct, Some(_)) if first_dm && notices::is_quarantined(conn).await? => Route_::Inbox(member),
        (Route::Direct, Some(channel)) => Route_::To(Destination::Dm { channel }, Some(member)),
        _ => Route_::Inbox(member),
    })
}

fn nothing() -> Facts {
    Facts::new(())
}

fn later(now: Timestamp, wait: Duration) -> Timestamp {
    now.saturating_add(wait).unwrap_or(Timestamp::MAX)
}
