//! Tests `magpie sandbox`: what it prints, which tokens it accepts, which databases it deletes, and whether it waits
//! for a bot whose first responses are late.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use base64::Engine as _;
use magpie::cli::sandbox::{Community, Roster, SandboxBot};
use magpie::config::Config;
use magpie::db::{self, Db};
use magpie::sandbox::{Bot, DiscordConfig, Options, Sandbox, SandboxClock, Seeder};
use serde_json::{Value, json};
use sqlx::Connection as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};

use crate::harness::{Process, TIMEOUT};

/// Starts a sandbox without a bot. Returns its process, its URL, its token, and the printed line with the settings for
/// a bot.
fn start(arguments: &[&str]) -> (Process, String, String, String) {
    let mut sandbox = Process::start(&[&["sandbox", "--no-bot", "--port", "0"], arguments].concat(), "");
    let url = sandbox.wait_for_line("http://127.0.0.1:");
    let settings_line = sandbox.wait_for_line("api_url");
    let token =
        settings_line.split_once("DISCORD_TOKEN=").and_then(|(_, rest)| rest.split_once(',')).expect("a token").0;
    let token = token.to_owned();
    (sandbox, url, token, settings_line)
}

async fn status_for(url: &str, token: &str) -> u16 {
    let request = reqwest::Client::new().get(format!("{url}/api/v10/users/@me"));
    let request = request.header("user-agent", "DiscordBot (https://example.org, 1)");
    request.header("authorization", format!("Bot {token}")).send().await.expect("an answer").status().as_u16()
}

async fn get_json(url: &str, token: &str, path: &str) -> Value {
    let request =
        reqwest::Client::new().get(format!("{url}/api/v10{path}")).header("authorization", format!("Bot {token}"));
    let request = request.header("user-agent", "DiscordBot (https://example.org, 1)");
    request.send().await.expect("an answer").json().await.expect("JSON")
}

#[tokio::test(flavor = "multi_thread")]
async fn sandbox_without_a_bot_prints_its_address_and_the_settings_for_a_bot() {
    let (sandbox, url, token, settings_line) = start(&[]);
    insta::assert_snapshot!(
        settings_line.replace(&url, "<url>").replace(&token, "<token>"),
        @r#"for the bot: DISCORD_TOKEN=<token>, and in its configuration [discord] api_url = "<url>""#
    );
    let state: Value = reqwest::get(format!("{url}/api/state")).await.expect("an answer").json().await.expect("JSON");
    assert_eq!((&state["bot"], &state["clock"]), (&json!("none"), &json!("real")));
    assert_eq!(status_for(&url, &token).await, 200);
    assert!(!state.to_string().contains(&token), "no page can read the token");
    assert!(sandbox.terminate().success());
}

#[tokio::test(flavor = "multi_thread")]
async fn token_is_new_at_each_start_unless_one_is_given() {
    let (first, _, first_token, _) = start(&[]);
    let (second, url, second_token, _) = start(&[]);
    assert_ne!(first_token, second_token);
    assert_eq!([status_for(&url, &first_token).await, status_for(&url, "sandbox-token").await], [401, 401]);
    let (third, url, third_token, _) = start(&["--token", "my-own"]);
    assert_eq!((third_token.as_str(), status_for(&url, "my-own").await), ("my-own", 200));
    for sandbox in [first, second, third] {
        assert!(sandbox.terminate().success());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn token_has_the_form_of_discords_tokens_and_begins_with_the_bots_id() {
    for (arguments, is_shared) in [(&[][..], true), (&["--strict"], false)] {
        let (sandbox, url, token, _) = start(arguments);
        let parts: Vec<&str> = token.split('.').collect();
        assert_eq!(parts[1..].iter().map(|part| part.len()).collect::<Vec<_>>(), [6, 38]);
        let id = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(parts[0]).expect("base64");
        assert_eq!(json!(String::from_utf8(id).expect("an id")), get_json(&url, &token, "/users/@me").await["id"]);
        let application = get_json(&url, &token, "/applications/@me").await;
        assert_eq!(application["id"] == application["bot"]["id"], is_shared, "a new application has its bot's id");
        assert!(sandbox.terminate().success());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn privileged_intents_are_those_that_the_arguments_enable() {
    for (arguments, flags) in
        [(&[][..], 1 << 15), (&["--privileged-intents", "presences,content"], (1 << 13) | (1 << 19))]
    {
        let (sandbox, url, token, _) = start(arguments);
        assert_eq!(get_json(&url, &token, "/applications/@me").await["flags"], flags);
        assert!(sandbox.terminate().success());
    }
}

fn roster() -> Roster {
    Roster::reference().only(&["sec-lead", "lapaz", "brussels"])
}

async fn sandbox_on(database: &Path, seeder: Option<Arc<dyn Seeder>>, config: DiscordConfig) -> Sandbox {
    let clock = SandboxClock::starting_at("2020-11-10T16:55:00Z".parse().expect("an instant"));
    let bot = SandboxBot::new(Config::default(), Some(database.to_owned()), clock.clone()).expect("a bot");
    let options = Options { port: 0, seed: roster().seed(), clock, config, seeder };
    Sandbox::start(options, Some(Arc::new(bot) as Arc<dyn Bot>)).await.expect("the sandbox starts")
}

#[tokio::test(flavor = "multi_thread")]
async fn reset_deletes_a_database_only_if_a_sandbox_made_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let (bot_database, sandbox_database) = (folder.path().join("real.db"), folder.path().join("own.db"));
    let db = Db::open(&bot_database).await.expect("it opens");
    db.write(async |tx| db::write_setting(tx, "precious", "").await).await.expect("it is stored");
    db.close().await;
    drop(db);
    db::wait_until_unlocked(&bot_database).expect("the lock is released");

    let sandbox = sandbox_on(&bot_database, None, DiscordConfig::default()).await;
    let refusal = sandbox.reset().await.expect_err("it is a real bot's");
    assert_eq!(refusal.status, 409);
    assert!(refusal.error.contains("real.db"), "{}", refusal.error);
    sandbox.settle().await.expect("the bot still runs");
    let mut conn = db::open_to_read(&bot_database).await.expect("it is there");
    assert!(db::read_setting(&mut conn, "precious").await.expect("it reads").is_some());
    sandbox.stop().await;

    let sandbox = sandbox_on(&sandbox_database, None, DiscordConfig::default()).await;
    sandbox.reset().await.expect("it made the file itself");
    sandbox.stop().await;
    let second_sandbox = sandbox_on(&sandbox_database, None, DiscordConfig::default()).await;
    second_sandbox.reset().await.expect("another sandbox made it");
    second_sandbox.stop().await;
}

/// Only what a person should act on is printed. A slow machine may print that it is slow.
#[tokio::test(flavor = "multi_thread")]
async fn sandbox_prints_no_warning_at_its_start_nor_when_its_bot_is_killed_and_started() {
    let mut sandbox = Process::start(&["sandbox", "--port", "0"], "");
    let url = sandbox.wait_for_line("http://127.0.0.1:");
    for action in ["kill", "start"] {
        let request = reqwest::Client::new().post(format!("{url}/api/bot")).json(&json!({ "do": action }));
        let response = request.send().await.expect("an answer");
        assert!(response.status().is_success(), "{action}: {}", response.text().await.expect("a text"));
    }
    let mut lines = sandbox.printed_lines().to_vec();
    sandbox.signal("TERM");
    let (status, last_lines) = sandbox.wait_for_exit();
    lines.extend(last_lines);
    assert!(status.success(), "{lines:#?}");
    let is_problem = |line: &&String| [" WARN ", " ERROR "].iter().any(|level| line.contains(level));
    let is_about_speed = |line: &&String| line.contains("a busy machine?") || line.contains("waiting longer");
    let problems: Vec<_> = lines.iter().filter(|line| is_problem(line) && !is_about_speed(line)).collect();
    assert_eq!(problems, Vec::<&String>::new());
}

/// A seeder that makes Discord refuse the bot's first four responses, as if the bot had responded too late.
struct SlowBotSeeder(Community);

#[async_trait]
impl Seeder for SlowBotSeeder {
    async fn seed(&self, sandbox: &Sandbox) -> Result<(), String> {
        let late_fault = json!({"route": "POST /interactions/*/*/callback", "status": 404, "code": 10062, "times": 4});
        let late_fault = serde_json::from_value(late_fault).expect("a fault");
        sandbox.plan_fault(late_fault).map_err(|error| error.error)?;
        self.0.seed(sandbox).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sandbox_sets_up_the_community_although_the_bots_first_responses_are_late() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = folder.path().join("magpie.db");
    let config = DiscordConfig { response_timeout: Duration::from_millis(500), ..DiscordConfig::default() };
    let seeder = Arc::new(SlowBotSeeder(Community::new(roster())));
    let sandbox = sandbox_on(&database, Some(seeder), config).await;
    assert_eq!(sandbox.pending_faults(), [], "the bot has sent all four late responses");
    let mut conn = db::open_to_read(&database).await.expect("it reads");
    let present_members = magpie::members::service::present(&mut conn).await.expect("they can be read");
    let members_with_profile: Vec<_> = present_members.iter().filter(|member| member.profile.is_some()).collect();
    assert_eq!((present_members.len(), members_with_profile.len()), (3, 3));
    sandbox.stop().await;
}

/// Runs `magpie sandbox` until it fails. Returns its exit code and the line that says why.
fn failed_start(arguments: &[&str]) -> (Option<i32>, String) {
    let sandbox = Process::start(&[&["sandbox"], arguments].concat(), "");
    let (status, lines) = sandbox.wait_for_exit();
    crate::assert_one_clear_line(&lines);
    (status.code(), lines.join("\n"))
}

#[tokio::test(flavor = "multi_thread")]
async fn start_that_fails_says_what_to_do_and_has_the_exit_code_of_its_cause() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_str().expect("a plain path").to_owned();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let taken_port = listener.local_addr().expect("it is bound").port().to_string();
    std::fs::write(path("roster.csv"), "handle,name\n").expect("written");
    std::fs::write(path("text.db"), "no database, but a text of some length\n".repeat(100)).expect("written");
    let open_db = Db::open(Path::new(&path("open.db"))).await.expect("it opens");
    let failures = [
        (vec!["--port", &taken_port], 2, "choose another with --port"),
        (vec!["--port", "0", "--roster", &path("roster.csv")], 2, "leave out --roster"),
        (vec!["--port", "0", "--roster", &path("missing.csv")], 2, "leave out --roster"),
        (vec!["--port", "0", "--bare", "--db", &path("open.db")], 6, "stop that one first"),
        (vec!["--port", "0", "--bare", "--db", &path("text.db")], 8, "put the newest backup back"),
        (vec!["--port", "0", "--bare", "--db", &path("missing/x.db")], 8, "let the user that Magpie runs as write"),
    ]
    .map(|(arguments, code, advice)| (arguments.into_iter().map(str::to_owned).collect::<Vec<_>>(), code, advice));
    for (arguments, code, advice) in failures {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let (exit_code, lines) = failed_start(&arguments);
        assert_eq!(exit_code, Some(code), "{arguments:?}: {lines}");
        assert!(lines.contains(advice), "{arguments:?}: {lines}");
        assert!(lines.matches("did not start").count() <= 1, "{arguments:?}: {lines}");
    }
    open_db.close().await;
}

/// Waits until the bot has read the server from Discord and has stored it in this database. Then prevents every further
/// write to the database until the returned connection is closed.
async fn block_writes_after_the_bot_read_the_server(database: &Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(database).busy_timeout(TIMEOUT);
    let block = async {
        loop {
            if let Ok(mut conn) = SqliteConnection::connect_with(&options).await {
                let count = sqlx::query_scalar::<_, i64>("SELECT COUNT(*) FROM servers").fetch_one(&mut conn).await;
                if count.is_ok_and(|count| count > 0) {
                    sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut conn).await.expect("the bot finishes its write");
                    return conn;
                }
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(TIMEOUT, block).await.expect("the bot starts")
}

#[tokio::test(flavor = "multi_thread")]
async fn long_start_shows_its_progress_and_ends_at_ctrl_c() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = folder.path().join("magpie.db");
    let path = database.to_str().expect("a plain path");
    let mut sandbox = Process::start(&["sandbox", "--port", "0", "--db", path], "");
    // The community cannot be set up, so the start does not end.
    let conn = block_writes_after_the_bot_read_the_server(&database).await;
    let line = sandbox.wait_for_line("starting: ");
    let step = line.trim_start_matches("starting: ");
    assert!(["waiting for the bot to connect", "/setup: "].iter().any(|known| step.starts_with(known)), "{line}");
    sandbox.signal("INT");
    let (status, lines) = sandbox.wait_for_exit();
    assert!(status.success(), "{status}: {lines:#?}");
    assert!(!lines.iter().any(|line| line.contains("http://127.0.0.1")), "the start was not over: {lines:#?}");
    drop(conn);
}
