//! Enqueues the e-mails of an alert. They go to the expected members who are not on Discord, and to the recipients to
//! whom Discord takes no message. Must not know what the e-mails say: the `mail` module renders them.
//!
//! An e-mail cannot be edited. So a person who got one gets another after a correction, and after the end of the alert.
//! A text that is fixed silently sends none.

use std::collections::BTreeSet;

use super::ask::Purpose;
use super::facts::MailLine;
use super::lookup::not_on_discord;
use super::mail_model::{Mail, MailId, MailKind, MailReason, MailState, MailSubject, NewMail};
use super::messages;
use super::model::{Alert, AlertId, FailureCause, MailPolicy, Severity};
use super::store;
use crate::db::{Conn, DbError, Tx};
use crate::delivery::{Action, Address, NewDelivery, SourceName, StateKind, outbox};
use crate::guild;
use crate::guild::expected::Expected;
use crate::members::{ASSUMED_QUIET_HOURS, Group, Member, MemberId};
use crate::time::{RestSchedule, Timestamp};

/// The name under which alerts enqueue their e-mails. It differs from the name of the messages on Discord, so that
/// e-mails that wait do not hide messages from the dispatcher.
pub(super) const SOURCE: SourceName = SourceName::new("alert-mails");

/// Whether a new alert of this purpose also goes by e-mail. A practice alert does not: it tests phones.
pub(super) fn is_by_mail(policy: MailPolicy, purpose: Purpose) -> bool {
    policy == MailPolicy::On && purpose == Purpose::Real
}

/// The expected members of these groups who are not on Discord and have an e-mail address.
pub(super) async fn absent_with_mailbox(
    conn: &mut Conn,
    groups: &BTreeSet<Group>,
) -> Result<Vec<(Expected, String)>, DbError> {
    let absent = not_on_discord(conn, groups).await?.into_iter();
    Ok(absent.filter_map(|person| person.email().map(str::to_owned).map(|address| (person, address))).collect())
}

/// The members in `ids` whose e-mail address is known, each with the address.
pub(super) async fn mailboxes(conn: &mut Conn, ids: &[MemberId]) -> Result<Vec<(MemberId, String)>, DbError> {
    let ways = guild::service::other_ways(conn, ids).await?;
    Ok(ways.into_iter().filter_map(|(member, ways)| Some((member, ways.email?))).collect())
}

/// Enqueues the e-mails to the expected members who are not on Discord. Called when the alert is sent.
pub(super) async fn enqueue_for_absent(tx: &mut Tx, alert: &Alert, now: Timestamp) -> Result<(), DbError> {
    for (person, address) in absent_with_mailbox(tx, &alert.groups).await? {
        let new = NewMail {
            alert: alert.id,
            reader: None,
            name: person.name,
            address,
            language: person.listed.language.unwrap_or_default(),
            zone: person.listed.home.map(|home| home.zone),
            reason: MailReason::NotOnDiscord,
            version: alert.current_version.number,
        };
        enqueue_first(tx, alert, &new, now).await?;
    }
    Ok(())
}

/// Enqueues an e-mail to a recipient to whom Discord took no message, if the alert goes by e-mail and their address is
/// known. A recipient who has left the server gets none, because the alert is no longer for them.
pub(super) async fn enqueue_after_failure(
    tx: &mut Tx,
    alert: &Alert,
    member: &Member,
    cause: FailureCause,
    now: Timestamp,
) -> Result<(), DbError> {
    let is_unreachable = match cause {
        FailureCause::NoRoute | FailureCause::Refused | FailureCause::Exhausted => true,
        FailureCause::NotHere | FailureCause::Unknown => false,
    };
    if !is_unreachable || !alert.is_active() || !store::is_by_mail(tx, alert.id).await? {
        return Ok(());
    }
    let Some((_, address)) = mailboxes(tx, &[member.id]).await?.into_iter().next() else { return Ok(()) };
    let new = NewMail {
        alert: alert.id,
        reader: Some(member.id),
        name: member.name.clone(),
        address,
        language: member.language,
        zone: None,
        reason: MailReason::NoRoute,
        version: alert.current_version.number,
    };
    enqueue_first(tx, alert, &new, now).await
}

async fn enqueue_first(tx: &mut Tx, alert: &Alert, new: &NewMail, now: Timestamp) -> Result<(), DbError> {
    match store::insert_mail(tx, new).await? {
        Some(id) => enqueue(tx, alert, id, new.reader, MailKind::First, now).await,
        None => Ok(()),
    }
}

/// Enqueues an e-mail with the correction to each person who got the old text, or may have got it. A person whose first
/// e-mail still waits gets the new text in it. Called when the alert was corrected.
pub(super) async fn enqueue_corrections(tx: &mut Tx, alert: &Alert, now: Timestamp) -> Result<(), DbError> {
    for mail in store::mails(tx, alert.id).await? {
        if !waits(tx, &mail).await? {
            enqueue(tx, alert, mail.id, mail.reader, MailKind::Corrected, now).await?;
        }
    }
    Ok(())
}

/// Recalls the e-mails that were not sent, and tells each person who got one that the alert has ended.
pub(super) async fn enqueue_endings(tx: &mut Tx, alert: &Alert, now: Timestamp) -> Result<(), DbError> {
    for mail in store::mails(tx, alert.id).await? {
        let subject = MailSubject { alert: alert.id, mail: mail.id }.to_string();
        outbox::cancel(tx, SOURCE, &subject, "the alert has ended", now).await?;
        if mail.sent_at.is_some() || is_under_way(tx, &mail).await? {
            enqueue(tx, alert, mail.id, mail.reader, MailKind::Ended, now).await?;
        } else if mail.state == MailState::Pending {
            store::set_mail_state(tx, mail.id, MailState::Ended, None).await?;
        }
    }
    Ok(())
}

/// Whether an e-mail to this person has not been tried yet, or is tried again. It will carry the current text.
async fn waits(conn: &mut Conn, mail: &Mail) -> Result<bool, DbError> {
    let states = states_of(conn, mail).await?;
    Ok(states.iter().any(|state| matches!(state, StateKind::Pending | StateKind::Retry)))
}

/// Whether an e-mail to this person is being sent, or may have been sent.
async fn is_under_way(conn: &mut Conn, mail: &Mail) -> Result<bool, DbError> {
    let states = states_of(conn, mail).await?;
    Ok(states.iter().any(|state| matches!(state, StateKind::Sending | StateKind::Unknown)))
}

async fn states_of(conn: &mut Conn, mail: &Mail) -> Result<Vec<StateKind>, DbError> {
    let subject = MailSubject { alert: mail.alert, mail: mail.id }.to_string();
    let records = outbox::by_subject(conn, SOURCE, &subject).await?;
    Ok(records.into_iter().map(|record| record.state.kind()).collect())
}

async fn enqueue(
    tx: &mut Tx,
    alert: &Alert,
    mail: MailId,
    reader: Option<MemberId>,
    kind: MailKind,
    now: Timestamp,
) -> Result<(), DbError> {
    let subject = MailSubject { alert: alert.id, mail };
    let key = format!("alert-mail/{mail}/{kind}/{}", alert.current_version.number);
    let action = Action::Post(Address::Mailbox { reader });
    let new = NewDelivery::new(SOURCE, subject, key, action, messages::lane(alert.severity)).part(kind.to_string());
    outbox::enqueue(tx, new, now).await.map(|_| ())
}

/// When the e-mail may be sent, if that is later than now. An e-mail has no silent form, so information waits until its
/// reader is awake. For a person who is not on Discord, the hours are those of an assumed zone.
pub(super) fn waits_until(alert: &Alert, mail: &Mail, member: Option<&Member>, now: Timestamp) -> Option<Timestamp> {
    if alert.severity != Severity::Information {
        return None;
    }
    let listed = || mail.zone.map(|zone| RestSchedule::new(zone, ASSUMED_QUIET_HOURS));
    let rest = member.map_or_else(listed, Member::rest)?;
    Some(rest.next_awake(now)).filter(|at| *at > now && *at < Timestamp::MAX)
}

/// The lines of the roster about the people who get the alert by e-mail.
pub(super) async fn lines(conn: &mut Conn, alert: AlertId) -> Result<Vec<MailLine>, DbError> {
    let line = |mail: Mail| MailLine {
        reader: mail.reader,
        name: mail.name,
        state: mail.state,
        failure: mail.failure.unwrap_or_default(),
    };
    Ok(store::mails(conn, alert).await?.into_iter().map(line).collect())
}

/// The number of people who got the text of the alert by e-mail, or may have got it.
pub(super) async fn count_with_text(conn: &mut Conn, alert: AlertId) -> Result<usize, DbError> {
    let mails = store::mails(conn, alert).await?;
    Ok(mails.iter().filter(|mail| mail.sent_at.is_some() || mail.state == MailState::Unknown).count())
}

/// The number of people among `absent` who get no e-mail of the alert.
pub(super) async fn count_without_mail(conn: &mut Conn, alert: AlertId, absent: &[Expected]) -> Result<usize, DbError> {
    let mails = store::mails(conn, alert).await?;
    let gets_mail = |person: &&Expected| {
        mails.iter().any(|mail| mail.reader.is_none() && mail.name == person.name && person.has_contact(&mail.address))
    };
    Ok(absent.len() - absent.iter().filter(gets_mail).count())
}
