//! Tests what an operator sees: the metrics, the version, and the reason why Discord cannot be reached.

use std::path::Path;
use std::process::Command;

use magpie::time::{Clock, SystemClock};

use crate::assert_one_clear_line;
use crate::bad_data::{execute, running_community};
use crate::harness::{Harness, Settings, WEB};
use crate::storage::remind;

/// Metrics that the documentation tells operators to watch.
const METRICS: [&str; 16] = [
    "magpie_discord_request_seconds_bucket",
    "magpie_delivery_seconds_bucket",
    "magpie_interaction_acknowledged_seconds_bucket",
    "magpie_last_delivery_timestamp_seconds",
    "magpie_outbox_overdue_seconds",
    "magpie_gateway_connections_total",
    "magpie_gateway_rebuilds_total",
    "magpie_database_bytes",
    "magpie_wal_bytes",
    "magpie_backup_age_seconds",
    "magpie_backup_made_at_seconds",
    "magpie_tz_data_age_seconds",
    "process_resident_memory_bytes",
    "process_cpu_seconds_total",
    "process_open_fds",
    "process_start_time_seconds",
];

#[tokio::test(flavor = "multi_thread")]
async fn metrics_for_operators_exist_and_deliveries_are_counted() {
    let (harness, mut bot) = running_community().await;
    let web = bot.web();
    let arrived = async || {
        let metrics = reqwest::get(format!("{web}/metrics")).await.expect("they are served");
        let metrics = metrics.text().await.expect("it is a text");
        let sent = metrics.lines().filter(|line| line.starts_with("magpie_deliveries_total") && line.contains("sent"));
        let sent: f64 = sent.filter_map(|line| line.rsplit(' ').next()?.parse::<f64>().ok()).sum();
        (sent, metrics)
    };
    let (before, _) = arrived().await;
    remind(&harness, "counted").await;
    let now = SystemClock.now().as_millisecond();
    execute(&harness.database(), &format!("UPDATE reminders SET due_at = {now}")).await;
    // Saving another reminder makes the bot read the due times again.
    remind(&harness, "later").await;
    let began_at = std::time::Instant::now();
    let metrics = loop {
        let (after, metrics) = arrived().await;
        if after > before {
            break metrics;
        }
        assert!(began_at.elapsed() < crate::TIMEOUT, "{metrics}");
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    };
    for name in METRICS {
        assert!(metrics.lines().any(|line| line.starts_with(name)), "{name} is missing in {metrics}");
    }
    let value = |name: &str| -> f64 {
        let line = metrics.lines().find(|line| line.starts_with(&format!("{name} "))).expect("it is there");
        line.rsplit(' ').next().and_then(|value| value.parse().ok()).expect("a number")
    };
    for name in ["magpie_database_bytes", "process_resident_memory_bytes", "process_open_fds"] {
        assert!(value(name) > 0.0, "{name}");
    }
    bot.kill();
    harness.sandbox.stop().await;
}

#[test]
fn version_names_the_build() {
    let output = Command::new(env!("CARGO_BIN_EXE_magpie")).arg("--version").output().expect("the binary is built");
    let version = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let build = version.strip_prefix(concat!("magpie ", env!("CARGO_PKG_VERSION"), " (")).map(str::to_owned);
    // An installed build shows its commit in the parentheses.
    assert!(build.is_some_and(|build| build.ends_with(')')), "{version}");
}

#[tokio::test(flavor = "multi_thread")]
async fn network_error_is_shown_with_its_root_cause_in_the_log_the_readiness_and_the_check() {
    let harness = Harness::with(|seed| seed).await;
    let port = harness.sandbox.url().rsplit(':').next().expect("a port").to_owned();
    let closed = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        listener.local_addr().expect("it is bound").port()
    };
    let causes = [
        ("http://127.0.0.1:".to_owned() + &closed.to_string(), "refused"),
        (format!("https://127.0.0.1:{port}"), "InvalidContentType"),
        ("https://discord.invalid".to_owned(), "dns error"),
    ];
    for (api_url, cause) in causes {
        let settings = Settings { api_url, more: WEB, ..harness.settings() };
        let mut bot = harness.start(&settings);
        let web = bot.web();
        let line = bot.wait_for_line("could not get the address of Discord's gateway");
        assert!(line.contains(cause), "{line}");
        let ready = reqwest::get(format!("{web}/readyz")).await.expect("it is served");
        assert_eq!(ready.status().as_u16(), 503);
        let ready = ready.text().await.expect("it is a text");
        assert!(ready.contains(cause), "{ready}");
        bot.kill();
        let mut check = Command::new(env!("CARGO_BIN_EXE_magpie"));
        check.arg("check").arg("--config").arg(harness.configuration_with(&settings)).env("DISCORD_TOKEN", "x");
        let checked = check.output().expect("the binary is built");
        let checked = String::from_utf8_lossy(&checked.stdout).into_owned();
        assert!(checked.contains(cause), "{checked}");
    }
    harness.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn check_finds_a_folder_that_is_not_there_and_warns_of_a_missing_heartbeat() {
    let harness = Harness::with(|seed| seed).await;
    let settings = Settings { database: Path::new("nowhere/magpie.db"), ..harness.settings() };
    let mut check = Command::new(env!("CARGO_BIN_EXE_magpie"));
    check.arg("check").arg("--config").arg(harness.configuration_with(&settings));
    let checked = check.env("DISCORD_TOKEN", &harness.sandbox.address().token).output().expect("the binary is built");
    assert_eq!(checked.status.code(), Some(10));
    let checked = String::from_utf8_lossy(&checked.stdout).into_owned();
    let fault = checked.lines().find(|line| line.starts_with("fault ")).expect("there is one");
    assert!(fault.contains("nowhere") && fault.contains("takes no new file"), "{checked}");
    let warned = checked.lines().any(|line| line.starts_with("warning ") && line.contains("watch.heartbeat_url"));
    assert!(warned, "{checked}");
    let (status, said) = harness.start(&settings).wait_for_exit();
    assert_eq!(status.code(), Some(8), "{said:#?}");
    assert_one_clear_line(&said);
    harness.sandbox.stop().await;
}
