//! Tests an alert from its preview to its end: who gets a message, when it makes a sound, and what the list shows.

use serde_json::json;

use crate::common::Harness;
use crate::{PEOPLE, TEXT, correct, each_receives_one, preview_alert, read_reposted_lists, send};

#[tokio::test]
async fn urgent_alert_is_previewed_sent_seen_and_nudged_in_the_morning() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let preview = preview_alert(&mut harness, "urgent", "members", TEXT, "18:15 UTC").await;
    assert!(preview.is_ephemeral());
    insta::assert_snapshot!(preview.text(), @"
    **Preview: Urgent. Nothing has been sent yet.**
    What their lock screen shows:
    > Urgent: Main room link changed · before Tue 19:15
    The time is shown in your time zone here. Each person sees it in their own.
    Please read by: Tue 10 Nov, 19:15 (Tue 18:15 UTC), in 1 hour 20 minutes
    No day given, so Tuesday 10 November 2020.
    1 of them reads French, 1 Spanish. Add their text?

    ⏰ Before Tue 19:15 (Tue 18:15 UTC), **2 of 4** can hear this. Before Tue 21:15 (Tue 20:15 UTC): **3**. Before Tue 22:45 (Tue 21:45 UTC): **4**.
    **Asleep until the deadline has passed: arrives silently (2):** Member Sydney, Member Tokyo
    **Awake now (2):** Member Brussels, Member La Paz
    Those who are asleep wake between Tue 21:00 and Tue 22:30.
    **Phones never confirmed: 4.** Until they answer “Test my phone”, no one knows whether they hear a message.
    ");
    harness.click("sec-lead", &preview, "Send").await;
    harness.settle().await;
    let list = harness.one_new_message("secretariat").await;
    insta::assert_snapshot!(harness.reload(&list).await.text(), @"
    **Urgent · alert 1:** Main room link changed
    Sent by Secretariat lead to 4 people, <t:1605027300:F> (Tue 10 Nov, 16:55 UTC)
    Please read by: <t:1605032100:F> (Tue 10 Nov, 18:15 UTC)

    🔔 **Sent, not seen (2):** Member Brussels, Member La Paz
    🌙 **Sent silently, not seen, asleep until (2):** Member Sydney 20:00, Member Tokyo 21:30
    Times are in UTC. “Sent” does not mean seen.
    ");

    let lapaz = harness.receives_one("lapaz").await;
    assert!(lapaz.sounds());
    insta::assert_snapshot!(lapaz.text(), @"
    Urgente: Main room link changed · antes del martes 14:15
    Léala antes del martes 10 nov, 14:15 (mar 18:15 UTC)
    De Secretariat lead, de la secretaría
    ");
    insta::assert_snapshot!(lapaz.lock_screen(), @"
    Urgente: Main room link changed · antes del martes 14:15
    Léala antes del martes 10 nov, 14:15 (mar 1
    ");
    let brussels = harness.receives_one("brussels").await;
    insta::assert_snapshot!(brussels.text(), @r"
    Urgent : Main room link changed · avant mar. 19:15
    À lire avant : mar. 10 nov., 19:15 (mar. 18:15 UTC)
    De : Secretariat lead, secrétariat
    ");
    for asleep in ["sydney", "tokyo"] {
        assert!(!harness.receives_one(asleep).await.sounds(), "{asleep} sleeps");
    }

    let seen_message = harness.click("lapaz", &lapaz, "Lo he visto").await;
    assert_eq!(seen_message.buttons(), ["[Visto el martes 12:55]", "Necesito ayuda", "Recordármelo en 15 min"]);
    harness.settle().await;
    let list = harness.reload(&list).await;
    insta::assert_snapshot!(list.text(), @"
    **Urgent · alert 1:** Main room link changed
    Sent by Secretariat lead to 4 people, <t:1605027300:F> (Tue 10 Nov, 16:55 UTC)
    Please read by: <t:1605032100:F> (Tue 10 Nov, 18:15 UTC)

    ✅ **Seen (1):** Member La Paz 16:55
    🔔 **Sent, not seen (1):** Member Brussels
    🌙 **Sent silently, not seen, asleep until (2):** Member Sydney 20:00, Member Tokyo 21:30
    Times are in UTC. “Sent” does not mean seen.
    ");

    // The bot crashes and starts again before Sydney wakes.
    harness.kill_bot().await;
    harness.start_bot().await;
    harness.advance_to("2020-11-10T20:00:00Z").await;
    let sydney = harness.receives_one("sydney").await;
    assert!(sydney.sounds());
    insta::assert_snapshot!(sydney.text(), @r"
    The deadline passed while you slept (Wed 11 Nov, 05:15). No action needed.
    It said: Urgent: Main room link changed
    From Secretariat lead, secretariat
    ");
    assert_eq!(sydney.buttons(), ["I have seen this"]);
    harness.advance_to("2020-11-11T12:00:00Z").await;
    assert!(harness.receives_one("tokyo").await.sounds());
    read_reposted_lists(&mut harness).await;
    harness.end().await;
}

#[tokio::test]
async fn emergency_wakes_only_the_chosen_people() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    for who in ["sydney", "tokyo"] {
        let review = harness.command(who, "profile set", json!({"emergency": "Yes"})).await;
        harness.click(who, &review, "Save").await;
    }
    let preview = preview_alert(&mut harness, "emergency", "members", "Leave the building", "").await;
    insta::assert_snapshot!(preview.text(), @"
    **Preview: Emergency. Nothing has been sent yet.**
    What their lock screen shows:
    > Emergency: Leave the building
    1 of them reads French, 1 Spanish. Add their text?

    **Asleep, but an emergency may wake them (2):** Member Sydney, Member Tokyo
    🔕 This wakes no one. To wake someone, choose their name below.
    **Awake now (2):** Member Brussels, Member La Paz
    Those who are asleep wake between Tue 21:00 and Tue 22:30.
    **Phones never confirmed: 4.** Until they answer “Test my phone”, no one knows whether they hear a message.
    ");
    let state = harness.state().await;
    let members = state["members"].as_array().expect("members are a list").clone();
    let sydney =
        members.iter().find(|m| m["handle"] == "sydney").and_then(|m| m["id"].as_str()).expect("Sydney is there");
    let preview = harness.select("sec-lead", &preview, "Choose who to wake (no names: no one)", &[sydney]).await;
    insta::assert_snapshot!(preview.text(), @"
    **Preview: Emergency. Nothing has been sent yet.**
    What their lock screen shows:
    > Emergency: Leave the building
    1 of them reads French, 1 Spanish. Add their text?

    **Asleep, but an emergency may wake them (2):** Member Sydney, Member Tokyo
    🔔 **This wakes (1):** Member Sydney
    **Awake now (2):** Member Brussels, Member La Paz
    Those who are asleep wake at Tue 22:30.
    **Phones never confirmed: 4.** Until they answer “Test my phone”, no one knows whether they hear a message.
    ");
    harness.click("sec-lead", &preview, "Send").await;
    harness.settle().await;
    harness.one_new_message("secretariat").await;
    assert!(harness.receives_one("sydney").await.sounds());
    assert!(!harness.receives_one("tokyo").await.sounds());
    for who in ["lapaz", "brussels"] {
        assert!(harness.receives_one(who).await.sounds());
    }
    harness.advance("1d").await;
    assert!(harness.receives_one("tokyo").await.sounds());
    read_reposted_lists(&mut harness).await;
    harness.end().await;
}

#[tokio::test]
async fn alert_is_sent_once_although_send_is_pressed_twice() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let preview = preview_alert(&mut harness, "urgent", "members", TEXT, "").await;
    let body = json!({"as": "sec-lead", "message": preview.id(), "label": "Send"});
    let (first_press, second_press) =
        tokio::join!(harness.try_post("click", body.clone()), harness.try_post("click", body));
    let accepted_presses = [&first_press, &second_press].into_iter().filter(|press| press.is_ok()).count();
    assert!(accepted_presses >= 1, "{first_press:?} {second_press:?}");
    harness.settle().await;
    harness.one_new_message("secretariat").await;
    each_receives_one(&mut harness).await;
    // Sydney and Tokyo each get one nudge when they wake.
    harness.advance("1d").await;
    harness.receives_one("sydney").await;
    harness.receives_one("tokyo").await;
    read_reposted_lists(&mut harness).await;
    harness.end().await;
}

#[tokio::test]
async fn crash_between_send_and_delivery_loses_nothing() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let preview = preview_alert(&mut harness, "information", "lapaz", TEXT, "").await;
    // The first two requests to post a message fail, so La Paz does not get the alert before the crash.
    harness
        .plan_fault(json!({"route": "POST /channels/*/messages", "status": 500, "times": 2, "when": "before"}))
        .await;
    harness.post("click", json!({"as": "sec-lead", "message": preview.id(), "label": "Send"})).await;
    harness.kill_bot().await;
    harness.start_bot().await;
    harness.advance("10m").await;
    harness.receives_one("lapaz").await;
    harness.one_new_message("secretariat").await;
    harness.end().await;
}

#[tokio::test]
async fn nobody_can_ask_again_after_the_deadline() {
    let mut harness = Harness::with_members(&["sec-lead", "lapaz"]).await;
    let preview = preview_alert(&mut harness, "urgent", "members", TEXT, "in 20 minutes").await;
    harness.click("sec-lead", &preview, "Send").await;
    harness.settle().await;
    let list = harness.one_new_message("secretariat").await;
    harness.receives_one("lapaz").await;
    harness.advance("21m").await;
    let response = harness.click("sec-lead", &list, "Ask again").await;
    insta::assert_snapshot!(response.text(), @"The deadline has passed, so no one was asked again. To give more time, press Correct.");
    harness.settle().await;
    assert_eq!(harness.reload(&list).await.buttons(), ["Correct", "It is over", "Withdraw"]);
    let details = harness.command("sec-lead", "alert show", json!({"number": 1})).await;
    assert_eq!(details.buttons(), ["Correct", "It is over", "Withdraw"]);
    harness.end().await;
}

#[tokio::test]
async fn readers_are_told_of_a_second_request_a_correction_and_the_end() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let list = send(&mut harness, "urgent", "").await;
    let lapaz = harness.receives_one("lapaz").await;
    for who in ["brussels", "sydney", "tokyo"] {
        harness.receives_one(who).await;
    }
    harness.click("lapaz", &lapaz, "Lo he visto").await;
    harness.settle().await;

    let ask_response = harness.click("sec-lead", &list, "Ask again").await;
    assert!(ask_response.is_ephemeral());
    insta::assert_snapshot!(ask_response.text(), @r"
    Asked 1 person again: Member Brussels
    Asleep, will be asked again on waking (2): Member Sydney Tue 21:00, Member Tokyo Tue 22:30
    ");
    harness.settle().await;
    insta::assert_snapshot!(harness.receives_one("brussels").await.text(), @"
    Urgent, relance : Main room link changed
    De : Secretariat lead, secrétariat
    ");
    for other in ["lapaz", "sydney", "tokyo"] {
        harness.receives_nothing(other).await;
    }

    let list = harness.reload(&list).await;
    let correction_response = correct(&mut harness, &list, "The link is in the chat", "").await;
    insta::assert_snapshot!(correction_response.text(), @"✅ Corrected. The 4 people who had received alert 1 are being told.");
    harness.settle().await;
    let newer_message = harness.receives_one("lapaz").await;
    insta::assert_snapshot!(newer_message.text(), @r"
    Urgente, corregida: The link is in the chat
    De Secretariat lead, de la secretaría
    ");
    let older_message = harness.reload(&lapaz).await;
    insta::assert_snapshot!(older_message.text(), @r"
    ~~Main room link changed~~
    Esta alerta se corrigió. Lea el mensaje más reciente.
    ");
    assert!(older_message.buttons().is_empty());
    for who in ["brussels", "sydney", "tokyo"] {
        harness.receives_one(who).await;
    }

    let list = harness.reload(&list).await;
    let end_response = harness.end_alert("sec-lead", &list).await;
    insta::assert_snapshot!(end_response.text(), @"
    Alert 1 is over. The messages already sent now say so, and no more will be sent.
    2 messages had not gone out yet and were stopped.
    ");
    harness.settle().await;
    insta::assert_snapshot!(harness.reload(&newer_message).await.text(), @r"
    ~~The link is in the chat~~
    Ya terminó. No tiene que hacer nada.
    ");
    assert!(harness.reload(&list).await.buttons().is_empty());
    // `end` fails if somebody still gets a nudge.
    harness.advance("1d").await;
    harness.end().await;
}

#[tokio::test]
async fn withdrawal_changes_the_sent_messages_and_stops_all_nudges() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let list = send(&mut harness, "urgent", "").await;
    each_receives_one(&mut harness).await;
    harness.restart_bot().await;
    harness.withdraw("sec-lead", &list).await;
    harness.advance("1d").await;
    let dm = harness.dm("sydney").await;
    insta::assert_snapshot!(dm.last().expect("Sydney has a message").text(), @r"
    ~~Main room link changed~~
    This was sent by mistake and has been withdrawn. You do not need to do anything.
    ");
    harness.end().await;
}

#[tokio::test]
async fn seen_command_lists_the_alerts_that_it_marks() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let list = send(&mut harness, "urgent", "").await;
    each_receives_one(&mut harness).await;
    let first_response = harness.command("sydney", "seen", json!({})).await;
    assert!(first_response.is_ephemeral());
    insta::assert_snapshot!(first_response.text(), @"
    Thank you. You have confirmed that you saw this alert:
    • Urgent: Main room link changed
    ");
    let second_response = harness.command("sydney", "seen", json!({})).await;
    insta::assert_snapshot!(second_response.text(), @"You have no alerts to confirm.");
    harness.settle().await;
    assert!(harness.reload(&list).await.text().contains("Seen (1):** Member Sydney"));
    harness.advance("1d").await;
    harness.receives_one("tokyo").await;
    read_reposted_lists(&mut harness).await;
    harness.end().await;
}

#[tokio::test]
async fn member_who_left_gets_no_message() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    harness.member_leaves("brussels").await;
    let preview = preview_alert(&mut harness, "urgent", "members", TEXT, "").await;
    assert!(!preview.text().contains("Brussels"), "{}", preview.text());
    harness.click("sec-lead", &preview, "Send").await;
    harness.settle().await;
    harness.one_new_message("secretariat").await;
    for who in ["lapaz", "sydney", "tokyo"] {
        harness.receives_one(who).await;
    }
    harness.member_leaves("sydney").await;
    harness.advance("1d").await;
    harness.receives_one("tokyo").await;
    read_reposted_lists(&mut harness).await;
    harness.end().await;
}

#[tokio::test]
async fn edits_of_old_messages_are_spread_over_hours() {
    let mut harness = Harness::with_members(&["sec-lead", "brussels"]).await;
    let words = ["First", "Second", "Third", "Fourth", "Fifth", "Sixth"];
    for text in words {
        let preview = preview_alert(&mut harness, "urgent", "members", text, "").await;
        harness.click("sec-lead", &preview, "Send").await;
        harness.settle().await;
        harness.receives_one("brussels").await;
    }
    harness.advance("2h").await;
    let lists = harness.new_messages("secretariat").await;
    for list in lists.iter().filter(|list| list.buttons().contains(&"It is over".to_owned())) {
        harness.end_alert("sec-lead", list).await;
    }
    harness.settle().await;
    let count_ended = |dm: &[crate::Output]| dm.iter().filter(|message| message.text().contains("~~")).count();
    let edited_at_once = count_ended(&harness.dm("brussels").await);
    assert!((1..words.len()).contains(&edited_at_once), "{edited_at_once} messages were edited at once");
    harness.advance("3h").await;
    assert_eq!(count_ended(&harness.dm("brussels").await), words.len());
    harness.new_messages("secretariat").await;
    // `end` fails if Discord refused one of the edits.
    harness.end().await;
}

/// Retention deletes deliveries after 90 days and alerts after a year. The list of the old alert still names its
/// delivery by number.
#[tokio::test]
async fn alert_after_months_without_messages_arrives_and_changes_no_older_message() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let first_preview = preview_alert(&mut harness, "urgent", "lapaz, brussels", TEXT, "").await;
    harness.click("sec-lead", &first_preview, "Send").await;
    harness.settle().await;
    let first_list = harness.one_new_message("secretariat").await;
    let first_message = harness.receives_one("lapaz").await;
    harness.receives_one("brussels").await;
    harness.end_alert("sec-lead", &first_list).await;
    harness.advance("130d").await;
    harness.new_messages("secretariat").await;
    for who in PEOPLE {
        harness.receives_nothing(who).await;
    }
    let (first_list, first_message) = (harness.reload(&first_list).await, harness.reload(&first_message).await);

    let second_preview = preview_alert(&mut harness, "urgent", "sydney, tokyo", "Second alert", "").await;
    let response = harness.click("sec-lead", &second_preview, "Send").await;
    assert!(response.text().contains("is going to 2 people"), "{}", response.text());
    harness.advance("1d").await;
    for who in ["sydney", "tokyo"] {
        let messages = harness.receives(who).await;
        assert!(messages[0].text().contains("Second alert"), "{messages:#?}");
    }
    harness.receives_nothing("lapaz").await;
    let lists = harness.new_messages("secretariat").await;
    assert!(lists[0].text().contains("Second alert"), "{lists:#?}");
    assert_eq!(harness.reload(&first_list).await.text(), first_list.text());
    assert_eq!(harness.reload(&first_message).await.text(), first_message.text());
    harness.end().await;
}
