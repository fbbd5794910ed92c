//! The route to mailboxes.

use async_trait::async_trait;
use lettre::address::AddressError;
use lettre::message::Mailbox;

use super::compose::compose;
use super::mailer::Mailer;
use super::messages::{self, MailText, Replies};
use crate::alerts::facts::AlertMail;
use crate::delivery::mailbox_codes::MailboxCode;
use crate::delivery::{
    Cause, Facts, FactsType, Job, LocateError, Order, Place, Posted, Repeats, Reservation, Route, RouteName, Search,
    SendError,
};
use crate::time::Timestamp;

/// The most e-mails of one lane that are sent at the same time. Mail servers allow few connections at once, and a mail
/// server that hangs holds no more attempts than these.
const MAX_AT_ONCE: usize = 4;

/// Whether the route renders facts of this type. No other route renders them.
pub fn renders(facts: &FactsType) -> bool {
    [FactsType::of::<AlertMail>(), FactsType::of::<MailboxCode>()].contains(facts)
}

/// One e-mail to one person.
struct Email {
    name: String,
    address: String,
    text: MailText,
    /// The name that the e-mails about one subject share.
    thread: String,
}

/// The e-mail that these facts are about; `None` if the route does not know their type.
fn render(facts: &Facts, replies: Replies, now: Timestamp) -> Option<Email> {
    if let Some(alert) = facts.get::<AlertMail>() {
        return Some(Email {
            name: messages::one_line(&alert.to_name),
            address: alert.to_address.clone(),
            text: messages::alert(alert, replies, now),
            thread: format!("alert-{}", alert.alert),
        });
    }
    let code = facts.get::<MailboxCode>()?;
    Some(Email {
        name: messages::one_line(&code.name),
        address: code.address.clone(),
        text: messages::code(code),
        thread: "code".to_owned(),
    })
}

/// Gives deliveries to the mail server.
pub struct MailRoute {
    /// `None` if no mail server is configured. E-mails that were enqueued earlier then fail.
    mailer: Option<Mailer>,
}

impl MailRoute {
    pub fn new(mailer: Option<Mailer>) -> Self {
        Self { mailer }
    }

    fn mailer(&self) -> Result<&Mailer, SendError> {
        let is_off = || SendError::permanent(Cause::Refused, "e-mail is off: mail.host is not set");
        self.mailer.as_ref().ok_or_else(is_off)
    }
}

#[async_trait]
impl Route for MailRoute {
    fn serves(&self) -> &'static [RouteName] {
        const { &[RouteName::MAIL] }
    }

    fn max_in_flight_per_lane(&self) -> usize {
        MAX_AT_ONCE
    }

    fn repeats(&self) -> Repeats {
        Repeats::Delivered
    }

    async fn locate(&self, job: &Job, _now: Timestamp) -> Result<Place, LocateError> {
        // Without a mail server, an e-mail that may have been sent keeps its unknown outcome.
        if !job.may_have_arrived {
            self.mailer()?;
        }
        Ok(Place::default())
    }

    async fn deliver(&self, order: &Order, _reservation: Reservation) -> Result<Posted, SendError> {
        let mailer = self.mailer()?;
        let replies = if mailer.config().reply_to.is_some() { Replies::AreRead } else { Replies::AreNotRead };
        let Some(Email { name, address, text, thread }) = render(&order.facts, replies, order.now) else {
            return Err(SendError::permanent(Cause::InvalidMessage, "the facts are no e-mail"));
        };
        let invalid = |error: AddressError| SendError::permanent(Cause::MailboxUnknown, error.to_string());
        let to = Mailbox::new(Some(name), address.parse().map_err(invalid)?);
        let recipient = to.email.clone();
        let message = compose(mailer.config(), to, &text, &order.job.nonce, &thread, order.now)
            .map_err(|reason| SendError::permanent(Cause::InvalidMessage, reason))?;
        mailer.send(&recipient, &message.formatted()).await?;
        Ok(Posted { channel: None, message: None, at: order.now })
    }

    /// Nobody can look into another person's mailbox.
    async fn find(&self, _search: &Search) -> Result<Option<Posted>, SendError> {
        Err(SendError::permanent(Cause::Unconfirmed, "the mail server's answer was lost, so it may have been sent"))
    }
}
