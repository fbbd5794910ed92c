use magpie::delivery::{Action, Address, Cause, Failure, State};
use magpie::discord::wire::transport::Ask;
use serde_json::json;
use serenity::http::{LightMethod, Route};

use crate::office::Office;

/// What the people read, without the tag.
fn said(texts: &[String]) -> Vec<&str> {
    texts.iter().map(|text| text.lines().next().unwrap_or_default()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn message_arrives_once_though_the_answer_was_lost() {
    let office = Office::open().await;
    for subject in ["plain", "button"] {
        let channel = office.channel("mag-general").await;
        office.fault("POST /channels/*/messages", json!({ "when": "after" }));
        let id = office.post(subject, channel).await;
        office.quiet().await;
        assert!(matches!(office.record(id).await.state, State::Unknown { .. }));
        // Within Discord's nonce window it is sent again, and Discord gives back the first.
        office.advance(10).await;
        assert!(matches!(office.record(id).await.state, State::Sent(_)));
    }
    assert_eq!(said(&office.texts("mag-general")), ["plain", "button"]);
    office.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn channel_is_read_back_after_the_nonce_window() {
    let office = Office::open().await;
    let channel = office.channel("mag-general").await;
    for subject in ["plain", "button"] {
        office.fault("POST /channels/*/messages", json!({ "when": "after" }));
        let id = office.post(subject, channel).await;
        office.quiet().await;
        for n in 0..3 {
            office
                .sandbox
                .post(
                    &serde_json::from_value(
                        json!({ "as": "ana", "channel": "mag-general", "content": format!("{subject} {n}") }),
                    )
                    .unwrap(),
                )
                .unwrap();
        }
        office.advance(3600).await;
        assert!(matches!(office.record(id).await.state, State::Sent(_)), "{:?}", office.record(id).await);
    }
    let texts = office.texts("mag-general");
    let ours: Vec<&str> = said(&texts).into_iter().filter(|text| ["plain", "button"].contains(text)).collect();
    assert_eq!(ours, ["plain", "button"]);
    office.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn message_that_never_arrived_is_sent_again() {
    let office = Office::open().await;
    let channel = office.channel("mag-general").await;
    office.fault("POST /channels/*/messages", json!({ "when": "before" }));
    let id = office.post("plain", channel).await;
    office.quiet().await;
    office.advance(3600).await;
    office.advance(60).await;
    assert!(matches!(office.record(id).await.state, State::Sent(_)), "{:?}", office.record(id).await);
    assert_eq!(said(&office.texts("mag-general")), ["plain"]);
    office.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn closed_dm_leads_to_one_inbox_thread_for_all_later_messages() {
    let mut office = Office::open().await;
    let ana = office.member("ana").await;
    office.sandbox.patch_member("ana", serde_json::from_value(json!({ "dms_open": false })).unwrap()).unwrap();
    office.enqueue("first", Action::Post(Address::Member(ana))).await;
    office.quiet().await;
    office.enqueue("second", Action::Post(Address::Member(ana))).await;
    office.quiet().await;
    // Another run knows the thread by its name only.
    office.restart();
    office.enqueue("third", Action::Post(Address::Member(ana))).await;
    office.quiet().await;
    let name = format!("For ana \\*N\\* · {ana}");
    assert_eq!(office.threads().await, std::slice::from_ref(&name));
    let thread = office.channel(&name).await;
    assert_eq!(said(&office.texts(&thread.to_string())), ["first", "second", "third"]);
    let inbox = office.sandbox.inbox("ana", None).unwrap();
    assert_eq!(inbox.iter().map(|item| item.kind).collect::<Vec<_>>(), ["mention"; 3], "all three reached her phone");
    assert_eq!(office.texts("inbox"), Vec::<String>::new(), "nothing lands in a public place");
    office.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn thread_whose_answer_was_lost_is_found_by_its_name() {
    let office = Office::open().await;
    let (parent, ana, ben) = (office.channel("help").await, office.member("ana").await, office.member("ben").await);
    office.fault("POST /channels/*/threads", json!({ "when": "after" }));
    let id = office.enqueue("#17 Room link", Action::OpenThread { parent, members: vec![ana, ben] }).await;
    office.quiet().await;
    assert!(matches!(office.record(id).await.state, State::Unknown { .. }));
    office.advance(60).await;
    let State::Sent(posted) = office.record(id).await.state else { panic!("{:?}", office.record(id).await) };
    assert_eq!(office.threads().await, ["#17 Room link"]);
    office.enqueue("Hello", Action::Post(Address::Channel(posted.channel.unwrap()))).await;
    office.quiet().await;
    for handle in ["ana", "ben"] {
        let read = office.sandbox.messages(&posted.channel.unwrap().to_string(), None, Some(handle)).unwrap();
        assert!(read.iter().any(|message| message.content.starts_with("Hello")), "{handle} is in the thread");
    }
    office.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn permanent_refusal_is_shown_with_discords_words() {
    let office = Office::open().await;
    let id = office.post("plain", magpie::members::ChannelId(123_456_789_012_345_678)).await;
    office.quiet().await;
    let State::Failed(Failure { cause, reason }) = office.record(id).await.state else {
        panic!("{:?}", office.record(id).await)
    };
    assert_eq!(cause, Cause::NoAccess);
    assert!(reason.contains("Unknown Channel"), "{reason}");
    office.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn channel_with_a_limit_of_five_gets_six_messages_without_a_refusal() {
    let office = Office::open().await;
    let channel = office.channel("mag-general").await;
    for n in 0..6 {
        office.post(&format!("number {n}"), channel).await;
    }
    office.quiet().await;
    assert_eq!(
        said(&office.texts("mag-general")),
        ["number 0", "number 1", "number 2", "number 3", "number 4", "number 5"]
    );
    office.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn archived_thread_is_unarchived() {
    let office = Office::open().await;
    let (parent, ana, ben) = (office.channel("help").await, office.member("ana").await, office.member("ben").await);
    let opened = office.enqueue("#18 Quiet for a week", Action::OpenThread { parent, members: vec![ana] }).await;
    office.quiet().await;
    let State::Sent(thread) = office.record(opened).await.state else { panic!("{:?}", office.record(opened).await) };
    let thread = thread.channel.unwrap();
    let channel_id = thread.0.into();
    let archive = || Ask::new(LightMethod::Patch, Route::Channel { channel_id }).body(json!({ "archived": true }));
    office.transport.send(archive()).await.unwrap();
    let added = office.enqueue("add", Action::JoinThread { thread, member: ben }).await;
    office.quiet().await;
    assert!(matches!(office.record(added).await.state, State::Sent(_)), "{:?}", office.record(added).await);
    office.transport.send(archive()).await.unwrap();
    let posted = office.post("Still open?", thread).await;
    office.quiet().await;
    assert!(matches!(office.record(posted).await.state, State::Sent(_)), "{:?}", office.record(posted).await);
    office.close().await;
}
