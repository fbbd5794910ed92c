//! Quiet hours that differ by the day on which the night begins.

use serde_json::{Value, json};

use crate::common::Scene;

#[tokio::test]
async fn nights_of_the_weekend_are_set_reviewed_shown_and_kept_over_a_restart() {
    let mut scene = Scene::of(&["sec-lead", "lagos"]).await;
    let options = json!({"days": "Friday, Saturday", "quiet_start": "23:30", "quiet_end": "10:00"});
    let review = scene.command("lagos", "profile set", options).await;
    assert!(review.text().contains("Quiet hours: **22:00–07:00; Friday, Saturday: 23:30–10:00**"), "{}", review.text());
    scene.restart_bot().await;
    let saved = scene.click("lagos", &review, "Save").await;
    assert!(saved.text().contains("22:00–07:00; Friday, Saturday: 23:30–10:00"), "{}", saved.text());
    let shown = scene.command("lagos", "profile show", json!({})).await;
    assert!(shown.text().contains("Friday, Saturday: 23:30–10:00"), "{}", shown.text());
    let exported = scene.command("lagos", "profile export", json!({})).await;
    let url = exported.message()["attachments"][0]["url"].as_str().expect("the file is attached").to_owned();
    let file: Value = reqwest::get(url).await.unwrap().json().await.unwrap();
    assert_eq!(file["profile"]["saved"]["quiet_start"], "22:00");
    assert_eq!(file["profile"]["saved"]["quiet_days"]["friday"], json!({"quiet_start": "23:30", "quiet_end": "10:00"}));
    // Saturday 14 November, 08:30 in Lagos: the night that began on Friday is not over.
    scene.advance_to("2020-11-14T07:30:00Z").await;
    let shown = scene.command("lagos", "profile show", json!({})).await;
    assert!(shown.text().contains("quiet until Sat 10:00"), "{}", shown.text());
    // Monday, 08:30.
    scene.advance_to("2020-11-16T07:30:00Z").await;
    let shown = scene.command("lagos", "profile show", json!({})).await;
    assert!(shown.text().contains("Now: awake"), "{}", shown.text());
    scene.end().await;
}

#[tokio::test]
async fn hours_without_days_are_those_of_every_day_again() {
    let mut scene = Scene::of(&["sec-lead", "brussels"]).await;
    let review = scene.command("brussels", "profile set", json!({"days": "sam. et dim.", "quiet_end": "9h"})).await;
    assert!(review.text().contains("samedi, dimanche : "), "{}", review.text());
    let again = scene.command("brussels", "profile set", json!({"quiet_start": "22h", "quiet_end": "7h"})).await;
    assert!(again.text().contains("**22:00–07:00**"), "{}", again.text());
    scene.end().await;
}

#[tokio::test]
async fn days_are_typed_into_the_form_and_nonsense_is_told() {
    let mut scene = Scene::of(&["sec-lead", "lagos"]).await;
    let review = scene.command("lagos", "profile edit", json!({})).await;
    let question = scene.click("lagos", &review, "Change hours").await;
    let form = scene.click("lagos", &question, "Other hours").await;
    let told = scene.submit("lagos", &form, json!({"start": "23:00", "end": "07:00", "days": "someday"})).await;
    assert!(told.text().contains("names no days"), "{}", told.text());
    let form = scene.click("lagos", &told, "Type the hours again").await;
    let review = scene.submit("lagos", &form, json!({"start": "23:00", "end": "07:00", "days": "Sunday"})).await;
    assert!(review.text().contains("**22:00–07:00; Sunday: 23:00–07:00**"), "the other days stay: {}", review.text());
    let question = scene.click("lagos", &review, "Change hours").await;
    let form = scene.click("lagos", &question, "Other hours").await;
    let review = scene.submit("lagos", &form, json!({"start": "21:00", "end": "07:00", "days": ""})).await;
    assert!(review.text().contains("**21:00–07:00**"), "{}", review.text());
    let alone = scene.command("lagos", "profile set", json!({"days": "Sunday"})).await;
    assert!(alone.text().contains("when it is quiet on these days"), "{}", alone.text());
    scene.end().await;
}
