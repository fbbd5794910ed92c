use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{Method, StatusCode, Uri};
use serde_json::{Value, json};

use crate::config::{Config, Token};
use crate::discord::ui::reply::Reply;
use crate::discord::ui::widgets::{Input, Modal};
use crate::discord::wire::ack::Ack;
use crate::discord::wire::custom_id::{Action, CustomId};
use crate::discord::wire::responder::Responder;
use crate::discord::wire::transport::Transport;
use crate::words::Language;

/// What the scripted Discord does with one request.
enum Answer {
    Ok,
    Refuse(u16, u64),
    /// The connection ends without an answer.
    Lose,
}

/// A Discord that answers by a script, and well when the script is over.
struct Script {
    answers: Mutex<VecDeque<Answer>>,
    asked: Mutex<Vec<String>>,
}

struct Stage {
    script: Arc<Script>,
    responder: Responder,
}

async fn stage(ack: Ack, answers: Vec<Answer>) -> Stage {
    let script = Arc::new(Script { answers: Mutex::new(answers.into()), asked: Mutex::default() });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let handler = Arc::clone(&script);
    let app = Router::new().fallback(move |method: Method, uri: Uri, body: Bytes| {
        let script = Arc::clone(&handler);
        async move { script.answer(&method, &uri, &body) }
    });
    tokio::spawn(async move { axum::serve(listener, app).await });
    let mut config = Config::default().discord;
    config.api_url = format!("http://{address}");
    let transport = Transport::new(&config, &Token::new("t")).unwrap();
    let responder = Responder::new(transport, 11.into(), 22.into(), "token".to_owned(), ack);
    Stage { script, responder }
}

impl Script {
    fn answer(&self, method: &Method, uri: &Uri, body: &[u8]) -> axum::http::Response<Body> {
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
        self.asked.lock().unwrap().push(format!("{method} {path}{kind}{flags}{content}"));
        match self.answers.lock().unwrap().pop_front().unwrap_or(Answer::Ok) {
            Answer::Ok => respond(200, &json!({ "id": "33" })),
            Answer::Refuse(status, code) => respond(status, &json!({ "code": code, "message": "no" })),
            // A body that breaks off: the client knows that the request arrived, and nothing more.
            Answer::Lose => {
                let broken = futures_util::stream::iter([Err::<Bytes, _>(std::io::Error::other("lost"))]);
                axum::http::Response::new(Body::from_stream(broken))
            }
        }
    }
}

fn respond(status: u16, body: &Value) -> axum::http::Response<Body> {
    let mut response = axum::http::Response::new(Body::from(body.to_string()));
    *response.status_mut() = StatusCode::from_u16(status).unwrap();
    response
}

impl Stage {
    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.script.asked.lock().unwrap())
    }
}

#[tokio::test]
async fn a_quick_answer_is_the_first_response() {
    let stage = stage(Ack::Private, vec![]).await;
    stage.responder.reply("Hello").await.unwrap();
    stage.responder.acknowledge().await;
    stage.responder.finish(Language::English).await.unwrap();
    assert_eq!(stage.asked(), ["POST callback 4 private “Hello”"]);
}

#[tokio::test]
async fn after_thinking_the_answer_takes_its_place() {
    let stage = stage(Ack::Private, vec![]).await;
    stage.responder.acknowledge().await;
    stage.responder.acknowledge().await;
    stage.responder.reply("Hello").await.unwrap();
    stage.responder.reply("And more").await.unwrap();
    assert_eq!(
        stage.asked(),
        ["POST callback 5 private", "PATCH webhook/messages/@original “Hello”", "POST webhook private “And more”"]
    );
}

#[tokio::test]
async fn a_public_answer_never_lands_in_a_private_place_nor_the_other_way_round() {
    let stage = stage(Ack::Public, vec![]).await;
    stage.responder.acknowledge().await;
    stage.responder.reply("Only for you").await.unwrap();
    assert_eq!(
        stage.asked(),
        ["POST callback 5", "DELETE webhook/messages/@original", "POST webhook private “Only for you”"]
    );
}

#[tokio::test]
async fn an_update_changes_the_message_that_the_button_sits_on() {
    let stage = stage(Ack::Update, vec![]).await;
    stage.responder.update("Seen").await.unwrap();
    stage.responder.reply("Thank you").await.unwrap();
    assert_eq!(stage.asked(), ["POST callback 7 “Seen”", "POST webhook private “Thank you”"]);
    let stage = self::stage(Ack::Update, vec![]).await;
    stage.responder.acknowledge().await;
    stage.responder.update("Seen").await.unwrap();
    assert_eq!(stage.asked(), ["POST callback 6", "PATCH webhook/messages/@original “Seen”"]);
}

#[tokio::test]
async fn a_modal_is_the_first_thing_said() {
    let stage = stage(Ack::Never, vec![]).await;
    stage.responder.acknowledge().await;
    let modal = Modal::new(CustomId::new("test", &Action::new("form")), "Title").input(Input::line("text", "Text"));
    stage.responder.modal(&modal).await.unwrap();
    stage.responder.finish(Language::English).await.unwrap();
    assert_eq!(stage.asked(), ["POST callback 9"]);
}

#[tokio::test]
async fn a_lost_answer_to_the_first_response_is_asked_again_and_known_to_have_arrived() {
    let stage = stage(Ack::Private, vec![Answer::Lose, Answer::Refuse(400, 40060)]).await;
    stage.responder.reply("Hello").await.unwrap();
    stage.responder.reply("More").await.unwrap();
    let first = "POST callback 4 private “Hello”";
    assert_eq!(stage.asked(), [first, first, "POST webhook private “More”"]);
}

#[tokio::test]
async fn after_discord_forgot_the_interaction_nothing_more_is_asked() {
    let stage = stage(Ack::Private, vec![Answer::Refuse(404, 10062)]).await;
    stage.responder.reply("Hello").await.unwrap();
    stage.responder.reply("More").await.unwrap();
    stage.responder.update("Even more").await.unwrap();
    stage.responder.finish(Language::English).await.unwrap();
    assert_eq!(stage.asked(), ["POST callback 4 private “Hello”"]);
}

#[tokio::test]
async fn a_refused_answer_is_replaced_by_one_that_says_so() {
    // 50035: a field of ours was wrong. The interaction itself is still open.
    let stage = stage(Ack::Private, vec![Answer::Refuse(400, 50035)]).await;
    assert!(
        stage.responder.reply("Too odd").await.is_err(),
        "the handler's end is told, so that the person reads something"
    );
    stage.responder.reply("Something went wrong").await.unwrap();
    assert_eq!(stage.asked(), ["POST callback 4 private “Too odd”", "POST callback 4 private “Something went wrong”"]);
}

#[tokio::test]
async fn a_handler_that_says_nothing_leaves_nobody_waiting() {
    let stage = stage(Ack::Private, vec![]).await;
    stage.responder.acknowledge().await;
    stage.responder.finish(Language::French).await.unwrap();
    assert_eq!(stage.asked(), ["POST callback 5 private", "PATCH webhook/messages/@original “C’est fait.”"]);
    let stage = self::stage(Ack::Update, vec![]).await;
    stage.responder.finish(Language::English).await.unwrap();
    assert_eq!(stage.asked(), ["POST callback 6"]);
}

#[tokio::test]
async fn a_file_goes_with_the_answer() {
    let stage = stage(Ack::Private, vec![]).await;
    let file = crate::discord::ui::reply::File { name: "export.json".to_owned(), data: b"{}".to_vec() };
    stage.responder.reply(Reply::new("Here it is").file(file)).await.unwrap();
    assert_eq!(stage.asked(), ["POST callback"], "a form, not a JSON body");
}
