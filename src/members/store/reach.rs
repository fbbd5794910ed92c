//! The SQL of a member's DM channel and phone test, and of the last profile reminder.

use super::rows::{instant, one_row};
use crate::db::{Conn, DbError, Tx};
use crate::members::ids::{ChannelId, MemberId};
use crate::time::Timestamp;

/// Stores the DM channel that the member opened.
pub async fn set_dm_open(tx: &mut Tx, id: MemberId, channel: ChannelId) -> Result<(), DbError> {
    let (id, channel) = (id.to_sql(), channel.to_sql());
    let done = sqlx::query!(
        "UPDATE members SET dm_channel = ?, dm_closed_at = NULL, dm_acted_at = NULL WHERE id = ?",
        channel,
        id
    )
    .execute(&mut **tx)
    .await?;
    one_row(done.rows_affected(), "members.dm_channel")
}

/// Records that Discord refused a DM (error 50007). Returns false if an earlier refusal is stored and the member has
/// not used Magpie since that refusal.
pub async fn set_dm_closed(tx: &mut Tx, id: MemberId, now: Timestamp) -> Result<bool, DbError> {
    let (id, now) = (id.to_sql(), now.as_millisecond());
    let done = sqlx::query!(
        "UPDATE members SET dm_closed_at = ?1, dm_acted_at = NULL
          WHERE id = ?2 AND (dm_closed_at IS NULL OR dm_acted_at IS NOT NULL)",
        now,
        id
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Records that the member used Magpie after Discord refused a DM. Returns false if no refusal is stored, or if a use
/// since that refusal is already stored.
pub async fn set_dm_acted(tx: &mut Tx, id: MemberId, now: Timestamp) -> Result<bool, DbError> {
    let (id, now) = (id.to_sql(), now.as_millisecond());
    let done = sqlx::query!(
        "UPDATE members SET dm_acted_at = ? WHERE id = ? AND dm_closed_at IS NOT NULL AND dm_acted_at IS NULL",
        now,
        id
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Records that a message of ours arrived in `channel`. If `channel` is the DM of the member, the DM counts as open.
/// Writes only when something changed.
pub async fn set_dm_messaged(tx: &mut Tx, id: MemberId, channel: ChannelId, now: Timestamp) -> Result<(), DbError> {
    let (id, channel, now) = (id.to_sql(), channel.to_sql(), now.as_millisecond());
    sqlx::query!(
        "UPDATE members SET dm_messaged_at = COALESCE(dm_messaged_at, ?), dm_closed_at = NULL, dm_acted_at = NULL
          WHERE id = ? AND dm_channel = ? AND (dm_messaged_at IS NULL OR dm_closed_at IS NOT NULL)",
        now,
        id,
        channel
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Stores when the member heard the latest test message; `None` if they did not hear it. Returns whether the member has
/// a row.
pub async fn set_phone_confirmed(tx: &mut Tx, id: MemberId, at: Option<Timestamp>) -> Result<bool, DbError> {
    let (id, at) = (id.to_sql(), at.map(Timestamp::as_millisecond));
    let done =
        sqlx::query!("UPDATE members SET phone_confirmed_at = ? WHERE id = ?", at, id).execute(&mut **tx).await?;
    Ok(done.rows_affected() == 1)
}

/// When the member was last reminded of their profile at the request of the secretariat.
pub async fn profile_asked_at(conn: &mut Conn, id: MemberId) -> Result<Option<Timestamp>, DbError> {
    let id = id.to_sql();
    let at = sqlx::query_scalar!("SELECT profile_asked_at FROM members WHERE id = ?", id).fetch_optional(conn).await?;
    at.flatten().map(instant).transpose()
}

/// Records that the member is reminded of their profile now. Returns false, and writes nothing, if they were reminded
/// after `since` or are not in the server.
pub async fn set_profile_asked(tx: &mut Tx, id: MemberId, since: Timestamp, now: Timestamp) -> Result<bool, DbError> {
    let (id, since, now) = (id.to_sql(), since.as_millisecond(), now.as_millisecond());
    let done = sqlx::query!(
        "UPDATE members SET profile_asked_at = ?
          WHERE id = ? AND in_guild = 1 AND (profile_asked_at IS NULL OR profile_asked_at <= ?)",
        now,
        id,
        since
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}
