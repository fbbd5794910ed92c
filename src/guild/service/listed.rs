//! Passes the entries of the list of expected members to `members`, and finds other ways to reach a person.

use std::collections::{BTreeMap, BTreeSet};

use crate::db::{Conn, DbError, Tx};
use crate::guild::expected;
use crate::guild::permissions::ServerMember;
use crate::guild::store;
use crate::members::{self, Followers, GuildId, MemberId};
use crate::time::Timestamp;

/// Updates the list entries of everybody in the server. Call it after the list or the people changed.
pub(super) async fn update_listed(
    tx: &mut Tx,
    followers: &Followers,
    guild: GuildId,
    now: Timestamp,
) -> Result<(), DbError> {
    let list = store::expected(tx).await?;
    let stored_entries = members::service::all_listed(tx).await?;
    if list.is_empty() && stored_entries.is_empty() {
        return Ok(());
    }
    let people = store::people(tx, guild).await?;
    let line = |person: &ServerMember| expected::line_identifying(&list, person.id, &person.handle);
    let current_lines: BTreeMap<MemberId, _> =
        people.iter().filter(|person| !person.is_bot).filter_map(|person| Some((person.id, line(person)?))).collect();
    let member_ids: BTreeSet<MemberId> = stored_entries.keys().chain(current_lines.keys()).copied().collect();
    for id in member_ids {
        let listed = current_lines.get(&id).map(|line| &line.listed);
        if stored_entries.get(&id) != listed {
            members::service::set_listed(tx, followers, id, listed, now).await?;
        }
    }
    Ok(())
}

/// Updates the list entry of one person who joined the server or has a new handle.
pub(super) async fn update_listed_one(
    tx: &mut Tx,
    followers: &Followers,
    person: &ServerMember,
    now: Timestamp,
) -> Result<(), DbError> {
    if person.is_bot {
        return Ok(());
    }
    let list = store::expected(tx).await?;
    let listed = expected::line_identifying(&list, person.id, &person.handle).map(|line| &line.listed);
    members::service::set_listed(tx, followers, person.id, listed, now).await
}

/// Other ways to reach a person who does not answer on Discord.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OtherWays {
    /// The e-mail address or telephone number in the list of expected members. Taken only from a line that identifies
    /// the account, because anybody can take a name.
    pub contact: Option<String>,
    /// The e-mail address in that line, if it has one.
    pub email: Option<String>,
    /// The id and name of their deputy, who has accepted and is in the server.
    pub deputy: Option<(MemberId, String)>,
}

/// The other ways to reach these members. A member without another way has no entry.
pub async fn other_ways(conn: &mut Conn, ids: &[MemberId]) -> Result<BTreeMap<MemberId, OtherWays>, DbError> {
    let list = store::expected(conn).await?;
    let mut ways: BTreeMap<MemberId, OtherWays> = BTreeMap::new();
    for member in members::service::get_many(conn, ids).await? {
        if let Some(line) = list.iter().find(|line| expected::identifies(line, &member)) {
            let ways = ways.entry(member.id).or_default();
            ways.contact = Some(line.address.clone());
            ways.email = line.email().map(str::to_owned);
        }
    }
    for (member, deputy, name) in members::service::deputies_of(conn, ids).await? {
        ways.entry(member).or_default().deputy = Some((deputy, name));
    }
    Ok(ways)
}
