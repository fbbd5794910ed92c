//! The list of expected members: what an upload was understood as, who may replace the list with it, and who may see
//! which of its people are absent.

use std::collections::BTreeSet;

use super::attendance::Attendance;
use super::listed::update_listed;
use super::setup::{Claim, SetupError, overview, server_and_setup, writable};
use super::sync::{ServingState, serving_state};
use crate::db::{Conn, Db, DbError};
use crate::guild::expected::{self, Expected, Fault, List};
use crate::guild::store;
use crate::members::{self, Followers, GuildId, MemberId, fold};
use crate::time::Timestamp;

#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// All faults of the file, in the order of its lines.
    #[error("the list of expected members has {} faults", .0.len())]
    Faulty(Vec<Fault>),
    /// It was saved or discarded, or its uploader uploaded another one.
    #[error("the uploaded list is no longer waiting")]
    Gone,
    #[error(transparent)]
    SetUp(#[from] SetupError),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// What an uploaded list was understood as. Nothing is replaced yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DryRun {
    pub id: i64,
    pub list: List,
    /// Lines that are about somebody in the server for certain.
    pub certain: BTreeSet<u32>,
    /// Those of them who saved a profile: what they said themselves stays.
    pub with_profile: BTreeSet<u32>,
    /// Lines that match somebody in the server by name alone.
    pub by_name: BTreeSet<u32>,
    /// The lines of the list that it replaces, and how many people of that one are not on the new one.
    pub replaces: usize,
    pub gone: usize,
}

/// Reads a file that `by` uploaded in the server `guild`, and keeps it until somebody confirms it.
///
/// # Errors
/// Those of [`change_setup`](super::change_setup) before the file is looked at; `Faulty`.
pub async fn read_list(
    db: &Db,
    guild: GuildId,
    by: MemberId,
    file: &[u8],
    now: Timestamp,
) -> Result<DryRun, ListError> {
    check_may_list(&mut *db.read().await?, guild).await?;
    let list = expected::parse(file, now).map_err(ListError::Faulty)?;
    db.write(async |tx| {
        let id = store::insert_list_draft(tx, guild, by, &list.people, now).await?;
        // Before the first set-up here, the stored list and the members are those of another server.
        let is_served = matches!(serving_state(tx, guild).await?, ServingState::Served(_));
        let (before, present) = match is_served {
            true => (store::expected(tx).await?, members::service::present(tx).await?),
            false => (Vec::new(), Vec::new()),
        };
        let of_member = |is_theirs: &dyn Fn(&Expected, &members::Member) -> bool| -> BTreeSet<u32> {
            let people = list.people.iter().filter(|line| present.iter().any(|member| is_theirs(line, member)));
            people.map(|line| line.line).collect()
        };
        let certain = of_member(&expected::is_certain);
        let with_profile = of_member(&|line: &Expected, member: &members::Member| {
            member.profile.is_some() && expected::is_certain(line, member)
        });
        let absent: BTreeSet<u32> =
            expected::absent(list.people.clone(), &present).into_iter().map(|line| line.line).collect();
        let by_name = list.people.iter().map(|line| line.line);
        let by_name = by_name.filter(|line| !certain.contains(line) && !absent.contains(line)).collect();
        let key = |line: &Expected| (fold(&line.name), fold(&line.address));
        let kept: BTreeSet<_> = list.people.iter().map(key).collect();
        let gone = before.iter().filter(|line| !kept.contains(&key(line))).count();
        Ok(DryRun { id, certain, with_profile, by_name, replaces: before.len(), gone, list })
    })
    .await
}

/// Replaces the list of expected members by an uploaded one. What it says about members without a profile counts from
/// now on. Returns how many people it has.
///
/// # Errors
/// `Gone`; those of [`change_setup`](super::change_setup).
pub async fn save_list(
    db: &Db,
    followers: &Followers,
    guild: GuildId,
    by: MemberId,
    id: i64,
    now: Timestamp,
) -> Result<(usize, Claim), ListError> {
    db.write(async |tx| {
        let draft = store::list_draft(tx, id).await?.filter(|draft| draft.guild == guild).ok_or(ListError::Gone)?;
        let (_, _, claim) = writable(tx, followers, guild, by, now).await?;
        store::delete_list_draft(tx, id).await?;
        store::delete_expected(tx).await?;
        for person in &draft.people {
            store::insert_expected(tx, person).await?;
        }
        update_listed(tx, followers, guild, now).await?;
        Ok((draft.people.len(), claim))
    })
    .await
}

/// Deletes an uploaded list that was not confirmed; false when it is gone already.
///
/// # Errors
/// As [`change_setup`](super::change_setup).
pub async fn discard_list(db: &Db, guild: GuildId, id: i64) -> Result<bool, SetupError> {
    check_may_list(&mut *db.read().await?, guild).await?;
    db.write(async |tx| {
        let is_here = store::list_draft(tx, id).await?.is_some_and(|draft| draft.guild == guild);
        Ok(is_here && store::delete_list_draft(tx, id).await?)
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
