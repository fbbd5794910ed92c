//! `/setup`: the choices, the missing ones, and the problems with them.

use super::attendance::{Attendance, attendance};
use super::sync::update_members;
use crate::db::{Conn, Db, DbError};
use crate::guild::model::{Missing, PanelKind, Setup};
use crate::guild::permissions::Server;
use crate::guild::requirements::{self, Exposure, Lack, exposures};
use crate::guild::store;
use crate::members::{self, ChannelId, Followers, Group, GuildId, MemberId, MessageId};
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
    let attendance = attendance(conn, &Group::ALL).await?;
    let members = members::service::present_in(conn, Group::Mag).await?.len();
    Ok(Overview { server, saved, shown, lacks, exposures, attendance, members })
}

/// Changes the set-up of `guild` by `change`. The members' groups change in the same transaction.
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
) -> Result<Setup, SetupError> {
    db.write(async |tx| {
        let (_, mut setup) = server_and_setup(tx, guild).await?;
        if store::setup(tx).await?.is_some_and(|stored| stored.guild != guild) {
            store::delete_panels(tx).await?;
        }
        change(&mut setup);
        store::set_setup(tx, &setup, by, now).await?;
        update_members(tx, followers, &setup, now).await?;
        Ok(setup)
    })
    .await
}

/// The server, and its set-up: the stored one, or an empty one for a server that we may serve from now on.
async fn server_and_setup(conn: &mut Conn, guild: GuildId) -> Result<(Server, Setup), SetupError> {
    let server = store::server(conn, guild).await?.ok_or(SetupError::NotSynced(guild))?;
    match store::setup(conn).await? {
        Some(setup) if setup.guild == guild => Ok((server, setup)),
        Some(other) => match store::server(conn, other.guild).await? {
            Some(serves) => Err(SetupError::Elsewhere { serves: serves.name }),
            None => Ok((server, Setup::new(guild))),
        },
        None => Ok((server, Setup::new(guild))),
    }
}

/// The latest place of the panel of this kind.
pub async fn panel(conn: &mut Conn, kind: PanelKind) -> Result<Option<(ChannelId, MessageId)>, DbError> {
    store::panel(conn, kind).await
}

/// The panel of this kind was posted.
pub async fn set_panel(db: &Db, kind: PanelKind, channel: ChannelId, message: MessageId) -> Result<(), DbError> {
    db.write(async |tx| store::set_panel(tx, kind, channel, message).await).await
}
