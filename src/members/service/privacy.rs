//! The export and the deletion of everything that is stored about a member.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::db::{Conn, Db, DbError};
use crate::members::deputy::Deputy;
use crate::members::followers::{DeletionEffect, Followers, Kept};
use crate::members::ids::MemberId;
use crate::members::mailbox::Mailbox;
use crate::members::model::{Listed, Profile, ProfileDraft};
use crate::members::service::{deputies, ledger};
use crate::members::store;
use crate::time::{QuietHours, QuietWeek, Time, Timestamp};
use crate::words::Language;

/// Everything that all modules store about a member, as one JSON object. Instants are RFC 3339 in UTC.
pub async fn export(conn: &mut Conn, followers: &Followers, id: MemberId, now: Timestamp) -> Result<Value, DbError> {
    let mut all = Map::new();
    all.insert("exported_at".to_owned(), json!(now));
    all.insert("profile".to_owned(), own_data(conn, id).await?);
    for handler in followers.privacy_handlers() {
        let value = handler.export(conn, id).await?;
        if !value.is_null() {
            all.insert(handler.name().to_owned(), value);
        }
    }
    Ok(Value::Object(all))
}

async fn own_data(conn: &mut Conn, id: MemberId) -> Result<Value, DbError> {
    let Some(member) = store::get(conn, id).await? else { return Ok(Value::Null) };
    let locale = store::locale(conn, id).await?;
    let place = store::place(conn, id).await?;
    let draft = store::draft(conn, id).await?;
    let deleted_at = store::deleted_at(conn, id).await?;
    let inbox_thread = store::any_inbox_thread(conn, id).await?;
    let profile_asked_at = store::profile_asked_at(conn, id).await?;
    let listed = store::listed(conn, id).await?;
    let deputy = store::deputy(conn, id).await?;
    let mailbox = store::mailbox(conn, id).await?;
    let deputy_of = store::deputy_of(conn, id).await?;
    let groups: Vec<_> = member.roles.iter().collect();
    Ok(json!({
        "id": id,
        "handle": member.handle,
        "name": member.name,
        "in_server": member.in_guild,
        "groups": groups,
        "language": member.language.code(),
        "discord_locale": locale,
        "dm_channel": member.reach.dm_channel,
        "dm_closed_at": member.reach.closed_at,
        "dm_acted_at": member.reach.acted_at,
        "dm_messaged_at": member.reach.messaged_at,
        "phone_confirmed_at": member.reach.phone_confirmed_at,
        "profile_asked_at": profile_asked_at,
        "inbox_thread": inbox_thread,
        "assumed_from_the_list": listed.as_ref().map(listed_json),
        "mailbox": mailbox.as_ref().map(mailbox_json),
        "deputy": deputy.as_ref().map(deputy_json),
        "deputy_of": deputy_of.iter().map(deputy_json).collect::<Vec<_>>(),
        "saved": member.profile.as_ref().map(|profile| profile_json(profile, place.as_deref())),
        "draft": draft.as_ref().map(draft_json),
        "deletion_asked_at": deleted_at,
    }))
}

fn listed_json(listed: &Listed) -> Value {
    json!({
        "zone": listed.home.as_ref().map(|home| home.zone.as_str()),
        "place": listed.home.as_ref().and_then(|home| home.place.as_deref()),
        "language": listed.language.map(Language::code),
    })
}

fn mailbox_json(mailbox: &Mailbox) -> Value {
    let confirmed = mailbox.confirmed.as_ref();
    json!({
        "address": mailbox.address(),
        "confirmed_at": confirmed.map(|(_, at)| at),
        "asked_address": mailbox.request.as_ref().map(|request| &request.address),
    })
}

fn deputy_json(deputy: &Deputy) -> Value {
    json!({
        "member": deputy.member,
        "deputy": deputy.deputy,
        "asked_at": deputy.asked_at,
        "accepted_at": deputy.accepted_at,
    })
}

fn profile_json(profile: &Profile, place: Option<&str>) -> Value {
    json!({
        "zone": profile.zone.as_str(),
        "place": place,
        "quiet_start": clock(profile.quiet.usual().start),
        "quiet_end": clock(profile.quiet.usual().end),
        "quiet_days": quiet_days(&profile.quiet),
        "emergency": profile.emergency,
        "awake_until": profile.awake_until,
        "away_until": profile.away.map(|away| away.until),
        "away_until_local_time": profile.away.and_then(|away| away.wall()),
        "saved_at": profile.saved_at,
    })
}

fn draft_json(draft: &ProfileDraft) -> Value {
    json!({
        "zone": draft.zone.map(|zone| zone.zone().as_str()),
        "place": draft.place,
        "quiet_start": draft.quiet.map(|quiet| clock(quiet.usual().start)),
        "quiet_end": draft.quiet.map(|quiet| clock(quiet.usual().end)),
        "quiet_days": draft.quiet.as_ref().map(quiet_days),
        "emergency": draft.emergency,
        "language": draft.language.map(Language::code),
    })
}

fn clock(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// The days whose quiet hours differ from the usual quiet hours, keyed by English name.
fn quiet_days(week: &QuietWeek) -> Value {
    let of_day = |hours: QuietHours| json!({"quiet_start": clock(hours.start), "quiet_end": clock(hours.end)});
    let days = week.exceptions().map(|(day, hours)| (format!("{day:?}").to_lowercase(), of_day(hours)));
    Value::Object(days.collect::<Map<String, Value>>())
}

/// What a deletion would end, for the question before it.
pub async fn deletion_effects(
    conn: &mut Conn,
    followers: &Followers,
    id: MemberId,
) -> Result<Vec<DeletionEffect>, DbError> {
    let mut effects = Vec::new();
    for handler in followers.privacy_handlers() {
        effects.extend(handler.deletion_effects(conn, id).await?);
    }
    Ok(effects)
}

/// Deletes the profile and, in every module, the data that is only about this member. Returns what was kept.
///
/// Keeps the name and the roles of a member who is in the server. Discord shows them to every bot in the server, and
/// without them Magpie could not report that this person has no profile. Keeps nothing about a person who is not in the
/// server.
///
/// The ledger of deletions keeps the person's id, so that the data does not return with a restored backup.
pub async fn delete(db: &Db, followers: &Followers, id: MemberId, now: Timestamp) -> Result<Vec<Kept>, DbError> {
    let kept = delete_rows(db, followers, id, now, now).await?;
    ledger::write_ledger(db, now).await;
    db.empty_wal().await;
    Ok(kept)
}

/// Repeats the deletions in `ledger` that the database does not know, because a backup that is older than the deletion
/// was restored. Returns the number of repeated deletions.
///
/// # Errors
/// When the database cannot be read or written.
pub async fn delete_again(
    db: &Db,
    followers: &Followers,
    ledger: &BTreeMap<u64, i64>,
    now: Timestamp,
) -> Result<usize, DbError> {
    let missing_deletions = ledger::missing_deletions(db, ledger, now).await?;
    for (id, at) in &missing_deletions {
        // Pass the instant of the original deletion, not `now`: the retention period starts at the original deletion.
        match delete_rows(db, followers, *id, *at, now).await {
            Err(error) if error.affects_one_row() => erase_readable_tables(db, followers, *id, &error).await?,
            done => drop(done?),
        }
    }
    Ok(missing_deletions.len())
}

/// Called when a table cannot be read. Deletes the person's data from the other tables, from each in its own
/// transaction. The deletion is not recorded, so the next start repeats it.
async fn erase_readable_tables(db: &Db, followers: &Followers, id: MemberId, error: &DbError) -> Result<(), DbError> {
    tracing::error!(
        member.id = id.0,
        %error,
        "cannot repeat a deletion completely: deleting only from tables that can be read; the next start tries again"
    );
    let mut failed = Vec::new();
    for handler in followers.privacy_handlers() {
        failed.extend(handler.erase(db, id).await);
    }
    failed.extend(db.write(async |tx| store::delete_profile(tx, id).await).await.err());
    failed.extend(db.write(async |tx| store::delete_draft(tx, id).await).await.err());
    failed.extend(db.write(async |tx| store::delete_inbox_thread_of(tx, id).await).await.err());
    failed.extend(db.write(async |tx| store::delete_listed(tx, id).await).await.err());
    failed.extend(db.write(async |tx| store::delete_mailbox(tx, id).await).await.err());
    failed.extend(db.write(async |tx| store::delete_deputies_of(tx, id).await).await.err());
    failed.extend(db.write(async |tx| store::clear_details(tx, id).await).await.err());
    failed.extend(delete_if_absent(db, id).await.err());
    match failed.into_iter().find(|error| !error.affects_one_row()) {
        Some(error) => Err(error),
        None => Ok(()),
    }
}

/// Deletes the row of a member who is not in the server.
async fn delete_if_absent(db: &Db, id: MemberId) -> Result<(), DbError> {
    db.write(async |tx| match store::get(tx, id).await? {
        Some(member) if !member.in_guild => store::delete_member(tx, id).await,
        _ => Ok(()),
    })
    .await
}

async fn delete_rows(
    db: &Db,
    followers: &Followers,
    id: MemberId,
    asked_at: Timestamp,
    now: Timestamp,
) -> Result<Vec<Kept>, DbError> {
    db.write(async |tx| {
        store::note_deletion(tx, id, asked_at).await?;
        let before = store::get(tx, id).await?;
        let mut kept = Vec::new();
        if before.as_ref().is_some_and(|before| before.in_guild) {
            kept.push(Kept { text_key: "profile-kept-name", count: 1 });
        }
        for handler in followers.privacy_handlers() {
            kept.extend(handler.delete(tx, id, now).await?);
        }
        let Some(before) = before else { return Ok(kept) };
        store::delete_profile(tx, id).await?;
        store::delete_draft(tx, id).await?;
        store::clear_details(tx, id).await?;
        store::delete_inbox_thread_of(tx, id).await?;
        store::delete_listed(tx, id).await?;
        store::delete_mailbox(tx, id).await?;
        deputies::end_deputies_of(tx, followers, id, now).await?;
        let after = store::get_known(tx, id).await?;
        followers.profile_changed(tx, &before, &after, now).await?;
        if !after.in_guild {
            store::delete_member(tx, id).await?;
        }
        Ok(kept)
    })
    .await
}
