//! The source of the messages of known answers: renders each message right before its attempt.
//!
//! # When it is late
//! Every message shows the current card or draft, so its text is never out of date. A copy of a card that is no longer
//! valid is not posted. A reminder is not sent once the card has another end, and news about a draft are sent, however
//! late they are.

use async_trait::async_trait;

use super::messages::{self, FaqFacts, FaqMessage, SOURCE};
use super::model::{CardState, DraftState};
use super::store;
use crate::db::{DbError, Tx};
use crate::delivery::{
    About, Action, Address, Cause, DeliveryId, Due, Facts, FactsType, Outcome, Record, Sound, Source, SourceError,
    SourceName, Verdict, outbox,
};
use crate::members::{self, MemberId, Wakefulness};
use crate::time::Timestamp;

pub struct FaqSource;

#[async_trait]
impl Source for FaqSource {
    fn name(&self) -> SourceName {
        SOURCE
    }

    fn facts(&self) -> Vec<FactsType> {
        vec![FactsType::of::<FaqFacts>()]
    }

    async fn recheck(&self, tx: &mut Tx, due: &Due, now: Timestamp) -> Result<Verdict, SourceError> {
        let message = FaqMessage::of_part(due.part.as_deref()).ok_or_else(|| broken(due))?;
        let is_edit = due.action.changes_earlier_message();
        match message {
            FaqMessage::Copy | FaqMessage::Expiry { .. } => {
                let id = messages::card_of(&due.subject).ok_or_else(|| broken(due))?;
                let Some(card) = store::get(tx, id).await? else {
                    return Ok(Verdict::Cancel { reason: "the card was deleted" });
                };
                match message {
                    FaqMessage::Expiry { until } => {
                        let is_about_end = card.content.valid_until == Some(until);
                        if !is_edit && (!is_about_end || card.content.state == CardState::Deleted) {
                            return Ok(Verdict::Cancel { reason: "the card has another end" });
                        }
                        send(tx, due, FaqFacts::Expiry { card, until }, now).await
                    }
                    _ if !is_edit && !card.is_shown(now) => {
                        Ok(Verdict::Cancel { reason: "the card is no longer valid" })
                    }
                    _ => send(tx, due, FaqFacts::Copy(card), now).await,
                }
            }
            FaqMessage::Submitted | FaqMessage::Decided => {
                let id = messages::draft_of(&due.subject).ok_or_else(|| broken(due))?;
                let Some(draft) = store::drafts::get(tx, id).await? else {
                    return Ok(Verdict::Cancel { reason: "the draft was deleted" });
                };
                if message == FaqMessage::Decided {
                    return send(tx, due, FaqFacts::Decided(draft), now).await;
                }
                if !is_edit && draft.state != DraftState::Submitted {
                    return Ok(Verdict::Cancel { reason: "the draft no longer waits" });
                }
                let author = members::service::get(tx, draft.author).await?.map(|author| author.name);
                send(tx, due, FaqFacts::Submitted { draft, author }, now).await
            }
        }
    }

    /// Notices copies that somebody has deleted, and copies that could not be posted.
    async fn settled(&self, tx: &mut Tx, due: &Due, outcome: &Outcome, now: Timestamp) -> Result<(), SourceError> {
        if FaqMessage::of_part(due.part.as_deref()) != Some(FaqMessage::Copy) {
            return Ok(());
        }
        if let Some(gone) = gone_copy(due, outcome) {
            store::set_post_gone(tx, gone, now).await?;
        }
        Ok(())
    }

    fn about(&self, posted: &Record) -> About {
        let (text_key, number) = match FaqMessage::of_part(posted.part.as_deref()) {
            Some(FaqMessage::Copy) => ("delivery-about-faq-copy", messages::card_of(&posted.subject).map(|id| id.0)),
            Some(FaqMessage::Expiry { .. }) => {
                ("delivery-about-faq-expiry", messages::card_of(&posted.subject).map(|id| id.0))
            }
            _ => ("delivery-about-faq-draft", None),
        };
        About { text_key, number }
    }
}

fn broken(due: &Due) -> SourceError {
    SourceError::Broken(format!("delivery {} does not belong to known answers", due.key))
}

/// The copy that is not in its channel after this outcome. `None` if it is there, or if that is not known.
fn gone_copy(due: &Due, outcome: &Outcome) -> Option<DeliveryId> {
    match (&due.action, outcome) {
        (Action::Edit(of), Outcome::Failed(failure)) if matches!(failure.cause, Cause::Gone | Cause::NoMessage) => {
            Some(*of)
        }
        (Action::Post(_), Outcome::Failed(_) | Outcome::Cancelled | Outcome::Expired) => Some(due.id),
        _ => None,
    }
}

/// Sends the facts. A message to a person waits until they wake; a message in a channel makes no sound.
async fn send(tx: &mut Tx, due: &Due, facts: FaqFacts, now: Timestamp) -> Result<Verdict, SourceError> {
    let sound = match due.action {
        Action::Post(Address::Member(member)) => match sound_for(tx, due, member, now).await? {
            Ok(sound) => sound,
            Err(until) => return Ok(Verdict::Wait { until }),
        },
        _ => Sound::Silent,
    };
    Ok(Verdict::Send { facts: Facts::new(facts), sound })
}

/// Whether a message to this member sounds now, or when they wake.
async fn sound_for(
    tx: &mut Tx,
    due: &Due,
    member: MemberId,
    now: Timestamp,
) -> Result<Result<Sound, Timestamp>, DbError> {
    let wakefulness = members::service::get(tx, member).await?.map(|member| member.wakefulness(now));
    Ok(match wakefulness {
        Some(Wakefulness::Awake) => Ok(outbox::sound_at_waking(tx, due, member, now).await?),
        Some(Wakefulness::Asleep { wakes_at }) if wakes_at < Timestamp::MAX => Err(wakes_at),
        _ => Ok(Sound::Silent),
    })
}
