//! The HTTP server for health and metrics. It limits how long a connection stays open, and how many connections are
//! open at once. It checks the header `Host`. Otherwise a web page could read from the server through a host name that
//! resolves to this machine (DNS rebinding).

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::uri::Authority;
use axum::http::{StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// The pause after a failed accept. The usual cause is that no file descriptors are left.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);
/// The limit for the request line and all headers together. A probe sends a few hundred bytes.
const MAX_HEAD_BYTES: usize = 16 * 1024;

/// The limits of the server for its clients.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// The time limit for a client to send all headers of a request.
    pub head: Duration,
    /// The time limit for a whole connection: one request and its response.
    pub connection: Duration,
    /// The maximum number of simultaneous connections. Further connections wait until one ends.
    pub connections: usize,
}

impl Default for Limits {
    fn default() -> Self {
        // A probe gets its response within milliseconds, or within seconds on a busy machine.
        Self { head: Duration::from_secs(5), connection: Duration::from_secs(30), connections: 32 }
    }
}

/// Serves until `stop` is cancelled. Then it finishes the responses in progress.
pub async fn serve(listener: TcpListener, router: Router, limits: Limits, stop: CancellationToken) {
    let allowed_hosts = match listener.local_addr() {
        Ok(address) if address.ip().is_loopback() => AllowedHosts::ThisMachine,
        _ => AllowedHosts::Any,
    };
    let router = router.layer(from_fn_with_state(allowed_hosts, reject_other_hosts));
    let (slots, connections) = (Arc::new(Semaphore::new(limits.connections)), TaskTracker::new());
    while let Some((stream, slot)) = accept_next(&listener, &slots, &stop).await {
        connections.spawn(serve_connection(stream, slot, router.clone(), limits, stop.clone()));
    }
    connections.close();
    connections.wait().await;
}

/// Waits until a connection slot is free, then accepts the next connection. `None` when `stop` is cancelled.
async fn accept_next(
    listener: &TcpListener,
    slots: &Arc<Semaphore>,
    stop: &CancellationToken,
) -> Option<(TcpStream, OwnedSemaphorePermit)> {
    let next_connection = async {
        let slot = Arc::clone(slots).acquire_owned().await.expect("the semaphore is never closed");
        loop {
            match listener.accept().await {
                Ok((stream, _)) => return (stream, slot),
                Err(error) => {
                    tracing::warn!(%error, "a connection for health or metrics could not be accepted");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            }
        }
    };
    stop.run_until_cancelled(next_connection).await
}

async fn serve_connection(
    stream: TcpStream,
    _slot: OwnedSemaphorePermit,
    router: Router,
    limits: Limits,
    stop: CancellationToken,
) {
    let mut server = http1::Builder::new();
    server.timer(TokioTimer::new()).header_read_timeout(limits.head).keep_alive(false).max_buf_size(MAX_HEAD_BYTES);
    let mut connection =
        std::pin::pin!(server.serve_connection(TokioIo::new(stream), TowerToHyperService::new(router)));
    let served = async {
        tokio::select! {
            served = connection.as_mut() => return served,
            () = stop.cancelled() => connection.as_mut().graceful_shutdown(),
        }
        connection.await
    };
    match tokio::time::timeout(limits.connection, served).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::debug!(%error, "a connection for health or metrics ended early"),
        Err(_) => tracing::debug!("a connection for health or metrics took too long"),
    }
}

/// The host names to which the server responds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AllowedHosts {
    /// IP addresses and `localhost`. This refuses a web page whose own host name resolves to this machine.
    ThisMachine,
    /// All names, because other machines may use names that we do not know.
    Any,
}

async fn reject_other_hosts(State(allowed_hosts): State<AllowedHosts>, request: Request, next: Next) -> Response {
    let mut hosts = request.headers().get_all(header::HOST).iter().map(|host| host.to_str().unwrap_or_default());
    if allowed_hosts == AllowedHosts::Any || hosts.all(is_this_machine) {
        return next.run(request).await;
    }
    (StatusCode::MISDIRECTED_REQUEST, "ask for localhost or an address; this is no website\n").into_response()
}

fn is_this_machine(host: &str) -> bool {
    let Ok(authority) = host.parse::<Authority>() else { return false };
    let name = authority.host().trim_start_matches('[').trim_end_matches(']');
    name.eq_ignore_ascii_case("localhost") || name.parse::<IpAddr>().is_ok()
}

/// Listens, and serves in its own task.
///
/// # Errors
/// If the server cannot listen on the address.
pub async fn spawn(
    listen: SocketAddr,
    router: Router,
    stop: CancellationToken,
) -> std::io::Result<(SocketAddr, tokio::task::JoinHandle<()>)> {
    let listener = TcpListener::bind(listen).await?;
    let address = listener.local_addr()?;
    Ok((address, tokio::spawn(serve(listener, router, Limits::default(), stop))))
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    async fn start_server(limits: Limits) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new().route("/healthz", get(|| async { "ok\n" }));
        tokio::spawn(serve(listener, router, limits, CancellationToken::new()));
        address
    }

    /// Sends a request, and returns everything that the server sends until it closes the connection.
    async fn send_request(address: SocketAddr, request: &str) -> String {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        // A connection reset also ends the response.
        let _ = stream.read_to_end(&mut answer).await;
        String::from_utf8(answer).unwrap()
    }

    fn status(answer: &str) -> &str {
        answer.split(' ').nth(1).unwrap_or(answer)
    }

    #[tokio::test]
    async fn requests_for_other_host_names_are_refused() {
        let address = start_server(Limits::default()).await;
        for (host, expected) in [
            ("127.0.0.1:9464", "200"),
            ("localhost", "200"),
            ("LocalHost:1", "200"),
            ("[::1]:9464", "200"),
            ("evil.example", "421"),
            ("localhost.evil.example:9464", "421"),
        ] {
            let answer = send_request(address, &format!("GET /healthz HTTP/1.1\r\nHost: {host}\r\n\r\n")).await;
            assert_eq!(status(&answer), expected, "{host}");
        }
        assert_eq!(status(&send_request(address, "GET /healthz HTTP/1.0\r\n\r\n").await), "200", "no browser");
    }

    #[tokio::test]
    async fn client_that_never_finishes_its_head_is_disconnected_and_frees_its_slot() {
        let limits = Limits { head: Duration::from_millis(50), connections: 1, ..Limits::default() };
        let address = start_server(limits).await;
        let slow_client = TcpStream::connect(address).await.unwrap();
        // The slow client holds the only slot until the server disconnects it.
        assert_eq!(status(&send_request(address, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").await), "200");
        drop(slow_client);
        let unfinished = send_request(address, "GET /healthz HTTP/1.1\r\nHost: loc").await;
        assert!(!unfinished.contains("200 OK"), "{unfinished}");
    }

    #[tokio::test]
    async fn oversized_head_is_refused() {
        let address = start_server(Limits::default()).await;
        let head = format!("GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: {}\r\n\r\n", "x".repeat(2 * MAX_HEAD_BYTES));
        assert!(!send_request(address, &head).await.contains("200 OK"));
    }
}
