use serde_json::json;

use crate::common::Scene;
use crate::{PEOPLE, TEXT, is_received, newer_lists, preview, send};

#[tokio::test]
async fn an_urgent_alert_from_preview_to_the_morning_after() {
    let mut scene = Scene::of(&PEOPLE).await;
    let shown = preview(&mut scene, "urgent", "members", TEXT, "18:15 UTC").await;
    assert!(shown.is_ephemeral());
    for expected in [
        "Urgent: Main room link changed · before Tue 19:15",
        "Awake now (2):** Member Brussels, Member La Paz",
        "asleep until after (2):** Member Sydney, Member Tokyo",
        "Tue 10 Nov, 19:15 (Tue 18:15 UTC)",
    ] {
        assert!(shown.text().contains(expected), "{expected:?} is not in {}", shown.text());
    }
    scene.click("sec-lead", &shown, "Send").await;
    scene.settle().await;
    let list = scene.reads_one("secretariat").await;
    assert!(list.text().contains("On its way (4)") || list.text().contains("Sent, not seen (2)"), "{}", list.text());

    let lapaz = scene.receives_one("lapaz").await;
    assert!(lapaz.sounds());
    assert!(
        lapaz.lock_screen().starts_with("Urgente: Main room link changed · antes de mar 14:15"),
        "{}",
        lapaz.lock_screen()
    );
    let brussels = scene.receives_one("brussels").await;
    assert!(brussels.text().starts_with("Urgent : Main room link changed · avant mar. 19:15"), "{}", brussels.text());
    for asleep in ["sydney", "tokyo"] {
        assert!(!scene.receives_one(asleep).await.sounds(), "{asleep} sleeps");
    }

    let seen = scene.click("lapaz", &lapaz, "Lo he visto").await;
    assert_eq!(seen.buttons(), ["[Visto mar 12:55]"]);
    scene.settle().await;
    let list = scene.again(&list).await;
    assert!(list.text().contains("Seen (1):** Member La Paz 16:55"), "{}", list.text());
    assert!(list.text().contains("Sent, not seen (1):** Member Brussels"), "{}", list.text());
    assert!(list.text().contains("Member Sydney 20:00, Member Tokyo 21:30"), "{}", list.text());

    // Dies in the night; nothing is lost or doubled.
    scene.kill_bot().await;
    scene.start_bot().await;
    scene.advance_to("2020-11-10T20:00:00Z").await;
    let sydney = scene.receives_one("sydney").await;
    assert!(sydney.sounds());
    let expected = "You were asleep. The time to answer has passed (Wed 11 Nov, 05:15). Nothing is expected.";
    assert!(sydney.lock_screen().starts_with(expected), "{}", sydney.lock_screen());
    scene.advance_to("2020-11-11T12:00:00Z").await;
    assert!(scene.receives_one("tokyo").await.sounds());
    newer_lists(&mut scene).await;
    scene.end().await;
}

#[tokio::test]
async fn an_emergency_wakes_only_the_chosen_names() {
    let mut scene = Scene::of(&PEOPLE).await;
    for who in ["sydney", "tokyo"] {
        let review = scene.command(who, "profile set", json!({"emergency": "Yes"})).await;
        scene.click(who, &review, "Save").await;
    }
    let shown = preview(&mut scene, "emergency", "members", "Leave the building", "").await;
    assert!(
        shown.text().contains("allow an emergency to wake them (2):** Member Sydney, Member Tokyo"),
        "{}",
        shown.text()
    );
    assert!(shown.text().contains("Nobody is woken"), "{}", shown.text());
    let state = scene.state().await;
    let members = state["members"].as_array().expect("members are a list").clone();
    let sydney =
        members.iter().find(|m| m["handle"] == "sydney").and_then(|m| m["id"].as_str()).expect("Sydney is there");
    let shown = scene.choose("sec-lead", &shown, "Wake by name (choose nobody to wake nobody)", &[sydney]).await;
    assert!(shown.text().contains("Will be woken (1):** Member Sydney"), "{}", shown.text());
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
    newer_lists(&mut scene).await;
    scene.end().await;
}

#[tokio::test]
async fn a_double_confirmation_sends_once() {
    let mut scene = Scene::of(&PEOPLE).await;
    let shown = preview(&mut scene, "urgent", "members", TEXT, "").await;
    let body = json!({"as": "sec-lead", "message": shown.id(), "label": "Send"});
    let (one, two) = tokio::join!(scene.try_post("click", body.clone()), scene.try_post("click", body));
    assert!(one.is_ok() || two.is_ok());
    scene.settle().await;
    scene.reads_one("secretariat").await;
    is_received(&mut scene).await;
    // Each of them once more when they wake, and no more.
    scene.advance("1d").await;
    scene.receives_one("sydney").await;
    scene.receives_one("tokyo").await;
    newer_lists(&mut scene).await;
    scene.end().await;
}

#[tokio::test]
async fn a_death_between_confirmation_and_sending_loses_nothing() {
    let mut scene = Scene::of(&PEOPLE).await;
    let shown = preview(&mut scene, "information", "lapaz", TEXT, "").await;
    // Every attempt to write to La Paz fails until the bot has died.
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
async fn asking_again_correcting_and_ending() {
    let mut scene = Scene::of(&PEOPLE).await;
    let list = send(&mut scene, "urgent", "").await;
    let lapaz = scene.receives_one("lapaz").await;
    for who in ["brussels", "sydney", "tokyo"] {
        scene.receives_one(who).await;
    }
    scene.click("lapaz", &lapaz, "Lo he visto").await;
    scene.settle().await;

    let asked = scene.click("sec-lead", &list, "Ask again").await;
    assert!(asked.is_ephemeral() && asked.text().contains("Asked 1 person again: Member Brussels"), "{}", asked.text());
    scene.settle().await;
    assert!(scene.receives_one("brussels").await.text().starts_with("Urgent, rappel :"));
    for other in ["lapaz", "sydney", "tokyo"] {
        scene.receives_nothing(other).await;
    }

    let list = scene.again(&list).await;
    let opened = scene.click("sec-lead", &list, "Correct").await;
    let corrected =
        scene.submit("sec-lead", &opened, json!({"text": "The link is in the chat", "answer_by": ""})).await;
    assert!(corrected.text().contains("4 people"), "{}", corrected.text());
    scene.settle().await;
    let newer = scene.receives_one("lapaz").await;
    assert!(newer.text().starts_with("Urgente, corregido: The link is in the chat"), "{}", newer.text());
    let older = scene.again(&lapaz).await;
    assert!(older.text().contains("se corrigió") && older.buttons().is_empty(), "{}", older.text());
    for who in ["brussels", "sydney", "tokyo"] {
        scene.receives_one(who).await;
    }

    let list = scene.again(&list).await;
    let over = scene.click("sec-lead", &list, "It is over").await;
    assert!(over.text().contains("is over"), "{}", over.text());
    scene.settle().await;
    assert!(scene.again(&newer).await.text().contains("Ya terminó"));
    assert!(scene.again(&list).await.buttons().is_empty());
    // Nobody is nudged about what is over.
    scene.advance("1d").await;
    scene.end().await;
}

#[tokio::test]
async fn a_cancelled_alert_is_marked_and_nudges_nobody() {
    let mut scene = Scene::of(&PEOPLE).await;
    let list = send(&mut scene, "urgent", "").await;
    is_received(&mut scene).await;
    scene.restart_bot().await;
    scene.click("sec-lead", &list, "Cancel alert").await;
    scene.advance("1d").await;
    let dm = scene.dm("sydney").await;
    assert!(dm.iter().any(|message| message.text().contains("This alert was cancelled")), "{dm:?}");
    scene.end().await;
}

#[tokio::test]
async fn seen_says_what_was_waiting() {
    let mut scene = Scene::of(&PEOPLE).await;
    let list = send(&mut scene, "urgent", "").await;
    is_received(&mut scene).await;
    let seen = scene.command("sydney", "seen", json!({})).await;
    assert!(seen.is_ephemeral() && seen.text().contains(TEXT), "{}", seen.text());
    let again = scene.command("sydney", "seen", json!({})).await;
    assert_eq!(again.text(), "No alert waits for you.");
    scene.settle().await;
    assert!(scene.again(&list).await.text().contains("Seen (1):** Member Sydney"));
    scene.advance("1d").await;
    scene.receives_one("tokyo").await;
    newer_lists(&mut scene).await;
    scene.end().await;
}

#[tokio::test]
async fn a_member_without_a_profile_gets_it_silently_and_who_left_gets_nothing() {
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
    newer_lists(&mut scene).await;
    scene.end().await;
}

#[tokio::test]
async fn messages_that_are_old_by_then_are_marked_a_few_an_hour_since_discord_takes_no_more() {
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
    // It fails when Discord had to refuse one of them.
    scene.end().await;
}
