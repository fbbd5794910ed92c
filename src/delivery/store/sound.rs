//! The SQL that decides which messages make a sound.

use crate::db::{Conn, DbError, Tx};
use crate::delivery::model::{DeliveryId, Lane};
use crate::delivery::source::Sound;
use crate::members::MemberId;
use crate::time::Timestamp;

/// Stores whether the attempt that starts now may make a sound.
pub async fn set_sounding(tx: &mut Tx, id: DeliveryId, sound: Sound) -> Result<(), DbError> {
    let sounding = sound == Sound::Sounding;
    sqlx::query!("UPDATE deliveries SET sounding = ? WHERE id = ?", sounding, id.0).execute(&mut **tx).await?;
    Ok(())
}

/// Whether a message to `member` other than `excluded` sounded since `since`: it arrived, may have arrived, or is being
/// sent.
pub async fn has_sounded_since(
    conn: &mut Conn,
    member: MemberId,
    since: Timestamp,
    excluded: DeliveryId,
) -> Result<bool, DbError> {
    let (member, since) = (member.to_sql(), since.as_millisecond());
    let found = sqlx::query_scalar!(
        r#"SELECT EXISTS (
               SELECT 1 FROM deliveries
               WHERE member_id = ? AND sounding = 1 AND sending_at >= ? AND action = 'post' AND id <> ?
                 AND state IN ('sending', 'unknown', 'sent')) AS "found!: bool""#,
        member,
        since,
        excluded.0
    );
    Ok(found.fetch_one(conn).await?)
}

/// Whether a message to `member` in a higher lane than `lane` was held and is now due. Such a message is about to be
/// sent.
pub async fn is_more_urgent_due(
    conn: &mut Conn,
    member: MemberId,
    lane: Lane,
    now: Timestamp,
) -> Result<bool, DbError> {
    let (member, lane, now) = (member.to_sql(), lane.number(), now.as_millisecond());
    let found = sqlx::query_scalar!(
        r#"SELECT EXISTS (
               SELECT 1 FROM deliveries
               WHERE member_id = ? AND state = 'pending' AND held_until IS NOT NULL AND due_at <= ?
                 AND action = 'post' AND lane < ?) AS "found!: bool""#,
        member,
        now,
        lane
    );
    Ok(found.fetch_one(conn).await?)
}
