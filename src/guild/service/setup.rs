//! `/setup`: the choices, the missing ones, and the problems with them.

use std::collections::BTreeSet;

use super::attendance::{Attendance, attendance};
use super::sync::{ServingState, serving_state, update_members};
use crate::db::{Conn, Db, DbError, Tx};
use crate::guild::model::{Missing, PanelKind, Place, Setup};
use crate::guild::permissions::Server;
use crate::guild::requirements::{self, Exposure, Lack, ThreadReaders, exposures, thread_readers};
use crate::guild::store;
use crate::members::{self, ChannelId, Followers, Group, GuildId, MemberId, MessageId, RoleId};
use crate::time::Timestamp;

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

/// The set-up of the server that we serve.
pub async fn setup(conn: &mut Conn) -> Result<Option<Setup>, DbError> {
    store::setup(conn).await
}

/// The choices that are missing before Magpie can work.
pub async fn missing(conn: &mut Conn) -> Result<Vec<Missing>, DbError> {
    Ok(store::setup(conn).await?.map_or_else(Missing::all, |setup| setup.missing()))
}

/// The complete set-up, or else the missing choices.
pub async fn complete_setup(conn: &mut Conn) -> Result<Result<Setup, Vec<Missing>>, DbError> {
    let Some(setup) = store::setup(conn).await? else { return Ok(Err(Missing::all())) };
    let missing = setup.missing();
    Ok(if missing.is_empty() { Ok(setup) } else { Err(missing) })
}

/// The last state of a server that Discord reported; `None` when the bot is not in it, or has not read it yet.
pub async fn server(conn: &mut Conn, guild: GuildId) -> Result<Option<Server>, DbError> {
    store::server(conn, guild).await
}

/// The permissions that the bot lacks in the channels of the set-up.
pub async fn lacks(conn: &mut Conn, setup: &Setup) -> Result<Vec<Lack>, DbError> {
    let Some(server) = store::server(conn, setup.guild).await? else { return Ok(Vec::new()) };
    let bot = store::one_person(conn, setup.guild, server.bot).await?;
    Ok(requirements::lacks(&server, setup, &bot.map(|bot| bot.roles).unwrap_or_default()))
}

/// What the bot may use of the server that we serve.
#[derive(Debug, Clone)]
pub struct Access {
    server: Server,
    setup: Setup,
    roles: BTreeSet<RoleId>,
}

impl Access {
    /// Whether it may do all that it needs there; `None` for what is no channel of the server, such as a thread.
    pub fn is_usable(&self, channel: ChannelId) -> Option<bool> {
        requirements::is_usable(&self.server, &self.setup, &self.roles, channel)
    }

    /// The same for the channel of a place; false when none is chosen.
    pub fn is_place_usable(&self, place: Place) -> bool {
        self.setup.channel(place).and_then(|channel| self.is_usable(channel)).unwrap_or(false)
    }
}

/// What the bot may use, as Discord showed it last; `None` before the set-up.
pub async fn access(conn: &mut Conn) -> Result<Option<Access>, DbError> {
    let Some(setup) = store::setup(conn).await? else { return Ok(None) };
    let Some(server) = store::server(conn, setup.guild).await? else { return Ok(None) };
    let bot = store::one_person(conn, setup.guild, server.bot).await?;
    Ok(Some(Access { server, setup, roles: bot.map(|bot| bot.roles).unwrap_or_default() }))
}

/// All that `/setup` shows of a server.
#[derive(Debug, Clone)]
pub struct Overview {
    pub server: Server,
    /// As stored.
    pub saved: Setup,
    /// The stored choices, and suggestions by name for the missing ones.
    pub shown: Setup,
    /// Of the set-up as shown.
    pub lacks: Vec<Lack>,
    /// Of the set-up as shown.
    pub exposures: Vec<Exposure>,
    /// Of the set-up as shown.
    pub thread_readers: Vec<ThreadReaders>,
    pub attendance: Attendance,
    /// How many people have the role of the members.
    pub members: usize,
}

/// # Errors
/// As [`change_setup`].
pub async fn overview(conn: &mut Conn, guild: GuildId) -> Result<Overview, SetupError> {
    let (server, saved) = server_and_setup(conn, guild).await?;
    let shown = saved.suggested(&server);
    let lacks = lacks(conn, &shown).await?;
    let exposures = exposures(&server, &shown);
    let thread_readers = thread_readers(&server, &shown);
    let is_served = matches!(serving_state(conn, guild).await?, ServingState::Served(_));
    // Before that, the list and the members are those of a server that we served earlier.
    let (attendance, members) = if is_served {
        (attendance(conn, &Group::ALL).await?, members::service::present_in(conn, Group::Mag).await?.len())
    } else {
        (Attendance::default(), 0)
    };
    Ok(Overview { server, saved, shown, lacks, exposures, thread_readers, attendance, members })
}

/// Whether a change of the set-up was the first in this server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// Magpie serves this server from now on. Its people were not read until now.
    First,
    Earlier,
}

/// Changes the set-up of `guild` by `change`. The members' groups change in the same transaction. When it is the first
/// change in this server, and not by its owner, the owner is told who made it.
///
/// # Errors
/// `Elsewhere` when we serve another server, which the bot is still in; `NotSynced` before the server was read.
pub async fn change_setup(
    db: &Db,
    followers: &Followers,
    guild: GuildId,
    by: MemberId,
    now: Timestamp,
    change: impl FnOnce(&mut Setup) + Send,
) -> Result<(Setup, Claim), SetupError> {
    db.write(async |tx| {
        let (_, mut setup, claim) = writable(tx, followers, guild, by, now).await?;
        change(&mut setup);
        store::set_setup(tx, &setup, by, now).await?;
        update_members(tx, followers, &setup, now).await?;
        followers.setup_changed(tx, now).await?;
        Ok((setup, claim))
    })
    .await
}

/// The server and its set-up, which the caller changes next. A server that we do not serve yet is claimed: what was
/// stored of another one is deleted first, because its people must not be shown to this one's.
pub(super) async fn writable(
    tx: &mut Tx,
    followers: &Followers,
    guild: GuildId,
    by: MemberId,
    now: Timestamp,
) -> Result<(Server, Setup, Claim), SetupError> {
    let (server, setup) = server_and_setup(tx, guild).await?;
    if matches!(serving_state(tx, guild).await?, ServingState::Served(_)) {
        return Ok((server, setup, Claim::Earlier));
    }
    tracing::warn!(guild.id = guild.0, member.id = by.0, "Magpie was set up in a server that it did not serve before");
    store::delete_panels(tx).await?;
    store::delete_expected(tx).await?;
    store::set_setup(tx, &setup, by, now).await?;
    store::delete_other_servers(tx, guild).await?;
    if server.owner != by {
        followers.set_up_claimed(tx, server.owner, by, now).await?;
    }
    Ok((server, setup, Claim::First))
}

/// The server, and its set-up: the stored one, or an empty one for a server that we may serve from now on.
pub(super) async fn server_and_setup(conn: &mut Conn, guild: GuildId) -> Result<(Server, Setup), SetupError> {
    let setup = match serving_state(conn, guild).await? {
        ServingState::Served(setup) => *setup,
        ServingState::Unclaimed => Setup::new(guild),
        ServingState::Elsewhere { serves } => return Err(SetupError::Elsewhere { serves }),
    };
    let server = store::server(conn, guild).await?.ok_or(SetupError::NotSynced(guild))?;
    Ok((server, setup))
}

/// The latest place of the panel of this kind.
pub async fn panel(conn: &mut Conn, kind: PanelKind) -> Result<Option<(ChannelId, MessageId)>, DbError> {
    store::panel(conn, kind).await
}

/// The panel of this kind was posted.
pub async fn set_panel(db: &Db, kind: PanelKind, channel: ChannelId, message: MessageId) -> Result<(), DbError> {
    db.write(async |tx| store::set_panel(tx, kind, channel, message).await).await
}
