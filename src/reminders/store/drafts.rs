//! The SQL of the table `reminder_drafts`.

use super::rows::timestamp;
use crate::db::{Conn, DbError, Tx, readable};
use crate::members::{Group, MemberId};
use crate::reminders::draft::Draft;
use crate::reminders::model::ReminderDraftId;
use crate::time::Timestamp;

pub async fn insert_draft(
    tx: &mut Tx,
    author: MemberId,
    draft: &Draft,
    now: Timestamp,
) -> Result<ReminderDraftId, DbError> {
    let plan = serde_json::to_string(draft).map_err(|e| DbError::Corrupt(e.to_string()))?;
    let (author, now) = (author.to_sql(), now.as_millisecond());
    let id = sqlx::query_scalar!(
        "INSERT INTO reminder_drafts (author_id, plan, created_at) VALUES (?, ?, ?) RETURNING id",
        author,
        plan,
        now
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(ReminderDraftId(id))
}

fn parse(plan: &str) -> Result<Draft, DbError> {
    serde_json::from_str(plan).map_err(|e| DbError::Corrupt(e.to_string()))
}

/// The draft with this id, saved or not. `None` if it does not exist or has a different author.
pub async fn draft(conn: &mut Conn, id: ReminderDraftId, author: MemberId) -> Result<Option<Draft>, DbError> {
    let author = author.to_sql();
    let plan = sqlx::query_scalar!("SELECT plan FROM reminder_drafts WHERE id = ? AND author_id = ?", id.0, author)
        .fetch_optional(conn)
        .await?;
    plan.map(|plan| parse(&plan)).transpose()
}

/// The author's drafts that were created at `at` and can be read, newest first.
pub async fn drafts_made_at(
    conn: &mut Conn,
    author: MemberId,
    at: Timestamp,
) -> Result<Vec<(ReminderDraftId, Draft)>, DbError> {
    let (author, at) = (author.to_sql(), at.as_millisecond());
    let rows = sqlx::query!(
        r#"SELECT id AS "id!", plan FROM reminder_drafts WHERE author_id = ? AND created_at = ? ORDER BY id DESC"#,
        author,
        at
    )
    .fetch_all(conn)
    .await?;
    Ok(readable(rows.into_iter().map(|row| Ok((ReminderDraftId(row.id), parse(&row.plan)?)))))
}

/// The group for which a batch of reminders was set. `None` if the draft was deleted or is not for a group.
pub async fn audience_of_batch(conn: &mut Conn, batch: ReminderDraftId) -> Result<Option<Group>, DbError> {
    let plan = sqlx::query_scalar!("SELECT plan FROM reminder_drafts WHERE id = ?", batch.0);
    let Some(plan) = plan.fetch_optional(conn).await? else { return Ok(None) };
    match parse(&plan)? {
        Draft::Group(draft) => Ok(Some(draft.audience)),
        Draft::Own(_) | Draft::TypedGroup(_) | Draft::Moved(_) => Ok(None),
    }
}

/// Marks a draft as saved. Returns false, without any change, if it was already saved or does not exist.
pub async fn mark_saved(tx: &mut Tx, id: ReminderDraftId, now: Timestamp) -> Result<bool, DbError> {
    let now = now.as_millisecond();
    let done = sqlx::query!("UPDATE reminder_drafts SET saved_at = ? WHERE id = ? AND saved_at IS NULL", now, id.0)
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Deletes the author's draft, unless it was saved.
pub async fn delete_draft(tx: &mut Tx, id: ReminderDraftId, author: MemberId) -> Result<(), DbError> {
    let author = author.to_sql();
    sqlx::query!("DELETE FROM reminder_drafts WHERE id = ? AND author_id = ? AND saved_at IS NULL", id.0, author)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// The author's drafts that can be read, saved or not, oldest first.
pub async fn drafts_of(conn: &mut Conn, author: MemberId) -> Result<Vec<Draft>, DbError> {
    let author = author.to_sql();
    let plans = sqlx::query_scalar!("SELECT plan FROM reminder_drafts WHERE author_id = ? ORDER BY id", author)
        .fetch_all(conn)
        .await?;
    Ok(readable(plans.iter().map(|plan| parse(plan))))
}

/// Deletes an author's drafts. A draft that the reminders of a group refer to stays without its author.
pub async fn delete_drafts_of(tx: &mut Tx, author: MemberId) -> Result<(), DbError> {
    let author = author.to_sql();
    sqlx::query!(
        "DELETE FROM reminder_drafts WHERE author_id = ?1
           AND NOT EXISTS (SELECT 1 FROM reminders WHERE batch_id = reminder_drafts.id)",
        author
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!("UPDATE reminder_drafts SET author_id = 0 WHERE author_id = ?", author).execute(&mut **tx).await?;
    Ok(())
}

/// When the oldest draft was created to which no reminder refers. `None` if there is no such draft.
pub async fn oldest_unused_draft(conn: &mut Conn) -> Result<Option<Timestamp>, DbError> {
    let at = sqlx::query_scalar!(
        r#"SELECT MIN(created_at) AS "at: i64" FROM reminder_drafts
           WHERE NOT EXISTS (SELECT 1 FROM reminders WHERE batch_id = reminder_drafts.id)"#
    )
    .fetch_one(conn)
    .await?;
    at.map(timestamp).transpose()
}

/// Deletes at most `limit` drafts that were created before `before` and to which no reminder refers; returns how many.
pub async fn delete_unused_drafts_before(tx: &mut Tx, before: Timestamp, limit: u32) -> Result<u64, DbError> {
    let before = before.as_millisecond();
    let done = sqlx::query!(
        "DELETE FROM reminder_drafts WHERE id IN (
             SELECT id FROM reminder_drafts AS draft WHERE created_at < ?
                AND NOT EXISTS (SELECT 1 FROM reminders WHERE batch_id = draft.id)
             ORDER BY created_at LIMIT ?)",
        before,
        limit
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected())
}
