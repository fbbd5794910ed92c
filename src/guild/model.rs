//! The choices of `/setup`. Pure.

use std::collections::BTreeSet;
use std::fmt;

use super::permissions::{ChannelKind, Server};
use crate::members::{ChannelId, Group, GuildId, RoleId, Roles};
use crate::time::{Date, Language};

/// The purpose of a channel that Magpie uses. Custom ids contain the code of the purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, strum::Display, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum ChannelPurpose {
    /// For the secretariat only: rosters of alerts, private reports and notices.
    Secretariat,
    /// Contains only the panel for setting up a profile.
    Announcements,
    /// Where people press "Get help".
    Help,
    /// Where volunteers see tickets.
    Triage,
    /// Private threads with members whose DMs are closed.
    Inbox,
}

impl ChannelPurpose {
    pub const ALL: [ChannelPurpose; 5] = [
        ChannelPurpose::Secretariat,
        ChannelPurpose::Announcements,
        ChannelPurpose::Help,
        ChannelPurpose::Triage,
        ChannelPurpose::Inbox,
    ];

    /// Whether a channel of this kind may be chosen. An announcement channel cannot have private threads, so only
    /// `Announcements` accepts it.
    pub fn accepts(self, kind: ChannelKind) -> bool {
        kind == ChannelKind::Text || (kind == ChannelKind::Announcement && self == ChannelPurpose::Announcements)
    }

    /// Whether Magpie needs this channel to work.
    pub fn is_required(self) -> bool {
        self != ChannelPurpose::Announcements
    }
}

/// The first and the last day of the event, in the local time of the place where it happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EventDates {
    first_day: Date,
    last_day: Date,
}

impl EventDates {
    /// `None` when `last_day` is before `first_day`.
    pub fn new(first_day: Date, last_day: Date) -> Option<Self> {
        (first_day <= last_day).then_some(Self { first_day, last_day })
    }

    pub fn first_day(self) -> Date {
        self.first_day
    }

    pub fn last_day(self) -> Date {
        self.last_day
    }
}

/// A message with buttons that stays in a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum PanelKind {
    Help,
    Profile,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setup {
    pub guild: GuildId,
    pub secretariat_role: Option<RoleId>,
    pub members_role: Option<RoleId>,
    pub volunteers_role: Option<RoleId>,
    pub secretariat_channel: Option<ChannelId>,
    pub announcements_channel: Option<ChannelId>,
    pub help_channel: Option<ChannelId>,
    pub triage_channel: Option<ChannelId>,
    pub inbox_channel: Option<ChannelId>,
    pub event: Option<EventDates>,
}

/// A choice of `/setup` that is missing: nobody has made it, or its role or channel was deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    Role(Group),
    Channel(ChannelPurpose),
}

/// For operators, who read English.
impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Role(group) => write!(f, "the role {group}"),
            Self::Channel(purpose) => write!(f, "the channel {purpose}"),
        }
    }
}

impl Missing {
    pub fn is_required(self) -> bool {
        match self {
            Missing::Role(_) => true,
            Missing::Channel(purpose) => purpose.is_required(),
        }
    }

    /// Every required choice.
    pub fn all() -> Vec<Missing> {
        let purposes = ChannelPurpose::ALL.into_iter().filter(|purpose| purpose.is_required());
        Group::ALL.into_iter().map(Missing::Role).chain(purposes.map(Missing::Channel)).collect()
    }
}

impl Setup {
    pub fn new(guild: GuildId) -> Self {
        Self {
            guild,
            secretariat_role: None,
            members_role: None,
            volunteers_role: None,
            secretariat_channel: None,
            announcements_channel: None,
            help_channel: None,
            triage_channel: None,
            inbox_channel: None,
            event: None,
        }
    }

    pub fn role(&self, group: Group) -> Option<RoleId> {
        match group {
            Group::Mag => self.members_role,
            Group::Helpdesk => self.volunteers_role,
            Group::Secretariat => self.secretariat_role,
        }
    }

    pub fn set_role(&mut self, group: Group, role: Option<RoleId>) {
        match group {
            Group::Mag => self.members_role = role,
            Group::Helpdesk => self.volunteers_role = role,
            Group::Secretariat => self.secretariat_role = role,
        }
    }

    pub fn channel(&self, purpose: ChannelPurpose) -> Option<ChannelId> {
        match purpose {
            ChannelPurpose::Secretariat => self.secretariat_channel,
            ChannelPurpose::Announcements => self.announcements_channel,
            ChannelPurpose::Help => self.help_channel,
            ChannelPurpose::Triage => self.triage_channel,
            ChannelPurpose::Inbox => self.inbox_channel,
        }
    }

    pub fn set_channel(&mut self, purpose: ChannelPurpose, channel: Option<ChannelId>) {
        match purpose {
            ChannelPurpose::Secretariat => self.secretariat_channel = channel,
            ChannelPurpose::Announcements => self.announcements_channel = channel,
            ChannelPurpose::Help => self.help_channel = channel,
            ChannelPurpose::Triage => self.triage_channel = channel,
            ChannelPurpose::Inbox => self.inbox_channel = channel,
        }
    }

    /// The required choices that are not made.
    pub fn missing(&self) -> Vec<Missing> {
        let is_missing = |missing: &Missing| match missing {
            Missing::Role(group) => self.role(*group).is_none(),
            Missing::Channel(purpose) => self.channel(*purpose).is_none(),
        };
        Missing::all().into_iter().filter(is_missing).collect()
    }

    /// The choices whose role or channel was deleted.
    pub fn deleted(&self, server: &Server) -> Vec<Missing> {
        let is_deleted_role = |group: &Group| self.role(*group).is_some_and(|role| server.role(role).is_none());
        let is_deleted_channel =
            |purpose: &ChannelPurpose| self.channel(*purpose).is_some_and(|channel| server.channel(channel).is_none());
        let roles = Group::ALL.into_iter().filter(is_deleted_role).map(Missing::Role);
        roles.chain(ChannelPurpose::ALL.into_iter().filter(is_deleted_channel).map(Missing::Channel)).collect()
    }

    /// The groups of a person who has these server roles.
    pub fn groups(&self, roles: &BTreeSet<RoleId>) -> Roles {
        Group::ALL.into_iter().filter(|group| self.role(*group).is_some_and(|role| roles.contains(&role))).collect()
    }
}

impl Setup {
    /// A copy of this set-up, in which roles and channels with a usual name fill the missing choices and replace the
    /// deleted ones. If two roles or two channels have a usual name for the same choice, the choice stays as it is.
    pub fn with_suggestions(&self, server: &Server) -> Setup {
        let mut setup = self.clone();
        let deleted = self.deleted(server);
        for group in Group::ALL {
            if self.role(group).is_some() && !deleted.contains(&Missing::Role(group)) {
                continue;
            }
            let matching =
                server.roles.iter().filter(|role| !role.managed && Group::from_word(&role.name) == Some(group));
            setup.set_role(group, only_one(matching.map(|role| role.id)).or(self.role(group)));
        }
        for purpose in ChannelPurpose::ALL {
            if self.channel(purpose).is_some() && !deleted.contains(&Missing::Channel(purpose)) {
                continue;
            }
            let matching =
                server.channels.iter().filter(|c| purpose.accepts(c.kind) && has_usual_name(purpose, &c.name));
            setup.set_channel(purpose, only_one(matching.map(|channel| channel.id)).or(self.channel(purpose)));
        }
        setup
    }
}

fn only_one<T>(mut matching: impl Iterator<Item = T>) -> Option<T> {
    let first = matching.next()?;
    matching.next().is_none().then_some(first)
}

/// Whether `name` is a usual name of the channel. Ignores case, and an emoji or a dash before or after the name, as in
/// "📢-announcements".
fn has_usual_name(purpose: ChannelPurpose, name: &str) -> bool {
    let name = name.to_lowercase();
    let name = name.trim_matches(|c: char| !c.is_alphanumeric());
    channel_names(purpose).any(|usual| usual == name)
}

/// Usual names of the channel, in any of our languages.
fn channel_names(purpose: ChannelPurpose) -> impl Iterator<Item = &'static str> {
    Language::all_phrases(move |facts| match purpose {
        ChannelPurpose::Secretariat => facts.channels.secretariat,
        ChannelPurpose::Announcements => facts.channels.announcements,
        ChannelPurpose::Help => facts.channels.help,
        ChannelPurpose::Triage => facts.channels.triage,
        ChannelPurpose::Inbox => facts.channels.inbox,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guild::ServerChannel;
    use crate::members::MemberId;
    use crate::time::Timestamp;

    fn setup_with_suggestions(channels: &[(u64, &str, ChannelKind)]) -> Setup {
        Setup::new(GuildId(1)).with_suggestions(&server_with(channels))
    }

    fn server_with(channels: &[(u64, &str, ChannelKind)]) -> Server {
        let channels = channels.iter().map(|(id, name, kind)| ServerChannel {
            id: ChannelId(*id),
            name: (*name).to_owned(),
            kind: *kind,
            parent: None,
            position: 0,
            overwrites: Vec::new(),
        });
        Server {
            id: GuildId(1),
            name: "MAG".to_owned(),
            owner: MemberId(2),
            bot: MemberId(3),
            synced_at: Timestamp::UNIX_EPOCH,
            roles: Vec::new(),
            channels: channels.collect(),
        }
    }

    #[test]
    fn deleted_channel_is_replaced_by_a_suggestion_and_kept_without_one() {
        let server = server_with(&[(10, "inbox", ChannelKind::Text), (11, "anything", ChannelKind::Text)]);
        let mut setup = Setup::new(GuildId(1));
        for (purpose, channel) in
            [(ChannelPurpose::Inbox, 20), (ChannelPurpose::Help, 21), (ChannelPurpose::Triage, 11)]
        {
            setup.set_channel(purpose, Some(ChannelId(channel)));
        }
        setup.set_role(Group::Mag, Some(RoleId(30)));
        let deleted = [
            Missing::Role(Group::Mag),
            Missing::Channel(ChannelPurpose::Help),
            Missing::Channel(ChannelPurpose::Inbox),
        ];
        assert_eq!(setup.deleted(&server), deleted);
        let shown = setup.with_suggestions(&server);
        assert_eq!(shown.inbox_channel, Some(ChannelId(10)));
        assert_eq!((shown.help_channel, shown.triage_channel), (Some(ChannelId(21)), Some(ChannelId(11))));
    }

    #[test]
    fn announcement_channel_is_suggested_for_announcements_and_for_nothing_else() {
        let setup = setup_with_suggestions(&[
            (10, "announcements", ChannelKind::Announcement),
            (11, "help", ChannelKind::Announcement),
        ]);
        assert_eq!((setup.announcements_channel, setup.help_channel), (Some(ChannelId(10)), None));
    }

    #[test]
    fn usual_name_of_a_channel_is_suggested_in_every_language() {
        for purpose in ChannelPurpose::ALL {
            for name in channel_names(purpose) {
                let setup = setup_with_suggestions(&[(10, name, ChannelKind::Text)]);
                assert_eq!(setup.channel(purpose), Some(ChannelId(10)), "{name}");
            }
        }
    }

    #[test]
    fn usual_name_with_an_emoji_is_suggested_and_a_name_of_two_channels_is_not() {
        let setup = setup_with_suggestions(&[
            (10, "📢-announcements", ChannelKind::Text),
            (11, "❓・Help", ChannelKind::Text),
            (12, "inbox", ChannelKind::Text),
            (13, "📥inbox", ChannelKind::Text),
        ]);
        assert_eq!((setup.announcements_channel, setup.help_channel), (Some(ChannelId(10)), Some(ChannelId(11))));
        assert_eq!(setup.inbox_channel, None);
    }
}
