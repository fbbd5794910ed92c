//! Tests whom Magpie asks, and when, while nobody helps with a ticket.

use super::*;

#[tokio::test]
async fn volunteers_who_are_awake_are_asked_after_ten_minutes() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let (_, card, status) = ask_for_help(&mut harness).await;
    harness.advance("9m").await;
    harness.receives_nothing("lapaz").await;
    harness.advance("1m").await;
    let lapaz_message = harness.receives_one("lapaz").await;
    let vancouver_message = harness.receives_one("vancouver").await;
    assert!(lapaz_message.sounds());
    assert!(vancouver_message.sounds());
    insta::assert_snapshot!(lapaz_message.lock_screen(), @"
    **Solicitud 1**: Guest participant necesita ayuda y aún no ha respondido nadie.
    > I cannot hear the
    ");
    harness.receives_nothing("tokyo").await;
    harness.receives_nothing("sec-lead").await;
    let news_message = harness.receives_one("guest").await;
    assert!(!news_message.sounds(), "it is no answer, and Magpie does not know when the guest sleeps");
    insta::assert_snapshot!(news_message.text(), @"
    **Ticket 1**: no one has answered yet. Here is who Magpie asks next.
    Magpie has sent a message to 2 volunteers who are awake. If no one answers by <t:1605028500:F> (Tue 10 Nov, 17:15 UTC), Magpie asks the secretariat.
    ");

    harness.click("lapaz", &lapaz_message, "Yo ayudo").await;
    assert_eq!(harness.reload(&vancouver_message).await.buttons(), ["[Member La Paz is helping]"]);
    let other_message = harness.reload(&vancouver_message).await;
    assert!(other_message.text().contains("Member La Paz has been helping"), "{}", other_message.text());
    assert!(!other_message.text().contains("no one has answered"), "{}", other_message.text());
    assert_eq!(harness.reload(&lapaz_message).await.buttons(), ["[Usted está ayudando]"]);
    assert_eq!(harness.reload(&card).await.buttons(), ["[Member La Paz is helping]"]);
    let thread = thread_id(&harness, "Ticket 1").await;
    insta::assert_snapshot!(harness.reload(&status).await.text().replace(&thread, "THREAD"), @"
    **Ticket 1**: Member La Paz is helping you.
    You can write to each other in <#THREAD>.
    A newer message about this ticket is further down.
    > I cannot hear the main room
    ");
    harness.one_new_message(&thread).await;
    harness.receives_one("lapaz").await;
    // The claim ends the escalation: nobody else is asked.
    harness.advance("59m").await;
    harness.end().await;
}

#[tokio::test]
async fn secretariat_is_asked_ten_minutes_after_the_volunteers() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    ask_for_help(&mut harness).await;
    harness.advance("10m").await;
    for who in ["lapaz", "vancouver", "guest"] {
        harness.receives_one(who).await;
    }
    harness.advance("10m").await;
    let request_message = harness.receives_one("sec-lead").await;
    assert!(request_message.sounds());
    harness.receives_one("sec-tech").await;
    harness.receives_one("guest").await;
    let card = harness.one_new_message("secretariat").await;
    assert_eq!(card.buttons(), ["I will help", "Send to secretariat"]);
    harness.end().await;
}

#[tokio::test]
async fn asker_is_told_when_the_first_helpers_wake_if_everybody_is_asleep() {
    let mut harness = Harness::with_members(&["guest", "nairobi", "sec-lead", "sec-tech"]).await;
    harness.advance_to("2020-11-10T23:00:00Z").await;
    let (answer, _, status) = ask_for_help(&mut harness).await;
    insta::assert_snapshot!(answer.text(), @"
    **Ticket 1** is open.
    All help desk volunteers are asleep or away right now. The first of them is available from <t:1605067200:F> (Wed 11 Nov, 04:00 UTC). If no one answers sooner, the secretariat is available from 07:00 in Zurich: <t:1605074400:F> (Wed 11 Nov, 06:00 UTC).
    ");
    insta::assert_snapshot!(status.text(), @"
    **Ticket 1** is waiting for someone to help.
    All help desk volunteers are asleep or away right now. The first of them is available from <t:1605067200:F> (Wed 11 Nov, 04:00 UTC). If no one answers sooner, the secretariat is available from 07:00 in Zurich: <t:1605074400:F> (Wed 11 Nov, 06:00 UTC).
    > I cannot hear the main room
    ");
    harness.advance("10m").await;
    let news_message = harness.receives_one("guest").await;
    insta::assert_snapshot!(news_message.text(), @"
    **Ticket 1**: no one has answered yet. Here is who Magpie asks next.
    All help desk volunteers are asleep or away right now. The first of them is available from <t:1605067200:F> (Wed 11 Nov, 04:00 UTC). If no one answers sooner, the secretariat is available from 07:00 in Zurich: <t:1605074400:F> (Wed 11 Nov, 06:00 UTC).
    ");
    harness.one_new_message("secretariat").await;
    for who in ["nairobi", "sec-lead", "sec-tech"] {
        harness.receives_nothing(who).await;
    }
    // Quiet hours end at 07:00 local time: at 04:00 UTC in Nairobi, and at 06:00 UTC for the secretariat in Zurich.
    harness.advance_to("2020-11-11T03:59:00Z").await;
    harness.receives_nothing("nairobi").await;
    harness.advance_to("2020-11-11T04:00:00Z").await;
    assert!(harness.receives_one("nairobi").await.sounds());
    harness.receives_nothing("sec-lead").await;
    harness.advance_to("2020-11-11T06:00:00Z").await;
    assert!(harness.receives_one("sec-lead").await.sounds());
    assert!(harness.receives_one("sec-tech").await.sounds());
    harness.end().await;
}

#[tokio::test]
async fn ticket_of_a_helper_who_does_not_answer_the_daily_check_is_requeued() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let (_, card, _) = ask_for_help(&mut harness).await;
    harness.click("vancouver", &card, "I will help").await;
    let thread = thread_id(&harness, "Ticket 1").await;
    harness.one_new_message(&thread).await;
    harness.receives_one("vancouver").await;
    // A helper who has written nothing is asked much earlier: see `alive`.
    harness.post("messages", json!({"as": "vancouver", "channel": thread, "content": "Hello"})).await;
    harness.settle().await;
    harness.new_messages(&thread).await;
    harness.receives("guest").await;
    harness.advance("24h").await;
    assert!(harness.new_messages(&thread).await.is_empty(), "the asker does not read the question to the helper");
    let check = harness.receives_one("vancouver").await;
    let expected =
        ["I am still helping", "Problem solved", "I cannot continue", "Waiting for an answer", "Send to secretariat"];
    assert_eq!(check.buttons(), expected);
    let still_helping_response = harness.click("vancouver", &check, "I am still helping").await;
    insta::assert_snapshot!(still_helping_response.text(), @"Thank you. Magpie will ask again tomorrow.");
    let answered_check = harness.reload(&check).await;
    insta::assert_snapshot!(answered_check.text(), @"**Ticket 1**: you are still helping. Thank you!");
    assert_eq!(answered_check.buttons(), [""; 0]);
    harness.advance("72h").await;
    let checks = harness.receives("vancouver").await;
    let texts: Vec<&str> = checks.iter().map(Output::text).collect();
    let count_starting = |text: &str| texts.iter().filter(|one| one.starts_with(text)).count();
    // In these 72 hours Magpie asked the helper twice whether they still help. The earlier question now points to the
    // later question, and the later question shows the outcome.
    assert_eq!(count_starting("**Ticket 1**: Magpie has asked you again"), 1, "{texts:#?}");
    assert_eq!(count_starting("You are no longer helping"), 1, "{texts:#?}");
    let requests = harness.receives("lapaz").await;
    assert!(!requests.is_empty(), "others are asked");
    for who in ["guest", "tokyo", "sec-lead", "sec-tech"] {
        harness.receives(who).await;
    }
    harness.new_messages("secretariat").await;
    harness.end().await;
}

#[tokio::test]
async fn volunteer_who_is_asked_about_many_tickets_gets_messages_only_for_the_first_five() {
    let mut harness = Harness::with_members(&["lapaz", "vancouver", "sec-lead"]).await;
    for number in 1..=12 {
        let name = format!("Caller {number}");
        let options = json!({"name": name, "contact": "by phone", "problem": format!("Problem {number}")});
        harness.command_in("vancouver", "helpdesk-triage", "ticket log", options).await;
    }
    harness.settle().await;
    harness.new_messages("helpdesk-triage").await;
    harness.advance("10m").await;
    let requests = harness.receives("lapaz").await;
    assert_eq!(requests.len(), 5);
    harness.settle().await;
    let last_message = harness.reload(&requests[4]).await;
    assert!(last_message.text().contains("7 solicitudes más en espera de respuesta"), "{}", last_message.text());
    assert_eq!(harness.receives("vancouver").await.len(), 5);
    // Tickets for which the volunteers got no message are escalated to the secretariat too. The limit of five messages
    // also applies to the secretariat.
    harness.advance("10m").await;
    assert_eq!(harness.receives("sec-lead").await.len(), 5);
    harness.new_messages("secretariat").await;
    harness.end().await;
}

/// Sends the member a reminder, and returns the channel id of the DM in which the reminder arrives.
async fn dm_channel(harness: &mut Harness, who: &str) -> String {
    let reminder = json!({"text": "Tea", "when": "in 5 minutes"});
    let preview = harness.command(who, "remind", reminder).await;
    harness.click(who, &preview, &preview.buttons()[0]).await;
    harness.advance("5m").await;
    harness.receives_one(who).await["channel"].as_str().expect("it has a channel").to_owned()
}

#[tokio::test]
async fn withdrawing_a_ticket_cancels_and_counts_messages_that_wait_for_a_retry() {
    let mut harness = Harness::with_members(&["guest", "vancouver", "washington", "sec-lead"]).await;
    let (channel, _) = (dm_channel(&mut harness, "vancouver").await, ask_for_help(&mut harness).await);
    let route = format!("POST /channels/{channel}/messages");
    harness.plan_fault(json!({"route": route, "status": 403, "code": 40003, "times": 1000})).await;
    harness.advance("11m").await;
    harness.receives("washington").await;
    // Only the newest message has buttons, so the guest presses a button of this message.
    let newest_message = harness.dm("guest").await.pop().expect("the guest has a message");
    let withdraw_response = harness.click("guest", &newest_message, "I no longer need help").await;
    insta::assert_snapshot!(withdraw_response.text(), @r"
    **Ticket 1** is closed.
    1 person was still to be asked: they are not asked any more.
    ");
    harness.clear_faults();
    harness.advance("1h").await;
    harness.receives_nothing("vancouver").await;
    harness.receives("guest").await;
    harness.end().await;
}
