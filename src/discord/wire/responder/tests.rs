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

/// What the scripted Discord does with one request.
enum Scripted {
    Accept,
    Refuse(u16, u32),
    /// The connection breaks within the response.
    Lose,
}

/// A Discord that responds according to a script, and accepts everything after the end of the script.
struct Script {
    responses: Mutex<VecDeque<Scripted>>,
    requests: Mutex<Vec<String>>,
}

struct Stage {
    script: Arc<Script>,
    responder: Responder,
}

async fn stage(ack: Ack, responses: Vec<Scripted>) -> Stage {
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
    Stage { script, responder }
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
            // A body that breaks off: the client knows only that the request arrived.
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

impl Stage {
    fn take_requests(&self) -> Vec<String> {
        std::mem::take(&mut *self.script.requests.lock().unwrap())
    }
}

#[tokio::test]
async fn an_early_answer_is_the_first_response() {
    let stage = stage(Ack::Private, vec![]).await;
    stage.responder.reply("Hello").await.unwrap();
    stage.responder.acknowledge().await;
    stage.responder.finish(Language::English).await.unwrap();
    assert_eq!(stage.take_requests(), ["POST callback 4 private “Hello”"]);
}

#[tokio::test]
async fn an_answer_replaces_thinking() {
    let stage = stage(Ack::Private, vec![]).await;
    stage.responder.acknowledge().await;
    stage.responder.acknowledge().await;
    stage.responder.reply("Hello").await.unwrap();
    stage.responder.reply("And more").await.unwrap();
    assert_eq!(
        stage.take_requests(),
        ["POST callback 5 private", "PATCH webhook/messages/@original “Hello”", "POST webhook private “And more”"]
    );
}

#[tokio::test]
async fn a_private_answer_does_not_replace_public_thinking() {
    let stage = stage(Ack::Public, vec![]).await;
    stage.responder.acknowledge().await;
    stage.responder.reply("Only for you").await.unwrap();
    assert_eq!(
        stage.take_requests(),
        ["POST callback 5", "DELETE webhook/messages/@original", "POST webhook private “Only for you”"]
    );
}

#[tokio::test]
async fn an_update_replaces_the_message_with_the_button() {
    let stage = stage(Ack::Update, vec![]).await;
    stage.responder.update("Seen").await.unwrap();
    stage.responder.reply("Thank you").await.unwrap();
    assert_eq!(stage.take_requests(), ["POST callback 7 “Seen”", "POST webhook private “Thank you”"]);
    let stage = self::stage(Ack::Update, vec![]).await;
    stage.responder.acknowledge().await;
    stage.responder.update("Seen").await.unwrap();
    assert_eq!(stage.take_requests(), ["POST callback 6", "PATCH webhook/messages/@original “Seen”"]);
}

#[tokio::test]
async fn a_modal_is_the_first_response() {
    let stage = stage(Ack::Never, vec![]).await;
    stage.responder.acknowledge().await;
    let modal = Modal::new(CustomId::new("test", &Action::new("form")), "Title").input(Input::line("text", "Text"));
    stage.responder.modal(&modal).await.unwrap();
    stage.responder.finish(Language::English).await.unwrap();
    assert_eq!(stage.take_requests(), ["POST callback 9"]);
}

#[tokio::test]
async fn a_lost_first_response_is_retried_and_not_repeated() {
    let stage = stage(Ack::Private, vec![Scripted::Lose, Scripted::Refuse(400, ALREADY_ACKNOWLEDGED)]).await;
    stage.responder.reply("Hello").await.unwrap();
    stage.responder.reply("More").await.unwrap();
    let first = "POST callback 4 private “Hello”";
    assert_eq!(stage.take_requests(), [first, first, "POST webhook private “More”"]);
}

#[tokio::test]
async fn after_the_interaction_expired_nothing_more_is_sent() {
    let stage = stage(Ack::Private, vec![Scripted::Refuse(404, UNKNOWN_INTERACTION)]).await;
    stage.responder.reply("Hello").await.unwrap();
    stage.responder.reply("More").await.unwrap();
    stage.responder.update("Even more").await.unwrap();
    stage.responder.finish(Language::English).await.unwrap();
    assert_eq!(stage.take_requests(), ["POST callback 4 private “Hello”"]);
}

#[tokio::test]
async fn after_a_refused_answer_another_can_be_sent() {
    // A field of our body was wrong. The interaction itself is still open.
    let stage = stage(Ack::Private, vec![Scripted::Refuse(400, INVALID_FORM_BODY)]).await;
    assert!(
        stage.responder.reply("Too odd").await.is_err(),
        "the caller of the handler must know, to send another answer"
    );
    stage.responder.reply("Something went wrong").await.unwrap();
    assert_eq!(
        stage.take_requests(),
        ["POST callback 4 private “Too odd”", "POST callback 4 private “Something went wrong”"]
    );
}

#[tokio::test]
async fn an_interaction_without_an_answer_is_ended() {
    let stage = stage(Ack::Private, vec![]).await;
    stage.responder.acknowledge().await;
    stage.responder.finish(Language::French).await.unwrap();
    assert_eq!(stage.take_requests(), ["POST callback 5 private", "PATCH webhook/messages/@original “C’est fait.”"]);
    let stage = self::stage(Ack::Update, vec![]).await;
    stage.responder.finish(Language::English).await.unwrap();
    assert_eq!(stage.take_requests(), ["POST callback 6"]);
}

#[tokio::test]
async fn a_file_is_sent_with_the_answer() {
    let stage = stage(Ack::Private, vec![]).await;
    let file = File { name: "export.json".to_owned(), data: b"{}".to_vec() };
    stage.responder.reply(Reply::new("Here it is").file(file)).await.unwrap();
    assert_eq!(stage.take_requests(), ["POST callback"], "the body is a form, not JSON");
}

#[tokio::test]
async fn answer_that_fails_is_tried_again_and_shown() {
    let stage = stage(Ack::Private, vec![]).await;
    stage.responder.acknowledge().await;
    let failing = [Scripted::Refuse(503, 0), Scripted::Lose, Scripted::Refuse(502, 0)];
    stage.script.responses.lock().unwrap().extend(failing);
    stage.responder.reply("Saved").await.unwrap();
    let edit = "PATCH webhook/messages/@original “Saved”";
    assert_eq!(stage.take_requests(), ["POST callback 5 private", edit, edit, edit, edit]);
    let failing = [Scripted::Refuse(503, 0)];
    stage.script.responses.lock().unwrap().extend(failing);
    stage.responder.reply("More").await.unwrap();
    let more = "POST webhook private “More”";
    assert_eq!(stage.take_requests(), [more, more]);
}

#[tokio::test]
async fn first_response_that_draws_503_is_tried_again_in_time() {
    let stage = stage(Ack::Private, vec![Scripted::Refuse(503, 0), Scripted::Refuse(503, 0)]).await;
    stage.responder.reply("Saved").await.unwrap();
    let first = "POST callback 4 private “Saved”";
    assert_eq!(stage.take_requests(), [first, first, first]);
}

#[tokio::test]
async fn first_response_that_may_have_arrived_after_all_is_put_in_its_place() {
    // Four tries fit into three seconds.
    let stage = stage(Ack::Private, (0..4).map(|_| Scripted::Refuse(503, 0)).collect()).await;
    stage.responder.reply("Saved").await.unwrap();
    assert_eq!(
        stage.take_requests().pop().as_deref(),
        Some("PATCH webhook/messages/@original “Saved”"),
        "no other first response is in time"
    );
}
