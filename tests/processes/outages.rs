//! A real process while Discord fails, and one that starts just after another was killed.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::harness::{Harness, TIMEOUT};
use crate::kills::{assert_all_arrive, count_arrived, large_community, save_reminders};

/// One for each member.
const READERS: usize = 300;

/// Long enough for a bot without a pause to send a thousand requests.
#[tokio::test(flavor = "multi_thread")]
async fn storm_of_503_draws_few_requests_and_log_lines_and_all_arrives_once() {
    assert_storm_is_quiet(Duration::from_secs(20)).await;
}

/// The long version: `cargo test --test processes -- --ignored --nocapture`.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes six minutes; the short one above is of the same make"]
async fn storm_of_503_for_five_minutes_draws_few_requests_and_log_lines_and_all_arrives_once() {
    assert_storm_is_quiet(Duration::from_secs(300)).await;
}

async fn assert_storm_is_quiet(length: Duration) {
    let folder = tempfile::tempdir().expect("a folder");
    let database = folder.path().join("magpie.db");
    let (sandbox, readers) = large_community(READERS, &database).await;
    save_reminders(&database, READERS, Duration::ZERO).await;
    let harness = Harness { sandbox, folder };
    let mut last = last_request(&harness, 0);
    let storm = json!({"route": "* /channels/**", "status": 503, "times": 1_000_000});
    harness.sandbox.plan_fault(serde_json::from_value(storm).expect("a fault")).expect("it is understood");
    let mut bot = harness.run_with(&database, &harness.sandbox.address().token);
    bot.wait_for_line("deliveries pause");
    let (mut said_before, mut left) = (bot.said().len(), length);
    while !left.is_zero() {
        let minute = left.min(Duration::from_secs(60));
        tokio::time::sleep(minute).await;
        left -= minute;
        let requests = harness.sandbox.requests_after(last);
        last = last_request(&harness, last);
        let struck = requests.iter().filter(|request| request.fault).count();
        let lines = bot.said()[said_before..].to_vec();
        said_before += lines.len();
        println!("{struck} requests and {} log lines in {minute:?} of the storm", lines.len());
        assert!((1..60).contains(&struck), "{struck} requests in {minute:?}");
        assert!(lines.len() < 10, "{lines:#?}");
    }
    assert_eq!(count_arrived(&harness.sandbox, &readers, READERS), 0);
    harness.sandbox.clear_faults();
    bot.wait_for_line("deliveries go on");
    assert_all_arrive(&harness.sandbox, &readers, &database, READERS).await;
    assert!(bot.terminate().success());
    harness.sandbox.stop().await;
}

/// Discord remembers what the killed process had sent a moment before.
#[tokio::test(flavor = "multi_thread")]
async fn processes_that_follow_each_other_draw_no_429() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = folder.path().join("magpie.db");
    let (sandbox, readers) = large_community(READERS, &database).await;
    save_reminders(&database, READERS, Duration::ZERO).await;
    let harness = Harness { sandbox, folder };
    for kill in 1..=5 {
        let bot = harness.run_with(&database, &harness.sandbox.address().token);
        let begin = Instant::now();
        // In the middle of the deliveries, a little further each time.
        while count_arrived(&harness.sandbox, &readers, READERS) < kill * 45 && begin.elapsed() < TIMEOUT {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        bot.kill();
    }
    let mut bot = harness.run_with(&database, &harness.sandbox.address().token);
    bot.wait_for_line("Magpie started");
    assert_all_arrive(&harness.sandbox, &readers, &database, READERS).await;
    let limited = harness.sandbox.requests_after(0).into_iter().filter(|request| request.status == Some(429));
    let limited: Vec<String> = limited.map(|request| format!("{} {}", request.method, request.path)).collect();
    assert!(limited.is_empty(), "{limited:#?}");
    assert!(bot.terminate().success());
    harness.sandbox.stop().await;
}

/// The number of the latest request, of those after number `after`.
fn last_request(harness: &Harness, after: u64) -> u64 {
    harness.sandbox.requests_after(after).last().map_or(after, |request| request.n)
}
