//! Tests plain messages that a member writes in the DM with Magpie.

use serde_json::json;

use crate::common::{Harness, Output};

/// Writes a message in the member's DM with Magpie. Returns the reply.
async fn write_in_dm(harness: &mut Harness, who: &str, text: &str) -> Output {
    harness.post("messages", json!({"as": who, "channel": "dm", "content": text})).await;
    harness.settle().await;
    harness.receives_one(who).await
}

#[tokio::test]
async fn city_or_zone_written_in_the_dm_starts_the_questions_of_the_profile() {
    let mut harness = Harness::without_setup(&["sec-lead", "sydney"]).await;
    let page = harness.command("sec-lead", "setup", json!({})).await;
    let setup_response = harness.click("sec-lead", &page, "Save as shown").await;
    assert!(setup_response.text().contains("Magpie is ready"), "{}", setup_response.text());
    for channel in ["announcements", "help"] {
        harness.one_new_message(channel).await;
    }
    let place_question = write_in_dm(&mut harness, "sydney", "I live in Brisbane").await;
    insta::assert_snapshot!(place_question.text(), @"**Brisbane, Australia (Australia/Brisbane)**: it is now **Wed 11 Nov, 02:55** there. Is this right?");
    let hours_question = harness.click("sydney", &place_question, "Yes, this is right").await;
    let emergency_question = harness.click("sydney", &hours_question, "22:00–07:00").await;
    let review = harness.click("sydney", &emergency_question, "No").await;
    harness.click("sydney", &review, "Save").await;
    // Magpie asks for confirmation before it changes the zone.
    let zone_question = write_in_dm(&mut harness, "sydney", "Europe/Paris").await;
    assert!(zone_question.text().contains("Is this right?"), "{}", zone_question.text());
    let profile_page = harness.command("sydney", "profile show", json!({})).await;
    assert!(profile_page.text().contains("Brisbane"), "{}", profile_page.text());
    harness.end().await;
}

#[tokio::test]
async fn unclear_place_gets_a_question_and_other_messages_get_an_explanation() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos"]).await;
    let question = write_in_dm(&mut harness, "lagos", "Brazil").await;
    assert!(question.text().contains("could be one of several places"), "{}", question.text());
    let long_text = "The projector in room 4 does not work and I have to speak in ten minutes, can anybody come?";
    let response = write_in_dm(&mut harness, "lagos", long_text).await;
    insta::assert_snapshot!(response.text(), @"Here Magpie can read a city, a country or a time zone, such as Brisbane or UTC+10. For help, use /help; for a reminder, /remind; for your profile, /profile show.");
    assert_eq!(response.buttons(), ["Change"]);
    harness.end().await;
}

#[tokio::test]
async fn place_written_in_the_dm_closes_the_older_forms_there() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos"]).await;
    let older_form = write_in_dm(&mut harness, "lagos", "Brazil").await;
    let newer_form = write_in_dm(&mut harness, "lagos", "Accra").await;
    insta::assert_snapshot!(newer_form.text(), @"**Accra, Ghana (Africa/Accra)**: it is now **Tue 10 Nov, 16:55** there. Is this right?");
    let closed_form = harness.reload(&older_form).await;
    insta::assert_snapshot!(closed_form.text(), @"➡️ This continues in a newer message below.");
    assert!(closed_form.buttons().is_empty());
    assert_eq!(harness.reload(&newer_form).await.buttons(), newer_form.buttons());
    // A text that Magpie does not understand is no answer, so the form stays open.
    write_in_dm(&mut harness, "lagos", "Where can I find the wireless password of the venue, please?").await;
    assert_eq!(harness.reload(&newer_form).await.buttons(), newer_form.buttons());
    harness.end().await;
}

#[tokio::test]
async fn message_of_a_person_who_left_gets_no_reply_and_a_replayed_message_gets_one_reply() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos", "accra"]).await;
    harness.disrupt_gateway("drop").await;
    harness.post("messages", json!({"as": "accra", "channel": "dm", "content": "Accra"})).await;
    harness.settle().await;
    harness.receives_one("accra").await;
    harness.member_leaves("lagos").await;
    let post_result = harness.try_post("messages", json!({"as": "lagos", "channel": "dm", "content": "Lagos"})).await;
    harness.settle().await;
    let state = harness.state().await;
    let is_here = state["members"].as_array().unwrap().iter().any(|member| member["handle"] == "lagos");
    assert!(!is_here, "{post_result:?}");
    harness.end().await;
}
