//! Builds the parts, registers them with each other, starts and stops them (soft, then hard).
//!
//! Knows every feature, and decides nothing: a feature that is not registered in [`features`] does not run.

pub mod features;
mod health;
mod heartbeat;
mod monitor;
mod probe;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::config::{Config, Token};
use crate::db::{Db, DbError};
use crate::delivery::receipts::Receipts;
use crate::delivery::{Dispatcher, Sources};
use crate::discord::events::BotEventHandler;
use crate::discord::features as discord_features;
use crate::discord::interactions::InteractionHandler;
use crate::discord::members::languages::Languages;
use crate::discord::services::{Services, ServicesInner};
use crate::discord::wire::gateway::{Gateway, GatewayEnd};
use crate::discord::wire::in_flight::InFlight;
use crate::discord::wire::registration;
use crate::discord::wire::rendering::MissingRenderer;
use crate::discord::wire::transport::Transport;
use crate::members;
use crate::reminders;
use crate::time::{self, Clock, Timestamp, tz_data};
use crate::timers::Engine;
use crate::web;

pub use monitor::{CheckResult, Monitor};
pub use probe::AppProbe;

/// How long a soft stop waits for work in flight before it becomes a hard stop; systemd's timeout is 30 s.
const SOFT_STOP: Duration = Duration::from_secs(20);

#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Db(#[from] DbError),
    #[error(transparent)]
    Renderers(#[from] MissingRenderer),
    #[error("cannot set up the connection to Discord: {0}")]
    Transport(String),
    #[error("cannot listen on {0} for health and metrics: {1}; change web.listen")]
    Web(SocketAddr, std::io::Error),
}

/// A running bot.
pub struct App {
    services: Services,
    gateway: Arc<Gateway>,
    engine: Arc<Engine>,
    dispatcher: Arc<Dispatcher>,
    monitor: Arc<Monitor>,
    /// Cancelled so that the engine and the dispatcher finish their current work and end.
    stop: CancellationToken,
    /// Cancelled last: health is served until the end.
    web_stop: CancellationToken,
    tasks: Vec<JoinHandle<()>>,
    web: Option<SocketAddr>,
}

impl App {
    /// Starts everything and returns; the gateway connects in the background.
    ///
    /// # Errors
    /// When the database, the HTTP client or the health page cannot be opened. Nothing runs then.
    pub async fn start(config: &Config, token: &Token, clock: Arc<dyn Clock>) -> Result<Self, StartError> {
        // Loads the tables early, so that the first phrase is parsed as fast as later ones.
        tokio::task::spawn_blocking(time::warm_up);
        let db = Db::open(&config.database).await?;
        reschedule_for_tz_data(&db, config, clock.now()).await?;
        let transport = Transport::new(&config.discord, token).map_err(|e| StartError::Transport(e.to_string()))?;
        let heartbeat =
            config.watch.heartbeat.clone().map(heartbeat::Heartbeat::new).transpose().map_err(StartError::Transport)?;
        let routes = features::routes(config, &db, &transport)?;
        let dispatcher = Dispatcher::new(
            db.clone(),
            Arc::clone(&clock),
            routes,
            features::sources(config),
            features::dispatcher_settings(config),
        );
        let engine = Engine::new(db.clone(), Arc::clone(&clock), features::due_work(config, &db));
        let services = services(config, db, Arc::clone(&clock), transport, &dispatcher);
        let gateway = Arc::new(start_gateway(&services, &dispatcher));
        let (stop, web_stop) = (CancellationToken::new(), CancellationToken::new());
        engine.catch_up().await;
        let monitor = Arc::new(Monitor::new(services.db.clone(), clock, Arc::clone(&gateway), Arc::clone(&engine)));
        let mut tasks = vec![
            tokio::spawn(Arc::clone(&engine).run(stop.clone())),
            tokio::spawn(Arc::clone(&dispatcher).run(stop.clone())),
            tokio::spawn(Arc::clone(&monitor).run(stop.clone())),
            tokio::spawn(services.db.clone().watch_other_processes(stop.clone())),
        ];
        if let Some(heartbeat) = heartbeat {
            tasks.push(tokio::spawn(Arc::clone(&monitor).send_heartbeats(
                heartbeat,
                config.watch.heartbeat_every,
                stop.clone(),
            )));
        }
        let mut app =
            Self { services, gateway, engine, dispatcher, monitor, stop, web_stop, tasks: Vec::new(), web: None };
        if let Some(listen) = config.web {
            let served = web::serve(listen, app.health(), app.web_stop.clone()).await;
            let (address, task) = served.map_err(|e| StartError::Web(listen, e))?;
            app.web = Some(address);
            tasks.push(task);
        }
        app.tasks = tasks;
        tracing::info!(tz_data = tz_data().version, "Magpie started");
        Ok(app)
    }

    /// Where health and metrics are served.
    pub fn web(&self) -> Option<SocketAddr> {
        self.web
    }

    /// Gateway events since the start that could not be decoded.
    pub fn undecodable_events(&self) -> u64 {
        self.gateway.undecodable_events()
    }

    /// Returns when the gateway has ended permanently.
    pub async fn ended(&self) -> GatewayEnd {
        self.gateway.ended().await
    }

    /// Stops softly: takes no new event and finishes what is in flight. The next start handles work that is not
    /// finished after 20 s.
    pub async fn stop(self) {
        let soft = async {
            self.gateway.stop().await;
            self.services.in_flight.wait_until_idle().await;
            self.stop.cancel();
            self.web_stop.cancel();
            for task in self.tasks {
                if let Err(error) = task.await {
                    tracing::error!(%error, "a task of the bot panicked");
                }
            }
            self.services.db.close().await;
        };
        if tokio::time::timeout(SOFT_STOP, soft).await.is_err() {
            tracing::warn!("the soft stop took longer than {SOFT_STOP:?}; the next start finishes what is left");
        }
    }

    /// Tells whether the bot is idle.
    pub fn probe(&self) -> AppProbe {
        AppProbe::new(&self.services, &self.gateway, &self.engine, &self.dispatcher)
    }

    /// Checks the parts' health. Keeps them alive.
    pub fn monitor(&self) -> Arc<Monitor> {
        Arc::clone(&self.monitor)
    }

    fn health(&self) -> Arc<health::AppHealth> {
        Arc::new(health::AppHealth::new(&self.monitor))
    }
}

/// The receipts of all deliveries, for the command line.
pub fn receipts(config: &Config) -> Receipts {
    Receipts::new(Sources::new(features::sources(config)))
}

/// Features schedule by local time, so they reschedule when the tz data changed since the last start.
async fn reschedule_for_tz_data(db: &Db, config: &Config, now: Timestamp) -> Result<(), DbError> {
    let (version, is_old) = (tz_data().version, tz_data().is_over_a_year_old(now));
    if is_old {
        tracing::warn!(tz_data = version, "the tz data is over a year old: some zones may have new rules");
    }
    let reminders = reminders::service::reschedule_for_tz_data(db, now).await?;
    if reminders > 0 {
        tracing::info!(reminders, tz_data = version, "rescheduled reminders for the new tz data");
    }
    let members = members::service::follow_tz_data(db, &features::followers(config), now).await?;
    if members > 0 {
        tracing::info!(members, tz_data = version, "rescheduled what waits for members to wake for the new tz data");
    }
    Ok(())
}

fn services(config: &Config, db: Db, clock: Arc<dyn Clock>, transport: Transport, dispatcher: &Dispatcher) -> Services {
    Services::new(ServicesInner {
        db,
        clock,
        transport,
        followers: features::followers(config),
        helpdesk: features::helpdesk(config),
        alerts: features::alert_settings(config),
        receipts: Receipts::new(dispatcher.sources()),
        in_flight: InFlight::default(),
        languages: Languages::default(),
    })
}

fn start_gateway(services: &Services, dispatcher: &Arc<Dispatcher>) -> Gateway {
    let (router, commands) = (discord_features::router(), discord_features::commands());
    let body = registration::body(&commands);
    let interactions = InteractionHandler::new(services.clone(), router, commands);
    let handler = BotEventHandler::start(services.clone(), Arc::clone(dispatcher), interactions, body);
    Gateway::start(services.transport.clone(), Arc::new(handler))
}
