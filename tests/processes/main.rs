//! Magpie in processes of its own: `magpie run` against a sandbox, killed, stopped and refused; and `magpie sandbox --no-bot`.

mod outbox;

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use magpie::cli::sandbox::Roster;
use magpie::members::MemberId;
use magpie::sandbox::core::Seed;
use magpie::sandbox::{ClickAct, CommandAct, InteractionResult, Manners, Options, Sandbox, SandboxClock, Wait};
use serde_json::{Map, Value, json};

/// Real time after which a process that says nothing has failed.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running `magpie`, killed when the test ends.
struct Process {
    child: Child,
    lines: Receiver<String>,
    said: Vec<String>,
}

impl Process {
    fn start(arguments: &[&str], token: &str) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_magpie"));
        command.args(arguments).env("DISCORD_TOKEN", token).env_remove("RUST_LOG");
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary is built");
        let (told, lines) = channel();
        follow(child.stdout.take().expect("piped"), told.clone());
        follow(child.stderr.take().expect("piped"), told);
        Self { child, lines, said: Vec::new() }
    }

    /// The first line with this in it, said already or still to come.
    fn says(&mut self, words: &str) -> String {
        if let Some(line) = self.said.iter().find(|line| line.contains(words)) {
            return line.clone();
        }
        loop {
            let line = self.lines.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("never said {words:?}, but {:#?}", self.said));
            self.said.push(line.clone());
            if line.contains(words) {
                return line;
            }
        }
    }

    /// `kill -9`
    fn kill(mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it ends");
    }

    fn ask_to_stop(self) -> ExitStatus {
        let pid = self.child.id().to_string();
        Command::new("kill").args(["-TERM", &pid]).status().expect("there is a kill");
        self.ends().0
    }

    /// How it ended, and all that it said since it was last listened to.
    fn ends(mut self) -> (ExitStatus, Vec<String>) {
        let mut rest = Vec::new();
        while let Ok(line) = self.lines.recv_timeout(PATIENCE) {
            rest.push(line);
        }
        (self.child.wait().expect("it ends"), rest)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself.
        drop(self.child.kill());
    }
}

fn follow(output: impl Read + Send + 'static, told: Sender<String>) {
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            if told.send(line).is_err() {
                return;
            }
        }
    });
}

/// A Discord of four people, and a folder for the bot's database and configuration.
struct Place {
    sandbox: Sandbox,
    folder: tempfile::TempDir,
}

impl Place {
    async fn with(seed: impl FnOnce(Seed) -> Seed) -> Self {
        let seed = seed(Roster::reference().only(&["sec-lead", "lapaz", "brussels", "sydney"]).seed());
        let options = Options { port: 0, seed, clock: SandboxClock::real(), manners: Manners::default(), seeder: None };
        let sandbox = Sandbox::start(options, None).await.expect("a free port");
        Self { sandbox, folder: tempfile::tempdir().expect("a folder") }
    }

    fn configuration(&self, database: &Path) -> PathBuf {
        let path = self.folder.path().join("magpie.toml");
        let (api, database) = (self.sandbox.url(), database.display());
        let text = format!("[discord]\napi_url = \"{api}\"\n[database]\npath = \"{database}\"\n[web]\nlisten = \"\"\n");
        std::fs::write(&path, text).expect("written");
        path
    }

    fn run_with(&self, database: &Path, token: &str) -> Process {
        let path = self.configuration(database);
        Process::start(&["run", "--config", path.to_str().expect("a plain path")], token)
    }

    fn run(&self) -> Process {
        self.run_with(&self.folder.path().join("magpie.db"), &self.sandbox.address().token)
    }

    async fn command(&self, name: &str, options: Value) -> InteractionResult {
        self.command_of("lapaz", name, options).await
    }

    async fn command_of(&self, who: &str, name: &str, options: Value) -> InteractionResult {
        let options = options.as_object().cloned().unwrap_or_else(Map::new);
        let (who, channel, name) = (who.to_owned(), "mag-general".to_owned(), name.to_owned());
        self.sandbox.command(CommandAct { who, channel, name, options, wait: Wait::Idle }).await.expect("it is answered")
    }

    async fn click(&self, on: &InteractionResult, label: &str) {
        self.click_of("lapaz", on, label).await;
    }

    async fn click_of(&self, who: &str, on: &InteractionResult, label: &str) {
        let message = on.view.message.as_ref().expect("an answer").id.to_string();
        let label = Some(label.to_owned());
        let act = ClickAct { who: who.to_owned(), message, label, custom_id: None, values: None, wait: Wait::Idle };
        self.sandbox.click(act).await.expect("it is answered");
    }

    /// Somebody's Discord id.
    async fn member(&self, handle: &str) -> MemberId {
        let state: Value = serde_json::to_value(self.sandbox.state().await).expect("it is JSON");
        let members = state["members"].as_array().expect("members are a list");
        let member = members.iter().find(|member| member["handle"] == handle).expect("they are on the roster");
        MemberId(member["id"].as_str().and_then(|id| id.parse().ok()).expect("members have ids"))
    }

    async fn patch_dms(&self, handle: &str, open: bool) {
        let url = format!("{}/api/members/{handle}", self.sandbox.url());
        let patch = reqwest::Client::new().patch(url).json(&json!({ "dms_open": open }));
        assert!(patch.send().await.expect("the sandbox answers").status().is_success());
    }

    fn registrations(&self) -> usize {
        let requests = self.sandbox.requests_after(0);
        requests.iter().filter(|request| request.method == "PUT" && request.path.ends_with("/commands")).count()
    }
}

fn text(result: &InteractionResult) -> &str {
    &result.view.message.as_ref().expect("an answer").content
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_process_goes_on_where_it_was_and_a_stopped_one_ends_well() {
    let place = Place::with(|seed| seed).await;
    let mut bot = place.run();
    bot.says("the commands were registered");
    bot.says("the server was read anew");
    let answers = json!({"zone": "America/La_Paz", "quiet_start": "22:00", "quiet_end": "07:00", "emergency": "No"});
    let review = place.command("profile set", answers).await;
    place.click(&review, "Save").await;
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

/// One line says why it stopped; there is no backtrace.
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
