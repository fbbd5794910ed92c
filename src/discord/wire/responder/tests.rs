use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{Method, StatusCode, Uri};
use serde_json::{Value, json};

use crate::config::{Config, Token};
use crate::discord::ui::reply::{File, Reply};
use crate::discord::ui::widgets::{Input, Modal};
use crate::discord::wire::ack::Ack;
use crate::discord::wire::custom_id::{Action, CustomId};
use crate::discord::wire::error_codes::{ALREADY_ACKNOWLEDGED, INVALID_FORM_BODY, UNKNOWN_INTERACTION};
use crate::discord::wire::responder::Responder;
use crate::discord::wire::transport::Transport;
use crate::words::Language;

/// How the scripted Discord answers one request.
enum Scripted {
    Accept,
    Refuse(u16, u32),
    /// Status 429. The field is the wait in seconds.
    AskToWait(f64),
    /// The connection breaks during the response.
    Lose,
}

/// A Discord that answers according to a script. After the end of the script it accepts everything.
struct Script {
    responses: Mutex<VecDeque<Scripted>>,
    requests: Mutex<Vec<String>>,
}

struct Fixture {
    script: Arc<Script>,
    responder: Responder,
}

async fn fixture(ack: Ack, responses: Vec<Scripted>) -> Fixture {
    let script = Arc::new(Script { responses: Mutex::new(responses.into()), requests: Mutex::default() });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let handler = Arc::clone(&script);
    let app = Router::new().fallback(move |method: Method, uri: Uri, body: Bytes| {
        let script = Arc::clone(&handler);
        async move { script.respond(&method, &uri, &body) }
    });
    tokio::spawn(async move { axum::serve(listener, app).await });
    let mut config = Config::default().discord;
    config.api_url = format!("http://{address}");
    let transport = Transport::new(&config, &Token::new("t")).unwrap();
    let responder = Responder::new(transport, 11.into(), 22.into(), "token".to_owned(), ack);
    Fixture { script, responder }
}

impl Script {
    fn respond(&self, method: &Method, uri: &Uri, body: &[u8]) -> axum::http::Response<Body> {
        let body: Value = serde_json::from_slice(body).unwrap_or_default();
        let path = uri
            .path()
            .trim_start_matches("/api/v10/")
            .replace("interactions/22/token/", "")
            .replace("webhooks/11/token", "webhook");
        let kind = body["type"].as_u64().map(|kind| format!(" {kind}")).unwrap_or_default();
        let data = if body["data"].is_object() { &body["data"] } else { &body };
        let flags = if data["flags"].as_u64().unwrap_or(0) & 64 == 64 { " private" } else { "" };
        let content = data["content"].as_str().map(|content| format!(" “{content}”")).unwrap_or_default();
        self.requests.lock().unwrap().push(format!("{method} {path}{kind}{flags}{content}"));
        match self.responses.lock().unwrap().pop_front().unwrap_or(Scripted::Accept) {
            Scripted::Accept => json_response(200, &json!({ "id": "33" })),
            Scripted::Refuse(status, code) => json_response(status, &json!({ "code": code, "message": "no" })),
            Scripted::AskToWait(s) => {
                json_response(429, &json!({ "message": "slow down", "retry_after": s, "global": false }))
            }
            // The body breaks off, so the client knows only that the request arrived.
            Scripted::Lose => {
                let broken = futures_util::stream::iter([Err::<Bytes, _>(std::io::Error::other("lost"))]);
                axum::http::Response::new(Body::from_stream(broken))
            }
        }
    }
}

fn json_response(status: u16, body: &Value) -> axum::http::Response<Body> {
    let mut response = axum::http::Response::new(Body::from(body.to_string()));
    *response.status_mut() = StatusCode::from_u16(status).unwrap();
    response
}

impl Fixture {
    fn take_requests(&self) -> Vec<String> {
        std::mem::take(&mut *self.script.requests.lock().unwrap())
    }
}

#[tokio::test]
async fn answer_before_the_acknowledgement_is_the_first_response() {
    let fixture = fixture(Ack::Private, vec![]).await;
    fixture.responder.reply("Hello").await.unwrap();
    fixture.responder.acknowledge().await;
    fixture.responder.finish(Language::English).await.unwrap();
    assert_eq!(fixture.take_requests(), ["POST callback 4 private “Hello”"]);
}

#[tokio::test]
async fn answer_after_the_acknowledgement_edits_the_original_response() {
    let fixture = fixture(Ack::Private, vec![]).await;
    fixture.responder.acknowledge().await;
    fixture.responder.acknowledge().await;
    fixture.responder.reply("Hello").await.unwrap();
    fixture.responder.reply("And more").await.unwrap();
    assert_eq!(
        fixture.take_requests(),
        ["POST callback 5 private", "PATCH webhook/messages/@original “Hello”", "POST webhook private “And more”"]
    );
}

#[tokio::test]
async fn private_answer_after_a_public_acknowledgement_is_a_follow_up() {
    let fixture = fixture(Ack::Public, vec![]).await;
    fixture.responder.acknowledge().await;
    fixture.responder.reply("Only for you").await.unwrap();
    assert_eq!(
        fixture.take_requests(),
        ["POST callback 5", "DELETE webhook/messages/@original", "POST webhook private “Only for you”"]
    );
}

#[tokio::test]
async fn an_update_replaces_the_message_with_the_button() {
    let fixture = fixture(Ack::Update, vec![]).await;
    fixture.responder.update("Seen").await.unwrap();
    fixture.responder.reply("Thank you").await.unwrap();
    assert_eq!(fixture.take_requests(), ["POST callback 7 “Seen”", "POST webhook private “Thank you”"]);
    let fixture = self::fixture(Ack::Update, vec![]).await;
    fixture.responder.acknowledge().await;
    fixture.responder.update("Seen").await.unwrap();
    assert_eq!(fixture.take_requests(), ["POST callback 6", "PATCH webhook/messages/@original “Seen”"]);
}

#[tokio::test]
async fn a_modal_is_the_first_response() {
    let fixture = fixture(Ack::Never, vec![]).await;
    fixture.responder.acknowledge().await;
    let modal = Modal::new(CustomId::new("test", &Action::new("form")), "Title").input(Input::line("text", "Text"));
    fixture.responder.modal(&modal).await.unwrap();
    fixture.responder.finish(Language::English).await.unwrap();
    assert_eq!(fixture.take_requests(), ["POST callback 9"]);
}

#[tokio::test]
async fn lost_first_response_is_retried_until_discord_has_acknowledged_it() {
    let fixture = fixture(Ack::Private, vec![Scripted::Lose, Scripted::Refuse(400, ALREADY_ACKNOWLEDGED)]).await;
    fixture.responder.reply("Hello").await.unwrap();
    fixture.responder.reply("More").await.unwrap();
    let first = "POST callback 4 private “Hello”";
    assert_eq!(fixture.take_requests(), [first, first, "POST webhook private “More”"]);
}

#[tokio::test]
async fn nothing_more_is_sent_after_the_interaction_has_expired() {
    let fixture = fixture(Ack::Private, vec![Scripted::Refuse(404, UNKNOWN_INTERACTION)]).await;
    fixture.responder.reply("Hello").await.unwrap();
    fixture.responder.reply("More").await.unwrap();
    fixture.responder.update("Even more").await.unwrap();
    fixture.responder.finish(Language::English).await.unwrap();
    assert_eq!(fixture.take_requests(), ["POST callback 4 private “Hello”"]);
}

#[tokio::test]
async fn another_answer_can_be_sent_after_a_refused_one() {
    // A field of our body is invalid, but the interaction is still open.
    let fixture = fixture(Ack::Private, vec![Scripted::Refuse(400, INVALID_FORM_BODY)]).await;
    assert!(
        fixture.responder.reply("Too odd").await.is_err(),
        "the caller of the handler must know, to send another answer"
    );
    fixture.responder.reply("Something went wrong").await.unwrap();
    assert_eq!(
        fixture.take_requests(),
        ["POST callback 4 private “Too odd”", "POST callback 4 private “Something went wrong”"]
    );
}

#[tokio::test]
async fn finish_ends_an_interaction_without_an_answer() {
    let fixture = fixture(Ack::Private, vec![]).await;
    fixture.responder.acknowledge().await;
    fixture.responder.finish(Language::French).await.unwrap();
    assert_eq!(fixture.take_requests(), ["POST callback 5 private", "PATCH webhook/messages/@original “C’est fait.”"]);
    let fixture = self::fixture(Ack::Update, vec![]).await;
    fixture.responder.finish(Language::English).await.unwrap();
    assert_eq!(fixture.take_requests(), ["POST callback 6"]);
}

#[tokio::test]
async fn a_file_is_sent_with_the_answer() {
    let fixture = fixture(Ack::Private, vec![]).await;
    let file = File { name: "export.json".to_owned(), data: b"{}".to_vec() };
    fixture.responder.reply(Reply::new("Here it is").file(file)).await.unwrap();
    assert_eq!(fixture.take_requests(), ["POST callback"], "the body is a form, not JSON");
}

#[tokio::test]
async fn failed_edit_or_follow_up_is_retried() {
    let fixture = fixture(Ack::Private, vec![]).await;
    fixture.responder.acknowledge().await;
    let failing_responses = [Scripted::Refuse(503, 0), Scripted::Lose, Scripted::Refuse(502, 0)];
    fixture.script.responses.lock().unwrap().extend(failing_responses);
    fixture.responder.reply("Saved").await.unwrap();
    let edit = "PATCH webhook/messages/@original “Saved”";
    assert_eq!(fixture.take_requests(), ["POST callback 5 private", edit, edit, edit, edit]);
    let failing_responses = [Scripted::Refuse(503, 0)];
    fixture.script.responses.lock().unwrap().extend(failing_responses);
    fixture.responder.reply("More").await.unwrap();
    let follow_up = "POST webhook private “More”";
    assert_eq!(fixture.take_requests(), [follow_up, follow_up]);
}

#[tokio::test]
async fn first_response_edit_and_follow_up_are_sent_again_after_a_429() {
    let ask_to_wait = || [Scripted::AskToWait(0.01), Scripted::AskToWait(0.01)];
    let first_response = fixture(Ack::Private, ask_to_wait().into()).await;
    first_response.responder.reply("Saved").await.unwrap();
    let first = "POST callback 4 private “Saved”";
    assert_eq!(first_response.take_requests(), [first, first, first]);
    first_response.script.responses.lock().unwrap().extend(ask_to_wait());
    first_response.responder.reply("More").await.unwrap();
    let follow_up = "POST webhook private “More”";
    assert_eq!(first_response.take_requests(), [follow_up, follow_up, follow_up]);

    let edit = fixture(Ack::Private, vec![]).await;
    edit.responder.acknowledge().await;
    edit.script.responses.lock().unwrap().extend(ask_to_wait());
    edit.responder.reply("Saved").await.unwrap();
    let request = "PATCH webhook/messages/@original “Saved”";
    assert_eq!(edit.take_requests(), ["POST callback 5 private", request, request, request]);
}

#[tokio::test]
async fn first_response_that_would_be_too_late_after_a_429_is_not_sent_again() {
    // Discord accepts no first response after three seconds.
    let answers = vec![Scripted::AskToWait(3.0), Scripted::Refuse(404, UNKNOWN_INTERACTION)];
    let fixture = fixture(Ack::Private, answers).await;
    fixture.responder.reply("Saved").await.unwrap();
    fixture.responder.reply("More").await.unwrap();
    let edit = "PATCH webhook/messages/@original “Saved”";
    assert_eq!(fixture.take_requests(), ["POST callback 4 private “Saved”", edit], "the interaction has expired");
}

#[tokio::test]
async fn first_response_is_retried_after_a_503() {
    let fixture = fixture(Ack::Private, vec![Scripted::Refuse(503, 0), Scripted::Refuse(503, 0)]).await;
    fixture.responder.reply("Saved").await.unwrap();
    let first = "POST callback 4 private “Saved”";
    assert_eq!(fixture.take_requests(), [first, first, first]);
}

#[tokio::test]
async fn first_response_with_an_unknown_outcome_is_followed_by_an_edit() {
    // Only four tries fit into the time for a first response.
    let fixture = fixture(Ack::Private, (0..4).map(|_| Scripted::Refuse(503, 0)).collect()).await;
    fixture.responder.reply("Saved").await.unwrap();
    assert_eq!(
        fixture.take_requests().pop().as_deref(),
        Some("PATCH webhook/messages/@original “Saved”"),
        "no other first response is in time"
    );
}
