//! Tests responses to interactions while Discord fails. The bot must try again, and must not say "nothing was changed"
//! after it has made the change.

use serde_json::json;

use crate::common::Harness;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn response_is_shown_after_failures_of_every_kind() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    for fault in [
        json!({"status": 503, "times": 2}),
        json!({"status": 0, "times": 1, "when": "after"}),
        json!({"body": "<html>Log in</html>", "times": 1}),
        json!({"status": 429, "retry_after": 0.2, "times": 2}),
    ] {
        let mut request = json!({"route": "POST /interactions/**"});
        request.as_object_mut().expect("an object").extend(fault.as_object().expect("an object").clone());
        harness.plan_fault(request).await;
        let answer = harness.command("accra", "remind", json!({"text": "Tea", "when": "in 5 hours"})).await;
        assert!(answer.buttons().contains(&"Save".to_owned()), "{fault}: {}", answer.json());
        assert!(!answer.text().contains("nothing was changed"), "{}", answer.text());
    }
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refused_response_does_not_say_that_nothing_was_changed() {
    let mut harness = Harness::with_members(&["accra", "sec-lead"]).await;
    let preview = harness.command("accra", "remind", json!({"text": "Tea", "when": "in 5 hours"})).await;
    let refusal_fault = json!({"route": "POST /interactions/**", "status": 400, "code": 50035, "times": 1});
    harness.plan_fault(refusal_fault).await;
    let answer = harness.click("accra", &preview, "Save").await;
    let text = answer.text().split(". ").next().unwrap_or_default();
    insta::assert_snapshot!(text, @"Magpie could not show its answer");
    let list = harness.command("accra", "reminders", json!({})).await;
    assert!(list.text().contains("Tea"), "it was saved: {}", list.text());
    harness.end().await;
}
