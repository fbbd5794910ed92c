//! Tests what an operator sees: the metrics, the version, and the reason why Discord cannot be reached.

use std::path::Path;
use std::process::Command;

use magpie::time::{Clock, SystemClock};

use crate::assert_one_clear_line;
use crate::bad_data::{execute, running_community};
use crate::harness::{Harness, Settings, WEB};
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
