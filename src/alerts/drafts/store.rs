//! The SQL of drafts.

use std::collections::BTreeSet;

use super::model::{CorrectionBase, Draft, DraftClosed, DraftContent};
use super::preview::PreviewSnapshot;
use crate::alerts::ask::AlertKind;
use crate::alerts::model::{AlertId, DraftId};
use crate::db::{Conn, DbError, Tx, readable};
use crate::members::{InteractionId, MemberId};
use crate::time::Timestamp;

/// Inserts a new draft and returns its id. If Discord delivers one interaction twice, returns the id of the draft that
/// was inserted first.
pub async fn insert(
    tx: &mut Tx,
    interaction: InteractionId,
    author: MemberId,
    content: &DraftContent,
    now: Timestamp,
) -> Result<DraftId, DbError> {
    let (interaction, author, now) = (interaction.to_sql(), author.to_sql(), now.as_millisecond());
    let (severity, ask, purpose): (&str, &str, &str) =
        (content.severity.into(), content.kind.ask.into(), content.kind.purpose.into());
    let corrects = content.correction_base.map(|base| base.alert.0);
    let corrects_from = content.correction_base.map(|base| base.base_version);
    let answer_by = content.answer_by.map(Timestamp::as_millisecond);
    let translations = serde_json::to_string(&content.translations).expect("texts are JSON");
    let id = sqlx::query_scalar!(
        r#"INSERT INTO alert_drafts (interaction_id, author_id, severity, ask, ask_text, purpose, audience, corrects,
               corrects_from, text, translations, answer_by_text, answer_by, changed_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT (interaction_id) DO UPDATE SET changed_at = excluded.changed_at
           RETURNING id AS "id!""#,
        interaction,
        author,
        severity,
        ask,
        content.ask_text,
        purpose,
        content.audience,
        corrects,
        corrects_from,
        content.text,
        translations,
        content.answer_by_text,
        answer_by,
        now
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(DraftId(id))
}

/// Stores the changes of an open draft.
///
/// # Errors
/// `Corrupt` when the draft is closed.
pub async fn update(tx: &mut Tx, draft: &Draft, now: Timestamp) -> Result<(), DbError> {
    let content = &draft.content;
    let answer_by = content.answer_by.map(Timestamp::as_millisecond);
    let translations = serde_json::to_string(&content.translations).expect("texts are JSON");
    let previewed_at = draft.previewed_at.map(Timestamp::as_millisecond);
    let chosen = serde_json::to_string(&draft.members_to_wake).expect("ids are JSON");
    let shown = draft.snapshot.as_ref().map(|shown| serde_json::to_string(shown).expect("sections are JSON"));
    let now = now.as_millisecond();
    let done = sqlx::query!(
        "UPDATE alert_drafts SET audience = ?, ask_text = ?, text = ?, translations = ?, answer_by_text = ?,
             answer_by = ?, chosen = ?, shown = ?, previewed_at = ?, changed_at = ?
         WHERE id = ? AND alert_id IS NULL AND discarded_at IS NULL",
        content.audience,
        content.ask_text,
        content.text,
        translations,
        content.answer_by_text,
        answer_by,
        chosen,
        shown,
        previewed_at,
        now,
        draft.id.0
    )
    .execute(&mut **tx)
    .await?;
    one_open_draft(done.rows_affected(), draft.id)
}

/// Marks the draft as sent: it became an alert, or a correction of one.
///
/// # Errors
/// `Corrupt` when the draft is closed.
pub async fn set_sent(tx: &mut Tx, id: DraftId, alert: AlertId, now: Timestamp) -> Result<(), DbError> {
    let now = now.as_millisecond();
    let done = sqlx::query!(
        "UPDATE alert_drafts SET alert_id = ?, changed_at = ?
         WHERE id = ? AND alert_id IS NULL AND discarded_at IS NULL",
        alert.0,
        now,
        id.0
    )
    .execute(&mut **tx)
    .await?;
    one_open_draft(done.rows_affected(), id)
}

/// Marks the draft as discarded.
///
/// # Errors
/// `Corrupt` when the draft is closed.
pub async fn set_discarded(tx: &mut Tx, id: DraftId, now: Timestamp) -> Result<(), DbError> {
    let now = now.as_millisecond();
    let done = sqlx::query!(
        "UPDATE alert_drafts SET discarded_at = ?, changed_at = ?
         WHERE id = ? AND alert_id IS NULL AND discarded_at IS NULL",
        now,
        now,
        id.0
    )
    .execute(&mut **tx)
    .await?;
    one_open_draft(done.rows_affected(), id)
}

fn one_open_draft(affected: u64, id: DraftId) -> Result<(), DbError> {
    match affected {
        1 => Ok(()),
        _ => Err(DbError::Corrupt(format!("alert draft {id} is closed"))),
    }
}

/// `SELECT … FROM alert_drafts` with all columns, followed by the given conditions and their arguments.
macro_rules! select_drafts {
    ($conditions:tt $(, $arg:expr)* $(,)?) => {
        sqlx::query_as!(
            Row,
            "SELECT id, author_id, severity, ask, ask_text, purpose, audience, corrects, corrects_from, text,
                    translations, answer_by_text, answer_by, chosen, shown, previewed_at, alert_id, discarded_at
               FROM alert_drafts " + $conditions
            $(, $arg)*
        )
    };
}

pub async fn get(conn: &mut Conn, id: DraftId) -> Result<Option<Draft>, DbError> {
    let row = select_drafts!("WHERE id = ?", id.0).fetch_optional(conn).await?;
    row.map(Draft::try_from).transpose()
}

/// The drafts of an author that were not sent, including discarded ones.
pub async fn unsent_drafts_of(conn: &mut Conn, author: MemberId) -> Result<Vec<Draft>, DbError> {
    let author = author.to_sql();
    let rows = select_drafts!("WHERE author_id = ? AND alert_id IS NULL ORDER BY id", author).fetch_all(conn).await?;
    Ok(readable(rows.into_iter().map(Draft::try_from)))
}

/// Deletes all drafts of an author; returns how many. A sent alert does not need its draft, so sent drafts are deleted
/// too.
pub async fn delete_drafts_of(tx: &mut Tx, author: MemberId) -> Result<u64, DbError> {
    let author = author.to_sql();
    let done = sqlx::query!("DELETE FROM alert_drafts WHERE author_id = ?", author).execute(&mut **tx).await?;
    Ok(done.rows_affected())
}

/// The earliest instant at which a stored draft was last changed. `None` if there is no draft.
pub async fn oldest_changed_at(conn: &mut Conn) -> Result<Option<Timestamp>, DbError> {
    let at = sqlx::query_scalar!(r#"SELECT MIN(changed_at) AS "at: i64" FROM alert_drafts"#).fetch_one(conn).await?;
    let instant = |ms| Timestamp::from_millisecond(ms).map_err(|_| DbError::Corrupt(format!("instant {ms}")));
    at.map(instant).transpose()
}

/// Deletes at most `limit` drafts that were last changed before `before`, the oldest first; returns how many.
pub async fn delete_changed_before(tx: &mut Tx, before: Timestamp, limit: u32) -> Result<u64, DbError> {
    let before = before.as_millisecond();
    let done = sqlx::query!(
        "DELETE FROM alert_drafts WHERE id IN
             (SELECT id FROM alert_drafts WHERE changed_at < ? ORDER BY changed_at LIMIT ?)",
        before,
        limit
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected())
}

/// Deletes the drafts of an alert and of its corrections; returns how many.
pub async fn delete_drafts_of_alert(tx: &mut Tx, alert: AlertId) -> Result<u64, DbError> {
    let done = sqlx::query!("DELETE FROM alert_drafts WHERE alert_id = ?1 OR corrects = ?1", alert.0)
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected())
}

struct Row {
    id: i64,
    author_id: i64,
    severity: String,
    ask: String,
    ask_text: String,
    purpose: String,
    audience: String,
    corrects: Option<i64>,
    corrects_from: Option<i64>,
    text: String,
    translations: String,
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
        let shown: Option<PreviewSnapshot> =
            row.shown.as_deref().map(serde_json::from_str).transpose().map_err(|_| corrupt("shown"))?;
        let translations = serde_json::from_str(&row.translations).map_err(|_| corrupt("translations"))?;
        let corrects = match (row.corrects, row.corrects_from) {
            (Some(alert), Some(from)) => Some(CorrectionBase {
                alert: AlertId(alert),
                base_version: u32::try_from(from).map_err(|_| corrupt("version"))?,
            }),
            _ => None,
        };
        let closed = match (row.alert_id, row.discarded_at) {
            (Some(alert), _) if corrects.is_some() => Some(DraftClosed::Corrected(AlertId(alert))),
            (Some(alert), _) => Some(DraftClosed::Sent(AlertId(alert))),
            (None, Some(_)) => Some(DraftClosed::Discarded),
            (None, None) => None,
        };
        Ok(Self {
            id: DraftId(row.id),
            author: MemberId::from_sql(row.author_id),
            content: DraftContent {
                severity: row.severity.parse().map_err(|_| corrupt("severity"))?,
                kind: AlertKind {
                    ask: row.ask.parse().map_err(|_| corrupt("ask"))?,
                    purpose: row.purpose.parse().map_err(|_| corrupt("purpose"))?,
                },
                ask_text: row.ask_text,
                audience: row.audience,
                correction_base: corrects,
                text: row.text,
                translations,
                answer_by_text: row.answer_by_text,
                answer_by: row.answer_by.map(instant).transpose()?,
            },
            members_to_wake: chosen,
            snapshot: shown,
            previewed_at: row.previewed_at.map(instant).transpose()?,
            closed,
        })
    }
}
