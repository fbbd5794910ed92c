//! The SQL of the table `reminders`.

use super::rows::{corrupt, timestamp};
use crate::db::{self, Conn, DbError, SetAside, Tx, readable};
use crate::members::MemberId;
use crate::reminders::draft::{StoredAnchor, StoredPlan};
use crate::reminders::model::{Plan, Reminder, ReminderDraftId, ReminderId, ReminderState};
use crate::time::{Timestamp, ZoneId, tz_data};

/// `SELECT … FROM reminders` with the columns of [`ReminderRow`], followed by the rest of the query.
macro_rules! select_reminders {
    ($rest:tt $(, $arg:expr)* $(,)?) => {
        sqlx::query_as!(
            ReminderRow,
            r#"SELECT id AS "id!", member_id, author_id, batch_id, text, anchor, wall, pass, zone, rule, state,
                      due_at
               FROM reminders "# + $rest
            $(, $arg)*
        )
    };
}

struct ReminderRow {
    id: i64,
    member_id: i64,
    author_id: i64,
    batch_id: Option<i64>,
    text: String,
    anchor: String,
    wall: String,
    pass: String,
    zone: String,
    rule: Option<String>,
    state: String,
    due_at: Option<i64>,
}

impl TryFrom<ReminderRow> for Reminder {
    type Error = DbError;

    fn try_from(row: ReminderRow) -> Result<Self, DbError> {
        let plan = StoredPlan {
            anchor: row.anchor.parse().map_err(|_| corrupt("anchor", &row.anchor))?,
            wall: row.wall.parse().map_err(|_| corrupt("wall time", &row.wall))?,
            pass: row.pass.parse().map_err(|_| corrupt("pass", &row.pass))?,
            zone: ZoneId::parse(&row.zone).map_err(|_| corrupt("zone", &row.zone))?,
            rule: row.rule,
        };
        let state = match (row.state.as_str(), row.due_at) {
            ("active", Some(due_at)) => ReminderState::Active { due_at: timestamp(due_at)? },
            ("over", _) => ReminderState::Over,
            ("stopped", _) => ReminderState::Stopped,
            (other, _) => return Err(corrupt("reminder state", other)),
        };
        Ok(Self {
            id: ReminderId(row.id),
            member: MemberId::from_sql(row.member_id),
            author: MemberId::from_sql(row.author_id),
            batch: row.batch_id.map(ReminderDraftId),
            text: row.text,
            plan: plan.plan().ok_or_else(|| corrupt("rule of reminder", &row.id.to_string()))?,
            state,
        })
    }
}

fn reminders(rows: Vec<ReminderRow>) -> Vec<Reminder> {
    readable(rows.into_iter().map(Reminder::try_from))
}

/// The name of the table in the records of rows that are set aside.
pub const TABLE: &str = "reminders";

/// The ids of a due reminder. They are known even if its row cannot be parsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueReminder {
    pub id: ReminderId,
    pub member: MemberId,
}

/// The columns of a new reminder.
pub struct NewReminder<'a> {
    pub member: MemberId,
    pub author: MemberId,
    pub batch: Option<ReminderDraftId>,
    pub text: &'a str,
    pub plan: &'a Plan,
    pub due_at: Timestamp,
}

pub async fn insert(tx: &mut Tx, new: &NewReminder<'_>, now: Timestamp) -> Result<ReminderId, DbError> {
    let (member, author, batch) = (new.member.to_sql(), new.author.to_sql(), new.batch.map(|batch| batch.0));
    let anchor: &str = StoredAnchor::from(new.plan.anchor).into();
    let (wall, pass, zone) = (new.plan.wall.to_string(), <&str>::from(new.plan.pass), new.plan.zone.as_str());
    let (rule, tz) = (new.plan.rule.as_ref().map(ToString::to_string), tz_data().version);
    let (due_at, now) = (new.due_at.as_millisecond(), now.as_millisecond());
    let id = sqlx::query_scalar!(
        "INSERT INTO reminders (member_id, author_id, batch_id, text, anchor, wall, pass, zone, rule, tz_data, state,
                                due_at, created_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'active', ?, ?) RETURNING id",
        member,
        author,
        batch,
        new.text,
        anchor,
        wall,
        pass,
        zone,
        rule,
        tz,
        due_at,
        now
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(ReminderId(id))
}

pub async fn get(conn: &mut Conn, id: ReminderId) -> Result<Option<Reminder>, DbError> {
    let row = select_reminders!("WHERE id = ?", id.0).fetch_optional(conn).await?;
    row.map(Reminder::try_from).transpose()
}

/// The reminder with this id, to which another row refers.
///
/// # Errors
/// `Corrupt` when the reminder does not exist.
pub async fn get_existing(conn: &mut Conn, id: ReminderId) -> Result<Reminder, DbError> {
    get(conn, id).await?.ok_or_else(|| DbError::Corrupt(format!("reminder {id} does not exist")))
}

/// The active reminders that are due at `now`, except those that are set aside: at most `limit`, the earliest first.
pub async fn due_reminders(conn: &mut Conn, now: Timestamp, limit: u32) -> Result<Vec<DueReminder>, DbError> {
    let now = now.as_millisecond();
    let rows = sqlx::query!(
        r#"SELECT id AS "id!", member_id FROM reminders
           WHERE state = 'active' AND due_at <= ?
             AND NOT EXISTS (SELECT 1 FROM set_aside WHERE part = 'reminders' AND row_id = reminders.id)
           ORDER BY due_at, id LIMIT ?"#,
        now,
        limit
    )
    .fetch_all(conn)
    .await?;
    let due = |id, member| DueReminder { id: ReminderId(id), member: MemberId::from_sql(member) };
    Ok(rows.into_iter().map(|row| due(row.id, row.member_id)).collect())
}

/// Every active reminder of this member that is due at `now`, except those that are set aside. The earliest is first.
pub async fn due_reminders_of_member(
    conn: &mut Conn,
    member: MemberId,
    now: Timestamp,
) -> Result<Vec<ReminderId>, DbError> {
    let (member, now) = (member.to_sql(), now.as_millisecond());
    let ids = sqlx::query_scalar!(
        r#"SELECT id AS "id!" FROM reminders
           WHERE member_id = ? AND state = 'active' AND due_at <= ?
             AND NOT EXISTS (SELECT 1 FROM set_aside WHERE part = 'reminders' AND row_id = reminders.id)
           ORDER BY due_at, id"#,
        member,
        now
    )
    .fetch_all(conn)
    .await?;
    Ok(ids.into_iter().map(ReminderId).collect())
}

/// The active reminders whose rows cannot be read, each with the reason. Checks at most `limit` rows.
pub async fn unreadable(conn: &mut Conn, limit: u32) -> Result<Vec<SetAside>, DbError> {
    let ids =
        sqlx::query_scalar!(r#"SELECT id AS "id!" FROM reminders WHERE state = 'active' ORDER BY id LIMIT ?"#, limit);
    let mut unreadable = Vec::new();
    for id in ids.fetch_all(&mut *conn).await? {
        match get(conn, ReminderId(id)).await {
            Err(error) if error.affects_one_row() => unreadable.push(SetAside::new(TABLE, id, &error)),
            read => drop(read?),
        }
    }
    Ok(unreadable)
}

/// The earliest instant after `after` at which an active reminder is due. Ignores reminders that are set aside. `None`
/// if there is no such reminder.
pub async fn next_due(conn: &mut Conn, after: Timestamp) -> Result<Option<Timestamp>, DbError> {
    let after = after.as_millisecond();
    let at = sqlx::query_scalar!(
        r#"SELECT MIN(due_at) AS "at: i64" FROM reminders
           WHERE state = 'active' AND due_at > ?
             AND NOT EXISTS (SELECT 1 FROM set_aside WHERE part = 'reminders' AND row_id = reminders.id)"#,
        after
    )
    .fetch_one(conn)
    .await?;
    at.map(timestamp).transpose()
}

/// A member's active reminders, in the order in which they are due.
pub async fn active_reminders_of(conn: &mut Conn, member: MemberId) -> Result<Vec<Reminder>, DbError> {
    let member = member.to_sql();
    let rows = select_reminders!("WHERE member_id = ? AND state = 'active' ORDER BY due_at, id", member)
        .fetch_all(conn)
        .await?;
    Ok(reminders(rows))
}

/// The ids of a member's unfinished reminders, including those that [`unfinished_reminders_of`] leaves out because they
/// cannot be read.
pub async fn unfinished_reminder_ids_of(conn: &mut Conn, member: MemberId) -> Result<Vec<ReminderId>, DbError> {
    let member = member.to_sql();
    let ids = sqlx::query_scalar!(
        r#"SELECT id AS "id!" FROM reminders
           WHERE member_id = ? AND (state = 'active' OR (state = 'over' AND EXISTS (
               SELECT 1 FROM reminder_occurrences AS o WHERE o.reminder_id = reminders.id AND o.state = 'owed')))"#,
        member
    );
    Ok(ids.fetch_all(conn).await?.into_iter().map(ReminderId).collect())
}

/// All reminders of a member, including ended ones, oldest first.
pub async fn all_reminders_of(conn: &mut Conn, member: MemberId) -> Result<Vec<Reminder>, DbError> {
    let member = member.to_sql();
    let rows = select_reminders!("WHERE member_id = ? ORDER BY id", member).fetch_all(conn).await?;
    Ok(reminders(rows))
}

/// The ids of all reminders of a batch, including reminders that have ended or cannot be read.
pub async fn reminder_ids_of_batch(conn: &mut Conn, batch: ReminderDraftId) -> Result<Vec<ReminderId>, DbError> {
    let ids = sqlx::query_scalar!(r#"SELECT id AS "id!" FROM reminders WHERE batch_id = ? ORDER BY id"#, batch.0);
    Ok(ids.fetch_all(conn).await?.into_iter().map(ReminderId).collect())
}

/// A member's unfinished reminders, in the order in which they are due. A reminder is unfinished if it is active, or if
/// it is over and has a pending occurrence.
pub async fn unfinished_reminders_of(conn: &mut Conn, member: MemberId) -> Result<Vec<Reminder>, DbError> {
    let member = member.to_sql();
    let rows = select_reminders!(
        "WHERE member_id = ? AND (state = 'active' OR (state = 'over' AND EXISTS (
             SELECT 1 FROM reminder_occurrences AS o WHERE o.reminder_id = reminders.id AND o.state = 'owed')))
         ORDER BY due_at, id",
        member
    )
    .fetch_all(conn)
    .await?;
    Ok(reminders(rows))
}

/// The active reminders whose next instant was computed with another version of the tz data than `version`. At most
/// `limit` with an id greater than `after`, the smallest id first.
pub async fn reminders_planned_with_other_tz_data(
    conn: &mut Conn,
    version: &str,
    after: ReminderId,
    limit: u32,
) -> Result<Vec<ReminderId>, DbError> {
    let ids = sqlx::query_scalar!(
        r#"SELECT id AS "id!" FROM reminders
           WHERE state = 'active' AND tz_data <> ? AND id > ? ORDER BY id LIMIT ?"#,
        version,
        after.0,
        limit
    );
    Ok(ids.fetch_all(conn).await?.into_iter().map(ReminderId).collect())
}

/// Moves a reminder to its next occurrence at `next_at`. If `next_at` is `None`, the reminder is over. Returns false,
/// without any change, if the reminder is no longer in the state of `seen`.
pub async fn advance(
    tx: &mut Tx,
    seen: &Reminder,
    next_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<bool, DbError> {
    let ReminderState::Active { due_at } = seen.state else { return Ok(false) };
    let (due_at, now, next) = (due_at.as_millisecond(), now.as_millisecond(), next_at.map(Timestamp::as_millisecond));
    let done = sqlx::query!(
        "UPDATE reminders
         SET state = IIF(?1 IS NULL, 'over', 'active'), due_at = ?1, ended_at = IIF(?1 IS NULL, ?2, NULL)
         WHERE id = ?3 AND state = 'active' AND due_at = ?4",
        next,
        now,
        seen.id.0,
        due_at
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Sets the zone and the next instant, which were computed with the current tz data. Returns false, without any change,
/// if the reminder is not active.
pub async fn reschedule(tx: &mut Tx, id: ReminderId, zone: ZoneId, due_at: Timestamp) -> Result<bool, DbError> {
    let (zone, due_at, tz) = (zone.as_str(), due_at.as_millisecond(), tz_data().version);
    let done = sqlx::query!(
        "UPDATE reminders SET zone = ?, due_at = ?, tz_data = ? WHERE id = ? AND state = 'active'",
        zone,
        due_at,
        tz,
        id.0
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Sets the anchor and the zone of a reminder to those of `plan`, and its next instant to `due_at`. Makes a reminder
/// that was over active. Returns false, without any change, if the reminder is stopped.
pub async fn set_anchor(tx: &mut Tx, id: ReminderId, plan: &Plan, due_at: Timestamp) -> Result<bool, DbError> {
    let anchor: &str = StoredAnchor::from(plan.anchor).into();
    let (zone, due_at, tz) = (plan.zone.as_str(), due_at.as_millisecond(), tz_data().version);
    let done = sqlx::query!(
        "UPDATE reminders SET anchor = ?, zone = ?, due_at = ?, tz_data = ?, state = 'active', ended_at = NULL
         WHERE id = ? AND state <> 'stopped'",
        anchor,
        zone,
        due_at,
        tz,
        id.0
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Stops a reminder, and removes it from the rows that are set aside. Returns false if it was already stopped.
pub async fn stop(tx: &mut Tx, id: ReminderId, now: Timestamp) -> Result<bool, DbError> {
    let now = now.as_millisecond();
    let done = sqlx::query!(
        "UPDATE reminders SET state = 'stopped', due_at = NULL, ended_at = ? WHERE id = ? AND state <> 'stopped'",
        now,
        id.0
    )
    .execute(&mut **tx)
    .await?;
    db::remove_set_aside(tx, TABLE, id.0).await?;
    Ok(done.rows_affected() == 1)
}

/// When the reminder was stopped. `None` if it is not stopped.
pub async fn stopped_at(conn: &mut Conn, id: ReminderId) -> Result<Option<Timestamp>, DbError> {
    let at = sqlx::query_scalar!("SELECT ended_at FROM reminders WHERE id = ? AND state = 'stopped'", id.0)
        .fetch_optional(conn)
        .await?;
    at.flatten().map(timestamp).transpose()
}

/// Undoes the stop at `stopped_at`. If `next` is `None`, the reminder is over. Returns false, without any change, if it
/// is not stopped or was stopped at a different instant.
pub async fn undo_stop(
    tx: &mut Tx,
    id: ReminderId,
    zone: ZoneId,
    next: Option<Timestamp>,
    stopped_at: Timestamp,
    now: Timestamp,
) -> Result<bool, DbError> {
    let (zone, tz, next) = (zone.as_str(), tz_data().version, next.map(Timestamp::as_millisecond));
    let (stopped_at, now) = (stopped_at.as_millisecond(), now.as_millisecond());
    let done = sqlx::query!(
        "UPDATE reminders SET state = IIF(?1 IS NULL, 'over', 'active'), due_at = ?1, zone = ?2, tz_data = ?3,
             ended_at = IIF(?1 IS NULL, ?4, NULL)
         WHERE id = ?5 AND state = 'stopped' AND ended_at = ?6",
        next,
        zone,
        tz,
        now,
        id.0,
        stopped_at
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Deletes a member's reminders with all their occurrences.
pub async fn delete_reminders(tx: &mut Tx, member: MemberId) -> Result<(), DbError> {
    let member = member.to_sql();
    sqlx::query!("DELETE FROM reminders WHERE member_id = ?", member).execute(&mut **tx).await?;
    Ok(())
}

/// Removes the author from all reminders that they set. Returns the number of these reminders that are active.
pub async fn anonymize_author(tx: &mut Tx, author: MemberId) -> Result<u64, DbError> {
    let author = author.to_sql();
    let active = sqlx::query!("UPDATE reminders SET author_id = 0 WHERE author_id = ? AND state = 'active'", author)
        .execute(&mut **tx)
        .await?;
    sqlx::query!("UPDATE reminders SET author_id = 0 WHERE author_id = ?", author).execute(&mut **tx).await?;
    Ok(active.rows_affected())
}

/// The reminders that a member set for other people, oldest first.
pub async fn reminders_set_for_others_by(conn: &mut Conn, author: MemberId) -> Result<Vec<Reminder>, DbError> {
    let author = author.to_sql();
    let rows = select_reminders!("WHERE author_id = ?1 AND member_id <> ?1 ORDER BY id", author).fetch_all(conn);
    Ok(reminders(rows.await?))
}

/// The earliest instant at which a stored reminder ended. `None` if no reminder has ended.
pub async fn earliest_end(conn: &mut Conn) -> Result<Option<Timestamp>, DbError> {
    let at = sqlx::query_scalar!(r#"SELECT MIN(ended_at) AS "at: i64" FROM reminders WHERE state <> 'active'"#)
        .fetch_one(conn)
        .await?;
    at.map(timestamp).transpose()
}

/// Deletes at most `limit` reminders that ended before `before`, with their occurrences; returns how many.
pub async fn delete_ended_before(tx: &mut Tx, before: Timestamp, limit: u32) -> Result<u64, DbError> {
    let before = before.as_millisecond();
    let done = sqlx::query!(
        "DELETE FROM reminders WHERE id IN (
             SELECT id FROM reminders WHERE state <> 'active' AND ended_at < ? ORDER BY ended_at LIMIT ?)",
        before,
        limit
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected())
}
