//! Tests texts of the maximum length. A message with a shortened text must say so, and its reader must be able to read
//! the rest.

use serde_json::json;

use crate::common::Harness;
use crate::remind;

const RETYPE_BUTTON: &str = "Type the time again";

#[tokio::test]
async fn response_to_a_text_of_the_maximum_length_shows_its_end() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    let refusal = harness.command("accra", "remind", json!({"text": "Bank", "when": "when pigs fly"})).await;
    let form = harness.click("accra", &refusal, RETYPE_BUTTON).await;
    let text = format!("{} and then call *Ana*", "x".repeat(980));
    assert_eq!(text.chars().count(), 1000);
    let preview = harness.submit("accra", &form, json!({"text": text, "when": "in 2 hours"})).await;
    let note = preview["followups"][0]["content"].as_str().unwrap_or_default();
    insta::assert_snapshot!(note, @r"⚠️ Your text fills all 1000 characters that fit. If you pasted a longer one, its end is missing: it now ends with “xxxxxxxxxxxxxxxxxxxx and then call \*Ana\*”.");
    let refusal = harness.command("accra", "remind", json!({"text": "Bank", "when": "when pigs fly"})).await;
    let form = harness.click("accra", &refusal, RETYPE_BUTTON).await;
    let preview = harness.submit("accra", &form, json!({"text": &text[1..], "when": "in 2 hours"})).await;
    assert_eq!(preview["followups"], json!([]), "a shorter text was not cut");
    harness.end().await;
}

#[tokio::test]
async fn late_reminders_with_long_texts_can_be_read_in_full() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    let long_text = |n: u32| format!("{} {n}", "Please bring the blue folder. ".repeat(30).trim_end());
    for n in 1..=3 {
        remind(&mut harness, "accra", &long_text(n), "in 10 minutes").await;
    }
    harness.kill_bot().await;
    harness.advance("1h").await;
    harness.start_bot().await;
    harness.settle().await;
    let late_message = harness.receives_one("accra").await;
    assert_eq!(late_message.buttons(), ["All done", "Show the whole texts"]);
    harness.restart_bot().await;
    let texts_response = harness.click("accra", &late_message, "Show the whole texts").await;
    let file = harness.attachment(&texts_response).await;
    assert_eq!(file, [long_text(1), long_text(2), long_text(3)].join("\n\n"));
    let done_message = harness.click("accra", &late_message, "All done").await;
    assert_eq!(done_message.buttons(), ["[All done]", "Show the whole texts"]);
    harness.end().await;
}
