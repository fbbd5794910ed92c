//! The people around a ticket: who asked, who helps, who could answer.

use super::model::{Settings, Ticket};
use super::store;
use crate::db::{Conn, DbError};
use crate::escalation::{Candidate, Desk, EscalationPlan, Outlook};
use crate::members::{self, Group, Member, MemberId};
use crate::time::{SignedDuration, Timestamp};

/// How far back being asked counts as a burden.
const BURDEN_LOOKS_BACK: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Everybody who could answer a ticket, and how often they were asked.
#[derive(Debug, Clone)]
pub struct Crew {
    members: Vec<Member>,
    volunteers: Vec<Candidate>,
    secretariat: Vec<Candidate>,
}

impl Crew {
    /// For a ticket that `asker` opened or is about to: nobody is asked to answer themselves.
    pub async fn load(conn: &mut Conn, asker: Option<MemberId>, now: Timestamp) -> Result<Self, DbError> {
        let mut members = members::store::present(conn).await?;
        members.retain(|member| Some(member.id) != asker);
        let since = now.checked_sub(BURDEN_LOOKS_BACK).unwrap_or(Timestamp::MIN);
        let burdens = store::burdens(conn, since).await?;
        let candidate = |member: &Member| Candidate {
            burden: burdens.iter().find(|(id, _)| *id == member.id).map_or(0, |(_, asks)| *asks),
            ..Candidate::of(member)
        };
        // Who sits at both desks is asked as the secretariat: once, and after the other volunteers.
        let (secretariat, others): (Vec<&Member>, Vec<&Member>) =
            members.iter().partition(|m| m.roles.has(Group::Secretariat));
        let volunteers = others.into_iter().filter(|m| m.roles.has(Group::Helpdesk)).map(candidate).collect();
        let secretariat = secretariat.into_iter().map(candidate).collect();
        Ok(Self { volunteers, secretariat, members })
    }

    /// With what is known of the asking in the ticket's present round.
    pub async fn of(conn: &mut Conn, ticket: &Ticket, now: Timestamp) -> Result<Self, DbError> {
        let mut crew = Self::load(conn, ticket.asker_id(), now).await?;
        let asked = store::asked(conn, ticket.id, ticket.round).await?;
        for candidate in crew.volunteers.iter_mut().chain(&mut crew.secretariat) {
            candidate.asked_at = asked.iter().find(|(id, _)| *id == candidate.id).map(|(_, at)| *at);
        }
        Ok(crew)
    }

    /// Before a new round: nobody was asked in it.
    #[must_use]
    pub fn not_asked(mut self) -> Self {
        for candidate in self.volunteers.iter_mut().chain(&mut self.secretariat) {
            candidate.asked_at = None;
        }
        self
    }

    pub fn plan(&self, desk: Desk, settings: &Settings) -> EscalationPlan<'_> {
        EscalationPlan { policy: settings.policy, desk, volunteers: &self.volunteers, secretariat: &self.secretariat }
    }

    /// What may be promised while the ticket waits.
    pub fn outlook(&self, ticket: &Ticket, settings: &Settings, now: Timestamp) -> Option<Outlook> {
        match ticket.status {
            super::Status::Waiting { step, next_at } => {
                Some(self.plan(ticket.desk, settings).outlook(step, next_at, now))
            }
            _ => None,
        }
    }

    pub fn secretariat(&self) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(|member| member.roles.has(Group::Secretariat))
    }
}
