//! The route to mailboxes.

use async_trait::async_trait;
use lettre::address::AddressError;
use lettre::message::Mailbox;

use super::compose::compose;
use super::mailer::Mailer;
use super::messages::{self, Replies};
use crate::alerts::facts::AlertMail;
use crate::delivery::{
    Cause, FactsType, Job, LocateError, Order, Place, Posted, Repeats, Reservation, Route, RouteName, Search, SendError,
};
use crate::time::Timestamp;

/// The most e-mails of one lane that are sent at the same time. Mail servers allow few connections at once, and a mail
/// server that hangs holds no more attempts than these.
const MAX_AT_ONCE: usize = 4;

/// Whether the route renders facts of this type. No other route renders them.
pub fn renders(facts: &FactsType) -> bool {
    *facts == FactsType::of::<AlertMail>()
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
        let Some(facts) = order.facts.get::<AlertMail>() else {
            return Err(SendError::permanent(Cause::InvalidMessage, "the facts are no e-mail"));
        };
        let invalid = |error: AddressError| SendError::permanent(Cause::MailboxUnknown, error.to_string());
        let address = facts.to_address.parse().map_err(invalid)?;
        let to = Mailbox::new(Some(messages::one_line(&facts.to_name)), address);
        let recipient = to.email.clone();
        let replies = if mailer.config().reply_to.is_some() { Replies::AreRead } else { Replies::AreNotRead };
        let text = messages::alert(facts, replies, order.now);
        let thread = format!("alert-{}", facts.alert);
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
