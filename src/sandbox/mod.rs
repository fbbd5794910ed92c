//! A loopback Discord (REST + gateway), the phone wall page, clock and fault controls. Names none of the features.
//!
//! `core` is the pure state and its judgement, `server` the sockets around it, `control` what people and scripts do to
//! it. A bot connects over real sockets, whether it runs in this process (then a [`Probe`] tells when it is idle) or in
//! one of its own.

mod bot;
mod clock;
mod control;
pub mod core;
mod server;

pub use bot::{Bot, DiscordAddress, Probe, Seeder};
pub use clock::SandboxClock;
pub use control::{
    AutocompleteAct, BotAct, BotDo, ClickAct, ClockAct, CommandAct, GatewayAct, GatewayDo, InteractionResult, ModalAct,
    Moved, PostAct, Wait,
};
pub use server::{Entry, FaultAct, Limits, Manners, When};

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::sync::Mutex;
use tokio::task::JoinHandle;

use core::Seed;
use server::{Discord, Lines, Peer, Wire};

/// What a sandbox is started with.
pub struct Options {
    /// 0 takes any free port.
    pub port: u16,
    /// The guild, its people and the bot's application.
    pub seed: Seed,
    pub clock: SandboxClock,
    pub manners: Manners,
    /// Called after the start and after each reset.
    pub seeder: Option<Arc<dyn Seeder>>,
}

#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("port {port} of 127.0.0.1 cannot be opened: {error}")]
    Port { port: u16, error: io::Error },
    #[error("the bot did not start: {0}")]
    Bot(String),
    #[error("the guild could not be filled: {0}")]
    Seed(String),
}

/// A running sandbox. Cloning gives another handle to the same one; [`Sandbox::stop`] ends it for all.
#[derive(Clone)]
pub struct Sandbox {
    inner: Arc<Inner>,
}

struct Inner {
    discord: Arc<Discord>,
    bot: Option<Arc<dyn Bot>>,
    seeder: Option<Arc<dyn Seeder>>,
    status: std::sync::Mutex<control::Status>,
    /// One start, stop, kill or reset at a time.
    switching: Mutex<()>,
    /// One move of the clock at a time.
    moving: Mutex<()>,
    began_at: crate::time::Timestamp,
    server: std::sync::Mutex<Option<JoinHandle<()>>>,
}

impl Sandbox {
    /// Opens the port, starts the bot if there is one, and fills the guild.
    pub async fn start(options: Options, bot: Option<Arc<dyn Bot>>) -> Result<Self, StartError> {
        let Options { port, seed, clock, manners, seeder } = options;
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let listener = TcpListener::bind(address).await.map_err(|error| StartError::Port { port, error })?;
        let port = listener.local_addr().map_err(|error| StartError::Port { port, error })?.port();
        let lines = Lines::default();
        let began_at = crate::time::Clock::now(&clock);
        let discord = Arc::new(Discord::new(seed, clock, manners, format!("http://127.0.0.1:{port}"), lines.clone()));
        let status = if bot.is_some() { control::Status::Stopped } else { control::Status::None };
        let sandbox = Self {
            inner: Arc::new(Inner {
                discord: Arc::clone(&discord),
                bot,
                seeder,
                status: std::sync::Mutex::new(status),
                switching: Mutex::new(()),
                moving: Mutex::new(()),
                began_at,
                server: std::sync::Mutex::new(None),
            }),
        };
        sandbox.serve(Wire::new(listener, lines));
        match sandbox.open().await {
            Ok(()) => Ok(sandbox),
            Err(error) => {
                sandbox.stop().await;
                Err(error)
            }
        }
    }

    async fn open(&self) -> Result<(), StartError> {
        if self.inner.bot.is_some() {
            self.start_bot().await.map_err(|refusal| StartError::Bot(refusal.error))?;
        }
        self.seed().await.map_err(StartError::Seed)
    }

    fn serve(&self, wire: Wire) {
        let routes = server::routes(Arc::clone(&self.inner.discord)).merge(control::routes(self.clone()));
        let service = routes.into_make_service_with_connect_info::<Peer>();
        let server = tokio::spawn(async move {
            if let Err(error) = axum::serve(wire, service).await {
                tracing::error!(%error, "the sandbox's server ended");
            }
        });
        *control::lock(&self.inner.server) = Some(server);
    }

    async fn seed(&self) -> Result<(), String> {
        match &self.inner.seeder {
            Some(seeder) => seeder.seed(self).await,
            None => Ok(()),
        }
    }

    /// `http://127.0.0.1:8080`
    pub fn url(&self) -> &str {
        self.inner.discord.url()
    }

    /// Where a bot of any kind finds this Discord.
    pub fn address(&self) -> DiscordAddress {
        DiscordAddress { api_url: self.url().to_owned(), token: self.inner.discord.token().to_owned() }
    }

    pub fn clock(&self) -> SandboxClock {
        self.inner.discord.clock.clone()
    }

    /// Stops the bot softly and closes the port.
    pub async fn stop(&self) {
        let _switching = self.inner.switching.lock().await;
        if let Some(bot) = &self.inner.bot {
            self.set_status(control::Status::Stopped);
            bot.stop().await;
        }
        if let Some(server) = control::lock(&self.inner.server).take() {
            server.abort();
        }
        self.inner.discord.lines.cut_all();
    }
}
