//! Measures the bot with a million pending rows.
//!
//! - While no row is due: the CPU time and the memory of an idle `magpie run` on this file (needs /proc). The first
//!   check of the whole file, which is repeated once a day, is measured apart.
//! - With 10,000 more rows that are overdue: the time from opening the database to the first delivery.
//! - With 200 rows due each second: how late each row reaches a sink that accepts it at once, on this machine's clock.
//!
//! Prints the figures of one run and asserts nothing. Takes about three minutes: `cargo bench --bench backlog`.

mod load;

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use load::{Always, Folder, Rows, Sink, insert, migrate, quantile, runtime};
use magpie::db::{self, Db};
use magpie::delivery::{Dispatcher, DispatcherSettings};
use magpie::time::{Clock, SystemClock};
use tokio_util::sync::CancellationToken;

const PENDING_ROWS: i64 = 1_000_000;
const OVERDUE_ROWS: i64 = 10_000;
const ROWS_PER_SECOND: i64 = 200;
const LATENESS_SECONDS: i64 = 15;
const IDLE_TIME: Duration = Duration::from_secs(20);
/// The first checks of the whole file run 15 s after the start, and end before this.
const FIRST_CHECKS: Duration = Duration::from_secs(20);
/// The kernel counts CPU time in hundredths of a second.
const TICKS_PER_S: f64 = 100.0;
const DAY_MS: i64 = 86_400_000;
/// The token that the sandbox accepts.
const TOKEN: &str = "sandbox-token";

fn main() {
    let folder = Folder::new("backlog");
    runtime().block_on(async {
        migrate(&folder.database()).await;
        let first_due_ms = SystemClock.now().as_millisecond() + 30 * DAY_MS;
        let started_at = Instant::now();
        insert(
            &folder.database(),
            &Rows { source: "phone-test", lane: 3, count: PENDING_ROWS, first_due_ms, every_ms: 1, channels: 500 },
        )
        .await;
        let size_mb = std::fs::metadata(folder.database()).map_or(0, |file| file.len() / 1_000_000);
        println!("{PENDING_ROWS} rows inserted: {:.0} s, {size_mb} MB", started_at.elapsed().as_secs_f64());
    });
    measure_idle_process(&folder);
    runtime().block_on(async {
        measure_overdue_rows(&folder).await;
        measure_lateness(&folder).await;
    });
}

async fn measure_overdue_rows(folder: &Folder) {
    let before = SystemClock.now().as_millisecond() - 600_000;
    insert(
        &folder.database(),
        &Rows { source: "phone-test", lane: 3, count: OVERDUE_ROWS, first_due_ms: before, every_ms: 1, channels: 500 },
    )
    .await;
    let db = Db::open(&folder.database()).await.expect("it opens");
    let sink = Arc::new(Sink::default());
    let started_at = Instant::now();
    let elapsed = run(&db, &sink, async { sink.wait_for(OVERDUE_ROWS as usize).await }).await;
    let first = sink.arrivals.lock().expect("no holder panics")[0].at - started_at;
    println!("first overdue delivery {:.1} ms after the database is open", first.as_secs_f64() * 1_000.0);
    println!(
        "{OVERDUE_ROWS} overdue rows: {:.2} s, {:.0} rows/s",
        elapsed.as_secs_f64(),
        OVERDUE_ROWS as f64 / elapsed.as_secs_f64()
    );
    db.close().await;
    drop(db);
    db::wait_until_unlocked(&folder.database()).expect("it releases its file");
}

async fn measure_lateness(folder: &Folder) {
    let count = ROWS_PER_SECOND * LATENESS_SECONDS;
    let first_due_ms = SystemClock.now().as_millisecond() + 3_000;
    insert(
        &folder.database(),
        &Rows { source: "phone-test", lane: 1, count, first_due_ms, every_ms: 1_000 / ROWS_PER_SECOND, channels: 500 },
    )
    .await;
    let db = Db::open(&folder.database()).await.expect("it opens");
    let sink = Arc::new(Sink::default());
    run(&db, &sink, async { sink.wait_for(count as usize).await }).await;
    let lateness_ms: Vec<f64> = sink.arrivals.lock().expect("no holder panics").iter().map(|one| one.late_ms).collect();
    println!(
        "lateness at {ROWS_PER_SECOND} rows/s for {LATENESS_SECONDS} s: median {:.1} ms, p99 {:.1} ms, \
         longest {:.1} ms",
        quantile(&lateness_ms, 0.5),
        quantile(&lateness_ms, 0.99),
        quantile(&lateness_ms, 1.0)
    );
    db.close().await;
}

async fn run(db: &Db, sink: &Arc<Sink>, all_delivered: impl Future<Output = ()>) -> Duration {
    let sources = vec![Arc::new(Always("phone-test")) as _];
    let dispatcher = Dispatcher::new(
        db.clone(),
        Arc::new(SystemClock),
        vec![Arc::clone(sink) as _],
        sources,
        DispatcherSettings::default(),
    );
    let stop = CancellationToken::new();
    let started_at = Instant::now();
    let running = tokio::spawn(dispatcher.run(stop.clone()));
    all_delivered.await;
    let elapsed = started_at.elapsed();
    stop.cancel();
    running.await.expect("it ends without an error");
    elapsed
}

/// Measures an idle `magpie run` in its own process, against a sandbox in another process.
fn measure_idle_process(folder: &Folder) {
    let (discord, url) = start_discord();
    let config = folder.path().join("magpie.toml");
    let text = format!(
        "[discord]\napi_url = \"{url}\"\n[database]\npath = {:?}\n[web]\nlisten = \"\"\n",
        folder.database().display().to_string()
    );
    std::fs::write(&config, text).expect("the configuration can be written");
    let mut command = Command::new(env!("CARGO_BIN_EXE_magpie"));
    command.arg("run").arg("--config").arg(&config).env("DISCORD_TOKEN", TOKEN);
    let mut bot = KillOnDrop(command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("the bot starts"));
    let mut log = BufReader::new(bot.0.stderr.take().expect("it was piped")).lines().map_while(Result::ok);
    log.find(|line| line.contains("the server was synced")).expect("it connects");
    // Wait until the process has released the memory that only its start needed.
    std::thread::sleep(Duration::from_secs(3));
    let started = cpu_s(bot.0.id());
    std::thread::sleep(FIRST_CHECKS);
    let before = cpu_s(bot.0.id());
    if let (Some(started), Some(before)) = (started, before) {
        println!("first checks with {PENDING_ROWS} rows waiting: {:.2} s CPU", before - started);
    }
    std::thread::sleep(IDLE_TIME);
    match (before, cpu_s(bot.0.id()), resident_mb(bot.0.id())) {
        (Some(before), Some(after), Some(memory)) => println!(
            "idle with {PENDING_ROWS} rows waiting: {:.2} % CPU over {IDLE_TIME:?}, RSS {memory:.1} MB",
            100.0 * (after - before) / IDLE_TIME.as_secs_f64()
        ),
        _ => println!("idle: there is no /proc here"),
    }
    drop((bot, discord));
    db::wait_until_unlocked(&folder.database()).expect("it releases its file");
}

fn start_discord() -> (KillOnDrop, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_magpie"));
    command.args(["sandbox", "--no-bot", "--token", TOKEN, "--port", "0"]).stdout(Stdio::piped());
    let mut child = KillOnDrop(command.spawn().expect("the sandbox starts"));
    let mut line = String::new();
    BufReader::new(child.0.stdout.as_mut().expect("it was piped")).read_line(&mut line).expect("it prints its address");
    (child, line.trim().to_owned())
}

/// The CPU time of the process in seconds, user and system together; `None` without /proc.
fn cpu_s(process: u32) -> Option<f64> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // Field 2 is the name of the program. It may contain any character, and it ends at the last bracket. So the list
    // below begins with field 3. utime is field 14, and stime is field 15.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |index: usize| fields.get(index)?.parse::<f64>().ok();
    Some((ticks(11)? + ticks(12)?) / TICKS_PER_S)
}

/// The resident memory of the process in MiB; `None` without /proc.
fn resident_mb(process: u32) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    Some(line.trim().trim_end_matches(" kB").parse::<f64>().ok()? / 1024.0)
}

/// A process that is killed when this value is dropped.
struct KillOnDrop(Child);

impl Drop for KillOnDrop {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
