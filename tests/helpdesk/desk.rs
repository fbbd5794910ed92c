//! Tests "How did it go?", `/desk handover` and `/desk report`.

use super::*;

/// Vancouver helps with the ticket of the guest after four minutes, and the guest confirms. Returns the answer to the
/// guest's press.
async fn solve_after_four_minutes(harness: &mut Harness) -> Output {
    let (_, card, _) = ask_for_help(harness).await;
    harness.advance("4m").await;
    let helper_message = claim(harness, "vancouver", &card).await;
    let thread = thread_id(harness, "Ticket 1").await;
    harness.one_new_message(&thread).await;
    harness.click("vancouver", &helper_message, "Problem solved").await;
    let question = harness.receives("guest").await.pop().expect("the guest is asked");
    harness.click("guest", &question, "Yes, it is solved").await
}

#[tokio::test]
async fn asker_says_how_it_went_and_may_change_the_answer() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let closed = solve_after_four_minutes(&mut harness).await;
    assert_eq!(closed.buttons(), ["🙂 Well", "😐 So-so", "🙁 Not well"]);
    let rated = harness.click("guest", &closed, "🙁 Not well").await;
    insta::assert_snapshot!(rated.text(), @"Thank you for saying so. The secretariat sees it, without a name, in its report.");
    assert_eq!(rated.buttons(), ["🙂 Well", "😐 So-so", "[🙁 Not well]"]);
    let rated = harness.click("guest", &rated, "🙂 Well").await;
    insta::assert_snapshot!(rated.text(), @"Thank you! That is good to hear.");
    let report = harness.command("sec-lead", "desk report", json!({})).await;
    assert!(report.text().contains("How it went: 🙂 1 · 😐 0 · 🙁 0"), "{}", report.text());
    harness.end().await;
}

#[tokio::test]
async fn report_says_how_long_people_waited_and_who_helped() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    solve_after_four_minutes(&mut harness).await;
    harness.command_in("guest", "help", "help", json!({ "text": "My camera is dark" })).await;
    harness.one_new_message("helpdesk-triage").await;
    harness.receives("guest").await;
    let report = harness.command("sec-lead", "desk report", json!({})).await;
    let table = harness.attachment(&report).await;
    let table = table.strip_prefix('\u{feff}').expect("Excel needs the byte-order mark");
    insta::assert_snapshot!(table, @"
    group,tickets,answered,still waiting,median wait (min),90 % waited at most (min),asked,helped
    All,2,1,1,4,4,,
    Help,2,1,1,4,4,,
    16:00 UTC,2,1,1,4,4,,
    Member Vancouver,,,,,,0,1
    ");
    let lines: Vec<&str> = report.text().lines().skip(1).collect();
    insta::assert_snapshot!(lines.join("\n"), @"
    • All: 2; first helper after 4 minutes (median), 90 % within 4 minutes; 1 still waiting
    • Help: 2; first helper after 4 minutes (median), 90 % within 4 minutes; 1 still waiting
    **By the hour in which they were opened (UTC)**
    • 16:00: 2; first helper after 4 minutes (median), 90 % within 4 minutes; 1 still waiting
    Known answers: 0 answered it; 2 searches found none. /faq missing
    **Who was asked, and who helped**
    • Member Vancouver: asked 0 ×, helped 1 ×
    ");
    let empty =
        harness.command("sec-lead", "desk report", json!({ "from": "2020-11-01", "until": "2020-11-02" })).await;
    assert!(empty.text().contains("• All: 0, none with a helper"), "{}", empty.text());
    let order =
        harness.command("sec-lead", "desk report", json!({ "from": "2020-11-03", "until": "2020-11-02" })).await;
    insta::assert_snapshot!(order.text(), @"The last day is before the first day. Please check both.");
    let refused = harness.command("vancouver", "desk report", json!({})).await;
    insta::assert_snapshot!(refused.text(), @"Only the secretariat can do that.");
    harness.end().await;
}

#[tokio::test]
async fn handover_names_open_tickets_and_who_is_awake_and_nothing_private() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    ask_for_help(&mut harness).await;
    submit_panel_form(&mut harness, "guest", "v1/ticket/report-privately", "Harassment in a chat").await;
    harness.receives("guest").await;
    harness.new_messages("secretariat").await;
    let handover = harness.command("vancouver", "desk handover", json!({})).await;
    let text = handover.text();
    assert!(text.contains("**One ticket is waiting.** No one is helping with another one."), "{text}");
    assert!(text.contains("I cannot hear the main room"), "{text}");
    assert!(!text.contains("Harassment"), "a private report is for the secretariat alone: {text}");
    assert!(text.contains("Awake now: ") && text.contains("Member La Paz"), "{text}");
    assert!(!text.contains("Member Tokyo"), "it is night in Tokyo: {text}");
    assert!(handover.is_ephemeral());
    let refused = harness.command_in("guest", "help", "desk handover", json!({})).await;
    insta::assert_snapshot!(refused.text(), @"Only the help desk’s volunteers and the secretariat can see this. Do you need help yourself? Use /help.");
    harness.end().await;
}
