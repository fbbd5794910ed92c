//! The use cases of members. A function that takes a `Tx` joins the transaction of its caller; a function that takes
//! the `Db` runs its own transaction.

mod deputies;
mod inbox;
mod ledger;
mod listed;
mod mailboxes;
mod privacy;
mod profiles;
mod reach;

pub use deputies::{
    DeputyError, answer_deputy, deputies_of, deputy, deputy_by_id, end_deputy, name_deputy, whose_deputy,
};
pub use inbox::{forget_inbox, inbox_openings, inbox_thread, record_inbox_thread};
pub use ledger::{KEEP_DELETIONS, deletions, write_ledger};
pub use listed::{accept_listed, all_listed, assumed_home, forget_listed, set_listed};
pub use mailboxes::{MailboxError, ask_mailbox, confirm_mailbox, mailbox, remove_mailbox};
pub use privacy::{delete, delete_again, deletion_effects, export};
pub use profiles::{
    MAX_AWAKE, MAX_AWAY, Person, ProfileError, choose_language, draft, follow_tz_data, revise, save, set_awake_until,
    set_away_until,
};
pub use reach::{
    PROFILE_REMINDER_INTERVAL, ask_for_profile, record_act, record_dm_arrival, record_dm_channel, record_dm_refused,
    record_dm_sent, record_phone_test, set_dm_channel, set_dm_refused,
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

/// The member with this id; `None` for an unknown person. The member may have left the server.
pub async fn get(conn: &mut Conn, id: MemberId) -> Result<Option<Member>, DbError> {
    store::get(conn, id).await
}

/// The members in `ids` who have a row, ordered by id. Pass at most a few hundred ids.
pub async fn get_many(conn: &mut Conn, ids: &[MemberId]) -> Result<Vec<Member>, DbError> {
    store::get_many(conn, ids).await
}

/// Everybody in the server who belongs to at least one [`Group`], ordered by name.
pub async fn present(conn: &mut Conn) -> Result<Vec<Member>, DbError> {
    store::present(conn).await
}

/// Everybody in the server who belongs to `group`, ordered by name.
pub async fn present_in(conn: &mut Conn, group: Group) -> Result<Vec<Member>, DbError> {
    Ok(store::present(conn).await?.into_iter().filter(|member| member.roles.has(group)).collect())
}

/// The members whose profile or details cannot be read, each with the reason. Checks at most `limit` rows.
pub async fn unreadable(conn: &mut Conn, limit: u32) -> Result<Vec<SetAside>, DbError> {
    store::unreadable(conn, limit).await
}

/// The ids of everybody in the server, with or without a group.
pub async fn present_ids(conn: &mut Conn) -> Result<Vec<MemberId>, DbError> {
    store::present_ids(conn).await
}

/// The English name of the place that a member chose; `None` when the zone's id already contains the name.
pub async fn place(conn: &mut Conn, id: MemberId) -> Result<Option<String>, DbError> {
    store::place(conn, id).await
}

/// The names of the places that members in the server chose. A member whose zone id already contains the name has no
/// entry.
pub async fn places(conn: &mut Conn) -> Result<BTreeMap<MemberId, String>, DbError> {
    Ok(store::places(conn).await?.into_iter().collect())
}

/// The languages that members chose. Members who follow the language of their client are not included.
pub async fn chosen_languages(conn: &mut Conn) -> Result<Vec<(MemberId, Language)>, DbError> {
    store::chosen_languages(conn).await
}

/// The language that this member chose; `None` when they follow the language of their client.
pub async fn chosen_language(conn: &mut Conn, id: MemberId) -> Result<Option<Language>, DbError> {
    store::chosen_language(conn, id).await
}

/// The member who caused an interaction; `None` for an unknown person. Stores the client's locale when it changed.
pub async fn caller(db: &Db, id: MemberId, locale: &str) -> Result<Option<Member>, DbError> {
    if store::locale(&mut *db.read().await?, id).await?.as_deref() != Some(locale) {
        db.write(async |tx| store::set_locale(tx, id, locale).await).await?;
    }
    store::get(&mut *db.read().await?, id).await
}

/// Inserts or updates the row of a person who is in the server. Does not notify followers.
pub async fn upsert_present(tx: &mut Tx, id: MemberId, handle: &str, name: &str, roles: Roles) -> Result<(), DbError> {
    store::upsert_present(tx, id, handle, name, roles).await
}

/// Notifies followers that a person is in the server again, so that postponed work resumes. Call it after the row was
/// updated.
pub async fn notify_return(tx: &mut Tx, followers: &Followers, id: MemberId, now: Timestamp) -> Result<(), DbError> {
    match store::get(tx, id).await? {
        Some(member) => followers.returned(tx, &member, now).await,
        None => Ok(()),
    }
}

/// Stores the current state of a person in the server, and notifies followers when their groups changed. Writes nothing
/// when nothing changed.
pub async fn update_present(
    tx: &mut Tx,
    followers: &Followers,
    person: Person<'_>,
    roles: Roles,
    now: Timestamp,
) -> Result<(), DbError> {
    let before = store::reported_person(tx, person.id).await?;
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

/// When the person left the server; `None` while they are in it, or when they have no row.
pub async fn left_at(conn: &mut Conn, id: MemberId) -> Result<Option<Timestamp>, DbError> {
    store::left_at(conn, id).await
}

/// Records that a person left the server. Their profile is kept for a while in case they return; see `retention`.
pub async fn record_departure(tx: &mut Tx, followers: &Followers, id: MemberId, now: Timestamp) -> Result<(), DbError> {
    if !store::set_left(tx, id, now).await? {
        return Ok(());
    }
    store::delete_draft(tx, id).await?;
    store::delete_listed(tx, id).await?;
    deputies::end_deputies_of(tx, followers, id, now).await?;
    followers.left(tx, id, now).await
}
