//! Starts and stops a sandbox. A start opens the port, starts the bot, and fills the guild.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex as SyncMutex};

use axum::middleware::from_fn_with_state;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::Mutex;

use super::bot::Bot;
use super::clock::SandboxClock;
use super::control;
use super::core::Seed;
use super::instance::{BotStatus, Inner, Sandbox, Seeder};
use super::mail::MailServer;
use super::server::{self, ConnectionHandle, Connections, Discord, DiscordConfig, TrackedListener};
use super::sync::lock;
use crate::time::Clock as _;

/// How many times a start waits until the bot is idle. One wait fails if nothing happens for half a minute. On a busy
/// machine, this can happen to a bot without a defect.
const MAX_WAITS_FOR_THE_START: u32 = 4;

/// The options for starting a sandbox.
pub struct Options {
    /// The port. With 0, the system chooses a free port.
    pub port: u16,
    /// The guild, its members and the bot's application.
    pub seed: Seed,
    pub clock: SandboxClock,
    pub config: DiscordConfig,
    /// Fills the guild after the start and after each reset.
    pub seeder: Option<Arc<dyn Seeder>>,
}

#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("port {port} of 127.0.0.1 cannot be opened: {error}")]
    Port { port: u16, error: io::Error },
    #[error("no port of 127.0.0.1 can be opened for the mail server: {0}")]
    Mail(io::Error),
    #[error("{0}")]
    Bot(String),
    #[error("the guild could not be filled: {0}")]
    Seed(String),
}

impl Sandbox {
    /// Opens the port, starts the bot if there is one, and fills the guild.
    pub async fn start(options: Options, bot: Option<Arc<dyn Bot>>) -> Result<Self, StartError> {
        let Options { port, seed, clock, config, seeder } = options;
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let listener = TcpListener::bind(address).await.map_err(|error| StartError::Port { port, error })?;
        let port = listener.local_addr().map_err(|error| StartError::Port { port, error })?.port();
        let connections = Connections::default();
        let started_at = clock.now();
        let url = format!("http://127.0.0.1:{port}");
        let discord = Arc::new(Discord::new(seed, clock.clone(), config, url, connections.clone()));
        let page = Arc::clone(&discord);
        let on_mail = move |to: &str| page.publish_live(json!({"kind": "mail", "address": to.to_lowercase()}));
        let mail = MailServer::start(clock, Box::new(on_mail)).await.map_err(StartError::Mail)?;
        let status = if bot.is_some() { BotStatus::Stopped } else { BotStatus::None };
        let sandbox = Self {
            inner: Arc::new(Inner {
                discord,
                mail,
                bot,
                seeder,
                bot_status: SyncMutex::new(status),
                bot_lock: Mutex::new(()),
                clock_lock: Mutex::new(()),
                started_at,
                server: SyncMutex::new(None),
            }),
        };
        sandbox.serve(TrackedListener::new(listener, connections));
        match sandbox.start_bot_and_seed().await {
            Ok(()) => Ok(sandbox),
            Err(error) => {
                sandbox.stop().await;
                Err(error)
            }
        }
    }

    async fn start_bot_and_seed(&self) -> Result<(), StartError> {
        if self.inner.bot.is_some() {
            let mut start_result = self.start_bot().await;
            for _ in 1..MAX_WAITS_FOR_THE_START {
                let Err(error) = &start_result else { break };
                if self.bot_status() != BotStatus::Running {
                    break;
                }
                tracing::warn!("{error} (a busy machine?); waiting longer");
                start_result = self.settle().await;
            }
            start_result.map_err(|error| StartError::Bot(error.to_string()))?;
        }
        self.seed().await.map_err(StartError::Seed)
    }

    fn serve(&self, listener: TrackedListener) {
        let discord = Arc::clone(&self.inner.discord);
        let routes = server::routes(Arc::clone(&discord))
            .merge(control::routes(self.clone()))
            .layer(from_fn_with_state(discord, server::refuse_foreign_pages));
        let service = routes.into_make_service_with_connect_info::<ConnectionHandle>();
        let server = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, service).await {
                tracing::error!(%error, "the sandbox's server ended");
            }
        });
        *lock(&self.inner.server) = Some(server);
    }

    /// Stops the bot gracefully and closes the port.
    pub async fn stop(&self) {
        let _guard = self.inner.bot_lock.lock().await;
        if let Some(bot) = &self.inner.bot {
            self.set_bot_status(BotStatus::Stopped);
            bot.stop().await;
        }
        if let Some(server) = lock(&self.inner.server).take() {
            server.abort();
        }
        self.inner.mail.stop();
        self.inner.discord.connections.cut_all();
    }
}
