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
