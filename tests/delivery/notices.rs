//! What the secretariat is told of messages that reached nobody, by name and reason; never what they say.

use serde_json::{Value, json};

use crate::common::{Scene, Told};
use crate::remind;

const SECRET: &str = "Clinic, third floor";
/// Discord's flag of a message that only one person sees.
const EPHEMERAL: u64 = 64;

/// The next requests to open a private thread in the inbox channel fail.
async fn fail_inbox(scene: &mut Scene, times: u32) {
    let fault =
        json!({"route": "POST /channels/*/threads", "status": 403, "code": 50013, "times": times, "when": "before"});
    scene.fault(fault).await;
}

async fn close_dms(scene: &mut Scene, who: &str) {
    scene.patch_member(who, json!({"dms_open": false})).await;
}

/// Fails when this text is anywhere on the server but in private.
async fn assert_nobody_else_reads(scene: &Scene, text: &str) {
    let state = scene.state().await;
    for channel in state["channels"].as_array().expect("channels are a list") {
        let id = channel["id"].as_str().expect("channels have ids");
        if channel["type"] == 12 {
            continue;
        }
        for message in scene.get(&format!("messages?channel={id}")).await.as_array().expect("messages are a list") {
            let is_ephemeral = message["flags"].as_u64().unwrap_or_default() & EPHEMERAL != 0;
            if !is_ephemeral {
                assert!(!message.to_string().contains(text), "{}: {message}", channel["name"]);
            }
        }
    }
}

/// Whether a message is in no channel or thread of the server.
async fn in_dm(scene: &Scene, message: &Told) -> bool {
    let channel = message["channel"].as_str().expect("messages have channels");
    !scene.state().await["channels"].to_string().contains(channel)
}

/// Requests for a message in this member's DM since the scene began.
async fn dm_requests(scene: &mut Scene, who: &str) -> usize {
    let dm = scene.dm(who).await;
    let channel = match dm.first() {
        Some(message) => message["channel"].as_str().expect("messages have channels").to_owned(),
        None => String::new(),
    };
    let posts = |request: &&Value| {
        request["method"] == "POST"
            && request["path"].as_str().is_some_and(|path| path.contains(&format!("/{channel}/messages")))
    };
    scene.requests().await.iter().filter(posts).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn unreachable_member_is_named_with_the_reason_and_what_helps() {
    let mut scene = Scene::of(&["accra", "sec-lead"]).await;
    remind(&mut scene, "accra", SECRET, "in 10 minutes").await;
    close_dms(&mut scene, "accra").await;
    fail_inbox(&mut scene, 1).await;
    scene.advance("11m").await;
    let notice = scene.reads_one("secretariat").await;
    let said: Vec<&str> = notice.text().lines().collect();
    let why = "⚠️ **Member Accra** (a reminder) cannot be reached: their direct messages are closed, and Magpie cannot \
               write to them in the inbox channel.";
    assert!(said[0].starts_with(why) && said[0].contains("50013"), "{said:#?}");
    assert!(said[1].starts_with("What helps: `/setup` says which permission Magpie lacks"), "{said:#?}");
    assert_eq!(notice.buttons(), ["Try again"]);
    assert!(!notice.everything().contains("Clinic"), "{}", notice.text());
    assert_nobody_else_reads(&scene, "Clinic").await;
    scene.receives_nothing("accra").await;

    scene.click("sec-lead", &notice, "Try again").await;
    scene.settle().await;
    let came = scene.receives_one("accra").await;
    assert!(came.text().contains(SECRET), "{}", came.text());
    assert_nobody_else_reads(&scene, "Clinic").await;
    let mended = scene.again(&notice).await;
    assert!(mended.text().starts_with("✅ Settled since: **Member Accra**"), "{}", mended.text());
    assert!(mended.buttons().is_empty());
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_unreachable_members_share_one_notice_that_is_kept_up_to_date() {
    let people = ["accra", "london", "brussels"];
    let mut scene = Scene::of(&["accra", "london", "brussels", "lagos", "sec-lead"]).await;
    for who in people {
        remind(&mut scene, who, SECRET, "in 10 minutes").await;
        close_dms(&mut scene, who).await;
    }
    remind(&mut scene, "lagos", SECRET, "in 30 minutes").await;
    close_dms(&mut scene, "lagos").await;
    fail_inbox(&mut scene, 4).await;
    scene.advance("11m").await;
    let notice = scene.reads_one("secretariat").await;
    assert!(notice.text().contains("3 people cannot be reached"), "{}", notice.text());
    scene.advance("20m").await;
    let longer = scene.again(&notice).await;
    assert!(longer.text().contains("4 people") && longer.text().contains("Member Lagos"), "{}", longer.text());
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn notice_is_sent_once_though_the_bot_dies_before_and_after_it() {
    let mut scene = Scene::of(&["accra", "sec-lead"]).await;
    remind(&mut scene, "accra", SECRET, "in 10 minutes").await;
    close_dms(&mut scene, "accra").await;
    fail_inbox(&mut scene, 1).await;
    scene.advance("10m").await;
    scene.reads("secretariat").await.is_empty().then_some(()).expect("what fails together is collected first");
    scene.restart_bot().await;
    scene.advance("1m").await;
    scene.restart_bot().await;
    scene.advance("3h").await;
    scene.reads_one("secretariat").await;
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn notice_that_fails_causes_no_notice() {
    let mut scene = Scene::of(&["accra", "sec-lead"]).await;
    remind(&mut scene, "accra", SECRET, "in 10 minutes").await;
    close_dms(&mut scene, "accra").await;
    fail_inbox(&mut scene, 1).await;
    scene.advance("10m").await;
    scene
        .fault(
            json!({"route": "POST /channels/*/messages", "status": 403, "code": 50001, "times": 50, "when": "before"}),
        )
        .await;
    scene.advance("5h").await;
    let tries = scene
        .requests()
        .await
        .into_iter()
        .filter(|request| request["status"] == 403 && request["fault"] == true)
        .count();
    assert_eq!(tries, 2, "the thread, and one notice");
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn closed_dm_is_remembered_and_tried_again_after_the_members_own_act() {
    let mut scene = Scene::of(&["accra", "sec-lead"]).await;
    for minutes in [10, 20] {
        remind(&mut scene, "accra", "Tea", &format!("in {minutes} minutes")).await;
    }
    close_dms(&mut scene, "accra").await;
    scene.advance("10m").await;
    scene.receives_one("accra").await;
    let refused = |requests: &[Value]| requests.iter().filter(|request| request["status"] == 403).count();
    assert_eq!(refused(&scene.requests().await), 1);
    scene.advance("10m").await;
    scene.receives_one("accra").await;
    assert_eq!(refused(&scene.requests().await), 1, "it is known to be closed");

    scene.patch_member("accra", json!({"dms_open": true})).await;
    remind(&mut scene, "accra", "Coffee", "in 5 minutes").await;
    scene.advance("5m").await;
    let came = scene.receives_one("accra").await;
    assert_eq!(scene.dm("accra").await.last().map(|message| message.id()), Some(came.id()), "in their DM again");
    assert_eq!(dm_requests(&mut scene, "accra").await, 2, "the one refused and the one that came");
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn quarantined_bot_sends_dms_only_to_known_people_and_tells_the_secretariat_once() {
    let mut scene = Scene::of(&["accra", "london", "brussels", "sec-lead"]).await;
    // London was written to before.
    remind(&mut scene, "london", "Tea", "in 5 minutes").await;
    scene.advance("5m").await;
    scene.receives_one("london").await;
    for who in ["accra", "london", "brussels"] {
        remind(&mut scene, who, "Coffee", if who == "accra" { "in 10 minutes" } else { "in 20 minutes" }).await;
    }
    scene
        .fault(
            json!({"route": "POST /channels/*/messages", "status": 403, "code": 20026, "times": 1, "when": "before"}),
        )
        .await;
    scene.advance("10m").await;
    scene.receives_one("accra").await;
    let notice = scene.reads_one("secretariat").await;
    assert!(notice.text().contains("sender of spam"), "{}", notice.text());
    scene.restart_bot().await;
    scene.advance("10m").await;
    let london = scene.receives_one("london").await;
    assert!(in_dm(&scene, &london).await, "they were written to before");
    let brussels = scene.receives_one("brussels").await;
    assert!(!in_dm(&scene, &brussels).await, "nobody new gets a DM");

    scene.click("sec-lead", &notice, "Discord has lifted it").await;
    scene.settle().await;
    assert!(scene.again(&notice).await.text().contains("no longer"), "{}", scene.again(&notice).await.text());
    remind(&mut scene, "brussels", "Water", "in 5 minutes").await;
    scene.advance("5m").await;
    let brussels = scene.receives_one("brussels").await;
    assert!(in_dm(&scene, &brussels).await);
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn outcome_that_stays_unknown_is_told_and_settled_by_hand() {
    let mut scene = Scene::of(&["accra", "sec-lead"]).await;
    remind(&mut scene, "accra", SECRET, "in 10 minutes").await;
    scene.fault(json!({"route": "POST /channels/*/messages", "status": 500, "times": 1, "when": "before"})).await;
    scene.advance("10m").await;
    scene.kill_bot().await;
    scene.post("clock", json!({"advance": "10m"})).await;
    scene
        .fault(json!({"route": "GET /channels/*/messages", "status": 403, "code": 50001, "times": 1, "when": "before"}))
        .await;
    scene.start_bot().await;
    scene.settle().await;
    scene.advance("1m").await;
    let notice = scene.reads_one("secretariat").await;
    assert!(notice.text().contains("Nobody knows whether **Member Accra**"), "{}", notice.text());
    scene.receives_nothing("accra").await;
    let pressed = scene.click("sec-lead", &notice, "Try again").await;
    assert!(pressed.text().contains("1 message is tried again"), "{}", pressed.text());
    scene.advance("1m").await;
    assert!(scene.receives_one("accra").await.text().contains(SECRET));
    assert!(scene.again(&notice).await.text().contains("Settled"), "{}", scene.again(&notice).await.text());
    scene.end().await;
}
