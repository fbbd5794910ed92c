//! What the rooms ask of delivery: enqueue, edit, cancel, look up.

use super::model::{
    Action, Address, Delayed, DeliveryId, Event, Happening, Lane, NewDelivery, Record, SourceName, State, Traffic,
};
use super::store;
use crate::db::{Conn, Db, DbError, Tx};
use crate::members::{MemberId, MessageId};
use crate::time::Timestamp;

/// Accepts a delivery. Asking again with the same key returns the first one's id and changes nothing.
pub async fn enqueue(tx: &mut Tx, new: NewDelivery, now: Timestamp) -> Result<DeliveryId, DbError> {
    if let Some(id) = store::insert(tx, &new, now).await? {
        note_queued(tx, id, new.not_before, now).await?;
        return Ok(id);
    }
    let first = store::by_key(tx, &new.key).await?;
    first.map(|record| record.id).ok_or_else(|| DbError::Corrupt(format!("delivery {} neither new nor there", new.key)))
}

async fn note_queued(tx: &mut Tx, id: DeliveryId, not_before: Timestamp, now: Timestamp) -> Result<(), DbError> {
    let until = Some(not_before).filter(|at| *at > now);
    store::note_whole(tx, id, &Event { at: now, what: Happening::Queued, until, actor: None, detail: None }).await
}

/// Asks that the message of `of` be worded anew. While one such wish waits, another changes nothing: both are worded
/// when sent.
pub async fn edit(tx: &mut Tx, of: DeliveryId, lane: Lane, now: Timestamp) -> Result<(), DbError> {
    let Some(posted) = store::by_id(tx, of).await? else { return Ok(()) };
    let nth = store::count_edits(tx, of).await?;
    let new = NewDelivery {
        source: posted.source,
        subject: posted.subject,
        key: format!("edit/{of}/{nth}"),
        action: Action::Edit(of),
        lane,
        not_before: now,
        expires_at: None,
    };
    if let Some(id) = store::insert(tx, &new, now).await? {
        store::note(tx, id, now, Happening::Queued, None).await?;
    }
    Ok(())
}

/// Cancels what `source` owes about `subject` and has not begun; returns what was cancelled.
pub async fn cancel(
    tx: &mut Tx,
    source: SourceName,
    subject: &str,
    reason: &'static str,
    now: Timestamp,
) -> Result<Vec<DeliveryId>, DbError> {
    let ids = store::cancel_waiting(tx, source.as_str(), subject, reason).await?;
    for id in &ids {
        store::note(tx, *id, now, Happening::Cancelled, Some(reason)).await?;
    }
    Ok(ids)
}

/// Moves what waits for its first attempt to `due_at`: a nudge, when its reader's waking minute changes.
pub async fn retime(
    tx: &mut Tx,
    source: SourceName,
    subject: &str,
    due_at: Timestamp,
    now: Timestamp,
) -> Result<usize, DbError> {
    let moved = store::retime_waiting(tx, source.as_str(), subject, due_at).await?;
    for id in &moved {
        store::note_until(tx, *id, now, Happening::Held, due_at, None).await?;
    }
    Ok(moved.len())
}

pub async fn find(conn: &mut Conn, id: DeliveryId) -> Result<Option<Record>, DbError> {
    store::by_id(conn, id).await
}

pub async fn find_by_key(conn: &mut Conn, key: &str) -> Result<Option<Record>, DbError> {
    store::by_key(conn, key).await
}

/// All that `source` owes or owed about `subject`, oldest first; without what words it anew.
pub async fn about(conn: &mut Conn, source: SourceName, subject: &str) -> Result<Vec<Record>, DbError> {
    store::by_subject(conn, source.as_str(), subject).await
}

/// `member` has seen what `source` owed them about `subject`, by their own act: of what arrived, that is written down,
/// once.
pub async fn seen(
    tx: &mut Tx,
    source: SourceName,
    subject: &str,
    member: MemberId,
    now: Timestamp,
) -> Result<(), DbError> {
    for record in store::by_subject(tx, source.as_str(), subject).await? {
        if record.action == Action::Post(Address::Member(member)) && matches!(record.state, State::Sent(_)) {
            store::note_seen(tx, record.id, member, now).await?;
        }
    }
    Ok(())
}

/// `member` pressed a button of `message`. When that is a message that was sent to them, they have seen it.
pub async fn pressed(db: &Db, message: MessageId, member: MemberId, now: Timestamp) -> Result<(), DbError> {
    let mut reader = db.read().await?;
    let Some(id) = store::unseen_message(&mut reader, message, member).await? else { return Ok(()) };
    drop(reader);
    let mut tx = db.begin().await?;
    store::note_seen(&mut tx, id, member, now).await?;
    tx.commit().await
}

/// What happened to a delivery, oldest first.
pub async fn history(conn: &mut Conn, id: DeliveryId) -> Result<Vec<Event>, DbError> {
    store::history(conn, id).await
}

/// How many deliveries are in each state.
pub async fn counts(conn: &mut Conn) -> Result<Vec<(String, i64)>, DbError> {
    store::count_by_state(conn).await
}

/// The most overdue delivery that is not of the source `but`, and since when it is due.
pub async fn most_overdue(
    conn: &mut Conn,
    but: &SourceName,
    now: Timestamp,
) -> Result<Option<(DeliveryId, Timestamp)>, DbError> {
    store::traffic::most_overdue(conn, but, now).await
}

/// How attempts went since `since`, but for those of the source `but`.
pub async fn traffic(conn: &mut Conn, but: &SourceName, since: Timestamp) -> Result<Traffic, DbError> {
    store::traffic::traffic(conn, but, since).await
}

/// Messages, but for those of the source `but`, that were late because they could not go out between `from` and `to`.
pub async fn delayed(conn: &mut Conn, but: &SourceName, from: Timestamp, to: Timestamp) -> Result<Delayed, DbError> {
    store::traffic::delayed(conn, but, from, to).await
}
