//! The data that `guild` stores about a person: their handle, name and roles in the server, and their line in the list
//! of expected members.

use async_trait::async_trait;
use serde_json::{Value, json};

use super::expected::{self, Expected};
use super::store;
use crate::db::{Conn, Db, DbError, Tx};
use crate::members::{self, Kept, MemberId, PrivacyHandler};
use crate::time::Timestamp;
use crate::words::Language;

#[derive(Debug, Clone, Copy, Default)]
pub struct GuildPrivacy;

#[async_trait]
impl PrivacyHandler for GuildPrivacy {
    fn name(&self) -> &'static str {
        "server"
    }

    async fn export(&self, conn: &mut Conn, member: MemberId) -> Result<Value, DbError> {
        let Some(setup) = store::setup(conn).await? else { return Ok(Value::Null) };
        let shown = store::one_person(conn, setup.guild, member).await?;
        let roles: Vec<String> = match (&shown, store::server(conn, setup.guild).await?) {
            (Some(person), Some(server)) => {
                person.roles.iter().filter_map(|id| server.role(*id)).map(|role| role.name.clone()).collect()
            }
            _ => Vec::new(),
        };
        let listed: Vec<Value> = lines_of(conn, member)
            .await?
            .into_iter()
            .map(|line| {
                let home = line.listed.home.as_ref();
                json!({
                    "name": line.name, "address": line.address, "role": line.group, "handle": line.handle,
                    "zone": home.map(|home| home.zone.as_str()),
                    "place": home.and_then(|home| home.place.as_deref()),
                    "language": line.listed.language.map(Language::code),
                })
            })
            .collect();
        if shown.is_none() && listed.is_empty() {
            return Ok(Value::Null);
        }
        let shown = shown.map(|person| json!({ "handle": person.handle, "name": person.name, "roles": roles }));
        Ok(json!({ "shown_as": shown, "expected_members_list": listed }))
    }

    /// Deletes lists that the member uploaded and did not confirm. Keeps the list of expected members: it belongs to
    /// the secretariat, and the next upload replaces it.
    async fn delete(&self, tx: &mut Tx, member: MemberId, _now: Timestamp) -> Result<Vec<Kept>, DbError> {
        store::delete_list_drafts_of(tx, member).await?;
        let count = lines_of(tx, member).await?.len();
        let kept = Kept { text_key: "profile-kept-list", count: u64::try_from(count).unwrap_or(u64::MAX) };
        Ok(if count == 0 { Vec::new() } else { vec![kept] })
    }

    async fn erase(&self, db: &Db, member: MemberId) -> Vec<DbError> {
        db.write(async |tx| store::delete_list_drafts_of(tx, member).await).await.err().into_iter().collect()
    }
}

/// The lines of the list that identify this person with certainty.
async fn lines_of(conn: &mut Conn, id: MemberId) -> Result<Vec<Expected>, DbError> {
    let Some(member) = members::service::get(conn, id).await? else { return Ok(Vec::new()) };
    let list = store::expected(conn).await?;
    Ok(list.into_iter().filter(|line| expected::identifies(line, &member)).collect())
}
