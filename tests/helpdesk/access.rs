//! Tests who can see and change tickets, private reports and questions, and what is deleted with a profile.

use super::*;

#[tokio::test]
async fn private_report_is_visible_only_to_the_secretariat() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let button = "Report privately · Signaler en privé · Informar en privado";
    let answer = submit_panel_form(&mut harness, "lapaz", button, "Alguien me insulta").await;
    insta::assert_snapshot!(answer.text(), @"
    **Informe privado 1**: ya lo tiene la secretaría. No lo ve ningún voluntario ni ningún otro miembro; solo quienes tienen permiso para gestionar los hilos de este servidor podrían leer la conversación.
    La secretaría puede leer el mensaje. Si allí nadie ha respondido antes del martes 10 nov, 13:05 (mar 17:05 UTC), se avisará con un mensaje personal a cada persona despierta.
    ");
    harness.receives_one("lapaz").await;
    let card = harness.one_new_message("secretariat").await;
    assert_eq!(card.buttons(), ["I will help"]);
    harness.advance("10m").await;
    harness.receives_nothing("vancouver").await;
    harness.receives_one("sec-lead").await;
    harness.receives_one("sec-tech").await;
    harness.receives_one("lapaz").await;
    // A volunteer gets the same response as for a ticket that does not exist.
    let list = harness.command("vancouver", "ticket list", json!({})).await;
    assert_eq!(list.text(), "No tickets for the volunteers are open.");
    let ticket_page = harness.command("vancouver", "ticket show", json!({ "number": 1 })).await;
    insta::assert_snapshot!(ticket_page.text(), @"There is no ticket 1 that you can see. The open ones are in /ticket list.");
    let ticket_history = harness.command("sec-lead", "ticket show", json!({ "number": 1 })).await;
    insta::assert_snapshot!(ticket_history.text(), @"
    **1** · Member La Paz
    No one is helping yet. Magpie has asked the secretariat. If no one answers, Magpie asks again at Wed 11 Nov, 07:00 (Wed 06:00 UTC).
    Tue 17:55 · opened by Member La Paz
    Tue 18:05 · asked: Secretariat lead (secretariat, awake) and Secretariat tech (secretariat, awake)
    > Alguien me insulta
    ");
    harness.end().await;
}

#[tokio::test]
async fn question_goes_to_the_secretariat_and_can_be_claimed_there() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let form = harness.command("vancouver", "ask", json!({})).await;
    let answer = harness.submit("vancouver", &form, json!({ "text": "When is the gala?" })).await;
    insta::assert_snapshot!(answer.text(), @"
    **Question 1** is with the secretariat.
    The secretariat can read it. If no one there has answered by Tue 10 Nov, 09:05 (Tue 17:05 UTC), Magpie sends a message to each of them who is awake.
    ");
    let card = harness.one_new_message("secretariat").await;
    harness.receives_one("vancouver").await;
    claim(&mut harness, "sec-tech", &card).await;
    let thread = thread_id(&harness, "Ticket 1").await;
    harness.one_new_message(&thread).await;
    harness.end().await;
}

#[tokio::test]
async fn volunteer_logs_a_ticket_for_somebody_outside_discord() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let entry = json!({ "name": "Ana @everyone", "contact": "ana@example.org", "problem": "No e-mail comes" });
    let refusal = harness.command_in("guest", "help", "ticket log", entry.clone()).await;
    assert!(refusal.text().starts_with("Only help desk volunteers and the secretariat"), "{}", refusal.text());
    let log_response = harness.command("vancouver", "ticket log", entry).await;
    insta::assert_snapshot!(log_response.text(), @"
    **Ticket 1** is recorded.
    2 help desk volunteers are awake and can read it. If no one has answered by Tue 10 Nov, 09:05 (Tue 17:05 UTC), Magpie sends each of them a message. If no one answers by Tue 10 Nov, 09:15 (Tue 17:15 UTC), Magpie asks the secretariat.
    ");
    let card = harness.one_new_message("helpdesk-triage").await;
    assert!(!card.text().contains("@everyone"), "{}", card.text());
    insta::assert_snapshot!(with_visible_joiners(&card), @"
    **Ticket 1** · Ana @[joiner]everyone, outside Discord (ana@example.org), asks for help
    No one is helping yet. 2 help desk volunteers are awake and can read it. If no one has answered by <t:1605027900:F> (Tue 10 Nov, 17:05 UTC), Magpie sends each of them a message. If no one answers by <t:1605028500:F> (Tue 10 Nov, 17:15 UTC), Magpie asks the secretariat.
    > No e-mail comes
    ");
    let helper_message = claim(&mut harness, "lapaz", &card).await;
    assert_eq!(helper_message.buttons(), ["Problema resuelto", "No puedo continuar", "Enviar a la secretaría"]);
    let form = harness.click("lapaz", &helper_message, "Problema resuelto").await;
    let close_response = harness.submit("lapaz", &form, json!({ "answer": "Spam folder" })).await;
    insta::assert_snapshot!(close_response.text(), @"**Solicitud 1**: cerrada. ¡Gracias!");
    insta::assert_snapshot!(with_visible_joiners(&harness.reload(&card).await), @"
    **Ticket 1** · Ana @[joiner]everyone, outside Discord (ana@example.org), asks for help
    Solved, closed <t:1605027300:F> (Tue 10 Nov, 16:55 UTC).
    Answer: Spam folder
    > No e-mail comes
    ");

    let form = harness.command("vancouver", "ticket log", json!({})).await;
    let fields = json!({ "name": "Bo", "contact": "+1 555", "problem": "Lost password", "answer": "Reset link" });
    let second_response = harness.submit("vancouver", &form, fields).await;
    insta::assert_snapshot!(second_response.text(), @"**Ticket 2** is recorded as answered. Thank you!");
    harness.end().await;
}

#[tokio::test]
async fn asker_cannot_claim_their_own_ticket_but_can_withdraw_it() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let (_, card, status) = ask_for_help(&mut harness).await;
    let own_press =
        harness.try_post("click", json!({ "as": "guest", "message": card.id(), "label": "I will help" })).await;
    assert!(own_press.is_err(), "the guest does not see the triage channel");
    let withdraw_response = harness.click("guest", &status, "I no longer need help").await;
    insta::assert_snapshot!(withdraw_response.text(), @"**Ticket 1** is closed.");
    assert_eq!(harness.reload(&card).await.buttons(), ["[Closed]"]);
    harness.end().await;
}

#[tokio::test]
async fn ticket_of_a_helper_who_leaves_the_server_is_requeued() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let (_, card, _) = ask_for_help(&mut harness).await;
    claim(&mut harness, "vancouver", &card).await;
    let thread = thread_id(&harness, "Ticket 1").await;
    harness.one_new_message(&thread).await;
    harness.member_leaves("vancouver").await;
    harness.receives_one("lapaz").await;
    let news_message = harness.receives_one("guest").await;
    insta::assert_snapshot!(news_message.text(), @"
    **Ticket 1** is waiting again: the person who was helping you cannot continue.
    Magpie has sent a message to one volunteer who is awake. If no one answers by <t:1605027900:F> (Tue 10 Nov, 17:05 UTC), Magpie asks the secretariat.
    ");
    harness.end().await;
}

#[tokio::test]
async fn ticket_of_an_asker_who_leaves_the_server_is_closed() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let (_, card, _) = ask_for_help(&mut harness).await;
    harness.member_leaves("guest").await;
    assert_eq!(harness.reload(&card).await.buttons(), ["[Closed]"]);
    harness.advance("1h").await;
    harness.end().await;
}

#[tokio::test]
async fn deleting_a_profile_closes_the_members_tickets_and_deletes_their_texts() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    harness.command("lapaz", "help", json!({ "text": "No oigo nada" })).await;
    let card = harness.one_new_message("helpdesk-triage").await;
    harness.receives_one("lapaz").await;
    let confirmation = harness.command("lapaz", "profile delete", json!({})).await;
    let delete_response = harness.click("lapaz", &confirmation, "v1/profile/delete").await;
    assert!(!delete_response.text().is_empty());
    let card = harness.reload(&card).await;
    assert_eq!(card.buttons(), ["[Closed]"]);
    assert!(!card.text().contains("No oigo nada"), "{}", card.text());
    harness.end().await;
}

#[tokio::test]
async fn request_before_the_set_up_is_refused_with_the_reason() {
    let mut harness = Harness::without_setup(&["guest", "lapaz"]).await;
    let refusal = harness.command_in("guest", "help", "help", json!({ "text": "Anybody there?" })).await;
    assert!(refusal.is_ephemeral());
    insta::assert_snapshot!(refusal.text(), @"
    Magpie is not set up yet, so nothing was sent. Someone who manages this server can finish it with /setup. Missing: the members’ role, the volunteers’ role, the secretariat’s role, the secretariat’s channel, the channel where people ask for help, the channel where volunteers see tickets and the inbox channel
    This is what you wrote, so that you can use it again:
    >>> Anybody there?
    ");
    harness.end().await;
}

#[tokio::test]
async fn hostile_text_is_escaped_and_too_long_or_empty_text_is_refused() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let text = "@everyone [free tickets](https://evil.example) <@&1> **look**";
    submit_panel_form(&mut harness, "guest", "v1/ticket/get-help", text).await;
    let card = harness.one_new_message("helpdesk-triage").await;
    harness.receives_one("guest").await;
    assert!(!card.text().contains("@everyone"), "{}", card.text());
    insta::assert_snapshot!(with_visible_joiners(&card), @r"
    **Ticket 1** · Guest participant asks for help
    No one is helping yet. 2 help desk volunteers are awake and can read it. If no one has answered by <t:1605027900:F> (Tue 10 Nov, 17:05 UTC), Magpie sends each of them a message. If no one answers by <t:1605028500:F> (Tue 10 Nov, 17:15 UTC), Magpie asks the secretariat.
    > @[joiner]everyone \[free tickets\](https://evil.example) \<@&1> \*\*look\*\*
    ");
    assert_eq!(card["mentions"], json!([]));
    let too_long_command = harness.try_post(
        "command",
        json!({"as": "lapaz", "channel": "help", "name": "help", "options": {"text": "x".repeat(1001)}}),
    );
    assert!(too_long_command.await.is_err(), "Discord refuses it");
    let blank_response = harness.command("lapaz", "help", json!({ "text": "   " })).await;
    insta::assert_snapshot!(blank_response.text(), @"El texto está vacío, así que no se envió nada.");
    harness.end().await;
}

/// A zero-width space, a word joiner and a Hangul filler: characters that nobody sees.
const INVISIBLE: &str = "\u{200b}\u{2060} \u{3164}";

#[tokio::test]
async fn ticket_with_only_invisible_characters_is_refused() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let empty = "The text is empty, so nothing was sent.";
    let button = "Get help · Demander de l’aide · Pedir ayuda";
    let form_response = submit_panel_form(&mut harness, "guest", button, INVISIBLE).await;
    assert_eq!(form_response.text(), empty);
    let command_response = harness.command_in("guest", "help", "help", json!({ "text": INVISIBLE })).await;
    assert_eq!(command_response.text(), empty);
    let visible = [("name", "Ana"), ("contact", "ana@example.org"), ("problem", "No e-mail comes")];
    for (invisible_field, _) in visible {
        let mut entry = json!({});
        for (field, text) in visible {
            entry[field] = json!(if field == invisible_field { INVISIBLE } else { text });
        }
        let log_response = harness.command("vancouver", "ticket log", entry).await;
        assert!(log_response.text().starts_with(empty), "{invisible_field}: {}", log_response.text());
    }
    // An answer that nobody sees is no answer, so somebody must still help.
    let entry =
        json!({ "name": "Ana", "contact": "ana@example.org", "problem": "No e-mail comes", "answer": INVISIBLE });
    let log_response = harness.command("vancouver", "ticket log", entry).await;
    assert!(log_response.text().starts_with("**Ticket 1** is recorded.\n"), "{}", log_response.text());
    harness.one_new_message("helpdesk-triage").await;
    harness.end().await;
}

#[tokio::test]
async fn same_text_sent_twice_opens_one_ticket_and_a_sixth_open_ticket_is_refused() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    for start in ["**Solicitud 1**: abierta.", "Esta solicitud ya estaba registrada: es la **solicitud 1**."] {
        let answer = harness.command("lapaz", "help", json!({ "text": "No oigo nada" })).await;
        assert!(answer.text().starts_with(start), "{}", answer.text());
    }
    for n in 2..=5 {
        harness.command("lapaz", "help", json!({ "text": format!("Problema {n}") })).await;
    }
    let refusal = harness.command("lapaz", "help", json!({ "text": "Otro" })).await;
    insta::assert_snapshot!(refusal.text(), @"
    Usted ya tiene 5 solicitudes abiertas, así que no se envió nada. Cierre alguna que ya no necesite; /ticket list las muestra.
    Esto es lo que usted escribió, para que pueda usarlo de nuevo:
    >>> Otro
    ");
    assert_eq!(harness.new_messages("helpdesk-triage").await.len(), 5);
    assert_eq!(harness.receives("lapaz").await.len(), 5);
    harness.end().await;
}

#[tokio::test]
async fn closed_tickets_cannot_be_reopened_beyond_the_limit_of_five_open_tickets() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    for n in 1..=7 {
        harness.command("lapaz", "help", json!({ "text": format!("Problema {n}") })).await;
        let status = harness.receives_one("lapaz").await;
        harness.click("lapaz", &status, "Ya no necesito ayuda").await;
    }
    let statuses = harness.dm("lapaz").await;
    let mut open_count = 0;
    for status in statuses.iter().filter(|status| status.buttons() == ["Aún necesito ayuda"]) {
        let reopen_response = harness.click("lapaz", status, "Aún necesito ayuda").await;
        if reopen_response.text().contains("5 solicitudes abiertas") {
            assert_eq!(open_count, 5);
        } else {
            open_count += 1;
        }
    }
    assert_eq!(open_count, 5);
    assert_eq!(harness.new_messages("helpdesk-triage").await.len(), 7);
    harness.end().await;
}

/// The JSON of all messages in channels and threads, and in the DMs of [`PEOPLE`]. The DM of `lapaz` is left out: it
/// belongs to the person whose texts are deleted.
async fn all_messages(harness: &Harness) -> String {
    let state = harness.state().await;
    let mut messages_json = String::new();
    for channel in state["channels"].as_array().unwrap() {
        messages_json +=
            &harness.get(&format!("messages?channel={}", channel["id"].as_str().unwrap())).await.to_string();
    }
    for member in state["members"].as_array().unwrap().iter().filter(|member| member["bot"] != true) {
        let handle = member["handle"].as_str().unwrap();
        if PEOPLE.contains(&handle) && handle != "lapaz" {
            messages_json += &harness.get(&format!("messages?channel=dm&as={handle}")).await.to_string();
        }
    }
    messages_json
}

#[tokio::test]
async fn deleting_a_profile_removes_the_ticket_texts_from_all_messages() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    // Three tickets: the first is solved and closed, the second has a helper, and the third waits for a helper.
    for n in 1..=3 {
        harness.command("lapaz", "help", json!({ "text": format!("Secreto {n}") })).await;
    }
    let cards = harness.new_messages("helpdesk-triage").await;
    harness.receives("lapaz").await;
    for (card, name) in cards.iter().zip(["Ticket 1", "Ticket 2"]) {
        claim(&mut harness, "vancouver", card).await;
        let thread = thread_id(&harness, name).await;
        let thread_message = harness.one_new_message(&thread).await;
        if name == "Ticket 1" {
            harness.click("lapaz", &thread_message, "Problem solved").await;
        }
    }
    harness.advance("10m").await;
    harness.receives("vancouver").await;
    harness.receives("lapaz").await;
    assert!(all_messages(&harness).await.contains("Secreto"));

    let confirmation = harness.command("lapaz", "profile delete", json!({})).await;
    harness.click("lapaz", &confirmation, "v1/profile/delete").await;
    harness.advance("1m").await;
    harness.receives_one("vancouver").await;
    let remaining_messages = all_messages(&harness).await;
    assert!(!remaining_messages.contains("Secreto"), "{remaining_messages}");
    harness.end().await;
}
