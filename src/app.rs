//! Builds the parts, registers them with each other, starts and stops them (soft, then hard).
//!
//! The only place that knows every room. It decides nothing: a room that is not registered here does not run.

mod health;
mod heartbeat;
mod housekeeping;
mod monitor;
mod probe;
pub mod rooms;
mod timers;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::config::{Config, Token};
use crate::db::{Db, DbError};
use crate::delivery::receipts::Receipts;
use crate::delivery::{Dispatcher, Sources};
use crate::discord::call::{Parts, PartsInner};
use crate::discord::events::Listener;
use crate::discord::features;
use crate::discord::wire::gateway::{Gateway, GatewayEnd};
use crate::discord::wire::messenger::DiscordMessenger;
use crate::discord::wire::transport::Transport;
use crate::members;
use crate::reminders;
use crate::time::{self, Clock, tz_data};
use crate::timers::Engine;
use crate::web;

pub use monitor::{CheckResult, Monitor};
pub use probe::AppProbe;

/// How long a soft stop waits for what is in flight before it becomes a hard one; systemd is told 30 s.
const SOFT_STOP: Duration = Duration::from_secs(20);

#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Db(#[from] DbError),
    #[error("the connection to Discord cannot be set up: {0}")]
    Transport(String),
    #[error("{0} cannot be listened on for health and metrics: {1}; change web.listen")]
    Web(SocketAddr, std::io::Error),
}

/// A running bot.
pub struct App {
    parts: Parts,
    gateway: Arc<Gateway>,
    engine: Arc<Engine>,
    dispatcher: Arc<Dispatcher>,
    monitor: Arc<Monitor>,
    /// Cancelled to make the engine and the dispatcher finish what they have begun.
    stop: CancellationToken,
    /// Cancelled last: health is told until the end.
    web_stop: CancellationToken,
    tasks: Vec<JoinHandle<()>>,
    web: Option<SocketAddr>,
}

impl App {
    /// Starts everything and returns; the gateway goes on connecting by itself.
    ///
    /// # Errors
    /// When the database, the HTTP client or the health page cannot be opened. Nothing runs then.
    pub async fn start(config: &Config, token: &Token, clock: Arc<dyn Clock>) -> Result<Self, StartError> {
        // The first phrase that somebody types is not slower than the others.
        tokio::task::spawn_blocking(time::warm_up);
        let db = Db::open(&config.database).await?;
        let now = clock.now();
        let reminders = reminders::service::reschedule_for_tz_data(&db, now).await?;
        if reminders > 0 {
            tracing::info!(reminders, "rescheduled reminders for the new tz data");
        }
        let followed = members::service::follow_tz_data(&db, &rooms::followers(config), now).await?;
        if followed > 0 {
            tracing::info!(
                followed,
                tz_data = tz_data().version,
                "what waits for members' waking minutes was timed anew"
            );
        }
        let transport = Transport::new(&config.discord, token).map_err(|e| StartError::Transport(e.to_string()))?;
        let heartbeat =
            config.watch.heartbeat.clone().map(heartbeat::Heartbeat::new).transpose().map_err(StartError::Transport)?;
        let messenger = Arc::new(DiscordMessenger::new(db.clone(), transport.clone(), features::renderers()));
        let dispatcher =
            Dispatcher::new(db.clone(), Arc::clone(&clock), messenger, rooms::sources(config), rooms::settings(config));
        let engine = Engine::new(db.clone(), Arc::clone(&clock), rooms::due_work(config, &db));
        let parts = Parts::new(PartsInner {
            db,
            clock: Arc::clone(&clock),
            transport,
            followers: rooms::followers(config),
            helpdesk: rooms::helpdesk(config),
            alerts: rooms::alert_rules(config),
            receipts: Receipts::new(dispatcher.sources()),
            activity: crate::discord::wire::activity::Activity::default(),
            languages: crate::discord::members::languages::Languages::default(),
            listeners: vec![Arc::new(OwnMessages { dispatcher: Arc::clone(&dispatcher) }) as Arc<dyn Listener>],
        });
        let gateway = Arc::new(Gateway::start(parts.clone()));
        let (stop, web_stop) = (CancellationToken::new(), CancellationToken::new());
        engine.catch_up().await;
        let monitor = Arc::new(Monitor::new(parts.db.clone(), clock, Arc::clone(&gateway), Arc::clone(&engine)));
        let mut tasks = vec![
            tokio::spawn(Arc::clone(&engine).run(stop.clone())),
            tokio::spawn(Arc::clone(&dispatcher).run(stop.clone())),
            tokio::spawn(Arc::clone(&monitor).run(stop.clone())),
            tokio::spawn(parts.db.clone().watch_neighbours(stop.clone())),
        ];
        if let Some(heartbeat) = heartbeat {
            tasks.push(tokio::spawn(Arc::clone(&monitor).send_heartbeats(
                heartbeat,
                config.watch.heartbeat_every,
                stop.clone(),
            )));
        }
        let mut app =
            Self { parts, gateway, engine, dispatcher, monitor, stop, web_stop, tasks: Vec::new(), web: None };
        if let Some(listen) = config.web {
            let served = web::serve(listen, app.health(), app.web_stop.clone()).await;
            let (address, task) = served.map_err(|e| StartError::Web(listen, e))?;
            app.web = Some(address);
            tasks.push(task);
        }
        app.tasks = tasks;
        tracing::info!(tz_data = tz_data().version, "Magpie started");
        if tz_data().is_over_a_year_old(now) {
            tracing::warn!(
                tz_data = tz_data().version,
                "the tz data is over a year old: zones may have changed their rules since"
            );
        }
        Ok(app)
    }

    /// Where health and metrics are served.
    pub fn web(&self) -> Option<SocketAddr> {
        self.web
    }

    /// Gateway events that could not be read since the start.
    pub fn unknown_events(&self) -> u64 {
        self.gateway.unknown_events()
    }

    /// Returns when the gateway has ended for good.
    pub async fn ended(&self) -> GatewayEnd {
        self.gateway.ended().await
    }

    /// Soft: no new event is taken, what is in flight is finished; what is not finished after 20 s is left to the next
    /// start.
    pub async fn stop(self) {
        let soft = async {
            self.gateway.stop().await;
            self.parts.activity.quiet().await;
            self.stop.cancel();
            self.web_stop.cancel();
            for task in self.tasks {
                if let Err(error) = task.await {
                    tracing::error!(%error, "a task of the bot ended badly");
                }
            }
            self.parts.db.close().await;
        };
        if tokio::time::timeout(SOFT_STOP, soft).await.is_err() {
            tracing::warn!("not everything in flight was finished in {SOFT_STOP:?}; the next start takes it up");
        }
    }

    /// Tells whether the bot is idle.
    pub fn probe(&self) -> AppProbe {
        AppProbe::new(&self.parts, &self.gateway, &self.engine, &self.dispatcher)
    }

    /// Keeps the parts that it observes alive while it is held.
    pub fn monitor(&self) -> Arc<Monitor> {
        Arc::clone(&self.monitor)
    }

    fn health(&self) -> Arc<health::AppHealth> {
        Arc::new(health::AppHealth::new(&self.monitor))
    }
}

/// The receipts of all deliveries, for the command line.
pub fn receipts(config: &Config) -> Receipts {
    Receipts::new(Sources::new(rooms::sources(config)))
}

/// Our own messages, seen on the gateway, settle deliveries whose answer was lost.
struct OwnMessages {
    dispatcher: Arc<Dispatcher>,
}

#[async_trait::async_trait]
impl Listener for OwnMessages {
    async fn heard(&self, _parts: &Parts, news: &crate::discord::events::News) {
        let crate::discord::events::News::OwnMessage { channel, message, nonce: Some(nonce) } = news else { return };
        if let Err(error) = self.dispatcher.seen(nonce, *channel, *message).await {
            tracing::error!(%error, "a message of our own could not be settled");
        }
    }
}
