//! The messages between a member and the deputy whom they chose: the request with its buttons, and later its outcome. A
//! message is silent unless its reader is known to be awake.
//!
//! # When it is late
//! Each message is sent, however late it is. A message is cancelled if its reader has left the server. The message of a
//! request is also cancelled if the request is over.

use async_trait::async_trait;
use strum::{Display, EnumString};

use super::model::{Action, Address, Lane, NewDelivery, SourceName};
use super::outbox;
use super::record::Record;
use super::source::{About, Due, Facts, FactsType, Outcome, Sound, Source, SourceError, Verdict};
use super::state::State;
use crate::db::{DbError, Tx};
use crate::members::{self, Deputy, DeputyEvent, DeputyId, Follower, Member, MemberId, Wakefulness};
use crate::time::Timestamp;

const NAME: SourceName = SourceName::new("deputies");

/// The facts of a message to a member or to their deputy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeputyMessage {
    /// The request: "Will you be my deputy?" `of`: the name of the member who asks.
    Ask {
        deputy: DeputyId,
        of: String,
    },
    /// The request after the deputy accepted it.
    AskAccepted {
        deputy: DeputyId,
        of: String,
    },
    /// The request after it ended in any other way.
    AskClosed {
        of: String,
    },
    News {
        news: DeputyNews,
        about: String,
    },
}

/// The outcome of a request. A variant's code is part of the delivery's subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display, EnumString)]
#[strum(serialize_all = "kebab-case")]
pub enum DeputyNews {
    /// Sent to the member who asked, like `Declined`, `GivenUp` and `DeputyGone`.
    Accepted,
    Declined,
    GivenUp,
    DeputyGone,
    /// Sent to a deputy who had accepted, when the member takes the request back or leaves.
    TakenBack,
}

/// The source of deputy messages. It follows the members, and enqueues a message when a request changes.
#[derive(Debug, Clone, Copy, Default)]
pub struct DeputyMessages;

#[async_trait]
impl Follower for DeputyMessages {
    async fn profile_changed(&self, _: &mut Tx, _: &Member, _: &Member, _: Timestamp) -> Result<(), DbError> {
        Ok(())
    }

    async fn left(&self, _: &mut Tx, _: MemberId, _: Timestamp) -> Result<(), DbError> {
        Ok(())
    }

    async fn deputy_changed(
        &self,
        tx: &mut Tx,
        deputy: &Deputy,
        event: DeputyEvent,
        now: Timestamp,
    ) -> Result<(), DbError> {
        if event == DeputyEvent::Asked {
            let (subject, key) = (ask_subject(deputy), format!("deputy/ask/{}", deputy.id));
            return post(tx, subject, key, deputy.deputy, now).await;
        }
        for asked in outbox::by_subject(tx, NAME, &ask_subject(deputy)).await? {
            if matches!(asked.state, State::Sent(_)) {
                outbox::edit(tx, asked.id, Lane::Routine, now).await?;
            }
        }
        let was_accepted = deputy.is_accepted();
        let (to, news) = match event {
            DeputyEvent::Accepted => (deputy.member, DeputyNews::Accepted),
            DeputyEvent::Declined => (deputy.member, DeputyNews::Declined),
            DeputyEvent::EndedByDeputy => (deputy.member, DeputyNews::GivenUp),
            DeputyEvent::DeputyGone => (deputy.member, DeputyNews::DeputyGone),
            DeputyEvent::EndedByMember | DeputyEvent::MemberGone if was_accepted => {
                (deputy.deputy, DeputyNews::TakenBack)
            }
            // The request's message is edited to show that the request is over, so no other message is sent.
            DeputyEvent::EndedByMember | DeputyEvent::MemberGone | DeputyEvent::Asked => return Ok(()),
        };
        let about = if to == deputy.member { deputy.deputy } else { deputy.member };
        let (subject, key) = (format!("{news}/{to}/{about}"), format!("deputy/{news}/{}", deputy.id));
        post(tx, subject, key, to, now).await
    }
}

/// The subject of a delivery about the request. It contains the id of the member who asked, because the request's row
/// is deleted when the request ends.
fn ask_subject(deputy: &Deputy) -> String {
    format!("ask/{}/{}/{}", deputy.id, deputy.member, deputy.deputy)
}

async fn post(tx: &mut Tx, subject: String, key: String, to: MemberId, now: Timestamp) -> Result<(), DbError> {
    let action = Action::Post(Address::Member(to));
    outbox::enqueue(tx, NewDelivery::new(NAME, subject, key, action, Lane::Prompt), now).await.map(|_| ())
}

#[async_trait]
impl Source for DeputyMessages {
    fn name(&self) -> SourceName {
        NAME
    }

    fn facts(&self) -> Vec<FactsType> {
        vec![FactsType::of::<DeputyMessage>()]
    }

    async fn recheck(&self, tx: &mut Tx, due: &Due, now: Timestamp) -> Result<Verdict, SourceError> {
        let broken = || SourceError::Broken(format!("invalid subject {}", due.subject));
        let (kind, ids) = due.subject.split_once('/').ok_or_else(broken)?;
        let (reader, facts) = if kind == "ask" {
            let parts: Vec<&str> = ids.split('/').collect();
            let [id, of, reader] = parts[..] else { return Err(broken()) };
            let (id, of): (DeputyId, MemberId) = (id.parse().map_err(|_| broken())?, of.parse().map_err(|_| broken())?);
            let reader: MemberId = reader.parse().map_err(|_| broken())?;
            let known = members::service::deputy_by_id(tx, id).await?;
            let of = name(tx, of).await?;
            let facts = match known {
                Some(known) if known.is_accepted() => DeputyMessage::AskAccepted { deputy: id, of },
                Some(_) => DeputyMessage::Ask { deputy: id, of },
                None if due.action.changes_earlier_message() => DeputyMessage::AskClosed { of },
                None => return Ok(Verdict::Cancel { reason: "the request is over" }),
            };
            (reader, facts)
        } else {
            let news: DeputyNews = kind.parse().map_err(|_| broken())?;
            let (reader, about) = ids.split_once('/').ok_or_else(broken)?;
            let about: MemberId = about.parse().map_err(|_| broken())?;
            let facts = DeputyMessage::News { news, about: name(tx, about).await? };
            (reader.parse().map_err(|_| broken())?, facts)
        };
        let reader = members::service::get(tx, reader).await?.filter(|reader| reader.in_guild);
        let Some(reader) = reader else { return Ok(Verdict::Cancel { reason: "the reader left" }) };
        let sound = if reader.wakefulness(now) == Wakefulness::Awake { Sound::Sounding } else { Sound::Silent };
        Ok(Verdict::Send { facts: Facts::new(facts), sound })
    }

    async fn settled(&self, tx: &mut Tx, due: &Due, outcome: &Outcome, now: Timestamp) -> Result<(), SourceError> {
        // While the request was being sent, the deputy may have answered it, or the member may have withdrawn it. In
        // that case, edit the message.
        if let (Outcome::Sent(_), Action::Post(_), true) = (outcome, &due.action, due.subject.starts_with("ask/")) {
            let id = due.subject.split('/').nth(1).and_then(|id| id.parse().ok());
            let is_open = match id {
                Some(id) => members::service::deputy_by_id(tx, id).await?.is_some_and(|known| !known.is_accepted()),
                None => false,
            };
            if !is_open {
                outbox::edit(tx, due.id, Lane::Routine, now).await?;
            }
        }
        Ok(())
    }

    fn about(&self, _posted: &Record) -> About {
        About { text_key: "delivery-about-deputy", number: None }
    }
}

/// The member's name, or a mention if the member is unknown.
async fn name(tx: &mut Tx, id: MemberId) -> Result<String, DbError> {
    Ok(members::service::get(tx, id).await?.map_or_else(|| format!("<@{id}>"), |member| member.name))
}
