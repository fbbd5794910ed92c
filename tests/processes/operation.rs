//! Tests what an operator sees: the metrics, the version, the reason why Discord cannot be reached, and warnings.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use magpie::sandbox::GatewayAction;
use magpie::time::{Clock, SystemClock};
use serde_json::json;

use crate::assert_one_clear_line;
use crate::bad_data::{execute, running_community};
use crate::harness::{Harness, Process, Settings, WEB, text};
use crate::storage::{is_tool_missing, remind};

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

/// With these variables, Git would use another repository than the one of its folder.
const GIT_VARIABLES: [&str; 3] = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"];

/// Runs the program that chooses the version. Returns the version. `commit`: the value of `MAGPIE_COMMIT`.
fn version_of_build(program: &Path, folder: &Path, profile: &str, commit: Option<&str>) -> String {
    let mut command = Command::new(program);
    command.current_dir(folder).env("PROFILE", profile).env("CARGO_PKG_VERSION", "1.2.3").env_remove("MAGPIE_COMMIT");
    for variable in GIT_VARIABLES {
        command.env_remove(variable);
    }
    command.envs(commit.map(|commit| ("MAGPIE_COMMIT", commit)));
    let output = command.output().expect("it is compiled");
    let output = String::from_utf8_lossy(&output.stdout).into_owned();
    let version = output.lines().find_map(|line| line.strip_prefix("cargo::rustc-env=MAGPIE_VERSION="));
    version.unwrap_or_else(|| panic!("no version: {output}")).to_owned()
}

/// A build that is installed names its commit. A development build does not, so that it need not be compiled anew after
/// each commit.
#[test]
fn version_of_an_installed_build_has_the_commit() {
    let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    if is_tool_missing("git") || is_tool_missing(&rustc) {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let (program, repository) = (folder.path().join("build"), folder.path().join("repository"));
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/build.rs");
    let compiled = Command::new(rustc).args(["--edition", "2024", "-o"]).arg(&program).arg(source).status();
    assert!(compiled.expect("rustc runs").success());
    std::fs::create_dir(&repository).expect("a folder");
    let git = |arguments: &[&str]| {
        let identity = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false"];
        let mut command = Command::new("git");
        for variable in GIT_VARIABLES {
            command.env_remove(variable);
        }
        command.current_dir(&repository).env("GIT_CEILING_DIRECTORIES", folder.path()).args(identity).args(arguments);
        let output = command.output().expect("git runs");
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    };
    git(&["init", "--quiet"]);
    std::fs::write(repository.join("file"), "first").expect("written");
    git(&["add", "file"]);
    git(&["commit", "--quiet", "--message", "first"]);
    let commit = git(&["rev-parse", "HEAD"])[..12].to_owned();

    let version = |profile: &str, given: Option<&str>| version_of_build(&program, &repository, profile, given);
    assert_eq!(version("release", None), format!("1.2.3 ({commit})"));
    assert_eq!(version("release", Some("abc123")), "1.2.3 (abc123)", "a package names its commit");
    assert_eq!(version("debug", None), "1.2.3 (development build)");
    std::fs::write(repository.join("file"), "second").expect("written");
    assert_eq!(version("release", None), format!("1.2.3 ({commit}, changed)"));
    assert_eq!(version_of_build(&program, folder.path(), "release", None), "1.2.3", "outside of a repository");
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

#[tokio::test(flavor = "multi_thread")]
async fn run_and_check_warn_of_files_with_secrets_that_other_users_can_read() {
    let harness = Harness::with_seed(|seed| seed).await;
    let token_file = harness.folder.path().join("token");
    std::fs::write(&token_file, &harness.sandbox.address().token).expect("it is written");
    let discord = format!("token_file = \"{}\"", token_file.display());
    let more = "[web]\nlisten = \"\"\n[watch]\nheartbeat_url = \"http://127.0.0.1:9/secret\"\n";
    let settings = Settings { discord: &discord, more, ..harness.settings() };
    let configuration = harness.configuration_with(&settings);
    for (mode, is_warned) in [(0o644, true), (0o600, false)] {
        for file in [&token_file, &configuration] {
            std::fs::set_permissions(file, std::fs::Permissions::from_mode(mode)).expect("the test owns it");
        }
        let mut check = Command::new(env!("CARGO_BIN_EXE_magpie"));
        check.arg("check").arg("--config").arg(&configuration).env_remove("DISCORD_TOKEN");
        let check_output = check.output().expect("the binary is built");
        let check_output = String::from_utf8_lossy(&check_output.stdout).into_owned();
        // An empty `DISCORD_TOKEN` counts as not set.
        let mut bot = Process::spawn(harness.command_with(&settings), "");
        bot.wait_for_line("the server was synced");
        for file in [&token_file, &configuration] {
            let warning = format!("other users of this machine can read {}, which holds a secret", file.display());
            assert_eq!(check_output.contains(&format!("warning  {warning}")), is_warned, "{mode:o}: {check_output}");
            let log_lines = bot.printed_lines();
            let is_logged = log_lines.iter().any(|line| line.contains("WARN") && line.contains(&warning));
            assert_eq!(is_logged, is_warned, "{mode:o}: {log_lines:#?}");
        }
        assert!(bot.terminate().success());
    }
    harness.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn interactions_that_cannot_be_decoded_are_logged_and_counted() {
    let harness = Harness::with_seed(|seed| seed).await;
    let mut bot = harness.start(&Settings { more: WEB, ..harness.settings() });
    let web = bot.web();
    bot.wait_for_line("registered the commands");
    let undecodable_count = async || {
        let metrics = reqwest::get(format!("{web}/metrics")).await.expect("they are served");
        let metrics = metrics.text().await.expect("it is a text");
        let count = metrics.lines().find_map(|line| line.strip_prefix("magpie_gateway_unknown_events_total "));
        count.expect("it is there").to_owned()
    };
    assert_eq!(undecodable_count().await, "0");
    harness.sandbox.disrupt_gateway(GatewayAction::InteractionsOdd).expect("the bot is connected");
    let response = harness.command("when", json!({"text": "15:00 UTC"})).await;
    assert!(text(&response).contains("15:00"), "it is repaired: {}", text(&response));
    let line = bot.wait_for_line("could not decode an event from Discord");
    assert!(line.contains("WARN") && line.contains("INTERACTION_CREATE"), "{line}");
    assert_eq!(undecodable_count().await, "1");

    harness.sandbox.disrupt_gateway(GatewayAction::InteractionsUnreadable).expect("the bot is connected");
    harness.command("when", json!({"text": "15:00 UTC"})).await;
    let line = bot.wait_for_line("an interaction from Discord cannot be read; nothing was done");
    assert!(line.contains("ERROR"), "{line}");
    assert_eq!(undecodable_count().await, "2");
    bot.kill();
    harness.sandbox.stop().await;
}
