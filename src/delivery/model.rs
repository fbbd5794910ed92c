//! The types of a delivery. Pure.

use std::borrow::Cow;

use crate::db::Rng;
use crate::members::{ChannelId, MemberId, MessageId};
use crate::row_id;
use crate::time::Timestamp;

/// The length of a nonce. Discord accepts at most 25 characters; 22 letters and digits hold 130 random bits.
const NONCE_CHARS: usize = 22;

row_id!(DeliveryId);

/// The name of a feature that enqueues deliveries. Each registered source has a unique name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SourceName(Cow<'static, str>);

impl SourceName {
    pub const fn new(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }

    pub(super) fn stored(name: String) -> Self {
        Self(Cow::Owned(name))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The name of a route, as stored in a delivery's row. Only the [`Route`] that serves it knows what the name means.
///
/// [`Route`]: super::Route
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RouteName(Cow<'static, str>);

impl RouteName {
    /// The route with which every delivery starts.
    pub const FIRST: Self = Self::new("direct");
    /// The route of every delivery to a mailbox.
    pub const MAIL: Self = Self::new("mail");

    pub const fn new(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }

    pub(super) fn stored(name: String) -> Self {
        Self(Cow::Owned(name))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The priority of a delivery. A delivery never waits for a delivery of a lower lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lane {
    Emergency,
    Urgent,
    /// For messages that a person waits for, such as messages about a ticket.
    Prompt,
    Routine,
}

impl Lane {
    pub const ALL: [Lane; 4] = [Lane::Emergency, Lane::Urgent, Lane::Prompt, Lane::Routine];

    pub(super) fn number(self) -> i64 {
        self as i64
    }

    pub(super) fn from_number(number: i64) -> Option<Self> {
        Lane::ALL.into_iter().find(|lane| lane.number() == number)
    }
}

/// Where a new message goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Address {
    /// A person. Magpie tries their DM first, then their inbox thread.
    Member(MemberId),
    /// A channel or a thread, by id.
    Channel(ChannelId),
    /// A mailbox. The facts of the source contain its address, so that no row of the outbox contains it. `reader`: the
    /// member who owns the mailbox; `None` for a person who is not on Discord.
    ///
    /// A source of e-mails must not send messages too. Otherwise its e-mails, if they wait for a mail server that
    /// hangs, hide its messages from the dispatcher.
    Mailbox { reader: Option<MemberId> },
}

/// What a delivery does. All actions except `Post` and `OpenThread` can be repeated without harm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    Post(Address),
    /// Edits the message of an earlier delivery: renders it again with the current facts.
    Edit(DeliveryId),
    /// Deletes the message of an earlier delivery.
    Delete(DeliveryId),
    /// Opens a private thread and adds people to it. Before a repeated attempt opens a thread, the route searches for
    /// an existing thread with the same name. [`Posted::channel`] is the new thread.
    OpenThread {
        parent: ChannelId,
        members: Vec<MemberId>,
    },
    JoinThread {
        thread: ChannelId,
        member: MemberId,
    },
    LeaveThread {
        thread: ChannelId,
        member: MemberId,
    },
    /// Archives and locks the thread.
    CloseThread {
        thread: ChannelId,
    },
}

impl Action {
    /// Whether the action is idempotent: a repetition has no further effect.
    pub(super) fn is_repeatable(&self) -> bool {
        !matches!(self, Action::Post(_) | Action::OpenThread { .. })
    }

    /// The route with which a delivery of this action starts.
    pub(super) fn first_route(&self) -> RouteName {
        match self {
            Action::Post(Address::Mailbox { .. }) => RouteName::MAIL,
            _ => RouteName::FIRST,
        }
    }

    /// The earlier delivery whose message this action edits or deletes; `None` for other actions.
    pub(super) fn changed_delivery(&self) -> Option<DeliveryId> {
        match self {
            Action::Edit(of) | Action::Delete(of) => Some(*of),
            _ => None,
        }
    }

    /// Whether the action edits or deletes an earlier message, so that nobody gets a new message.
    pub fn changes_earlier_message(&self) -> bool {
        self.changed_delivery().is_some()
    }
}

/// A delivery that a feature enqueues.
#[derive(Debug, Clone)]
pub struct NewDelivery {
    pub(super) source: SourceName,
    pub(super) subject: String,
    pub(super) part: Option<String>,
    pub(super) key: String,
    pub(super) action: Action,
    pub(super) lane: Lane,
    pub(super) not_before: Option<Timestamp>,
    pub(super) held_until_now: bool,
    pub(super) expires_at: Option<Timestamp>,
}

impl NewDelivery {
    /// Creates a delivery that is due at once and does not expire.
    ///
    /// `subject` names what the delivery is about, in the source's own format, such as `receipt/17`. If a delivery with
    /// the same `key` exists, enqueuing this delivery changes nothing. Keys are compared, never parsed. Edits need no
    /// key: see [`super::outbox::edit`].
    pub fn new(source: SourceName, subject: impl ToString, key: impl Into<String>, action: Action, lane: Lane) -> Self {
        let (subject, key) = (subject.to_string(), key.into());
        Self {
            source,
            subject,
            part: None,
            key,
            action,
            lane,
            not_before: None,
            held_until_now: false,
            expires_at: None,
        }
    }

    /// No attempt starts before this instant.
    #[must_use]
    pub fn not_before(self, at: Timestamp) -> Self {
        Self { not_before: Some(at), ..self }
    }

    /// Marks the delivery as held until now, because its content waited before the delivery was enqueued. Of all
    /// messages to a person that were held until about the same time, only the most urgent message sounds
    /// ([`super::outbox::sound_at_waking`]).
    #[must_use]
    pub fn held_until_now(self) -> Self {
        Self { held_until_now: true, ..self }
    }

    /// No attempt starts at or after this instant.
    #[must_use]
    pub fn expires_at(self, at: Timestamp) -> Self {
        Self { expires_at: Some(at), ..self }
    }

    /// Sets the name that distinguishes this message from the other messages about its subject. The source gets the
    /// name back in [`Due::part`](super::Due::part).
    #[must_use]
    pub fn part(self, part: impl Into<String>) -> Self {
        Self { part: Some(part.into()), ..self }
    }
}

/// Whether an attempt counts towards the limit of attempts of its delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counts {
    Yes,
    No,
}

/// The random text by which Discord and Magpie recognise the message of a delivery. Discord gets it as `nonce` with
/// `enforce_nonce`. Nonces are random, so a restored database does not repeat a nonce.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Nonce(String);

impl Nonce {
    pub(super) fn random(rng: &Rng) -> Self {
        Self(rng.letters_and_digits(NONCE_CHARS))
    }

    pub(super) fn stored(text: String) -> Self {
        Self(text)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Where and when a delivery arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posted {
    /// `None` for a route that has no channels.
    pub channel: Option<ChannelId>,
    /// `None` for an action that posts no message, such as opening a thread.
    pub message: Option<MessageId>,
    pub at: Timestamp,
}

/// Why a delivery failed permanently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    pub cause: Cause,
    /// The platform's error text if the platform refused the delivery, otherwise our own text in English. For the log,
    /// and for receipts as a technical detail.
    pub reason: String,
}

/// The cause of a permanent failure. Each route maps its platform's error codes to these causes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum Cause {
    /// The person gets no DMs from Magpie: their DMs are closed, they share no server with Magpie, or their account was
    /// deleted.
    DmClosed,
    /// Magpie cannot see the channel.
    NoAccess,
    /// The channel or thread was deleted.
    Gone,
    /// Magpie can see the channel but lacks a permission in it, or the channel has no room for another thread.
    NoPermission,
    /// The person left the server, or was never in it.
    NotHere,
    /// The DM failed, and either no inbox channel is set up or Magpie cannot use the inbox channel.
    NoInbox,
    /// The message to edit does not exist.
    NoMessage,
    /// The platform treats Magpie as a spammer: only people who got a message from Magpie before can get another.
    Quarantined,
    /// The message itself is invalid, so every other route to the person would refuse the message too.
    InvalidMessage,
    /// The server requires two-factor authentication for moderators, and the bot's owner has not enabled it.
    OwnerTwoFactor,
    /// The platform refused the delivery for a reason that no other variant names.
    Refused,
    /// All attempts that the configuration allows have failed.
    Exhausted,
    /// The mail server does not accept mail for this address.
    MailboxUnknown,
    /// The response to the attempt was lost, and the route cannot find out whether the message arrived.
    Unconfirmed,
}

impl Cause {
    pub(super) fn code(self) -> &'static str {
        self.into()
    }

    pub(super) fn from_code(code: &str) -> Option<Self> {
        // Older versions stored the platform's error code after a slash.
        if code.starts_with("refused/") { Some(Cause::Refused) } else { code.parse().ok() }
    }
}

/// The numbers of attempts by outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Traffic {
    pub arrived: i64,
    /// Attempts that failed or whose outcome is unknown.
    pub failed: i64,
}

/// The numbers of late messages by outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Delayed {
    pub arrived: i64,
    pub waiting: i64,
    pub failed: i64,
}

impl Delayed {
    pub fn total(self) -> i64 {
        self.arrived + self.waiting + self.failed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn causes_keep_their_codes_and_codes_of_older_versions_are_read() {
        for (cause, code) in [
            (Cause::NotHere, "not_here"),
            (Cause::NoInbox, "no_inbox"),
            (Cause::NoMessage, "no_message"),
            (Cause::Exhausted, "exhausted"),
            (Cause::Refused, "refused"),
        ] {
            assert_eq!((cause.code(), Cause::from_code(code)), (code, Some(cause)));
        }
        assert_eq!(Cause::from_code("refused/50007"), Some(Cause::Refused));
        assert_eq!(Cause::from_code("lost"), None);
    }
}
