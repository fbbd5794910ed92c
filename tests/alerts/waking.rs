//! Tests messages that wait until a member wakes. Only the most urgent message makes a sound. Each alert has its own
//! button.

use serde_json::json;
use sqlx::{Connection as _, SqliteConnection};

use crate::common::{Harness, Output};
use crate::preview_alert;

async fn send_alert(harness: &mut Harness, severity: &str, audience: &str, text: &str) {
    let preview = preview_alert(harness, severity, audience, text, "").await;
    let label = if severity == "emergency" { "Send, wake no one" } else { "Send" };
    harness.click("sec-lead", &preview, label).await;
    harness.settle().await;
    harness.new_messages("secretariat").await;
}

fn texts_with_sound(messages: &[Output]) -> Vec<&str> {
    messages.iter().filter(|message| message.sounds()).map(Output::text).collect()
}

#[tokio::test]
async fn alerts_of_one_night_come_at_waking_as_one_message_with_sound_and_a_button_for_each() {
    let mut harness = Harness::with_members(&["sec-lead", "sydney"]).await;
    for text in ["First", "Second", "Third", "Fourth"] {
        send_alert(&mut harness, "urgent", "sydney", text).await;
    }
    send_alert(&mut harness, "emergency", "sydney", "Leave the building").await;
    let night_messages = harness.receives("sydney").await;
    assert_eq!((night_messages.len(), texts_with_sound(&night_messages).len()), (5, 0), "all arrive silently");
    harness.advance_to("2020-11-10T20:00:00Z").await;
    let nudge = harness.receives_one("sydney").await;
    assert!(nudge.sounds());
    insta::assert_snapshot!(nudge.text(), @r"
    Emergency, while you slept: Leave the building · and 4 more
    **1.** Emergency: Leave the building
    **2.** Urgent: First
    **3.** Urgent: Second
    **4.** Urgent: Third
    **5.** Urgent: Fourth
    ");
    assert_eq!(nudge.lock_screen().lines().next(), Some("Emergency, while you slept: Leave the building · and 4 more"));
    let buttons = (1..=5).map(|number| format!("{number}: I have seen this"));
    assert_eq!(nudge.buttons(), buttons.collect::<Vec<_>>());

    harness.restart_bot().await;
    harness.click("sydney", &nudge, "2: I have seen this").await;
    harness.settle().await;
    let nudge_now = harness.reload(&nudge).await;
    assert_eq!(nudge_now.buttons()[1], "[2: Seen Wed 07:00]");
    assert_eq!(nudge_now.buttons()[0], "1: I have seen this");
    // The alert "Third" ends. The nudge that contains this alert must say so and lose the alert's button.
    let lists = harness.get("messages?channel=secretariat").await;
    let list_of_third = lists.as_array().expect("messages are a list").iter().rfind(|list| {
        let text = list["content"].as_str().unwrap_or_default();
        text.contains("Third") && !text.contains("goes on in a newer message")
    });
    let list_of_third = Output(list_of_third.expect("the third alert has a list").clone());
    harness.end_alert("sec-lead", &list_of_third).await;
    harness.settle().await;
    let nudge_now = harness.reload(&nudge).await;
    assert!(nudge_now.text().contains("**4.** ~~Urgent: Third~~ This is over."), "{}", nudge_now.text());
    assert_eq!(nudge_now.buttons().len(), 4);
    harness.advance("1d").await;
    harness.new_messages("secretariat").await;
    harness.end().await;
}

#[tokio::test]
async fn only_the_most_urgent_of_all_messages_for_one_waking_minute_sounds() {
    let mut harness = Harness::with_members(&["sec-lead", "sydney"]).await;
    send_alert(&mut harness, "information", "sydney", "Lunch is at noon").await;
    send_alert(&mut harness, "information", "sydney", "Dinner is at eight").await;
    send_alert(&mut harness, "urgent", "sydney", "Room changed").await;
    harness.receives_one("sydney").await;
    let options = json!({"text": "Please vote", "at": "05:00", "date": "11 November"});
    let preview = harness.command("sec-lead", "remind-members", options).await;
    harness.click("sec-lead", &preview, "Save").await;
    harness.advance_to("2020-11-10T20:00:00Z").await;
    let morning_messages = harness.receives("sydney").await;
    assert_eq!(morning_messages.len(), 4, "{:?}", crate::common::texts(&morning_messages));
    assert_eq!(
        texts_with_sound(&morning_messages),
        ["Urgent, while you slept: Room changed\nFrom Secretariat lead, secretariat"]
    );
    // An alert that arrived silently at the waking minute gets no nudge later.
    harness.advance("1d").await;
    harness.new_messages("secretariat").await;
    harness.end().await;
}

#[tokio::test]
async fn only_one_of_several_information_alerts_for_one_waking_minute_sounds() {
    let mut harness = Harness::with_members(&["sec-lead", "sydney"]).await;
    for text in ["First", "Second", "Third"] {
        send_alert(&mut harness, "information", "sydney", text).await;
    }
    harness.advance_to("2020-11-10T20:00:00Z").await;
    let morning_messages = harness.receives("sydney").await;
    assert_eq!((morning_messages.len(), texts_with_sound(&morning_messages).len()), (3, 1));
    assert!(
        morning_messages
            .iter()
            .all(|message| message.buttons() == ["I have seen this", "I need help", "Remind me in 15 min"])
    );
    harness.advance("1d").await;
    harness.new_messages("secretariat").await;
    harness.end().await;
}

#[tokio::test]
async fn member_who_leaves_and_rejoins_before_waking_gets_all_waiting_messages() {
    let mut harness = Harness::with_members(&["sec-lead", "sydney"]).await;
    let understood = harness.command("sydney", "remind", json!({"text": "Tea", "when": "in 20 hours"})).await;
    harness.click("sydney", &understood, "Save").await;
    let options = json!({"text": "Please vote", "at": "05:00", "date": "11 November", "repeat": "Every day"});
    let preview = harness.command("sec-lead", "remind-members", options).await;
    harness.click("sec-lead", &preview, "Save").await;
    send_alert(&mut harness, "urgent", "sydney", "Room changed").await;
    harness.receives_one("sydney").await;
    harness.member_leaves("sydney").await;
    harness.advance("1h").await;
    let member = json!({"handle": "sydney", "name": "Member Sydney", "roles": ["mag"], "locale": "en-GB"});
    harness.post("members", member).await;
    harness.advance_to("2020-11-10T20:00:00Z").await;
    let morning_messages = harness.receives("sydney").await;
    let mut first_lines: Vec<&str> =
        morning_messages.iter().filter_map(|message| message.text().lines().next()).collect();
    first_lines.sort_unstable();
    assert_eq!(first_lines, ["Urgent, while you slept: Room changed", "⏰ Please vote"]);
    harness.advance("24h").await;
    let next_messages = harness.receives("sydney").await;
    let first_lines: Vec<&str> = next_messages.iter().filter_map(|message| message.text().lines().next()).collect();
    assert_eq!(first_lines, ["⏰ Tea", "⏰ Please vote"]);
    harness.new_messages("secretariat").await;
    harness.end().await;
}

#[tokio::test]
async fn member_who_rejoins_after_waking_gets_all_waiting_messages_at_once() {
    let mut harness = Harness::with_members(&["sec-lead", "sydney"]).await;
    send_alert(&mut harness, "urgent", "sydney", "Room changed").await;
    harness.receives_one("sydney").await;
    send_alert(&mut harness, "information", "sydney", "Lunch is at noon").await;
    harness.member_leaves("sydney").await;
    harness.advance_to("2020-11-10T22:00:00Z").await;
    let back = json!({"handle": "sydney", "name": "Member Sydney", "roles": ["mag"], "locale": "en-GB"});
    harness.post("members", back).await;
    harness.settle().await;
    let messages = harness.receives("sydney").await;
    // The two messages may arrive in either order.
    let mut first_lines: Vec<&str> = messages.iter().filter_map(|message| message.text().lines().next()).collect();
    first_lines.sort_unstable();
    assert_eq!(first_lines, ["Information: Lunch is at noon", "Urgent, while you slept: Room changed"]);
    let loud: Vec<&str> = texts_with_sound(&messages).iter().filter_map(|text| text.lines().next()).collect();
    assert_eq!(loud, ["Urgent, while you slept: Room changed"]);
    harness.new_messages("secretariat").await;
    harness.end().await;
}

#[tokio::test]
async fn unreadable_alert_prevents_neither_the_other_nudges_nor_a_change_of_its_readers_profile() {
    let mut harness = Harness::with_members(&["sec-lead", "sydney"]).await;
    send_alert(&mut harness, "urgent", "sydney", "First").await;
    send_alert(&mut harness, "urgent", "sydney", "Second").await;
    assert_eq!(harness.receives("sydney").await.len(), 2);
    harness.kill_bot().await;
    let database = format!("sqlite:{}", harness.database().display());
    let mut conn = SqliteConnection::connect(&database).await.expect("it opens");
    let unreadable = sqlx::query("UPDATE alerts SET addressed = '[\"nobody\"]' WHERE id = 1");
    assert_eq!(unreadable.execute(&mut conn).await.expect("it is changed").rows_affected(), 1);
    conn.close().await.expect("it closes");
    harness.start_bot().await;
    harness.settle().await;
    // The nudges of both alerts wait until Sydney wakes. That is now an hour later.
    let review = harness.command("sydney", "profile set", json!({"quiet_end": "08:00"})).await;
    let profile_response = harness.click("sydney", &review, "Save").await;
    assert!(profile_response.text().starts_with("✅"), "{}", profile_response.text());
    harness.advance_to("2020-11-10T20:59:00Z").await;
    harness.receives_nothing("sydney").await;
    harness.advance_to("2020-11-10T21:00:00Z").await;
    let nudge = harness.receives_one("sydney").await;
    assert!(nudge.sounds());
    insta::assert_snapshot!(nudge.text(), @"
    Urgent, while you slept: Second
    From Secretariat lead, secretariat
    ");
    // The list of the second alert is too old to edit, so it is posted again.
    assert!(harness.one_new_message("secretariat").await.text().contains("Second"));
    harness.end().await;
}
