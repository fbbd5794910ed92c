//! What the secretariat's list says about members: it counts until they save a profile, which takes one press when the
//! list is right.

use std::collections::BTreeMap;

use super::profiles::{Answers, Person, ProfileError, draft, save_answers};
use crate::db::{Conn, Db, DbError, Tx};
use crate::members::followers::Followers;
use crate::members::ids::MemberId;
use crate::members::model::{AssumedHome, Listed, Member, ProfileDraft};
use crate::members::store;
use crate::time::{Timestamp, ZoneId};

/// What the list says about each member whom it names for certain.
pub async fn all_listed(conn: &mut Conn) -> Result<BTreeMap<MemberId, Listed>, DbError> {
    Ok(store::all_listed(conn).await?.into_iter().collect())
}

/// The list says this about a member, or nothing. What waits for their waking minute follows an assumed zone too.
///
/// Nothing is stored of somebody who had their data deleted, because nothing would tell them that it is back.
pub async fn set_listed(
    tx: &mut Tx,
    followers: &Followers,
    id: MemberId,
    listed: Option<&Listed>,
    now: Timestamp,
) -> Result<(), DbError> {
    let is_deleted = store::deleted_at(tx, id).await?.is_some();
    let listed = listed.filter(|listed| !listed.is_empty() && !is_deleted);
    if store::listed(tx, id).await?.as_ref() == listed {
        return Ok(());
    }
    let Some(before) = store::get(tx, id).await? else { return Ok(()) };
    match listed {
        Some(listed) => store::set_listed(tx, id, listed).await?,
        None => store::delete_listed(tx, id).await?,
    }
    let after = store::known(tx, id).await?;
    if before.assumed == after.assumed {
        return Ok(());
    }
    followers.profile_changed(tx, &before, &after, now).await
}

/// There is no list any more.
pub async fn forget_listed(tx: &mut Tx) -> Result<(), DbError> {
    store::delete_all_listed(tx).await
}

/// "Yes, that is me": saves the offered profile, if `zone` is still what the list says. A second press, or a profile
/// that was saved meanwhile, changes nothing.
///
/// # Errors
/// `Changed` when the list says something else by now, with the draft that is to be shown.
pub async fn accept_listed(
    db: &Db,
    followers: &Followers,
    person: Person<'_>,
    zone: ZoneId,
    now: Timestamp,
) -> Result<Member, ProfileError> {
    let id = person.id;
    db.write(async |tx| {
        store::insert_stranger(tx, id, person.handle, person.name, now).await?;
        let before = store::known(tx, id).await?;
        if before.profile.is_some() {
            return Ok(before);
        }
        let chosen = draft(tx, id).await?;
        let Some(home) = before.assumed.clone().filter(|home| home.zone == zone) else {
            return Err(ProfileError::Changed(Box::new(chosen)));
        };
        let offered = ProfileDraft::offered(&home);
        let profile = offered.complete(None, now).ok_or_else(|| ProfileError::Incomplete(Box::new(chosen.clone())))?;
        let answers = Answers { profile, place: home.place, language: chosen.language };
        Ok(save_answers(tx, followers, &before, answers, now).await?)
    })
    .await
}

/// Where the list says that this member lives; `None` once they have a profile.
pub async fn assumed_home(conn: &mut Conn, id: MemberId) -> Result<Option<AssumedHome>, DbError> {
    Ok(store::get(conn, id).await?.and_then(|member| member.assumed))
}
