//! The SQL of the table `faq_drafts`.

use super::{code, instant};
use crate::db::{Conn, DbError, Tx, readable};
use crate::faq::model::{CardId, CardText, Draft, DraftId, SearchId, ValidText};
use crate::members::MemberId;
use crate::time::Timestamp;

struct DraftRow {
    id: i64,
    author_id: i64,
    card_id: Option<i64>,
    base_version: Option<i64>,
    language: String,
    category: String,
    question: String,
    answer: String,
    valid_text: String,
    valid_until: Option<i64>,
    search_id: Option<i64>,
    state: String,
}

impl TryFrom<DraftRow> for Draft {
    type Error = DbError;

    fn try_from(row: DraftRow) -> Result<Self, DbError> {
        let language = code("faq_drafts.language", &row.language)?;
        Ok(Self {
            id: DraftId(row.id),
            author: MemberId::from_sql(row.author_id),
            card: row.card_id.map(CardId),
            base_version: row.base_version,
            category: code("faq_drafts.category", &row.category)?,
            text: CardText { language, question: row.question, answer: row.answer },
            valid: ValidText { typed: row.valid_text, until: row.valid_until.map(instant).transpose()? },
            search: row.search_id.map(SearchId),
            state: code("faq_drafts.state", &row.state)?,
        })
    }
}

/// `SELECT … FROM faq_drafts` with all columns, followed by the given conditions and their arguments.
macro_rules! select_drafts {
    ($conditions:tt $(, $arg:expr)* $(,)?) => {
        sqlx::query_as!(
            DraftRow,
            r#"SELECT id AS "id!", author_id, card_id, base_version, language, category, question, answer, valid_text,
                      valid_until, search_id, state
               FROM faq_drafts "# + $conditions
            $(, $arg)*
        )
    };
}

pub async fn get(conn: &mut Conn, id: DraftId) -> Result<Option<Draft>, DbError> {
    let row = select_drafts!("WHERE id = ?", id.0).fetch_optional(conn).await?;
    row.map(Draft::try_from).transpose()
}

/// Inserts a draft and returns its number. The number of `draft` is ignored.
pub async fn insert(tx: &mut Tx, draft: &Draft, now: Timestamp) -> Result<DraftId, DbError> {
    let (author, card, search) = (draft.author.to_sql(), draft.card.map(|id| id.0), draft.search.map(|id| id.0));
    let (language, category): (&str, &str) = (draft.text.language.code(), draft.category.into());
    let (state, now): (&str, i64) = (draft.state.into(), now.as_millisecond());
    let until = draft.valid.until.map(Timestamp::as_millisecond);
    let id = sqlx::query_scalar!(
        r#"INSERT INTO faq_drafts (author_id, card_id, base_version, language, category, question, answer, valid_text,
                                   valid_until, search_id, state, changed_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id AS "id!""#,
        author,
        card,
        draft.base_version,
        language,
        category,
        draft.text.question,
        draft.text.answer,
        draft.valid.typed,
        until,
        search,
        state,
        now
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(DraftId(id))
}

/// Writes the changeable columns of a draft.
pub async fn save(tx: &mut Tx, draft: &Draft, now: Timestamp) -> Result<(), DbError> {
    let (card, now) = (draft.card.map(|id| id.0), now.as_millisecond());
    let (state, until): (&str, Option<i64>) = (draft.state.into(), draft.valid.until.map(Timestamp::as_millisecond));
    sqlx::query!(
        "UPDATE faq_drafts SET card_id = ?, base_version = ?, question = ?, answer = ?, valid_text = ?, valid_until = ?,
                               state = ?, changed_at = ?
          WHERE id = ?",
        card,
        draft.base_version,
        draft.text.question,
        draft.text.answer,
        draft.valid.typed,
        until,
        state,
        now,
        draft.id.0
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The drafts that wait for the secretariat, the oldest first.
pub async fn submitted(conn: &mut Conn, limit: u32) -> Result<Vec<Draft>, DbError> {
    let rows = select_drafts!("WHERE state = 'submitted' ORDER BY changed_at, id LIMIT ?", limit);
    Ok(readable(rows.fetch_all(conn).await?.into_iter().map(Draft::try_from)))
}

pub async fn count_submitted(conn: &mut Conn) -> Result<usize, DbError> {
    let count = sqlx::query_scalar!(r#"SELECT COUNT(*) AS "n: i64" FROM faq_drafts WHERE state = 'submitted'"#);
    Ok(usize::try_from(count.fetch_one(conn).await?).unwrap_or_default())
}

/// The drafts of a member, the newest first.
pub async fn by_author(conn: &mut Conn, author: MemberId, limit: u32) -> Result<Vec<Draft>, DbError> {
    let author = author.to_sql();
    let rows = select_drafts!("WHERE author_id = ? ORDER BY id DESC LIMIT ?", author, limit);
    Ok(readable(rows.fetch_all(conn).await?.into_iter().map(Draft::try_from)))
}

pub async fn delete_of(tx: &mut Tx, author: MemberId) -> Result<u64, DbError> {
    let author = author.to_sql();
    Ok(sqlx::query!("DELETE FROM faq_drafts WHERE author_id = ?", author).execute(&mut **tx).await?.rows_affected())
}

/// When the oldest draft changed that does not wait for the secretariat.
pub async fn oldest_change(conn: &mut Conn) -> Result<Option<Timestamp>, DbError> {
    let at = sqlx::query_scalar!(r#"SELECT MIN(changed_at) AS "at: i64" FROM faq_drafts WHERE state <> 'submitted'"#);
    at.fetch_one(conn).await?.map(instant).transpose()
}

/// Deletes drafts that do not wait for the secretariat and that nobody changed since `before`.
pub async fn delete_unchanged_since(tx: &mut Tx, before: Timestamp, limit: u32) -> Result<u64, DbError> {
    let before = before.as_millisecond();
    let done = sqlx::query!(
        "DELETE FROM faq_drafts WHERE id IN
           (SELECT id FROM faq_drafts WHERE state <> 'submitted' AND changed_at < ? ORDER BY changed_at LIMIT ?)",
        before,
        limit
    );
    Ok(done.execute(&mut **tx).await?.rows_affected())
}
