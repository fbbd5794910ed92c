//! The choices of `/setup`, the missing choices, and problems with the chosen channels.

use std::collections::BTreeSet;

use super::attendance::{Attendance, attendance};
use super::sync::{ServingState, serving_state, update_members};
use crate::db::{Conn, Db, DbError, Tx};
use crate::guild::model::{ChannelPurpose, Missing, PanelKind, Setup};
use crate::guild::permissions::Server;
use crate::guild::requirements::{self, Exposure, MissingPermission, ThreadReaders, exposures, thread_readers};
use crate::guild::store;
use crate::members::{self, ChannelId, Followers, Group, GuildId, MemberId, MessageId, RoleId};
use crate::time::Timestamp;

#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    #[error("this Magpie serves the server {serves} already")]
    Elsewhere { serves: String },
    #[error("the server {0} has not been read yet")]
    NotSynced(GuildId),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// The set-up of the server that we serve.
pub async fn setup(conn: &mut Conn) -> Result<Option<Setup>, DbError> {
    store::setup(conn).await
}

/// The required choices that are not made.
pub async fn missing(conn: &mut Conn) -> Result<Vec<Missing>, DbError> {
    Ok(store::setup(conn).await?.map_or_else(Missing::all, |setup| setup.missing()))
}

/// The set-up when it is complete, else the missing choices.
pub async fn complete_setup(conn: &mut Conn) -> Result<Result<Setup, Vec<Missing>>, DbError> {
    let Some(setup) = store::setup(conn).await? else { return Ok(Err(Missing::all())) };
    let missing = setup.missing();
    Ok(if missing.is_empty() { Ok(setup) } else { Err(missing) })
}

/// The last state of a server that Discord reported; `None` when the bot is not in the server or has not read it yet.
pub async fn server(conn: &mut Conn, guild: GuildId) -> Result<Option<Server>, DbError> {
    store::server(conn, guild).await
}

/// The permissions that the bot lacks in the channels of the set-up.
pub async fn missing_permissions(conn: &mut Conn, setup: &Setup) -> Result<Vec<MissingPermission>, DbError> {
    let Some(server) = store::server(conn, setup.guild).await? else { return Ok(Vec::new()) };
    let bot = store::one_person(conn, setup.guild, server.bot).await?;
    Ok(requirements::missing_permissions(&server, setup, &bot.map(|bot| bot.roles).unwrap_or_default()))
}

/// The choices of the set-up whose role or channel was deleted.
pub async fn deleted_choices(conn: &mut Conn, setup: &Setup) -> Result<Vec<Missing>, DbError> {
    Ok(store::server(conn, setup.guild).await?.map(|server| setup.deleted(&server)).unwrap_or_default())
}

/// The channels that the bot can use in the server that we serve.
#[derive(Debug, Clone)]
pub struct Access {
    server: Server,
    setup: Setup,
    roles: BTreeSet<RoleId>,
}

impl Access {
    /// Whether the bot has all permissions that it needs in `channel`. `None` if `channel` is not in the channel list
    /// of the server. That list has no threads.
    pub fn is_usable(&self, channel: ChannelId) -> Option<bool> {
        requirements::is_usable(&self.server, &self.setup, &self.roles, channel)
    }

    /// Like [`is_usable`](Self::is_usable), for the channel that was chosen for `purpose`. Returns false when no
    /// channel was chosen.
    pub fn has_usable_channel(&self, purpose: ChannelPurpose) -> bool {
        self.setup.channel(purpose).and_then(|channel| self.is_usable(channel)).unwrap_or(false)
    }

    /// Whether no message can arrive in the channel that was chosen for `purpose`: it was deleted, or the bot lacks
    /// permissions there. Returns false while no channel of the server is known.
    pub fn is_unusable_channel(&self, purpose: ChannelPurpose) -> bool {
        !self.server.channels.is_empty() && !self.has_usable_channel(purpose)
    }
}

/// The bot's access, according to the last state that Discord reported; `None` before the set-up.
pub async fn access(conn: &mut Conn) -> Result<Option<Access>, DbError> {
    let Some(setup) = store::setup(conn).await? else { return Ok(None) };
    let Some(server) = store::server(conn, setup.guild).await? else { return Ok(None) };
    let bot = store::one_person(conn, setup.guild, server.bot).await?;
    Ok(Some(Access { server, setup, roles: bot.map(|bot| bot.roles).unwrap_or_default() }))
}

/// Whether only the secretariat can read its channel, according to the last state that Discord reported. False if that
/// is not known.
pub async fn is_secretariat_channel_private(conn: &mut Conn) -> Result<bool, DbError> {
    let Some(setup) = store::setup(conn).await? else { return Ok(false) };
    let Some(server) = store::server(conn, setup.guild).await? else { return Ok(false) };
    Ok(requirements::is_private(&server, &setup, ChannelPurpose::Secretariat, Group::Secretariat))
}

/// Everything that `/setup` shows about a server.
#[derive(Debug, Clone)]
pub struct Overview {
    pub server: Server,
    /// The stored set-up.
    pub saved: Setup,
    /// The stored set-up, with suggestions for the missing choices (see [`Setup::with_suggestions`]).
    pub shown: Setup,
    /// The choices of `saved` whose role or channel was deleted.
    pub deleted: Vec<Missing>,
    /// Computed for `shown`, not for `saved`.
    pub missing_permissions: Vec<MissingPermission>,
    /// Computed for `shown`, not for `saved`.
    pub exposures: Vec<Exposure>,
    /// Computed for `shown`, not for `saved`.
    pub thread_readers: Vec<ThreadReaders>,
    pub attendance: Attendance,
    /// The number of people in the server who belong to `Group::Mag`.
    pub members: usize,
}

/// Everything that `/setup` shows about `guild`.
///
/// # Errors
/// The errors of [`change_setup`].
pub async fn overview(conn: &mut Conn, guild: GuildId) -> Result<Overview, SetupError> {
    let (server, saved) = server_and_setup(conn, guild).await?;
    let shown = saved.with_suggestions(&server);
    let missing_permissions = missing_permissions(conn, &shown).await?;
    let exposures = exposures(&server, &shown);
    let thread_readers = thread_readers(&server, &shown);
    let is_served = matches!(serving_state(conn, guild).await?, ServingState::Served(_));
    // Before the first set-up in this server, the list and the members belong to a server that we served earlier.
    let (attendance, members) = if is_served {
        (attendance(conn, &Group::ALL).await?, members::service::present_in(conn, Group::Mag).await?.len())
    } else {
        (Attendance::default(), 0)
    };
    let deleted = saved.deleted(&server);
    Ok(Overview { server, saved, shown, deleted, missing_permissions, exposures, thread_readers, attendance, members })
}

/// Whether a change of the set-up is the first change in this server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FirstSetUp {
    /// This is the first change: Magpie serves this server from now on. The caller must sync the server, because its
    /// people have not been read.
    Now,
    Earlier,
}

/// Applies `change` to the set-up of `guild`, and updates the groups of the members in the same transaction. If this is
/// the first change in the server and the owner did not make it, followers notify the owner.
///
/// # Errors
/// `Elsewhere` when we serve another server and the bot is still in it; `NotSynced` before the server was read.
pub async fn change_setup(
    db: &Db,
    followers: &Followers,
    guild: GuildId,
    by: MemberId,
    now: Timestamp,
    change: impl FnOnce(&mut Setup) + Send,
) -> Result<(Setup, FirstSetUp), SetupError> {
    db.write(async |tx| {
        let (_, mut setup, first_set_up) = server_to_change(tx, followers, guild, by, now).await?;
        change(&mut setup);
        store::set_setup(tx, &setup, by, now).await?;
        update_members(tx, followers, &setup, now).await?;
        followers.setup_changed(tx, now).await?;
        Ok((setup, first_set_up))
    })
    .await
}

/// Returns the server and its set-up to a caller that is about to change them. If we do not serve the server yet,
/// starts to serve it, and deletes the data of the server that we served before. The people of the new server must not
/// see that data.
pub(super) async fn server_to_change(
    tx: &mut Tx,
    followers: &Followers,
    guild: GuildId,
    by: MemberId,
    now: Timestamp,
) -> Result<(Server, Setup, FirstSetUp), SetupError> {
    let (server, setup) = server_and_setup(tx, guild).await?;
    if matches!(serving_state(tx, guild).await?, ServingState::Served(_)) {
        return Ok((server, setup, FirstSetUp::Earlier));
    }
    // An owner who sets up a new bot is the ordinary case. A change of the server deletes data, and only the operator
    // knows whether a set-up by another person is wanted.
    let is_first_server = store::setup(tx).await?.is_none();
    if is_first_server && server.owner == by {
        tracing::info!(guild.id = guild.0, member.id = by.0, "Magpie was set up in its first server");
    } else {
        tracing::warn!(
            guild.id = guild.0,
            member.id = by.0,
            is_first_server,
            "Magpie was set up in a server that it did not serve before"
        );
    }
    store::delete_panels(tx).await?;
    store::delete_expected(tx).await?;
    store::set_setup(tx, &setup, by, now).await?;
    store::delete_other_servers(tx, guild).await?;
    if server.owner != by {
        followers.set_up_claimed(tx, server.owner, by, now).await?;
    }
    Ok((server, setup, FirstSetUp::Now))
}

/// The server in which somebody chooses roles and channels.
///
/// # Errors
/// As [`change_setup`].
pub async fn server_to_set_up(conn: &mut Conn, guild: GuildId) -> Result<Server, SetupError> {
    server_and_setup(conn, guild).await.map(|(server, _)| server)
}

/// The server and its set-up: the stored set-up, or an empty set-up for a server that we may start to serve.
pub(super) async fn server_and_setup(conn: &mut Conn, guild: GuildId) -> Result<(Server, Setup), SetupError> {
    let setup = match serving_state(conn, guild).await? {
        ServingState::Served(setup) => *setup,
        ServingState::Unclaimed => Setup::new(guild),
        ServingState::Elsewhere { serves } => return Err(SetupError::Elsewhere { serves }),
    };
    let server = store::server(conn, guild).await?.ok_or(SetupError::NotSynced(guild))?;
    Ok((server, setup))
}

/// The channel and message of the latest panel of this kind.
pub async fn panel(conn: &mut Conn, kind: PanelKind) -> Result<Option<(ChannelId, MessageId)>, DbError> {
    store::panel(conn, kind).await
}

/// Stores where the panel of this kind was posted.
pub async fn set_panel(db: &Db, kind: PanelKind, channel: ChannelId, message: MessageId) -> Result<(), DbError> {
    db.write(async |tx| store::set_panel(tx, kind, channel, message).await).await
}
