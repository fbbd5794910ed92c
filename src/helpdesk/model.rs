//! A ticket and its transitions. Pure.

use strum::{Display, EnumString, IntoStaticStr};

use super::category::Category;
use super::origin::{Origin, TicketText};
use super::settings::HelpdeskSettings;
use crate::escalation::{Desk, NextStep, Step, Urgency};
use crate::members::{ChannelId, Group, Member, MemberId, Roles};
use crate::row_id;
use crate::time::{SignedDuration, Timestamp};

/// After this many unanswered nudges, the ticket is requeued.
const MAX_NUDGES: u32 = 2;
/// After this many unanswered nudges of a helper who has written nothing since the claim, the ticket is requeued.
const MAX_NUDGES_OF_SILENT: u32 = 1;

row_id! {
    /// The ticket number that people see.
    TicketId
}

/// How a ticket was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Display, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum TicketKind {
    /// The button "Get help".
    Help,
    /// The button "Report privately": only the asker and the secretariat may read the ticket.
    Private,
    /// The command `/ask`.
    Question,
    /// The command `/ticket log`: a volunteer logged the ticket for somebody outside Discord.
    Logged,
}

impl TicketKind {
    /// The desk that answers new tickets of this kind.
    pub fn desk(self) -> Desk {
        match self {
            TicketKind::Help | TicketKind::Logged => Desk::Volunteers,
            TicketKind::Private | TicketKind::Question => Desk::Secretariat,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asker {
    Member(MemberId),
    /// Somebody outside Discord. `logged_by` is `None` after the data of the volunteer who logged the ticket was
    /// deleted.
    Outside {
        name: String,
        contact: String,
        logged_by: Option<MemberId>,
    },
    /// A member whose data was deleted at their own request.
    Deleted,
}

/// The status of a ticket. `IntoStaticStr` gives the code in the column `status`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum TicketStatus {
    /// Nobody has claimed the ticket. The escalation takes its next step at `next_at`.
    Waiting {
        step: Step,
        next_at: Timestamp,
    },
    /// At `check_at` the helper is asked whether they are still helping.
    Claimed {
        helper: MemberId,
        claimed_at: Timestamp,
        check_at: Timestamp,
        nudges: u32,
        contact: Contact,
    },
    /// The helper reported the ticket as solved. The ticket closes at `closes_at` unless the asker reopens it.
    Solved {
        helper: MemberId,
        closes_at: Timestamp,
    },
    Closed {
        closed_at: Timestamp,
        ending: Ending,
        helper: Option<MemberId>,
    },
}

/// Whether a helper has been heard from since the claim, or since the asker answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contact {
    /// The helper has written nothing in the thread yet.
    Silent,
    /// The helper has written in the thread, or said that they are still helping.
    Heard { heard_at: Timestamp },
    /// The helper waits for the asker's answer.
    AwaitsAsker,
}

impl TicketStatus {
    /// The status of a ticket that waits for a helper.
    pub fn waiting(step: &NextStep) -> Self {
        Self::Waiting { step: step.step, next_at: step.next_at }
    }

    pub fn helper(self) -> Option<MemberId> {
        match self {
            Self::Waiting { .. } => None,
            Self::Claimed { helper, .. } | Self::Solved { helper, .. } => Some(helper),
            Self::Closed { helper, .. } => helper,
        }
    }

    /// When the ticket's timer fires. `None` only for a closed ticket.
    pub fn next_at(self) -> Option<Timestamp> {
        match self {
            Self::Waiting { next_at, .. } => Some(next_at),
            Self::Claimed { check_at, .. } => Some(check_at),
            Self::Solved { closes_at, .. } => Some(closes_at),
            Self::Closed { .. } => None,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Display, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Ending {
    Solved,
    /// The asker no longer needs help.
    Withdrawn,
    /// The asker left the server.
    Left,
    /// The asker deleted their profile.
    Deleted,
    /// The asker added the ticket to another ticket.
    Merged,
}

/// A ticket that is not inserted yet, so it has no number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTicket {
    pub kind: TicketKind,
    pub urgency: Urgency,
    pub category: Category,
    pub asker: Asker,
    pub text: TicketText,
    pub origin: Option<Origin>,
    pub opened_at: Timestamp,
    pub round_at: Timestamp,
    pub status: TicketStatus,
    pub answer: Option<String>,
}

impl NewTicket {
    /// A ticket that waits for a helper.
    pub fn waiting(kind: TicketKind, asker: Asker, text: TicketText, first_step: &NextStep, now: Timestamp) -> Self {
        let status = TicketStatus::waiting(first_step);
        Self { round_at: first_step.round_at, ..Self::new(kind, asker, text, status, now) }
    }

    /// A request from outside Discord that `helper` has already answered, so the ticket is closed from the start.
    pub fn answered(asker: Asker, text: TicketText, answer: String, helper: MemberId, now: Timestamp) -> Self {
        let status = TicketStatus::Closed { closed_at: now, ending: Ending::Solved, helper: Some(helper) };
        Self { answer: Some(answer), ..Self::new(TicketKind::Logged, asker, text, status, now) }
    }

    fn new(kind: TicketKind, asker: Asker, text: TicketText, status: TicketStatus, now: Timestamp) -> Self {
        let (urgency, category) = (Urgency::default(), Category::default());
        Self { kind, urgency, category, asker, text, origin: None, opened_at: now, round_at: now, status, answer: None }
    }

    /// The ticket as it is stored under `id`.
    pub fn into_ticket(self, id: TicketId) -> Ticket {
        Ticket {
            id,
            kind: self.kind,
            desk: self.kind.desk(),
            urgency: self.urgency,
            category: self.category,
            asker: self.asker,
            text: self.text,
            origin: self.origin,
            opened_at: self.opened_at,
            acted_at: self.opened_at,
            status: self.status,
            round: 1,
            round_at: self.round_at,
            thread: None,
            threads: 0,
            tried: None,
            answer: self.answer,
            merged_into: None,
            version: 1,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    pub id: TicketId,
    pub kind: TicketKind,
    pub desk: Desk,
    pub urgency: Urgency,
    pub category: Category,
    pub asker: Asker,
    pub text: TicketText,
    /// What led to the ticket, such as an alert. `None` when the asker opened the ticket without such a cause.
    pub origin: Option<Origin>,
    pub opened_at: Timestamp,
    /// When the asker last acted on the ticket.
    pub acted_at: Timestamp,
    pub status: TicketStatus,
    /// Starts at 1 and grows each time the ticket is requeued.
    pub round: u32,
    /// The start of the round, from which the times of the escalation count.
    pub round_at: Timestamp,
    /// The open private thread of asker and helper.
    pub thread: Option<ChannelId>,
    /// How many threads have been created for the ticket.
    pub threads: u32,
    /// What had been tried before the ticket was sent to the secretariat.
    pub tried: Option<String>,
    pub answer: Option<String>,
    /// The ticket to which the asker added this one.
    pub merged_into: Option<TicketId>,
    /// The version of the row that was read. See [`super::store::update`].
    pub version: i64,
}

/// The person who performs a transition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Actor {
    pub id: MemberId,
    pub roles: Roles,
}

impl From<&Member> for Actor {
    fn from(member: &Member) -> Self {
        Self { id: member.id, roles: if member.in_guild { member.roles } else { Roles::NONE } }
    }
}

/// Why a transition is not possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("only {0} may do that")]
    NotAllowed(Desk),
    #[error("the asker may not claim their own ticket")]
    OwnTicket,
    #[error("member {0} is the helper")]
    Taken(MemberId),
    #[error("nobody has claimed it")]
    NotClaimed,
    #[error("only the asker may do that")]
    NotAsker,
    #[error("more people may read the other ticket")]
    MoreReaders,
    #[error("it is with the secretariat already")]
    WithSecretariat,
    #[error("the asker has asked again since the answer")]
    AskedAgain,
    #[error("the helper reported it solved")]
    Solved,
    #[error("it is closed")]
    Closed,
}

impl Ticket {
    pub fn asker_id(&self) -> Option<MemberId> {
        match self.asker {
            Asker::Member(id) => Some(id),
            Asker::Outside { .. } | Asker::Deleted => None,
        }
    }

    pub fn helper(&self) -> Option<MemberId> {
        self.status.helper()
    }

    pub fn is_open(&self) -> bool {
        !matches!(self.status, TicketStatus::Closed { .. })
    }

    /// Whether members with these roles may answer the ticket.
    pub fn is_for(&self, roles: Roles) -> bool {
        match self.desk {
            Desk::Volunteers => roles.has(Group::Helpdesk) || roles.has(Group::Secretariat),
            Desk::Secretariat => roles.has(Group::Secretariat),
        }
    }

    /// Whether `actor` may read the whole ticket now. The asker and members of the secretariat always may. A volunteer
    /// may read a ticket that waits for the volunteers, and a ticket that they help with. A volunteer may not read a
    /// ticket that another volunteer helps with, or a ticket that was sent to the secretariat. A helper who lost the
    /// role may not read the ticket any more.
    pub fn may_read(&self, actor: Actor) -> bool {
        let is_waiting = matches!(self.status, TicketStatus::Waiting { .. });
        let is_answerer = is_waiting || self.helper() == Some(actor.id) || actor.roles.has(Group::Secretariat);
        self.asker_id() == Some(actor.id) || (is_answerer && self.is_for(actor.roles))
    }

    /// Whether `actor` may know that the ticket exists, and its status. This is the rule of the list, of the page of
    /// one ticket, and of all buttons. It includes everybody who may read or answer the ticket. The volunteers may also
    /// know of a ticket that was opened for them and then sent to the secretariat. Whether `actor` sees the ticket's
    /// texts is decided by [`Self::may_read`].
    pub fn is_known_to(&self, actor: Actor) -> bool {
        let is_for_volunteers = self.kind.desk() == Desk::Volunteers && actor.roles.has(Group::Helpdesk);
        self.may_read(actor) || is_for_volunteers || self.is_for(actor.roles)
    }

    /// Handles the button "I will help": `by` becomes the helper.
    pub fn claim(self, by: Actor, now: Timestamp, settings: &HelpdeskSettings) -> Result<Self, Refusal> {
        if !self.is_for(by.roles) {
            return Err(Refusal::NotAllowed(self.desk));
        }
        if self.asker_id() == Some(by.id) {
            return Err(Refusal::OwnTicket);
        }
        match self.status {
            TicketStatus::Waiting { .. } => {
                let check_at = saturating_add(now, self.first_check_after(settings));
                let contact = Contact::Silent;
                let status = TicketStatus::Claimed { helper: by.id, claimed_at: now, check_at, nudges: 0, contact };
                Ok(Self { status, ..self })
            }
            _ => Err(self.refusal_by_status()),
        }
    }

    /// Handles the button "I cannot continue": requeues the ticket at the step `first_step`.
    pub fn release(self, by: Actor, first_step: &NextStep) -> Result<Self, Refusal> {
        if self.is_claimed_by(by) { Ok(self.requeue(first_step)) } else { Err(self.refusal_by_status()) }
    }

    /// Handles the button "Send to secretariat". `tried`: what the sender has already tried. The ticket does not return
    /// to the volunteers.
    pub fn send_to_secretariat(self, by: Actor, tried: &str, secretariat_step: &NextStep) -> Result<Self, Refusal> {
        if self.desk == Desk::Secretariat {
            return Err(if self.is_open() { Refusal::WithSecretariat } else { Refusal::Closed });
        }
        if !self.is_for(by.roles) {
            return Err(Refusal::NotAllowed(self.desk));
        }
        if matches!(self.status, TicketStatus::Waiting { .. }) || self.is_claimed_by(by) {
            return Ok(Self {
                desk: Desk::Secretariat,
                tried: Some(tried.to_owned()),
                ..self.requeue(secretariat_step)
            });
        }
        Err(self.refusal_by_status())
    }

    /// Handles the button "Problem solved". The ticket closes at once if the asker pressed it, or if the asker cannot
    /// confirm on Discord.
    pub fn solve(
        self,
        by: Actor,
        answer: Option<&str>,
        now: Timestamp,
        settings: &HelpdeskSettings,
    ) -> Result<Self, Refusal> {
        let answer = answer.map(str::to_owned).or_else(|| self.answer.clone());
        if self.asker_id() == Some(by.id) {
            return match self.status {
                TicketStatus::Closed { .. } => Err(Refusal::Closed),
                _ => Ok(Self { answer, acted_at: now, ..self.close(Ending::Solved, now) }),
            };
        }
        match self.status {
            TicketStatus::Claimed { helper, .. } if self.is_claimed_by(by) => match self.asker {
                Asker::Member(_) => {
                    let closes_at = saturating_add(now, settings.confirm_within);
                    Ok(Self { answer, status: TicketStatus::Solved { helper, closes_at }, ..self })
                }
                Asker::Outside { .. } | Asker::Deleted => Ok(Self { answer, ..self.close(Ending::Solved, now) }),
            },
            _ => Err(self.refusal_by_status()),
        }
    }

    /// `by` has answered the request outside the ticket, and the ticket waits for a helper or for `by`. Like a claim
    /// and "Problem solved" in one.
    pub fn solve_as_logged(
        self,
        by: Actor,
        answer: &str,
        now: Timestamp,
        settings: &HelpdeskSettings,
    ) -> Result<Self, Refusal> {
        match self.status {
            TicketStatus::Waiting { .. } => self.claim(by, now, settings)?.solve(by, Some(answer), now, settings),
            TicketStatus::Claimed { helper, .. } if helper == by.id => self.solve(by, Some(answer), now, settings),
            _ => Err(self.refusal_by_status()),
        }
    }

    /// The asker still needs help: requeues the ticket at the step `first_step`.
    pub fn reopen(self, by: Actor, now: Timestamp, first_step: &NextStep) -> Result<Self, Refusal> {
        if self.asker_id() != Some(by.id) {
            return Err(Refusal::NotAsker);
        }
        match self.status {
            TicketStatus::Solved { .. } | TicketStatus::Closed { ending: Ending::Solved | Ending::Withdrawn, .. } => {
                Ok(Self { acted_at: now, ..self.requeue(first_step) })
            }
            _ => Err(self.refusal_by_status()),
        }
    }

    /// The asker no longer needs help.
    pub fn withdraw(self, by: Actor, now: Timestamp) -> Result<Self, Refusal> {
        match (self.asker_id() == Some(by.id), self.is_open()) {
            (false, _) => Err(Refusal::NotAsker),
            (true, false) => Err(Refusal::Closed),
            (true, true) => Ok(Self { acted_at: now, ..self.close(Ending::Withdrawn, now) }),
        }
    }

    /// Handles the button "I am still helping": postpones the next check of the helper.
    pub fn still_helping(self, by: Actor, now: Timestamp, settings: &HelpdeskSettings) -> Result<Self, Refusal> {
        match self.status {
            TicketStatus::Claimed { helper, .. } if helper == by.id => Ok(self.heard_from_helper(now, settings)),
            _ => Err(self.refusal_by_status()),
        }
    }

    /// The helper wrote in the thread, or said that they are still helping: postpones the next check of the helper.
    #[must_use]
    pub fn heard_from_helper(self, now: Timestamp, settings: &HelpdeskSettings) -> Self {
        self.with_contact(Contact::Heard { heard_at: now }, saturating_add(now, settings.check_after))
    }

    /// The asker wrote in the thread. If the helper waited for that, the helper's time starts again.
    #[must_use]
    pub fn heard_from_asker(self, now: Timestamp, settings: &HelpdeskSettings) -> Self {
        let acted = Self { acted_at: now, ..self };
        match acted.status {
            TicketStatus::Claimed { contact: Contact::AwaitsAsker, .. } => {
                let check_at = saturating_add(now, acted.first_check_after(settings));
                acted.with_contact(Contact::Silent, check_at)
            }
            _ => acted,
        }
    }

    /// Handles the button "Waiting for an answer": the helper's time stops until the asker writes.
    pub fn await_asker(self, by: Actor, now: Timestamp, settings: &HelpdeskSettings) -> Result<Self, Refusal> {
        if self.asker_id().is_none() || !self.is_claimed_by(by) {
            return Err(self.refusal_by_status());
        }
        Ok(self.with_contact(Contact::AwaitsAsker, saturating_add(now, settings.check_after)))
    }

    /// Makes `to` the helper, whom the helper or the secretariat names. A new round starts, so that the former helper's
    /// messages end.
    pub fn transfer(self, by: Actor, to: Actor, now: Timestamp, settings: &HelpdeskSettings) -> Result<Self, Refusal> {
        if !self.is_claimed_by(by) || self.helper() == Some(to.id) {
            return Err(self.refusal_by_status());
        }
        if !self.is_for(to.roles) || self.asker_id() == Some(to.id) {
            return Err(Refusal::NotAllowed(self.desk));
        }
        let check_at = saturating_add(now, self.first_check_after(settings));
        let contact = Contact::Silent;
        let status = TicketStatus::Claimed { helper: to.id, claimed_at: now, check_at, nudges: 0, contact };
        Ok(Self { status, round: self.round + 1, round_at: now, ..self })
    }

    /// Whether the helper has a thread and has written nothing in it.
    pub fn is_helper_silent(&self) -> bool {
        let is_silent = matches!(self.status, TicketStatus::Claimed { contact: Contact::Silent, .. });
        is_silent && self.thread.is_some()
    }

    /// Whether the helper waits for the asker's answer.
    pub fn awaits_asker(&self) -> bool {
        matches!(self.status, TicketStatus::Claimed { contact: Contact::AwaitsAsker, .. })
    }

    /// Handles the button "Not now". Changes nothing: the ask is marked as declined.
    pub fn check_decline(&self, by: Actor) -> Result<(), Refusal> {
        match self.status {
            _ if !self.is_for(by.roles) => Err(Refusal::NotAllowed(self.desk)),
            _ if self.asker_id() == Some(by.id) => Err(Refusal::OwnTicket),
            TicketStatus::Waiting { .. } => Ok(()),
            _ => Err(self.refusal_by_status()),
        }
    }

    /// Changes when help is needed. The asker or the secretariat may do so while the ticket waits. The caller then
    /// takes the step that fits the urgency.
    pub fn set_urgency(self, by: Actor, urgency: Urgency) -> Result<Self, Refusal> {
        self.check_details_change(by)?;
        Ok(Self { urgency, ..self })
    }

    /// Changes what the ticket is about. The asker or the secretariat may do so while the ticket waits. `step` is the
    /// secretariat's step if only the secretariat may read the new category: the ticket then becomes a private report,
    /// and does not return to the volunteers.
    pub fn set_category(self, by: Actor, category: Category, private_step: Option<&NextStep>) -> Result<Self, Refusal> {
        self.check_details_change(by)?;
        Ok(match private_step {
            Some(step) if self.kind != TicketKind::Private => {
                Self { kind: TicketKind::Private, desk: Desk::Secretariat, category, ..self.requeue(step) }
            }
            _ => Self { category, ..self },
        })
    }

    fn check_details_change(&self, by: Actor) -> Result<(), Refusal> {
        match self.status {
            _ if self.asker_id() != Some(by.id) && !by.roles.has(Group::Secretariat) => Err(Refusal::NotAsker),
            TicketStatus::Waiting { .. } => Ok(()),
            _ => Err(self.refusal_by_status()),
        }
    }

    /// Closes the ticket because its asker added it to `target`, a ticket of the same asker. More people may not read
    /// it there than here.
    pub fn merge_into(self, by: Actor, target: &Self, now: Timestamp) -> Result<Self, Refusal> {
        if self.asker_id() != Some(by.id) || target.asker_id() != Some(by.id) || self.id == target.id {
            return Err(Refusal::NotAsker);
        }
        if !matches!(self.status, TicketStatus::Waiting { .. }) {
            return Err(self.refusal_by_status());
        }
        if !matches!(target.status, TicketStatus::Waiting { .. } | TicketStatus::Claimed { .. }) {
            return Err(target.refusal_by_status());
        }
        if self.desk == Desk::Secretariat && target.desk == Desk::Volunteers {
            return Err(Refusal::MoreReaders);
        }
        let merged = Self { merged_into: Some(target.id), acted_at: now, ..self.close(Ending::Merged, now) };
        Ok(if target.kind == TicketKind::Private { merged.made_private(target.category) } else { merged })
    }

    /// A closed ticket that becomes a private report together with the ticket to which it was added. Otherwise
    /// volunteers could still read its text.
    #[must_use]
    pub fn made_private(self, category: Category) -> Self {
        Self { kind: TicketKind::Private, desk: Desk::Secretariat, category, ..self }
    }

    /// How long after a claim the helper is checked.
    fn first_check_after(&self, settings: &HelpdeskSettings) -> SignedDuration {
        match self.asker {
            Asker::Member(_) => settings.silent_for.get(self.urgency),
            // The helper does not write to somebody outside Discord in a thread.
            Asker::Outside { .. } | Asker::Deleted => settings.check_after,
        }
    }

    fn with_contact(self, contact: Contact, check_at: Timestamp) -> Self {
        match self.status {
            TicketStatus::Claimed { helper, claimed_at, .. } => {
                Self { status: TicketStatus::Claimed { helper, claimed_at, check_at, nudges: 0, contact }, ..self }
            }
            _ => self,
        }
    }

    /// Takes the next step of the escalation. Changes nothing unless the ticket waits for a helper.
    #[must_use]
    pub fn advance(self, next: &NextStep) -> Self {
        match self.status {
            TicketStatus::Waiting { .. } => {
                Self { status: TicketStatus::waiting(next), round_at: next.round_at, ..self }
            }
            _ => self,
        }
    }

    /// Postpones the check of the helper, without counting a nudge.
    #[must_use]
    pub fn check_later(self, check_at: Timestamp) -> Self {
        match self.status {
            TicketStatus::Claimed { helper, claimed_at, nudges, contact, .. } => {
                Self { status: TicketStatus::Claimed { helper, claimed_at, check_at, nudges, contact }, ..self }
            }
            _ => self,
        }
    }

    /// Nudges the helper, who did not respond before `check_at`. Returns `None` after [`MAX_NUDGES`] nudges; the caller
    /// then requeues the ticket. A helper who has written nothing since the claim gets fewer nudges, and less time.
    pub fn nudge(&self, now: Timestamp, settings: &HelpdeskSettings) -> Option<Self> {
        let (max_nudges, time) = if self.is_helper_silent() {
            (MAX_NUDGES_OF_SILENT, settings.silent_for.get(self.urgency))
        } else {
            (MAX_NUDGES, settings.check_after)
        };
        match self.status {
            TicketStatus::Claimed { helper, claimed_at, nudges, contact, .. } if nudges < max_nudges => {
                let (check_at, nudges) = (saturating_add(now, time), nudges + 1);
                let status = TicketStatus::Claimed { helper, claimed_at, check_at, nudges, contact };
                Some(Self { status, ..self.clone() })
            }
            _ => None,
        }
    }

    /// Starts a new round, in which the ticket waits for a helper at the step `next`.
    #[must_use]
    pub fn requeue(self, next: &NextStep) -> Self {
        Self { status: TicketStatus::waiting(next), round: self.round + 1, round_at: next.round_at, ..self }
    }

    /// Closes the ticket and forgets its thread. The old thread is locked, so a reopened ticket gets a new thread.
    #[must_use]
    pub fn close(self, ending: Ending, now: Timestamp) -> Self {
        let status = TicketStatus::Closed { closed_at: now, ending, helper: self.helper() };
        Self { status, thread: None, ..self }
    }

    /// Whether `actor` is the helper, or may act in the helper's place as a member of the secretariat.
    fn is_claimed_by(&self, actor: Actor) -> bool {
        match self.status {
            TicketStatus::Claimed { helper, .. } => helper == actor.id || actor.roles.has(Group::Secretariat),
            _ => false,
        }
    }

    fn refusal_by_status(&self) -> Refusal {
        match self.status {
            TicketStatus::Waiting { .. } => Refusal::NotClaimed,
            TicketStatus::Claimed { helper, .. } => Refusal::Taken(helper),
            TicketStatus::Solved { .. } => Refusal::Solved,
            TicketStatus::Closed { .. } => Refusal::Closed,
        }
    }
}

fn saturating_add(at: Timestamp, length: SignedDuration) -> Timestamp {
    at.checked_add(length).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests;
