//! Duty as a source of deliveries. Decides whether a message is still wanted, and whether it may make a sound.
//!
//! A notice sounds for a person who is awake, and for a person who chose to be rung during this shift. Nobody else is
//! rung in their sleep.
//!
//! # When it is late
//! A notice is sent as long as the shift runs and is not confirmed. A request to take a shift over is cancelled once
//! somebody has the shift. An offer and a gap wait until their reader wakes, and are cancelled if it is too late then.

use async_trait::async_trait;

use super::facts::{self, DutyFacts};
use super::messages::{self, DutyMessage, Subject};
use super::model::{OfferId, OfferState, Period, Ring, Shift, ShiftId, ShiftState, SlotId, may_have_duty};
use super::service::Duty;
use super::store;
use crate::db::{DbError, Tx};
use crate::delivery::{
    About, Action, Cause, Due, Facts, FactsType, Outcome, Record, Sound, Source, SourceError, SourceName, Verdict,
    outbox,
};
use crate::members::{self, Member, MemberId, Wakefulness};
use crate::time::Timestamp;

const DELETED: Verdict = Verdict::Cancel { reason: "what the message is about was deleted" };

#[async_trait]
impl Source for Duty {
    fn name(&self) -> SourceName {
        messages::SOURCE
    }

    fn facts(&self) -> Vec<FactsType> {
        vec![FactsType::of::<DutyFacts>()]
    }

    async fn recheck(&self, tx: &mut Tx, due: &Due, now: Timestamp) -> Result<Verdict, SourceError> {
        let (subject, message) = parse(due)?;
        let is_edit = matches!(due.action, Action::Edit(_));
        let verdict = match (subject, message) {
            (Subject::Panel, _) => send(DutyFacts::Panel(facts::panel(tx, now).await?), Sound::Silent),
            (Subject::Shift(id), message) => recheck_shift(tx, id, message, is_edit, now).await?,
            (Subject::Offer(id), DutyMessage::OfferNews) => recheck_offer_news(tx, id, now).await?,
            (Subject::Offer(id), DutyMessage::Offer(to)) => recheck_offer(tx, due, id, to, is_edit, now).await?,
            (Subject::Gap(first), DutyMessage::Gap(to)) => recheck_gap(tx, due, first, to, is_edit, now).await?,
            _ => return Err(broken(due)),
        };
        Ok(match verdict {
            Verdict::Send { facts, .. } if is_edit => Verdict::Send { facts, sound: Sound::Silent },
            Verdict::Cancel { .. } if is_edit => send(DutyFacts::Deleted, Sound::Silent),
            other => other,
        })
    }

    async fn settled(&self, tx: &mut Tx, due: &Due, outcome: &Outcome, now: Timestamp) -> Result<(), SourceError> {
        let (subject, _) = parse(due)?;
        let Outcome::Failed(failure) = outcome else { return Ok(()) };
        if subject != Subject::Panel {
            return Ok(());
        }
        let Some(panel) = store::panel(tx).await? else { return Ok(()) };
        let is_current = match due.action {
            Action::Edit(of) => of == panel.delivery,
            Action::Post(_) => due.id == panel.delivery,
            _ => false,
        };
        match failure.cause {
            _ if !is_current => {}
            // Somebody deleted the message. People still need the panel.
            Cause::NoMessage => messages::post_panel(tx, panel.channel, now).await?,
            Cause::Gone => store::delete_panel(tx).await?,
            _ => {}
        }
        Ok(())
    }

    fn about(&self, posted: &Record) -> About {
        let text_key = match DutyMessage::parse(posted.part.as_deref()) {
            Some(DutyMessage::Panel) => "delivery-about-duty-panel",
            Some(DutyMessage::Notice) => "delivery-about-duty-notice",
            Some(DutyMessage::Cover(_) | DutyMessage::CoverChannel) => "delivery-about-duty-cover",
            Some(DutyMessage::Gap(_)) => "delivery-about-duty-gap",
            _ => "delivery-about-duty-shift",
        };
        About { text_key, number: None }
    }
}

fn parse(due: &Due) -> Result<(Subject, DutyMessage), SourceError> {
    let subject = Subject::parse(&due.subject);
    subject.zip(DutyMessage::parse(due.part.as_deref())).ok_or_else(|| broken(due))
}

fn broken(due: &Due) -> SourceError {
    SourceError::Broken(format!("delivery {} does not belong to duty", due.key))
}

fn send(facts: DutyFacts, sound: Sound) -> Verdict {
    Verdict::Send { facts: Facts::new(facts), sound }
}

async fn recheck_shift(
    tx: &mut Tx,
    id: ShiftId,
    message: DutyMessage,
    is_edit: bool,
    now: Timestamp,
) -> Result<Verdict, DbError> {
    let Some(facts) = facts::of_shift(tx, message, id, now).await? else { return Ok(DELETED) };
    let Some(shift) = store::shift(tx, id).await? else { return Ok(DELETED) };
    let reader = match message {
        DutyMessage::Cover(to) => members::service::get(tx, to).await?,
        _ => members::service::get(tx, shift.member).await?,
    };
    let is_waiting = match &facts {
        DutyFacts::Cover(facts) => facts.is_open,
        _ => shift.state == ShiftState::Taken && shift.confirmed_at.is_none() && shift.period.ends_at > now,
    };
    let is_wanted = is_edit || is_waiting || message == DutyMessage::Removed;
    if !is_wanted {
        return Ok(Verdict::Cancel { reason: "the shift is confirmed, or it has ended" });
    }
    let Some(reader) = reader else { return Ok(Verdict::Cancel { reason: "the member is unknown" }) };
    let sound = match message {
        DutyMessage::CoverChannel => Sound::Silent,
        DutyMessage::Notice if rings(&reader, &shift, now) => Sound::Sounding,
        DutyMessage::Cover(_)
            if !is_edit && !is_awake(&reader, now) && !is_available_asleep(tx, &reader, now).await? =>
        {
            return Ok(Verdict::Cancel { reason: "the member is asleep by now" });
        }
        DutyMessage::Cover(_) => Sound::Sounding,
        _ if is_awake(&reader, now) => Sound::Sounding,
        _ => Sound::Silent,
    };
    Ok(send(facts, sound))
}

/// Whether the person is awake, or chose to be rung during this shift.
fn rings(member: &Member, shift: &Shift, now: Timestamp) -> bool {
    is_awake(member, now) || shift.ring == Ring::Always
}

fn is_awake(member: &Member, now: Timestamp) -> bool {
    member.wakefulness(now) == Wakefulness::Awake
}

/// Whether the person said that they are available, and chose to be rung while they are asleep.
async fn is_available_asleep(tx: &mut Tx, member: &Member, now: Timestamp) -> Result<bool, DbError> {
    let available = store::available_of(tx, member.id).await?;
    Ok(available.is_some_and(|(until, ring)| until > now && ring == Ring::Always))
}

async fn recheck_offer_news(tx: &mut Tx, id: OfferId, now: Timestamp) -> Result<Verdict, DbError> {
    let Some(facts) = facts::offer_news(tx, id).await? else { return Ok(DELETED) };
    let reader = members::service::get(tx, facts.shift.member).await?;
    let is_awake = reader.is_some_and(|reader| is_awake(&reader, now));
    Ok(send(DutyFacts::OfferNews(facts), if is_awake { Sound::Sounding } else { Sound::Silent }))
}

async fn recheck_offer(
    tx: &mut Tx,
    due: &Due,
    id: OfferId,
    to: MemberId,
    is_edit: bool,
    now: Timestamp,
) -> Result<Verdict, DbError> {
    let Some(reader) = members::service::get(tx, to).await? else { return Ok(DELETED) };
    let Some(facts) = facts::offer(tx, id, &reader).await? else { return Ok(DELETED) };
    if is_edit {
        return Ok(send(DutyFacts::Offer(facts), Sound::Silent));
    }
    let is_open = facts.offer.state == OfferState::Open && facts.shift.state == ShiftState::Taken;
    if !is_open || !may_have_duty(&reader) {
        return Ok(Verdict::Cancel { reason: "the offer is not open any more" });
    }
    let period = facts.shift.period;
    information_for(tx, due, &reader, period, DutyFacts::Offer(facts), now).await
}

async fn recheck_gap(
    tx: &mut Tx,
    due: &Due,
    first: SlotId,
    to: MemberId,
    is_edit: bool,
    now: Timestamp,
) -> Result<Verdict, DbError> {
    let Some(reader) = members::service::get(tx, to).await? else { return Ok(DELETED) };
    let facts = facts::gap(tx, first, &reader, now).await?;
    if is_edit {
        return Ok(send(DutyFacts::Gap(facts), Sound::Silent));
    }
    let last = facts.slots.iter().map(|details| details.slot.period).max_by_key(|period| period.ends_at);
    let (Some(last), true) = (last, may_have_duty(&reader)) else {
        return Ok(Verdict::Cancel { reason: "nobody is missing any more where the member is awake" });
    };
    information_for(tx, due, &reader, last, DutyFacts::Gap(facts), now).await
}

/// Sends a message that can wait: it waits until its reader wakes. If `period` is over then, it is cancelled.
async fn information_for(
    tx: &mut Tx,
    due: &Due,
    reader: &Member,
    period: Period,
    facts: DutyFacts,
    now: Timestamp,
) -> Result<Verdict, DbError> {
    if period.ends_at <= now {
        return Ok(Verdict::Expire);
    }
    Ok(match reader.wakefulness(now) {
        Wakefulness::Awake => send(facts, outbox::sound_at_waking(tx, due, reader.id, now).await?),
        Wakefulness::UnknownZone => send(facts, Sound::Silent),
        Wakefulness::Asleep { wakes_at } if wakes_at < period.ends_at => Verdict::Wait { until: wakes_at },
        Wakefulness::Asleep { .. } => Verdict::Cancel { reason: "the member wakes too late" },
    })
}
