//! The SQL of alerts, their versions, recipients, messages and lists, and nothing else's.

use std::collections::BTreeSet;

use super::model::{Alert, AlertId, Because, Ending, Failed, Kind, Occasion, Phase, Recipient, Seen, Severity, Version};
use crate::db::{Conn, DbError, Tx};
use crate::delivery::{DeliveryId, Sound};
use crate::members::{Group, MemberId};
use crate::time::Timestamp;

/// One message to a recipient.
#[derive(Debug, Clone)]
pub struct Message {
    pub delivery: DeliveryId,
    pub alert: AlertId,
    pub member: MemberId,
    pub kind: Kind,
    /// Asked for; once sent, the one that it carries.
    pub version: u32,
    /// How it was worded; `None` before its first attempt.
    pub occasion: Option<Occasion>,
    pub sounding: bool,
    pub state: MessageState,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageState {
    Owed,
    Sent,
    /// Failed, cancelled or expired.
    Ended,
}

/// The newest list of an alert in the secretariat's channel.
#[derive(Debug, Clone, Copy)]
pub struct Roster {
    pub number: i64,
    pub delivery: DeliveryId,
    pub posted_at: Option<Timestamp>,
    /// Something changed since it was worded.
    pub stale: bool,
}

pub async fn insert(
    tx: &mut Tx,
    author: MemberId,
    severity: Severity,
    groups: &BTreeSet<Group>,
    now: Timestamp,
) -> Result<AlertId, DbError> {
    let (author, severity, now) = (author.to_sql(), severity.code(), now.as_millisecond());
    let groups = serde_json::to_string(groups).expect("groups are JSON");
    let id = sqlx::query_scalar!(
        r#"INSERT INTO alerts (author_id, severity, addressed, state, sent_at) VALUES (?, ?, ?, 'active', ?) RETURNING id AS "id!""#,
        author,
        severity,
        groups,
        now
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(AlertId(id))
}

pub async fn insert_version(tx: &mut Tx, alert: AlertId, version: &Version, by: MemberId, now: Timestamp) -> Result<(), DbError> {
    let (by, now, answer_by) = (by.to_sql(), now.as_millisecond(), version.answer_by.map(Timestamp::as_millisecond));
    sqlx::query!(
        "INSERT INTO alert_versions (alert_id, version, text, answer_by, by_id, at) VALUES (?, ?, ?, ?, ?, ?)",
        alert.0,
        version.number,
        version.text,
        answer_by,
        by,
        now
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The next text comes into force. False when the alert has ended, or another correction was quicker.
pub async fn set_version(tx: &mut Tx, alert: AlertId, from: u32, to: u32) -> Result<bool, DbError> {
    let done = sqlx::query!("UPDATE alerts SET version = ? WHERE id = ? AND version = ? AND state = 'active'", to, alert.0, from)
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// False when it had ended before.
pub async fn set_ended(tx: &mut Tx, alert: AlertId, how: Ending, by: MemberId, now: Timestamp) -> Result<bool, DbError> {
    let state = match how {
        Ending::Cancel => "cancelled",
        Ending::Over => "over",
    };
    let (by, now) = (by.to_sql(), now.as_millisecond());
    let done = sqlx::query!(
        "UPDATE alerts SET state = ?, ended_at = ?, ended_by = ? WHERE id = ? AND state = 'active'",
        state,
        now,
        by,
        alert.0
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// False when it was asked again since `since`, or has ended.
pub async fn set_asked(tx: &mut Tx, alert: AlertId, since: Timestamp, now: Timestamp) -> Result<bool, DbError> {
    let (since, now) = (since.as_millisecond(), now.as_millisecond());
    let done = sqlx::query!(
        "UPDATE alerts SET asked_at = ? WHERE id = ? AND state = 'active' AND (asked_at IS NULL OR asked_at <= ?)",
        now,
        alert.0,
        since
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub async fn get(conn: &mut Conn, id: AlertId) -> Result<Option<Alert>, DbError> {
    let row = sqlx::query_as!(
        AlertRow,
        "SELECT a.id, a.author_id, a.severity, a.addressed, a.version, a.state, a.sent_at, a.asked_at, a.ended_at, a.ended_by,
                v.text, v.answer_by
           FROM alerts a JOIN alert_versions v ON v.alert_id = a.id AND v.version = a.version
          WHERE a.id = ?",
        id.0
    )
    .fetch_optional(conn)
    .await?;
    row.map(Alert::try_from).transpose()
}

/// The newest alerts, at most `limit`, sent at or after `since`.
pub async fn since(conn: &mut Conn, since: Timestamp, limit: i64) -> Result<Vec<Alert>, DbError> {
    let since = since.as_millisecond();
    let rows = sqlx::query_as!(
        AlertRow,
        "SELECT a.id, a.author_id, a.severity, a.addressed, a.version, a.state, a.sent_at, a.asked_at, a.ended_at, a.ended_by,
                v.text, v.answer_by
           FROM alerts a JOIN alert_versions v ON v.alert_id = a.id AND v.version = a.version
          WHERE a.sent_at >= ? ORDER BY a.sent_at DESC, a.id DESC LIMIT ?",
        since,
        limit
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(Alert::try_from).collect()
}

/// Active alerts that have reached `member` and whose text in force they have not seen, oldest first.
pub async fn unseen_by(conn: &mut Conn, member: MemberId) -> Result<Vec<Alert>, DbError> {
    let member = member.to_sql();
    let rows = sqlx::query_as!(
        AlertRow,
        "SELECT a.id, a.author_id, a.severity, a.addressed, a.version, a.state, a.sent_at, a.asked_at, a.ended_at, a.ended_by,
                v.text, v.answer_by
           FROM alerts a JOIN alert_versions v ON v.alert_id = a.id AND v.version = a.version
                JOIN alert_recipients r ON r.alert_id = a.id
          WHERE r.member_id = ? AND a.state = 'active' AND r.sent_at IS NOT NULL
            AND (r.seen_version IS NULL OR r.seen_version < a.version)
          ORDER BY a.sent_at, a.id",
        member
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(Alert::try_from).collect()
}

/// The text of an earlier version.
pub async fn version(conn: &mut Conn, alert: AlertId, number: u32) -> Result<Option<Version>, DbError> {
    let row = sqlx::query!("SELECT text, answer_by FROM alert_versions WHERE alert_id = ? AND version = ?", alert.0, number)
        .fetch_optional(conn)
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Version { number, text: row.text, answer_by: row.answer_by.map(instant).transpose()? }))
}

pub async fn insert_recipient(tx: &mut Tx, alert: AlertId, member: MemberId, chosen: bool) -> Result<(), DbError> {
    let member = member.to_sql();
    sqlx::query!("INSERT INTO alert_recipients (alert_id, member_id, chosen) VALUES (?, ?, ?)", alert.0, member, chosen)
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
pub async fn set_reached(tx: &mut Tx, alert: AlertId, member: MemberId, sound: Sound, at: Timestamp) -> Result<(), DbError> {
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
pub async fn set_seen(tx: &mut Tx, alert: AlertId, member: MemberId, version: u32, at: Timestamp) -> Result<bool, DbError> {
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

pub async fn insert_message(
    tx: &mut Tx,
    delivery: DeliveryId,
    alert: AlertId,
    member: MemberId,
    kind: Kind,
    version: u32,
) -> Result<(), DbError> {
    let (member, kind) = (member.to_sql(), kind.code());
    sqlx::query!(
        "INSERT INTO alert_messages (delivery_id, alert_id, member_id, kind, version, state) VALUES (?, ?, ?, ?, ?, 'owed')
         ON CONFLICT (delivery_id) DO NOTHING",
        delivery.0,
        alert.0,
        member,
        kind,
        version
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub async fn message(conn: &mut Conn, delivery: DeliveryId) -> Result<Option<Message>, DbError> {
    let row = sqlx::query_as!(
        MessageRow,
        "SELECT delivery_id, alert_id, member_id, kind, version, occasion, sounding, state FROM alert_messages WHERE delivery_id = ?",
        delivery.0
    )
    .fetch_optional(conn)
    .await?;
    row.map(Message::try_from).transpose()
}

/// All messages of an alert, oldest first.
pub async fn messages(conn: &mut Conn, alert: AlertId) -> Result<Vec<Message>, DbError> {
    let rows = sqlx::query_as!(
        MessageRow,
        "SELECT delivery_id, alert_id, member_id, kind, version, occasion, sounding, state FROM alert_messages
          WHERE alert_id = ? ORDER BY delivery_id",
        alert.0
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(Message::try_from).collect()
}

/// The messages of an alert to one person, oldest first.
pub async fn messages_to(conn: &mut Conn, alert: AlertId, member: MemberId) -> Result<Vec<Message>, DbError> {
    let member = member.to_sql();
    let rows = sqlx::query_as!(
        MessageRow,
        "SELECT delivery_id, alert_id, member_id, kind, version, occasion, sounding, state FROM alert_messages
          WHERE alert_id = ? AND member_id = ? ORDER BY delivery_id",
        alert.0,
        member
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(Message::try_from).collect()
}

/// What a member is still to get.
pub async fn owed_to(conn: &mut Conn, member: MemberId) -> Result<Vec<Message>, DbError> {
    let member = member.to_sql();
    let rows = sqlx::query_as!(
        MessageRow,
        "SELECT delivery_id, alert_id, member_id, kind, version, occasion, sounding, state FROM alert_messages
          WHERE member_id = ? AND state = 'owed' ORDER BY delivery_id",
        member
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(Message::try_from).collect()
}

/// What the attempt that begins now says.
pub async fn set_attempt(
    tx: &mut Tx,
    delivery: DeliveryId,
    version: u32,
    occasion: Occasion,
    sound: Sound,
) -> Result<(), DbError> {
    let (occasion, sounding) = (occasion.code(), sound == Sound::Sounding);
    let done = sqlx::query!(
        "UPDATE alert_messages SET version = ?, occasion = ?, sounding = ? WHERE delivery_id = ?",
        version,
        occasion,
        sounding,
        delivery.0
    )
    .execute(&mut **tx)
    .await?;
    one_row(done.rows_affected(), "alert_messages.occasion")
}

pub async fn set_message_state(tx: &mut Tx, delivery: DeliveryId, state: MessageState) -> Result<(), DbError> {
    let state = message_state_code(state);
    sqlx::query!("UPDATE alert_messages SET state = ? WHERE delivery_id = ?", state, delivery.0).execute(&mut **tx).await?;
    Ok(())
}

/// The newest list of an alert.
pub async fn roster(conn: &mut Conn, alert: AlertId) -> Result<Option<Roster>, DbError> {
    let row = sqlx::query!(
        "SELECT number, delivery_id, posted_at, stale FROM alert_rosters WHERE alert_id = ? ORDER BY number DESC LIMIT 1",
        alert.0
    )
    .fetch_optional(conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let posted_at = row.posted_at.map(instant).transpose()?;
    Ok(Some(Roster { number: row.number, delivery: DeliveryId(row.delivery_id), posted_at, stale: row.stale == 1 }))
}

pub async fn insert_roster(tx: &mut Tx, alert: AlertId, number: i64, delivery: DeliveryId) -> Result<(), DbError> {
    sqlx::query!("INSERT INTO alert_rosters (alert_id, number, delivery_id) VALUES (?, ?, ?)", alert.0, number, delivery.0)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

pub async fn set_roster_posted(tx: &mut Tx, delivery: DeliveryId, at: Timestamp) -> Result<(), DbError> {
    let at = at.as_millisecond();
    sqlx::query!("UPDATE alert_rosters SET posted_at = ? WHERE delivery_id = ?", at, delivery.0).execute(&mut **tx).await?;
    Ok(())
}

/// Whether the list must be worded anew once it is there.
pub async fn set_roster_stale(tx: &mut Tx, delivery: DeliveryId, stale: bool) -> Result<(), DbError> {
    sqlx::query!("UPDATE alert_rosters SET stale = ? WHERE delivery_id = ?", stale, delivery.0).execute(&mut **tx).await?;
    Ok(())
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

pub async fn count_by_author(conn: &mut Conn, author: MemberId) -> Result<i64, DbError> {
    let author = author.to_sql();
    Ok(sqlx::query_scalar!(r#"SELECT COUNT(*) AS "n!: i64" FROM alerts WHERE author_id = ?"#, author).fetch_one(conn).await?)
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

struct AlertRow {
    id: i64,
    author_id: i64,
    severity: String,
    addressed: String,
    version: i64,
    state: String,
    sent_at: i64,
    asked_at: Option<i64>,
    ended_at: Option<i64>,
    ended_by: Option<i64>,
    text: String,
    answer_by: Option<i64>,
}

impl TryFrom<AlertRow> for Alert {
    type Error = DbError;

    fn try_from(row: AlertRow) -> Result<Self, DbError> {
        let corrupt = |what: &str| DbError::Corrupt(format!("{what} of alert {}", row.id));
        let phase = match (row.state.as_str(), row.ended_at, row.ended_by) {
            ("active", None, _) => Phase::Active,
            ("cancelled", Some(at), Some(by)) => Phase::Cancelled { at: instant(at)?, by: MemberId::from_sql(by) },
            ("over", Some(at), Some(by)) => Phase::Over { at: instant(at)?, by: MemberId::from_sql(by) },
            _ => return Err(corrupt("state")),
        };
        Ok(Self {
            id: AlertId(row.id),
            author: MemberId::from_sql(row.author_id),
            severity: Severity::from_code(&row.severity).ok_or_else(|| corrupt("severity"))?,
            groups: serde_json::from_str(&row.addressed).map_err(|_| corrupt("groups"))?,
            phase,
            sent_at: instant(row.sent_at)?,
            asked_at: row.asked_at.map(instant).transpose()?,
            words: Version { number: number(row.version)?, text: row.text, answer_by: row.answer_by.map(instant).transpose()? },
        })
    }
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
                because: Because::from_code(cause).ok_or_else(|| DbError::Corrupt(format!("alert_recipients.cause {cause}")))?,
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

struct MessageRow {
    delivery_id: i64,
    alert_id: i64,
    member_id: i64,
    kind: String,
    version: i64,
    occasion: Option<String>,
    sounding: Option<i64>,
    state: String,
}

impl TryFrom<MessageRow> for Message {
    type Error = DbError;

    fn try_from(row: MessageRow) -> Result<Self, DbError> {
        let corrupt = |what: &str| DbError::Corrupt(format!("{what} of alert message {}", row.delivery_id));
        let occasion = match &row.occasion {
            Some(code) => Some(Occasion::from_code(code).ok_or_else(|| corrupt("occasion"))?),
            None => None,
        };
        Ok(Self {
            delivery: DeliveryId(row.delivery_id),
            alert: AlertId(row.alert_id),
            member: MemberId::from_sql(row.member_id),
            kind: Kind::from_code(&row.kind).ok_or_else(|| corrupt("kind"))?,
            version: number(row.version)?,
            occasion,
            sounding: row.sounding == Some(1),
            state: match row.state.as_str() {
                "owed" => MessageState::Owed,
                "sent" => MessageState::Sent,
                "ended" => MessageState::Ended,
                _ => return Err(corrupt("state")),
            },
        })
    }
}

fn message_state_code(state: MessageState) -> &'static str {
    match state {
        MessageState::Owed => "owed",
        MessageState::Sent => "sent",
        MessageState::Ended => "ended",
    }
}

fn one_row(affected: u64, what: &str) -> Result<(), DbError> {
    match affected {
        1 => Ok(()),
        n => Err(DbError::Corrupt(format!("{n} rows changed where one was expected: {what}"))),
    }
}

fn instant(ms: i64) -> Result<Timestamp, DbError> {
    Timestamp::from_millisecond(ms).map_err(|_| DbError::Corrupt(format!("instant {ms}")))
}

fn number(column: i64) -> Result<u32, DbError> {
    u32::try_from(column).map_err(|_| DbError::Corrupt(format!("version {column}")))
}
