use super::*;

#[tokio::test]
async fn released_ticket_is_continued_by_another_helper_in_the_same_thread() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let (_, card, _) = asks_for_help(&mut harness).await;
    harness.click("vancouver", &card, "I will help").await;
    let thread = thread(&harness, "Ticket 1").await;
    let hello = harness.one_new_message(&thread).await;

    harness.click("vancouver", &hello, "I cannot continue").await;
    let news = harness.receives_one("guest").await;
    insta::assert_snapshot!(untagged(&news), @r"
    **Ticket 1** waits again: who helped you cannot continue. Others are asked.
    2 volunteers of the help desk are awake and can read it. If nobody has answered by <t:1605027900:F> (Tue 10 Nov, 17:05 UTC), each of them is asked in person. If none answers by <t:1605028500:F> (Tue 10 Nov, 17:15 UTC), the secretariat is asked.
    ");
    let card = harness.reload(&card).await;
    assert_eq!(card.buttons(), ["I will help", "Send to secretariat"]);
    harness.click("lapaz", &card, "I will help").await;
    let second = harness.one_new_message(&thread).await;
    insta::assert_snapshot!(second.text(), @r"
    <@550965530853376000>: <@550965514076160000> is helping you with **ticket 1**. Write to each other here.
    > I cannot hear the main room
    ");
    harness.end().await;
}

#[tokio::test]
async fn sending_to_the_secretariat_asks_what_was_tried_and_names_who_is_asked() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let (_, card, _) = asks_for_help(&mut harness).await;
    let form = harness.click("vancouver", &card, "Send to secretariat").await;
    let sent = harness.submit("vancouver", &form, json!({ "tried": "Another browser" })).await;
    insta::assert_snapshot!(sent.text(), @r"
    **Ticket 1** is with the secretariat now.
    Asked now: Secretariat lead, Secretariat tech
    ");
    let secretariat_card = harness.one_new_message("secretariat").await;
    insta::assert_snapshot!(secretariat_card.text(), @r"
    **Ticket 1** · Guest participant asks for help
    Nobody helps yet. The secretariat has been asked. If none answers, Magpie asks again at <t:1605041700:F> (Tue 10 Nov, 20:55 UTC).
    What was tried: Another browser
    > I cannot hear the main room
    ");
    let asked = harness.receives_one("sec-lead").await;
    harness.receives_one("sec-tech").await;
    let news = harness.receives_one("guest").await;
    insta::assert_snapshot!(untagged(&news), @r"
    **Ticket 1** is with the secretariat now.
    The secretariat has been asked. If none answers, Magpie asks again at <t:1605041700:F> (Tue 10 Nov, 20:55 UTC).
    ");
    // The button in the volunteers' channel is disabled.
    assert_eq!(harness.reload(&card).await.buttons(), ["[I will help]"]);
    harness.click("sec-lead", &asked, "I will help").await;
    let thread = thread(&harness, "Ticket 1").await;
    harness.one_new_message(&thread).await;
    harness.end().await;
}

#[tokio::test]
async fn asker_who_still_needs_help_reopens_the_ticket() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let (_, card, _) = asks_for_help(&mut harness).await;
    harness.click("vancouver", &card, "I will help").await;
    let thread = thread(&harness, "Ticket 1").await;
    let hello = harness.one_new_message(&thread).await;
    harness.click("vancouver", &hello, "Problem solved").await;
    let question = harness.receives_one("guest").await;
    let reopened = harness.click("guest", &question, "No, I still need help").await;
    insta::assert_snapshot!(reopened.text(), @"**Ticket 1** waits for somebody to help again.");
    assert_eq!(harness.reload(&card).await.buttons(), ["I will help", "Send to secretariat"]);
    harness.end().await;
}

#[tokio::test]
async fn solved_ticket_closes_when_the_asker_does_not_answer() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let (_, card, _) = asks_for_help(&mut harness).await;
    harness.click("vancouver", &card, "I will help").await;
    let thread = thread(&harness, "Ticket 1").await;
    let hello = harness.one_new_message(&thread).await;
    harness.click("vancouver", &hello, "Problem solved").await;
    harness.receives_one("guest").await;
    harness.advance("48h").await;
    assert_eq!(harness.reload(&card).await.buttons(), ["[Solved]"]);
    harness.end().await;
}
