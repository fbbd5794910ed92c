//! The SQL of alerts in the making, and nothing else's.

use std::collections::BTreeSet;

use super::Draft;
use crate::alerts::model::{AlertId, DraftId, Severity};
use crate::alerts::standing::Shown;
use crate::db::{Conn, DbError, Tx};
use crate::members::{InteractionId, MemberId};
use crate::time::Timestamp;

/// Keeps a new draft. The same interaction makes one only: its id comes back.
pub async fn insert(
    tx: &mut Tx,
    interaction: InteractionId,
    draft: &Draft,
    now: Timestamp,
) -> Result<DraftId, DbError> {
    let (interaction, author, now) = (interaction.to_sql(), draft.author.to_sql(), now.as_millisecond());
    let severity = draft.severity.code();
    let (corrects, corrects_from) =
        draft.corrects.map_or((None, None), |(alert, version)| (Some(alert.0), Some(version)));
    let answer_by = draft.answer_by.map(Timestamp::as_millisecond);
    let id = sqlx::query_scalar!(
        r#"INSERT INTO alert_drafts (interaction_id, author_id, severity, audience, corrects, corrects_from, text, answer_by_text,
               answer_by, changed_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT (interaction_id) DO UPDATE SET changed_at = excluded.changed_at
           RETURNING id AS "id!""#,
        interaction,
        author,
        severity,
        draft.audience,
        corrects,
        corrects_from,
        draft.text,
        draft.answer_by_text,
        answer_by,
        now
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(DraftId(id))
}

/// Keeps what was changed of a draft that is neither sent nor discarded. False when it is.
pub async fn update(tx: &mut Tx, draft: &Draft, now: Timestamp) -> Result<bool, DbError> {
    let answer_by = draft.answer_by.map(Timestamp::as_millisecond);
    let previewed_at = draft.previewed_at.map(Timestamp::as_millisecond);
    let chosen = serde_json::to_string(&draft.chosen).expect("ids are JSON");
    let shown = draft.shown.as_ref().map(|shown| serde_json::to_string(shown).expect("sections are JSON"));
    let now = now.as_millisecond();
    let done = sqlx::query!(
        "UPDATE alert_drafts SET audience = ?, text = ?, answer_by_text = ?, answer_by = ?, chosen = ?, shown = ?,
             previewed_at = ?, changed_at = ?
         WHERE id = ? AND alert_id IS NULL AND discarded_at IS NULL",
        draft.audience,
        draft.text,
        draft.answer_by_text,
        answer_by,
        chosen,
        shown,
        previewed_at,
        now,
        draft.id.0
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The draft becomes an alert, once. False when it was sent or discarded before.
pub async fn set_sent(tx: &mut Tx, id: DraftId, alert: AlertId, now: Timestamp) -> Result<bool, DbError> {
    let now = now.as_millisecond();
    let done = sqlx::query!(
        "UPDATE alert_drafts SET alert_id = ?, changed_at = ? WHERE id = ? AND alert_id IS NULL AND discarded_at IS NULL",
        alert.0,
        now,
        id.0
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// False when it was sent or discarded before.
pub async fn set_discarded(tx: &mut Tx, id: DraftId, now: Timestamp) -> Result<bool, DbError> {
    let now = now.as_millisecond();
    let done = sqlx::query!(
        "UPDATE alert_drafts SET discarded_at = ?, changed_at = ? WHERE id = ? AND alert_id IS NULL AND discarded_at IS NULL",
        now,
        now,
        id.0
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub async fn get(conn: &mut Conn, id: DraftId) -> Result<Option<Draft>, DbError> {
    let row = sqlx::query_as!(
        Row,
        "SELECT id, author_id, severity, audience, corrects, corrects_from, text, answer_by_text, answer_by, chosen, shown, previewed_at, alert_id,
                discarded_at
           FROM alert_drafts WHERE id = ?",
        id.0
    )
    .fetch_optional(conn)
    .await?;
    row.map(Draft::try_from).transpose()
}

/// Texts that an author wrote and did not send.
pub async fn unsent_by(conn: &mut Conn, author: MemberId) -> Result<Vec<Draft>, DbError> {
    let author = author.to_sql();
    let rows = sqlx::query_as!(
        Row,
        "SELECT id, author_id, severity, audience, corrects, corrects_from, text, answer_by_text, answer_by, chosen, shown, previewed_at, alert_id,
                discarded_at
           FROM alert_drafts WHERE author_id = ? AND alert_id IS NULL ORDER BY id",
        author
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(Draft::try_from).collect()
}

pub async fn delete_unsent_by(tx: &mut Tx, author: MemberId) -> Result<u64, DbError> {
    let author = author.to_sql();
    let done = sqlx::query!("DELETE FROM alert_drafts WHERE author_id = ? AND alert_id IS NULL", author)
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected())
}

/// When the draft that was left alone longest was last changed.
pub async fn oldest(conn: &mut Conn) -> Result<Option<Timestamp>, DbError> {
    let at = sqlx::query_scalar!(r#"SELECT MIN(changed_at) AS "at: i64" FROM alert_drafts"#).fetch_one(conn).await?;
    let instant = |ms| Timestamp::from_millisecond(ms).map_err(|_| DbError::Corrupt(format!("instant {ms}")));
    at.map(instant).transpose()
}

pub async fn delete_changed_before(tx: &mut Tx, before: Timestamp) -> Result<u64, DbError> {
    let before = before.as_millisecond();
    let done = sqlx::query!("DELETE FROM alert_drafts WHERE changed_at < ?", before).execute(&mut **tx).await?;
    Ok(done.rows_affected())
}

/// What hangs on alerts that are about to be deleted.
pub async fn delete_of_alerts_before(tx: &mut Tx, before: Timestamp) -> Result<u64, DbError> {
    let before = before.as_millisecond();
    let done = sqlx::query!(
        "DELETE FROM alert_drafts WHERE alert_id IN (SELECT id FROM alerts WHERE sent_at < ?1)
             OR corrects IN (SELECT id FROM alerts WHERE sent_at < ?1)",
        before
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected())
}

struct Row {
    id: i64,
    author_id: i64,
    severity: String,
    audience: String,
    corrects: Option<i64>,
    corrects_from: Option<i64>,
    text: String,
    answer_by_text: String,
    answer_by: Option<i64>,
    chosen: String,
    shown: Option<String>,
    previewed_at: Option<i64>,
    alert_id: Option<i64>,
    discarded_at: Option<i64>,
}

impl TryFrom<Row> for Draft {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        let corrupt = |what: &str| DbError::Corrupt(format!("{what} of alert draft {}", row.id));
        let instant = |ms: i64| Timestamp::from_millisecond(ms).map_err(|_| corrupt("instant"));
        let chosen: BTreeSet<MemberId> = serde_json::from_str(&row.chosen).map_err(|_| corrupt("chosen"))?;
        let shown: Option<Shown> =
            row.shown.as_deref().map(serde_json::from_str).transpose().map_err(|_| corrupt("shown"))?;
        let corrects = match (row.corrects, row.corrects_from) {
            (Some(alert), Some(from)) => Some((AlertId(alert), u32::try_from(from).map_err(|_| corrupt("version"))?)),
            _ => None,
        };
        Ok(Self {
            id: DraftId(row.id),
            author: MemberId::from_sql(row.author_id),
            severity: Severity::from_code(&row.severity).ok_or_else(|| corrupt("severity"))?,
            audience: row.audience,
            corrects,
            text: row.text,
            answer_by_text: row.answer_by_text,
            answer_by: row.answer_by.map(instant).transpose()?,
            chosen,
            shown,
            previewed_at: row.previewed_at.map(instant).transpose()?,
            alert: row.alert_id.map(AlertId),
            discarded_at: row.discarded_at.map(instant).transpose()?,
        })
    }
}
