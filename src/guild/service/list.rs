//! The list of expected members: reads an upload, and replaces the list after a confirmation. Checks in which server a
//! list may be uploaded and the absent people may be seen.

use std::collections::BTreeSet;

use super::attendance::Attendance;
use super::listed::update_listed;
use super::setup::{FirstSetUp, SetupError, overview, server_and_setup, server_to_change};
use super::sync::{ServingState, serving_state};
use crate::db::{Conn, Db, DbError};
use crate::guild::expected::{self, Expected, Fault, List};
use crate::guild::store;
use crate::members::{self, Followers, GuildId, MemberId, fold};
use crate::time::Timestamp;

#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// All errors in the file, in the order of its lines.
    #[error("the list of expected members has {} faults", .0.len())]
    Faulty(Vec<Fault>),
    /// The upload was saved or discarded, or the same person uploaded another file.
    #[error("the uploaded list was saved, discarded or replaced")]
    Gone,
    #[error(transparent)]
    SetUp(#[from] SetupError),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// The result of parsing an upload, which has not replaced the stored list yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DryRun {
    pub id: i64,
    pub list: List,
    /// The lines that identify somebody in the server with certainty.
    pub identified_lines: BTreeSet<u32>,
    /// The lines in `identified_lines` whose person has a profile. The list does not change a saved profile.
    pub lines_with_profile: BTreeSet<u32>,
    /// The lines that match somebody in the server only by name.
    pub lines_matched_by_name: BTreeSet<u32>,
    /// The number of lines in the stored list.
    pub stored_count: usize,
    /// How many people of the stored list the upload lacks.
    pub removed_count: usize,
}

/// Reads a file that `by` uploaded in the server `guild`, and stores it until somebody confirms it.
///
/// # Errors
/// The errors of [`change_setup`](super::change_setup), before the file is parsed; `Faulty` when the file has an error.
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
        // If Magpie does not serve this server yet, the stored list and the members belong to another server, so do not
        // compare the upload with them.
        let is_served = matches!(serving_state(tx, guild).await?, ServingState::Served(_));
        let (stored_list, present) = match is_served {
            true => (store::expected(tx).await?, members::service::present(tx).await?),
            false => (Vec::new(), Vec::new()),
        };
        let of_member = |is_theirs: &dyn Fn(&Expected, &members::Member) -> bool| -> BTreeSet<u32> {
            let people = list.people.iter().filter(|line| present.iter().any(|member| is_theirs(line, member)));
            people.map(|line| line.line).collect()
        };
        let identified_lines = of_member(&expected::identifies);
        let lines_with_profile = of_member(&|line: &Expected, member: &members::Member| {
            member.profile.is_some() && expected::identifies(line, member)
        });
        let absent: BTreeSet<u32> =
            expected::absent_people(list.people.clone(), &present).into_iter().map(|line| line.line).collect();
        let lines_matched_by_name = list.people.iter().map(|line| line.line);
        let lines_matched_by_name =
            lines_matched_by_name.filter(|line| !identified_lines.contains(line) && !absent.contains(line)).collect();
        let key = |line: &Expected| (fold(&line.name), fold(&line.address));
        let kept: BTreeSet<_> = list.people.iter().map(key).collect();
        let removed_count = stored_list.iter().filter(|line| !kept.contains(&key(line))).count();
        Ok(DryRun {
            id,
            identified_lines,
            lines_with_profile,
            lines_matched_by_name,
            stored_count: stored_list.len(),
            removed_count,
            list,
        })
    })
    .await
}

/// Replaces the stored list of expected members with an upload. From now on, the list applies to members without a
/// profile. Returns the number of people, and whether this is the first set-up in the server.
///
/// # Errors
/// `Gone`; the errors of [`change_setup`](super::change_setup).
pub async fn save_list(
    db: &Db,
    followers: &Followers,
    guild: GuildId,
    by: MemberId,
    id: i64,
    now: Timestamp,
) -> Result<(usize, FirstSetUp), ListError> {
    db.write(async |tx| {
        let draft = store::list_draft(tx, id).await?.filter(|draft| draft.guild == guild).ok_or(ListError::Gone)?;
        let (_, _, first_set_up) = server_to_change(tx, followers, guild, by, now).await?;
        store::delete_list_draft(tx, id).await?;
        store::delete_expected(tx).await?;
        for person in &draft.people {
            store::insert_expected(tx, person).await?;
        }
        update_listed(tx, followers, guild, now).await?;
        Ok((draft.people.len(), first_set_up))
    })
    .await
}

/// Deletes an upload that was not confirmed. Returns false if the upload no longer exists.
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

/// Checks whether a list may be uploaded in this server. Called before the file is downloaded.
///
/// # Errors
/// As [`change_setup`](super::change_setup).
pub async fn check_may_list(conn: &mut Conn, guild: GuildId) -> Result<(), SetupError> {
    server_and_setup(conn, guild).await.map(|_| ())
}

/// The attendance of all groups, for a person who manages `guild`. Empty for a server that we do not serve yet.
///
/// # Errors
/// As [`change_setup`](super::change_setup).
pub async fn attendance_in(conn: &mut Conn, guild: GuildId) -> Result<Attendance, SetupError> {
    Ok(overview(conn, guild).await?.attendance)
}
