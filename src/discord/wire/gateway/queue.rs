//! The queue between the gateway's thread and the bot. It keeps events in Discord's order.
//!
//! serenity handles each event in its own task. The gateway's thread runs one task at a time, in the order in which
//! they start, and each task only puts its event into the queue. So the order is kept. The bot's side takes the events
//! from the queue one by one.

use std::sync::{Arc, OnceLock};

use async_trait::async_trait;
use serde_json::Value;
use serenity::client::{Context, EventHandler as SerenityEventHandler, RawEventHandler};
use serenity::gateway::{ConnectionStage, ShardManager, ShardStageUpdateEvent};
use serenity::model::event::Event;
use tokio::sync::{mpsc, watch};

use crate::discord::wire::gateway::answer_timeout::Attempt;
use crate::discord::wire::gateway::progress::{EventGuard, EventProgress};
use crate::discord::wire::repair;
use crate::telemetry::METRICS;

/// Discord's name of the event for a new interaction.
const INTERACTION_CREATE: &str = "INTERACTION_CREATE";

/// Handles the gateway's events, in Discord's order. The handler is dropped when the gateway has ended.
pub trait EventHandler: Send + Sync + 'static {
    /// Handles one event. Must return quickly: spawn or queue slow work. Keep `guard` until the event is handled.
    fn handle(&self, context: EventContext, event: Event, guard: EventGuard);

    /// Called for an interaction that could not be decoded, even after a repair. Only its raw payload is available.
    fn unreadable_interaction(&self, _raw: Value, _guard: EventGuard) {}
}

/// What a handler needs to act on an event: the context from serenity, and the shard manager.
pub struct EventContext {
    pub serenity: Context,
    pub shards: Arc<ShardManager>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum ConnectionState {
    #[default]
    Connecting,
    Live,
}

/// A message in the queue.
pub(super) enum Signal {
    Event(Context, Box<Event>, EventGuard),
    Stage(ConnectionStage),
}

/// The gateway's side of the queue.
pub(super) struct QueueSender {
    pub progress: EventProgress,
    pub queue: mpsc::UnboundedSender<Signal>,
    pub attempt: Attempt,
}

#[async_trait]
impl RawEventHandler for QueueSender {
    async fn raw_event(&self, context: Context, event: Event) {
        let guard = self.progress.record_arrival(&event);
        // Sending fails while the bot stops. Then nobody needs the event.
        let _ = self.queue.send(Signal::Event(context, Box::new(event), guard));
    }
}

/// serenity reports connection changes only to this kind of handler.
#[async_trait]
impl SerenityEventHandler for QueueSender {
    async fn shard_stage_update(&self, _context: Context, event: ShardStageUpdateEvent) {
        match event.new {
            ConnectionStage::Connected => self.attempt.record_success(),
            _ => self.attempt.record_progress(),
        }
        let _ = self.queue.send(Signal::Stage(event.new));
    }
}

/// The bot's side of the queue.
pub(super) struct QueueReceiver {
    pub handler: Arc<dyn EventHandler>,
    pub progress: EventProgress,
    pub shards: Arc<OnceLock<Arc<ShardManager>>>,
    pub connection: Arc<watch::Sender<ConnectionState>>,
}

impl QueueReceiver {
    /// Runs until the gateway's side is dropped.
    pub async fn run(self, mut queue: mpsc::UnboundedReceiver<Signal>) {
        while let Some(signal) = queue.recv().await {
            match signal {
                Signal::Stage(stage) => self.handle_stage(stage),
                Signal::Event(context, event, guard) => self.handle_event(context, *event, guard),
            }
        }
    }

    fn handle_stage(&self, stage: ConnectionStage) {
        let state = match stage {
            ConnectionStage::Connected => ConnectionState::Live,
            _ => ConnectionState::Connecting,
        };
        METRICS.gateway_connected.set(i64::from(state == ConnectionState::Live));
        if state == ConnectionState::Live {
            METRICS.gateway_connections.inc();
        }
        self.connection.send_if_modified(|current| {
            let is_changed = *current != state;
            *current = state;
            is_changed
        });
    }

    fn handle_event(&self, serenity: Context, event: Event, guard: EventGuard) {
        match event {
            Event::Resumed(_) => tracing::info!("resumed the connection to Discord"),
            Event::Unknown(event) => {
                // Either serenity does not know this type of event yet, or serenity could not decode the event.
                METRICS.gateway_unknown_events.inc();
                self.progress.count_undecodable();
                tracing::warn!(event.kind = event.kind, "could not decode an event from Discord");
                if event.kind == INTERACTION_CREATE {
                    self.repair_interaction(serenity, event.value, guard);
                }
            }
            event => self.pass_to_handler(serenity, event, guard),
        }
    }

    /// Tries to repair an interaction that did not decode, because a person is waiting for the response.
    fn repair_interaction(&self, serenity: Context, raw: Value, guard: EventGuard) {
        match repair::rebuild_interaction(&raw) {
            Some(event) => self.pass_to_handler(serenity, Event::InteractionCreate(event), guard),
            None => self.handler.unreadable_interaction(raw, guard),
        }
    }

    fn pass_to_handler(&self, serenity: Context, event: Event, guard: EventGuard) {
        // `shards` is set before the first connection, so no event is lost here.
        let Some(shards) = self.shards.get().map(Arc::clone) else { return };
        self.handler.handle(EventContext { serenity, shards }, event, guard);
    }
}
