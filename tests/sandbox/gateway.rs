//! Tests with twilight's client that the gateway works as Discord documents it.

use magpie::sandbox::{DiscordConfig, GatewayAction, PostRequest, Sandbox};
use std::time::Duration;
use twilight_gateway::{Event, EventTypeFlags, Intents, StreamExt};
use twilight_model::gateway::event::GatewayEvent;
use twilight_model::gateway::payload::outgoing::RequestGuildMembers;
use twilight_model::guild::UnavailableGuild;

use crate::clients::{INTENTS, connect, options, sandbox, shard, wait_for_event};

fn post(sandbox: &Sandbox, content: &str) {
    let request =
        PostRequest { who: "lapaz".to_owned(), channel: "mag-general".to_owned(), content: content.to_owned() };
    sandbox.post(&request).expect("may write there");
}

fn author_of_message(event: Event) -> Option<String> {
    match event {
        Event::MessageCreate(message) => Some(message.author.name.clone()),
        _ => None,
    }
}

#[tokio::test]
async fn identified_client_receives_ready_and_then_its_guild() {
    let sandbox = sandbox().await;
    let mut shard = shard(&sandbox, INTENTS);
    let ready =
        wait_for_event(&mut shard, |event| if let Event::Ready(ready) = event { Some(ready) } else { None }).await;
    assert!(matches!(ready.guilds[..], [UnavailableGuild { unavailable: true, .. }]));
    assert!(ready.resume_gateway_url.starts_with("ws://127.0.0.1:"));
    let guild =
        wait_for_event(&mut shard, |event| if let Event::GuildCreate(guild) = event { Some(guild) } else { None })
            .await;
    assert_eq!(guild.id(), ready.guilds[0].id);
    sandbox.stop().await;
}

#[tokio::test]
async fn wrong_token_and_disabled_intents_close_the_connection_with_fatal_codes() {
    let sandbox = sandbox().await;
    let url = sandbox.url().replacen("http", "ws", 1);
    let close_code = async |token: &str, intents| {
        let config =
            twilight_gateway::ConfigBuilder::new(token.to_owned(), intents).proxy_url(format!("{url}/gateway")).build();
        let mut shard = twilight_gateway::Shard::with_config(twilight_gateway::ShardId::ONE, config);
        let close_frame =
            wait_for_event(&mut shard, |event| if let Event::GatewayClose(frame) = event { Some(frame) } else { None })
                .await;
        assert!(shard.next_event(EventTypeFlags::all()).await.is_none(), "a fatal code is not tried again");
        close_frame.expect("a close frame").code
    };
    assert_eq!(close_code("wrong", INTENTS).await, 4004);
    assert_eq!(close_code(&sandbox.address().token, INTENTS | Intents::MESSAGE_CONTENT).await, 4014);
    sandbox.stop().await;
}

#[tokio::test]
async fn invalid_payloads_close_the_connection_with_the_documented_codes() {
    let sandbox = sandbox().await;
    let identify = r#"{"op":2,"d":{"token":"sandbox-token","intents":1,"properties":{}}}"#.to_owned();
    let too_long = format!(r#"{{"op":1,"d":null,"x":"{}"}}"#, "x".repeat(4096));
    for (payload, code) in
        [(identify, 4005), (too_long, 4002), ("{".to_owned(), 4002), (r#"{"op":99,"d":null}"#.to_owned(), 4001)]
    {
        let mut shard = connect(&sandbox).await;
        shard.send(payload);
        let close_frame =
            wait_for_event(&mut shard, |event| if let Event::GatewayClose(frame) = event { Some(frame) } else { None })
                .await;
        assert_eq!(close_frame.expect("a close frame").code, code);
    }
    sandbox.stop().await;
}

#[tokio::test]
async fn client_that_sends_over_120_payloads_in_a_minute_is_closed() {
    let sandbox = sandbox().await;
    let url = sandbox.url().replacen("http", "ws", 1);
    let config =
        twilight_gateway::ConfigBuilder::new(sandbox.address().token, INTENTS).proxy_url(format!("{url}/gateway"));
    let config = config.ratelimit_messages(false).build();
    let mut shard = twilight_gateway::Shard::with_config(twilight_gateway::ShardId::ONE, config);
    wait_for_event(&mut shard, |event| matches!(event, Event::GuildCreate(_)).then_some(())).await;
    for _ in 0..120 {
        shard.send(r#"{"op":3,"d":{"since":null,"activities":[],"status":"online","afk":false}}"#.to_owned());
    }
    let close_frame =
        wait_for_event(&mut shard, |event| if let Event::GatewayClose(frame) = event { Some(frame) } else { None })
            .await;
    assert_eq!(close_frame.expect("a close frame").code, 4008, "identify was one of the 120");
    sandbox.stop().await;
}

#[tokio::test]
async fn disconnected_client_resumes_and_gets_missed_events_in_order() {
    let sandbox = sandbox().await;
    let mut shard = connect(&sandbox).await;
    let old_session = shard.session().expect("a session").clone();
    sandbox.disrupt_gateway(GatewayAction::Drop).expect("connected");
    post(&sandbox, "one");
    post(&sandbox, "two");
    for _ in 0..2 {
        assert_eq!(wait_for_event(&mut shard, author_of_message).await, "lapaz");
    }
    wait_for_event(&mut shard, |event| matches!(event, Event::Resumed).then_some(())).await;
    let resumed_session = shard.session().expect("a session");
    assert_eq!(resumed_session.id(), old_session.id());
    assert_eq!(resumed_session.sequence(), old_session.sequence() + 3, "two messages and RESUMED");
    sandbox.stop().await;
}

#[tokio::test]
async fn client_that_is_asked_to_reconnect_resumes_its_session() {
    let sandbox = sandbox().await;
    let mut shard = connect(&sandbox).await;
    sandbox.disrupt_gateway(GatewayAction::Reconnect).expect("connected");
    wait_for_event(&mut shard, |event| matches!(event, Event::GatewayReconnect).then_some(())).await;
    wait_for_event(&mut shard, |event| matches!(event, Event::Resumed).then_some(())).await;
    sandbox.stop().await;
}

#[tokio::test]
async fn client_of_an_invalid_session_identifies_again() {
    let sandbox = sandbox().await;
    let mut shard = connect(&sandbox).await;
    let old_session = shard.session().expect("a session").id().to_owned();
    sandbox.disrupt_gateway(GatewayAction::InvalidSession).expect("connected");
    let resumable = wait_for_event(&mut shard, |event| {
        if let Event::GatewayInvalidateSession(resumable) = event { Some(resumable) } else { None }
    })
    .await;
    assert!(!resumable);
    let ready =
        wait_for_event(&mut shard, |event| if let Event::Ready(ready) = event { Some(ready) } else { None }).await;
    assert_ne!(ready.session_id, old_session);
    sandbox.stop().await;
}

#[tokio::test]
async fn client_replaces_a_silenced_connection() {
    let config = DiscordConfig { heartbeat_interval: Duration::from_millis(200), ..DiscordConfig::default() };
    let sandbox = Sandbox::start(magpie::sandbox::Options { config, ..options() }, None).await.expect("a free port");
    let mut shard = connect(&sandbox).await;
    sandbox.disrupt_gateway(GatewayAction::Silence).expect("connected");
    post(&sandbox, "unheard");
    wait_for_event(&mut shard, |event| matches!(event, Event::Resumed | Event::Ready(_)).then_some(())).await;
    sandbox.stop().await;
}

#[tokio::test]
async fn guild_is_unavailable_during_an_outage_and_returns_after_it() {
    let sandbox = sandbox().await;
    let mut shard = connect(&sandbox).await;
    sandbox.disrupt_gateway(GatewayAction::GuildOutage).expect("connected");
    let guild_delete = wait_for_event(&mut shard, |event| {
        if let Event::GuildDelete(guild_delete) = event { Some(guild_delete) } else { None }
    })
    .await;
    assert_eq!(guild_delete.unavailable, Some(true), "not a removal");
    post(&sandbox, "unheard");
    sandbox.disrupt_gateway(GatewayAction::GuildBack).expect("an outage");
    let first_event =
        wait_for_event(
            &mut shard,
            |event| if matches!(event, Event::GatewayHeartbeatAck) { None } else { Some(event) },
        )
        .await;
    assert!(
        matches!(first_event, Event::GuildCreate(_)),
        "no event of the guild is sent during the outage, but {first_event:?}"
    );
    sandbox.stop().await;
}

#[tokio::test]
async fn member_chunks_have_the_nonce_of_the_request_and_requests_for_all_members_are_limited() {
    let sandbox = sandbox().await;
    let mut shard = connect(&sandbox).await;
    let guild = sandbox.state().await["guild"]["id"].as_str().expect("an id").parse().expect("a snowflake");
    shard.command(&RequestGuildMembers::builder(guild).nonce("mine").query("", None));
    let chunk =
        wait_for_event(&mut shard, |event| if let Event::MemberChunk(chunk) = event { Some(chunk) } else { None })
            .await;
    assert_eq!(chunk.nonce.as_deref(), Some("mine"));
    assert_eq!((chunk.chunk_index, chunk.chunk_count), (0, 1));
    assert_eq!(chunk.members.len(), 4, "three people and the bot");
    shard.command(&RequestGuildMembers::builder(guild).nonce("again").query("", None));
    let rate_limited = next_payload(&mut shard, "RATE_LIMITED").await;
    assert_eq!(rate_limited["d"]["meta"]["nonce"], "again");
    sandbox.stop().await;
}

/// The JSON payload of the next event with this name. Some events have no type in twilight.
async fn next_payload(shard: &mut twilight_gateway::Shard, name: &str) -> serde_json::Value {
    loop {
        let message = futures_util::StreamExt::next(shard).await.expect("the stream goes on").expect("readable");
        let twilight_gateway::Message::Text(text) = message else { continue };
        let payload: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        if payload["t"] == name {
            return payload;
        }
    }
}

#[tokio::test]
async fn events_are_filtered_by_intents_and_content_by_the_content_intent() {
    let sandbox = sandbox().await;
    let mut guild_only_shard = shard(&sandbox, Intents::GUILDS);
    wait_for_event(&mut guild_only_shard, |event| matches!(event, Event::GuildCreate(_)).then_some(())).await;
    let mut message_shard = connect(&sandbox).await;
    post(&sandbox, "words");
    let content = wait_for_event(&mut message_shard, |event| {
        if let Event::MessageCreate(message) = event { Some(message.content.clone()) } else { None }
    })
    .await;
    assert_eq!(content, "", "without the message content intent");
    assert_eq!(guild_only_shard.session().expect("a session").sequence(), 2, "READY and GUILD_CREATE");
    sandbox.stop().await;
}

#[test]
fn twilight_can_read_the_hello_payload() {
    let hello = r#"{"op":10,"d":{"heartbeat_interval":41250,"_trace":[]},"s":null,"t":null}"#;
    let event = twilight_gateway::parse(hello.to_owned(), EventTypeFlags::all()).expect("readable").expect("an event");
    assert!(matches!(event, GatewayEvent::Hello(_)));
}
