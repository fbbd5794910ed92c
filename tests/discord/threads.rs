//! Tests threads: their members, when Discord archives them, and what an archived thread refuses.

use magpie::sandbox::core::{MemberThread, Method};
use magpie::time::SignedDuration;
use serde_json::{Value, json};

use crate::fixture::Fixture;

fn create_private_thread(fixture: &mut Fixture, parent: &str, name: &str) -> String {
    let path = format!("/channels/{}/threads", fixture.channel_id(parent));
    let thread = fixture.must_succeed(
        Method::Post,
        &path,
        json!({"name": name, "type": 12, "invitable": false, "auto_archive_duration": 60}),
    );
    thread["id"].as_str().expect("an id").to_owned()
}

fn can_see(fixture: &Fixture, who: &str, name: &str) -> bool {
    fixture.world.channels_for(who).expect("a member").iter().any(|channel| channel.name == name)
}

#[test]
fn private_thread_is_visible_to_added_members() {
    let mut fixture = Fixture::new();
    let thread = create_private_thread(&mut fixture, "inbox", "Ticket 1");
    assert!(!can_see(&fixture, "guest", "Ticket 1"));
    let guest = fixture.member_id("guest");
    fixture.must_succeed(Method::Put, &format!("/channels/{thread}/thread-members/{guest}"), Value::Null);
    assert!(can_see(&fixture, "guest", "Ticket 1"));
    assert!(!can_see(&fixture, "lapaz", "Ticket 1"));
    assert!(can_see(&fixture, "lead", "Ticket 1"), "the owner sees every thread");
    let names = fixture.event_names();
    assert_eq!(names, ["THREAD_CREATE", "THREAD_MEMBERS_UPDATE", "MESSAGE_CREATE"]);
    fixture.world.post(fixture.now, "guest", &thread, "thank you").expect("may write in threads");
    assert!(fixture.world.post(fixture.now, "lapaz", &thread, "hi").is_err());
    fixture.must_succeed(Method::Delete, &format!("/channels/{thread}/thread-members/{guest}"), Value::Null);
    assert!(!can_see(&fixture, "guest", "Ticket 1"));
}

#[test]
fn mention_adds_a_person_to_the_thread() {
    let mut fixture = Fixture::new();
    let thread = create_private_thread(&mut fixture, "inbox", "Ticket 2");
    let lapaz = fixture.member_id("lapaz");
    fixture.say(&thread, &format!("<@{lapaz}> can you help?"));
    assert!(can_see(&fixture, "lapaz", "Ticket 2"));
    let items = fixture.world.inbox("lapaz", None).expect("a member");
    assert_eq!(items[0].lock_screen.as_deref(), Some("@Member lapaz can you help?"));
    assert!(
        fixture.world.messages(&thread, None, None).expect("there").len() == 1,
        "Discord's system messages are left out"
    );
}

#[test]
fn person_who_cannot_see_the_channel_cannot_be_added() {
    let mut fixture = Fixture::new();
    let thread = create_private_thread(&mut fixture, "secretariat", "Ticket 3");
    let guest = fixture.member_id("guest");
    fixture.must_be_refused(50001, Method::Put, &format!("/channels/{thread}/thread-members/{guest}"), Value::Null);
}

#[test]
fn thread_is_archived_when_idle_and_a_message_unarchives_it() {
    let mut fixture = Fixture::new();
    let thread = create_private_thread(&mut fixture, "inbox", "Ticket 4");
    let message = fixture.say(&thread, "first");
    fixture.events();
    fixture.advance(SignedDuration::from_mins(61));
    let message_path = format!("/channels/{thread}/messages/{}", message["id"].as_str().expect("an id"));
    fixture.must_be_refused(50083, Method::Patch, &message_path, json!({"content": "changed"}));
    assert_eq!(fixture.event_names(), ["THREAD_UPDATE"]);
    fixture.say(&thread, "second");
    assert_eq!(fixture.event_names(), ["THREAD_UPDATE", "MESSAGE_CREATE"]);
    fixture.must_succeed(Method::Patch, &message_path, json!({"content": "changed"}));
}

#[test]
fn archived_threads_are_listed_by_type() {
    let mut fixture = Fixture::new();
    let thread = create_private_thread(&mut fixture, "inbox", "Ticket 5");
    fixture.must_succeed(Method::Patch, &format!("/channels/{thread}"), json!({"archived": true, "locked": true}));
    let inbox = fixture.channel_id("inbox");
    let count = |list: Value| list["threads"].as_array().map(Vec::len);
    assert_eq!(
        count(fixture.must_succeed(Method::Get, &format!("/channels/{inbox}/threads/archived/private"), Value::Null)),
        Some(1)
    );
    let joined_path = format!("/channels/{inbox}/users/@me/threads/archived/private");
    assert_eq!(count(fixture.must_succeed(Method::Get, &joined_path, Value::Null)), Some(1));
    assert_eq!(
        count(fixture.must_succeed(Method::Get, &format!("/channels/{inbox}/threads/archived/public"), Value::Null)),
        Some(0)
    );
    let outcome = fixture.world.post(fixture.now, "lead", &thread, "as owner");
    assert!(outcome.is_ok(), "members who may manage threads can write in a locked one");
}

#[test]
fn second_thread_from_a_message_is_refused() {
    let mut fixture = Fixture::new();
    let help = fixture.channel_id("help");
    let message = fixture.say(&help, "a question")["id"].as_str().expect("an id").to_owned();
    let path = format!("/channels/{help}/messages/{message}/threads");
    let thread = fixture.must_succeed(Method::Post, &path, json!({"name": "Answers"}));
    assert_eq!(thread["id"], message.as_str());
    fixture.must_be_refused(160004, Method::Post, &path, json!({"name": "Answers"}));
    let fetched_message =
        fixture.must_succeed(Method::Get, &format!("/channels/{help}/messages/{message}"), Value::Null);
    assert_eq!(fetched_message["thread"]["name"], "Answers");
    fixture.must_be_refused(
        50035,
        Method::Post,
        &format!("/channels/{help}/threads"),
        json!({"name": "n".repeat(101), "type": 11}),
    );
}

#[test]
fn thread_without_a_type_is_private() {
    let mut fixture = Fixture::new();
    let help = fixture.channel_id("help");
    assert_eq!(
        fixture.must_succeed(Method::Post, &format!("/channels/{help}/threads"), json!({"name": "One"}))["type"],
        12
    );
}

#[test]
fn person_who_left_the_server_is_removed_from_threads() {
    let mut fixture = Fixture::new();
    let thread = create_private_thread(&mut fixture, "inbox", "Ticket 6");
    let guest = fixture.member_id("guest");
    fixture.must_succeed(Method::Put, &format!("/channels/{thread}/thread-members/{guest}"), Value::Null);
    fixture.world.remove_member(fixture.now, "guest").expect("they do not own the server");
    let members = fixture.must_succeed(Method::Get, &format!("/channels/{thread}/thread-members"), Value::Null);
    assert_eq!(members.as_array().map(Vec::len), Some(1));
    fixture.must_be_refused(10007, Method::Put, &format!("/channels/{thread}/thread-members/{guest}"), Value::Null);
}

#[test]
fn eleventh_thread_in_a_channel_within_ten_minutes_is_refused() {
    let mut fixture = Fixture::new();
    for n in 0..10 {
        create_private_thread(&mut fixture, "inbox", &format!("Ticket {n}"));
        fixture.advance(SignedDuration::from_secs(6));
    }
    let (inbox, help) = (fixture.channel_id("inbox"), fixture.channel_id("help"));
    let body = || json!({"name": "One more", "type": 12});
    let refusal = fixture.send_as_bot(Method::Post, &format!("/channels/{inbox}/threads"), body());
    assert_eq!((refusal.status, &refusal.body["retry_after"]), (429, &json!(540.0)));
    fixture.must_succeed(Method::Post, &format!("/channels/{help}/threads"), body());
    fixture.advance(SignedDuration::from_secs(540));
    fixture.must_succeed(Method::Post, &format!("/channels/{inbox}/threads"), body());
}

#[test]
fn person_who_is_added_to_a_thread_gets_a_message_with_sound() {
    let mut fixture = Fixture::new();
    let thread = create_private_thread(&mut fixture, "inbox", "Ticket 7");
    let guest = fixture.member_id("guest");
    fixture.must_succeed(Method::Put, &format!("/channels/{thread}/thread-members/{guest}"), Value::Null);
    let items = fixture.world.inbox("guest", None).expect("a member");
    assert_eq!(items.len(), 1);
    assert!(items[0].sounds);
    assert_eq!(items[0].lock_screen.as_deref(), Some("Magpie added you to Ticket 7"));
}

#[test]
fn mention_added_by_an_edit_adds_the_person_and_notifies_nobody() {
    let mut fixture = Fixture::new();
    let thread = create_private_thread(&mut fixture, "inbox", "Ticket 8");
    let guest = fixture.member_id("guest");
    let message = fixture.say(&thread, "one moment")["id"].as_str().expect("an id").to_owned();
    assert!(!can_see(&fixture, "guest", "Ticket 8"));
    let path = format!("/channels/{thread}/messages/{message}");
    fixture.must_succeed(Method::Patch, &path, json!({"content": format!("<@{guest}> one moment")}));
    assert!(can_see(&fixture, "guest", "Ticket 8"));
    assert_eq!(fixture.world.inbox("guest", None).expect("a member"), []);
}

#[test]
fn member_can_start_a_thread_only_with_the_permission() {
    let mut fixture = Fixture::new();
    let new_thread = |channel: &str, kind: &str| -> MemberThread {
        serde_json::from_value(json!({"as": "guest", "channel": channel, "name": "Chat", "type": kind})).expect("valid")
    };
    let refusal =
        fixture.world.start_thread_as(fixture.now, &new_thread("inbox", "public")).expect_err("only Magpie may");
    assert_eq!(refusal.status, 403);
    let thread = fixture.world.start_thread_as(fixture.now, &new_thread("help", "public")).expect("everyone may");
    assert_eq!((&thread["type"], &thread["owner"]), (&json!(11), &json!(fixture.member_id("guest"))));
    assert_eq!(fixture.event_names(), ["THREAD_CREATE", "MESSAGE_CREATE"]);
    let id = thread["id"].as_str().expect("an id").to_owned();
    let patch = serde_json::from_value(json!({"archived": true})).expect("valid");
    let archived_thread = fixture.world.moderate_channel(fixture.now, &id, patch).expect("it is there");
    assert_eq!(archived_thread["archived"], true);
    fixture.world.remove_channel(&id).expect("it is there");
    assert_eq!(fixture.event_names(), ["THREAD_UPDATE", "THREAD_DELETE"]);
    fixture.must_be_refused(10003, Method::Get, &format!("/channels/{id}"), Value::Null);
}
