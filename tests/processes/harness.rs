//! Starts `magpie` processes. A sandbox stands in for Discord, and each test has a folder for the files of the bot.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use magpie::cli::sandbox::Roster;
use magpie::members::MemberId;
use magpie::sandbox::core::Seed;
use magpie::sandbox::{
    ClickRequest, CommandRequest, DiscordConfig, InteractionResult, ModalRequest, Options, Sandbox, SandboxClock, Wait,
};
use serde_json::{Map, Value, json};

/// A test fails if it waits longer than this for a line or another result. The wait is in real time.
pub const TIMEOUT: Duration = Duration::from_secs(60);

/// A running `magpie` process. Dropping this value kills the process.
pub struct Process {
    child: Child,
    lines: Receiver<String>,
    printed: Vec<String>,
}

impl Process {
    pub fn start(arguments: &[&str], token: &str) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_magpie"));
        command.args(arguments);
        Self::spawn(command, token)
    }

    pub fn spawn(mut command: Command, token: &str) -> Self {
        command.env("DISCORD_TOKEN", token).env_remove("RUST_LOG");
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary is built");
        let (sender, lines) = channel();
        forward_lines(child.stdout.take().expect("piped"), sender.clone());
        forward_lines(child.stderr.take().expect("piped"), sender);
        Self { child, lines, printed: Vec::new() }
    }

    /// The first line that contains `words`. Waits for it if the process has not printed it yet.
    pub fn wait_for_line(&mut self, words: &str) -> String {
        if let Some(line) = self.printed.iter().find(|line| line.contains(words)) {
            return line.clone();
        }
        loop {
            let line = self
                .lines
                .recv_timeout(TIMEOUT)
                .unwrap_or_else(|_| panic!("no line has {words:?}: {:#?}", self.printed));
            self.printed.push(line.clone());
            if line.contains(words) {
                return line;
            }
        }
    }

    /// All lines that the process has printed so far.
    pub fn printed_lines(&mut self) -> &[String] {
        self.printed.extend(self.lines.try_iter());
        &self.printed
    }

    /// Kills the process with SIGKILL.
    pub fn kill(mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("the process exits");
    }

    pub fn terminate(self) -> ExitStatus {
        self.signal("TERM");
        self.wait_for_exit().0
    }

    /// Sends the signal with this name, such as `HUP`.
    pub fn signal(&self, name: &str) {
        let pid = self.child.id().to_string();
        Command::new("kill").args([&format!("-{name}"), &pid]).status().expect("kill is installed");
    }

    /// The base URL of the health and metrics pages. Waits until the process serves them.
    pub fn web(&mut self) -> String {
        let line = self.wait_for_line("health and metrics are at ");
        line.split_once("are at ").expect("the line contains it").1.to_owned()
    }

    /// Makes every write to a file fail.
    pub fn block_file_writes(&self) {
        self.limit_file_size("1");
    }

    /// Allows writes to files again.
    pub fn allow_file_writes(&self) {
        self.limit_file_size("unlimited");
    }

    fn limit_file_size(&self, bytes: &str) {
        let (pid, limit) = (self.child.id().to_string(), format!("--fsize={bytes}:unlimited"));
        let prlimit_status = Command::new("prlimit").args(["--pid", &pid, &limit]).status();
        assert!(prlimit_status.expect("prlimit is installed").success());
    }

    /// Waits until the process exits. Returns its status and the lines that it printed since the last read.
    /// Fails if the process prints nothing for [`TIMEOUT`] and does not exit.
    pub fn wait_for_exit(self) -> (ExitStatus, Vec<String>) {
        self.wait_for_exit_within(TIMEOUT)
    }

    /// Like [`Self::wait_for_exit`], for a process that may print nothing for this long.
    pub fn wait_for_exit_within(mut self, timeout: Duration) -> (ExitStatus, Vec<String>) {
        let mut remaining_lines = Vec::new();
        loop {
            match self.lines.recv_timeout(timeout) {
                Ok(line) => remaining_lines.push(line),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => panic!("the process still runs: {remaining_lines:#?}"),
            }
        }
        (self.child.wait().expect("the process exits"), remaining_lines)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // This fails if the process has exited already.
        drop(self.child.kill());
    }
}

fn forward_lines(output: impl Read + Send + 'static, lines: Sender<String>) {
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            if lines.send(line).is_err() {
                return;
            }
        }
    });
}

/// The parts of a bot's configuration that tests change.
#[derive(Clone)]
pub struct Settings<'a> {
    pub api_url: String,
    /// More lines for the section `[discord]`, in TOML.
    pub discord: &'a str,
    /// A path relative to the harness's folder, or an absolute path.
    pub database: &'a Path,
    /// More sections, in TOML.
    pub more: &'a str,
}

pub const NO_WEB: &str = "[web]\nlisten = \"\"\n";
pub const WEB: &str = "[web]\nlisten = \"127.0.0.1:0\"\n";

/// A sandbox with four members, and a folder for the bot's database and configuration.
pub struct Harness {
    pub sandbox: Sandbox,
    pub folder: tempfile::TempDir,
}

impl Harness {
    /// Starts a sandbox with four members. `change_seed` can change its seed.
    pub async fn with_seed(change_seed: impl FnOnce(Seed) -> Seed) -> Self {
        let seed = change_seed(Roster::reference().only(&["sec-lead", "lapaz", "brussels", "sydney"]).seed());
        let options =
            Options { port: 0, seed, clock: SandboxClock::real(), config: DiscordConfig::default(), seeder: None };
        let sandbox = Sandbox::start(options, None).await.expect("a free port");
        Self { sandbox, folder: tempfile::tempdir().expect("a folder") }
    }

    pub fn configuration(&self, database: &Path) -> PathBuf {
        self.configuration_with(&Settings { database, ..self.settings() })
    }

    pub fn settings(&self) -> Settings<'static> {
        Settings { api_url: self.sandbox.url().to_owned(), discord: "", database: Path::new("magpie.db"), more: NO_WEB }
    }

    pub fn configuration_with(&self, settings: &Settings<'_>) -> PathBuf {
        let path = self.folder.path().join("magpie.toml");
        let Settings { api_url, discord, database, more } = settings;
        let database = self.folder.path().join(database);
        let database = database.display();
        let text = format!("[discord]\napi_url = \"{api_url}\"\n{discord}\n[database]\npath = \"{database}\"\n{more}");
        std::fs::write(&path, text).expect("written");
        path
    }

    /// The command that runs a bot with these settings.
    pub fn command_with(&self, settings: &Settings<'_>) -> Command {
        let configuration = self.configuration_with(settings);
        let mut command = Command::new(env!("CARGO_BIN_EXE_magpie"));
        command.arg("run").arg("--config").arg(configuration);
        command
    }

    /// Runs a bot with these settings.
    pub fn start(&self, settings: &Settings<'_>) -> Process {
        Process::spawn(self.command_with(settings), &self.sandbox.address().token)
    }

    pub fn run_with(&self, database: &Path, token: &str) -> Process {
        let path = self.configuration(database);
        Process::start(&["run", "--config", path.to_str().expect("a plain path")], token)
    }

    pub fn run(&self) -> Process {
        self.run_with(&self.database(), &self.sandbox.address().token)
    }

    pub fn database(&self) -> PathBuf {
        self.folder.path().join("magpie.db")
    }

    pub async fn command(&self, name: &str, options: Value) -> InteractionResult {
        self.command_as("lapaz", name, options).await
    }

    pub async fn command_as(&self, who: &str, name: &str, options: Value) -> InteractionResult {
        let options = options.as_object().cloned().unwrap_or_else(Map::new);
        let (who, channel, name) = (who.to_owned(), "mag-general".to_owned(), name.to_owned());
        self.sandbox
            .command(CommandRequest { who, channel, name, options, wait: Wait::Idle })
            .await
            .expect("it is answered")
    }

    pub async fn click(&self, result: &InteractionResult, label: &str) {
        self.click_as("lapaz", result, label).await;
    }

    pub async fn click_as(&self, who: &str, result: &InteractionResult, label: &str) {
        let message = result.view.message.as_ref().expect("an answer").id.to_string();
        let label = Some(label.to_owned());
        let request =
            ClickRequest { who: who.to_owned(), message, label, custom_id: None, values: None, wait: Wait::Idle };
        self.sandbox.click(request).await.expect("it is answered");
    }

    /// Fills in the form that a command opened, and submits it.
    pub async fn submit_as(&self, who: &str, form: &InteractionResult, fields: Value) -> InteractionResult {
        let modal = form.view.modal.as_ref().expect("a form is open").id.to_string();
        let fields = fields.as_object().cloned().unwrap_or_else(Map::new);
        let request = ModalRequest { who: who.to_owned(), modal, fields, wait: Wait::Idle };
        self.sandbox.submit_modal(request).await.expect("it is answered")
    }

    /// The member's Discord id.
    pub async fn member(&self, handle: &str) -> MemberId {
        let state: Value = serde_json::to_value(self.sandbox.state().await).expect("it is JSON");
        let members = state["members"].as_array().expect("members are a list");
        let member = members.iter().find(|member| member["handle"] == handle).expect("they are on the roster");
        MemberId(member["id"].as_str().and_then(|id| id.parse().ok()).expect("members have ids"))
    }

    pub async fn set_dms_open(&self, handle: &str, is_open: bool) {
        let url = format!("{}/api/members/{handle}", self.sandbox.url());
        let patch = reqwest::Client::new().patch(url).json(&json!({ "dms_open": is_open }));
        assert!(patch.send().await.expect("the sandbox answers").status().is_success());
    }

    /// Presses the button whose custom id contains `id_part`. A custom id is the same in every language. A label is
    /// not.
    pub async fn press(&self, result: &InteractionResult, id_part: &str) -> InteractionResult {
        let message = result.view.message.as_ref().expect("an answer");
        let all_components =
            message.components.iter().flat_map(|row| row["components"].as_array().into_iter().flatten());
        let custom_id =
            all_components.filter_map(|component| component["custom_id"].as_str()).find(|id| id.contains(id_part));
        let custom_id =
            Some(custom_id.unwrap_or_else(|| panic!("no button for {id_part}: {}", message.content)).to_owned());
        let message = message.id.to_string();
        let request =
            ClickRequest { who: "lapaz".to_owned(), message, label: None, custom_id, values: None, wait: Wait::Idle };
        self.sandbox.click(request).await.expect("it is answered")
    }

    /// The number of command registrations that Discord has accepted.
    pub fn command_registrations(&self) -> usize {
        let requests = self.sandbox.requests_after(0);
        let is_registration = |method: &str, path: &str| method == "PUT" && path.ends_with("/commands");
        requests
            .iter()
            .filter(|request| is_registration(request.method, &request.path) && request.status == Some(200))
            .count()
    }
}

pub fn text(result: &InteractionResult) -> &str {
    &result.view.message.as_ref().expect("an answer").content
}
