//! Tests how the phone wall shows a notice that Discord itself sends.

use reqwest::Method;
use serde_json::{Value, json};

use crate::wall::{TOKEN, Wall};

impl Wall {
    /// Sends a request to the simulated Discord, as the bot does.
    async fn send_as_bot(&self, method: Method, path: &str, body: &Value) -> Value {
        let request = reqwest::Client::new().request(method, format!("{}/api/v10{path}", self.url));
        let request = if body.is_null() { request } else { request.json(body) };
        let request = request.header("authorization", format!("Bot {TOKEN}"));
        let request = request.header("user-agent", "DiscordBot (https://example.org, 1)");
        let response = request.send().await.expect("the sandbox answers");
        assert!(response.status().is_success(), "{path}: {}", response.status());
        serde_json::from_str(&response.text().await.expect("the response is complete")).unwrap_or_default()
    }

    /// The id of the member or channel whose `key` is `value`.
    pub async fn id_of(&self, list: &str, key: &str, value: &str) -> String {
        let state = reqwest::get(format!("{}/api/state", self.url)).await.expect("the sandbox answers");
        let state: Value = state.json().await.expect("it is JSON");
        let all = state[list].as_array().expect("it is a list");
        let found = all.iter().find(|one| one[key] == value).unwrap_or_else(|| panic!("no {value} in {list}"));
        found["id"].as_str().expect("it has an id").to_owned()
    }
}

/// Sydney sleeps at the start of the night.
#[tokio::test]
async fn notice_of_an_added_thread_member_sounds_on_the_phone_wall() {
    let Some(wall) = Wall::open().await else { return };
    wall.wait_for("[data-phone=sydney][data-lit=false]").await;
    let (inbox, sydney) =
        (wall.id_of("channels", "name", "inbox").await, wall.id_of("members", "handle", "sydney").await);
    let thread = json!({"name": "A private thread", "type": 12});
    let thread = wall.send_as_bot(Method::POST, &format!("/channels/{inbox}/threads"), &thread).await;
    let thread = thread["id"].as_str().expect("it has an id");
    let path = format!("/channels/{thread}/thread-members/{sydney}");
    wall.send_as_bot(Method::PUT, &path, &Value::Null).await;

    let notice = "added you to A private thread";
    wall.wait_for_text("[data-phone=sydney][data-lit=true] [data-lock-text]", notice).await;
    wall.wait_for_text(".notifications [data-notified=sydney][data-sounds=true]", notice).await;
    wall.close().await;
}
