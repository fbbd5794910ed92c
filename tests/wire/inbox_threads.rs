//! Tests the private thread that each member has in the inbox channel: who can see it, when the bot opens it, and what
//! makes a sound in it.

use magpie::delivery::{Action, Address, DeliveryId, State};
use magpie::members::ChannelId;
use serde_json::json;

use crate::delivery_world::DeliveryWorld;

const WEEK_S: i64 = 7 * 24 * 3600;
/// Discord's flag SUPPRESS_NOTIFICATIONS: a message with it makes no sound.
const SILENT_FLAG: u64 = 1 << 12;

async fn send(world: &DeliveryWorld, subject: &str, handle: &str) -> DeliveryId {
    let member = world.member(handle).await;
    let id = world.enqueue(subject, Action::Post(Address::Member(member))).await;
    world.wait_until_idle().await;
    id
}

async fn sent_channel(world: &DeliveryWorld, id: DeliveryId) -> ChannelId {
    match world.record(id).await.state {
        State::Sent(posted) => posted.channel.unwrap(),
        state => panic!("{state:?}"),
    }
}

/// The first line of each message that notified the member, and whether it sounded.
fn notifications(world: &DeliveryWorld, handle: &str) -> Vec<(String, bool)> {
    let inbox = world.sandbox.inbox(handle, None).unwrap();
    // The hidden tag begins with U+2060.
    let first_line =
        |text: &str| text.lines().next().unwrap_or_default().split('\u{2060}').next().unwrap_or_default().to_owned();
    inbox.iter().map(|item| (first_line(&item.message.content), item.sounds)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn thread_that_another_member_named_like_an_inbox_thread_gets_no_message() {
    let world = DeliveryWorld::with_members(&["ana", "ben", "eve"]).await;
    world.close_dms("ana");
    let ana = world.member("ana").await;
    let everyone_patch = json!({ "overwrites": [
        { "role": "@everyone", "allow": ["CREATE_PUBLIC_THREADS", "CREATE_PRIVATE_THREADS"], "deny": [] },
    ] });
    world.sandbox.patch_channel("inbox", serde_json::from_value(everyone_patch).unwrap()).unwrap();
    for kind in ["public", "private"] {
        let thread = json!({ "as": "eve", "channel": "inbox", "name": format!("chat · {ana}"), "type": kind });
        world.sandbox.start_thread(&serde_json::from_value(thread).unwrap()).unwrap();
    }
    let id = send(&world, "take your medicine", "ana").await;
    let thread = sent_channel(&world, id).await;
    assert_eq!(world.threads().await.iter().filter(|name| name.starts_with("For ana")).count(), 1);
    let messages_for_eve = world.sandbox.messages(&thread.to_string(), None, Some("eve"));
    assert!(messages_for_eve.is_err(), "eve does not see ana's thread");
    assert_eq!(world.texts(&format!("chat · {ana}")), Vec::<String>::new());
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn thread_that_another_member_named_like_a_ticket_thread_is_not_used() {
    let world = DeliveryWorld::with_members(&["ana", "ben", "eve"]).await;
    let (parent, ana) = (world.channel("help").await, world.member("ana").await);
    let fake_thread = json!({ "as": "eve", "channel": "help", "name": "#17 Room link", "type": "public" });
    let fake_thread = world.sandbox.start_thread(&serde_json::from_value(fake_thread).unwrap()).unwrap();
    world.plan_fault("POST /channels/*/threads", json!({ "when": "after" }));
    let id = world.enqueue("#17 Room link", Action::OpenThread { parent, members: vec![ana] }).await;
    world.wait_until_idle().await;
    world.advance(60).await;
    assert_ne!(sent_channel(&world, id).await.to_string(), fake_thread["id"].as_str().unwrap());
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn message_after_weeks_of_silence_arrives_in_the_same_thread() {
    let mut world = DeliveryWorld::start().await;
    world.close_dms("ana");
    let first_id = send(&world, "first", "ana").await;
    for (index, subject) in ["second", "third"].into_iter().enumerate() {
        world.advance(WEEK_S + 60).await;
        if index == 1 {
            world.restart();
        }
        let next_id = send(&world, subject, "ana").await;
        assert_eq!(sent_channel(&world, next_id).await, sent_channel(&world, first_id).await);
    }
    assert_eq!(notifications(&world, "ana").len(), 3);
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn archived_thread_is_unarchived_and_the_message_is_sent_again_after_a_refusal() {
    let world = DeliveryWorld::start().await;
    world.close_dms("ana");
    send(&world, "first", "ana").await;
    for refusals in [1, 2] {
        for _ in 0..refusals {
            world.plan_fault("POST /channels/*/messages", json!({ "when": "before", "status": 400, "code": 50083 }));
        }
        let id = send(&world, &format!("after {refusals}"), "ana").await;
        world.advance(10).await;
        sent_channel(&world, id).await;
    }
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn silent_message_that_opens_the_thread_makes_no_sound() {
    let world = DeliveryWorld::start().await;
    world.close_dms("ana");
    send(&world, "silent at night", "ana").await;
    assert_eq!(notifications(&world, "ana"), [("silent at night".to_owned(), false)], "and nothing from Discord");
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn joining_a_thread_makes_no_sound() {
    let world = DeliveryWorld::start().await;
    let (parent, ana, ben) = (world.channel("help").await, world.member("ana").await, world.member("ben").await);
    let opened_id = world.enqueue("#18 Night", Action::OpenThread { parent, members: vec![ana] }).await;
    world.wait_until_idle().await;
    let thread = sent_channel(&world, opened_id).await;
    for _ in 0..2 {
        world.enqueue("join", Action::JoinThread { thread, member: ben }).await;
        world.wait_until_idle().await;
    }
    let requests = world.sandbox.requests_after(0);
    let mentions: Vec<_> = requests
        .iter()
        .filter(|request| request.body["content"].as_str().is_some_and(|text| text.starts_with("<@")))
        .collect();
    assert!(!mentions.is_empty(), "people are added by a mention");
    for mention in mentions {
        assert_eq!(mention.body["flags"], SILENT_FLAG, "{}", mention.body);
    }
    for handle in ["ana", "ben"] {
        assert_eq!(notifications(&world, handle), [], "{handle}");
        assert!(world.sandbox.messages(&thread.to_string(), None, Some(handle)).is_ok(), "{handle} is in the thread");
    }
    assert_eq!(world.texts(&thread.to_string()), Vec::<String>::new(), "the message that added them is deleted");
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn thread_that_a_moderator_deletes_is_opened_again() {
    let world = DeliveryWorld::start().await;
    world.close_dms("ana");
    let first_id = send(&world, "first", "ana").await;
    let deleted_thread = sent_channel(&world, first_id).await;
    world.sandbox.delete_channel(&deleted_thread.to_string()).unwrap();
    let second_id = send(&world, "second", "ana").await;
    world.advance(10).await;
    assert_ne!(sent_channel(&world, second_id).await, deleted_thread);
    assert_eq!(notifications(&world, "ana").len(), 1, "the first message was deleted with its thread");
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn message_lost_in_a_deleted_thread_is_sent_again() {
    let world = DeliveryWorld::start().await;
    world.close_dms("ana");
    let first_id = send(&world, "first", "ana").await;
    let deleted_thread = sent_channel(&world, first_id).await;
    world.plan_fault("POST /channels/*/messages", json!({ "when": "after" }));
    let lost_id = send(&world, "lost", "ana").await;
    assert!(matches!(world.record(lost_id).await.state, State::Unknown { .. }));
    world.sandbox.delete_channel(&deleted_thread.to_string()).unwrap();
    for _ in 0..6 {
        world.advance(600).await;
    }
    assert_ne!(sent_channel(&world, lost_id).await, deleted_thread);
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_inbox_threads_are_opened_within_discords_limit_without_a_refusal() {
    let handles: Vec<String> = (0..24).map(|n| format!("member{n}")).collect();
    let handles: Vec<&str> = handles.iter().map(String::as_str).collect();
    let world = DeliveryWorld::with_members(&handles).await;
    world.close_dms("member0");
    world.close_dms("member1");
    let mut sent_ids = Vec::new();
    for handle in &handles {
        let member = world.member(handle).await;
        sent_ids.push(world.enqueue("alert", Action::Post(Address::Member(member))).await);
    }
    world.wait_until_idle().await;
    assert!(world.statuses("POST", "/threads").len() >= 8);
    for _ in 0..4 {
        world.advance(635).await;
    }
    for id in sent_ids {
        sent_channel(&world, id).await;
    }
    assert_eq!(world.statuses("POST", "/threads"), [201; 24]);
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ticket_threads_from_before_a_restart_count_towards_the_limit() {
    let mut world = DeliveryWorld::start().await;
    let (parent, ana) = (world.channel("help").await, world.member("ana").await);
    let mut opened_ids = Vec::new();
    for numbers in [0..8, 8..14] {
        for n in numbers {
            let action = Action::OpenThread { parent, members: vec![ana] };
            opened_ids.push(world.enqueue(&format!("#{n} Night"), action).await);
        }
        world.wait_until_idle().await;
        world.restart();
    }
    world.advance(635).await;
    for id in opened_ids {
        sent_channel(&world, id).await;
    }
    assert_eq!(world.statuses("POST", "/threads"), [201; 14]);
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rate_limit_on_opening_a_thread_applies_to_all_members_and_counts_as_an_attempt() {
    let world = DeliveryWorld::start().await;
    for handle in ["ana", "ben"] {
        world.close_dms(handle);
    }
    world.plan_fault("POST /channels/*/threads", json!({ "when": "before", "status": 429, "retry_after": 300 }));
    let first_id = send(&world, "first", "ana").await;
    let second_id = send(&world, "second", "ben").await;
    world.advance(290).await;
    assert_eq!(world.statuses("POST", "/threads"), [429], "the bot sends no request before the wait is over");
    // The first attempt was at the DM. The second attempt was at the thread, which Discord refused.
    assert_eq!(world.record(first_id).await.attempt, 2);
    world.advance(30).await;
    for id in [first_id, second_id] {
        sent_channel(&world, id).await;
    }
    assert_eq!(world.statuses("POST", "/threads"), [429, 201, 201]);
    world.end_after_refusals(1).await;
}
