//! The people who are expected in the server, and those of them who are not there or have no profile.

use crate::db::{Conn, Db, DbError};
use crate::guild::expected::{self, Expected, Fault, List};
use crate::guild::store;
use crate::members::{self, Group, Member};

#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// All faults of the file, in the order of its lines.
    #[error("the list of expected members has {} faults", .0.len())]
    Faulty(Vec<Fault>),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Replaces the list of expected members with the list of a file. A faulty file changes nothing.
pub async fn expect_members(db: &Db, file: &[u8]) -> Result<List, ListError> {
    let list = expected::parse(file).map_err(ListError::Faulty)?;
    db.write(async |tx| {
        store::delete_expected(tx).await?;
        for person in &list.people {
            store::insert_expected(tx, person).await?;
        }
        Ok(list)
    })
    .await
}

/// Expected people who are not in the server, or have no profile.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attendance {
    /// People on the list who are not in the server, with their addresses outside Discord.
    pub not_on_discord: Vec<Expected>,
    /// Members in the server without a profile.
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
