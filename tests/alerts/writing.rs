use serde_json::json;

use crate::common::Scene;
use crate::{PEOPLE, TEXT, preview};

#[tokio::test]
async fn a_bad_time_loses_nothing() {
    let mut scene = Scene::of(&PEOPLE).await;
    let trouble = preview(&mut scene, "urgent", "members", TEXT, "xyzzy").await;
    assert!(trouble.text().contains("What you typed is kept"), "{}", trouble.text());
    scene.restart_bot().await;
    let opened = scene.click("sec-lead", &trouble, "Continue").await;
    assert!(opened.everything().contains(TEXT), "{}", opened.everything());
    let shown = scene.submit("sec-lead", &opened, json!({"text": TEXT, "answer_by": "18:15 UTC"})).await;
    assert!(shown.text().contains("Awake now (2)"), "{}", shown.text());
    scene.click("sec-lead", &shown, "Discard").await;
    scene.end().await;
}

#[tokio::test]
async fn an_old_preview_is_counted_anew() {
    let mut scene = Scene::of(&PEOPLE).await;
    let shown = preview(&mut scene, "urgent", "members", TEXT, "").await;
    scene.advance("16m").await;
    let stale = scene.click("sec-lead", &shown, "Send").await;
    assert!(stale.text().contains("older than 15 minutes"), "{}", stale.text());
    let again = scene.click("sec-lead", &shown, "Continue").await;
    assert!(again.text().contains("Awake now (2)"), "{}", again.text());
    scene.end().await;
}

#[tokio::test]
async fn an_unknown_audience_is_told_with_what_is_possible() {
    let mut scene = Scene::of(&PEOPLE).await;
    let trouble = preview(&mut scene, "urgent", "lima", TEXT, "").await;
    assert!(trouble.text().contains("Nobody here is called “lima”"), "{}", trouble.text());
    assert!(trouble.text().contains("members, volunteers, secretariat or everyone"), "{}", trouble.text());
    let opened = scene.click("sec-lead", &trouble, "Continue").await;
    let shown = scene.submit("sec-lead", &opened, json!({"text": TEXT, "answer_by": "", "audience": "lapaz"})).await;
    assert!(shown.text().contains("Awake now (1):** Member La Paz"), "{}", shown.text());
    scene.end().await;
}

#[tokio::test]
async fn an_audience_too_long_for_an_id_is_asked_in_the_form() {
    let mut scene = Scene::of(&PEOPLE).await;
    let audience = "lapaz, brussels, sydney, tokyo, sec-lead, Member La Paz, Member Brussels, members";
    let opened = scene.command("sec-lead", "alert send", json!({"severity": "urgent", "audience": audience})).await;
    let shown = scene.submit("sec-lead", &opened, json!({"text": TEXT, "answer_by": "", "audience": audience})).await;
    assert!(shown.text().contains("Awake now (3)"), "{}", shown.text());
    scene.end().await;
}

#[tokio::test]
async fn the_same_text_is_asked_about() {
    let mut scene = Scene::of(&PEOPLE).await;
    let shown = preview(&mut scene, "urgent", "lapaz", TEXT, "").await;
    scene.click("sec-lead", &shown, "Send").await;
    scene.settle().await;
    scene.receives_one("lapaz").await;
    scene.reads_one("secretariat").await;
    let twin = preview(&mut scene, "urgent", "lapaz", TEXT, "").await;
    assert!(twin.text().contains("The same text was sent"), "{}", twin.text());
    scene.click("sec-lead", &twin, "Send it again").await;
    scene.settle().await;
    scene.receives_one("lapaz").await;
    scene.reads_one("secretariat").await;
    scene.end().await;
}

#[tokio::test]
async fn an_audience_is_completed() {
    let mut scene = Scene::of(&PEOPLE).await;
    let options = json!({"severity": "urgent", "audience": "vol"});
    assert_eq!(scene.complete("sec-lead", "alert send", "audience", options).await, ["volunteers"]);
    let options = json!({"severity": "urgent", "audience": "volunteers, la"});
    assert_eq!(
        scene.complete("sec-lead", "alert send", "audience", options).await,
        ["volunteers, Member La Paz (lapaz)"]
    );
    scene.end().await;
}

#[tokio::test]
async fn a_text_pings_nobody_and_hides_no_link() {
    let mut scene = Scene::of(&PEOPLE).await;
    let shown = preview(&mut scene, "urgent", "lapaz", "@everyone [here](https://evil.example) now", "").await;
    scene.click("sec-lead", &shown, "Send").await;
    scene.settle().await;
    let lapaz = scene.receives_one("lapaz").await;
    assert!(!lapaz.text().contains("@everyone") && !lapaz.text().contains("[here]("), "{}", lapaz.text());
    let list = scene.reads_one("secretariat").await;
    assert!(!list.text().contains("@everyone"), "{}", list.text());
    scene.end().await;
}

#[tokio::test]
async fn a_time_of_several_meanings_is_asked_about() {
    let mut scene = Scene::of(&PEOPLE).await;
    let question = preview(&mut scene, "urgent", "members", TEXT, "03/12 14:00").await;
    assert!(question.text().contains("can mean several moments"), "{}", question.text());
    let meanings = question.buttons();
    assert!(meanings.len() >= 4 && meanings[0].contains("UTC"), "{meanings:?}");
    let shown = scene.click("sec-lead", &question, &meanings[0]).await;
    assert!(shown.text().contains(&meanings[0]), "{} is not in {}", meanings[0], shown.text());
    // Edited, the chosen time stands.
    let opened = scene.click("sec-lead", &shown, "Edit").await;
    let again = scene.submit("sec-lead", &opened, json!({"text": "Other words", "answer_by": "03/12 14:00"})).await;
    assert!(again.text().contains(&meanings[0]) && again.text().contains("Other words"), "{}", again.text());
    scene.end().await;
}

#[tokio::test]
async fn what_was_taken_for_granted_is_told() {
    let mut scene = Scene::of(&PEOPLE).await;
    let shown = preview(&mut scene, "urgent", "members", TEXT, "20:15").await;
    assert!(shown.text().contains("No day was named: Tuesday 10 November 2020."), "{}", shown.text());
    scene.end().await;
}
