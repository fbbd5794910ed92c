use super::*;

#[tokio::test]
async fn a_private_report_is_for_the_secretariat_alone() {
    let mut scene = Scene::of(&PEOPLE).await;
    let button = "Report privately · Signaler en privé · Informar en privado";
    let answer = writes(&mut scene, "lapaz", button, "Alguien me insulta").await;
    assert!(answer.text().starts_with("**Informe privado 1**"), "{}", answer.text());
    scene.receives_one("lapaz").await;
    let card = scene.reads_one("secretariat").await;
    assert_eq!(card.buttons(), ["I will help"]);
    scene.advance("10m").await;
    scene.receives_nothing("vancouver").await;
    scene.receives_one("sec-lead").await;
    scene.receives_one("sec-tech").await;
    scene.receives_one("lapaz").await;
    // Neither listed nor shown to a volunteer, who cannot tell it from one that does not exist.
    let listed = scene.command("vancouver", "ticket list", json!({})).await;
    assert_eq!(listed.text(), "No ticket is open.");
    let shown = scene.command("vancouver", "ticket show", json!({ "number": 1 })).await;
    assert!(shown.text().starts_with("There is no ticket 1"), "{}", shown.text());
    let story = scene.command("sec-lead", "ticket show", json!({ "number": 1 })).await;
    assert!(story.text().contains("Alguien me insulta"), "{}", story.text());
    scene.end().await;
}

#[tokio::test]
async fn a_question_goes_to_the_secretariat_with_the_same_claim() {
    let mut scene = Scene::of(&PEOPLE).await;
    let form = scene.command("vancouver", "ask", json!({})).await;
    let answer = scene.submit("vancouver", &form, json!({ "text": "When is the gala?" })).await;
    assert!(answer.text().starts_with("**Question 1** is with the secretariat."), "{}", answer.text());
    let card = scene.reads_one("secretariat").await;
    scene.receives_one("vancouver").await;
    scene.click("sec-tech", &card, "I will help").await;
    let thread = thread(&scene, "Ticket 1").await;
    scene.reads_one(&thread).await;
    scene.end().await;
}

#[tokio::test]
async fn a_volunteer_writes_down_who_asked_on_the_website() {
    let mut scene = Scene::of(&PEOPLE).await;
    let entry = json!({ "name": "Ana @everyone", "contact": "ana@example.org", "problem": "No e-mail comes" });
    let refused = scene.command_in("guest", "help", "ticket log", entry.clone()).await;
    assert!(refused.text().starts_with("Only the volunteers"), "{}", refused.text());
    let logged = scene.command("vancouver", "ticket log", entry).await;
    assert_eq!(logged.text(), "**Ticket 1** is written down.");
    let card = scene.reads_one("helpdesk-triage").await;
    assert!(card.text().contains("ana@example.org") && !card.text().contains("@everyone"), "{}", card.text());
    scene.click("lapaz", &card, "I will help").await;
    let mine = scene.receives_one("lapaz").await;
    assert_eq!(mine.buttons(), ["Problema resuelto", "No puedo continuar", "Enviar a la secretaría"]);
    let form = scene.click("lapaz", &mine, "Problema resuelto").await;
    let closed = scene.submit("lapaz", &form, json!({ "answer": "Spam folder" })).await;
    assert!(closed.text().contains("cerrada"), "{}", closed.text());
    assert!(scene.again(&card).await.text().contains("Spam folder"));

    let form = scene.command("vancouver", "ticket log", json!({})).await;
    let fields = json!({ "name": "Bo", "contact": "+1 555", "problem": "Lost password", "answer": "Reset link" });
    let answered = scene.submit("vancouver", &form, fields).await;
    assert!(answered.text().contains("written down as answered"), "{}", answered.text());
    scene.end().await;
}

#[tokio::test]
async fn forged_and_foreign_presses_are_refused() {
    let mut scene = Scene::of(&PEOPLE).await;
    let (_, card, status) = asks_for_help(&mut scene).await;
    let own = scene.try_post("click", json!({ "as": "guest", "message": card.id(), "label": "I will help" })).await;
    assert!(own.is_err(), "the guest does not see the triage channel");
    let withdrawn = scene.click("guest", &status, "I need it no more").await;
    assert!(withdrawn.text().contains("is closed"), "{}", withdrawn.text());
    assert_eq!(scene.again(&card).await.buttons(), ["[Closed]"]);
    scene.end().await;
}

#[tokio::test]
async fn a_helper_who_leaves_leaves_no_ticket_behind() {
    let mut scene = Scene::of(&PEOPLE).await;
    let (_, card, _) = asks_for_help(&mut scene).await;
    scene.click("vancouver", &card, "I will help").await;
    let thread = thread(&scene, "Ticket 1").await;
    scene.reads_one(&thread).await;
    scene.member_leaves("vancouver").await;
    scene.receives_one("lapaz").await;
    let news = scene.receives_one("guest").await;
    assert!(news.text().contains("waits again"), "{}", news.text());
    scene.end().await;
}

#[tokio::test]
async fn an_asker_who_leaves_leaves_no_ticket_behind() {
    let mut scene = Scene::of(&PEOPLE).await;
    let (_, card, _) = asks_for_help(&mut scene).await;
    scene.member_leaves("guest").await;
    assert_eq!(scene.again(&card).await.buttons(), ["[Closed]"]);
    scene.advance("1h").await;
    scene.end().await;
}

#[tokio::test]
async fn what_is_kept_on_an_asker_is_exported_and_deleted() {
    let mut scene = Scene::of(&PEOPLE).await;
    scene.command("lapaz", "help", json!({ "text": "No oigo nada" })).await;
    let card = scene.reads_one("helpdesk-triage").await;
    scene.receives_one("lapaz").await;
    let asked = scene.command("lapaz", "profile delete", json!({})).await;
    let deleted = scene.click("lapaz", &asked, "v1/profile/delete").await;
    assert!(!deleted.text().is_empty());
    let card = scene.again(&card).await;
    assert_eq!(card.buttons(), ["[Closed]"]);
    assert!(!card.text().contains("No oigo nada"), "{}", card.text());
    scene.end().await;
}

#[tokio::test]
async fn before_the_set_up_nothing_is_taken_and_nobody_is_left_guessing() {
    let mut scene = Scene::bare(&["guest", "lapaz"]).await;
    let refused = scene.command_in("guest", "help", "help", json!({ "text": "Anybody there?" })).await;
    assert!(refused.is_ephemeral() && refused.text().contains("/setup"), "{}", refused.text());
    scene.end().await;
}

#[tokio::test]
async fn hostile_texts_are_disarmed_and_over_long_ones_refused() {
    let mut scene = Scene::of(&PEOPLE).await;
    let text = "@everyone [free tickets](https://evil.example) <@&1> **look**";
    writes(&mut scene, "guest", "v1/ticket/get-help", text).await;
    let card = scene.reads_one("helpdesk-triage").await;
    scene.receives_one("guest").await;
    assert!(!card.text().contains("@everyone") && card.text().contains(r"\[free tickets\]"), "{}", card.text());
    assert_eq!(card["mentions"], json!([]));
    let long = scene.try_post(
        "command",
        json!({"as": "lapaz", "channel": "help", "name": "help", "options": {"text": "x".repeat(1001)}}),
    );
    assert!(long.await.is_err(), "Discord itself stops it");
    let blank = scene.command("lapaz", "help", json!({ "text": "   " })).await;
    assert!(blank.text().starts_with("No se escribió nada"), "{}", blank.text());
    scene.end().await;
}

#[tokio::test]
async fn the_same_text_twice_is_one_ticket_and_a_sixth_is_refused() {
    let mut scene = Scene::of(&PEOPLE).await;
    for _ in 0..2 {
        let answer = scene.command("lapaz", "help", json!({ "text": "No oigo nada" })).await;
        assert!(answer.text().starts_with("**Solicitud 1**"), "{}", answer.text());
    }
    for n in 2..=5 {
        scene.command("lapaz", "help", json!({ "text": format!("Problema {n}") })).await;
    }
    let refused = scene.command("lapaz", "help", json!({ "text": "Otro" })).await;
    assert!(refused.text().contains("5 solicitudes abiertas"), "{}", refused.text());
    assert_eq!(scene.reads("helpdesk-triage").await.len(), 5);
    assert_eq!(scene.receives("lapaz").await.len(), 5);
    scene.end().await;
}
