//! Tests plain messages that a member writes to Magpie in their DM.

use serde_json::json;

use crate::common::{Harness, Output};

/// Writes a message in the member's DM with Magpie. Returns the reply.
async fn write(harness: &mut Harness, who: &str, text: &str) -> Output {
    harness.post("messages", json!({"as": who, "channel": "dm", "content": text})).await;
    harness.settle().await;
    harness.receives_one(who).await
}

#[tokio::test]
async fn city_or_zone_written_in_the_dm_begins_the_profile() {
    let mut harness = Harness::without_setup(&["sec-lead", "sydney"]).await;
    let shown = harness.command("sec-lead", "setup", json!({})).await;
    let done = harness.click("sec-lead", &shown, "Save as shown").await;
    assert!(done.text().contains("Magpie is ready"), "{}", done.text());
    for channel in ["announcements", "help"] {
        harness.one_new_message(channel).await;
    }
    let right = write(&mut harness, "sydney", "I live in Brisbane").await;
    insta::assert_snapshot!(right.text(), @"**Brisbane, Australia (Australia/Brisbane)**: it is now **Wed 11 Nov, 02:55** there. Is this right?");
    let quiet = harness.click("sydney", &right, "Yes, this is right").await;
    let emergency = harness.click("sydney", &quiet, "22:00–07:00").await;
    let review = harness.click("sydney", &emergency, "No").await;
    harness.click("sydney", &review, "Save").await;
    // Magpie asks for confirmation before it changes the zone.
    let moved = write(&mut harness, "sydney", "Europe/Paris").await;
    assert!(moved.text().contains("Is this right?"), "{}", moved.text());
    let profile = harness.command("sydney", "profile show", json!({})).await;
    assert!(profile.text().contains("Brisbane"), "{}", profile.text());
    harness.end().await;
}

#[tokio::test]
async fn unclear_place_is_asked_about_and_other_messages_get_an_explanation() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos"]).await;
    let which = write(&mut harness, "lagos", "Brazil").await;
    assert!(which.text().contains("could be one of several places"), "{}", which.text());
    let long = "The projector in room 4 does not work and I have to speak in ten minutes, can anybody come?";
    let told = write(&mut harness, "lagos", long).await;
    insta::assert_snapshot!(told.text(), @"Here Magpie can read a city, a country or a time zone, such as Brisbane or UTC+10. For help, use /help; for a reminder, /remind; for your profile, /profile show.");
    assert_eq!(told.buttons(), ["Change"]);
    harness.end().await;
}

#[tokio::test]
async fn message_of_a_person_who_left_gets_no_reply_and_a_repeated_event_gets_one() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos", "accra"]).await;
    harness.disrupt_gateway("drop").await;
    harness.post("messages", json!({"as": "accra", "channel": "dm", "content": "Accra"})).await;
    harness.settle().await;
    harness.receives_one("accra").await;
    harness.member_leaves("lagos").await;
    let refused = harness.try_post("messages", json!({"as": "lagos", "channel": "dm", "content": "Lagos"})).await;
    harness.settle().await;
    let state = harness.state().await;
    let is_here = state["members"].as_array().unwrap().iter().any(|member| member["handle"] == "lagos");
    assert!(!is_here, "{refused:?}");
    harness.end().await;
}
