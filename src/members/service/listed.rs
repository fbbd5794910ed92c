//! What the list of expected members says about members. Magpie uses this data until the member saves a profile. If the
//! data is right, one press saves it as the profile.

use std::collections::BTreeMap;

use super::profiles::{Answers, Person, ProfileError, draft, save_answers};
use crate::db::{Conn, Db, DbError, Tx};
use crate::members::followers::Followers;
use crate::members::ids::MemberId;
use crate::members::model::{AssumedHome, Listed, Member, ProfileDraft};
use crate::members::store;
use crate::time::{Timestamp, ZoneId};

/// The list entries of all members whom the list identifies by id or handle.
pub async fn all_listed(conn: &mut Conn) -> Result<BTreeMap<MemberId, Listed>, DbError> {
    Ok(store::all_listed(conn).await?.into_iter().collect())
}

/// Stores what the list says about a member; `None` when it says nothing. Followers recompute their plans when the
/// assumed zone changed.
///
/// Stores nothing for a person who had their data deleted: nobody would tell the person that data was stored again.
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
    let after = store::get_known(tx, id).await?;
    if before.assumed == after.assumed {
        return Ok(());
    }
    followers.profile_changed(tx, &before, &after, now).await
}

/// Deletes what the list says about all members. Does not notify followers.
pub async fn forget_listed(tx: &mut Tx) -> Result<(), DbError> {
    store::delete_all_listed(tx).await
}

/// Handles "Yes, that is me": saves the suggested profile, if the list still has `zone`. If the member already has a
/// profile, a press changes nothing.
///
/// # Errors
/// `Changed` when the list now has another zone; the error contains the draft to show.
pub async fn accept_listed(
    db: &Db,
    followers: &Followers,
    person: Person<'_>,
    zone: ZoneId,
    now: Timestamp,
) -> Result<Member, ProfileError> {
    let id = person.id;
    db.write(async |tx| {
        store::insert_if_missing(tx, id, person.handle, person.name, now).await?;
        let before = store::get_known(tx, id).await?;
        if before.profile.is_some() {
            return Ok(before);
        }
        let chosen = draft(tx, id).await?;
        let Some(home) = before.assumed.clone().filter(|home| home.zone == zone) else {
            return Err(ProfileError::Changed(Box::new(chosen)));
        };
        let suggested = ProfileDraft::from_assumed_home(&home);
        let profile =
            suggested.complete(None, now).ok_or_else(|| ProfileError::Incomplete(Box::new(chosen.clone())))?;
        let answers = Answers { profile, place: home.place, language: chosen.language };
        Ok(save_answers(tx, followers, &before, answers, now).await?)
    })
    .await
}

/// Where this member lives according to the list; `None` if the member has a profile.
pub async fn assumed_home(conn: &mut Conn, id: MemberId) -> Result<Option<AssumedHome>, DbError> {
    Ok(store::get(conn, id).await?.and_then(|member| member.assumed))
}
