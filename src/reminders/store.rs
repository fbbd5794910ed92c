//! The SQL of reminders, and nothing else's.

use super::model::{Draft, OccurrenceId, Plan, Reminder, ReminderDraftId, ReminderId, State, StoredAnchor, StoredPlan};
use crate::db::{Conn, DbError, Tx};
use crate::delivery::DeliveryId;
use crate::members::MemberId;
use crate::time::{Timestamp, ZoneId, tz_data};

/// A row as the columns hold it.
struct Row {
    id: i64,
    member_id: i64,
    author_id: i64,
    batch_id: Option<i64>,
    text: String,
    anchor: String,
    wall: String,
    zone: String,
    rule: Option<String>,
    state: String,
    due_at: Option<i64>,
}

/// A reminder to be kept.
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
    let (anchor, wall, zone) =
        (StoredAnchor::from(new.plan.anchor).code(), new.plan.wall.to_string(), new.plan.zone.as_str());
    let (rule, tz) = (new.plan.rule.as_ref().map(ToString::to_string), tz_data().version);
    let (due_at, now) = (new.due_at.as_millisecond(), now.as_millisecond());
    let id = sqlx::query_scalar!(
        r#"INSERT INTO reminder (member_id, author_id, batch_id, text, anchor, wall, zone, rule, tz_data, state, due_at, created_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'active', ?, ?) RETURNING id"#,
        member,
        author,
        batch,
        new.text,
        anchor,
        wall,
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
    let row = sqlx::query_as!(
        Row,
        "SELECT id, member_id, author_id, batch_id, text, anchor, wall, zone, rule, state, due_at FROM reminder WHERE id = ?",
        id.0
    )
    .fetch_optional(conn)
    .await?;
    row.map(Reminder::try_from).transpose()
}

/// Active reminders that are due at `now`, the earliest first.
pub async fn due(conn: &mut Conn, now: Timestamp, limit: u32) -> Result<Vec<Reminder>, DbError> {
    let now = now.as_millisecond();
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT id AS "id!", member_id, author_id, batch_id, text, anchor, wall, zone, rule, state, due_at FROM reminder
           WHERE state = 'active' AND due_at <= ? ORDER BY due_at, id LIMIT ?"#,
        now,
        limit
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(Reminder::try_from).collect()
}

pub async fn next_due(conn: &mut Conn, after: Timestamp) -> Result<Option<Timestamp>, DbError> {
    let after = after.as_millisecond();
    let at = sqlx::query_scalar!(
        r#"SELECT MIN(due_at) AS "at: i64" FROM reminder WHERE state = 'active' AND due_at > ?"#,
        after
    )
    .fetch_one(conn)
    .await?;
    at.map(timestamp).transpose()
}

/// A member's active reminders, the next one first.
pub async fn active_of(conn: &mut Conn, member: MemberId) -> Result<Vec<Reminder>, DbError> {
    let member = member.to_sql();
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT id AS "id!", member_id, author_id, batch_id, text, anchor, wall, zone, rule, state, due_at FROM reminder
           WHERE member_id = ? AND state = 'active' ORDER BY due_at, id"#,
        member
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(Reminder::try_from).collect()
}

/// All reminders of a member, ended ones too.
pub async fn all_of(conn: &mut Conn, member: MemberId) -> Result<Vec<Reminder>, DbError> {
    let member = member.to_sql();
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT id AS "id!", member_id, author_id, batch_id, text, anchor, wall, zone, rule, state, due_at FROM reminder
           WHERE member_id = ? ORDER BY id"#,
        member
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(Reminder::try_from).collect()
}

pub async fn active_of_batch(conn: &mut Conn, batch: ReminderDraftId) -> Result<Vec<Reminder>, DbError> {
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT id AS "id!", member_id, author_id, batch_id, text, anchor, wall, zone, rule, state, due_at FROM reminder
           WHERE batch_id = ? AND state = 'active' ORDER BY id"#,
        batch.0
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(Reminder::try_from).collect()
}

/// Active reminders whose instant was worked out with another version of the tz data.
pub async fn of_other_tz_data(conn: &mut Conn, version: &str, limit: u32) -> Result<Vec<Reminder>, DbError> {
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT id, member_id, author_id, batch_id, text, anchor, wall, zone, rule, state, due_at FROM reminder
           WHERE state = 'active' AND tz_data <> ? ORDER BY id LIMIT ?"#,
        version,
        limit
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(Reminder::try_from).collect()
}

/// Goes on to the next occurrence, or is over; false when it is no longer where it was seen.
pub async fn go_on(tx: &mut Tx, seen: &Reminder, next: Option<Timestamp>, now: Timestamp) -> Result<bool, DbError> {
    let State::Active { due_at } = seen.state else { return Ok(false) };
    let (due_at, now, next) = (due_at.as_millisecond(), now.as_millisecond(), next.map(Timestamp::as_millisecond));
    let done = sqlx::query!(
        "UPDATE reminder SET state = IIF(?1 IS NULL, 'over', 'active'), due_at = ?1, ended_at = IIF(?1 IS NULL, ?2, NULL)
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

/// Plans an active reminder anew, with the tz data in force.
pub async fn replan(tx: &mut Tx, id: ReminderId, zone: ZoneId, due_at: Timestamp) -> Result<bool, DbError> {
    let (zone, due_at, tz) = (zone.as_str(), due_at.as_millisecond(), tz_data().version);
    let done = sqlx::query!(
        "UPDATE reminder SET zone = ?, due_at = ?, tz_data = ? WHERE id = ? AND state = 'active'",
        zone,
        due_at,
        tz,
        id.0
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Stops it; false when it had ended already.
pub async fn stop(tx: &mut Tx, id: ReminderId, now: Timestamp) -> Result<bool, DbError> {
    let now = now.as_millisecond();
    let done = sqlx::query!(
        "UPDATE reminder SET state = 'stopped', due_at = NULL, ended_at = ? WHERE id = ? AND state = 'active'",
        now,
        id.0
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// One coming of a reminder, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    pub id: OccurrenceId,
    pub reminder: ReminderId,
    pub at: Timestamp,
    pub state: OccurrenceState,
    pub delivery: Option<DeliveryId>,
    /// Occurrences before this one that were brought to nobody.
    pub missed: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OccurrenceState {
    Owed,
    Sent,
    Done,
    PutOff,
    Dropped,
}

impl OccurrenceState {
    const ALL: [Self; 5] = [Self::Owed, Self::Sent, Self::Done, Self::PutOff, Self::Dropped];

    pub fn code(self) -> &'static str {
        match self {
            Self::Owed => "owed",
            Self::Sent => "sent",
            Self::Done => "done",
            Self::PutOff => "put_off",
            Self::Dropped => "dropped",
        }
    }
}

/// `None` when the reminder comes at that instant already.
pub async fn insert_occurrence(
    tx: &mut Tx,
    reminder: ReminderId,
    at: Timestamp,
    kind: &str,
    missed: u32,
    now: Timestamp,
) -> Result<Option<OccurrenceId>, DbError> {
    let (at, now) = (at.as_millisecond(), now.as_millisecond());
    let id = sqlx::query_scalar!(
        r#"INSERT INTO reminder_occurrence (reminder_id, at, kind, state, missed, changed_at) VALUES (?, ?, ?, 'owed', ?, ?)
           ON CONFLICT DO NOTHING RETURNING id AS "id!""#,
        reminder.0,
        at,
        kind,
        missed,
        now
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(id.map(OccurrenceId))
}

pub async fn set_delivery(tx: &mut Tx, id: OccurrenceId, delivery: DeliveryId) -> Result<(), DbError> {
    sqlx::query!("UPDATE reminder_occurrence SET delivery_id = ? WHERE id = ?", delivery.0, id.0)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

pub async fn occurrence(conn: &mut Conn, id: OccurrenceId) -> Result<Option<Occurrence>, DbError> {
    let row = sqlx::query_as!(
        OccurrenceRow,
        "SELECT id, reminder_id, at, state, delivery_id, missed FROM reminder_occurrence WHERE id = ?",
        id.0
    )
    .fetch_optional(conn)
    .await?;
    row.map(Occurrence::try_from).transpose()
}

/// What one message carries, the earliest first.
pub async fn carried_by(conn: &mut Conn, delivery: DeliveryId) -> Result<Vec<Occurrence>, DbError> {
    let rows = sqlx::query_as!(
        OccurrenceRow,
        r#"SELECT id AS "id!", reminder_id, at, state, delivery_id, missed FROM reminder_occurrence
           WHERE delivery_id = ? ORDER BY at, id"#,
        delivery.0
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(Occurrence::try_from).collect()
}

/// An occurrence as the columns hold it.
struct OccurrenceRow {
    id: i64,
    reminder_id: i64,
    at: i64,
    state: String,
    delivery_id: Option<i64>,
    missed: i64,
}

impl TryFrom<OccurrenceRow> for Occurrence {
    type Error = DbError;

    fn try_from(row: OccurrenceRow) -> Result<Self, DbError> {
        let known = OccurrenceState::ALL.into_iter().find(|state| state.code() == row.state);
        Ok(Self {
            id: OccurrenceId(row.id),
            reminder: ReminderId(row.reminder_id),
            at: timestamp(row.at)?,
            state: known.ok_or_else(|| corrupt("state", &row.state))?,
            delivery: row.delivery_id.map(DeliveryId),
            missed: u32::try_from(row.missed).map_err(|_| corrupt("missed occurrences", &row.missed.to_string()))?,
        })
    }
}

/// When a reminder comes again because its member put it off, after the occurrence at `after`.
pub async fn put_off_until(
    conn: &mut Conn,
    reminder: ReminderId,
    after: Timestamp,
) -> Result<Option<Timestamp>, DbError> {
    let after = after.as_millisecond();
    let at = sqlx::query_scalar!(
        r#"SELECT MIN(at) AS "at: i64" FROM reminder_occurrence WHERE reminder_id = ? AND kind = 'later' AND at > ?"#,
        reminder.0,
        after
    )
    .fetch_one(conn)
    .await?;
    at.map(timestamp).transpose()
}

/// Occurrences of a reminder that have not been brought yet.
pub async fn owed(conn: &mut Conn, reminder: ReminderId) -> Result<Vec<OccurrenceId>, DbError> {
    let ids = sqlx::query_scalar!(
        r#"SELECT id AS "id!" FROM reminder_occurrence WHERE reminder_id = ? AND state = 'owed' ORDER BY id"#,
        reminder.0
    )
    .fetch_all(conn)
    .await?;
    Ok(ids.into_iter().map(OccurrenceId).collect())
}

/// Occurrences owed to a member.
pub async fn owed_to(conn: &mut Conn, member: MemberId) -> Result<Vec<OccurrenceId>, DbError> {
    let member = member.to_sql();
    let ids = sqlx::query_scalar!(
        r#"SELECT o.id AS "id!" FROM reminder_occurrence AS o JOIN reminder AS r ON r.id = o.reminder_id
           WHERE r.member_id = ? AND o.state = 'owed' ORDER BY o.at, o.id"#,
        member
    )
    .fetch_all(conn)
    .await?;
    Ok(ids.into_iter().map(OccurrenceId).collect())
}

/// False when it was not in state `from`.
pub async fn move_occurrence(
    tx: &mut Tx,
    id: OccurrenceId,
    from: OccurrenceState,
    to: OccurrenceState,
    now: Timestamp,
) -> Result<bool, DbError> {
    let (from, to, now) = (from.code(), to.code(), now.as_millisecond());
    let done = sqlx::query!(
        "UPDATE reminder_occurrence SET state = ?, changed_at = ? WHERE id = ? AND state = ?",
        to,
        now,
        id.0,
        from
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub async fn insert_draft(
    tx: &mut Tx,
    author: MemberId,
    draft: &Draft,
    now: Timestamp,
) -> Result<ReminderDraftId, DbError> {
    let plan = serde_json::to_string(draft).map_err(|e| DbError::Corrupt(e.to_string()))?;
    let (author, now) = (author.to_sql(), now.as_millisecond());
    let id = sqlx::query_scalar!(
        "INSERT INTO reminder_draft (author_id, plan, created_at) VALUES (?, ?, ?) RETURNING id",
        author,
        plan,
        now
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(ReminderDraftId(id))
}

/// The author's own draft, and whether it was saved already.
pub async fn draft(conn: &mut Conn, id: ReminderDraftId, author: MemberId) -> Result<Option<(Draft, bool)>, DbError> {
    let author = author.to_sql();
    let row = sqlx::query!("SELECT plan, saved_at FROM reminder_draft WHERE id = ? AND author_id = ?", id.0, author)
        .fetch_optional(conn)
        .await?;
    row.map(|row| {
        let draft = serde_json::from_str(&row.plan).map_err(|e| DbError::Corrupt(e.to_string()))?;
        Ok((draft, row.saved_at.is_some()))
    })
    .transpose()
}

/// False when it was saved before.
pub async fn save_draft(tx: &mut Tx, id: ReminderDraftId, now: Timestamp) -> Result<bool, DbError> {
    let now = now.as_millisecond();
    let done = sqlx::query!("UPDATE reminder_draft SET saved_at = ? WHERE id = ? AND saved_at IS NULL", now, id.0)
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected() == 1)
}

pub async fn delete_draft(tx: &mut Tx, id: ReminderDraftId) -> Result<(), DbError> {
    sqlx::query!("DELETE FROM reminder_draft WHERE id = ? AND saved_at IS NULL", id.0).execute(&mut **tx).await?;
    Ok(())
}

/// Deletes what is a member's alone: their reminders with all that came of them, and their unsaved drafts.
pub async fn delete_of(tx: &mut Tx, member: MemberId) -> Result<u64, DbError> {
    let member = member.to_sql();
    sqlx::query!("DELETE FROM reminder_draft WHERE author_id = ? AND saved_at IS NULL", member)
        .execute(&mut **tx)
        .await?;
    let done = sqlx::query!("DELETE FROM reminder WHERE member_id = ?", member).execute(&mut **tx).await?;
    Ok(done.rows_affected())
}

impl TryFrom<Row> for Reminder {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        let stored = StoredPlan {
            anchor: StoredAnchor::from_code(&row.anchor).ok_or_else(|| corrupt("anchor", &row.anchor))?,
            wall: row.wall.parse().map_err(|_| corrupt("wall time", &row.wall))?,
            zone: ZoneId::parse(&row.zone).map_err(|_| corrupt("zone", &row.zone))?,
            rule: row.rule,
        };
        let state = match (row.state.as_str(), row.due_at) {
            ("active", Some(at)) => State::Active { due_at: timestamp(at)? },
            ("over", _) => State::Over,
            ("stopped", _) => State::Stopped,
            (other, _) => return Err(corrupt("state", other)),
        };
        Ok(Self {
            id: ReminderId(row.id),
            member: MemberId::from_sql(row.member_id),
            author: MemberId::from_sql(row.author_id),
            batch: row.batch_id.map(ReminderDraftId),
            text: row.text,
            plan: stored.plan().ok_or_else(|| corrupt("rule of reminder", &row.id.to_string()))?,
            state,
        })
    }
}

fn timestamp(ms: i64) -> Result<Timestamp, DbError> {
    Timestamp::from_millisecond(ms).map_err(|_| corrupt("instant", &ms.to_string()))
}

fn corrupt(what: &str, value: &str) -> DbError {
    DbError::Corrupt(format!("{what} {value}"))
}
