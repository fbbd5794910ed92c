//! Who is expected in the server, and who of them is not there or has no profile.

use super::setup::{Claim, SetupError, server_and_setup, writable};
use crate::db::{Conn, Db, DbError};
use crate::guild::expected::{self, Expected, Fault, List};
use crate::guild::store;
use crate::members::{self, Followers, Group, GuildId, Member, MemberId};
use crate::time::Timestamp;

#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// All faults of the file, in the order of its lines.
    #[error("the list of expected members has {} faults", .0.len())]
    Faulty(Vec<Fault>),
    #[error(transparent)]
    SetUp(#[from] SetupError),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Replaces the list of expected members by that of a file, which `by` uploaded in the server `guild`. A faulty file
/// changes nothing, nor does one from a server that we do not serve.
///
/// # Errors
/// Those of [`change_setup`](super::change_setup) before the file is looked at; `Faulty`.
pub async fn expect_members(
    db: &Db,
    followers: &Followers,
    guild: GuildId,
    by: MemberId,
    file: &[u8],
    now: Timestamp,
) -> Result<(List, Claim), ListError> {
    check_may_list(&mut *db.read().await?, guild).await?;
    let list = expected::parse(file).map_err(ListError::Faulty)?;
    db.write(async |tx| {
        let (_, _, claim) = writable(tx, followers, guild, by, now).await?;
        store::delete_expected(tx).await?;
        for person in &list.people {
            store::insert_expected(tx, person).await?;
        }
        Ok((list, claim))
    })
    .await
}

/// Refuses before a file is downloaded that would be refused.
///
/// # Errors
/// As [`change_setup`](super::change_setup).
pub async fn check_may_list(conn: &mut Conn, guild: GuildId) -> Result<(), SetupError> {
    server_and_setup(conn, guild).await.map(|_| ())
}

/// The attendance of all groups, for somebody who manages `guild`. Nothing for a server that we do not serve.
///
/// # Errors
/// As [`change_setup`](super::change_setup).
pub async fn attendance_in(conn: &mut Conn, guild: GuildId) -> Result<Attendance, SetupError> {
    Ok(super::overview(conn, guild).await?.attendance)
}

/// Who is expected and cannot be reached as wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attendance {
    /// On the list and not in the server, with their addresses outside Discord.
    pub not_on_discord: Vec<Expected>,
    /// In the server, without a profile.
    pub no_profile: Vec<Member>,
    /// Lines of the list.
    pub expected: usize,
}

/// The attendance of `groups`.
pub async fn attendance(conn: &mut Conn, groups: &[Group]) -> Result<Attendance, DbError> {
    let wanted = |group: Group| groups.contains(&group);
    let mut list = store::expected(conn).await?;
    list.retain(|person| wanted(person.group));
    let expected = list.len();
    let present = members::service::present(conn).await?;
    let not_on_discord = expected::absent(list, &present);
    let no_profile = present.into_iter().filter(|m| m.roles.iter().any(wanted) && m.profile.is_none()).collect();
    Ok(Attendance { not_on_discord, no_profile, expected })
}
