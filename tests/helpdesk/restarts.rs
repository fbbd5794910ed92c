use super::*;

#[tokio::test]
async fn thread_is_opened_after_a_restart_between_claim_and_thread() {
    let mut scene = Scene::of(&PEOPLE).await;
    let (_, card, _) = asks_for_help(&mut scene).await;
    // Discord opens no threads now: the claim is committed and the thread does not exist.
    scene.fault(json!({ "route": "POST /channels/*/threads", "status": 503, "times": 3, "when": "before" })).await;
    scene.post("click", json!({ "as": "vancouver", "message": card.id(), "label": "I will help" })).await;
    scene.restart_bot().await;
    scene.advance("10m").await;
    let thread = thread(&scene, "Ticket 1").await;
    scene.reads_one(&thread).await;
    assert_eq!(scene.again(&card).await.buttons(), ["[Member Vancouver is helping]"]);
    scene.end().await;
}

#[tokio::test]
async fn thread_is_not_opened_twice_when_the_response_is_lost() {
    let mut scene = Scene::of(&PEOPLE).await;
    let (_, card, _) = asks_for_help(&mut scene).await;
    scene.fault(json!({ "route": "POST /channels/*/threads", "status": 500, "times": 1, "when": "after" })).await;
    scene.click("vancouver", &card, "I will help").await;
    scene.advance("10m").await;
    let state = scene.state().await;
    let threads = state["channels"].as_array().unwrap().iter().filter(|channel| channel["name"] == "Ticket 1").count();
    assert_eq!(threads, 1);
    let thread = thread(&scene, "Ticket 1").await;
    scene.reads_one(&thread).await;
    scene.end().await;
}

#[tokio::test]
async fn step_that_was_due_while_the_bot_was_down_is_taken_after_its_start() {
    let mut scene = Scene::of(&PEOPLE).await;
    let (_, card, _) = asks_for_help(&mut scene).await;
    scene.kill_bot().await;
    scene.advance("15m").await;
    scene.receives_nothing("lapaz").await;
    scene.start_bot().await;
    scene.settle().await;
    scene.receives_one("lapaz").await;
    scene.receives_one("vancouver").await;
    scene.receives_one("guest").await;
    // A button that was sent before the restart works.
    scene.click("lapaz", &card, "I will help").await;
    let thread = thread(&scene, "Ticket 1").await;
    scene.reads_one(&thread).await;
    scene.end().await;
}

#[tokio::test]
async fn asker_with_closed_dms_is_told_in_the_inbox_channel() {
    let mut scene = Scene::of(&PEOPLE).await;
    scene.patch_member("guest", json!({ "dms_open": false })).await;
    writes(&mut scene, "guest", "v1/ticket/get-help", "I cannot hear").await;
    scene.reads_one("helpdesk-triage").await;
    let status = scene.receives_one("guest").await;
    insta::assert_snapshot!(status.text(), @r"
    **Ticket 1** waits for somebody to help.
    2 volunteers of the help desk are awake and can read it. If nobody has answered by <t:1605027900:F> (Tue 10 Nov, 17:05 UTC), each of them is asked in person. If none answers by <t:1605028500:F> (Tue 10 Nov, 17:15 UTC), the secretariat is asked.
    > I cannot hear
    <@550965530853376000>
    ");
    let withdrawn = scene.click("guest", &status, "I need it no more").await;
    insta::assert_snapshot!(withdrawn.text(), @"**Ticket 1** is closed.");
    scene.end().await;
}

#[tokio::test]
async fn volunteers_are_asked_at_once_when_the_card_cannot_be_posted() {
    let mut scene = Scene::of(&PEOPLE).await;
    let state = scene.state().await;
    let triage =
        state["channels"].as_array().unwrap().iter().find(|channel| channel["name"] == "helpdesk-triage").unwrap();
    let route = format!("POST /channels/{}/messages", triage["id"].as_str().unwrap());
    scene.fault(json!({ "route": route, "status": 403, "code": 50013, "times": 5, "when": "before" })).await;
    writes(&mut scene, "guest", "v1/ticket/get-help", "I cannot hear").await;
    scene.settle().await;
    for who in ["lapaz", "vancouver"] {
        scene.receives_one(who).await;
    }
    assert_eq!(scene.receives("guest").await.len(), 2);
    scene.end().await;
}

#[tokio::test]
async fn helper_and_asker_write_directly_when_no_thread_can_be_opened() {
    let mut scene = Scene::of(&PEOPLE).await;
    let (_, card, _) = asks_for_help(&mut scene).await;
    scene
        .fault(
            json!({ "route": "POST /channels/*/threads", "status": 403, "code": 50013, "times": 5, "when": "before" }),
        )
        .await;
    scene.click("vancouver", &card, "I will help").await;
    let helper = scene.receives_one("vancouver").await;
    insta::assert_snapshot!(helper.text(), @r"
    You are helping Guest participant with **ticket 1**. Magpie could not open a thread for you: please write to <@550965530853376000> directly.
    > I cannot hear the main room
    ");
    let news = scene.receives_one("guest").await;
    insta::assert_snapshot!(news.text(), @"**Ticket 1**: Member Vancouver is helping you and will write to you directly.");
    scene.click("vancouver", &helper, "I cannot continue").await;
    scene.receives_one("guest").await;
    scene.end().await;
}

#[tokio::test]
async fn asker_who_is_asleep_is_not_woken() {
    let mut scene = Scene::of(&["tokyo", "lapaz", "vancouver", "sec-lead"]).await;
    // Tokyo's quiet hours start at 23:30 (14:30 UTC).
    scene.advance_to("2020-11-11T14:25:00Z").await;
    scene.command("tokyo", "help", json!({ "text": "My slides do not open" })).await;
    let card = scene.reads_one("helpdesk-triage").await;
    assert!(scene.receives_one("tokyo").await.sounds());
    scene.advance_to("2020-11-11T15:30:00Z").await;
    scene.receives("tokyo").await;
    scene.receives("lapaz").await;
    scene.receives("vancouver").await;
    scene.receives("sec-lead").await;
    scene.reads("secretariat").await;
    scene.click("lapaz", &card, "I will help").await;
    assert!(!scene.receives_one("tokyo").await.sounds(), "the first message of the thread is silent at 00:30 in Tokyo");
    scene.end().await;
}
