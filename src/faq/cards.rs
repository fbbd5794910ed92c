//! The use cases of cards. Each use case is one function and one transaction.

use std::ops::Range;

use super::error::{FaqError, Result};
use super::messages;
use super::model::{Card, CardContent, CardId, CardPage, CardState};
use super::posts::{self, CopyChanges};
use super::query;
use super::staff::{require_secretariat, require_staff};
use super::store;
use crate::db::{Conn, Db, DbError, Tx, if_readable};
use crate::delivery::outbox;
use crate::members::{ChannelId, MemberId, MessageId};
use crate::time::Timestamp;
use crate::words::Language;

/// How many earlier versions of a card are kept. Only the latest change can be undone, so more are of no use.
const KEPT_VERSIONS: i64 = 1;

/// A card after a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedCard {
    pub card: Card,
    pub copies: CopyChanges,
}

/// The cards that are about a text, the best first, at most `limit`.
pub async fn find(
    conn: &mut Conn,
    text: &str,
    language: Language,
    now: Timestamp,
    limit: usize,
) -> Result<Vec<Card>, DbError> {
    let terms = query::terms(text);
    let Some(expression) = query::expression(&terms) else { return Ok(Vec::new()) };
    let mut ids: Vec<CardId> = Vec::new();
    for found in store::search(conn, &expression, language, now).await? {
        if query::is_about(&terms, &found.question, &found.answer) && !ids.contains(&found.card) {
            ids.push(found.card);
        }
    }
    let mut cards = Vec::new();
    for id in ids.into_iter().take(limit) {
        cards.extend(if_readable(store::get(conn, id).await)?);
    }
    Ok(cards)
}

/// A card that is not deleted, for volunteers and the secretariat.
pub async fn get(db: &Db, by: MemberId, id: CardId) -> Result<Card> {
    let mut conn = db.read().await?;
    require_staff(&mut conn, by).await?;
    published(&mut conn, id).await
}

/// The cards that are not deleted, each with the number of its copies, for volunteers and the secretariat. `window`
/// gets the number of cards, and returns the range to load.
pub async fn list(db: &Db, by: MemberId, window: impl FnOnce(usize) -> Range<usize>) -> Result<CardPage> {
    let mut conn = db.read().await?;
    require_staff(&mut conn, by).await?;
    let ids = store::published(&mut conn).await?;
    let window = window(ids.len());
    let mut cards = Vec::with_capacity(window.len());
    for id in ids.into_iter().skip(window.start).take(window.len()) {
        if let Some(card) = if_readable(store::get(&mut conn, id).await)? {
            let copies = store::posts(&mut conn, id).await?.len();
            cards.push((card, copies));
        }
    }
    let drafts_waiting = store::drafts::count_submitted(&mut conn).await?;
    Ok(CardPage { cards, drafts_waiting })
}

/// A card that the secretariat wants to delete, and the number of its copies.
pub async fn before_deletion(db: &Db, by: MemberId, id: CardId) -> Result<(Card, usize)> {
    let mut conn = db.read().await?;
    require_secretariat(&mut conn, by).await?;
    let card = published(&mut conn, id).await?;
    let copies = store::posts(&mut conn, id).await?.len();
    Ok((card, copies))
}

/// Deletes the card, if it still has the version that the person saw. Its copies say that it is no longer valid.
pub async fn delete(db: &Db, by: MemberId, id: CardId, version: i64, now: Timestamp) -> Result<ChangedCard> {
    db.write(async |tx| {
        require_secretariat(tx, by).await?;
        let card = with_version(tx, id, version).await?;
        let content = CardContent { state: CardState::Deleted, ..card.content.clone() };
        change(tx, card, content, by, now).await
    })
    .await
}

/// Handles "Still right": the card is valid for some months more.
pub async fn extend(db: &Db, by: MemberId, id: CardId, version: i64, now: Timestamp) -> Result<ChangedCard> {
    db.write(async |tx| {
        require_secretariat(tx, by).await?;
        let card = with_version(tx, id, version).await?;
        if card.content.state == CardState::Deleted {
            return Err(FaqError::UnknownCard(id));
        }
        let content = card.extended(now);
        change(tx, card, content, by, now).await
    })
    .await
}

/// Undoes the change that made `version`, if it is the latest one. Undoing the first version deletes the card.
pub async fn undo(db: &Db, by: MemberId, id: CardId, version: i64, now: Timestamp) -> Result<ChangedCard> {
    db.write(async |tx| {
        require_secretariat(tx, by).await?;
        let card = with_version(tx, id, version).await?;
        let content = match version {
            1 => CardContent { state: CardState::Deleted, ..card.content.clone() },
            _ => store::version(tx, id, version - 1).await?.ok_or(FaqError::CardChanged(id))?,
        };
        change(tx, card, content, by, now).await
    })
    .await
}

/// Posts a copy of the card in a channel. The copy follows every change of the card.
pub async fn post(db: &Db, by: MemberId, id: CardId, channel: ChannelId, now: Timestamp) -> Result<Card> {
    db.write(async |tx| {
        require_secretariat(tx, by).await?;
        let card = published(tx, id).await?;
        if card.is_expired(now) {
            return Err(FaqError::UnknownCard(id));
        }
        posts::post(tx, &card, channel, now).await?;
        Ok(card)
    })
    .await
}

/// Records that somebody deleted this message, if it is a copy of a card. Writes nothing for any other message.
pub async fn copy_deleted(db: &Db, message: MessageId, now: Timestamp) -> Result<(), DbError> {
    let copy = outbox::posted_by(&mut *db.read().await?, &messages::SOURCE, message).await?;
    match copy {
        Some(copy) => db.write(async |tx| store::set_post_gone(tx, copy, now).await).await,
        None => Ok(()),
    }
}

/// Inserts a new card.
pub(super) async fn create(tx: &mut Tx, content: CardContent, by: MemberId, now: Timestamp) -> Result<ChangedCard> {
    let id = store::insert(tx, &content, by, now).await?;
    let card = Card { id, content, owner: Some(by), version: 1, reminded_at: None, expired_at: None };
    store::save(tx, &card, now).await?;
    Ok(ChangedCard { card, copies: CopyChanges::default() })
}

/// Stores a new version of the card, whose owner is now `by`, and changes its copies.
pub(super) async fn change(
    tx: &mut Tx,
    before: Card,
    content: CardContent,
    by: MemberId,
    now: Timestamp,
) -> Result<ChangedCard> {
    store::put_version(tx, before.id, before.version, &before.content).await?;
    let card = Card { owner: Some(by), ..before.change(content) };
    store::save(tx, &card, now).await?;
    store::forget_versions(tx, card.id, card.version - KEPT_VERSIONS).await?;
    let copies = posts::re_render(tx, card.id, now).await?;
    messages::re_render_reminders(tx, card.id, now).await?;
    Ok(ChangedCard { card, copies })
}

/// The card, if it is not deleted.
pub(super) async fn published(conn: &mut Conn, id: CardId) -> Result<Card> {
    let card = store::get(conn, id).await?.filter(|card| card.content.state == CardState::Published);
    card.ok_or(FaqError::UnknownCard(id))
}

/// The card, if nobody has changed it since this version.
pub(super) async fn with_version(conn: &mut Conn, id: CardId, version: i64) -> Result<Card> {
    let card = store::get(conn, id).await?.ok_or(FaqError::UnknownCard(id))?;
    if card.version == version { Ok(card) } else { Err(FaqError::CardChanged(id)) }
}
