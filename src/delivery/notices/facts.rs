//! The facts of a notice, which the renderer turns into text. Pure.

use crate::delivery::model::{Action, Address, Cause, SourceName};
use crate::members::ChannelId;
use crate::row_id;

pub(super) const NAME: SourceName = SourceName::new("notices");

row_id!(NoticeId);

/// Why a delivery reached nobody. Each kind needs a different action by people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum NoticeKind {
    /// The person left the server, or was never in it.
    NotHere,
    /// The person's DMs are closed or were never opened, and no inbox channel is set up.
    NoInbox,
    /// The person's DMs are closed or were never opened, and Magpie lacks a permission in the inbox channel.
    NoAccess,
    /// The platform refused the message for a reason that no other kind covers.
    Refused,
    /// All attempts that the configuration allows have failed.
    Exhausted,
    /// The message was addressed to a channel, and could not be posted in it.
    Channel,
    /// It is still unknown whether the message arrived: the response was lost, and no search has found the message.
    Unknown,
    /// The platform treats Magpie as a spammer.
    Quarantined,
    /// The bot's owner must enable two-factor authentication.
    OwnerTwoFactor,
}

impl NoticeKind {
    /// The kind of notice for a failed action. `None` if the failure needs no notice: for example, a failed edit of a
    /// message.
    pub(super) fn for_failure(action: &Action, cause: Cause) -> Option<Self> {
        let address = match action {
            Action::Post(address) => address,
            // Only a person can enable two-factor authentication. Until a person enables it, every action that needs it
            // fails.
            _ => return (cause == Cause::OwnerTwoFactor).then_some(NoticeKind::OwnerTwoFactor),
        };
        Some(match (address, cause) {
            // The sources of e-mails report their failures themselves.
            (Address::Mailbox { .. }, _) => return None,
            (_, Cause::Exhausted) => NoticeKind::Exhausted,
            (_, Cause::OwnerTwoFactor) => NoticeKind::OwnerTwoFactor,
            (Address::Channel(_), _) => NoticeKind::Channel,
            (Address::Member(_), Cause::NotHere) => NoticeKind::NotHere,
            (Address::Member(_), Cause::NoInbox) => NoticeKind::NoInbox,
            (Address::Member(_), Cause::NoAccess | Cause::NoPermission | Cause::Gone) => NoticeKind::NoAccess,
            (Address::Member(_), Cause::DmClosed | Cause::Quarantined | Cause::InvalidMessage | Cause::Refused) => {
                NoticeKind::Refused
            }
            (Address::Member(_), Cause::NoMessage | Cause::MailboxUnknown | Cause::Unconfirmed) => return None,
        })
    }

    /// Whether each reason needs its own notice, because the reason tells people what to do.
    pub(super) fn groups_by_reason(self) -> bool {
        self == NoticeKind::Refused
    }

    pub(super) fn code(self) -> &'static str {
        self.into()
    }

    pub(super) fn from_code(code: &str) -> Option<Self> {
        // Older versions stored the platform's error code after a slash.
        if code.starts_with("refused/") { Some(NoticeKind::Refused) } else { code.parse().ok() }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeFacts {
    pub notice: NoticeId,
    pub kind: NoticeKind,
    /// Deliveries that reached nobody, in the order in which they failed.
    pub open: Vec<Line>,
    /// Deliveries that arrived after the notice had reported them, or that are no longer wanted.
    pub settled: Vec<Line>,
    /// For [`NoticeKind::Quarantined`]: whether the quarantine continues.
    pub is_quarantined: bool,
}

/// One person or channel, and the messages that did not reach them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub to: Recipient,
    /// The names of the messages' sources.
    pub sources: Vec<String>,
    /// The reason of the latest failure.
    pub reason: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recipient {
    /// A person, with their name. `dms_closed`: Discord has refused a DM to them. If false, Magpie may never have been
    /// allowed to open a DM with them.
    Person {
        name: String,
        dms_closed: bool,
    },
    Channel(ChannelId),
}

/// The stored subject of the delivery that sends the notice: `notice/<id>`.
pub(super) fn subject(notice: NoticeId) -> String {
    format!("notice/{notice}")
}

pub(super) fn notice_of(subject: &str) -> Option<NoticeId> {
    subject.strip_prefix("notice/")?.parse().ok()
}
