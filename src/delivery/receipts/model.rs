//! The content of a receipt, and why a retry or a cancellation is refused. Pure.

use std::collections::HashMap;

use super::history::HistoryLine;
use crate::db::DbError;
use crate::delivery::model::DeliveryId;
use crate::delivery::record::Record;
use crate::delivery::source::{About, SourceError};
use crate::delivery::state::{State, StateKind};
use crate::members::{ChannelId, Member, MemberId};
use crate::time::Timestamp;

/// The state of a delivery as people see it. One phase can stand for several states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum Phase {
    Failed,
    Unknown,
    /// The delivery waits for its time or its next attempt, or is being sent.
    Waiting,
    Sent,
    Cancelled,
    Expired,
}

impl Phase {
    pub const ALL: [Phase; 6] =
        [Phase::Failed, Phase::Unknown, Phase::Waiting, Phase::Sent, Phase::Cancelled, Phase::Expired];
    /// The phases of deliveries that people may want to retry or cancel.
    pub const OPEN: [Phase; 3] = [Phase::Failed, Phase::Unknown, Phase::Waiting];

    pub fn of(state: &State) -> Self {
        match state {
            State::Failed(_) => Phase::Failed,
            State::Unknown { .. } => Phase::Unknown,
            State::Pending | State::Retry | State::Sending { .. } => Phase::Waiting,
            State::Sent(_) => Phase::Sent,
            State::Cancelled => Phase::Cancelled,
            State::Expired => Phase::Expired,
        }
    }

    pub fn code(self) -> &'static str {
        self.into()
    }

    pub fn from_code(code: &str) -> Option<Self> {
        code.parse().ok()
    }

    /// The states that people see as this phase.
    pub(super) fn states(self) -> &'static [StateKind] {
        match self {
            Phase::Failed => &[StateKind::Failed],
            Phase::Unknown => &[StateKind::Unknown],
            Phase::Waiting => &[StateKind::Pending, StateKind::Retry, StateKind::Sending],
            Phase::Sent => &[StateKind::Sent],
            Phase::Cancelled => &[StateKind::Cancelled],
            Phase::Expired => &[StateKind::Expired],
        }
    }
}

/// Selects deliveries for a list. Edits and deletions are never listed, because nobody gets a new message from them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub phases: Vec<Phase>,
    pub member: Option<MemberId>,
    /// The name of the feature that enqueued the deliveries; `None` for all features.
    pub source: Option<String>,
    /// Only deliveries whose latest due time is at or after this instant.
    pub since: Option<Timestamp>,
}

impl Filter {
    /// The deliveries in the phases of [`Phase::OPEN`].
    pub fn open() -> Self {
        Self { phases: Phase::OPEN.to_vec(), ..Self::default() }
    }

    pub fn all() -> Self {
        Self { phases: Phase::ALL.to_vec(), ..Self::default() }
    }
}

/// A page of a list. Failed and unknown deliveries come first, then waiting deliveries, then all other deliveries. In
/// each of these three groups, the newest delivery comes first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    pub items: Vec<Summary>,
    /// The number of this page, counted from 0.
    pub number: u32,
    pub pages: u32,
    pub total: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    pub record: Record,
    pub about: About,
    pub to: Addressee,
    pub seen_at: Option<Timestamp>,
}

/// The recipient of a delivery, as a receipt shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Addressee {
    Member(Box<Member>),
    /// A person whom Magpie has never seen in the server.
    Stranger(MemberId),
    Channel(ChannelId),
    /// The mailbox of a person who is not on Discord. The outbox does not know whose it is.
    Mailbox,
    /// Unknown, because the delivery whose message is edited no longer exists.
    Gone,
}

/// A delivery and its history.
#[derive(Debug, Clone)]
pub struct Receipt {
    pub summary: Summary,
    pub history: Vec<HistoryLine>,
    /// The names of the members in the history.
    pub names: HashMap<MemberId, String>,
    /// Whether a person may retry the delivery now.
    pub may_retry: bool,
    /// Whether a person may cancel the delivery now.
    pub may_cancel: bool,
}

/// What a retry does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retried {
    /// The delivery had failed and is enqueued again.
    Enqueued,
    /// The dispatcher first checks whether the message arrived, and sends the message again only if it did not arrive.
    SearchesFirst,
    /// The delivery waited for its next attempt, which is now due at once.
    Sooner,
}

/// Why a retry or a cancellation is refused. If somebody presses the button twice, the reason is the answer to the
/// second press.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    AlreadySent {
        at: Timestamp,
    },
    AlreadyCancelled,
    AlreadyExpired,
    AlreadyFailed,
    /// An attempt is in flight.
    BeingSent,
    /// The delivery is already due.
    Due,
    /// The delivery is held on purpose, for example while its reader sleeps.
    HeldUntil(Timestamp),
    /// The message may have arrived, so it cannot be cancelled.
    MayHaveArrived,
    /// The delivery has expired.
    TooLate,
    /// The source no longer wants the delivery.
    NotWanted,
    /// A newer edit of the same message waits.
    Newer,
}

#[derive(Debug, thiserror::Error)]
pub enum ReceiptError {
    #[error("member {0} is not a member of the secretariat")]
    NotSecretariat(MemberId),
    #[error("there is no delivery {0}")]
    NoDelivery(DeliveryId),
    #[error("delivery {id}: {refusal:?}")]
    Refused { id: DeliveryId, refusal: Refusal },
    #[error(transparent)]
    Db(#[from] DbError),
    #[error("the source failed: {0}")]
    Source(String),
}

impl From<SourceError> for ReceiptError {
    fn from(error: SourceError) -> Self {
        match error {
            SourceError::Db(error) => ReceiptError::Db(error),
            SourceError::Broken(text) => ReceiptError::Source(text),
        }
    }
}
