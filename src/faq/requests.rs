//! The use cases of searches: by the command, and for requests for help that cards may answer.
//!
//! A request that waits for its asker is a row with a time. At this time its ticket opens by itself. A caller opens the
//! ticket with the interaction of the search, so that a second attempt after a crash finds the ticket of the first one.

use std::ops::Range;

use super::cards;
use super::error::{FaqError, Result};
use super::model::{Card, HELD_FOR, MAX_ANSWER_CHARS, Search, SearchId, SearchOutcome, visible_text};
use super::staff::{require_present, require_secretariat, require_staff};
use super::store;
use crate::db::{Conn, Db, DbError, SetAside, if_readable};
use crate::members::{InteractionId, MemberId};
use crate::time::{SignedDuration, Timestamp};
use crate::words::Language;

/// How many cards an asker is shown.
const MAX_OFFERED: usize = 2;
/// How many cards the command shows.
const MAX_FOUND: usize = 4;
/// If the ticket of a request could not be opened, the next attempt is made after this time.
const RETRY_AFTER: SignedDuration = SignedDuration::from_mins(2);

/// A text for which the cards are searched.
#[derive(Debug, Clone, Copy)]
pub struct NewSearch<'a> {
    pub interaction: InteractionId,
    pub asker: MemberId,
    pub language: Language,
    pub text: &'a str,
    pub purpose: Purpose<'a>,
}

/// Why somebody searches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose<'a> {
    /// The command.
    Command,
    /// A request for help. Its ticket of this kind waits until the asker has read the cards.
    Hold { kind: &'a str },
    /// A request for help. Its ticket of this kind opens at once, because it is urgent.
    OpenAtOnce { kind: &'a str },
}

/// A search with the cards that it found, the best first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundCards {
    pub search: Search,
    pub cards: Vec<Card>,
}

/// What follows after "That answers it".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answered {
    /// Nothing more to do. The same after a second press.
    Recorded,
    /// The ticket with this number is open, and its asker no longer needs help.
    EndTicket(i64),
    /// The ticket is just being opened.
    OpeningNow,
}

/// What follows after "Still need help".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StillNeeded {
    /// The caller opens the ticket of this request.
    Open(Search),
    /// The ticket with this number is open already.
    HasTicket(i64),
    /// The person searched by the command, so there is no request: they are offered the form.
    NoRequest,
}

/// Searches the cards and stores the search. The same request again, while the first one waits, finds the first one.
pub async fn search(db: &Db, new: NewSearch<'_>, now: Timestamp) -> Result<FoundCards> {
    let text = visible_text(new.text).ok_or(FaqError::EmptyText)?;
    if text.chars().count() > MAX_ANSWER_CHARS {
        return Err(FaqError::TextTooLong { max_chars: MAX_ANSWER_CHARS });
    }
    db.write(async |tx| {
        require_present(tx, new.asker).await?;
        if let Some(search) = store::searches::by_interaction(tx, new.interaction).await? {
            return with_cards(tx, search).await;
        }
        let (kind, limit) = match new.purpose {
            Purpose::Command => (None, MAX_FOUND),
            Purpose::Hold { kind } | Purpose::OpenAtOnce { kind } => (Some(kind.to_owned()), MAX_OFFERED),
        };
        if kind.is_some() {
            let held = store::searches::held_of(tx, new.asker).await?;
            if let Some(same) = held.into_iter().find(|held| held.text == text && held.kind == kind) {
                return with_cards(tx, same).await;
            }
        }
        let cards = cards::find(tx, text, new.language, now, limit).await?;
        let (outcome, next_at) = match new.purpose {
            _ if cards.is_empty() => (SearchOutcome::Nothing, None),
            Purpose::Hold { .. } => (SearchOutcome::Held, Some(now + HELD_FOR)),
            Purpose::Command | Purpose::OpenAtOnce { .. } => (SearchOutcome::Shown, None),
        };
        let search = Search {
            id: SearchId(0),
            interaction: new.interaction,
            asker: new.asker,
            language: new.language,
            text: text.to_owned(),
            kind,
            cards: cards.iter().map(|card| card.id).collect(),
            outcome,
            next_at,
            ticket: None,
            searched_at: now,
        };
        let repeated = || DbError::Corrupt(format!("interaction {} has already searched", new.interaction));
        let id = store::searches::insert(tx, &search).await?.ok_or_else(repeated)?;
        Ok(FoundCards { search: Search { id, ..search }, cards })
    })
    .await
}

async fn with_cards(conn: &mut Conn, search: Search) -> Result<FoundCards> {
    let mut cards = Vec::new();
    for id in &search.cards {
        cards.extend(if_readable(store::get(conn, *id).await)?);
    }
    Ok(FoundCards { search, cards })
}

/// Handles "That answers it".
pub async fn answered(db: &Db, by: MemberId, id: SearchId) -> Result<Answered> {
    db.write(async |tx| {
        let search = own_search(tx, id, by).await?;
        let outcome = match (search.outcome, search.ticket) {
            (SearchOutcome::Answered, _) => return Ok(Answered::Recorded),
            (_, Some(ticket)) => Answered::EndTicket(ticket),
            (SearchOutcome::Unanswered, None) if search.next_at.is_some() => return Ok(Answered::OpeningNow),
            _ => Answered::Recorded,
        };
        store::searches::save(tx, &Search { outcome: SearchOutcome::Answered, next_at: None, ..search }).await?;
        Ok(outcome)
    })
    .await
}

/// Handles "Still need help". The request stays due until [`record_ticket`] records its ticket, so the ticket also
/// opens if the process ends before the caller has opened it.
pub async fn still_needed(db: &Db, by: MemberId, id: SearchId, now: Timestamp) -> Result<StillNeeded> {
    db.write(async |tx| {
        let search = own_search(tx, id, by).await?;
        let is_open = search.ticket.is_some();
        if search.outcome == SearchOutcome::Answered && !is_open && search.kind.is_some() {
            // They pressed "That answers it" before, and changed their mind. The request is still here.
            let search = Search { outcome: SearchOutcome::Unanswered, next_at: Some(now + RETRY_AFTER), ..search };
            store::searches::save(tx, &search).await?;
            return Ok(StillNeeded::Open(search));
        }
        let next_at = (search.kind.is_some() && !is_open).then_some(now + RETRY_AFTER);
        let search = Search { outcome: SearchOutcome::Unanswered, next_at, ..search };
        store::searches::save(tx, &search).await?;
        Ok(match (search.ticket, &search.kind) {
            (Some(ticket), _) => StillNeeded::HasTicket(ticket),
            (None, Some(_)) => StillNeeded::Open(search),
            (None, None) => StillNeeded::NoRequest,
        })
    })
    .await
}

/// Records the ticket of a request.
pub async fn record_ticket(db: &Db, id: SearchId, ticket: i64) -> Result<(), DbError> {
    db.write(async |tx| {
        let Some(search) = store::searches::get(tx, id).await? else { return Ok(()) };
        store::searches::save(tx, &Search { ticket: Some(ticket), next_at: None, ..search }).await
    })
    .await
}

/// The requests whose tickets must open at `now`.
pub async fn due(conn: &mut Conn, now: Timestamp, limit: u32) -> Result<Vec<SearchId>, DbError> {
    store::searches::due(conn, now, limit).await
}

/// The earliest time later than `after` at which the ticket of a request must open.
pub async fn next_held(conn: &mut Conn, after: Timestamp) -> Result<Option<Timestamp>, DbError> {
    store::searches::next_due(conn, after).await
}

/// Takes a due request to open its ticket. From now on, "That answers it" waits for the ticket. `None` if the asker has
/// answered in the meantime. Until [`record_ticket`] is called, the request is due again later.
pub async fn take_due(db: &Db, id: SearchId, now: Timestamp) -> Result<Option<Search>, DbError> {
    db.write(async |tx| {
        let search = store::searches::get(tx, id).await?;
        let Some(search) = search.filter(|search| search.next_at.is_some_and(|at| at <= now)) else {
            return Ok(None);
        };
        let search = Search { outcome: SearchOutcome::Unanswered, next_at: Some(now + RETRY_AFTER), ..search };
        store::searches::save(tx, &search).await?;
        Ok(Some(search))
    })
    .await
}

/// Ends a request whose asker has left the server: nobody can be helped.
pub async fn drop_request(db: &Db, id: SearchId) -> Result<(), DbError> {
    db.write(async |tx| {
        let Some(search) = store::searches::get(tx, id).await? else { return Ok(()) };
        store::searches::save(tx, &Search { next_at: None, ..search }).await
    })
    .await
}

/// Sets a request aside that cannot be read, so that the others go on.
pub async fn set_aside(db: &Db, id: SearchId, error: &DbError, now: Timestamp) -> Result<(), DbError> {
    let row = SetAside::new(store::searches::TABLE, id.0, error);
    db.write(async |tx| crate::db::set_aside(tx, &row, now).await).await
}

/// The searches that found no answer, the newest first, for volunteers and the secretariat. `window` gets their number,
/// and returns the range to load.
pub async fn missing(db: &Db, by: MemberId, window: impl FnOnce(usize) -> Range<usize>) -> Result<Vec<Search>> {
    let mut conn = db.read().await?;
    require_secretariat(&mut conn, by).await?;
    let window = window(store::searches::count_missing(&mut conn).await?);
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    Ok(store::searches::missing(&mut conn, number(window.len()), number(window.start)).await?)
}

/// The text of a search without an answer, for somebody who writes a card about it.
pub async fn missing_text(db: &Db, by: MemberId, id: SearchId) -> Result<Search> {
    let mut conn = db.read().await?;
    require_secretariat(&mut conn, by).await?;
    store::searches::get(&mut conn, id).await?.ok_or(FaqError::UnknownSearch)
}

/// Removes a search from the list, because it needs no card. A second press changes nothing.
pub async fn dismiss(db: &Db, by: MemberId, id: SearchId, now: Timestamp) -> Result<()> {
    db.write(async |tx| {
        require_secretariat(tx, by).await?;
        Ok(store::searches::dismiss(tx, id, now).await?)
    })
    .await
}

/// How many searches in a period ended without an answer, and how many ended with one.
pub async fn count(db: &Db, by: MemberId, from: Timestamp, until: Timestamp) -> Result<(i64, i64)> {
    let mut conn = db.read().await?;
    require_staff(&mut conn, by).await?;
    Ok(store::searches::count_since(&mut conn, from, until).await?)
}

async fn own_search(conn: &mut Conn, id: SearchId, by: MemberId) -> Result<Search> {
    require_present(conn, by).await?;
    let search = store::searches::get(conn, id).await?.filter(|search| search.asker == by);
    search.ok_or(FaqError::UnknownSearch)
}
