//! What the secretariat is told about Magpie itself.

use serde_json::json;
use sqlx::{Connection, SqliteConnection};

use crate::common::Scene;

const READERS: [&str; 6] = ["lapaz", "brussels", "accra", "kyiv", "london", "cairo"];

async fn alert(scene: &mut Scene) {
    let options = json!({"severity": "urgent", "audience": "members"});
    let opened = scene.command("sec-lead", "alert send", options).await;
    let preview = scene.submit("sec-lead", &opened, json!({"text": "Main room link changed", "answer_by": ""})).await;
    scene.click("sec-lead", &preview, "Send").await;
}

/// Discord fails at first with all that is sent, and takes it a little later.
async fn most_fail(scene: &mut Scene) {
    scene.fault(json!({"route": "POST /channels/*/messages", "status": 503, "times": 14, "when": "before"})).await;
    alert(scene).await;
    scene.advance("5m").await;
    for who in READERS {
        scene.receives_one(who).await;
    }
    scene.reads_one("secretariat").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn incident_and_its_end_are_told_once_each_even_across_a_restart() {
    let people: Vec<&str> = READERS.into_iter().chain(["sec-lead"]).collect();
    let mut scene = Scene::of(&people).await;
    most_fail(&mut scene).await;
    assert_eq!(scene.not_ready().await, ["failures"]);
    scene.monitor_checks_after(0).await;
    scene.monitor_checks_after(30).await;
    assert!(scene.reads("secretariat").await.is_empty(), "half a minute is no incident");
    scene.monitor_checks_after(61).await;
    let told = scene.reads_one("secretariat").await;
    assert!(told.text().starts_with("⚠️ **Magpie cannot do all of its work** since <t:"), "{}", told.text());
    assert!(told.text().contains("most messages fail at first"), "{}", told.text());
    scene.monitor_checks_after(90).await;
    scene.restart_bot().await;
    scene.monitor_checks_after(0).await;
    scene.monitor_checks_after(70).await;
    assert!(scene.reads("secretariat").await.is_empty(), "the same incident is told once");
    scene.advance("20m").await;
    assert!(scene.not_ready().await.is_empty());
    scene.monitor_checks_after(200).await;
    assert!(scene.again(&told).await.text().starts_with("⚠️"), "not over for two minutes yet");
    scene.monitor_checks_after(330).await;
    let over = scene.again(&told).await;
    assert!(over.text().starts_with("✅ Magpie could not do all of its work from <t:"), "{}", over.text());
    assert!(over.text().contains("most messages failed at first"), "{}", over.text());
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn clock_that_jumps_over_due_rows_causes_no_incident() {
    let mut scene = Scene::of(&["accra", "sec-lead"]).await;
    let understood = scene.command("accra", "remind", json!({"text": "Tea", "when": "in 1 hour"})).await;
    scene.click("accra", &understood, "Save").await;
    scene.monitor_checks_after(0).await;
    scene.kill_bot().await;
    scene.advance("8h").await;
    scene.start_bot().await;
    scene.monitor_checks_after(0).await;
    scene.receives_one("accra").await;
    scene.advance("8h").await;
    for seconds in [0, 61, 122, 600] {
        scene.monitor_checks_after(seconds).await;
    }
    assert!(scene.not_ready().await.is_empty());
    scene.settle().await;
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_ready_while_the_database_cannot_be_written() {
    let mut scene = Scene::of(&["accra", "sec-lead"]).await;
    assert!(scene.not_ready().await.is_empty());
    let mut beside =
        SqliteConnection::connect(&format!("sqlite:{}", scene.database().display())).await.expect("it opens");
    let full = "CREATE TRIGGER full BEFORE INSERT ON house BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END";
    sqlx::query(full).execute(&mut beside).await.expect("nothing can be stored from now on");
    scene.monitor_checks_after(61).await;
    assert_eq!(scene.not_ready().await, ["database"]);
    sqlx::query("DROP TRIGGER full").execute(&mut beside).await.expect("there is room again");
    assert!(scene.not_ready().await.is_empty(), "what failed is looked at again at once");
    beside.close().await.expect("it closes");
    scene.end().await;
}
