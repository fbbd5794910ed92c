//! Tests a running bot as a whole: what happens when one of its tasks ends, and when its database file is damaged while
//! it runs.

use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::time::Instant;

use sqlx::Connection as _;

use super::*;
use crate::cli::sandbox::Roster;
use crate::sandbox::{DiscordConfig, Options, Sandbox, SandboxClock};
use crate::time::SystemClock;
use crate::watch::Trouble;

/// A result that does not come within this real time never comes.
const HANG_TIMEOUT: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);

/// A bot with all its tasks. Its heartbeats get no answer.
struct Running {
    app: App,
    database: PathBuf,
    _folder: tempfile::TempDir,
}

impl Running {
    /// Starts a bot that connects to `api_url`.
    async fn start(api_url: &str, token: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("magpie.db");
        let text = format!(
            "[discord]\napi_url = \"{api_url}\"\n[database]\npath = \"{}\"\n[web]\nlisten = \"127.0.0.1:0\"\n\
             [watch]\nheartbeat_url = \"http://127.0.0.1:1/beat\"\n",
            database.display()
        );
        let config = Config::parse(Path::new("magpie.toml"), &text).unwrap();
        let app = App::start(&config, &Token::new(token), Arc::new(SystemClock)).await.unwrap();
        Self { app, database, _folder: folder }
    }

    /// The status and the text of `/healthz`.
    async fn healthz(&self) -> (u16, String) {
        let address = self.app.web().unwrap();
        let response = reqwest::get(format!("http://{address}/healthz")).await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    }

    /// The names of the checks that fail when `later` has passed.
    async fn failing_checks(&self, later: Duration) -> Vec<&'static str> {
        let began_at = Instant::now();
        loop {
            let results = self.app.monitor().check(Instant::now() + later).await;
            let failing: Vec<_> =
                results.into_iter().filter(|result| !result.ok).map(|result| result.trouble.code()).collect();
            // If the engine works at this moment, it seems to have worked for as long as `later`.
            if !failing.contains(&Trouble::Engine.code()) {
                return failing;
            }
            assert!(began_at.elapsed() < HANG_TIMEOUT, "{failing:?}");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

/// A bot that is connected to a sandbox, and whose checks all pass.
async fn connected() -> (Sandbox, Running) {
    let seed = Roster::reference().only(&["sec-lead"]).seed();
    let options =
        Options { port: 0, seed, clock: SandboxClock::real(), config: DiscordConfig::default(), seeder: None };
    let sandbox = Sandbox::start(options, None).await.unwrap();
    let bot = Running::start(sandbox.url(), &sandbox.address().token).await;
    let began_at = Instant::now();
    while let failing @ [_, ..] = &*bot.failing_checks(Duration::ZERO).await {
        assert!(began_at.elapsed() < HANG_TIMEOUT, "{failing:?}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    (sandbox, bot)
}

/// Waits until the bot is healthy when `later` has passed. While the engine works, it seems to have worked for as long.
async fn wait_until_healthy(monitor: &Monitor, later: Duration) {
    let began_at = Instant::now();
    while !monitor.is_healthy(Instant::now() + later).await {
        assert!(began_at.elapsed() < HANG_TIMEOUT, "{:?}", monitor.check(Instant::now() + later).await);
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// Overwrites the first page of an index, which only few statements read.
async fn damage_index(database: &Path, index: &str) {
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(database);
    let mut conn = sqlx::SqliteConnection::connect_with(&options).await.unwrap();
    let busy = sqlx::query_scalar::<_, i64>("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&mut conn).await.unwrap();
    assert_eq!(busy, 0, "SQLite would read the page from the WAL");
    let page_size: u64 = sqlx::query_scalar::<_, i64>("PRAGMA page_size").fetch_one(&mut conn).await.unwrap() as u64;
    let page = sqlx::query_scalar::<_, i64>("SELECT rootpage FROM sqlite_schema WHERE name = ?").bind(index);
    let page = page.fetch_one(&mut conn).await.unwrap() as u64;
    conn.close().await.unwrap();
    let mut file = std::fs::OpenOptions::new().write(true).open(database).unwrap();
    file.seek(SeekFrom::Start((page - 1) * page_size)).unwrap();
    file.write_all(&vec![0xff; usize::try_from(page_size).unwrap()]).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn each_task_that_ends_ends_the_process_and_fails_healthz() {
    let mut ended_names = Vec::new();
    for nth in 0.. {
        // Nothing listens on this port, so this bot tries to connect for as long as it runs.
        let bot = Running::start("http://127.0.0.1:1", "x").await;
        assert_eq!(bot.healthz().await, (200, "ok\n".to_owned()));
        let Some(task) = bot.app.tasks.get(nth) else {
            bot.app.stop().await;
            break;
        };
        task.abort();
        let end = tokio::time::timeout(HANG_TIMEOUT, bot.app.ended()).await;
        let Ok(AppEnd::Task(fault @ TaskFault::Ended(name))) = end else { panic!("task {nth}: {end:?}") };
        assert_eq!(bot.healthz().await, (503, format!("{fault}\n")));
        ended_names.push(name.to_string());
        bot.app.stop().await;
    }
    ended_names.sort();
    // The gateway reports its end itself (see `Gateway::ended`).
    assert_eq!(ended_names, ["dispatcher", "engine", "heartbeat", "monitor", "other_processes", "web"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn file_that_is_damaged_while_the_bot_runs_is_noticed_within_a_day_and_stops_the_heartbeat() {
    let (sandbox, bot) = connected().await;
    let monitor = bot.app.monitor();
    assert!(monitor.is_healthy(Instant::now()).await);
    // No statement of an idle bot reads this index.
    damage_index(&bot.database, "ticket_asks_member").await;
    assert_eq!(bot.failing_checks(HOUR).await, [""; 0], "the file is not read as a whole each time");
    wait_until_healthy(&monitor, HOUR).await;
    assert_eq!(bot.failing_checks(25 * HOUR).await, ["damage"]);
    assert!(!monitor.is_healthy(Instant::now() + 25 * HOUR).await);
    drop(monitor);
    bot.app.stop().await;
    sandbox.stop().await;
}
