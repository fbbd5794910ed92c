//! The SQL of recipients, and how far an alert has come with each.

use super::{instant, number, one_row};
use crate::alerts::model::{AlertId, Because, Failed, Recipient, Seen};
use crate::db::{Conn, DbError, Tx};
use crate::delivery::Sound;
use crate::members::MemberId;
use crate::time::Timestamp;

pub async fn insert_recipient(tx: &mut Tx, alert: AlertId, member: MemberId, chosen: bool) -> Result<(), DbError> {
    let member = member.to_sql();
    sqlx::query!(
        "INSERT INTO alert_recipients (alert_id, member_id, chosen) VALUES (?, ?, ?)",
        alert.0,
        member,
        chosen
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub async fn recipients(conn: &mut Conn, alert: AlertId) -> Result<Vec<Recipient>, DbError> {
    let rows = sqlx::query_as!(
        RecipientRow,
        "SELECT member_id, chosen, sent_at, heard_at, failed_at, cause, reason, seen_at, seen_version
           FROM alert_recipients WHERE alert_id = ? ORDER BY member_id",
        alert.0
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(Recipient::try_from).collect()
}

pub async fn recipient(conn: &mut Conn, alert: AlertId, member: MemberId) -> Result<Option<Recipient>, DbError> {
    let member = member.to_sql();
    let row = sqlx::query_as!(
        RecipientRow,
        "SELECT member_id, chosen, sent_at, heard_at, failed_at, cause, reason, seen_at, seen_version
           FROM alert_recipients WHERE alert_id = ? AND member_id = ?",
        alert.0,
        member
    )
    .fetch_optional(conn)
    .await?;
    row.map(Recipient::try_from).transpose()
}

/// A message arrived: whatever had failed before is mended.
pub async fn set_reached(
    tx: &mut Tx,
    alert: AlertId,
    member: MemberId,
    sound: Sound,
    at: Timestamp,
) -> Result<(), DbError> {
    let (member, at) = (member.to_sql(), at.as_millisecond());
    let heard_at = (sound == Sound::Sounding).then_some(at);
    let done = sqlx::query!(
        "UPDATE alert_recipients SET sent_at = COALESCE(sent_at, ?), heard_at = COALESCE(heard_at, ?), failed_at = NULL,
             cause = NULL, reason = NULL
         WHERE alert_id = ? AND member_id = ?",
        at,
        heard_at,
        alert.0,
        member
    )
    .execute(&mut **tx)
    .await?;
    one_row(done.rows_affected(), "alert_recipients.sent_at")
}

pub async fn set_failed(tx: &mut Tx, alert: AlertId, member: MemberId, failed: &Failed) -> Result<(), DbError> {
    let (member, at, cause) = (member.to_sql(), failed.at.as_millisecond(), failed.because.code());
    let done = sqlx::query!(
        "UPDATE alert_recipients SET failed_at = ?, cause = ?, reason = ? WHERE alert_id = ? AND member_id = ?",
        at,
        cause,
        failed.reason,
        alert.0,
        member
    )
    .execute(&mut **tx)
    .await?;
    one_row(done.rows_affected(), "alert_recipients.failed_at")
}

/// Their own act. False when they had seen that text before, or are no recipient.
pub async fn set_seen(
    tx: &mut Tx,
    alert: AlertId,
    member: MemberId,
    version: u32,
    at: Timestamp,
) -> Result<bool, DbError> {
    let (member, at) = (member.to_sql(), at.as_millisecond());
    let done = sqlx::query!(
        "UPDATE alert_recipients SET seen_at = ?1, seen_version = ?2
         WHERE alert_id = ?3 AND member_id = ?4 AND (seen_version IS NULL OR seen_version < ?2)",
        at,
        version,
        alert.0,
        member
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// What is kept on a member: for the export.
pub async fn received_by(conn: &mut Conn, member: MemberId) -> Result<Vec<(AlertId, Recipient)>, DbError> {
    let member = member.to_sql();
    let rows = sqlx::query!(
        "SELECT alert_id, member_id, chosen, sent_at, heard_at, failed_at, cause, reason, seen_at, seen_version
           FROM alert_recipients WHERE member_id = ? ORDER BY alert_id",
        member
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|r| {
            let row = RecipientRow {
                member_id: r.member_id,
                chosen: r.chosen,
                sent_at: r.sent_at,
                heard_at: r.heard_at,
                failed_at: r.failed_at,
                cause: r.cause,
                reason: r.reason,
                seen_at: r.seen_at,
                seen_version: r.seen_version,
            };
            Ok((AlertId(r.alert_id), Recipient::try_from(row)?))
        })
        .collect()
}

/// Takes a member off the alerts that have ended; returns how many stay.
pub async fn delete_recipient_of_ended(tx: &mut Tx, member: MemberId) -> Result<u64, DbError> {
    let member = member.to_sql();
    let done = sqlx::query!(
        "DELETE FROM alert_recipients WHERE member_id = ? AND alert_id IN (SELECT id FROM alerts WHERE state <> 'active')",
        member
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected())
}

struct RecipientRow {
    member_id: i64,
    chosen: i64,
    sent_at: Option<i64>,
    heard_at: Option<i64>,
    failed_at: Option<i64>,
    cause: Option<String>,
    reason: Option<String>,
    seen_at: Option<i64>,
    seen_version: Option<i64>,
}

impl TryFrom<RecipientRow> for Recipient {
    type Error = DbError;

    fn try_from(row: RecipientRow) -> Result<Self, DbError> {
        let failure = match (row.failed_at, row.cause.as_deref()) {
            (Some(at), Some(cause)) => Some(Failed {
                at: instant(at)?,
                because: Because::from_code(cause)
                    .ok_or_else(|| DbError::Corrupt(format!("alert_recipients.cause {cause}")))?,
                reason: row.reason.unwrap_or_default(),
            }),
            _ => None,
        };
        let seen = match (row.seen_at, row.seen_version) {
            (Some(at), Some(version)) => Some(Seen { at: instant(at)?, version: number(version)? }),
            _ => None,
        };
        Ok(Self {
            member: MemberId::from_sql(row.member_id),
            chosen: row.chosen == 1,
            sent_at: row.sent_at.map(instant).transpose()?,
            heard_at: row.heard_at.map(instant).transpose()?,
            failure,
            seen,
        })
    }
}
