//! The e-mail with the code that confirms the e-mail address of a member.
//!
//! # When it is late
//! The e-mail expires with its code. It is cancelled if the member asked for another code, or typed this one.

use async_trait::async_trait;

use super::model::{Action, Address, Lane, NewDelivery, SourceName};
use super::outbox;
use super::record::Record;
use super::source::{About, Due, Facts, FactsType, FailureReporting, Outcome, Sound, Source, SourceError, Verdict};
use crate::db::{DbError, Tx};
use crate::members::{self, Follower, Mailbox, Member, MemberId};
use crate::time::Timestamp;
use crate::words::Language;

const NAME: SourceName = SourceName::new("mailbox-codes");

/// The facts of the e-mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailboxCode {
    pub name: String,
    pub address: String,
    pub language: Language,
    pub code: String,
}

/// The source of these e-mails. It follows the members, and enqueues an e-mail when a member asks for a code. The
/// subject of a delivery is the member, and its part is the instant at which they asked.
#[derive(Debug, Clone, Copy, Default)]
pub struct MailboxCodes;

#[async_trait]
impl Follower for MailboxCodes {
    async fn profile_changed(&self, _: &mut Tx, _: &Member, _: &Member, _: Timestamp) -> Result<(), DbError> {
        Ok(())
    }

    async fn left(&self, _: &mut Tx, _: MemberId, _: Timestamp) -> Result<(), DbError> {
        Ok(())
    }

    async fn mailbox_asked(&self, tx: &mut Tx, mailbox: &Mailbox, now: Timestamp) -> Result<(), DbError> {
        let Some(request) = &mailbox.request else { return Ok(()) };
        let (member, asked_at) = (mailbox.member, request.asked_at.as_millisecond());
        let action = Action::Post(Address::Mailbox { reader: Some(member) });
        let new = NewDelivery::new(NAME, member, format!("mailbox-code/{member}/{asked_at}"), action, Lane::Prompt);
        let new = new.part(asked_at.to_string()).expires_at(request.expires_at());
        outbox::enqueue(tx, new, now).await.map(|_| ())
    }
}

#[async_trait]
impl Source for MailboxCodes {
    fn name(&self) -> SourceName {
        NAME
    }

    fn facts(&self) -> Vec<FactsType> {
        vec![FactsType::of::<MailboxCode>()]
    }

    async fn recheck(&self, tx: &mut Tx, due: &Due, now: Timestamp) -> Result<Verdict, SourceError> {
        let broken = || SourceError::Broken(format!("delivery {} is no code", due.key));
        let member: MemberId = due.subject.parse().map_err(|_| broken())?;
        let mailbox = members::service::mailbox(tx, member).await?;
        let asked_at = due.part.as_deref().ok_or_else(broken)?;
        let is_asked = |mailbox: &Mailbox| {
            let request = mailbox.open_request(now);
            request.is_some_and(|request| request.asked_at.as_millisecond().to_string() == asked_at)
        };
        let Some(request) = mailbox.filter(is_asked).and_then(|mailbox| mailbox.request) else {
            return Ok(Verdict::Cancel { reason: "the code is no longer wanted" });
        };
        let Some(member) = members::service::get(tx, member).await?.filter(|member| member.in_guild) else {
            return Ok(Verdict::Cancel { reason: "the member left" });
        };
        let (name, language) = (member.name, member.language);
        let facts = MailboxCode { name, address: request.address, language, code: request.code };
        Ok(Verdict::Send { facts: Facts::new(facts), sound: Sound::Silent })
    }

    async fn settled(&self, _tx: &mut Tx, _due: &Due, _outcome: &Outcome, _now: Timestamp) -> Result<(), SourceError> {
        Ok(())
    }

    fn about(&self, _posted: &Record) -> About {
        About { text_key: "delivery-about-mailbox-code", number: None }
    }

    /// `Itself`: the member notices that no code comes, and can ask again.
    fn failure_reporting(&self) -> FailureReporting {
        FailureReporting::Itself
    }
}
