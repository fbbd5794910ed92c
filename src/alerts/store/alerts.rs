//! The SQL of alerts and their versions.

use std::collections::BTreeSet;

use super::columns::{instant, one_row, version_number};
use crate::alerts::ask::{Ask, Purpose};
use crate::alerts::model::{Alert, AlertId, AlertState, EndReason, Severity, Version};
use crate::alerts::translations::Translations;
use crate::db::{Conn, DbError, SetAside, Tx, readable};
use crate::members::{Group, MemberId};
use crate::time::Timestamp;

/// `SELECT … FROM alerts` with all columns of the alert and its current version, followed by the given conditions and
/// their arguments.
macro_rules! select_alerts {
    ($conditions:tt $(, $arg:expr)* $(,)?) => {
        sqlx::query_as!(
            AlertRow,
            "SELECT a.id, a.author_id, a.severity, a.ask, a.purpose, a.addressed, a.version, a.told_version, a.state,
                    a.sent_at, a.asked_at, a.found_at, a.ended_at, a.ended_by, v.text, v.translations,
                    v.answer_by
               FROM alerts a JOIN alert_versions v ON v.alert_id = a.id AND v.version = a.version " + $conditions
            $(, $arg)*
        )
    };
}

/// The columns of a new alert.
pub struct NewAlertRow<'a> {
    pub author: MemberId,
    pub severity: Severity,
    pub ask: &'a Ask,
    pub purpose: Purpose,
    pub groups: &'a BTreeSet<Group>,
}

pub async fn insert(tx: &mut Tx, new: NewAlertRow<'_>, now: Timestamp) -> Result<AlertId, DbError> {
    let (author, severity, purpose): (_, &str, &str) = (new.author.to_sql(), new.severity.into(), new.purpose.into());
    let ask = serde_json::to_string(new.ask).expect("an ask is JSON");
    let groups = serde_json::to_string(new.groups).expect("groups are JSON");
    let now = now.as_millisecond();
    let id = sqlx::query_scalar!(
        r#"INSERT INTO alerts (author_id, severity, ask, purpose, addressed, state, sent_at)
           VALUES (?, ?, ?, ?, ?, 'active', ?) RETURNING id AS "id!""#,
        author,
        severity,
        ask,
        purpose,
        groups,
        now
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(AlertId(id))
}

pub async fn insert_version(
    tx: &mut Tx,
    alert: AlertId,
    version: &Version,
    by: MemberId,
    now: Timestamp,
) -> Result<(), DbError> {
    let (by, now, answer_by) = (by.to_sql(), now.as_millisecond(), version.answer_by.map(Timestamp::as_millisecond));
    let translations = serde_json::to_string(&version.translations).expect("texts are JSON");
    sqlx::query!(
        "INSERT INTO alert_versions (alert_id, version, text, translations, answer_by, by_id, at)
         VALUES (?, ?, ?, ?, ?, ?, ?)",
        alert.0,
        version.number,
        version.text,
        translations,
        answer_by,
        by,
        now
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Makes `to` the current and the announced version. Returns false, without any change, if the alert has ended or if
/// `from` is not the current version.
pub async fn set_version(tx: &mut Tx, alert: AlertId, from: u32, to: u32) -> Result<bool, DbError> {
    let done = sqlx::query!(
        "UPDATE alerts SET version = ?1, told_version = ?1 WHERE id = ?2 AND version = ?3 AND state = 'active'",
        to,
        alert.0,
        from
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Makes `to` the current version, but not the announced version. Returns false in the same cases as [`set_version`].
pub async fn set_fixed_version(tx: &mut Tx, alert: AlertId, from: u32, to: u32) -> Result<bool, DbError> {
    let done = sqlx::query!(
        "UPDATE alerts SET version = ? WHERE id = ? AND version = ? AND state = 'active'",
        to,
        alert.0,
        from
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Records that enough people were found at `at`. If `at` is `None`, records that more people are needed.
pub async fn set_found(tx: &mut Tx, alert: AlertId, at: Option<Timestamp>) -> Result<(), DbError> {
    let at = at.map(Timestamp::as_millisecond);
    let done = sqlx::query!("UPDATE alerts SET found_at = ? WHERE id = ?", at, alert.0).execute(&mut **tx).await?;
    one_row(done.rows_affected(), "alerts.found_at")
}

/// Ends an alert. Returns false, without any change, if it had already ended.
pub async fn set_ended(
    tx: &mut Tx,
    alert: AlertId,
    reason: EndReason,
    by: MemberId,
    now: Timestamp,
) -> Result<bool, DbError> {
    let (state, by, now): (&str, _, _) = (reason.into(), by.to_sql(), now.as_millisecond());
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

/// Records that recipients are asked again at `now`. Returns false, without any change, if they were already asked
/// again after `since`, or if the alert has ended.
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
    let row = select_alerts!("WHERE a.id = ?", id.0).fetch_optional(conn).await?;
    row.map(Alert::try_from).transpose()
}

/// The active alerts whose rows cannot be read, each with the reason. Checks at most `limit` rows, the newest first.
pub async fn unreadable(conn: &mut Conn, limit: u32) -> Result<Vec<SetAside>, DbError> {
    let ids =
        sqlx::query_scalar!(r#"SELECT id AS "id!" FROM alerts WHERE ended_at IS NULL ORDER BY id DESC LIMIT ?"#, limit);
    let mut unreadable = Vec::new();
    for id in ids.fetch_all(&mut *conn).await? {
        match get(conn, AlertId(id)).await {
            Err(error) if error.affects_one_row() => unreadable.push(SetAside::new("alerts", id, &error)),
            read => drop(read?),
        }
    }
    Ok(unreadable)
}

/// The alerts that were sent at or after `since`: at most `limit`, the newest first.
pub async fn alerts_sent_since(conn: &mut Conn, since: Timestamp, limit: i64) -> Result<Vec<Alert>, DbError> {
    let since = since.as_millisecond();
    let rows = select_alerts!("WHERE a.sent_at >= ? ORDER BY a.sent_at DESC, a.id DESC LIMIT ?", since, limit)
        .fetch_all(conn)
        .await?;
    Ok(readable(rows.into_iter().map(Alert::try_from)))
}

/// The active alerts that have reached `member` and whose announced version they have not seen, oldest first.
pub async fn alerts_unseen_by(conn: &mut Conn, member: MemberId) -> Result<Vec<Alert>, DbError> {
    let member = member.to_sql();
    let rows = select_alerts!(
        "JOIN alert_recipients r ON r.alert_id = a.id
          WHERE r.member_id = ? AND a.state = 'active' AND r.sent_at IS NOT NULL
            AND (r.seen_version IS NULL OR r.seen_version < a.told_version)
          ORDER BY a.sent_at, a.id",
        member
    )
    .fetch_all(conn)
    .await?;
    Ok(readable(rows.into_iter().map(Alert::try_from)))
}

/// The version of an alert with this number. `None` if it does not exist.
pub async fn version(conn: &mut Conn, alert: AlertId, number: u32) -> Result<Option<Version>, DbError> {
    let row = sqlx::query!(
        "SELECT text, translations, answer_by FROM alert_versions WHERE alert_id = ? AND version = ?",
        alert.0,
        number
    );
    let Some(row) = row.fetch_optional(conn).await? else { return Ok(None) };
    let translations = translations_of(alert, &row.translations)?;
    Ok(Some(Version { number, text: row.text, translations, answer_by: row.answer_by.map(instant).transpose()? }))
}

/// When each version of an alert was made, the oldest first.
pub async fn version_times(conn: &mut Conn, alert: AlertId) -> Result<Vec<Timestamp>, DbError> {
    let times = sqlx::query_scalar!("SELECT at FROM alert_versions WHERE alert_id = ? ORDER BY version", alert.0);
    times.fetch_all(conn).await?.into_iter().map(instant).collect()
}

fn translations_of(alert: AlertId, stored: &str) -> Result<Translations, DbError> {
    serde_json::from_str(stored).map_err(|_| DbError::Corrupt(format!("translations of alert {alert}")))
}

pub async fn count_by_author(conn: &mut Conn, author: MemberId) -> Result<i64, DbError> {
    let author = author.to_sql();
    Ok(sqlx::query_scalar!(r#"SELECT COUNT(*) AS "n!: i64" FROM alerts WHERE author_id = ?"#, author)
        .fetch_one(conn)
        .await?)
}

/// When the oldest alert was sent. `None` if there is no alert.
pub async fn oldest_sent_at(conn: &mut Conn) -> Result<Option<Timestamp>, DbError> {
    let at = sqlx::query_scalar!(r#"SELECT MIN(sent_at) AS "at: i64" FROM alerts"#).fetch_one(conn).await?;
    at.map(instant).transpose()
}

/// The alerts that were sent before `before`: at most `limit`, the oldest first.
pub async fn alerts_sent_before(conn: &mut Conn, before: Timestamp, limit: u32) -> Result<Vec<AlertId>, DbError> {
    let before = before.as_millisecond();
    let ids = sqlx::query_scalar!("SELECT id FROM alerts WHERE sent_at < ? ORDER BY sent_at LIMIT ?", before, limit)
        .fetch_all(conn)
        .await?;
    Ok(ids.into_iter().map(AlertId).collect())
}

/// Deletes an alert with its versions, recipients, messages and rosters. The caller must delete its drafts first.
pub async fn delete(tx: &mut Tx, alert: AlertId) -> Result<(), DbError> {
    sqlx::query!("DELETE FROM alerts WHERE id = ?", alert.0).execute(&mut **tx).await?;
    Ok(())
}

struct AlertRow {
    id: i64,
    author_id: i64,
    severity: String,
    ask: String,
    purpose: String,
    addressed: String,
    version: i64,
    told_version: i64,
    state: String,
    sent_at: i64,
    asked_at: Option<i64>,
    found_at: Option<i64>,
    ended_at: Option<i64>,
    ended_by: Option<i64>,
    text: String,
    translations: String,
    answer_by: Option<i64>,
}

impl TryFrom<AlertRow> for Alert {
    type Error = DbError;

    fn try_from(row: AlertRow) -> Result<Self, DbError> {
        let corrupt = |what: &str| DbError::Corrupt(format!("{what} of alert {}", row.id));
        let state = match (row.state.as_str(), row.ended_at, row.ended_by) {
            ("active", None, _) => AlertState::Active,
            ("cancelled", Some(at), Some(by)) => AlertState::Cancelled { at: instant(at)?, by: MemberId::from_sql(by) },
            ("over", Some(at), Some(by)) => AlertState::Over { at: instant(at)?, by: MemberId::from_sql(by) },
            _ => return Err(corrupt("state")),
        };
        Ok(Self {
            id: AlertId(row.id),
            author: MemberId::from_sql(row.author_id),
            severity: row.severity.parse().map_err(|_| corrupt("severity"))?,
            ask: serde_json::from_str(&row.ask).map_err(|_| corrupt("ask"))?,
            purpose: row.purpose.parse().map_err(|_| corrupt("purpose"))?,
            groups: serde_json::from_str(&row.addressed).map_err(|_| corrupt("groups"))?,
            state,
            sent_at: instant(row.sent_at)?,
            asked_at: row.asked_at.map(instant).transpose()?,
            current_version: Version {
                number: version_number(row.version)?,
                text: row.text,
                translations: translations_of(AlertId(row.id), &row.translations)?,
                answer_by: row.answer_by.map(instant).transpose()?,
            },
            announced_version: version_number(row.told_version)?,
            found_at: row.found_at.map(instant).transpose()?,
        })
    }
}
