//! Tests that a claim is alive: a helper who writes nothing is asked, and then others are.

use super::*;

/// The guest asks for help that is needed now, and Vancouver claims the ticket. Returns the id of the thread.
async fn urgent_claim(harness: &mut Harness) -> String {
    harness
        .command_in("guest", "help", "help", json!({"text": "Nobody can hear me", "needed": "My session is on now"}))
        .await;
    let request = harness.receives("vancouver").await.pop().expect("the request");
    harness.click("vancouver", &request, "I will help").await;
    for who in ["guest", "lapaz", "vancouver"] {
        harness.receives(who).await;
    }
    harness.new_messages("helpdesk-triage").await;
    thread_id(harness, "Ticket 1").await
}

/// Writes in a channel as this member, and waits until the bot has handled it.
async fn write(harness: &mut Harness, who: &str, channel: &str) {
    harness.post("messages", json!({"as": who, "channel": channel, "content": "Hello"})).await;
    harness.settle().await;
}

#[tokio::test]
async fn silent_helper_of_an_urgent_ticket_is_asked_after_five_minutes_and_others_after_ten() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let thread = urgent_claim(&mut harness).await;
    harness.advance("4m").await;
    harness.receives_nothing("vancouver").await;
    harness.advance("1m").await;
    let check = harness.receives_one("vancouver").await;
    insta::assert_snapshot!(check.text(), @"**Ticket 1**: still with you? Guest participant has had no message in the thread yet. If you do not answer, Magpie asks others. That is no problem.");
    harness.receives_nothing("guest").await;
    harness.advance("5m").await;
    let news = harness.receives_one("guest").await;
    let told = news.text().lines().next().unwrap();
    insta::assert_snapshot!(told, @"**Ticket 1** is waiting again: the person who wanted to help has not written to you yet, so Magpie asks others.");
    let request = harness.receives_one("lapaz").await;
    assert!(request.text().contains("aún no ha escrito"), "{}", request.text());
    harness.receives_nothing("vancouver").await;
    let members = harness.get(&format!("messages?channel={thread}&as=guest")).await;
    assert!(members.as_array().is_some_and(|messages| !messages.is_empty()), "the asker keeps the thread");
    let shut_out = harness.try_post("messages", json!({"as": "vancouver", "channel": thread, "content": "Late"})).await;
    assert!(shut_out.is_err(), "the former helper cannot write in the thread any more");
    let history = harness.command("sec-lead", "ticket show", json!({"number": 1})).await;
    assert!(history.text().contains("no message from the helper yet, so others were asked"), "{}", history.text());
    for who in ["sec-lead", "sec-tech", "guest", "vancouver"] {
        harness.receives(who).await;
    }
    harness.new_messages("secretariat").await;
    harness.end().await;
}

#[tokio::test]
async fn helper_who_writes_in_the_thread_is_not_asked() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let thread = urgent_claim(&mut harness).await;
    harness.advance("4m").await;
    write(&mut harness, "vancouver", &thread).await;
    harness.advance("6h").await;
    harness.receives_nothing("vancouver").await;
    harness.receives_nothing("lapaz").await;
    harness.new_messages(&thread).await;
    harness.receives("guest").await;
    harness.end().await;
}

#[tokio::test]
async fn message_after_the_question_keeps_the_ticket_with_the_helper() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let thread = urgent_claim(&mut harness).await;
    harness.advance("5m").await;
    let check = harness.receives_one("vancouver").await;
    write(&mut harness, "vancouver", &thread).await;
    insta::assert_snapshot!(harness.reload(&check).await.text(), @"**Ticket 1**: you are still helping. Thank you!");
    harness.advance("30m").await;
    harness.receives_nothing("lapaz").await;
    harness.new_messages(&thread).await;
    harness.receives("guest").await;
    harness.end().await;
}

#[tokio::test]
async fn message_of_somebody_else_in_the_thread_is_no_sign_of_life() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let thread = urgent_claim(&mut harness).await;
    write(&mut harness, "guest", &thread).await;
    harness.advance("5m").await;
    harness.receives_one("vancouver").await;
    harness.new_messages(&thread).await;
    harness.receives("vancouver").await;
    harness.end().await;
}

#[tokio::test]
async fn waiting_for_the_asker_stops_the_time_until_the_asker_writes() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let thread = urgent_claim(&mut harness).await;
    let helper_message = harness.dm("vancouver").await.pop().expect("the helper's message");
    let answer = harness.click("vancouver", &helper_message, "Waiting for an answer").await;
    insta::assert_snapshot!(answer.text(), @"Magpie has told Guest participant that you are waiting for an answer to **ticket 1**. Until they write, Magpie does not ask you how it is going.");
    let news = harness.receives_one("guest").await;
    insta::assert_snapshot!(news.text().replace(&thread, "THREAD"), @"**Ticket 1**: Member Vancouver is waiting for your answer. You can write to each other in <#THREAD>.");
    // A second press tells the asker nothing again.
    harness.advance("2h").await;
    harness.receives_nothing("vancouver").await;
    harness.receives_nothing("guest").await;
    write(&mut harness, "guest", &thread).await;
    harness.advance("4m").await;
    harness.receives_nothing("vancouver").await;
    harness.advance("1m").await;
    let check = harness.receives("vancouver").await.pop().expect("the question");
    assert!(check.text().contains("still with you?"), "{}", check.text());
    harness.new_messages(&thread).await;
    harness.end().await;
}

#[tokio::test]
async fn helper_who_falls_silent_with_three_tickets_loses_each_of_them() {
    let mut harness = Harness::with_members(&["guest", "accra", "kigali", "lapaz", "vancouver", "sec-lead"]).await;
    for (asker, text) in [("guest", "No sound"), ("accra", "No picture"), ("kigali", "No link")] {
        harness.command_in(asker, "help", "help", json!({"text": text, "needed": "My session is on now"})).await;
    }
    let cards = harness.new_messages("helpdesk-triage").await;
    assert_eq!(cards.len(), 3);
    for card in &cards {
        harness.click("vancouver", card, "I will help").await;
    }
    for who in ["guest", "accra", "kigali", "lapaz", "vancouver"] {
        harness.receives(who).await;
    }
    harness.advance("10m").await;
    for asker in ["guest", "accra", "kigali"] {
        let news = harness.receives(asker).await.pop().expect("the asker is told");
        assert!(!news.text().contains("Vancouver"), "without blame: {}", news.text());
    }
    for card in &cards {
        assert_eq!(harness.reload(card).await.buttons(), ["I will help", "Send to secretariat"]);
    }
    for who in ["lapaz", "vancouver", "sec-lead"] {
        harness.receives(who).await;
    }
    harness.new_messages("secretariat").await;
    harness.end().await;
}

#[tokio::test]
async fn silence_is_noticed_after_a_restart_in_the_middle() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    urgent_claim(&mut harness).await;
    harness.advance("3m").await;
    harness.restart_bot().await;
    harness.advance("2m").await;
    let check = harness.receives_one("vancouver").await;
    assert!(check.text().contains("still with you?"), "{}", check.text());
    harness.restart_bot().await;
    harness.advance("5m").await;
    harness.receives_one("lapaz").await;
    for who in ["guest", "vancouver", "sec-lead", "sec-tech"] {
        harness.receives(who).await;
    }
    harness.new_messages("secretariat").await;
    harness.end().await;
}

#[tokio::test]
async fn helper_passes_a_ticket_on_to_somebody_who_is_awake() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let thread = urgent_claim(&mut harness).await;
    let asleep = harness.command("vancouver", "ticket transfer", json!({"number": 1, "to": "tokyo"})).await;
    insta::assert_snapshot!(asleep.text(), @"Member Tokyo may be asleep or away right now, so ticket 1 was not passed on.");
    let stranger = harness.command("vancouver", "ticket transfer", json!({"number": 1, "to": "guest"})).await;
    insta::assert_snapshot!(stranger.text(), @"Only help desk volunteers and the secretariat can answer ticket 1.");
    let answer = harness.command("vancouver", "ticket transfer", json!({"number": 1, "to": "lapaz"})).await;
    insta::assert_snapshot!(answer.text(), @"Member La Paz is helping with **ticket 1** now. Thank you!");
    let received = harness.receives("lapaz").await;
    let greets = |message: &Output| message.text().contains("is helping you with **ticket 1**");
    assert!(received.iter().any(greets), "the new helper and the asker are greeted in the thread");
    assert!(received.iter().any(|message| message.buttons().contains(&"Problema resuelto".to_owned())));
    let shut_out = harness.try_post("messages", json!({"as": "vancouver", "channel": thread, "content": "Bye"})).await;
    assert!(shut_out.is_err(), "the former helper has left the thread");
    let refused = harness.command("vancouver", "ticket transfer", json!({"number": 1, "to": "sec-tech"})).await;
    insta::assert_snapshot!(refused.text(), @"Member La Paz is already helping with ticket 1.");
    for who in ["guest", "vancouver"] {
        harness.receives(who).await;
    }
    harness.end().await;
}
