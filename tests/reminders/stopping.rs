//! Tests stopping a reminder that has already fired: its delivery is queued, waits until its reader wakes, waits for
//! another attempt, or is being sent.

use serde_json::json;
use sqlx::{Connection as _, SqliteConnection};

use crate::common::Harness;
use crate::{list_title, remind};

/// Makes the next `times` requests to post a message fail with 503.
async fn fail_messages(harness: &mut Harness, times: u32) {
    let fault = json!({"route": "POST /channels/*/messages", "status": 503, "times": times, "when": "before"});
    harness.plan_fault(fault).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stopping_a_group_reminder_that_fired_cancels_waiting_deliveries_and_counts_them() {
    // At 17:00 UTC, Sydney and Tokyo are asleep, and La Paz and Brussels are awake.
    let mut harness = Harness::with_members(&["lapaz", "brussels", "sydney", "tokyo", "sec-lead"]).await;
    let options = json!({"text": "Please vote", "at": "12:00", "date": "10 November"});
    let preview = harness.command("sec-lead", "remind-members", options).await;
    fail_messages(&mut harness, 10_000).await;
    // The time has passed for everybody, so the bot sends the reminder at once to the members who are awake. Discord
    // responds with 503, so the bot does not know whether it arrived. For members who are asleep, the reminder waits.
    let save_response = harness.click("sec-lead", &preview, "Save and send now").await;
    insta::assert_snapshot!(save_response.text(), @"
    ✅ Saved for 4 people: **Please vote**
    At **Tue 10 Nov, 12:00**, in each person’s local time. Sent now: 4. Not sent: 0.
    ");
    harness.settle().await;
    let stop_response = harness.click("sec-lead", &save_response, "Stop it for everyone").await;
    insta::assert_snapshot!(stop_response.text(), @"
    Stopped. It was still to come for 2 people.
    For 2 of them it was already due but had not gone out; it will not be sent.
    It was being sent to 2 people at that moment, so it may still arrive. Magpie will not try again.
    ");
    harness.clear_faults();
    harness.advance("48h").await;
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn members_who_received_a_stopped_group_reminder_are_counted() {
    let mut harness = Harness::with_members(&["lapaz", "sydney", "sec-lead"]).await;
    let options = json!({"text": "Please vote", "at": "12:00", "date": "10 November"});
    let preview = harness.command("sec-lead", "remind-members", options).await;
    let save_response = harness.click("sec-lead", &preview, "Save and send now").await;
    harness.settle().await;
    harness.receives_one("lapaz").await;
    let stop_response = harness.click("sec-lead", &save_response, "Stop it for everyone").await;
    insta::assert_snapshot!(stop_response.text(), @"
    Stopped. It was still to come for 1 person.
    For 1 of them it was already due but had not gone out; it will not be sent.
    1 person had already received it.
    ");
    harness.advance("48h").await;
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn own_reminder_that_waits_for_a_retry_is_listed_and_can_be_stopped() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    remind(&mut harness, "accra", "Stand up", "in 10 minutes").await;
    fail_messages(&mut harness, 10_000).await;
    harness.post("clock", json!({"advance": "10m"})).await;
    let list = harness.command("accra", "reminders", json!({})).await;
    assert!(list.text().contains("Stand up"), "{}", list.text());
    let options = list.message()["components"][0]["components"][0]["options"].clone();
    let value = options[0]["value"].as_str().expect("the list has a select").to_owned();
    harness.select("accra", &list, "Stop a reminder…", &[&value]).await;
    harness.clear_faults();
    assert_eq!(list_title(&mut harness, "accra").await, "You have no upcoming reminders. Set one with /remind.");
    harness.advance("24h").await;
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn author_of_a_group_reminder_who_sleeps_at_its_time_gets_it_at_waking() {
    let mut harness = Harness::with_members(&["sec-lead", "lapaz"]).await;
    harness.patch_member("sec-lead", json!({"roles": ["secretariat", "mag"]})).await;
    let options = json!({"text": "Please vote", "at": "03:00", "date": "12 November"});
    let preview = harness.command("sec-lead", "remind-members", options).await;
    assert!(preview.text().contains("Asleep at that time (2):"), "{}", preview.text());
    harness.click("sec-lead", &preview, "Save").await;
    harness.advance_to("2020-11-12T02:30:00Z").await;
    harness.receives_nothing("sec-lead").await;
    harness.advance_to("2020-11-12T08:00:00Z").await;
    let morning_message = harness.receives_one("sec-lead").await;
    assert!(morning_message.text().contains("waited until you woke"), "{}", morning_message.text());
    harness.advance("24h").await;
    harness.receives_one("lapaz").await;
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn unreadable_reminder_of_one_member_prevents_neither_the_stop_for_all_nor_a_change_of_their_profile() {
    let mut harness = Harness::with_members(&["lapaz", "sydney", "sec-lead"]).await;
    let options = json!({"text": "Please vote", "at": "12:00", "date": "10 November"});
    let preview = harness.command("sec-lead", "remind-members", options).await;
    let save_response = harness.click("sec-lead", &preview, "Save and send now").await;
    harness.settle().await;
    harness.receives_one("lapaz").await;
    harness.kill_bot().await;
    let database = format!("sqlite:{}", harness.database().display());
    let mut conn = SqliteConnection::connect(&database).await.expect("it opens");
    let unreadable = sqlx::query(
        "UPDATE reminders SET zone = 'Mars/Olympus'
         WHERE member_id = (SELECT id FROM members WHERE handle = 'sydney')",
    );
    assert_eq!(unreadable.execute(&mut conn).await.expect("it is changed").rows_affected(), 1);
    conn.close().await.expect("it closes");
    harness.start_bot().await;
    harness.settle().await;
    // The message waits until Sydney wakes.
    let review = harness.command("sydney", "profile set", json!({"quiet_end": "08:00"})).await;
    let profile_response = harness.click("sydney", &review, "Save").await;
    assert!(profile_response.text().starts_with("✅"), "{}", profile_response.text());
    let stop_response = harness.click("sec-lead", &save_response, "Stop it for everyone").await;
    insta::assert_snapshot!(stop_response.text(), @"
    Stopped. It was still to come for 1 person.
    For 1 of them it was already due but had not gone out; it will not be sent.
    1 person had already received it.
    ");
    harness.advance("48h").await;
    harness.end().await;
}
