//! Who may do what with known answers.

use super::error::{FaqError, Result};
use crate::db::Conn;
use crate::members::{self, Group, Member, MemberId};

pub(super) async fn require_present(conn: &mut Conn, id: MemberId) -> Result<Member> {
    let member = members::service::get(conn, id).await?;
    member.filter(|member| member.in_guild).ok_or(FaqError::NotInServer(id))
}

/// A volunteer or a member of the secretariat.
pub(super) async fn require_staff(conn: &mut Conn, id: MemberId) -> Result<Member> {
    let member = require_present(conn, id).await?;
    let is_staff = member.roles.has(Group::Helpdesk) || member.roles.has(Group::Secretariat);
    if is_staff { Ok(member) } else { Err(FaqError::NotStaff(id)) }
}

pub(super) async fn require_secretariat(conn: &mut Conn, id: MemberId) -> Result<Member> {
    let member = require_present(conn, id).await?;
    if member.roles.has(Group::Secretariat) { Ok(member) } else { Err(FaqError::NotSecretariat(id)) }
}
