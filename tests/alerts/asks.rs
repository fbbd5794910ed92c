//! Tests alerts that ask a question: yes or no, for a number of people, or with several answers. Also tests the buttons
//! with which recipients ask for help or for a reminder. Each test starts with the form and ends with the alert's list.

use serde_json::{Value, json};

use crate::common::{Harness, Output};
use crate::{PEOPLE, TEXT, correct, each_receives_one, read_reposted_lists};

/// Runs `/alert send` with these additional options, and submits the form. Returns the response: the preview or an
/// error.
pub async fn preview_question(harness: &mut Harness, options: Value, fields: Value) -> Output {
    let mut all = json!({"severity": "urgent", "audience": "members"});
    let object = all.as_object_mut().expect("an object");
    object.extend(options.as_object().expect("an object").clone());
    let form = harness.command("sec-lead", "alert send", all).await;
    let mut values = json!({"text": TEXT, "answer_by": ""});
    values.as_object_mut().expect("an object").extend(fields.as_object().expect("an object").clone());
    harness.submit("sec-lead", &form, values).await
}

/// Presses "Send" under the preview. Returns the list of the alert.
pub async fn send_preview(harness: &mut Harness, preview: &Output) -> Output {
    harness.click("sec-lead", preview, "Send").await;
    harness.settle().await;
    harness.one_new_message("secretariat").await
}

#[tokio::test]
async fn list_shows_yes_and_no_answers_and_an_answer_changed_after_the_deadline() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let preview = preview_question(&mut harness, json!({"ask": "Yes or no"}), json!({"answer_by": "18:15 UTC"})).await;
    insta::assert_snapshot!(preview.text(), @"
    **Preview: Urgent. Nothing has been sent yet.**
    What their lock screen shows:
    > Urgent: Main room link changed · before Tue 19:15
    The time is shown in your time zone here. Each person sees it in their own.
    Please answer by: Tue 10 Nov, 19:15 (Tue 18:15 UTC), in 1 hour 20 minutes
    No day given, so Tuesday 10 November 2020.
    Asks: I can, or I can’t
    1 of them reads French, 1 Spanish. Add their text?
    **Until answered:** those who are awake are asked again at Tue 18:21 and Tue 18:48. At Tue 18:45, the secretariat gets a list of who has not answered.

    ⏰ Before Tue 19:15 (Tue 18:15 UTC), **2 of 4** can hear this. Before Tue 21:15 (Tue 20:15 UTC): **3**. Before Tue 22:45 (Tue 21:45 UTC): **4**.
    **Asleep until the deadline has passed: arrives silently (2):** Member Sydney, Member Tokyo
    **Awake now (2):** Member Brussels, Member La Paz
    Those who are asleep wake between Tue 21:00 and Tue 22:30.
    **Phones never confirmed: 4.** Until they answer “Test my phone”, no one knows whether they hear a message.
    ");
    let list = send_preview(&mut harness, &preview).await;
    let lapaz = harness.receives_one("lapaz").await;
    insta::assert_snapshot!(lapaz.text(), @"
    Urgente: Main room link changed · antes del martes 14:15
    Responda antes del martes 10 nov, 14:15 (mar 18:15 UTC)
    De Secretariat lead, de la secretaría
    ");
    assert_eq!(lapaz.buttons(), ["Puedo", "No puedo", "Necesito ayuda", "Recordármelo en 15 min"]);
    let answered_message = harness.click("lapaz", &lapaz, "Puedo").await;
    assert_eq!(answered_message.buttons(), ["[✓ Puedo]", "No puedo", "Necesito ayuda", "Recordármelo en 15 min"]);
    assert!(answered_message.text().contains("Su respuesta: **Puedo** (mar 12:55)."), "{}", answered_message.text());
    let brussels = harness.receives_one("brussels").await;
    harness.click("brussels", &brussels, "Je ne peux pas").await;
    for who in ["sydney", "tokyo"] {
        harness.receives_one(who).await;
    }
    harness.command("sydney", "seen", json!({})).await;
    harness.settle().await;
    insta::assert_snapshot!(harness.reload(&list).await.text(), @"
    **Urgent · alert 1:** Main room link changed
    Sent by Secretariat lead to 4 people, <t:1605027300:F> (Tue 10 Nov, 16:55 UTC)
    Please answer by: <t:1605032100:F> (Tue 10 Nov, 18:15 UTC)
    Seen by 3 of 4 · answered by 2
    **Until answered:** those who are awake are asked again at 17:21 and 17:48. At 17:45, the secretariat gets a list of who has not answered.

    ✅ **Can (1):** Member La Paz 16:55
    🚫 **Can’t (1):** Member Brussels 16:55
    👀 **Seen, not answered (1):** Member Sydney 16:55
    🌙 **Sent silently, not seen, asleep until (1):** Member Tokyo 21:30
    Times are in UTC. “Sent” does not mean seen.
    ");
    // After a crash, the bot still records an answer that is changed after the deadline.
    harness.kill_bot().await;
    harness.start_bot().await;
    harness.advance_to("2020-11-10T18:20:00Z").await;
    let changed_message = harness.click("lapaz", &answered_message, "No puedo").await;
    assert_eq!(changed_message.buttons(), ["Puedo", "[✓ No puedo]", "Necesito ayuda", "Recordármelo en 15 min"]);
    assert!(changed_message.text().contains("después del plazo"), "{}", changed_message.text());
    harness.settle().await;
    let newest_list =
        harness.new_messages("secretariat").await.pop().expect("a list that is an hour old is posted anew");
    let can_not = "🚫 **Can’t (2):** Member Brussels 16:55, Member La Paz 18:20 (late)";
    assert!(newest_list.text().contains(can_not), "{}", newest_list.text());
    harness.end_alert("sec-lead", &newest_list).await;
    harness.settle().await;
    let ended_message = harness.reload(&changed_message).await;
    assert!(ended_message.buttons().is_empty(), "no answer can be changed any more");
    insta::assert_snapshot!(ended_message.text(), @r"
    ~~Main room link changed~~
    Ya terminó. No tiene que hacer nada.
    ");
    harness.end().await;
}

#[tokio::test]
async fn alert_that_needs_one_person_closes_at_a_yes_and_reopens_when_that_person_cancels() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let preview = preview_question(&mut harness, json!({"ask": "People needed"}), json!({"people": "1"})).await;
    assert!(preview.text().contains("Asks: I can, until 1 person is found"), "{}", preview.text());
    send_preview(&mut harness, &preview).await;
    let lapaz = harness.receives_one("lapaz").await;
    let brussels = harness.receives_one("brussels").await;
    insta::assert_snapshot!(brussels.text(), @"
    Urgent : Main room link changed
    Il faut 1 personne.
    De : Secretariat lead, secrétariat
    ");
    for who in ["sydney", "tokyo"] {
        harness.receives_one(who).await;
    }
    let message_after_yes = harness.click("lapaz", &lapaz, "Puedo").await;
    assert_eq!(
        message_after_yes.buttons(),
        ["[✓ Puedo]", "Al final no puedo", "Necesito ayuda", "Recordármelo en 15 min"]
    );
    harness.settle().await;
    let closed_message = harness.reload(&brussels).await;
    assert!(closed_message.buttons().is_empty(), "{:?}", closed_message.buttons());
    assert!(
        closed_message.text().contains("Nous avons trouvé\u{a0}: Member La Paz. Merci."),
        "{}",
        closed_message.text()
    );
    let stale =
        harness.try_post("click", json!({"as": "brussels", "message": brussels.id(), "label": "Je peux"})).await;
    assert!(stale.is_err(), "the button is gone");
    harness.restart_bot().await;
    let message_after_no = harness.click("lapaz", &message_after_yes, "Al final no puedo").await;
    assert_eq!(message_after_no.buttons(), ["Puedo", "Necesito ayuda", "Recordármelo en 15 min"]);
    harness.settle().await;
    let reopened_message = harness.reload(&brussels).await;
    assert_eq!(reopened_message.buttons(), ["Je peux", "J’ai besoin d’aide", "Me le rappeler dans 15 min"]);
    let list = harness.one_new_message("secretariat").await;
    assert!(list.text().contains("Needed: 1 · found: 0"), "{}", list.text());
    harness.click("brussels", &reopened_message, "Je peux").await;
    harness.settle().await;
    let list = harness.reload(&list).await;
    assert!(list.text().contains("✅ **Can (1):** Member Brussels"), "{}", list.text());
    assert!(list.text().contains("🚫 **Can’t (1):** Member La Paz"), "{}", list.text());
    let response = harness.click("sec-lead", &list, "Ask again").await;
    insta::assert_snapshot!(response.text(), @"Enough people were found, so no one was asked again.");
    // `end` fails if somebody gets a nudge in the morning.
    harness.advance("1d").await;
    harness.end().await;
}

#[tokio::test]
async fn answer_choices_are_validated_and_listed_even_if_nobody_chose_them() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let response = preview_question(&mut harness, json!({"ask": "Choose one"}), json!({"answers": "Room A"})).await;
    insta::assert_snapshot!(response.text(), @r"
    Please write 2 to 5 answers to choose from, one on each line.
    Nothing was sent. Your text is kept.
    ");
    let form = harness.click("sec-lead", &response, "Continue").await;
    assert!(form.json().contains("Room A") && form.json().contains(TEXT), "{}", form.json());
    let fields = json!({"text": TEXT, "answer_by": "", "answers": "Room A\n*Room* B\nNeither"});
    let preview = harness.submit("sec-lead", &form, fields).await;
    assert!(preview.text().contains(r"Asks to choose: Room A · \*Room\* B · Neither"), "{}", preview.text());
    let list = send_preview(&mut harness, &preview).await;
    let lapaz = harness.receives_one("lapaz").await;
    let expected = ["Room A", "*Room* B", "Neither", "Necesito ayuda", "Recordármelo en 15 min"];
    assert_eq!(lapaz.buttons(), expected);
    harness.click("lapaz", &lapaz, "Room A").await;
    for who in ["brussels", "sydney", "tokyo"] {
        harness.receives_one(who).await;
    }
    harness.settle().await;
    let text = harness.reload(&list).await.text().to_owned();
    assert!(text.contains("☑️ **Room A (1):** Member La Paz 16:55"), "{text}");
    assert!(text.contains("☑️ **Neither (0):**"), "{text}");
    harness.withdraw("sec-lead", &list).await;
    harness.end().await;
}

#[tokio::test]
async fn help_button_opens_one_ticket_that_names_the_alert() {
    let mut harness = Harness::with_members(&["sec-lead", "lapaz", "tokyo"]).await;
    let preview = preview_question(&mut harness, json!({"audience": "members"}), json!({})).await;
    let list = send_preview(&mut harness, &preview).await;
    let lapaz = harness.receives_one("lapaz").await;
    harness.receives_one("tokyo").await;
    let ticket_message = harness.click("lapaz", &lapaz, "Necesito ayuda").await;
    assert!(ticket_message.text().contains("abierta, sobre la alerta 1."), "{}", ticket_message.text());
    harness.settle().await;
    let card = harness.one_new_message("helpdesk-triage").await;
    assert!(card.text().contains("About alert 1:\n> Main room link changed"), "{}", card.text());
    // A second press shows the same ticket and opens no new one.
    let repeated_message = harness.click("lapaz", &lapaz, "Necesito ayuda").await;
    assert!(repeated_message.text().contains("ya estaba registrada"), "{}", repeated_message.text());
    harness.settle().await;
    assert!(harness.new_messages("helpdesk-triage").await.is_empty());
    // A member who asks for help with an alert counts as having seen it.
    assert!(harness.reload(&list).await.text().contains("Seen (1):** Member La Paz"));
    harness.receives("lapaz").await;
    harness.withdraw("sec-lead", &list).await;
    harness.end().await;
}

#[tokio::test]
async fn ticket_about_an_alert_that_some_volunteers_did_not_get_names_it_without_its_text() {
    let mut harness = Harness::with_members(&["sec-lead", "sec-tech", "lapaz", "tokyo"]).await;
    let preview = preview_question(&mut harness, json!({"audience": "secretariat"}), json!({})).await;
    let list = send_preview(&mut harness, &preview).await;
    harness.receives_one("sec-lead").await;
    let message = harness.receives_one("sec-tech").await;
    let answer = harness.click("sec-tech", &message, "I need help").await;
    assert!(answer.text().contains("about alert 1") && !answer.json().contains(TEXT), "{}", answer.json());
    harness.settle().await;
    let card = harness.one_new_message("helpdesk-triage").await;
    let quote: Vec<&str> = card.text().lines().filter(|line| line.starts_with('>')).collect();
    let expected = "> Sent on Tuesday 10 November 2020, 16:55 UTC. Its text is not shown here, \
                    because the alert was not addressed to all volunteers.";
    assert_eq!(quote, [expected]);
    assert!(!card.json().contains(TEXT), "{}", card.json());
    // Nobody takes the ticket. The messages to the volunteers do not quote the alert either.
    harness.advance("30m").await;
    for who in ["lapaz", "tokyo", "sec-lead", "sec-tech"] {
        for message in harness.receives(who).await {
            assert!(!message.json().contains(TEXT), "{who}: {}", message.json());
        }
    }
    // Each reader reads the reason in their own language, not in the language of the person who asked for help.
    let request = harness.dm("lapaz").await.pop().expect("a request for help");
    let quote: Vec<&str> = request.text().lines().filter(|line| line.starts_with('>')).collect();
    insta::assert_snapshot!(quote.join("\n"), @"> Enviada el martes 10 de noviembre de 2020, 16:55 UTC. Su texto no se muestra aquí, porque no se dirigía a todos los voluntarios.");
    harness.withdraw("sec-lead", &list).await;
    harness.new_messages("helpdesk-triage").await;
    harness.new_messages("secretariat").await;
    harness.end().await;
}

#[tokio::test]
async fn reminder_of_an_alert_comes_once_with_a_sound_even_after_a_crash() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let preview = preview_question(&mut harness, json!({"ask": "Yes or no"}), json!({})).await;
    let list = send_preview(&mut harness, &preview).await;
    each_receives_one(&mut harness).await;
    // It is night in Sydney. The reminder still makes a sound, because the member asks for it.
    let sydney = harness.dm("sydney").await.pop().expect("a message");
    for _ in 0..2 {
        let response = harness.click("sydney", &sydney, "Remind me in 15 min").await;
        assert_eq!(
            response.text(),
            "You will get a reminder at Wed 04:10, with a sound. If you answer sooner, it will not come."
        );
    }
    harness.settle().await;
    let text = harness.reload(&list).await.text().to_owned();
    assert!(text.contains("👀 **Seen, not answered (1):** Member Sydney 16:55 (reminder at 17:10)"), "{text}");
    harness.kill_bot().await;
    harness.start_bot().await;
    harness.advance("14m").await;
    harness.receives_nothing("sydney").await;
    harness.advance("1m").await;
    let reminder = harness.receives_one("sydney").await;
    assert!(reminder.sounds());
    insta::assert_snapshot!(reminder.text(), @"
    Urgent, reminder: Main room link changed
    From Secretariat lead, secretariat
    ");
    assert_eq!(reminder.buttons(), ["I can", "I can’t", "I need help", "Remind me in 15 min"]);
    harness.click("sydney", &reminder, "Remind me in 15 min").await;
    harness.end_alert("sec-lead", &list).await;
    harness.advance("1d").await;
    harness.end().await;
}

#[tokio::test]
async fn correction_keeps_answers_and_asks_whether_they_are_still_right() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let preview = preview_question(&mut harness, json!({"ask": "Yes or no"}), json!({})).await;
    let list = send_preview(&mut harness, &preview).await;
    let lapaz = harness.receives_one("lapaz").await;
    for who in ["brussels", "sydney", "tokyo"] {
        harness.receives_one(who).await;
    }
    harness.click("lapaz", &lapaz, "Puedo").await;
    correct(&mut harness, &list, "The link is in the chat", "").await;
    harness.settle().await;
    let correction = harness.receives_one("lapaz").await;
    assert!(correction.text().contains("Respondió **Puedo** antes de la corrección"), "{}", correction.text());
    assert_eq!(correction.buttons()[..2], ["✓ Puedo", "No puedo"]);
    for who in ["brussels", "sydney", "tokyo"] {
        harness.receives_one(who).await;
    }
    let text = harness.reload(&list).await.text().to_owned();
    assert!(text.contains("✅ **Can (1):** Member La Paz 16:55 (before the correction)"), "{text}");
    harness.click("lapaz", &correction, "✓ Puedo").await;
    harness.settle().await;
    let text = harness.reload(&list).await.text().to_owned();
    assert!(text.contains("✅ **Can (1):** Member La Paz 16:55\n"), "{text}");
    harness.withdraw("sec-lead", &list).await;
    harness.end().await;
}

#[tokio::test]
async fn one_morning_message_has_answer_buttons_for_each_alert_of_the_night() {
    let mut harness = Harness::with_members(&["sec-lead", "sydney"]).await;
    for (kind, text) in [("Yes or no", "First"), ("To read", "Second")] {
        let preview = preview_question(&mut harness, json!({"ask": kind}), json!({"text": text})).await;
        send_preview(&mut harness, &preview).await;
        harness.receives_one("sydney").await;
    }
    harness.advance_to("2020-11-10T20:00:00Z").await;
    let morning = harness.receives_one("sydney").await;
    assert_eq!(morning.buttons(), ["1: Answer", "2: I have seen this"]);
    let question = harness.click("sydney", &morning, "1: Answer").await;
    assert_eq!(question.buttons(), ["I can", "I can’t", "I need help", "Remind me in 15 min"]);
    harness.click("sydney", &question, "I can").await;
    harness.settle().await;
    assert_eq!(harness.reload(&morning).await.buttons(), ["1: ✓ I can", "2: I have seen this"]);
    read_lists_after_the_night(&mut harness).await;
    harness.end().await;
}

/// Fails unless a new list shows Sydney's answer. After the night, the lists of the two alerts are too old to edit, so
/// the bot posts new lists.
async fn read_lists_after_the_night(harness: &mut Harness) {
    let lists = harness.new_messages("secretariat").await;
    assert!(lists.iter().any(|list| list.text().contains("✅ **Can (1):** Member Sydney")), "{lists:#?}");
}

#[tokio::test]
async fn practice_alert_is_labelled_reaches_only_members_who_are_awake_and_has_a_report() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let preview = preview_question(&mut harness, json!({"practice": true}), json!({})).await;
    insta::assert_snapshot!(preview.text(), @"
    **Preview: Practice · Urgent. Nothing has been sent yet.**
    What their lock screen shows:
    > Practice · Urgent: Main room link changed
    **Practice:** it goes only to people who are awake, and every message says that it is a practice. Left out: 2.
    1 of them reads French, 1 Spanish. Add their text?

    **Awake now (2):** Member Brussels, Member La Paz
    **Phones never confirmed: 2.** Until they answer “Test my phone”, no one knows whether they hear a message.
    ");
    let list = send_preview(&mut harness, &preview).await;
    let lapaz = harness.receives_one("lapaz").await;
    insta::assert_snapshot!(lapaz.text(), @"
    Práctica · Urgente: Main room link changed
    Esto es una práctica: no ha pasado nada. De todos modos, pulse un botón, por favor.
    De Secretariat lead, de la secretaría
    ");
    harness.receives_one("brussels").await;
    for asleep in ["sydney", "tokyo"] {
        harness.receives_nothing(asleep).await;
    }
    harness.advance("3m").await;
    harness.click("lapaz", &lapaz, "Lo he visto").await;
    harness.settle().await;
    insta::assert_snapshot!(harness.reload(&list).await.text(), @"
    **Practice · Urgent · alert 1:** Main room link changed
    Sent by Secretariat lead to 2 people, <t:1605027300:F> (Tue 10 Nov, 16:55 UTC)
    **Practice report:** reached with a sound: 2 of 2, within 1 minute.
    Pressed a button: 1 of 2, within 3 minutes.
    🔇 **Phones that may have stayed silent (1):** Member Brussels

    ✅ **Seen (1):** Member La Paz 16:58
    🔔 **Sent, not seen (1):** Member Brussels
    Times are in UTC. “Sent” does not mean seen.
    ");
    harness.end_alert("sec-lead", &list).await;
    harness.settle().await;
    let ended_message = harness.reload(&lapaz).await;
    assert!(ended_message.text().starts_with("Práctica · ~~Main room link changed~~"), "{}", ended_message.text());
    harness.advance("1d").await;
    harness.end().await;
}

#[tokio::test]
async fn practice_alert_is_not_sent_if_everybody_in_its_audience_is_asleep() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let response =
        preview_question(&mut harness, json!({"practice": true, "audience": "sydney, tokyo"}), json!({})).await;
    insta::assert_snapshot!(response.text(), @r"
    No one there is awake now, and a practice alert goes only to people who are awake.
    Nothing was sent. Your text is kept.
    ");
    nobody_receives_anything(&mut harness).await;
    harness.end().await;
}

async fn nobody_receives_anything(harness: &mut Harness) {
    for who in PEOPLE {
        harness.receives_nothing(who).await;
    }
}

#[tokio::test]
async fn answer_to_an_old_alert_posts_only_one_newer_list() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let preview = preview_question(&mut harness, json!({"ask": "Yes or no"}), json!({})).await;
    send_preview(&mut harness, &preview).await;
    each_receives_one(&mut harness).await;
    harness.advance("2h").await;
    for who in ["lapaz", "brussels"] {
        assert_eq!(harness.receives(who).await.len(), 2, "{who} is asked again every hour, at most twice");
    }
    let brussels = harness.dm("brussels").await.pop().expect("a message");
    harness.click("brussels", &brussels, "Je peux").await;
    harness.settle().await;
    read_reposted_lists(&mut harness).await;
    harness.advance("1d").await;
    harness.receives("sydney").await;
    harness.receives("tokyo").await;
    harness.new_messages("secretariat").await;
    harness.end().await;
}

#[tokio::test]
async fn correction_of_a_question_asks_to_answer_by_a_time_in_every_form() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let preview = preview_question(&mut harness, json!({"ask": "People needed"}), json!({"people": "2"})).await;
    let list = send_preview(&mut harness, &preview).await;
    each_receives_one(&mut harness).await;
    let form = harness.click("sec-lead", &list, "Correct").await;
    let preview =
        harness.submit("sec-lead", &form, json!({"text": "Two people for room 4", "answer_by": "20:30 UTC"})).await;
    assert!(preview.text().contains("> Please answer by: Tue 10 Nov, 21:30 (Tue 20:30 UTC)"), "{}", preview.text());
    let edit_form = harness.click("sec-lead", &preview, "Edit").await;
    let (form, edit_form) = (form.json(), edit_form.json());
    for form in [&form, &edit_form] {
        assert!(form.contains("Please answer by") && !form.contains("Please read by"), "{form}");
        assert!(!form.contains("How many people are needed"), "a correction cannot change this: {form}");
    }
    harness.end().await;
}
