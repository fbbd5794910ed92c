//! The use cases of an alert that was sent: confirm that it was seen, ask again, end it, show it. Each use case is one
//! function and at most one transaction. Sending and correcting start from a draft: see
//! [`drafts::service`](super::drafts::service).

use std::collections::BTreeMap;

use strum::VariantArray;

use super::ask::Purpose;
use super::audience::{Audience, AudienceError, Directory};
use super::error::AlertError;
use super::facts::{AlertMessage, MessageContent, Roster};
use super::lookup::{self, require_alert, require_secretariat, require_setup};
use super::message_facts::message_facts;
use super::model::{Alert, AlertId, EditReach, EndReason, Recipient};
use super::send_rule::MessageKind;
use super::store::{self, Message, SendState};
use super::{mails, messages, recipient_acts, roster};
use crate::db::{Conn, Db, DbError, SetAside, Tx};
use crate::delivery::{State, outbox};
use crate::guild::Setup;
use crate::guild::expected::Expected;
use crate::members::{self, Member, MemberId, MessageId, Wakefulness};
use crate::time::{SignedDuration, Timestamp};

/// The least time between two uses of "Ask again". If two people press it at the same time, recipients are asked once.
pub(super) const ASK_AGAIN_PAUSE: SignedDuration = SignedDuration::from_mins(1);

/// The result of a press of "Ask again".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AskAgainOutcome {
    Asked {
        /// The names of the people who are asked at once.
        now: Vec<String>,
        /// The names of the people who are asleep. Each is asked at the given time, when they wake.
        later: Vec<(String, Timestamp)>,
    },
    /// Somebody pressed "Ask again" within the last minute. Nobody is asked.
    TooSoon,
    EverybodyHasSeen,
    EverybodyHasAnswered,
    /// The secretariat reached everybody who has not answered, so nobody is asked.
    EverybodyReached,
    /// Enough people were found, so nobody is asked.
    EnoughFound,
    TimePassed,
    Ended,
}

/// The result of a press of "I have seen this".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SeenOutcome {
    /// Recorded. Contains the current content of the message.
    Recorded(MessageContent),
    /// Not recorded, because the alert was corrected after the message with this button was rendered. Contains a
    /// message with the current version.
    Outdated(Box<AlertMessage>),
    NotRecipient,
}

/// The active alerts whose rows cannot be read, each with the reason. Checks at most `limit` rows, the newest first.
pub async fn unreadable(conn: &mut Conn, limit: u32) -> Result<Vec<SetAside>, DbError> {
    store::unreadable(conn, limit).await
}

/// Checks whether `actor` may send an alert to the typed audience. Called before the form opens, so that nobody types a
/// text in vain. An empty audience is accepted, because the form then has a field for it. An ambiguous audience is
/// accepted, because the author is asked about it after the submission.
///
/// # Errors
/// `NotSecretariat` when `actor` is not in the secretariat. `NotSetUp` when a part of the set-up is missing. `Audience`
/// when the audience is too long, has an unknown word or reaches nobody.
pub async fn check_may_send(db: &Db, actor: MemberId, audience: &str, now: Timestamp) -> Result<(), AlertError> {
    let mut conn = db.read().await?;
    require_secretariat(&mut conn, actor).await?;
    let setup = require_setup(&mut conn).await?;
    let present = members::service::present(&mut conn).await?;
    let places = members::service::places(&mut conn).await?;
    match Audience::parse(audience, Directory { setup: &setup, present: &present, places: &places, now }) {
        Ok(_) | Err(AudienceError::Empty | AudienceError::Ambiguous { .. }) => Ok(()),
        Err(error) => Err(AlertError::Audience(error)),
    }
}

/// Asks the recipients who have not done what the alert asks for. A recipient is asked at once if they are awake or may
/// be woken, otherwise when they wake.
///
/// # Errors
/// `NotSecretariat` when `actor` is not in the secretariat. `NoAlert` when no alert has this id.
pub async fn ask_again(db: &Db, actor: MemberId, id: AlertId, now: Timestamp) -> Result<AskAgainOutcome, AlertError> {
    db.write(async |tx| {
        require_secretariat(tx, actor).await?;
        let alert = require_alert(tx, id).await?;
        if !alert.is_active() {
            return Ok(AskAgainOutcome::Ended);
        }
        if alert.current_version.is_past(now) {
            // The roster was rendered before the time passed, and still offers to ask again.
            roster::re_render(tx, id, now).await?;
            return Ok(AskAgainOutcome::TimePassed);
        }
        let mut remaining_recipients = store::recipients(tx, id).await?;
        remaining_recipients.retain(|recipient| !alert.is_done_by(recipient));
        // A person who was reached outside Discord knows about the alert, so only they can still answer it.
        let is_reached = |recipient: &Recipient| recipient.reached_about(alert.announced_version).is_some();
        if !remaining_recipients.is_empty() && remaining_recipients.iter().all(is_reached) {
            return Ok(AskAgainOutcome::EverybodyReached);
        }
        remaining_recipients.retain(|recipient| !is_reached(recipient));
        if remaining_recipients.is_empty() {
            return Ok(match (alert.found_at.is_some(), alert.ask.wants_answer()) {
                (true, _) => AskAgainOutcome::EnoughFound,
                (false, true) => AskAgainOutcome::EverybodyHasAnswered,
                (false, false) => AskAgainOutcome::EverybodyHasSeen,
            });
        }
        let since = now.saturating_sub(ASK_AGAIN_PAUSE).unwrap_or(Timestamp::MIN);
        if !store::set_asked(tx, id, since, now).await? {
            return Ok(AskAgainOutcome::TooSoon);
        }
        let outcome = ask_each(tx, &alert, remaining_recipients, now).await?;
        roster::refresh(tx, id, now).await?;
        Ok(outcome)
    })
    .await
}

async fn ask_each(
    tx: &mut Tx,
    alert: &Alert,
    recipients: Vec<Recipient>,
    now: Timestamp,
) -> Result<AskAgainOutcome, DbError> {
    const REPLACED: [MessageKind; 3] = [MessageKind::Nudge, MessageKind::Again, MessageKind::Planned];
    let (mut at_once, mut later) = (Vec::new(), Vec::new());
    for recipient in recipients {
        let member = members::service::get(tx, recipient.member).await?;
        let Some(member) = member.filter(|member| alert.is_still_for(&recipient, member)) else { continue };
        if alert.purpose == Purpose::Practice && member.wakefulness(now) != Wakefulness::Awake {
            continue;
        }
        let messages = store::messages_to(tx, alert.id, recipient.member).await?;
        let is_kept = |kind| !REPLACED.contains(&kind) && kind != MessageKind::Reminder;
        if messages.iter().any(|message| message.state == SendState::Pending && is_kept(message.kind)) {
            // The first message or a message about a correction is already pending, so the recipient does not need a
            // further message.
            continue;
        }
        if is_being_asked(tx, &messages).await? {
            continue;
        }
        messages::recall(tx, &messages, &REPLACED, "asked again", now).await?;
        messages::enqueue(tx, alert, &recipient, &member, MessageKind::Again, now).await?;
        match (member.wakefulness(now), alert.may_wake(&recipient, &member)) {
            (Wakefulness::Asleep { wakes_at }, false) => later.push((member.name, wakes_at)),
            _ => at_once.push(member.name),
        }
    }
    Ok(AskAgainOutcome::Asked { now: at_once, later })
}

/// Whether an attempt at a pending message is under way. A further message would ask the recipient twice.
pub(super) async fn is_being_asked(conn: &mut Conn, messages: &[Message]) -> Result<bool, DbError> {
    for message in messages.iter().filter(|message| message.state == SendState::Pending) {
        let record = outbox::find(conn, message.carrier()).await?;
        if record.is_some_and(|record| matches!(record.state, State::Sending { .. })) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The result of ending an alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndOutcome {
    Ended {
        /// The number of people who had a pending message that was recalled.
        recalled: usize,
        /// The number of people to whom a message is being sent, or may have been sent. If it arrives, Magpie edits it
        /// so that it says that the alert has ended.
        under_way: usize,
        /// The people whose delivered messages are edited so that they say that the alert has ended.
        edits: EditReach,
    },
    /// The alert had already ended. Nothing was changed.
    EndedBefore,
}

/// Ends an alert for the given reason. Recalls its pending messages, and edits the messages that arrived so that they
/// say that the alert has ended.
///
/// # Errors
/// `NotSecretariat` when `actor` is not in the secretariat. `NoAlert` when no alert has this id.
pub async fn end(
    db: &Db,
    actor: MemberId,
    id: AlertId,
    reason: EndReason,
    now: Timestamp,
) -> Result<EndOutcome, AlertError> {
    db.write(async |tx| {
        require_secretariat(tx, actor).await?;
        require_alert(tx, id).await?;
        if !store::set_ended(tx, id, reason, actor, now).await? {
            return Ok(EndOutcome::EndedBefore);
        }
        store::cancel_steps(tx, id).await?;
        let messages = store::messages(tx, id).await?;
        let recall = messages::recall(tx, &messages, MessageKind::VARIANTS, "the alert has ended", now).await?;
        let edits = messages::re_render_sent(tx, &messages, None, now).await?;
        let ended = require_alert(tx, id).await?;
        mails::enqueue_endings(tx, &ended, now).await?;
        store::delete_erased(tx, id).await?;
        roster::refresh(tx, id, now).await?;
        let (recalled, under_way) = (recall.recalled_members.len(), recall.members_under_way.len());
        Ok(EndOutcome::Ended { recalled, under_way, edits })
    })
    .await
}

/// Records that `member` has seen the alert, because they pressed "I have seen this". `pressed` is the Discord message
/// with this button, and `version` is the version that the message shows.
///
/// # Errors
/// `NoAlert` when no alert has this id.
pub async fn mark_seen(
    db: &Db,
    member: MemberId,
    id: AlertId,
    version: u32,
    pressed: Option<MessageId>,
    now: Timestamp,
) -> Result<SeenOutcome, AlertError> {
    db.write(async |tx| {
        let alert = require_alert(tx, id).await?;
        if recipient_acts::recipient(tx, &alert, member).await?.is_none() {
            return Ok(SeenOutcome::NotRecipient);
        }
        let messages = store::messages_to(tx, id, member).await?;
        if version < alert.announced_version && alert.is_active() {
            let newest_message =
                messages.iter().rev().find(|m| m.version >= alert.announced_version && m.occasion.is_some());
            let message = message_facts(tx, &alert, newest_message, member, now).await?;
            return Ok(SeenOutcome::Outdated(Box::new(message)));
        }
        let pressed = recipient_acts::delivery_of(tx, &messages, pressed).await?;
        recipient_acts::record_seen(tx, &alert, member, version, &messages, pressed, now).await?;
        Ok(SeenOutcome::Recorded(recipient_acts::content_after(tx, &alert, member, &messages, pressed, now).await?))
    })
    .await
}

/// The command `/seen`: records that `member` has seen every active alert that has reached them, in the latest version
/// that has reached them. Returns the alerts that they had not seen before, oldest first.
///
/// # Errors
/// Only database errors.
pub async fn mark_all_seen(db: &Db, member: MemberId, now: Timestamp) -> Result<Vec<AlertMessage>, AlertError> {
    db.write(async |tx| {
        let mut seen = Vec::new();
        for alert in store::alerts_unseen_by(tx, member).await? {
            if recipient_acts::recipient(tx, &alert, member).await?.is_none() {
                continue;
            }
            let messages = store::messages_to(tx, alert.id, member).await?;
            let Some(newest) = recipient_acts::newest_arrived(&messages) else { continue };
            if recipient_acts::record_seen(tx, &alert, member, newest.version, &messages, None, now).await? {
                seen.push(message_facts(tx, &alert, Some(newest), member, now).await?);
            }
        }
        Ok(seen)
    })
    .await
}

/// The alert with this id, for the form that corrects it.
///
/// # Errors
/// `NotSecretariat` when `actor` is not in the secretariat. `NoAlert` when no alert has this id.
pub async fn get(db: &Db, actor: MemberId, id: AlertId) -> Result<Alert, AlertError> {
    let mut conn = db.read().await?;
    require_secretariat(&mut conn, actor).await?;
    require_alert(&mut conn, id).await
}

/// The current facts of the roster of one alert, for `/alert show`.
///
/// # Errors
/// `NotSecretariat` when `actor` is not in the secretariat. `NoAlert` when no alert has this id.
pub async fn roster(db: &Db, actor: MemberId, id: AlertId, now: Timestamp) -> Result<Roster, AlertError> {
    let mut conn = db.read().await?;
    require_secretariat(&mut conn, actor).await?;
    let alert = require_alert(&mut conn, id).await?;
    Ok(roster::facts(&mut conn, &alert, now).await?)
}

/// At most `limit` alerts, the newest first, for `/alert list`.
///
/// # Errors
/// `NotSecretariat` when `actor` is not in the secretariat.
pub async fn newest(db: &Db, actor: MemberId, limit: i64) -> Result<Vec<Alert>, AlertError> {
    let mut conn = db.read().await?;
    require_secretariat(&mut conn, actor).await?;
    Ok(store::alerts_sent_since(&mut conn, Timestamp::MIN, limit).await?)
}

/// Whom an audience may name. The fields are as in [`Directory`].
#[derive(Debug, Clone)]
pub struct AudienceCandidates {
    setup: Setup,
    present: Vec<Member>,
    places: BTreeMap<MemberId, String>,
}

impl AudienceCandidates {
    pub fn directory(&self, now: Timestamp) -> Directory<'_> {
        Directory { setup: &self.setup, present: &self.present, places: &self.places, now }
    }
}

/// Whom an audience may name, to complete what the author types. `None` if `actor` is not in the secretariat.
///
/// # Errors
/// `NotSetUp` when the set-up is incomplete.
pub async fn audience_candidates(db: &Db, actor: MemberId) -> Result<Option<AudienceCandidates>, AlertError> {
    let mut conn = db.read().await?;
    match require_secretariat(&mut conn, actor).await {
        Ok(_) => {}
        Err(AlertError::NotSecretariat(_)) => return Ok(None),
        Err(error) => return Err(error),
    }
    let setup = require_setup(&mut conn).await?;
    let present = members::service::present(&mut conn).await?;
    let places = members::service::places(&mut conn).await?;
    Ok(Some(AudienceCandidates { setup, present, places }))
}

/// The alert with this id, and the expected members of its groups who are not on Discord.
///
/// # Errors
/// `NotSecretariat` when `actor` is not in the secretariat. `NoAlert` when no alert has this id.
pub async fn not_on_discord(db: &Db, actor: MemberId, id: AlertId) -> Result<(Alert, Vec<Expected>), AlertError> {
    let mut conn = db.read().await?;
    require_secretariat(&mut conn, actor).await?;
    let alert = require_alert(&mut conn, id).await?;
    let people = lookup::not_on_discord(&mut conn, &alert.groups).await?;
    Ok((alert, people))
}
