//! Tests that several late reminders of a member arrive as one message with buttons for each reminder.

use serde_json::json;

use crate::common::{Harness, Output, texts};
use crate::remind;

/// Stops the bot until Tuesday 17 November, 19:00 UTC.
async fn stop_for_a_week(harness: &mut Harness) {
    harness.kill_bot().await;
    harness.advance_to("2020-11-17T19:00:00Z").await;
    harness.start_bot().await;
    harness.settle().await;
}

/// Plans three reminders, stops the bot past their times, and returns the one message with all three.
async fn receive_three_late_reminders(harness: &mut Harness) -> Output {
    remind(harness, "accra", "Call the bank", "tomorrow 9am").await;
    remind(harness, "accra", "Report", "every day 18:00").await;
    let options = json!({"text": "Please vote", "at": "10:00", "date": "12 November"});
    let preview = harness.command("sec-lead", "remind-members", options).await;
    harness.click("sec-lead", &preview, "Save").await;
    stop_for_a_week(harness).await;
    harness.receives_one("accra").await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn late_reminders_arrive_as_one_message_with_their_times_and_missed_counts() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    let message = receive_three_late_reminders(&mut harness).await;
    assert!(message.sounds(), "she is awake");
    assert_eq!(message.lock_screen().lines().next(), Some("⏰ 3 late reminders: Call the bank · Please vote · Report"));
    let lines: Vec<&str> = message.text().lines().skip(2).collect();
    assert_eq!(
        lines,
        [
            "• **Call the bank** · reminder time: Wed 11 Nov, 09:00 (Wed 09:00 UTC), 6 days 10 hours ago",
            "• **Please vote** · reminder time: Thu 12 Nov, 10:00 (Thu 10:00 UTC), 5 days 9 hours ago · \
             From Secretariat lead",
            "• **Report** · reminder time: Tue 17 Nov, 18:00 (Tue 18:00 UTC), 1 hour ago · \
             Missed 8 times while Magpie was down. · Next: Wed 18 Nov, 18:00 (Wed 18:00 UTC)",
        ]
    );
    harness.advance_to("2020-11-18T18:00:00Z").await;
    let next_message = harness.receives_one("accra").await;
    assert_eq!(next_message.lock_screen().lines().next(), Some("⏰ Report"), "the next occurrence comes at its time");
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_late_reminder_can_be_done_snoozed_or_stopped_alone_even_after_a_restart() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    let message = receive_three_late_reminders(&mut harness).await;
    harness.restart_bot().await;
    let value_of = |label: &str| option_value(&message, label);
    let (bank, vote, report) = (value_of("Call the bank"), value_of("Please vote"), value_of("Report"));

    harness.select("accra", &message, "Done with…", &[&bank]).await;
    let updated_message = harness.reload(&message).await;
    assert!(
        updated_message.text().lines().any(|line| line.contains("Call the bank") && line.ends_with("✅ Done")),
        "{}",
        updated_message.text()
    );

    let question = harness.select("accra", &updated_message, "Remind me later of…", &[&vote]).await;
    assert!(question.is_ephemeral());
    harness.click("accra", &question, "In 10 minutes").await;
    let updated_message = harness.reload(&message).await;
    assert!(
        updated_message
            .text()
            .lines()
            .any(|line| line.contains("Please vote") && line.contains("🔁 You will be reminded again")),
        "{}",
        updated_message.text()
    );

    harness.select("accra", &updated_message, "Stop a reminder…", &[&report]).await;
    let updated_message = harness.reload(&message).await;
    assert!(
        updated_message.text().lines().any(|line| line.contains("Report") && line.contains("Stopped")),
        "{}",
        updated_message.text()
    );
    let buttons = updated_message.buttons();
    assert_eq!(buttons, ["All done", "Undo: keep “Report”"], "“All done” would end the postponed one");

    harness.advance("10m").await;
    assert_eq!(harness.receives_one("accra").await.lock_screen().lines().next(), Some("⏰ Please vote"));
    harness.advance("48h").await;
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_the_member_can_mark_all_late_reminders_as_done_with_one_press() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    let message = receive_three_late_reminders(&mut harness).await;
    let custom_id =
        message.message()["components"][0]["components"][0]["custom_id"].as_str().expect("a button").to_owned();
    let forged_click = json!({"as": "sec-lead", "message": message.id(), "custom_id": custom_id});
    assert!(harness.try_post("click", forged_click).await.is_err(), "nobody else sees the message");
    harness.click("accra", &message, "All done").await;
    let updated_message = harness.reload(&message).await;
    assert_eq!(updated_message.text().matches("✅ Done").count(), 3, "{}", updated_message.text());
    assert_eq!(updated_message.buttons(), ["[All done]"]);
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn late_reminders_respect_quiet_hours() {
    // The bot starts again at 19:00 UTC. The quiet hours of the member in Sydney last until 20:00 UTC.
    let mut harness = Harness::with_members(&["sydney", "sec-lead"]).await;
    remind(&mut harness, "sydney", "Flight", "in 1 hour").await;
    remind(&mut harness, "sydney", "Taxi", "in 30 minutes").await;
    let options = json!({"text": "Please vote", "at": "05:00", "date": "11 November"});
    let preview = harness.command("sec-lead", "remind-members", options).await;
    harness.click("sec-lead", &preview, "Save").await;
    harness.kill_bot().await;
    harness.advance_to("2020-11-10T19:00:00Z").await;
    harness.start_bot().await;
    harness.settle().await;
    let own_reminders = harness.receives_one("sydney").await;
    assert!(!own_reminders.sounds(), "she asked to be woken at a minute that is an hour ago");
    assert!(
        own_reminders.text().contains("Taxi") && own_reminders.text().contains("Flight"),
        "{}",
        own_reminders.text()
    );
    assert!(
        !own_reminders.text().contains("Please vote"),
        "a reminder by others waits until she is awake: {}",
        own_reminders.text()
    );
    harness.advance_to("2020-11-10T20:00:00Z").await;
    let other_reminder = harness.receives_one("sydney").await;
    assert!(
        other_reminder.sounds() && other_reminder.text().contains("waited until you woke"),
        "{}",
        other_reminder.text()
    );
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn late_reminders_arrive_once_although_the_bot_is_killed_again_while_it_sends_them() {
    for when in ["before", "after"] {
        let mut harness = Harness::with_members(&["accra", "lapaz", "sec-lead"]).await;
        for who in ["accra", "lapaz"] {
            remind(&mut harness, who, "One", "in 1 hour").await;
            remind(&mut harness, who, "Two", "in 2 hours").await;
        }
        harness.kill_bot().await;
        harness.advance("5h").await;
        harness
            .plan_fault(json!({"route": "POST /channels/*/messages", "status": 500, "times": 1, "when": when}))
            .await;
        harness.start_bot().await;
        harness.restart_bot().await;
        harness.advance("10m").await;
        for who in ["accra", "lapaz"] {
            let messages = harness.receives(who).await;
            let all_texts = texts(&messages).join("\n");
            assert_eq!(
                (messages.len(), all_texts.matches("One").count() >= 1, all_texts.matches("Two").count() >= 1),
                (1, true, true),
                "{all_texts}"
            );
        }
        harness.advance("24h").await;
        harness.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stopping_one_of_several_late_reminders_keeps_the_others() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    remind(&mut harness, "accra", "Report", "every day 18:00").await;
    remind(&mut harness, "accra", "Call the bank", "in 1 hour").await;
    harness.kill_bot().await;
    harness.advance_to("2020-11-11T19:00:00Z").await;
    // Discord accepts no message for a minute, so both reminders wait in one delivery.
    harness
        .plan_fault(json!({
            "route": "POST /channels/*/messages", "status": 429, "retry_after": 60.0, "times": 1, "when": "before",
        }))
        .await;
    harness.start_bot().await;
    harness.settle().await;
    let list = harness.command("accra", "reminders", json!({})).await;
    let report = option_value(&list, "Report");
    harness.select("accra", &list, "Stop a reminder…", &[&report]).await;
    harness.advance("5m").await;
    let message = harness.receives_one("accra").await;
    assert!(message.text().contains("Call the bank") && !message.text().contains("Report"), "{}", message.text());
    harness.advance("48h").await;
    harness.end().await;
}

/// The value of the option with this label in any select of the message.
fn option_value(message: &Output, label: &str) -> String {
    let rows = message.message()["components"].as_array().cloned().unwrap_or_default();
    let selects = rows.iter().flat_map(|row| row["components"].as_array().cloned().unwrap_or_default());
    let mut options = selects.flat_map(|select| select["options"].as_array().cloned().unwrap_or_default());
    let option = options.find(|option| option["label"] == label).unwrap_or_else(|| panic!("no choice {label}"));
    option["value"].as_str().expect("a value").to_owned()
}
