//! A delivery and its parts. Pure.

use std::borrow::Cow;

use crate::db::Rng;
use crate::members::{ChannelId, MemberId, MessageId};
use crate::row_id;
use crate::time::Timestamp;

/// Characters of a nonce. Discord takes at most 25; 22 letters and digits are 130 random bits.
const NONCE_CHARS: usize = 22;

row_id!(DeliveryId);

/// The name of the feature that asks for a delivery; unique among the registered sources.
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

/// The name of a way to reach somebody, as stored in a delivery's row. Only the [`Route`] that serves it knows its
/// meaning.
///
/// [`Route`]: super::Route
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RouteName(Cow<'static, str>);

impl RouteName {
    /// Every delivery starts with this one.
    pub const FIRST: Self = Self::new("direct");

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

/// The priority: a higher lane never waits behind a lower one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lane {
    Emergency,
    Urgent,
    /// A person waits for it, as for a ticket's messages.
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
    /// A person, by any route that reaches them.
    Member(MemberId),
    /// A channel or a thread, by id.
    Channel(ChannelId),
}

/// What a delivery does. All but `Post` and `OpenThread` may be repeated without harm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    Post(Address),
    /// Renders the message of an earlier delivery again, in place.
    Edit(DeliveryId),
    /// Deletes the message of an earlier delivery.
    Delete(DeliveryId),
    /// Opens a private thread and adds people to it. It is looked for by its name before another one is opened;
    /// [`Posted::channel`] is the thread.
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
    /// Whether doing it twice has the effect of doing it once.
    pub(super) fn is_repeatable(&self) -> bool {
        !matches!(self, Action::Post(_) | Action::OpenThread { .. })
    }

    /// The delivery whose message it changes.
    pub(super) fn of(&self) -> Option<DeliveryId> {
        match self {
            Action::Edit(of) | Action::Delete(of) => Some(*of),
            _ => None,
        }
    }

    /// Whether it changes a message that an earlier delivery brought, and so brings nobody anything new.
    pub fn is_change(&self) -> bool {
        self.of().is_some()
    }
}

/// A delivery that a feature asks for.
#[derive(Debug, Clone)]
pub struct NewDelivery {
    pub(super) source: SourceName,
    pub(super) subject: String,
    pub(super) part: Option<String>,
    pub(super) key: String,
    pub(super) action: Action,
    pub(super) lane: Lane,
    pub(super) not_before: Option<Timestamp>,
    pub(super) was_held: bool,
    pub(super) expires_at: Option<Timestamp>,
}

impl NewDelivery {
    /// A delivery that is due at once and does not expire.
    ///
    /// `subject` is the source's name for what it is about, such as `receipt/17`. A second request with the same `key`
    /// changes nothing. Keys are only compared, never parsed. Edits need none: see [`super::outbox::edit`].
    pub fn new(source: SourceName, subject: impl ToString, key: impl Into<String>, action: Action, lane: Lane) -> Self {
        let (subject, key) = (subject.to_string(), key.into());
        Self { source, subject, part: None, key, action, lane, not_before: None, was_held: false, expires_at: None }
    }

    /// No attempt starts before this instant.
    #[must_use]
    pub fn not_before(self, at: Timestamp) -> Self {
        Self { not_before: Some(at), ..self }
    }

    /// It waited in another form until now. Of all that waited until the same minute, only the most urgent sounds
    /// ([`super::outbox::sound_at_waking`]).
    #[must_use]
    pub fn was_held(self) -> Self {
        Self { was_held: true, ..self }
    }

    /// No attempt starts from this instant on.
    #[must_use]
    pub fn expires_at(self, at: Timestamp) -> Self {
        Self { expires_at: Some(at), ..self }
    }

    /// Sets the name by which the source tells this message from others of the subject
    /// ([`Due::part`](super::Due::part), [`Record::part`](super::Record::part)).
    #[must_use]
    pub fn part(self, part: impl Into<String>) -> Self {
        Self { part: Some(part.into()), ..self }
    }
}

/// Whether an attempt counts towards the last one of its delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counts {
    Yes,
    No,
}

/// Sent as `nonce` with `enforce_nonce`; random, so that a restored database repeats none.
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

/// Where a delivery arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posted {
    /// `None` for a route that has no channels.
    pub channel: Option<ChannelId>,
    /// `None` for an action without a message (threads).
    pub message: Option<MessageId>,
    pub at: Timestamp,
}

/// Why a delivery failed permanently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    pub cause: Cause,
    /// For the log: the platform's error text if the platform refused, otherwise a text of ours. People read the cause
    /// in their own language instead.
    pub reason: String,
}

/// What a failure means for delivery. Each route maps its platform's codes to these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum Cause {
    /// The person takes no messages from us: DMs closed, no server in common, or the account was deleted.
    DmClosed,
    /// The channel is not visible to us.
    NoAccess,
    /// The channel or thread was deleted.
    Gone,
    /// We may see the channel, and lack a permission there, or it is full.
    NoPermission,
    /// The person has left the server, or never was in it.
    NotHere,
    /// There is no inbox channel to fall back to, or we cannot use it.
    NoInbox,
    /// The message to edit does not exist.
    NoMessage,
    /// The platform treats us as a spammer: only people whom we wrote to before get messages.
    Quarantined,
    /// The message itself is at fault, so every other route to the same person would refuse it too.
    InvalidMessage,
    /// The server demands two-factor authentication of who moderates, and whoever owns the bot has none.
    OwnerTwoFactor,
    /// Refused for another reason.
    Refused,
    /// Tried as often as the configuration allows.
    Exhausted,
}

impl Cause {
    pub(super) fn code(self) -> &'static str {
        self.into()
    }

    pub(super) fn from_code(code: &str) -> Option<Self> {
        // Older versions stored the platform's number behind a slash.
        if code.starts_with("refused/") { Some(Cause::Refused) } else { code.parse().ok() }
    }
}

/// Attempts to deliver, counted by outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Traffic {
    pub arrived: i64,
    /// Of every kind: refused, unknown, given up.
    pub failed: i64,
}

/// Late messages, counted by outcome.
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
    fn causes_keep_their_codes_and_those_of_older_versions_are_read() {
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
