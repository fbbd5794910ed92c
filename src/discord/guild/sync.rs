//! What the server looks like, carried from Discord to `guild`: read anew and whole after each READY, then kept up by
//! events.
//!
//! It decides nothing; `guild` and `members` do. Events come in Discord's order, one at a time.

use std::time::Duration;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serenity::http::Route;
use serenity::model::channel::{GuildChannel, PermissionOverwriteType};
use serenity::model::event::Event;
use serenity::model::guild::{Member as DiscordMember, Role as DiscordRole};
use serenity::model::user::User;

use crate::db::{DbError, Tx};
use crate::delivery::Lane;
use crate::discord::call::Parts;
use crate::discord::wire::transport::{Ask, Failure, Transport};
use crate::guild::{
    ChannelKind, Overwrite, Permissions, Server, ServerChannel, ServerMember, ServerRole, SyncedServer, Target,
    service, store,
};
use crate::members::{ChannelId, GuildId, MemberId, RoleId};
use crate::time::Timestamp;

/// Discord's most for one page of members.
const PAGE: usize = 1000;
/// More members than any group we serve; a guard against reading for ever.
const PAGES: usize = 100;
/// How often a server is tried to be read before the last known state has to do.
const TRIES: u32 = 6;

#[derive(Debug, thiserror::Error)]
pub enum CensusError {
    #[error(transparent)]
    Discord(#[from] Failure),
    #[error("Discord's answer about the server cannot be read: {0}")]
    Unreadable(#[from] serde_json::Error),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Reads the server whole and hands it to `guild`, trying again while Discord does not answer.
pub async fn read_anew(parts: &Parts, bot: MemberId, guild: GuildId) -> Result<(), CensusError> {
    let mut pause = Duration::from_secs(1);
    for attempt in 1.. {
        match read(&parts.transport, parts.clock.now(), bot, guild).await {
            Ok(synced) => return keep(parts, &synced).await,
            Err(CensusError::Discord(failure)) if attempt < TRIES && failure.is_passing() => {
                let wait = failure.retry_after().unwrap_or(pause);
                tracing::warn!(guild.id = guild.0, error = %failure, "the server could not be read; trying again in {wait:?}");
                tokio::time::sleep(wait).await;
                pause *= 2;
            }
            Err(error) => return Err(error),
        }
    }
    unreachable!("the last try returns")
}

async fn keep(parts: &Parts, synced: &SyncedServer) -> Result<(), CensusError> {
    let mut tx = parts.db.begin().await?;
    service::synced(&mut tx, &parts.followers, synced, synced.server.synced_at).await?;
    tx.commit().await?;
    let (people, roles, channels) = (synced.people.len(), synced.server.roles.len(), synced.server.channels.len());
    tracing::info!(guild.id = synced.server.id.0, people, roles, channels, "the server was read anew");
    Ok(())
}

/// The server as it is now: roles, channels, members.
pub async fn read(
    transport: &Transport,
    synced_at: Timestamp,
    bot: MemberId,
    id: GuildId,
) -> Result<SyncedServer, CensusError> {
    let guild_id = id.0.into();
    let guild: WireGuild = get(transport, Ask::get(Route::Guild { guild_id })).await?;
    let channels: Vec<WireChannel> = get(transport, Ask::get(Route::GuildChannels { guild_id })).await?;
    let mut people: Vec<WireMember> = Vec::new();
    for _ in 0..PAGES {
        let after = people.last().map_or(0, |member| member.user.id.0);
        let ask = Ask::get(Route::GuildMembers { guild_id }).param("limit", PAGE).param("after", after);
        let page: Vec<WireMember> = get(transport, ask).await?;
        let full = page.len() == PAGE;
        people.extend(page);
        if !full {
            break;
        }
    }
    let server = Server {
        id,
        name: guild.name,
        owner: guild.owner_id,
        bot,
        synced_at,
        roles: guild.roles.into_iter().map(Into::into).collect(),
        channels: channels.into_iter().map(Into::into).collect(),
    };
    Ok(SyncedServer { server, people: people.into_iter().map(Into::into).collect() })
}

async fn get<T: DeserializeOwned>(transport: &Transport, ask: Ask<'_>) -> Result<T, CensusError> {
    // Nobody waits for it, but everything stands on it.
    Ok(serde_json::from_value(transport.send(ask.lane(Lane::Urgent)).await?)?)
}

/// Takes over one event about the server; others are nothing to it.
pub async fn take_over(parts: &Parts, event: &Event) -> Result<(), CensusError> {
    let now = parts.clock.now();
    match event {
        Event::Ready(event) => {
            let here: Vec<GuildId> = event.ready.guilds.iter().map(|guild| GuildId(guild.id.get())).collect();
            write(parts, async |tx| removed_unseen(tx, &here, now).await).await
        }
        Event::GuildMemberAdd(event) => {
            let person = server_member(&event.member);
            let guild = GuildId(event.member.guild_id.get());
            write(parts, async |tx| service::person_changed(tx, guild, &person).await).await
        }
        Event::GuildMemberUpdate(event) => {
            let person = person(&event.user, event.nick.as_deref(), &event.roles);
            let guild = GuildId(event.guild_id.get());
            write(parts, async |tx| service::person_changed(tx, guild, &person).await).await
        }
        Event::GuildMemberRemove(event) => {
            let (guild, member) = (GuildId(event.guild_id.get()), MemberId(event.user.id.get()));
            write(parts, async |tx| service::person_left(tx, &parts.followers, guild, member, now).await).await
        }
        Event::GuildRoleCreate(event) => role_changed(parts, &event.role).await,
        Event::GuildRoleUpdate(event) => role_changed(parts, &event.role).await,
        Event::GuildRoleDelete(event) => {
            let (guild, role) = (GuildId(event.guild_id.get()), RoleId(event.role_id.get()));
            write(parts, async |tx| service::role_deleted(tx, guild, role).await).await
        }
        Event::ChannelCreate(event) => channel_changed(parts, &event.channel).await,
        Event::ChannelUpdate(event) => channel_changed(parts, &event.channel).await,
        Event::ChannelDelete(event) => {
            let (guild, channel) = (GuildId(event.channel.guild_id.get()), ChannelId(event.channel.id.get()));
            write(parts, async |tx| service::channel_deleted(tx, guild, channel).await).await
        }
        Event::GuildDelete(event) if event.guild.unavailable => {
            tracing::warn!(
                guild.id = event.guild.id.get(),
                "the server is unavailable: an outage of Discord, not a removal"
            );
            Ok(())
        }
        Event::GuildDelete(event) => {
            let guild = GuildId(event.guild.id.get());
            tracing::warn!(guild.id = guild.0, "Magpie was removed from the server");
            write(parts, async |tx| service::removed(tx, guild, now).await).await
        }
        _ => Ok(()),
    }
}

/// Servers that Magpie was removed from while nobody could tell it. An outage does not count: READY names those servers
/// too.
async fn removed_unseen(tx: &mut Tx, here: &[GuildId], now: Timestamp) -> Result<(), DbError> {
    for guild in store::server_ids(tx).await?.into_iter().filter(|guild| !here.contains(guild)) {
        tracing::warn!(guild.id = guild.0, "Magpie was removed from the server while it was not connected");
        service::removed(tx, guild, now).await?;
    }
    Ok(())
}

async fn role_changed(parts: &Parts, role: &DiscordRole) -> Result<(), CensusError> {
    let guild = GuildId(role.guild_id.get());
    let role = ServerRole {
        id: RoleId(role.id.get()),
        name: role.name.clone(),
        position: i64::from(role.position),
        permissions: Permissions(role.permissions.bits()),
        managed: role.managed,
        mentionable: role.mentionable,
    };
    write(parts, async |tx| service::role_changed(tx, guild, &role).await).await
}

async fn channel_changed(parts: &Parts, channel: &GuildChannel) -> Result<(), CensusError> {
    let guild = GuildId(channel.guild_id.get());
    let overwrites = channel.permission_overwrites.iter().filter_map(|overwrite| {
        let target = match overwrite.kind {
            PermissionOverwriteType::Member(id) => Target::Member(MemberId(id.get())),
            PermissionOverwriteType::Role(id) => Target::Role(RoleId(id.get())),
            _ => return None,
        };
        Some(Overwrite { target, allow: Permissions(overwrite.allow.bits()), deny: Permissions(overwrite.deny.bits()) })
    });
    let channel = ServerChannel {
        id: ChannelId(channel.id.get()),
        name: channel.name.clone(),
        kind: ChannelKind::from_code(u8::from(channel.kind)),
        parent: channel.parent_id.map(|id| ChannelId(id.get())),
        position: i64::from(channel.position),
        overwrites: overwrites.collect(),
    };
    write(parts, async |tx| service::channel_changed(tx, guild, &channel).await).await
}

async fn write(parts: &Parts, change: impl AsyncFnOnce(&mut Tx) -> Result<(), DbError>) -> Result<(), CensusError> {
    let mut tx = parts.db.begin().await?;
    change(&mut tx).await?;
    tx.commit().await?;
    Ok(())
}

fn server_member(member: &DiscordMember) -> ServerMember {
    person(&member.user, member.nick.as_deref(), &member.roles)
}

fn person(user: &User, nick: Option<&str>, roles: &[serenity::model::id::RoleId]) -> ServerMember {
    ServerMember {
        id: MemberId(user.id.get()),
        handle: user.name.clone(),
        name: nick.unwrap_or_else(|| user.display_name()).to_owned(),
        is_bot: user.bot,
        roles: roles.iter().map(|role| RoleId(role.get())).collect(),
    }
}

/// The few fields that we read of Discord's answers. serenity's types would refuse a whole page for one field of one
/// member.
#[derive(Deserialize)]
struct WireGuild {
    name: String,
    owner_id: MemberId,
    roles: Vec<WireRole>,
}

#[derive(Deserialize)]
struct WireRole {
    id: RoleId,
    name: String,
    position: i64,
    permissions: serenity::model::Permissions,
    #[serde(default)]
    managed: bool,
    #[serde(default)]
    mentionable: bool,
}

impl From<WireRole> for ServerRole {
    fn from(role: WireRole) -> Self {
        let WireRole { id, name, position, permissions, managed, mentionable } = role;
        Self { id, name, position, permissions: Permissions(permissions.bits()), managed, mentionable }
    }
}

#[derive(Deserialize)]
struct WireChannel {
    id: ChannelId,
    #[serde(default)]
    name: String,
    #[serde(rename = "type")]
    kind: u8,
    parent_id: Option<ChannelId>,
    #[serde(default)]
    position: i64,
    #[serde(default)]
    permission_overwrites: Vec<WireOverwrite>,
}

#[derive(Deserialize)]
struct WireOverwrite {
    id: String,
    #[serde(rename = "type")]
    kind: u8,
    allow: serenity::model::Permissions,
    deny: serenity::model::Permissions,
}

impl From<WireChannel> for ServerChannel {
    fn from(channel: WireChannel) -> Self {
        let overwrites = channel.permission_overwrites.into_iter().filter_map(|overwrite| {
            let id: u64 = overwrite.id.parse().ok()?;
            let target = if overwrite.kind == 0 { Target::Role(RoleId(id)) } else { Target::Member(MemberId(id)) };
            Some(Overwrite {
                target,
                allow: Permissions(overwrite.allow.bits()),
                deny: Permissions(overwrite.deny.bits()),
            })
        });
        Self {
            id: channel.id,
            name: channel.name,
            kind: ChannelKind::from_code(channel.kind),
            parent: channel.parent_id,
            position: channel.position,
            overwrites: overwrites.collect(),
        }
    }
}

#[derive(Deserialize)]
struct WireMember {
    user: WireUser,
    nick: Option<String>,
    roles: Vec<RoleId>,
}

#[derive(Deserialize)]
struct WireUser {
    id: MemberId,
    username: String,
    global_name: Option<String>,
    #[serde(default)]
    bot: bool,
}

impl From<WireMember> for ServerMember {
    fn from(member: WireMember) -> Self {
        let WireUser { id, username, global_name, bot } = member.user;
        let name = member.nick.or(global_name).unwrap_or_else(|| username.clone());
        Self { id, handle: username, name, is_bot: bot, roles: member.roles.into_iter().collect() }
    }
}
