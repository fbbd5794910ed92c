use super::*;

#[tokio::test]
async fn a_claim_brings_helper_and_asker_together_in_a_thread() {
    let mut scene = Scene::of(&PEOPLE).await;
    let (answer, card, status) = asks_for_help(&mut scene).await;
    assert!(answer.is_ephemeral());
    insta::assert_snapshot!(answer.text(), @r"
    **Ticket 1** is open.
    2 volunteers of the help desk are awake and can read it. If nobody has answered by <t:1605027900:F> (Tue 10 Nov, 17:05 UTC), each of them is asked in person. If none answers by <t:1605028500:F> (Tue 10 Nov, 17:15 UTC), the secretariat is asked.
    ");
    insta::assert_snapshot!(card.text(), @r"
    **Ticket 1** · Guest participant asks for help
    Nobody helps yet. 2 volunteers of the help desk are awake and can read it. If nobody has answered by <t:1605027900:F> (Tue 10 Nov, 17:05 UTC), each of them is asked in person. If none answers by <t:1605028500:F> (Tue 10 Nov, 17:15 UTC), the secretariat is asked.
    > I cannot hear the main room
    ");
    assert_eq!(card.buttons(), ["I will help", "Send to secretariat"]);
    assert_eq!(status.buttons(), ["I need it no more"]);

    let won = scene.click("vancouver", &card, "I will help").await;
    assert!(won.text().starts_with("You are helping Guest participant with **ticket 1**"), "{}", won.text());
    assert_eq!(scene.again(&card).await.buttons(), ["[Member Vancouver is helping]"]);
    let thread = thread(&scene, "Ticket 1").await;
    // Its first message names both, so both have it on their phones.
    let hello = scene.receives_one("guest").await;
    assert!(hello.sounds());
    assert_eq!(hello.buttons(), ["Problem solved", "I cannot continue", "Send to secretariat"]);
    let status = scene.again(&status).await;
    assert!(
        status.text().contains("Member Vancouver is helping you") && status.text().contains(&thread),
        "{}",
        status.text()
    );

    let solved = scene.click("vancouver", &hello, "Problem solved").await;
    assert!(solved.text().contains("the asker is asked"), "{}", solved.text());
    let question = scene.receives_one("guest").await;
    assert_eq!(question.buttons(), ["Yes, it is solved", "No, I still need help"]);
    let confirmed = scene.click("guest", &question, "Yes, it is solved").await;
    assert!(confirmed.text().contains("is closed"), "{}", confirmed.text());
    assert_eq!(scene.again(&card).await.buttons(), ["[Solved]"]);
    scene.end().await;
}

#[tokio::test]
async fn the_second_claim_is_told_who_helps_and_changes_nothing() {
    let mut scene = Scene::of(&PEOPLE).await;
    let (_, card, _) = asks_for_help(&mut scene).await;
    scene.click("vancouver", &card, "I will help").await;
    let message = card.id();
    let stale = json!({ "as": "lapaz", "message": message, "custom_id": "v1/ticket/claim/1" });
    // The button is disabled by now; an old client, or two thumbs at once, press it all the same.
    let refused = scene.try_post("click", stale).await;
    assert!(refused.is_err(), "a disabled button cannot be pressed");
    let thread = thread(&scene, "Ticket 1").await;
    scene.reads_one(&thread).await;
    scene.end().await;
}

#[tokio::test]
async fn of_two_claims_at_once_one_wins() {
    let mut scene = Scene::of(&PEOPLE).await;
    let (_, card, _) = asks_for_help(&mut scene).await;
    let press = |who: &str| scene.post("click", json!({ "as": who, "message": card.id(), "label": "I will help" }));
    let (one, other) = tokio::join!(press("vancouver"), press("lapaz"));
    let texts = [Told(one), Told(other)].map(|told| told.text().to_owned());
    let winners = texts.iter().filter(|text| text.contains("Usted ayuda") || text.contains("You are helping")).count();
    let told =
        texts.iter().filter(|text| text.contains("is helping with") || text.contains("ya está ayudando")).count();
    assert_eq!((winners, told), (1, 1), "{texts:?}");
    scene.settle().await;
    let thread = thread(&scene, "Ticket 1").await;
    scene.reads_one(&thread).await;
    scene.end().await;
}

#[tokio::test]
async fn who_asked_for_themselves_reads_in_their_own_time_and_language() {
    let mut scene = Scene::of(&["lapaz", "vancouver", "tokyo", "sec-lead"]).await;
    let answer = scene.command("lapaz", "help", json!({ "text": "No oigo la sala" })).await;
    insta::assert_snapshot!(answer.text(), @r"
    **Solicitud 1**: está abierta.
    Una persona voluntaria de la mesa de ayuda está despierta y puede leerla. Si nadie responde antes del mar 10 nov, 13:05 (mar 17:05 UTC), se pregunta a cada una en persona. Si nadie responde antes del mar 10 nov, 13:15 (mar 17:15 UTC), se pregunta a la secretaría.
    ");
    scene.reads_one("helpdesk-triage").await;
    scene.receives_one("lapaz").await;
    scene.end().await;
}
