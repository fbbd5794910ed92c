//! The SQL of the outbox, and nothing else's.

pub mod traffic;
mod turns;

use super::model::{
    Action, Actor, Address, Cause, DeliveryId, Event, Failure, Happening, Lane, NewDelivery, Nonce, Posted, Record, Route,
    SourceName, State,
};
use crate::db::{Conn, DbError, Tx};
use crate::members::{ChannelId, MemberId, MessageId};
use crate::time::{SignedDuration, Timestamp};

pub use turns::{Turn, due};

/// A row as the columns hold it.
struct Row {
    id: i64,
    source: String,
    subject: String,
    key: String,
    lane: i64,
    action: String,
    member_id: Option<i64>,
    channel_id: Option<i64>,
    edits: Option<i64>,
    invitees: Option<String>,
    line: String,
    route: String,
    state: String,
    attempt: i64,
    queued_at: i64,
    due_at: i64,
    expires_at: Option<i64>,
    sending_at: Option<i64>,
    unknown_since: Option<i64>,
    tried_channel_id: Option<i64>,
    nonce: String,
    sent_channel_id: Option<i64>,
    sent_message_id: Option<i64>,
    sent_at: Option<i64>,
    cause: Option<String>,
    reason: Option<String>,
}

/// Inserts a delivery; `None` when its key is there already.
pub async fn insert(tx: &mut Tx, new: &NewDelivery, now: Timestamp) -> Result<Option<DeliveryId>, DbError> {
    let columns = Columns::of(&new.action);
    let (nonce, lane, due_at) = (Nonce::random(), new.lane.number(), new.not_before.as_millisecond());
    let (queued_at, expires_at) = (now.as_millisecond(), new.expires_at.map(Timestamp::as_millisecond));
    let (nonce, source) = (nonce.as_str(), new.source.as_str());
    let id = sqlx::query_scalar!(
        r#"INSERT INTO delivery (source, subject, key, lane, action, member_id, channel_id, edits, invitees, line, state, queued_at, due_at, expires_at, nonce)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', ?, ?, ?, ?)
           ON CONFLICT DO NOTHING RETURNING id"#,
        source,
        new.subject,
        new.key,
        lane,
        columns.action,
        columns.member_id,
        columns.channel_id,
        columns.edits,
        columns.invitees,
        columns.line,
        queued_at,
        due_at,
        expires_at,
        nonce
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(id.map(DeliveryId))
}

pub async fn by_id(conn: &mut Conn, id: DeliveryId) -> Result<Option<Record>, DbError> {
    let row = sqlx::query_as!(
        Row,
        r#"SELECT id, source, subject, key, lane, action, member_id, channel_id, edits, invitees, line, route, state, attempt, queued_at,
                  due_at, expires_at, sending_at, unknown_since, tried_channel_id, nonce, sent_channel_id, sent_message_id, sent_at, cause, reason
           FROM delivery WHERE id = ?"#,
        id.0
    )
    .fetch_optional(conn)
    .await?;
    row.map(Record::try_from).transpose()
}

pub async fn by_key(conn: &mut Conn, key: &str) -> Result<Option<Record>, DbError> {
    let row = sqlx::query_as!(
        Row,
        r#"SELECT id AS "id!", source, subject, key, lane, action, member_id, channel_id, edits, invitees, line, route, state, attempt, queued_at,
                  due_at, expires_at, sending_at, unknown_since, tried_channel_id, nonce, sent_channel_id, sent_message_id, sent_at, cause, reason
           FROM delivery WHERE key = ?"#,
        key
    )
    .fetch_optional(conn)
    .await?;
    row.map(Record::try_from).transpose()
}

pub async fn by_nonce(conn: &mut Conn, nonce: &str) -> Result<Option<Record>, DbError> {
    let row = sqlx::query_as!(
        Row,
        r#"SELECT id AS "id!", source, subject, key, lane, action, member_id, channel_id, edits, invitees, line, route, state, attempt, queued_at,
                  due_at, expires_at, sending_at, unknown_since, tried_channel_id, nonce, sent_channel_id, sent_message_id, sent_at, cause, reason
           FROM delivery WHERE nonce = ?"#,
        nonce
    )
    .fetch_optional(conn)
    .await?;
    row.map(Record::try_from).transpose()
}

/// All deliveries of `source` about `subject` but edits, oldest first.
pub async fn by_subject(conn: &mut Conn, source: &str, subject: &str) -> Result<Vec<Record>, DbError> {
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT id, source, subject, key, lane, action, member_id, channel_id, edits, invitees, line, route, state, attempt, queued_at,
                  due_at, expires_at, sending_at, unknown_since, tried_channel_id, nonce, sent_channel_id, sent_message_id, sent_at, cause, reason
           FROM delivery WHERE source = ? AND subject = ? AND action <> 'edit' ORDER BY id"#,
        source,
        subject
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(Record::try_from).collect()
}

/// When the next row is due, or the next lease ends, after `after`.
pub async fn next_due(conn: &mut Conn, after: Timestamp) -> Result<Option<Timestamp>, DbError> {
    let after = after.as_millisecond();
    let at = sqlx::query_scalar!(
        r#"SELECT MIN(at) AS "at: i64" FROM (
               SELECT MIN(due_at) AS at FROM delivery WHERE state IN ('pending', 'retry', 'unknown') AND due_at > ?1
               UNION ALL SELECT MIN(lease_until) FROM delivery WHERE state = 'sending' AND lease_until > ?1)"#,
        after
    )
    .fetch_one(conn)
    .await?;
    at.map(timestamp).transpose()
}

/// Takes up an attempt at `channel`: false when the row is no longer where the dispatcher saw it.
pub async fn start_attempt(
    tx: &mut Tx,
    seen: &Record,
    channel: Option<ChannelId>,
    now: Timestamp,
    lease_until: Timestamp,
) -> Result<bool, DbError> {
    let channel = channel.map(ChannelId::to_sql);
    let (state, attempt) = (state_code(&seen.state), i64::from(seen.attempt));
    let (now, lease_until) = (now.as_millisecond(), lease_until.as_millisecond());
    let done = sqlx::query!(
        "UPDATE delivery SET state = 'sending', attempt = attempt + 1, sending_at = ?, lease_until = ?, tried_channel_id = ?
         WHERE id = ? AND state = ? AND attempt = ?",
        now,
        lease_until,
        channel,
        seen.id.0,
        state,
        attempt
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub async fn mark_sent(tx: &mut Tx, id: DeliveryId, posted: Posted) -> Result<bool, DbError> {
    let (channel, message, at) = (posted.channel.to_sql(), posted.message.map(MessageId::to_sql), posted.at.as_millisecond());
    let done = sqlx::query!(
        "UPDATE delivery SET state = 'sent', sent_channel_id = ?, sent_message_id = ?, sent_at = ?, reason = NULL, lease_until = NULL, unknown_since = NULL
         WHERE id = ? AND state IN ('sending', 'unknown')",
        channel,
        message,
        at,
        id.0
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Puts a row back to wait: after a failed attempt (`retry`), an unknown outcome (`unknown`), or because its source holds it (`pending`).
pub async fn put_back(
    tx: &mut Tx,
    id: DeliveryId,
    from: &str,
    to: &str,
    due_at: Timestamp,
    reason: Option<&str>,
) -> Result<bool, DbError> {
    let due_at = due_at.as_millisecond();
    let done = sqlx::query!(
        "UPDATE delivery SET state = ?, due_at = ?, reason = ?, lease_until = NULL WHERE id = ? AND state = ?",
        to,
        due_at,
        reason,
        id.0,
        from
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Whether a later wish to word the same message anew waits for its turn.
pub async fn another_edit_waits(conn: &mut Conn, of: DeliveryId, but: DeliveryId) -> Result<bool, DbError> {
    let waits = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM delivery WHERE edits = ? AND id <> ? AND action = 'edit' AND state IN ('pending', 'retry')) AS "waits!: bool""#,
        of.0,
        but.0
    );
    Ok(waits.fetch_one(conn).await?)
}

/// An attempt that began at `since` may have arrived. An earlier such attempt counts on.
pub async fn set_unknown_since(tx: &mut Tx, id: DeliveryId, since: Timestamp) -> Result<(), DbError> {
    let since = since.as_millisecond();
    sqlx::query!("UPDATE delivery SET unknown_since = COALESCE(unknown_since, ?) WHERE id = ?", since, id.0)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// None of the attempts so far has arrived.
pub async fn clear_unknown(tx: &mut Tx, id: DeliveryId) -> Result<(), DbError> {
    sqlx::query!("UPDATE delivery SET unknown_since = NULL WHERE id = ?", id.0).execute(&mut **tx).await?;
    Ok(())
}

/// Sends the row by way of the inbox channel from now on.
pub async fn reroute(tx: &mut Tx, id: DeliveryId, due_at: Timestamp) -> Result<bool, DbError> {
    let due_at = due_at.as_millisecond();
    let done = sqlx::query!(
        "UPDATE delivery SET route = 'inbox', state = 'retry', due_at = ?, lease_until = NULL WHERE id = ? AND state IN ('sending', 'pending', 'retry')",
        due_at,
        id.0
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends a row without sending: `failed`, `cancelled` or `expired`.
pub async fn end(tx: &mut Tx, id: DeliveryId, state: &str, failure: Option<&Failure>) -> Result<bool, DbError> {
    let (cause, reason) = (failure.map(|f| f.cause.code()), failure.map(|f| f.reason.as_str()));
    let done = sqlx::query!(
        "UPDATE delivery SET state = ?, cause = ?, reason = ?, lease_until = NULL
         WHERE id = ? AND state IN ('pending', 'retry', 'sending', 'unknown')",
        state,
        cause,
        reason,
        id.0
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Cancels whatever of `source` about `subject` has not begun; returns how many rows.
pub async fn cancel_waiting(tx: &mut Tx, source: &str, subject: &str, reason: &str) -> Result<Vec<DeliveryId>, DbError> {
    let ids = sqlx::query_scalar!(
        r#"UPDATE delivery SET state = 'cancelled', reason = ?
           WHERE source = ? AND subject = ? AND state IN ('pending', 'retry') RETURNING id AS "id!""#,
        reason,
        source,
        subject
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(ids.into_iter().map(DeliveryId).collect())
}

/// Brings forward (or puts off) whatever of `source` about `subject` waits for its first attempt; returns what was moved.
pub async fn retime_waiting(tx: &mut Tx, source: &str, subject: &str, due_at: Timestamp) -> Result<Vec<DeliveryId>, DbError> {
    let due_at = due_at.as_millisecond();
    let ids = sqlx::query_scalar!(
        r#"UPDATE delivery SET due_at = ?1 WHERE source = ?2 AND subject = ?3 AND state = 'pending' AND due_at <> ?1 RETURNING id AS "id!""#,
        due_at,
        source,
        subject
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(ids.into_iter().map(DeliveryId).collect())
}

/// How many edits of the message of `of` were ever asked for.
pub async fn count_edits(conn: &mut Conn, of: DeliveryId) -> Result<i64, DbError> {
    Ok(sqlx::query_scalar!(r#"SELECT COUNT(*) AS "n!: i64" FROM delivery WHERE edits = ?"#, of.0).fetch_one(conn).await?)
}

/// What came of `of` is known: whoever waits to word it anew goes on.
pub async fn wake_edits(tx: &mut Tx, of: DeliveryId, now: Timestamp) -> Result<(), DbError> {
    let now = now.as_millisecond();
    sqlx::query!(
        "UPDATE delivery SET due_at = ?1 WHERE edits = ?2 AND action = 'edit' AND state = 'pending' AND due_at > ?1",
        now,
        of.0
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// When the `nth` last attempt since `since` to edit a message in `channel` began that was at least of age `old` by then.
pub async fn old_edit(
    conn: &mut Conn,
    channel: ChannelId,
    old: SignedDuration,
    since: Timestamp,
    nth: i64,
) -> Result<Option<Timestamp>, DbError> {
    let (channel, since, skipped) = (channel.to_sql(), since.as_millisecond(), nth - 1);
    let old = i64::try_from(old.as_millis()).unwrap_or(i64::MAX);
    let at = sqlx::query_scalar!(
        r#"SELECT e.sending_at AS "at!: i64" FROM delivery AS e JOIN delivery AS posted ON posted.id = e.edits
           WHERE e.action = 'edit' AND e.tried_channel_id = ?1 AND e.sending_at > ?2 AND e.sending_at >= posted.sent_at + ?3
           ORDER BY e.sending_at DESC LIMIT 1 OFFSET ?4"#,
        channel,
        since,
        old,
        skipped
    )
    .fetch_optional(conn)
    .await?;
    at.map(timestamp).transpose()
}

/// Rows that were being sent and whose lease is over at `now` (all of them when the process has just started).
pub async fn abandoned(conn: &mut Conn, now: Timestamp) -> Result<Vec<Record>, DbError> {
    let now = now.as_millisecond();
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT id, source, subject, key, lane, action, member_id, channel_id, edits, invitees, line, route, state, attempt, queued_at,
                  due_at, expires_at, sending_at, unknown_since, tried_channel_id, nonce, sent_channel_id, sent_message_id, sent_at, cause, reason
           FROM delivery WHERE state = 'sending' AND lease_until <= ? ORDER BY lease_until, id"#,
        now
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(Record::try_from).collect()
}

pub async fn note(tx: &mut Tx, id: DeliveryId, at: Timestamp, what: Happening, detail: Option<&str>) -> Result<(), DbError> {
    note_whole(tx, id, &Event { at, what, until: None, actor: None, detail: detail.map(str::to_owned) }).await
}

/// With the instant at which it goes on.
pub async fn note_until(
    tx: &mut Tx,
    id: DeliveryId,
    at: Timestamp,
    what: Happening,
    until: Timestamp,
    detail: Option<&str>,
) -> Result<(), DbError> {
    note_whole(tx, id, &Event { at, what, until: Some(until), actor: None, detail: detail.map(str::to_owned) }).await
}

pub async fn note_whole(tx: &mut Tx, id: DeliveryId, event: &Event) -> Result<(), DbError> {
    let (at, what, until) = (event.at.as_millisecond(), event.what.code(), event.until.map(Timestamp::as_millisecond));
    let actor = event.actor.map(Actor::code);
    sqlx::query!(
        "INSERT INTO delivery_event (delivery_id, at, what, until_at, actor, detail) VALUES (?, ?, ?, ?, ?, ?)",
        id.0,
        at,
        what,
        until,
        actor,
        event.detail
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Writes down, once, that `member` has seen it.
pub async fn note_seen(tx: &mut Tx, id: DeliveryId, member: MemberId, at: Timestamp) -> Result<(), DbError> {
    let (at, actor) = (at.as_millisecond(), Actor::Member(member).code());
    sqlx::query!(
        "INSERT INTO delivery_event (delivery_id, at, what, actor) SELECT ?1, ?2, 'seen', ?3
         WHERE NOT EXISTS (SELECT 1 FROM delivery_event WHERE delivery_id = ?1 AND what = 'seen')",
        id.0,
        at,
        actor
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The delivery whose message this is, if it went to `member` and they have not seen it yet.
pub async fn unseen_message(conn: &mut Conn, message: MessageId, member: MemberId) -> Result<Option<DeliveryId>, DbError> {
    let (message, member) = (message.to_sql(), member.to_sql());
    let id = sqlx::query_scalar!(
        r#"SELECT d.id AS "id!" FROM delivery AS d WHERE d.sent_message_id = ? AND d.action = 'post' AND d.member_id = ?
             AND NOT EXISTS (SELECT 1 FROM delivery_event AS e WHERE e.delivery_id = d.id AND e.what = 'seen')"#,
        message,
        member
    )
    .fetch_optional(conn)
    .await?;
    Ok(id.map(DeliveryId))
}

pub async fn history(conn: &mut Conn, id: DeliveryId) -> Result<Vec<Event>, DbError> {
    let rows =
        sqlx::query!("SELECT at, what, until_at, actor, detail FROM delivery_event WHERE delivery_id = ? ORDER BY id", id.0)
            .fetch_all(conn)
            .await?;
    rows.into_iter()
        .map(|row| {
            let what =
                Happening::ALL.into_iter().find(|w| w.code() == row.what).ok_or_else(|| corrupt("happening", &row.what))?;
            let actor = row.actor.as_deref().map(|code| Actor::from_code(code).ok_or_else(|| corrupt("actor", code)));
            let until = row.until_at.map(timestamp).transpose()?;
            Ok(Event { at: timestamp(row.at)?, what, until, actor: actor.transpose()?, detail: row.detail })
        })
        .collect()
}

/// How many rows are in each state: (state, rows).
pub async fn count_by_state(conn: &mut Conn) -> Result<Vec<(String, i64)>, DbError> {
    let rows = sqlx::query!("SELECT state, n FROM delivery_tally").fetch_all(conn).await?;
    Ok(rows.into_iter().map(|row| (row.state, row.n)).collect())
}

/// When the oldest of what has ended was due.
pub async fn oldest_ended(conn: &mut Conn) -> Result<Option<Timestamp>, DbError> {
    let at = sqlx::query_scalar!(
        r#"SELECT MIN(due_at) AS "at: i64" FROM delivery WHERE state IN ('sent', 'failed', 'cancelled', 'expired')"#
    );
    at.fetch_one(conn).await?.map(timestamp).transpose()
}

/// What ended and was due before `before`, the oldest first. A message comes after what worded it anew, and nothing is old as long as something about
/// the same subject is newer or not over.
pub async fn old(conn: &mut Conn, before: Timestamp, limit: u32) -> Result<Vec<DeliveryId>, DbError> {
    let before = before.as_millisecond();
    let ids = sqlx::query_scalar!(
        r#"SELECT d.id AS "id!" FROM delivery AS d WHERE d.state IN ('sent', 'failed', 'cancelled', 'expired') AND d.due_at < ?1
             AND NOT EXISTS (SELECT 1 FROM delivery AS e WHERE e.edits = d.id)
             AND NOT EXISTS (SELECT 1 FROM delivery AS o WHERE o.source = d.source AND o.subject = d.subject
                             AND (o.due_at >= ?1 OR o.state IN ('pending', 'sending', 'retry', 'unknown')))
           ORDER BY d.due_at LIMIT ?2"#,
        before,
        limit
    );
    Ok(ids.fetch_all(conn).await?.into_iter().map(DeliveryId).collect())
}

/// With its history.
pub async fn delete(tx: &mut Tx, id: DeliveryId) -> Result<(), DbError> {
    sqlx::query!("DELETE FROM delivery WHERE id = ?", id.0).execute(&mut **tx).await?;
    Ok(())
}

/// An action spread over its columns.
struct Columns {
    action: &'static str,
    member_id: Option<i64>,
    channel_id: Option<i64>,
    edits: Option<i64>,
    invitees: Option<String>,
    /// Rows of one line keep their order: one person, one channel, one message.
    line: String,
}

impl Columns {
    fn of(action: &Action) -> Self {
        let none = Self { action: "post", member_id: None, channel_id: None, edits: None, invitees: None, line: String::new() };
        match action {
            Action::Post(Address::Member(member)) => {
                Self { member_id: Some(member.to_sql()), line: format!("member/{member}"), ..none }
            }
            Action::Post(Address::Channel(channel)) => {
                Self { channel_id: Some(channel.to_sql()), line: format!("channel/{channel}"), ..none }
            }
            Action::Edit(of) => Self { action: "edit", edits: Some(of.0), line: format!("message/{of}"), ..none },
            Action::OpenThread { parent, members } => Self {
                action: "open_thread",
                channel_id: Some(parent.to_sql()),
                invitees: Some(members.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")),
                line: format!("threads/{parent}"),
                ..none
            },
            Action::JoinThread { thread, member } => Self::of_thread("join_thread", *thread, Some(*member)),
            Action::LeaveThread { thread, member } => Self::of_thread("leave_thread", *thread, Some(*member)),
            Action::CloseThread { thread } => Self::of_thread("close_thread", *thread, None),
        }
    }

    fn of_thread(action: &'static str, thread: ChannelId, member: Option<MemberId>) -> Self {
        Self {
            action,
            member_id: member.map(MemberId::to_sql),
            channel_id: Some(thread.to_sql()),
            edits: None,
            invitees: None,
            line: format!("channel/{thread}"),
        }
    }
}

impl Row {
    fn action(&self) -> Result<Action, DbError> {
        let member = || self.member_id.map(MemberId::from_sql).ok_or_else(|| corrupt("member of delivery", &self.id.to_string()));
        let channel =
            || self.channel_id.map(ChannelId::from_sql).ok_or_else(|| corrupt("channel of delivery", &self.id.to_string()));
        Ok(match self.action.as_str() {
            "post" if self.member_id.is_some() => Action::Post(Address::Member(member()?)),
            "post" => Action::Post(Address::Channel(channel()?)),
            "edit" => Action::Edit(DeliveryId(self.edits.ok_or_else(|| corrupt("edit of delivery", &self.id.to_string()))?)),
            "open_thread" => {
                let ids = self.invitees.as_deref().unwrap_or_default().split(',').filter(|id| !id.is_empty());
                let members = ids.map(|id| id.parse().map_err(|_| corrupt("invitee", id))).collect::<Result<_, _>>()?;
                Action::OpenThread { parent: channel()?, members }
            }
            "join_thread" => Action::JoinThread { thread: channel()?, member: member()? },
            "leave_thread" => Action::LeaveThread { thread: channel()?, member: member()? },
            "close_thread" => Action::CloseThread { thread: channel()? },
            other => return Err(corrupt("action", other)),
        })
    }

    fn state(&self) -> Result<State, DbError> {
        Ok(match self.state.as_str() {
            "pending" => State::Pending,
            "sending" => State::Sending,
            "retry" => State::Retry,
            "unknown" => State::Unknown,
            "sent" => State::Sent(self.posted()?),
            "failed" => State::Failed(Failure {
                cause: self
                    .cause
                    .as_deref()
                    .and_then(Cause::from_code)
                    .ok_or_else(|| corrupt("cause of delivery", &self.id.to_string()))?,
                reason: self.reason.clone().unwrap_or_default(),
            }),
            "cancelled" => State::Cancelled,
            "expired" => State::Expired,
            other => return Err(corrupt("state", other)),
        })
    }

    fn posted(&self) -> Result<Posted, DbError> {
        let missing = || corrupt("sent delivery", &self.id.to_string());
        Ok(Posted {
            channel: ChannelId::from_sql(self.sent_channel_id.ok_or_else(missing)?),
            message: self.sent_message_id.map(MessageId::from_sql),
            at: timestamp(self.sent_at.ok_or_else(missing)?)?,
        })
    }
}

impl TryFrom<Row> for Record {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        Ok(Self {
            action: row.action()?,
            state: row.state()?,
            lane: Lane::from_number(row.lane).ok_or_else(|| corrupt("lane", &row.lane.to_string()))?,
            route: if row.route == "inbox" { Route::Inbox } else { Route::Direct },
            id: DeliveryId(row.id),
            attempt: u32::try_from(row.attempt).map_err(|_| corrupt("attempt", &row.attempt.to_string()))?,
            queued_at: timestamp(row.queued_at)?,
            due_at: timestamp(row.due_at)?,
            expires_at: row.expires_at.map(timestamp).transpose()?,
            unknown_since: row.unknown_since.map(timestamp).transpose()?,
            tried_channel: row.tried_channel_id.map(ChannelId::from_sql),
            sending_at: row.sending_at.map(timestamp).transpose()?,
            nonce: Nonce::stored(row.nonce),
            source: SourceName::stored(row.source),
            subject: row.subject,
            key: row.key,
            line: row.line,
            reason: row.reason,
        })
    }
}

pub fn state_code(state: &State) -> &'static str {
    match state {
        State::Pending => "pending",
        State::Sending => "sending",
        State::Retry => "retry",
        State::Unknown => "unknown",
        State::Sent(_) => "sent",
        State::Failed(_) => "failed",
        State::Cancelled => "cancelled",
        State::Expired => "expired",
    }
}

fn timestamp(ms: i64) -> Result<Timestamp, DbError> {
    Timestamp::from_millisecond(ms).map_err(|_| corrupt("instant", &ms.to_string()))
}

fn corrupt(what: &str, value: &str) -> DbError {
    DbError::Corrupt(format!("{what} {value}"))
}

/// One delivery to a person, without its words, which are not kept.
pub struct ToMember {
    pub source: String,
    pub state: String,
    pub queued_at: Timestamp,
    pub due_at: Timestamp,
    pub sent_at: Option<Timestamp>,
    pub attempts: i64,
    pub reason: Option<String>,
}

/// Everything that was owed to `member`, oldest first. Reads the whole table: only for a person's export.
pub async fn to_member(conn: &mut Conn, member: MemberId) -> Result<Vec<ToMember>, DbError> {
    let member = member.to_sql();
    let rows = sqlx::query!(
        "SELECT source, state, queued_at, due_at, sent_at, attempt, reason FROM delivery WHERE member_id = ? ORDER BY id",
        member
    )
    .fetch_all(conn)
    .await?;
    let instant = |ms| Timestamp::from_millisecond(ms).map_err(|_| DbError::Corrupt(format!("instant {ms}")));
    let read = rows.into_iter().map(|row| {
        Ok(ToMember {
            source: row.source,
            state: row.state,
            queued_at: instant(row.queued_at)?,
            due_at: instant(row.due_at)?,
            sent_at: row.sent_at.map(instant).transpose()?,
            attempts: row.attempt,
            reason: row.reason,
        })
    });
    read.collect()
}
