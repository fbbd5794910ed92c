//! The use cases of drafts: written by volunteers and the secretariat, approved by the secretariat.

use super::cards::{self, ChangedCard};
use super::error::{FaqError, Result};
use super::messages;
use super::model::{
    Card, CardContent, CardId, CardState, CardText, Category, Draft, DraftId, DraftState, MAX_ANSWER_CHARS,
    MAX_QUESTION_CHARS, SearchId, ValidText, visible_text,
};
use super::staff::{require_secretariat, require_staff};
use super::store;
use crate::db::{Conn, Db, Tx};
use crate::members::{Group, Member, MemberId};
use crate::time::Timestamp;
use crate::words::Language;

/// How many waiting drafts are listed.
const MAX_WAITING: u32 = 25;

/// What a person wrote in the form of a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftInput {
    pub author: MemberId,
    pub target: DraftTarget,
    pub question: String,
    pub answer: String,
    pub valid: ValidText,
}

/// What a form is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftTarget {
    New {
        category: Category,
        language: Language,
        search: Option<SearchId>,
    },
    /// A text of an existing card. `version`: the version that the person saw.
    Card {
        card: CardId,
        version: i64,
        language: Language,
    },
    /// A change of a draft.
    Draft(DraftId),
}

/// Stores what a person wrote as a draft, which nobody else sees yet.
pub async fn submit(db: &Db, input: DraftInput, now: Timestamp) -> Result<Draft> {
    let question = checked(&input.question, MAX_QUESTION_CHARS)?;
    let answer = checked(&input.answer, MAX_ANSWER_CHARS)?;
    db.write(async |tx| {
        let author = require_staff(tx, input.author).await?;
        let (category, card, base_version, language, search) = match input.target {
            DraftTarget::New { category, language, search } => (category, None, None, language, search),
            DraftTarget::Card { card, version, language } => {
                let current = cards::published(tx, card).await?;
                (current.content.category, Some(card), Some(version), language, None)
            }
            DraftTarget::Draft(id) => {
                let draft = own_or_submitted(tx, id, &author).await?;
                if !draft.is_undecided() {
                    return Err(FaqError::DraftClosed { id, state: draft.state });
                }
                // Otherwise the secretariat could publish a text that came after the preview that it has read.
                if draft.state == DraftState::Submitted && !author.roles.has(Group::Secretariat) {
                    return Err(FaqError::DraftSubmitted(id));
                }
                // The new preview shows the card as it is now, so the draft is based on it.
                let base_version = match draft.card {
                    Some(card) => Some(cards::published(tx, card).await?.version),
                    None => None,
                };
                let text = CardText { question, answer, ..draft.text };
                let draft = Draft { text, valid: input.valid, base_version, ..draft };
                store::drafts::save(tx, &draft, now).await?;
                messages::re_render_submission(tx, id, now).await?;
                return Ok(draft);
            }
        };
        let draft = Draft {
            id: DraftId(0),
            author: author.id,
            card,
            base_version,
            category,
            text: CardText { language, question, answer },
            valid: input.valid,
            search,
            state: DraftState::Open,
        };
        let id = store::drafts::insert(tx, &draft, now).await?;
        Ok(Draft { id, ..draft })
    })
    .await
}

/// A draft that the member may read.
pub async fn get(db: &Db, by: MemberId, id: DraftId) -> Result<Draft> {
    let mut conn = db.read().await?;
    let member = require_staff(&mut conn, by).await?;
    own_or_submitted(&mut conn, id, &member).await
}

/// The drafts that wait for the secretariat, the oldest first.
pub async fn waiting(db: &Db, by: MemberId) -> Result<Vec<Draft>> {
    let mut conn = db.read().await?;
    require_secretariat(&mut conn, by).await?;
    Ok(store::drafts::submitted(&mut conn, MAX_WAITING).await?)
}

/// Handles "Send to the secretariat". A second press changes nothing.
pub async fn send_for_approval(db: &Db, by: MemberId, id: DraftId, now: Timestamp) -> Result<Draft> {
    db.write(async |tx| {
        let member = require_staff(tx, by).await?;
        let draft = own_or_submitted(tx, id, &member).await?;
        match draft.state {
            DraftState::Submitted => return Ok(draft),
            DraftState::Open if draft.author == by => {}
            state => return Err(FaqError::DraftClosed { id, state }),
        }
        if !draft.valid.is_valid(now) {
            return Err(FaqError::InvalidDay);
        }
        let draft = Draft { state: DraftState::Submitted, ..draft };
        store::drafts::save(tx, &draft, now).await?;
        messages::enqueue_submitted(tx, id, now).await?;
        Ok(draft)
    })
    .await
}

/// Publishes a draft: a new card, or a new text of its card.
pub async fn publish(db: &Db, by: MemberId, id: DraftId, now: Timestamp) -> Result<ChangedCard> {
    db.write(async |tx| {
        let member = require_secretariat(tx, by).await?;
        let draft = undecided(tx, id, &member).await?;
        if !draft.valid.is_valid(now) {
            return Err(FaqError::InvalidDay);
        }
        let changed = match (draft.card, draft.base_version) {
            (Some(card), Some(version)) => {
                let card = cards::with_version(tx, card, version).await?;
                if card.content.state == CardState::Deleted {
                    return Err(FaqError::UnknownCard(card.id));
                }
                let content = merged(&card, &draft);
                cards::change(tx, card, content, by, now).await?
            }
            _ => {
                let content = CardContent {
                    state: CardState::Published,
                    category: draft.category,
                    valid_until: draft.valid.until,
                    texts: vec![draft.text.clone()],
                };
                cards::create(tx, content, by, now).await?
            }
        };
        if let Some(search) = draft.search {
            store::searches::dismiss(tx, search, now).await?;
        }
        let draft = Draft { card: Some(changed.card.id), state: DraftState::Published, ..draft };
        decide(tx, &draft, by, now).await?;
        Ok(changed)
    })
    .await
}

/// Handles "Do not publish": the draft of somebody else is not wanted.
pub async fn decline(db: &Db, by: MemberId, id: DraftId, now: Timestamp) -> Result<Draft> {
    db.write(async |tx| {
        let member = require_secretariat(tx, by).await?;
        let draft = Draft { state: DraftState::Declined, ..undecided(tx, id, &member).await? };
        decide(tx, &draft, by, now).await?;
        Ok(draft)
    })
    .await
}

/// Handles "Discard": the author does not want their own draft. A second press changes nothing.
pub async fn discard(db: &Db, by: MemberId, id: DraftId, now: Timestamp) -> Result<Draft> {
    db.write(async |tx| {
        let member = require_staff(tx, by).await?;
        let draft = own_or_submitted(tx, id, &member).await?;
        match draft.state {
            DraftState::Discarded => return Ok(draft),
            DraftState::Open | DraftState::Submitted if draft.author == by => {}
            state => return Err(FaqError::DraftClosed { id, state }),
        }
        let draft = Draft { state: DraftState::Discarded, ..draft };
        decide(tx, &draft, by, now).await?;
        Ok(draft)
    })
    .await
}

/// Stores a decision and tells the author, if somebody else decided.
async fn decide(tx: &mut Tx, draft: &Draft, by: MemberId, now: Timestamp) -> Result<()> {
    store::drafts::save(tx, draft, now).await?;
    messages::re_render_submission(tx, draft.id, now).await?;
    if draft.author != by {
        messages::enqueue_decided(tx, draft.id, draft.author, now).await?;
    }
    Ok(())
}

/// The content of the card with the text of the draft and the end of its validity.
fn merged(card: &Card, draft: &Draft) -> CardContent {
    let mut content = CardContent { valid_until: draft.valid.until, ..card.content.clone() };
    content.set_text(draft.text.clone());
    content
}

/// A draft that the secretariat has not decided on yet.
async fn undecided(conn: &mut Conn, id: DraftId, member: &Member) -> Result<Draft> {
    let draft = own_or_submitted(conn, id, member).await?;
    if draft.is_undecided() { Ok(draft) } else { Err(FaqError::DraftClosed { id, state: draft.state }) }
}

async fn own_or_submitted(conn: &mut Conn, id: DraftId, member: &Member) -> Result<Draft> {
    let draft = store::drafts::get(conn, id).await?.filter(|draft| draft.is_for(member));
    draft.ok_or(FaqError::UnknownDraft(id))
}

fn checked(text: &str, max_chars: usize) -> Result<String> {
    let text = visible_text(text).ok_or(FaqError::EmptyText)?;
    if text.chars().count() > max_chars { Err(FaqError::TextTooLong { max_chars }) } else { Ok(text.to_owned()) }
}
