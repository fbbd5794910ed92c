use super::*;

#[tokio::test]
async fn who_cannot_continue_puts_it_back_and_another_goes_on_in_the_same_thread() {
    let mut scene = Scene::of(&PEOPLE).await;
    let (_, card, _) = asks_for_help(&mut scene).await;
    scene.click("vancouver", &card, "I will help").await;
    let thread = thread(&scene, "Ticket 1").await;
    let hello = scene.reads_one(&thread).await;

    scene.click("vancouver", &hello, "I cannot continue").await;
    let news = scene.receives_one("guest").await;
    assert!(news.text().contains("waits again"), "{}", news.text());
    let card = scene.again(&card).await;
    assert_eq!(card.buttons(), ["I will help", "Send to secretariat"]);
    scene.click("lapaz", &card, "I will help").await;
    let second = scene.reads_one(&thread).await;
    assert!(second.text().contains("is helping you"), "{}", second.text());
    scene.end().await;
}

#[tokio::test]
async fn sending_to_the_secretariat_asks_what_was_tried_and_names_whom_it_went_to() {
    let mut scene = Scene::of(&PEOPLE).await;
    let (_, card, _) = asks_for_help(&mut scene).await;
    let form = scene.click("vancouver", &card, "Send to secretariat").await;
    let sent = scene.submit("vancouver", &form, json!({ "tried": "Another browser" })).await;
    insta::assert_snapshot!(sent.text(), @r"
    **Ticket 1** is with the secretariat now.
    Asked now: Secretariat lead, Secretariat tech
    ");
    let secretariat_card = scene.reads_one("secretariat").await;
    assert!(secretariat_card.text().contains("Another browser"), "{}", secretariat_card.text());
    let asked = scene.receives_one("sec-lead").await;
    scene.receives_one("sec-tech").await;
    let news = scene.receives_one("guest").await;
    assert!(news.text().contains("with the secretariat now"), "{}", news.text());
    // In the volunteers' channel nobody can claim it any more.
    assert_eq!(scene.again(&card).await.buttons(), ["[I will help]"]);
    scene.click("sec-lead", &asked, "I will help").await;
    let thread = thread(&scene, "Ticket 1").await;
    scene.reads_one(&thread).await;
    scene.end().await;
}

#[tokio::test]
async fn a_solution_that_is_none_puts_the_ticket_up_again() {
    let mut scene = Scene::of(&PEOPLE).await;
    let (_, card, _) = asks_for_help(&mut scene).await;
    scene.click("vancouver", &card, "I will help").await;
    let thread = thread(&scene, "Ticket 1").await;
    let hello = scene.reads_one(&thread).await;
    scene.click("vancouver", &hello, "Problem solved").await;
    let question = scene.receives_one("guest").await;
    let again = scene.click("guest", &question, "No, I still need help").await;
    assert!(again.text().contains("waits for somebody to help again"), "{}", again.text());
    assert_eq!(scene.again(&card).await.buttons(), ["I will help", "Send to secretariat"]);
    scene.end().await;
}

#[tokio::test]
async fn what_the_asker_never_answers_closes_by_itself() {
    let mut scene = Scene::of(&PEOPLE).await;
    let (_, card, _) = asks_for_help(&mut scene).await;
    scene.click("vancouver", &card, "I will help").await;
    let thread = thread(&scene, "Ticket 1").await;
    let hello = scene.reads_one(&thread).await;
    scene.click("vancouver", &hello, "Problem solved").await;
    scene.receives_one("guest").await;
    scene.advance("48h").await;
    assert_eq!(scene.again(&card).await.buttons(), ["[Solved]"]);
    scene.end().await;
}
