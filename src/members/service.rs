//! Use cases on members. A function that takes a `Tx` is a step of another part's transaction; one that takes the `Db`
//! is a transaction of its own.

mod deputies;
mod inbox;
mod ledger;
mod listed;
mod privacy;
mod profiles;
mod reach;

pub use deputies::{
    DeputyError, answer_deputy, deputies_of, deputy, deputy_by_id, end_deputy, name_deputy, whose_deputy,
};
pub use inbox::{inbox_gone, inbox_openings, inbox_thread, record_inbox_thread};
pub use ledger::{KEEP_DELETIONS, deletions, write_ledger};
pub use listed::{accept_listed, all_listed, assumed_home, forget_listed, set_listed};
pub use privacy::{delete, delete_again, export};
pub use profiles::{
    MAX_AWAKE, MAX_AWAY, Person, ProfileError, awake_until, away_until, choose_language, draft, follow_tz_data, revise,
    save,
};
pub use reach::{
    PROFILE_ASKED_EVERY, acted, ask_for_profile, dm_closed, dm_opened, heard_test, messaged, record_dm_channel,
    record_dm_refused, record_dm_sent,
};

use std::collections::BTreeMap;

use super::followers::Followers;
use super::group::{Group, Roles};
use super::ids::MemberId;
use super::model::Member;
use super::store;
use crate::db::{Conn, Db, DbError, SetAside, Tx};
use crate::time::Timestamp;
use crate::words::Language;

/// One member, in the server or not.
pub async fn get(conn: &mut Conn, id: MemberId) -> Result<Option<Member>, DbError> {
    store::get(conn, id).await
}

/// The known members of `ids`, ordered by id. At most a few hundred ids.
pub async fn get_many(conn: &mut Conn, ids: &[MemberId]) -> Result<Vec<Member>, DbError> {
    store::get_many(conn, ids).await
}

/// Everybody in the server who is in any [`Group`], ordered by name.
pub async fn present(conn: &mut Conn) -> Result<Vec<Member>, DbError> {
    store::present(conn).await
}

/// Everybody in the server who is in `group`, ordered by name.
pub async fn present_in(conn: &mut Conn, group: Group) -> Result<Vec<Member>, DbError> {
    Ok(store::present(conn).await?.into_iter().filter(|member| member.roles.has(group)).collect())
}

/// The members whose profile or details cannot be read, each with the reason. Checks at most `limit` rows.
pub async fn unreadable(conn: &mut Conn, limit: u32) -> Result<Vec<SetAside>, DbError> {
    store::unreadable(conn, limit).await
}

/// The ids of everybody who is known to be in the server, with or without a group.
pub async fn present_ids(conn: &mut Conn) -> Result<Vec<MemberId>, DbError> {
    store::present_ids(conn).await
}

/// The name of the place that a member chose, in English; `None` when the zone's id contains it.
pub async fn place(conn: &mut Conn, id: MemberId) -> Result<Option<String>, DbError> {
    store::place(conn, id).await
}

/// The same of everybody in the server, for those who chose a place.
pub async fn places(conn: &mut Conn) -> Result<BTreeMap<MemberId, String>, DbError> {
    Ok(store::places(conn).await?.into_iter().collect())
}

/// The languages that members chose themselves.
pub async fn chosen_languages(conn: &mut Conn) -> Result<Vec<(MemberId, Language)>, DbError> {
    store::chosen_languages(conn).await
}

/// The language that this member chose; `None` when the language of their client applies.
pub async fn chosen_language(conn: &mut Conn, id: MemberId) -> Result<Option<Language>, DbError> {
    store::chosen_language(conn, id).await
}

/// The member who caused an interaction; `None` for a person whom we do not know. Stores the locale of their client
/// when it is new.
pub async fn caller(db: &Db, id: MemberId, locale: &str) -> Result<Option<Member>, DbError> {
    if store::locale(&mut *db.read().await?, id).await?.as_deref() != Some(locale) {
        db.write(async |tx| store::set_locale(tx, id, locale).await).await?;
    }
    store::get(&mut *db.read().await?, id).await
}

/// Stores a person who is in the server: new, changed, or returned. Nobody follows it.
pub async fn upsert_present(tx: &mut Tx, id: MemberId, handle: &str, name: &str, roles: Roles) -> Result<(), DbError> {
    store::upsert_present(tx, id, handle, name, roles).await
}

/// A person is in the server who was not in it before: their row was there, for instance because they left. What waited
/// for them goes on.
pub async fn returned(tx: &mut Tx, followers: &Followers, id: MemberId, now: Timestamp) -> Result<(), DbError> {
    match store::get(tx, id).await? {
        Some(member) => followers.returned(tx, &member, now).await,
        None => Ok(()),
    }
}

/// The server shows a person: new, changed, or returned. Writes nothing when all of it is known.
pub async fn shown(
    tx: &mut Tx,
    followers: &Followers,
    person: Person<'_>,
    roles: Roles,
    now: Timestamp,
) -> Result<(), DbError> {
    let before = store::as_shown(tx, person.id).await?;
    let is_known = before.as_ref().is_some_and(|before| {
        before.in_guild && before.roles == roles && before.handle == person.handle && before.name == person.name
    });
    if is_known {
        return Ok(());
    }
    store::upsert_present(tx, person.id, person.handle, person.name, roles).await?;
    match before.map(|before| before.roles).filter(|before| *before != roles) {
        Some(before) => followers.groups_changed(tx, person.id, before, roles, now).await,
        None => Ok(()),
    }
}

/// When a person left the server who is not back.
pub async fn left_at(conn: &mut Conn, id: MemberId) -> Result<Option<Timestamp>, DbError> {
    store::left_at(conn, id).await
}

/// A person left the server. Their profile stays for their return, until its retention ends.
pub async fn left(tx: &mut Tx, followers: &Followers, id: MemberId, now: Timestamp) -> Result<(), DbError> {
    if !store::set_left(tx, id, now).await? {
        return Ok(());
    }
    store::delete_draft(tx, id).await?;
    store::delete_listed(tx, id).await?;
    deputies::gone(tx, followers, id, now).await?;
    followers.left(tx, id, now).await
}
