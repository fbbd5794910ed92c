//! The messages of known answers: copies of cards in channels, reminders to the owners of cards, and messages about
//! drafts.

use super::model::{Card, CardId, Draft, DraftId};
use crate::db::{DbError, Tx};
use crate::delivery::{Action, Address, Lane, NewDelivery, SourceName, State, outbox};
use crate::guild::{self, ChannelPurpose};
use crate::members::{self, Group, MemberId};
use crate::time::Timestamp;

pub const SOURCE: SourceName = SourceName::new("faq");
/// Nobody waits for these messages.
pub const LANE: Lane = Lane::Routine;

/// A message, as the part of its delivery says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaqMessage {
    /// A copy of a card in a channel.
    Copy,
    /// Tells the owner that the card expires at this instant.
    Expiry { until: Timestamp },
    /// Tells the secretariat that a draft waits.
    Submitted,
    /// Tells the author of a draft what the secretariat decided.
    Decided,
}

impl FaqMessage {
    pub fn part(self) -> String {
        match self {
            Self::Copy => "copy".to_owned(),
            Self::Expiry { until } => format!("expiry/{}", until.as_millisecond()),
            Self::Submitted => "submitted".to_owned(),
            Self::Decided => "decided".to_owned(),
        }
    }

    /// The message of a stored part; `None` if the part names no message.
    pub fn of_part(part: Option<&str>) -> Option<Self> {
        match part? {
            "copy" => Some(Self::Copy),
            "submitted" => Some(Self::Submitted),
            "decided" => Some(Self::Decided),
            part => {
                let ms = part.strip_prefix("expiry/")?.parse().ok()?;
                Timestamp::from_millisecond(ms).ok().map(|until| Self::Expiry { until })
            }
        }
    }
}

/// What a message shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaqFacts {
    Copy(Card),
    /// `until`: the end about which the owner was reminded. The card may have another one by now.
    Expiry {
        card: Card,
        until: Timestamp,
    },
    /// `author`: the name of the author; `None` after they left.
    Submitted {
        draft: Draft,
        author: Option<String>,
    },
    Decided(Draft),
}

pub fn card_subject(id: CardId) -> String {
    format!("card/{id}")
}

pub fn draft_subject(id: DraftId) -> String {
    format!("draft/{id}")
}

/// The card of a delivery's subject.
pub fn card_of(subject: &str) -> Option<CardId> {
    subject.strip_prefix("card/")?.parse().ok()
}

/// The draft of a delivery's subject.
pub fn draft_of(subject: &str) -> Option<DraftId> {
    subject.strip_prefix("draft/")?.parse().ok()
}

/// Reminds the owner of a card that it expires. Without an owner in the secretariat, the reminder goes to the
/// secretariat's channel.
pub async fn enqueue_expiry(tx: &mut Tx, card: &Card, until: Timestamp, now: Timestamp) -> Result<(), DbError> {
    let owner = match card.owner {
        Some(owner) => members::service::get(tx, owner).await?,
        None => None,
    };
    let owner = owner.filter(|owner| owner.in_guild && owner.roles.has(Group::Secretariat));
    let address = match owner {
        Some(owner) => Some(Address::Member(owner.id)),
        None => secretariat_channel(tx).await?,
    };
    let Some(address) = address else { return Ok(()) };
    let part = FaqMessage::Expiry { until }.part();
    // A card that is extended and then shortened again can have the same end twice, but not in the same version.
    let key = format!("faq/{}/{part}/{}", card.id, card.version);
    let new = NewDelivery::new(SOURCE, card_subject(card.id), key, Action::Post(address), LANE).part(part);
    outbox::enqueue(tx, new, now).await?;
    Ok(())
}

/// Enqueues an edit of each reminder of this card that the owner has.
pub async fn re_render_reminders(tx: &mut Tx, id: CardId, now: Timestamp) -> Result<(), DbError> {
    re_render(tx, &card_subject(id), |message| matches!(message, FaqMessage::Expiry { .. }), now).await
}

/// Enqueues an edit of the message to the secretariat about this draft.
pub async fn re_render_submission(tx: &mut Tx, id: DraftId, now: Timestamp) -> Result<(), DbError> {
    re_render(tx, &draft_subject(id), |message| message == FaqMessage::Submitted, now).await
}

async fn re_render(
    tx: &mut Tx,
    subject: &str,
    is_shown: impl Fn(FaqMessage) -> bool,
    now: Timestamp,
) -> Result<(), DbError> {
    for record in outbox::by_subject(tx, SOURCE, subject).await? {
        let may_have_arrived = matches!(record.state, State::Sent(_) | State::Sending { .. } | State::Unknown { .. });
        let is_post = matches!(record.action, Action::Post(_));
        if may_have_arrived && is_post && FaqMessage::of_part(record.part.as_deref()).is_some_and(&is_shown) {
            outbox::edit(tx, record.id, LANE, now).await?;
        }
    }
    Ok(())
}

/// Tells the secretariat's channel that a draft waits. Does nothing while the set-up has no such channel: `/faq list`
/// says so too. `now` is in the key, because a draft can be sent again after a change.
pub async fn enqueue_submitted(tx: &mut Tx, draft: DraftId, now: Timestamp) -> Result<(), DbError> {
    let Some(channel) = secretariat_channel(tx).await? else { return Ok(()) };
    enqueue_about_draft(tx, draft, FaqMessage::Submitted, channel, now).await
}

/// Tells the author of a draft what was decided.
pub async fn enqueue_decided(tx: &mut Tx, draft: DraftId, author: MemberId, now: Timestamp) -> Result<(), DbError> {
    enqueue_about_draft(tx, draft, FaqMessage::Decided, Address::Member(author), now).await
}

async fn enqueue_about_draft(
    tx: &mut Tx,
    draft: DraftId,
    message: FaqMessage,
    address: Address,
    now: Timestamp,
) -> Result<(), DbError> {
    let key = format!("faq/draft/{draft}/{}/{}", message.part(), now.as_millisecond());
    let new = NewDelivery::new(SOURCE, draft_subject(draft), key, Action::Post(address), LANE).part(message.part());
    outbox::enqueue(tx, new, now).await?;
    Ok(())
}

async fn secretariat_channel(tx: &mut Tx) -> Result<Option<Address>, DbError> {
    let setup = guild::service::setup(tx).await?;
    Ok(setup.and_then(|setup| setup.channel(ChannelPurpose::Secretariat)).map(Address::Channel))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_parts_of_deliveries_are_parsed() {
        let until: Timestamp = "2020-11-20T00:00:00Z".parse().unwrap();
        let messages = [FaqMessage::Copy, FaqMessage::Expiry { until }, FaqMessage::Submitted, FaqMessage::Decided];
        for message in messages {
            assert_eq!(FaqMessage::of_part(Some(&message.part())), Some(message));
        }
        assert_eq!(FaqMessage::of_part(Some("expiry/soon")), None);
        assert_eq!(FaqMessage::of_part(None), None);
    }
}
