//! Stores the state of a server that Discord reports, and updates the members.

use crate::db::{Db, DbError, Tx};
use crate::guild::model::Setup;
use crate::guild::permissions::{Server, ServerChannel, ServerMember, ServerRole};
use crate::guild::store;
use crate::members::{self, ChannelId, Followers, GuildId, MemberId, RoleId};
use crate::time::Timestamp;

/// A server as read after READY. It is complete: anything that it lacks does not exist any more.
#[derive(Debug, Clone)]
pub struct SyncedServer {
    pub server: Server,
    /// Everybody, bots too.
    pub people: Vec<ServerMember>,
}

/// Replaces the stored state of a server, and its members if it is the server that we serve.
pub async fn sync(db: &Db, followers: &Followers, synced: &SyncedServer) -> Result<(), DbError> {
    let SyncedServer { server, people } = synced;
    db.write(async |tx| {
        store::set_server(tx, server).await?;
        store::delete_roles(tx, server.id).await?;
        for role in &server.roles {
            store::set_role(tx, server.id, role).await?;
        }
        store::delete_channels(tx, server.id).await?;
        for channel in &server.channels {
            store::set_channel(tx, server.id, channel).await?;
        }
        store::delete_people(tx, server.id).await?;
        for person in people {
            store::set_person(tx, server.id, person).await?;
        }
        match setup_of(tx, server.id).await? {
            Some(setup) => update_members(tx, followers, &setup, server.synced_at).await,
            None => Ok(()),
        }
    })
    .await
}

/// Somebody joined, or their name or roles changed.
pub async fn person_changed(db: &Db, guild: GuildId, person: &ServerMember) -> Result<(), DbError> {
    db.write(async |tx| {
        store::set_person(tx, guild, person).await?;
        match setup_of(tx, guild).await? {
            Some(setup) => update_member(tx, &setup, person).await,
            None => Ok(()),
        }
    })
    .await
}

pub async fn person_left(
    db: &Db,
    followers: &Followers,
    guild: GuildId,
    id: MemberId,
    now: Timestamp,
) -> Result<(), DbError> {
    db.write(async |tx| {
        store::delete_person(tx, guild, id).await?;
        match setup_of(tx, guild).await? {
            Some(_) => members::service::left(tx, followers, id, now).await,
            None => Ok(()),
        }
    })
    .await
}

pub async fn role_changed(db: &Db, guild: GuildId, role: &ServerRole) -> Result<(), DbError> {
    db.write(async |tx| store::set_role(tx, guild, role).await).await
}

/// A role was deleted. Discord reports the change of each person who had it separately.
pub async fn role_deleted(db: &Db, guild: GuildId, id: RoleId) -> Result<(), DbError> {
    db.write(async |tx| store::delete_role(tx, guild, id).await).await
}

pub async fn channel_changed(db: &Db, guild: GuildId, channel: &ServerChannel) -> Result<(), DbError> {
    db.write(async |tx| store::set_channel(tx, guild, channel).await).await
}

pub async fn channel_deleted(db: &Db, guild: GuildId, id: ChannelId) -> Result<(), DbError> {
    db.write(async |tx| store::delete_channel(tx, guild, id).await).await
}

/// The bot was removed from the server. A server that is `unavailable` has an outage, and is not removed. The set-up is
/// kept for the bot's return.
pub async fn removed(db: &Db, guild: GuildId, now: Timestamp) -> Result<(), DbError> {
    db.write(async |tx| store::set_server_left(tx, guild, now).await).await
}

/// The bot is only in the servers `here`. Removes all other known servers, which removed the bot while it was not
/// connected; returns them.
pub async fn removed_from_others(db: &Db, here: &[GuildId], now: Timestamp) -> Result<Vec<GuildId>, DbError> {
    db.write(async |tx| {
        let mut removed = store::server_ids(tx).await?;
        removed.retain(|guild| !here.contains(guild));
        for guild in &removed {
            store::set_server_left(tx, *guild, now).await?;
        }
        Ok(removed)
    })
    .await
}

/// The set-up, when `guild` is the server that we serve.
async fn setup_of(tx: &mut Tx, guild: GuildId) -> Result<Option<Setup>, DbError> {
    Ok(store::setup(tx).await?.filter(|setup| setup.guild == guild))
}

/// Updates the members to match the people of the server, with the groups of the set-up.
pub(super) async fn update_members(
    tx: &mut Tx,
    followers: &Followers,
    setup: &Setup,
    now: Timestamp,
) -> Result<(), DbError> {
    let people = store::people(tx, setup.guild).await?;
    let before = members::service::present_ids(tx).await?;
    for person in &people {
        update_member(tx, setup, person).await?;
    }
    for gone in before.into_iter().filter(|id| !people.iter().any(|person| person.id == *id)) {
        members::service::left(tx, followers, gone, now).await?;
    }
    Ok(())
}

async fn update_member(tx: &mut Tx, setup: &Setup, person: &ServerMember) -> Result<(), DbError> {
    if person.is_bot {
        return Ok(());
    }
    let groups = setup.groups(&person.roles);
    members::service::upsert_present(tx, person.id, &person.handle, &person.name, groups).await
}
