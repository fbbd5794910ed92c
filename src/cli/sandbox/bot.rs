//! The real bot, inside the process of the sandbox. It has its own runtime. Dropping that runtime simulates a killed
//! process.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use tokio::runtime::Runtime;

use crate::app::{App, AppProbe, Monitor, StartError};
use crate::cli::exit::{CommandError, Exit};
use crate::config::{Config, MailConfig, MailTls, Token};
use crate::db::{self, Db, DbError, FileState};
use crate::sandbox::{Bot, DiscordAddress, Probe, SandboxClock};
use crate::time::Clock;

/// How long the threads of a dropped runtime may take to finish their current step.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(10);

/// The key of a setting that marks a database which a sandbox made. A reset deletes only a marked database.
const MADE_BY_A_SANDBOX: &str = "sandbox.made";

/// The most attempts to make the database.
const MAX_MAKE_ATTEMPTS: u32 = 5;

/// The bot of a sandbox: it can be started, stopped and killed.
pub struct SandboxBot {
    config: Config,
    clock: SandboxClock,
    mail: MailChoice,
    /// The folder of a temporary database; deleted on drop.
    temporary: Option<PathBuf>,
    running: Mutex<Option<Running>>,
    /// The exit code for the error of the latest start; `None` if the bot started.
    start_exit: Mutex<Option<Exit>>,
}

/// The mail server of the bot. The one in the operator's configuration is never used, so that nothing leaves this
/// machine.
enum MailChoice {
    Off,
    Sandbox,
    Other(Box<MailConfig>),
}

struct Running {
    runtime: Runtime,
    app: App,
    probe: Arc<AppProbe>,
}

impl SandboxBot {
    /// `db`: the path of the database; `None` for a temporary file. Fails if the temporary folder cannot be created.
    pub fn new(mut config: Config, db: Option<PathBuf>, clock: SandboxClock) -> std::io::Result<Self> {
        let temporary = match &db {
            Some(_) => None,
            None => Some(temporary_folder()?),
        };
        config.database =
            db.or_else(|| temporary.as_ref().map(|folder| folder.join("magpie.db"))).expect("a path is set");
        config.web = None;
        // No backups: moving a virtual clock by a year would make a year of backups.
        config.backup.folder = None;
        // The rate is high because many members act at once during the set-up of the community, and the bot opens a DM
        // channel for each of them.
        config.discord.dm_opens_per_s = 50.0;
        config.mail = None;
        let (running, start_exit) = (Mutex::new(None), Mutex::new(None));
        Ok(Self { config, clock, mail: MailChoice::Off, temporary, running, start_exit })
    }

    /// With the sandbox's mail server. Call it before the start.
    #[must_use]
    pub fn with_mail(mut self) -> Self {
        self.mail = MailChoice::Sandbox;
        self
    }

    /// With another mail server, for tests. Call it before the start.
    #[must_use]
    pub fn with_mail_server(mut self, server: MailConfig) -> Self {
        self.mail = MailChoice::Other(Box::new(server));
        self
    }

    pub fn database(&self) -> &Path {
        &self.config.database
    }

    /// The number of gateway events that the running bot could not decode. Each one is a defect.
    pub fn undecodable_events(&self) -> u64 {
        self.running().as_ref().map_or(0, |running| running.app.undecodable_events())
    }

    /// The monitor of the running bot; `None` if no bot runs. Drop it before you kill the bot, because it keeps
    /// components of the bot alive.
    pub fn monitor(&self) -> Option<Arc<Monitor>> {
        self.running().as_ref().map(|running| running.app.monitor())
    }

    /// The exit code of a process that ends because the latest start failed; `None` if the bot started.
    pub fn start_exit(&self) -> Option<Exit> {
        *self.start_exit.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Records the exit code for the outcome of a start. Returns the error with what the operator can do about it.
    fn record_start<T>(&self, outcome: Result<T, CommandError>) -> Result<T, String> {
        let exit = outcome.as_ref().err().map(|error| error.exit);
        *self.start_exit.lock().unwrap_or_else(PoisonError::into_inner) = exit;
        outcome.map_err(|error| error.message)
    }

    fn running(&self) -> MutexGuard<'_, Option<Running>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Bot for SandboxBot {
    async fn start(&self, discord: DiscordAddress) -> Result<(), String> {
        self.record_start(self.make_database().await.map_err(CommandError::from))?;
        let mut config = self.config.clone();
        config.discord.api_url = discord.api_url;
        config.mail = match &self.mail {
            MailChoice::Off => None,
            MailChoice::Sandbox => Some(mail_config(discord.mail)),
            MailChoice::Other(server) => Some((**server).clone()),
        };
        let (token, clock) = (Token::new(&discord.token), Arc::new(self.clock.clone()) as Arc<dyn Clock>);
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).thread_name("bot").enable_all().build();
        let runtime = runtime.map_err(|e| e.to_string())?;
        let start_result = runtime.spawn(async move { App::start(&config, &token, clock).await }).await;
        let start_result: Result<App, StartError> = match start_result {
            Ok(start_result) => start_result,
            Err(error) => {
                drop_runtime(runtime).await;
                return Err(error.to_string());
            }
        };
        match self.record_start(start_result.map_err(CommandError::from)) {
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
            tracing::error!(%error, "the shutdown of the bot failed");
        }
        self.shut_down(runtime).await;
    }

    async fn kill(&self) {
        let Some(Running { runtime, app, probe }) = self.running().take() else { return };
        drop((app, probe));
        self.shut_down(runtime).await;
    }

    fn probe(&self) -> Option<Arc<dyn Probe>> {
        self.running().as_ref().map(|running| Arc::clone(&running.probe) as Arc<dyn Probe>)
    }

    async fn check_database_is_deletable(&self) -> Result<(), String> {
        let path = &self.config.database;
        if self.temporary.is_some() || !path.exists() {
            return Ok(());
        }
        let marker = match db::inspect_file(path).await {
            Ok(FileState::Current(mut conn)) => db::read_setting(&mut conn, MADE_BY_A_SANDBOX).await,
            Ok(_) => Ok(None),
            Err(error) => Err(error),
        };
        match marker {
            Ok(Some(_)) => Ok(()),
            _ => Err(format!(
                "no sandbox made the database {}, so a reset does not delete it: start the sandbox without --db, or \
                 with the path of a new file",
                path.display()
            )),
        }
    }

    async fn delete_database(&self) {
        for suffix in ["", "-wal", "-shm", ".lock", ".deletions", ".progress"] {
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

/// The sandbox's mail server. It is on loopback, and knows neither encryption nor logins.
fn mail_config(server: SocketAddr) -> MailConfig {
    let mailbox = |text: &str| text.parse().expect("it is an address");
    MailConfig {
        host: server.ip().to_string(),
        port: server.port(),
        tls: MailTls::None,
        ca_file: None,
        user: None,
        password_file: None,
        from: mailbox("Magpie <magpie@example.org>"),
        reply_to: Some(mailbox("Secretariat <secretariat@example.org>")),
        before_deadline: Duration::from_secs(30 * 60),
    }
}

impl SandboxBot {
    /// Creates the database that `--db` names if it does not exist, and marks it as made by a sandbox.
    async fn make_database(&self) -> Result<(), DbError> {
        let path = &self.config.database;
        if self.temporary.is_some() || path.exists() {
            return Ok(());
        }
        let mut attempt = 1;
        loop {
            match self.try_make_database(path).await {
                // After a reset, a thread of the stopped bot can still be closing the deleted files.
                Err(DbError::Disk(_)) if attempt < MAX_MAKE_ATTEMPTS => attempt += 1,
                made => return made,
            }
        }
    }

    async fn try_make_database(&self, path: &Path) -> Result<(), DbError> {
        let make = async {
            let db = Db::open(path).await?;
            db.write(async |tx| db::write_setting(tx, MADE_BY_A_SANDBOX, "").await).await?;
            db.close().await;
            Ok(())
        };
        let made = make.await;
        self.wait_for_database_unlock().await;
        if matches!(made, Err(DbError::Disk(_) | DbError::DiskFull)) {
            // Without the mark, no later reset would delete the file.
            self.delete_database().await;
        }
        made
    }

    async fn shut_down(&self, runtime: Runtime) {
        drop_runtime(runtime).await;
        if let Some(clock) = self.clock.virtual_clock() {
            // The clock outlives this bot. Later moves of the clock must not wake this bot's engine.
            clock.clear_listeners();
        }
        self.wait_for_database_unlock().await;
    }

    /// Waits until the file is unlocked. SQLite's threads end shortly after their connections are closed.
    async fn wait_for_database_unlock(&self) {
        let path = self.config.database.clone();
        let wait_result = tokio::task::spawn_blocking(move || db::wait_until_unlocked(&path)).await;
        if !matches!(wait_result, Ok(Ok(()))) {
            tracing::warn!("the database of the stopped bot is still locked");
        }
    }
}

/// Drops the runtime, which has the same effect as the end of a process: each task is cancelled at its current await.
async fn drop_runtime(runtime: Runtime) {
    let drop_result = tokio::task::spawn_blocking(move || runtime.shutdown_timeout(SHUTDOWN_TIMEOUT)).await;
    if let Err(error) = drop_result {
        tracing::error!(%error, "the bot's runtime could not be dropped");
    }
}

fn temporary_folder() -> std::io::Result<PathBuf> {
    let name = format!("magpie-sandbox-{}-{:08x}", std::process::id(), rand::random::<u32>());
    let folder = std::env::temp_dir().join(name);
    db::create_private_folder(&folder)?;
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
