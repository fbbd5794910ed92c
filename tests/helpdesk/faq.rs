//! Tests known answers: cards, their approval, their copies in channels, and the cards that an asker is shown before a
//! ticket opens.

use super::*;

/// The secretariat publishes a card. Returns the answer to "Publish".
async fn publish(harness: &mut Harness, question: &str, answer: &str, valid: &str) -> Output {
    let form = harness.command("sec-lead", "faq add", json!({})).await;
    let fields = json!({ "question": question, "answer": answer, "valid": valid });
    let preview = harness.submit("sec-lead", &form, fields).await;
    harness.click("sec-lead", &preview, "Publish").await
}

async fn publish_room_link(harness: &mut Harness) {
    publish(harness, "Where is the link of the main room?", "In the programme, under *Main room*.", "").await;
}

/// The titles and texts of the cards below a message.
fn cards(message: &Output) -> Vec<String> {
    let embeds = message.message()["embeds"].as_array().cloned().unwrap_or_default();
    let text = |embed: &serde_json::Value, key: &str| embed[key].as_str().unwrap_or_default().to_owned();
    embeds.iter().map(|embed| format!("{}: {}", text(embed, "title"), text(embed, "description"))).collect()
}

#[tokio::test]
async fn secretariat_previews_publishes_and_undoes_a_card() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let form = harness.command("sec-lead", "faq add", json!({ "category": "Joining" })).await;
    let fields = json!({ "question": "Where is the main room?", "answer": "In the programme", "valid": "20 November" });
    let preview = harness.submit("sec-lead", &form, fields).await;
    insta::assert_snapshot!(preview.text(), @"
    **Preview of a new card**
    English · Joining · valid until 2020-11-20
    ");
    assert_eq!(preview.buttons(), ["Publish", "Change", "Discard"]);
    assert_eq!(cards(&preview), ["Where is the main room?: In the programme"]);
    let nothing = harness.command_in("guest", "help", "faq search", json!({ "words": "main room" })).await;
    insta::assert_snapshot!(nothing.text(), @"No known answer fits “main room”. The secretariat sees what was not found, so that it can add an answer. Do you need help now? Press **Get help**.");
    assert_eq!(nothing.buttons(), ["Get help"]);

    let published = harness.click("sec-lead", &preview, "Publish").await;
    insta::assert_snapshot!(published.text(), @"✅ **Card 1** is published: everyone can find it now.");
    let found = harness.command_in("guest", "help", "faq search", json!({ "words": "main room" })).await;
    insta::assert_snapshot!(found.text(), @"This may answer it:");
    assert_eq!(cards(&found), ["Where is the main room?: In the programme"]);
    assert_eq!(found.buttons(), ["That answers it", "Still need help"]);
    let asked = harness.click("guest", &found, "Still need help").await;
    assert_eq!(asked.buttons(), ["Get help"], "a search is no request, so the form opens");

    let undone = harness.click("sec-lead", &published, "Undo").await;
    insta::assert_snapshot!(undone.text(), @"Undone: **card 1** is deleted.");
    let list = harness.command("sec-lead", "faq list", json!({})).await;
    insta::assert_snapshot!(list.text(), @"There are no cards yet. Add one with /faq add, or keep the answer of a solved ticket.");
    harness.end().await;
}

#[tokio::test]
async fn day_that_is_not_understood_stays_in_the_draft_until_it_is_corrected() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let form = harness.command("sec-lead", "faq add", json!({})).await;
    let fields = json!({ "question": "Main room?", "answer": "In the programme", "valid": "until the end" });
    let preview = harness.submit("sec-lead", &form, fields).await;
    insta::assert_snapshot!(preview.text(), @"
    **Preview of a new card**
    English · Other · always valid
    ⚠️ Magpie cannot read “until the end” as a day that is still to come. Please press **Change**, and write it like 2026-11-17.
    ");
    assert_eq!(preview.buttons(), ["Change", "Discard"]);
    let form = harness.click("sec-lead", &preview, "Change").await;
    let fields = json!({ "question": "Main room?", "answer": "In the programme", "valid": "2020-11-17" });
    let preview = harness.submit("sec-lead", &form, fields).await;
    assert_eq!(preview.buttons(), ["Publish", "Change", "Discard"]);
    harness.end().await;
}

#[tokio::test]
async fn draft_of_a_volunteer_reaches_the_secretariat_and_its_author_is_told() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let form = harness.command("vancouver", "faq add", json!({})).await;
    let fields = json!({ "question": "Lost badge?", "answer": "Ask at the entrance", "valid": "" });
    let preview = harness.submit("vancouver", &form, fields).await;
    insta::assert_snapshot!(preview.text(), @"
    **Preview of a new card**
    English · Other · always valid
    Everyone can find it as soon as the secretariat has approved it.
    ");
    assert_eq!(preview.buttons(), ["Send to the secretariat", "Change", "Discard"]);
    let sent = harness.click("vancouver", &preview, "Send to the secretariat").await;
    insta::assert_snapshot!(sent.text(), @"The secretariat has got your draft. Magpie tells you what it decides. Thank you!");
    let message = harness.one_new_message("secretariat").await;
    insta::assert_snapshot!(message.text(), @"📝 Member Vancouver has written a card: “Lost badge?”. It waits for the secretariat.");

    let opened = harness.click("sec-lead", &message, "Read it").await;
    assert_eq!(opened.buttons(), ["Publish", "Change", "Do not publish"]);
    let opened_too = harness.click("sec-tech", &message, "Read it").await;
    harness.click("sec-lead", &opened, "Publish").await;
    let message = harness.reload(&message).await;
    insta::assert_snapshot!(without_tag(&message), @"✅ Written by Member Vancouver, and published as card 1: “Lost badge?”");
    assert_eq!(message.buttons(), [""; 0]);
    let news = harness.receives_one("vancouver").await;
    insta::assert_snapshot!(without_tag(&news), @"✅ The secretariat has published your card “Lost badge?” as card 1. Thank you!");
    let second = harness.click("sec-tech", &opened_too, "Publish").await;
    insta::assert_snapshot!(second.text(), @"This draft is already decided, so nothing was changed.");
    let refused = harness.command_in("guest", "help", "faq approve", json!({})).await;
    insta::assert_snapshot!(refused.text(), @"Only the secretariat can do that.");
    harness.end().await;
}

#[tokio::test]
async fn secretariat_publishes_only_the_text_that_it_has_read() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let form = harness.command("vancouver", "faq add", json!({})).await;
    let fields = json!({ "question": "Lost badge?", "answer": "Ask at the entrance", "valid": "" });
    let preview = harness.submit("vancouver", &form, fields).await;
    let old_form = harness.click("vancouver", &preview, "Change").await;
    harness.click("vancouver", &preview, "Send to the secretariat").await;
    let message = harness.one_new_message("secretariat").await;
    let opened = harness.click("sec-lead", &message, "Read it").await;

    let fields = json!({ "question": "Lost badge?", "answer": "Write to me", "valid": "" });
    let refused = harness.submit("vancouver", &old_form, fields).await;
    insta::assert_snapshot!(refused.text(), @"
    The secretariat has got this draft, so your change was not saved. To change it, discard the draft and write it again.
    This is what you wrote, so that you can use it again:
    >>> Lost badge?
    Write to me
    ");
    harness.click("sec-lead", &opened, "Publish").await;
    let found = harness.command("vancouver", "faq search", json!({ "words": "lost badge" })).await;
    assert_eq!(cards(&found), ["Lost badge?: Ask at the entrance"]);
    harness.receives_one("vancouver").await;
    harness.end().await;
}

#[tokio::test]
async fn asker_whom_a_card_answers_disturbs_nobody() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    publish_room_link(&mut harness).await;
    let held =
        harness.command_in("guest", "help", "help", json!({ "text": "I cannot find the link of the main room" })).await;
    insta::assert_snapshot!(held.text(), @"**Your request is saved, and no one has been asked yet.** Perhaps this answers it already. If you press nothing, it goes to the help desk by itself at <t:1605027600:F> (Tue 10 Nov, 17:00 UTC).");
    assert!(held.is_ephemeral());
    assert_eq!(cards(&held), ["Where is the link of the main room?: In the programme, under \\*Main room\\*."]);
    let answered = harness.click("guest", &held, "That answers it").await;
    insta::assert_snapshot!(answered.text(), @"Glad that it helped! No one was asked, and you do not need to do anything.");
    harness.advance("1h").await;
    assert!(harness.new_messages("helpdesk-triage").await.is_empty());
    harness.receives_nothing("guest").await;
    // They may still change their mind.
    let ticket = harness.click("guest", &answered, "Still need help").await;
    assert!(ticket.text().starts_with("**Ticket 1** is open."), "{}", ticket.text());
    let card = harness.one_new_message("helpdesk-triage").await;
    assert!(card.text().ends_with("> I cannot find the link of the main room"), "{}", card.text());
    harness.receives("guest").await;
    harness.end().await;
}

#[tokio::test]
async fn request_opens_by_itself_when_its_asker_does_not_answer_even_after_a_restart() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    publish_room_link(&mut harness).await;
    let held = harness.command_in("guest", "help", "help", json!({ "text": "Where is the main room?" })).await;
    harness.kill_bot().await;
    harness.advance("4m").await;
    harness.start_bot().await;
    harness.settle().await;
    assert!(harness.new_messages("helpdesk-triage").await.is_empty());
    harness.advance("1m").await;
    let card = harness.one_new_message("helpdesk-triage").await;
    assert!(card.text().starts_with("**Ticket 1** · Guest participant asks for help"), "{}", card.text());
    let status = harness.receives_one("guest").await;
    assert!(status.text().starts_with("**Ticket 1** is waiting"), "{}", status.text());
    // The buttons of the old answer know of the ticket.
    let has_ticket = harness.click("guest", &held, "Still need help").await;
    insta::assert_snapshot!(has_ticket.text(), @"**Ticket 1** is open already. Its messages say who helps, and when.");
    harness.advance("2h").await;
    let tickets = harness.command("sec-lead", "ticket list", json!({})).await;
    assert!(!tickets.text().contains("**2**"), "it was opened once: {}", tickets.text());
    for who in ["guest", "lapaz", "vancouver", "sec-lead", "sec-tech", "tokyo"] {
        harness.receives(who).await;
    }
    for channel in ["helpdesk-triage", "secretariat"] {
        harness.new_messages(channel).await;
    }
    harness.end().await;
}

#[tokio::test]
async fn card_that_answers_an_open_ticket_ends_it() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    publish_room_link(&mut harness).await;
    let held = harness.command_in("guest", "help", "help", json!({ "text": "Where is the main room?" })).await;
    harness.advance("5m").await;
    let card = harness.one_new_message("helpdesk-triage").await;
    harness.receives_one("guest").await;
    let ended = harness.click("guest", &held, "That answers it").await;
    insta::assert_snapshot!(ended.text(), @"
    **Ticket 1** is closed. Glad it is solved!
    How did it go? One press is enough, and you can leave it out.
    ");
    assert_eq!(harness.reload(&card).await.buttons(), ["[Solved]"]);
    harness.end().await;
}

#[tokio::test]
async fn private_report_is_neither_searched_nor_listed() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    publish_room_link(&mut harness).await;
    let report = submit_panel_form(
        &mut harness,
        "guest",
        "v1/ticket/report-privately",
        "Somebody shared the link of the main room",
    )
    .await;
    assert!(report.text().starts_with("**Private report 1**"), "{}", report.text());
    let other = submit_panel_form(&mut harness, "guest", "v1/ticket/report-privately", "Harassment in a chat").await;
    assert!(other.text().starts_with("**Private report 2**"), "{}", other.text());
    let missing = harness.command("sec-lead", "faq missing", json!({})).await;
    insta::assert_snapshot!(missing.text(), @"Every search has found an answer, or you have dealt with it.");
    for who in ["guest", "sec-lead", "sec-tech"] {
        harness.receives(who).await;
    }
    harness.new_messages("secretariat").await;
    harness.end().await;
}

#[tokio::test]
async fn search_without_an_answer_becomes_a_card() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    harness.command_in("guest", "help", "faq search", json!({ "words": "Visa for Kyoto" })).await;
    harness.command_in("guest", "help", "faq search", json!({ "words": "hello" })).await;
    let missing = harness.command("sec-lead", "faq missing", json!({})).await;
    insta::assert_snapshot!(missing.text(), @"
    **2 searches without an answer**, the latest first
    • Tue 17:55: hello
    • Tue 17:55: Visa for Kyoto
    ");
    let one = harness.select("sec-lead", &missing, "Choose one", &["2"]).await;
    let dismissed = harness.click("sec-lead", &one, "Needs no card").await;
    insta::assert_snapshot!(dismissed.text(), @"It is no longer on the list.");
    let one = harness.select("sec-lead", &missing, "Choose one", &["1"]).await;
    let form = harness.click("sec-lead", &one, "Write a card").await;
    let fields = json!({ "question": "Do I need a visa?", "answer": "Ask the embassy", "valid": "" });
    let preview = harness.submit("sec-lead", &form, fields).await;
    harness.click("sec-lead", &preview, "Publish").await;
    let missing = harness.command("sec-lead", "faq missing", json!({})).await;
    insta::assert_snapshot!(missing.text(), @"Every search has found an answer, or you have dealt with it.");
    harness.end().await;
}

#[tokio::test]
async fn copies_in_channels_follow_the_card_and_deleted_ones_are_noticed() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    publish_room_link(&mut harness).await;
    let posted = harness.command("sec-lead", "faq post", json!({ "number": 1, "channel": "help" })).await;
    assert!(posted.text().starts_with("**Card 1** is posted in <#"), "{}", posted.text());
    harness.command("sec-lead", "faq post", json!({ "number": 1, "channel": "mag-general" })).await;
    let copies = [harness.one_new_message("help").await, harness.one_new_message("mag-general").await];
    insta::assert_snapshot!(without_tag(&copies[0]), @"💡 **Known answer 1**");

    let form = harness.command("sec-lead", "faq edit", json!({ "number": 1, "language": "Français" })).await;
    let fields = json!({ "question": "Où est le lien ?", "answer": "Dans le programme", "valid": "" });
    let preview = harness.submit("sec-lead", &form, fields).await;
    let changed = harness.click("sec-lead", &preview, "Publish").await;
    insta::assert_snapshot!(changed.text(), @"
    ✅ **Card 1** is changed.
    Its 2 copies in channels change too.
    ");
    for copy in &copies {
        let copy = harness.reload(copy).await;
        assert_eq!(cards(&copy).len(), 2, "both languages");
        assert_eq!(without_tag(&copy).lines().nth(1), Some("💡 **Réponse connue 1**"));
    }

    // A moderator has deleted one copy, which shows at the next edit.
    let fault =
        json!({ "route": "PATCH /channels/*/messages/*", "status": 404, "code": 10008, "times": 1, "when": "before" });
    harness.plan_fault(fault).await;
    let question = harness.command("sec-lead", "faq delete", json!({ "number": 1 })).await;
    insta::assert_snapshot!(question.text(), @"Delete **card 1**? Its 2 copies in channels will say that it is no longer valid. You can undo it afterwards.");
    let deleted = harness.click("sec-lead", &question, "Delete").await;
    assert!(deleted.text().starts_with("**Card 1** is deleted"), "{}", deleted.text());
    let mut not_valid = 0;
    for copy in &copies {
        let copy = harness.reload(copy).await;
        not_valid += usize::from(copy.text().starts_with("This answer is no longer valid."));
    }
    assert_eq!(not_valid, 1);
    let undone = harness.click("sec-lead", &deleted, "Undo").await;
    insta::assert_snapshot!(undone.text(), @"Undone: **card 1** is as it was before.");
    let list = harness.command("sec-lead", "faq list", json!({})).await;
    insta::assert_snapshot!(list.text(), @"
    **One card**
    **1** · Where is the link of the main room? · Other · en fr · always valid · one copy
    ");
    harness.new_messages("secretariat").await;
    harness.end().await;
}

#[tokio::test]
async fn copy_that_a_moderator_deletes_is_noticed_at_once() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    publish_room_link(&mut harness).await;
    for _ in 0..2 {
        harness.command("sec-lead", "faq post", json!({ "number": 1, "channel": "help" })).await;
    }
    let copies = harness.new_messages("help").await;
    let channel = copies[0].message()["channel"].as_str().unwrap().to_owned();
    // To the bot, a deletion by itself looks like one by a moderator.
    let discord = harness.sandbox.address();
    let url = format!("{}/api/v10/channels/{channel}/messages/{}", discord.api_url, copies[0].id());
    let request = reqwest::Client::new().delete(url).header("Authorization", format!("Bot {}", discord.token));
    let request = request.header("User-Agent", "DiscordBot (https://example.org, 1)");
    assert!(request.send().await.unwrap().status().is_success());
    harness.settle().await;
    let question = harness.command("sec-lead", "faq delete", json!({ "number": 1 })).await;
    insta::assert_snapshot!(question.text(), @"Delete **card 1**? Its copy in a channel will say that it is no longer valid. You can undo it afterwards.");
    harness.end().await;
}

#[tokio::test]
async fn expired_card_is_not_shown_and_its_owner_is_reminded() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    publish(&mut harness, "Where is the main room?", "In the programme", "2020-11-20").await;
    harness.command("sec-lead", "faq post", json!({ "number": 1, "channel": "help" })).await;
    let copy = harness.one_new_message("help").await;
    harness.advance_to("2020-11-18T12:00:00Z").await;
    let reminder = harness.receives_one("sec-lead").await;
    assert!(reminder.text().starts_with("⌛ **Card 1** expires at "), "{}", reminder.text());
    assert_eq!(reminder.buttons(), ["Still right: 3 months more", "Change", "Delete"]);
    harness.advance_to("2020-11-21T12:00:00Z").await;
    harness.receives_nothing("sec-lead").await;
    let copy = harness.reload(&copy).await;
    assert!(copy.text().starts_with("This answer is no longer valid."), "{}", copy.text());
    let nothing = harness.command_in("guest", "help", "faq search", json!({ "words": "main room" })).await;
    assert_eq!(nothing.buttons(), ["Get help"]);

    let reminder = harness.reload(&reminder).await;
    assert!(reminder.text().starts_with("⌛ **Card 1** has expired"), "{}", reminder.text());
    let extended = harness.click("sec-lead", &reminder, "Still right: 3 months more").await;
    insta::assert_snapshot!(extended.text(), @"
    ✅ **Card 1** is valid for about three months more.
    Its copy in a channel changes too.
    ");
    assert_eq!(without_tag(&harness.reload(&copy).await), "💡 **Known answer 1**");
    assert_eq!(harness.reload(&reminder).await.buttons(), [""; 0]);
    let found = harness.command_in("guest", "help", "faq search", json!({ "words": "main room" })).await;
    assert_eq!(found.buttons(), ["That answers it", "Still need help"]);
    harness.end().await;
}

#[tokio::test]
async fn helper_keeps_the_answer_of_a_solved_ticket_as_a_card() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let (_, card, _) = ask_for_help(&mut harness).await;
    let helper_message = claim(&mut harness, "vancouver", &card).await;
    let thread = thread_id(&harness, "Ticket 1").await;
    harness.one_new_message(&thread).await;
    let solved = harness.click("vancouver", &helper_message, "Problem solved").await;
    assert_eq!(solved.buttons(), ["Keep this answer as a card?"]);
    let form = harness.click("vancouver", &solved, "Keep this answer as a card?").await;
    let question = form["modal"]["components"][0]["components"][0]["value"].as_str().unwrap_or_default().to_owned();
    assert_eq!(question, "I cannot hear the main room");
    let fields = json!({ "question": question, "answer": "Press the loudspeaker", "valid": "" });
    let preview = harness.submit("vancouver", &form, fields).await;
    assert_eq!(preview.buttons(), ["Send to the secretariat", "Change", "Discard"]);
    harness.receives("guest").await;
    harness.end().await;
}
