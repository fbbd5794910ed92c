//! Tells the other members of the secretariat that an alert wakes many people. They are told, not asked: the alert does
//! not wait for them. The message is held until its reader wakes, because it asks nothing that is worth a night's
//! sleep.
//!
//! # When it is late
//! The message is sent, however late it is, because it names the time of the alert. It is cancelled if its reader has
//! left the secretariat.

use std::collections::BTreeSet;

use async_trait::async_trait;

use super::facts::WokenNotice;
use super::model::AlertId;
use super::store;
use crate::db::{DbError, Tx};
use crate::delivery::{
    About, Action, Address, Due, Facts, FactsType, Lane, NewDelivery, Outcome, Record, Sound, Source, SourceError,
    SourceName, Verdict, outbox,
};
use crate::members::{self, Follower, Group, Member, MemberId, Wakefulness};
use crate::time::Timestamp;

const NAME: SourceName = SourceName::new("woken-notices");

/// Enqueues the message to each of the `readers`. The lane is `Routine`, so that it delays no message to a recipient.
pub(super) async fn enqueue(
    tx: &mut Tx,
    alert: AlertId,
    readers: &BTreeSet<MemberId>,
    now: Timestamp,
) -> Result<(), DbError> {
    for reader in readers {
        let (key, action) = (format!("woken/{alert}/{reader}"), Action::Post(Address::Member(*reader)));
        let new = NewDelivery::new(NAME, reader, key, action, Lane::Routine).part(alert.to_string());
        let member = members::service::get(tx, *reader).await?;
        // Nobody knows when a reader without a zone wakes, or a reader who is always quiet. Their message makes no
        // sound.
        let wakes_at = member.and_then(|member| member.next_awake_at(now)).filter(|at| *at < Timestamp::MAX);
        outbox::enqueue(tx, new.not_before(wakes_at.unwrap_or(now)), now).await?;
    }
    Ok(())
}

/// The source of these messages. The subject of a delivery is its reader, and its part is the alert.
pub struct WokenNotices;

#[async_trait]
impl Source for WokenNotices {
    fn name(&self) -> SourceName {
        NAME
    }

    fn facts(&self) -> Vec<FactsType> {
        vec![FactsType::of::<WokenNotice>()]
    }

    async fn recheck(&self, tx: &mut Tx, due: &Due, now: Timestamp) -> Result<Verdict, SourceError> {
        let broken = || SourceError::Broken(format!("delivery {} is no notice about people who are woken", due.key));
        let reader: MemberId = due.subject.parse().map_err(|_| broken())?;
        let alert = alert_of(due.part.as_deref()).ok_or_else(broken)?;
        let Some(alert) = store::get(tx, alert).await? else {
            return Ok(Verdict::Cancel { reason: "the alert was deleted" });
        };
        let reader = members::service::get(tx, reader).await?;
        let Some(reader) = reader.filter(|reader| reader.in_guild && reader.roles.has(Group::Secretariat)) else {
            return Ok(Verdict::Cancel { reason: "the reader is no longer in the secretariat" });
        };
        let sound = match reader.wakefulness(now) {
            Wakefulness::Awake => outbox::sound_at_waking(tx, due, reader.id, now).await?,
            Wakefulness::Asleep { wakes_at } if wakes_at < Timestamp::MAX => {
                return Ok(Verdict::Wait { until: wakes_at });
            }
            Wakefulness::Asleep { .. } | Wakefulness::UnknownZone => Sound::Silent,
        };
        let recipients = store::recipients(tx, alert.id).await?;
        let author = members::service::get(tx, alert.author).await?;
        let facts = WokenNotice {
            alert: alert.id,
            severity: alert.severity,
            woken: recipients.iter().filter(|recipient| recipient.is_chosen_to_wake).count(),
            text: alert.current_version.text_in(reader.language).0.to_owned(),
            author_name: author.map(|author| author.name).unwrap_or_default(),
            sent_at: alert.sent_at,
            state: alert.state,
        };
        Ok(Verdict::Send { facts: Facts::new(facts), sound })
    }

    async fn settled(&self, _tx: &mut Tx, _due: &Due, _outcome: &Outcome, _now: Timestamp) -> Result<(), SourceError> {
        Ok(())
    }

    fn about(&self, posted: &Record) -> About {
        let alert = alert_of(posted.part.as_deref());
        About { text_key: "delivery-about-woken", number: alert.map(|alert| alert.0) }
    }
}

fn alert_of(part: Option<&str>) -> Option<AlertId> {
    part?.parse().ok()
}

#[async_trait]
impl Follower for WokenNotices {
    /// The change may move the time when the reader wakes, so check a held message again.
    async fn profile_changed(&self, tx: &mut Tx, _: &Member, after: &Member, now: Timestamp) -> Result<(), DbError> {
        outbox::recheck_held(tx, NAME, &after.id.to_string(), now).await
    }

    async fn left(&self, _: &mut Tx, _: MemberId, _: Timestamp) -> Result<(), DbError> {
        Ok(())
    }
}
