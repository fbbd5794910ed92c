//! The source of the e-mails of alerts: checks each e-mail right before its attempt, and handles the outcome.
//!
//! # When it is late
//! A late e-mail is still sent, so that its reader knows about the alert. Its text says if the deadline has passed. It
//! is cancelled if the alert has ended, or if its reader has seen the alert on Discord meanwhile.

use async_trait::async_trait;

use super::ask::Ask;
use super::facts::AlertMail;
use super::found;
use super::lookup::not_on_discord;
use super::mail_model::{InvalidMailSubject, Mail, MailKind, MailReason, MailState, MailSubject};
use super::mails::{self, SOURCE};
use super::model::{Alert, AlertState};
use super::{roster, store};
use crate::db::{Conn, DbError, Tx};
use crate::delivery::{
    About, Cause, Due, Facts, FactsType, FailureReporting, Outcome, Record, Sound, Source, SourceError, SourceName,
    Verdict,
};
use crate::members::{self, Member, ZoneBasis};
use crate::time::Timestamp;

pub struct AlertMails;

#[async_trait]
impl Source for AlertMails {
    fn name(&self) -> SourceName {
        SOURCE
    }

    fn facts(&self) -> Vec<FactsType> {
        vec![FactsType::of::<AlertMail>()]
    }

    async fn recheck(&self, tx: &mut Tx, due: &Due, now: Timestamp) -> Result<Verdict, SourceError> {
        let (subject, kind) = (subject_of(&due.subject)?, kind_of(due)?);
        let Some(mail) = store::mail(tx, subject.mail).await? else {
            return Ok(Verdict::Cancel { reason: "the data of the reader was deleted" });
        };
        let Some(alert) = store::get(tx, mail.alert).await? else {
            return Ok(Verdict::Cancel { reason: "the alert was deleted" });
        };
        let member = match mail.reader {
            Some(reader) => members::service::get(tx, reader).await?,
            None => None,
        };
        if let Some(reason) = why_not_wanted(tx, &alert, &mail, member.as_ref(), kind).await? {
            return Ok(Verdict::Cancel { reason });
        }
        if let Some(until) = mails::waits_until(&alert, &mail, member.as_ref(), now) {
            return Ok(Verdict::Wait { until });
        }
        store::set_mail_attempt(tx, mail.id, alert.current_version.number).await?;
        let facts = facts(tx, &alert, mail, member.as_ref(), kind).await?;
        Ok(Verdict::Send { facts: Facts::new(facts), sound: Sound::Sounding })
    }

    async fn settled(&self, tx: &mut Tx, due: &Due, outcome: &Outcome, now: Timestamp) -> Result<(), SourceError> {
        let subject = subject_of(&due.subject)?;
        let Some(mail) = store::mail(tx, subject.mail).await? else { return Ok(()) };
        match outcome {
            Outcome::Sent(posted) => store::set_mail_sent(tx, mail.id, posted.at).await?,
            Outcome::Failed(failure) if failure.cause == Cause::Unconfirmed => return Ok(()),
            Outcome::Failed(failure) => {
                store::set_mail_state(tx, mail.id, MailState::Failed, Some(&failure.reason)).await?;
            }
            Outcome::Unknown if mail.state == MailState::Unknown => return Ok(()),
            Outcome::Unknown => store::set_mail_state(tx, mail.id, MailState::Unknown, None).await?,
            Outcome::Cancelled | Outcome::Expired if mail.state == MailState::Pending => {
                store::set_mail_state(tx, mail.id, MailState::Ended, None).await?;
            }
            Outcome::Cancelled | Outcome::Expired => return Ok(()),
        }
        Ok(roster::refresh(tx, subject.alert, now).await?)
    }

    fn about(&self, posted: &Record) -> About {
        let number = subject_of(&posted.subject).ok().map(|subject| subject.alert.0);
        About { text_key: "delivery-about-alert-mail", number }
    }

    /// `Itself`, because the roster shows every person whom no e-mail reaches.
    fn failure_reporting(&self) -> FailureReporting {
        FailureReporting::Itself
    }

    async fn revive(&self, tx: &mut Tx, due: &Due, now: Timestamp) -> Result<bool, SourceError> {
        let subject = subject_of(&due.subject)?;
        let (Some(mail), Some(alert)) = (store::mail(tx, subject.mail).await?, store::get(tx, subject.alert).await?)
        else {
            return Ok(false);
        };
        if !alert.is_active() {
            return Ok(false);
        }
        store::set_mail_state(tx, mail.id, MailState::Pending, None).await?;
        roster::refresh(tx, alert.id, now).await?;
        Ok(true)
    }
}

fn subject_of(text: &str) -> Result<MailSubject, SourceError> {
    text.parse().map_err(|error: InvalidMailSubject| SourceError::Broken(error.to_string()))
}

fn kind_of(due: &Due) -> Result<MailKind, SourceError> {
    let kind = due.part.as_deref().and_then(|part| part.parse().ok());
    kind.ok_or_else(|| SourceError::Broken(format!("delivery {} is no e-mail of an alert", due.key)))
}

/// Why the e-mail is no longer wanted; `None` if it is.
async fn why_not_wanted(
    tx: &mut Tx,
    alert: &Alert,
    mail: &Mail,
    member: Option<&Member>,
    kind: MailKind,
) -> Result<Option<&'static str>, DbError> {
    if mail.reason == MailReason::Asked
        && let Some(reason) = why_not_asked(tx, alert, mail).await?
    {
        return Ok(Some(reason));
    }
    match (kind, alert.is_active()) {
        (MailKind::Ended, false) => return Ok(None),
        (MailKind::Ended, true) => return Ok(Some("the alert has not ended")),
        (MailKind::First | MailKind::Corrected, false) => return Ok(Some("the alert has ended")),
        (MailKind::First | MailKind::Corrected, true) => {}
    }
    let Some(reader) = mail.reader else {
        let absent = not_on_discord(tx, &alert.groups).await?;
        let is_absent = absent.iter().any(|person| person.name == mail.name && person.has_contact(&mail.address));
        return Ok(match (is_absent, alert.found_at.is_some()) {
            (false, _) => Some("the person is no longer expected, or is on Discord by now"),
            (true, true) => Some("enough people were found"),
            (true, false) => None,
        });
    };
    let recipient = store::recipient(tx, alert.id, reader).await?;
    let (Some(recipient), Some(member)) = (recipient, member) else { return Ok(Some("no longer a recipient")) };
    Ok(if !alert.is_still_for(&recipient, member) {
        Some("no longer in the audience")
    } else if recipient.seen_at(alert.announced_version).is_some() {
        Some("seen")
    } else if alert.has_enough_without(&recipient) {
        Some("enough people were found")
    } else {
        None
    })
}

/// Why a member who had asked for alerts that they have not seen needs no e-mail any more.
async fn why_not_asked(tx: &mut Tx, alert: &Alert, mail: &Mail) -> Result<Option<&'static str>, DbError> {
    let Some(reader) = mail.reader else { return Ok(None) };
    let recipient = store::recipient(tx, alert.id, reader).await?;
    if recipient.is_some_and(|recipient| recipient.seen_at(alert.announced_version).is_some()) {
        return Ok(Some("seen"));
    }
    let mailbox = members::service::mailbox(tx, reader).await?;
    let is_wanted = mailbox.is_some_and(|mailbox| mailbox.address() == Some(mail.address.as_str()));
    Ok((!is_wanted).then_some("the member no longer wants e-mails at this address"))
}

async fn facts(
    conn: &mut Conn,
    alert: &Alert,
    mail: Mail,
    member: Option<&Member>,
    kind: MailKind,
) -> Result<AlertMail, DbError> {
    let author = members::service::get(conn, alert.author).await?;
    let found = match alert.ask {
        Ask::People { .. } => found::people(conn, alert).await?,
        _ => Vec::new(),
    };
    let listed_basis = if mail.zone.is_some() { ZoneBasis::Assumed } else { ZoneBasis::Unknown };
    let language = member.map_or(mail.language, |member| member.language);
    let (text, original) = alert.current_version.text_in(language);
    Ok(AlertMail {
        alert: alert.id,
        to_name: mail.name,
        to_address: mail.address,
        language,
        zone: member.map_or(mail.zone, Member::zone_or_assumed),
        zone_basis: member.map_or(listed_basis, Member::zone_basis),
        kind,
        reason: mail.reason,
        severity: alert.severity,
        ask: alert.ask.clone(),
        text: text.to_owned(),
        original: original.map(str::to_owned),
        answer_by: alert.current_version.answer_by,
        author_name: author.map(|author| author.name).unwrap_or_default(),
        found: found.into_iter().map(|member| member.name).collect(),
        is_withdrawn: matches!(alert.state, AlertState::Cancelled { .. }),
    })
}
