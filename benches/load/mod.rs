//! What the benchmarks share: statistics, a community on a simulated Discord on loopback, a sink for deliveries, and a
//! fast way to insert many rows.
//!
//! The figures come from one run on one machine, so compare their ratios rather than their values. The benchmarks
//! assert no result.

#![allow(dead_code)] // each benchmark uses only some of these items

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use magpie::cli::sandbox::{Community, Roster, SandboxBot};
use magpie::config::Config;
use magpie::db::{self, Db, Tx};
use magpie::delivery::{
    Due, Facts, FactsType, Order, Outcome, Posted, Reservation, Route, Search, SendError, Sound, Source, SourceError,
    SourceName, Verdict,
};
use magpie::members::{ChannelId, MessageId};
use magpie::sandbox::{
    Bot, ClickRequest, CommandRequest, DiscordConfig, InteractionResult, ModalRequest, Options, Sandbox, SandboxClock,
    Wait,
};
use magpie::time::{Clock, SystemClock, Timestamp};
use serde_json::{Map, Value, json};
use sqlx::Connection as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};

/// How long, in real time, a benchmark waits before it fails.
pub const TIMEOUT: Duration = Duration::from_secs(120);

pub fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime")
}

pub fn median(values: &[f64]) -> f64 {
    quantile(values, 0.5)
}

/// The smallest value that is at least as large as the fraction `share` of `values`: for a `share` of 0.99, the p99.
pub fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let index = ((sorted.len() as f64 * share).ceil() as usize).clamp(1, sorted.len().max(1)) - 1;
    sorted.get(index).copied().unwrap_or(f64::NAN)
}

/// A temporary folder. It is deleted when this value is dropped.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("magpie-bench-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a temporary folder can be created");
        Self(path)
    }

    pub fn database(&self) -> PathBuf {
        self.0.join("magpie.db")
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A roster of one person of the secretariat and `members` members. Their quiet hours last only one minute, so quiet
/// hours delay practically no delivery.
pub fn roster(members: usize) -> Roster {
    let mut csv = "handle,name,city,zone,locale,quiet_start,quiet_end,roles\n".to_owned();
    csv.push_str("sec-lead,Secretariat,Geneva,Europe/Zurich,en-GB,03:00,03:01,secretariat helpdesk\n");
    for n in 0..members {
        csv.push_str(&format!("m{n:04},Member {n:04},Nairobi,Africa/Nairobi,en-GB,03:00,03:01,mag helpdesk\n"));
    }
    Roster::parse("the benchmark's roster", &csv).expect("the roster is valid")
}

/// A running sandbox with the bot. It uses this machine's clock and Discord's rate limits.
pub struct Scene {
    pub sandbox: Sandbox,
    pub folder: Folder,
}

impl Scene {
    pub async fn of(members: usize, name: &str) -> Self {
        let (folder, roster, clock) = (Folder::new(name), roster(members), SandboxClock::real());
        let bot = SandboxBot::new(Config::default(), Some(folder.database()), clock.clone()).expect("a bot");
        let seeder = Some(Arc::new(Community::new(roster.clone())) as _);
        let options = Options { port: 0, seed: roster.seed(), clock, config: DiscordConfig::default(), seeder };
        let sandbox = Sandbox::start(options, Some(Arc::new(bot) as Arc<dyn Bot>)).await.expect("the sandbox starts");
        Self { sandbox, folder }
    }

    pub async fn command(&self, who: &str, name: &str, options: Value, wait: Wait) -> InteractionResult {
        let options = options.as_object().cloned().unwrap_or_else(Map::new);
        let request = CommandRequest {
            who: who.to_owned(),
            channel: "mag-general".to_owned(),
            name: name.to_owned(),
            options,
            wait,
        };
        self.sandbox.command(request).await.expect("the command is answered")
    }

    /// Presses the button whose custom id contains `what`.
    pub async fn press(
        &self,
        who: &str,
        message: &str,
        components: &[Value],
        what: &str,
        wait: Wait,
    ) -> InteractionResult {
        let custom_id =
            Some(button(components, what).unwrap_or_else(|| panic!("no button for {what}: {components:?}")));
        let request = ClickRequest {
            who: who.to_owned(),
            message: message.to_owned(),
            label: None,
            custom_id,
            values: None,
            wait,
        };
        self.sandbox.click(request).await.expect("the press is answered")
    }

    /// Opens the preview of an alert to all members.
    pub async fn preview(&self, severity: &str, text: &str) -> InteractionResult {
        let opened = self
            .command("sec-lead", "alert send", json!({"severity": severity, "audience": "members"}), Wait::Answer)
            .await;
        let modal = opened.view.modal.expect("a form opens").id.to_string();
        let fields = json!({"text": text, "answer_by": ""}).as_object().cloned().expect("an object");
        self.sandbox
            .submit_modal(ModalRequest { who: "sec-lead".to_owned(), modal, fields, wait: Wait::Answer })
            .await
            .expect("a preview")
    }

    pub async fn confirm(&self, preview: &InteractionResult) {
        let message = preview.view.message.as_ref().expect("a preview");
        self.press("sec-lead", &message.id.to_string(), &message.components, "alert/send", Wait::Answer).await;
    }

    /// Sends an alert. Returns the seconds from the press on "Send" until `people` messages with this text are posted.
    pub async fn alert(&self, severity: &str, text: &str, people: usize) -> f64 {
        let preview = self.preview(severity, text).await;
        let mut last = self.last_request();
        let started_at = Instant::now();
        self.confirm(&preview).await;
        let mut posted = 0;
        while posted < people {
            assert!(started_at.elapsed() < TIMEOUT, "{posted} of {people} arrived");
            tokio::time::sleep(Duration::from_millis(2)).await;
            for request in self.sandbox.requests_after(last) {
                // A request without a status is still in flight. Read it again in the next round.
                let Some(status) = request.status else { break };
                last = request.n;
                let content = request.body["content"].as_str().unwrap_or_default();
                let is_posted_message =
                    request.method == "POST" && request.path.ends_with("/messages") && status == 200;
                posted += usize::from(
                    is_posted_message
                        && content.contains(text)
                        && content.lines().count() > 0
                        && is_alert_to_member(&request.body),
                );
            }
        }
        started_at.elapsed().as_secs_f64()
    }

    pub fn last_request(&self) -> u64 {
        self.sandbox.requests_after(0).last().map_or(0, |request| request.n)
    }

    /// The number of responses with status 429.
    pub fn rate_limited_count(&self) -> usize {
        self.sandbox.requests_after(0).iter().filter(|request| request.status == Some(429)).count()
    }
}

/// Whether this message is an alert to a member. An alert to a member has a button to acknowledge it. The roster for
/// the secretariat has no such button.
fn is_alert_to_member(body: &Value) -> bool {
    body["components"].as_array().is_some_and(|rows| button(rows, "alert/seen").is_some())
}

/// The custom id of the first button whose custom id contains `what`; `None` if there is no such button.
pub fn button(components: &[Value], what: &str) -> Option<String> {
    let row_components = components.iter().flat_map(|row| row["components"].as_array().into_iter().flatten());
    row_components
        .filter_map(|component| component["custom_id"].as_str())
        .find(|id| id.contains(what))
        .map(str::to_owned)
}

/// A route that accepts each delivery at once and records it.
#[derive(Default)]
pub struct Sink {
    pub arrivals: Mutex<Vec<Arrival>>,
}

pub struct Arrival {
    pub at: Instant,
    pub source: String,
    pub late_ms: f64,
}

#[async_trait]
impl Route for Sink {
    async fn deliver(&self, order: &Order, _reservation: Reservation) -> Result<Posted, SendError> {
        let (source, due_at) = order.facts.get::<(String, Timestamp)>().expect("facts of the benchmark").clone();
        let late_ms = SystemClock.now().duration_since(due_at).as_secs_f64() * 1_000.0;
        let mut arrivals = self.arrivals.lock().expect("no holder panics");
        arrivals.push(Arrival { at: Instant::now(), source, late_ms });
        let message = Some(MessageId(arrivals.len() as u64));
        Ok(Posted { channel: Some(ChannelId(1)), message, at: order.now })
    }

    async fn find(&self, _search: &Search) -> Result<Option<Posted>, SendError> {
        Ok(None)
    }
}

impl Sink {
    pub fn count(&self) -> usize {
        self.arrivals.lock().expect("no holder panics").len()
    }

    pub async fn wait_for(&self, count: usize) {
        let started_at = Instant::now();
        while self.count() < count {
            assert!(started_at.elapsed() < TIMEOUT, "{} of {count} arrived", self.count());
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }
}

/// A source that sends every due row.
pub struct Always(pub &'static str);

#[async_trait]
impl Source for Always {
    fn name(&self) -> SourceName {
        SourceName::new(self.0)
    }

    fn facts(&self) -> Vec<FactsType> {
        vec![FactsType::of::<(String, Timestamp)>()]
    }

    async fn recheck(&self, _tx: &mut Tx, due: &Due, _now: Timestamp) -> Result<Verdict, SourceError> {
        Ok(Verdict::Send { facts: Facts::new((self.0.to_owned(), due.due_at)), sound: Sound::Silent })
    }

    async fn settled(&self, _tx: &mut Tx, _due: &Due, _outcome: &Outcome, _now: Timestamp) -> Result<(), SourceError> {
        Ok(())
    }
}

/// The rows that [`insert`] inserts.
pub struct Rows {
    pub source: &'static str,
    pub lane: i64,
    pub count: i64,
    pub first_due_ms: i64,
    /// The time between the due instants of two rows.
    pub every_ms: i64,
    /// The number of channels to which the rows go in turn. With 0, the rows go to the members in turn.
    pub channels: i64,
}

/// Creates the database if it does not exist, and migrates it.
pub async fn migrate(path: &Path) {
    let db = Db::open(path).await.expect("the database opens");
    db.close().await;
    drop(db);
    db::wait_until_unlocked(path).expect("the database is unlocked");
}

/// Inserts outbox rows in one statement. No bot may use the file meanwhile.
pub async fn insert(path: &Path, rows: &Rows) {
    let options = SqliteConnectOptions::new().filename(path);
    let mut conn = SqliteConnection::connect_with(&options).await.expect("the database opens");
    // Do not sync, because a crash ends the benchmark anyway. Keep the journal mode, because a change of it fails while
    // another connection is still closing.
    for pragma in ["PRAGMA synchronous = OFF", "PRAGMA cache_size = -200000"] {
        sqlx::query(pragma).execute(&mut conn).await.expect("a pragma");
    }
    let last_id: i64 =
        sqlx::query_scalar("SELECT COALESCE(MAX(id), 0) FROM deliveries").fetch_one(&mut conn).await.expect("a number");
    let people: Vec<i64> = sqlx::query_scalar("SELECT id FROM members WHERE dm_channel IS NOT NULL ORDER BY id")
        .fetch_all(&mut conn)
        .await
        .expect("ids");
    let people = serde_json::to_string(&people).expect("a list");
    sqlx::query(
        "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?1)
         INSERT INTO deliveries (id, source, subject, key, lane, action, member_id, channel_id, line, state, queued_at,
                                 due_at, nonce)
         SELECT ?2 + 1 + i, ?3, COALESCE(person, i), 'bench/' || (?2 + 1 + i), ?4, 'post', person,
                CASE WHEN person IS NULL THEN 1000 + ?2 + i % ?7 END,
                CASE WHEN person IS NULL THEN 'channel/' || (1000 + ?2 + i % ?7) ELSE 'member/' || person END,
                'pending', ?5, ?5 + i * ?6, printf('bench%017d', ?2 + i)
         FROM (SELECT i, CASE WHEN ?7 = 0
                              THEN json_extract(?8, '$[' || (i % json_array_length(?8)) || ']') END AS person
               FROM n)",
    )
    .bind(rows.count)
    .bind(last_id)
    .bind(rows.source)
    .bind(rows.lane)
    .bind(rows.first_due_ms)
    .bind(rows.every_ms)
    .bind(rows.channels)
    .bind(people)
    .execute(&mut conn)
    .await
    .expect("the rows are inserted");
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut conn).await.expect("a checkpoint");
    conn.close().await.expect("the connection closes");
}

/// The number of arrivals of each source.
pub fn by_source(arrivals: &[Arrival]) -> BTreeMap<&str, usize> {
    arrivals.iter().fold(BTreeMap::new(), |mut counts, one| {
        *counts.entry(one.source.as_str()).or_default() += 1;
        counts
    })
}
