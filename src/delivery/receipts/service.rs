//! What is done with receipts: listed, shown, tried again, cancelled. One function, one use case, one transaction.

use std::collections::HashMap;

use super::model::{Filter, Page, Receipt, ReceiptError, Refusal, Retried, Summary, To};
use super::store as receipts;
use super::story::{Passage, seen_at, story};
use crate::db::{Conn, Db, DbError, Tx};
use crate::delivery::attempt::AttemptError;
use crate::delivery::model::{Action, Actor, Address, DeliveryId, Event, Happening, Record, State};
use crate::delivery::notices::{self, NoticeId};
use crate::delivery::ports::{About, Due, Outcome, Sources};
use crate::delivery::{ending, store};
use crate::members::{self, Group, MemberId};
use crate::time::Timestamp;

/// Deliveries that one page may hold.
pub const LARGEST_PAGE: u32 = 10_000;

/// The receipts of all deliveries. Cheap to clone.
#[derive(Clone, Default)]
pub struct Receipts {
    sources: Sources,
}

impl Receipts {
    pub fn new(sources: Sources) -> Self {
        Self { sources }
    }

    /// Page `number` (from 0) of what `filter` lets through; the last one when there are fewer.
    pub async fn list(
        &self,
        conn: &mut Conn,
        by: Actor,
        filter: &Filter,
        number: u32,
        size: u32,
    ) -> Result<Page, ReceiptError> {
        authorized(conn, by).await?;
        let size = size.clamp(1, LARGEST_PAGE);
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

    /// The names of the rooms that owe or owed something.
    pub async fn sources(&self, conn: &mut Conn) -> Result<Vec<String>, DbError> {
        receipts::sources(conn).await
    }

    pub async fn show(
        &self,
        conn: &mut Conn,
        by: Actor,
        id: DeliveryId,
        now: Timestamp,
    ) -> Result<Receipt, ReceiptError> {
        authorized(conn, by).await?;
        let record = known(conn, id).await?;
        let story = story(&store::history(conn, id).await?);
        let mut names = HashMap::new();
        for passage in &story {
            if let Passage::Event(Event { actor: Some(Actor::Member(member)), .. }) = passage
                && let Some(known) = members::store::get(conn, *member).await?
            {
                names.insert(*member, known.name);
            }
        }
        let may_retry = matches!(record.state, State::Failed(_) | State::Unknown) && !is_too_late(&record, now);
        let may_cancel = matches!(record.state, State::Pending | State::Retry);
        let summary = self.summary(conn, record).await?;
        Ok(Receipt { summary, story, names, may_retry, may_cancel })
    }

    /// Tries it again, safely: what may have arrived is looked for before it is sent again.
    pub async fn retry(&self, db: &Db, by: Actor, id: DeliveryId, now: Timestamp) -> Result<Retried, ReceiptError> {
        let mut tx = db.begin().await?;
        authorized(&mut tx, by).await?;
        let record = known(&mut tx, id).await?;
        let retried = self.retry_one(&mut tx, by, &record, now).await?;
        tx.commit().await?;
        Ok(retried)
    }

    /// Tries everything again that a notice tells of; returns how many are tried, and how many cannot be.
    pub async fn retry_all(
        &self,
        db: &Db,
        by: Actor,
        notice: NoticeId,
        now: Timestamp,
    ) -> Result<(u32, u32), ReceiptError> {
        let mut tx = db.begin().await?;
        authorized(&mut tx, by).await?;
        let (mut tried, mut refused) = (0, 0);
        for id in notices::open_troubles(&mut tx, notice).await? {
            let record = known(&mut tx, id).await?;
            match self.retry_one(&mut tx, by, &record, now).await {
                Ok(_) => tried += 1,
                Err(ReceiptError::Refused { .. }) => refused += 1,
                Err(error) => return Err(error),
            }
        }
        tx.commit().await?;
        Ok((tried, refused))
    }

    /// Discord trusts us again: first DMs go out as before. False when that was known already.
    pub async fn lifted(&self, db: &Db, by: Actor, notice: NoticeId, now: Timestamp) -> Result<bool, ReceiptError> {
        let mut tx = db.begin().await?;
        authorized(&mut tx, by).await?;
        let was = notices::lifted(&mut tx, notice, now).await?;
        tx.commit().await?;
        Ok(was)
    }

    /// Cancels what has not begun.
    pub async fn cancel(&self, db: &Db, by: Actor, id: DeliveryId, now: Timestamp) -> Result<Record, ReceiptError> {
        let mut tx = db.begin().await?;
        authorized(&mut tx, by).await?;
        let record = known(&mut tx, id).await?;
        if let Some(refusal) = not_cancellable(&record.state) {
            return Err(ReceiptError::Refused { id, refusal });
        }
        let ended = ending::end(&mut tx, &self.sources, &record, &Outcome::Cancelled, Some(by), now).await;
        ended.map_err(|error| match error {
            AttemptError::Db(error) => ReceiptError::Db(error),
            AttemptError::Source(error) => error.into(),
        })?;
        tx.commit().await?;
        Ok(record)
    }

    async fn retry_one(
        &self,
        tx: &mut Tx,
        by: Actor,
        record: &Record,
        now: Timestamp,
    ) -> Result<Retried, ReceiptError> {
        let id = record.id;
        let refuse = |refusal| Err(ReceiptError::Refused { id, refusal });
        let retried = match &record.state {
            State::Sent(posted) => return refuse(Refusal::AlreadySent { at: posted.at }),
            State::Cancelled => return refuse(Refusal::AlreadyCancelled),
            State::Expired => return refuse(Refusal::AlreadyExpired),
            State::Sending => return refuse(Refusal::BeingSent),
            State::Pending if record.due_at > now => return refuse(Refusal::HeldUntil(record.due_at)),
            State::Pending => return refuse(Refusal::Due),
            State::Failed(_) if is_too_late(record, now) => return refuse(Refusal::TooLate),
            State::Failed(_) => {
                if let Action::Edit(of) = record.action
                    && receipts::another_edit_waits(tx, id, of).await?
                {
                    return refuse(Refusal::Newer);
                }
                if !self.sources.of(record)?.revive(tx, &Due::of(record, 0), now).await? {
                    return refuse(Refusal::NotWanted);
                }
                if !receipts::revive(tx, id, now).await? {
                    return refuse(Refusal::Due);
                }
                Retried::Owed
            }
            State::Unknown if receipts::hasten(tx, id, now).await? => Retried::LooksFirst,
            State::Retry if receipts::hasten(tx, id, now).await? => Retried::Sooner,
            State::Unknown | State::Retry => return refuse(Refusal::Due),
        };
        let event = Event { at: now, what: Happening::Again, until: None, actor: Some(by), detail: None };
        store::note_whole(tx, id, &event).await?;
        Ok(retried)
    }

    async fn summary(&self, conn: &mut Conn, record: Record) -> Result<Summary, DbError> {
        let posted = match record.action {
            Action::Edit(of) => store::by_id(conn, of).await?,
            _ => None,
        };
        let about = self.about(posted.as_ref().unwrap_or(&record));
        let to = to(conn, posted.as_ref().unwrap_or(&record)).await?;
        let seen_at = seen_at(&store::history(conn, record.id).await?);
        Ok(Summary { record, about, to, seen_at })
    }

    fn about(&self, posted: &Record) -> About {
        let source = self.sources.get(&posted.source);
        source.map_or(About { text_key: "delivery-about-other", number: None }, |source| source.about(posted))
    }
}

/// The secretariat; and who sits at the machine has the database anyway.
async fn authorized(conn: &mut Conn, by: Actor) -> Result<(), ReceiptError> {
    let Actor::Member(id) = by else { return Ok(()) };
    match members::store::get(conn, id).await? {
        Some(member) if member.in_guild && member.roles.has(Group::Secretariat) => Ok(()),
        _ => Err(ReceiptError::NotSecretariat(id)),
    }
}

async fn known(conn: &mut Conn, id: DeliveryId) -> Result<Record, ReceiptError> {
    store::by_id(conn, id).await?.ok_or(ReceiptError::NoDelivery(id))
}

async fn to(conn: &mut Conn, record: &Record) -> Result<To, DbError> {
    let member = |id: MemberId, member: Option<members::Member>| match member {
        Some(member) => To::Member(Box::new(member)),
        None => To::Stranger(id),
    };
    Ok(match record.action {
        Action::Post(Address::Member(id)) => member(id, members::store::get(conn, id).await?),
        Action::Post(Address::Channel(channel)) => To::Channel(channel),
        Action::OpenThread { parent, .. } => To::Channel(parent),
        Action::JoinThread { thread, .. } | Action::LeaveThread { thread, .. } | Action::CloseThread { thread } => {
            To::Channel(thread)
        }
        Action::Edit(_) => To::Gone,
    })
}

fn is_too_late(record: &Record, now: Timestamp) -> bool {
    record.expires_at.is_some_and(|at| at <= now)
}

fn not_cancellable(state: &State) -> Option<Refusal> {
    match state {
        State::Pending | State::Retry => None,
        State::Sending => Some(Refusal::BeingSent),
        State::Unknown => Some(Refusal::MayHaveArrived),
        State::Sent(posted) => Some(Refusal::AlreadySent { at: posted.at }),
        State::Failed(_) => Some(Refusal::AlreadyFailed),
        State::Cancelled => Some(Refusal::AlreadyCancelled),
        State::Expired => Some(Refusal::AlreadyExpired),
    }
}
