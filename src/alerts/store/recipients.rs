//! The SQL of recipients and their state.

use super::columns::{instant, one_row, version_number};
use crate::alerts::ask::GivenAnswer;
use crate::alerts::model::{AlertId, NewRecipient, Reached, Recipient, Seen, SendFailure};
use crate::db::{Conn, DbError, Tx, readable};
use crate::delivery::Sound;
use crate::members::MemberId;
use crate::time::Timestamp;

/// `SELECT … FROM alert_recipients` with all columns, followed by the given conditions and their arguments.
macro_rules! select_recipients {
    ($conditions:tt $(, $arg:expr)* $(,)?) => {
        sqlx::query_as!(
            RecipientRow,
            "SELECT alert_id, member_id, named, chosen, sent_at, heard_at, failed_at, cause, reason, seen_at,
                    seen_version, answer, answered_at, answer_version, answer_late, remind_at, reached_at,
                    reached_by, reached_version
               FROM alert_recipients " + $conditions
            $(, $arg)*
        )
    };
}

pub async fn insert_recipient(tx: &mut Tx, alert: AlertId, new: NewRecipient) -> Result<(), DbError> {
    let member = new.member.to_sql();
    sqlx::query!(
        "INSERT INTO alert_recipients (alert_id, member_id, named, chosen) VALUES (?, ?, ?, ?)",
        alert.0,
        member,
        new.is_named,
        new.is_chosen_to_wake
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub async fn recipients(conn: &mut Conn, alert: AlertId) -> Result<Vec<Recipient>, DbError> {
    let rows = select_recipients!("WHERE alert_id = ? ORDER BY member_id", alert.0).fetch_all(conn).await?;
    Ok(readable(rows.into_iter().map(Recipient::try_from)))
}

pub async fn recipient(conn: &mut Conn, alert: AlertId, member: MemberId) -> Result<Option<Recipient>, DbError> {
    let member = member.to_sql();
    let row = select_recipients!("WHERE alert_id = ? AND member_id = ?", alert.0, member).fetch_optional(conn).await?;
    row.map(Recipient::try_from).transpose()
}

/// Records that a message arrived at `at`, and clears an earlier failure. The time of an earlier arrival stays.
pub async fn set_reached(
    tx: &mut Tx,
    alert: AlertId,
    member: MemberId,
    sound: Sound,
    at: Timestamp,
) -> Result<(), DbError> {
    let (member, at) = (member.to_sql(), at.as_millisecond());
    let sounded_at = (sound == Sound::Sounding).then_some(at);
    let done = sqlx::query!(
        "UPDATE alert_recipients SET sent_at = COALESCE(sent_at, ?), heard_at = COALESCE(heard_at, ?), failed_at = NULL,
             cause = NULL, reason = NULL
         WHERE alert_id = ? AND member_id = ?",
        at,
        sounded_at,
        alert.0,
        member
    )
    .execute(&mut **tx)
    .await?;
    one_row(done.rows_affected(), "alert_recipients.sent_at")
}

pub async fn set_failed(tx: &mut Tx, alert: AlertId, member: MemberId, failure: &SendFailure) -> Result<(), DbError> {
    let (member, at, cause): (_, _, &str) = (member.to_sql(), failure.at.as_millisecond(), failure.cause.into());
    let done = sqlx::query!(
        "UPDATE alert_recipients SET failed_at = ?, cause = ?, reason = ? WHERE alert_id = ? AND member_id = ?",
        at,
        cause,
        failure.reason,
        alert.0,
        member
    )
    .execute(&mut **tx)
    .await?;
    one_row(done.rows_affected(), "alert_recipients.failed_at")
}

/// Records that a recipient has seen a version. Returns false, without any change, if they had already seen this or a
/// later version, or if they are not a recipient.
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

pub async fn set_answer(tx: &mut Tx, alert: AlertId, member: MemberId, given: GivenAnswer) -> Result<(), DbError> {
    let (member, answer, at) = (member.to_sql(), given.answer.to_string(), given.at.as_millisecond());
    let done = sqlx::query!(
        "UPDATE alert_recipients SET answer = ?, answered_at = ?, answer_version = ?, answer_late = ?
         WHERE alert_id = ? AND member_id = ?",
        answer,
        at,
        given.version,
        given.is_late,
        alert.0,
        member
    )
    .execute(&mut **tx)
    .await?;
    one_row(done.rows_affected(), "alert_recipients.answer")
}

/// Sets when the reminder of the recipient is due. `None` means that there is no reminder.
pub async fn set_remind_at(
    tx: &mut Tx,
    alert: AlertId,
    member: MemberId,
    at: Option<Timestamp>,
) -> Result<(), DbError> {
    let (member, at) = (member.to_sql(), at.map(Timestamp::as_millisecond));
    let done = sqlx::query!(
        "UPDATE alert_recipients SET remind_at = ? WHERE alert_id = ? AND member_id = ?",
        at,
        alert.0,
        member
    )
    .execute(&mut **tx)
    .await?;
    one_row(done.rows_affected(), "alert_recipients.remind_at")
}

/// Records that `by` reached a recipient outside Discord. Returns false, without any change, if somebody reached them
/// about this or a later version before.
pub async fn set_reached_outside(
    tx: &mut Tx,
    alert: AlertId,
    member: MemberId,
    reached: Reached,
) -> Result<bool, DbError> {
    let (member, by, at) = (member.to_sql(), reached.by.to_sql(), reached.at.as_millisecond());
    let done = sqlx::query!(
        "UPDATE alert_recipients SET reached_at = ?1, reached_by = ?2, reached_version = ?3
         WHERE alert_id = ?4 AND member_id = ?5 AND (reached_version IS NULL OR reached_version < ?3)",
        at,
        by,
        reached.version,
        alert.0,
        member
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Records that nobody reached a recipient outside Discord. Returns false if nobody had.
pub async fn clear_reached_outside(tx: &mut Tx, alert: AlertId, member: MemberId) -> Result<bool, DbError> {
    let member = member.to_sql();
    let done = sqlx::query!(
        "UPDATE alert_recipients SET reached_at = NULL, reached_by = NULL, reached_version = NULL
         WHERE alert_id = ? AND member_id = ? AND reached_at IS NOT NULL",
        alert.0,
        member
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Every alert of which this member is a recipient, with their row.
pub async fn alerts_received_by(conn: &mut Conn, member: MemberId) -> Result<Vec<(AlertId, Recipient)>, DbError> {
    let member = member.to_sql();
    let rows = select_recipients!("WHERE member_id = ? ORDER BY alert_id", member).fetch_all(conn).await?;
    Ok(readable(rows.into_iter().map(|row| Ok((AlertId(row.alert_id), Recipient::try_from(row)?)))))
}

/// Deletes the member's rows of ended alerts. Marks their rows of active alerts: [`delete_erased`] deletes these rows
/// when the alert ends. Returns the ended alerts.
pub async fn erase_recipient(tx: &mut Tx, member: MemberId) -> Result<Vec<AlertId>, DbError> {
    let member = member.to_sql();
    sqlx::query!("UPDATE alert_recipients SET erased_at_end = 1 WHERE member_id = ?", member)
        .execute(&mut **tx)
        .await?;
    let ended = sqlx::query_scalar!(
        "SELECT alert_id FROM alert_recipients
          WHERE member_id = ? AND alert_id IN (SELECT id FROM alerts WHERE state <> 'active')",
        member
    )
    .fetch_all(&mut **tx)
    .await?;
    for alert in &ended {
        delete_erased(tx, AlertId(*alert)).await?;
    }
    Ok(ended.into_iter().map(AlertId).collect())
}

/// Deletes the recipients of this alert that [`erase_recipient`] marked, and their messages.
pub async fn delete_erased(tx: &mut Tx, alert: AlertId) -> Result<(), DbError> {
    sqlx::query!(
        "DELETE FROM alert_messages WHERE alert_id = ?1 AND member_id IN
             (SELECT member_id FROM alert_recipients WHERE alert_id = ?1 AND erased_at_end = 1)",
        alert.0
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!("DELETE FROM alert_recipients WHERE alert_id = ? AND erased_at_end = 1", alert.0)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

struct RecipientRow {
    alert_id: i64,
    member_id: i64,
    named: i64,
    chosen: i64,
    sent_at: Option<i64>,
    heard_at: Option<i64>,
    failed_at: Option<i64>,
    cause: Option<String>,
    reason: Option<String>,
    seen_at: Option<i64>,
    seen_version: Option<i64>,
    answer: Option<String>,
    answered_at: Option<i64>,
    answer_version: Option<i64>,
    answer_late: Option<i64>,
    remind_at: Option<i64>,
    reached_at: Option<i64>,
    reached_by: Option<i64>,
    reached_version: Option<i64>,
}

impl TryFrom<RecipientRow> for Recipient {
    type Error = DbError;

    fn try_from(row: RecipientRow) -> Result<Self, DbError> {
        let failure = match (row.failed_at, row.cause.as_deref()) {
            (Some(at), Some(cause)) => Some(SendFailure {
                at: instant(at)?,
                cause: cause.parse().map_err(|_| DbError::Corrupt(format!("alert_recipients.cause {cause}")))?,
                reason: row.reason.unwrap_or_default(),
            }),
            _ => None,
        };
        let seen = match (row.seen_at, row.seen_version) {
            (Some(at), Some(version)) => Some(Seen { at: instant(at)?, version: version_number(version)? }),
            _ => None,
        };
        let answer = match (row.answer.as_deref(), row.answered_at, row.answer_version) {
            (Some(answer), Some(at), Some(version)) => Some(GivenAnswer {
                answer: answer.parse().map_err(|_| DbError::Corrupt(format!("alert_recipients.answer {answer}")))?,
                at: instant(at)?,
                version: version_number(version)?,
                is_late: row.answer_late == Some(1),
            }),
            _ => None,
        };
        let reached = match (row.reached_at, row.reached_by, row.reached_version) {
            (Some(at), Some(by), Some(version)) => {
                Some(Reached { at: instant(at)?, by: MemberId::from_sql(by), version: version_number(version)? })
            }
            _ => None,
        };
        Ok(Self {
            member: MemberId::from_sql(row.member_id),
            is_named: row.named == 1,
            is_chosen_to_wake: row.chosen == 1,
            sent_at: row.sent_at.map(instant).transpose()?,
            sounded_at: row.heard_at.map(instant).transpose()?,
            failure,
            seen,
            answer,
            remind_at: row.remind_at.map(instant).transpose()?,
            reached,
        })
    }
}
