//! Tests "Test my phone": the member answers whether they heard the test, and the texts state the quiet hours
//! correctly.

use serde_json::{Value, json};

use crate::common::Harness;

#[tokio::test]
async fn test_that_was_heard_confirms_the_phone_and_one_that_was_not_heard_removes_the_confirmation() {
    let mut harness = Harness::with_members(&["sec-lead", "lagos"]).await;
    harness.command("lagos", "profile test", json!({})).await;
    harness.advance("60s").await;
    let test_message = harness.receives_one("lagos").await;
    insta::assert_snapshot!(test_message.text(), @"
    🔔 This is the test you asked for. Did you hear it?
    Messages make a sound like this one outside your quiet hours (22:00–07:00), and arrive silently in them. An emergency does not wake you.
    Magpie cannot ring a silent phone. For an early start, set an alarm too.
    ");
    assert_eq!(test_message.buttons(), ["I heard it", "I heard nothing"]);
    harness.restart_bot().await;
    let heard_response = harness.click("lagos", &test_message, "I heard it").await;
    insta::assert_snapshot!(heard_response.text(), @"✅ **Your phone is confirmed.** Messages make a sound like this one outside your quiet hours (22:00–07:00), and arrive silently in them. An emergency does not wake you.");
    assert_eq!(confirmed_at(&mut harness, "lagos").await, "2020-11-10T16:56:00Z");

    harness.command("lagos", "profile test", json!({})).await;
    harness.advance("60s").await;
    let test_message = harness.receives_one("lagos").await;
    let steps = harness.click("lagos", &test_message, "I heard nothing").await;
    for part in ["**iPhone:**", "**Android:**", "**Computer:**", "your phone gets its notifications minutes later"] {
        assert!(steps.text().contains(part), "{part}: {}", steps.text());
    }
    assert_eq!(steps.buttons(), ["Test my phone"]);
    assert!(confirmed_at(&mut harness, "lagos").await.is_null());
    harness.click("lagos", &steps, "Test my phone").await;
    harness.advance("60s").await;
    harness.receives_one("lagos").await;
    harness.end().await;
}

/// When the phone was confirmed, from the file that `/profile export` attaches.
async fn confirmed_at(harness: &mut Harness, who: &str) -> Value {
    let export = harness.command(who, "profile export", json!({})).await;
    let file: Value = serde_json::from_str(&harness.attachment(&export).await).expect("it is JSON");
    file["profile"]["phone_confirmed_at"].clone()
}

#[tokio::test]
async fn phone_test_in_quiet_hours_says_that_other_messages_are_silent() {
    let mut harness = Harness::with_members(&["sec-lead", "sydney"]).await;
    harness.command("sydney", "profile test", json!({})).await;
    harness.advance("60s").await;
    let test_message = harness.receives_one("sydney").await;
    assert!(test_message.sounds());
    insta::assert_snapshot!(test_message.text(), @"
    🔔 This is the test you asked for. Did you hear it?
    Other messages arrive silently until Wed 07:00. An emergency does not wake you.
    Magpie cannot ring a silent phone. For an early start, set an alarm too.
    ");
    harness.end().await;
}
