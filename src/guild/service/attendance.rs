//! The people who are expected in the server, and those of them who are not there or have no profile.

use crate::db::{Conn, DbError};
use crate::guild::expected::{self, Expected};
use crate::guild::store;
use crate::members::{self, Group, Member};

/// Who is expected and cannot be reached as wanted.
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
