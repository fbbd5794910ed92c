//! Tests the list of tickets and the page of one ticket, and that nobody loses what they typed.

use super::*;

#[tokio::test]
async fn every_listed_ticket_can_be_shown() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let (_, card, _) = ask_for_help(&mut harness).await;
    claim(&mut harness, "vancouver", &card).await;
    let thread = thread_id(&harness, "Ticket 1").await;
    harness.one_new_message(&thread).await;
    // A volunteer may know that somebody helps, but may not read the ticket.
    harness.patch_member("tokyo", json!({ "roles": ["mag", "helpdesk"] })).await;
    let list = harness.command("tokyo", "ticket list", json!({})).await;
    insta::assert_snapshot!(list.text(), @"
    One ticket is open:
    **1** · Guest participant · Member Vancouver is helping · (only the people who help can read it)
    ");
    let ticket_page = harness.command("tokyo", "ticket show", json!({ "number": 1 })).await;
    insta::assert_snapshot!(ticket_page.text(), @"
    **1** · Guest participant
    Member Vancouver has been helping since Wed 11 Nov, 01:55 (Tue 16:55 UTC).
    Wed 01:55 · opened by Guest participant
    Wed 01:55 · Member Vancouver started to help
    Only the people who help with this ticket can read what it says.
    ");
    assert!(!ticket_page.text().contains("I cannot hear"), "{}", ticket_page.text());

    // The volunteers also know of a ticket that was sent to the secretariat.
    let helper_message = harness.dm("vancouver").await.pop().expect("the helper's buttons");
    let form = harness.click("vancouver", &helper_message, "Send to secretariat").await;
    harness.submit("vancouver", &form, json!({ "tried": "Another browser" })).await;
    let list = harness.command("tokyo", "ticket list", json!({})).await;
    assert!(list.text().contains("**1**"), "{}", list.text());
    let ticket_page = harness.command("tokyo", "ticket show", json!({ "number": 1 })).await;
    assert!(ticket_page.text().contains("sent to the secretariat"), "{}", ticket_page.text());
    assert!(!ticket_page.text().contains("I cannot hear"), "{}", ticket_page.text());
    assert!(!ticket_page.text().contains("Another browser"), "{}", ticket_page.text());
    for who in ["sec-lead", "sec-tech", "guest"] {
        harness.receives_one(who).await;
    }
    harness.one_new_message("secretariat").await;
    harness.end().await;
}

#[tokio::test]
async fn empty_list_says_whose_tickets_it_lists() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let list = harness.command("sec-lead", "ticket list", json!({})).await;
    assert_eq!(list.text(), "No tickets are open.");
    ask_for_help(&mut harness).await;
    harness.patch_member("tokyo", json!({ "roles": ["mag"] })).await;
    let list = harness.command("tokyo", "ticket list", json!({})).await;
    assert_eq!(list.text(), "You have no open tickets.");
    let list = harness.command_in("guest", "help", "ticket list", json!({})).await;
    assert!(list.text().starts_with("You have one open ticket:"), "{}", list.text());
    harness.end().await;
}

#[tokio::test]
async fn member_is_refused_before_the_form_to_log_a_ticket_opens_and_gets_the_typed_texts_back() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let refusal = harness.command_in("guest", "help", "ticket log", json!({ "name": "Ana" })).await;
    insta::assert_snapshot!(refusal.text(), @"
    Only help desk volunteers and the secretariat can record tickets for others. Do you need help yourself? Use /help.
    This is what you wrote, so that you can use it again:
    >>> Ana
    ");
    let entry = json!({ "name": "Ana", "contact": "ana@example.org", "problem": "No e-mail comes", "answer": "Spam" });
    let refusal = harness.command_in("guest", "help", "ticket log", entry).await;
    insta::assert_snapshot!(refusal.text(), @"
    Only help desk volunteers and the secretariat can record tickets for others. Do you need help yourself? Use /help.
    This is what you wrote, so that you can use it again:
    >>> Ana
    ana@example.org
    No e-mail comes
    Spam
    ");
    harness.end().await;
}

#[tokio::test]
async fn text_that_is_refused_because_the_ticket_has_changed_comes_back() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let (_, card, _) = ask_for_help(&mut harness).await;
    let form = harness.click("lapaz", &card, "Send to secretariat").await;
    claim(&mut harness, "vancouver", &card).await;
    let refusal = harness.submit("lapaz", &form, json!({ "tried": "Otro navegador" })).await;
    insta::assert_snapshot!(refusal.text(), @"
    Member Vancouver ya está ayudando con la solicitud 1.
    Esto es lo que usted escribió, para que pueda usarlo de nuevo:
    >>> Otro navegador
    ");
    let thread = thread_id(&harness, "Ticket 1").await;
    harness.one_new_message(&thread).await;
    harness.end().await;
}
