//! Tests several occurrences of one reminder that wait for the same reader: they arrive as one message. Only an
//! occurrence that Magpie delayed is called late.

use serde_json::json;

use crate::common::Harness;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn daily_reminders_of_two_weeks_of_absence_arrive_as_one_message_with_their_count() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    harness.command("accra", "profile away", json!({"until": "25 November 10:00"})).await;
    for text in ["Stand up", "Report"] {
        let options = json!({"text": text, "at": "09:00", "date": "11 November", "repeat": "Every day"});
        let preview = harness.command("sec-lead", "remind-members", options).await;
        harness.click("sec-lead", &preview, "Save").await;
    }
    harness.advance_to("2020-11-25T09:59:00Z").await;
    harness.receives_nothing("accra").await;
    harness.advance_to("2020-11-25T10:00:00Z").await;
    let message_after_absence = harness.receives_one("accra").await;
    assert!(message_after_absence.sounds());
    insta::assert_snapshot!(message_after_absence.text(), @"
    ⏰ 2 reminders: Stand up · Report
    They waited until you woke.
    • **Stand up** · reminder time: Wed 25 Nov, 09:00 (Wed 09:00 UTC), 1 hour ago · One message for 15 reminders that were due while you were asleep or away. · Next: Thu 26 Nov, 09:00 (Thu 09:00 UTC) · From Secretariat lead
    • **Report** · reminder time: Wed 25 Nov, 09:00 (Wed 09:00 UTC), 1 hour ago · One message for 15 reminders that were due while you were asleep or away. · Next: Thu 26 Nov, 09:00 (Thu 09:00 UTC) · From Secretariat lead
    ");
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reminder_that_waited_is_not_called_late_when_its_reader_is_back_early() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    harness.command("accra", "profile away", json!({"until": "25 November 10:00"})).await;
    let options = json!({"text": "Report", "at": "09:00", "date": "11 November"});
    let preview = harness.command("sec-lead", "remind-members", options).await;
    harness.click("sec-lead", &preview, "Save").await;
    harness.advance_to("2020-11-13T12:00:00Z").await;
    harness.command("accra", "profile back", json!({})).await;
    harness.settle().await;
    let message_after_absence = harness.receives_one("accra").await;
    insta::assert_snapshot!(message_after_absence.text(), @"
    ⏰ Report
    This reminder was for Wed 11 Nov, 09:00 (Wed 09:00 UTC); it waited until you woke.
    From Secretariat lead
    ");
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn group_reminder_that_its_reader_snoozed_comes_at_the_minute_they_chose() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    let options = json!({"text": "Report", "at": "21:55", "date": "10 November"});
    let preview = harness.command("sec-lead", "remind-members", options).await;
    harness.click("sec-lead", &preview, "Save").await;
    harness.advance_to("2020-11-10T21:55:00Z").await;
    let first_message = harness.receives_one("accra").await;
    let question = harness.click("accra", &first_message, "Remind me later").await;
    harness.click("accra", &question, "In 10 minutes").await;
    // Quiet hours begin at 22:00, and the snoozed reminder is due at 22:05.
    harness.advance("10m").await;
    let snoozed_message = harness.receives_one("accra").await;
    assert!(snoozed_message.sounds(), "they chose this minute themselves");
    harness.end().await;
}
