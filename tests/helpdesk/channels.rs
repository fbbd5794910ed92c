//! Tests tickets whose channels were deleted, and a server in which nobody has the secretariat's role.

use super::*;

/// Receives what the secretariat gets after a channel was deleted. Fails if one of these messages is about a ticket.
async fn secretariat_is_not_asked(harness: &mut Harness) {
    let mut messages = harness.new_messages("secretariat").await;
    for who in ["sec-lead", "sec-tech"] {
        messages.extend(harness.receives(who).await);
    }
    for message in messages {
        assert!(!message.text().contains("**Ticket"), "{}", message.text());
    }
}

#[tokio::test]
async fn without_the_volunteers_channel_the_volunteers_are_asked_at_once() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    harness.delete("channels/helpdesk-triage").await;
    let answer = submit_panel_form(&mut harness, "guest", "v1/ticket/get-help", "I cannot hear").await;
    insta::assert_snapshot!(answer.text(), @"
    **Ticket 1** is open.
    Magpie has sent a message to 2 volunteers who are awake. If no one answers by <t:1605027900:F> (Tue 10 Nov, 17:05 UTC), Magpie asks the secretariat.
    ");
    harness.settle().await;
    for who in ["lapaz", "vancouver", "guest"] {
        harness.receives_one(who).await;
    }
    secretariat_is_not_asked(&mut harness).await;
    harness.end().await;
}

#[tokio::test]
async fn without_the_volunteers_channel_the_secretariat_is_asked_when_the_only_volunteer_who_is_awake_gives_up() {
    let mut harness = Harness::with_members(&["guest", "vancouver", "tokyo", "sec-lead", "sec-tech"]).await;
    let (_, card, _) = ask_for_help(&mut harness).await;
    let helper_message = claim(&mut harness, "vancouver", &card).await;
    let thread = thread_id(&harness, "Ticket 1").await;
    harness.one_new_message(&thread).await;
    harness.delete("channels/helpdesk-triage").await;
    secretariat_is_not_asked(&mut harness).await;
    harness.click("vancouver", &helper_message, "I cannot continue").await;
    for who in ["sec-lead", "sec-tech"] {
        let ask_message = harness.receives_one(who).await;
        assert!(
            ask_message.text().starts_with("**Ticket 1**: Guest participant still needs help"),
            "{}",
            ask_message.text()
        );
    }
    harness.one_new_message("secretariat").await;
    harness.receives_one("guest").await;
    harness.end().await;
}

#[tokio::test]
async fn next_people_are_asked_as_soon_as_the_channel_with_the_card_is_deleted() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    ask_for_help(&mut harness).await;
    harness.delete("channels/helpdesk-triage").await;
    for who in ["lapaz", "vancouver"] {
        harness.receives_one(who).await;
    }
    let news_message = harness.receives_one("guest").await;
    insta::assert_snapshot!(news_message.text(), @"
    **Ticket 1**: no one has answered yet. Here is who Magpie asks next.
    Magpie has sent a message to 2 volunteers who are awake. If no one answers by <t:1605027900:F> (Tue 10 Nov, 17:05 UTC), Magpie asks the secretariat.
    ");
    secretariat_is_not_asked(&mut harness).await;
    harness.end().await;
}

#[tokio::test]
async fn asker_and_helper_are_told_at_once_that_their_thread_was_deleted_with_the_help_channel() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let (_, card, _) = ask_for_help(&mut harness).await;
    let first_helper_message = claim(&mut harness, "vancouver", &card).await;
    let thread = thread_id(&harness, "Ticket 1").await;
    harness.one_new_message(&thread).await;
    harness.delete("channels/help").await;
    let helper_message = harness.receives_one("vancouver").await;
    insta::assert_snapshot!(helper_message.text(), @"
    You are helping Guest participant with **ticket 1**. Magpie could not open a thread for you: please write to <@550965530853376000> directly.
    > I cannot hear the main room
    ");
    assert_eq!(harness.reload(&first_helper_message).await.buttons(), [""; 0]);
    let news_message = harness.receives_one("guest").await;
    insta::assert_snapshot!(news_message.text(), @"**Ticket 1**: Member Vancouver is helping you and will write to you directly.");
    secretariat_is_not_asked(&mut harness).await;
    harness.end().await;
}

#[tokio::test]
async fn answers_without_a_secretariat_do_not_contradict_themselves() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    for who in ["sec-lead", "sec-tech"] {
        harness.patch_member(who, json!({ "roles": ["mag"] })).await;
    }
    let report = submit_panel_form(&mut harness, "guest", "v1/ticket/report-privately", "Somebody insults me").await;
    insta::assert_snapshot!(report.text(), @"
    **Private report 1** is recorded. No volunteer or other member can see it; only people who can manage threads in this server could read the conversation about it.
    No one has the secretariat role yet, so no one there can be asked. Please tell whoever manages this server.
    ");
    let question = harness.command_in("guest", "help", "ask", json!({ "question": "When is the gala?" })).await;
    insta::assert_snapshot!(question.text(), @"
    **Question 2** is recorded.
    No one has the secretariat role yet, so no one there can be asked. Please tell whoever manages this server.
    ");
    harness.receives("guest").await;
    harness.new_messages("secretariat").await;
    harness.advance("10m").await;
    let news = harness.receives("guest").await;
    assert_eq!(news.len(), 2);
    insta::assert_snapshot!(news[0].text(), @"
    **Ticket 1**: no one has answered yet, and there is no one else to ask.
    No one has the secretariat role yet, so no one there can be asked. Please tell whoever manages this server.
    ");

    submit_panel_form(&mut harness, "guest", "v1/ticket/get-help", "I cannot hear").await;
    let card = harness.one_new_message("helpdesk-triage").await;
    let form = harness.click("vancouver", &card, "Send to secretariat").await;
    let sent = harness.submit("vancouver", &form, json!({ "tried": "Another browser" })).await;
    insta::assert_snapshot!(sent.text(), @"
    **Ticket 3** is waiting for the secretariat.
    No one has the secretariat role right now. Please tell someone who can assign it.
    ");
    harness.receives("guest").await;
    harness.new_messages("secretariat").await;
    harness.end().await;
}
