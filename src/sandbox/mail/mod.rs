//! The mail server of the sandbox: takes e-mails on loopback (SMTP, RFC 5321) and keeps them in memory, so that people
//! and tests can read them. Nothing leaves this machine.
//!
//! It knows only the part of SMTP that a client uses to hand over an e-mail. It offers no encryption and no login:
//! tests against another mail server cover these.

mod mailboxes;
mod smtp;

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};

use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

pub use mailboxes::{MailView, MailboxView};

use self::mailboxes::Mailboxes;
use super::clock::SandboxClock;
use super::sync::lock;
use crate::time::Clock as _;

/// How the mail server behaves, until it is told otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailMode {
    Work,
    /// It accepts connections and answers nothing, until it is told otherwise. Then it ends these connections.
    Hang,
    /// It asks clients to try again later (451).
    Busy,
    /// It knows no recipient (550).
    Refuse,
    /// It takes the e-mail, and ends the connection without an answer.
    LoseAnswer,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailRequest {
    #[serde(rename = "do")]
    pub mode: MailMode,
}

/// Called with the address when an e-mail has arrived.
type OnMail = Box<dyn Fn(&str) + Send + Sync>;

/// A running mail server.
pub struct MailServer {
    address: SocketAddr,
    clock: SandboxClock,
    mailboxes: Mutex<Mailboxes>,
    mode: watch::Sender<MailMode>,
    on_mail: OnMail,
    task: Mutex<Option<JoinHandle<()>>>,
}

impl MailServer {
    /// Opens a free port of 127.0.0.1.
    pub async fn start(clock: SandboxClock, on_mail: OnMail) -> io::Result<Arc<Self>> {
        let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await?;
        let server = Arc::new(Self {
            address: listener.local_addr()?,
            clock,
            mailboxes: Mutex::default(),
            mode: watch::Sender::new(MailMode::Work),
            on_mail,
            task: Mutex::default(),
        });
        *lock(&server.task) = Some(smtp::serve(listener, Arc::clone(&server)));
        Ok(server)
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    pub fn mode(&self) -> MailMode {
        *self.mode.borrow()
    }

    pub fn set_mode(&self, mode: MailMode) {
        self.mode.send_replace(mode);
    }

    /// The addresses that got e-mails, in alphabetical order.
    pub fn mailboxes(&self) -> Vec<MailboxView> {
        lock(&self.mailboxes).all()
    }

    /// The e-mails to this address, oldest first. With `after`, only those with a greater id.
    pub fn mails_to(&self, address: &str, after: u64) -> Vec<MailView> {
        lock(&self.mailboxes).mails_to(address, after)
    }

    /// Deletes all e-mails, and works as at the start.
    pub fn reset(&self) {
        lock(&self.mailboxes).clear();
        self.set_mode(MailMode::Work);
    }

    /// Closes the port.
    pub fn stop(&self) {
        if let Some(task) = lock(&self.task).take() {
            task.abort();
        }
    }

    fn keep(&self, from: String, recipients: &[String], message: &[u8]) {
        let now = self.clock.now();
        for to in recipients {
            lock(&self.mailboxes).add(&from, to, message, now);
            (self.on_mail)(to);
        }
    }
}
