//! What a delivery is. Pure.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use crate::db::Rng;
use crate::members::{ChannelId, MemberId, MessageId};
use crate::time::Timestamp;

/// Characters of a nonce: Discord takes at most 25; 22 of 62 kinds are 130 random bits.
const NONCE_LENGTH: usize = 22;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DeliveryId(pub i64);

impl fmt::Display for DeliveryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for DeliveryId {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

/// The name of the room that owes a delivery; unique among the registered sources.
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

/// The order of service: a higher lane never waits behind a lower one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lane {
    Emergency,
    Urgent,
    /// A person waits for it: tickets.
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
    /// Their DM with Magpie; when that is closed or was never opened, their private thread in the inbox channel.
    Member(MemberId),
    /// A channel or a thread, by id.
    Channel(ChannelId),
}

/// What is to be done on Discord. All but `Post` and `OpenThread` may be repeated without harm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    Post(Address),
    /// Words the message of an earlier delivery anew, in place.
    Edit(DeliveryId),
    /// Opens a private thread and adds people to it. It is looked for by its name before it is made anew;
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

/// A delivery that a room asks for.
#[derive(Debug, Clone)]
pub struct NewDelivery {
    pub source: SourceName,
    /// What it is about, in the source's own words, such as `receipt/17`.
    pub subject: String,
    /// Asking again with the same key changes nothing. Edits need none: see [`super::outbox::edit`].
    pub key: String,
    pub action: Action,
    pub lane: Lane,
    pub not_before: Timestamp,
    /// No attempt starts from this instant on.
    pub expires_at: Option<Timestamp>,
}

/// Sent as `nonce` with `enforce_nonce`; random, so that a restored database repeats none.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Nonce(String);

impl Nonce {
    pub(super) fn random(rng: &Rng) -> Self {
        Self(rng.letters_and_digits(NONCE_LENGTH))
    }

    pub(super) fn stored(text: String) -> Self {
        Self(text)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    Direct,
    /// The member's private thread in the inbox channel.
    Inbox,
}

/// Where a message came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posted {
    pub channel: ChannelId,
    /// `None` for what makes no message (threads).
    pub message: Option<MessageId>,
    pub at: Timestamp,
}

/// Why a delivery was given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    pub cause: Cause,
    /// Discord's own words where it was Discord that refused; else for the log. People read the cause in their
    /// language.
    pub reason: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// Discord refused with this error code.
    Refused(u32),
    /// The person has left the server, or never was in it.
    NotHere,
    /// There is no inbox channel to fall back to, or Magpie cannot use it.
    NoInbox,
    /// The message that was to be edited does not exist.
    NoMessage,
    /// As often tried as the configuration allows.
    Exhausted,
}

impl Cause {
    pub(super) fn code(self) -> String {
        match self {
            Cause::Refused(code) => format!("refused/{code}"),
            Cause::NotHere => "not_here".to_owned(),
            Cause::NoInbox => "no_inbox".to_owned(),
            Cause::NoMessage => "no_message".to_owned(),
            Cause::Exhausted => "exhausted".to_owned(),
        }
    }

    pub(super) fn from_code(code: &str) -> Option<Self> {
        Some(match code {
            "not_here" => Cause::NotHere,
            "no_inbox" => Cause::NoInbox,
            "no_message" => Cause::NoMessage,
            "exhausted" => Cause::Exhausted,
            other => Cause::Refused(other.strip_prefix("refused/")?.parse().ok()?),
        })
    }
}

/// Where a delivery stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    Pending,
    Sending,
    Retry,
    Unknown,
    Sent(Posted),
    Failed(Failure),
    Cancelled,
    Expired,
}

impl State {
    /// Nothing more will happen to it.
    pub fn is_final(&self) -> bool {
        matches!(self, State::Sent(_) | State::Failed(_) | State::Cancelled | State::Expired)
    }
}

/// A delivery as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    pub id: DeliveryId,
    pub source: SourceName,
    pub subject: String,
    pub key: String,
    pub action: Action,
    pub lane: Lane,
    /// Deliveries of one line and lane keep their order.
    pub line: String,
    pub route: Route,
    pub state: State,
    pub attempt: u32,
    pub queued_at: Timestamp,
    pub due_at: Timestamp,
    pub expires_at: Option<Timestamp>,
    pub sending_at: Option<Timestamp>,
    /// When the first attempt began that may have arrived, for all that is known.
    pub unknown_since: Option<Timestamp>,
    /// Where the latest attempt at a message went.
    pub tried_channel: Option<ChannelId>,
    pub nonce: Nonce,
    pub reason: Option<String>,
}

/// How attempts to deliver went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Traffic {
    pub arrived: i64,
    /// Not taken by Discord, or nobody knows: tried again.
    pub failed: i64,
}

/// Messages that were late, by what became of them.
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

impl Record {
    /// It waits for an attempt, or for a look at an unknown outcome, and its time has come.
    pub fn is_due(&self, now: Timestamp) -> bool {
        matches!(self.state, State::Pending | State::Retry | State::Unknown) && self.due_at <= now
    }
}

/// One line of a delivery's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    pub at: Timestamp,
    pub what: Happening,
    /// When it goes on, of what waits.
    pub until: Option<Timestamp>,
    /// Who did it; `None`: Magpie by itself.
    pub actor: Option<Actor>,
    pub detail: Option<String>,
}

/// Whose act changed a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    Member(MemberId),
    /// Whoever types `magpie outbox` on the machine.
    Operator,
}

impl Actor {
    pub(super) fn code(self) -> String {
        match self {
            Actor::Member(member) => format!("member/{member}"),
            Actor::Operator => "operator".to_owned(),
        }
    }

    pub(super) fn from_code(code: &str) -> Option<Self> {
        match code {
            "operator" => Some(Actor::Operator),
            other => other.strip_prefix("member/")?.parse().ok().map(Actor::Member),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happening {
    Queued,
    Held,
    Tried,
    Sent,
    /// By the person's own act.
    Seen,
    Retry,
    Unknown,
    Rerouted,
    Failed,
    /// Somebody wanted it tried again.
    Again,
    Cancelled,
    Expired,
}

impl Happening {
    pub const ALL: [Happening; 12] = [
        Happening::Queued,
        Happening::Held,
        Happening::Tried,
        Happening::Sent,
        Happening::Seen,
        Happening::Retry,
        Happening::Unknown,
        Happening::Rerouted,
        Happening::Failed,
        Happening::Again,
        Happening::Cancelled,
        Happening::Expired,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Happening::Queued => "queued",
            Happening::Held => "held",
            Happening::Tried => "tried",
            Happening::Sent => "sent",
            Happening::Seen => "seen",
            Happening::Retry => "retry",
            Happening::Unknown => "unknown",
            Happening::Rerouted => "rerouted",
            Happening::Failed => "failed",
            Happening::Again => "again",
            Happening::Cancelled => "cancelled",
            Happening::Expired => "expired",
        }
    }
}
