//! Reports when the bot is idle: every event is handled, nothing is in flight, and nothing is due.

use std::sync::Arc;

use async_trait::async_trait;

use crate::db::Db;
use crate::delivery::Dispatcher;
use crate::discord::services::Services;
use crate::discord::wire::gateway::Gateway;
use crate::discord::wire::in_flight::InFlight;
use crate::sandbox::Probe;
use crate::time::{Clock, Timestamp};
use crate::timers::{Engine, Gauge};

/// The idle probe of a running bot. It keeps alive the components that it observes.
pub struct AppProbe {
    clock: Arc<dyn Clock>,
    in_flight: InFlight,
    gateway: Arc<Gateway>,
    engine: Arc<Engine>,
    dispatcher: Arc<Dispatcher>,
    gauges: [Gauge; 2],
    _db: Db,
}

impl AppProbe {
    pub(super) fn new(
        services: &Services,
        gateway: &Arc<Gateway>,
        engine: &Arc<Engine>,
        dispatcher: &Arc<Dispatcher>,
    ) -> Self {
        Self {
            clock: Arc::clone(&services.clock),
            in_flight: services.in_flight.clone(),
            gateway: Arc::clone(gateway),
            engine: Arc::clone(engine),
            dispatcher: Arc::clone(dispatcher),
            gauges: [engine.gauge(), dispatcher.gauge()],
            _db: services.db.clone(),
        }
    }
}

#[async_trait]
impl Probe for AppProbe {
    async fn wait_until_idle(&self, session: &str, events: u64) {
        loop {
            self.gateway.wait_until_handled(session, events).await;
            self.in_flight.wait_until_idle().await;
            for gauge in &self.gauges {
                gauge.clone().wait_until_idle().await;
            }
            // While this function waited for one component, that component may have caused work for another, so check
            // all of them again.
            if self.in_flight.count() == 0 && self.gauges.iter().all(Gauge::is_idle) {
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
