//! The listening socket: TCP connections that can be cut in the middle, and a count of those that a bot holds.
//!
//! A lost answer and a dropped gateway must look to the client as they do in life: the connection ends without a word.
//! hyper offers no such thing to a handler, so each connection is wrapped here. Knows no HTTP.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use futures_util::task::AtomicWaker;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// How long to wait before accepting again after the system refused (out of file descriptors, usually).
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Every connection that is open, so that a stop can cut them all.
#[derive(Clone, Default)]
pub struct Lines {
    open: Arc<Mutex<Vec<Weak<Cord>>>>,
    bots: Arc<AtomicUsize>,
    closed: Arc<watch::Sender<u64>>,
}

impl Lines {
    /// How many connections have asked for a bot's route and are still open.
    pub fn held_by_bots(&self) -> usize {
        self.bots.load(Ordering::SeqCst)
    }

    /// Changes each time a connection ends.
    pub fn watch_ends(&self) -> watch::Receiver<u64> {
        self.closed.subscribe()
    }

    pub fn cut_all(&self) {
        for cord in self.open.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
            if let Some(cord) = cord.upgrade() {
                cord.cut();
            }
        }
    }

    fn add(&self) -> Arc<Cord> {
        let cord = Arc::new(Cord {
            lines: self.clone(),
            cut: AtomicBool::new(false),
            bot: AtomicBool::new(false),
            waker: AtomicWaker::new(),
        });
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|known| known.strong_count() > 0);
        open.push(Arc::downgrade(&cord));
        cord
    }
}

struct Cord {
    lines: Lines,
    cut: AtomicBool,
    bot: AtomicBool,
    waker: AtomicWaker,
}

impl Cord {
    fn cut(&self) {
        self.cut.store(true, Ordering::SeqCst);
        self.waker.wake();
    }
}

/// The connection behind a request.
#[derive(Clone)]
pub struct Peer(Arc<Cord>);

impl Peer {
    /// Ends the connection at once; nothing more is read or written.
    pub fn cut(&self) {
        self.0.cut();
    }

    /// A bot speaks on this connection: a killed bot's connections are waited for before the next one starts.
    pub fn belongs_to_a_bot(&self) {
        if !self.0.bot.swap(true, Ordering::SeqCst) {
            self.0.lines.bots.fetch_add(1, Ordering::SeqCst);
        }
    }
}

pub struct Wire {
    listener: TcpListener,
    lines: Lines,
}

impl Wire {
    pub fn new(listener: TcpListener, lines: Lines) -> Self {
        Self { listener, lines }
    }
}

impl Listener for Wire {
    type Io = Line;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Line, SocketAddr) {
        loop {
            match self.listener.accept().await {
                Ok((stream, address)) => {
                    // Without it Nagle's algorithm adds 40 ms to small answers.
                    drop(stream.set_nodelay(true));
                    return (Line { stream, cord: self.lines.add() }, address);
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

impl Connected<IncomingStream<'_, Wire>> for Peer {
    fn connect_info(stream: IncomingStream<'_, Wire>) -> Self {
        Self(Arc::clone(&stream.io().cord))
    }
}

/// One TCP connection.
pub struct Line {
    stream: TcpStream,
    cord: Arc<Cord>,
}

impl Line {
    fn check(&self, context: &Context<'_>) -> io::Result<()> {
        self.cord.waker.register(context.waker());
        if self.cord.cut.load(Ordering::SeqCst) { Err(io::ErrorKind::ConnectionReset.into()) } else { Ok(()) }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        if self.cord.bot.load(Ordering::SeqCst) {
            self.cord.lines.bots.fetch_sub(1, Ordering::SeqCst);
        }
        self.cord.lines.closed.send_modify(|count| *count += 1);
    }
}

impl AsyncRead for Line {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.check(context)?;
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Line {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.check(context)?;
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.check(context)?;
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
