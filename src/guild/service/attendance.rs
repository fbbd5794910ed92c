//! Compares the list of expected members with the people in the server.

use crate::db::{Conn, DbError};
use crate::guild::expected::{self, Expected};
use crate::guild::store;
use crate::members::{self, Group, Member};

/// The people who are expected but cannot be reached yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attendance {
    /// People on the list who are not in the server, with their contact outside Discord.
    pub not_on_discord: Vec<Expected>,
    /// Members in the server without a profile.
    pub no_profile: Vec<Member>,
    /// The number of lines in the list.
    pub expected: usize,
    /// The number of members in the server who have a role.
    pub with_role: usize,
}

/// Compares the list with the people in the server. Considers only the lines and members of `groups`.
pub async fn attendance(conn: &mut Conn, groups: &[Group]) -> Result<Attendance, DbError> {
    let wanted = |group: Group| groups.contains(&group);
    let mut list = store::expected(conn).await?;
    list.retain(|person| wanted(person.group));
    let expected = list.len();
    let present = members::service::present(conn).await?;
    let not_on_discord = expected::absent_people(list, &present);
    let with_role: Vec<Member> = present.into_iter().filter(|member| member.roles.iter().any(wanted)).collect();
    let count = with_role.len();
    let no_profile = with_role.into_iter().filter(|member| member.profile.is_none()).collect();
    Ok(Attendance { not_on_discord, no_profile, expected, with_role: count })
}
