//! Tests requests that a volunteer answered outside their ticket: the same person's open ticket is offered to be ended.

use super::*;

/// The volunteer vancouver logs an answer to somebody with this name and contact. Returns the response.
async fn log_answer(harness: &mut Harness, name: &str, contact: &str) -> Output {
    let entry =
        json!({ "name": name, "contact": contact, "problem": "No sound in the room", "answer": "Another headset" });
    harness.command("vancouver", "ticket log", entry).await
}

#[tokio::test]
async fn logged_answer_offers_to_end_the_open_ticket_of_the_same_member_and_the_member_confirms() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let (_, card, _) = ask_for_help(&mut harness).await;
    harness.advance("10m").await;
    let request = harness.receives_one("lapaz").await;
    harness.receives_one("vancouver").await;
    harness.receives_one("guest").await;
    let logged = log_answer(&mut harness, "guest  Participant", "in the hall").await;
    insta::assert_snapshot!(logged.text(), @"
    **Ticket 2** is recorded as answered. Thank you!
    **Ticket 1** from Guest participant is still open: I cannot hear the main room
    Is it the same request? If so, press the button: your answer then ends that ticket too. If not, you do not need to do anything.
    ");
    assert_eq!(logged.buttons(), ["Ticket 1 is answered too"]);
    let ended = harness.click("vancouver", &logged, "Ticket 1 is answered too").await;
    insta::assert_snapshot!(ended.text(), @"**Ticket 1**: Magpie has asked the person who opened it whether it is solved.");
    let question = harness.receives_one("guest").await;
    insta::assert_snapshot!(question.text(), @"
    **Ticket 1**: Member Vancouver says that it is solved. Is it?
    Answer: Another headset
    If you do not answer, it closes by itself at <t:1605200700:F> (Thu 12 Nov, 17:05 UTC).
    > I cannot hear the main room
    ");
    // Nobody else is asked any more.
    assert_eq!(harness.reload(&request).await.buttons(), ["[Resuelta]"]);
    harness.advance("1h").await;
    for who in ["lapaz", "sec-lead", "sec-tech"] {
        harness.receives_nothing(who).await;
    }
    harness.click("guest", &question, "Yes, it is solved").await;
    assert_eq!(harness.reload(&card).await.buttons(), ["[Solved]"]);
    let refused = harness.click("vancouver", &logged, "Ticket 1 is answered too").await;
    assert_eq!(refused.text(), "Ticket 1 is closed.");
    harness.end().await;
}

#[tokio::test]
async fn button_of_a_logged_answer_does_not_end_a_ticket_whose_asker_has_asked_again() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    ask_for_help(&mut harness).await;
    harness.receives("guest").await;
    let logged = log_answer(&mut harness, "Guest participant", "in the hall").await;
    harness.click("vancouver", &logged, "Ticket 1 is answered too").await;
    let question = harness.receives_one("guest").await;
    harness.click("guest", &question, "No, I still need help").await;
    let refused = harness.click("vancouver", &logged, "Ticket 1 is answered too").await;
    insta::assert_snapshot!(refused.text(), @"Nothing was changed: after this answer, the person said that they still need help with ticket 1.");
    harness.advance("1m").await;
    assert!(harness.receives("guest").await.iter().all(|message| !message.text().contains("Is it?")));
    harness.end().await;
}

#[tokio::test]
async fn logged_answer_closes_the_open_ticket_of_the_same_person_outside_discord_at_once() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let entry = json!({ "name": "Ana", "contact": "+1 555-0100", "problem": "No e-mail comes" });
    harness.command("lapaz", "ticket log", entry).await;
    let card = harness.one_new_message("helpdesk-triage").await;
    let logged = log_answer(&mut harness, "Ana Flores", "+1 555 0100").await;
    let ended = harness.click("vancouver", &logged, "Ticket 1 is answered too").await;
    insta::assert_snapshot!(ended.text(), @"**Ticket 1** is closed. Thank you!");
    let card = harness.reload(&card).await;
    assert!(card.text().contains("Answer: Another headset"), "{}", card.text());
    harness.end().await;
}

#[tokio::test]
async fn logged_answer_offers_neither_tickets_of_other_people_nor_private_reports_nor_tickets_with_a_helper() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    submit_panel_form(&mut harness, "guest", "v1/ticket/report-privately", "Somebody insults me").await;
    harness.one_new_message("secretariat").await;
    harness.receives_one("guest").await;
    let (_, card, _) = ask_for_help(&mut harness).await;
    let other = log_answer(&mut harness, "Bo", "bo@example.org").await;
    insta::assert_snapshot!(other.text(), @"**Ticket 3** is recorded as answered. Thank you!");
    claim(&mut harness, "lapaz", &card).await;
    let thread = thread_id(&harness, "Ticket 2").await;
    harness.one_new_message(&thread).await;
    let same = log_answer(&mut harness, "Guest participant", "in the hall").await;
    insta::assert_snapshot!(same.text(), @"**Ticket 4** is recorded as answered. Thank you!");
    harness.end().await;
}
