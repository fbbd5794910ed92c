use serde_json::json;

use crate::common::Scene;
use crate::{PEOPLE, TEXT, each_receives_one, preview, reads_newer_lists, send};

#[tokio::test]
async fn urgent_alert_from_the_preview_to_the_morning_after() {
    let mut scene = Scene::of(&PEOPLE).await;
    let shown = preview(&mut scene, "urgent", "members", TEXT, "18:15 UTC").await;
    assert!(shown.is_ephemeral());
    insta::assert_snapshot!(shown.text(), @r"
    **Preview: Urgent. Nothing is sent yet.**
    Their lock screen:
    > Urgent: Main room link changed · before Tue 19:15
    Answer before: Tue 10 Nov, 19:15 (Tue 18:15 UTC), in 1 hour 20 minutes
    No day was named: Tuesday 10 November 2020.

    **Awake now (2):** Member Brussels, Member La Paz
    **Cannot see it in time, asleep until after (2):** Member Sydney, Member Tokyo
    ");
    scene.click("sec-lead", &shown, "Send").await;
    scene.settle().await;
    let list = scene.reads_one("secretariat").await;
    insta::assert_snapshot!(scene.again(&list).await.text(), @r"
    **Urgent · alert 1:** Main room link changed
    Sent by Secretariat lead to 4, <t:1605027300:F> (Tue 10 Nov, 16:55 UTC)
    Answer before: <t:1605032100:F> (Tue 10 Nov, 18:15 UTC)

    🔔 **Sent, not seen (2):** Member Brussels, Member La Paz
    🌙 **Sent silently, not seen, they wake at (2):** Member Sydney 20:00, Member Tokyo 21:30
    Times are UTC. “Sent” does not mean seen.
    ");

    let lapaz = scene.receives_one("lapaz").await;
    assert!(lapaz.sounds());
    insta::assert_snapshot!(lapaz.text(), @r"
    Urgente: Main room link changed · antes de mar 14:15
    Responder antes de: mar 10 nov, 14:15 (mar 18:15 UTC)
    De Secretariat lead, secretaría
    ");
    insta::assert_snapshot!(lapaz.lock_screen(), @r"
    Urgente: Main room link changed · antes de mar 14:15
    Responder antes de: mar 10 nov, 14:15 (mar 18:1
    ");
    let brussels = scene.receives_one("brussels").await;
    insta::assert_snapshot!(brussels.text(), @r"
    Urgent : Main room link changed · avant mar. 19:15
    Répondre avant : mar. 10 nov., 19:15 (mar. 18:15 UTC)
    De Secretariat lead, secrétariat
    ");
    for asleep in ["sydney", "tokyo"] {
        assert!(!scene.receives_one(asleep).await.sounds(), "{asleep} sleeps");
    }

    let seen = scene.click("lapaz", &lapaz, "Lo he visto").await;
    assert_eq!(seen.buttons(), ["[Visto mar 12:55]"]);
    scene.settle().await;
    let list = scene.again(&list).await;
    insta::assert_snapshot!(list.text(), @r"
    **Urgent · alert 1:** Main room link changed
    Sent by Secretariat lead to 4, <t:1605027300:F> (Tue 10 Nov, 16:55 UTC)
    Answer before: <t:1605032100:F> (Tue 10 Nov, 18:15 UTC)

    ✅ **Seen (1):** Member La Paz 16:55
    🔔 **Sent, not seen (1):** Member Brussels
    🌙 **Sent silently, not seen, they wake at (2):** Member Sydney 20:00, Member Tokyo 21:30
    Times are UTC. “Sent” does not mean seen.
    ");

    // The bot crashes in the night.
    scene.kill_bot().await;
    scene.start_bot().await;
    scene.advance_to("2020-11-10T20:00:00Z").await;
    let sydney = scene.receives_one("sydney").await;
    assert!(sydney.sounds());
    insta::assert_snapshot!(sydney.text(), @r"
    You were asleep. The time to answer has passed (Wed 11 Nov, 05:15). Nothing is expected.
    It was: Urgent: Main room link changed
    From Secretariat lead, secretariat
    ");
    scene.advance_to("2020-11-11T12:00:00Z").await;
    assert!(scene.receives_one("tokyo").await.sounds());
    reads_newer_lists(&mut scene).await;
    scene.end().await;
}

#[tokio::test]
async fn emergency_wakes_only_the_chosen_names() {
    let mut scene = Scene::of(&PEOPLE).await;
    for who in ["sydney", "tokyo"] {
        let review = scene.command(who, "profile set", json!({"emergency": "Yes"})).await;
        scene.click(who, &review, "Save").await;
    }
    let shown = preview(&mut scene, "emergency", "members", "Leave the building", "").await;
    insta::assert_snapshot!(shown.text(), @r"
    **Preview: Emergency. Nothing is sent yet.**
    Their lock screen:
    > Emergency: Leave the building

    **Awake now (2):** Member Brussels, Member La Paz
    **Asleep, allow an emergency to wake them (2):** Member Sydney, Member Tokyo
    🔕 Nobody is woken. To wake somebody, choose the names below.
    ");
    let state = scene.state().await;
    let members = state["members"].as_array().expect("members are a list").clone();
    let sydney =
        members.iter().find(|m| m["handle"] == "sydney").and_then(|m| m["id"].as_str()).expect("Sydney is there");
    let shown = scene.choose("sec-lead", &shown, "Wake by name (choose nobody to wake nobody)", &[sydney]).await;
    insta::assert_snapshot!(shown.text(), @r"
    **Preview: Emergency. Nothing is sent yet.**
    Their lock screen:
    > Emergency: Leave the building

    **Awake now (2):** Member Brussels, Member La Paz
    **Asleep, allow an emergency to wake them (2):** Member Sydney, Member Tokyo
    🔔 **Will be woken (1):** Member Sydney
    ");
    scene.click("sec-lead", &shown, "Send").await;
    scene.settle().await;
    scene.reads_one("secretariat").await;
    assert!(scene.receives_one("sydney").await.sounds());
    assert!(!scene.receives_one("tokyo").await.sounds());
    for who in ["lapaz", "brussels"] {
        assert!(scene.receives_one(who).await.sounds());
    }
    scene.advance("1d").await;
    assert!(scene.receives_one("tokyo").await.sounds());
    reads_newer_lists(&mut scene).await;
    scene.end().await;
}

#[tokio::test]
async fn double_press_of_send_sends_once() {
    let mut scene = Scene::of(&PEOPLE).await;
    let shown = preview(&mut scene, "urgent", "members", TEXT, "").await;
    let body = json!({"as": "sec-lead", "message": shown.id(), "label": "Send"});
    let (one, two) = tokio::join!(scene.try_post("click", body.clone()), scene.try_post("click", body));
    let accepted = [&one, &two].into_iter().filter(|press| press.is_ok()).count();
    assert!(accepted >= 1, "{one:?} {two:?}");
    scene.settle().await;
    scene.reads_one("secretariat").await;
    each_receives_one(&mut scene).await;
    // Each of the two gets one nudge when they wake.
    scene.advance("1d").await;
    scene.receives_one("sydney").await;
    scene.receives_one("tokyo").await;
    reads_newer_lists(&mut scene).await;
    scene.end().await;
}

#[tokio::test]
async fn crash_between_send_and_delivery_loses_nothing() {
    let mut scene = Scene::of(&PEOPLE).await;
    let shown = preview(&mut scene, "information", "lapaz", TEXT, "").await;
    // Every attempt to write to La Paz fails until the bot has crashed.
    scene.fault(json!({"route": "POST /channels/*/messages", "status": 500, "times": 2, "when": "before"})).await;
    scene.post("click", json!({"as": "sec-lead", "message": shown.id(), "label": "Send"})).await;
    scene.kill_bot().await;
    scene.start_bot().await;
    scene.advance("10m").await;
    scene.receives_one("lapaz").await;
    scene.reads_one("secretariat").await;
    scene.end().await;
}

#[tokio::test]
async fn alert_is_asked_again_corrected_and_ended() {
    let mut scene = Scene::of(&PEOPLE).await;
    let list = send(&mut scene, "urgent", "").await;
    let lapaz = scene.receives_one("lapaz").await;
    for who in ["brussels", "sydney", "tokyo"] {
        scene.receives_one(who).await;
    }
    scene.click("lapaz", &lapaz, "Lo he visto").await;
    scene.settle().await;

    let asked = scene.click("sec-lead", &list, "Ask again").await;
    assert!(asked.is_ephemeral());
    insta::assert_snapshot!(asked.text(), @r"
    Asked 1 person again: Member Brussels
    Asleep, asked again when they wake (2): Member Sydney Tue 21:00, Member Tokyo Tue 22:30
    ");
    scene.settle().await;
    insta::assert_snapshot!(scene.receives_one("brussels").await.text(), @r"
    Urgent, rappel : Main room link changed
    De Secretariat lead, secrétariat
    ");
    for other in ["lapaz", "sydney", "tokyo"] {
        scene.receives_nothing(other).await;
    }

    let list = scene.again(&list).await;
    let opened = scene.click("sec-lead", &list, "Correct").await;
    let corrected =
        scene.submit("sec-lead", &opened, json!({"text": "The link is in the chat", "answer_by": ""})).await;
    insta::assert_snapshot!(corrected.text(), @"✅ Corrected. 4 people who had got alert 1 are told.");
    scene.settle().await;
    let newer = scene.receives_one("lapaz").await;
    insta::assert_snapshot!(newer.text(), @r"
    Urgente, corregido: The link is in the chat
    De Secretariat lead, secretaría
    ");
    let older = scene.again(&lapaz).await;
    insta::assert_snapshot!(older.text(), @r"
    ~~Main room link changed~~
    Este mensaje se corrigió. Por favor, lea el más reciente.
    ");
    assert!(older.buttons().is_empty());
    for who in ["brussels", "sydney", "tokyo"] {
        scene.receives_one(who).await;
    }

    let list = scene.again(&list).await;
    let over = scene.click("sec-lead", &list, "It is over").await;
    insta::assert_snapshot!(over.text(), @"Alert 1 is over. Messages that were sent say so, and nothing more is sent.");
    scene.settle().await;
    insta::assert_snapshot!(scene.again(&newer).await.text(), @r"
    ~~The link is in the chat~~
    Ya terminó. No se espera nada de usted.
    ");
    assert!(scene.again(&list).await.buttons().is_empty());
    // No nudge follows.
    scene.advance("1d").await;
    scene.end().await;
}

#[tokio::test]
async fn cancelled_alert_is_marked_and_nobody_is_nudged() {
    let mut scene = Scene::of(&PEOPLE).await;
    let list = send(&mut scene, "urgent", "").await;
    each_receives_one(&mut scene).await;
    scene.restart_bot().await;
    scene.click("sec-lead", &list, "Cancel alert").await;
    scene.advance("1d").await;
    let dm = scene.dm("sydney").await;
    insta::assert_snapshot!(dm.last().expect("Sydney has a message").text(), @r"
    ~~Main room link changed~~
    This alert was cancelled. Nothing is expected.
    ");
    scene.end().await;
}

#[tokio::test]
async fn seen_command_lists_the_alerts_that_it_marks() {
    let mut scene = Scene::of(&PEOPLE).await;
    let list = send(&mut scene, "urgent", "").await;
    each_receives_one(&mut scene).await;
    let seen = scene.command("sydney", "seen", json!({})).await;
    assert!(seen.is_ephemeral());
    insta::assert_snapshot!(seen.text(), @r"
    Noted: you have seen this alert.
    • Urgent: Main room link changed
    ");
    let again = scene.command("sydney", "seen", json!({})).await;
    insta::assert_snapshot!(again.text(), @"No alert waits for you.");
    scene.settle().await;
    assert!(scene.again(&list).await.text().contains("Seen (1):** Member Sydney"));
    scene.advance("1d").await;
    scene.receives_one("tokyo").await;
    reads_newer_lists(&mut scene).await;
    scene.end().await;
}

#[tokio::test]
async fn member_who_left_gets_no_message() {
    let mut scene = Scene::of(&PEOPLE).await;
    scene.member_leaves("brussels").await;
    let shown = preview(&mut scene, "urgent", "members", TEXT, "").await;
    assert!(!shown.text().contains("Brussels"), "{}", shown.text());
    scene.click("sec-lead", &shown, "Send").await;
    scene.settle().await;
    scene.reads_one("secretariat").await;
    for who in ["lapaz", "sydney", "tokyo"] {
        scene.receives_one(who).await;
    }
    scene.member_leaves("sydney").await;
    scene.advance("1d").await;
    scene.receives_one("tokyo").await;
    reads_newer_lists(&mut scene).await;
    scene.end().await;
}

#[tokio::test]
async fn edits_of_old_messages_are_spread_over_hours() {
    let mut scene = Scene::of(&["sec-lead", "brussels"]).await;
    let words = ["First", "Second", "Third", "Fourth", "Fifth", "Sixth"];
    for text in words {
        let preview = preview(&mut scene, "urgent", "members", text, "").await;
        scene.click("sec-lead", &preview, "Send").await;
        scene.settle().await;
        scene.receives_one("brussels").await;
    }
    scene.advance("2h").await;
    let lists = scene.reads("secretariat").await;
    for list in lists.iter().filter(|list| list.buttons().contains(&"It is over".to_owned())) {
        scene.click("sec-lead", list, "It is over").await;
    }
    scene.settle().await;
    let marked = |dm: &[crate::Told]| dm.iter().filter(|message| message.text().contains("~~")).count();
    let at_once = marked(&scene.dm("brussels").await);
    assert!((1..words.len()).contains(&at_once), "{at_once} at once");
    scene.advance("3h").await;
    assert_eq!(marked(&scene.dm("brussels").await), words.len());
    scene.reads("secretariat").await;
    // The end of the scene fails if Discord refused one of the edits.
    scene.end().await;
}
