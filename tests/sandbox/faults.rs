//! Tests planned faults: a request fails before it is applied, or is applied and its response is lost or replaced.

use magpie::sandbox::{FaultRequest, FaultTiming, Sandbox};
use twilight_http::Client;
use twilight_http::error::ErrorType;
use twilight_model::id::Id;
use twilight_model::id::marker::ChannelMarker;

use crate::clients::{channel_id, client, plain_message, sandbox};

async fn general_channel(sandbox: &Sandbox) -> Id<ChannelMarker> {
    channel_id(sandbox, "mag-general").await
}

fn fault(status: u16, when: FaultTiming) -> FaultRequest {
    FaultRequest {
        route: "POST /channels/*/messages".to_owned(),
        status,
        code: None,
        retry_after: None,
        times: 1,
        when,
        body: None,
        delay_ms: None,
    }
}

async fn send_message(http: &Client, channel: Id<ChannelMarker>) -> Result<(), ErrorType> {
    http.create_message(channel).content("hello").await.map(drop).map_err(|error| error.into_parts().0)
}

fn message_count(sandbox: &Sandbox) -> usize {
    sandbox.messages("mag-general", None, None).expect("a channel").len()
}

#[tokio::test]
async fn faulted_request_is_not_applied_and_the_fault_repeats_the_planned_number_of_times() {
    let sandbox = sandbox().await;
    let (http, general) = (client(&sandbox), general_channel(&sandbox).await);
    sandbox.plan_fault(FaultRequest { times: 2, ..fault(500, FaultTiming::Before) }).expect("valid");
    for _ in 0..2 {
        let error = send_message(&http, general).await.expect_err("a fault");
        assert!(matches!(error, ErrorType::Response { status, .. } if status.get() == 500), "{error:?}");
    }
    assert_eq!(message_count(&sandbox), 0);
    send_message(&http, general).await.expect("the fault is over");
    sandbox.stop().await;
}

#[tokio::test]
async fn request_with_a_lost_response_is_applied_and_the_connection_ends() {
    let sandbox = sandbox().await;
    let (http, general) = (client(&sandbox), general_channel(&sandbox).await);
    sandbox.plan_fault(fault(0, FaultTiming::After)).expect("valid");
    let error = send_message(&http, general).await.expect_err("no answer");
    assert!(matches!(error, ErrorType::RequestError), "{error:?}");
    assert_eq!(message_count(&sandbox), 1);
    let requests = sandbox.requests_after(0);
    assert_eq!((requests[0].status, requests[0].fault), (Some(0), true));
    send_message(&http, general).await.expect("the fault is over");
    sandbox.stop().await;
}

#[tokio::test]
async fn request_with_a_replaced_response_is_applied_and_looks_failed() {
    let sandbox = sandbox().await;
    let (http, general) = (client(&sandbox), general_channel(&sandbox).await);
    sandbox.plan_fault(fault(504, FaultTiming::Replaced)).expect("valid");
    let error = send_message(&http, general).await.expect_err("a fault");
    assert!(matches!(error, ErrorType::Response { status, .. } if status.get() == 504), "{error:?}");
    assert_eq!(message_count(&sandbox), 1);
    sandbox.stop().await;
}

#[tokio::test]
async fn planned_429_says_how_long_to_wait() {
    let sandbox = sandbox().await;
    sandbox.plan_fault(FaultRequest { retry_after: Some(0.25), ..fault(429, FaultTiming::Before) }).expect("valid");
    let response = plain_message(&sandbox, general_channel(&sandbox).await).await;
    assert_eq!(
        (response.status().as_u16(), response.headers()["x-ratelimit-scope"].to_str().ok()),
        (429, Some("shared"))
    );
    let body: serde_json::Value = response.json().await.expect("JSON");
    assert_eq!(body["retry_after"], 0.25);
    assert_eq!(message_count(&sandbox), 0);
    sandbox.stop().await;
}

#[tokio::test]
async fn planned_body_is_returned_with_200_and_a_delayed_request_is_applied() {
    let sandbox = sandbox().await;
    let (http, general) = (client(&sandbox), general_channel(&sandbox).await);
    let login_page_fault =
        FaultRequest { body: Some("<html>Log in</html>".to_owned()), ..fault(0, FaultTiming::Before) };
    sandbox.plan_fault(login_page_fault).expect("valid");
    let response = http.create_message(general).content("hello").await.expect("a 200");
    assert_eq!(response.text().await.expect("a text"), "<html>Log in</html>");
    assert_eq!(message_count(&sandbox), 0);
    sandbox.plan_fault(FaultRequest { delay_ms: Some(50), ..fault(0, FaultTiming::Before) }).expect("valid");
    let asked_at = std::time::Instant::now();
    send_message(&http, general).await.expect("a late response");
    assert!(asked_at.elapsed() >= std::time::Duration::from_millis(50));
    assert_eq!(message_count(&sandbox), 1);
    sandbox.stop().await;
}
