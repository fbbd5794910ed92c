use super::*;

#[tokio::test]
async fn between_claim_and_thread_the_bot_may_die() {
    let mut scene = Scene::of(&PEOPLE).await;
    let (_, card, _) = asks_for_help(&mut scene).await;
    // Discord cannot open threads just now, so the claim is committed and the thread is not there.
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
async fn a_thread_whose_answer_was_lost_is_found_and_not_made_twice() {
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
async fn a_step_that_was_due_while_the_bot_was_dead_is_taken_when_it_comes_back() {
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
    // A button made before the restart works.
    scene.click("lapaz", &card, "I will help").await;
    let thread = thread(&scene, "Ticket 1").await;
    scene.reads_one(&thread).await;
    scene.end().await;
}

#[tokio::test]
async fn an_asker_with_closed_dms_reads_it_in_the_inbox_channel() {
    let mut scene = Scene::of(&PEOPLE).await;
    scene.patch_member("guest", json!({ "dms_open": false })).await;
    writes(&mut scene, "guest", "v1/ticket/get-help", "I cannot hear").await;
    scene.reads_one("helpdesk-triage").await;
    let status = scene.receives_one("guest").await;
    assert!(status.text().contains("**Ticket 1** waits"), "{}", status.text());
    let withdrawn = scene.click("guest", &status, "I need it no more").await;
    assert!(withdrawn.text().contains("is closed"), "{}", withdrawn.text());
    scene.end().await;
}

#[tokio::test]
async fn where_the_card_cannot_be_posted_people_are_asked_at_once() {
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
async fn where_no_thread_can_be_opened_both_are_told_to_write_directly() {
    let mut scene = Scene::of(&PEOPLE).await;
    let (_, card, _) = asks_for_help(&mut scene).await;
    scene
        .fault(
            json!({ "route": "POST /channels/*/threads", "status": 403, "code": 50013, "times": 5, "when": "before" }),
        )
        .await;
    scene.click("vancouver", &card, "I will help").await;
    let helper = scene.receives_one("vancouver").await;
    assert!(helper.text().contains("could not open a thread"), "{}", helper.text());
    let news = scene.receives_one("guest").await;
    assert!(news.text().contains("will write to you directly"), "{}", news.text());
    scene.click("vancouver", &helper, "I cannot continue").await;
    scene.receives_one("guest").await;
    scene.end().await;
}

#[tokio::test]
async fn a_sleeping_asker_is_not_woken_by_news_of_their_ticket() {
    let mut scene = Scene::of(&["tokyo", "lapaz", "vancouver", "sec-lead"]).await;
    // Tokyo goes to bed at 23:30, which is 14:30 UTC.
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
    assert!(!scene.receives_one("tokyo").await.sounds(), "the thread's first message is silent at their 00:30");
    scene.end().await;
}
