//! Tests what helpers and the secretariat read after an asker has deleted their profile or left the server.

use super::*;

#[tokio::test]
async fn helper_is_told_that_the_asker_has_deleted_their_profile() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    harness.command("lapaz", "help", json!({ "text": "No oigo nada" })).await;
    harness.receives_one("lapaz").await;
    let card = harness.one_new_message("helpdesk-triage").await;
    let helper_message = claim(&mut harness, "vancouver", &card).await;
    let thread = thread_id(&harness, "Ticket 1").await;
    harness.one_new_message(&thread).await;
    let confirmation = harness.command("lapaz", "profile delete", json!({})).await;
    harness.click("lapaz", &confirmation, "v1/profile/delete").await;

    let notice = harness.receives_one("vancouver").await;
    assert!(!notice.sounds(), "there is nothing to do");
    let expected = "**Ticket 1** is closed: the person you were helping has deleted their profile.";
    assert!(notice.text().starts_with(expected), "{}", notice.text());
    insta::assert_snapshot!(harness.reload(&helper_message).await.text().replace(&thread, "THREAD"), @"
    **Ticket 1** · someone who has deleted their profile asks for help
    Closed Tue 10 Nov, 08:55 (Tue 16:55 UTC), because the person who asked deleted their profile.
    ");
    insta::assert_snapshot!(harness.reload(&card).await.text(), @"
    **Ticket 1** · someone who has deleted their profile asks for help
    Closed <t:1605027300:F> (Tue 10 Nov, 16:55 UTC), because the person who asked deleted their profile.
    ");
    let ticket_page = harness.command("sec-lead", "ticket show", json!({ "number": 1 })).await;
    insta::assert_snapshot!(ticket_page.text(), @"
    **1** · someone who has deleted their profile
    Closed Tue 10 Nov, 17:55 (Tue 16:55 UTC), because the person who asked deleted their profile.
    Tue 17:55 · opened by someone whose data was deleted
    Tue 17:55 · Member Vancouver started to help
    Tue 17:55 · closed by Magpie
    ");
    harness.end().await;
}

#[tokio::test]
async fn ticket_that_was_withdrawn_before_the_profile_was_deleted_still_reads_withdrawn() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    harness.command("lapaz", "help", json!({ "text": "No oigo nada" })).await;
    let status = harness.receives_one("lapaz").await;
    let card = harness.one_new_message("helpdesk-triage").await;
    harness.click("lapaz", &status, "I no longer need help").await;
    let confirmation = harness.command("lapaz", "profile delete", json!({})).await;
    harness.click("lapaz", &confirmation, "v1/profile/delete").await;
    insta::assert_snapshot!(harness.reload(&card).await.text(), @"
    **Ticket 1** · someone whose data was deleted asks for help
    No longer needed, closed <t:1605027300:F> (Tue 10 Nov, 16:55 UTC).
    ");
    harness.end().await;
}

#[tokio::test]
async fn helper_is_told_that_the_asker_has_left_the_server() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let (_, card, _) = ask_for_help(&mut harness).await;
    claim(&mut harness, "vancouver", &card).await;
    let thread = thread_id(&harness, "Ticket 1").await;
    harness.one_new_message(&thread).await;
    harness.member_leaves("guest").await;
    let notice = harness.receives_one("vancouver").await;
    let expected = "**Ticket 1** is closed: the person you were helping has left the server.";
    assert!(notice.text().starts_with(expected), "{}", notice.text());
    harness.end().await;
}

#[tokio::test]
async fn volunteer_who_left_the_server_cannot_take_a_ticket_with_an_old_button() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let (_, card, _) = ask_for_help(&mut harness).await;
    harness.advance("10m").await;
    let request = harness.receives_one("vancouver").await;
    for who in ["lapaz", "guest"] {
        harness.receives_one(who).await;
    }
    harness.member_leaves("vancouver").await;
    let card_before = harness.reload(&card).await;
    assert_eq!(request.buttons().first().map(String::as_str), Some("I will help"));
    for button in request.buttons() {
        let response = harness.click("vancouver", &request, &button).await;
        let expected = "You are not in the server that Magpie works for, so nothing was changed.";
        assert!(response.text().starts_with(expected), "{button}: {}", response.text());
    }
    let card_after = harness.reload(&card).await;
    assert_eq!((card_after.text(), card_after.buttons()), (card_before.text(), card_before.buttons()));
    assert_eq!(card_after.buttons().first().map(String::as_str), Some("I will help"));
    harness.end().await;
}
