//! Tests alerts to expected members who are not on Discord.

use serde_json::json;

use crate::common::Harness;
use crate::{
    ADA, ELISE, LIST, TEXT, header, lines_about_mail, mail_lines, preview_alert, send_alert, server_with_list, shown,
};

#[tokio::test]
async fn expected_people_who_are_not_on_discord_are_counted_and_get_an_alert_in_their_language_and_time() {
    let mut harness = server_with_list().await;
    let preview = preview_alert(&mut harness, "urgent", "18:15 UTC").await;
    insta::assert_snapshot!(lines_about_mail(&preview), @"
    ✉️ **Not on Discord, reached by e-mail: 2**
    **Not on Discord and no e-mail address: 1**
    ");
    harness.click("sec-lead", &preview, "Send").await;
    harness.settle().await;
    harness.receives_one("lapaz").await;
    let list = harness.one_new_message("secretariat").await;
    insta::assert_snapshot!(mail_lines(&mut harness, &list).await, @"
    ✉️ **Sent by e-mail (2):** Ada Absent, Élise Loin
    **Not on Discord and no e-mail address: 1**
    ");
    insta::assert_snapshot!(shown(&harness.one_mail(ADA).await), @"
    Urgent: Main room link changed · before Wed 04:15 (Brisbane, assumed)

    Hello Ada Absent,

    From Secretariat lead, secretariat. How urgent: Urgent.

        Main room link changed

    Please read by: Wed 11 Nov, 04:15 (Tue 18:15 UTC) (Brisbane, assumed)

    If you have a question, please reply to this e-mail. The secretariat reads the replies.

    --
    Alert 1. You get it by e-mail because you are on the secretariat’s list of members and not on Discord.
    ");
    let french = harness.one_mail(ELISE).await;
    assert!(french["text"].as_str().unwrap().starts_with("Bonjour Élise Loin,"), "{french:#}");
    assert!(french["html"].as_str().unwrap().contains("<html lang=\"fr\">"), "{french:#}");
    harness.end().await;
}

#[tokio::test]
async fn email_has_the_headers_of_an_automatic_message_and_goes_where_replies_are_read() {
    let mut harness = server_with_list().await;
    send_alert(&mut harness, "urgent", "").await;
    let mail = harness.one_mail(ADA).await;
    assert_eq!(header(&mail, "Auto-Submitted"), "auto-generated");
    assert_eq!(header(&mail, "From"), "Magpie <magpie@example.org>");
    assert_eq!(header(&mail, "Reply-To"), "Secretariat <secretariat@example.org>");
    assert_eq!(header(&mail, "Date"), "Tue, 10 Nov 2020 16:55:00 +0000");
    let id = header(&mail, "Message-ID");
    assert!(id.starts_with('<') && id.ends_with("@example.org>"), "{id}");
    assert!(header(&mail, "Content-Type").starts_with("multipart/alternative"), "{mail:#}");
    harness.end().await;
}

#[tokio::test]
async fn correction_and_withdrawal_reach_the_same_people_by_email_in_one_thread() {
    let mut harness = server_with_list().await;
    let list = send_alert(&mut harness, "urgent", "").await;
    let form = harness.click("sec-lead", &list, "Correct").await;
    let preview = harness.submit("sec-lead", &form, json!({"text": "Room B instead", "answer_by": ""})).await;
    assert!(preview.text().contains("reached by e-mail: 2"), "{}", preview.text());
    harness.click("sec-lead", &preview, "Send correction").await;
    harness.settle().await;
    harness.receives_one("lapaz").await;
    harness.restart_bot().await;
    harness.withdraw("sec-lead", &list).await;
    harness.settle().await;
    let mails = harness.mails(ADA).await;
    let subjects: Vec<_> = mails.iter().map(|mail| mail["subject"].as_str().unwrap()).collect();
    assert_eq!(
        subjects,
        [format!("Urgent: {TEXT}").as_str(), "Corrected: Urgent: Room B instead", "Withdrawn: Urgent: Room B instead"]
    );
    assert!(mails[2]["text"].as_str().unwrap().contains("sent by mistake"), "{:#}", mails[2]);
    assert_eq!(header(&mails[0], "References"), header(&mails[1], "References"));
    assert_ne!(header(&mails[0], "Message-ID"), header(&mails[1], "Message-ID"));
    harness.new_messages("secretariat").await;
    harness.end().await;
}

#[tokio::test]
async fn silent_fix_sends_no_email_and_says_who_has_the_old_text() {
    let mut harness = server_with_list().await;
    let list = send_alert(&mut harness, "urgent", "").await;
    let form = harness.click("sec-lead", &list, "Correct").await;
    let preview = harness.submit("sec-lead", &form, json!({"text": "Main room link changed!", "answer_by": ""})).await;
    let response = harness.click("sec-lead", &preview, "Fix silently").await;
    let line = "⚠️ 2 people got the old text by e-mail, which cannot be changed.";
    assert!(response.text().contains(line), "{}", response.text());
    harness.settle().await;
    harness.one_mail(ADA).await;
    harness.new_messages("secretariat").await;
    harness.end().await;
}

#[tokio::test]
async fn information_waits_until_the_assumed_morning_of_a_person_who_is_not_on_discord() {
    let mut harness = server_with_list().await;
    let list = send_alert(&mut harness, "information", "").await;
    // It is 17:55 in Brussels. In Brisbane, the assumed quiet hours end at 09:00, which is 23:00 UTC.
    harness.one_mail(ELISE).await;
    insta::assert_snapshot!(mail_lines(&mut harness, &list).await, @"
    ✉️ **Sent by e-mail (1):** Élise Loin
    ✉️ **E-mail on its way (1):** Ada Absent
    **Not on Discord and no e-mail address: 1**
    ");
    harness.advance_to("2020-11-10T22:59:59Z").await;
    assert_eq!(harness.mails(ADA).await.len(), 0);
    harness.restart_bot().await;
    harness.advance_to("2020-11-10T23:00:00Z").await;
    harness.one_mail(ADA).await;
    harness.new_messages("secretariat").await;
    harness.end().await;
}

#[tokio::test]
async fn email_that_waits_is_not_sent_after_the_alert_was_withdrawn_or_the_person_left_the_list() {
    let mut harness = server_with_list().await;
    let list = send_alert(&mut harness, "information", "").await;
    harness.withdraw("sec-lead", &list).await;
    harness.settle().await;
    let mails = harness.mails(ELISE).await;
    assert_eq!(mails.len(), 2, "it is day in Brussels, so she got the alert and its withdrawal: {mails:#?}");
    assert!(mails[1]["subject"].as_str().unwrap().starts_with("Retirée"), "{:#}", mails[1]);
    // Half an hour later, the same text needs no confirmation.
    harness.advance("31m").await;
    send_alert(&mut harness, "information", "").await;
    harness.upload_members("sec-lead", &LIST.replace("Ada Absent", "Someone Else")).await;
    harness.advance("1d").await;
    assert_eq!(harness.mails(ADA).await.len(), 0, "one alert was withdrawn, and she is not expected any more");
    assert_eq!(harness.mails(ELISE).await.len(), 3);
    harness.new_messages("secretariat").await;
    harness.end().await;
}

#[tokio::test]
async fn practice_alert_and_server_without_mail_send_no_email() {
    let mut harness = server_with_list().await;
    let options = json!({"severity": "urgent", "audience": "members", "practice": true});
    let form = harness.command("sec-lead", "alert send", options).await;
    let preview = harness.submit("sec-lead", &form, json!({"text": TEXT, "answer_by": ""})).await;
    assert!(preview.text().contains("**Not on Discord: 3**"), "{}", preview.text());
    harness.click("sec-lead", &preview, "Send").await;
    harness.settle().await;
    harness.receives_one("lapaz").await;
    harness.one_new_message("secretariat").await;
    assert_eq!(harness.get("mail").await["mailboxes"], json!([]));
    harness.end().await;

    let mut harness = Harness::with_members(&["sec-lead", "lapaz"]).await;
    harness.upload_members("sec-lead", LIST).await;
    let list = send_alert(&mut harness, "urgent", "").await;
    insta::assert_snapshot!(mail_lines(&mut harness, &list).await, @"**Not on Discord: 3**");
    assert_eq!(harness.get("mail").await["mailboxes"], json!([]));
    harness.end().await;
}
