//! The services that handlers and event handlers use.

use std::ops::Deref;
use std::sync::Arc;

use crate::alerts::AlertSettings;
use crate::db::Db;
use crate::delivery::Dispatcher;
use crate::delivery::receipts::Receipts;
use crate::discord::members::languages::Languages;
use crate::discord::rate_limit::RateLimit;
use crate::discord::wire::in_flight::InFlight;
use crate::discord::wire::threads::Threads;
use crate::discord::wire::transport::Transport;
use crate::duty::Duty;
use crate::helpdesk::Helpdesk;
use crate::members::Followers;
use crate::time::Clock;

/// The database, the Clock, the transport and the features' services. Cheap to clone.
#[derive(Clone)]
pub struct Services {
    inner: Arc<ServicesInner>,
}

/// The contents of [`Services`], which `app` creates.
pub struct ServicesInner {
    pub db: Db,
    /// The configuration of alerts.
    pub alerts: AlertSettings,
    pub clock: Arc<dyn Clock>,
    pub transport: Transport,
    /// Finds and opens private threads. Handlers use this service for the members' inbox threads.
    pub threads: Threads,
    /// The features that store rows about a member.
    pub followers: Followers,
    pub duty: Duty,
    pub helpdesk: Helpdesk,
    pub receipts: Receipts,
    /// Sends the queued messages. Handlers use the dispatcher to settle the delivery of a message in which somebody
    /// pressed a button.
    pub dispatcher: Arc<Dispatcher>,
    /// The events and interactions that are being handled.
    pub in_flight: InFlight,
    /// Limits how fast each person may act.
    pub rate_limit: RateLimit,
    /// The languages that members chose.
    pub languages: Languages,
}

impl Services {
    pub fn new(inner: ServicesInner) -> Self {
        Self { inner: Arc::new(inner) }
    }
}

impl Deref for Services {
    type Target = ServicesInner;
    fn deref(&self) -> &ServicesInner {
        &self.inner
    }
}
