//! Tests double presses and texts that are sent twice.

use super::*;

#[tokio::test]
async fn text_sent_twice_is_answered_with_the_number_of_the_first_ticket() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let button = "v1/ticket/get-help";
    let (_, card, _) = ask_for_help(&mut harness).await;
    let repeated = submit_panel_form(&mut harness, "guest", button, "I cannot  hear the main ROOM").await;
    insta::assert_snapshot!(repeated.text(), @"
    This was already recorded as **ticket 1**, so nothing new was opened.
    No one is helping yet. 2 help desk volunteers are awake and can read it. If no one has answered by <t:1605027900:F> (Tue 10 Nov, 17:05 UTC), Magpie sends each of them a message. If no one answers by <t:1605028500:F> (Tue 10 Nov, 17:15 UTC), Magpie asks the secretariat.
    ");
    assert!(harness.new_messages("helpdesk-triage").await.is_empty());
    claim(&mut harness, "vancouver", &card).await;
    let repeated = submit_panel_form(&mut harness, "guest", button, "I cannot hear the main room").await;
    insta::assert_snapshot!(repeated.text(), @"
    This was already recorded as **ticket 1**, so nothing new was opened.
    Member Vancouver has been helping since <t:1605027300:F> (Tue 10 Nov, 16:55 UTC).
    ");
    // Another text is a ticket of its own.
    let other = submit_panel_form(&mut harness, "guest", button, "And my camera is dark").await;
    assert!(other.text().starts_with("**Ticket 2** is open."), "{}", other.text());
    harness.one_new_message("helpdesk-triage").await;
    harness.receives("guest").await;
    harness.end().await;
}

#[tokio::test]
async fn request_logged_twice_is_one_ticket() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let open = json!({ "name": "Ana", "contact": "ana@example.org", "problem": "No e-mail comes" });
    let answered = json!({ "name": "Bo", "contact": "+1 555", "problem": "Lost password", "answer": "Reset link" });
    for (entry, ticket) in [(&open, 1), (&answered, 2)] {
        harness.command("vancouver", "ticket log", entry.clone()).await;
        let repeated = harness.command("vancouver", "ticket log", entry.clone()).await;
        let start = format!("This was already recorded as **ticket {ticket}**, so nothing new was opened.");
        assert!(repeated.text().starts_with(&start), "{}", repeated.text());
    }
    harness.one_new_message("helpdesk-triage").await;
    // The same case can come again after ten minutes.
    harness.command("lapaz", "ticket log", answered.clone()).await;
    harness.advance("11m").await;
    let later = harness.command("vancouver", "ticket log", answered).await;
    assert!(later.text().starts_with("**Ticket 4** is recorded as answered."), "{}", later.text());
    harness.receives("vancouver").await;
    harness.receives("lapaz").await;
    harness.end().await;
}

#[tokio::test]
async fn second_press_of_i_will_help_does_not_thank_again() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let (_, card, _) = ask_for_help(&mut harness).await;
    let press = || harness.post("click", json!({ "as": "vancouver", "message": card.id(), "label": "I will help" }));
    let (first, second) = tokio::join!(press(), press());
    let mut texts = [Output(first).text().to_owned(), Output(second).text().to_owned()];
    texts.sort();
    let texts = texts.map(|text| text.split(". ").next().unwrap().to_owned());
    assert_eq!(
        texts,
        [
            "You are already helping Guest participant with **ticket 1**",
            "You are helping Guest participant with **ticket 1**",
        ]
    );
    harness.settle().await;
    harness.receives_in_dm("vancouver").await;
    let thread = thread_id(&harness, "Ticket 1").await;
    harness.one_new_message(&thread).await;
    harness.end().await;
}
