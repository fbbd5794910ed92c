use serde_json::{Value, json};

use crate::common::Scene;

/// Paths, without the ids, of what the bot asked.
fn paths(requests: &[Value]) -> Vec<String> {
    let path = |request: &Value| {
        let path = request["path"].as_str().unwrap_or_default().split('?').next().unwrap_or_default().to_owned();
        let parts: Vec<&str> =
            path.split('/').map(|part| if part.parse::<u64>().is_ok() { ":id" } else { part }).collect();
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
    let registrations =
        |paths: &[String]| paths.iter().filter(|p| p.starts_with("PUT") && p.ends_with("/commands")).count();
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
        scene
            .post(
                "members",
                json!({ "handle": format!("new-{what}"), "name": "New", "roles": ["mag"], "locale": "fr" }),
            )
            .await;
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

#[tokio::test(flavor = "multi_thread")]
async fn the_address_of_the_gateway_is_asked_for_until_it_is_told() {
    let mut scene = Scene::bare(&["ana"]).await;
    scene.kill_bot().await;
    // serenity would take the real gateway's address after the first failure.
    scene.fault(json!({ "route": "GET /gateway", "status": 503, "times": 2, "when": "before" })).await;
    scene.start_bot().await;
    scene.settle().await;
    assert_eq!(reads_of_the_server(&scene.requests().await), 1);
    assert_eq!(strangers(), Vec::<String>::new(), "nobody but this machine is asked");
    scene.end().await;
}

/// Addresses outside this machine that this process is connected to.
fn strangers() -> Vec<String> {
    let own: Vec<String> = std::fs::read_dir("/proc/self/fd")
        .map(|fds| fds.filter_map(|fd| std::fs::read_link(fd.ok()?.path()).ok()?.to_str().map(str::to_owned)).collect())
        .unwrap_or_default();
    let tables =
        ["/proc/self/net/tcp", "/proc/self/net/tcp6"].map(|path| std::fs::read_to_string(path).unwrap_or_default());
    let lines = tables.iter().flat_map(|table| table.lines().skip(1));
    let foreign = lines.filter_map(|line| {
        let columns: Vec<&str> = line.split_whitespace().collect();
        let (remote, inode) = (columns.get(2)?, columns.get(9)?);
        let address = remote.split(':').next()?;
        let loopback =
            address.ends_with("00007F") || address.ends_with("01000000") || address.bytes().all(|b| b == b'0');
        (!loopback && own.contains(&format!("socket:[{inode}]"))).then(|| (*remote).to_owned())
    });
    foreign.collect()
}
