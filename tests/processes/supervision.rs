//! Tests how a bot that hangs is noticed: it gives up a gateway that never answers, and it reports to the service
//! manager.

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
        let silent = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let silent_url = format!("ws://{}", silent.local_addr().expect("it is bound"));
        tokio::spawn(async move {
            let mut held = Vec::new();
            while let Ok((connection, _)) = silent.accept().await {
                held.push(connection);
            }
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = format!("http://{}", listener.local_addr().expect("it is bound"));
        let proxy = Arc::new(Self { sandbox: Proxy::to(sandbox), silent_url, address_requests: AtomicUsize::new(0) });
        let router = Router::new().fallback(pass_on).with_state(proxy);
        tokio::spawn(async move { axum::serve(listener, router).await });
        address
    }
}

async fn pass_on(State(proxy): State<Arc<SilentGateway>>, request: Request) -> Response {
    let path = request.uri().path();
    if path == "/api/v10/gateway" && proxy.address_requests.fetch_add(1, Ordering::SeqCst) < REQUESTS_PER_CLIENT {
        return axum::Json(json!({ "url": proxy.silent_url })).into_response();
    }
    proxy.sandbox.answer(request).await
}

#[tokio::test(flavor = "multi_thread")]
async fn gateway_that_accepts_and_never_answers_is_given_up_and_the_bot_connects_again() {
    let harness = Harness::with(|seed| seed).await;
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
    let harness = Harness::with(|seed| seed).await;
    let socket = harness.folder.path().join("notify");
    let manager = UnixDatagram::bind(&socket).expect("a free name");
    manager.set_read_timeout(Some(TIMEOUT)).expect("a time-out");
    let hear = || {
        let mut message = [0; 64];
        let length = manager.recv(&mut message).expect("the bot says something");
        String::from_utf8_lossy(&message[..length]).into_owned()
    };
    let mut command = harness.command_with(&harness.settings());
    command.env("NOTIFY_SOCKET", &socket).env("WATCHDOG_USEC", "1500000");
    let mut bot = crate::harness::Process::of(command, &harness.sandbox.address().token);
    bot.wait_for_line("the server was synced");
    let mut heard = vec![hear(), hear(), hear(), hear()];
    assert_eq!(heard.iter().filter(|message| *message == "READY=1").count(), 1, "{heard:?}");
    assert!(heard.iter().filter(|message| *message == "WATCHDOG=1").count() == 3, "{heard:?}");
    assert!(bot.terminate().success());
    while heard.last().is_none_or(|message| message != "STOPPING=1") {
        heard.push(hear());
    }
    harness.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn hang_up_signal_does_not_stop_the_bot() {
    let harness = Harness::with(|seed| seed).await;
    let mut bot = harness.run();
    set_up_profile(&harness, &mut bot).await;
    bot.signal("HUP");
    bot.wait_for_line("SIGHUP reloads nothing");
    let shown = harness.command("profile show", json!({})).await;
    assert!(text(&shown).contains("America/La_Paz"), "{}", text(&shown));
    assert!(bot.terminate().success());
    harness.sandbox.stop().await;
}
