//! The list of expected members: who may replace it, and who may see which of its people are absent.

use super::attendance::Attendance;
use super::setup::{Claim, SetupError, overview, server_and_setup, writable};
use crate::db::{Conn, Db, DbError};
use crate::guild::expected::{self, Fault, List};
use crate::guild::store;
use crate::members::{Followers, GuildId, MemberId};
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
    Ok(overview(conn, guild).await?.attendance)
}
