//! The functions that features call: enqueue, edit, cancel, look up.

use std::collections::HashMap;

use strum::IntoEnumIterator as _;

use super::event::{Event, EventKind};
use super::model::{Action, Address, Delayed, DeliveryId, Lane, NewDelivery, SourceName, Traffic};
use super::record::Record;
use super::source::{Due, Sound};
use super::state::{State, StateKind};
use super::store;
use crate::db::{Conn, Db, DbError, SetAside, Tx};
use crate::members::{ChannelId, MemberId, MessageId};
use crate::time::{SignedDuration, Timestamp};

/// If a message to a person sounded within this time, the person has the phone at hand and sees further messages
/// without a sound.
const WAKING_WINDOW: SignedDuration = SignedDuration::from_mins(10);

/// Enqueues a delivery. A second call with the same key returns the first delivery's id and changes nothing.
///
/// # Errors
/// `Corrupt` when the key belongs to a delivery of another source, about another subject, with another action or to
/// another member. The caller's transaction then fails, so that its message is not lost without notice.
pub async fn enqueue(tx: &mut Tx, new: NewDelivery, now: Timestamp) -> Result<DeliveryId, DbError> {
    if let Some(id) = store::insert(tx, &new, now).await? {
        let until = new.not_before.filter(|at| *at > now);
        store::record_event(tx, id, &Event { until, ..Event::new(now, EventKind::Queued) }).await?;
        return Ok(id);
    }
    match store::by_key(tx, &new).await? {
        Some(first) if first.is_same_delivery => Ok(first.id),
        Some(other) => Err(DbError::Corrupt(format!("the key {} belongs to another delivery, {}", new.key, other.id))),
        None => Err(DbError::Corrupt(format!("the delivery with key {} was neither inserted nor found", new.key))),
    }
}

/// The result of [`edit_if_known`].
#[must_use]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EditOutcome {
    /// An edit waits for its attempt.
    Enqueued,
    /// Retention has deleted the delivery. Magpie no longer knows its message, so the message stays as it is.
    NotEditable,
}

/// Enqueues an edit of the message of delivery `of`. While one edit waits, another call changes nothing, because the
/// waiting edit will render the latest state when it is sent. If retention has deleted the delivery, logs a warning.
pub async fn edit(tx: &mut Tx, of: DeliveryId, lane: Lane, now: Timestamp) -> Result<(), DbError> {
    match edit_if_known(tx, of, lane, now).await? {
        EditOutcome::Enqueued | EditOutcome::NotEditable => Ok(()),
    }
}

/// Like [`edit`], for a caller that tells a person about the edit. If the outcome is `NotEditable`, the caller must not
/// say that the message changes.
pub async fn edit_if_known(tx: &mut Tx, of: DeliveryId, lane: Lane, now: Timestamp) -> Result<EditOutcome, DbError> {
    let Some(posted) = store::by_id(tx, of).await? else {
        tracing::warn!(delivery.id = of.0, "a message cannot be edited, because its delivery was deleted");
        return Ok(EditOutcome::NotEditable);
    };
    let nth = store::count_edits(tx, of).await?;
    let key = format!("edit/{of}/{nth}");
    let new = NewDelivery {
        part: posted.part,
        ..NewDelivery::new(posted.source, posted.subject, key, Action::Edit(of), lane)
    };
    if let Some(id) = store::insert(tx, &new, now).await? {
        store::record_event(tx, id, &Event::new(now, EventKind::Queued)).await?;
    }
    Ok(EditOutcome::Enqueued)
}

/// Enqueues the deletion of the message of delivery `of`, if the message was sent. A second call changes nothing.
pub async fn delete(tx: &mut Tx, of: DeliveryId, lane: Lane, now: Timestamp) -> Result<(), DbError> {
    let Some(posted) = store::by_id(tx, of).await?.filter(|posted| matches!(posted.state, State::Sent(_))) else {
        return Ok(());
    };
    let key = format!("delete/{of}");
    let new = NewDelivery {
        part: posted.part,
        ..NewDelivery::new(posted.source, posted.subject, key, Action::Delete(of), lane)
    };
    enqueue(tx, new, now).await.map(|_| ())
}

/// Unfinished deliveries whose row cannot be read, each with the reason. Reads at most `limit` rows.
pub async fn unreadable(conn: &mut Conn, limit: i64) -> Result<Vec<SetAside>, DbError> {
    store::unreadable(conn, limit).await
}

/// Cancels the deliveries of `source` about `subject`, except deliveries in flight or with an unknown outcome. Returns
/// the ids of the cancelled deliveries.
pub async fn cancel(
    tx: &mut Tx,
    source: SourceName,
    subject: &str,
    reason: &'static str,
    now: Timestamp,
) -> Result<Vec<DeliveryId>, DbError> {
    let ids = store::cancel_waiting(tx, source.as_str(), subject, reason).await?;
    for id in &ids {
        store::record_event(tx, *id, &Event::new(now, EventKind::Cancelled).detail(reason)).await?;
    }
    Ok(ids)
}

/// Cancels one delivery, unless it is in flight or its outcome is unknown. Returns whether it was cancelled.
pub async fn cancel_one(tx: &mut Tx, id: DeliveryId, reason: &'static str, now: Timestamp) -> Result<bool, DbError> {
    let is_cancelled = store::cancel_one(tx, id, reason).await?;
    if is_cancelled {
        store::record_event(tx, id, &Event::new(now, EventKind::Cancelled).detail(reason)).await?;
    }
    Ok(is_cancelled)
}

/// Decides whether a message to `member` makes a sound. Call it only for a message that may sound. Of all messages held
/// until the member wakes, only the most urgent message sounds. A message that was not held sounds.
pub async fn sound_at_waking(conn: &mut Conn, due: &Due, member: MemberId, now: Timestamp) -> Result<Sound, DbError> {
    let Some(held_until) = due.held_until.filter(|until| *until <= now) else { return Ok(Sound::Sounding) };
    let since = now.saturating_sub(WAKING_WINDOW).unwrap_or(held_until).max(held_until);
    let is_needless = store::has_sounded_since(conn, member, since, due.id).await?
        || store::is_more_urgent_due(conn, member, due.lane, now).await?;
    Ok(if is_needless { Sound::Silent } else { Sound::Sounding })
}

/// Moves deliveries that wait for their first attempt to `due_at`, such as a nudge whose reader now wakes at another
/// time. Returns the number of moved deliveries.
pub async fn retime(
    tx: &mut Tx,
    source: SourceName,
    subject: &str,
    due_at: Timestamp,
    now: Timestamp,
) -> Result<usize, DbError> {
    let moved = store::retime_waiting(tx, source.as_str(), subject, due_at).await?;
    for id in &moved {
        store::record_event(tx, *id, &Event::new(now, EventKind::Held).until(due_at)).await?;
    }
    Ok(moved.len())
}

/// Makes held deliveries due now, so that the source checks again whether they are still wanted. Called after a change
/// that may have made them unnecessary.
pub async fn recheck_held(tx: &mut Tx, source: SourceName, subject: &str, now: Timestamp) -> Result<(), DbError> {
    store::make_held_due(tx, source.as_str(), subject, now).await
}

pub async fn find(conn: &mut Conn, id: DeliveryId) -> Result<Option<Record>, DbError> {
    store::by_id(conn, id).await
}

/// All deliveries of `source` about `subject` except edits and deletions, oldest first.
pub async fn by_subject(conn: &mut Conn, source: SourceName, subject: &str) -> Result<Vec<Record>, DbError> {
    store::by_subject(conn, source.as_str(), subject).await
}

/// The delivery of `source` that posted this message; `None` if something else posted it.
pub async fn posted_by(
    conn: &mut Conn,
    source: &SourceName,
    message: MessageId,
) -> Result<Option<DeliveryId>, DbError> {
    store::posted_by(conn, source.as_str(), message).await
}

/// Records that `member` has seen the messages of `source` about `subject`, because an action of the member proves it.
/// Adds one event for each message that arrived and has no such event yet.
pub async fn record_seen(
    tx: &mut Tx,
    source: SourceName,
    subject: &str,
    member: MemberId,
    now: Timestamp,
) -> Result<(), DbError> {
    for record in store::by_subject(tx, source.as_str(), subject).await? {
        if record.action == Action::Post(Address::Member(member)) && matches!(record.state, State::Sent(_)) {
            store::record_seen(tx, record.id, member, now).await?;
        }
    }
    Ok(())
}

/// Called when `member` pressed a button of `message`. If the message was sent to this member, records that the member
/// has seen it.
pub async fn record_press(db: &Db, message: MessageId, member: MemberId, now: Timestamp) -> Result<(), DbError> {
    let unseen = store::unseen_message(&mut *db.read().await?, message, member).await?;
    let Some(id) = unseen else { return Ok(()) };
    db.write(async |tx| store::record_seen(tx, id, member, now).await).await
}

/// When the `nth`-last edit of an old message in `channel` began, among the attempts after `since`; `None` if there
/// were fewer. A message is old if its age was at least `old` at the attempt. Used by a route whose platform limits
/// edits of old messages.
pub async fn nth_last_edit_of_old(
    conn: &mut Conn,
    channel: ChannelId,
    old: SignedDuration,
    since: Timestamp,
    nth: u32,
) -> Result<Option<Timestamp>, DbError> {
    store::nth_last_edit_of_old(conn, channel, old, since, nth).await
}

/// The events of a delivery, oldest first.
pub async fn history(conn: &mut Conn, id: DeliveryId) -> Result<Vec<Event>, DbError> {
    store::history(conn, id).await
}

/// The state of each of these deliveries.
pub async fn states(conn: &mut Conn, ids: &[DeliveryId]) -> Result<HashMap<DeliveryId, StateKind>, DbError> {
    store::states(conn, ids).await
}

/// The attempts since `since`: when each began, and the channel of its message, if known. Used after a restart, because
/// the platform still counts the requests of the previous process.
pub async fn attempts_since(conn: &mut Conn, since: Timestamp) -> Result<Vec<(Timestamp, Option<ChannelId>)>, DbError> {
    store::traffic::attempts_since(conn, since).await
}

/// When threads were opened in `parent` after `since`, in order. Used after a restart, because the platform still
/// counts the threads that the previous process opened.
pub async fn threads_opened(conn: &mut Conn, parent: ChannelId, since: Timestamp) -> Result<Vec<Timestamp>, DbError> {
    store::traffic::threads_opened(conn, parent, since).await
}

/// The number of deliveries in each state; 0 for a state without deliveries.
pub async fn counts(conn: &mut Conn) -> Result<Vec<(String, i64)>, DbError> {
    let mut counts = store::count_by_state(conn).await?;
    for kind in StateKind::iter().map(StateKind::code) {
        if counts.iter().all(|(state, _)| state != kind) {
            counts.push((kind.to_owned(), 0));
        }
    }
    Ok(counts)
}

/// The most overdue delivery of any source except `excluded`, and when it was due; `None` if no delivery is overdue.
pub async fn most_overdue(
    conn: &mut Conn,
    excluded: &SourceName,
    now: Timestamp,
) -> Result<Option<(DeliveryId, Timestamp)>, DbError> {
    store::traffic::most_overdue(conn, excluded, now).await
}

/// The outcomes of attempts since `since`, of all sources except `excluded`.
pub async fn traffic(conn: &mut Conn, excluded: &SourceName, since: Timestamp) -> Result<Traffic, DbError> {
    store::traffic::traffic(conn, excluded, since).await
}

/// Messages of all sources except `excluded` that were late because they could not be sent between `from` and `to`.
pub async fn count_delayed(
    conn: &mut Conn,
    excluded: &SourceName,
    from: Timestamp,
    to: Timestamp,
) -> Result<Delayed, DbError> {
    store::traffic::count_delayed(conn, excluded, from, to).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delivery::model::Address;
    use crate::time::Timestamp;

    async fn open_db() -> (tempfile::TempDir, Db) {
        let folder = tempfile::tempdir().unwrap();
        let db = crate::db::testing::open(folder.path()).await;
        (folder, db)
    }

    fn post_to(member: u64, subject: &str) -> NewDelivery {
        let to = Action::Post(Address::Member(MemberId(member)));
        NewDelivery::new(SourceName::new("test"), subject, "key".to_owned(), to, Lane::Routine)
    }

    #[tokio::test]
    async fn key_of_another_delivery_is_refused() {
        let (_folder, db) = open_db().await;
        let now = Timestamp::UNIX_EPOCH;
        let first = db.write(async |tx| enqueue(tx, post_to(1, "1"), now).await).await.unwrap();
        let second = db.write(async |tx| enqueue(tx, post_to(1, "1"), now).await).await.unwrap();
        assert_eq!(second, first);
        for other in [post_to(2, "1"), post_to(1, "2")] {
            let refused = db.write(async |tx| enqueue(tx, other.clone(), now).await).await;
            assert!(matches!(refused, Err(DbError::Corrupt(_))), "{refused:?}");
        }
    }

    #[tokio::test]
    async fn number_of_a_deleted_delivery_is_not_used_again() {
        let (_folder, db) = open_db().await;
        let now = Timestamp::UNIX_EPOCH;
        let first = db.write(async |tx| enqueue(tx, post_to(1, "1"), now).await).await.unwrap();
        db.write(async |tx| store::delete(tx, first).await).await.unwrap();
        let second = db.write(async |tx| enqueue(tx, post_to(1, "1"), now).await).await.unwrap();
        assert!(second.0 > first.0, "{second:?} comes after {first:?}");
    }

    #[tokio::test]
    async fn states_without_deliveries_are_counted_as_zero() {
        let (_folder, db) = open_db().await;
        let now = Timestamp::UNIX_EPOCH;
        let to = Action::Post(Address::Channel(ChannelId(1)));
        let new = NewDelivery::new(SourceName::new("test"), "1", "key".to_owned(), to, Lane::Routine);
        db.write(async |tx| enqueue(tx, new, now).await).await.unwrap();
        let counts: HashMap<_, _> = counts(&mut db.read().await.unwrap()).await.unwrap().into_iter().collect();
        assert_eq!((counts["pending"], counts["unknown"], counts["failed"]), (1, 0, 0));
        assert_eq!(counts.len(), StateKind::iter().count());
    }
}
