//! Runs a real process while Discord fails or cannot be reached, and starts a process just after another one was
//! killed.
//!
//! An outage of hours is simulated in seconds: the configuration allows only one or two attempts for a message, and the
//! outage lasts longer than these attempts take.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::Request;
use serde_json::{Value, json};
use sqlx::Connection as _;
use tokio::net::TcpSocket;

use crate::bad_data::{detail, preview_alert, running_community, wait_for_readiness};
use crate::harness::{Harness, NO_WEB, Settings, TIMEOUT};
use crate::kills::{assert_all_arrive, assert_all_sent, count_arrived, large_community, save_reminders};
use crate::proxy::Proxy;

/// The number of members. Each gets one reminder.
const READERS: usize = 300;

/// In 20 seconds, a bot that does not pause would send a thousand requests.
#[tokio::test(flavor = "multi_thread")]
async fn outage_with_503_causes_few_requests_and_log_lines_and_loses_no_message() {
    assert_outage_causes_few_requests(&json!({"status": 503}), Duration::from_secs(20)).await;
}

/// The command for this long version is `cargo test --test processes -- --ignored --nocapture`.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes six minutes; the test above is a shorter version"]
async fn five_minute_outage_with_503_causes_few_requests_and_log_lines_and_loses_no_message() {
    assert_outage_causes_few_requests(&json!({"status": 503}), Duration::from_secs(300)).await;
}

/// A captive portal, such as a hotel's login page, responds to every request with 200 and HTML.
#[tokio::test(flavor = "multi_thread")]
async fn captive_portal_page_causes_few_requests_and_log_lines_and_loses_no_message() {
    assert_outage_causes_few_requests(
        &json!({"body": "<html>Please accept the terms</html>"}),
        Duration::from_secs(20),
    )
    .await;
}

/// Allows two attempts for a message. A short outage would never use up the default of twelve.
const TWO_ATTEMPTS: &str = "[web]\nlisten = \"\"\n[delivery]\nattempts = 2\nbackoff_s = 1\n";

async fn assert_outage_causes_few_requests(fault: &Value, length: Duration) {
    let folder = tempfile::tempdir().expect("a folder");
    let database = folder.path().join("magpie.db");
    let (sandbox, readers) = large_community(READERS, &database).await;
    save_reminders(&database, READERS, Duration::ZERO).await;
    let harness = Harness { sandbox, folder };
    let mut last_number = last_request_number(&harness, 0);
    let mut outage_fault = json!({"route": "* /channels/**", "times": 1_000_000});
    outage_fault.as_object_mut().expect("an object").extend(fault.as_object().expect("an object").clone());
    harness.sandbox.plan_fault(serde_json::from_value(outage_fault).expect("a fault")).expect("it is understood");
    let mut bot = harness.start(&Settings { more: TWO_ATTEMPTS, ..harness.settings() });
    bot.wait_for_line("deliveries pause");
    let (mut printed_before, mut remaining_time) = (bot.printed_lines().len(), length);
    while !remaining_time.is_zero() {
        let interval = remaining_time.min(Duration::from_secs(60));
        tokio::time::sleep(interval).await;
        remaining_time -= interval;
        let requests = harness.sandbox.requests_after(last_number);
        last_number = last_request_number(&harness, last_number);
        let faulted_count = requests.iter().filter(|request| request.fault).count();
        let lines = bot.printed_lines()[printed_before..].to_vec();
        printed_before += lines.len();
        println!("{faulted_count} requests and {} log lines in {interval:?} of the outage", lines.len());
        assert!((1..60).contains(&faulted_count), "{faulted_count} requests in {interval:?}");
        assert!(lines.len() < 10, "{lines:#?}");
    }
    assert_eq!(count_arrived(&harness.sandbox, &readers, READERS), 0);
    harness.sandbox.clear_faults();
    bot.wait_for_line("deliveries go on");
    assert_all_arrive(&harness.sandbox, &readers, &database, READERS).await;
    assert!(bot.terminate().success());
    assert_all_sent(&database, READERS).await;
    harness.sandbox.stop().await;
}

/// The number of delivery events of one kind.
async fn count_events(database: &Path, what: &str) -> i64 {
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(database).read_only(true);
    let mut conn = sqlx::SqliteConnection::connect_with(&options).await.expect("it can be read");
    let count = sqlx::query_scalar("SELECT COUNT(*) FROM delivery_events WHERE what = ?").bind(what);
    count.fetch_one(&mut conn).await.expect("they can be counted")
}

#[tokio::test(flavor = "multi_thread")]
async fn outage_that_outlasts_the_allowed_attempts_loses_no_message() {
    const MESSAGES: usize = 6;
    /// This is two more than there are messages. So at least one message was tried twice, although the configuration
    /// allows only one attempt.
    const ATTEMPTS: i64 = 8;
    let one_attempt = format!("{NO_WEB}[delivery]\nattempts = 1\nbackoff_s = 1\n");
    let folder = tempfile::tempdir().expect("a folder");
    let database = folder.path().join("magpie.db");
    let (sandbox, readers) = large_community(MESSAGES, &database).await;
    save_reminders(&database, MESSAGES, Duration::ZERO).await;
    let harness = Harness { sandbox, folder };
    // A bound socket that does not listen yet refuses connections, and no other process can get its port.
    let network = TcpSocket::new_v4().expect("a socket");
    network.bind("127.0.0.1:0".parse().expect("an address")).expect("a free port");
    let api_url = format!("http://{}", network.local_addr().expect("it is bound"));
    let mut bot = harness.start(&Settings { api_url, more: &one_attempt, ..harness.settings() });
    bot.wait_for_line("deliveries pause");
    let began_at = Instant::now();
    while count_events(&database, "tried").await < ATTEMPTS {
        assert!(
            began_at.elapsed() < TIMEOUT,
            "it does not check whether the network is back: {:#?}",
            bot.printed_lines()
        );
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(count_events(&database, "failed").await, 0);

    let (listener, proxy) = (network.listen(1024).expect("it listens"), Arc::new(Proxy::to(harness.sandbox.url())));
    let router = Router::new().fallback(move |request: Request| {
        let proxy = Arc::clone(&proxy);
        async move { proxy.answer(request).await }
    });
    tokio::spawn(async move { axum::serve(listener, router).await });
    bot.wait_for_line("deliveries go on");
    bot.wait_for_line("the server was synced");
    assert_all_arrive(&harness.sandbox, &readers, &database, MESSAGES).await;
    assert!(bot.terminate().success());
    assert_all_sent(&database, MESSAGES).await;
    harness.sandbox.stop().await;
}

/// Discord's rate limits still count the requests that the killed process sent a moment before.
#[tokio::test(flavor = "multi_thread")]
async fn restarted_processes_share_the_rate_limits_and_get_no_429() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = folder.path().join("magpie.db");
    let (sandbox, readers) = large_community(READERS, &database).await;
    save_reminders(&database, READERS, Duration::ZERO).await;
    let harness = Harness { sandbox, folder };
    for kill in 1..=5 {
        let bot = harness.run_with(&database, &harness.sandbox.address().token);
        let started_at = Instant::now();
        // Kill the bot in the middle of its deliveries: each time after 45 more messages have arrived.
        while count_arrived(&harness.sandbox, &readers, READERS) < kill * 45 && started_at.elapsed() < TIMEOUT {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        bot.kill();
    }
    let mut bot = harness.run_with(&database, &harness.sandbox.address().token);
    bot.wait_for_line("Magpie started");
    assert_all_arrive(&harness.sandbox, &readers, &database, READERS).await;
    let refused_requests = harness.sandbox.requests_after(0).into_iter().filter(|request| request.status == Some(429));
    let refused_requests: Vec<String> =
        refused_requests.map(|request| format!("{} {}", request.method, request.path)).collect();
    assert!(refused_requests.is_empty(), "{refused_requests:#?}");
    assert!(bot.terminate().success());
    harness.sandbox.stop().await;
}

/// The number of the latest request, or `after` if no request has a higher number.
fn last_request_number(harness: &Harness, after: u64) -> u64 {
    harness.sandbox.requests_after(after).last().map_or(after, |request| request.n)
}

/// Each refusal is about one message, so nothing is tried again and no outage begins. The operator is told all the
/// same.
#[tokio::test(flavor = "multi_thread")]
async fn permanent_refusals_of_most_messages_fail_readiness() {
    let (harness, mut bot) = running_community().await;
    let web = bot.web();
    wait_for_readiness(&web, |failing| failing.is_empty()).await;
    // The alert has eleven readers, and the secretariat gets a list.
    let refusal = json!({"route": "POST /channels/*/messages", "status": 400, "code": 50035, "times": 11});
    harness.sandbox.plan_fault(serde_json::from_value(refusal).expect("a fault")).expect("it is understood");
    let preview = preview_alert(&harness, "Main room link changed").await;
    harness.click_as("sec-lead", &preview, "Send").await;
    let failing = wait_for_readiness(&web, |failing| !detail(failing, "failures").is_empty()).await;
    let reason = detail(&failing, "failures");
    assert!(reason.contains("attempts to deliver failed: see the log and discordstatus.com"), "{failing:#?}");
    bot.kill();
    harness.sandbox.stop().await;
}
