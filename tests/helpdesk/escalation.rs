use super::*;

#[tokio::test]
async fn volunteers_who_are_awake_are_asked_after_ten_minutes() {
    let mut scene = Scene::of(&PEOPLE).await;
    let (_, card, status) = asks_for_help(&mut scene).await;
    scene.advance("9m").await;
    scene.receives_nothing("lapaz").await;
    scene.advance("1m").await;
    let lapaz = scene.receives_one("lapaz").await;
    let vancouver = scene.receives_one("vancouver").await;
    assert!(lapaz.sounds());
    assert!(vancouver.sounds());
    insta::assert_snapshot!(lapaz.lock_screen(), @r"
    **Solicitud 1**: Guest participant necesita ayuda y nadie ha respondido todavía.
    > I cannot hear the
    ");
    scene.receives_nothing("tokyo").await;
    scene.receives_nothing("sec-lead").await;
    let news = scene.receives_one("guest").await;
    insta::assert_snapshot!(untagged(&news), @r"
    **Ticket 1**: nobody has answered yet. Here is who is asked next.
    2 volunteers who are awake have been asked. If none answers by <t:1605028500:F> (Tue 10 Nov, 17:15 UTC), the secretariat is asked.
    ");

    scene.click("lapaz", &lapaz, "Yo ayudo").await;
    assert_eq!(scene.again(&vancouver).await.buttons(), ["[Member La Paz is helping]"]);
    assert_eq!(scene.again(&lapaz).await.buttons(), ["[Usted está ayudando]"]);
    assert_eq!(scene.again(&card).await.buttons(), ["[Member La Paz is helping]"]);
    let thread = thread(&scene, "Ticket 1").await;
    insta::assert_snapshot!(scene.again(&status).await.text().replace(&thread, "THREAD"), @r"
    **Ticket 1**: Member La Paz is helping you.
    You write to each other in <#THREAD>.
    > I cannot hear the main room
    ");
    scene.reads_one(&thread).await;
    // The claim ends the escalation: nobody else is asked.
    scene.advance("1h").await;
    scene.end().await;
}

#[tokio::test]
async fn secretariat_is_asked_ten_minutes_after_the_volunteers() {
    let mut scene = Scene::of(&PEOPLE).await;
    asks_for_help(&mut scene).await;
    scene.advance("10m").await;
    for who in ["lapaz", "vancouver", "guest"] {
        scene.receives_one(who).await;
    }
    scene.advance("10m").await;
    let asked = scene.receives_one("sec-lead").await;
    assert!(asked.sounds());
    scene.receives_one("sec-tech").await;
    scene.receives_one("guest").await;
    let card = scene.reads_one("secretariat").await;
    assert_eq!(card.buttons(), ["I will help", "Send to secretariat"]);
    scene.end().await;
}

#[tokio::test]
async fn asker_is_told_when_the_secretariat_starts_if_everybody_is_asleep() {
    let mut scene = Scene::of(&["guest", "nairobi", "sec-lead", "sec-tech"]).await;
    scene.advance_to("2020-11-10T23:00:00Z").await;
    let (answer, _, status) = asks_for_help(&mut scene).await;
    insta::assert_snapshot!(answer.text(), @r"
    **Ticket 1** is open.
    The volunteers of the help desk are asleep or away now. The first of them is up at <t:1605067200:F> (Wed 11 Nov, 04:00 UTC). If none answers, the secretariat starts at 07:00 Zurich: <t:1605074400:F> (Wed 11 Nov, 06:00 UTC).
    ");
    insta::assert_snapshot!(status.text(), @r"
    **Ticket 1** waits for somebody to help.
    The volunteers of the help desk are asleep or away now. The first of them is up at <t:1605067200:F> (Wed 11 Nov, 04:00 UTC). If none answers, the secretariat starts at 07:00 Zurich: <t:1605074400:F> (Wed 11 Nov, 06:00 UTC).
    > I cannot hear the main room
    ");
    scene.advance("10m").await;
    let news = scene.receives_one("guest").await;
    insta::assert_snapshot!(untagged(&news), @r"
    **Ticket 1**: nobody has answered yet. Here is who is asked next.
    The volunteers of the help desk are asleep or away now. The first of them is up at <t:1605067200:F> (Wed 11 Nov, 04:00 UTC). If none answers, the secretariat starts at 07:00 Zurich: <t:1605074400:F> (Wed 11 Nov, 06:00 UTC).
    ");
    scene.reads_one("secretariat").await;
    for who in ["nairobi", "sec-lead", "sec-tech"] {
        scene.receives_nothing(who).await;
    }
    // Nairobi wakes at 07:00 (04:00 UTC), the secretariat at 07:00 (06:00 UTC).
    scene.advance_to("2020-11-11T03:59:00Z").await;
    scene.receives_nothing("nairobi").await;
    scene.advance_to("2020-11-11T04:00:00Z").await;
    assert!(scene.receives_one("nairobi").await.sounds());
    scene.receives_nothing("sec-lead").await;
    scene.advance_to("2020-11-11T06:00:00Z").await;
    assert!(scene.receives_one("sec-lead").await.sounds());
    assert!(scene.receives_one("sec-tech").await.sounds());
    scene.end().await;
}

#[tokio::test]
async fn ticket_of_a_helper_who_does_not_respond_is_requeued() {
    let mut scene = Scene::of(&PEOPLE).await;
    let (_, card, _) = asks_for_help(&mut scene).await;
    scene.click("vancouver", &card, "I will help").await;
    let thread = thread(&scene, "Ticket 1").await;
    scene.reads_one(&thread).await;
    scene.advance("24h").await;
    let check = scene.reads_one(&thread).await;
    assert_eq!(check.buttons(), ["I am still helping", "Problem solved", "I cannot continue", "Send to secretariat"]);
    let still = scene.click("vancouver", &check, "I am still helping").await;
    insta::assert_snapshot!(still.text(), @"Thank you. Magpie asks again tomorrow.");
    scene.advance("72h").await;
    assert_eq!(scene.reads(&thread).await.len(), 2, "the helper is nudged twice more");
    scene.receives("vancouver").await;
    let asked = scene.receives("lapaz").await;
    assert!(!asked.is_empty(), "others are asked");
    for who in ["guest", "tokyo", "sec-lead", "sec-tech"] {
        scene.receives(who).await;
    }
    scene.reads("secretariat").await;
    scene.end().await;
}
