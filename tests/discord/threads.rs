//! Threads: their members, when they are archived, and what an archived thread refuses.

use magpie::sandbox::core::{MemberThread, Method};
use magpie::time::SignedDuration;
use serde_json::{Value, json};

use crate::stage::Stage;

fn private_thread(stage: &mut Stage, parent: &str, name: &str) -> String {
    let path = format!("/channels/{}/threads", stage.channel(parent));
    let made = stage.done(
        Method::Post,
        &path,
        json!({"name": name, "type": 12, "invitable": false, "auto_archive_duration": 60}),
    );
    made["id"].as_str().expect("an id").to_owned()
}

fn sees(stage: &Stage, who: &str, name: &str) -> bool {
    stage.world.channels_for(who).expect("a member").iter().any(|channel| channel.name == name)
}

#[test]
fn private_thread_is_visible_to_added_members() {
    let mut stage = Stage::new();
    let thread = private_thread(&mut stage, "inbox", "Ticket 1");
    assert!(!sees(&stage, "guest", "Ticket 1"));
    let guest = stage.member("guest");
    stage.done(Method::Put, &format!("/channels/{thread}/thread-members/{guest}"), Value::Null);
    assert!(sees(&stage, "guest", "Ticket 1"));
    assert!(!sees(&stage, "lapaz", "Ticket 1"));
    assert!(sees(&stage, "lead", "Ticket 1"), "the owner sees every thread");
    let names = stage.event_names();
    assert_eq!(names, ["THREAD_CREATE", "THREAD_MEMBERS_UPDATE", "MESSAGE_CREATE"]);
    stage.world.post(stage.now, "guest", &thread, "thank you").expect("may write in threads");
    assert!(stage.world.post(stage.now, "lapaz", &thread, "hi").is_err());
    stage.done(Method::Delete, &format!("/channels/{thread}/thread-members/{guest}"), Value::Null);
    assert!(!sees(&stage, "guest", "Ticket 1"));
}

#[test]
fn mention_adds_a_person_to_the_thread() {
    let mut stage = Stage::new();
    let thread = private_thread(&mut stage, "inbox", "Ticket 2");
    let lapaz = stage.member("lapaz");
    stage.say(&thread, &format!("<@{lapaz}> can you help?"));
    assert!(sees(&stage, "lapaz", "Ticket 2"));
    let items = stage.world.inbox("lapaz", None).expect("a member");
    assert_eq!(items[0].lock_screen.as_deref(), Some("@Member lapaz can you help?"));
    assert!(
        stage.world.messages(&thread, None, None).expect("there").len() == 1,
        "Discord's system messages are left out"
    );
}

#[test]
fn person_who_cannot_see_the_channel_cannot_be_added() {
    let mut stage = Stage::new();
    let thread = private_thread(&mut stage, "secretariat", "Ticket 3");
    let guest = stage.member("guest");
    stage.refused(50001, Method::Put, &format!("/channels/{thread}/thread-members/{guest}"), Value::Null);
}

#[test]
fn thread_is_archived_when_idle_and_a_message_unarchives_it() {
    let mut stage = Stage::new();
    let thread = private_thread(&mut stage, "inbox", "Ticket 4");
    let sent = stage.say(&thread, "first");
    stage.events();
    stage.later(SignedDuration::from_mins(61));
    let own = format!("/channels/{thread}/messages/{}", sent["id"].as_str().expect("an id"));
    stage.refused(50083, Method::Patch, &own, json!({"content": "changed"}));
    assert_eq!(stage.event_names(), ["THREAD_UPDATE"]);
    stage.say(&thread, "second");
    assert_eq!(stage.event_names(), ["THREAD_UPDATE", "MESSAGE_CREATE"]);
    stage.done(Method::Patch, &own, json!({"content": "changed"}));
}

#[test]
fn archived_threads_are_listed_by_type() {
    let mut stage = Stage::new();
    let thread = private_thread(&mut stage, "inbox", "Ticket 5");
    stage.done(Method::Patch, &format!("/channels/{thread}"), json!({"archived": true, "locked": true}));
    let inbox = stage.channel("inbox");
    let count = |list: Value| list["threads"].as_array().map(Vec::len);
    assert_eq!(
        count(stage.done(Method::Get, &format!("/channels/{inbox}/threads/archived/private"), Value::Null)),
        Some(1)
    );
    let joined = format!("/channels/{inbox}/users/@me/threads/archived/private");
    assert_eq!(count(stage.done(Method::Get, &joined, Value::Null)), Some(1));
    assert_eq!(
        count(stage.done(Method::Get, &format!("/channels/{inbox}/threads/archived/public"), Value::Null)),
        Some(0)
    );
    let posted = stage.world.post(stage.now, "lead", &thread, "as owner");
    assert!(posted.is_ok(), "members who may manage threads can write in a locked one");
}

#[test]
fn second_thread_from_a_message_is_refused() {
    let mut stage = Stage::new();
    let help = stage.channel("help");
    let message = stage.say(&help, "a question")["id"].as_str().expect("an id").to_owned();
    let path = format!("/channels/{help}/messages/{message}/threads");
    let made = stage.done(Method::Post, &path, json!({"name": "Answers"}));
    assert_eq!(made["id"], message.as_str());
    stage.refused(160004, Method::Post, &path, json!({"name": "Answers"}));
    let read = stage.done(Method::Get, &format!("/channels/{help}/messages/{message}"), Value::Null);
    assert_eq!(read["thread"]["name"], "Answers");
    stage.refused(
        50035,
        Method::Post,
        &format!("/channels/{help}/threads"),
        json!({"name": "n".repeat(101), "type": 11}),
    );
}

#[test]
fn thread_without_a_type_is_private() {
    let mut stage = Stage::new();
    let help = stage.channel("help");
    assert_eq!(stage.done(Method::Post, &format!("/channels/{help}/threads"), json!({"name": "One"}))["type"], 12);
}

#[test]
fn person_who_left_the_server_is_removed_from_threads() {
    let mut stage = Stage::new();
    let thread = private_thread(&mut stage, "inbox", "Ticket 6");
    let guest = stage.member("guest");
    stage.done(Method::Put, &format!("/channels/{thread}/thread-members/{guest}"), Value::Null);
    stage.world.remove_member(stage.now, "guest").expect("no owner");
    let members = stage.done(Method::Get, &format!("/channels/{thread}/thread-members"), Value::Null);
    assert_eq!(members.as_array().map(Vec::len), Some(1));
    stage.refused(10007, Method::Put, &format!("/channels/{thread}/thread-members/{guest}"), Value::Null);
}

#[test]
fn eleventh_thread_in_ten_minutes_is_refused_for_minutes() {
    let mut stage = Stage::new();
    for n in 0..10 {
        private_thread(&mut stage, "inbox", &format!("Ticket {n}"));
        stage.later(SignedDuration::from_secs(6));
    }
    let (inbox, help) = (stage.channel("inbox"), stage.channel("help"));
    let body = || json!({"name": "One more", "type": 12});
    let refusal = stage.bot(Method::Post, &format!("/channels/{inbox}/threads"), body());
    assert_eq!((refusal.status, &refusal.body["retry_after"]), (429, &json!(540.0)));
    stage.done(Method::Post, &format!("/channels/{help}/threads"), body());
    stage.later(SignedDuration::from_secs(540));
    stage.done(Method::Post, &format!("/channels/{inbox}/threads"), body());
}

#[test]
fn notice_of_being_added_to_a_thread_sounds() {
    let mut stage = Stage::new();
    let thread = private_thread(&mut stage, "inbox", "Ticket 7");
    let guest = stage.member("guest");
    stage.done(Method::Put, &format!("/channels/{thread}/thread-members/{guest}"), Value::Null);
    let items = stage.world.inbox("guest", None).expect("a member");
    assert_eq!(items.len(), 1);
    assert!(items[0].sounds);
    assert_eq!(items[0].lock_screen.as_deref(), Some("Magpie added you to Ticket 7"));
}

#[test]
fn mention_that_an_edit_brings_adds_a_person_and_notifies_nobody() {
    let mut stage = Stage::new();
    let thread = private_thread(&mut stage, "inbox", "Ticket 8");
    let guest = stage.member("guest");
    let message = stage.say(&thread, "one moment")["id"].as_str().expect("an id").to_owned();
    assert!(!sees(&stage, "guest", "Ticket 8"));
    let path = format!("/channels/{thread}/messages/{message}");
    stage.done(Method::Patch, &path, json!({"content": format!("<@{guest}> one moment")}));
    assert!(sees(&stage, "guest", "Ticket 8"));
    assert_eq!(stage.world.inbox("guest", None).expect("a member"), []);
}

#[test]
fn member_starts_a_thread_only_where_they_may() {
    let mut stage = Stage::new();
    let new = |channel: &str, kind: &str| -> MemberThread {
        serde_json::from_value(json!({"as": "guest", "channel": channel, "name": "Chat", "type": kind})).expect("valid")
    };
    let refused = stage.world.start_thread_as(stage.now, &new("inbox", "public")).expect_err("only Magpie may");
    assert_eq!(refused.status, 403);
    let made = stage.world.start_thread_as(stage.now, &new("help", "public")).expect("everyone may");
    assert_eq!((&made["type"], &made["owner"]), (&json!(11), &json!(stage.member("guest"))));
    assert_eq!(stage.event_names(), ["THREAD_CREATE", "MESSAGE_CREATE"]);
    let id = made["id"].as_str().expect("an id").to_owned();
    let archived = serde_json::from_value(json!({"archived": true})).expect("valid");
    let changed = stage.world.moderate_channel(stage.now, &id, archived).expect("it is there");
    assert_eq!(changed["archived"], true);
    stage.world.remove_channel(&id).expect("it is there");
    assert_eq!(stage.event_names(), ["THREAD_UPDATE", "THREAD_DELETE"]);
    stage.refused(10003, Method::Get, &format!("/channels/{id}"), Value::Null);
}
