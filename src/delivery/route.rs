//! The side of the platforms: a [`Route`] brings messages to people.

use std::any::Any;
use std::sync::Arc;

use async_trait::async_trait;

use super::model::{Action, Cause, DeliveryId, Failure, Lane, Nonce, Posted, RouteName};
use super::source::{Facts, Sound, SourceError};
use crate::db::{Conn, DbError, Tx};
use crate::members::{ChannelId, MemberId};
use crate::time::Timestamp;

/// A platform that delivers by one or several routes. Discord's routes are a DM, the inbox thread and a channel.
/// Registered by `app`.
///
/// Each attempt calls these methods in this order: [`locate`](Self::locate), [`reserve`](Self::reserve), then, in the
/// write that starts the attempt, [`may_edit_at`](Self::may_edit_at), then [`deliver`](Self::deliver). The default
/// implementations are for a platform that looks up nothing and has no limits.
#[async_trait]
pub trait Route: Send + Sync + 'static {
    /// The names of the routes that it serves. No two platforms serve the same one.
    fn serves(&self) -> &'static [RouteName] {
        const { &[RouteName::FIRST] }
    }

    /// Finds the place for the attempt from the current tables. May create a missing place, such as a thread.
    async fn locate(&self, _job: &Job, _now: Timestamp) -> Result<Place, LocateError> {
        Ok(Place::default())
    }

    /// Waits until the platform's limits let a request to this place through. Called before the attempt is recorded, so
    /// that no wait follows the last check of the state.
    async fn reserve(&self, _job: &Job, _place: &Place) -> Reservation {
        Reservation(None)
    }

    /// The instant from which `message` may be edited, if it may not be edited now.
    async fn may_edit_at(
        &self,
        _conn: &mut Conn,
        _message: Posted,
        _now: Timestamp,
    ) -> Result<Option<Timestamp>, DbError> {
        Ok(None)
    }

    /// One attempt.
    async fn deliver(&self, order: &Order, reservation: Reservation) -> Result<Posted, SendError>;

    /// Searches for what an earlier attempt with an unknown outcome may have created. `Ok(None)` only when it certainly
    /// did not arrive.
    async fn find(&self, search: &Search) -> Result<Option<Posted>, SendError>;

    /// The next route after `place` refused a message to `member`, if another may reach them. Records what the refusal
    /// shows about the member, such as that their DMs are closed.
    async fn next_route(
        &self,
        _tx: &mut Tx,
        _member: MemberId,
        _place: &Place,
        _cause: Cause,
        _now: Timestamp,
    ) -> Result<Option<RouteName>, DbError> {
        Ok(None)
    }
}

/// All routes. Cheap to clone.
#[derive(Clone, Default)]
pub struct Routes {
    all: Arc<Vec<Arc<dyn Route>>>,
}

impl Routes {
    /// # Panics
    /// When two platforms serve a route of the same name.
    pub fn new(routes: Vec<Arc<dyn Route>>) -> Self {
        let mut names: Vec<&RouteName> = routes.iter().flat_map(|route| route.serves()).collect();
        names.sort_by_key(|name| name.as_str());
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "two routes of one name: {names:?}");
        Self { all: Arc::new(routes) }
    }

    /// # Errors
    /// When no route of this name is registered: a mistake in our source code, or a row of a newer version.
    pub(super) fn of(&self, name: &RouteName) -> Result<&dyn Route, SourceError> {
        let route = self.all.iter().find(|route| route.serves().contains(name));
        route
            .map(AsRef::as_ref)
            .ok_or_else(|| SourceError::Broken(format!("no route is registered as {}", name.as_str())))
    }
}

/// The task of a route.
#[derive(Debug, Clone)]
pub struct Job {
    pub id: DeliveryId,
    pub nonce: Nonce,
    pub lane: Lane,
    pub action: Action,
    /// For an edit: the route of its message.
    pub route: RouteName,
    /// For an edit: the message to edit.
    pub edited: Option<Edited>,
    /// Where an earlier attempt may have arrived. The message is searched for and sent again there, even if another
    /// place would be chosen now.
    pub tried: Option<ChannelId>,
}

/// A message to edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edited {
    pub message: Posted,
    /// `None` when many people read it.
    pub reader: Option<MemberId>,
}

/// Where an attempt goes. Only its route knows what is in it.
#[derive(Default)]
pub struct Place {
    /// Recorded with the attempt.
    pub channel: Option<ChannelId>,
    inner: Option<Box<dyn Any + Send + Sync>>,
}

impl Place {
    pub fn new<T: Any + Send + Sync>(channel: Option<ChannelId>, place: T) -> Self {
        Self { channel, inner: Some(Box::new(place)) }
    }

    pub fn get<T: Any>(&self) -> Option<&T> {
        self.inner.as_ref()?.downcast_ref()
    }
}

/// A place in the pacing of requests, given back when dropped.
pub struct Reservation(pub Option<Box<dyn Any + Send>>);

/// One attempt to deliver.
pub struct Order {
    pub job: Job,
    pub place: Place,
    pub facts: Facts,
    pub sound: Sound,
    pub now: Timestamp,
}

/// What to search for: a message with the job's tag, or the thread with the name in its facts.
pub struct Search {
    pub job: Job,
    pub place: Place,
    /// `None` when the delivery is no longer wanted.
    pub facts: Option<Facts>,
    /// Anything older is not ours.
    pub since: Timestamp,
    pub now: Timestamp,
}

/// Why no place was found for an attempt.
#[derive(Debug, thiserror::Error)]
pub enum LocateError {
    /// The attempt does not count.
    #[error(transparent)]
    Db(#[from] DbError),
    /// The platform would refuse it now, so it was not asked. The attempt does not count.
    #[error("it would be refused before {until}")]
    NotYet { until: Timestamp },
    /// The platform was asked, for a thread say, and refused. The attempt counts.
    #[error(transparent)]
    Send(#[from] SendError),
}

/// Why an attempt failed; the variant decides what the dispatcher does next.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// The request never left: no network, no address. Uses up no attempt.
    #[error("the platform was not reached: {reason}")]
    NotAttempted { reason: String },
    /// It certainly did not happen, and not because of the message: the platform lets nothing of ours in, or something
    /// between it and us answered.
    #[error("the platform did not look at it: {reason}")]
    Blocked { reason: String },
    /// The platform does not take it now; worth trying again.
    #[error("it cannot be taken now: {reason}")]
    Transient { reason: String, retry_after_ms: Option<u64> },
    /// It may have happened: the answer was lost, or cannot be read.
    #[error("the answer was lost: {reason}")]
    Unknown { reason: String },
    /// Trying again does not help.
    #[error("it was refused: {}", failure.reason)]
    Permanent { failure: Failure },
}

impl SendError {
    pub fn permanent(cause: Cause, reason: impl Into<String>) -> Self {
        SendError::Permanent { failure: Failure { cause, reason: reason.into() } }
    }
}
