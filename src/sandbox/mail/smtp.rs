//! The conversation with a client that hands over e-mails.

use std::io;
use std::sync::Arc;

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::state::{MailMode, MailState};

/// The longest line that a client may send (RFC 5321, section 4.5.3.1.6, allows 1,000 characters).
const MAX_LINE_BYTES: u64 = 4_096;
/// The largest e-mail.
const MAX_MESSAGE_BYTES: usize = 1_000_000;

/// Takes connections until the task is aborted.
pub fn serve(listener: TcpListener, server: Arc<MailState>) -> JoinHandle<()> {
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let server = Arc::clone(&server);
            tokio::spawn(async move {
                // An error means that the client has closed the connection.
                drop(Session::new(stream, server).run().await);
            });
        }
    })
}

/// What happens after a command.
enum Next {
    Continue,
    Close,
}

struct Session {
    reader: BufReader<OwnedReadHalf>,
    writer: OwnedWriteHalf,
    server: Arc<MailState>,
    mode: watch::Receiver<MailMode>,
    from: Option<String>,
    recipients: Vec<String>,
}

impl Session {
    fn new(stream: TcpStream, server: Arc<MailState>) -> Self {
        let (reader, writer) = stream.into_split();
        let mode = server.mode.subscribe();
        Self { reader: BufReader::new(reader), writer, server, mode, from: None, recipients: Vec::new() }
    }

    async fn run(mut self) -> io::Result<()> {
        if self.is_hanging().await {
            return Ok(());
        }
        self.say("220 sandbox ESMTP").await?;
        while let Some(line) = self.line().await? {
            if self.is_hanging().await {
                return Ok(());
            }
            match self.answer(&line).await? {
                Next::Continue => {}
                Next::Close => return Ok(()),
            }
        }
        Ok(())
    }

    /// If the server hangs, waits until it is told otherwise. Returns whether it hung: the connection is then closed.
    async fn is_hanging(&mut self) -> bool {
        let is_hanging = *self.mode.borrow() == MailMode::Hang;
        if is_hanging {
            // An error means that the sandbox has ended.
            drop(self.mode.wait_for(|mode| *mode != MailMode::Hang).await);
        }
        is_hanging
    }

    async fn answer(&mut self, line: &str) -> io::Result<Next> {
        let mode = *self.mode.borrow();
        let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        match verb.as_str() {
            "EHLO" => self.say("250-sandbox\r\n250 8BITMIME").await?,
            "HELO" => self.say("250 sandbox").await?,
            "MAIL" => {
                self.from = Some(address(line));
                self.recipients.clear();
                self.say("250 OK").await?;
            }
            "RCPT" => match (mode, &self.from) {
                (_, None) => self.say("503 MAIL first").await?,
                (MailMode::Busy, _) => self.say("451 4.3.2 busy, try again later").await?,
                (MailMode::Refuse, _) => self.say("550 5.1.1 no such mailbox").await?,
                _ => {
                    self.recipients.push(address(line));
                    self.say("250 OK").await?;
                }
            },
            "DATA" if self.recipients.is_empty() => self.say("503 RCPT first").await?,
            "DATA" => {
                self.say("354 end with a dot").await?;
                return self.take_message(mode).await;
            }
            "RSET" => {
                (self.from, self.recipients) = (None, Vec::new());
                self.say("250 OK").await?;
            }
            "NOOP" => self.say("250 OK").await?,
            "QUIT" => {
                self.say("221 bye").await?;
                return Ok(Next::Close);
            }
            _ => self.say("502 not implemented").await?,
        }
        Ok(Next::Continue)
    }

    async fn take_message(&mut self, mode: MailMode) -> io::Result<Next> {
        let mut message = Vec::new();
        loop {
            let Some(line) = self.line().await? else { return Ok(Next::Close) };
            if line == "." {
                break;
            }
            // A client doubles a dot at the beginning of a line (RFC 5321, section 4.5.2).
            message.extend_from_slice(line.strip_prefix('.').unwrap_or(&line).as_bytes());
            message.extend_from_slice(b"\r\n");
            if message.len() > MAX_MESSAGE_BYTES {
                self.say("552 too large").await?;
                return Ok(Next::Close);
            }
        }
        let from = self.from.take().unwrap_or_default();
        self.server.keep(&from, &std::mem::take(&mut self.recipients), &message);
        if mode == MailMode::LoseAnswer {
            return Ok(Next::Close);
        }
        self.say("250 taken").await?;
        Ok(Next::Continue)
    }

    /// The next line without its end; `None` if the client has closed the connection.
    async fn line(&mut self) -> io::Result<Option<String>> {
        let mut line = Vec::new();
        let read = (&mut self.reader).take(MAX_LINE_BYTES).read_until(b'\n', &mut line).await?;
        if read == 0 || line.last() != Some(&b'\n') {
            return Ok(None);
        }
        let text = String::from_utf8_lossy(&line);
        Ok(Some(text.trim_end_matches(['\r', '\n']).to_owned()))
    }

    async fn say(&mut self, reply: &str) -> io::Result<()> {
        self.writer.write_all(format!("{reply}\r\n").as_bytes()).await
    }
}

/// The address between the angle brackets of a command.
fn address(line: &str) -> String {
    let inside = line.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inside.map(|(address, _)| address.to_owned()).unwrap_or_default()
}
