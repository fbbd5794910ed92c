//! What a notice says, for the renderer to word. Pure.

use std::fmt;
use std::str::FromStr;

use crate::delivery::model::{Action, Address, Cause};
use crate::members::ChannelId;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct NoticeId(pub i64);

impl fmt::Display for NoticeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for NoticeId {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

/// Why nobody was reached, as far as it takes different hands to mend it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    /// They left the server.
    NotHere,
    /// DMs closed or never opened, and no inbox channel is set up.
    NoInbox,
    /// DMs closed or never opened, and Magpie lacks a permission in the inbox channel.
    NoAccess,
    /// Discord refused the message with this code.
    Refused(u32),
    /// Tried as often as the configuration allows.
    Exhausted,
    /// A channel, and nobody's private message: Discord refused it.
    Channel,
    /// The answer was lost, and the channel cannot be read back.
    Unknown,
    /// Discord holds Magpie for a spammer.
    Quarantined,
}

/// No access, no permission, the channel is gone, too many threads.
const NO_ACCESS: [u32; 6] = [50001, 50013, 10003, 10004, 160_006, 30033];

impl Ground {
    /// `None` for what nobody has to be told of: an edit or a change of a thread that failed.
    pub(super) fn of(action: &Action, cause: Cause) -> Option<Self> {
        match (action, cause) {
            (Action::Post(_), Cause::Exhausted) => Some(Ground::Exhausted),
            (Action::Post(Address::Channel(_)), _) => Some(Ground::Channel),
            (Action::Post(Address::Member(_)), Cause::NotHere) => Some(Ground::NotHere),
            (Action::Post(Address::Member(_)), Cause::NoInbox) => Some(Ground::NoInbox),
            (Action::Post(Address::Member(_)), Cause::Refused(code)) if NO_ACCESS.contains(&code) => {
                Some(Ground::NoAccess)
            }
            (Action::Post(Address::Member(_)), Cause::Refused(code)) => Some(Ground::Refused(code)),
            _ => None,
        }
    }

    pub(super) fn code(self) -> String {
        match self {
            Ground::NotHere => "not_here".to_owned(),
            Ground::NoInbox => "no_inbox".to_owned(),
            Ground::NoAccess => "no_access".to_owned(),
            Ground::Refused(code) => format!("refused/{code}"),
            Ground::Exhausted => "exhausted".to_owned(),
            Ground::Channel => "channel".to_owned(),
            Ground::Unknown => "unknown".to_owned(),
            Ground::Quarantined => "quarantined".to_owned(),
        }
    }

    pub(super) fn from_code(code: &str) -> Option<Self> {
        Some(match code {
            "not_here" => Ground::NotHere,
            "no_inbox" => Ground::NoInbox,
            "no_access" => Ground::NoAccess,
            "exhausted" => Ground::Exhausted,
            "channel" => Ground::Channel,
            "unknown" => Ground::Unknown,
            "quarantined" => Ground::Quarantined,
            other => Ground::Refused(other.strip_prefix("refused/")?.parse().ok()?),
        })
    }
}

/// All that a notice says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeFacts {
    pub notice: NoticeId,
    pub ground: Ground,
    /// Not mended, the first to fail first.
    pub open: Vec<Line>,
    /// Reached since, or not wanted any more.
    pub mended: Vec<Line>,
    /// Of quarantine: whether it still holds.
    pub holds: bool,
}

/// One person, or channel, and what did not reach them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub to: Way,
    /// Names of the rooms whose messages they were.
    pub sources: Vec<String>,
    /// Discord's words, of the latest.
    pub reason: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// By name; whether Discord said that their DMs are closed, else Magpie may never have been allowed to write to
    /// them.
    Person {
        name: String,
        dms_closed: bool,
    },
    Channel(ChannelId),
}
