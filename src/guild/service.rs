//! What happens to the server: shown whole after READY, changed since, set up; and what follows for its members.

use super::expected::{self, Expected, Fault};
use super::model::{Missing, Setup};
use super::permissions::{Lack, Server, ServerChannel, ServerMember, ServerRole};
use super::{permissions, store};
use crate::db::{Conn, DbError, Tx};
use crate::members::{self, ChannelId, Followers, Group, GuildId, Member, MemberId, RoleId};
use crate::time::Timestamp;

/// A server as read anew after READY: everything, so that what is not in it is gone.
#[derive(Debug, Clone)]
pub struct SyncedServer {
    pub server: Server,
    /// Everybody, bots too.
    pub people: Vec<ServerMember>,
}

#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// One Magpie serves one server.
    #[error("this Magpie serves the server {serves} already")]
    Elsewhere { serves: String },
    #[error("the server {0} was not read yet")]
    NotSynced(GuildId),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Replaces what we know of a server, and of its members when it is the one we serve.
pub async fn synced(tx: &mut Tx, followers: &Followers, synced: &SyncedServer, now: Timestamp) -> Result<(), DbError> {
    let guild = synced.server.id;
    store::set_server(tx, &synced.server).await?;
    store::delete_roles(tx, guild).await?;
    for role in &synced.server.roles {
        store::set_role(tx, guild, role).await?;
    }
    store::delete_channels(tx, guild).await?;
    for channel in &synced.server.channels {
        store::set_channel(tx, guild, channel).await?;
    }
    store::delete_people(tx, guild).await?;
    for person in &synced.people {
        store::set_person(tx, guild, person).await?;
    }
    match serving(tx, guild).await? {
        Some(setup) => members_follow(tx, followers, &setup, now).await,
        None => Ok(()),
    }
}

/// Somebody joined, or their name or roles changed.
pub async fn person_changed(tx: &mut Tx, guild: GuildId, person: &ServerMember) -> Result<(), DbError> {
    store::set_person(tx, guild, person).await?;
    match serving(tx, guild).await? {
        Some(setup) => person_follows(tx, &setup, person).await,
        None => Ok(()),
    }
}

/// Somebody left.
pub async fn person_left(
    tx: &mut Tx,
    followers: &Followers,
    guild: GuildId,
    id: MemberId,
    now: Timestamp,
) -> Result<(), DbError> {
    store::delete_person(tx, guild, id).await?;
    match serving(tx, guild).await? {
        Some(_) => members::service::left(tx, followers, id, now).await,
        None => Ok(()),
    }
}

pub async fn role_changed(tx: &mut Tx, guild: GuildId, role: &ServerRole) -> Result<(), DbError> {
    store::set_role(tx, guild, role).await
}

/// A role is gone; whoever had it gets a change of their own from Discord.
pub async fn role_deleted(tx: &mut Tx, guild: GuildId, id: RoleId) -> Result<(), DbError> {
    store::delete_role(tx, guild, id).await
}

pub async fn channel_changed(tx: &mut Tx, guild: GuildId, channel: &ServerChannel) -> Result<(), DbError> {
    store::set_channel(tx, guild, channel).await
}

pub async fn channel_deleted(tx: &mut Tx, guild: GuildId, id: ChannelId) -> Result<(), DbError> {
    store::delete_channel(tx, guild, id).await
}

/// The bot was removed from the server (never an outage: `unavailable` is no removal). What is set up stays for the day it returns.
pub async fn removed(tx: &mut Tx, guild: GuildId, now: Timestamp) -> Result<(), DbError> {
    store::set_server_left(tx, guild, now).await
}

/// The set-up of the server that we serve.
pub async fn setup(conn: &mut Conn) -> Result<Option<Setup>, DbError> {
    store::setup(conn).await
}

/// What is missing before Magpie can work; empty when nothing is.
pub async fn missing(conn: &mut Conn) -> Result<Vec<Missing>, DbError> {
    let setup = store::setup(conn).await?;
    Ok(setup.unwrap_or_else(|| Setup::new(GuildId(0))).missing())
}

/// Changes the set-up of `guild` by `change`; the members' groups follow at once.
///
/// # Errors
/// `Elsewhere` when another server, which the bot is still in, is served; `NotSynced` before the server was read.
pub async fn change_setup(
    tx: &mut Tx,
    followers: &Followers,
    guild: GuildId,
    by: MemberId,
    now: Timestamp,
    change: impl FnOnce(&mut Setup) + Send,
) -> Result<Setup, SetupError> {
    if store::server(tx, guild).await?.is_none() {
        return Err(SetupError::NotSynced(guild));
    }
    let mut setup = match store::setup(tx).await? {
        Some(setup) if setup.guild == guild => setup,
        Some(other) => {
            if let Some(server) = store::server(tx, other.guild).await? {
                return Err(SetupError::Elsewhere { serves: server.name });
            }
            store::delete_panels(tx).await?;
            Setup::new(guild)
        }
        None => Setup::new(guild),
    };
    change(&mut setup);
    store::set_setup(tx, &setup, by, now).await?;
    members_follow(tx, followers, &setup, now).await?;
    Ok(setup)
}

/// The permissions that the bot lacks in the channels of the set-up.
pub async fn lacks(conn: &mut Conn, setup: &Setup) -> Result<Vec<Lack>, DbError> {
    let Some(server) = store::server(conn, setup.guild).await? else { return Ok(Vec::new()) };
    let bot = store::one_person(conn, setup.guild, server.bot).await?;
    Ok(permissions::lacks(&server, setup, &bot.map(|bot| bot.roles).unwrap_or_default()))
}

/// Replaces the list of expected members by that of a file.
///
/// # Errors
/// Every fault of the file; then nothing is changed.
pub async fn expect_members(tx: &mut Tx, file: &[u8]) -> Result<Result<expected::List, Vec<Fault>>, DbError> {
    let list = match expected::parse(file) {
        Ok(list) => list,
        Err(faults) => return Ok(Err(faults)),
    };
    store::delete_expected(tx).await?;
    for person in &list.people {
        store::insert_expected(tx, person).await?;
    }
    Ok(Ok(list))
}

/// Who ought to be here and is not reachable as wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attendance {
    /// On the list, nobody in the server: with their addresses outside Discord.
    pub not_on_discord: Vec<Expected>,
    /// In the server, without a profile.
    pub no_profile: Vec<Member>,
    /// Lines of the list.
    pub expected: usize,
}

/// Counted among those of `groups`.
pub async fn attendance(conn: &mut Conn, groups: &[Group]) -> Result<Attendance, DbError> {
    let wanted = |group: Group| groups.contains(&group);
    let list = store::expected(conn).await?;
    let present = members::store::present(conn).await?;
    let list: Vec<Expected> = list.into_iter().filter(|person| wanted(person.group)).collect();
    let expected = list.len();
    let not_on_discord = expected::absent(list, &present);
    let no_profile = present.into_iter().filter(|m| m.roles.iter().any(wanted) && m.profile.is_none()).collect();
    Ok(Attendance { not_on_discord, no_profile, expected })
}

async fn serving(tx: &mut Tx, guild: GuildId) -> Result<Option<Setup>, DbError> {
    Ok(store::setup(tx).await?.filter(|setup| setup.guild == guild))
}

async fn members_follow(tx: &mut Tx, followers: &Followers, setup: &Setup, now: Timestamp) -> Result<(), DbError> {
    let people = store::people(tx, setup.guild).await?;
    let before = members::store::present_ids(tx).await?;
    for person in &people {
        person_follows(tx, setup, person).await?;
    }
    for gone in before.into_iter().filter(|id| !people.iter().any(|person| person.id == *id)) {
        members::service::left(tx, followers, gone, now).await?;
    }
    Ok(())
}

async fn person_follows(tx: &mut Tx, setup: &Setup, person: &ServerMember) -> Result<(), DbError> {
    if person.is_bot {
        return Ok(());
    }
    members::service::seen_present(tx, person.id, &person.handle, &person.name, setup.groups(&person.roles)).await
}
