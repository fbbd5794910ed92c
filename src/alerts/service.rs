//! What happens to an alert once it is sent: asked again, corrected, ended, seen. One function, one use case, one
//! transaction.

use std::collections::BTreeSet;

use super::audience::Audience;
use super::deliveries::{self, owe, worded_anew};
use super::drafts::{Draft, Preview};
use super::facts::AlertMessage;
use super::model::{ASK_AGAIN_PAUSE, Alert, AlertId, DraftId, Ending, Kind, Recipient, Version};
use super::standing::Standing;
use super::store::{self, MessageState};
use super::{facts, roster};
use crate::db::{Conn, Db, DbError, Tx};
use crate::delivery::{Posted, State, outbox};
use crate::guild::expected::Expected;
use crate::guild::{self, Missing, Place, Setup};
use crate::members::{self, Group, GuildId, Member, MemberId, MessageId, Wakefulness};
use crate::time::Timestamp;

#[derive(Debug, thiserror::Error)]
pub enum AlertError {
    #[error("member {0} is not of the secretariat")]
    NotSecretariat(MemberId),
    #[error("the server is not set up: {0:?} missing")]
    NotSetUp(Vec<Missing>),
    #[error("no alert draft {0} of this author")]
    NoDraft(DraftId),
    #[error("no alert {0}")]
    NoAlert(AlertId),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// What was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    pub alert: AlertId,
    pub recipients: usize,
    /// Sounded at once: awake, or woken.
    pub at_once: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corrected {
    pub alert: AlertId,
    /// Those who had got the old text already.
    pub told: usize,
}

/// What came of "Ask again".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    Again {
        /// By name.
        now: Vec<String>,
        /// Asleep: they are asked when they wake.
        later: Vec<(String, Timestamp)>,
    },
    /// Somebody asked again a moment ago.
    JustNow,
    EverybodyHasSeen,
    TimePassed,
    Ended,
}

/// What came of "I have seen this".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SeenPress {
    /// The message as it looks now.
    Noted(Box<AlertMessage>),
    /// The text was corrected since: these are the words in force, to be acknowledged.
    Outdated(Box<AlertMessage>),
    /// It is for somebody else.
    NotYours,
}

/// Somebody of the secretariat who is in the server. Asked anew at every act.
pub(super) async fn authorized(conn: &mut Conn, actor: MemberId) -> Result<Member, AlertError> {
    let member = members::store::get(conn, actor).await?;
    if let Some(member) = member.filter(|m| m.in_guild && m.roles.has(Group::Secretariat)) {
        return Ok(member);
    }
    // Before the set-up nobody is of the secretariat, and that is not what is wrong.
    set_up(conn).await?;
    Err(AlertError::NotSecretariat(actor))
}

/// Refuses before somebody writes a text for nothing.
///
/// # Errors
/// `NotSecretariat`, `NotSetUp`.
pub async fn may_send(db: &Db, actor: MemberId) -> Result<(), AlertError> {
    let mut conn = db.read().await?;
    authorized(&mut conn, actor).await?;
    set_up(&mut conn).await.map(|_| ())
}

pub(super) async fn set_up(conn: &mut Conn) -> Result<Setup, AlertError> {
    let setup = guild::service::setup(conn).await?.unwrap_or_else(|| Setup::new(GuildId(0)));
    let missing = setup.missing();
    if missing.is_empty() { Ok(setup) } else { Err(AlertError::NotSetUp(missing)) }
}

/// Accepts everything that the previewed draft owes.
pub(super) async fn send(
    tx: &mut Tx,
    setup: &Setup,
    draft: &Draft,
    preview: &Preview,
    now: Timestamp,
) -> Result<Sent, AlertError> {
    let groups = groups_of(tx, setup, draft).await?;
    let id = store::insert(tx, draft.author, draft.severity, &groups, now).await?;
    let words = Version { number: 1, text: draft.text.clone(), answer_by: draft.answer_by };
    store::insert_version(tx, id, &words, draft.author, now).await?;
    let alert = known(tx, id).await?;
    for placed in &preview.people {
        store::insert_recipient(tx, id, placed.member, preview.chosen.contains(&placed.member)).await?;
    }
    let channel = setup.channel(Place::Secretariat).expect("a complete set-up has the secretariat's channel");
    roster::post(tx, &alert, 1, channel, now).await?;
    for recipient in store::recipients(tx, id).await? {
        if let Some(member) = members::store::get(tx, recipient.member).await? {
            owe(tx, &alert, &recipient, &member, Kind::First, now).await?;
        }
    }
    let at_once =
        preview.people.iter().filter(|placed| placed.standing == Standing::Awake).count() + preview.woken().count();
    Ok(Sent { alert: id, recipients: preview.people.len(), at_once })
}

async fn groups_of(conn: &mut Conn, setup: &Setup, draft: &Draft) -> Result<BTreeSet<Group>, DbError> {
    let present = members::store::present(conn).await?;
    Ok(Audience::read(&draft.audience, setup, &present).map(|audience| audience.groups).unwrap_or_default())
}

/// Brings the next text into force. Who got the old one is told once; who got none yet gets the new one in its place.
/// `None` when the alert has ended or was corrected by somebody else meanwhile.
pub(super) async fn correct(
    tx: &mut Tx,
    by: MemberId,
    id: AlertId,
    words: Version,
    now: Timestamp,
) -> Result<Option<Corrected>, AlertError> {
    if !store::set_version(tx, id, words.number - 1, words.number).await? {
        return Ok(None);
    }
    store::insert_version(tx, id, &words, by, now).await?;
    let alert = known(tx, id).await?;
    let mut told = 0;
    for recipient in store::recipients(tx, id).await? {
        let messages = store::messages_to(tx, id, recipient.member).await?;
        let first_is_owed =
            messages.iter().any(|m| m.kind == Kind::First && m.state == MessageState::Owed && m.occasion.is_none());
        deliveries::withdraw(tx, &messages, &[Kind::Nudge, Kind::Again, Kind::Corrected], "corrected", now).await?;
        worded_anew(tx, &messages, None, now).await?;
        let member = members::store::get(tx, recipient.member).await?.filter(|member| member.in_guild);
        if let Some(member) = member.filter(|_| !first_is_owed) {
            owe(tx, &alert, &recipient, &member, Kind::Corrected, now).await?;
            told += 1;
        }
    }
    roster::touch(tx, id, now).await?;
    Ok(Some(Corrected { alert: id, told }))
}

/// Asks those who have not seen it, once more: who is awake now, the others at their waking minute.
///
/// # Errors
/// `NotSecretariat`, `NoAlert`.
pub async fn ask_again(db: &Db, actor: MemberId, id: AlertId, now: Timestamp) -> Result<Asked, AlertError> {
    let mut tx = db.begin().await?;
    authorized(&mut tx, actor).await?;
    let alert = known(&mut tx, id).await?;
    if !alert.is_active() {
        tx.commit().await?;
        return Ok(Asked::Ended);
    }
    if alert.words.has_passed(now) {
        return Ok(Asked::TimePassed);
    }
    let waiting: Vec<Recipient> = store::recipients(&mut tx, id)
        .await?
        .into_iter()
        .filter(|recipient| recipient.seen_at(alert.words.number).is_none())
        .collect();
    if waiting.is_empty() {
        tx.commit().await?;
        return Ok(Asked::EverybodyHasSeen);
    }
    let since = now.saturating_sub(ASK_AGAIN_PAUSE).unwrap_or(Timestamp::MIN);
    if !store::set_asked(&mut tx, id, since, now).await? {
        tx.commit().await?;
        return Ok(Asked::JustNow);
    }
    let (mut at_once, mut later) = (Vec::new(), Vec::new());
    for recipient in waiting {
        let member = members::store::get(&mut tx, recipient.member).await?;
        let Some(member) = member.filter(|member| member.in_guild) else { continue };
        let messages = store::messages_to(&mut tx, id, recipient.member).await?;
        if messages.iter().any(|m| m.kind != Kind::Nudge && m.kind != Kind::Again && m.state == MessageState::Owed) {
            // The first message, or the corrected one, is still on its way.
            continue;
        }
        deliveries::withdraw(&mut tx, &messages, &[Kind::Nudge, Kind::Again], "asked again", now).await?;
        owe(&mut tx, &alert, &recipient, &member, Kind::Again, now).await?;
        match (member.wakefulness(now), alert.may_wake(&recipient, &member)) {
            (Wakefulness::Asleep { wakes_at }, false) => later.push((member.name, wakes_at)),
            _ => at_once.push(member.name),
        }
    }
    roster::touch(&mut tx, id, now).await?;
    tx.commit().await?;
    Ok(Asked::Again { now: at_once, later })
}

/// Cancels an alert, or says that it is over: nothing more is sent, and what was sent says so. False when it had ended
/// before.
///
/// # Errors
/// `NotSecretariat`, `NoAlert`.
pub async fn end(db: &Db, actor: MemberId, id: AlertId, how: Ending, now: Timestamp) -> Result<bool, AlertError> {
    let mut tx = db.begin().await?;
    authorized(&mut tx, actor).await?;
    known(&mut tx, id).await?;
    if !store::set_ended(&mut tx, id, how, actor, now).await? {
        tx.commit().await?;
        return Ok(false);
    }
    let messages = store::messages(&mut tx, id).await?;
    deliveries::withdraw(&mut tx, &messages, &Kind::ALL, "the alert has ended", now).await?;
    worded_anew(&mut tx, &messages, None, now).await?;
    roster::touch(&mut tx, id, now).await?;
    tx.commit().await?;
    Ok(true)
}

/// "I have seen this", pressed under the message `pressed`, which carries the text `version`.
///
/// # Errors
/// `NoAlert`.
pub async fn seen(
    db: &Db,
    member: MemberId,
    id: AlertId,
    version: u32,
    pressed: Option<MessageId>,
    now: Timestamp,
) -> Result<SeenPress, AlertError> {
    let mut tx = db.begin().await?;
    let alert = known(&mut tx, id).await?;
    if store::recipient(&mut tx, id, member).await?.is_none() {
        return Ok(SeenPress::NotYours);
    }
    let messages = store::messages_to(&mut tx, id, member).await?;
    let under = delivery_of(&mut tx, &messages, pressed).await?;
    if version < alert.words.number && alert.is_active() {
        let newest = messages.iter().rev().find(|m| m.version == alert.words.number && m.occasion.is_some());
        let message = deliveries::message_facts(&mut tx, &alert, newest, member, now).await?;
        tx.commit().await?;
        return Ok(SeenPress::Outdated(Box::new(message)));
    }
    note_seen(&mut tx, &alert, member, &messages, under, now).await?;
    let message = messages.iter().find(|m| Some(m.delivery) == under).or(messages.last());
    let message = deliveries::message_facts(&mut tx, &alert, message, member, now).await?;
    tx.commit().await?;
    Ok(SeenPress::Noted(Box::new(message)))
}

/// `/seen`: everything that has reached this member and waits for them counts as seen; returns what it was, oldest
/// first.
///
/// # Errors
/// Only of the database.
pub async fn seen_all(db: &Db, member: MemberId, now: Timestamp) -> Result<Vec<AlertMessage>, AlertError> {
    let mut tx = db.begin().await?;
    let mut seen = Vec::new();
    for alert in store::unseen_by(&mut tx, member).await? {
        let messages = store::messages_to(&mut tx, alert.id, member).await?;
        note_seen(&mut tx, &alert, member, &messages, None, now).await?;
        seen.push(deliveries::message_facts(&mut tx, &alert, messages.last(), member, now).await?);
    }
    tx.commit().await?;
    Ok(seen)
}

async fn note_seen(
    tx: &mut Tx,
    alert: &Alert,
    member: MemberId,
    messages: &[store::Message],
    under: Option<crate::delivery::DeliveryId>,
    now: Timestamp,
) -> Result<(), DbError> {
    if !store::set_seen(tx, alert.id, member, alert.words.number, now).await? {
        return Ok(());
    }
    deliveries::withdraw(tx, messages, &Kind::ALL, "seen", now).await?;
    deliveries::seen(tx, messages, member, now).await?;
    worded_anew(tx, messages, under, now).await?;
    roster::touch(tx, alert.id, now).await
}

/// The delivery whose message was pressed: it is worded anew by the answer itself.
async fn delivery_of(
    conn: &mut Conn,
    messages: &[store::Message],
    pressed: Option<MessageId>,
) -> Result<Option<crate::delivery::DeliveryId>, DbError> {
    let Some(pressed) = pressed else { return Ok(None) };
    for message in messages {
        let record = outbox::find(conn, message.delivery).await?;
        if let Some(State::Sent(Posted { message: Some(posted), .. })) = record.map(|record| record.state)
            && posted == pressed
        {
            return Ok(Some(message.delivery));
        }
    }
    Ok(None)
}

/// One alert with its list, for `/alert show`.
///
/// # Errors
/// `NotSecretariat`, `NoAlert`.
pub async fn show(db: &Db, actor: MemberId, id: AlertId, now: Timestamp) -> Result<facts::Roster, AlertError> {
    let mut conn = db.read().await?;
    authorized(&mut conn, actor).await?;
    let alert = known(&mut conn, id).await?;
    Ok(roster::facts(&mut conn, &alert, now).await?)
}

/// The newest alerts, for `/alert list`.
///
/// # Errors
/// `NotSecretariat`.
pub async fn list(db: &Db, actor: MemberId, limit: i64) -> Result<Vec<Alert>, AlertError> {
    let mut conn = db.read().await?;
    authorized(&mut conn, actor).await?;
    Ok(store::since(&mut conn, Timestamp::MIN, limit).await?)
}

/// The alert, to be corrected.
///
/// # Errors
/// `NotSecretariat`, `NoAlert`.
pub async fn open(db: &Db, actor: MemberId, id: AlertId) -> Result<Alert, AlertError> {
    let mut conn = db.read().await?;
    authorized(&mut conn, actor).await?;
    known(&mut conn, id).await
}

/// Whom an audience may name, for completing what is typed. Empty for whoever is not of the secretariat.
///
/// # Errors
/// Only of the database.
pub async fn people(db: &Db, actor: MemberId) -> Result<Vec<Member>, AlertError> {
    let mut conn = db.read().await?;
    match authorized(&mut conn, actor).await {
        Ok(_) => Ok(members::store::present(&mut conn).await?),
        Err(AlertError::NotSecretariat(_)) => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

pub(super) async fn known(conn: &mut Conn, id: AlertId) -> Result<Alert, AlertError> {
    store::get(conn, id).await?.ok_or(AlertError::NoAlert(id))
}

/// Who is expected by this alert's groups and is not on Discord.
///
/// # Errors
/// `NotSecretariat`, `NoAlert`.
pub async fn absent(db: &Db, actor: MemberId, id: AlertId) -> Result<(Alert, Vec<Expected>), AlertError> {
    let mut conn = db.read().await?;
    authorized(&mut conn, actor).await?;
    let alert = known(&mut conn, id).await?;
    let groups: Vec<_> = alert.groups.iter().copied().collect();
    let absent = guild::service::attendance(&mut conn, &groups).await?.not_on_discord;
    Ok((alert, absent))
}
