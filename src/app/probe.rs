//! Whether the bot is idle: every event handled, nothing in flight, nothing due.

use std::sync::Arc;

use async_trait::async_trait;

use crate::db::Db;
use crate::delivery::Dispatcher;
use crate::discord::call::Parts;
use crate::discord::wire::activity::Activity;
use crate::discord::wire::gateway::Gateway;
use crate::sandbox::Probe;
use crate::time::{Clock, Timestamp};
use crate::timers::{Engine, Gauge};

/// Looks into a running bot. Keeps its parts alive while it is held.
pub struct AppProbe {
    clock: Arc<dyn Clock>,
    activity: Activity,
    gateway: Arc<Gateway>,
    engine: Arc<Engine>,
    dispatcher: Arc<Dispatcher>,
    gauges: [Gauge; 2],
    _db: Db,
}

impl AppProbe {
    pub(super) fn new(
        parts: &Parts,
        gateway: &Arc<Gateway>,
        engine: &Arc<Engine>,
        dispatcher: &Arc<Dispatcher>,
    ) -> Self {
        Self {
            clock: Arc::clone(&parts.clock),
            activity: parts.activity.clone(),
            gateway: Arc::clone(gateway),
            engine: Arc::clone(engine),
            dispatcher: Arc::clone(dispatcher),
            gauges: [engine.gauge(), dispatcher.gauge()],
            _db: parts.db.clone(),
        }
    }
}

#[async_trait]
impl Probe for AppProbe {
    async fn idle(&self, session: &str, events: u64) {
        loop {
            self.gateway.handled(session, events).await;
            self.activity.quiet().await;
            for gauge in &self.gauges {
                gauge.clone().idle().await;
            }
            // One may have set the other to work while we waited for it.
            if self.activity.in_flight() == 0 && self.gauges.iter().all(Gauge::is_idle) {
                return;
            }
        }
    }

    async fn next_due(&self) -> Option<Timestamp> {
        let now = self.clock.now();
        let (engine, dispatcher) = (self.engine.next_due(now).await, self.dispatcher.next_due(now).await);
        [engine, dispatcher].into_iter().filter_map(|due| due.ok().flatten()).min()
    }
}
