//! The side of the features: a [`Source`] asks for messages, and is asked again when they are due.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::Arc;

use async_trait::async_trait;

use super::model::{Action, DeliveryId, Failure, Lane, Posted, SourceName};
use super::record::Record;
use crate::db::{DbError, Tx};
use crate::time::Timestamp;

/// A feature that asks for messages. Registered by `app`.
#[async_trait]
pub trait Source: Send + Sync + 'static {
    fn name(&self) -> SourceName;

    /// The types of facts that [`recheck`](Self::recheck) returns. A renderer must be registered for each, which is
    /// checked when the app is built.
    fn facts(&self) -> Vec<FactsType>;

    /// Whether this delivery is still wanted, and with which facts. Runs in the write that starts the attempt, so it
    /// sees everything committed before (a claim, an acknowledgement, a cancel).
    async fn recheck(&self, tx: &mut Tx, due: &Due, now: Timestamp) -> Result<Verdict, SourceError>;

    /// Called with the end of a delivery, in the write that records it. May enqueue what follows. An unknown outcome
    /// is told only once it has lasted: most settle within a minute.
    async fn settled(&self, tx: &mut Tx, due: &Due, outcome: &Outcome, now: Timestamp) -> Result<(), SourceError>;

    /// The first attempt failed, and others follow. Called once, in the write that records it.
    async fn retrying(&self, _tx: &mut Tx, _due: &Due, _now: Timestamp) -> Result<(), SourceError> {
        Ok(())
    }

    /// What it is about, in words that give nothing private away. `posted` is the delivery itself, or the one whose
    /// message it edits.
    fn about(&self, _posted: &Record) -> About {
        About { text_key: "delivery-about-other", number: None }
    }

    /// Who tells the secretariat when this delivery reaches nobody.
    fn tells(&self) -> Tells {
        Tells::Notices
    }

    /// Somebody retries a failed delivery: undoes what `settled` recorded about the failure. False when it is no longer
    /// wanted. The re-check comes afterwards as always.
    async fn revive(&self, _tx: &mut Tx, _due: &Due, _now: Timestamp) -> Result<bool, SourceError> {
        Ok(true)
    }
}

/// A Fluent key, whose text may contain `number`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct About {
    pub text_key: &'static str,
    pub number: Option<i64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tells {
    /// One message in the secretariat's channel, with others that failed for the same cause.
    Notices,
    /// The source shows its failures itself, or nobody needs to know.
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
    /// When no source of this name is registered: a mistake in our source code, or a row of a newer version.
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
    /// The name by which the source tells this message from others of the subject, if it gave one.
    pub part: Option<String>,
    pub key: String,
    pub action: Action,
    pub lane: Lane,
    /// 1 for the first attempt.
    pub attempt: u32,
    pub queued_at: Timestamp,
    /// When it was first due.
    pub due_at: Timestamp,
    /// Until when it waited on purpose: asked for so, or held by its source. What is sent later than this is late.
    pub held_until: Option<Timestamp>,
    /// When the first attempt began that may have arrived, while the outcome is unknown.
    pub unknown_since: Option<Timestamp>,
}

impl Due {
    /// When it should have gone out, in order to count how late it is.
    pub fn wanted_at(&self) -> Timestamp {
        self.held_until.unwrap_or(self.queued_at)
    }

    /// A delivery whose current attempt, if any, is counted already.
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

    /// A delivery whose next attempt is about to start.
    pub(super) fn before_attempt(record: &Record) -> Self {
        Self { attempt: record.attempt + 1, ..Self::of(record) }
    }
}

pub enum Verdict {
    Send {
        facts: Facts,
        sound: Sound,
    },
    /// For an unknown outcome: an earlier attempt may have sent other content, so this must not be sent before it is
    /// known whether that attempt arrived. Discord would take a resend for a repetition, and drop it.
    Look {
        facts: Facts,
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

/// A type of facts, with its name for people who read a log.
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

/// How a delivery ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Sent(Posted),
    Failed(Failure),
    /// May have arrived; for a long time nobody can tell. Not the end: it is looked for, and this is told again.
    Unknown,
    Cancelled,
    Expired,
}

#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    #[error(transparent)]
    Db(#[from] DbError),
    /// A mistake in our source code, or a row of another version.
    #[error("{0}")]
    Broken(String),
}

impl SourceError {
    /// Whether the delivery is at fault, and not the database as a whole: another delivery may go on.
    pub fn is_of_the_delivery(&self) -> bool {
        match self {
            SourceError::Broken(_) => true,
            SourceError::Db(error) => error.is_of_one_row(),
        }
    }
}
