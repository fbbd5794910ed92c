//! The real bot inside the sandbox's process, on a runtime of its own that can be dropped like a process that is
//! killed.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use tokio::runtime::Runtime;

use crate::app::{App, AppProbe, Monitor};
use crate::config::{Config, Token};
use crate::sandbox::{Bot, DiscordAddress, Probe, SandboxClock};
use crate::time::Clock;

/// How long a killed runtime's threads may take to end the step they are in.
const LAST_STEP: Duration = Duration::from_secs(10);

pub struct SandboxBot {
    config: Config,
    clock: SandboxClock,
    /// The folder of a temporary database, deleted with us.
    temporary: Option<PathBuf>,
    running: Mutex<Option<Running>>,
}

struct Running {
    runtime: Runtime,
    app: App,
    probe: Arc<AppProbe>,
}

impl SandboxBot {
    /// `db`: where the database is kept; a temporary file when `None`.
    pub fn new(mut config: Config, db: Option<PathBuf>, clock: SandboxClock) -> std::io::Result<Self> {
        let temporary = match &db {
            Some(_) => None,
            None => Some(temporary_folder()?),
        };
        config.database =
            db.or_else(|| temporary.as_ref().map(|folder| folder.join("magpie.db"))).expect("one of both is there");
        config.web = None;
        // All members press their own button at once when the community is made.
        config.discord.dm_opens_per_s = 50.0;
        Ok(Self { config, clock, temporary, running: Mutex::new(None) })
    }

    pub fn database(&self) -> &Path {
        &self.config.database
    }

    /// Gateway events that the running bot could not read: each is a defect.
    pub fn unknown_events(&self) -> u64 {
        self.running().as_ref().map_or(0, |running| running.app.undecodable_events())
    }

    /// Drop it before the bot is killed: it keeps parts of the bot alive.
    pub fn monitor(&self) -> Option<Arc<Monitor>> {
        self.running().as_ref().map(|running| running.app.monitor())
    }

    fn running(&self) -> MutexGuard<'_, Option<Running>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Bot for SandboxBot {
    async fn start(&self, discord: DiscordAddress) -> Result<(), String> {
        let mut config = self.config.clone();
        config.discord.api_url = discord.api_url;
        let (token, clock) = (Token::new(&discord.token), Arc::new(self.clock.clone()) as Arc<dyn Clock>);
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).thread_name("bot").enable_all().build();
        let runtime = runtime.map_err(|e| e.to_string())?;
        let started = runtime.spawn(async move { App::start(&config, &token, clock).await }).await;
        match started.map_err(|e| e.to_string()).and_then(|app| app.map_err(|e| e.to_string())) {
            Ok(app) => {
                let probe = Arc::new(app.probe());
                *self.running() = Some(Running { runtime, app, probe });
                Ok(())
            }
            Err(error) => {
                drop_runtime(runtime).await;
                Err(error)
            }
        }
    }

    async fn stop(&self) {
        let Some(Running { runtime, app, probe }) = self.running().take() else { return };
        drop(probe);
        if let Err(error) = runtime.spawn(app.stop()).await {
            tracing::error!(%error, "the bot did not stop as it should");
        }
        self.end(runtime).await;
    }

    async fn kill(&self) {
        let Some(Running { runtime, app, probe }) = self.running().take() else { return };
        drop((app, probe));
        self.end(runtime).await;
    }

    fn probe(&self) -> Option<Arc<dyn Probe>> {
        self.running().as_ref().map(|running| Arc::clone(&running.probe) as Arc<dyn Probe>)
    }

    async fn forget(&self) {
        for suffix in ["", "-wal", "-shm", ".lock"] {
            let mut path = self.config.database.clone().into_os_string();
            path.push(suffix);
            if let Err(error) = std::fs::remove_file(&path)
                && error.kind() != std::io::ErrorKind::NotFound
            {
                tracing::warn!(%error, "the old database could not be deleted");
            }
        }
    }
}

impl SandboxBot {
    async fn end(&self, runtime: Runtime) {
        drop_runtime(runtime).await;
        if let Some(clock) = self.clock.movable() {
            // The next bot's clock must not wake this one's engine.
            clock.forget_listeners();
        }
        self.database_let_go().await;
    }

    /// SQLite works on threads of its own, which end a moment after their owners: the lock on the file tells when.
    async fn database_let_go(&self) {
        let path = self.config.database.clone();
        let waited = tokio::task::spawn_blocking(move || crate::db::wait_until_unlocked(&path)).await;
        if !matches!(waited, Ok(Ok(()))) {
            tracing::warn!("the database of the bot that ended is still held");
        }
    }
}

/// Ends the runtime as the end of a process would: every task is dropped where it stands.
async fn drop_runtime(runtime: Runtime) {
    let dropped = tokio::task::spawn_blocking(move || runtime.shutdown_timeout(LAST_STEP)).await;
    if let Err(error) = dropped {
        tracing::error!(%error, "the bot's runtime could not be dropped");
    }
}

fn temporary_folder() -> std::io::Result<PathBuf> {
    let name = format!("magpie-sandbox-{}-{:08x}", std::process::id(), rand::random::<u32>());
    let folder = std::env::temp_dir().join(name);
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

impl Drop for SandboxBot {
    fn drop(&mut self) {
        if let Some(Running { runtime, app, probe }) = self.running().take() {
            drop((app, probe));
            runtime.shutdown_background();
        }
        if let Some(folder) = &self.temporary {
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}
