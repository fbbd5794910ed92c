//! A real process while Discord fails, and one that starts just after another was killed.

use std::time::{Duration, Instant};

use magpie::sandbox::RateLimiting;
use serde_json::json;

use crate::harness::{Harness, TIMEOUT};
use crate::kills::{assert_all_arrive, community_limited, count_arrived, save_reminders};

const MESSAGES: usize = 44;
/// Long enough for a bot without a pause to send a thousand requests.
const STORM: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread")]
async fn storm_of_503_draws_few_requests_and_log_lines_and_all_arrives_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = folder.path().join("magpie.db");
    let (sandbox, readers) = community_limited(&database, RateLimiting::AsDiscord).await;
    save_reminders(&database, MESSAGES, Duration::from_secs(1)).await;
    let harness = Harness { sandbox, folder };
    let before = harness.sandbox.requests_after(0).len() as u64;
    let storm = json!({"route": "* /channels/**", "status": 503, "times": 1_000_000});
    harness.sandbox.plan_fault(serde_json::from_value(storm).expect("a fault")).expect("it is understood");
    let mut bot = harness.run_with(&database, &harness.sandbox.address().token);
    bot.wait_for_line("deliveries pause");
    let lines = bot.said().len();
    tokio::time::sleep(STORM).await;
    let struck = harness.sandbox.requests_after(before).iter().filter(|request| request.fault).count();
    assert!((3..40).contains(&struck), "{struck} requests in {STORM:?}");
    let said = bot.said()[lines..].to_vec();
    assert!(said.len() < 10, "{said:#?}");
    assert_eq!(count_arrived(&harness.sandbox, &readers, MESSAGES), 0);
    harness.sandbox.clear_faults();
    bot.wait_for_line("deliveries go on");
    assert_all_arrive(&harness.sandbox, &readers, &database, MESSAGES).await;
    assert!(bot.terminate().success());
    harness.sandbox.stop().await;
}

/// Discord remembers what the killed process had sent a moment before.
#[tokio::test(flavor = "multi_thread")]
async fn processes_that_follow_each_other_draw_no_429() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = folder.path().join("magpie.db");
    let (sandbox, readers) = community_limited(&database, RateLimiting::AsDiscord).await;
    save_reminders(&database, MESSAGES, Duration::ZERO).await;
    let harness = Harness { sandbox, folder };
    for kill in 1..=4 {
        let bot = harness.run_with(&database, &harness.sandbox.address().token);
        let begin = Instant::now();
        // In the middle of the deliveries, a little further each time.
        while count_arrived(&harness.sandbox, &readers, MESSAGES) < kill * 8 && begin.elapsed() < TIMEOUT {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        bot.kill();
    }
    let mut bot = harness.run_with(&database, &harness.sandbox.address().token);
    bot.wait_for_line("Magpie started");
    assert_all_arrive(&harness.sandbox, &readers, &database, MESSAGES).await;
    let limited = harness.sandbox.requests_after(0).into_iter().filter(|request| request.status == Some(429));
    let limited: Vec<String> = limited.map(|request| format!("{} {}", request.method, request.path)).collect();
    assert!(limited.is_empty(), "{limited:#?}");
    assert!(bot.terminate().success());
    harness.sandbox.stop().await;
}
