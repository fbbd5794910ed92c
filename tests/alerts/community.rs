use serde_json::json;

use crate::common::Scene;
use crate::{TEXT, preview};

#[tokio::test]
async fn the_whole_community_is_reached_each_in_their_own_way() {
    let mut scene = Scene::of_all().await;
    scene.patch_member("tunis", json!({"dms_open": false})).await;
    scene.member_leaves("warsaw").await;
    scene.post("members", json!({"handle": "lima", "name": "Member Lima", "roles": ["mag"], "locale": "es-ES"})).await;
    scene.settle().await;

    let shown = preview(&mut scene, "urgent", "members", TEXT, "18:15 UTC").await;
    for expected in
        ["asleep until after (9):** Member Bangkok", "not counted as awake (1):** Member Lima", "Member Tunis"]
    {
        assert!(shown.text().contains(expected), "{expected:?} is not in {}", shown.text());
    }
    assert!(!shown.text().contains("Warsaw"), "{}", shown.text());
    scene.click("sec-lead", &shown, "Send").await;
    scene.settle().await;
    let list = scene.reads_one("secretariat").await;
    assert!(list.text().contains("to 50,") && !list.text().contains("Failed"), "{}", list.text());

    // Closed DMs, or none ever opened: the private thread in the inbox.
    let tunis = scene.receives_one("tunis").await;
    assert!(tunis.sounds() && tunis.text().starts_with("Urgent : Main room link changed"), "{}", tunis.text());
    let lima = scene.receives_one("lima").await;
    // Whoever has never used Magpie is written to in English: Discord tells a person's language only with what they do.
    assert!(!lima.sounds() && lima.text().starts_with("Urgent: Main room link changed"), "{}", lima.text());
    let state = scene.state().await;
    let members = state["members"].as_array().expect("members are a list").clone();
    let mut reached = 2;
    for member in &members {
        let handle = member["handle"].as_str().expect("members have handles");
        let received = scene.receives(handle).await;
        assert!(received.len() <= 1, "{handle} received it {} times", received.len());
        reached += received.len();
    }
    assert_eq!(reached, 50);
    for thread in state["channels"].as_array().expect("channels are a list").iter().filter(|c| c["type"] == 12) {
        scene.reads(thread["id"].as_str().expect("channels have ids")).await;
    }
    scene.end().await;
}
