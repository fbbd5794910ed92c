//! Tests the help desk while the bot restarts, Discord fails, or DMs are closed.

use super::*;

#[tokio::test]
async fn thread_of_a_claim_from_before_a_restart_is_opened_after_the_restart() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let (_, card, _) = ask_for_help(&mut harness).await;
    // Discord refuses to open threads for a while, so the claim is committed before its thread exists.
    harness
        .plan_fault(json!({ "route": "POST /channels/*/threads", "status": 503, "times": 3, "when": "before" }))
        .await;
    harness.post("click", json!({ "as": "vancouver", "message": card.id(), "label": "I will help" })).await;
    harness.restart_bot().await;
    harness.advance("10m").await;
    let thread = thread_id(&harness, "Ticket 1").await;
    harness.one_new_message(&thread).await;
    harness.receives_one("vancouver").await;
    assert_eq!(harness.reload(&card).await.buttons(), ["[Member Vancouver is helping]"]);
    harness.end().await;
}

#[tokio::test]
async fn thread_is_not_opened_twice_when_the_response_from_discord_is_lost() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let (_, card, _) = ask_for_help(&mut harness).await;
    harness
        .plan_fault(json!({ "route": "POST /channels/*/threads", "status": 500, "times": 1, "when": "after" }))
        .await;
    harness.click("vancouver", &card, "I will help").await;
    harness.advance("10m").await;
    let state = harness.state().await;
    let threads = state["channels"].as_array().unwrap().iter().filter(|channel| channel["name"] == "Ticket 1").count();
    assert_eq!(threads, 1);
    assert_eq!(harness.receives_in_dm("vancouver").await.len(), 1);
    let thread = thread_id(&harness, "Ticket 1").await;
    harness.one_new_message(&thread).await;
    harness.end().await;
}

#[tokio::test]
async fn escalation_step_that_was_due_while_the_bot_was_down_happens_after_its_start() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let (_, card, _) = ask_for_help(&mut harness).await;
    harness.kill_bot().await;
    harness.advance("15m").await;
    harness.receives_nothing("lapaz").await;
    harness.start_bot().await;
    harness.settle().await;
    harness.receives_one("lapaz").await;
    harness.receives_one("vancouver").await;
    harness.receives_one("guest").await;
    // The buttons of messages from before the restart still work.
    claim(&mut harness, "lapaz", &card).await;
    let thread = thread_id(&harness, "Ticket 1").await;
    harness.one_new_message(&thread).await;
    harness.end().await;
}

#[tokio::test]
async fn asker_with_closed_dms_gets_the_status_in_the_inbox_channel() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    harness.patch_member("guest", json!({ "dms_open": false })).await;
    submit_panel_form(&mut harness, "guest", "v1/ticket/get-help", "I cannot hear").await;
    harness.one_new_message("helpdesk-triage").await;
    let status = harness.receives_one("guest").await;
    insta::assert_snapshot!(status.text(), @"
    **Ticket 1** is waiting for someone to help.
    2 help desk volunteers are awake and can read it. If no one has answered by <t:1605027900:F> (Tue 10 Nov, 17:05 UTC), Magpie sends each of them a message. If no one answers by <t:1605028500:F> (Tue 10 Nov, 17:15 UTC), Magpie asks the secretariat.
    > I cannot hear
    <@550965530853376000>
    ");
    let withdraw_response = harness.click("guest", &status, "I no longer need help").await;
    insta::assert_snapshot!(withdraw_response.text(), @"**Ticket 1** is closed.");
    harness.end().await;
}

#[tokio::test]
async fn volunteers_are_asked_at_once_when_the_card_cannot_be_posted() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let state = harness.state().await;
    let triage =
        state["channels"].as_array().unwrap().iter().find(|channel| channel["name"] == "helpdesk-triage").unwrap();
    let route = format!("POST /channels/{}/messages", triage["id"].as_str().unwrap());
    harness.plan_fault(json!({ "route": route, "status": 403, "code": 50013, "times": 5, "when": "before" })).await;
    submit_panel_form(&mut harness, "guest", "v1/ticket/get-help", "I cannot hear").await;
    harness.settle().await;
    for who in ["lapaz", "vancouver"] {
        harness.receives_one(who).await;
    }
    assert_eq!(harness.receives("guest").await.len(), 2);
    harness.end().await;
}

#[tokio::test]
async fn without_a_thread_helper_and_asker_are_told_to_write_to_each_other_directly() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let (_, card, _) = ask_for_help(&mut harness).await;
    harness
        .plan_fault(
            json!({ "route": "POST /channels/*/threads", "status": 403, "code": 50013, "times": 5, "when": "before" }),
        )
        .await;
    harness.click("vancouver", &card, "I will help").await;
    let helper_message = harness.receives_one("vancouver").await;
    insta::assert_snapshot!(helper_message.text(), @"
    You are helping Guest participant with **ticket 1**. Magpie could not open a thread for you: please write to <@550965530853376000> directly.
    > I cannot hear the main room
    ");
    let news_message = harness.receives_one("guest").await;
    insta::assert_snapshot!(news_message.text(), @"**Ticket 1**: Member Vancouver is helping you and will write to you directly.");
    harness.click("vancouver", &helper_message, "I cannot continue").await;
    harness.receives_one("guest").await;
    harness.end().await;
}

#[tokio::test]
async fn asker_who_is_asleep_is_not_woken() {
    let mut harness = Harness::with_members(&["tokyo", "lapaz", "vancouver", "sec-lead"]).await;
    // The quiet hours of "tokyo" start at 23:30 local time, which is 14:30 UTC.
    harness.advance_to("2020-11-11T14:25:00Z").await;
    harness.command("tokyo", "help", json!({ "text": "My slides do not open" })).await;
    let card = harness.one_new_message("helpdesk-triage").await;
    assert!(harness.receives_one("tokyo").await.sounds());
    harness.advance_to("2020-11-11T15:30:00Z").await;
    harness.receives("tokyo").await;
    harness.receives("lapaz").await;
    harness.receives("vancouver").await;
    harness.receives("sec-lead").await;
    harness.new_messages("secretariat").await;
    claim(&mut harness, "lapaz", &card).await;
    assert!(
        !harness.receives_one("tokyo").await.sounds(),
        "the first message of the thread is silent at 00:30 in Tokyo"
    );
    harness.end().await;
}

#[tokio::test]
async fn ticket_thread_that_a_moderator_deletes_is_opened_again_even_if_magpie_was_down() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let (_, card, _) = ask_for_help(&mut harness).await;
    claim(&mut harness, "vancouver", &card).await;
    let first_thread = thread_id(&harness, "Ticket 1").await;
    harness.one_new_message(&first_thread).await;
    harness.delete(&format!("channels/{first_thread}")).await;
    let second_thread = thread_id(&harness, "Ticket 1 (2)").await;
    let thread_message = harness.one_new_message(&second_thread).await;
    assert!(thread_message.text().contains("is helping you with **ticket 1**"), "{}", thread_message.text());
    // The bot is not running, so it gets no event about this deletion. An hour later the bot asks the helper, who has
    // not written, whether they still help. It re-renders the ticket's messages then, and notices the deletion.
    harness.kill_bot().await;
    harness.delete_unsettled(&format!("channels/{second_thread}")).await;
    harness.start_bot().await;
    harness.settle().await;
    harness.advance("61m").await;
    let third_thread = thread_id(&harness, "Ticket 1 (3)").await;
    for who in ["guest", "vancouver"] {
        let visible_messages = harness.get(&format!("messages?channel={third_thread}&as={who}")).await;
        assert!(!visible_messages.as_array().unwrap().is_empty(), "{who} is in the new thread");
    }
    harness.new_messages(&third_thread).await;
    for who in PEOPLE {
        harness.receives(who).await;
    }
    for channel in ["secretariat", "helpdesk-triage"] {
        harness.new_messages(channel).await;
    }
    harness.end().await;
}
