//! Tests alerts to members to whom Discord takes no message.

use serde_json::json;

use crate::common::Harness;
use crate::{lines_about_mail, mail_lines, preview_alert, shown};

const SYDNEY: &str = "sydney@example.org";

/// A server in which no private thread can be opened. The member "sydney" has closed their DMs, and the list of
/// expected members has their e-mail address.
async fn server_with_closed_dms() -> Harness {
    let mut harness = Harness::with_mail(&["sec-lead", "lapaz", "sydney"]).await;
    let list = "name,contact,role,handle\nMember Sydney,sydney@example.org,member,sydney\n";
    harness.upload_members("sec-lead", list).await;
    let denied = json!({"overwrites": [{"role": "Magpie", "allow": [], "deny": ["VIEW_CHANNEL"]}]});
    harness.patch("channels/inbox", denied).await;
    harness.patch_member("sydney", json!({"dms_open": false})).await;
    harness
}

#[tokio::test]
async fn member_to_whom_discord_takes_no_message_gets_an_email_and_later_previews_say_so() {
    let mut harness = server_with_closed_dms().await;
    let preview = preview_alert(&mut harness, "urgent", "").await;
    harness.click("sec-lead", &preview, "Send").await;
    harness.settle().await;
    harness.receives_one("lapaz").await;
    let list = harness.one_new_message("secretariat").await;
    let mail = harness.one_mail(SYDNEY).await;
    insta::assert_snapshot!(shown(&mail), @"
    Urgent: Main room link changed

    Hello Member Sydney,

    From Secretariat lead, secretariat. How urgent: Urgent.

        Main room link changed

    If you have a question, please reply to this e-mail. The secretariat reads the replies.

    --
    Alert 1. You get it by e-mail because Magpie cannot send you messages on Discord.
    ");
    insta::assert_snapshot!(mail_lines(&mut harness, &list).await, @"✉️ **Sent by e-mail (1):** Member Sydney");
    let list_text = harness.reload(&list).await.json();
    assert!(!list_text.contains("Failed"), "the e-mail replaces the failure: {list_text}");
    // Discord has refused a DM by now, so the next preview knows it.
    let preview = preview_alert(&mut harness, "urgent", "").await;
    insta::assert_snapshot!(lines_about_mail(&preview), @"✉️ **Reached by e-mail (1):** Member Sydney (direct messages are closed)");
    harness.end().await;
}

#[tokio::test]
async fn member_who_has_a_route_or_has_left_gets_no_email() {
    let mut harness = server_with_closed_dms().await;
    harness.patch_member("sydney", json!({"dms_open": true})).await;
    let preview = preview_alert(&mut harness, "urgent", "").await;
    harness.click("sec-lead", &preview, "Send").await;
    harness.settle().await;
    for who in ["lapaz", "sydney"] {
        harness.receives_one(who).await;
    }
    harness.one_new_message("secretariat").await;
    assert_eq!(harness.mails(SYDNEY).await.len(), 0);
    harness.end().await;
}

#[tokio::test]
async fn export_has_the_emails_of_a_member_and_a_deletion_stops_one_that_waits() {
    let mut harness = server_with_closed_dms().await;
    harness.set_mail_server("busy").await;
    let preview = preview_alert(&mut harness, "urgent", "").await;
    harness.click("sec-lead", &preview, "Send").await;
    harness.settle().await;
    harness.receives_one("lapaz").await;
    harness.one_new_message("secretariat").await;
    let exported = harness.command("sydney", "profile export", json!({})).await;
    let export = harness.attachment(&exported).await;
    assert!(export.contains(SYDNEY) && export.contains("\"no_route\""), "{export}");
    let question = harness.command("sydney", "profile delete", json!({})).await;
    harness.click("sydney", &question, &question.buttons()[0]).await;
    harness.set_mail_server("work").await;
    harness.advance("1d").await;
    assert_eq!(harness.mails(SYDNEY).await.len(), 0);
    harness.new_messages("secretariat").await;
    harness.end().await;
}
