//! The report of an alert: whom it reached and how, and when each of them has seen it and answered. The secretariat
//! reads it at any time, also after the alert has ended.

use super::ask::{Answer, Ask};
use super::error::AlertError;
use super::facts::{RecipientStatus, Roster, RosterLine};
use super::lookup::{require_alert, require_secretariat};
use super::model::{Alert, AlertId, AlertState, Recipient, Seen};
use super::roster;
use super::store::{self, Message, SendState};
use crate::db::{Conn, Db, DbError};
use crate::delivery::{State, outbox};
use crate::members::{self, Member, MemberId};
use crate::time::{SignedDuration, Timestamp};

/// What the report of an alert shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The alert, as its roster shows it.
    pub roster: Roster,
    /// The recipients, ordered by name.
    pub people: Vec<ReportPerson>,
    /// When each correction was made, in order. A silent fix counts as one.
    pub corrected_at: Vec<Timestamp>,
}

/// One recipient in a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportPerson {
    pub line: RosterLine,
    /// The handle of their Discord account. Empty if Magpie no longer knows them.
    pub handle: String,
    /// When and where the first message arrived. `None` if none has arrived.
    pub arrival: Option<Arrival>,
    /// If they have seen only a version that a correction has replaced: when.
    pub seen_earlier_text_at: Option<Timestamp>,
}

/// The arrival of the first message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrival {
    pub at: Timestamp,
    pub place: ArrivalPlace,
}

/// Where a message arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArrivalPlace {
    DirectMessage,
    InboxThread,
    /// The delivery was deleted after its time of retention.
    Unknown,
}

impl ReportPerson {
    /// When they have seen the announced version. `None` if they have not.
    pub fn seen_at(&self) -> Option<Timestamp> {
        match self.line.status {
            RecipientStatus::Seen { at } => Some(at),
            _ => None,
        }
    }

    /// Whether the first message sounded when it arrived.
    pub fn arrived_with_sound(&self) -> bool {
        self.arrival.is_some_and(|arrival| self.line.sounded_at.is_some_and(|at| at <= arrival.at))
    }
}

impl Report {
    /// When messages arrived for the first time, in order.
    pub fn arrivals(&self) -> Vec<Timestamp> {
        sorted(self.people.iter().filter_map(|person| person.arrival.map(|arrival| arrival.at)))
    }

    /// When the recipients have seen the announced version, in order.
    pub fn seen(&self) -> Vec<Timestamp> {
        sorted(self.people.iter().filter_map(ReportPerson::seen_at))
    }

    /// When the recipients with this answer gave it, in order.
    pub fn answered_with(&self, answer: Answer) -> Vec<Timestamp> {
        let given = self.people.iter().filter_map(|person| person.line.answer);
        sorted(given.filter(|given| given.answer == answer).map(|given| given.at))
    }

    /// How many recipients have answered.
    pub fn answered(&self) -> usize {
        self.people.iter().filter(|person| person.line.answer.is_some()).count()
    }

    /// The answers that the alert offers.
    pub fn answers(&self) -> Vec<Answer> {
        match &self.roster.ask {
            Ask::Read => Vec::new(),
            Ask::YesNo | Ask::People { .. } => vec![Answer::Yes, Answer::No],
            Ask::Choice { answers } => (1..).zip(answers).map(|(number, _)| Answer::Choice(number)).collect(),
        }
    }

    /// How long after the alert half of its recipients had seen it. `None` if fewer have.
    pub fn half_seen_after(&self) -> Option<SignedDuration> {
        let middle = self.people.len().div_ceil(2).checked_sub(1)?;
        self.seen().get(middle).map(|at| at.duration_since(self.roster.sent_at))
    }

    /// When the alert ended. `None` while it is active.
    pub fn ended_at(&self) -> Option<Timestamp> {
        match self.roster.state {
            AlertState::Active => None,
            AlertState::Cancelled { at, .. } | AlertState::Over { at, .. } => Some(at),
        }
    }
}

fn sorted(instants: impl Iterator<Item = Timestamp>) -> Vec<Timestamp> {
    let mut instants: Vec<Timestamp> = instants.collect();
    instants.sort_unstable();
    instants
}

/// The report of one alert, for `/alert report`.
///
/// # Errors
/// `NotSecretariat` when `actor` is not in the secretariat. `NoAlert` when no alert has this id.
pub async fn report(db: &Db, actor: MemberId, id: AlertId, now: Timestamp) -> Result<Report, AlertError> {
    let mut conn = db.read().await?;
    require_secretariat(&mut conn, actor).await?;
    let alert = require_alert(&mut conn, id).await?;
    Ok(facts(&mut conn, &alert, now).await?)
}

async fn facts(conn: &mut Conn, alert: &Alert, now: Timestamp) -> Result<Report, DbError> {
    let roster = roster::facts(conn, alert, now).await?;
    let recipients = store::recipients(conn, alert.id).await?;
    let messages = store::messages(conn, alert.id).await?;
    let ids: Vec<MemberId> = recipients.iter().map(|recipient| recipient.member).collect();
    let members = members::service::get_many(conn, &ids).await?;
    let mut people = Vec::with_capacity(roster.people.len());
    for line in &roster.people {
        let member = members.iter().find(|member| member.id == line.member);
        let recipient = recipients.iter().find(|recipient| recipient.member == line.member);
        let own_messages = messages.iter().filter(|message| message.member == line.member);
        people.push(ReportPerson {
            handle: member.map(|member| member.handle.clone()).unwrap_or_default(),
            arrival: match recipient.and_then(|recipient| recipient.sent_at) {
                Some(at) => Some(Arrival { at, place: place(conn, own_messages, member).await? }),
                None => None,
            },
            seen_earlier_text_at: recipient.and_then(|recipient| seen_earlier_text(alert, recipient)),
            line: line.clone(),
        });
    }
    let changed_at = store::version_times(conn, alert.id).await?;
    Ok(Report { roster, people, corrected_at: changed_at.into_iter().skip(1).collect() })
}

fn seen_earlier_text(alert: &Alert, recipient: &Recipient) -> Option<Timestamp> {
    let Seen { at, version } = recipient.seen?;
    (version < alert.announced_version).then_some(at)
}

/// Where the first message that arrived was posted.
async fn place(
    conn: &mut Conn,
    own_messages: impl Iterator<Item = &Message>,
    member: Option<&Member>,
) -> Result<ArrivalPlace, DbError> {
    let mut arrived = own_messages.filter(|message| message.state == SendState::Sent);
    let Some(first) = arrived.next() else { return Ok(ArrivalPlace::Unknown) };
    let record = outbox::find(conn, first.carrier()).await?;
    let Some(State::Sent(posted)) = record.map(|record| record.state) else { return Ok(ArrivalPlace::Unknown) };
    Ok(match (posted.channel, member) {
        (Some(channel), Some(member)) if member.reach.dm_channel == Some(channel) => ArrivalPlace::DirectMessage,
        (Some(_), Some(_)) => ArrivalPlace::InboxThread,
        _ => ArrivalPlace::Unknown,
    })
}
