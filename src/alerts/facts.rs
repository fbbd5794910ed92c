//! What the messages of alerts say, as typed facts. The `discord` module renders them.

use super::ask::{Ask, AskKind, GivenAnswer, Purpose};
use super::mail_model::{MailKind, MailReason, MailState};
use super::model::{AlertId, AlertState, FailureCause, Severity};
use super::plan::Plan;
use super::send_rule::Occasion;
use crate::members::{MemberId, Wakefulness, ZoneBasis};
use crate::time::{Timestamp, ZoneId};
use crate::words::Language;

/// The facts of a message about one alert to one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertMessage {
    pub alert: AlertId,
    /// The version that the message shows. The buttons of the message contain this number, so that nobody confirms a
    /// version that they have not read.
    pub version: u32,
    /// The latest version that recipients got a message about.
    pub announced_version: u32,
    pub severity: Severity,
    pub purpose: Purpose,
    /// The text in the language of the recipient.
    pub text: String,
    /// The original, if `text` is another text.
    pub original: Option<String>,
    pub answer_by: Option<Timestamp>,
    pub author_name: String,
    pub occasion: Occasion,
    /// When the message was due, if it was sent more than ten minutes after that. `None` otherwise.
    pub due_since: Option<Timestamp>,
    pub status: MessageStatus,
    pub ask: Ask,
    /// The latest answer of the recipient.
    pub answer: Option<GivenAnswer>,
    /// The names of the people who answered "I can". Empty if the alert does not need people.
    pub found: Vec<String>,
}

/// The facts of a message that combines at least two alerts, with the most urgent first. It is sent when the recipient
/// wakes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WakingMessage {
    pub alerts: Vec<AlertMessage>,
}

/// What a delivered message shows now: one alert or several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MessageContent {
    One(Box<AlertMessage>),
    Several(WakingMessage),
}

/// The state of the alert for one recipient. The message to them shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageStatus {
    /// The recipient has not seen the announced version.
    Open,
    Seen {
        at: Timestamp,
    },
    /// Enough people were found, and the recipient is not one of them.
    Found,
    /// The message shows an old version. A newer message shows the corrected text.
    Corrected,
    /// The recipient has not answered yet, and a newer message asks them again. Only the newer message has buttons.
    AskedAgain,
    Cancelled,
    Over,
}

/// The facts of an e-mail about one alert to one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertMail {
    pub alert: AlertId,
    pub to_name: String,
    pub to_address: String,
    pub language: Language,
    /// The zone in which the reader reads times. `None` if it is not known.
    pub zone: Option<ZoneId>,
    pub zone_basis: ZoneBasis,
    pub kind: MailKind,
    pub reason: MailReason,
    pub severity: Severity,
    pub ask: Ask,
    /// The text in the language of the reader, or the original.
    pub text: String,
    /// The original, if `text` is another text.
    pub original: Option<String>,
    pub answer_by: Option<Timestamp>,
    pub author_name: String,
    /// As in [`AlertMessage::found`].
    pub found: Vec<String>,
    /// For [`MailKind::Ended`]: whether the alert was withdrawn. Otherwise what it was about is over.
    pub is_withdrawn: bool,
}

/// The facts of the message to another member of the secretariat about an alert that wakes many people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WokenNotice {
    pub alert: AlertId,
    pub severity: Severity,
    /// How many people the author chose to wake.
    pub woken: usize,
    pub text: String,
    pub author_name: String,
    pub sent_at: Timestamp,
    pub state: AlertState,
}

/// What a roster in the secretariat's channel shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RosterPost {
    Live(Box<Roster>),
    /// The roster is not the newest one, so it only says that a newer message replaces it.
    Superseded {
        alert: AlertId,
    },
}

/// The facts of the live roster: whom an alert has reached, and who has seen it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roster {
    pub alert: AlertId,
    pub version: u32,
    /// The latest version that recipients got a message about.
    pub announced_version: u32,
    pub severity: Severity,
    pub ask: Ask,
    pub purpose: Purpose,
    pub text: String,
    pub answer_by: Option<Timestamp>,
    pub author_name: String,
    pub sent_at: Timestamp,
    pub asked_at: Option<Timestamp>,
    /// The steps of the plan that are still to come. Empty if nobody is left to answer.
    pub plan: Plan,
    pub state: AlertState,
    /// The name of the person who ended the alert. `None` while it is active.
    pub ended_by: Option<String>,
    /// Ordered by name.
    pub people: Vec<RosterLine>,
    /// The number of expected members who are not on Discord.
    pub not_on_discord: usize,
    /// The number of those among them who get no e-mail.
    pub absent_without_mail: usize,
    /// The people who get the alert by e-mail, ordered by name.
    pub mails: Vec<MailLine>,
    /// The author's language. Many people read one roster, so it cannot follow the language of each reader.
    pub language: Language,
}

/// The line of one recipient in a roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterLine {
    pub member: MemberId,
    pub name: String,
    /// Whether the alert has reached them, and whether they have seen it. Does not depend on their answer.
    pub status: RecipientStatus,
    /// Whether their zone is saved, assumed or unknown.
    pub zone: ZoneBasis,
    pub answer: Option<GivenAnswer>,
    /// When the first message with sound arrived.
    pub sounded_at: Option<Timestamp>,
    /// When the reminder that they asked for is due.
    pub remind_at: Option<Timestamp>,
    /// Who reached them outside Discord: a name, and when. `None` if nobody did.
    pub reached: Option<(String, Timestamp)>,
}

/// A person in a roster who gets the alert by e-mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailLine {
    /// `None` for a person who is not on Discord.
    pub reader: Option<MemberId>,
    pub name: String,
    pub state: MailState,
    /// Why the latest e-mail failed. Empty if it did not fail.
    pub failure: String,
}

/// What a list of who is missing shows, in the secretariat's channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MissingPost {
    Live(Box<MissingList>),
    /// Nobody needs to be reached any more. The post names nobody.
    Closed {
        alert: AlertId,
        reason: ListClosed,
        language: Language,
    },
    /// The list is not the newest one, or it stands in a channel that is no longer the secretariat's. It only says that
    /// a newer message replaces it.
    Superseded {
        alert: AlertId,
    },
}

/// Why nobody needs to be reached any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListClosed {
    Ended,
    EnoughFound,
    EverybodyAnswered,
}

/// The facts of a list of who is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingList {
    pub alert: AlertId,
    pub severity: Severity,
    pub ask: AskKind,
    pub text: String,
    pub answer_by: Option<Timestamp>,
    /// The people who have not answered: those who are awake first, then those who sleep, in the order in which they
    /// wake, then those whose zone is unknown.
    pub people: Vec<MissingPerson>,
    /// Whether the list shows contacts.
    pub contacts: ContactPolicy,
    /// The number of expected members who are not on Discord.
    pub not_on_discord: usize,
    /// The author's language, as for a [`Roster`].
    pub language: Language,
}

/// Whether a list may show the contacts of people outside Discord.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContactPolicy {
    Show,
    /// People outside the secretariat can read the channel.
    Withhold,
}

/// A person who has not answered, and what is known to reach them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingPerson {
    pub member: MemberId,
    pub name: String,
    pub wakefulness: Wakefulness,
    /// Their zone, and whether it is saved or assumed.
    pub zone: Option<ZoneId>,
    pub zone_basis: ZoneBasis,
    /// Their contact outside Discord. `None` if it is not known, or if [`ContactPolicy::Withhold`] applies.
    pub contact: Option<String>,
    /// The name of their deputy, who has accepted.
    pub deputy: Option<String>,
    /// Who reached them: a name, and when. `None` if nobody did.
    pub reached: Option<(String, Timestamp)>,
}

/// Whether an alert has reached one person, and whether they have seen it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecipientStatus {
    Seen {
        at: Timestamp,
    },
    /// A message arrived with sound. The recipient has not seen the alert.
    Sounded {
        at: Timestamp,
    },
    /// A message arrived without sound. A nudge follows when the recipient wakes. `wakes_at` is `None` for a member
    /// without a known zone.
    Silent {
        wakes_at: Option<Timestamp>,
    },
    /// No message has arrived. It is held until `held_until`, or it is about to be sent if that is `None`.
    Pending {
        held_until: Option<Timestamp>,
    },
    /// An attempt failed or its outcome is unknown. A further attempt follows.
    Retrying,
    Failed {
        cause: FailureCause,
        reason: String,
    },
    /// No message has arrived, and none is pending although the alert is active. For example, an operator cancelled the
    /// delivery.
    Cancelled,
    /// The alert ended before a message arrived.
    NotSent,
}
