//! The interface to features: a [`Source`] enqueues messages, and the dispatcher asks the source about each message
//! when it is due.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::Arc;

use async_trait::async_trait;

use super::model::{Action, DeliveryId, Failure, Lane, Posted, SourceName};
use super::record::Record;
use crate::db::{DbError, Tx};
use crate::time::Timestamp;

/// A feature that sends messages. `app` registers all sources.
#[async_trait]
pub trait Source: Send + Sync + 'static {
    fn name(&self) -> SourceName;

    /// The types of facts that [`recheck`](Self::recheck) returns. Each type needs a registered renderer, which is
    /// checked when the app is built.
    fn facts(&self) -> Vec<FactsType>;

    /// Decides whether this delivery is still wanted, and with which facts. Runs in the transaction that starts the
    /// attempt, so it sees every earlier commit (a claim, an acknowledgement, a cancellation).
    async fn recheck(&self, tx: &mut Tx, due: &Due, now: Timestamp) -> Result<Verdict, SourceError>;

    /// Called when a delivery ends, in the transaction that records the end. May enqueue further deliveries. An unknown
    /// outcome is reported only after a long time, because most unknown outcomes become known within a minute.
    async fn settled(&self, tx: &mut Tx, due: &Due, outcome: &Outcome, now: Timestamp) -> Result<(), SourceError>;

    /// Called once, in the transaction that records the first failed attempt, if more attempts follow.
    async fn first_attempt_failed(&self, _tx: &mut Tx, _due: &Due, _now: Timestamp) -> Result<(), SourceError> {
        Ok(())
    }

    /// A short description of the delivery that reveals nothing private. `posted`: the delivery itself; for an edit,
    /// the delivery whose message is edited.
    fn about(&self, _posted: &Record) -> About {
        About { text_key: "delivery-about-other", number: None }
    }

    /// Whether a notice or the source itself tells the secretariat when this delivery reaches nobody.
    fn failure_reporting(&self) -> FailureReporting {
        FailureReporting::Notices
    }

    /// Called when a person or Magpie retries a failed delivery. Undoes what `settled` recorded about the failure.
    /// Returns false if the delivery is no longer wanted. Before the attempt, [`recheck`](Self::recheck) runs as
    /// always.
    async fn revive(&self, _tx: &mut Tx, _due: &Due, _now: Timestamp) -> Result<bool, SourceError> {
        Ok(true)
    }
}

/// A short description of a delivery: a Fluent key, and the number that its text may contain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct About {
    pub text_key: &'static str,
    pub number: Option<i64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailureReporting {
    /// A notice in the secretariat's channel, which reports all deliveries that failed for the same cause.
    Notices,
    /// The source reports its failures itself, or nobody needs to know about them.
    Itself,
}

/// All sources, by name. Cheap to clone.
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

    /// The types of facts of all sources, each with the name of its source.
    pub fn facts(&self) -> Vec<(SourceName, FactsType)> {
        let sources = self.by_name.values();
        sources.flat_map(|source| source.facts().into_iter().map(|facts| (source.name(), facts))).collect()
    }

    /// # Errors
    /// When no source of this name is registered: a defect in our code, or a row that a newer version wrote.
    pub(super) fn of(&self, record: &Record) -> Result<&dyn Source, SourceError> {
        let name = &record.source;
        self.get(name).ok_or_else(|| SourceError::Broken(format!("no source is registered as {}", name.as_str())))
    }
}

/// A due delivery, as its source sees it.
#[derive(Debug, Clone)]
pub struct Due {
    pub id: DeliveryId,
    pub subject: String,
    /// The name that identifies this message among all messages of the subject, if the source gave a name.
    pub part: Option<String>,
    pub key: String,
    pub action: Action,
    pub lane: Lane,
    /// 1 for the first attempt.
    pub attempt: u32,
    pub queued_at: Timestamp,
    /// When this attempt was due.
    pub due_at: Timestamp,
    /// Until when the delivery waited on purpose: it was enqueued for a later time, or its source held it. A message
    /// that is sent after this instant is late.
    pub held_until: Option<Timestamp>,
    /// When the first attempt that may have arrived began; `None` if no attempt may have arrived.
    pub unknown_since: Option<Timestamp>,
}

impl Due {
    /// When the delivery should have been sent. Used to compute how late the delivery is.
    pub fn wanted_at(&self) -> Timestamp {
        self.held_until.unwrap_or(self.queued_at)
    }

    /// Creates the view of a delivery whose `attempt` already includes the current attempt.
    pub(super) fn of(record: &Record) -> Self {
        Self {
            id: record.id,
            subject: record.subject.clone(),
            part: record.part.clone(),
            key: record.key.clone(),
            action: record.action.clone(),
            lane: record.lane,
            attempt: record.attempt,
            queued_at: record.queued_at,
            due_at: record.due_at,
            held_until: record.held_until,
            unknown_since: record.state.unknown_since(),
        }
    }

    /// Creates the view of a delivery whose next attempt is about to start: counts that attempt too.
    pub(super) fn before_attempt(record: &Record) -> Self {
        Self { attempt: record.attempt + 1, ..Self::of(record) }
    }
}

pub enum Verdict {
    Send {
        facts: Facts,
        sound: Sound,
    },
    /// Search for the earlier attempt before any resend. Allowed only for an unknown outcome, when the content has
    /// changed since that attempt. Discord would drop a resend with the same nonce as a repetition, and the new content
    /// would be lost.
    Search {
        facts: Facts,
    },
    /// Hold the delivery. The dispatcher asks the source again at `until`, which must be later than now.
    Wait {
        until: Timestamp,
    },
    /// The delivery is no longer wanted. The reason is for the log.
    Cancel {
        reason: &'static str,
    },
    /// The message would arrive too late to be useful.
    Expire,
}

/// Whether a message may make a phone sound. On Discord, a silent message has the flag that suppresses notifications.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sound {
    Sounding,
    Silent,
}

/// What a message is about: a value of the source's own type, which the renderer of that type turns into text.
pub struct Facts(Box<dyn Any + Send + Sync>);

impl Facts {
    pub fn new<T: Any + Send + Sync>(facts: T) -> Self {
        Self(Box::new(facts))
    }

    pub fn get<T: Any>(&self) -> Option<&T> {
        self.0.downcast_ref()
    }

    /// The type of the value, which selects the renderer.
    pub fn kind(&self) -> TypeId {
        (*self.0).type_id()
    }
}

/// A type of facts, with its name for the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FactsType {
    pub id: TypeId,
    pub name: &'static str,
}

impl FactsType {
    pub fn of<T: Any>() -> Self {
        Self { id: TypeId::of::<T>(), name: std::any::type_name::<T>() }
    }
}

/// The outcome of a delivery, as its source learns it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Sent(Posted),
    Failed(Failure),
    /// For a long time it has been unknown whether the message arrived. The delivery has not ended: the dispatcher
    /// keeps checking, and may report this outcome again.
    Unknown,
    Cancelled,
    Expired,
}

#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    #[error(transparent)]
    Db(#[from] DbError),
    /// A defect in our code, or a row that another version wrote.
    #[error("{0}")]
    Broken(String),
}

impl SourceError {
    /// Whether only this delivery is at fault and not the whole database, so that other deliveries can continue.
    pub fn is_delivery_fault(&self) -> bool {
        match self {
            SourceError::Broken(_) => true,
            SourceError::Db(error) => error.affects_one_row(),
        }
    }
}
