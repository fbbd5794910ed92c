//! Tests what happens if the mail server fails.

use serde_json::json;

use crate::{ADA, ELISE, header, mail_lines, preview_alert, send_alert, server_with_list};

#[tokio::test]
async fn busy_mail_server_is_tried_again_and_the_email_keeps_its_id_over_a_restart() {
    let mut harness = server_with_list().await;
    harness.set_mail_server("busy").await;
    let list = send_alert(&mut harness, "urgent", "").await;
    insta::assert_snapshot!(mail_lines(&mut harness, &list).await, @"
    ✉️ **E-mail on its way (2):** Ada Absent, Élise Loin
    **Not on Discord and no e-mail address: 1**
    ");
    harness.restart_bot().await;
    harness.set_mail_server("work").await;
    harness.advance("5m").await;
    harness.one_mail(ADA).await;
    harness.one_mail(ELISE).await;
    insta::assert_snapshot!(mail_lines(&mut harness, &list).await, @"
    ✉️ **Sent by e-mail (2):** Ada Absent, Élise Loin
    **Not on Discord and no e-mail address: 1**
    ");
    harness.end().await;
}

#[tokio::test]
async fn refused_address_fails_at_once_and_the_list_shows_what_the_mail_server_said() {
    let mut harness = server_with_list().await;
    harness.set_mail_server("refuse").await;
    let list = send_alert(&mut harness, "urgent", "").await;
    let lines = mail_lines(&mut harness, &list).await;
    assert!(lines.contains("❌ **E-mail failed (2):** Ada Absent ("), "{lines}");
    assert!(lines.contains("no such mailbox"), "{lines}");
    harness.set_mail_server("work").await;
    harness.advance("1d").await;
    assert_eq!(harness.mails(ADA).await.len(), 0, "it is not tried again");
    harness.new_messages("secretariat").await;
    harness.end().await;
}

#[tokio::test]
async fn email_whose_answer_was_lost_is_shown_as_unknown_and_not_sent_again() {
    let mut harness = server_with_list().await;
    harness.set_mail_server("lose_answer").await;
    let list = send_alert(&mut harness, "urgent", "").await;
    harness.set_mail_server("work").await;
    harness.advance("1m").await;
    let unknown = "✉️ **E-mail may have arrived; there is no way to tell (2):** Ada Absent, Élise Loin";
    let lines = mail_lines(&mut harness, &list).await;
    assert!(lines.contains(unknown), "{lines}");
    harness.restart_bot().await;
    harness.advance("3d").await;
    harness.one_mail(ADA).await;
    harness.one_mail(ELISE).await;
    let newest = harness.command("sec-lead", "alert show", json!({"number": 1})).await;
    assert!(newest.json().contains(unknown), "{}", newest.json());
    harness.new_messages("secretariat").await;
    harness.end().await;
}

#[tokio::test]
async fn mail_server_that_hangs_delays_no_message_on_discord() {
    let mut harness = server_with_list().await;
    harness.set_mail_server("hang").await;
    let preview = preview_alert(&mut harness, "urgent", "").await;
    let (message, label) = (preview.id(), "Send");
    // The bot is not idle while the e-mails hang, so wait only for its answer.
    harness.post("click", json!({"as": "sec-lead", "message": message, "label": label, "wait": "message"})).await;
    loop {
        // Two e-mails are held by the mail server until it is told to work. The message must arrive without that.
        if let [_] = harness.receives("lapaz").await.as_slice() {
            break;
        }
        tokio::task::yield_now().await;
    }
    assert_eq!(harness.mails(ADA).await.len(), 0);
    harness.set_mail_server("work").await;
    harness.settle().await;
    harness.advance("5m").await;
    let mail = harness.one_mail(ADA).await;
    assert!(header(&mail, "Message-ID").contains("@example.org"), "{mail:#}");
    harness.new_messages("secretariat").await;
    harness.end().await;
}

#[tokio::test]
async fn email_in_flight_when_the_process_dies_is_not_sent_again() {
    let mut harness = server_with_list().await;
    harness.set_mail_server("hang").await;
    let preview = preview_alert(&mut harness, "urgent", "").await;
    let (message, label) = (preview.id(), "Send");
    harness.post("click", json!({"as": "sec-lead", "message": message, "label": label, "wait": "message"})).await;
    loop {
        if let [_] = harness.receives("lapaz").await.as_slice() {
            break;
        }
        tokio::task::yield_now().await;
    }
    harness.kill_bot().await;
    harness.set_mail_server("work").await;
    harness.start_bot().await;
    harness.advance("1d").await;
    for address in [ADA, ELISE] {
        let mails = harness.mails(address).await.len();
        assert!(mails <= 1, "{address} has {mails} e-mails");
    }
    harness.new_messages("secretariat").await;
    harness.end().await;
}
