//! Tests settling, clock moves, kills and resets with a bot that has work due later.

use std::sync::Arc;

use magpie::sandbox::core::MessageView;
use magpie::sandbox::{DiscordConfig, GatewayAction, Options, PostRequest, Sandbox};
use magpie::time::{Clock, SignedDuration};

use crate::clients::options;
use crate::echo_bot::{EchoBot, SHORT_HEARTBEAT};

async fn start_with_echo_bot(config: DiscordConfig) -> Sandbox {
    let options = Options { config, ..options() };
    let echo = EchoBot::on(options.clock.clone());
    Sandbox::start(options, Some(Arc::new(echo))).await.expect("a bot that starts")
}

fn say(sandbox: &Sandbox, channel: &str) {
    let act = PostRequest { who: "lapaz".to_owned(), channel: channel.to_owned(), content: "hello".to_owned() };
    sandbox.post(&act).expect("may write there");
}

fn times_and_texts(messages: &[MessageView]) -> Vec<String> {
    messages.iter().map(|message| format!("{} {}", message.at, message.content)).collect()
}

#[tokio::test]
async fn clock_stops_at_each_due_instant_and_returns_the_new_messages() {
    let sandbox = start_with_echo_bot(DiscordConfig::default()).await;
    say(&sandbox, "mag-general");
    sandbox.advance(SignedDuration::from_mins(30)).await.expect("idle");
    say(&sandbox, "help");
    let moved = sandbox.advance(SignedDuration::from_hours(3)).await.expect("idle");
    assert_eq!(
        times_and_texts(&moved.messages),
        ["2020-11-10T17:55:00Z an hour later", "2020-11-10T18:25:00Z an hour later"]
    );
    assert_eq!(moved.now.to_string(), "2020-11-10T20:25:00Z");
    sandbox.stop().await;
}

#[tokio::test]
async fn clock_moves_to_the_next_due_instant() {
    let sandbox = start_with_echo_bot(DiscordConfig::default()).await;
    say(&sandbox, "mag-general");
    sandbox.settle().await.expect("idle");
    assert_eq!(sandbox.next_due().await.map(|due| due.to_string()).as_deref(), Some("2020-11-10T17:55:00Z"));
    let next = magpie::sandbox::ClockRequest { advance: None, to: Some("next".to_owned()) };
    let moved = sandbox.move_clock(next.clone()).await.expect("idle");
    assert_eq!(times_and_texts(&moved.messages), ["2020-11-10T17:55:00Z an hour later"]);
    assert_eq!(sandbox.move_clock(next).await.expect_err("nothing is due").status, 409);
    sandbox.stop().await;
}

#[tokio::test]
async fn settling_waits_until_a_disturbed_connection_is_back_and_caught_up() {
    for disturbance in [GatewayAction::Drop, GatewayAction::Reconnect, GatewayAction::InvalidSessionResumable] {
        let sandbox = start_with_echo_bot(DiscordConfig::default()).await;
        sandbox.disrupt_gateway(disturbance).expect("connected");
        say(&sandbox, "mag-general");
        sandbox.settle().await.expect("idle");
        assert!(sandbox.next_due().await.is_some(), "{disturbance:?}: the message was missed");
        sandbox.stop().await;
    }
}

#[tokio::test]
async fn settling_waits_until_a_silenced_connection_is_replaced() {
    let sandbox =
        start_with_echo_bot(DiscordConfig { heartbeat_interval: SHORT_HEARTBEAT, ..DiscordConfig::default() }).await;
    sandbox.disrupt_gateway(GatewayAction::Silence).expect("connected");
    sandbox.settle().await.expect("idle");
    say(&sandbox, "mag-general");
    sandbox.settle().await.expect("idle");
    assert!(sandbox.next_due().await.is_some());
    sandbox.stop().await;
}

#[tokio::test]
async fn settling_ends_a_guild_outage() {
    let sandbox = start_with_echo_bot(DiscordConfig::default()).await;
    sandbox.disrupt_gateway(GatewayAction::GuildOutage).expect("connected");
    sandbox.settle().await.expect("idle");
    say(&sandbox, "mag-general");
    sandbox.settle().await.expect("idle");
    assert!(sandbox.next_due().await.is_some(), "the guild is back");
    sandbox.stop().await;
}

#[tokio::test]
async fn killed_bot_still_sends_what_is_due_after_its_restart() {
    let sandbox = start_with_echo_bot(DiscordConfig::default()).await;
    say(&sandbox, "mag-general");
    sandbox.settle().await.expect("idle");
    sandbox.kill_bot().await.expect("it ran");
    assert_eq!(sandbox.settle().await.expect_err("it is dead").status, 409);
    let moved = sandbox.advance(SignedDuration::from_hours(2)).await.expect("the clock moves without a bot");
    assert_eq!(moved.messages.len(), 0);
    sandbox.start_bot().await.expect("it starts");
    assert_eq!(sandbox.messages("mag-general", None, None).expect("a channel").len(), 2);
    assert_eq!(sandbox.start_bot().await.expect_err("it runs already").status, 409);
    sandbox.stop().await;
}

#[tokio::test]
async fn reset_restores_the_initial_state() {
    let sandbox = start_with_echo_bot(DiscordConfig::default()).await;
    say(&sandbox, "mag-general");
    sandbox.advance(SignedDuration::from_mins(30)).await.expect("idle");
    sandbox.reset().await.expect("it is reset");
    assert_eq!(sandbox.clock().now().to_string(), "2020-11-10T16:55:00Z");
    assert_eq!(sandbox.messages("mag-general", None, None).expect("a channel").len(), 0);
    assert_eq!(sandbox.next_due().await, None);
    say(&sandbox, "mag-general");
    sandbox.settle().await.expect("idle");
    assert!(sandbox.next_due().await.is_some(), "the new bot hears the new guild");
    sandbox.stop().await;
}
