//! What a volunteer who begins must know. Changes nothing.

use super::details::TicketDetails;
use super::model::TicketStatus;
use super::opening::require_staff;
use super::service::{Helpdesk, Result};
use crate::db::Db;
use crate::members::{self, Group, Member, MemberId, Wakefulness};
use crate::time::Timestamp;

#[derive(Debug, Clone)]
pub struct Handover {
    /// The open tickets that the person may know of: those that wait first, then those that others help with, each the
    /// oldest first. A ticket that they may not read has no texts.
    pub tickets: Vec<TicketDetails>,
    pub waiting: usize,
    /// The volunteers and the members of the secretariat who are awake, without the person.
    pub awake: Vec<Member>,
}

impl Helpdesk {
    /// The open tickets and who is awake, for volunteers and the secretariat.
    pub async fn handover(&self, db: &Db, by: MemberId, now: Timestamp) -> Result<Handover> {
        let mut conn = db.read().await?;
        require_staff(&mut conn, by).await?;
        let mut tickets = self.list(&mut conn, by, |total| 0..total, now).await?;
        let is_waiting = |details: &TicketDetails| matches!(details.ticket.status, TicketStatus::Waiting { .. });
        // The sort is stable, so each part stays in the order of the numbers.
        tickets.sort_by_key(|details| !is_waiting(details));
        let waiting = tickets.iter().filter(|details| is_waiting(details)).count();
        let mut awake: Vec<Member> = Vec::new();
        for group in [Group::Helpdesk, Group::Secretariat] {
            for member in members::service::present_in(&mut conn, group).await? {
                let is_new = member.id != by && !awake.iter().any(|known| known.id == member.id);
                if is_new && member.wakefulness(now) == Wakefulness::Awake {
                    awake.push(member);
                }
            }
        }
        Ok(Handover { tickets, waiting, awake })
    }
}
