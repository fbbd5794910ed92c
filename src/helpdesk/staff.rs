//! Finds the members who can be asked to answer a ticket.

use super::model::Ticket;
use super::rounds::RoundStart;
use super::settings::HelpdeskSettings;
use super::store;
use crate::db::{Conn, DbError};
use crate::escalation::{Candidate, Desk, EscalationPlan};
use crate::members::{self, Group, Member, MemberId};
use crate::time::{SignedDuration, Timestamp};

/// Asks within this time count as recent.
const RECENT_ASKS: SignedDuration = SignedDuration::from_hours(7 * 24);

/// The volunteers and the secretariat, without the asker.
#[derive(Debug, Clone)]
pub struct Staff {
    members: Vec<Member>,
    volunteers: Vec<Candidate>,
    secretariat: Vec<Candidate>,
}

impl Staff {
    /// The staff for a new ticket or a new round, in which nobody has been asked yet. Leaves out `asker`, who is never
    /// asked to answer their own ticket.
    pub async fn load(conn: &mut Conn, asker: Option<MemberId>, now: Timestamp) -> Result<Self, DbError> {
        let mut members = members::service::present(conn).await?;
        members.retain(|member| Some(member.id) != asker);
        let ask_counts = store::ask_counts(conn, now.checked_sub(RECENT_ASKS).unwrap_or(Timestamp::MIN)).await?;
        let candidate = |member: &Member| {
            let recent_asks = ask_counts.iter().find(|(id, _)| *id == member.id).map_or(0, |(_, count)| *count);
            Candidate { recent_asks, ..Candidate::from_member(member) }
        };
        // Members of both groups count only as secretariat, so they are asked once, after the other volunteers.
        let (secretariat, others): (Vec<&Member>, Vec<&Member>) =
            members.iter().partition(|member| member.roles.has(Group::Secretariat));
        let volunteers = others.into_iter().filter(|member| member.roles.has(Group::Helpdesk)).map(candidate).collect();
        let secretariat = secretariat.into_iter().map(candidate).collect();
        Ok(Self { members, volunteers, secretariat })
    }

    /// The staff for the next round of a ticket that `helper` gives up. The helper counts as asked, so that the next
    /// step does not wait for the helper.
    pub fn given_up_by(mut self, helper: MemberId, now: Timestamp) -> Self {
        for candidate in self.candidates_mut().filter(|candidate| candidate.id == helper) {
            (candidate.asked_at, candidate.has_given_up) = (Some(now), true);
        }
        self
    }

    /// The staff for a ticket in its current round, with the time at which each member was asked.
    pub async fn for_ticket(conn: &mut Conn, ticket: &Ticket, now: Timestamp) -> Result<Self, DbError> {
        let mut staff = Self::load(conn, ticket.asker_id(), now).await?;
        let asks = store::asks_in_round(conn, ticket.id, ticket.round).await?;
        let former_helper = RoundStart::load(conn, ticket).await?.former_helper();
        for candidate in staff.candidates_mut() {
            candidate.asked_at = asks.iter().find(|(id, _)| *id == candidate.id).map(|(_, at)| *at);
            candidate.has_given_up = Some(candidate.id) == former_helper;
        }
        Ok(staff)
    }

    fn candidates_mut(&mut self) -> impl Iterator<Item = &mut Candidate> {
        self.volunteers.iter_mut().chain(&mut self.secretariat)
    }

    pub fn plan(&self, desk: Desk, settings: &HelpdeskSettings) -> EscalationPlan<'_> {
        EscalationPlan { policy: settings.policy, desk, volunteers: &self.volunteers, secretariat: &self.secretariat }
    }

    pub fn secretariat(&self) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(|member| member.roles.has(Group::Secretariat))
    }
}
