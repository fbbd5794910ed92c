//! The report of a period, for the secretariat: how long people waited for the first helper, who was asked and who
//! helped, and how it went. Changes nothing.

use std::collections::BTreeMap;

use super::model::TicketKind;
use super::rating::Rating;
use super::service::{Helpdesk, HelpdeskError, Result, require_member_in_guild};
use super::store::{outcomes, report};
use super::waits::{TicketWait, Waits};
use crate::db::Db;
use crate::members::{self, Group, MemberId};
use crate::time::{Timestamp, ZoneId, local};

/// How much one person was asked and helped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Burden {
    pub member: MemberId,
    /// `None` after they left and their row was deleted.
    pub name: Option<String>,
    pub asked: u32,
    pub helped: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskReport {
    pub from: Timestamp,
    pub until: Timestamp,
    pub all: Waits,
    /// The kinds of which there were tickets.
    pub by_kind: Vec<(TicketKind, Waits)>,
    /// The hours of the day in UTC in which tickets were opened.
    pub by_hour: BTreeMap<i8, Waits>,
    /// Who helped most comes first.
    pub burdens: Vec<Burden>,
    pub ratings: Vec<Rating>,
}

impl DeskReport {
    pub fn count(&self, rating: Rating) -> usize {
        self.ratings.iter().filter(|other| **other == rating).count()
    }
}

impl Helpdesk {
    /// The report of the tickets that were opened in the period, for the secretariat.
    pub async fn report(&self, db: &Db, by: MemberId, from: Timestamp, until: Timestamp) -> Result<DeskReport> {
        let mut conn = db.read().await?;
        let member = require_member_in_guild(&mut conn, by).await?;
        if !member.roles.has(Group::Secretariat) {
            return Err(HelpdeskError::NotStaff(by));
        }
        let tickets = report::waits(&mut conn, from, until).await?;
        let mut burdens: BTreeMap<MemberId, (u32, u32)> = BTreeMap::new();
        for (member, asked) in report::asks(&mut conn, from, until).await? {
            burdens.entry(member).or_default().0 = asked;
        }
        for (member, helped) in report::claims(&mut conn, from, until).await? {
            burdens.entry(member).or_default().1 = helped;
        }
        let ids: Vec<MemberId> = burdens.keys().copied().collect();
        let known = members::service::get_many(&mut conn, &ids).await?;
        let name = |id: MemberId| known.iter().find(|member| member.id == id).map(|member| member.name.clone());
        let burden = |(member, (asked, helped))| Burden { member, name: name(member), asked, helped };
        let mut burdens: Vec<Burden> = burdens.into_iter().map(burden).collect();
        burdens.sort_by_key(|burden| std::cmp::Reverse((burden.helped, burden.asked)));
        let ratings = outcomes::between(&mut conn, from, until).await?;
        Ok(DeskReport { burdens, ratings, ..DeskReport::of(&tickets, from, until) })
    }
}

impl DeskReport {
    /// The waits of these tickets, without people and ratings.
    fn of(tickets: &[TicketWait], from: Timestamp, until: Timestamp) -> Self {
        let kinds = [TicketKind::Help, TicketKind::Question, TicketKind::Private, TicketKind::Logged];
        let of_kind = |kind: TicketKind| (kind, Waits::of(tickets.iter().filter(|ticket| ticket.kind == kind)));
        let hour = |ticket: &TicketWait| local(ZoneId::utc(), ticket.opened_at).0.hour();
        let of_hour =
            |hour_of_day: i8| (hour_of_day, Waits::of(tickets.iter().filter(|ticket| hour(ticket) == hour_of_day)));
        Self {
            from,
            until,
            all: Waits::of(tickets),
            by_kind: kinds.into_iter().map(of_kind).filter(|(_, waits)| waits.tickets > 0).collect(),
            by_hour: (0..24).map(of_hour).filter(|(_, waits)| waits.tickets > 0).collect(),
            burdens: Vec::new(),
            ratings: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticket(opened: &str) -> TicketWait {
        TicketWait { kind: TicketKind::Help, opened_at: opened.parse().unwrap(), answered_at: None, is_closed: true }
    }

    #[test]
    fn tickets_are_grouped_by_the_hour_in_utc_in_which_they_were_opened() {
        let tickets = ["2020-11-10T03:10:00Z", "2020-11-11T03:50:00Z", "2020-11-11T17:00:00Z"].map(ticket);
        let (from, until) = ("2020-11-10T00:00:00Z".parse().unwrap(), "2020-11-12T00:00:00Z".parse().unwrap());
        let report = DeskReport::of(&tickets, from, until);
        let hours: Vec<_> = report.by_hour.iter().map(|(hour, waits)| (*hour, waits.tickets)).collect();
        assert_eq!(hours, [(3, 2), (17, 1)]);
        assert_eq!(report.by_kind.len(), 1);
    }
}
