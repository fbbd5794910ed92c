//! Looks up what most use cases need first: the caller's permission, the set-up, the alert.

use std::collections::BTreeSet;

use super::error::AlertError;
use super::model::{Alert, AlertId};
use super::store;
use crate::db::{Conn, DbError};
use crate::guild::expected::Expected;
use crate::guild::{self, ChannelPurpose, Setup};
use crate::members::{self, ChannelId, Group, Member, MemberId};

/// The member `actor`, who must be in the server and in the secretariat. Otherwise an error. Every use case checks this
/// itself, because a member can lose the role between two interactions.
pub(super) async fn require_secretariat(conn: &mut Conn, actor: MemberId) -> Result<Member, AlertError> {
    let member = members::service::get(conn, actor).await?;
    if let Some(member) = member.filter(|m| m.in_guild && m.roles.has(Group::Secretariat)) {
        return Ok(member);
    }
    // Before set-up no one has the role, so report the missing set-up, not a missing permission.
    require_setup(conn).await?;
    Err(AlertError::NotSecretariat(actor))
}

/// The set-up. `NotSetUp` if a part of it is missing.
pub(super) async fn require_setup(conn: &mut Conn) -> Result<Setup, AlertError> {
    guild::service::complete_setup(conn).await?.map_err(AlertError::NotSetUp)
}

/// The alert with this id. `NoAlert` if it does not exist.
pub(super) async fn require_alert(conn: &mut Conn, id: AlertId) -> Result<Alert, AlertError> {
    store::get(conn, id).await?.ok_or(AlertError::NoAlert(id))
}

/// The expected members of these groups who are not on Discord.
pub(super) async fn not_on_discord(conn: &mut Conn, groups: &BTreeSet<Group>) -> Result<Vec<Expected>, DbError> {
    let groups: Vec<Group> = groups.iter().copied().collect();
    Ok(guild::service::attendance(conn, &groups).await?.not_on_discord)
}

/// The secretariat's channel. `None` if the set-up has none.
pub(super) async fn secretariat_channel(conn: &mut Conn) -> Result<Option<ChannelId>, DbError> {
    let setup = guild::service::setup(conn).await?;
    Ok(setup.and_then(|setup| setup.channel(ChannelPurpose::Secretariat)))
}
