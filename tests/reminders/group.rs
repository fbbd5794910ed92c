//! Reminders that the secretariat sets for a group.

use serde_json::json;

use crate::common::Scene;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn group_reminder_arrives_at_the_same_local_time_for_each_and_wakes_nobody() {
    let mut scene = Scene::of(&["lapaz", "kyiv", "cairo", "tokyo", "brussels", "sec-lead"]).await;
    let options = json!({"text": "Please vote", "at": "08:00", "date": "12 November"});
    let preview = scene.command("sec-lead", "remind-members", options).await;
    insta::assert_snapshot!(preview.text(), @r"
    📣 **Please vote**
    At **Thu 12 Nov, 08:00** in each one's own time. Nothing is sent before you save.
    To come for 5: first Member Tokyo (<t:1605135600:F>), last Member La Paz (<t:1605182400:F>).
    Asleep at that time, 1: Member Cairo. They get it when they wake.
    ");
    let saved = scene.click("sec-lead", &preview, "Save").await;
    insta::assert_snapshot!(saved.text(), @"✅ Saved for 5; sent now to 0, left out 0.");
    // 08:00 in Tokyo, then in Kyiv and Cairo (where the member is asleep until 08:30), in Brussels and in La Paz.
    scene.advance_to("2020-11-11T23:00:00Z").await;
    assert!(scene.receives_one("tokyo").await.sounds());
    scene.advance_to("2020-11-12T06:00:00Z").await;
    assert!(scene.receives_one("kyiv").await.sounds());
    scene.receives_nothing("cairo").await;
    scene.advance_to("2020-11-12T06:30:00Z").await;
    let held = scene.receives_one("cairo").await;
    assert!(held.sounds());
    insta::assert_snapshot!(held.text(), @r"
    ⏰ Please vote
    This was for Thu 12 Nov, 08:00 (Thu 06:00 UTC) and waited until you woke.
    From Secretariat lead
    ");
    scene.advance_to("2020-11-12T07:00:00Z").await;
    insta::assert_snapshot!(scene.receives_one("brussels").await.text(), @r"
    ⏰ Please vote
    jeu. 12 nov., 08:00 (jeu. 07:00 UTC)
    De Secretariat lead
    ");
    scene.advance_to("2020-11-12T12:00:00Z").await;
    scene.receives_one("lapaz").await;
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ambiguous_day_is_asked_about_and_previewed_after_a_restart() {
    let mut scene = Scene::of(&["lapaz", "sec-lead"]).await;
    let on = |date: &str| json!({"text": "Please vote", "at": "08:00", "date": date});
    let question = scene.command("sec-lead", "remind-members", on("11/12")).await;
    insta::assert_snapshot!(question.text(), @r#""11/12" can mean more than one day. Which one do you mean?"#);
    assert_eq!(question.buttons(), ["Thursday 12 November 2020", "Friday 11 December 2020"]);
    scene.restart_bot().await;
    let preview = scene.click("sec-lead", &question, "Thursday 12 November 2020").await;
    insta::assert_snapshot!(preview.text(), @r"
    📣 **Please vote**
    At **Thu 12 Nov, 08:00** in each one's own time. Nothing is sent before you save.
    To come for 1: first Member La Paz (<t:1605182400:F>), last Member La Paz (<t:1605182400:F>).
    ");
    scene.click("sec-lead", &preview, "Save").await;
    let past = scene.command("sec-lead", "remind-members", on("5 May 2019")).await;
    insta::assert_snapshot!(past.text(), @r#""5 May 2019" has passed everywhere. Nothing was saved; choose a later day."#);
    let unknown = scene.command("sec-lead", "remind-members", on("soon")).await;
    insta::assert_snapshot!(unknown.text(), @r#""soon" is not one certain day. Write it like tomorrow, Friday, or 12 November."#);
    scene.advance_to("2020-11-12T12:00:00Z").await;
    scene.receives_one("lapaz").await;
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn members_for_whom_the_time_has_passed_are_skipped_or_reminded_now() {
    let mut scene = Scene::of(&["lapaz", "kyiv", "sec-lead"]).await;
    let preview = scene.command("sec-lead", "remind-members", json!({"text": "Please vote", "at": "15:00"})).await;
    insta::assert_snapshot!(preview.text(), @r"
    📣 **Please vote**
    At **Tue 10 Nov, 15:00** in each one's own time. Nothing is sent before you save.
    To come for 1: first Member La Paz (<t:1605034800:F>), last Member La Paz (<t:1605034800:F>).
    Passed already for 1: Member Kyiv.
    ");
    let skipped = scene.click("sec-lead", &preview, "Skip those it has passed for").await;
    insta::assert_snapshot!(skipped.text(), @"✅ Saved for 1; sent now to 0, left out 1.");
    scene.receives_nothing("kyiv").await;
    scene.advance_to("2020-11-10T19:00:00Z").await;
    scene.receives_one("lapaz").await;
    let preview = scene.command("sec-lead", "remind-members", json!({"text": "Vote now", "at": "16:00"})).await;
    let sent = scene.click("sec-lead", &preview, "Send now to those it has passed for").await;
    insta::assert_snapshot!(sent.text(), @"✅ Saved for 2; sent now to 1, left out 0.");
    scene.receives_one("kyiv").await;
    scene.advance_to("2020-11-10T20:00:00Z").await;
    scene.receives_one("lapaz").await;
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn time_that_has_passed_for_all_members_means_tomorrow() {
    let mut scene = Scene::of(&["lapaz", "kyiv", "sec-lead"]).await;
    let preview = scene.command("sec-lead", "remind-members", json!({"text": "Please vote", "at": "08:00"})).await;
    insta::assert_snapshot!(preview.text(), @r"
    📣 **Please vote**
    At **Wed 11 Nov, 08:00** in each one's own time. Nothing is sent before you save.
    To come for 2: first Member Kyiv (<t:1605074400:F>), last Member La Paz (<t:1605096000:F>).
    ");
    scene.click("sec-lead", &preview, "Discard").await;
    scene.advance("48h").await;
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stopped_group_reminder_reaches_nobody_any_more() {
    let mut scene = Scene::of(&["lapaz", "kyiv", "sec-lead"]).await;
    let options = json!({"text": "Please vote", "at": "08:00", "date": "12 November"});
    let preview = scene.command("sec-lead", "remind-members", options).await;
    let saved = scene.click("sec-lead", &preview, "Save").await;
    scene.advance_to("2020-11-12T06:00:00Z").await;
    scene.receives_one("kyiv").await;
    let stopped = scene.click("sec-lead", &saved, "Stop it for all").await;
    insta::assert_snapshot!(stopped.text(), @"Stopped. It was still to come for 1.");
    scene.advance("48h").await;
    scene.receives_nothing("lapaz").await;
    scene.end().await;
}
