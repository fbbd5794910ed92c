//! Tests what happens to the reminders of a member who moves to another zone or is away, and how the member can keep
//! the old times.

use serde_json::json;

use crate::common::{Harness, Output};
use crate::remind;

const KEEP: &str = "Keep the old times";
const FOLLOW: &str = "Use my new local time";

/// Changes the member's zone. Returns the response to "Save", and the review that has the button.
async fn change_zone(harness: &mut Harness, who: &str, zone: &str) -> (Output, Output) {
    let review = harness.command(who, "profile set", json!({"zone": zone})).await;
    let saved = harness.click(who, &review, "Save").await;
    (saved, review)
}

async fn list(harness: &mut Harness, who: &str) -> String {
    harness.command(who, "reminders", json!({})).await.text().to_owned()
}

#[tokio::test]
async fn change_of_zone_lists_what_moves_and_keeps_the_old_times_after_a_restart_and_a_second_press() {
    let mut harness = Harness::with_members(&["tokyo", "sec-lead"]).await;
    remind(&mut harness, "tokyo", "Call", "2020-11-12 18:00").await;
    remind(&mut harness, "tokyo", "Stretch", "every day at 9:00").await;
    remind(&mut harness, "tokyo", "Tea", "in 20 hours").await;
    let (moved, review) = change_zone(&mut harness, "tokyo", "Berlin").await;
    insta::assert_snapshot!(moved.text(), @"
    ✅ **Saved.** It is Tue 10 Nov, 17:55 in Berlin, Germany (Europe/Berlin). Quiet hours: 23:30–06:30.
    You can change this at any time with /profile edit.

    🕘 **2 reminders move with you**: they keep their time of day. In your new local time:
    • Stretch: Wed 11 Nov, 01:00 (Wed 00:00 UTC) → Wed 11 Nov, 09:00 (Wed 08:00 UTC)
    • Call: Thu 12 Nov, 10:00 (Thu 09:00 UTC) → Thu 12 Nov, 18:00 (Thu 17:00 UTC)
    ");
    assert_eq!(moved.buttons().last().map(String::as_str), Some(KEEP));
    let again = harness.try_post("click", json!({"as": "tokyo", "message": review.id(), "label": "Save"})).await;
    assert!(again.is_err(), "the response has replaced the review");
    let followed = list(&mut harness, "tokyo").await;
    harness.restart_bot().await;
    harness.advance("1h").await;
    let kept = harness.click("tokyo", &moved, KEEP).await;
    insta::assert_snapshot!(kept.text(), @"
    ✅ **The old times are kept.** 2 reminders come at the same moments as before your move:
    • Stretch: Wed 11 Nov, 01:00 (Wed 00:00 UTC), every day at 09:00, Tokyo, Japan time
    • Call: Thu 12 Nov, 10:00 (Thu 09:00 UTC)
    ");
    assert_eq!(kept.buttons(), [FOLLOW]);
    let listed = list(&mut harness, "tokyo").await;
    insta::assert_snapshot!(listed, @"
    **Your upcoming reminders: 3**
    • Stretch: Wed 11 Nov, 01:00 (Wed 00:00 UTC), every day at 09:00, Tokyo, Japan time
    • Tea: Wed 11 Nov, 13:55 (Wed 12:55 UTC)
    • Call: Thu 12 Nov, 10:00 (Thu 09:00 UTC)
    ");
    let back = harness.click("tokyo", &kept, FOLLOW).await;
    insta::assert_snapshot!(back.text(), @"
    ✅ 2 reminders come in your local time:
    • Stretch: Wed 11 Nov, 09:00 (Wed 08:00 UTC), every day at 09:00
    • Call: Thu 12 Nov, 18:00 (Thu 17:00 UTC)
    ");
    assert_eq!(list(&mut harness, "tokyo").await, followed);
    harness.click("tokyo", &back, KEEP).await;
    assert_eq!(list(&mut harness, "tokyo").await, listed);
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
async fn second_press_on_save_is_answered_with_the_same_list() {
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
async fn time_of_day_that_has_passed_in_the_new_zone_comes_at_once_and_at_its_old_time_too_if_that_is_kept() {
    let mut harness = Harness::with_members(&["lapaz", "sec-lead"]).await;
    harness.command("lapaz", "profile set", json!({"language": "English"})).await;
    remind(&mut harness, "lapaz", "Call", "today at 18:00").await;
    let (moved, _) = change_zone(&mut harness, "lapaz", "Tokyo").await;
    insta::assert_snapshot!(moved.text(), @"
    ✅ **Saved.** It is Wed 11 Nov, 01:55 in Tokyo, Japan (Asia/Tokyo). Quiet hours: 22:00–07:00.
    You can change this at any time with /profile edit.

    🕘 **1 reminder moves with you**: it keeps its time of day. In your new local time:
    • Call: Wed 11 Nov, 07:00 (Tue 22:00 UTC) → now, because that time of day has already passed there
    ");
    harness.settle().await;
    harness.receives_one("lapaz").await;
    harness.click("lapaz", &moved, "Keep the old time").await;
    harness.advance_to("2020-11-10T21:59:00Z").await;
    harness.receives_nothing("lapaz").await;
    harness.advance("1m").await;
    harness.receives_one("lapaz").await;
    harness.end().await;
}

#[tokio::test]
async fn zone_with_the_same_time_and_other_changes_of_a_profile_list_nothing() {
    let mut harness = Harness::with_members(&["tokyo", "sec-lead"]).await;
    remind(&mut harness, "tokyo", "Call", "2020-11-12 18:00").await;
    let (moved, _) = change_zone(&mut harness, "tokyo", "Seoul").await;
    assert!(!moved.text().contains("reminder"), "{}", moved.text());
    let (moved, _) = change_zone(&mut harness, "tokyo", "Berlin").await;
    assert!(moved.text().contains("reminder"), "{}", moved.text());
    let review = harness.command("tokyo", "profile set", json!({"quiet_start": "21:00"})).await;
    let saved = harness.click("tokyo", &review, "Save").await;
    assert!(!saved.text().contains("reminder"), "{}", saved.text());
    harness.end().await;
}

#[tokio::test]
async fn old_times_can_be_kept_for_a_week() {
    let mut harness = Harness::with_members(&["tokyo", "sec-lead"]).await;
    remind(&mut harness, "tokyo", "Call", "2020-12-12 18:00").await;
    let (moved, _) = change_zone(&mut harness, "tokyo", "Berlin").await;
    harness.advance("9d").await;
    let late = harness.click("tokyo", &moved, "Keep the old time").await;
    insta::assert_snapshot!(late.text(), @"This can be changed for one week after a move, and that week is over. See your reminders with /reminders.");
    harness.end().await;
}

#[tokio::test]
async fn response_to_an_absence_says_which_reminders_wait_and_which_sound() {
    let mut harness = Harness::with_members(&["lagos", "sec-lead"]).await;
    remind(&mut harness, "lagos", "Pills", "tomorrow at 8:00").await;
    let options = json!({"text": "Please vote", "at": "12:00", "date": "12 November"});
    let preview = harness.command("sec-lead", "remind-members", options).await;
    harness.click("sec-lead", &preview, "Save").await;
    let away = harness.command("lagos", "profile away", json!({"until": "15 November"})).await;
    insta::assert_snapshot!(away.text(), @"
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
