//! The state of a server, and Discord's permission rules. Pure.
//!
//! Source: Discord's documentation, "Permissions": base permissions; overwrites in the order everyone, roles, member;
//! implicit denials.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::members::{ChannelId, GuildId, MemberId, RoleId};
use crate::time::Timestamp;

/// A set of Discord's permission bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Permissions(pub u64);

impl Permissions {
    pub const ADMINISTRATOR: Permissions = Permissions(1 << 3);
    pub const MANAGE_SERVER: Permissions = Permissions(1 << 5);
    pub const VIEW_CHANNEL: Permissions = Permissions(1 << 10);
    pub const SEND_MESSAGES: Permissions = Permissions(1 << 11);
    pub const MANAGE_MESSAGES: Permissions = Permissions(1 << 13);
    pub const READ_MESSAGE_HISTORY: Permissions = Permissions(1 << 16);
    pub const MENTION_EVERYONE: Permissions = Permissions(1 << 17);
    pub const MANAGE_THREADS: Permissions = Permissions(1 << 34);
    pub const CREATE_PUBLIC_THREADS: Permissions = Permissions(1 << 35);
    pub const CREATE_PRIVATE_THREADS: Permissions = Permissions(1 << 36);
    pub const SEND_MESSAGES_IN_THREADS: Permissions = Permissions(1 << 38);
    const ALL: Permissions = Permissions(u64::MAX);

    pub fn has(self, other: Permissions) -> bool {
        self.0 & other.0 == other.0
    }

    #[must_use]
    pub fn with(self, other: Permissions) -> Self {
        Self(self.0 | other.0)
    }

    #[must_use]
    pub fn without(self, other: Permissions) -> Self {
        Self(self.0 & !other.0)
    }

    /// The Fluent key of the name that Discord shows in its settings.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::ADMINISTRATOR => "guild-permission-administrator",
            Self::MANAGE_SERVER => "guild-permission-manage-server",
            Self::VIEW_CHANNEL => "guild-permission-view-channel",
            Self::SEND_MESSAGES => "guild-permission-send-messages",
            Self::MANAGE_MESSAGES => "guild-permission-manage-messages",
            Self::READ_MESSAGE_HISTORY => "guild-permission-read-message-history",
            Self::MENTION_EVERYONE => "guild-permission-mention-everyone",
            Self::MANAGE_THREADS => "guild-permission-manage-threads",
            Self::CREATE_PUBLIC_THREADS => "guild-permission-create-public-threads",
            Self::CREATE_PRIVATE_THREADS => "guild-permission-create-private-threads",
            Self::SEND_MESSAGES_IN_THREADS => "guild-permission-send-messages-in-threads",
            _ => "guild-permission-other",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerRole {
    pub id: RoleId,
    pub name: String,
    pub position: i64,
    pub permissions: Permissions,
    /// Discord manages this role for a bot or a subscription.
    pub managed: bool,
    pub mentionable: bool,
}

/// The channel types that Magpie distinguishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChannelKind {
    Text,
    Announcement,
    Category,
    Other(u8),
}

impl ChannelKind {
    pub fn from_code(code: u8) -> Self {
        match code {
            0 => ChannelKind::Text,
            4 => ChannelKind::Category,
            5 => ChannelKind::Announcement,
            other => ChannelKind::Other(other),
        }
    }

    pub fn code(self) -> u8 {
        match self {
            ChannelKind::Text => 0,
            ChannelKind::Category => 4,
            ChannelKind::Announcement => 5,
            ChannelKind::Other(code) => code,
        }
    }
}

/// The role or member that an overwrite applies to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "target", content = "id")]
pub enum Target {
    Role(RoleId),
    Member(MemberId),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overwrite {
    #[serde(flatten)]
    pub target: Target,
    pub allow: Permissions,
    pub deny: Permissions,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerChannel {
    pub id: ChannelId,
    pub name: String,
    pub kind: ChannelKind,
    pub parent: Option<ChannelId>,
    pub position: i64,
    pub overwrites: Vec<Overwrite>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerMember {
    pub id: MemberId,
    /// The unique handle of the account.
    pub handle: String,
    /// The display name: the nickname in the server, else the global name, else the handle.
    pub name: String,
    pub is_bot: bool,
    pub roles: BTreeSet<RoleId>,
}

/// The state of a server, without its people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    pub id: GuildId,
    pub name: String,
    pub owner: MemberId,
    /// The user id of the bot.
    pub bot: MemberId,
    pub synced_at: Timestamp,
    pub roles: Vec<ServerRole>,
    pub channels: Vec<ServerChannel>,
}

impl Server {
    pub fn role(&self, id: RoleId) -> Option<&ServerRole> {
        self.roles.iter().find(|role| role.id == id)
    }

    pub fn channel(&self, id: ChannelId) -> Option<&ServerChannel> {
        self.channels.iter().find(|channel| channel.id == id)
    }
}

/// The permissions in `channel` of a member who has `roles`. Without `member`: the permissions of anybody who has
/// exactly these roles.
pub(super) fn permissions_in(
    server: &Server,
    member: Option<MemberId>,
    roles: &BTreeSet<RoleId>,
    channel: &ServerChannel,
) -> Permissions {
    if member == Some(server.owner) {
        return Permissions::ALL;
    }
    let everyone = RoleId(server.id.0);
    let of_roles = server.roles.iter().filter(|role| role.id == everyone || roles.contains(&role.id));
    let base = of_roles.fold(Permissions::default(), |all, role| all.with(role.permissions));
    if base.has(Permissions::ADMINISTRATOR) {
        return Permissions::ALL;
    }
    apply_overwrites(base, everyone, member, roles, channel)
}

fn apply_overwrites(
    base: Permissions,
    everyone: RoleId,
    member: Option<MemberId>,
    roles: &BTreeSet<RoleId>,
    channel: &ServerChannel,
) -> Permissions {
    let sum = |wanted: &dyn Fn(Target) -> bool| {
        let matching = channel.overwrites.iter().filter(|overwrite| wanted(overwrite.target));
        matching.fold((Permissions::default(), Permissions::default()), |(allow, deny), overwrite| {
            (allow.with(overwrite.allow), deny.with(overwrite.deny))
        })
    };
    let steps = [
        sum(&|target| target == Target::Role(everyone)),
        sum(&|target| matches!(target, Target::Role(role) if role != everyone && roles.contains(&role))),
        sum(&|target| matches!(target, Target::Member(id) if Some(id) == member)),
    ];
    let all = steps.into_iter().fold(base, |all, (allow, deny)| all.without(deny).with(allow));
    if all.has(Permissions::VIEW_CHANNEL) { all } else { Permissions::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVERYONE: RoleId = RoleId(1);
    const MAG: RoleId = RoleId(2);
    const BOT: RoleId = RoleId(3);
    const ME: MemberId = MemberId(9);

    fn role(id: RoleId, permissions: Permissions) -> ServerRole {
        ServerRole { id, name: id.to_string(), position: 0, permissions, managed: id == BOT, mentionable: false }
    }

    fn channel(overwrites: Vec<Overwrite>) -> ServerChannel {
        let name = "inbox".to_owned();
        ServerChannel { id: ChannelId(50), name, kind: ChannelKind::Text, parent: None, position: 0, overwrites }
    }

    fn server(channel: ServerChannel, everyone: Permissions, bot: Permissions) -> Server {
        Server {
            id: GuildId(1),
            name: "MAG".to_owned(),
            owner: MemberId(7),
            bot: ME,
            synced_at: Timestamp::UNIX_EPOCH,
            roles: vec![role(EVERYONE, everyone), role(MAG, Permissions::default()), role(BOT, bot)],
            channels: vec![channel],
        }
    }

    fn overwrite(target: Target, allow: Permissions, deny: Permissions) -> Overwrite {
        Overwrite { target, allow, deny }
    }

    const VIEW: Permissions = Permissions::VIEW_CHANNEL;
    const SEND: Permissions = Permissions::SEND_MESSAGES;
    const NONE: Permissions = Permissions(0);

    fn in_channel(overwrites: Vec<Overwrite>, roles: &[RoleId]) -> Permissions {
        let server = server(channel(overwrites), VIEW.with(SEND), NONE);
        permissions_in(&server, Some(ME), &roles.iter().copied().collect(), &server.channels[0])
    }

    #[test]
    fn overwrites_apply_in_the_order_everyone_roles_member() {
        let closed = overwrite(Target::Role(EVERYONE), NONE, VIEW);
        let opened = overwrite(Target::Role(MAG), VIEW, NONE);
        assert!(!in_channel(vec![closed], &[]).has(VIEW));
        assert!(in_channel(vec![opened, closed], &[MAG]).has(VIEW));
        let barred = overwrite(Target::Member(ME), NONE, SEND);
        assert!(!in_channel(vec![barred, opened, closed], &[MAG]).has(SEND));
    }

    #[test]
    fn role_that_allows_overrides_a_role_that_denies() {
        let (denies, allows) = (overwrite(Target::Role(MAG), NONE, SEND), overwrite(Target::Role(BOT), SEND, NONE));
        assert!(in_channel(vec![allows, denies], &[MAG, BOT]).has(SEND));
    }

    #[test]
    fn member_who_cannot_see_a_channel_can_do_nothing_in_it() {
        assert_eq!(in_channel(vec![overwrite(Target::Role(EVERYONE), SEND, VIEW)], &[]), NONE);
    }

    #[test]
    fn owner_and_administrators_have_every_permission() {
        let closed = || channel(vec![overwrite(Target::Role(EVERYONE), NONE, VIEW)]);
        let server_with_admin = server(closed(), NONE, Permissions::ADMINISTRATOR);
        assert!(
            permissions_in(&server_with_admin, Some(ME), &BTreeSet::from([BOT]), &server_with_admin.channels[0])
                .has(VIEW)
        );
        assert!(
            permissions_in(&server_with_admin, Some(MemberId(7)), &BTreeSet::new(), &server_with_admin.channels[0])
                .has(VIEW)
        );
    }
}
