//! Tests `magpie outbox` while `magpie run` uses the same database.

use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;
use std::time::{Duration, Instant};

use magpie::cli::sandbox::{Community, Roster, SandboxBot};
use magpie::config::Config;
use magpie::db::Db;
use magpie::delivery::{DeliveryId, phone_test};
use magpie::members::{InteractionId, MemberId};
use magpie::sandbox::{Bot, DiscordConfig, Options, Sandbox, SandboxClock};
use magpie::time::{Clock, SignedDuration, SystemClock};
use serde_json::{Value, json};

use crate::restored_alert::send_alert;
use crate::{Harness, TIMEOUT, assert_one_clear_line, set_up_profile};

struct Magpie<'a> {
    database: &'a Path,
}

impl Magpie<'_> {
    fn outbox(&self, arguments: &[&str]) -> Output {
        let database = self.database.to_str().expect("a plain path");
        let mut command = Command::new(env!("CARGO_BIN_EXE_magpie"));
        command
            .arg("outbox")
            .args(arguments)
            .args(["--db", database])
            .env_remove("RUST_LOG")
            .output()
            .expect("the binary is built")
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let output = self.outbox(arguments);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).expect("it answers JSON")
    }

    fn state(&self, id: DeliveryId) -> Value {
        self.json(&["show", &id.to_string(), "--json"])
    }

    /// Polls until the delivery has this state. There is no pause between polls, because each poll takes the time to
    /// start a process.
    fn wait_for_state(&self, id: DeliveryId, state: &str) -> Value {
        let started_at = Instant::now();
        loop {
            let delivery = self.state(id);
            if delivery["state"] == state {
                return delivery;
            }
            assert!(started_at.elapsed() < TIMEOUT, "it never became {state}: {delivery}");
        }
    }

    /// Enqueues a phone test for the member, due after this delay. Opens the database as another process does.
    async fn enqueue(&self, member: MemberId, interaction: u64, delay: SignedDuration) -> DeliveryId {
        let db = Db::open_shared(self.database).await.expect("a second process may use the database");
        let asked_at = SystemClock.now() + delay - phone_test::DELAY;
        let phone_request = phone_test::request(&db, member, InteractionId(interaction), asked_at);
        let id = phone_request.await.expect("it is enqueued");
        db.close().await;
        id
    }
}

fn stderr_lines(output: &Output) -> Vec<String> {
    String::from_utf8_lossy(&output.stderr).lines().map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn operator_lists_cancels_and_retries_deliveries_while_a_bot_runs() {
    let harness = Harness::with_seed(|seed| seed).await;
    let database = harness.folder.path().join("magpie.db");
    let magpie = Magpie { database: &database };
    let refusal = magpie.outbox(&["list"]);
    assert_eq!(refusal.status.code(), Some(8), "there is no database yet");
    assert_one_clear_line(&stderr_lines(&refusal));

    let mut bot = harness.run();
    bot.wait_for_line("registered the commands");
    bot.wait_for_line("the server was synced");
    let setup = harness.command_as("sec-lead", "setup", json!({})).await;
    harness.click_as("sec-lead", &setup, "Save as shown").await;
    let answers = json!({"zone": "America/La_Paz", "quiet_start": "22:00", "quiet_end": "07:00", "emergency": "No"});
    let review = harness.command("profile set", answers).await;
    harness.click(&review, "Save").await;
    let lapaz = harness.member("lapaz").await;

    // A waiting delivery can be cancelled once. A second cancellation is refused.
    let waiting_id = magpie.enqueue(lapaz, 1, SignedDuration::from_hours(3)).await;
    let list = magpie.json(&["list", "--member", "@lapaz", "--state", "waiting", "--json"]);
    assert_eq!((&list["total"], &list["messages"][0]["number"]), (&json!(1), &json!(waiting_id.0)));
    let table = magpie.outbox(&["list"]);
    let table = String::from_utf8_lossy(&table.stdout);
    assert!(table.starts_with("NUMBER") && table.contains("a phone test"), "{table}");
    assert!(magpie.outbox(&["cancel", &waiting_id.to_string()]).status.success());
    let second_cancel = magpie.outbox(&["cancel", &waiting_id.to_string()]);
    assert_eq!(second_cancel.status.code(), Some(12));
    assert_one_clear_line(&stderr_lines(&second_cancel));
    let history = magpie.state(waiting_id)["history"].clone();
    assert_eq!(history.as_array().and_then(|events| events.last()).map(|event| &event["by"]), Some(&json!("operator")));

    // The running bot notices a delivery that another process enqueued.
    let sent_id = magpie.enqueue(lapaz, 2, SignedDuration::ZERO).await;
    let receipt = magpie.wait_for_state(sent_id, "sent");
    assert_eq!(receipt["seen_at"], Value::Null, "nobody has seen the message yet");
    let retry_of_sent = magpie.outbox(&["retry", &sent_id.to_string()]);
    assert_eq!(retry_of_sent.status.code(), Some(12), "{:?}", stderr_lines(&retry_of_sent));

    // Discord refuses the DM and the inbox thread, so the delivery fails. After the DM is open again, a retry succeeds.
    harness.set_dms_open("lapaz", false).await;
    let route = "POST /channels/*/threads".to_owned();
    let fault = serde_json::from_value(json!({"route": route, "status": 403, "code": 50013})).expect("it is a fault");
    harness.sandbox.plan_fault(fault).expect("it is understood");
    let failed_id = magpie.enqueue(lapaz, 3, SignedDuration::ZERO).await;
    let reason = magpie.wait_for_state(failed_id, "failed")["reason"].clone();
    assert!(reason.as_str().is_some_and(|reason| !reason.is_empty()));
    harness.set_dms_open("lapaz", true).await;
    harness.command("profile show", json!({})).await;
    assert!(magpie.outbox(&["retry", &failed_id.to_string()]).status.success());
    magpie.wait_for_state(failed_id, "sent");

    for (arguments, code) in
        [(vec!["show", "999999"], 12), (vec!["list", "--source", "nobody"], 2), (vec!["list", "--state", "lost"], 2)]
    {
        let output = magpie.outbox(&arguments);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {:?}", stderr_lines(&output));
    }
    assert!(bot.terminate().success());
    let list_output = magpie.outbox(&["list", "--state", "all"]);
    assert!(list_output.status.success(), "it also works while no bot runs: {:?}", stderr_lines(&list_output));
    harness.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn operator_retries_all_failed_messages_of_a_feature_after_a_dry_run() {
    let harness = Harness::with_seed(|seed| seed).await;
    let database = harness.folder.path().join("magpie.db");
    let magpie = Magpie { database: &database };
    let mut bot = harness.run();
    set_up_profile(&harness, &mut bot).await;
    let lapaz = harness.member("lapaz").await;
    harness.set_dms_open("lapaz", false).await;
    let mut failed_ids = Vec::new();
    for interaction in 1..=3 {
        failed_ids.push(magpie.enqueue(lapaz, interaction, SignedDuration::ZERO).await);
    }
    for id in &failed_ids {
        magpie.wait_for_state(*id, "failed");
    }
    assert!(bot.terminate().success());

    let retry = |more: &[&str]| magpie.outbox(&[&["retry", "--source", "phone-test"], more].concat());
    let text = |output: &Output| String::from_utf8_lossy(&output.stdout).into_owned();
    let dry_run = retry(&["--since", "1h", "--dry-run"]);
    assert!(dry_run.status.success(), "{:?}", stderr_lines(&dry_run));
    assert!(text(&dry_run).contains("      3  would be tried again\n"), "{}", text(&dry_run));
    for id in &failed_ids {
        assert_eq!(magpie.state(*id)["state"], "failed", "a dry run changes nothing");
    }

    // `--since` leaves out messages that were due earlier. If nothing is left, the command says so and fails.
    let future_time = SystemClock.now() + SignedDuration::from_hours(1);
    let brussels = harness.member("brussels").await.to_string();
    for empty_retry in [retry(&["--since", &future_time.to_string()]), retry(&["--member", &brussels])] {
        assert_eq!(empty_retry.status.code(), Some(12), "{}", text(&empty_retry));
        assert_one_clear_line(&stderr_lines(&empty_retry));
    }
    for wrong_arguments in
        [vec!["retry"], vec!["retry", "1", "--source", "phone-test"], vec!["retry", "--since", "yesterday"]]
    {
        assert_eq!(magpie.outbox(&wrong_arguments).status.code(), Some(2), "{wrong_arguments:?}");
    }

    let retry_output = retry(&["--since", "1h"]);
    assert!(retry_output.status.success(), "{:?}", stderr_lines(&retry_output));
    assert!(text(&retry_output).contains("      3  are tried again\n"), "{}", text(&retry_output));
    for id in &failed_ids {
        let delivery = magpie.state(*id);
        assert_eq!(delivery["state"], "waiting");
        let history = delivery["history"].as_array().expect("it has one");
        assert_eq!(history.last().map(|event| &event["by"]), Some(&json!("operator")));
    }
    let second_retry = retry(&["--since", "1h"]);
    assert_eq!(second_retry.status.code(), Some(12), "they are waiting already");
    harness.sandbox.stop().await;
}

/// A sandbox on this machine's clock, because `magpie outbox` uses it. `@sleeper` is asleep now, `@waker` is awake.
async fn sandbox_with_a_sleeper(database: &Path) -> Sandbox {
    let now = SystemClock.now();
    let clock_time = |hours: i64| (now + SignedDuration::from_hours(hours)).to_string()[11..16].to_owned();
    let (begin, end, night_begin, night_end) = (clock_time(-1), clock_time(4), clock_time(10), clock_time(12));
    let csv = format!(
        "handle,name,city,zone,locale,quiet_start,quiet_end,roles
         sec-lead,Secretariat lead,Accra,Africa/Accra,en-GB,{night_begin},{night_end},secretariat
         waker,Member Waker,Accra,Africa/Accra,en-GB,{night_begin},{night_end},mag
         sleeper,Member Sleeper,Accra,Africa/Accra,en-GB,{begin},{end},mag\n"
    );
    let roster = Roster::parse("the test", &csv).expect("a roster");
    let bot = SandboxBot::new(Config::default(), Some(database.to_owned()), SandboxClock::real()).expect("a bot");
    let (seed, config) = (roster.seed(), DiscordConfig::default());
    let seeder = Arc::new(Community::new(roster));
    let options = Options { port: 0, seed, clock: SandboxClock::real(), config, seeder: Some(seeder) };
    Sandbox::start(options, Some(Arc::new(bot) as Arc<dyn Bot>)).await.expect("the sandbox starts")
}

/// The text of the list of alert 1 in the secretariat's channel.
fn alert_list(sandbox: &Sandbox) -> String {
    let messages = sandbox.messages("secretariat", None, None).expect("the channel exists");
    let list = messages.into_iter().map(|message| message.content).find(|text| text.contains("Main room link changed"));
    list.expect("the list is posted")
}

#[tokio::test(flavor = "multi_thread")]
async fn list_of_an_alert_shows_whose_message_an_operator_cancelled() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = folder.path().join("magpie.db");
    let sandbox = sandbox_with_a_sleeper(&database).await;
    send_alert(&sandbox, "information").await;
    let list = alert_list(&sandbox);
    assert!(list.contains("Waiting until they wake (1):** Member Sleeper"), "{list}");

    let magpie = Magpie { database: &database };
    let waiting = magpie.json(&["list", "--member", "@sleeper", "--state", "waiting", "--json"]);
    assert_eq!(waiting["total"], 1, "{waiting}");
    let cancelled = magpie.outbox(&["cancel", &waiting["messages"][0]["number"].to_string()]);
    assert!(cancelled.status.success(), "{:?}", stderr_lines(&cancelled));
    // The bot notices the change of the other process, and edits the list.
    let began_at = Instant::now();
    while !alert_list(&sandbox).contains("Cancelled by the secretariat (1):** Member Sleeper") {
        assert!(began_at.elapsed() < TIMEOUT, "{}", alert_list(&sandbox));
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(!alert_list(&sandbox).contains("Waiting until they wake"), "{}", alert_list(&sandbox));
    let texts: Vec<String> =
        sandbox.inbox("sleeper", None).expect("they are there").into_iter().map(|item| item.message.content).collect();
    assert!(!texts.iter().any(|text| text.contains("Main room link changed")), "{texts:#?}");
    sandbox.stop().await;
}
