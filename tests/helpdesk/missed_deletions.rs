//! Tests tickets whose channel or thread was deleted while the bot was stopped. Discord does not report such a deletion
//! when the bot connects again.

use super::*;

#[tokio::test]
async fn next_people_are_asked_at_the_start_after_the_channel_with_the_card_was_deleted() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    ask_for_help(&mut harness).await;
    harness.kill_bot().await;
    harness.delete_unsettled("channels/helpdesk-triage").await;
    harness.start_bot().await;
    harness.settle().await;
    for who in ["lapaz", "vancouver"] {
        harness.receives_one(who).await;
    }
    let news_message = harness.receives_one("guest").await;
    assert!(news_message.text().starts_with("**Ticket 1**: no one has answered yet."), "{}", news_message.text());
    harness.receives("sec-lead").await;
    harness.receives("sec-tech").await;
    harness.new_messages("secretariat").await;
    harness.end().await;
}

#[tokio::test]
async fn thread_deleted_while_the_bot_was_stopped_is_replaced_at_the_start() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let (_, card, _) = ask_for_help(&mut harness).await;
    claim(&mut harness, "vancouver", &card).await;
    let deleted_thread = thread_id(&harness, "Ticket 1").await;
    harness.one_new_message(&deleted_thread).await;
    harness.kill_bot().await;
    harness.delete_unsettled(&format!("channels/{deleted_thread}")).await;
    harness.start_bot().await;
    harness.settle().await;
    let thread = thread_id(&harness, "Ticket 1 (2)").await;
    harness.one_new_message(&thread).await;
    harness.receives("vancouver").await;
    harness.receives("guest").await;
    harness.end().await;
}
