//! Tests deliveries over Discord when a response is lost, a DM is closed, a request is refused, or a thread is
//! archived.

use magpie::delivery::{Action, Address, Cause, Failure, State};
use magpie::discord::wire::transport::Request;
use serde_json::json;
use serenity::http::{LightMethod, Route};

use crate::delivery_world::DeliveryWorld;

/// The first line of each text.
fn first_lines(texts: &[String]) -> Vec<&str> {
    texts.iter().map(|text| text.lines().next().unwrap_or_default()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn message_whose_response_was_lost_arrives_once() {
    let world = DeliveryWorld::start().await;
    for subject in ["plain", "button"] {
        let channel = world.channel("mag-general").await;
        world.plan_fault("POST /channels/*/messages", json!({ "when": "after" }));
        let id = world.post(subject, channel).await;
        world.wait_until_idle().await;
        assert!(matches!(world.record(id).await.state, State::Unknown { .. }));
        // Discord still remembers the nonce: the bot posts the message again, and Discord returns the first message.
        world.advance(10).await;
        assert!(matches!(world.record(id).await.state, State::Sent(_)));
    }
    assert_eq!(first_lines(&world.texts("mag-general")), ["plain", "button"]);
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn message_whose_response_was_lost_is_found_in_the_channel_after_the_nonce_window() {
    let world = DeliveryWorld::start().await;
    let channel = world.channel("mag-general").await;
    for subject in ["plain", "button"] {
        world.plan_fault("POST /channels/*/messages", json!({ "when": "after" }));
        let id = world.post(subject, channel).await;
        world.wait_until_idle().await;
        for n in 0..3 {
            world
                .sandbox
                .post(
                    &serde_json::from_value(
                        json!({ "as": "ana", "channel": "mag-general", "content": format!("{subject} {n}") }),
                    )
                    .unwrap(),
                )
                .unwrap();
        }
        world.advance(3600).await;
        assert!(matches!(world.record(id).await.state, State::Sent(_)), "{:?}", world.record(id).await);
    }
    let texts = world.texts("mag-general");
    let bot_texts: Vec<&str> =
        first_lines(&texts).into_iter().filter(|text| ["plain", "button"].contains(text)).collect();
    assert_eq!(bot_texts, ["plain", "button"]);
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn message_that_never_arrived_is_sent_again() {
    let world = DeliveryWorld::start().await;
    let channel = world.channel("mag-general").await;
    world.plan_fault("POST /channels/*/messages", json!({ "when": "before" }));
    let id = world.post("plain", channel).await;
    world.wait_until_idle().await;
    world.advance(3600).await;
    world.advance(60).await;
    assert!(matches!(world.record(id).await.state, State::Sent(_)), "{:?}", world.record(id).await);
    assert_eq!(first_lines(&world.texts("mag-general")), ["plain"]);
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_to_a_closed_dm_go_to_one_inbox_thread() {
    let mut world = DeliveryWorld::start().await;
    let ana = world.member("ana").await;
    world.close_dms("ana");
    world.enqueue("first", Action::Post(Address::Member(ana))).await;
    world.wait_until_idle().await;
    world.enqueue("second", Action::Post(Address::Member(ana))).await;
    world.wait_until_idle().await;
    // After a restart, the bot still uses the same thread.
    world.restart();
    world.enqueue("third", Action::Post(Address::Member(ana))).await;
    world.wait_until_idle().await;
    let name = format!("For ana \\*N\\* · {ana}");
    assert_eq!(world.threads().await, std::slice::from_ref(&name));
    let thread = world.channel(&name).await;
    assert_eq!(first_lines(&world.texts(&thread.to_string())), ["first", "second", "third"]);
    let inbox = world.sandbox.inbox("ana", None).unwrap();
    assert_eq!(inbox.iter().map(|item| item.kind).collect::<Vec<_>>(), ["mention"; 3], "all three reached her phone");
    assert_eq!(world.texts("inbox"), Vec::<String>::new(), "no message is posted in the inbox channel itself");
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn thread_whose_response_was_lost_is_found_by_its_name() {
    let world = DeliveryWorld::start().await;
    let (parent, ana, ben) = (world.channel("help").await, world.member("ana").await, world.member("ben").await);
    world.plan_fault("POST /channels/*/threads", json!({ "when": "after" }));
    let id = world.enqueue("#17 Room link", Action::OpenThread { parent, members: vec![ana, ben] }).await;
    world.wait_until_idle().await;
    assert!(matches!(world.record(id).await.state, State::Unknown { .. }));
    world.advance(60).await;
    let State::Sent(posted_thread) = world.record(id).await.state else { panic!("{:?}", world.record(id).await) };
    assert_eq!(world.threads().await, ["#17 Room link"]);
    world.enqueue("Hello", Action::Post(Address::Channel(posted_thread.channel.unwrap()))).await;
    world.wait_until_idle().await;
    for handle in ["ana", "ben"] {
        let visible_messages =
            world.sandbox.messages(&posted_thread.channel.unwrap().to_string(), None, Some(handle)).unwrap();
        assert!(
            visible_messages.iter().any(|message| message.content.starts_with("Hello")),
            "{handle} is in the thread"
        );
    }
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn failed_delivery_keeps_the_error_message_of_discord() {
    let world = DeliveryWorld::start().await;
    let id = world.post("plain", magpie::members::ChannelId(123_456_789_012_345_678)).await;
    world.wait_until_idle().await;
    let State::Failed(Failure { cause, reason }) = world.record(id).await.state else {
        panic!("{:?}", world.record(id).await)
    };
    assert_eq!(cause, Cause::Gone);
    insta::assert_snapshot!(reason, @"Discord refused (404, code 10003): Unknown Channel");
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn six_messages_to_a_channel_with_a_limit_of_five_arrive_without_a_refusal() {
    let world = DeliveryWorld::start().await;
    let channel = world.channel("mag-general").await;
    for n in 0..6 {
        world.post(&format!("number {n}"), channel).await;
    }
    world.wait_until_idle().await;
    assert_eq!(
        first_lines(&world.texts("mag-general")),
        ["number 0", "number 1", "number 2", "number 3", "number 4", "number 5"]
    );
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn archived_thread_is_unarchived_for_a_delivery() {
    let world = DeliveryWorld::start().await;
    let (parent, ana, ben) = (world.channel("help").await, world.member("ana").await, world.member("ben").await);
    let opened_id = world.enqueue("#18 Quiet for a week", Action::OpenThread { parent, members: vec![ana] }).await;
    world.wait_until_idle().await;
    let State::Sent(thread) = world.record(opened_id).await.state else {
        panic!("{:?}", world.record(opened_id).await)
    };
    let thread = thread.channel.unwrap();
    let channel_id = thread.0.into();
    let archive_request =
        || Request::new(LightMethod::Patch, Route::Channel { channel_id }).body(json!({ "archived": true }));
    world.transport.send(archive_request()).await.unwrap();
    let join_id = world.enqueue("add", Action::JoinThread { thread, member: ben }).await;
    world.wait_until_idle().await;
    assert!(matches!(world.record(join_id).await.state, State::Sent(_)), "{:?}", world.record(join_id).await);
    world.transport.send(archive_request()).await.unwrap();
    let post_id = world.post("Still open?", thread).await;
    world.wait_until_idle().await;
    assert!(matches!(world.record(post_id).await.state, State::Sent(_)), "{:?}", world.record(post_id).await);
    world.end().await;
}
