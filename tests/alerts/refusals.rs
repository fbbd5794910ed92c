use serde_json::json;

use crate::common::Scene;
use crate::{PEOPLE, TEXT, is_received, preview, send};

#[tokio::test]
async fn who_is_not_of_the_secretariat_is_refused() {
    let mut scene = Scene::of(&PEOPLE).await;
    let body = json!({"as": "lapaz", "channel": "mag-general", "name": "alert send",
        "options": {"severity": "urgent", "audience": "members"}});
    // The client does not show them the command at all.
    let refused = scene.try_post("command", body).await;
    assert!(refused.is_err(), "{refused:?}");
    let shown = preview(&mut scene, "urgent", "members", TEXT, "").await;
    scene.patch_member("sec-lead", json!({"roles": ["mag"]})).await;
    let refused = scene.click("sec-lead", &shown, "Send").await;
    assert!(refused.everything().contains("Only the secretariat"), "{}", refused.everything());
    scene.end().await;
}

#[tokio::test]
async fn an_ended_alert_offers_nothing_more() {
    let mut scene = Scene::of(&PEOPLE).await;
    let list = send(&mut scene, "urgent", "").await;
    is_received(&mut scene).await;
    assert_eq!(scene.again(&list).await.buttons(), ["Ask again", "Correct", "It is over", "Cancel alert"]);
    let ended = scene.click("sec-lead", &list, "Cancel alert").await;
    assert!(ended.text().contains("is cancelled"), "{}", ended.text());
    scene.settle().await;
    assert!(scene.again(&list).await.buttons().is_empty());
    let newest = scene.command("sec-lead", "alert list", json!({})).await;
    assert!(newest.text().contains("cancelled"), "{}", newest.text());
    let shown = scene.command("sec-lead", "alert show", json!({"number": 1})).await;
    assert!(shown.is_ephemeral() && shown.text().contains("Member Brussels"), "{}", shown.text());
    scene.end().await;
}

#[tokio::test]
async fn nothing_is_sent_before_the_server_is_set_up() {
    let scene = Scene::bare(&["sec-lead", "lapaz"]).await;
    let body = json!({"as": "sec-lead", "channel": "mag-general", "name": "alert send",
        "options": {"severity": "urgent", "audience": "members"}});
    let refused = scene.try_post("command", body).await.expect("the command is there");
    assert!(
        refused.to_string().contains("Only the secretariat") || refused.to_string().contains("/setup"),
        "{refused}"
    );
    scene.end().await;
}
