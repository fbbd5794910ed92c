//! Finds the members who can be asked to answer a ticket.

use super::category::Category;
use super::model::Ticket;
use super::on_duty::OnDuty;
use super::rounds::RoundStart;
use super::settings::HelpdeskSettings;
use super::store;
use crate::db::{Conn, DbError};
use crate::escalation::{Candidate, Desk, EscalationPlan, Urgency};
use crate::members::{self, Group, Member, MemberId};
use crate::time::{SignedDuration, Timestamp};
use crate::words::Language;

/// Asks within this time count as recent.
const RECENT_ASKS: SignedDuration = SignedDuration::from_hours(7 * 24);

/// What decides whom a ticket asks, and how fast.
#[derive(Debug, Clone, Copy)]
pub struct Need {
    pub desk: Desk,
    pub urgency: Urgency,
    pub category: Category,
    pub asker: Option<MemberId>,
}

impl From<&Ticket> for Need {
    fn from(ticket: &Ticket) -> Self {
        Self { desk: ticket.desk, urgency: ticket.urgency, category: ticket.category, asker: ticket.asker_id() }
    }
}

/// The volunteers and the secretariat, without the asker.
#[derive(Debug, Clone)]
pub struct Staff {
    need: Need,
    members: Vec<Member>,
    volunteers: Vec<Candidate>,
    secretariat: Vec<Candidate>,
}

impl Staff {
    /// The staff for a new ticket or a new round, in which nobody has been asked yet. Leaves out the asker, who is
    /// never asked to answer their own ticket.
    pub async fn load(
        conn: &mut Conn,
        need: Need,
        settings: &HelpdeskSettings,
        now: Timestamp,
    ) -> Result<Self, DbError> {
        let mut members = members::service::present(conn).await?;
        let language = asker_language(conn, need.asker).await?;
        members.retain(|member| Some(member.id) != need.asker);
        let recent = store::recent_asks(conn, now.checked_sub(RECENT_ASKS).unwrap_or(Timestamp::MIN)).await?;
        let (on_duty, solvers) = (OnDuty::load(conn, now).await?, store::solvers(conn, need.category).await?);
        let lead = settings.categories.get(need.category).lead;
        let candidate = |member: &Member| {
            let plain = Candidate::from_member(member);
            let asks = || recent.iter().filter(|(id, _)| *id == member.id);
            let at_night = |at: Timestamp| plain.rest.is_some_and(|rest| !rest.is_awake(at));
            let count = |asks: usize| u32::try_from(asks).unwrap_or(u32::MAX);
            let is_lead = lead == Some(member.id);
            Candidate {
                duty: on_duty.of(member.id, need.urgency),
                speaks_language: language == Some(member.language),
                knows_category: is_lead || solvers.contains(&member.id),
                is_lead,
                recent_asks: count(asks().count()),
                night_asks: count(asks().filter(|(_, at)| at_night(*at)).count()),
                ..plain
            }
        };
        // Members of both groups count only as secretariat, so they are asked once, after the other volunteers.
        let (secretariat, others): (Vec<&Member>, Vec<&Member>) =
            members.iter().partition(|member| member.roles.has(Group::Secretariat));
        let volunteers = others.into_iter().filter(|member| member.roles.has(Group::Helpdesk)).map(candidate).collect();
        let secretariat = secretariat.into_iter().map(candidate).collect();
        Ok(Self { need, members, volunteers, secretariat })
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
    pub async fn for_ticket(
        conn: &mut Conn,
        ticket: &Ticket,
        settings: &HelpdeskSettings,
        now: Timestamp,
    ) -> Result<Self, DbError> {
        let mut staff = Self::load(conn, Need::from(ticket), settings, now).await?;
        let asks = store::asks(conn, ticket.id).await?;
        let former_helper = RoundStart::load(conn, ticket).await?.former_helper();
        for candidate in staff.candidates_mut() {
            let ask = asks.iter().find(|ask| ask.round == ticket.round && ask.member == candidate.id);
            candidate.asked_at = ask.map(|ask| ask.asked_at);
            let has_declined = ask.is_some_and(|ask| ask.declined_at.is_some());
            candidate.has_given_up = has_declined || Some(candidate.id) == former_helper;
        }
        Ok(staff)
    }

    fn candidates_mut(&mut self) -> impl Iterator<Item = &mut Candidate> {
        self.volunteers.iter_mut().chain(&mut self.secretariat)
    }

    /// The plan of a round that started at `round_at`.
    pub fn plan(&self, settings: &HelpdeskSettings, round_at: Timestamp) -> EscalationPlan<'_> {
        EscalationPlan {
            policy: settings.policy,
            desk: self.need.desk,
            urgency: self.need.urgency,
            round_at,
            volunteers: &self.volunteers,
            secretariat: &self.secretariat,
        }
    }

    /// Whether somebody was asked in this round and has neither answered nor said "Not now".
    pub fn is_anybody_asked(&self) -> bool {
        let mut all = self.volunteers.iter().chain(&self.secretariat);
        all.any(|candidate| candidate.asked_at.is_some() && !candidate.has_given_up)
    }

    pub fn secretariat(&self) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(|member| member.roles.has(Group::Secretariat))
    }
}

/// The language of an asker on Discord, who may have no role. `None` for somebody outside Discord.
async fn asker_language(conn: &mut Conn, asker: Option<MemberId>) -> Result<Option<Language>, DbError> {
    let Some(asker) = asker else { return Ok(None) };
    Ok(members::service::get(conn, asker).await?.map(|member| member.language))
}
