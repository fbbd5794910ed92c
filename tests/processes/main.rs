//! Magpie in processes of its own: `magpie run` against a sandbox, killed, stopped and refused, and with a full disk;
//! and `magpie sandbox --no-bot`.

mod kills;
mod outbox;
mod stage;
mod storage;

use magpie::sandbox::core::Seed;
use serde_json::{Value, json};

use stage::{PATIENCE, Place, Process, text};

/// Waits for a bot on a new database, and saves a profile.
async fn settled(place: &Place, bot: &mut Process) {
    bot.says("the commands were registered");
    bot.says("the server was read anew");
    let answers = json!({"zone": "America/La_Paz", "quiet_start": "22:00", "quiet_end": "07:00", "emergency": "No"});
    let review = place.command("profile set", answers).await;
    place.press(&review, "profile/save").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_process_goes_on_where_it_was_and_a_stopped_one_ends_well() {
    let place = Place::with(|seed| seed).await;
    let mut bot = place.run();
    settled(&place, &mut bot).await;
    bot.kill();

    let mut bot = place.run();
    bot.says("the server was read anew");
    let shown = place.command("profile show", json!({})).await;
    assert!(text(&shown).contains("America/La_Paz"), "{}", text(&shown));
    assert_eq!(place.registrations(), 1, "they have not changed");
    assert!(bot.ask_to_stop().success());
    place.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn second_bot_on_the_same_database_is_refused_while_the_first_lives() {
    let place = Place::with(|seed| seed).await;
    let mut first = place.run();
    first.says("the server was read anew");
    let (status, said) = place.run().ends();
    assert_eq!(status.code(), Some(6), "{said:#?}");
    is_one_clear_line(&said);
    first.kill();
    place.run().says("the server was read anew");
    place.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_token_and_missing_intent_end_with_their_codes() {
    let place = Place::with(|seed| seed).await;
    let (status, said) = place.run_with(&place.folder.path().join("magpie.db"), "not-the-token").ends();
    assert_eq!(status.code(), Some(4), "{said:#?}");
    is_one_clear_line(&said);
    assert!(!said.iter().any(|line| line.contains("not-the-token")), "a token is never printed: {said:#?}");
    place.sandbox.stop().await;

    let place = Place::with(|seed| Seed { privileged_intents: 0, ..seed }).await;
    let (status, said) = place.run().ends();
    assert_eq!(status.code(), Some(5), "{said:#?}");
    is_one_clear_line(&said);
    place.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn database_that_cannot_be_opened_is_told_at_once() {
    let place = Place::with(|seed| seed).await;
    let (status, said) = place.run_with(place.folder.path(), &place.sandbox.address().token).ends();
    assert_eq!(status.code(), Some(8), "{said:#?}");
    is_one_clear_line(&said);
    place.sandbox.stop().await;
}

/// One line says why it stopped, without a backtrace.
fn is_one_clear_line(said: &[String]) {
    let reasons = said.iter().filter(|line| line.starts_with("magpie: ")).count();
    assert_eq!(reasons, 1, "{said:#?}");
    assert!(!said.iter().any(|line| line.contains("panicked") || line.contains("stack backtrace")), "{said:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn sandbox_without_a_bot_tells_its_address_and_what_the_bot_needs() {
    let mut sandbox = Process::start(&["sandbox", "--no-bot", "--port", "0"], "");
    let url = sandbox.says("http://127.0.0.1:");
    let needs = sandbox.says("api_url");
    assert!(needs.contains(&url) && needs.contains("DISCORD_TOKEN="), "{needs}");
    let state: Value = reqwest::get(format!("{url}/api/state")).await.expect("an answer").json().await.expect("JSON");
    assert_eq!((&state["bot"], &state["clock"]), (&json!("none"), &json!("real")));
    assert!(sandbox.ask_to_stop().success());
}
