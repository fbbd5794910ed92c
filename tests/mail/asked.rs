//! Tests members who asked for alerts that they have not seen.

use serde_json::json;

use crate::common::{Harness, Output};
use crate::{TEXT, preview_alert, shown};

const SYDNEY: &str = "sydney@example.org";

/// A server with mail, the secretariat, a member who is awake and one who sleeps until 20:00 UTC.
async fn server() -> Harness {
    Harness::with_mail(&["sec-lead", "lapaz", "sydney"]).await
}

/// Asks for e-mails to this address. Returns the response, and the code that was sent there.
async fn ask(harness: &mut Harness, who: &str, address: &str) -> (Output, String) {
    let profile = harness.command(who, "profile show", json!({})).await;
    let page = harness.click(who, &profile, "Alerts by e-mail").await;
    let form = harness.click(who, &page, "Type my address").await;
    let response = harness.submit(who, &form, json!({"address": address})).await;
    harness.settle().await;
    let mail = harness.mails(address).await.pop().expect("a code was sent");
    let code = mail["subject"].as_str().expect("a text").split(' ').next().expect("a word").to_owned();
    (response, code)
}

async fn type_code(harness: &mut Harness, who: &str, page: &Output, code: &str) -> Output {
    let form = harness.click(who, page, "Type the code").await;
    harness.submit(who, &form, json!({"code": code})).await
}

/// Asks for e-mails, and confirms the address.
async fn confirm(harness: &mut Harness, who: &str, address: &str) -> Output {
    let (page, code) = ask(harness, who, address).await;
    type_code(harness, who, &page, &code).await
}

async fn send(harness: &mut Harness, answer_by: &str) -> Output {
    let preview = preview_alert(harness, "urgent", answer_by).await;
    harness.click("sec-lead", &preview, "Send").await;
    harness.settle().await;
    for who in ["lapaz", "sydney"] {
        harness.receives_one(who).await;
    }
    harness.one_new_message("secretariat").await
}

#[tokio::test]
async fn address_counts_only_after_the_code_that_was_sent_to_it_and_can_be_removed() {
    let mut harness = server().await;
    let (page, code) = ask(&mut harness, "sydney", SYDNEY).await;
    let mail = harness.one_mail(SYDNEY).await;
    insta::assert_snapshot!(shown(&mail).replace(&code, "123456"), @"
    123456 is your code for Magpie

    Hello Member Sydney,

    Your code: 123456

    Type it in Discord, under “Alerts by e-mail” in your profile. It is valid for 30 minutes.

    --
    If you did not ask for this, you do not need to do anything. Without the code, no alerts are sent to this address.
    ");
    let wrong_code = if code == "000000" { "111111" } else { "000000" };
    let response = type_code(&mut harness, "sydney", &page, wrong_code).await;
    assert!(response.text().contains("This is not the code"), "{}", response.text());
    harness.restart_bot().await;
    let response = type_code(&mut harness, "sydney", &response, &code).await;
    insta::assert_snapshot!(response.text(), @"
    ✅ **Confirmed.**

    **Alerts that you have not seen come to sydney@example.org:** 10 minutes after they made a sound, or shortly before their deadline.
    ");
    let profile = harness.command("sydney", "profile show", json!({})).await;
    assert!(profile.text().contains("Alerts by e-mail: **sydney@example.org**"), "{}", profile.text());
    let response = harness.click("sydney", &response, "No more e-mails").await;
    assert!(response.text().contains("You get no more alerts by e-mail."), "{}", response.text());
    let profile = harness.command("sydney", "profile show", json!({})).await;
    assert!(!profile.text().contains(SYDNEY), "{}", profile.text());
    harness.end().await;
}

#[tokio::test]
async fn text_that_is_no_address_is_refused_and_an_old_code_does_not_count() {
    let mut harness = server().await;
    let profile = harness.command("sydney", "profile show", json!({})).await;
    let page = harness.click("sydney", &profile, "Alerts by e-mail").await;
    let form = harness.click("sydney", &page, "Type my address").await;
    let response = harness.submit("sydney", &form, json!({"address": "sydney at example"})).await;
    assert!(response.text().contains("“sydney at example” is not an e-mail address"), "{}", response.text());
    let (page, code) = ask(&mut harness, "sydney", SYDNEY).await;
    harness.advance("31m").await;
    let response = type_code(&mut harness, "sydney", &page, &code).await;
    assert!(response.text().contains("not valid any more"), "{}", response.text());
    harness.end().await;
}

#[tokio::test]
async fn member_who_sleeps_until_the_deadline_gets_an_email_before_it() {
    let mut harness = server().await;
    confirm(&mut harness, "sydney", SYDNEY).await;
    let list = send(&mut harness, "19:00 UTC").await;
    let list_text = harness.reload(&list).await.json();
    assert!(!list_text.contains("by e-mail"), "the e-mail is only planned: {list_text}");
    harness.advance_to("2020-11-10T18:29:59Z").await;
    harness.one_mail(SYDNEY).await;
    harness.restart_bot().await;
    harness.advance_to("2020-11-10T18:30:00Z").await;
    let mails = harness.mails(SYDNEY).await;
    assert_eq!(mails.len(), 2, "the code and the alert: {mails:#?}");
    let text = shown(&mails[1]);
    assert!(text.starts_with(&format!("Urgent: {TEXT} · before Wed 06:00")), "{text}");
    assert!(text.contains("because you have not seen it on Discord"), "{text}");
    harness.advance_to("2020-11-10T21:00:00Z").await;
    harness.receives("sydney").await;
    harness.receives("lapaz").await;
    harness.new_messages("secretariat").await;
    harness.end().await;
}

#[tokio::test]
async fn alert_that_made_a_sound_and_was_not_seen_comes_by_email_ten_minutes_later() {
    let mut harness = server().await;
    confirm(&mut harness, "sydney", SYDNEY).await;
    send(&mut harness, "").await;
    // Sydney wakes at 20:00 UTC, and the nudge makes a sound.
    harness.advance_to("2020-11-10T20:00:00Z").await;
    let nudge = harness.receives_one("sydney").await;
    assert!(nudge.sounds());
    harness.advance_to("2020-11-10T20:09:59Z").await;
    harness.one_mail(SYDNEY).await;
    harness.advance_to("2020-11-10T20:10:00Z").await;
    assert_eq!(harness.mails(SYDNEY).await.len(), 2, "the code and the alert");
    harness.receives("lapaz").await;
    harness.new_messages("secretariat").await;
    harness.end().await;
}

#[tokio::test]
async fn member_who_has_seen_the_alert_or_took_the_address_back_gets_no_email() {
    for seen in [true, false] {
        let mut harness = server().await;
        let page = confirm(&mut harness, "sydney", SYDNEY).await;
        send(&mut harness, "").await;
        harness.advance_to("2020-11-10T20:00:00Z").await;
        let nudge = harness.receives_one("sydney").await;
        match seen {
            true => harness.click("sydney", &nudge, "I have seen this").await,
            false => harness.click("sydney", &page, "No more e-mails").await,
        };
        harness.advance_to("2020-11-10T22:00:00Z").await;
        harness.one_mail(SYDNEY).await;
        harness.receives("lapaz").await;
        harness.receives("sydney").await;
        harness.new_messages("secretariat").await;
        harness.end().await;
    }
}
