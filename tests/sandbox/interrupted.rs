//! Tests control calls that end early: the client closes the connection, or the start of the bot panics.

use std::sync::Arc;

use async_trait::async_trait;
use magpie::sandbox::{Bot, DiscordAddress, Options, Probe, Sandbox, SandboxClock};
use magpie::time::{Clock, SignedDuration};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::watch;

use crate::clients::options;
use crate::echo_bot::EchoBot;

/// What the next start of the bot does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Start {
    Normal,
    /// Waits until the gate is set to another value.
    Waits,
    Panics,
}

/// An echo bot whose start the test can delay.
struct GatedBot {
    bot: EchoBot,
    gate: watch::Sender<Start>,
    starts: watch::Sender<usize>,
}

impl GatedBot {
    fn new(clock: SandboxClock) -> Arc<Self> {
        let (gate, starts) = (watch::Sender::new(Start::Normal), watch::Sender::new(0));
        Arc::new(Self { bot: EchoBot::new(clock), gate, starts })
    }
}

#[async_trait]
impl Bot for GatedBot {
    async fn start(&self, discord: DiscordAddress) -> Result<(), String> {
        self.starts.send_modify(|starts| *starts += 1);
        assert_ne!(*self.gate.borrow(), Start::Panics, "the test asked for this panic");
        self.gate.subscribe().wait_for(|gate| *gate == Start::Normal).await.expect("the bot holds the sender");
        self.bot.start(discord).await
    }

    async fn stop(&self) {
        self.bot.stop().await;
    }

    async fn kill(&self) {
        self.bot.kill().await;
    }

    fn probe(&self) -> Option<Arc<dyn Probe>> {
        self.bot.probe()
    }

    async fn delete_database(&self) {
        self.bot.delete_database().await;
    }
}

async fn start_with_gated_bot() -> (Sandbox, Arc<GatedBot>) {
    let options: Options = options();
    let bot = GatedBot::new(options.clock.clone());
    let sandbox = Sandbox::start(options, Some(Arc::clone(&bot) as Arc<dyn Bot>)).await.expect("a bot that starts");
    (sandbox, bot)
}

/// Sends the request, waits until it has called the bot's start, and closes the connection. Returns when the server has
/// closed it too.
async fn send_and_hang_up(sandbox: &Sandbox, bot: &GatedBot, path: &str, body: &str) {
    let host = sandbox.url().trim_start_matches("http://");
    let mut connection = TcpStream::connect(host).await.expect("the sandbox listens");
    let head = format!("POST {path} HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json\r\n");
    let request = format!("{head}content-length: {}\r\n\r\n{body}", body.len());
    let mut starts = bot.starts.subscribe();
    starts.mark_unchanged();
    connection.write_all(request.as_bytes()).await.expect("the sandbox reads");
    starts.changed().await.expect("the bot is there");
    connection.shutdown().await.expect("the connection is open");
    let mut response = Vec::new();
    // The read fails if the sandbox resets the connection. The connection has ended in this case too.
    let _ = connection.read_to_end(&mut response).await;
    assert_eq!(String::from_utf8_lossy(&response), "", "the client hung up before the response");
}

async fn bot_status(sandbox: &Sandbox) -> String {
    let state: serde_json::Value =
        reqwest::get(format!("{}/api/state", sandbox.url())).await.expect("an answer").json().await.expect("JSON");
    state["bot"].to_string()
}

async fn do_with_bot(sandbox: &Sandbox, action: &str) -> u16 {
    let request = reqwest::Client::new().post(format!("{}/api/bot", sandbox.url()));
    request.body(format!("{{\"do\":\"{action}\"}}")).send().await.expect("an answer").status().as_u16()
}

#[tokio::test]
async fn reset_ends_although_its_client_hung_up() {
    let (sandbox, bot) = start_with_gated_bot().await;
    sandbox.advance(SignedDuration::from_hours(1)).await.expect("idle");
    let running = bot_status(&sandbox).await;
    bot.gate.send_replace(Start::Waits);
    send_and_hang_up(&sandbox, &bot, "/api/reset", "").await;
    bot.gate.send_replace(Start::Normal);
    // Waits for the end of the reset, because only one call at a time changes the bot.
    assert_eq!(sandbox.start_bot().await.expect_err("the reset has started the bot").status, 409);
    assert_eq!(bot_status(&sandbox).await, running);
    assert_eq!(sandbox.clock().now().to_string(), "2020-11-10T16:55:00Z");
    sandbox.settle().await.expect("the bot is connected");
    sandbox.reset().await.expect("a second reset works");
    sandbox.stop().await;
}

#[tokio::test]
async fn start_of_the_bot_ends_although_its_client_hung_up() {
    let (sandbox, bot) = start_with_gated_bot().await;
    let running = bot_status(&sandbox).await;
    sandbox.kill_bot().await.expect("it runs");
    bot.gate.send_replace(Start::Waits);
    send_and_hang_up(&sandbox, &bot, "/api/bot", "{\"do\":\"start\"}").await;
    bot.gate.send_replace(Start::Normal);
    assert_eq!(sandbox.start_bot().await.expect_err("the first call has started the bot").status, 409);
    assert_eq!(bot_status(&sandbox).await, running);
    sandbox.stop().await;
}

#[tokio::test]
async fn bot_can_be_started_after_a_start_that_panicked() {
    let (sandbox, bot) = start_with_gated_bot().await;
    sandbox.kill_bot().await.expect("it runs");
    bot.gate.send_replace(Start::Panics);
    assert_eq!(do_with_bot(&sandbox, "start").await, 500);
    bot.gate.send_replace(Start::Normal);
    assert_eq!(do_with_bot(&sandbox, "start").await, 200);
    sandbox.stop().await;
}
