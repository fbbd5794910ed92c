//! Checks the channels of the set-up: which permissions Magpie lacks, and which people can use each channel. Pure.

use std::collections::BTreeSet;

use super::model::{ChannelPurpose, Setup};
use super::permissions::{Permissions, Server, ServerChannel, ServerRole, permissions_in};
use crate::members::{ChannelId, Group, RoleId};

/// A permission that the bot lacks in a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingPermission {
    pub purpose: ChannelPurpose,
    pub channel: ChannelId,
    pub channel_name: String,
    pub permission: Permissions,
}

/// The permissions that the bot needs in the channel with `purpose`.
pub fn needed_permissions(purpose: ChannelPurpose) -> &'static [Permissions] {
    const POST: &[Permissions] =
        &[Permissions::VIEW_CHANNEL, Permissions::SEND_MESSAGES, Permissions::READ_MESSAGE_HISTORY];
    // Magpie opens private threads, writes in them, finds them by name, and locks and archives them at the end.
    const THREADS: &[Permissions] = &[
        Permissions::VIEW_CHANNEL,
        Permissions::SEND_MESSAGES,
        Permissions::READ_MESSAGE_HISTORY,
        Permissions::CREATE_PRIVATE_THREADS,
        Permissions::SEND_MESSAGES_IN_THREADS,
        Permissions::MANAGE_THREADS,
    ];
    match purpose {
        ChannelPurpose::Secretariat | ChannelPurpose::Announcements | ChannelPurpose::Triage => POST,
        ChannelPurpose::Help | ChannelPurpose::Inbox => THREADS,
    }
}

/// Every permission that the bot lacks in the channels of `setup`. Leaves out deleted channels, see [`Setup::deleted`].
/// `roles`: the roles of the bot.
pub fn missing_permissions(server: &Server, setup: &Setup, roles: &BTreeSet<RoleId>) -> Vec<MissingPermission> {
    let mut all_missing = Vec::new();
    for purpose in ChannelPurpose::ALL {
        let Some(id) = setup.channel(purpose) else { continue };
        let Some(channel) = server.channel(id) else { continue };
        let held = permissions_in(server, Some(server.bot), roles, channel);
        let permissions = needed_permissions(purpose).iter().filter(|permission| !held.has(**permission));
        all_missing.extend(permissions.map(|p| MissingPermission {
            purpose,
            channel: id,
            channel_name: channel.name.clone(),
            permission: *p,
        }));
    }
    all_missing
}

/// Whether the bot has all permissions that it needs in a channel. The bot must read and write in every channel. The
/// channels of some purposes need more permissions. `roles`: the roles of the bot. `None` for a channel that the server
/// does not list.
pub(super) fn is_usable(server: &Server, setup: &Setup, roles: &BTreeSet<RoleId>, id: ChannelId) -> Option<bool> {
    let channel = server.channel(id)?;
    let held = permissions_in(server, Some(server.bot), roles, channel);
    let purposes = ChannelPurpose::ALL.into_iter().filter(|purpose| setup.channel(*purpose) == Some(id));
    let mut needs = needed_permissions(ChannelPurpose::Secretariat).iter().chain(purposes.flat_map(needed_permissions));
    Some(needs.all(|permission| held.has(*permission)))
}

/// A channel that the wrong people can use, or that the right people cannot see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exposure {
    /// Everybody in the server can read the channel, although the channel is meant for one group.
    OpenToAll(ChannelPurpose),
    /// The group cannot see the channel. Discord shows private threads only to people who can see the channel.
    Hidden(ChannelPurpose, Group),
    /// Everybody in the server can start threads in the channel, with the same names as the members' inbox threads.
    OpenToThreads(ChannelPurpose),
}

/// Every exposure in the channels of `setup`.
pub fn exposures(server: &Server, setup: &Setup) -> Vec<Exposure> {
    let sees = |purpose: ChannelPurpose, roles: BTreeSet<RoleId>| {
        let channel = setup.channel(purpose).and_then(|id| server.channel(id));
        channel.map(|channel| permissions_in(server, None, &roles, channel).has(Permissions::VIEW_CHANNEL))
    };
    let open_channels = [ChannelPurpose::Secretariat, ChannelPurpose::Triage]
        .into_iter()
        .filter(|purpose| sees(*purpose, BTreeSet::new()) == Some(true));
    let needed = [
        (ChannelPurpose::Secretariat, Group::Secretariat),
        (ChannelPurpose::Triage, Group::Helpdesk),
        (ChannelPurpose::Help, Group::Mag),
        (ChannelPurpose::Inbox, Group::Mag),
    ];
    let hidden_channels = needed.into_iter().filter(|(purpose, group)| {
        setup.role(*group).is_some_and(|role| sees(*purpose, BTreeSet::from([role])) == Some(false))
    });
    let inbox_with_open_threads =
        setup.channel(ChannelPurpose::Inbox).and_then(|id| server.channel(id)).filter(|inbox| {
            let held = permissions_in(server, None, &BTreeSet::new(), inbox);
            held.has(Permissions::CREATE_PUBLIC_THREADS) || held.has(Permissions::CREATE_PRIVATE_THREADS)
        });
    open_channels
        .map(Exposure::OpenToAll)
        .chain(hidden_channels.map(|(purpose, group)| Exposure::Hidden(purpose, group)))
        .chain(inbox_with_open_threads.map(|_| Exposure::OpenToThreads(ChannelPurpose::Inbox)))
        .collect()
}

/// Whether only `group` can read the channel with `purpose`. Checks the people without a role and those whose only role
/// belongs to another group. False if the server does not list the channel.
pub(super) fn is_private(server: &Server, setup: &Setup, purpose: ChannelPurpose, group: Group) -> bool {
    let Some(channel) = setup.channel(purpose).and_then(|id| server.channel(id)) else { return false };
    let own_role = setup.role(group);
    let others = Group::ALL.into_iter().filter_map(|other| setup.role(other)).filter(|role| Some(*role) != own_role);
    let mut readers = std::iter::once(BTreeSet::new()).chain(others.map(|role| BTreeSet::from([role])));
    !readers.any(|roles| permissions_in(server, None, &roles, channel).has(Permissions::VIEW_CHANNEL))
}

/// The roles that can read all private threads of a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThreadReaders {
    pub purpose: ChannelPurpose,
    pub channel: ChannelId,
    pub channel_name: String,
    /// If empty, only the people in a thread and the owner of the server can read the thread.
    pub roles: Vec<ServerRole>,
}

/// The roles that can read all private threads, for each channel in which Magpie opens private threads: the inbox for
/// members with closed DMs, and the help channel for askers and private reports.
pub fn thread_readers(server: &Server, setup: &Setup) -> Vec<ThreadReaders> {
    let channels = [ChannelPurpose::Help, ChannelPurpose::Inbox].into_iter().filter_map(|purpose| {
        let channel = server.channel(setup.channel(purpose)?)?;
        let roles = readers_of_private_threads(server, channel).into_iter().cloned().collect();
        Some(ThreadReaders { purpose, channel: channel.id, channel_name: channel.name.clone(), roles })
    });
    channels.collect()
}

/// The roles that can read every private thread of `channel`. Leaves out the roles of bots.
fn readers_of_private_threads<'a>(server: &'a Server, channel: &ServerChannel) -> Vec<&'a ServerRole> {
    let reads = |role: &&ServerRole| {
        let alone = BTreeSet::from([role.id]);
        permissions_in(server, None, &alone, channel).has(Permissions::MANAGE_THREADS)
    };
    server.roles.iter().filter(|role| !role.managed).filter(reads).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guild::{ChannelKind, Overwrite, Target};
    use crate::members::{GuildId, MemberId};
    use crate::time::Timestamp;

    const EVERYONE: RoleId = RoleId(1);
    const MAG: RoleId = RoleId(2);
    const BOT: RoleId = RoleId(3);

    const VIEW: Permissions = Permissions::VIEW_CHANNEL;
    const SEND: Permissions = Permissions::SEND_MESSAGES;
    const NONE: Permissions = Permissions(0);

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
            bot: MemberId(9),
            synced_at: Timestamp::UNIX_EPOCH,
            roles: vec![role(EVERYONE, everyone), role(MAG, NONE), role(BOT, bot)],
            channels: vec![channel],
        }
    }

    fn overwrite(target: Target, allow: Permissions, deny: Permissions) -> Overwrite {
        Overwrite { target, allow, deny }
    }

    fn setup_with_inbox() -> Setup {
        let mut setup = Setup::new(GuildId(1));
        setup.set_channel(ChannelPurpose::Inbox, Some(ChannelId(50)));
        setup.set_role(Group::Mag, Some(MAG));
        setup
    }

    #[test]
    fn each_permission_that_the_bot_lacks_is_named_with_its_channel() {
        let server = server(channel(vec![]), VIEW.with(SEND), Permissions::READ_MESSAGE_HISTORY);
        let all_missing = missing_permissions(&server, &setup_with_inbox(), &BTreeSet::from([BOT]));
        let named: Vec<_> =
            all_missing.iter().map(|missing| (missing.channel_name.as_str(), missing.permission)).collect();
        let threads =
            [Permissions::CREATE_PRIVATE_THREADS, Permissions::SEND_MESSAGES_IN_THREADS, Permissions::MANAGE_THREADS];
        assert_eq!(named, threads.map(|permission| ("inbox", permission)));
    }

    #[test]
    fn channel_is_private_if_neither_everybody_nor_another_group_can_read_it() {
        let deny_all = || overwrite(Target::Role(EVERYONE), NONE, VIEW);
        let open_to = |role| overwrite(Target::Role(role), VIEW, NONE);
        let staff = RoleId(4);
        let setup = || {
            let mut setup = setup_with_inbox();
            setup.set_role(Group::Secretariat, Some(staff));
            setup
        };
        for (overwrites, expected) in [
            (vec![], false),
            (vec![deny_all()], true),
            (vec![deny_all(), open_to(staff)], true),
            (vec![deny_all(), open_to(MAG)], false),
        ] {
            let server = server(channel(overwrites.clone()), VIEW, NONE);
            let is_private = is_private(&server, &setup(), ChannelPurpose::Inbox, Group::Secretariat);
            assert_eq!(is_private, expected, "{overwrites:?}");
        }
    }

    #[test]
    fn no_permission_is_missing_in_a_deleted_channel_because_nobody_can_allow_it_there() {
        let mut server = server(channel(vec![]), NONE, NONE);
        assert_eq!(missing_permissions(&server, &setup_with_inbox(), &BTreeSet::new()).len(), 6);
        server.channels[0].id = ChannelId(51);
        assert_eq!(missing_permissions(&server, &setup_with_inbox(), &BTreeSet::new()), []);
    }

    #[test]
    fn inbox_that_members_cannot_see_is_reported() {
        let hidden = channel(vec![overwrite(Target::Role(EVERYONE), NONE, VIEW)]);
        let found = exposures(&server(hidden, VIEW, NONE), &setup_with_inbox());
        assert_eq!(found, [Exposure::Hidden(ChannelPurpose::Inbox, Group::Mag)]);
        assert_eq!(exposures(&server(channel(vec![]), VIEW, NONE), &setup_with_inbox()), []);
    }

    #[test]
    fn inbox_in_which_everybody_may_start_threads_is_reported() {
        for permission in [Permissions::CREATE_PUBLIC_THREADS, Permissions::CREATE_PRIVATE_THREADS] {
            let found = exposures(&server(channel(vec![]), VIEW.with(permission), NONE), &setup_with_inbox());
            assert_eq!(found, [Exposure::OpenToThreads(ChannelPurpose::Inbox)]);
            let closed = channel(vec![overwrite(Target::Role(EVERYONE), NONE, permission)]);
            assert_eq!(exposures(&server(closed, VIEW.with(permission), NONE), &setup_with_inbox()), []);
        }
    }

    #[test]
    fn thread_readers_include_the_readers_of_the_help_channel() {
        let moderated = channel(vec![overwrite(Target::Role(MAG), Permissions::MANAGE_THREADS, NONE)]);
        let mut setup = setup_with_inbox();
        setup.set_channel(ChannelPurpose::Help, Some(ChannelId(50)));
        let found = thread_readers(&server(moderated, VIEW, NONE), &setup);
        let named: Vec<_> =
            found.iter().map(|it| (it.purpose, it.roles.iter().map(|role| role.id).collect::<Vec<_>>())).collect();
        assert_eq!(named, [(ChannelPurpose::Help, vec![MAG]), (ChannelPurpose::Inbox, vec![MAG])]);
    }

    #[test]
    fn roles_that_read_all_private_threads_are_found() {
        let moderated = channel(vec![overwrite(Target::Role(MAG), Permissions::MANAGE_THREADS, NONE)]);
        let server = server(moderated, VIEW, NONE);
        let readers: Vec<_> =
            readers_of_private_threads(&server, &server.channels[0]).iter().map(|role| role.id).collect();
        assert_eq!(readers, [MAG]);
    }
}
