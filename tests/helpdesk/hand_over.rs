//! Tests a helper who stops helping: by choice, by sending the ticket on, or by losing the role.

use super::*;

#[tokio::test]
async fn ticket_that_a_helper_gives_back_is_continued_by_another_helper_in_the_same_thread() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let (_, card, _) = ask_for_help(&mut harness).await;
    harness.click("vancouver", &card, "I will help").await;
    let thread = thread_id(&harness, "Ticket 1").await;
    let thread_message = harness.one_new_message(&thread).await;

    let helper_message = harness.receives_one("vancouver").await;
    let answer = harness.click("vancouver", &helper_message, "I cannot continue").await;
    let expected = "You have put **ticket 1** back. Thank you for trying.\nOne help desk volunteer is awake";
    assert!(answer.text().starts_with(expected), "{}", answer.text());
    insta::assert_snapshot!(harness.reload(&helper_message).await.text(), @"You are no longer helping with **ticket 1**. Thank you for what you did.");
    assert_eq!(harness.reload(&thread_message).await.buttons(), [""; 0]);
    let news_message = harness.receives_one("guest").await;
    insta::assert_snapshot!(news_message.text(), @"
    **Ticket 1** is waiting again: the person who was helping you cannot continue.
    One help desk volunteer is awake and can read it. If no one has answered by <t:1605027900:F> (Tue 10 Nov, 17:05 UTC), Magpie sends each of them a message. If no one answers by <t:1605028500:F> (Tue 10 Nov, 17:15 UTC), Magpie asks the secretariat.
    ");
    let card = harness.reload(&card).await;
    assert_eq!(card.buttons(), ["I will help", "Send to secretariat"]);
    claim(&mut harness, "lapaz", &card).await;
    // The message about the wait is edited: it now shows the current status.
    let news_message = harness.reload(&news_message).await;
    insta::assert_snapshot!(news_message.text().replace(&thread, "THREAD"), @"
    **Ticket 1**: Member La Paz is helping you.
    You can write to each other in <#THREAD>.
    > I cannot hear the main room
    ");
    assert_eq!(news_message.buttons(), ["Problem solved"]);
    let second_thread_message = harness.one_new_message(&thread).await;
    insta::assert_snapshot!(second_thread_message.text(), @r"
    <@550965530853376000>: <@550965514076160000> is helping you with **ticket 1**. Write to each other here.
    > I cannot hear the main room
    ");
    harness.end().await;
}

#[tokio::test]
async fn after_a_helper_gave_the_ticket_back_nobody_reads_that_no_one_has_answered() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let (card, thread, helper_message) = ticket_claimed_by_vancouver(&mut harness).await;
    harness.click("vancouver", &helper_message, "I cannot continue").await;
    harness.receives_one("guest").await;
    let card = harness.reload(&card).await;
    insta::assert_snapshot!(card.text(), @"
    **Ticket 1** · Guest participant asks for help
    No one is helping right now: the person who was helping cannot continue. One help desk volunteer is awake and can read it. If no one has answered by <t:1605027900:F> (Tue 10 Nov, 17:05 UTC), Magpie sends each of them a message. If no one answers by <t:1605028500:F> (Tue 10 Nov, 17:15 UTC), Magpie asks the secretariat.
    > I cannot hear the main room
    ");
    harness.advance("10m").await;
    let request = harness.receives_one("lapaz").await;
    insta::assert_snapshot!(request.text(), @"
    **Solicitud 1**: Guest participant aún necesita ayuda: quien ayudaba no puede continuar.
    > I cannot hear the main room
    ");
    let news_message = harness.receives_one("guest").await;
    insta::assert_snapshot!(news_message.text(), @"
    **Ticket 1** is still waiting for someone to continue. Here is who Magpie asks next.
    Magpie has sent a message to one volunteer who is awake. If no one answers by <t:1605028500:F> (Tue 10 Nov, 17:15 UTC), Magpie asks the secretariat.
    ");
    // The asker closes the ticket and asks again: this is another reason why it waits.
    let request = harness.reload(&request).await;
    claim(&mut harness, "lapaz", &request).await;
    harness.one_new_message(&thread).await;
    let status = harness.dm("guest").await.pop().expect("the newest message");
    harness.click("guest", &status, "Problem solved").await;
    let status = harness.reload(&status).await;
    harness.click("guest", &status, "I still need help").await;
    let card = harness.reload(&card).await;
    insta::assert_snapshot!(card.text().lines().nth(1).unwrap(), @"No one is helping right now: the person who asked still needs help. 2 help desk volunteers are awake and can read it. If no one has answered by <t:1605028500:F> (Tue 10 Nov, 17:15 UTC), Magpie sends each of them a message. If no one answers by <t:1605029100:F> (Tue 10 Nov, 17:25 UTC), Magpie asks the secretariat.");
    harness.advance("10m").await;
    let request = harness.receives("vancouver").await.pop().expect("the volunteers are asked again");
    insta::assert_snapshot!(request.text(), @"
    **Ticket 1**: Guest participant still needs help and has asked again.
    > I cannot hear the main room
    ");
    harness.receives("lapaz").await;
    harness.receives("guest").await;
    harness.end().await;
}

#[tokio::test]
async fn forecast_after_the_only_member_of_the_secretariat_gave_up_names_what_really_comes_next() {
    let mut harness = Harness::with_members(&["guest", "sec-lead"]).await;
    submit_panel_form(&mut harness, "guest", "v1/ticket/report-privately", "Somebody insults me").await;
    let card = harness.one_new_message("secretariat").await;
    harness.receives_one("guest").await;
    let helper_message = claim(&mut harness, "sec-lead", &card).await;
    let thread = thread_id(&harness, "Ticket 1").await;
    harness.one_new_message(&thread).await;
    let answer = harness.click("sec-lead", &helper_message, "I cannot continue").await;
    insta::assert_snapshot!(answer.text(), @"
    You have put **ticket 1** back. Thank you for trying.
    No one else is in the secretariat. If no one answers sooner, Magpie asks the same person again at Tue 10 Nov, 21:55 (Tue 20:55 UTC).
    ");
    let news_message = harness.receives_one("guest").await;
    insta::assert_snapshot!(news_message.text(), @"
    **Ticket 1** is waiting again: the person who was helping you cannot continue.
    No one else is in the secretariat. If no one answers sooner, Magpie asks the same person again at <t:1605041700:F> (Tue 10 Nov, 20:55 UTC).
    ");
    harness.advance("10m").await;
    harness.receives_nothing("sec-lead").await;
    let news_message = harness.receives_one("guest").await;
    insta::assert_snapshot!(news_message.text(), @"
    **Ticket 1** is still waiting for someone to continue, and there is no one else to ask.
    No one else is in the secretariat. If no one answers sooner, Magpie asks the same person again at <t:1605041700:F> (Tue 10 Nov, 20:55 UTC).
    ");
    // The forecast names this time.
    harness.advance_to("2020-11-10T20:54:00Z").await;
    harness.receives_nothing("sec-lead").await;
    harness.advance_to("2020-11-10T20:55:00Z").await;
    let request = harness.receives_one("sec-lead").await;
    assert!(request.text().starts_with("**Private report 1** from Guest participant"), "{}", request.text());
    harness.end().await;
}

#[tokio::test]
async fn member_of_the_secretariat_who_sends_a_ticket_on_is_not_named_among_the_people_who_are_asked() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let (_, card, _) = ask_for_help(&mut harness).await;
    let form = harness.click("sec-lead", &card, "Send to secretariat").await;
    let response = harness.submit("sec-lead", &form, json!({ "tried": "Another browser" })).await;
    insta::assert_snapshot!(response.text(), @"
    **Ticket 1** is with the secretariat now.
    Asked now: Secretariat tech
    ");
    harness.receives_one("sec-tech").await;
    harness.receives_nothing("sec-lead").await;
    harness.receives_one("guest").await;
    harness.one_new_message("secretariat").await;
    harness.end().await;
}

#[tokio::test]
async fn sending_a_ticket_to_the_secretariat_asks_what_was_tried_and_names_who_is_asked() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let (_, card, _) = ask_for_help(&mut harness).await;
    let form = harness.click("vancouver", &card, "Send to secretariat").await;
    let send_response = harness.submit("vancouver", &form, json!({ "tried": "Another browser" })).await;
    insta::assert_snapshot!(send_response.text(), @"
    **Ticket 1** is with the secretariat now.
    Asked now: Secretariat lead and Secretariat tech
    ");
    let secretariat_card = harness.one_new_message("secretariat").await;
    insta::assert_snapshot!(secretariat_card.text(), @"
    **Ticket 1** · Guest participant asks for help
    No one is helping right now. Magpie has asked the secretariat. If no one answers, Magpie asks again at <t:1605041700:F> (Tue 10 Nov, 20:55 UTC).
    Tried so far: Another browser
    > I cannot hear the main room
    ");
    let request_message = harness.receives_one("sec-lead").await;
    harness.receives_one("sec-tech").await;
    let news_message = harness.receives_one("guest").await;
    assert_eq!(news_message.buttons(), ["I no longer need help"]);
    insta::assert_snapshot!(news_message.text(), @"
    **Ticket 1** is with the secretariat now.
    Magpie has asked the secretariat. If no one answers, Magpie asks again at <t:1605041700:F> (Tue 10 Nov, 20:55 UTC).
    ");
    // The button of the card in the volunteers' channel is disabled.
    assert_eq!(harness.reload(&card).await.buttons(), ["[I will help]"]);
    claim(&mut harness, "sec-lead", &request_message).await;
    let thread = thread_id(&harness, "Ticket 1").await;
    harness.one_new_message(&thread).await;
    harness.end().await;
}

#[tokio::test]
async fn asker_who_still_needs_help_reopens_the_ticket() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let (_, card, _) = ask_for_help(&mut harness).await;
    claim(&mut harness, "vancouver", &card).await;
    let thread = thread_id(&harness, "Ticket 1").await;
    let thread_message = harness.one_new_message(&thread).await;
    harness.click("vancouver", &thread_message, "Problem solved").await;
    let question = harness.receives_one("guest").await;
    let reopen_response = harness.click("guest", &question, "No, I still need help").await;
    insta::assert_snapshot!(reopen_response.text(), @"
    **Ticket 1** is waiting for someone to help again.
    2 help desk volunteers are awake and can read it. If no one has answered by <t:1605027900:F> (Tue 10 Nov, 17:05 UTC), Magpie sends each of them a message. If no one answers by <t:1605028500:F> (Tue 10 Nov, 17:15 UTC), Magpie asks the secretariat.
    ");
    assert_eq!(harness.reload(&card).await.buttons(), ["I will help", "Send to secretariat"]);
    harness.end().await;
}

#[tokio::test]
async fn only_the_newest_messages_of_a_ticket_that_is_claimed_again_have_buttons() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let (_, card, _) = ask_for_help(&mut harness).await;
    let first_helper_message = claim(&mut harness, "vancouver", &card).await;
    let thread = thread_id(&harness, "Ticket 1").await;
    let first_thread_message = harness.one_new_message(&thread).await;
    harness.click("vancouver", &first_helper_message, "I cannot continue").await;
    harness.receives_one("guest").await;
    let card = harness.reload(&card).await;
    let second_helper_message = claim(&mut harness, "vancouver", &card).await;
    let second_thread_message = harness.one_new_message(&thread).await;
    for (older, newer) in
        [(&first_helper_message, &second_helper_message), (&first_thread_message, &second_thread_message)]
    {
        let (older, newer) = (harness.reload(older).await, harness.reload(newer).await);
        assert_eq!(older.text(), "**Ticket 1**: a newer message is further down.");
        assert_eq!(older.buttons(), [""; 0]);
        assert!(newer.buttons().contains(&"Problem solved".to_owned()), "{:?}", newer.buttons());
    }
    harness.end().await;
}

#[tokio::test]
async fn reopened_ticket_gets_a_new_thread_and_its_old_thread_stays_closed() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let (_, card, status) = ask_for_help(&mut harness).await;
    claim(&mut harness, "vancouver", &card).await;
    let first_thread = thread_id(&harness, "Ticket 1").await;
    harness.one_new_message(&first_thread).await;
    let status = harness.reload(&status).await;
    harness.click("guest", &status, "Problem solved").await;
    let status = harness.reload(&status).await;
    harness.click("guest", &status, "I still need help").await;
    let card = harness.reload(&card).await;
    claim(&mut harness, "lapaz", &card).await;
    let second_thread = thread_id(&harness, "Ticket 1 (2)").await;
    harness.one_new_message(&second_thread).await;
    harness.advance("59m").await;
    let path = format!("/channels/{first_thread}");
    let is_unarchive = |request: &&serde_json::Value| {
        request["method"] == "PATCH" && request["path"] == path.as_str() && request["body"]["archived"] == false
    };
    assert_eq!(
        harness.requests().await.iter().filter(is_unarchive).count(),
        0,
        "the bot does not unarchive the old thread"
    );
    harness.new_messages("helpdesk-triage").await;
    harness.end().await;
}

#[tokio::test]
async fn solved_ticket_closes_when_the_asker_does_not_answer_for_two_days() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let (_, card, _) = ask_for_help(&mut harness).await;
    claim(&mut harness, "vancouver", &card).await;
    let thread = thread_id(&harness, "Ticket 1").await;
    let thread_message = harness.one_new_message(&thread).await;
    harness.click("vancouver", &thread_message, "Problem solved").await;
    harness.receives_one("guest").await;
    harness.advance("48h").await;
    assert_eq!(harness.reload(&card).await.buttons(), ["[Solved]"]);
    harness.end().await;
}

/// Whether the bot removed this member from the thread.
async fn was_removed_from(harness: &Harness, thread: &str, who: &str) -> bool {
    let state = harness.state().await;
    let members = state["members"].as_array().unwrap().clone();
    let id = members.iter().find(|member| member["handle"] == who).unwrap()["id"].as_str().unwrap().to_owned();
    let path = format!("/channels/{thread}/thread-members/{id}");
    harness.requests().await.iter().any(|request| request["method"] == "DELETE" && request["path"] == path.as_str())
}

async fn assert_cannot_read(harness: &mut Harness, who: &str) {
    let ticket_page = harness.command(who, "ticket show", json!({ "number": 1 })).await;
    assert!(!ticket_page.text().contains("I cannot hear"), "{}", ticket_page.text());
}

/// The guest asks for help and vancouver claims the ticket. Returns the card, the thread's id, and the message in the
/// helper's DM that has the helper's buttons.
async fn ticket_claimed_by_vancouver(harness: &mut Harness) -> (Output, String, Output) {
    let (_, card, _) = ask_for_help(harness).await;
    let helper_message = claim(harness, "vancouver", &card).await;
    let thread = thread_id(harness, "Ticket 1").await;
    harness.one_new_message(&thread).await;
    (card, thread, helper_message)
}

#[tokio::test]
async fn helper_who_sends_the_ticket_to_the_secretariat_leaves_the_thread_and_cannot_read_it() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let (card, thread, helper_message) = ticket_claimed_by_vancouver(&mut harness).await;
    let form = harness.click("vancouver", &helper_message, "Send to secretariat").await;
    harness.submit("vancouver", &form, json!({ "tried": "Another browser" })).await;
    assert!(was_removed_from(&harness, &thread, "vancouver").await);
    assert_cannot_read(&mut harness, "vancouver").await;
    let card = harness.reload(&card).await;
    assert!(!card.text().contains("I cannot hear"), "{}", card.text());
    harness.one_new_message("secretariat").await;
    for who in ["sec-lead", "sec-tech", "guest"] {
        harness.receives_one(who).await;
    }
    harness.end().await;
}

#[tokio::test]
async fn former_helper_of_a_reopened_ticket_leaves_the_thread_and_cannot_read_it() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let (card, thread, helper_message) = ticket_claimed_by_vancouver(&mut harness).await;
    harness.click("vancouver", &helper_message, "Problem solved").await;
    let question = harness.receives_one("guest").await;
    harness.click("guest", &question, "No, I still need help").await;
    assert!(was_removed_from(&harness, &thread, "vancouver").await);
    claim(&mut harness, "lapaz", &card).await;
    harness.one_new_message(&thread).await;
    assert!(!was_removed_from(&harness, &thread, "lapaz").await);
    assert_cannot_read(&mut harness, "vancouver").await;
    // The former helper still sees that somebody is helping.
    let list = harness.command("vancouver", "ticket list", json!({})).await;
    assert!(list.text().contains("is helping · (only the people who help can read it)"), "{}", list.text());
    harness.end().await;
}

#[tokio::test]
async fn helper_who_loses_the_role_leaves_the_thread_and_others_are_asked() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let (card, thread, _) = ticket_claimed_by_vancouver(&mut harness).await;
    harness.patch_member("vancouver", json!({ "roles": ["mag"] })).await;
    assert!(was_removed_from(&harness, &thread, "vancouver").await);
    assert_cannot_read(&mut harness, "vancouver").await;
    harness.receives_one("guest").await;
    harness.receives_one("lapaz").await;
    claim(&mut harness, "lapaz", &card).await;
    harness.one_new_message(&thread).await;
    harness.end().await;
}

#[tokio::test]
async fn helper_who_loses_the_role_after_solving_leaves_the_thread_and_the_asker_is_still_asked() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let (_, thread, helper_message) = ticket_claimed_by_vancouver(&mut harness).await;
    harness.click("vancouver", &helper_message, "Problem solved").await;
    let question = harness.receives_one("guest").await;
    harness.patch_member("vancouver", json!({ "roles": ["mag"] })).await;
    assert!(was_removed_from(&harness, &thread, "vancouver").await);
    assert_cannot_read(&mut harness, "vancouver").await;
    let close_response = harness.click("guest", &question, "Yes, it is solved").await;
    assert!(close_response.text().contains("closed"), "{}", close_response.text());
    harness.end().await;
}

#[tokio::test]
async fn helper_who_lost_the_role_while_magpie_was_down_is_removed_at_the_next_start() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let (_, thread, _) = ticket_claimed_by_vancouver(&mut harness).await;
    harness.kill_bot().await;
    let url = format!("{}/api/members/vancouver", harness.sandbox.url());
    let patch_response = reqwest::Client::new().patch(url).json(&json!({ "roles": ["mag"] })).send().await.unwrap();
    assert!(patch_response.status().is_success());
    harness.start_bot().await;
    harness.settle().await;
    assert!(was_removed_from(&harness, &thread, "vancouver").await);
    harness.receives_one("guest").await;
    harness.receives_one("lapaz").await;
    harness.end().await;
}

#[tokio::test]
async fn private_report_whose_helper_loses_the_role_is_requeued() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    submit_panel_form(&mut harness, "lapaz", "v1/ticket/report-privately", "Alguien me insulta").await;
    harness.receives_one("lapaz").await;
    let card = harness.one_new_message("secretariat").await;
    claim(&mut harness, "sec-tech", &card).await;
    let thread = thread_id(&harness, "Ticket 1").await;
    harness.one_new_message(&thread).await;
    harness.patch_member("sec-tech", json!({ "roles": ["mag"] })).await;
    assert!(was_removed_from(&harness, &thread, "sec-tech").await);
    assert_eq!(harness.reload(&card).await.buttons(), ["I will help"]);
    let ticket_page = harness.command("sec-tech", "ticket show", json!({ "number": 1 })).await;
    assert!(!ticket_page.text().contains("insulta"), "{}", ticket_page.text());
    harness.receives_one("lapaz").await;
    harness.receives_one("sec-lead").await;
    harness.end().await;
}
