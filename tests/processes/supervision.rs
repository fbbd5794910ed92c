//! Tests what the bot does so that a hang is noticed. It gives up a gateway that never answers, and it notifies the
//! service manager. Also tests that SIGHUP does not stop the bot.

use std::os::unix::net::UnixDatagram;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use tokio::net::TcpListener;

use crate::harness::{Harness, Settings, TIMEOUT, text};
use crate::proxy::Proxy;
use crate::set_up_profile;

/// serenity requests the address of the gateway this many times while it builds a client.
const REQUESTS_PER_CLIENT: usize = 2;

/// A proxy in front of the sandbox. It gives the bot's first client the address of a gateway that accepts connections
/// and never answers.
struct SilentGateway {
    sandbox: Proxy,
    silent_url: String,
    address_requests: AtomicUsize,
}

impl SilentGateway {
    async fn start(sandbox: &str) -> String {
        let silent_listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let silent_url = format!("ws://{}", silent_listener.local_addr().expect("it is bound"));
        tokio::spawn(async move {
            let mut connections = Vec::new();
            while let Ok((connection, _)) = silent_listener.accept().await {
                connections.push(connection);
            }
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = format!("http://{}", listener.local_addr().expect("it is bound"));
        let proxy = Arc::new(Self { sandbox: Proxy::to(sandbox), silent_url, address_requests: AtomicUsize::new(0) });
        let router = Router::new().fallback(answer_or_forward).with_state(proxy);
        tokio::spawn(async move { axum::serve(listener, router).await });
        address
    }
}

async fn answer_or_forward(State(proxy): State<Arc<SilentGateway>>, request: Request) -> Response {
    let path = request.uri().path();
    if path == "/api/v10/gateway" && proxy.address_requests.fetch_add(1, Ordering::SeqCst) < REQUESTS_PER_CLIENT {
        return axum::Json(json!({ "url": proxy.silent_url })).into_response();
    }
    proxy.sandbox.answer(request).await
}

#[tokio::test(flavor = "multi_thread")]
async fn gateway_that_never_answers_is_given_up_and_the_bot_connects_again() {
    let harness = Harness::with_seed(|seed| seed).await;
    let api_url = SilentGateway::start(harness.sandbox.url()).await;
    let settings = Settings { api_url, discord: "gateway_timeout_s = 5", ..harness.settings() };
    let mut bot = harness.start(&settings);
    bot.wait_for_line("has not answered for 5 s; connecting anew");
    set_up_profile(&harness, &mut bot).await;
    assert!(bot.terminate().success());
    harness.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn service_manager_gets_ready_watchdog_and_stopping_notifications() {
    let harness = Harness::with_seed(|seed| seed).await;
    let socket = harness.folder.path().join("notify");
    let manager = UnixDatagram::bind(&socket).expect("a free name");
    manager.set_read_timeout(Some(TIMEOUT)).expect("a time-out");
    let next_notification = || {
        let mut message = [0; 64];
        let length = manager.recv(&mut message).expect("the bot says something");
        String::from_utf8_lossy(&message[..length]).into_owned()
    };
    let mut command = harness.command_with(&harness.settings());
    command.env("NOTIFY_SOCKET", &socket).env("WATCHDOG_USEC", "1500000");
    let mut bot = crate::harness::Process::spawn(command, &harness.sandbox.address().token);
    bot.wait_for_line("the server was synced");
    let mut notifications = vec![next_notification(), next_notification(), next_notification(), next_notification()];
    assert_eq!(notifications.iter().filter(|message| *message == "READY=1").count(), 1, "{notifications:?}");
    assert!(notifications.iter().filter(|message| *message == "WATCHDOG=1").count() == 3, "{notifications:?}");
    assert!(bot.terminate().success());
    while notifications.last().is_none_or(|message| message != "STOPPING=1") {
        notifications.push(next_notification());
    }
    harness.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn hang_up_signal_does_not_stop_the_bot() {
    let harness = Harness::with_seed(|seed| seed).await;
    let mut bot = harness.run();
    set_up_profile(&harness, &mut bot).await;
    bot.signal("HUP");
    bot.wait_for_line("SIGHUP reloads nothing");
    let profile_page = harness.command("profile show", json!({})).await;
    assert!(text(&profile_page).contains("America/La_Paz"), "{}", text(&profile_page));
    assert!(bot.terminate().success());
    harness.sandbox.stop().await;
}
