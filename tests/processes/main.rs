//! Tests Magpie as separate processes: `magpie run` against a sandbox, with kills, outages, a full disk and damaged
//! data, `magpie restore`, and `magpie sandbox`.

mod bad_data;
mod harness;
mod kills;
mod operation;
mod outages;
mod outbox;
mod proxy;
mod restore;
mod restored_alert;
mod sandbox;
mod storage;
mod supervision;

use magpie::sandbox::core::Seed;
use serde_json::json;

use harness::{Harness, Process, Settings, TIMEOUT, text};

/// Waits until a bot on a new database is ready, and saves a profile for the member "lapaz".
async fn set_up_profile(harness: &Harness, bot: &mut Process) {
    bot.wait_for_line("registered the commands");
    bot.wait_for_line("the server was synced");
    let answers = json!({"zone": "America/La_Paz", "quiet_start": "22:00", "quiet_end": "07:00", "emergency": "No"});
    let review = harness.command("profile set", answers).await;
    harness.press(&review, "profile/save").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_process_continues_after_a_restart_and_a_terminated_one_exits_cleanly() {
    let harness = Harness::with_seed(|seed| seed).await;
    let mut bot = harness.run();
    set_up_profile(&harness, &mut bot).await;
    bot.kill();

    let mut bot = harness.run();
    bot.wait_for_line("the server was synced");
    let profile_page = harness.command("profile show", json!({})).await;
    assert!(text(&profile_page).contains("America/La_Paz"), "{}", text(&profile_page));
    assert_eq!(harness.command_registrations(), 1, "the commands have not changed");
    assert!(bot.terminate().success());
    harness.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn second_bot_on_the_same_database_is_refused_while_the_first_runs() {
    let harness = Harness::with_seed(|seed| seed).await;
    let mut first_bot = harness.run();
    first_bot.wait_for_line("the server was synced");
    let (status, lines) = harness.run().wait_for_exit();
    assert_eq!(status.code(), Some(6), "{lines:#?}");
    assert_one_clear_line(&lines);
    first_bot.kill();
    harness.run().wait_for_line("the server was synced");
    harness.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_token_and_missing_intent_exit_with_their_codes() {
    let harness = Harness::with_seed(|seed| seed).await;
    let (status, lines) = harness.run_with(&harness.folder.path().join("magpie.db"), "not-the-token").wait_for_exit();
    assert_eq!(status.code(), Some(4), "{lines:#?}");
    assert_one_clear_line(&lines);
    assert!(!lines.iter().any(|line| line.contains("not-the-token")), "a token is never printed: {lines:#?}");
    harness.sandbox.stop().await;

    let harness = Harness::with_seed(|seed| Seed { privileged_intents: 0, ..seed }).await;
    let (status, lines) = harness.run().wait_for_exit();
    assert_eq!(status.code(), Some(5), "{lines:#?}");
    assert_one_clear_line(&lines);
    harness.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn token_from_the_service_managers_credential_takes_precedence_over_the_token_file() {
    let harness = Harness::with_seed(|seed| seed).await;
    let credentials = harness.folder.path().join("credentials");
    std::fs::create_dir(&credentials).expect("a folder");
    std::fs::write(credentials.join("discord-token"), format!("{}\n", harness.sandbox.address().token))
        .expect("written");
    let settings = Settings { discord: "token_file = \"/nowhere/token\"", ..harness.settings() };
    let mut command = harness.command_with(&settings);
    command.env("CREDENTIALS_DIRECTORY", &credentials);
    // An empty `DISCORD_TOKEN` counts as not set.
    let mut bot = Process::spawn(command, "");
    bot.wait_for_line("the server was synced");
    assert!(bot.terminate().success());
    harness.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn database_that_cannot_be_opened_is_reported_at_start() {
    let harness = Harness::with_seed(|seed| seed).await;
    let (status, lines) = harness.run_with(harness.folder.path(), &harness.sandbox.address().token).wait_for_exit();
    assert_eq!(status.code(), Some(8), "{lines:#?}");
    assert_one_clear_line(&lines);
    harness.sandbox.stop().await;
}

/// Fails unless exactly one line says why the process stopped, and there is no backtrace.
fn assert_one_clear_line(lines: &[String]) {
    let reasons = lines.iter().filter(|line| line.starts_with("magpie: ")).count();
    assert_eq!(reasons, 1, "{lines:#?}");
    for sign in ["panicked", "stack backtrace"] {
        assert!(!lines.iter().any(|line| line.contains(sign)), "{lines:#?}");
    }
}
