//! The SQL of the tables `tickets`, `ticket_asks` and `ticket_events`.

pub mod outcomes;
pub mod report;
mod rows;

use super::category::Category;
use super::event::{Ask, TicketEvent, TicketEventKind};
use super::model::{NewTicket, Ticket, TicketId};
use super::origin::Origin;
use crate::db::{Conn, DbError, SetAside, Tx, readable};
use crate::escalation::reasons_of_codes;
use crate::members::{ChannelId, InteractionId, MemberId};
use crate::time::Timestamp;

use rows::{AskerColumns, StatusColumns, TicketRow, code, instant};

/// `SELECT … FROM tickets` with all columns, followed by the given conditions and their arguments.
macro_rules! select_tickets {
    ($conditions:tt $(, $arg:expr)* $(,)?) => {
        sqlx::query_as!(
            TicketRow,
            r#"SELECT id AS "id!", kind, desk, urgency, category, asker_id, logged_by, outside_name, outside_contact,
                      text, origin, omitted_reason, omitted_sent_at, opened_at, acted_at, status, step, next_at,
                      helper_id, claimed_at, heard_at, awaits_asker, nudges, ending, merged_into, closed_at, round,
                      round_at, thread_id, threads, tried, answer, version
               FROM tickets "# + $conditions
            $(, $arg)*
        )
    };
}

/// Inserts a ticket and returns its number. Returns `None` when this interaction has already opened a ticket.
pub async fn insert(tx: &mut Tx, interaction: InteractionId, new: &NewTicket) -> Result<Option<TicketId>, DbError> {
    let (asker, status) = (AskerColumns::from(&new.asker), StatusColumns::from(new.status));
    let (kind, desk): (&str, &str) = (new.kind.into(), new.kind.desk().into());
    let (urgency, category): (&str, &str) = (new.urgency.into(), new.category.into());
    let (interaction, opened_at) = (interaction.to_sql(), new.opened_at.as_millisecond());
    let round_at = new.round_at.as_millisecond();
    let origin = new.origin.as_ref().map(Origin::as_str);
    let (text, omitted) = (new.text.quoted(), new.text.omitted());
    let omitted_reason: Option<&str> = omitted.map(|omitted| omitted.reason.into());
    let omitted_sent_at = omitted.map(|omitted| omitted.sent_at.as_millisecond());
    let id = sqlx::query_scalar!(
        r#"INSERT INTO tickets
             (interaction_id, kind, desk, urgency, category, asker_id, logged_by, outside_name, outside_contact, text,
              origin, omitted_reason, omitted_sent_at, opened_at, acted_at, status, step, next_at, helper_id,
              claimed_at, nudges, ending, closed_at, answer, round_at, round, version)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 1)
           ON CONFLICT (interaction_id) DO NOTHING RETURNING id AS "id!""#,
        interaction,
        kind,
        desk,
        urgency,
        category,
        asker.asker_id,
        asker.logged_by,
        asker.outside_name,
        asker.outside_contact,
        text,
        origin,
        omitted_reason,
        omitted_sent_at,
        opened_at,
        opened_at,
        status.status,
        status.step,
        status.next_at,
        status.helper_id,
        status.claimed_at,
        status.nudges,
        status.ending,
        status.closed_at,
        new.answer,
        round_at
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(id.map(TicketId))
}

/// Writes the changeable columns of a ticket. Returns false when the row has another version than `ticket`.
pub async fn update(tx: &mut Tx, ticket: &Ticket) -> Result<bool, DbError> {
    let status = StatusColumns::from(ticket.status);
    let (kind, desk): (&str, &str) = (ticket.kind.into(), ticket.desk.into());
    let (urgency, category): (&str, &str) = (ticket.urgency.into(), ticket.category.into());
    let (round_at, merged_into) = (ticket.round_at.as_millisecond(), ticket.merged_into.map(|id| id.0));
    let (acted_at, thread) = (ticket.acted_at.as_millisecond(), ticket.thread.map(ChannelId::to_sql));
    let done = sqlx::query!(
        "UPDATE tickets
            SET kind = ?, desk = ?, urgency = ?, category = ?, acted_at = ?, status = ?, step = ?, next_at = ?,
                helper_id = ?, claimed_at = ?, heard_at = ?, awaits_asker = ?, nudges = ?, ending = ?, merged_into = ?,
                closed_at = ?, round = ?, round_at = ?, thread_id = ?, threads = ?, tried = ?, answer = ?,
                version = version + 1
          WHERE id = ? AND version = ?",
        kind,
        desk,
        urgency,
        category,
        acted_at,
        status.status,
        status.step,
        status.next_at,
        status.helper_id,
        status.claimed_at,
        status.heard_at,
        status.awaits_asker,
        status.nudges,
        status.ending,
        merged_into,
        status.closed_at,
        ticket.round,
        round_at,
        thread,
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

pub async fn get(conn: &mut Conn, id: TicketId) -> Result<Option<Ticket>, DbError> {
    let row = select_tickets!("WHERE id = ?", id.0).fetch_optional(conn).await?;
    row.map(Ticket::try_from).transpose()
}

/// The ticket that this interaction opened.
pub async fn by_interaction(conn: &mut Conn, interaction: InteractionId) -> Result<Option<Ticket>, DbError> {
    let interaction = interaction.to_sql();
    let row = select_tickets!("WHERE interaction_id = ?", interaction).fetch_optional(conn).await?;
    row.map(Ticket::try_from).transpose()
}

/// The ticket that has this thread.
pub async fn by_thread(conn: &mut Conn, thread: ChannelId) -> Result<Option<Ticket>, DbError> {
    let thread = thread.to_sql();
    let row = select_tickets!("WHERE thread_id = ?", thread).fetch_optional(conn).await?;
    row.map(Ticket::try_from).transpose()
}

/// The name of the table, for rows that are set aside.
pub const TABLE: &str = "tickets";

/// Open tickets whose row cannot be read, each with the reason. Checks at most `limit` rows.
pub async fn unreadable(conn: &mut Conn, limit: u32) -> Result<Vec<SetAside>, DbError> {
    let ids = sqlx::query_scalar!(
        r#"SELECT id AS "id!" FROM tickets WHERE status <> 'closed' ORDER BY id DESC LIMIT ?"#,
        limit
    );
    let mut unreadable = Vec::new();
    for id in ids.fetch_all(&mut *conn).await? {
        match get(conn, TicketId(id)).await {
            Err(error) if error.affects_one_row() => unreadable.push(SetAside::new(TABLE, id, &error)),
            read => drop(read?),
        }
    }
    Ok(unreadable)
}

/// Tickets whose timer is due at `now`, the most overdue first, except tickets that are set aside.
pub async fn due(conn: &mut Conn, now: Timestamp, limit: u32) -> Result<Vec<TicketId>, DbError> {
    let now = now.as_millisecond();
    let ids = sqlx::query_scalar!(
        r#"SELECT id AS "id!" FROM tickets
           WHERE next_at <= ? AND NOT EXISTS (SELECT 1 FROM set_aside WHERE part = 'tickets' AND row_id = tickets.id)
           ORDER BY next_at, id LIMIT ?"#,
        now,
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(ids.into_iter().map(TicketId).collect())
}

/// Open tickets, the oldest first.
pub async fn open_tickets(conn: &mut Conn) -> Result<Vec<Ticket>, DbError> {
    let rows = select_tickets!("WHERE status <> 'closed' ORDER BY id").fetch_all(conn).await?;
    Ok(readable(rows.into_iter().map(Ticket::try_from)))
}

/// The newest open tickets, the newest first.
pub async fn newest_open_tickets(conn: &mut Conn, limit: u32) -> Result<Vec<Ticket>, DbError> {
    let rows = select_tickets!("WHERE status <> 'closed' ORDER BY id DESC LIMIT ?", limit).fetch_all(conn).await?;
    Ok(readable(rows.into_iter().map(Ticket::try_from)))
}

/// All tickets of a member, both open and closed, the newest first.
pub async fn by_asker(conn: &mut Conn, asker: MemberId, limit: u32) -> Result<Vec<Ticket>, DbError> {
    let asker = asker.to_sql();
    let rows = select_tickets!("WHERE asker_id = ? ORDER BY id DESC LIMIT ?", asker, limit).fetch_all(conn).await?;
    Ok(readable(rows.into_iter().map(Ticket::try_from)))
}

/// How many tickets of a member are open.
pub async fn count_open(conn: &mut Conn, asker: MemberId) -> Result<i64, DbError> {
    let asker = asker.to_sql();
    let count = sqlx::query_scalar!(
        r#"SELECT COUNT(*) AS "n: i64" FROM tickets WHERE asker_id = ? AND status <> 'closed'"#,
        asker
    );
    Ok(count.fetch_one(conn).await?)
}

/// Tickets that a member helps or helped with, or logged for other people.
pub async fn by_helper(conn: &mut Conn, helper: MemberId) -> Result<Vec<Ticket>, DbError> {
    let helper = helper.to_sql();
    let rows = select_tickets!("WHERE helper_id = ?1 OR logged_by = ?1 ORDER BY id", helper).fetch_all(conn).await?;
    Ok(readable(rows.into_iter().map(Ticket::try_from)))
}

/// The tickets that a member logged for other people, the newest first.
pub async fn logged_by(conn: &mut Conn, member: MemberId, limit: u32) -> Result<Vec<Ticket>, DbError> {
    let member = member.to_sql();
    let rows = select_tickets!("WHERE logged_by = ? ORDER BY id DESC LIMIT ?", member, limit).fetch_all(conn).await?;
    Ok(readable(rows.into_iter().map(Ticket::try_from)))
}

/// The earliest time later than `after` at which a ticket's timer is due.
pub async fn next_due(conn: &mut Conn, after: Timestamp) -> Result<Option<Timestamp>, DbError> {
    let after = after.as_millisecond();
    let at = sqlx::query_scalar!(
        r#"SELECT MIN(next_at) AS "at: i64" FROM tickets
           WHERE next_at > ?
             AND NOT EXISTS (SELECT 1 FROM set_aside WHERE part = 'tickets' AND row_id = tickets.id)"#,
        after
    )
    .fetch_one(conn)
    .await?;
    at.map(instant).transpose()
}

/// Sets `next_at` to `now` for each ticket that may be waiting for somebody to wake. These are the waiting tickets at
/// the last step of the escalation.
pub async fn make_last_step_due(tx: &mut Tx, now: Timestamp) -> Result<u64, DbError> {
    let now = now.as_millisecond();
    let done = sqlx::query!(
        "UPDATE tickets SET next_at = ?1, version = version + 1
          WHERE status = 'waiting' AND step = 'secretariat' AND next_at > ?1",
        now
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected())
}

/// Records that a member was asked in this round. A later ask replaces an earlier ask. `rank`: the place among those
/// who are asked at the same time. `reason`: why the member is asked before others.
pub async fn set_asked(
    tx: &mut Tx,
    id: TicketId,
    round: u32,
    member: MemberId,
    (rank, reason): (u32, &str),
    at: Timestamp,
) -> Result<(), DbError> {
    let (member, at) = (member.to_sql(), at.as_millisecond());
    sqlx::query!(
        "INSERT INTO ticket_asks (ticket_id, round, member_id, asked_at, rank, reason) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (ticket_id, round, member_id)
         DO UPDATE SET asked_at = excluded.asked_at, rank = excluded.rank, reason = excluded.reason",
        id.0,
        round,
        member,
        at,
        rank,
        reason
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Records that a member said "Not now" in this round, whether or not they were asked in it. Returns false if they said
/// so before.
pub async fn set_declined(
    tx: &mut Tx,
    id: TicketId,
    round: u32,
    member: MemberId,
    at: Timestamp,
) -> Result<bool, DbError> {
    let (member, at) = (member.to_sql(), at.as_millisecond());
    let done = sqlx::query!(
        "INSERT INTO ticket_asks (ticket_id, round, member_id, asked_at, declined_at) VALUES (?1, ?2, ?3, ?4, ?4)
         ON CONFLICT (ticket_id, round, member_id)
         DO UPDATE SET declined_at = excluded.declined_at WHERE declined_at IS NULL",
        id.0,
        round,
        member,
        at
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The asks of all rounds of a ticket, in the order in which the members were asked.
pub async fn asks(conn: &mut Conn, id: TicketId) -> Result<Vec<Ask>, DbError> {
    let rows = sqlx::query!(
        r#"SELECT round AS "round: u32", member_id, asked_at, reason, declined_at FROM ticket_asks
           WHERE ticket_id = ? ORDER BY round, asked_at, rank, member_id"#,
        id.0
    )
    .fetch_all(conn)
    .await?;
    Ok(readable(rows.into_iter().map(|row| {
        Ok(Ask {
            round: row.round,
            member: MemberId::from_sql(row.member_id),
            asked_at: instant(row.asked_at)?,
            reasons: reasons_of_codes(&row.reason),
            declined_at: row.declined_at.map(instant).transpose()?,
        })
    })))
}

/// The members who have solved a ticket of this category.
pub async fn solvers(conn: &mut Conn, category: Category) -> Result<Vec<MemberId>, DbError> {
    let category: &str = category.into();
    let ids = sqlx::query_scalar!(
        r#"SELECT DISTINCT helper_id AS "id!" FROM tickets
           WHERE category = ? AND ending = 'solved' AND helper_id IS NOT NULL"#,
        category
    );
    Ok(ids.fetch_all(conn).await?.into_iter().map(MemberId::from_sql).collect())
}

/// The texts that the asker added to the ticket later, the oldest first.
pub async fn additions(conn: &mut Conn, id: TicketId) -> Result<Vec<String>, DbError> {
    let texts = sqlx::query_scalar!(
        r#"SELECT detail AS "detail!" FROM ticket_events
           WHERE ticket_id = ? AND what = 'added' AND detail IS NOT NULL ORDER BY id"#,
        id.0
    );
    Ok(texts.fetch_all(conn).await?)
}

/// The waiting tickets that `member` was asked about in their current round since `since`, the earliest ask first.
pub async fn waiting_asks(conn: &mut Conn, member: MemberId, since: Timestamp) -> Result<Vec<TicketId>, DbError> {
    let (member, since) = (member.to_sql(), since.as_millisecond());
    let ids = sqlx::query_scalar!(
        r#"SELECT a.ticket_id AS "id!"
           FROM ticket_asks AS a JOIN tickets AS t ON t.id = a.ticket_id AND t.round = a.round
           WHERE a.member_id = ? AND a.asked_at >= ? AND a.declined_at IS NULL AND t.status = 'waiting'
           ORDER BY a.asked_at, a.ticket_id"#,
        member,
        since
    );
    Ok(ids.fetch_all(conn).await?.into_iter().map(TicketId).collect())
}

/// Who was asked since `since`, and when, for any ticket.
pub async fn recent_asks(conn: &mut Conn, since: Timestamp) -> Result<Vec<(MemberId, Timestamp)>, DbError> {
    let since = since.as_millisecond();
    let rows = sqlx::query!("SELECT member_id, asked_at FROM ticket_asks WHERE asked_at >= ?", since);
    let rows = rows.fetch_all(conn).await?;
    Ok(readable(rows.into_iter().map(|row| Ok((MemberId::from_sql(row.member_id), instant(row.asked_at)?)))))
}

/// Adds an event to a ticket's history.
pub async fn add_event(tx: &mut Tx, id: TicketId, event: &TicketEvent) -> Result<(), DbError> {
    let (at, actor) = (event.happened_at.as_millisecond(), event.actor.map(MemberId::to_sql));
    let kind: &str = event.kind.into();
    sqlx::query!(
        "INSERT INTO ticket_events (ticket_id, at, actor_id, what, detail) VALUES (?, ?, ?, ?, ?)",
        id.0,
        at,
        actor,
        kind,
        event.detail
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The history of a ticket, the oldest event first.
pub async fn history(conn: &mut Conn, id: TicketId) -> Result<Vec<TicketEvent>, DbError> {
    let rows =
        sqlx::query!("SELECT at, actor_id, what, detail FROM ticket_events WHERE ticket_id = ? ORDER BY id", id.0)
            .fetch_all(conn)
            .await?;
    let event = |at: i64, actor: Option<i64>, kind: &str, detail: Option<String>| {
        let kind: TicketEventKind = code("ticket_events.what", kind)?;
        Ok(TicketEvent { happened_at: instant(at)?, actor: actor.map(MemberId::from_sql), kind, detail })
    };
    Ok(readable(rows.into_iter().map(|row| event(row.at, row.actor_id, &row.what, row.detail))))
}

/// Removes the texts from the histories of the asker's closed tickets. Must run before [`clear_asker`].
pub async fn clear_histories(tx: &mut Tx, asker: MemberId) -> Result<(), DbError> {
    let asker = asker.to_sql();
    sqlx::query!(
        "UPDATE ticket_events SET detail = NULL
          WHERE what NOT IN ('asked', 'failed') AND detail IS NOT NULL
            AND ticket_id IN (SELECT id FROM tickets WHERE asker_id = ? AND status = 'closed')",
        asker
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Removes the asker and all texts from the asker's closed tickets.
pub async fn clear_asker(tx: &mut Tx, asker: MemberId) -> Result<(), DbError> {
    let asker = asker.to_sql();
    sqlx::query!(
        "UPDATE tickets SET asker_id = NULL, text = '', omitted_reason = NULL, omitted_sent_at = NULL, tried = NULL,
                            answer = NULL, version = version + 1
          WHERE asker_id = ? AND status = 'closed'",
        asker
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Removes a member from the closed tickets that they helped with and from the tickets that they logged for other
/// people.
pub async fn clear_helper(tx: &mut Tx, member: MemberId) -> Result<(), DbError> {
    let member = member.to_sql();
    sqlx::query!("UPDATE tickets SET logged_by = NULL, version = version + 1 WHERE logged_by = ?", member)
        .execute(&mut **tx)
        .await?;
    sqlx::query!(
        "UPDATE tickets SET helper_id = NULL, version = version + 1 WHERE helper_id = ? AND status = 'closed'",
        member
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Removes a member from all histories.
pub async fn clear_actor(tx: &mut Tx, member: MemberId) -> Result<(), DbError> {
    let member = member.to_sql();
    // Write 0, because NULL stands for Magpie itself.
    sqlx::query!("UPDATE ticket_events SET actor_id = 0 WHERE actor_id = ?", member).execute(&mut **tx).await?;
    Ok(())
}

/// All ticket events that a member caused.
pub async fn acts_of(conn: &mut Conn, member: MemberId) -> Result<Vec<(TicketId, TicketEvent)>, DbError> {
    let member = member.to_sql();
    let rows = sqlx::query!(
        "SELECT ticket_id, at, actor_id, what, detail FROM ticket_events WHERE actor_id = ? ORDER BY id",
        member
    )
    .fetch_all(conn)
    .await?;
    let act = |ticket: i64, at: i64, actor: Option<i64>, kind: &str, detail: Option<String>| {
        let kind: TicketEventKind = code("ticket_events.what", kind)?;
        let event = TicketEvent { happened_at: instant(at)?, actor: actor.map(MemberId::from_sql), kind, detail };
        Ok((TicketId(ticket), event))
    };
    rows.into_iter().map(|row| act(row.ticket_id, row.at, row.actor_id, &row.what, row.detail)).collect()
}

/// How often a member was asked to help.
pub async fn count_asks(conn: &mut Conn, member: MemberId) -> Result<u32, DbError> {
    let member = member.to_sql();
    Ok(sqlx::query_scalar!(r#"SELECT COUNT(*) AS "n: u32" FROM ticket_asks WHERE member_id = ?"#, member)
        .fetch_one(conn)
        .await?)
}

pub async fn delete_asks(tx: &mut Tx, member: MemberId) -> Result<u64, DbError> {
    let member = member.to_sql();
    Ok(sqlx::query!("DELETE FROM ticket_asks WHERE member_id = ?", member).execute(&mut **tx).await?.rows_affected())
}

/// How many tickets a member helps or helped with.
pub async fn count_helped(conn: &mut Conn, member: MemberId) -> Result<u32, DbError> {
    let member = member.to_sql();
    Ok(sqlx::query_scalar!(r#"SELECT COUNT(*) AS "n: u32" FROM tickets WHERE helper_id = ?"#, member)
        .fetch_one(conn)
        .await?)
}

/// When the earliest closed ticket was closed.
pub async fn earliest_closed_at(conn: &mut Conn) -> Result<Option<Timestamp>, DbError> {
    let at = sqlx::query_scalar!(r#"SELECT MIN(closed_at) AS "at: i64" FROM tickets"#).fetch_one(conn).await?;
    at.map(instant).transpose()
}

/// Deletes tickets that were closed at or before `before`. Returns the number of deleted tickets.
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
