//! The SQL of cards: the tables `faq_cards`, `faq_texts`, `faq_versions` and `faq_posts`, and the search index. The SQL
//! of drafts and of searches is in the files below this one.

pub mod drafts;
pub mod searches;

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::model::{Card, CardContent, CardId, CardText, Category};
use crate::db::{Conn, DbError, Tx, readable};
use crate::delivery::DeliveryId;
use crate::members::{ChannelId, MemberId};
use crate::time::Timestamp;
use crate::words::Language;

/// The name of the table, for rows that are set aside.
pub const TABLE: &str = "faq_cards";

/// A query limit, far above the number of texts that share a word with a question.
const MAX_FOUND: i64 = 100;

struct CardRow {
    id: i64,
    state: String,
    category: String,
    owner_id: Option<i64>,
    valid_until: Option<i64>,
    reminded_at: Option<i64>,
    expired_at: Option<i64>,
    version: i64,
}

/// A text that the index found, the best first.
pub struct FoundText {
    pub card: CardId,
    pub question: String,
    pub answer: String,
}

/// The texts of cards that are shown at `now` and that the FTS5 query finds: those in `language` first, then by how
/// well they fit. A word in the question counts more than a word in the answer.
pub async fn search(
    conn: &mut Conn,
    query: &str,
    language: Language,
    now: Timestamp,
) -> Result<Vec<FoundText>, DbError> {
    let (language, now) = (language.code(), now.as_millisecond());
    let rows = sqlx::query!(
        r#"SELECT t.card_id AS "card!: i64", t.question AS "question!: String", t.answer AS "answer!: String"
           FROM faq_search JOIN faq_texts AS t ON t.id = faq_search.rowid JOIN faq_cards AS c ON c.id = t.card_id
           WHERE faq_search MATCH ?1 AND c.state = 'published' AND (c.valid_until IS NULL OR c.valid_until > ?2)
           ORDER BY t.language <> ?3, bm25(faq_search, 4.0, 1.0), t.id LIMIT ?4"#,
        query,
        now,
        language,
        MAX_FOUND
    )
    .fetch_all(conn)
    .await?;
    let found = |card, question, answer| FoundText { card: CardId(card), question, answer };
    Ok(rows.into_iter().map(|row| found(row.card, row.question, row.answer)).collect())
}

pub async fn get(conn: &mut Conn, id: CardId) -> Result<Option<Card>, DbError> {
    let row = sqlx::query_as!(
        CardRow,
        "SELECT id, state, category, owner_id, valid_until, reminded_at, expired_at, version
         FROM faq_cards WHERE id = ?",
        id.0
    )
    .fetch_optional(&mut *conn)
    .await?;
    match row {
        Some(row) => Ok(Some(card(row, texts(conn, id).await?)?)),
        None => Ok(None),
    }
}

async fn texts(conn: &mut Conn, id: CardId) -> Result<Vec<CardText>, DbError> {
    let rows = sqlx::query!("SELECT language, question, answer FROM faq_texts WHERE card_id = ?", id.0)
        .fetch_all(conn)
        .await?;
    let text = |language: String, question, answer| {
        Ok(CardText { language: code("faq_texts.language", &language)?, question, answer })
    };
    let mut texts: Vec<CardText> = readable(rows.into_iter().map(|row| text(row.language, row.question, row.answer)));
    texts.sort_by_key(|text| Language::ALL.iter().position(|language| *language == text.language));
    Ok(texts)
}

/// The numbers of the cards that are not deleted, in their order.
pub async fn published(conn: &mut Conn) -> Result<Vec<CardId>, DbError> {
    let ids = sqlx::query_scalar!("SELECT id FROM faq_cards WHERE state = 'published' ORDER BY id");
    Ok(ids.fetch_all(conn).await?.into_iter().map(CardId).collect())
}

/// Inserts a new card with its first version, and returns its number.
pub async fn insert(tx: &mut Tx, content: &CardContent, owner: MemberId, now: Timestamp) -> Result<CardId, DbError> {
    let (state, category): (&str, &str) = (content.state.into(), content.category.into());
    let (owner, now) = (owner.to_sql(), now.as_millisecond());
    let id = sqlx::query_scalar!(
        r#"INSERT INTO faq_cards (state, category, owner_id, version, changed_at) VALUES (?, ?, ?, 1, ?)
           RETURNING id AS "id!""#,
        state,
        category,
        owner,
        now
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(CardId(id))
}

/// Writes all columns and texts of a card. The time of its next step is computed from the card.
pub async fn save(tx: &mut Tx, card: &Card, now: Timestamp) -> Result<(), DbError> {
    let (state, category): (&str, &str) = (card.content.state.into(), card.content.category.into());
    let ms = |at: Option<Timestamp>| at.map(Timestamp::as_millisecond);
    let (valid_until, reminded_at, expired_at) =
        (ms(card.content.valid_until), ms(card.reminded_at), ms(card.expired_at));
    let (owner, next_at) = (card.owner.map(MemberId::to_sql), ms(card.next_step().map(|(_, at)| at)));
    let now = now.as_millisecond();
    sqlx::query!(
        "UPDATE faq_cards SET state = ?, category = ?, owner_id = ?, valid_until = ?, reminded_at = ?, expired_at = ?,
                              next_at = ?, version = ?, changed_at = ?
          WHERE id = ?",
        state,
        category,
        owner,
        valid_until,
        reminded_at,
        expired_at,
        next_at,
        card.version,
        now,
        card.id.0
    )
    .execute(&mut **tx)
    .await?;
    let before = texts(tx, card.id).await?;
    for text in before.iter().filter(|text| !card.content.texts.iter().any(|kept| kept.language == text.language)) {
        delete_text(tx, card.id, text.language).await?;
    }
    for text in card.content.texts.iter().filter(|text| !before.contains(text)) {
        put_text(tx, card.id, text).await?;
    }
    Ok(())
}

async fn put_text(tx: &mut Tx, card: CardId, text: &CardText) -> Result<(), DbError> {
    let language = text.language.code();
    sqlx::query!(
        "INSERT INTO faq_texts (card_id, language, question, answer) VALUES (?, ?, ?, ?)
         ON CONFLICT (card_id, language) DO UPDATE SET question = excluded.question, answer = excluded.answer",
        card.0,
        language,
        text.question,
        text.answer
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn delete_text(tx: &mut Tx, card: CardId, language: Language) -> Result<(), DbError> {
    let language = language.code();
    sqlx::query!("DELETE FROM faq_texts WHERE card_id = ? AND language = ?", card.0, language)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// The stored content of an earlier version.
#[derive(Serialize, Deserialize)]
struct StoredContent {
    state: String,
    category: String,
    valid_until: Option<i64>,
    /// Language, question and answer.
    texts: Vec<(String, String, String)>,
}

/// Stores what a card was in this version.
pub async fn put_version(tx: &mut Tx, card: CardId, version: i64, content: &CardContent) -> Result<(), DbError> {
    let (state, category): (&str, &str) = (content.state.into(), content.category.into());
    let text = |text: &CardText| (text.language.code().to_owned(), text.question.clone(), text.answer.clone());
    let stored = StoredContent {
        state: state.to_owned(),
        category: category.to_owned(),
        valid_until: content.valid_until.map(Timestamp::as_millisecond),
        texts: content.texts.iter().map(text).collect(),
    };
    let stored = serde_json::to_string(&stored).map_err(|error| DbError::Corrupt(error.to_string()))?;
    sqlx::query!(
        "INSERT INTO faq_versions (card_id, version, content) VALUES (?, ?, ?)
         ON CONFLICT (card_id, version) DO UPDATE SET content = excluded.content",
        card.0,
        version,
        stored
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// What a card was in this version. `None` if that is no longer known.
pub async fn version(conn: &mut Conn, card: CardId, version: i64) -> Result<Option<CardContent>, DbError> {
    let stored =
        sqlx::query_scalar!("SELECT content FROM faq_versions WHERE card_id = ? AND version = ?", card.0, version)
            .fetch_optional(conn)
            .await?;
    let Some(stored) = stored else { return Ok(None) };
    let stored: StoredContent = serde_json::from_str(&stored)
        .map_err(|error| DbError::Corrupt(format!("version {version} of card {card}: {error}")))?;
    let text = |(language, question, answer): (String, String, String)| {
        Ok(CardText { language: code("faq_versions.content", &language)?, question, answer })
    };
    Ok(Some(CardContent {
        state: code("faq_versions.content", &stored.state)?,
        category: code("faq_versions.content", &stored.category)?,
        valid_until: stored.valid_until.map(instant).transpose()?,
        texts: stored.texts.into_iter().map(text).collect::<Result<_, DbError>>()?,
    }))
}

/// Deletes all versions before `before`.
pub async fn forget_versions(tx: &mut Tx, card: CardId, before: i64) -> Result<(), DbError> {
    sqlx::query!("DELETE FROM faq_versions WHERE card_id = ? AND version < ?", card.0, before)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Cards whose timer is due at `now`, the most overdue first, except cards that are set aside.
pub async fn due(conn: &mut Conn, now: Timestamp, limit: u32) -> Result<Vec<CardId>, DbError> {
    let now = now.as_millisecond();
    let ids = sqlx::query_scalar!(
        r#"SELECT id AS "id!" FROM faq_cards
           WHERE next_at <= ?
             AND NOT EXISTS (SELECT 1 FROM set_aside WHERE part = 'faq_cards' AND row_id = faq_cards.id)
           ORDER BY next_at, id LIMIT ?"#,
        now,
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(ids.into_iter().map(CardId).collect())
}

/// The earliest time later than `after` at which a card's timer is due.
pub async fn next_due(conn: &mut Conn, after: Timestamp) -> Result<Option<Timestamp>, DbError> {
    let after = after.as_millisecond();
    let at = sqlx::query_scalar!(
        r#"SELECT MIN(next_at) AS "at: i64" FROM faq_cards
           WHERE next_at > ?
             AND NOT EXISTS (SELECT 1 FROM set_aside WHERE part = 'faq_cards' AND row_id = faq_cards.id)"#,
        after
    )
    .fetch_one(conn)
    .await?;
    at.map(instant).transpose()
}

/// Records a copy of a card in a channel.
pub async fn insert_post(
    tx: &mut Tx,
    delivery: DeliveryId,
    card: CardId,
    channel: ChannelId,
    now: Timestamp,
) -> Result<(), DbError> {
    let (channel, now) = (channel.to_sql(), now.as_millisecond());
    sqlx::query!(
        "INSERT INTO faq_posts (delivery_id, card_id, channel_id, posted_at) VALUES (?, ?, ?, ?)",
        delivery.0,
        card.0,
        channel,
        now
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The copies of a card that are not known to be gone, the oldest first.
pub async fn posts(conn: &mut Conn, card: CardId) -> Result<Vec<(DeliveryId, ChannelId)>, DbError> {
    let rows = sqlx::query!(
        "SELECT delivery_id, channel_id FROM faq_posts WHERE card_id = ? AND gone_at IS NULL ORDER BY delivery_id",
        card.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (DeliveryId(row.delivery_id), ChannelId::from_sql(row.channel_id))).collect())
}

/// How many copies a card ever had.
pub async fn count_posts(conn: &mut Conn, card: CardId) -> Result<i64, DbError> {
    Ok(sqlx::query_scalar!(r#"SELECT COUNT(*) AS "n: i64" FROM faq_posts WHERE card_id = ?"#, card.0)
        .fetch_one(conn)
        .await?)
}

/// Records that a copy is gone.
pub async fn set_post_gone(tx: &mut Tx, delivery: DeliveryId, now: Timestamp) -> Result<(), DbError> {
    let now = now.as_millisecond();
    sqlx::query!("UPDATE faq_posts SET gone_at = ? WHERE delivery_id = ? AND gone_at IS NULL", now, delivery.0)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// How many cards a member owns.
pub async fn count_owned(conn: &mut Conn, owner: MemberId) -> Result<i64, DbError> {
    let owner = owner.to_sql();
    Ok(sqlx::query_scalar!(r#"SELECT COUNT(*) AS "n: i64" FROM faq_cards WHERE owner_id = ?"#, owner)
        .fetch_one(conn)
        .await?)
}

/// Removes a member from the cards that they own.
pub async fn clear_owner(tx: &mut Tx, owner: MemberId) -> Result<(), DbError> {
    let owner = owner.to_sql();
    sqlx::query!("UPDATE faq_cards SET owner_id = NULL WHERE owner_id = ?", owner).execute(&mut **tx).await?;
    Ok(())
}

/// When the earliest deleted card was deleted.
pub async fn earliest_deleted(conn: &mut Conn) -> Result<Option<Timestamp>, DbError> {
    let at = sqlx::query_scalar!(r#"SELECT MIN(changed_at) AS "at: i64" FROM faq_cards WHERE state = 'deleted'"#);
    at.fetch_one(conn).await?.map(instant).transpose()
}

/// Deletes cards that were deleted before `before`, with their texts, versions and drafts. Builds the search index
/// again, which otherwise keeps words of deleted texts. Returns how many cards were deleted.
pub async fn delete_deleted(tx: &mut Tx, before: Timestamp, limit: u32) -> Result<u64, DbError> {
    let before = before.as_millisecond();
    let done = sqlx::query!(
        "DELETE FROM faq_cards WHERE id IN
           (SELECT id FROM faq_cards WHERE state = 'deleted' AND changed_at < ? ORDER BY id LIMIT ?)",
        before,
        limit
    )
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() > 0 {
        sqlx::query!("INSERT INTO faq_search (faq_search) VALUES ('rebuild')").execute(&mut **tx).await?;
    }
    Ok(done.rows_affected())
}

fn card(row: CardRow, texts: Vec<CardText>) -> Result<Card, DbError> {
    if texts.is_empty() {
        return Err(DbError::Corrupt(format!("card {} has no text", row.id)));
    }
    let content = CardContent {
        state: code("faq_cards.state", &row.state)?,
        category: code::<Category>("faq_cards.category", &row.category)?,
        valid_until: row.valid_until.map(instant).transpose()?,
        texts,
    };
    Ok(Card {
        id: CardId(row.id),
        content,
        owner: row.owner_id.map(MemberId::from_sql),
        version: row.version,
        reminded_at: row.reminded_at.map(instant).transpose()?,
        expired_at: row.expired_at.map(instant).transpose()?,
    })
}

/// The value of a code in a column.
fn code<T: FromStr>(column: &str, code: &str) -> Result<T, DbError> {
    code.parse().map_err(|_| DbError::Corrupt(format!("{column} {code}")))
}

fn instant(ms: i64) -> Result<Timestamp, DbError> {
    Timestamp::from_millisecond(ms).map_err(|_| DbError::Corrupt(format!("instant {ms}")))
}
