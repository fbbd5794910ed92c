//! A ticket and what may happen to it. Pure.

use std::fmt;
use std::str::FromStr;

use crate::escalation::{Advance, Desk, Policy, Step};
use crate::members::{ChannelId, Group, Member, MemberId, Roles};
use crate::time::{SignedDuration, Timestamp};

/// Looks at a helper that may go unanswered before the ticket is put up again.
const NUDGES: u32 = 2;

/// The number that people read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TicketId(pub i64);

impl fmt::Display for TicketId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for TicketId {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

/// How a ticket came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// "Get help".
    Help,
    /// "Report privately": nobody but the secretariat ever reads it.
    Private,
    /// `/ask`.
    Question,
    /// `/ticket log`: a volunteer wrote it down for somebody outside Discord.
    Logged,
}

impl Kind {
    pub fn desk(self) -> Desk {
        match self {
            Kind::Help | Kind::Logged => Desk::Volunteers,
            Kind::Private | Kind::Question => Desk::Secretariat,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asker {
    Member(MemberId),
    /// Somebody outside Discord. `logged_by` is `None` when that volunteer's data was deleted.
    Outside {
        name: String,
        contact: String,
        logged_by: Option<MemberId>,
    },
    /// Their data was deleted at their wish.
    Deleted,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Nobody helps yet. `next_at`: when the next step of asking is taken.
    Waiting {
        step: Step,
        next_at: Timestamp,
    },
    /// `check_at`: when the helper is asked whether they are still on it.
    Claimed {
        helper: MemberId,
        claimed_at: Timestamp,
        check_at: Timestamp,
        nudges: u32,
    },
    /// The helper says so; the asker may still say no, until it closes by itself.
    Solved {
        helper: MemberId,
        closes_at: Timestamp,
    },
    Closed {
        at: Timestamp,
        ending: Ending,
        helper: Option<MemberId>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    Solved,
    /// The asker needs it no more.
    Withdrawn,
    /// The asker left the server.
    Left,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    pub id: TicketId,
    pub kind: Kind,
    pub desk: Desk,
    pub asker: Asker,
    pub text: String,
    pub opened_at: Timestamp,
    /// The asker's latest own act.
    pub acted_at: Timestamp,
    pub status: Status,
    /// Grows each time it is put up again.
    pub round: u32,
    pub thread: Option<ChannelId>,
    /// How many threads were made for it.
    pub threads: u32,
    /// What had been tried when it was sent to the secretariat.
    pub tried: Option<String>,
    pub answer: Option<String>,
    /// What a change was made to; see [`super::store::update`].
    pub version: i64,
}

/// Who does something.
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

/// How long things last, from the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    pub policy: Policy,
    /// A helper is asked whether they are still on it after this long.
    pub check_after: SignedDuration,
    /// What a helper called solved closes after this long, unless the asker says no.
    pub confirm_within: SignedDuration,
    /// Open tickets that one person may have.
    pub open_limit: usize,
    /// Closed tickets are deleted after this long.
    pub keep: SignedDuration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            policy: Policy::default(),
            check_after: SignedDuration::from_hours(24),
            confirm_within: SignedDuration::from_hours(48),
            open_limit: 5,
            keep: SignedDuration::from_hours(24 * 365),
        }
    }
}

/// Why something cannot be done to a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("only {0:?} may do that")]
    NotAllowed(Desk),
    #[error("nobody helps with their own ticket")]
    OwnTicket,
    #[error("{0} is helping already")]
    Taken(MemberId),
    #[error("only the helper may do that, and nobody helps now")]
    NotClaimed,
    #[error("only the asker may do that")]
    NotAsker,
    #[error("the secretariat has it already")]
    WithSecretariat,
    #[error("the helper says that it is solved")]
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
        match self.status {
            Status::Waiting { .. } => None,
            Status::Claimed { helper, .. } | Status::Solved { helper, .. } => Some(helper),
            Status::Closed { helper, .. } => helper,
        }
    }

    pub fn is_open(&self) -> bool {
        !matches!(self.status, Status::Closed { .. })
    }

    /// When Magpie goes on by itself: every open ticket has such an instant.
    pub fn next_at(&self) -> Option<Timestamp> {
        match self.status {
            Status::Waiting { next_at, .. } => Some(next_at),
            Status::Claimed { check_at, .. } => Some(check_at),
            Status::Solved { closes_at, .. } => Some(closes_at),
            Status::Closed { .. } => None,
        }
    }

    /// Whether people with these roles answer it.
    pub fn is_for(&self, roles: Roles) -> bool {
        match self.desk {
            Desk::Volunteers => roles.has(Group::Helpdesk) || roles.has(Group::Secretariat),
            Desk::Secretariat => roles.has(Group::Secretariat),
        }
    }

    /// Whether they may read all of it: who answers it, who helps, and who asked. What began private stays so.
    pub fn may_read(&self, actor: Actor) -> bool {
        let volunteer_of_old = self.kind.desk() == Desk::Volunteers && actor.roles.has(Group::Helpdesk);
        self.is_for(actor.roles)
            || volunteer_of_old
            || self.helper() == Some(actor.id)
            || self.asker_id() == Some(actor.id)
    }

    /// "I will help." One winner; whoever wins twice wins once.
    pub fn claim(self, by: Actor, now: Timestamp, settings: &Settings) -> Result<Self, Refusal> {
        if !self.is_for(by.roles) {
            return Err(Refusal::NotAllowed(self.desk));
        }
        if self.asker_id() == Some(by.id) {
            return Err(Refusal::OwnTicket);
        }
        match self.status {
            Status::Waiting { .. } => Ok(Self {
                status: Status::Claimed {
                    helper: by.id,
                    claimed_at: now,
                    check_at: later(now, settings.check_after),
                    nudges: 0,
                },
                ..self
            }),
            Status::Claimed { helper, .. } => Err(Refusal::Taken(helper)),
            Status::Solved { .. } => Err(Refusal::Solved),
            Status::Closed { .. } => Err(Refusal::Closed),
        }
    }

    /// "I cannot continue": it is put up again as `posted` says.
    pub fn release(self, by: Actor, posted: &Advance) -> Result<Self, Refusal> {
        match self.status {
            Status::Claimed { helper, .. } if helper == by.id || by.roles.has(Group::Secretariat) => {
                Ok(self.put_up(posted))
            }
            Status::Claimed { helper, .. } => Err(Refusal::Taken(helper)),
            Status::Waiting { .. } => Err(Refusal::NotClaimed),
            Status::Solved { .. } => Err(Refusal::Solved),
            Status::Closed { .. } => Err(Refusal::Closed),
        }
    }

    /// "Send to secretariat", with what was tried. From there it does not come back to the volunteers.
    pub fn send_to_secretariat(self, by: Actor, tried: &str, asked: &Advance) -> Result<Self, Refusal> {
        if self.desk == Desk::Secretariat {
            return Err(if self.is_open() { Refusal::WithSecretariat } else { Refusal::Closed });
        }
        if !self.is_for(by.roles) {
            return Err(Refusal::NotAllowed(self.desk));
        }
        match self.status {
            Status::Claimed { helper, .. } if helper != by.id && !by.roles.has(Group::Secretariat) => {
                Err(Refusal::Taken(helper))
            }
            Status::Waiting { .. } | Status::Claimed { .. } => {
                Ok(Self { desk: Desk::Secretariat, tried: Some(tried.to_owned()), ..self.put_up(asked) })
            }
            Status::Solved { .. } => Err(Refusal::Solved),
            Status::Closed { .. } => Err(Refusal::Closed),
        }
    }

    /// "Problem solved". When the asker says so, or nobody on Discord asked, it closes at once.
    pub fn solve(self, by: Actor, answer: Option<&str>, now: Timestamp, settings: &Settings) -> Result<Self, Refusal> {
        let answer = answer.map(str::to_owned).or_else(|| self.answer.clone());
        if self.asker_id() == Some(by.id) {
            return match self.status {
                Status::Closed { .. } => Err(Refusal::Closed),
                _ => Ok(Self { answer, acted_at: now, ..self.close(Ending::Solved, now) }),
            };
        }
        match self.status {
            Status::Claimed { helper, .. } if helper == by.id || by.roles.has(Group::Secretariat) => match self.asker {
                Asker::Member(_) => {
                    let closes_at = later(now, settings.confirm_within);
                    Ok(Self { answer, status: Status::Solved { helper, closes_at }, ..self })
                }
                Asker::Outside { .. } | Asker::Deleted => Ok(Self { answer, ..self.close(Ending::Solved, now) }),
            },
            Status::Claimed { helper, .. } => Err(Refusal::Taken(helper)),
            Status::Waiting { .. } => Err(Refusal::NotClaimed),
            Status::Solved { .. } => Err(Refusal::Solved),
            Status::Closed { .. } => Err(Refusal::Closed),
        }
    }

    /// The asker says that it is not solved: it is put up again.
    pub fn reopen(self, by: Actor, now: Timestamp, posted: &Advance) -> Result<Self, Refusal> {
        if self.asker_id() != Some(by.id) {
            return Err(Refusal::NotAsker);
        }
        match self.status {
            Status::Solved { .. } | Status::Closed { ending: Ending::Solved | Ending::Withdrawn, .. } => {
                Ok(Self { acted_at: now, ..self.put_up(posted) })
            }
            Status::Claimed { helper, .. } => Err(Refusal::Taken(helper)),
            Status::Waiting { .. } => Err(Refusal::NotClaimed),
            Status::Closed { .. } => Err(Refusal::Closed),
        }
    }

    /// The asker needs it no more.
    pub fn withdraw(self, by: Actor, now: Timestamp) -> Result<Self, Refusal> {
        match (self.asker_id() == Some(by.id), self.is_open()) {
            (false, _) => Err(Refusal::NotAsker),
            (true, false) => Err(Refusal::Closed),
            (true, true) => Ok(Self { acted_at: now, ..self.close(Ending::Withdrawn, now) }),
        }
    }

    /// "I am still helping."
    pub fn still_helping(self, by: Actor, now: Timestamp, settings: &Settings) -> Result<Self, Refusal> {
        match self.status {
            Status::Claimed { helper, claimed_at, .. } if helper == by.id => {
                let check_at = later(now, settings.check_after);
                Ok(Self { status: Status::Claimed { helper, claimed_at, check_at, nudges: 0 }, ..self })
            }
            Status::Claimed { helper, .. } => Err(Refusal::Taken(helper)),
            Status::Waiting { .. } => Err(Refusal::NotClaimed),
            Status::Solved { .. } => Err(Refusal::Solved),
            Status::Closed { .. } => Err(Refusal::Closed),
        }
    }

    /// Takes the next step of asking. Only what waits is asked about.
    #[must_use]
    pub fn advance(self, to: &Advance) -> Self {
        match self.status {
            Status::Waiting { .. } => Self { status: Status::Waiting { step: to.step, next_at: to.next_at }, ..self },
            _ => self,
        }
    }

    /// The helper has been silent until `check_at`; `None` when that was once too often, and it is to be put up again.
    pub fn nudge(&self, now: Timestamp, settings: &Settings) -> Option<Self> {
        match self.status {
            Status::Claimed { helper, claimed_at, nudges, .. } if nudges < NUDGES => {
                let check_at = later(now, settings.check_after);
                let status = Status::Claimed { helper, claimed_at, check_at, nudges: nudges + 1 };
                Some(Self { status, ..self.clone() })
            }
            _ => None,
        }
    }

    /// Puts it up for others to claim, as `posted` says, in a new round.
    #[must_use]
    pub fn put_up(self, posted: &Advance) -> Self {
        let status = Status::Waiting { step: posted.step, next_at: posted.next_at };
        Self { status, round: self.round + 1, ..self }
    }

    #[must_use]
    pub fn close(self, ending: Ending, now: Timestamp) -> Self {
        let status = Status::Closed { at: now, ending, helper: self.helper() };
        // A closed thread is not opened again: a reopened ticket gets a new one.
        Self { status, thread: None, ..self }
    }
}

fn later(now: Timestamp, length: SignedDuration) -> Timestamp {
    now.checked_add(length).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests;
