//! Tests `/alert report`: the picture with its description, the table, the file, and the page of people.

use serde_json::json;

use crate::common::{Harness, Output};
use crate::{PEOPLE, TEXT, each_receives_one, preview_alert, send};

/// Runs `/alert report` for the first alert, as this member of the secretariat.
async fn report(harness: &mut Harness, who: &str) -> Output {
    harness.command(who, "alert report", json!({"number": 1})).await
}

/// The name, the type and the description of each attachment.
fn attachments(report: &Output) -> Vec<[String; 3]> {
    let files = report.message()["attachments"].as_array().expect("it has files");
    let text = |file: &serde_json::Value, key: &str| file[key].as_str().unwrap_or_default().to_owned();
    files.iter().map(|file| ["filename", "content_type", "description"].map(|key| text(file, key))).collect()
}

/// The bytes of an attached file.
async fn download(report: &Output, index: usize) -> Vec<u8> {
    let url = report.message()["attachments"][index]["url"].as_str().expect("a file is attached");
    reqwest::get(url).await.expect("the file is served").bytes().await.expect("it is complete").to_vec()
}

#[tokio::test]
async fn report_shows_who_was_reached_has_seen_and_answered() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let options = json!({"severity": "urgent", "audience": "members", "ask": "Yes or no"});
    let form = harness.command("sec-lead", "alert send", options).await;
    let preview = harness.submit("sec-lead", &form, json!({"text": TEXT, "answer_by": "18:15 UTC"})).await;
    harness.click("sec-lead", &preview, "Send").await;
    harness.settle().await;
    let list = harness.one_new_message("secretariat").await;
    let lapaz = harness.receives_one("lapaz").await;
    for who in ["brussels", "sydney", "tokyo"] {
        harness.receives_one(who).await;
    }

    // Nobody has answered yet.
    let first = report(&mut harness, "sec-lead").await;
    assert!(first.is_ephemeral());
    insta::assert_snapshot!(first.text(), @"
    **Report of alert 1 · Urgent:** Main room link changed
    Sent by Secretariat lead to 4 people, Tue 10 Nov, 17:55 (Tue 16:55 UTC)
    Please answer by: Tue 10 Nov, 19:15 (Tue 18:15 UTC)
    Times in Zurich. “Reached” does not mean seen.
    ```
    Recipients              4
    Reached                 4  100 %
      with a sound          2   50 %
    Seen                    0    0 %
    Answered                0    0 %
      I can                 0    0 %
      I can’t               0    0 %
    ```
    ");
    let [picture, file] = &attachments(&first)[..] else { panic!("{first:?}") };
    assert_eq!(picture[..2], ["alert-1.png", "image/png"]);
    insta::assert_snapshot!(picture[2], @"A chart of alert 1, sent Tue 17:55. Reached: 4 of 4. Seen: 0 of 4. Answered: 0 of 4. “I can”: 0. “I can’t”: 0. Deadline: Tue 19:15.");
    assert_eq!(file[..], ["alert-1.csv", "text/csv", ""]);
    assert!(download(&first, 0).await.starts_with(b"\x89PNG\r\n\x1a\n"));

    harness.advance("5m").await;
    harness.click("lapaz", &lapaz, "Puedo").await;
    harness.advance("10m").await;
    let report = report(&mut harness, "sec-lead").await;
    insta::assert_snapshot!(report.text(), @"
    **Report of alert 1 · Urgent:** Main room link changed
    Sent by Secretariat lead to 4 people, Tue 10 Nov, 17:55 (Tue 16:55 UTC)
    Please answer by: Tue 10 Nov, 19:15 (Tue 18:15 UTC)
    Times in Zurich. “Reached” does not mean seen.
    ```
    Recipients              4
    Reached                 4  100 %
      with a sound          2   50 %
    Seen                    1   25 %
    Answered                1   25 %
      I can                 1   25 %
      I can’t               0    0 %
    First seen after 5 minutes
    ```
    ");
    insta::assert_snapshot!(attachments(&report)[0][2], @"A chart of alert 1, sent Tue 17:55. Reached: 4 of 4. Seen: 1 of 4. Answered: 1 of 4. “I can”: 1. “I can’t”: 0. Deadline: Tue 19:15.");
    let csv = String::from_utf8(download(&report, 1).await).expect("it is UTF-8");
    insta::assert_snapshot!(csv.trim_start_matches('\u{feff}'), @r#"
    Name,Discord name,Reached (Zurich),How,First sound (Zurich),Seen (Zurich),Answer,Answered (Zurich),Remark,Reached elsewhere by,Reached elsewhere (Zurich),Not reached because
    Member Brussels,brussels,2020-11-10 17:55:00,"direct message, with a sound",2020-11-10 17:55:00,,,,,,,
    Member La Paz,lapaz,2020-11-10 17:55:00,"direct message, with a sound",2020-11-10 17:55:00,2020-11-10 18:00:00,I can,2020-11-10 18:00:00,,,,
    Member Sydney,sydney,2020-11-10 17:55:00,"direct message, silently",,,,,,,,
    Member Tokyo,tokyo,2020-11-10 17:55:00,"direct message, silently",,,,,,,,
    "#);
    let people = harness.click("sec-lead", &report, "Person by person").await;
    insta::assert_snapshot!(people.text(), @"
    **Alert 1, person by person.** Times in Zurich.
    • **Member Brussels** · direct message, with a sound, 17:55 · not seen
    • **Member La Paz** · direct message, with a sound, 17:55 · seen 18:00 · I can, 18:00
    • **Member Sydney** · direct message, silently, 17:55 · not seen
    • **Member Tokyo** · direct message, silently, 17:55 · not seen
    ");
    harness.withdraw("sec-lead", &list).await;
    harness.end().await;
}

#[tokio::test]
async fn report_of_an_ended_alert_says_who_ended_it() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let list = send(&mut harness, "urgent", "").await;
    each_receives_one(&mut harness).await;
    harness.withdraw("sec-lead", &list).await;
    let report = report(&mut harness, "sec-lead").await;
    assert!(report.text().contains("**Withdrawn** by Secretariat lead at 17:55"), "{}", report.text());
    assert!(attachments(&report)[0][2].contains("Ended: Tue 17:55."), "{:?}", attachments(&report));
    harness.end().await;
}

#[tokio::test]
async fn report_of_a_practice_alert_says_that_it_was_a_practice() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let options = json!({"severity": "urgent", "audience": "members", "practice": true});
    let form = harness.command("sec-lead", "alert send", options).await;
    let preview = harness.submit("sec-lead", &form, json!({"text": TEXT, "answer_by": ""})).await;
    harness.click("sec-lead", &preview, "Send").await;
    harness.settle().await;
    harness.one_new_message("secretariat").await;
    for who in ["lapaz", "brussels"] {
        harness.receives_one(who).await;
    }
    let report = report(&mut harness, "sec-lead").await;
    assert!(report.text().contains("Practice · Urgent"), "{}", report.text());
    assert!(report.text().contains("This was a practice."), "{}", report.text());
    harness.end().await;
}

#[tokio::test]
async fn report_is_for_the_secretariat_and_for_an_alert_that_exists() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let missing = report(&mut harness, "sec-lead").await;
    assert!(missing.text().starts_with("There is no alert with this number."), "{}", missing.text());
    send(&mut harness, "urgent", "").await;
    each_receives_one(&mut harness).await;
    let shown = report(&mut harness, "sec-lead").await;
    // The role is lost between the report and the press.
    harness.patch_member("sec-lead", json!({"roles": ["mag"]})).await;
    let refused = harness.click("sec-lead", &shown, "Person by person").await;
    assert!(refused.text().starts_with("Only the secretariat can do this"), "{}", refused.text());
    harness.end().await;
}

#[tokio::test]
async fn number_is_completed_by_the_text_of_the_alert() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    for text in ["Main room link changed", "Bring water"] {
        let preview = preview_alert(&mut harness, "urgent", "lapaz", text, "").await;
        harness.click("sec-lead", &preview, "Send").await;
        harness.settle().await;
        harness.receives_one("lapaz").await;
        harness.one_new_message("secretariat").await;
    }
    for command in ["alert report", "alert show"] {
        let all = harness.autocomplete("sec-lead", command, "number", json!({"number": ""})).await;
        assert_eq!(all, ["2 · Urgent · now · Bring water", "1 · Urgent · now · Main room link changed"]);
        let found = harness.autocomplete("sec-lead", command, "number", json!({"number": "LINK"})).await;
        assert_eq!(found, ["1 · Urgent · now · Main room link changed"]);
        let found = harness.autocomplete("sec-lead", command, "number", json!({"number": "2"})).await;
        assert_eq!(found, ["2 · Urgent · now · Bring water"]);
    }
    harness.end().await;
}
