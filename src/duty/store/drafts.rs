//! The SQL of the table `duty_drafts`.

use super::rows::{corrupt, instant};
use crate::db::{Conn, DbError, Tx};
use crate::duty::model::{DutyDraftId, PlannedSlot};
use crate::members::MemberId;
use crate::time::Timestamp;

pub async fn insert_draft(
    tx: &mut Tx,
    author: MemberId,
    slots: &[PlannedSlot],
    now: Timestamp,
) -> Result<DutyDraftId, DbError> {
    let slots = serde_json::to_string(slots).map_err(|error| corrupt("planned slots", error))?;
    let (author, now) = (author.to_sql(), now.as_millisecond());
    let id = sqlx::query_scalar!(
        r#"INSERT INTO duty_drafts (author_id, slots, created_at) VALUES (?, ?, ?) RETURNING id AS "id!""#,
        author,
        slots,
        now
    );
    Ok(DutyDraftId(id.fetch_one(&mut **tx).await?))
}

/// The planned slots of a draft, also after they were created.
pub async fn draft(conn: &mut Conn, id: DutyDraftId) -> Result<Option<Vec<PlannedSlot>>, DbError> {
    let slots = sqlx::query_scalar!("SELECT slots FROM duty_drafts WHERE id = ?", id.0).fetch_optional(conn).await?;
    let read = |slots: String| serde_json::from_str(&slots).map_err(|_| corrupt("duty_drafts.slots of row", id));
    slots.map(read).transpose()
}

/// Records that the slots of a draft were created. Returns false if they were created before.
pub async fn mark_saved(tx: &mut Tx, id: DutyDraftId, now: Timestamp) -> Result<bool, DbError> {
    let now = now.as_millisecond();
    let done = sqlx::query!("UPDATE duty_drafts SET saved_at = ? WHERE id = ? AND saved_at IS NULL", now, id.0);
    Ok(done.execute(&mut **tx).await?.rows_affected() == 1)
}

/// Deletes a draft whose slots were not created. Returns false if there is no such draft.
pub async fn delete_draft(tx: &mut Tx, id: DutyDraftId) -> Result<bool, DbError> {
    let done = sqlx::query!("DELETE FROM duty_drafts WHERE id = ? AND saved_at IS NULL", id.0);
    Ok(done.execute(&mut **tx).await?.rows_affected() == 1)
}

pub async fn delete_unsaved_of(tx: &mut Tx, author: MemberId) -> Result<(), DbError> {
    let author = author.to_sql();
    sqlx::query!("DELETE FROM duty_drafts WHERE author_id = ? AND saved_at IS NULL", author).execute(&mut **tx).await?;
    Ok(())
}

/// Removes a person from the drafts that they planned.
pub async fn clear_author(tx: &mut Tx, author: MemberId) -> Result<(), DbError> {
    let author = author.to_sql();
    sqlx::query!("UPDATE duty_drafts SET author_id = NULL WHERE author_id = ?", author).execute(&mut **tx).await?;
    Ok(())
}

/// When the earliest draft was made.
pub async fn earliest_draft(conn: &mut Conn) -> Result<Option<Timestamp>, DbError> {
    let at = sqlx::query_scalar!(r#"SELECT MIN(created_at) AS "at: i64" FROM duty_drafts"#);
    at.fetch_one(conn).await?.map(instant).transpose()
}

/// Deletes drafts that were made at or before `before`. Their slots stay, and can no longer be undone together.
pub async fn delete_old_drafts(tx: &mut Tx, before: Timestamp, limit: u32) -> Result<u64, DbError> {
    let before = before.as_millisecond();
    let done = sqlx::query!(
        "DELETE FROM duty_drafts
          WHERE id IN (SELECT id FROM duty_drafts WHERE created_at <= ? ORDER BY created_at LIMIT ?)",
        before,
        limit
    );
    Ok(done.execute(&mut **tx).await?.rows_affected())
}
