//! The SQL of tickets, and nothing else's.

use super::model::{Ticket, TicketId};
use super::rows::{Columns, Row, corrupt, instant};
use crate::db::{Conn, DbError, Tx};
use crate::members::{InteractionId, MemberId};
use crate::time::Timestamp;

/// Writes a new ticket; `None` when this interaction has opened one already. `ticket.id` and `ticket.version` are given
/// here.
pub async fn insert(tx: &mut Tx, interaction: InteractionId, ticket: &Ticket) -> Result<Option<TicketId>, DbError> {
    let columns = Columns::of(ticket);
    let interaction = interaction.to_sql();
    let id = sqlx::query_scalar!(
        r#"INSERT INTO tickets (interaction_id, kind, desk, asker_id, logged_by, outside_name, outside_contact, text, opened_at, acted_at,
                                status, step, next_at, helper_id, claimed_at, nudges, ending, closed_at, round, thread_id, threads,
                                tried, answer, version)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
           ON CONFLICT (interaction_id) DO NOTHING RETURNING id AS "id!""#,
        interaction,
        columns.kind,
        columns.desk,
        columns.asker_id,
        columns.logged_by,
        columns.outside_name,
        columns.outside_contact,
        ticket.text,
        columns.opened_at,
        columns.acted_at,
        columns.status,
        columns.step,
        columns.next_at,
        columns.helper_id,
        columns.claimed_at,
        columns.nudges,
        columns.ending,
        columns.closed_at,
        ticket.round,
        columns.thread_id,
        ticket.threads,
        ticket.tried,
        ticket.answer
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(id.map(TicketId))
}

/// Writes a change down, if nothing changed since `ticket` was read; false otherwise.
pub async fn update(tx: &mut Tx, ticket: &Ticket) -> Result<bool, DbError> {
    let columns = Columns::of(ticket);
    let done = sqlx::query!(
        "UPDATE tickets SET desk = ?, acted_at = ?, status = ?, step = ?, next_at = ?, helper_id = ?, claimed_at = ?, nudges = ?, ending = ?,
                            closed_at = ?, round = ?, thread_id = ?, threads = ?, tried = ?, answer = ?, version = version + 1
         WHERE id = ? AND version = ?",
        columns.desk,
        columns.acted_at,
        columns.status,
        columns.step,
        columns.next_at,
        columns.helper_id,
        columns.claimed_at,
        columns.nudges,
        columns.ending,
        columns.closed_at,
        ticket.round,
        columns.thread_id,
        ticket.threads,
        ticket.tried,
        ticket.answer,
        ticket.id.0,
        ticket.version
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// One ticket.
pub async fn get(conn: &mut Conn, id: TicketId) -> Result<Option<Ticket>, DbError> {
    let row = sqlx::query_as!(
        Row,
        r#"SELECT id AS "id!", kind, desk, asker_id, logged_by, outside_name, outside_contact, text, opened_at, acted_at, status, step, next_at,
                  helper_id, claimed_at, nudges, ending, closed_at, round, thread_id, threads, tried, answer, version
           FROM tickets WHERE id = ?"#,
        id.0
    )
    .fetch_optional(conn)
    .await?;
    row.map(Ticket::try_from).transpose()
}

/// The ticket that this interaction opened.
pub async fn by_interaction(conn: &mut Conn, interaction: InteractionId) -> Result<Option<Ticket>, DbError> {
    let interaction = interaction.to_sql();
    let row = sqlx::query_as!(
        Row,
        r#"SELECT id AS "id!", kind, desk, asker_id, logged_by, outside_name, outside_contact, text, opened_at, acted_at, status, step, next_at,
                  helper_id, claimed_at, nudges, ending, closed_at, round, thread_id, threads, tried, answer, version
           FROM tickets WHERE interaction_id = ?"#,
        interaction
    )
    .fetch_optional(conn)
    .await?;
    row.map(Ticket::try_from).transpose()
}

/// The tickets on which Magpie is to go on at or before `now`, the most overdue first, at most `limit`.
pub async fn due(conn: &mut Conn, now: Timestamp, limit: u32) -> Result<Vec<Ticket>, DbError> {
    let now = now.as_millisecond();
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT id AS "id!", kind, desk, asker_id, logged_by, outside_name, outside_contact, text, opened_at, acted_at, status, step, next_at,
                  helper_id, claimed_at, nudges, ending, closed_at, round, thread_id, threads, tried, answer, version
           FROM tickets WHERE next_at <= ? ORDER BY next_at, id LIMIT ?"#,
        now,
        limit
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(Ticket::try_from).collect()
}

/// All open tickets, oldest first.
pub async fn open(conn: &mut Conn, limit: i64) -> Result<Vec<Ticket>, DbError> {
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT id AS "id!", kind, desk, asker_id, logged_by, outside_name, outside_contact, text, opened_at, acted_at, status, step, next_at,
                  helper_id, claimed_at, nudges, ending, closed_at, round, thread_id, threads, tried, answer, version
           FROM tickets WHERE status <> 'closed' ORDER BY id LIMIT ?"#,
        limit
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(Ticket::try_from).collect()
}

/// A person's tickets, open or not, newest first.
pub async fn of_asker(conn: &mut Conn, asker: MemberId, limit: i64) -> Result<Vec<Ticket>, DbError> {
    let asker = asker.to_sql();
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT id AS "id!", kind, desk, asker_id, logged_by, outside_name, outside_contact, text, opened_at, acted_at, status, step, next_at,
                  helper_id, claimed_at, nudges, ending, closed_at, round, thread_id, threads, tried, answer, version
           FROM tickets WHERE asker_id = ? ORDER BY id DESC LIMIT ?"#,
        asker,
        limit
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(Ticket::try_from).collect()
}

/// What somebody helps with, or wrote down for others.
pub async fn of_helper(conn: &mut Conn, helper: MemberId) -> Result<Vec<Ticket>, DbError> {
    let helper = helper.to_sql();
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT id AS "id!", kind, desk, asker_id, logged_by, outside_name, outside_contact, text, opened_at, acted_at, status, step, next_at,
                  helper_id, claimed_at, nudges, ending, closed_at, round, thread_id, threads, tried, answer, version
           FROM tickets WHERE helper_id = ?1 OR logged_by = ?1 ORDER BY id"#,
        helper
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(Ticket::try_from).collect()
}

/// When Magpie is to go on with a ticket, after `after`.
pub async fn next_due(conn: &mut Conn, after: Timestamp) -> Result<Option<Timestamp>, DbError> {
    let after = after.as_millisecond();
    let at = sqlx::query_scalar!(r#"SELECT MIN(next_at) AS "at: i64" FROM tickets WHERE next_at > ?"#, after)
        .fetch_one(conn)
        .await?;
    at.map(instant).transpose()
}

/// Somebody woke up or said when they are awake: whatever waits for people to wake is looked at again now.
pub async fn look_again_now(tx: &mut Tx, now: Timestamp) -> Result<u64, DbError> {
    let now = now.as_millisecond();
    let done = sqlx::query!(
        "UPDATE tickets SET next_at = ?1, version = version + 1 WHERE status = 'waiting' AND step = 'secretariat' AND next_at > ?1",
        now
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected())
}

/// Notes that somebody was asked.
pub async fn set_asked(tx: &mut Tx, id: TicketId, round: u32, member: MemberId, at: Timestamp) -> Result<(), DbError> {
    let (member, at) = (member.to_sql(), at.as_millisecond());
    sqlx::query!(
        "INSERT INTO ticket_asks (ticket_id, round, member_id, asked_at) VALUES (?, ?, ?, ?)
         ON CONFLICT (ticket_id, round, member_id) DO UPDATE SET asked_at = excluded.asked_at",
        id.0,
        round,
        member,
        at
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Who was asked in this round, and when.
pub async fn asked(conn: &mut Conn, id: TicketId, round: u32) -> Result<Vec<(MemberId, Timestamp)>, DbError> {
    let rows =
        sqlx::query!("SELECT member_id, asked_at FROM ticket_asks WHERE ticket_id = ? AND round = ?", id.0, round)
            .fetch_all(conn)
            .await?;
    rows.into_iter().map(|row| Ok((MemberId::from_sql(row.member_id), instant(row.asked_at)?))).collect()
}

/// How often each member was asked since `since`.
pub async fn burdens(conn: &mut Conn, since: Timestamp) -> Result<Vec<(MemberId, u32)>, DbError> {
    let since = since.as_millisecond();
    let rows = sqlx::query!(
        r#"SELECT member_id, COUNT(*) AS "asks: u32" FROM ticket_asks WHERE asked_at >= ? GROUP BY member_id"#,
        since
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (MemberId::from_sql(row.member_id), row.asks)).collect())
}

/// One line of a ticket's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    pub at: Timestamp,
    /// `None`: Magpie by itself.
    pub actor: Option<MemberId>,
    pub what: What,
    pub detail: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    Opened,
    Asked,
    Claimed,
    Released,
    /// To the secretariat.
    Sent,
    Nudged,
    Solved,
    Reopened,
    Closed,
    /// A message or thread of this ticket could not be brought.
    Failed,
}

impl What {
    pub const ALL: [What; 10] = [
        What::Opened,
        What::Asked,
        What::Claimed,
        What::Released,
        What::Sent,
        What::Nudged,
        What::Solved,
        What::Reopened,
        What::Closed,
        What::Failed,
    ];

    pub fn code(self) -> &'static str {
        match self {
            What::Opened => "opened",
            What::Asked => "asked",
            What::Claimed => "claimed",
            What::Released => "released",
            What::Sent => "sent",
            What::Nudged => "nudged",
            What::Solved => "solved",
            What::Reopened => "reopened",
            What::Closed => "closed",
            What::Failed => "failed",
        }
    }
}

pub async fn note(
    tx: &mut Tx,
    id: TicketId,
    at: Timestamp,
    actor: Option<MemberId>,
    what: What,
    detail: Option<&str>,
) -> Result<(), DbError> {
    let (at, actor, what) = (at.as_millisecond(), actor.map(MemberId::to_sql), what.code());
    sqlx::query!(
        "INSERT INTO ticket_events (ticket_id, at, actor_id, what, detail) VALUES (?, ?, ?, ?, ?)",
        id.0,
        at,
        actor,
        what,
        detail
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// What happened to a ticket, oldest first.
pub async fn history(conn: &mut Conn, id: TicketId) -> Result<Vec<Event>, DbError> {
    let rows =
        sqlx::query!("SELECT at, actor_id, what, detail FROM ticket_events WHERE ticket_id = ? ORDER BY id", id.0)
            .fetch_all(conn)
            .await?;
    let event = |at: i64, actor: Option<i64>, what: &str, detail: Option<String>| {
        let what =
            What::ALL.into_iter().find(|w| w.code() == what).ok_or_else(|| corrupt("ticket_events.what", what))?;
        Ok(Event { at: instant(at)?, actor: actor.map(MemberId::from_sql), what, detail })
    };
    rows.into_iter().map(|row| event(row.at, row.actor_id, &row.what, row.detail)).collect()
}

/// Takes an asker's or logger's person off what stays, and the text that was theirs with it.
pub async fn forget_asker(tx: &mut Tx, member: MemberId) -> Result<u64, DbError> {
    let member = member.to_sql();
    let done = sqlx::query!(
        "UPDATE tickets SET asker_id = NULL, text = '', tried = NULL, answer = NULL, version = version + 1
         WHERE asker_id = ? AND status = 'closed'",
        member
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected())
}

pub async fn forget_asks(tx: &mut Tx, member: MemberId) -> Result<u64, DbError> {
    let member = member.to_sql();
    Ok(sqlx::query!("DELETE FROM ticket_asks WHERE member_id = ?", member).execute(&mut **tx).await?.rows_affected())
}

/// How many tickets they helped with.
pub async fn count_helped(conn: &mut Conn, member: MemberId) -> Result<u32, DbError> {
    let member = member.to_sql();
    Ok(sqlx::query_scalar!(r#"SELECT COUNT(*) AS "n: u32" FROM tickets WHERE helper_id = ?"#, member)
        .fetch_one(conn)
        .await?)
}

/// When the ticket was closed that has been closed longest.
pub async fn oldest_closed(conn: &mut Conn) -> Result<Option<Timestamp>, DbError> {
    let at = sqlx::query_scalar!(r#"SELECT MIN(closed_at) AS "at: i64" FROM tickets"#).fetch_one(conn).await?;
    at.map(instant).transpose()
}

/// Deletes what was closed at or before `before`, at most `limit`; returns how many.
pub async fn delete_closed(tx: &mut Tx, before: Timestamp, limit: u32) -> Result<u64, DbError> {
    let before = before.as_millisecond();
    let done = sqlx::query!(
        "DELETE FROM tickets WHERE id IN (SELECT id FROM tickets WHERE closed_at <= ? ORDER BY closed_at LIMIT ?)",
        before,
        limit
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected())
}
