//! The use cases of receipts: list, show, retry, cancel. Each use case is one function and one transaction.

use std::collections::HashMap;
use std::convert::Infallible;

use super::history::{HistoryLine, seen_at, summarize};
use super::model::{Addressee, Filter, Page, Receipt, ReceiptError, Refusal, Retried, Summary};
use super::store as receipts;
use crate::db::{Conn, Db, DbError, Tx};
use crate::delivery::event::{Actor, Event, EventKind};
use crate::delivery::model::{Action, Address, DeliveryId};
use crate::delivery::notices::{self, NoticeId};
use crate::delivery::record::{End, Record};
use crate::delivery::source::{About, Due, Sources};
use crate::delivery::state::State;
use crate::delivery::{settle, store};
use crate::members::{self, Group, MemberId};
use crate::time::Timestamp;

/// The most deliveries on one page.
pub const MAX_PAGE_SIZE: u32 = 10_000;

/// The error with which a rehearsal ends, so that its transaction is rolled back.
enum RolledBack {
    Rehearsed(Retried),
    Failed(ReceiptError),
}

impl<E: Into<ReceiptError>> From<E> for RolledBack {
    fn from(error: E) -> Self {
        RolledBack::Failed(error.into())
    }
}

/// The receipts of all deliveries. Cheap to clone.
#[derive(Clone, Default)]
pub struct Receipts {
    sources: Sources,
}

impl Receipts {
    pub fn new(sources: Sources) -> Self {
        Self { sources }
    }

    /// Page `number` (from 0) of the deliveries that match `filter`; the last page if there are fewer pages.
    pub async fn list(
        &self,
        conn: &mut Conn,
        by: Actor,
        filter: &Filter,
        number: u32,
        size: u32,
    ) -> Result<Page, ReceiptError> {
        check_authorized(conn, by).await?;
        let size = size.clamp(1, MAX_PAGE_SIZE);
        let total = receipts::count(conn, filter).await?;
        let pages = u32::try_from(total.div_ceil(u64::from(size))).unwrap_or(u32::MAX).max(1);
        let number = number.min(pages - 1);
        let offset = i64::from(number) * i64::from(size);
        let mut items = Vec::new();
        for id in receipts::ids(conn, filter, i64::from(size), offset).await? {
            if let Some(record) = store::by_id(conn, id).await? {
                items.push(self.summary(conn, record).await?);
            }
        }
        Ok(Page { items, number, pages, total })
    }

    /// The names of the features that have ever enqueued a delivery.
    pub async fn source_names(&self, conn: &mut Conn) -> Result<Vec<String>, DbError> {
        receipts::source_names(conn).await
    }

    pub async fn show(
        &self,
        conn: &mut Conn,
        by: Actor,
        id: DeliveryId,
        now: Timestamp,
    ) -> Result<Receipt, ReceiptError> {
        check_authorized(conn, by).await?;
        let record = existing_record(conn, id).await?;
        let history = summarize(&store::history(conn, id).await?);
        let mut names = HashMap::new();
        for line in &history {
            if let HistoryLine::Event(Event { actor: Some(Actor::Member(member)), .. }) = line
                && let Some(known) = members::service::get(conn, *member).await?
            {
                names.insert(*member, known.name);
            }
        }
        let may_retry = matches!(record.state, State::Failed(_) | State::Unknown { .. }) && !record.is_expired(now);
        let may_cancel = matches!(record.state, State::Pending | State::Retry);
        let summary = self.summary(conn, record).await?;
        Ok(Receipt { summary, history, names, may_retry, may_cancel })
    }

    /// Retries a delivery. If its message may have arrived, the dispatcher searches for the message before it sends the
    /// message again.
    pub async fn retry(&self, db: &Db, by: Actor, id: DeliveryId, now: Timestamp) -> Result<Retried, ReceiptError> {
        db.write(async |tx| {
            check_authorized(tx, by).await?;
            let record = existing_record(tx, id).await?;
            self.retry_one(tx, by, record, now).await
        })
        .await
    }

    /// Returns what [`Self::retry`] would do, and changes nothing.
    pub async fn rehearse_retry(
        &self,
        db: &Db,
        by: Actor,
        id: DeliveryId,
        now: Timestamp,
    ) -> Result<Retried, ReceiptError> {
        let rolled_back = db.write(async |tx| {
            check_authorized(tx, by).await?;
            let record = existing_record(tx, id).await?;
            // Return an error, so that the transaction is rolled back.
            Err::<Infallible, _>(RolledBack::Rehearsed(self.retry_one(tx, by, record, now).await?))
        });
        match rolled_back.await {
            Ok(never) => match never {},
            Err(RolledBack::Rehearsed(retried)) => Ok(retried),
            Err(RolledBack::Failed(error)) => Err(error),
        }
    }

    /// The deliveries that match `filter`, at most `limit`, in the order of [`Self::list`].
    pub async fn matching(
        &self,
        conn: &mut Conn,
        by: Actor,
        filter: &Filter,
        limit: u32,
    ) -> Result<Vec<DeliveryId>, ReceiptError> {
        check_authorized(conn, by).await?;
        Ok(receipts::ids(conn, filter, i64::from(limit), 0).await?)
    }

    /// Retries every unsettled delivery of a notice. Returns the number of retried deliveries and the number of refused
    /// retries.
    pub async fn retry_all(
        &self,
        db: &Db,
        by: Actor,
        notice: NoticeId,
        now: Timestamp,
    ) -> Result<(u32, u32), ReceiptError> {
        db.write(async |tx| {
            check_authorized(tx, by).await?;
            let (mut retried, mut refused) = (0, 0);
            for id in notices::unsettled_deliveries(tx, notice).await? {
                let record = existing_record(tx, id).await?;
                match self.retry_one(tx, by, record, now).await {
                    Ok(_) => retried += 1,
                    Err(ReceiptError::Refused { .. }) => refused += 1,
                    Err(error) => return Err(error),
                }
            }
            Ok((retried, refused))
        })
        .await
    }

    /// Records that Discord has lifted the quarantine, so that first DMs are sent again. Returns false if this was
    /// already recorded.
    pub async fn record_quarantine_lifted(
        &self,
        db: &Db,
        by: Actor,
        notice: NoticeId,
        now: Timestamp,
    ) -> Result<bool, ReceiptError> {
        db.write(async |tx| {
            check_authorized(tx, by).await?;
            Ok(notices::record_quarantine_lifted(tx, notice, now).await?)
        })
        .await
    }

    /// Cancels a delivery that waits for an attempt.
    pub async fn cancel(&self, db: &Db, by: Actor, id: DeliveryId, now: Timestamp) -> Result<(), ReceiptError> {
        db.write(async |tx| {
            check_authorized(tx, by).await?;
            let record = existing_record(tx, id).await?;
            if let Some(refusal) = cancel_refusal(&record.state) {
                return Err(ReceiptError::Refused { id, refusal });
            }
            Ok(settle::end(tx, &self.sources, record, End::Cancelled, Some(by), now).await?)
        })
        .await
    }

    /// Retries one delivery. A refusal is returned before anything is written, so `retry_all` can continue in the same
    /// transaction.
    async fn retry_one(&self, tx: &mut Tx, by: Actor, record: Record, now: Timestamp) -> Result<Retried, ReceiptError> {
        let id = record.id;
        let refused = |refusal| ReceiptError::Refused { id, refusal };
        let retried = match &record.state {
            State::Sent(posted) => return Err(refused(Refusal::AlreadySent { at: posted.at })),
            State::Cancelled => return Err(refused(Refusal::AlreadyCancelled)),
            State::Expired => return Err(refused(Refusal::AlreadyExpired)),
            State::Sending { .. } => return Err(refused(Refusal::BeingSent)),
            State::Pending if record.due_at > now => return Err(refused(Refusal::HeldUntil(record.due_at))),
            State::Pending => return Err(refused(Refusal::Due)),
            State::Failed(_) => {
                self.check_revivable(tx, &record, now).await?;
                Retried::Enqueued
            }
            State::Unknown { .. } => Retried::SearchesFirst,
            State::Retry => Retried::Sooner,
        };
        let transition = match retried {
            Retried::Enqueued => record.revive(now),
            Retried::SearchesFirst | Retried::Sooner => record.make_due(now),
        };
        store::apply(tx, transition.ok_or_else(|| refused(Refusal::Due))?).await?;
        store::record_event(tx, id, &Event::new(now, EventKind::Again).by(Some(by))).await?;
        Ok(retried)
    }

    /// Returns `Refused` for a failed delivery that has expired, that a newer edit replaces, or that its source no
    /// longer wants.
    pub(super) async fn check_revivable(
        &self,
        tx: &mut Tx,
        record: &Record,
        now: Timestamp,
    ) -> Result<(), ReceiptError> {
        let refused = |refusal| Err(ReceiptError::Refused { id: record.id, refusal });
        if record.is_expired(now) {
            return refused(Refusal::TooLate);
        }
        if let Action::Edit(of) = record.action
            && store::another_edit_waits(tx, of, record.id).await?
        {
            return refused(Refusal::Newer);
        }
        if !self.sources.of(record)?.revive(tx, &Due::of(record), now).await? {
            return refused(Refusal::NotWanted);
        }
        Ok(())
    }

    async fn summary(&self, conn: &mut Conn, record: Record) -> Result<Summary, DbError> {
        let posted = match record.action.changed_delivery() {
            Some(of) => store::by_id(conn, of).await?,
            None => None,
        };
        let about = self.about(posted.as_ref().unwrap_or(&record));
        let to = recipient_of(conn, posted.as_ref().unwrap_or(&record)).await?;
        let seen_at = seen_at(&store::history(conn, record.id).await?);
        Ok(Summary { record, about, to, seen_at })
    }

    fn about(&self, posted: &Record) -> About {
        let source = self.sources.get(&posted.source);
        source.map_or(About { text_key: "delivery-about-other", number: None }, |source| source.about(posted))
    }
}

/// Fails unless `by` is the operator or a member of the secretariat. The operator needs no check, because the operator
/// can change the database anyway.
async fn check_authorized(conn: &mut Conn, by: Actor) -> Result<(), ReceiptError> {
    let Actor::Member(id) = by else { return Ok(()) };
    match members::service::get(conn, id).await? {
        Some(member) if member.in_guild && member.roles.has(Group::Secretariat) => Ok(()),
        _ => Err(ReceiptError::NotSecretariat(id)),
    }
}

async fn existing_record(conn: &mut Conn, id: DeliveryId) -> Result<Record, ReceiptError> {
    store::by_id(conn, id).await?.ok_or(ReceiptError::NoDelivery(id))
}

async fn recipient_of(conn: &mut Conn, record: &Record) -> Result<Addressee, DbError> {
    let member = |id: MemberId, member: Option<members::Member>| match member {
        Some(member) => Addressee::Member(Box::new(member)),
        None => Addressee::Stranger(id),
    };
    Ok(match record.action {
        Action::Post(Address::Member(id)) => member(id, members::service::get(conn, id).await?),
        Action::Post(Address::Channel(channel)) => Addressee::Channel(channel),
        Action::Post(Address::Mailbox { reader: Some(id) }) => member(id, members::service::get(conn, id).await?),
        Action::Post(Address::Mailbox { reader: None }) => Addressee::Mailbox,
        Action::OpenThread { parent, .. } => Addressee::Channel(parent),
        Action::JoinThread { thread, .. } | Action::LeaveThread { thread, .. } | Action::CloseThread { thread } => {
            Addressee::Channel(thread)
        }
        Action::Edit(_) | Action::Delete(_) => Addressee::Gone,
    })
}

fn cancel_refusal(state: &State) -> Option<Refusal> {
    match state {
        State::Pending | State::Retry => None,
        State::Sending { .. } => Some(Refusal::BeingSent),
        State::Unknown { .. } => Some(Refusal::MayHaveArrived),
        State::Sent(posted) => Some(Refusal::AlreadySent { at: posted.at }),
        State::Failed(_) => Some(Refusal::AlreadyFailed),
        State::Cancelled => Some(Refusal::AlreadyCancelled),
        State::Expired => Some(Refusal::AlreadyExpired),
    }
}
