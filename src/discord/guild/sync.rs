//! Passes the state of the server from Discord to `guild`: the whole server after each READY, then every change.
//!
//! `guild` and `members` make the decisions. Events are applied in Discord's order, one at a time.

use std::time::Duration;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serenity::http::Route;
use serenity::model::channel::{GuildChannel, PermissionOverwriteType};
use serenity::model::event::Event;
use serenity::model::guild::{Member as DiscordMember, Role as DiscordRole};
use serenity::model::user::User;

use crate::db::{Db, DbError};
use crate::delivery::Lane;
use crate::discord::services::Services;
use crate::discord::wire::transport::{Failure, Request, Transport};
use crate::guild::service::ServingState;
use crate::guild::{
    ChannelKind, Overwrite, Permissions, Server, ServerChannel, ServerMember, ServerRole, SyncedServer, Target,
    TwoFactor, service,
};
use crate::members::{ChannelId, GuildId, MemberId, RoleId};
use crate::time::Timestamp;

/// Discord's limit for a page of members.
const PAGE_SIZE: usize = 1000;
/// Protects against an endless loop. 20 pages hold 20,000 members, and no server that we serve has so many.
const MAX_PAGES: usize = 20;
/// The most attempts to read a server. When the last attempt fails, the last known state stays until the next READY.
const MAX_ATTEMPTS: u32 = 6;
/// The pause after the first attempt. The pause doubles after each attempt.
const FIRST_PAUSE: Duration = Duration::from_secs(1);

#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    #[error(transparent)]
    Discord(#[from] Failure),
    #[error("Discord's answer about the server cannot be read: {0}")]
    Unreadable(#[from] serde_json::Error),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Reads the server and passes it to `guild`. Reads nothing if we serve another server. If we serve no server yet,
/// reads no member except the bot. Retries requests that fail for a transient reason.
pub async fn sync_server(services: &Services, bot: MemberId, guild: GuildId) -> Result<(), SyncError> {
    let people = match service::serving_state(&mut *services.db.read().await?, guild).await? {
        ServingState::Served(_) => People::All,
        ServingState::Unclaimed => People::OnlyBot,
        ServingState::Elsewhere { .. } => {
            tracing::info!(guild.id = guild.0, "the bot is in a server that it does not serve; the server is not read");
            return Ok(());
        }
    };
    let mut pause = FIRST_PAUSE;
    for attempt in 1.. {
        match read(&services.transport, services.clock.now(), bot, guild, people).await {
            Ok(synced) => return store(services, &synced).await,
            Err(SyncError::Discord(failure)) if attempt < MAX_ATTEMPTS && failure.is_transient() => {
                let wait = failure.retry_after().unwrap_or(pause);
                tracing::warn!(guild.id = guild.0, error = %failure, ?wait, "the server could not be read; retrying");
                tokio::time::sleep(wait).await;
                pause *= 2;
            }
            Err(error) => return Err(error),
        }
    }
    unreachable!("the last attempt returns")
}

async fn store(services: &Services, synced: &SyncedServer) -> Result<(), SyncError> {
    service::sync(&services.db, &services.followers, synced).await?;
    let (people, roles, channels) = (synced.people.len(), synced.server.roles.len(), synced.server.channels.len());
    tracing::info!(guild.id = synced.server.id.0, people, roles, channels, "the server was synced");
    Ok(())
}

/// Which members of a server are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum People {
    All,
    /// Only the bot itself. Before the set-up, Magpie must not read other members, but `/setup` shows the bot's
    /// permissions in the channels.
    OnlyBot,
}

/// Reads the server as it is now: roles, channels, members.
pub async fn read(
    transport: &Transport,
    synced_at: Timestamp,
    bot: MemberId,
    id: GuildId,
    people: People,
) -> Result<SyncedServer, SyncError> {
    let guild_id = id.0.into();
    let guild: WireGuild = get(transport, Request::get(Route::Guild { guild_id })).await?;
    let channels: Vec<WireChannel> = get(transport, Request::get(Route::GuildChannels { guild_id })).await?;
    let people = match people {
        People::All => all_people(transport, guild_id).await?,
        People::OnlyBot => {
            vec![get(transport, Request::get(Route::GuildMember { guild_id, user_id: bot.0.into() })).await?]
        }
    };
    let server = Server {
        id,
        name: guild.name,
        owner: guild.owner_id,
        bot,
        synced_at,
        roles: guild.roles.into_iter().map(Into::into).collect(),
        channels: channels.into_iter().map(Into::into).collect(),
    };
    let people = people.into_iter().map(Into::into).collect();
    Ok(SyncedServer { server, people, two_factor: two_factor(transport, guild.mfa_level).await? })
}

/// Whether the bot satisfies the server's two-factor requirement. For a bot, Discord checks the account of the bot's
/// owner. `mfa_enabled` of the bot's user says whether the owner uses two-factor authentication.
async fn two_factor(transport: &Transport, mfa_level: u8) -> Result<TwoFactor, SyncError> {
    if mfa_level == 0 {
        return Ok(TwoFactor::Satisfied);
    }
    let bot: WireBot = get(transport, Request::get(Route::UserMe)).await?;
    Ok(if bot.mfa_enabled { TwoFactor::Satisfied } else { TwoFactor::OwnerLacks })
}

async fn all_people(
    transport: &Transport,
    guild_id: serenity::model::id::GuildId,
) -> Result<Vec<WireMember>, SyncError> {
    let mut people: Vec<WireMember> = Vec::new();
    for _ in 0..MAX_PAGES {
        let after = people.last().map_or(0, |member| member.user.id.0);
        let request = Request::get(Route::GuildMembers { guild_id }).param("limit", PAGE_SIZE).param("after", after);
        let page: Vec<WireMember> = get(transport, request).await?;
        let is_full_page = page.len() == PAGE_SIZE;
        people.extend(page);
        if !is_full_page {
            break;
        }
    }
    Ok(people)
}

async fn get<T: DeserializeOwned>(transport: &Transport, request: Request<'_>) -> Result<T, SyncError> {
    // The lane is urgent, although no person waits for this request, because all features depend on the sync.
    Ok(serde_json::from_value(transport.send(request.lane(Lane::Urgent)).await?)?)
}

/// Passes a change of the server to `guild`. Ignores events that do not change the server.
pub async fn apply_event(services: &Services, event: &Event) -> Result<(), DbError> {
    let (db, now) = (&services.db, services.clock.now());
    match event {
        Event::Ready(event) => {
            let current_guilds: Vec<GuildId> = event.ready.guilds.iter().map(|guild| GuildId(guild.id.get())).collect();
            // READY also names servers that have an outage. So if READY does not name a server, the bot has left it.
            for guild in service::record_removal_from_others(db, &current_guilds, now).await? {
                tracing::warn!(guild.id = guild.0, "Magpie was removed from the server while it was not connected");
            }
            Ok(())
        }
        Event::GuildMemberAdd(event) => {
            let guild = GuildId(event.member.guild_id.get());
            service::person_changed(db, &services.followers, guild, &server_member(&event.member), now).await
        }
        Event::GuildMemberUpdate(event) => {
            let (guild, person) =
                (GuildId(event.guild_id.get()), member_from_user(&event.user, event.nick.as_deref(), &event.roles));
            service::person_changed(db, &services.followers, guild, &person, now).await
        }
        Event::GuildMemberRemove(event) => {
            let (guild, member) = (GuildId(event.guild_id.get()), MemberId(event.user.id.get()));
            service::person_left(db, &services.followers, guild, member, now).await
        }
        Event::GuildRoleCreate(event) => role_changed(db, &event.role).await,
        Event::GuildRoleUpdate(event) => role_changed(db, &event.role).await,
        Event::GuildRoleDelete(event) => {
            service::role_deleted(db, GuildId(event.guild_id.get()), RoleId(event.role_id.get())).await
        }
        Event::ChannelCreate(event) => channel_changed(db, &event.channel).await,
        Event::ChannelUpdate(event) => channel_changed(db, &event.channel).await,
        Event::ChannelDelete(event) => {
            let (guild, channel) = (GuildId(event.channel.guild_id.get()), ChannelId(event.channel.id.get()));
            service::channel_deleted(db, guild, channel).await
        }
        Event::GuildDelete(event) if event.guild.unavailable => {
            let guild = event.guild.id.get();
            tracing::warn!(guild.id = guild, "the server is unavailable: an outage of Discord, not a removal");
            Ok(())
        }
        Event::GuildDelete(event) => {
            let guild = GuildId(event.guild.id.get());
            tracing::warn!(guild.id = guild.0, "Magpie was removed from the server");
            service::record_removal(db, guild, now).await
        }
        _ => Ok(()),
    }
}

async fn role_changed(db: &Db, role: &DiscordRole) -> Result<(), DbError> {
    let guild = GuildId(role.guild_id.get());
    let role = ServerRole {
        id: RoleId(role.id.get()),
        name: role.name.clone(),
        position: i64::from(role.position),
        permissions: Permissions(role.permissions.bits()),
        managed: role.managed,
        mentionable: role.mentionable,
    };
    service::role_changed(db, guild, &role).await
}

async fn channel_changed(db: &Db, channel: &GuildChannel) -> Result<(), DbError> {
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
    service::channel_changed(db, guild, &channel).await
}

fn server_member(member: &DiscordMember) -> ServerMember {
    member_from_user(&member.user, member.nick.as_deref(), &member.roles)
}

fn member_from_user(user: &User, nick: Option<&str>, roles: &[serenity::model::id::RoleId]) -> ServerMember {
    ServerMember {
        id: MemberId(user.id.get()),
        handle: user.name.clone(),
        name: nick.unwrap_or_else(|| user.display_name()).to_owned(),
        is_bot: user.bot,
        roles: roles.iter().map(|role| RoleId(role.get())).collect(),
    }
}

/// This type and the types below it have only the fields that we read. One unexpected field of one member would make
/// serenity's types refuse a whole page of members.
#[derive(Deserialize)]
struct WireGuild {
    name: String,
    owner_id: MemberId,
    roles: Vec<WireRole>,
    /// 1 if the server requires two-factor authentication from its moderators, otherwise 0.
    #[serde(default)]
    mfa_level: u8,
}

#[derive(Deserialize)]
struct WireBot {
    /// Defaults to true: if Discord does not send this field, we do not report that two-factor authentication is
    /// missing.
    #[serde(default = "default_true")]
    mfa_enabled: bool,
}

fn default_true() -> bool {
    true
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
