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
    let sent_count_and_metrics = async || {
        let metrics = reqwest::get(format!("{web}/metrics")).await.expect("they are served");
        let metrics = metrics.text().await.expect("it is a text");
        let sent_count =
            metrics.lines().filter(|line| line.starts_with("magpie_deliveries_total") && line.contains("sent"));
        let sent_count: f64 = sent_count.filter_map(|line| line.rsplit(' ').next()?.parse::<f64>().ok()).sum();
        (sent_count, metrics)
    };
    let (sent_before, _) = sent_count_and_metrics().await;
    remind(&harness, "counted").await;
    let now = SystemClock.now().as_millisecond();
    execute(&harness.database(), &format!("UPDATE reminders SET due_at = {now}")).await;
    // Saving another reminder makes the bot read the due times again.
    remind(&harness, "later").await;
    let began_at = std::time::Instant::now();
    let metrics = loop {
        let (sent_after, metrics) = sent_count_and_metrics().await;
        if sent_after > sent_before {
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
    let harness = Harness::with_seed(|seed| seed).await;
    let port = harness.sandbox.url().rsplit(':').next().expect("a port").to_owned();
    let closed_port = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        listener.local_addr().expect("it is bound").port()
    };
    let causes = [
        ("http://127.0.0.1:".to_owned() + &closed_port.to_string(), "refused"),
        (format!("https://127.0.0.1:{port}"), "InvalidContentType"),
        ("https://discord.invalid".to_owned(), "dns error"),
    ];
    for (api_url, cause) in causes {
        let settings = Settings { api_url, more: WEB, ..harness.settings() };
        let mut bot = harness.start(&settings);
        let web = bot.web();
        let line = bot.wait_for_line("could not get the address of Discord's gateway");
        assert!(line.contains(cause), "{line}");
        let readiness = reqwest::get(format!("{web}/readyz")).await.expect("it is served");
        assert_eq!(readiness.status().as_u16(), 503);
        let readiness = readiness.text().await.expect("it is a text");
        assert!(readiness.contains(cause), "{readiness}");
        bot.kill();
        let mut check = Command::new(env!("CARGO_BIN_EXE_magpie"));
        check.arg("check").arg("--config").arg(harness.configuration_with(&settings)).env("DISCORD_TOKEN", "x");
        let check_output = check.output().expect("the binary is built");
        let check_output = String::from_utf8_lossy(&check_output.stdout).into_owned();
        assert!(check_output.contains(cause), "{check_output}");
    }
    harness.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn check_reports_a_missing_folder_and_warns_of_a_missing_heartbeat_url() {
    let harness = Harness::with_seed(|seed| seed).await;
    let settings = Settings { database: Path::new("nowhere/magpie.db"), ..harness.settings() };
    let mut check = Command::new(env!("CARGO_BIN_EXE_magpie"));
    check.arg("check").arg("--config").arg(harness.configuration_with(&settings));
    let check_output =
        check.env("DISCORD_TOKEN", &harness.sandbox.address().token).output().expect("the binary is built");
    assert_eq!(check_output.status.code(), Some(10));
    let check_output = String::from_utf8_lossy(&check_output.stdout).into_owned();
    let fault = check_output.lines().find(|line| line.starts_with("fault ")).expect("there is one");
    assert!(fault.contains("nowhere") && fault.contains("takes no new file"), "{check_output}");
    let has_warning =
        check_output.lines().any(|line| line.starts_with("warning ") && line.contains("watch.heartbeat_url"));
    assert!(has_warning, "{check_output}");
    let (status, output_lines) = harness.start(&settings).wait_for_exit();
    assert_eq!(status.code(), Some(8), "{output_lines:#?}");
    assert_one_clear_line(&output_lines);
    harness.sandbox.stop().await;
}
