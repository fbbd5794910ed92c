//! The mail server of the sandbox: takes e-mails on loopback (SMTP, RFC 5321) and keeps them in memory, so that people
//! and tests can read them. Nothing leaves this machine.
//!
//! It knows only the part of SMTP that a client uses to hand over an e-mail. It offers no encryption and no login:
//! tests against another mail server cover these.

mod mailboxes;
mod smtp;
mod state;

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};

use serde::Deserialize;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub use mailboxes::{MailView, MailboxView};
pub use state::MailMode;

use self::state::{MailState, OnMail};
use super::clock::SandboxClock;
use super::sync::lock;

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailRequest {
    #[serde(rename = "do")]
    pub mode: MailMode,
}

/// A running mail server.
pub struct MailServer {
    address: SocketAddr,
    state: Arc<MailState>,
    task: Mutex<Option<JoinHandle<()>>>,
}

impl MailServer {
    /// Opens a free port of 127.0.0.1.
    pub async fn start(clock: SandboxClock, on_mail: OnMail) -> io::Result<Arc<Self>> {
        let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await?;
        let (address, state) = (listener.local_addr()?, Arc::new(MailState::new(clock, on_mail)));
        let task = smtp::serve(listener, Arc::clone(&state));
        Ok(Arc::new(Self { address, state, task: Mutex::new(Some(task)) }))
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    pub fn mode(&self) -> MailMode {
        *self.state.mode.borrow()
    }

    pub fn set_mode(&self, mode: MailMode) {
        self.state.mode.send_replace(mode);
    }

    /// The addresses that got e-mails, in alphabetical order.
    pub fn mailboxes(&self) -> Vec<MailboxView> {
        lock(&self.state.mailboxes).all()
    }

    /// The e-mails to this address, oldest first. With `after`, only those with a greater id.
    pub fn mails_to(&self, address: &str, after: u64) -> Vec<MailView> {
        lock(&self.state.mailboxes).mails_to(address, after)
    }

    /// Deletes all e-mails, and works as at the start.
    pub fn reset(&self) {
        lock(&self.state.mailboxes).clear();
        self.set_mode(MailMode::Work);
    }

    /// Closes the port.
    pub fn stop(&self) {
        if let Some(task) = lock(&self.task).take() {
            task.abort();
        }
    }
}
