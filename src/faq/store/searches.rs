//! The SQL of the table `faq_searches`.

use super::{code, instant};
use crate::db::{Conn, DbError, Tx, readable};
use crate::faq::model::{CardId, Search, SearchId};
use crate::members::{InteractionId, MemberId};
use crate::time::Timestamp;

struct SearchRow {
    id: i64,
    interaction_id: i64,
    asker_id: i64,
    language: String,
    text: String,
    kind: Option<String>,
    cards: String,
    outcome: String,
    next_at: Option<i64>,
    ticket: Option<i64>,
    searched_at: i64,
}

impl TryFrom<SearchRow> for Search {
    type Error = DbError;

    fn try_from(row: SearchRow) -> Result<Self, DbError> {
        let cards: Vec<i64> = serde_json::from_str(&row.cards)
            .map_err(|error| DbError::Corrupt(format!("faq_searches.cards of {}: {error}", row.id)))?;
        Ok(Self {
            id: SearchId(row.id),
            interaction: InteractionId::from_sql(row.interaction_id),
            asker: MemberId::from_sql(row.asker_id),
            language: code("faq_searches.language", &row.language)?,
            text: row.text,
            kind: row.kind,
            cards: cards.into_iter().map(CardId).collect(),
            outcome: code("faq_searches.outcome", &row.outcome)?,
            next_at: row.next_at.map(instant).transpose()?,
            ticket: row.ticket,
            searched_at: instant(row.searched_at)?,
        })
    }
}

/// `SELECT … FROM faq_searches` with all columns, followed by the given conditions and their arguments.
macro_rules! select_searches {
    ($conditions:tt $(, $arg:expr)* $(,)?) => {
        sqlx::query_as!(
            SearchRow,
            r#"SELECT id AS "id!", interaction_id, asker_id, language, text, kind, cards, outcome, next_at, ticket,
                      searched_at
               FROM faq_searches "# + $conditions
            $(, $arg)*
        )
    };
}

/// The name of the table, for rows that are set aside.
pub const TABLE: &str = "faq_searches";

/// Inserts a search and returns its number. The number of `search` is ignored. Returns `None` when this interaction has
/// already searched.
pub async fn insert(tx: &mut Tx, search: &Search) -> Result<Option<SearchId>, DbError> {
    let (interaction, asker) = (search.interaction.to_sql(), search.asker.to_sql());
    let cards: Vec<i64> = search.cards.iter().map(|card| card.0).collect();
    let cards = serde_json::to_string(&cards).map_err(|error| DbError::Corrupt(error.to_string()))?;
    let (language, outcome): (&str, &str) = (search.language.code(), search.outcome.into());
    let (next_at, searched_at) = (search.next_at.map(Timestamp::as_millisecond), search.searched_at.as_millisecond());
    let id = sqlx::query_scalar!(
        r#"INSERT INTO faq_searches (interaction_id, asker_id, language, text, kind, cards, outcome, next_at, ticket,
                                     searched_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (interaction_id) DO NOTHING RETURNING id AS "id!""#,
        interaction,
        asker,
        language,
        search.text,
        search.kind,
        cards,
        outcome,
        next_at,
        search.ticket,
        searched_at
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(id.map(SearchId))
}

pub async fn get(conn: &mut Conn, id: SearchId) -> Result<Option<Search>, DbError> {
    let row = select_searches!("WHERE id = ?", id.0).fetch_optional(conn).await?;
    row.map(Search::try_from).transpose()
}

pub async fn by_interaction(conn: &mut Conn, interaction: InteractionId) -> Result<Option<Search>, DbError> {
    let interaction = interaction.to_sql();
    let row = select_searches!("WHERE interaction_id = ?", interaction).fetch_optional(conn).await?;
    row.map(Search::try_from).transpose()
}

/// The requests of a member whose tickets are not open yet.
pub async fn held_of(conn: &mut Conn, asker: MemberId) -> Result<Vec<Search>, DbError> {
    let asker = asker.to_sql();
    let rows = select_searches!("WHERE asker_id = ? AND outcome = 'held' ORDER BY id", asker);
    Ok(readable(rows.fetch_all(conn).await?.into_iter().map(Search::try_from)))
}

/// Writes the changeable columns of a search.
pub async fn save(tx: &mut Tx, search: &Search) -> Result<(), DbError> {
    let (outcome, next_at): (&str, Option<i64>) =
        (search.outcome.into(), search.next_at.map(Timestamp::as_millisecond));
    sqlx::query!(
        "UPDATE faq_searches SET outcome = ?, next_at = ?, ticket = ? WHERE id = ?",
        outcome,
        next_at,
        search.ticket,
        search.id.0
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Requests whose tickets must open at `now`, the most overdue first, except requests that are set aside.
pub async fn due(conn: &mut Conn, now: Timestamp, limit: u32) -> Result<Vec<SearchId>, DbError> {
    let now = now.as_millisecond();
    let ids = sqlx::query_scalar!(
        r#"SELECT id AS "id!" FROM faq_searches
           WHERE next_at <= ?
             AND NOT EXISTS (SELECT 1 FROM set_aside WHERE part = 'faq_searches' AND row_id = faq_searches.id)
           ORDER BY next_at, id LIMIT ?"#,
        now,
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(ids.into_iter().map(SearchId).collect())
}

/// The earliest time later than `after` at which a ticket must open.
pub async fn next_due(conn: &mut Conn, after: Timestamp) -> Result<Option<Timestamp>, DbError> {
    let after = after.as_millisecond();
    let at = sqlx::query_scalar!(
        r#"SELECT MIN(next_at) AS "at: i64" FROM faq_searches
           WHERE next_at > ?
             AND NOT EXISTS (SELECT 1 FROM set_aside WHERE part = 'faq_searches' AND row_id = faq_searches.id)"#,
        after
    )
    .fetch_one(conn)
    .await?;
    at.map(instant).transpose()
}

/// How many searches found no answer and are not dismissed.
pub async fn count_missing(conn: &mut Conn) -> Result<usize, DbError> {
    let count = sqlx::query_scalar!(
        r#"SELECT COUNT(*) AS "n: i64" FROM faq_searches
           WHERE outcome IN ('nothing', 'unanswered') AND dismissed_at IS NULL"#
    );
    Ok(usize::try_from(count.fetch_one(conn).await?).unwrap_or_default())
}

/// Searches that found no answer and are not dismissed, the newest first.
pub async fn missing(conn: &mut Conn, limit: i64, offset: i64) -> Result<Vec<Search>, DbError> {
    let rows = select_searches!(
        "WHERE outcome IN ('nothing', 'unanswered') AND dismissed_at IS NULL
         ORDER BY searched_at DESC, id DESC LIMIT ? OFFSET ?",
        limit,
        offset
    );
    Ok(readable(rows.fetch_all(conn).await?.into_iter().map(Search::try_from)))
}

/// How many searches since `since` ended without an answer, and how many ended with one.
pub async fn count_since(conn: &mut Conn, since: Timestamp, until: Timestamp) -> Result<(i64, i64), DbError> {
    let (since, until) = (since.as_millisecond(), until.as_millisecond());
    let row = sqlx::query!(
        r#"SELECT COUNT(*) FILTER (WHERE outcome IN ('nothing', 'unanswered')) AS "without: i64",
                  COUNT(*) FILTER (WHERE outcome = 'answered') AS "answered: i64"
           FROM faq_searches WHERE searched_at >= ? AND searched_at < ?"#,
        since,
        until
    )
    .fetch_one(conn)
    .await?;
    Ok((row.without, row.answered))
}

/// Removes a search from the list of what was not found.
pub async fn dismiss(tx: &mut Tx, id: SearchId, now: Timestamp) -> Result<(), DbError> {
    let now = now.as_millisecond();
    sqlx::query!("UPDATE faq_searches SET dismissed_at = ? WHERE id = ? AND dismissed_at IS NULL", now, id.0)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// The searches of a member, the newest first.
pub async fn by_asker(conn: &mut Conn, asker: MemberId, limit: u32) -> Result<Vec<Search>, DbError> {
    let asker = asker.to_sql();
    let rows = select_searches!("WHERE asker_id = ? ORDER BY id DESC LIMIT ?", asker, limit);
    Ok(readable(rows.fetch_all(conn).await?.into_iter().map(Search::try_from)))
}

pub async fn delete_of(tx: &mut Tx, asker: MemberId) -> Result<u64, DbError> {
    let asker = asker.to_sql();
    Ok(sqlx::query!("DELETE FROM faq_searches WHERE asker_id = ?", asker).execute(&mut **tx).await?.rows_affected())
}

/// When the oldest search was made whose ticket does not wait.
pub async fn oldest(conn: &mut Conn) -> Result<Option<Timestamp>, DbError> {
    let at = sqlx::query_scalar!(r#"SELECT MIN(searched_at) AS "at: i64" FROM faq_searches WHERE next_at IS NULL"#);
    at.fetch_one(conn).await?.map(instant).transpose()
}

/// Deletes searches that were made before `before`. A request whose ticket is not open yet stays.
pub async fn delete_before(tx: &mut Tx, before: Timestamp, limit: u32) -> Result<u64, DbError> {
    let before = before.as_millisecond();
    let done = sqlx::query!(
        "DELETE FROM faq_searches WHERE id IN
           (SELECT id FROM faq_searches WHERE searched_at < ? AND next_at IS NULL ORDER BY searched_at LIMIT ?)",
        before,
        limit
    );
    Ok(done.execute(&mut **tx).await?.rows_affected())
}
