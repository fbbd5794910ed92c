//! Tests snoozes under several messages of one reminder, and how "Done" ends them.

use serde_json::json;

use crate::common::{Harness, Output};
use crate::remind;

const SNOOZE_BUTTON: &str = "Remind me later";

/// A daily reminder at 18:00 that has arrived twice. Returns its two messages, the older one first.
async fn two_messages(harness: &mut Harness) -> (Output, Output) {
    remind(harness, "accra", "Stretch", "every day at 18:00").await;
    harness.advance_to("2020-11-10T18:00:00Z").await;
    let older = harness.receives_one("accra").await;
    harness.advance_to("2020-11-11T18:00:00Z").await;
    (older, harness.receives_one("accra").await)
}

#[tokio::test]
async fn done_on_the_newest_message_ends_a_snooze_made_under_an_older_message() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    let (older, newest) = two_messages(&mut harness).await;
    let menu = harness.click("accra", &older, SNOOZE_BUTTON).await;
    harness.click("accra", &menu, "In 3 hours").await;
    harness.restart_bot().await;
    harness.click("accra", &newest, "Done").await;
    harness.settle().await;
    insta::assert_snapshot!(harness.reload(&older).await.text(), @"
    ⏰ Stretch
    Reminder time: Tue 10 Nov, 18:00 (Tue 18:00 UTC)
    Next: Thu 12 Nov, 18:00 (Thu 18:00 UTC)
    ✅ Done
    ");
    harness.advance_to("2020-11-12T17:59:00Z").await;
    harness.receives_nothing("accra").await;
    harness.advance("1m").await;
    harness.receives_one("accra").await;
    harness.end().await;
}

#[tokio::test]
async fn done_on_a_snoozed_message_ends_its_snooze() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    remind(&mut harness, "accra", "Stretch", "in 5 minutes").await;
    harness.advance("5m").await;
    let message = harness.receives_one("accra").await;
    let menu = harness.click("accra", &message, SNOOZE_BUTTON).await;
    harness.click("accra", &menu, "In 10 minutes").await;
    assert_eq!(harness.reload(&message).await.buttons(), ["Done", SNOOZE_BUTTON]);
    harness.click("accra", &message, "Done").await;
    harness.advance("5h").await;
    harness.receives_nothing("accra").await;
    harness.end().await;
}

#[tokio::test]
async fn snooze_from_an_old_menu_after_done_says_so_and_can_be_taken_back() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    let (older, newest) = two_messages(&mut harness).await;
    let menu = harness.click("accra", &older, SNOOZE_BUTTON).await;
    harness.click("accra", &newest, "Done").await;
    let confirmation = harness.click("accra", &menu, "In 10 minutes").await;
    insta::assert_snapshot!(confirmation.text(), @"
    🔁 You will be reminded again: Wed 11 Nov, 18:10 (Wed 18:10 UTC)
    You marked this reminder as done, but it will come again. If you do not want that, press Done.
    ");
    harness.click("accra", &confirmation, "Done").await;
    harness.advance("5h").await;
    harness.receives_nothing("accra").await;
    harness.end().await;
}

#[tokio::test]
async fn snooze_under_another_message_replaces_the_first_and_says_so() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    let (older, newest) = two_messages(&mut harness).await;
    let menu = harness.click("accra", &older, SNOOZE_BUTTON).await;
    harness.click("accra", &menu, "In 3 hours").await;
    let menu = harness.click("accra", &newest, SNOOZE_BUTTON).await;
    let confirmation = harness.click("accra", &menu, "In 10 minutes").await;
    insta::assert_snapshot!(confirmation.text(), @"
    🔁 You will be reminded again: Wed 11 Nov, 18:10 (Wed 18:10 UTC)
    The earlier time no longer applies: Wed 11 Nov, 21:00 (Wed 21:00 UTC)
    ");
    harness.settle().await;
    assert_eq!(harness.reload(&older).await.buttons(), ["Done", SNOOZE_BUTTON, "Stop"]);
    harness.advance("10m").await;
    harness.receives_one("accra").await;
    harness.advance("5h").await;
    harness.receives_nothing("accra").await;
    harness.end().await;
}

#[tokio::test]
async fn snooze_under_another_message_until_the_same_time_takes_the_first_message_out_of_its_snooze() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    let (older, newest) = two_messages(&mut harness).await;
    for message in [&older, &newest] {
        let menu = harness.click("accra", message, SNOOZE_BUTTON).await;
        let form = harness.click("accra", &menu, "Another time…").await;
        harness.submit("accra", &form, json!({"when": "21:00"})).await;
    }
    harness.settle().await;
    assert_eq!(harness.reload(&older).await.buttons(), ["Done", SNOOZE_BUTTON, "Stop"]);
    assert!(harness.reload(&newest).await.text().contains("21:00"), "{}", harness.reload(&newest).await.text());
    harness.advance_to("2020-11-11T21:00:00Z").await;
    harness.receives_one("accra").await;
    harness.advance("5h").await;
    harness.receives_nothing("accra").await;
    harness.end().await;
}

/// The snooze would have ended when the reminder is due next by its plan. "Done" must not lose the planned reminder.
#[tokio::test]
async fn reminder_still_comes_at_its_planned_time_after_a_snooze_until_that_time_was_ended() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    remind(&mut harness, "accra", "Stretch", "every day at 18:00").await;
    harness.advance_to("2020-11-10T18:00:00Z").await;
    let message = harness.receives_one("accra").await;
    let menu = harness.click("accra", &message, SNOOZE_BUTTON).await;
    let form = harness.click("accra", &menu, "Another time…").await;
    harness.submit("accra", &form, json!({"when": "tomorrow 18:00"})).await;
    harness.click("accra", &message, "Done").await;
    harness.advance_to("2020-11-11T18:00:00Z").await;
    harness.receives_one("accra").await;
    harness.advance("5h").await;
    harness.receives_nothing("accra").await;
    harness.end().await;
}
