//! Makes a whole e-mail, with its headers, out of the texts of a message. Pure.

use std::time::{Duration, SystemTime};

use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, MultiPart};

use super::messages::MailText;
use crate::config::MailConfig;
use crate::delivery::Nonce;
use crate::time::Timestamp;

/// Says that a program wrote the e-mail, so that no program answers it (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// Like [`AutoSubmitted`], for the mail servers of Microsoft.
#[derive(Clone)]
struct NoAutoResponse;

impl Header for NoAutoResponse {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("X-Auto-Response-Suppress")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "All".to_owned())
    }
}

/// The whole e-mail. The outbox row fixes its id: the e-mail of a second attempt has the same id, so that a mail
/// program shows both as one. `thread`: the name that the e-mails about one subject to one person share, so that a mail
/// program shows them together.
///
/// # Errors
/// When a part cannot be an e-mail.
pub(super) fn compose(
    config: &MailConfig,
    to: Mailbox,
    text: &MailText,
    nonce: &Nonce,
    thread: &str,
    now: Timestamp,
) -> Result<Message, String> {
    let domain = config.from.email.domain();
    let mut message = Message::builder()
        .from(config.from.clone())
        .to(to)
        .subject(text.subject.clone())
        .date(SystemTime::UNIX_EPOCH + Duration::try_from(now.as_duration()).unwrap_or_default())
        .message_id(Some(format!("<{}@{domain}>", nonce.as_str())))
        .references(format!("<{thread}@{domain}>"))
        .header(AutoSubmitted)
        .header(NoAutoResponse);
    if let Some(reply_to) = &config.reply_to {
        message = message.reply_to(reply_to.clone());
    }
    let body = MultiPart::alternative_plain_html(text.plain.clone(), text.html.clone());
    message.multipart(body).map_err(|error| error.to_string())
}
