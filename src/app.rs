//! Constructs all components, connects them, starts them and stops them: first softly, then hard.
//!
//! This module must not contain logic of a feature. A feature that is not registered in [`features`] does not run.

pub mod backups;
pub mod features;
mod health;
mod heartbeat;
mod monitor;
mod probe;
pub mod restored;
mod supervisor;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::config::{Config, Token};
use crate::db::{self, Db, DbError};
use crate::delivery::receipts::Receipts;
use crate::delivery::{Dispatcher, Sources, outbox};
use crate::discord::events::BotEventHandler;
use crate::discord::features as discord_features;
use crate::discord::interactions::InteractionHandler;
use crate::discord::members::languages::Languages;
use crate::discord::rate_limit::RateLimit;
use crate::discord::services::{Services, ServicesInner};
use crate::discord::wire::gateway::{Gateway, GatewayEnd};
use crate::discord::wire::in_flight::InFlight;
use crate::discord::wire::registration;
use crate::discord::wire::rendering::MissingRenderer;
use crate::discord::wire::threads::Threads;
use crate::discord::wire::transport::Transport;
use crate::guild;
use crate::members;
use crate::reminders;
use crate::telemetry::TaskLiveness;
use crate::time::{self, Clock, SignedDuration, Timestamp, tz_data};
use crate::timers::Engine;
use crate::web;

pub use monitor::{CheckResult, Monitor};
pub use probe::AppProbe;
pub use supervisor::{Supervisor, TaskFault, TaskName};

/// How long a soft stop waits for work in flight before it becomes a hard stop. Shorter than the 30 s that systemd
/// waits.
const SOFT_STOP: Duration = Duration::from_secs(20);

/// How far back the requests of an earlier process are read. Discord's rate-limit windows last one and five seconds.
const INHERITED_WINDOW: SignedDuration = SignedDuration::from_secs(6);

/// Why the bot could not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Db(#[from] DbError),
    #[error(transparent)]
    Renderers(#[from] MissingRenderer),
    #[error("cannot set up the connection to Discord: {0}")]
    Transport(String),
    #[error("cannot set up the heartbeat: {0}")]
    Heartbeat(String),
    #[error("cannot set up e-mail: {0}")]
    Mail(String),
    #[error("cannot listen on {0} for health and metrics: {1}; change web.listen")]
    Web(SocketAddr, std::io::Error),
}

/// How often the lock file is checked, in real time. Until then, two bots may answer the same member.
const LOCK_CHECK_INTERVAL: Duration = Duration::from_secs(5);

/// Returns when the lock file of the database was removed or replaced.
async fn wait_for_lost_lock(db: &Db) -> DbError {
    loop {
        if let Err(error @ DbError::LockReplaced(_)) = db.check_files() {
            return error;
        }
        tokio::time::sleep(LOCK_CHECK_INTERVAL).await;
    }
}

/// Why the bot stopped by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AppEnd {
    Gateway(GatewayEnd),
    Task(TaskFault),
    /// The lock file was removed or replaced, so another bot may run on the database. Contains the error.
    LockLost(String),
}

/// A running bot.
pub struct App {
    services: Services,
    gateway: Arc<Gateway>,
    engine: Arc<Engine>,
    dispatcher: Arc<Dispatcher>,
    monitor: Arc<Monitor>,
    supervisor: Supervisor,
    /// When cancelled, the engine and the dispatcher finish their current work and return.
    stop: CancellationToken,
    /// Cancelled after everything else, so that health is served until the end.
    web_stop: CancellationToken,
    tasks: Vec<JoinHandle<()>>,
    web: Option<SocketAddr>,
}

impl App {
    /// Starts all components and returns. The gateway connects in the background.
    ///
    /// # Errors
    /// When the database cannot be opened, the HTTP client cannot be built, or the address for health and metrics is
    /// not free. In the last case some tasks of the bot already run. They end when the caller drops the runtime.
    pub async fn start(config: &Config, token: &Token, clock: Arc<dyn Clock>) -> Result<Self, StartError> {
        // Load the time tables now, so that the first phrase is parsed as fast as later ones.
        tokio::task::spawn_blocking(time::warm_up);
        let db = Db::open(&config.database).await?;
        let forget_result = db.write(async |tx| db::forget_set_aside(tx).await).await;
        default_if_damaged(forget_result, "rows that were set aside cannot be tried again")?;
        restored::reconcile_at_start(&db, config, clock.now()).await?;
        reschedule_for_tz_data(&db, config, clock.now()).await?;
        let transport = Transport::new(&config.discord, token).map_err(|e| StartError::Transport(e.to_string()))?;
        inherit_limits(&db, &transport, clock.now()).await?;
        let heartbeat =
            config.watch.heartbeat.clone().map(heartbeat::Heartbeat::new).transpose().map_err(StartError::Heartbeat)?;
        let threads = Threads::new(db.clone(), transport.clone());
        let mailer = features::mailer(config).map_err(StartError::Mail)?;
        let routes = features::routes(config, &threads, mailer)?;
        let dispatcher = Dispatcher::new(
            db.clone(),
            Arc::clone(&clock),
            routes,
            features::sources(config),
            features::dispatcher_settings(config),
        );
        let engine = Engine::new(db.clone(), Arc::clone(&clock), features::due_work(config, &db));
        let services = services(config, db, Arc::clone(&clock), transport, threads, &dispatcher);
        let gateway = Arc::new(start_gateway(&services, &dispatcher, config.discord.gateway_timeout));
        let (stop, web_stop) = (CancellationToken::new(), CancellationToken::new());
        engine.catch_up().await;
        let (watch, heartbeats, other_processes) =
            (TaskLiveness::default(), TaskLiveness::default(), TaskLiveness::default());
        let tasks = vec![
            (TaskName::Gateway, gateway.liveness()),
            (TaskName::Engine, engine.liveness()),
            (TaskName::Dispatcher, dispatcher.liveness()),
            (TaskName::Monitor, watch.clone()),
            (TaskName::Heartbeat, heartbeats.clone()),
            (TaskName::OtherProcesses, other_processes.clone()),
        ];
        let supervisor = Supervisor::new(tasks, config.watch.hung_after, stop.clone());
        let monitor = Arc::new(Monitor::new(
            services.db.clone(),
            clock,
            Arc::clone(&gateway),
            Arc::clone(&engine),
            Arc::clone(&dispatcher),
        ));
        let db = services.db.clone();
        let mut tasks = vec![
            supervisor.spawn(TaskName::Engine, Arc::clone(&engine).run(stop.clone())),
            supervisor.spawn(TaskName::Dispatcher, Arc::clone(&dispatcher).run(stop.clone())),
            supervisor.spawn(TaskName::Monitor, Arc::clone(&monitor).run(watch, stop.clone())),
            supervisor.spawn(TaskName::OtherProcesses, db.watch_other_processes(other_processes, stop.clone())),
        ];
        if let Some(heartbeat) = heartbeat {
            let interval = config.watch.heartbeat_every;
            let sending = Arc::clone(&monitor).send_heartbeats(heartbeat, interval, heartbeats, stop.clone());
            tasks.push(supervisor.spawn(TaskName::Heartbeat, sending));
        }
        let mut web = None;
        if let Some(listen) = config.web {
            let health = Arc::new(health::AppHealth::new(&monitor, &supervisor));
            let server = web::serve(listen, health, web_stop.clone()).await;
            let (address, server_task) = server.map_err(|e| StartError::Web(listen, e))?;
            web = Some(address);
            let wait_for_server = async move {
                // An error means that the server panicked. The panic is already logged.
                let _ = server_task.await;
            };
            tasks.push(supervisor.spawn(TaskName::Web, wait_for_server));
        }
        tracing::info!(tz_data = tz_data().version, "Magpie started");
        Ok(Self { services, gateway, engine, dispatcher, monitor, supervisor, stop, web_stop, tasks, web })
    }

    /// The address at which health and metrics are served; `None` when they are not.
    pub fn web(&self) -> Option<SocketAddr> {
        self.web
    }

    /// The number of gateway events since the start that could not be decoded.
    pub fn undecodable_events(&self) -> u64 {
        self.gateway.undecodable_events()
    }

    /// Returns when the gateway has ended for good, when a task has ended or hung, or when the lock file of the
    /// database was removed or replaced.
    pub async fn ended(&self) -> AppEnd {
        tokio::select! {
            end = self.gateway.ended() => AppEnd::Gateway(end),
            fault = self.supervisor.wait_for_fault() => AppEnd::Task(fault),
            error = wait_for_lost_lock(&self.services.db) => AppEnd::LockLost(error.to_string()),
        }
    }

    /// The supervisor of the tasks. It does not keep the tasks alive.
    pub fn supervisor(&self) -> Supervisor {
        self.supervisor.clone()
    }

    /// Stops softly: accepts no new event and finishes work in flight. After 20 s it gives up; the next start continues
    /// the unfinished work.
    pub async fn stop(self) {
        let soft_stop = async {
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
        if tokio::time::timeout(SOFT_STOP, soft_stop).await.is_err() {
            tracing::warn!("the soft stop took longer than {SOFT_STOP:?}; the next start continues the work");
        }
    }

    /// A probe that waits until the bot is idle.
    pub fn probe(&self) -> AppProbe {
        AppProbe::new(&self.services, &self.gateway, &self.engine, &self.dispatcher)
    }

    /// The monitor, which runs the health checks. It keeps alive the components that it checks.
    pub fn monitor(&self) -> Arc<Monitor> {
        Arc::clone(&self.monitor)
    }
}

/// The receipts of all deliveries, for `magpie outbox`.
pub fn receipts(config: &Config) -> Receipts {
    Receipts::new(Sources::new(features::sources(config)))
}

/// Makes the rate limits of this process count the requests that an earlier process sent a moment ago, because Discord
/// still counts them. Does nothing before the set-up, because no earlier process sent messages.
async fn inherit_limits(db: &Db, transport: &Transport, now: Timestamp) -> Result<(), DbError> {
    if guild::service::setup(&mut *db.read().await?).await?.is_none() {
        return Ok(());
    }
    let since = now.saturating_sub(INHERITED_WINDOW).unwrap_or(Timestamp::MIN);
    let attempts = outbox::attempts_since(&mut *db.read().await?, since).await;
    let attempts =
        default_if_damaged(attempts, "cannot read how much of Discord's rate limits an earlier process used")?;
    let ages = attempts.into_iter().map(|(at, channel)| (now.duration_since(at).unsigned_abs(), channel));
    transport.inherit(&ages.collect::<Vec<_>>()).await;
    Ok(())
}

/// Reschedules reminders, and plans in members' local times, if the tz data changed since the last start. Logs a
/// warning if the tz data is over a year old.
async fn reschedule_for_tz_data(db: &Db, config: &Config, now: Timestamp) -> Result<(), DbError> {
    let (version, is_old) = (tz_data().version, tz_data().is_over_a_year_old(now));
    if is_old {
        tracing::warn!(tz_data = version, "the tz data is over a year old: some zones may have new rules");
    }
    let reminders = reminders::service::reschedule_for_tz_data(db, now).await;
    let reminders = default_if_damaged(reminders, "reminders cannot be rescheduled for the tz data")?;
    if reminders > 0 {
        tracing::info!(reminders, tz_data = version, "rescheduled reminders for the new tz data");
    }
    let members = members::service::follow_tz_data(db, &features::followers(config), now).await;
    let members = default_if_damaged(members, "plans in members' local times cannot be rescheduled for the tz data")?;
    if members > 0 {
        tracing::info!(members, tz_data = version, "rescheduled plans in members' local times for the new tz data");
    }
    Ok(())
}

/// Replaces the error of a damaged table with the default value, so that the start can continue. The health checks
/// report the damage and say what to do.
fn default_if_damaged<T: Default>(result: Result<T, DbError>, consequence: &str) -> Result<T, DbError> {
    match result {
        Err(error @ DbError::Damaged(_)) => {
            tracing::error!(%error, "{consequence}: a page of the database is damaged");
            Ok(T::default())
        }
        result => result,
    }
}

fn services(
    config: &Config,
    db: Db,
    clock: Arc<dyn Clock>,
    transport: Transport,
    threads: Threads,
    dispatcher: &Arc<Dispatcher>,
) -> Services {
    Services::new(ServicesInner {
        db,
        clock,
        transport,
        threads,
        followers: features::followers(config),
        duty: features::duty(config),
        helpdesk: features::helpdesk(config),
        alerts: features::alert_settings(config),
        receipts: Receipts::new(dispatcher.sources()),
        dispatcher: Arc::clone(dispatcher),
        in_flight: InFlight::default(),
        rate_limit: RateLimit::default(),
        languages: Languages::default(),
    })
}

fn start_gateway(services: &Services, dispatcher: &Arc<Dispatcher>, timeout: Duration) -> Gateway {
    let (router, commands) = (discord_features::router(), discord_features::commands());
    let body = registration::body(&commands);
    let interactions = InteractionHandler::new(services.clone(), router, commands);
    let handler = BotEventHandler::start(services.clone(), Arc::clone(dispatcher), interactions, body);
    Gateway::start(services.transport.clone(), Arc::new(handler), timeout)
}

#[cfg(test)]
mod tests;
