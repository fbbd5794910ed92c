//! What a notice says, for the renderer. Pure.

use crate::delivery::model::{Action, Address, Cause, SourceName};
use crate::members::ChannelId;
use crate::row_id;

pub(super) const NAME: SourceName = SourceName::new("notices");

row_id!(NoticeId);

/// Why nobody was reached, grouped by who can correct it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum NoticeKind {
    /// They left the server.
    NotHere,
    /// DMs closed or never opened, and no inbox channel is set up.
    NoInbox,
    /// DMs closed or never opened, and Magpie lacks a permission in the inbox channel.
    NoAccess,
    /// The message was refused for another reason.
    Refused,
    /// Tried as often as the configuration allows.
    Exhausted,
    /// A channel refused it; it was not a private message.
    Channel,
    /// The answer was lost, and the channel cannot be read back.
    Unknown,
    /// The platform treats Magpie as a spammer.
    Quarantined,
    /// Whoever owns the bot must have two-factor authentication.
    OwnerTwoFactor,
}

impl NoticeKind {
    /// `None` for a failure that nobody needs to know: of an edit or a change of a thread.
    pub(super) fn of(action: &Action, cause: Cause) -> Option<Self> {
        let address = match action {
            Action::Post(address) => address,
            // Only a person can change it, and everything else that needs it fails too.
            _ => return (cause == Cause::OwnerTwoFactor).then_some(NoticeKind::OwnerTwoFactor),
        };
        Some(match (address, cause) {
            (_, Cause::Exhausted) => NoticeKind::Exhausted,
            (_, Cause::OwnerTwoFactor) => NoticeKind::OwnerTwoFactor,
            (Address::Channel(_), _) => NoticeKind::Channel,
            (Address::Member(_), Cause::NotHere) => NoticeKind::NotHere,
            (Address::Member(_), Cause::NoInbox) => NoticeKind::NoInbox,
            (Address::Member(_), Cause::NoAccess | Cause::NoPermission | Cause::Gone) => NoticeKind::NoAccess,
            (Address::Member(_), Cause::DmClosed | Cause::Quarantined | Cause::InvalidMessage | Cause::Refused) => {
                NoticeKind::Refused
            }
            (Address::Member(_), Cause::NoMessage) => return None,
        })
    }

    /// Whether only deliveries of the same reason share a notice: the reason says what to do.
    pub(super) fn needs_same_reason(self) -> bool {
        self == NoticeKind::Refused
    }

    pub(super) fn code(self) -> &'static str {
        self.into()
    }

    pub(super) fn from_code(code: &str) -> Option<Self> {
        // Older versions stored the platform's number behind a slash.
        if code.starts_with("refused/") { Some(NoticeKind::Refused) } else { code.parse().ok() }
    }
}

/// All that a notice says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeFacts {
    pub notice: NoticeId,
    pub kind: NoticeKind,
    /// Deliveries that reached nobody, in the order in which they failed.
    pub open: Vec<Line>,
    /// Deliveries that arrived later, or are no longer wanted.
    pub settled: Vec<Line>,
    /// For quarantine: whether it continues.
    pub is_quarantined: bool,
}

/// One person or channel, and the messages that did not reach them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub to: Recipient,
    /// The names of the messages' sources.
    pub sources: Vec<String>,
    /// The platform's text for the latest failure.
    pub reason: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recipient {
    /// A person, by name, and whether Discord said that their DMs are closed. If not, Magpie may never have been
    /// allowed to write to them.
    Person {
        name: String,
        dms_closed: bool,
    },
    Channel(ChannelId),
}

/// What the notice's delivery is about.
pub(super) fn subject(notice: NoticeId) -> String {
    format!("notice/{notice}")
}

pub(super) fn notice_of(subject: &str) -> Option<NoticeId> {
    subject.strip_prefix("notice/")?.parse().ok()
}
