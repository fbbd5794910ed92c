//! Tests settling, clock moves, kills and resets with a bot that has work due later.

use std::sync::Arc;

use magpie::sandbox::core::MessageView;
use magpie::sandbox::{DiscordConfig, GatewayAction, Options, PostRequest, Sandbox};
use magpie::time::{Clock, SignedDuration};

use crate::clients::options;
use crate::echo_bot::{EchoBot, SHORT_HEARTBEAT};

async fn start_with_echo_bot(config: DiscordConfig) -> Sandbox {
    let options = Options { config, ..options() };
    let echo_bot = EchoBot::new(options.clock.clone());
    Sandbox::start(options, Some(Arc::new(echo_bot))).await.expect("a bot that starts")
}

fn post_message(sandbox: &Sandbox, channel: &str) {
    let request = PostRequest { who: "lapaz".to_owned(), channel: channel.to_owned(), content: "hello".to_owned() };
    sandbox.post(&request).expect("may write there");
}

fn times_and_texts(messages: &[MessageView]) -> Vec<String> {
    messages.iter().map(|message| format!("{} {}", message.at, message.content)).collect()
}

#[tokio::test]
async fn clock_stops_at_each_due_instant_and_returns_the_new_messages() {
    let sandbox = start_with_echo_bot(DiscordConfig::default()).await;
    post_message(&sandbox, "mag-general");
    sandbox.advance(SignedDuration::from_mins(30)).await.expect("idle");
    post_message(&sandbox, "help");
    let move_result = sandbox.advance(SignedDuration::from_hours(3)).await.expect("idle");
    assert_eq!(
        times_and_texts(&move_result.messages),
        ["2020-11-10T17:55:00Z an hour later", "2020-11-10T18:25:00Z an hour later"]
    );
    assert_eq!(move_result.now.to_string(), "2020-11-10T20:25:00Z");
    sandbox.stop().await;
}

#[tokio::test]
async fn clock_moves_to_the_next_due_instant() {
    let sandbox = start_with_echo_bot(DiscordConfig::default()).await;
    post_message(&sandbox, "mag-general");
    sandbox.settle().await.expect("idle");
    assert_eq!(sandbox.next_due().await.map(|due| due.to_string()).as_deref(), Some("2020-11-10T17:55:00Z"));
    let request_for_next = magpie::sandbox::ClockRequest { advance: None, to: Some("next".to_owned()) };
    let move_result = sandbox.move_clock(request_for_next.clone()).await.expect("idle");
    assert_eq!(times_and_texts(&move_result.messages), ["2020-11-10T17:55:00Z an hour later"]);
    assert_eq!(sandbox.move_clock(request_for_next).await.expect_err("nothing is due").status, 409);
    sandbox.stop().await;
}

#[tokio::test]
async fn settling_waits_until_a_disturbed_connection_has_received_all_events() {
    for disturbance in [GatewayAction::Drop, GatewayAction::Reconnect, GatewayAction::InvalidSessionResumable] {
        let sandbox = start_with_echo_bot(DiscordConfig::default()).await;
        sandbox.disrupt_gateway(disturbance).expect("connected");
        post_message(&sandbox, "mag-general");
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
    post_message(&sandbox, "mag-general");
    sandbox.settle().await.expect("idle");
    assert!(sandbox.next_due().await.is_some());
    sandbox.stop().await;
}

#[tokio::test]
async fn settling_ends_a_guild_outage() {
    let sandbox = start_with_echo_bot(DiscordConfig::default()).await;
    sandbox.disrupt_gateway(GatewayAction::GuildOutage).expect("connected");
    sandbox.settle().await.expect("idle");
    post_message(&sandbox, "mag-general");
    sandbox.settle().await.expect("idle");
    assert!(sandbox.next_due().await.is_some(), "the guild is back");
    sandbox.stop().await;
}

#[tokio::test]
async fn bot_that_was_killed_sends_overdue_replies_after_its_restart() {
    let sandbox = start_with_echo_bot(DiscordConfig::default()).await;
    post_message(&sandbox, "mag-general");
    sandbox.settle().await.expect("idle");
    sandbox.kill_bot().await.expect("it ran");
    assert_eq!(sandbox.settle().await.expect_err("it is dead").status, 409);
    let move_result = sandbox.advance(SignedDuration::from_hours(2)).await.expect("the clock moves without a bot");
    assert_eq!(move_result.messages.len(), 0);
    sandbox.start_bot().await.expect("it starts");
    assert_eq!(sandbox.messages("mag-general", None, None).expect("a channel").len(), 2);
    assert_eq!(sandbox.start_bot().await.expect_err("it runs already").status, 409);
    sandbox.stop().await;
}

#[tokio::test]
async fn reset_restores_the_initial_state() {
    let sandbox = start_with_echo_bot(DiscordConfig::default()).await;
    post_message(&sandbox, "mag-general");
    sandbox.advance(SignedDuration::from_mins(30)).await.expect("idle");
    sandbox.reset().await.expect("it is reset");
    assert_eq!(sandbox.clock().now().to_string(), "2020-11-10T16:55:00Z");
    assert_eq!(sandbox.messages("mag-general", None, None).expect("a channel").len(), 0);
    assert_eq!(sandbox.next_due().await, None);
    post_message(&sandbox, "mag-general");
    sandbox.settle().await.expect("idle");
    assert!(sandbox.next_due().await.is_some(), "the new bot hears the new guild");
    sandbox.stop().await;
}
