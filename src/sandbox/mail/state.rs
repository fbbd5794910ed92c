//! What the mail server holds and how it behaves, for its connections and for the control API.

use std::sync::Mutex;

use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use super::mailboxes::Mailboxes;
use crate::sandbox::clock::SandboxClock;
use crate::sandbox::sync::lock;
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

/// Called with the address when an e-mail has arrived.
pub type OnMail = Box<dyn Fn(&str) + Send + Sync>;

pub struct MailState {
    clock: SandboxClock,
    pub mailboxes: Mutex<Mailboxes>,
    pub mode: watch::Sender<MailMode>,
    on_mail: OnMail,
}

impl MailState {
    pub fn new(clock: SandboxClock, on_mail: OnMail) -> Self {
        Self { clock, mailboxes: Mutex::default(), mode: watch::Sender::new(MailMode::Work), on_mail }
    }

    /// Keeps an e-mail in the mailbox of each recipient.
    pub fn keep(&self, from: &str, recipients: &[String], message: &[u8]) {
        let now = self.clock.now();
        for to in recipients {
            lock(&self.mailboxes).add(from, to, message, now);
            (self.on_mail)(to);
        }
    }
}
