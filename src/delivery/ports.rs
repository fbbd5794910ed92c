//! The two sides of the dispatcher: the [`Source`] that owes a message and the [`Messenger`] that brings it.

use std::any::Any;
use std::collections::HashMap;
use std::sync::Arc;

use async_trait::async_trait;

use super::model::{Action, DeliveryId, Failure, Lane, Nonce, Posted, Record, SourceName};
use crate::db::{DbError, Tx};
use crate::members::{ChannelId, Member, MemberId, MessageId};
use crate::time::Timestamp;

/// A room that owes messages. Implemented by the features, registered by `app`.
#[async_trait]
pub trait Source: Send + Sync + 'static {
    fn name(&self) -> SourceName;

    /// Is this delivery still wanted, and what does it say? Runs in the write that starts the attempt, so what is
    /// committed before it (a claim, an acknowledgement, a cancel) is seen.
    async fn recheck(&self, tx: &mut Tx, due: &Due, now: Timestamp) -> Result<Verdict, SourceError>;

    /// Told of the end of a delivery, in the write that records it. May enqueue what follows.
    async fn settled(&self, tx: &mut Tx, due: &Due, outcome: &Outcome, now: Timestamp) -> Result<(), SourceError>;

    /// What it is about, in words that give nothing private away. `posted` is the delivery itself, or the one whose
    /// message it edits.
    fn about(&self, _posted: &Record) -> About {
        About { text_key: "delivery-about-other", number: None }
    }

    /// Who tells the secretariat when it reaches nobody.
    fn tells(&self) -> Tells {
        Tells::Notices
    }

    /// Somebody wants a failed delivery tried again: takes back what `settled` wrote down of the failure. False when it
    /// is not wanted any more. The re-check comes afterwards as ever.
    async fn revive(&self, _tx: &mut Tx, _due: &Due, _now: Timestamp) -> Result<bool, SourceError> {
        Ok(true)
    }
}

/// A Fluent key, whose text may speak of `number`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct About {
    pub text_key: &'static str,
    pub number: Option<i64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tells {
    /// One message in the secretariat's channel, with others that failed of the same cause.
    Notices,
    /// The source shows its failures itself, or nobody is to be told.
    Itself,
}

/// All rooms that owe messages, by name. Cheap to clone.
#[derive(Clone, Default)]
pub struct Sources {
    by_name: Arc<HashMap<String, Arc<dyn Source>>>,
}

impl Sources {
    pub fn new(sources: Vec<Arc<dyn Source>>) -> Self {
        let by_name = sources.into_iter().map(|source| (source.name().as_str().to_owned(), source)).collect();
        Self { by_name: Arc::new(by_name) }
    }

    pub fn get(&self, name: &SourceName) -> Option<&dyn Source> {
        self.by_name.get(name.as_str()).map(AsRef::as_ref)
    }

    /// # Errors
    /// When no room of this name is registered: a mistake in our source, or a row of a newer version.
    pub(super) fn of(&self, record: &Record) -> Result<&dyn Source, SourceError> {
        let name = &record.source;
        self.get(name).ok_or_else(|| SourceError::Broken(format!("no source is registered as {}", name.as_str())))
    }
}

/// A delivery whose turn has come, as its source sees it.
#[derive(Debug, Clone)]
pub struct Due {
    pub id: DeliveryId,
    pub subject: String,
    pub key: String,
    pub action: Action,
    /// 1 for the first attempt.
    pub attempt: u32,
    pub queued_at: Timestamp,
    /// When it was first meant to go out.
    pub due_at: Timestamp,
}

impl Due {
    /// `begun` is 1 when the attempt that is asked about has not been counted yet.
    pub(super) fn of(record: &Record, begun: u32) -> Self {
        Self {
            id: record.id,
            subject: record.subject.clone(),
            key: record.key.clone(),
            action: record.action.clone(),
            attempt: record.attempt + begun,
            queued_at: record.queued_at,
            due_at: record.due_at,
        }
    }
}

pub enum Verdict {
    Send {
        facts: Facts,
        sound: Sound,
    },
    /// Not yet: ask again then. Must be later than now.
    Wait {
        until: Timestamp,
    },
    /// No longer wanted; the reason is for the log and the history.
    Cancel {
        reason: &'static str,
    },
    /// Too late to be of use.
    Expire,
}

/// Whether a message may make a phone sound. Silent: Discord's flag that suppresses notifications.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sound {
    Sounding,
    Silent,
}

/// What a message is about: a value of the source's own type, which the renderer of that type turns into words.
pub struct Facts(Box<dyn Any + Send + Sync>);

impl Facts {
    pub fn new<T: Any + Send + Sync>(facts: T) -> Self {
        Self(Box::new(facts))
    }

    pub fn get<T: Any>(&self) -> Option<&T> {
        self.0.downcast_ref()
    }

    /// The type of what is inside, to choose its renderer by.
    pub fn kind(&self) -> std::any::TypeId {
        (*self.0).type_id()
    }
}

/// How a delivery ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Sent(Posted),
    Failed(Failure),
    /// Perhaps delivered; nobody can tell.
    Unknown,
    Cancelled,
    Expired,
}

#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    #[error(transparent)]
    Db(#[from] DbError),
    #[error("{0}")]
    Broken(String),
}

/// Brings messages to Discord. Implemented by the `discord` room.
#[async_trait]
pub trait Messenger: Send + Sync + 'static {
    /// Waits until Discord's limits let a request to this destination through. Before the attempt is written down, so
    /// that the last look at the state is not followed by a wait.
    async fn reserve(&self, lane: Lane, to: &Destination) -> Reservation;

    /// One attempt.
    async fn deliver(&self, order: &Order, reservation: Reservation) -> Result<Posted, SendError>;

    /// Looks for what an earlier attempt with an unknown outcome may have left: a message with the order's tag written
    /// since `since`, or the thread of that name. `Ok(None)` only when all of that time was read.
    async fn find(&self, order: &Order, since: Timestamp) -> Result<Option<Posted>, SendError>;

    /// The id of the member's private thread in the inbox channel, found or made anew.
    async fn inbox_thread(&self, member: &Member, now: Timestamp) -> Result<ChannelId, SendError>;
}

/// A place in the pacing of requests, given back when dropped.
pub struct Reservation(pub Option<Box<dyn Any + Send>>);

/// One attempt to deliver.
pub struct Order {
    pub id: DeliveryId,
    pub nonce: Nonce,
    pub lane: Lane,
    pub sound: Sound,
    pub to: Destination,
    pub facts: Facts,
    /// Whose language and zone it is worded in; `None` where many read.
    pub reader: Option<Member>,
    pub now: Timestamp,
}

/// Where an attempt goes, all ids known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    Dm { channel: ChannelId },
    Inbox { thread: ChannelId, mention: MemberId },
    Channel { channel: ChannelId },
    Message { channel: ChannelId, message: MessageId },
    NewThread { parent: ChannelId, members: Vec<MemberId> },
    ThreadMember { thread: ChannelId, member: MemberId },
    ThreadMemberGone { thread: ChannelId, member: MemberId },
    ThreadClosed { thread: ChannelId },
}

/// Why an attempt brought nothing, by what the dispatcher does next.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// It certainly did not happen; worth trying again.
    #[error("discord could not take it now: {reason}")]
    Transient { reason: String, retry_after_ms: Option<u64> },
    /// It may have happened: the answer was lost.
    #[error("the answer was lost: {reason}")]
    Unknown { reason: String },
    /// Trying again is no use.
    #[error("discord refused it: {}", failure.reason)]
    Permanent { failure: Failure },
}
