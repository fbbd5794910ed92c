use super::*;

#[tokio::test]
async fn after_ten_minutes_volunteers_who_are_awake_are_asked_and_nobody_else() {
    let mut scene = Scene::of(&PEOPLE).await;
    let (_, card, status) = asks_for_help(&mut scene).await;
    scene.advance("9m").await;
    scene.receives_nothing("lapaz").await;
    scene.advance("1m").await;
    let lapaz = scene.receives_one("lapaz").await;
    let vancouver = scene.receives_one("vancouver").await;
    assert!(lapaz.sounds() && vancouver.sounds());
    assert!(
        lapaz.lock_screen().starts_with("**Solicitud 1**: Guest participant necesita ayuda"),
        "{}",
        lapaz.lock_screen()
    );
    scene.receives_nothing("tokyo").await;
    scene.receives_nothing("sec-lead").await;
    let news = scene.receives_one("guest").await;
    assert!(news.text().starts_with("**Ticket 1**: nobody has answered yet."), "{}", news.text());

    scene.click("lapaz", &lapaz, "Yo ayudo").await;
    assert_eq!(scene.again(&vancouver).await.buttons(), ["[Member La Paz is helping]"]);
    assert_eq!(scene.again(&lapaz).await.buttons(), ["[Usted está ayudando]"]);
    assert_eq!(scene.again(&card).await.buttons(), ["[Member La Paz is helping]"]);
    assert!(scene.again(&status).await.text().contains("Member La Paz is helping you"));
    let thread = thread(&scene, "Ticket 1").await;
    scene.reads_one(&thread).await;
    // What was due for the unclaimed ticket is not done for the claimed one.
    scene.advance("1h").await;
    scene.end().await;
}

#[tokio::test]
async fn ten_minutes_later_the_secretariat_is_asked() {
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
async fn when_all_sleep_the_asker_reads_when_the_secretariat_starts() {
    let mut scene = Scene::of(&["guest", "nairobi", "sec-lead", "sec-tech"]).await;
    scene.advance_to("2020-11-10T23:00:00Z").await;
    let (answer, _, status) = asks_for_help(&mut scene).await;
    assert!(answer.text().contains("the secretariat starts at 07:00 Zurich"), "{}", answer.text());
    assert!(status.text().contains("<t:1605074400:F>"), "{}", status.text());
    scene.advance("10m").await;
    let news = scene.receives_one("guest").await;
    assert!(news.text().contains("07:00 Zurich"), "{}", news.text());
    scene.reads_one("secretariat").await;
    for who in ["nairobi", "sec-lead", "sec-tech"] {
        scene.receives_nothing(who).await;
    }
    // Nairobi wakes at 07:00, which is 04:00 UTC; the secretariat at 06:00.
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
async fn a_silent_helper_is_asked_and_then_others_are() {
    let mut scene = Scene::of(&PEOPLE).await;
    let (_, card, _) = asks_for_help(&mut scene).await;
    scene.click("vancouver", &card, "I will help").await;
    let thread = thread(&scene, "Ticket 1").await;
    scene.reads_one(&thread).await;
    scene.advance("24h").await;
    let check = scene.reads_one(&thread).await;
    assert_eq!(check.buttons(), ["I am still helping", "Problem solved", "I cannot continue", "Send to secretariat"]);
    scene.click("vancouver", &check, "I am still helping").await;
    scene.advance("72h").await;
    assert_eq!(scene.reads(&thread).await.len(), 2, "asked twice more, and then no longer");
    scene.receives("vancouver").await;
    let asked = scene.receives("lapaz").await;
    assert!(!asked.is_empty(), "others are asked");
    for who in ["guest", "tokyo", "sec-lead", "sec-tech"] {
        scene.receives(who).await;
    }
    scene.reads("secretariat").await;
    scene.end().await;
}
