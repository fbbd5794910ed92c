//! Measures how fast deliveries are sent, and which deliveries delay others.
//!
//! - An alert to 50 and to 500 members with open DMs, through the whole bot, on a simulated Discord on loopback with
//!   Discord's rate limits. The result is the time from the press on "Send" to the last DM, and the number of responses
//!   with status 429. The time is compared with the time that 50 requests/s allow. Two alerts to the same people are
//!   six seconds apart. Discord accepts five messages in five seconds in a channel, and the bot keeps the fifth for an
//!   emergency.
//! - An emergency to 50 members behind 10,000 routine rows to the same members, compared with the same emergency
//!   without these rows.
//! - 10,000 rows to a sink that accepts them at once (rows/s). On Discord the bot sends at most 50 requests/s, so only
//!   a sink shows how many rows per second the outbox itself can process.
//! - 10,000 rows of one source and one row of another source, to a sink: the position at which the one row is sent.
//!
//! Prints medians and ratios of one run and asserts nothing. Takes about four minutes: `cargo bench --bench delivery`.

mod load;

use std::sync::Arc;
use std::time::{Duration, Instant};

use load::{Always, Folder, Rows, Scene, Sink, by_source, insert, median, migrate, runtime};
use magpie::db::Db;
use magpie::delivery::{Dispatcher, DispatcherSettings};
use magpie::time::{Clock, SystemClock};
use tokio_util::sync::CancellationToken;

const RUNS: usize = 5;
const ROUTINE_ROWS: i64 = 10_000;
/// The pause between two alerts. After this pause, every channel accepts five messages again.
const ALERT_PAUSE: Duration = Duration::from_secs(6);
/// The requests per second that Discord allows a bot.
const ALLOWED_PER_S: f64 = 50.0;

fn main() {
    runtime().block_on(async {
        measure_throughput().await;
        measure_fairness().await;
        measure_alerts_to_50().await;
        measure_alert_to_500().await;
    });
}

async fn measure_alerts_to_50() {
    let scene = Scene::of(50, "fifty").await;
    let mut urgent = Vec::new();
    let mut alone = Vec::new();
    for run in 0..RUNS {
        tokio::time::sleep(ALERT_PAUSE).await;
        urgent.push(scene.alert("urgent", &format!("Main room changed, run {run}"), 50).await);
        tokio::time::sleep(ALERT_PAUSE).await;
        alone.push(scene.alert("emergency", &format!("Leave the building, run {run}"), 50).await);
    }
    print_result(50, &urgent, scene.rate_limited_count());

    scene.sandbox.stop_bot().await.expect("it stops");
    let now = SystemClock.now().as_millisecond();
    insert(
        &scene.folder.database(),
        &Rows { source: "phone-test", lane: 3, count: ROUTINE_ROWS, first_due_ms: now, every_ms: 0, channels: 0 },
    )
    .await;
    scene.sandbox.start_bot().await.expect("it starts");
    let mut behind = Vec::new();
    for run in 0..RUNS {
        tokio::time::sleep(ALERT_PAUSE).await;
        behind.push(scene.alert("emergency", &format!("Leave at once, run {run}"), 50).await);
    }
    println!(
        "emergency to 50: alone median {:.3} s ({alone:.3?}), behind {ROUTINE_ROWS} routine rows to the same \
         people {:.3} s ({behind:.3?}): ratio {:.3}; 429: {}",
        median(&alone),
        median(&behind),
        median(&behind) / median(&alone),
        scene.rate_limited_count()
    );
    scene.sandbox.stop().await;
}

async fn measure_alert_to_500() {
    let scene = Scene::of(500, "five-hundred").await;
    let took = scene.alert("urgent", "Main room changed", 500).await;
    print_result(500, &[took], scene.rate_limited_count());
    scene.sandbox.stop().await;
}

fn print_result(people: usize, took: &[f64], rate_limited: usize) {
    let allowed = people as f64 / ALLOWED_PER_S;
    println!(
        "alert to {people}: median {:.3} s ({took:.3?}), {allowed} s at 50 requests/s: ratio {:.3}; \
         429: {rate_limited}",
        median(took),
        median(took) / allowed
    );
}

/// Delivers all rows in the file to a sink. Returns the sink and the number of seconds from the start to the last row.
async fn deliver(folder: &Folder, sources: &[&'static str], rows: usize) -> (Arc<Sink>, f64) {
    let db = Db::open(&folder.database()).await.expect("it opens");
    let sink = Arc::new(Sink::default());
    let sources = sources.iter().map(|name| Arc::new(Always(name)) as _).collect();
    let dispatcher = Dispatcher::new(
        db.clone(),
        Arc::new(SystemClock),
        vec![Arc::clone(&sink) as _],
        sources,
        DispatcherSettings::default(),
    );
    let stop = CancellationToken::new();
    let started_at = Instant::now();
    let running = tokio::spawn(dispatcher.run(stop.clone()));
    sink.wait_for(rows).await;
    let took = started_at.elapsed().as_secs_f64();
    stop.cancel();
    running.await.expect("it ends without an error");
    db.close().await;
    (sink, took)
}

async fn measure_throughput() {
    for (name, channels) in [("500 channels", 500), ("50 channels", 50)] {
        let folder = Folder::new("sink");
        migrate(&folder.database()).await;
        let now = SystemClock.now().as_millisecond();
        insert(
            &folder.database(),
            &Rows { source: "flood", lane: 3, count: 10_000, first_due_ms: now, every_ms: 0, channels },
        )
        .await;
        let (_, took) = deliver(&folder, &["flood"], 10_000).await;
        println!("10,000 rows to a sink, {name}: {took:.2} s, {:.0} rows/s", 10_000.0 / took);
    }
}

async fn measure_fairness() {
    let folder = Folder::new("fair");
    migrate(&folder.database()).await;
    let now = SystemClock.now().as_millisecond();
    insert(
        &folder.database(),
        &Rows { source: "flood", lane: 3, count: 10_000, first_due_ms: now - 60_000, every_ms: 0, channels: 500 },
    )
    .await;
    insert(
        &folder.database(),
        &Rows { source: "other", lane: 3, count: 1, first_due_ms: now, every_ms: 0, channels: 1 },
    )
    .await;
    let (sink, _) = deliver(&folder, &["flood", "other"], 10_001).await;
    let arrivals = sink.arrivals.lock().expect("no holder panics");
    let place = arrivals.iter().position(|one| one.source == "other").map_or(0, |index| index + 1);
    println!("one row of another source behind 10,000: delivered as number {place} of {:?}", by_source(&arrivals));
}
