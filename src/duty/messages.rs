//! Defines the kinds and keys of the deliveries of duty, and enqueues and re-renders them. A text is rendered when its
//! delivery is sent.

use super::model::{OfferId, ShiftId, SlotId};
use super::store::{self, Panel};
use crate::db::{DbError, Tx};
use crate::delivery::{Action, Address, DeliveryId, Lane, NewDelivery, SourceName, State, outbox};
use crate::members::{ChannelId, MemberId};
use crate::time::Timestamp;

pub const SOURCE: SourceName = SourceName::new("duty");
const PANEL: &str = "panel";

/// What the deliveries with the same subject are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    Panel,
    Shift(ShiftId),
    Offer(OfferId),
    /// The slots that people were told of together. The first of them names the message.
    Gap(SlotId),
}

impl std::fmt::Display for Subject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Panel => f.write_str(PANEL),
            Self::Shift(id) => write!(f, "shift/{id}"),
            Self::Offer(id) => write!(f, "offer/{id}"),
            Self::Gap(id) => write!(f, "gap/{id}"),
        }
    }
}

impl Subject {
    pub fn parse(text: &str) -> Option<Self> {
        let (kind, id) = match text.split_once('/') {
            Some((kind, id)) => (kind, id.parse::<i64>().ok()?),
            None => return (text == PANEL).then_some(Self::Panel),
        };
        match kind {
            "shift" => Some(Self::Shift(ShiftId(id))),
            "offer" => Some(Self::Offer(OfferId(id))),
            "gap" => Some(Self::Gap(SlotId(id))),
            _ => None,
        }
    }
}

/// A message about duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DutyMessage {
    /// The next slots, in the channel that the secretariat chose.
    Panel,
    /// Asks a person whether they have their shift.
    Notice,
    /// Asks a person to take over a shift that was not confirmed.
    Cover(MemberId),
    /// Tells the secretariat's channel, because nobody of the secretariat is awake.
    CoverChannel,
    /// Offers a shift to a person.
    Offer(MemberId),
    /// Tells the person who offered a shift how the offer ended.
    OfferNews,
    /// Tells a person that their shift does not exist any more.
    Removed,
    /// Tells a person about slots in which somebody is missing.
    Gap(MemberId),
}

impl DutyMessage {
    /// Parses the name of a message (the `part` of its delivery).
    pub fn parse(part: Option<&str>) -> Option<Self> {
        let mut parts = part?.split('/');
        let name = parts.next()?;
        let mut member = || parts.next()?.parse().ok().map(MemberId);
        Some(match name {
            PANEL => Self::Panel,
            "notice" => Self::Notice,
            "cover" => Self::Cover(member()?),
            "cover-channel" => Self::CoverChannel,
            "offer" => Self::Offer(member()?),
            "news" => Self::OfferNews,
            "removed" => Self::Removed,
            "gap" => Self::Gap(member()?),
            _ => return None,
        })
    }
}

pub async fn enqueue_notice(tx: &mut Tx, shift: ShiftId, to: MemberId, now: Timestamp) -> Result<(), DbError> {
    enqueue(tx, Subject::Shift(shift), "notice".to_owned(), Address::Member(to), Lane::Prompt, now).await.map(|_| ())
}

/// Asks a person to take a shift over. A call with another `now` asks again: the person confirmed it after an earlier
/// question, and gave it back later.
pub async fn enqueue_cover(tx: &mut Tx, shift: ShiftId, to: MemberId, now: Timestamp) -> Result<(), DbError> {
    let (subject, part) = (Subject::Shift(shift), format!("cover/{to}/{}", now.as_millisecond()));
    enqueue(tx, subject, part, Address::Member(to), Lane::Prompt, now).await.map(|_| ())
}

/// Like [`enqueue_cover`], for everybody in the secretariat's channel.
pub async fn enqueue_cover_channel(
    tx: &mut Tx,
    shift: ShiftId,
    channel: ChannelId,
    now: Timestamp,
) -> Result<(), DbError> {
    let (subject, part) = (Subject::Shift(shift), format!("cover-channel/{}", now.as_millisecond()));
    enqueue(tx, subject, part, Address::Channel(channel), Lane::Prompt, now).await.map(|_| ())
}

pub async fn enqueue_offer(tx: &mut Tx, offer: OfferId, to: MemberId, now: Timestamp) -> Result<(), DbError> {
    let (subject, part) = (Subject::Offer(offer), format!("offer/{to}"));
    enqueue(tx, subject, part, Address::Member(to), Lane::Routine, now).await.map(|_| ())
}

pub async fn enqueue_offer_news(tx: &mut Tx, offer: OfferId, to: MemberId, now: Timestamp) -> Result<(), DbError> {
    enqueue(tx, Subject::Offer(offer), "news".to_owned(), Address::Member(to), Lane::Prompt, now).await.map(|_| ())
}

pub async fn enqueue_removed(tx: &mut Tx, shift: ShiftId, to: MemberId, now: Timestamp) -> Result<(), DbError> {
    let subject = Subject::Shift(shift);
    enqueue(tx, subject, "removed".to_owned(), Address::Member(to), Lane::Prompt, now).await.map(|_| ())
}

/// Tells a person of the slots that are told with `first`. A call with another `now` is another message.
pub async fn enqueue_gap(tx: &mut Tx, first: SlotId, to: MemberId, now: Timestamp) -> Result<(), DbError> {
    let (subject, part) = (Subject::Gap(first), format!("gap/{to}/{}", now.as_millisecond()));
    enqueue(tx, subject, part, Address::Member(to), Lane::Routine, now).await.map(|_| ())
}

/// Posts the panel in `channel`, and deletes the message of an earlier panel. The key contains the earlier delivery, so
/// that the panel can be posted again at the same instant.
pub async fn post_panel(tx: &mut Tx, channel: ChannelId, now: Timestamp) -> Result<(), DbError> {
    let earlier = store::panel(tx).await?;
    if let Some(earlier) = &earlier {
        outbox::cancel_one(tx, earlier.delivery, "the panel was posted again", now).await?;
        outbox::delete(tx, earlier.delivery, Lane::Routine, now).await?;
    }
    let earlier_id = earlier.map_or(0, |earlier| earlier.delivery.0);
    let part = format!("{PANEL}/{earlier_id}/{}", now.as_millisecond());
    let delivery = enqueue(tx, Subject::Panel, part, Address::Channel(channel), Lane::Prompt, now).await?;
    let refresh_at = store::boundary_after(tx, now).await?;
    store::set_panel(tx, &Panel { channel, delivery, refresh_at }).await
}

/// Shows the current slots in the panel, and sets when the panel changes by itself. Does nothing without a panel.
pub async fn re_render_panel(tx: &mut Tx, now: Timestamp) -> Result<(), DbError> {
    let Some(panel) = store::panel(tx).await? else { return Ok(()) };
    match outbox::find(tx, panel.delivery).await? {
        Some(_) => {
            let at = store::boundary_after(tx, now).await?;
            store::set_refresh_at(tx, at).await?;
            re_render(tx, panel.delivery, now).await
        }
        // The delivery is so old that it was deleted, so its message cannot be edited any more.
        None => post_panel(tx, panel.channel, now).await,
    }
}

/// Edits the messages about a shift.
pub async fn re_render_shift(tx: &mut Tx, shift: ShiftId, now: Timestamp) -> Result<(), DbError> {
    re_render_all(tx, Subject::Shift(shift), now).await
}

/// Edits the messages about an offer.
pub async fn re_render_offer(tx: &mut Tx, offer: OfferId, now: Timestamp) -> Result<(), DbError> {
    re_render_all(tx, Subject::Offer(offer), now).await
}

/// Edits the messages that told people that somebody is missing in the slot.
pub async fn re_render_gap(tx: &mut Tx, slot: SlotId, now: Timestamp) -> Result<(), DbError> {
    let Some(first) = store::slot(tx, slot).await?.and_then(|slot| slot.told_with) else { return Ok(()) };
    re_render_all(tx, Subject::Gap(first), now).await
}

async fn re_render_all(tx: &mut Tx, subject: Subject, now: Timestamp) -> Result<(), DbError> {
    // A message that waits may be obsolete now, and must not wait until its reader wakes.
    outbox::recheck_held(tx, SOURCE, &subject.to_string(), now).await?;
    for record in outbox::by_subject(tx, SOURCE, &subject.to_string()).await? {
        re_render(tx, record.id, now).await?;
    }
    Ok(())
}

/// Edits a message that arrived or may arrive. A message that was not sent yet is rendered when it is sent.
async fn re_render(tx: &mut Tx, delivery: DeliveryId, now: Timestamp) -> Result<(), DbError> {
    let state = outbox::find(tx, delivery).await?.map(|record| record.state);
    let may_arrive =
        matches!(state, Some(State::Sent(_) | State::Sending { .. } | State::Unknown { .. } | State::Retry));
    if may_arrive { outbox::edit(tx, delivery, Lane::Prompt, now).await } else { Ok(()) }
}

async fn enqueue(
    tx: &mut Tx,
    subject: Subject,
    part: String,
    to: Address,
    lane: Lane,
    now: Timestamp,
) -> Result<DeliveryId, DbError> {
    let key = format!("duty/{subject}/{part}");
    outbox::enqueue(tx, NewDelivery::new(SOURCE, subject, key, Action::Post(to), lane).part(part), now).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_subjects_and_parts_are_parsed() {
        for subject in [Subject::Panel, Subject::Shift(ShiftId(7)), Subject::Offer(OfferId(8)), Subject::Gap(SlotId(9))]
        {
            assert_eq!(Subject::parse(&subject.to_string()), Some(subject));
        }
        assert_eq!(Subject::parse("shift/x"), None);
        for (part, message) in [
            ("panel/7/1605027600000", DutyMessage::Panel),
            ("notice", DutyMessage::Notice),
            ("cover/55/1605027600000", DutyMessage::Cover(MemberId(55))),
            ("cover-channel/1605027600000", DutyMessage::CoverChannel),
            ("offer/55", DutyMessage::Offer(MemberId(55))),
            ("news", DutyMessage::OfferNews),
            ("removed", DutyMessage::Removed),
            ("gap/55/1605027600000", DutyMessage::Gap(MemberId(55))),
        ] {
            assert_eq!(DutyMessage::parse(Some(part)), Some(message), "{part}");
        }
        assert_eq!(DutyMessage::parse(Some("cover")), None);
        assert_eq!(DutyMessage::parse(None), None);
    }
}
