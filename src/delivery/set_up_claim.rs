//! Tells the owner of a server which other person set up Magpie in the server. The person who sets up Magpie chooses
//! the secretariat, and so decides who reads the private reports.
//!
//! # When it is late
//! The message is sent, however late it is. The owner can decide whether an old message still matters.

use async_trait::async_trait;

use super::model::{Action, Address, Lane, NewDelivery, SourceName};
use super::outbox;
use super::record::Record;
use super::source::{About, Due, Facts, FactsType, Outcome, Sound, Source, SourceError, Verdict};
use crate::db::{DbError, Tx};
use crate::guild;
use crate::members::{self, Follower, Member, MemberId, Wakefulness};
use crate::time::{SignedDuration, Timestamp};

/// Until the set-up is complete, the message is held and checked again at this interval. An owner who has no DM channel
/// with Magpie can be reached only in the inbox channel, which the set-up must choose first.
const RECHECK_AFTER: SignedDuration = SignedDuration::from_mins(10);

/// The delay of the message, long enough to sync the server first. Before the sync, Magpie knows only the person who
/// set it up, and not the owner.
const SYNC_DELAY: SignedDuration = SignedDuration::from_mins(1);

const NAME: SourceName = SourceName::new("set-up");

/// The facts of the message: who set up Magpie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetUpClaim {
    pub by: MemberId,
    /// The name of the person who set up Magpie; `None` when that person has left the server.
    pub by_name: Option<String>,
}

/// The source of messages about a set-up. It follows the members and enqueues a message when somebody sets up Magpie.
#[derive(Debug, Clone, Copy, Default)]
pub struct SetUpClaims;

#[async_trait]
impl Follower for SetUpClaims {
    async fn profile_changed(&self, _: &mut Tx, _: &Member, _: &Member, _: Timestamp) -> Result<(), DbError> {
        Ok(())
    }

    async fn left(&self, _: &mut Tx, _: MemberId, _: Timestamp) -> Result<(), DbError> {
        Ok(())
    }

    async fn set_up_claimed(&self, tx: &mut Tx, owner: MemberId, by: MemberId, now: Timestamp) -> Result<(), DbError> {
        let subject = format!("claim/{owner}/{by}");
        let key = format!("set-up/claim/{owner}/{by}/{}", now.as_millisecond());
        let new = NewDelivery::new(NAME, subject, key, Action::Post(Address::Member(owner)), Lane::Prompt)
            .not_before(now + SYNC_DELAY);
        outbox::enqueue(tx, new, now).await?;
        Ok(())
    }
}

#[async_trait]
impl Source for SetUpClaims {
    fn name(&self) -> SourceName {
        NAME
    }

    fn facts(&self) -> Vec<FactsType> {
        vec![FactsType::of::<SetUpClaim>()]
    }

    async fn recheck(&self, tx: &mut Tx, due: &Due, now: Timestamp) -> Result<Verdict, SourceError> {
        let broken = || SourceError::Broken(format!("invalid subject {}", due.subject));
        let ids = due.subject.strip_prefix("claim/").and_then(|rest| rest.split_once('/')).ok_or_else(broken)?;
        let id = |text: &str| text.parse::<MemberId>().map_err(|_| broken());
        let (owner, by) = (id(ids.0)?, id(ids.1)?);
        if guild::service::complete_setup(tx).await?.is_err() {
            return Ok(Verdict::Wait { until: now + RECHECK_AFTER });
        }
        let wakefulness = members::service::get(tx, owner).await?.map(|owner| owner.wakefulness(now));
        let sound = if wakefulness == Some(Wakefulness::Awake) { Sound::Sounding } else { Sound::Silent };
        let by_name = members::service::get(tx, by).await?.filter(|by| by.in_guild).map(|by| by.name);
        Ok(Verdict::Send { facts: Facts::new(SetUpClaim { by, by_name }), sound })
    }

    async fn settled(&self, _tx: &mut Tx, _due: &Due, _outcome: &Outcome, _now: Timestamp) -> Result<(), SourceError> {
        Ok(())
    }

    fn about(&self, _posted: &Record) -> About {
        About { text_key: "delivery-about-set-up", number: None }
    }
}
