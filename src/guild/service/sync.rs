//! Stores the state that Discord reports of a server, and updates the members.

use std::collections::{BTreeMap, BTreeSet};

use super::listed::{update_listed, update_listed_one};
use crate::db::{self, Conn, Db, DbError, Tx};
use crate::guild::model::Setup;
use crate::guild::permissions::{Server, ServerChannel, ServerMember, ServerRole};
use crate::guild::store;
use crate::guild::two_factor::TwoFactor;
use crate::members::{self, ChannelId, Followers, GuildId, MemberId, Person, RoleId};
use crate::time::Timestamp;

/// A complete snapshot of a server, read after READY. A role, channel or person that is not in the snapshot does not
/// exist in the server any more.
#[derive(Debug, Clone)]
pub struct SyncedServer {
    pub server: Server,
    /// Everybody in the server, including bots.
    pub people: Vec<ServerMember>,
    pub two_factor: TwoFactor,
}

/// The key of the setting that holds the latest [`TwoFactor`] of the server that we serve.
const TWO_FACTOR: &str = "guild.two_factor";

/// The most people that one transaction stores. A server with many members must not block other writers for long.
const PEOPLE_PER_WRITE: usize = 500;

/// Whether we serve a server. One Magpie serves one server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ServingState {
    Served(Box<Setup>),
    /// We serve no server: nobody has set Magpie up, or the server that it served removed the bot.
    Unclaimed,
    /// We serve another server. This server must not be read, stored or shown.
    Elsewhere {
        serves: String,
    },
}

pub async fn serving_state(conn: &mut Conn, guild: GuildId) -> Result<ServingState, DbError> {
    Ok(match store::setup(conn).await? {
        Some(setup) if setup.guild == guild => ServingState::Served(Box::new(setup)),
        Some(other) => match store::server(conn, other.guild).await? {
            Some(serves) => ServingState::Elsewhere { serves: serves.name },
            None => ServingState::Unclaimed,
        },
        None => ServingState::Unclaimed,
    })
}

/// Replaces the stored state of a server. If we serve the server, also updates its members. Does nothing if we serve
/// another server.
pub async fn sync(db: &Db, followers: &Followers, synced: &SyncedServer) -> Result<(), DbError> {
    let SyncedServer { server, people, two_factor } = synced;
    let stored_people = store::people(&mut *db.read().await?, server.id).await?;
    let stored_people: BTreeMap<MemberId, ServerMember> =
        stored_people.into_iter().map(|person| (person.id, person)).collect();
    let changed: Vec<&ServerMember> =
        people.iter().filter(|person| stored_people.get(&person.id) != Some(*person)).collect();
    let (first, last) = changed.split_at(changed.len() - changed.len().min(PEOPLE_PER_WRITE));
    for batch in first.chunks(PEOPLE_PER_WRITE) {
        db.write(async |tx| {
            if matches!(serving_state(tx, server.id).await?, ServingState::Elsewhere { .. }) {
                return Ok(());
            }
            store::set_server(tx, server).await?;
            set_people(tx, server.id, batch).await
        })
        .await?;
    }
    let present_ids: BTreeSet<MemberId> = people.iter().map(|person| person.id).collect();
    db.write(async |tx| {
        let serving_state = serving_state(tx, server.id).await?;
        if matches!(serving_state, ServingState::Elsewhere { .. }) {
            return Ok(());
        }
        store::set_server(tx, server).await?;
        store::delete_roles(tx, server.id).await?;
        for role in &server.roles {
            store::set_role(tx, server.id, role).await?;
        }
        store::delete_channels(tx, server.id).await?;
        for channel in &server.channels {
            store::set_channel(tx, server.id, channel).await?;
        }
        set_people(tx, server.id, last).await?;
        for gone in store::people(tx, server.id).await?.into_iter().filter(|person| !present_ids.contains(&person.id)) {
            store::delete_person(tx, server.id, gone.id).await?;
        }
        match serving_state {
            ServingState::Served(setup) => {
                store::delete_other_servers(tx, server.id).await?;
                db::write_setting(tx, TWO_FACTOR, (*two_factor).into()).await?;
                update_members(tx, followers, &setup, server.synced_at).await
            }
            ServingState::Unclaimed | ServingState::Elsewhere { .. } => Ok(()),
        }
    })
    .await
}

/// The [`TwoFactor`] that the latest sync stored.
pub async fn two_factor(conn: &mut Conn) -> Result<TwoFactor, DbError> {
    let stored = db::read_setting(conn, TWO_FACTOR).await?;
    Ok(stored.and_then(|stored| stored.parse().ok()).unwrap_or_default())
}

async fn set_people(tx: &mut Tx, guild: GuildId, people: &[&ServerMember]) -> Result<(), DbError> {
    for person in people {
        store::set_person(tx, guild, person).await?;
    }
    Ok(())
}

/// Handles the report that a person joined, or that their name or roles changed.
pub async fn person_changed(
    db: &Db,
    followers: &Followers,
    guild: GuildId,
    person: &ServerMember,
    now: Timestamp,
) -> Result<(), DbError> {
    db.write(async |tx| {
        let ServingState::Served(setup) = serving_state(tx, guild).await? else { return Ok(()) };
        store::set_person(tx, guild, person).await?;
        update_member(tx, followers, &setup, person, now).await?;
        update_listed_one(tx, followers, person, now).await
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
        match serving_state(tx, guild).await? {
            ServingState::Served(_) => members::service::record_departure(tx, followers, id, now).await,
            ServingState::Unclaimed | ServingState::Elsewhere { .. } => Ok(()),
        }
    })
    .await
}

pub async fn role_changed(db: &Db, guild: GuildId, role: &ServerRole) -> Result<(), DbError> {
    db.write(async |tx| if is_known(tx, guild).await? { store::set_role(tx, guild, role).await } else { Ok(()) }).await
}

/// A role was deleted. Discord sends a separate event for each person who had the role.
pub async fn role_deleted(db: &Db, guild: GuildId, id: RoleId) -> Result<(), DbError> {
    db.write(async |tx| store::delete_role(tx, guild, id).await).await
}

pub async fn channel_changed(db: &Db, guild: GuildId, channel: &ServerChannel) -> Result<(), DbError> {
    db.write(async |tx| if is_known(tx, guild).await? { store::set_channel(tx, guild, channel).await } else { Ok(()) })
        .await
}

pub async fn channel_deleted(db: &Db, guild: GuildId, id: ChannelId) -> Result<(), DbError> {
    db.write(async |tx| store::delete_channel(tx, guild, id).await).await
}

/// Records that the server removed the bot. Do not call this for a server that is only `unavailable` in an outage. The
/// set-up is kept in case the bot is added again.
pub async fn record_removal(db: &Db, guild: GuildId, now: Timestamp) -> Result<(), DbError> {
    db.write(async |tx| store::set_server_left(tx, guild, now).await).await
}

/// Records that all known servers except `still_in` removed the bot. `still_in`: the servers that the bot is still in.
/// The other servers removed the bot while it was not connected. Returns their ids.
pub async fn record_removal_from_others(
    db: &Db,
    still_in: &[GuildId],
    now: Timestamp,
) -> Result<Vec<GuildId>, DbError> {
    db.write(async |tx| {
        let mut removed = store::server_ids(tx).await?;
        removed.retain(|guild| !still_in.contains(guild));
        for guild in &removed {
            store::set_server_left(tx, *guild, now).await?;
        }
        Ok(removed)
    })
    .await
}

/// Whether the server has been read. Before that, a single role or channel must not be stored.
async fn is_known(tx: &mut Tx, guild: GuildId) -> Result<bool, DbError> {
    Ok(store::server(tx, guild).await?.is_some())
}

/// Updates the members to match the people in the server. The set-up decides their groups.
pub(super) async fn update_members(
    tx: &mut Tx,
    followers: &Followers,
    setup: &Setup,
    now: Timestamp,
) -> Result<(), DbError> {
    let people = store::people(tx, setup.guild).await?;
    let previous_ids = members::service::present_ids(tx).await?;
    for person in &people {
        update_member(tx, followers, setup, person, now).await?;
    }
    let present_ids: BTreeSet<MemberId> = people.iter().map(|person| person.id).collect();
    for gone in previous_ids.into_iter().filter(|id| !present_ids.contains(id)) {
        members::service::record_departure(tx, followers, gone, now).await?;
    }
    update_listed(tx, followers, setup.guild, now).await
}

async fn update_member(
    tx: &mut Tx,
    followers: &Followers,
    setup: &Setup,
    person: &ServerMember,
    now: Timestamp,
) -> Result<(), DbError> {
    if person.is_bot {
        return Ok(());
    }
    let was_away = members::service::left_at(tx, person.id).await?.is_some();
    let groups = setup.groups(&person.roles);
    let person = Person { id: person.id, handle: &person.handle, name: &person.name };
    let id = person.id;
    members::service::update_present(tx, followers, person, groups, now).await?;
    if was_away {
        members::service::notify_return(tx, followers, id, now).await?;
    }
    Ok(())
}
