//! The SQL of servers, their set-up, and the list of expected members.

mod expected;

use std::collections::BTreeSet;

use super::model::{EventDates, PanelKind, Setup};
use super::permissions::{ChannelKind, Overwrite, Permissions, Server, ServerChannel, ServerMember, ServerRole};
use crate::db::{Conn, DbError, Tx, readable};
use crate::members::{ChannelId, Group, GuildId, MemberId, MessageId, RoleId};
use crate::time::{Date, Timestamp};

pub use expected::{
    ListDraft, delete_drafts_until, delete_expected, delete_list_draft, delete_list_drafts_of, expected,
    insert_expected, insert_list_draft, list_draft, oldest_list_draft,
};

pub async fn setup(conn: &mut Conn) -> Result<Option<Setup>, DbError> {
    let row = sqlx::query!(
        "SELECT guild_id, secretariat_role, members_role, volunteers_role, secretariat_channel, announcements_channel,
                help_channel, triage_channel, inbox_channel, event_from, event_to
           FROM setup"
    )
    .fetch_optional(conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let event = match (row.event_from, row.event_to) {
        (Some(from), Some(to)) => EventDates::new(date(&from)?, date(&to)?),
        _ => None,
    };
    Ok(Some(Setup {
        guild: GuildId::from_sql(row.guild_id),
        secretariat_role: row.secretariat_role.map(RoleId::from_sql),
        members_role: row.members_role.map(RoleId::from_sql),
        volunteers_role: row.volunteers_role.map(RoleId::from_sql),
        secretariat_channel: row.secretariat_channel.map(ChannelId::from_sql),
        announcements_channel: row.announcements_channel.map(ChannelId::from_sql),
        help_channel: row.help_channel.map(ChannelId::from_sql),
        triage_channel: row.triage_channel.map(ChannelId::from_sql),
        inbox_channel: row.inbox_channel.map(ChannelId::from_sql),
        event,
    }))
}

pub async fn set_setup(tx: &mut Tx, setup: &Setup, by: MemberId, now: Timestamp) -> Result<(), DbError> {
    let (guild, by, now) = (setup.guild.to_sql(), by.to_sql(), now.as_millisecond());
    let role = |group| setup.role(group).map(RoleId::to_sql);
    let (secretariat, members, volunteers) = (role(Group::Secretariat), role(Group::Mag), role(Group::Helpdesk));
    let secretariat_channel = setup.secretariat_channel.map(ChannelId::to_sql);
    let announcements = setup.announcements_channel.map(ChannelId::to_sql);
    let help = setup.help_channel.map(ChannelId::to_sql);
    let triage = setup.triage_channel.map(ChannelId::to_sql);
    let inbox = setup.inbox_channel.map(ChannelId::to_sql);
    let from = setup.event.map(|event| event.first_day().to_string());
    let to = setup.event.map(|event| event.last_day().to_string());
    sqlx::query!(
        "INSERT OR REPLACE INTO setup (one, guild_id, secretariat_role, members_role, volunteers_role,
             secretariat_channel, announcements_channel, help_channel, triage_channel, inbox_channel, event_from,
             event_to, changed_at, changed_by)
         VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        guild,
        secretariat,
        members,
        volunteers,
        secretariat_channel,
        announcements,
        help,
        triage,
        inbox,
        from,
        to,
        now,
        by
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The last state of a server that Discord reported; `None` when the bot is not in the server.
pub async fn server(conn: &mut Conn, id: GuildId) -> Result<Option<Server>, DbError> {
    let key = id.to_sql();
    let row =
        sqlx::query!("SELECT name, owner_id, bot_id, synced_at FROM servers WHERE id = ? AND left_at IS NULL", key)
            .fetch_optional(&mut *conn)
            .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Server {
        id,
        name: row.name,
        owner: MemberId::from_sql(row.owner_id),
        bot: MemberId::from_sql(row.bot_id),
        synced_at: instant(row.synced_at)?,
        roles: roles(conn, id).await?,
        channels: channels(conn, id).await?,
    }))
}

/// The servers that the bot is in.
pub async fn server_ids(conn: &mut Conn) -> Result<Vec<GuildId>, DbError> {
    let ids = sqlx::query_scalar!("SELECT id FROM servers WHERE left_at IS NULL ORDER BY id").fetch_all(conn).await?;
    Ok(ids.into_iter().map(GuildId::from_sql).collect())
}

async fn roles(conn: &mut Conn, guild: GuildId) -> Result<Vec<ServerRole>, DbError> {
    let guild = guild.to_sql();
    let rows = sqlx::query!(
        "SELECT id, name, position, permissions, managed, mentionable FROM server_roles
          WHERE guild_id = ? ORDER BY position DESC, id",
        guild
    )
    .fetch_all(conn)
    .await?;
    let roles = rows.into_iter().map(|row| ServerRole {
        id: RoleId::from_sql(row.id),
        name: row.name,
        position: row.position,
        permissions: Permissions(row.permissions.cast_unsigned()),
        managed: row.managed == 1,
        mentionable: row.mentionable == 1,
    });
    Ok(roles.collect())
}

async fn channels(conn: &mut Conn, guild: GuildId) -> Result<Vec<ServerChannel>, DbError> {
    let guild = guild.to_sql();
    let rows = sqlx::query!(
        "SELECT id, name, kind, parent_id, position, overwrites FROM server_channels
          WHERE guild_id = ? ORDER BY position, id",
        guild
    )
    .fetch_all(conn)
    .await?;
    let channel = |id: i64, name, kind: i64, parent: Option<i64>, position, overwrites: &str| {
        let overwrites: Vec<Overwrite> = json(overwrites)?;
        let kind = u8::try_from(kind).map_err(|_| DbError::Corrupt(format!("kind {kind} of a channel")))?;
        Ok(ServerChannel {
            id: ChannelId::from_sql(id),
            name,
            kind: ChannelKind::from_code(kind),
            parent: parent.map(ChannelId::from_sql),
            position,
            overwrites,
        })
    };
    let channels = rows.into_iter().map(|r| channel(r.id, r.name, r.kind, r.parent_id, r.position, &r.overwrites));
    Ok(readable(channels))
}

pub async fn set_server(tx: &mut Tx, server: &Server) -> Result<(), DbError> {
    let (id, owner, bot) = (server.id.to_sql(), server.owner.to_sql(), server.bot.to_sql());
    let synced_at = server.synced_at.as_millisecond();
    sqlx::query!(
        "INSERT INTO servers (id, name, owner_id, bot_id, synced_at) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, owner_id = excluded.owner_id, bot_id = excluded.bot_id,
             synced_at = excluded.synced_at, left_at = NULL",
        id,
        server.name,
        owner,
        bot,
        synced_at
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Records that the server removed the bot.
pub async fn set_server_left(tx: &mut Tx, id: GuildId, now: Timestamp) -> Result<(), DbError> {
    let (id, now) = (id.to_sql(), now.as_millisecond());
    sqlx::query!("UPDATE servers SET left_at = ? WHERE id = ? AND left_at IS NULL", now, id).execute(&mut **tx).await?;
    Ok(())
}

/// Deletes all servers except `kept`, with their people.
pub async fn delete_other_servers(tx: &mut Tx, kept: GuildId) -> Result<(), DbError> {
    let kept = kept.to_sql();
    sqlx::query!("DELETE FROM servers WHERE id <> ?", kept).execute(&mut **tx).await?;
    Ok(())
}

pub async fn set_role(tx: &mut Tx, guild: GuildId, role: &ServerRole) -> Result<(), DbError> {
    let (guild, id, permissions) = (guild.to_sql(), role.id.to_sql(), role.permissions.0.cast_signed());
    sqlx::query!(
        "INSERT OR REPLACE INTO server_roles (guild_id, id, name, position, permissions, managed, mentionable)
         VALUES (?, ?, ?, ?, ?, ?, ?)",
        guild,
        id,
        role.name,
        role.position,
        permissions,
        role.managed,
        role.mentionable
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub async fn delete_role(tx: &mut Tx, guild: GuildId, id: RoleId) -> Result<(), DbError> {
    let (guild, id) = (guild.to_sql(), id.to_sql());
    sqlx::query!("DELETE FROM server_roles WHERE guild_id = ? AND id = ?", guild, id).execute(&mut **tx).await?;
    Ok(())
}

pub async fn delete_roles(tx: &mut Tx, guild: GuildId) -> Result<(), DbError> {
    let guild = guild.to_sql();
    sqlx::query!("DELETE FROM server_roles WHERE guild_id = ?", guild).execute(&mut **tx).await?;
    Ok(())
}

pub async fn set_channel(tx: &mut Tx, guild: GuildId, channel: &ServerChannel) -> Result<(), DbError> {
    let (guild, id, kind) = (guild.to_sql(), channel.id.to_sql(), channel.kind.code());
    let parent = channel.parent.map(ChannelId::to_sql);
    let overwrites = serde_json::to_string(&channel.overwrites).expect("overwrites are JSON");
    sqlx::query!(
        "INSERT OR REPLACE INTO server_channels (guild_id, id, name, kind, parent_id, position, overwrites)
         VALUES (?, ?, ?, ?, ?, ?, ?)",
        guild,
        id,
        channel.name,
        kind,
        parent,
        channel.position,
        overwrites
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub async fn delete_channel(tx: &mut Tx, guild: GuildId, id: ChannelId) -> Result<(), DbError> {
    let (guild, id) = (guild.to_sql(), id.to_sql());
    sqlx::query!("DELETE FROM server_channels WHERE guild_id = ? AND id = ?", guild, id).execute(&mut **tx).await?;
    Ok(())
}

pub async fn delete_channels(tx: &mut Tx, guild: GuildId) -> Result<(), DbError> {
    let guild = guild.to_sql();
    sqlx::query!("DELETE FROM server_channels WHERE guild_id = ?", guild).execute(&mut **tx).await?;
    Ok(())
}

/// Everybody in the server, including bots.
pub async fn people(conn: &mut Conn, guild: GuildId) -> Result<Vec<ServerMember>, DbError> {
    let guild = guild.to_sql();
    let rows = sqlx::query!(
        "SELECT member_id, handle, name, is_bot, roles FROM server_members WHERE guild_id = ? ORDER BY member_id",
        guild
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(|row| person(row.member_id, row.handle, row.name, row.is_bot, &row.roles)).collect()
}

pub async fn one_person(conn: &mut Conn, guild: GuildId, id: MemberId) -> Result<Option<ServerMember>, DbError> {
    let (guild, id) = (guild.to_sql(), id.to_sql());
    let row = sqlx::query!(
        "SELECT member_id, handle, name, is_bot, roles FROM server_members WHERE guild_id = ? AND member_id = ?",
        guild,
        id
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| person(row.member_id, row.handle, row.name, row.is_bot, &row.roles)).transpose()
}

pub async fn set_person(tx: &mut Tx, guild: GuildId, person: &ServerMember) -> Result<(), DbError> {
    let (guild, id) = (guild.to_sql(), person.id.to_sql());
    let roles: Vec<u64> = person.roles.iter().map(|role| role.0).collect();
    let roles = serde_json::to_string(&roles).expect("numbers are JSON");
    sqlx::query!(
        "INSERT INTO server_members (guild_id, member_id, handle, name, is_bot, roles) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (guild_id, member_id) DO UPDATE SET handle = excluded.handle, name = excluded.name,
             is_bot = excluded.is_bot, roles = excluded.roles",
        guild,
        id,
        person.handle,
        person.name,
        person.is_bot,
        roles
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub async fn delete_person(tx: &mut Tx, guild: GuildId, id: MemberId) -> Result<(), DbError> {
    let (guild, id) = (guild.to_sql(), id.to_sql());
    sqlx::query!("DELETE FROM server_members WHERE guild_id = ? AND member_id = ?", guild, id)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// The earliest instant at which a server removed the bot, among the servers whose people are still stored.
pub async fn earliest_left_at(conn: &mut Conn) -> Result<Option<Timestamp>, DbError> {
    let at = sqlx::query_scalar!(
        r#"SELECT MIN(left_at) AS "at: i64" FROM servers
            WHERE EXISTS (SELECT 1 FROM server_members WHERE guild_id = servers.id)"#
    )
    .fetch_one(conn)
    .await?;
    at.map(instant).transpose()
}

/// Deletes the people of servers that removed the bot before `before`. Also deletes the list of expected members if it
/// belongs to such a server. Returns the number of deleted people.
pub async fn delete_people_of_left_servers(tx: &mut Tx, before: Timestamp) -> Result<u64, DbError> {
    let before = before.as_millisecond();
    sqlx::query!(
        "DELETE FROM expected_members
          WHERE EXISTS (SELECT 1 FROM setup JOIN servers ON servers.id = setup.guild_id WHERE left_at < ?)",
        before
    )
    .execute(&mut **tx)
    .await?;
    let done =
        sqlx::query!("DELETE FROM server_members WHERE guild_id IN (SELECT id FROM servers WHERE left_at < ?)", before)
            .execute(&mut **tx)
            .await?;
    Ok(done.rows_affected())
}

/// The channel and message of the latest panel of this kind.
pub async fn panel(conn: &mut Conn, kind: PanelKind) -> Result<Option<(ChannelId, MessageId)>, DbError> {
    let kind = <&str>::from(kind);
    let row =
        sqlx::query!("SELECT channel_id, message_id FROM panels WHERE kind = ?", kind).fetch_optional(conn).await?;
    Ok(row.map(|row| (ChannelId::from_sql(row.channel_id), MessageId::from_sql(row.message_id))))
}

pub async fn set_panel(tx: &mut Tx, kind: PanelKind, channel: ChannelId, message: MessageId) -> Result<(), DbError> {
    let (kind, channel, message) = (<&str>::from(kind), channel.to_sql(), message.to_sql());
    sqlx::query!(
        "INSERT OR REPLACE INTO panels (kind, channel_id, message_id) VALUES (?, ?, ?)",
        kind,
        channel,
        message
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub async fn delete_panels(tx: &mut Tx) -> Result<(), DbError> {
    sqlx::query!("DELETE FROM panels").execute(&mut **tx).await?;
    Ok(())
}

fn person(id: i64, handle: String, name: String, is_bot: i64, roles: &str) -> Result<ServerMember, DbError> {
    let roles: Vec<u64> = json(roles)?;
    let roles: BTreeSet<RoleId> = roles.into_iter().map(RoleId).collect();
    Ok(ServerMember { id: MemberId::from_sql(id), handle, name, is_bot: is_bot == 1, roles })
}

fn json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, DbError> {
    serde_json::from_str(text).map_err(|error| DbError::Corrupt(format!("JSON of a server: {error}")))
}

fn date(text: &str) -> Result<Date, DbError> {
    text.parse().map_err(|_| DbError::Corrupt(format!("date {text}")))
}

fn instant(ms: i64) -> Result<Timestamp, DbError> {
    Timestamp::from_millisecond(ms).map_err(|_| DbError::Corrupt(format!("instant {ms}")))
}
