//! The interface to platforms: a [`Route`] delivers messages to people.

use std::any::Any;
use std::sync::Arc;

use async_trait::async_trait;

use super::in_flight::MAX_IN_FLIGHT_PER_LANE;
use super::model::{Action, Cause, DeliveryId, Failure, Lane, Nonce, Posted, RouteName};
use super::source::{Facts, Sound, SourceError};
use crate::db::{Conn, DbError, Tx};
use crate::members::{ChannelId, MemberId};
use crate::time::Timestamp;

/// A platform with one or several routes. Discord's routes are a DM, the inbox thread and a channel. `app` registers
/// the platforms.
///
/// Each attempt calls these methods in this order: [`locate`](Self::locate), [`reserve`](Self::reserve), then, in the
/// transaction that starts the attempt, [`may_edit_at`](Self::may_edit_at), then [`deliver`](Self::deliver). The
/// default implementations are for a platform that needs no lookup and has no limits.
#[async_trait]
pub trait Route: Send + Sync + 'static {
    /// The names of the routes that this platform serves. No two platforms serve a route of the same name.
    fn serves(&self) -> &'static [RouteName] {
        const { &[RouteName::FIRST] }
    }

    /// The most attempts in flight in one lane of this platform.
    fn max_in_flight_per_lane(&self) -> usize {
        MAX_IN_FLIGHT_PER_LANE
    }

    /// What the platform does with a second message of one delivery.
    fn repeats(&self) -> Repeats {
        Repeats::Recognized
    }

    /// Finds the place (such as a channel) for the attempt from the current tables. May create a missing place, such as
    /// a thread. If an earlier attempt may have arrived, and the person cannot be reached now, finds a place in which
    /// the message can be searched for.
    async fn locate(&self, _job: &Job, _now: Timestamp) -> Result<Place, LocateError> {
        Ok(Place::default())
    }

    /// Waits until the platform's limits permit a request to this place. Called before the attempt is recorded, so that
    /// no wait follows the last check of the state.
    async fn reserve(&self, _job: &Job, _place: &Place) -> Reservation {
        Reservation(None)
    }

    /// When `message` may be edited; `None` if it may be edited now.
    async fn may_edit_at(
        &self,
        _conn: &mut Conn,
        _message: Posted,
        _now: Timestamp,
    ) -> Result<Option<Timestamp>, DbError> {
        Ok(None)
    }

    /// Executes one attempt.
    async fn deliver(&self, order: &Order, reservation: Reservation) -> Result<Posted, SendError>;

    /// Searches for what an earlier attempt with an unknown outcome may have created. Returns `Ok(None)` only if that
    /// attempt certainly did not arrive.
    async fn find(&self, search: &Search) -> Result<Option<Posted>, SendError>;

    /// Chooses the next route after `place` refused a message to `member`; `None` if no other route can reach the
    /// member. Records what the refusal shows about the member, such as that their DMs are closed.
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

/// What a platform does with a second message of one delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeats {
    /// For a short time, the platform recognizes the second message by its nonce and does not deliver it.
    Recognized,
    /// The platform delivers the second message. So after an unknown outcome, the delivery is not sent again.
    Delivered,
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
    /// When no route of this name is registered: a defect in our code, or a row that a newer version wrote.
    pub(super) fn of(&self, name: &RouteName) -> Result<&dyn Route, SourceError> {
        let route = self.all.iter().find(|route| route.serves().contains(name));
        route
            .map(AsRef::as_ref)
            .ok_or_else(|| SourceError::Broken(format!("no route is registered as {}", name.as_str())))
    }

    /// The platforms, in the order of their numbers. See [`Self::platform_of`].
    pub(super) fn platforms(&self) -> impl Iterator<Item = &dyn Route> {
        self.all.iter().map(AsRef::as_ref)
    }

    /// The number of the platform that serves the route with this name. 0 for an unknown route, whose attempts fail.
    pub(super) fn platform_of(&self, name: &str) -> usize {
        let serves = |route: &Arc<dyn Route>| route.serves().iter().any(|served| served.as_str() == name);
        self.all.iter().position(serves).unwrap_or_default()
    }
}

/// A delivery, as its route sees it.
#[derive(Debug, Clone)]
pub struct Job {
    pub id: DeliveryId,
    pub nonce: Nonce,
    pub lane: Lane,
    pub action: Action,
    /// For an edit or deletion: the route of the message to change.
    pub route: RouteName,
    /// For an edit or deletion: the message to change.
    pub edited: Option<Edited>,
    /// The channel in which an earlier attempt may have arrived. The route searches in this channel and sends again to
    /// it, even if it would choose another channel now. `None` if no such attempt is stored. After a restore, a message
    /// may have been sent although no attempt is stored.
    pub tried_channel: Option<ChannelId>,
    /// Whether an earlier attempt may have arrived. The message may then be searched for before it is sent.
    pub may_have_arrived: bool,
}

/// A message to edit or delete.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edited {
    pub message: Posted,
    /// The member who reads the message; `None` for a message in a channel.
    pub reader: Option<MemberId>,
}

/// The destination of an attempt, such as a channel. Only the route that located the place knows the type of `inner`.
#[derive(Default)]
pub struct Place {
    /// The channel that is recorded with the attempt.
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

/// The right to send one request within the platform's limits. Dropping the reservation gives the right back.
pub struct Reservation(pub Option<Box<dyn Any + Send>>);

/// One attempt to deliver.
pub struct Order {
    pub job: Job,
    pub place: Place,
    pub facts: Facts,
    pub sound: Sound,
    pub now: Timestamp,
}

/// A search for the result of an earlier attempt: either a message with the job's nonce, or the thread whose name
/// `facts` gives.
pub struct Search {
    pub job: Job,
    pub place: Place,
    /// `None` when the delivery is no longer wanted.
    pub facts: Option<Facts>,
    /// The search ignores messages before this instant, because they were sent before the attempt.
    pub since: Timestamp,
    pub now: Timestamp,
}

/// Why no place was found for an attempt.
#[derive(Debug, thiserror::Error)]
pub enum LocateError {
    /// The database failed. The attempt does not count towards the limit.
    #[error(transparent)]
    Db(#[from] DbError),
    /// The platform would refuse a request now, so none was sent. The attempt does not count.
    #[error("the platform would refuse the request before {until}")]
    NotYet { until: Timestamp },
    /// A request that finds or creates the place failed, for example the request that opens a thread. The error decides
    /// whether the attempt counts.
    #[error(transparent)]
    Send(#[from] SendError),
}

/// Why an attempt failed; the variant decides what the dispatcher does next.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// The request was not sent, for example because there is no network. The attempt does not count.
    #[error("the platform was not reached: {reason}")]
    NotAttempted { reason: String },
    /// The message was certainly not delivered, and the cause is not the message: the platform refuses all our
    /// requests, or a proxy answered instead of the platform.
    #[error("the platform did not process the request: {reason}")]
    Blocked { reason: String },
    /// The platform does not accept the message now. A retry may succeed.
    #[error("the platform cannot accept the message now: {reason}")]
    Transient { reason: String, retry_after_ms: Option<u64> },
    /// The message may have been delivered: the response was lost or cannot be read.
    #[error("the response was lost: {reason}")]
    Unknown { reason: String },
    /// The platform refused the message, and a retry would fail too.
    #[error("it was refused: {}", failure.reason)]
    Permanent { failure: Failure },
}

impl SendError {
    pub fn permanent(cause: Cause, reason: impl Into<String>) -> Self {
        SendError::Permanent { failure: Failure { cause, reason: reason.into() } }
    }
}
