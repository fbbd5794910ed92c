//! "Test my phone": a message that a member sends to themselves. The message is delivered like any other message, so
//! the member hears what a real message sounds like.
//!
//! # When it is late
//! The test message expires ten minutes after its due time, because the member no longer listens for it.

use async_trait::async_trait;

use super::model::{Action, Address, DeliveryId, Lane, NewDelivery, SourceName};
use super::outbox;
use super::record::Record;
use super::source::{About, Due, Facts, FactsType, Outcome, Sound, Source, SourceError, Verdict};
use crate::db::{Db, DbError, Tx};
use crate::members::{self, InteractionId, MemberId};
use crate::time::{SignedDuration, Timestamp};

/// The delay before the message is sent: long enough to lock the phone and put it down.
pub const DELAY: SignedDuration = SignedDuration::from_secs(60);
/// A test message expires this long after its due time.
const EXPIRES_AFTER: SignedDuration = SignedDuration::from_mins(10);

const NAME: SourceName = SourceName::new("phone-test");

/// The facts of a test message. The type has no fields, because the text is always the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PhoneTest;

/// The source of test messages.
#[derive(Debug, Clone, Copy, Default)]
pub struct PhoneTests;

/// Enqueues one message with sound to `member`, due [`DELAY`] from now. A second call for the same interaction changes
/// nothing.
pub async fn request(db: &Db, member: MemberId, by: InteractionId, now: Timestamp) -> Result<DeliveryId, DbError> {
    let due_at = now + DELAY;
    let (key, action) = (format!("phone-test/{by}"), Action::Post(Address::Member(member)));
    let new =
        NewDelivery::new(NAME, member, key, action, Lane::Prompt).not_before(due_at).expires_at(due_at + EXPIRES_AFTER);
    db.write(async |tx| outbox::enqueue(tx, new, now).await).await
}

#[async_trait]
impl Source for PhoneTests {
    fn name(&self) -> SourceName {
        NAME
    }

    fn facts(&self) -> Vec<FactsType> {
        vec![FactsType::of::<PhoneTest>()]
    }

    /// The member asked for the message, so it sounds even in quiet hours.
    async fn recheck(&self, tx: &mut Tx, due: &Due, _now: Timestamp) -> Result<Verdict, SourceError> {
        let id: MemberId =
            due.subject.parse().map_err(|_| SourceError::Broken(format!("invalid subject {}", due.subject)))?;
        match members::service::get(tx, id).await? {
            Some(member) if member.in_guild => {
                Ok(Verdict::Send { facts: Facts::new(PhoneTest), sound: Sound::Sounding })
            }
            _ => Ok(Verdict::Cancel { reason: "the member left" }),
        }
    }

    async fn settled(&self, _tx: &mut Tx, _due: &Due, _outcome: &Outcome, _now: Timestamp) -> Result<(), SourceError> {
        Ok(())
    }

    fn about(&self, _posted: &Record) -> About {
        About { text_key: "delivery-about-phone-test", number: None }
    }
}
