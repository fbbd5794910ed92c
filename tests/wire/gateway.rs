use serde_json::{Value, json};

use crate::common::Scene;

/// Paths, without the ids, of what the bot asked.
fn paths(requests: &[Value]) -> Vec<String> {
    let path = |request: &Value| {
        let path = request["path"].as_str().unwrap_or_default().split('?').next().unwrap_or_default().to_owned();
        let parts: Vec<&str> = path.split('/').map(|part| if part.parse::<u64>().is_ok() { ":id" } else { part }).collect();
        format!("{} {}", request["method"].as_str().unwrap_or_default(), parts.join("/"))
    };
    requests.iter().map(path).collect()
}

fn reads_of_the_server(requests: &[Value]) -> usize {
    paths(requests).iter().filter(|path| path.ends_with("/guilds/:id/members")).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_server_is_read_whole_and_the_commands_registered_once() {
    let mut scene = Scene::bare(&["ana"]).await;
    let all = scene.get("requests?after=0").await.as_array().unwrap().clone();
    assert_eq!(reads_of_the_server(&all), 1);
    let registrations = |paths: &[String]| paths.iter().filter(|p| p.starts_with("PUT") && p.ends_with("/commands")).count();
    assert_eq!(registrations(&paths(&all)), 1);
    scene.restart_bot().await;
    let after = scene.requests().await;
    assert_eq!(registrations(&paths(&after)), 0, "they have not changed: {:#?}", paths(&after));
    assert_eq!(reads_of_the_server(&after), 1, "after READY it is read anew");
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dropped_connection_is_resumed_and_misses_nothing() {
    let mut scene = Scene::bare(&["ana"]).await;
    for what in ["drop", "reconnect"] {
        scene.gateway(what).await;
        scene.post("members", json!({ "handle": format!("new-{what}"), "name": "New", "roles": ["mag"], "locale": "fr" })).await;
        scene.settle().await;
    }
    assert_eq!(reads_of_the_server(&scene.requests().await), 0, "what was missed is replayed, not read anew");
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invalid_session_is_followed_by_a_new_one_that_reads_the_server_anew() {
    let mut scene = Scene::bare(&["ana"]).await;
    scene.gateway("invalid_session").await;
    scene.settle().await;
    assert_eq!(reads_of_the_server(&scene.requests().await), 1);
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outage_of_the_server_is_no_removal() {
    let mut scene = Scene::bare(&["ana"]).await;
    scene.gateway("guild_outage").await;
    scene.settle().await;
    assert_eq!(reads_of_the_server(&scene.requests().await), 1, "after the outage it is read anew");
    scene.end().await;
}
