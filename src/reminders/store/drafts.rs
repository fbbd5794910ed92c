//! The table `reminder_drafts`.

use crate::db::{Conn, DbError, Tx};
use crate::members::MemberId;
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

/// The author's own draft, saved or not.
pub async fn draft(conn: &mut Conn, id: ReminderDraftId, author: MemberId) -> Result<Option<Draft>, DbError> {
    let author = author.to_sql();
    let plan = sqlx::query_scalar!("SELECT plan FROM reminder_drafts WHERE id = ? AND author_id = ?", id.0, author)
        .fetch_optional(conn)
        .await?;
    plan.map(|plan| serde_json::from_str(&plan).map_err(|e| DbError::Corrupt(e.to_string()))).transpose()
}

/// False when it was saved before.
pub async fn mark_saved(tx: &mut Tx, id: ReminderDraftId, now: Timestamp) -> Result<bool, DbError> {
    let now = now.as_millisecond();
    let done = sqlx::query!("UPDATE reminder_drafts SET saved_at = ? WHERE id = ? AND saved_at IS NULL", now, id.0)
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Deletes the author's draft unless it was saved.
pub async fn delete_draft(tx: &mut Tx, id: ReminderDraftId, author: MemberId) -> Result<(), DbError> {
    let author = author.to_sql();
    sqlx::query!("DELETE FROM reminder_drafts WHERE id = ? AND author_id = ? AND saved_at IS NULL", id.0, author)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Deletes an author's unsaved drafts. A saved draft is kept, because the reminders of its batch refer to it.
pub async fn delete_unsaved_drafts(tx: &mut Tx, author: MemberId) -> Result<(), DbError> {
    let author = author.to_sql();
    sqlx::query!("DELETE FROM reminder_drafts WHERE author_id = ? AND saved_at IS NULL", author)
        .execute(&mut **tx)
        .await?;
    Ok(())
}
