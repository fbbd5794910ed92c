//! The listening socket. It can cut TCP connections at any time, and counts the connections of bots.
//!
//! When a fault loses a response or drops a gateway connection, the client must see what it sees on a real network: the
//! TCP connection ends. A hyper handler cannot end its connection, so this module wraps each connection. It knows
//! nothing about HTTP.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, Weak};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use futures_util::task::AtomicWaker;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::sandbox::sync::lock;

/// The pause after a failed accept. The usual cause is that no file descriptors are left.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// All open connections, so that they can be cut when the sandbox stops.
#[derive(Clone, Default)]
pub struct Connections {
    open_connections: Arc<Mutex<Vec<Weak<ConnectionState>>>>,
    bot_connections: Arc<AtomicUsize>,
    closed_count: Arc<watch::Sender<u64>>,
}

impl Connections {
    /// The number of open connections on which a request for Discord's REST API or gateway arrived.
    pub fn held_by_bots(&self) -> usize {
        self.bot_connections.load(Ordering::SeqCst)
    }

    /// A receiver of a counter. The counter changes each time a connection closes.
    pub fn watch_closed(&self) -> watch::Receiver<u64> {
        self.closed_count.subscribe()
    }

    pub fn cut_all(&self) {
        for state in lock(&self.open_connections).drain(..) {
            if let Some(state) = state.upgrade() {
                state.cut();
            }
        }
    }

    fn add(&self) -> Arc<ConnectionState> {
        let state = Arc::new(ConnectionState {
            connections: self.clone(),
            is_cut: AtomicBool::new(false),
            is_bot: AtomicBool::new(false),
            waker: AtomicWaker::new(),
        });
        let mut open = lock(&self.open_connections);
        open.retain(|known| known.strong_count() > 0);
        open.push(Arc::downgrade(&state));
        state
    }
}

struct ConnectionState {
    connections: Connections,
    is_cut: AtomicBool,
    is_bot: AtomicBool,
    waker: AtomicWaker,
}

impl ConnectionState {
    fn cut(&self) {
        self.is_cut.store(true, Ordering::SeqCst);
        self.waker.wake();
    }
}

/// The TCP connection on which a request arrived.
#[derive(Clone)]
pub struct ConnectionHandle(Arc<ConnectionState>);

impl ConnectionHandle {
    /// Ends the connection at once. Nothing more is read or written on it.
    pub fn cut(&self) {
        self.0.cut();
    }

    /// Marks this connection as one of a bot. After a bot is killed, all its connections must close before the next
    /// bot starts.
    pub fn mark_as_bot(&self) {
        if !self.0.is_bot.swap(true, Ordering::SeqCst) {
            self.0.connections.bot_connections.fetch_add(1, Ordering::SeqCst);
        }
    }
}

pub struct TrackedListener {
    listener: TcpListener,
    connections: Connections,
}

impl TrackedListener {
    pub fn new(listener: TcpListener, connections: Connections) -> Self {
        Self { listener, connections }
    }
}

impl Listener for TrackedListener {
    type Io = TrackedStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (TrackedStream, SocketAddr) {
        loop {
            match self.listener.accept().await {
                Ok((stream, address)) => {
                    // Without this, Nagle's algorithm delays small responses by 40 ms.
                    drop(stream.set_nodelay(true));
                    return (TrackedStream { stream, state: self.connections.add() }, address);
                }
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

impl Connected<IncomingStream<'_, TrackedListener>> for ConnectionHandle {
    fn connect_info(stream: IncomingStream<'_, TrackedListener>) -> Self {
        Self(Arc::clone(&stream.io().state))
    }
}

/// A TCP connection that can be cut at any time.
pub struct TrackedStream {
    stream: TcpStream,
    state: Arc<ConnectionState>,
}

impl TrackedStream {
    fn require_not_cut(&self, context: &Context<'_>) -> io::Result<()> {
        self.state.waker.register(context.waker());
        if self.state.is_cut.load(Ordering::SeqCst) { Err(io::ErrorKind::ConnectionReset.into()) } else { Ok(()) }
    }
}

impl Drop for TrackedStream {
    fn drop(&mut self) {
        if self.state.is_bot.load(Ordering::SeqCst) {
            self.state.connections.bot_connections.fetch_sub(1, Ordering::SeqCst);
        }
        self.state.connections.closed_count.send_modify(|count| *count += 1);
    }
}

impl AsyncRead for TrackedStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.require_not_cut(context)?;
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for TrackedStream {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.require_not_cut(context)?;
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.require_not_cut(context)?;
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
