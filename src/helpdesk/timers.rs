//! Runs the timers of tickets: the next people are asked, the helper is nudged, or the ticket closes. Also deletes old
//! tickets.

use async_trait::async_trait;

use super::event::{TicketEvent, TicketEventKind};
use super::messages::{self, News};
use super::model::{Contact, Ending, Ticket, TicketId, TicketStatus};
use super::service::Helpdesk;
use super::settings::HelpdeskSettings;
use super::staff::Staff;
use super::steps::{ask, post_cards, requeue_without_helper, save, save_transition};
use super::store;
use crate::db::{self, Conn, Db, DbError, SetAside, Tx};
use crate::escalation::Step;
use crate::guild;
use crate::members::{self, MemberId};
use crate::time::{SignedDuration, Timestamp};
use crate::timers::{DueWork, Expire};

/// A query limit, above the number of tickets that are open at a time.
const MAX_DUE: u32 = 100_000;

/// Open tickets whose row cannot be read, each with the reason. Checks at most `limit` rows.
pub async fn unreadable(conn: &mut Conn, limit: u32) -> Result<Vec<SetAside>, DbError> {
    store::unreadable(conn, limit).await
}

/// How many tickets have a timer that is due at `now`.
pub async fn count_due(conn: &mut Conn, now: Timestamp) -> Result<usize, DbError> {
    Ok(store::due(conn, now, MAX_DUE).await?.len())
}

/// The timers of all open tickets.
pub struct HelpdeskTimers {
    db: Db,
    helpdesk: Helpdesk,
}

impl HelpdeskTimers {
    pub fn new(db: Db, helpdesk: Helpdesk) -> Self {
        Self { db, helpdesk }
    }

    /// Runs the timer of one ticket. Reads the ticket again in the transaction that changes it, so a claim that was
    /// committed first takes precedence.
    async fn fire(&self, id: TicketId, now: Timestamp) -> Result<(), DbError> {
        self.db
            .write(async |tx| {
                let ticket = store::get(tx, id).await?;
                let is_due = |ticket: &Ticket| ticket.status.next_at().is_some_and(|at| at <= now);
                let Some(ticket) = ticket.filter(is_due) else { return Ok(()) };
                match ticket.status {
                    TicketStatus::Waiting { step, .. } => self.ask_next(tx, ticket, step, now).await?,
                    TicketStatus::Claimed { helper, .. } => self.check_helper(tx, ticket, helper, now).await?,
                    TicketStatus::Solved { .. } => self.close_solved(tx, ticket, now).await?,
                    TicketStatus::Closed { .. } => return Ok(()),
                }
                messages::re_render(tx, id, now).await
            })
            .await
    }

    async fn ask_next(&self, tx: &mut Tx, ticket: Ticket, step: Step, now: Timestamp) -> Result<(), DbError> {
        let settings = &self.helpdesk.settings;
        let staff = Staff::for_ticket(tx, &ticket, settings, now).await?;
        // After a downtime, the later steps keep their full time after this step.
        let lateness = ticket.status.next_at().map_or(SignedDuration::ZERO, |next_at| now.duration_since(next_at));
        let round_at = ticket.round_at.checked_add(lateness).unwrap_or(ticket.round_at);
        let next = staff.plan(settings, round_at).advance(step, now);
        let ticket = save(tx, ticket.advance(&next)).await?;
        ask(tx, &ticket, &next, now).await?;
        if next.step == step {
            return Ok(());
        }
        if let Some(setup) = guild::service::setup(tx).await? {
            post_cards(tx, &setup, &ticket, now).await?;
        }
        messages::enqueue_news(tx, &ticket, News::Asked, now).await
    }

    /// Nudges the helper, or requeues the ticket after too many nudges. If the helper is asleep, postpones the check
    /// until they wake. But if somebody waits for minutes, a helper who has written nothing and now sleeps is replaced.
    async fn check_helper(&self, tx: &mut Tx, ticket: Ticket, helper: MemberId, now: Timestamp) -> Result<(), DbError> {
        let settings = &self.helpdesk.settings;
        let is_silent = ticket.is_helper_silent();
        let awake_at = members::service::get(tx, helper).await?.and_then(|member| member.next_awake_at(now));
        if let Some(awake_at) = awake_at.filter(|at| *at > now) {
            if is_silent && ticket.urgency.is_pressing() {
                let cause = TicketEventKind::FellSilent;
                return requeue_without_helper(tx, settings, ticket, helper, cause, now).await;
            }
            save(tx, ticket.check_later(awake_at)).await?;
            return Ok(());
        }
        // Without a thread, Magpie cannot know whether the helper has written to the asker.
        let daily_check_at = daily_check_at(&ticket, settings);
        if !is_silent && daily_check_at > now {
            save(tx, ticket.check_later(daily_check_at)).await?;
            return Ok(());
        }
        match ticket.nudge(now, settings) {
            Some(nudged) => {
                let nudged = save(tx, nudged).await?;
                store::add_event(tx, nudged.id, &TicketEvent::by_magpie(TicketEventKind::Nudged, now)).await?;
                messages::enqueue_check(tx, &nudged, now).await
            }
            None => {
                let cause = if is_silent { TicketEventKind::FellSilent } else { TicketEventKind::Released };
                requeue_without_helper(tx, settings, ticket, helper, cause, now).await
            }
        }
    }

    async fn close_solved(&self, tx: &mut Tx, before: Ticket, now: Timestamp) -> Result<(), DbError> {
        let ticket = save_transition(tx, &before, before.clone().close(Ending::Solved, now), now).await?;
        store::add_event(tx, ticket.id, &TicketEvent::by_magpie(TicketEventKind::Closed, now)).await
    }
}

/// The earliest daily check of a helper without a thread who has not been nudged yet.
fn daily_check_at(ticket: &Ticket, settings: &HelpdeskSettings) -> Timestamp {
    match ticket.status {
        TicketStatus::Claimed { claimed_at, nudges: 0, contact: Contact::Silent, .. } => {
            claimed_at.checked_add(settings.check_after).unwrap_or(Timestamp::MAX)
        }
        _ => Timestamp::MIN,
    }
}

#[async_trait]
impl DueWork for HelpdeskTimers {
    fn name(&self) -> &'static str {
        "helpdesk"
    }

    async fn next_due(&self, conn: &mut Conn, after: Timestamp) -> Result<Option<Timestamp>, DbError> {
        store::next_due(conn, after).await
    }

    /// Handles each ticket in its own transaction. Sets aside a ticket that cannot be read or handled.
    async fn run_due(&self, now: Timestamp, limit: u32) -> Result<u32, DbError> {
        let due = store::due(&mut *self.db.read().await?, now, limit).await?;
        for id in &due {
            match self.fire(*id, now).await {
                Err(error) if error.affects_one_row() => {
                    let row = SetAside::new(store::TABLE, id.0, &error);
                    self.db.write(async |tx| db::set_aside(tx, &row, now).await).await?;
                }
                fired => fired?,
            }
        }
        Ok(u32::try_from(due.len()).unwrap_or(u32::MAX))
    }
}

/// Deletes tickets that were closed long ago, with their history.
pub struct HelpdeskRetention {
    retention_time: SignedDuration,
}

impl HelpdeskRetention {
    /// `retention_time`: how long a ticket is kept after it was closed.
    pub fn new(retention_time: SignedDuration) -> Self {
        Self { retention_time }
    }
}

#[async_trait]
impl Expire for HelpdeskRetention {
    fn name(&self) -> &'static str {
        "closed tickets"
    }

    async fn earliest_expiry(&self, conn: &mut Conn) -> Result<Option<Timestamp>, DbError> {
        let closed_at = store::earliest_closed_at(conn).await?;
        Ok(closed_at.and_then(|at| at.checked_add(self.retention_time).ok()))
    }

    async fn delete_expired(&self, tx: &mut Tx, now: Timestamp, limit: u32) -> Result<u64, DbError> {
        let closed_before = now.checked_sub(self.retention_time).unwrap_or(Timestamp::MIN);
        store::delete_closed(tx, closed_before, limit).await
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::helpdesk::model::{Asker, NewTicket};
    use crate::helpdesk::origin::TicketText;
    use crate::members::InteractionId;
    use crate::timers::Retention;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[tokio::test]
    async fn closed_ticket_is_deleted_at_the_first_midnight_after_it_expires() {
        let folder = tempfile::tempdir().unwrap();
        let db = crate::db::testing::open(folder.path()).await;
        let asker = Asker::Outside { name: "Ana".to_owned(), contact: String::new(), logged_by: None };
        let closed_at = at("2020-11-10T16:55:00Z");
        let text = TicketText::Quoted("No e-mail".to_owned());
        let new = NewTicket::answered(asker, text, "Spam".to_owned(), MemberId(2), closed_at);
        let inserted = db.write(async |tx| store::insert(tx, InteractionId(1), &new).await).await;
        let id = inserted.unwrap().unwrap();

        let helpdesk_retention = HelpdeskRetention::new(SignedDuration::from_hours(30 * 24));
        let retention = Retention::daily(db.clone(), Arc::new(helpdesk_retention));
        let next_due = retention.next_due(&mut db.read().await.unwrap(), closed_at).await.unwrap();
        assert_eq!(next_due, Some(at("2020-12-11T00:00:00Z")));
        assert_eq!(retention.run_due(at("2020-12-10T23:59:59Z"), 100).await.unwrap(), 0);
        assert!(store::get(&mut db.read().await.unwrap(), id).await.unwrap().is_some());
        assert_eq!(retention.run_due(at("2020-12-11T00:00:00Z"), 100).await.unwrap(), 1);
        assert!(store::get(&mut db.read().await.unwrap(), id).await.unwrap().is_none());
    }
}
