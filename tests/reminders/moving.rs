//! Tests what happens to the reminders of a member who moves to another zone or is away, and how the member can keep
//! the old times.

use serde_json::json;

use crate::common::{Harness, Output};
use crate::remind;

const KEEP_BUTTON: &str = "Keep the old times";
const FOLLOW_BUTTON: &str = "Use my new local time";

/// Changes the member's zone. Returns the response to "Save", and the review that had the "Save" button.
async fn change_zone(harness: &mut Harness, who: &str, zone: &str) -> (Output, Output) {
    let review = harness.command(who, "profile set", json!({"zone": zone})).await;
    let save_response = harness.click(who, &review, "Save").await;
    (save_response, review)
}

async fn list_text(harness: &mut Harness, who: &str) -> String {
    harness.command(who, "reminders", json!({})).await.text().to_owned()
}

#[tokio::test]
async fn reminders_that_move_to_a_new_zone_are_listed_and_can_keep_their_old_times_or_follow() {
    let mut harness = Harness::with_members(&["tokyo", "sec-lead"]).await;
    remind(&mut harness, "tokyo", "Call", "2020-11-12 18:00").await;
    remind(&mut harness, "tokyo", "Stretch", "every day at 9:00").await;
    remind(&mut harness, "tokyo", "Tea", "in 20 hours").await;
    let (move_response, review) = change_zone(&mut harness, "tokyo", "Berlin").await;
    insta::assert_snapshot!(move_response.text(), @"
    ✅ **Saved.** It is Tue 10 Nov, 17:55 in Berlin, Germany (Europe/Berlin). Quiet hours: 23:30–06:30.
    You can change this at any time with /profile edit.

    🕘 **2 reminders move with you**: they keep their time of day. In your new local time:
    • Stretch: Wed 11 Nov, 01:00 (Wed 00:00 UTC) → Wed 11 Nov, 09:00 (Wed 08:00 UTC)
    • Call: Thu 12 Nov, 10:00 (Thu 09:00 UTC) → Thu 12 Nov, 18:00 (Thu 17:00 UTC)
    ");
    assert_eq!(move_response.buttons().last().map(String::as_str), Some(KEEP_BUTTON));
    let second_press = harness.try_post("click", json!({"as": "tokyo", "message": review.id(), "label": "Save"})).await;
    assert!(second_press.is_err(), "the response has replaced the review");
    let list_with_new_times = list_text(&mut harness, "tokyo").await;
    harness.restart_bot().await;
    harness.advance("1h").await;
    let keep_response = harness.click("tokyo", &move_response, KEEP_BUTTON).await;
    insta::assert_snapshot!(keep_response.text(), @"
    ✅ **The old times are kept.** 2 reminders come at the same moments as before your move:
    • Stretch: Wed 11 Nov, 01:00 (Wed 00:00 UTC), every day at 09:00, Tokyo, Japan time
    • Call: Thu 12 Nov, 10:00 (Thu 09:00 UTC)
    ");
    assert_eq!(keep_response.buttons(), [FOLLOW_BUTTON]);
    let list_with_old_times = list_text(&mut harness, "tokyo").await;
    insta::assert_snapshot!(list_with_old_times, @"
    **Your upcoming reminders: 3**
    • Stretch: Wed 11 Nov, 01:00 (Wed 00:00 UTC), every day at 09:00, Tokyo, Japan time
    • Tea: Wed 11 Nov, 13:55 (Wed 12:55 UTC)
    • Call: Thu 12 Nov, 10:00 (Thu 09:00 UTC)
    ");
    let follow_response = harness.click("tokyo", &keep_response, FOLLOW_BUTTON).await;
    insta::assert_snapshot!(follow_response.text(), @"
    ✅ 2 reminders come in your local time:
    • Stretch: Wed 11 Nov, 09:00 (Wed 08:00 UTC), every day at 09:00
    • Call: Thu 12 Nov, 18:00 (Thu 17:00 UTC)
    ");
    assert_eq!(list_text(&mut harness, "tokyo").await, list_with_new_times);
    harness.click("tokyo", &follow_response, KEEP_BUTTON).await;
    assert_eq!(list_text(&mut harness, "tokyo").await, list_with_old_times);
    // "Stretch" comes at 09:00 in Tokyo, "Tea" 20 hours after it was set, and "Call" at 18:00 in Tokyo. The last step
    // also delivers the second "Stretch".
    harness.advance_to("2020-11-11T00:00:00Z").await;
    harness.receives_one("tokyo").await;
    harness.advance_to("2020-11-11T12:55:00Z").await;
    harness.receives_one("tokyo").await;
    harness.advance_to("2020-11-12T09:00:00Z").await;
    let texts: Vec<String> = harness.receives("tokyo").await.iter().map(|one| one.text().to_owned()).collect();
    assert_eq!(texts.len(), 2, "{texts:?}");
    harness.end().await;
}

#[tokio::test]
async fn second_press_on_save_shows_the_same_list_of_moved_reminders() {
    let mut harness = Harness::with_members(&["tokyo", "sec-lead"]).await;
    remind(&mut harness, "tokyo", "Call", "2020-11-12 18:00").await;
    let review = harness.command("tokyo", "profile set", json!({"zone": "Berlin"})).await;
    let press = json!({"as": "tokyo", "message": review.id(), "label": "Save"});
    let (one, other) = tokio::join!(harness.try_post("click", press.clone()), harness.try_post("click", press));
    let answers: Vec<Output> = [one, other].into_iter().flatten().map(Output).collect();
    assert!(!answers.is_empty(), "the first press is accepted");
    for answer in answers {
        assert!(answer.text().contains("1 reminder moves with you"), "{}", answer.text());
        assert_eq!(answer.buttons().last().map(String::as_str), Some("Keep the old time"));
    }
    harness.end().await;
}

#[tokio::test]
async fn reminder_whose_time_has_passed_in_the_new_zone_comes_at_once_and_again_at_its_kept_old_time() {
    let mut harness = Harness::with_members(&["lapaz", "sec-lead"]).await;
    harness.command("lapaz", "profile set", json!({"language": "English"})).await;
    remind(&mut harness, "lapaz", "Call", "today at 18:00").await;
    let (move_response, _) = change_zone(&mut harness, "lapaz", "Tokyo").await;
    insta::assert_snapshot!(move_response.text(), @"
    ✅ **Saved.** It is Wed 11 Nov, 01:55 in Tokyo, Japan (Asia/Tokyo). Quiet hours: 22:00–07:00.
    You can change this at any time with /profile edit.

    🕘 **1 reminder moves with you**: it keeps its time of day. In your new local time:
    • Call: Wed 11 Nov, 07:00 (Tue 22:00 UTC) → now, because that time of day has already passed there
    ");
    harness.settle().await;
    harness.receives_one("lapaz").await;
    harness.click("lapaz", &move_response, "Keep the old time").await;
    harness.advance_to("2020-11-10T21:59:00Z").await;
    harness.receives_nothing("lapaz").await;
    harness.advance("1m").await;
    harness.receives_one("lapaz").await;
    harness.end().await;
}

#[tokio::test]
async fn profile_changes_that_move_no_reminder_list_no_reminder() {
    let mut harness = Harness::with_members(&["tokyo", "sec-lead"]).await;
    remind(&mut harness, "tokyo", "Call", "2020-11-12 18:00").await;
    let (move_response, _) = change_zone(&mut harness, "tokyo", "Seoul").await;
    assert!(!move_response.text().contains("reminder"), "{}", move_response.text());
    let (move_response, _) = change_zone(&mut harness, "tokyo", "Berlin").await;
    assert!(move_response.text().contains("reminder"), "{}", move_response.text());
    let review = harness.command("tokyo", "profile set", json!({"quiet_start": "21:00"})).await;
    let save_response = harness.click("tokyo", &review, "Save").await;
    assert!(!save_response.text().contains("reminder"), "{}", save_response.text());
    harness.end().await;
}

#[tokio::test]
async fn old_times_can_be_kept_only_within_a_week_of_a_move() {
    let mut harness = Harness::with_members(&["tokyo", "sec-lead"]).await;
    remind(&mut harness, "tokyo", "Call", "2020-12-12 18:00").await;
    let (move_response, _) = change_zone(&mut harness, "tokyo", "Berlin").await;
    harness.advance("9d").await;
    let late_response = harness.click("tokyo", &move_response, "Keep the old time").await;
    insta::assert_snapshot!(late_response.text(), @"This can be changed for one week after a move, and that week is over. See your reminders with /reminders.");
    harness.end().await;
}

#[tokio::test]
async fn response_to_an_absence_says_which_reminders_wait_and_which_make_a_sound() {
    let mut harness = Harness::with_members(&["lagos", "sec-lead"]).await;
    remind(&mut harness, "lagos", "Pills", "tomorrow at 8:00").await;
    let options = json!({"text": "Please vote", "at": "12:00", "date": "12 November"});
    let preview = harness.command("sec-lead", "remind-members", options).await;
    harness.click("sec-lead", &preview, "Save").await;
    let away_response = harness.command("lagos", "profile away", json!({"until": "15 November"})).await;
    insta::assert_snapshot!(away_response.text(), @"
    Until **Sun 15 Nov, 09:00 (Sun 08:00 UTC)** Magpie treats you as away: messages arrive silently, and no one waits for your answer. Back earlier? Press the button, or use /profile back.

    1 reminder from the secretariat waits until you are back:
    • Please vote: Thu 12 Nov, 12:00 (Thu 11:00 UTC) → Sun 15 Nov, 09:00 (Sun 08:00 UTC)
    1 reminder that you set yourself still makes a sound before then. See or stop it with /reminders.
    ");
    harness.advance_to("2020-11-11T07:00:00Z").await;
    assert!(harness.receives_one("lagos").await.sounds());
    harness.advance_to("2020-11-15T07:59:00Z").await;
    harness.receives_nothing("lagos").await;
    harness.advance("1m").await;
    harness.receives_one("lagos").await;
    harness.end().await;
}
