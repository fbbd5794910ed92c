//! Tests the order in which people are asked, "Not now", and what is said when nobody can be asked.

use super::*;

/// The guest asks for help that is needed at this time. Returns the answer.
async fn ask_for(harness: &mut Harness, needed: &str) -> Output {
    harness.command_in("guest", "help", "help", json!({"text": "Nobody can hear me", "needed": needed})).await
}

/// Which of the volunteers got a message since they were last asked.
async fn asked(harness: &mut Harness, volunteers: &[&str]) -> Vec<String> {
    let mut asked = Vec::new();
    for who in volunteers {
        if !harness.receives(who).await.is_empty() {
            asked.push((*who).to_owned());
        }
    }
    asked
}

const VOLUNTEERS: [&str; 6] = ["lapaz", "nairobi", "saopaulo", "vancouver", "washington", "tokyo"];

#[tokio::test]
async fn urgent_ticket_asks_two_volunteers_then_two_more_and_after_six_minutes_the_secretariat() {
    let mut harness = Harness::with_members(&[
        "guest",
        "lapaz",
        "nairobi",
        "saopaulo",
        "vancouver",
        "washington",
        "tokyo",
        "sec-lead",
    ])
    .await;
    let answer = ask_for(&mut harness, "My session is on now").await;
    let first = asked(&mut harness, &VOLUNTEERS).await;
    assert_eq!(first.len(), 2, "{first:?}");
    assert!(answer.text().contains("Magpie has sent a message to 2 volunteers who are awake."), "{}", answer.text());
    assert!(answer.text().contains("Magpie asks more of them."), "{}", answer.text());
    harness.advance("2m").await;
    assert!(asked(&mut harness, &VOLUNTEERS).await.is_empty());
    harness.advance("1m").await;
    let second = asked(&mut harness, &VOLUNTEERS).await;
    assert_eq!(second.len(), 2, "{second:?}");
    assert!(second.iter().all(|who| !first.contains(who)), "{first:?} {second:?}");
    harness.receives_nothing("sec-lead").await;
    harness.advance("3m").await;
    harness.receives_one("sec-lead").await;
    let third = asked(&mut harness, &VOLUNTEERS).await;
    assert_eq!(third.len(), 1, "the last one who is awake: {third:?}");
    assert!(![first, second, third].concat().contains(&"tokyo".to_owned()), "nobody is rung in their sleep");
    harness.new_messages("secretariat").await;
    harness.new_messages("helpdesk-triage").await;
    harness.receives("guest").await;
    harness.end().await;
}

#[tokio::test]
async fn not_now_asks_the_next_volunteer_at_once_and_keeps_the_ticket_open_to_the_first() {
    let mut harness = Harness::with_members(&["guest", "lapaz", "vancouver", "washington", "sec-lead"]).await;
    let volunteers = ["lapaz", "vancouver", "washington"];
    ask_for(&mut harness, "My session is on now").await;
    let first = asked(&mut harness, &volunteers).await;
    let declining = first[0].clone();
    let request = harness.dm(&declining).await.pop().expect("the request");
    let not_now = request.buttons()[1].clone();
    harness.click(&declining, &request, &not_now).await;
    let second = asked(&mut harness, &volunteers).await;
    assert_eq!(second.len(), 1, "{second:?}");
    assert!(!first.contains(&second[0]), "{first:?} {second:?}");
    let request = harness.reload(&request).await;
    assert_eq!(request.buttons().len(), 2, "they may still help: {:?}", request.buttons());
    // A second press on the old button changes nothing.
    let press = json!({"as": declining, "message": request.id(), "custom_id": "v1/ticket/not-now/1"});
    assert!(harness.try_post("click", press).await.is_err(), "the button is gone");
    harness.advance("3m").await;
    assert!(!asked(&mut harness, &volunteers).await.contains(&declining));
    harness.receives("sec-lead").await;
    harness.new_messages("secretariat").await;
    harness.new_messages("helpdesk-triage").await;
    harness.receives("guest").await;
    harness.end().await;
}

#[tokio::test]
async fn secretariat_is_asked_at_once_when_all_volunteers_say_not_now() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    ask_for(&mut harness, "My session is on now").await;
    for (who, not_now) in [("lapaz", "Ahora no"), ("vancouver", "Not now")] {
        let request = harness.receives_one(who).await;
        harness.receives_nothing("sec-lead").await;
        harness.click(who, &request, not_now).await;
    }
    harness.receives_one("sec-lead").await;
    harness.receives_one("sec-tech").await;
    harness.receives_nothing("lapaz").await;
    harness.one_new_message("secretariat").await;
    harness.one_new_message("helpdesk-triage").await;
    let history = harness.command("sec-lead", "ticket show", json!({"number": 1})).await;
    assert!(history.text().contains("Member Vancouver answered “Not now”"), "{}", history.text());
    harness.receives("guest").await;
    // Neither is asked again in this round, however long it takes.
    harness.advance("5h").await;
    harness.receives_nothing("lapaz").await;
    harness.receives_nothing("vancouver").await;
    // Tokyo wakes at 06:30, and is asked then.
    assert!(harness.receives_one("tokyo").await.sounds());
    for who in ["sec-lead", "sec-tech", "guest"] {
        harness.receives(who).await;
    }
    harness.end().await;
}

#[tokio::test]
async fn request_that_somebody_else_claimed_has_no_button_not_now() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    ask_for(&mut harness, "My session is on now").await;
    let request = harness.receives_one("vancouver").await;
    let other = harness.receives_one("lapaz").await;
    harness.click("lapaz", &other, "Yo ayudo").await;
    let press = json!({"as": "vancouver", "message": request.id(), "custom_id": "v1/ticket/not-now/1"});
    assert!(harness.try_post("click", press).await.is_err(), "the button is gone");
    harness.receives("lapaz").await;
    harness.receives("guest").await;
    harness.new_messages("helpdesk-triage").await;
    harness.end().await;
}

#[tokio::test]
async fn history_names_who_was_asked_in_which_order_and_why_but_not_to_the_asker() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    ask_for(&mut harness, "My session is on now").await;
    for who in ["lapaz", "vancouver", "guest"] {
        harness.receives(who).await;
    }
    harness.new_messages("helpdesk-triage").await;
    let history = harness.command("vancouver", "ticket show", json!({"number": 1})).await;
    let asked_line = history.text().lines().find(|line| line.contains("asked:")).expect("who was asked").to_owned();
    insta::assert_snapshot!(asked_line, @"Tue 08:55 · asked: Member Vancouver (awake, same language) and Member La Paz (awake)");
    let history = harness.command_in("guest", "help", "ticket show", json!({"number": 1})).await;
    assert!(history.text().contains("2 people were asked"), "{}", history.text());
    assert!(!history.text().contains("Vancouver"), "{}", history.text());
    harness.end().await;
}

#[tokio::test]
async fn urgent_ticket_says_honestly_when_everybody_is_asleep() {
    let mut harness = Harness::with_members(&["guest", "nairobi", "sec-lead", "sec-tech"]).await;
    harness.advance_to("2020-11-10T23:00:00Z").await;
    let answer = ask_for(&mut harness, "My session is on now").await;
    insta::assert_snapshot!(answer.text(), @"
    **Ticket 1** is open.
    All help desk volunteers are asleep or away right now. The first of them is available from <t:1605067200:F> (Wed 11 Nov, 04:00 UTC). If no one answers sooner, the secretariat is available from 07:00 in Zurich: <t:1605074400:F> (Wed 11 Nov, 06:00 UTC).
    ");
    for who in ["nairobi", "sec-lead", "sec-tech"] {
        harness.receives_nothing(who).await;
    }
    harness.new_messages("secretariat").await;
    harness.new_messages("helpdesk-triage").await;
    harness.receives("guest").await;
    harness.end().await;
}

#[tokio::test]
async fn urgent_ticket_says_honestly_when_there_is_nobody_at_all() {
    let mut harness = Harness::with_members(&["guest", "sec-lead"]).await;
    harness.patch_member("sec-lead", json!({"roles": ["mag"]})).await;
    let answer = ask_for(&mut harness, "My session is on now").await;
    insta::assert_snapshot!(answer.text(), @"
    **Ticket 1** is open.
    No one else is on the help desk yet. No one has the secretariat role yet, so no one there can be asked. Please tell whoever manages this server.
    ");
    harness.new_messages("secretariat").await;
    harness.new_messages("helpdesk-triage").await;
    for who in ["guest", "sec-lead"] {
        harness.receives(who).await;
    }
    harness.end().await;
}

#[tokio::test]
async fn desk_policy_shows_the_times_of_each_urgency() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let policy = harness.command_in("guest", "help", "desk policy", json!({})).await;
    let lines: Vec<&str> = policy.text().lines().collect();
    insta::assert_snapshot!(lines[1], @"**My session is on now**: volunteers on duty at once, others at once, 2 at a time, more every 3 minutes, the secretariat after 6 minutes. A helper who has not written is asked after 5 minutes, and then others are.");
    insta::assert_snapshot!(lines[3], @"**Today**: volunteers on duty after 10 minutes, others after 10 minutes, all who are awake together, the secretariat after 20 minutes. A helper who has not written is asked after 1 hour, and then others are.");
    assert!(
        policy.text().ends_with("Only the secretariat reads tickets about: Someone’s conduct."),
        "{}",
        policy.text()
    );
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn urgent_ticket_rings_even_if_five_tickets_wait_already() {
    let mut harness = Harness::with_members(&["guest", "lapaz", "vancouver", "sec-lead"]).await;
    for number in 1..=5 {
        let options = json!({"name": format!("Caller {number}"), "contact": "by phone", "problem": "No sound"});
        harness.command_in("vancouver", "helpdesk-triage", "ticket log", options).await;
    }
    harness.settle().await;
    harness.new_messages("helpdesk-triage").await;
    harness.advance("10m").await;
    assert_eq!(harness.receives("lapaz").await.len(), 5);
    assert_eq!(harness.receives("vancouver").await.len(), 5);
    ask_for(&mut harness, "My session is on now").await;
    let request = harness.receives_one("lapaz").await;
    assert!(request.text().contains("6"), "{}", request.text());
    harness.receives("guest").await;
    harness.receives_one("vancouver").await;
    harness.new_messages("helpdesk-triage").await;
    harness.end().await;
}
