//! The SQL of what is known about a member's DM and phone, and of when they were last asked for a profile.

use super::rows::{instant, one_row};
use crate::db::{Conn, DbError, Tx};
use crate::members::ids::{ChannelId, MemberId};
use crate::time::Timestamp;

/// The member opened this DM by their own act.
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

/// Discord refused a DM (50007). Returns whether that is new.
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

/// The member did something after Discord refused a DM. Returns whether that is new.
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

/// Our message arrived in `channel`. If that is their DM, it is open. Writes only what is new.
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

/// They heard the latest test of their phone; `None`: they did not. Returns whether they have a row.
pub async fn set_phone_confirmed(tx: &mut Tx, id: MemberId, at: Option<Timestamp>) -> Result<bool, DbError> {
    let (id, at) = (id.to_sql(), at.map(Timestamp::as_millisecond));
    let done =
        sqlx::query!("UPDATE members SET phone_confirmed_at = ? WHERE id = ?", at, id).execute(&mut **tx).await?;
    Ok(done.rows_affected() == 1)
}

/// When the secretariat last had them reminded of the profile.
pub async fn profile_asked_at(conn: &mut Conn, id: MemberId) -> Result<Option<Timestamp>, DbError> {
    let id = id.to_sql();
    let at = sqlx::query_scalar!("SELECT profile_asked_at FROM members WHERE id = ?", id).fetch_optional(conn).await?;
    at.flatten().map(instant).transpose()
}

/// They are reminded of the profile, unless they were after `since`. Returns whether they are.
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
