//! Tests what the bot does when it connects to the gateway, and when the connection breaks.

use serde_json::{Value, json};

use crate::common::Harness;

/// The requests as `<method> <path>`. Each id in a path is replaced by `:id`.
fn methods_and_paths(requests: &[Value]) -> Vec<String> {
    let path = |request: &Value| {
        let path = request["path"].as_str().unwrap_or_default().split('?').next().unwrap_or_default().to_owned();
        let parts: Vec<&str> =
            path.split('/').map(|part| if part.parse::<u64>().is_ok() { ":id" } else { part }).collect();
        format!("{} {}", request["method"].as_str().unwrap_or_default(), parts.join("/"))
    };
    requests.iter().map(path).collect()
}

fn server_sync_count(requests: &[Value]) -> usize {
    methods_and_paths(requests).iter().filter(|path| path.ends_with("/guilds/:id/members")).count()
}

fn registration_count(requests: &[Value]) -> usize {
    methods_and_paths(requests).iter().filter(|path| path.starts_with("PUT") && path.ends_with("/commands")).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_are_registered_and_no_members_are_read_before_the_set_up() {
    let harness = Harness::without_setup(&["ana"]).await;
    let requests_at_start = harness.get("requests?after=0").await.as_array().unwrap().clone();
    assert_eq!(
        (registration_count(&requests_at_start), server_sync_count(&requests_at_start)),
        (1, 0),
        "{:#?}",
        methods_and_paths(&requests_at_start)
    );
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn restart_syncs_the_server_once_and_does_not_register_unchanged_commands_again() {
    let mut harness = Harness::with_members(&["sec-lead", "lapaz"]).await;
    harness.requests().await;
    harness.restart_bot().await;
    let requests_after_restart = harness.requests().await;
    assert_eq!(
        registration_count(&requests_after_restart),
        0,
        "the commands have not changed: {:#?}",
        methods_and_paths(&requests_after_restart)
    );
    assert_eq!(server_sync_count(&requests_after_restart), 1, "READY syncs the server again");
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn dropped_connection_is_resumed_without_a_sync() {
    let mut harness = Harness::with_members(&["sec-lead", "lapaz"]).await;
    harness.requests().await;
    for disruption in ["drop", "reconnect"] {
        harness.disrupt_gateway(disruption).await;
        harness
            .post(
                "members",
                json!({ "handle": format!("new-{disruption}"), "name": "New", "roles": ["mag"], "locale": "fr" }),
            )
            .await;
        harness.settle().await;
    }
    assert_eq!(
        server_sync_count(&harness.requests().await),
        0,
        "Discord replays the missed events, so no sync is needed"
    );
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn new_session_after_an_invalid_one_syncs_the_server() {
    let mut harness = Harness::with_members(&["sec-lead", "lapaz"]).await;
    harness.requests().await;
    harness.disrupt_gateway("invalid_session").await;
    harness.settle().await;
    assert_eq!(server_sync_count(&harness.requests().await), 1);
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn server_is_synced_again_after_an_outage() {
    let mut harness = Harness::with_members(&["sec-lead", "lapaz"]).await;
    harness.requests().await;
    harness.disrupt_gateway("guild_outage").await;
    harness.settle().await;
    assert_eq!(server_sync_count(&harness.requests().await), 1, "the outage is no removal of the bot");
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn address_of_the_gateway_is_requested_until_discord_responds() {
    let mut harness = Harness::with_members(&["sec-lead", "lapaz"]).await;
    harness.requests().await;
    harness.kill_bot().await;
    // When this request fails, serenity falls back to the address of Discord's real gateway. The bot must not connect
    // to that address.
    harness.plan_fault(json!({ "route": "GET /gateway", "status": 503, "times": 2, "when": "before" })).await;
    harness.start_bot().await;
    harness.settle().await;
    assert_eq!(server_sync_count(&harness.requests().await), 1);
    assert_eq!(remote_addresses(), Vec::<String>::new(), "the bot connects to this machine only");
    harness.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bot_connects_only_when_discord_allows_another_session() {
    let mut harness = Harness::with_members(&["sec-lead", "lapaz"]).await;
    harness.kill_bot().await;
    let requests_before = harness.requests().await.len();
    // With no start left, the bot asks Discord again after the wait, which is at least one second.
    let no_start_left = json!({
        "url": "ws://127.0.0.1:9",
        "shards": 1,
        "session_start_limit": {"total": 1000, "remaining": 0, "reset_after": 0, "max_concurrency": 1},
    });
    harness.plan_fault(json!({ "route": "GET /gateway/bot", "body": no_start_left.to_string(), "times": 2 })).await;
    harness.start_bot().await;
    harness.settle().await;
    let paths = methods_and_paths(&harness.requests().await.split_off(requests_before));
    let last_question = paths.iter().rposition(|path| path.ends_with("/gateway/bot"));
    let first_of_session = paths.iter().position(|path| path.contains("/guilds/:id"));
    assert_eq!(paths.iter().filter(|path| path.ends_with("/gateway/bot")).count(), 3, "{paths:#?}");
    assert!(last_question < first_of_session, "no session begins before the third answer: {paths:#?}");
    harness.end().await;
}

/// The addresses on other machines to which this process has a connection.
fn remote_addresses() -> Vec<String> {
    let own_sockets: Vec<String> = std::fs::read_dir("/proc/self/fd")
        .map(|fds| fds.filter_map(|fd| std::fs::read_link(fd.ok()?.path()).ok()?.to_str().map(str::to_owned)).collect())
        .unwrap_or_default();
    let tables =
        ["/proc/self/net/tcp", "/proc/self/net/tcp6"].map(|path| std::fs::read_to_string(path).unwrap_or_default());
    let lines = tables.iter().flat_map(|table| table.lines().skip(1));
    let addresses = lines.filter_map(|line| {
        let columns: Vec<&str> = line.split_whitespace().collect();
        let (remote, inode) = (columns.get(2)?, columns.get(9)?);
        let address = remote.split(':').next()?;
        let is_loopback =
            address.ends_with("00007F") || address.ends_with("01000000") || address.bytes().all(|b| b == b'0');
        (!is_loopback && own_sockets.contains(&format!("socket:[{inode}]"))).then(|| (*remote).to_owned())
    });
    addresses.collect()
}
