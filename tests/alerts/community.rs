//! Tests an urgent alert to all fifty members of the community.

use serde_json::json;

use crate::common::Harness;
use crate::{TEXT, preview_alert};

#[tokio::test]
async fn whole_community_is_reached_by_dm_or_inbox_thread() {
    let mut harness = Harness::with_all_members().await;
    harness.patch_member("tunis", json!({"dms_open": false})).await;
    harness.member_leaves("warsaw").await;
    harness
        .post("members", json!({"handle": "lima", "name": "Member Lima", "roles": ["mag"], "locale": "es-ES"}))
        .await;
    harness.settle().await;

    let preview = preview_alert(&mut harness, "urgent", "members", TEXT, "18:15 UTC").await;
    let sleeper = "arrives silently (9):** Member Bangkok";
    for expected in [sleeper, "Time zone unknown: arrives silently (1):** Member Lima"] {
        assert!(preview.text().contains(expected), "{expected:?} is not in {}", preview.text());
    }
    let names = harness.click("sec-lead", &preview, "Names").await;
    assert!(names.text().contains("Member Tunis"), "{}", names.text());
    assert!(!names.text().contains("Warsaw"), "{}", names.text());
    harness.click("sec-lead", &preview, "Send").await;
    harness.settle().await;
    let list = harness.one_new_message("secretariat").await;
    assert!(list.text().contains("to 50 people,"), "{}", list.text());
    assert!(!list.text().contains("Failed"), "{}", list.text());

    // Member Tunis has closed their DMs, and Member Lima has no DM with Magpie. So both get the alert in their private
    // inbox threads.
    let tunis = harness.receives_one("tunis").await;
    assert!(tunis.sounds());
    insta::assert_snapshot!(tunis.text(), @r"
    Urgent : Main room link changed · avant mar. 19:15
    À lire avant : mar. 10 nov., 19:15 (mar. 18:15 UTC)
    De : Secretariat lead, secrétariat
    <@550965547630592000>
    ");
    let lima = harness.receives_one("lima").await;
    assert!(!lima.sounds());
    // Member Lima has never used Magpie, so Magpie writes in English: Discord reveals a person's language only in their
    // interactions.
    insta::assert_snapshot!(lima.text(), @r"
    Urgent: Main room link changed · before Tue 18:15 UTC
    Please read by: <t:1605032100:F> (Tue 10 Nov, 18:15 UTC)
    From Secretariat lead, secretariat
    <@775765465497600236>
    ");
    let state = harness.state().await;
    let members = state["members"].as_array().expect("members are a list").clone();
    let mut reached = 2;
    for member in &members {
        let handle = member["handle"].as_str().expect("members have handles");
        let received = harness.receives(handle).await;
        assert!(received.len() <= 1, "{handle} received it {} times", received.len());
        reached += received.len();
    }
    assert_eq!(reached, 50);
    for thread in state["channels"].as_array().expect("channels are a list").iter().filter(|c| c["type"] == 12) {
        harness.new_messages(thread["id"].as_str().expect("channels have ids")).await;
    }
    harness.end().await;
}
