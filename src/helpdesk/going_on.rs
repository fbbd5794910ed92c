//! What happens to tickets by themselves: nobody claims, a helper falls silent, an asker does not answer, somebody
//! leaves.

use super::crew::Crew;
use super::messages::{self, News};
use super::model::{Ending, Status, Ticket, TicketId};
use super::service::{Helpdesk, ask_all, close_thread, post_card, save};
use super::store::{self, What};
use crate::db::{Conn, Db, DbError, Tx};
use crate::escalation::Step;
use crate::guild::{self, Setup};
use crate::members::{self, GuildId, MemberId};
use crate::time::Timestamp;

impl Helpdesk {
    /// When some ticket is due after `after`.
    pub async fn next_due(&self, conn: &mut Conn, after: Timestamp) -> Result<Option<Timestamp>, DbError> {
        let next = store::next_due(conn, after).await?;
        let old = store::oldest_closed(conn).await?.and_then(|at| at.checked_add(self.settings.keep).ok());
        Ok([next, old.filter(|at| *at > after)].into_iter().flatten().min())
    }

    /// Goes on with the tickets due at `now`, at most `limit`, each in a transaction of its own; returns how many.
    pub async fn run_due(&self, db: &Db, now: Timestamp, limit: u32) -> Result<u32, DbError> {
        self.forget(db, now, limit).await?;
        let due = store::due(&mut *db.read().await?, now, limit).await?;
        let mut handled = 0;
        for ticket in due {
            self.go_on(db, ticket.id, now).await?;
            handled += 1;
        }
        Ok(handled)
    }

    async fn forget(&self, db: &Db, now: Timestamp, limit: u32) -> Result<(), DbError> {
        let before = now.checked_sub(self.settings.keep).unwrap_or(Timestamp::MIN);
        if store::oldest_closed(&mut *db.read().await?).await?.is_some_and(|at| at <= before) {
            let mut tx = db.begin().await?;
            store::delete_closed(&mut tx, before, limit).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// A claim that was committed first wins: the ticket is read again here, in the transaction that changes it.
    async fn go_on(&self, db: &Db, id: TicketId, now: Timestamp) -> Result<(), DbError> {
        let mut tx = db.begin().await?;
        let Some(ticket) = store::get(&mut tx, id).await?.filter(|ticket| ticket.next_at().is_some_and(|at| at <= now))
        else {
            return Ok(());
        };
        match ticket.status {
            Status::Waiting { step, .. } => self.ask_next(&mut tx, ticket, step, now).await?,
            Status::Claimed { helper, .. } => self.check_helper(&mut tx, ticket, helper, now).await?,
            Status::Solved { .. } => self.close_solved(&mut tx, ticket, now).await?,
            Status::Closed { .. } => return Ok(()),
        }
        messages::refresh(&mut tx, id, now).await?;
        tx.commit().await
    }

    async fn ask_next(&self, tx: &mut Tx, ticket: Ticket, step: Step, now: Timestamp) -> Result<(), DbError> {
        let crew = Crew::of(tx, &ticket, now).await?;
        let next = crew.plan(ticket.desk, &self.settings).advance(step, now);
        let ticket = save(tx, ticket.advance(&next)).await?;
        ask_all(tx, &ticket, &next.ask, now).await?;
        if next.step != step {
            let setup = setup(tx).await?;
            post_card(tx, &setup, &ticket, now).await?;
            messages::news(tx, &ticket, News::Asked, now).await?;
        }
        Ok(())
    }

    async fn check_helper(&self, tx: &mut Tx, ticket: Ticket, helper: MemberId, now: Timestamp) -> Result<(), DbError> {
        let awake_at = members::store::get(tx, helper).await?.and_then(|member| member.next_awake_at(now));
        if let (Some(awake_at), Status::Claimed { claimed_at, nudges, .. }) =
            (awake_at.filter(|at| *at > now), ticket.status)
        {
            let status = Status::Claimed { helper, claimed_at, check_at: awake_at, nudges };
            save(tx, Ticket { status, ..ticket }).await?;
            return Ok(());
        }
        match ticket.nudge(now, &self.settings) {
            Some(nudged) => {
                let nudged = save(tx, nudged).await?;
                store::note(tx, nudged.id, now, None, What::Nudged, None).await?;
                messages::check(tx, &nudged, now).await
            }
            None => self.put_up(tx, ticket, helper, now).await,
        }
    }

    /// The helper is gone or silent: others are asked. The asker has waited long enough for the first step to be left
    /// out.
    pub(super) async fn put_up(
        &self,
        tx: &mut Tx,
        before: Ticket,
        helper: MemberId,
        now: Timestamp,
    ) -> Result<(), DbError> {
        let crew = Crew::of(tx, &before, now).await?.not_asked();
        let mut next = crew.plan(before.desk, &self.settings).advance(Step::Posted, now);
        next.ask.retain(|member| *member != helper);
        let ticket = save(tx, before.clone().put_up(&next)).await?;
        store::note(tx, ticket.id, now, None, What::Released, None).await?;
        store::set_asked(tx, ticket.id, ticket.round, helper, now).await?;
        messages::leave(tx, &before, helper, now).await?;
        ask_all(tx, &ticket, &next.ask, now).await?;
        let setup = setup(tx).await?;
        post_card(tx, &setup, &ticket, now).await?;
        messages::news(tx, &ticket, News::PutBack, now).await
    }

    async fn close_solved(&self, tx: &mut Tx, before: Ticket, now: Timestamp) -> Result<(), DbError> {
        let ticket = save(tx, before.clone().close(Ending::Solved, now)).await?;
        store::note(tx, ticket.id, now, None, What::Closed, None).await?;
        close_thread(tx, &before, &ticket, now).await
    }
}

pub(super) async fn setup(conn: &mut Conn) -> Result<Setup, DbError> {
    Ok(guild::service::setup(conn).await?.unwrap_or_else(|| Setup::new(GuildId(0))))
}
