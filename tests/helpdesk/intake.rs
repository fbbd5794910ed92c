//! Tests what askers say when they ask: when they need help, what it is about, and that it belongs to another ticket.

use super::*;

/// The choice of `/help` for a report about somebody's conduct.
const CONDUCT: &str = "Someone’s conduct (only the secretariat reads it)";

/// The guest asks for help with a second problem, by command.
async fn ask_again(harness: &mut Harness, text: &str) -> Output {
    harness.command_in("guest", "help", "help", json!({ "text": text })).await
}

#[tokio::test]
async fn asker_who_says_that_the_session_is_on_now_has_two_people_asked_at_once() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let (answer, card, _) = ask_for_help(&mut harness).await;
    assert_eq!(answer.buttons(), ["My session is on now", "Within an hour", "[Today]", "No hurry"]);
    harness.receives_nothing("lapaz").await;

    let urgent = harness.click("guest", &answer, "My session is on now").await;
    assert_eq!(urgent.buttons(), ["[My session is on now]", "Within an hour", "Today", "No hurry"]);
    insta::assert_snapshot!(urgent.text(), @"
    **Ticket 1** is open.
    🔴 Needed now, a session is on
    Magpie has sent a message to 2 volunteers who are awake. If no one answers by <t:1605027480:F> (Tue 10 Nov, 16:58 UTC), Magpie asks the secretariat.
    ");
    assert!(harness.receives_one("lapaz").await.sounds());
    let request = harness.receives_one("vancouver").await;
    assert!(request.sounds());
    assert!(request.text().contains("🔴 Needed now, a session is on"), "{}", request.text());
    assert!(harness.reload(&card).await.text().contains("🔴 Needed now, a session is on"));
    harness.receives_nothing("tokyo").await;

    // The same press again asks nobody again.
    harness.click("guest", &answer, "Within an hour").await;
    harness.click("guest", &answer, "My session is on now").await;
    harness.receives_nothing("vancouver").await;
    harness.receives("guest").await;
    for who in ["sec-lead", "sec-tech"] {
        harness.receives(who).await;
    }
    harness.new_messages("secretariat").await;
    harness.end().await;
}

#[tokio::test]
async fn button_of_the_panel_for_a_session_that_is_on_asks_volunteers_as_soon_as_the_form_is_sent() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let button = "My session is on now · Ma session est en cours · Mi sesión está en curso";
    let answer = submit_panel_form(&mut harness, "guest", button, "Nobody can hear me").await;
    insta::assert_snapshot!(answer.text(), @"
    **Ticket 1** is open.
    Magpie has sent a message to 2 volunteers who are awake. If no one answers by <t:1605027480:F> (Tue 10 Nov, 16:58 UTC), Magpie asks the secretariat.
    ");
    for who in ["lapaz", "vancouver", "guest"] {
        harness.receives_one(who).await;
    }
    harness.one_new_message("helpdesk-triage").await;
    harness.end().await;
}

#[tokio::test]
async fn form_of_an_older_version_opens_a_ticket_that_is_needed_today() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let (answer, _, _) = ask_for_help(&mut harness).await;
    assert!(answer.buttons().contains(&"[Today]".to_owned()), "{:?}", answer.buttons());
    harness.advance("9m").await;
    harness.receives_nothing("vancouver").await;
    harness.advance("1m").await;
    for who in ["lapaz", "vancouver", "guest"] {
        harness.receives_one(who).await;
    }
    harness.end().await;
}

#[tokio::test]
async fn report_about_conduct_goes_to_the_secretariat_alone() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let options = json!({"text": "Somebody insults me", "about": CONDUCT});
    let answer = harness.command_in("guest", "help", "help", options).await;
    assert!(answer.text().starts_with("**Private report 1** is with the secretariat."), "{}", answer.text());
    assert!(harness.new_messages("helpdesk-triage").await.is_empty());
    let card = harness.one_new_message("secretariat").await;
    assert!(card.text().contains("Somebody insults me"), "{}", card.text());
    let unknown = harness.command("vancouver", "ticket show", json!({"number": 1})).await;
    insta::assert_snapshot!(unknown.text(), @"There is no ticket 1 that you can see. The open ones are in /ticket list.");
    harness.receives("guest").await;
    harness.end().await;
}

#[tokio::test]
async fn ticket_that_turns_out_to_be_about_conduct_disappears_from_the_volunteers() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let (answer, card, _) = ask_for_help(&mut harness).await;
    harness.advance("10m").await;
    let request = harness.receives_one("vancouver").await;
    harness.receives_one("lapaz").await;
    let moved = harness.select("guest", &answer, "What is it about?", &["conduct"]).await;
    assert!(
        moved.text().starts_with("**Private report 1** is with the secretariat now. From now on,"),
        "{}",
        moved.text()
    );
    for message in [harness.reload(&card).await, harness.reload(&request).await] {
        insta::allow_duplicates! {
            insta::assert_snapshot!(message.text(), @"**Ticket 1** is with the secretariat now. You do not need to do anything.");
        }
        assert!(!message.json().contains("Guest participant"), "{}", message.json());
    }
    let answer = harness.command("vancouver", "ticket show", json!({"number": 1})).await;
    assert!(answer.text().starts_with("There is no ticket 1 that you can see."), "{}", answer.text());
    harness.one_new_message("secretariat").await;
    for who in ["sec-lead", "sec-tech"] {
        assert!(harness.receives_one(who).await.text().contains("I cannot hear the main room"));
    }
    harness.receives("guest").await;
    harness.end().await;
}

#[tokio::test]
async fn ticket_that_was_added_to_a_ticket_about_conduct_disappears_from_the_volunteers_too() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let (answer, ..) = ask_for_help(&mut harness).await;
    let second = ask_again(&mut harness, "It was Sam again").await;
    let second_card = harness.one_new_message("helpdesk-triage").await;
    assert!(second_card.text().contains("It was Sam again"), "{}", second_card.text());
    harness.click("guest", &second, "Add it to ticket 1").await;
    harness.settle().await;
    harness.select("guest", &answer, "What is it about?", &["conduct"]).await;
    harness.settle().await;
    let card = harness.reload(&second_card).await;
    assert!(!card.json().contains("It was Sam again"), "{}", card.json());
    let shown = harness.command("vancouver", "ticket show", json!({"number": 2})).await;
    assert!(!shown.text().contains("It was Sam again"), "{}", shown.text());
    for who in ["guest", "sec-lead", "sec-tech", "vancouver", "lapaz"] {
        harness.receives(who).await;
    }
    harness.new_messages("secretariat").await;
    harness.new_messages("helpdesk-triage").await;
    harness.end().await;
}

#[tokio::test]
async fn second_ticket_about_the_same_is_added_to_the_first() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let (_, card, _) = ask_for_help(&mut harness).await;
    let helper_message = claim(&mut harness, "vancouver", &card).await;
    harness.receives("guest").await;
    let second = ask_again(&mut harness, "Now the picture is gone too").await;
    assert!(
        second.text().ends_with("You already have **ticket 1** open. Is this about the same?"),
        "{}",
        second.text()
    );
    assert_eq!(second.buttons()[..2], ["Add it to ticket 1", "It is something else"]);
    let second_card = harness.one_new_message("helpdesk-triage").await;
    harness.receives("guest").await;

    let added = harness.click("guest", &second, "Add it to ticket 1").await;
    insta::assert_snapshot!(added.text(), @"It is added to **ticket 1**.");
    // The helper gets a new message, because an edit notifies nobody.
    let news = harness.receives_one("vancouver").await;
    assert!(news.text().contains("Added later: Now the picture is gone too"), "{}", news.text());
    assert!(harness.reload(&helper_message).await.buttons().is_empty(), "only the newest message has buttons");
    let second_card = harness.reload(&second_card).await;
    assert_eq!(second_card.buttons(), ["[Closed]"]);
    assert!(second_card.text().contains("Added to ticket 1, closed"), "{}", second_card.text());
    let history = harness.command_in("guest", "help", "ticket show", json!({"number": 1})).await;
    assert!(history.text().contains("Guest participant added a text"), "{}", history.text());
    harness.receives("guest").await;
    // Nobody is asked about the second ticket any more.
    harness.advance("20m").await;
    harness.receives_nothing("lapaz").await;
    harness.end().await;
}

#[tokio::test]
async fn second_ticket_about_something_else_stays_apart() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    ask_for_help(&mut harness).await;
    let second = ask_again(&mut harness, "My badge is missing").await;
    harness.one_new_message("helpdesk-triage").await;
    let kept = harness.click("guest", &second, "It is something else").await;
    assert_eq!(kept.buttons(), ["My session is on now", "Within an hour", "[Today]", "No hurry"]);
    let list = harness.command_in("guest", "help", "ticket list", json!({})).await;
    assert!(list.text().starts_with("You have 2 open tickets:"), "{}", list.text());
    harness.receives("guest").await;
    harness.end().await;
}

#[tokio::test]
async fn private_report_is_never_offered_to_be_added_to_a_ticket_of_the_volunteers() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    ask_for_help(&mut harness).await;
    let report = harness.command_in("guest", "help", "help", json!({"text": "They insult me", "about": CONDUCT})).await;
    assert_eq!(report.buttons(), ["My session is on now", "Within an hour", "[Today]", "No hurry"]);
    harness.one_new_message("secretariat").await;
    harness.receives("guest").await;
    harness.end().await;
}

#[tokio::test]
async fn secretariat_can_make_a_ticket_urgent_from_its_page_and_a_volunteer_cannot() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    ask_for_help(&mut harness).await;
    let page = harness.command("vancouver", "ticket show", json!({"number": 1})).await;
    assert_eq!(page.buttons(), [""; 0]);
    let page = harness.command("sec-lead", "ticket show", json!({"number": 1})).await;
    harness.click("sec-lead", &page, "My session is on now").await;
    for who in ["lapaz", "vancouver"] {
        harness.receives_one(who).await;
    }
    let page = harness.command("sec-lead", "ticket show", json!({"number": 1})).await;
    assert!(page.text().contains("needed: My session is on now"), "{}", page.text());
    let list = harness.command("vancouver", "ticket list", json!({})).await;
    assert!(list.text().contains("🔴 Needed now, a session is on · I cannot hear the main room"), "{}", list.text());
    harness.receives("guest").await;
    harness.end().await;
}

#[tokio::test]
async fn press_on_the_urgency_after_a_claim_names_the_helper_and_asks_nobody() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let (answer, card, _) = ask_for_help(&mut harness).await;
    harness.click("vancouver", &card, "I will help").await;
    harness.receives("vancouver").await;
    let late = harness.click("guest", &answer, "My session is on now").await;
    insta::assert_snapshot!(late.text(), @"Member Vancouver is already helping with ticket 1.");
    harness.receives_nothing("lapaz").await;
    harness.receives("guest").await;
    harness.end().await;
}
