//! A test harness: a sandbox that runs the real bot. A test acts as members do, through the control API, and checks the
//! messages that members receive.
//!
//! A test must finish with [`Harness::end`], which fails in each of these cases:
//! - The test has not read a message of the bot.
//! - Discord would have refused a request of the bot, or the sandbox answered with an unplanned 429.
//! - The bot could not decode a gateway event.

#![allow(dead_code)] // every test binary compiles this module and uses only a part of it

mod output;
pub mod validators;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use magpie::cli::sandbox::{Community, Roster, SandboxBot};
use magpie::config::{Config, MailConfig};
use magpie::db::Db;
use magpie::sandbox::{Bot, DiscordConfig, Options, Sandbox, SandboxClock, Seeder};
use serde_json::{Value, json};
use tokio::sync::OnceCell;

pub use output::{Output, texts};

/// The time at which every test starts: Tuesday 10 November 2020, 16:55 UTC.
pub const TEST_START: &str = "2020-11-10T16:55:00Z";

/// An empty database after all migrations. The migrations take most of the time of a bot's first start, so they run
/// once in the process.
async fn migrated_database() -> &'static [u8] {
    static MIGRATED: OnceCell<Vec<u8>> = OnceCell::const_new();
    let migrate = async || {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let path = folder.path().join("magpie.db");
        let db = Db::open(&path).await.expect("the database is migrated");
        db.close().await;
        std::fs::read(&path).expect("the database can be read")
    };
    MIGRATED.get_or_init(migrate).await
}

pub struct Harness {
    pub sandbox: Sandbox,
    bot: Arc<SandboxBot>,
    client: reqwest::Client,
    /// Ids of messages that the test has read.
    seen_ids: BTreeSet<String>,
    /// The number of the last request of the set-up, in the sandbox's log of requests.
    last_request: u64,
}

impl Harness {
    /// A guild with these members of the reference roster. Its set-up is complete, and the members have profiles.
    pub async fn with_members(handles: &[&str]) -> Self {
        Self::with_config(handles, DiscordConfig::default()).await
    }

    /// Like [`Self::with_members`], with this configuration of the simulated Discord.
    pub async fn with_config(handles: &[&str], config: DiscordConfig) -> Self {
        let roster = Roster::reference().only(handles);
        Self::open(roster.clone(), Some(Arc::new(Community::new(roster))), config).await
    }

    /// Like [`Self::with_members`], with all fifty-five members of the reference roster.
    pub async fn with_all_members() -> Self {
        let roster = Roster::reference();
        Self::open(roster.clone(), Some(Arc::new(Community::new(roster))), DiscordConfig::default()).await
    }

    /// A guild with these members of the reference roster. Nothing is set up, and nobody has a profile.
    pub async fn without_setup(handles: &[&str]) -> Self {
        Self::open(Roster::reference().only(handles), None, DiscordConfig::default()).await
    }

    /// Like [`Self::without_setup`], with all fifty-five members of the reference roster.
    pub async fn all_without_setup() -> Self {
        Self::open(Roster::reference(), None, DiscordConfig::default()).await
    }

    /// Like [`Self::with_members`], with the sandbox's mail server.
    pub async fn with_mail(handles: &[&str]) -> Self {
        let roster = Roster::reference().only(handles);
        let seeder = Arc::new(Community::new(roster.clone()));
        Self::open_bot(roster, Some(seeder), DiscordConfig::default(), SandboxBot::with_mail).await
    }

    /// Like [`Self::with_mail`], with another mail server.
    pub async fn with_mail_server(handles: &[&str], server: MailConfig) -> Self {
        let roster = Roster::reference().only(handles);
        let seeder = Arc::new(Community::new(roster.clone()));
        let prepare = |bot: SandboxBot| bot.with_mail_server(server);
        Self::open_bot(roster, Some(seeder), DiscordConfig::default(), prepare).await
    }

    async fn open(roster: Roster, seeder: Option<Arc<dyn Seeder>>, config: DiscordConfig) -> Self {
        Self::open_bot(roster, seeder, config, |bot| bot).await
    }

    async fn open_bot(
        roster: Roster,
        seeder: Option<Arc<dyn Seeder>>,
        config: DiscordConfig,
        prepare: impl FnOnce(SandboxBot) -> SandboxBot,
    ) -> Self {
        let clock = SandboxClock::starting_at(TEST_START.parse().expect("it is an instant"));
        let bot = SandboxBot::new(Config::default(), None, clock.clone()).expect("a temporary folder can be made");
        std::fs::write(bot.database(), migrated_database().await).expect("the temporary folder can be written");
        let bot = Arc::new(prepare(bot));
        let options = Options { port: 0, seed: roster.seed(), clock, config, seeder };
        let sandbox =
            Sandbox::start(options, Some(Arc::clone(&bot) as Arc<dyn Bot>)).await.expect("the sandbox starts");
        let mut harness =
            Self { sandbox, bot, client: reqwest::Client::new(), seen_ids: BTreeSet::new(), last_request: 0 };
        harness.settle().await;
        harness.mark_setup_as_seen().await;
        harness
    }

    /// Runs a slash command in #mag-general, and waits until the bot is idle.
    pub async fn command(&mut self, who: &str, name: &str, options: Value) -> Output {
        self.command_in(who, "mag-general", name, options).await
    }

    /// Like [`Self::command`], in a channel given by its name or id, or `dm`.
    pub async fn command_in(&mut self, who: &str, channel: &str, name: &str, options: Value) -> Output {
        let result =
            self.post("command", json!({"as": who, "channel": channel, "name": name, "options": options})).await;
        self.mark_result_as_seen(&result);
        Output(result)
    }

    /// Presses the button with this label, and waits until the bot is idle.
    pub async fn click(&mut self, who: &str, on: &Output, label: &str) -> Output {
        let result = self.post("click", json!({"as": who, "message": on.id(), "label": label})).await;
        self.mark_result_as_seen(&result);
        Output(result)
    }

    /// Presses "Withdraw" under the list of an alert, and confirms. Returns the response to the confirmation.
    pub async fn withdraw(&mut self, who: &str, list: &Output) -> Output {
        let question = self.click(who, list, "Withdraw").await;
        self.click(who, &question, "Yes, withdraw it").await
    }

    /// Presses "It is over" under the list of an alert, and confirms. Returns the response to the confirmation.
    pub async fn end_alert(&mut self, who: &str, list: &Output) -> Output {
        let question = self.click(who, list, "It is over").await;
        self.click(who, &question, "Yes, it is over").await
    }

    /// Chooses values in a select, which is given by its placeholder or custom id. Waits until the bot is idle.
    pub async fn select(&mut self, who: &str, on: &Output, select: &str, values: &[&str]) -> Output {
        let result =
            self.post("click", json!({"as": who, "message": on.id(), "label": select, "values": values})).await;
        self.mark_result_as_seen(&result);
        Output(result)
    }

    /// Uploads a list of expected members and saves it. Returns the page of `/setup` that Magpie then shows.
    pub async fn upload_members(&mut self, who: &str, list: &str) -> Output {
        let review = self.command(who, "setup", members_file(list)).await;
        self.click(who, &review, "Save this list").await
    }

    /// Fills in the modal that an interaction opened, and submits it. Waits until the bot is idle.
    pub async fn submit(&mut self, who: &str, opened: &Output, fields: Value) -> Output {
        let result = self.post("modal", json!({"as": who, "modal": opened.modal_id(), "fields": fields})).await;
        self.mark_result_as_seen(&result);
        Output(result)
    }

    /// The names of the choices that the bot offers for the option `focused`.
    pub async fn autocomplete(&mut self, who: &str, name: &str, focused: &str, options: Value) -> Vec<String> {
        let result =
            self.post("autocomplete", json!({"as": who, "name": name, "options": options, "focused": focused})).await;
        let choices = result["choices"].as_array().expect("choices are a list");
        choices.iter().map(|choice| choice["name"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// The messages on this member's phone that the test has not read yet, oldest first.
    pub async fn receives(&mut self, who: &str) -> Vec<Output> {
        let items = self.get(&format!("inbox/{who}")).await;
        self.take_unseen(items)
    }

    /// The messages in this member's DM with the bot that the test has not read yet, oldest first.
    pub async fn receives_in_dm(&mut self, who: &str) -> Vec<Output> {
        let items = self.get(&format!("messages?channel=dm&as={who}")).await;
        self.take_unseen(items)
    }

    /// The only new message on this member's phone. Fails if there are none or several.
    pub async fn receives_one(&mut self, who: &str) -> Output {
        let mut items = self.receives(who).await;
        assert_eq!(items.len(), 1, "{who} should have received one message: {:#?}", texts(&items));
        items.remove(0)
    }

    pub async fn receives_nothing(&mut self, who: &str) {
        let items = self.receives(who).await;
        assert!(items.is_empty(), "{who} should have received nothing: {:#?}", texts(&items));
    }

    /// The messages of a channel that the test has not read yet, including ephemeral messages to any member. The
    /// channel is given by its name or id.
    pub async fn new_messages(&mut self, channel: &str) -> Vec<Output> {
        let items = self.get(&format!("messages?channel={channel}")).await;
        self.take_unseen(items)
    }

    pub async fn one_new_message(&mut self, channel: &str) -> Output {
        let mut items = self.new_messages(channel).await;
        assert_eq!(items.len(), 1, "{channel} should have one new message: {:#?}", texts(&items));
        items.remove(0)
    }

    /// The current version of the message, after its edits.
    pub async fn reload(&mut self, message: &Output) -> Output {
        let (channel, id) = (message.message()["channel"].as_str().expect("it has a channel"), message.id());
        let all_messages = self.get(&format!("messages?channel={channel}")).await;
        let message_now = all_messages.as_array().and_then(|all| all.iter().find(|m| m["id"] == id.as_str()).cloned());
        Output(message_now.unwrap_or_else(|| panic!("the message {id} is gone from {channel}")))
    }

    /// All messages of a member's DM with the bot, as the member sees it.
    pub async fn dm(&mut self, who: &str) -> Vec<Output> {
        let items = self.get(&format!("messages?channel=dm&as={who}")).await;
        items.as_array().expect("messages are a list").iter().cloned().map(Output).collect()
    }

    /// Moves the clock, for example by `10m`, and returns the new time. When something is due on the way, the clock
    /// stops there until the bot has done the work.
    pub async fn advance(&mut self, by: &str) -> String {
        let moved = self.post("clock", json!({"advance": by})).await;
        moved["now"].as_str().expect("the clock returns the new time").to_owned()
    }

    pub async fn advance_to(&mut self, instant: &str) {
        self.post("clock", json!({"to": instant})).await;
    }

    pub async fn settle(&mut self) {
        self.post("settle", json!({})).await;
    }

    pub async fn kill_bot(&mut self) {
        self.post("bot", json!({"do": "kill"})).await;
    }

    pub async fn start_bot(&mut self) {
        self.post("bot", json!({"do": "start"})).await;
    }

    /// Kills the bot, starts it again, and waits until it is idle.
    pub async fn restart_bot(&mut self) {
        self.kill_bot().await;
        self.start_bot().await;
        self.settle().await;
    }

    pub async fn disrupt_gateway(&mut self, what: &str) {
        self.post("gateway", json!({"do": what})).await;
    }

    pub async fn plan_fault(&mut self, fault: Value) {
        self.post("faults", fault).await;
    }

    pub fn clear_faults(&self) {
        self.sandbox.clear_faults();
    }

    pub async fn patch_member(&mut self, who: &str, patch: Value) {
        let response = self
            .client
            .patch(self.url(&format!("members/{who}")))
            .json(&patch)
            .send()
            .await
            .expect("the sandbox answers");
        assert!(response.status().is_success(), "{}", response.text().await.unwrap_or_default());
        self.settle().await;
    }

    /// Sends a PATCH to the control API, which must succeed, and waits until the bot is idle.
    pub async fn patch(&mut self, call: &str, body: Value) {
        let response = self.client.patch(self.url(call)).json(&body).send().await.expect("the sandbox answers");
        assert!(response.status().is_success(), "{}", response.text().await.unwrap_or_default());
        self.settle().await;
    }

    /// Sends a DELETE to the control API, which must succeed, and waits until the bot is idle.
    pub async fn delete(&mut self, call: &str) {
        self.delete_unsettled(call).await;
        self.settle().await;
    }

    /// Like [`Self::delete`], without waiting for the bot: for tests in which no bot runs.
    pub async fn delete_unsettled(&mut self, call: &str) {
        let response = self.client.delete(self.url(call)).send().await.expect("the sandbox answers");
        assert!(response.status().is_success(), "{}", response.text().await.unwrap_or_default());
    }

    pub async fn member_leaves(&mut self, who: &str) {
        let response =
            self.client.delete(self.url(&format!("members/{who}"))).send().await.expect("the sandbox answers");
        assert!(response.status().is_success(), "{}", response.text().await.unwrap_or_default());
        self.settle().await;
    }

    /// The e-mails to this address, oldest first.
    pub async fn mails(&self, address: &str) -> Vec<Value> {
        self.get(&format!("mail/{address}")).await.as_array().expect("e-mails are a list").clone()
    }

    /// The only e-mail to this address. Fails if there are none or several.
    pub async fn one_mail(&self, address: &str) -> Value {
        let mut mails = self.mails(address).await;
        assert_eq!(mails.len(), 1, "{address} should have one e-mail: {mails:#?}");
        mails.remove(0)
    }

    /// Sets how the mail server behaves from now on.
    pub async fn set_mail_server(&self, mode: &str) {
        self.post("mail", json!({"do": mode})).await;
    }

    pub async fn state(&self) -> Value {
        self.get("state").await
    }

    /// Waits until the bot is idle. Then runs the health checks as if this many seconds of real time had passed.
    pub async fn run_health_checks_after(&mut self, seconds: u64) {
        self.settle().await;
        let monitor = self.bot.monitor().expect("the bot runs");
        monitor.check_and_report(Instant::now() + Duration::from_secs(seconds)).await;
        drop(monitor);
        self.settle().await;
    }

    /// The names of the failing health checks.
    pub async fn failing_checks(&self) -> Vec<&'static str> {
        let monitor = self.bot.monitor().expect("the bot runs");
        let results = monitor.check(Instant::now()).await;
        results.iter().filter(|result| !result.ok).map(|result| result.trouble.code()).collect()
    }

    /// The details of the failing health checks.
    pub async fn failing_details(&self) -> Vec<String> {
        let monitor = self.bot.monitor().expect("the bot runs");
        let results = monitor.check(Instant::now()).await;
        results.into_iter().filter(|result| !result.ok).map(|result| result.detail).collect()
    }

    /// The path of the bot's database file, for tests that change the file directly.
    pub fn database(&self) -> &std::path::Path {
        self.bot.database()
    }

    /// Sends a POST to the control API, which must succeed. Returns the JSON of the response. Mentions of commands in
    /// it have no ids.
    pub async fn post(&self, call: &str, body: Value) -> Value {
        match self.try_post(call, body.clone()).await {
            Ok(answer) => answer,
            Err((status, error)) => panic!("POST {call} {body} was refused ({status}): {error}"),
        }
    }

    /// Sends a POST to the control API.
    ///
    /// # Errors
    /// If the control API refuses the request: the status and the field `error` of the response.
    pub async fn try_post(&self, call: &str, body: Value) -> Result<Value, (u16, String)> {
        let response = self.client.post(self.url(call)).json(&body).send().await.expect("the sandbox answers");
        let status = response.status();
        let text = without_command_ids(&response.text().await.expect("the sandbox's response is complete"));
        let value: Value = serde_json::from_str(&text).unwrap_or(Value::String(text));
        match status.is_success() {
            true => Ok(value),
            false => Err((status.as_u16(), value["error"].as_str().unwrap_or_default().to_owned())),
        }
    }

    pub async fn get(&self, call: &str) -> Value {
        serde_json::from_str(&without_command_ids(&self.get_text(call).await)).expect("the sandbox answers JSON")
    }

    /// The text that the control API returns for a GET. Mentions of commands keep their ids, which [`Self::get`]
    /// removes.
    pub async fn get_text(&self, call: &str) -> String {
        let response = self.client.get(self.url(call)).send().await.expect("the sandbox answers");
        let (status, text) = (response.status(), response.text().await.expect("the sandbox's response is complete"));
        assert!(status.is_success(), "GET {call}: {status} {text}");
        text
    }

    /// The text of the file that the bot attached to its response.
    pub async fn attachment(&self, response: &Output) -> String {
        let url = response.message()["attachments"][0]["url"].as_str().expect("a file is attached").to_owned();
        let file = self.client.get(url).send().await.expect("the file is served");
        file.text().await.expect("the file is text")
    }

    /// All requests that the bot has sent since the set-up.
    pub async fn requests(&self) -> Vec<Value> {
        let all = self.get(&format!("requests?after={}", self.last_request)).await;
        all.as_array().expect("requests are a list").clone()
    }

    /// The number of gateway events that the bot could not decode.
    pub fn undecodable_events(&self) -> u64 {
        self.bot.undecodable_events()
    }

    /// Stops the sandbox. The module's documentation says when this fails.
    pub async fn end(self) {
        self.end_with_undecodable(0).await;
    }

    /// Like [`Self::end`], for a test that sends the bot exactly this number of gateway events that it cannot decode.
    pub async fn end_with_undecodable(mut self, expected_events: u64) {
        self.settle().await;
        let state = self.state().await;
        let mut overlooked = Vec::new();
        for member in state["members"].as_array().expect("members are a list").clone() {
            let handle = member["handle"].as_str().expect("members have handles").to_owned();
            let items = self.receives(&handle).await;
            overlooked.extend(items.iter().map(|item| format!("{handle} received: {}", item.text())));
        }
        for channel in state["channels"].as_array().expect("channels are a list").clone() {
            let id = channel["id"].as_str().expect("channels have ids").to_owned();
            let items = self.new_messages(&id).await;
            let by_the_bot = items.iter().filter(|item| item["author"]["bot"] == true && item["interaction"].is_null());
            overlooked.extend(
                by_the_bot.map(|item| format!("#{}: {}", channel["name"].as_str().unwrap_or(&id), item.text())),
            );
        }
        assert!(overlooked.is_empty(), "messages that nobody expected:\n{}", overlooked.join("\n"));
        let requests = self.get("requests?after=0").await;
        let requests = requests.as_array().expect("requests are a list");
        let rate_limited_requests =
            requests.iter().filter(|request| request["status"] == 429 && request["fault"] != true).count();
        assert_eq!(rate_limited_requests, 0, "the bot was rate limited");
        let faults = validators::faults_of(requests);
        assert!(faults.is_empty(), "requests that Discord would not have accepted:\n{}", faults.join("\n"));
        assert_eq!(self.bot.undecodable_events(), expected_events, "gateway events could not be read");
        self.sandbox.stop().await;
    }

    /// Marks all messages and requests of the set-up as read, because they do not come from the test.
    async fn mark_setup_as_seen(&mut self) {
        let state = self.state().await;
        for member in state["members"].as_array().cloned().unwrap_or_default() {
            let handle = member["handle"].as_str().unwrap_or_default().to_owned();
            self.receives(&handle).await;
        }
        for channel in state["channels"].as_array().cloned().unwrap_or_default() {
            self.new_messages(channel["id"].as_str().unwrap_or_default()).await;
        }
        let requests = self.get("requests?after=0").await;
        self.last_request =
            requests.as_array().and_then(|all| all.last()).and_then(|last| last["n"].as_u64()).unwrap_or(0);
    }

    /// The items that the test has not read yet. Marks them as read.
    fn take_unseen(&mut self, items: Value) -> Vec<Output> {
        let items = items.as_array().expect("messages are a list").clone();
        items
            .into_iter()
            .filter(|item| self.seen_ids.insert(item["id"].as_str().expect("messages have ids").to_owned()))
            .map(Output)
            .collect()
    }

    fn mark_result_as_seen(&mut self, result: &Value) {
        let followups = result["followups"].as_array().cloned().unwrap_or_default();
        for message in followups.iter().chain([&result["message"]]) {
            if let Some(id) = message["id"].as_str() {
                self.seen_ids.insert(id.to_owned());
            }
        }
    }

    fn url(&self, call: &str) -> String {
        format!("{}/api/{call}", self.sandbox.url())
    }
}

/// Replaces mentions of commands, such as `</ticket list:123>`, by `/ticket list`. The ids do not matter to the tests.
fn without_command_ids(text: &str) -> String {
    let mut pieces = text.split("</");
    let mut shortened = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        match piece.split_once('>').and_then(|(mention, rest)| Some((mention.rsplit_once(':')?, rest))) {
            Some(((path, id), rest)) if id.bytes().all(|byte| byte.is_ascii_digit()) => {
                shortened.push('/');
                shortened.push_str(path);
                shortened.push_str(rest);
            }
            _ => {
                shortened.push_str("</");
                shortened.push_str(piece);
            }
        }
    }
    shortened
}

/// The options of `/setup` that upload a list of expected members.
pub fn members_file(content: &str) -> Value {
    const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut encoded = String::new();
    for chunk in content.as_bytes().chunks(3) {
        let n = chunk.iter().fold(0u32, |n, byte| n << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for i in 0..4 {
            let sextet = usize::try_from(n >> (18 - 6 * i) & 63).expect("six bits");
            encoded.push(if i <= chunk.len() { char::from(BASE64[sextet]) } else { '=' });
        }
    }
    json!({"members_file": {"filename": "list.csv", "content_base64": encoded}})
}
