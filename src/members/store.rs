//! The SQL of members and profiles.

mod deletions;
mod deputies;
mod drafts;
mod inbox;
mod listed;
mod mailboxes;
mod reach;
mod rows;

use super::group::{Group, Roles};
use super::ids::MemberId;
use super::model::{Member, Profile};
use crate::db::{Conn, DbError, SetAside, Tx, readable};
use crate::time::Timestamp;
use crate::words::Language;

pub use deletions::{deleted_at, deletions, forget_deletions_until, note_deletion, oldest_deletion};
pub use deputies::{
    accept_deputy, delete_deputies_of, delete_deputy, deputies_of, deputy, deputy_by_id, deputy_of, insert_deputy,
    whose_deputy,
};
pub use drafts::{delete_draft, delete_drafts_until, draft, oldest_draft, set_draft};
pub use inbox::{
    any_inbox_thread, delete_inbox_thread_of, delete_inbox_threads, delete_inbox_threads_left_until, inbox_openings,
    inbox_thread, is_inbox, set_inbox_thread,
};
pub use listed::{all_listed, delete_all_listed, delete_listed, listed, set_listed};
pub use mailboxes::{delete_mailbox, mailbox, set_mailbox};
pub use reach::{
    profile_asked_at, set_dm_acted, set_dm_closed, set_dm_messaged, set_dm_open, set_phone_confirmed, set_profile_asked,
};

use rows::{MemberRow, days_text, instant, language, one_row, time_text};

/// Selects [`MemberRow`]s. `$rest` is the SQL after the joined tables.
macro_rules! select_members {
    ($rest:tt $(, $arg:expr)*) => {
        sqlx::query_as!(
            MemberRow,
            r#"SELECT m.id, m.handle, m.name, m.mag, m.helpdesk, m.secretariat, m.in_guild, m.locale, m.language,
                      m.dm_channel, m.dm_closed_at, m.dm_acted_at, m.dm_messaged_at, m.phone_confirmed_at,
                      p.zone AS "zone?", p.quiet_start AS "quiet_start?", p.quiet_end AS "quiet_end?", p.quiet_days,
                      p.emergency AS "emergency?", p.awake_until, p.away_until, p.away_wall,
                      p.saved_at AS "saved_at?", l.zone AS listed_zone, l.place AS listed_place,
                      l.language AS listed_language
                 FROM members m
                 LEFT JOIN profiles p ON p.member_id = m.id
                 LEFT JOIN listed_members l ON l.member_id = m.id "#
                + $rest
            $(, $arg)*
        )
    };
}

/// The member with this id; `None` for an unknown person. The member may have left the server.
pub async fn get(conn: &mut Conn, id: MemberId) -> Result<Option<Member>, DbError> {
    let id = id.to_sql();
    let row = select_members!("WHERE m.id = ?", id).fetch_optional(conn).await?;
    Ok(row.map(Member::from))
}

/// The member with this id; an error if the member has no row.
pub async fn get_known(conn: &mut Conn, id: MemberId) -> Result<Member, DbError> {
    get(conn, id).await?.ok_or_else(|| DbError::Corrupt(format!("member {id} has no row")))
}

/// The members in `ids` who have a row, ordered by id. Pass at most a few hundred ids.
pub async fn get_many(conn: &mut Conn, ids: &[MemberId]) -> Result<Vec<Member>, DbError> {
    let ids: Vec<i64> = ids.iter().map(|id| id.to_sql()).collect();
    let ids = serde_json::to_string(&ids).expect("numbers are JSON");
    let rows = select_members!("WHERE m.id IN (SELECT value FROM json_each(?)) ORDER BY m.id", ids).fetch_all(conn);
    Ok(rows.await?.into_iter().map(Member::from).collect())
}

/// Everybody in the server who belongs to a group, ordered by name.
pub async fn present(conn: &mut Conn) -> Result<Vec<Member>, DbError> {
    let rows = select_members!(
        "WHERE m.in_guild = 1 AND (m.mag = 1 OR m.helpdesk = 1 OR m.secretariat = 1)
         ORDER BY m.name COLLATE NOCASE, m.id"
    );
    Ok(rows.fetch_all(conn).await?.into_iter().map(Member::from).collect())
}

/// The table name in reports of rows that are set aside.
const TABLE: &str = "profiles";

/// The members whose profile or details cannot be read, each with the reason. Checks at most `limit` rows.
pub async fn unreadable(conn: &mut Conn, limit: u32) -> Result<Vec<SetAside>, DbError> {
    let rows = select_members!("ORDER BY m.id LIMIT ?", limit).fetch_all(conn).await?;
    let faults = rows.iter().filter_map(|row| Some(SetAside::new(TABLE, row.id, &row.fault()?)));
    Ok(faults.collect())
}

/// The ids of everybody in the server, with or without a group.
pub async fn present_ids(conn: &mut Conn) -> Result<Vec<MemberId>, DbError> {
    let ids = sqlx::query_scalar!("SELECT id FROM members WHERE in_guild = 1 ORDER BY id").fetch_all(conn).await?;
    Ok(ids.into_iter().map(MemberId::from_sql).collect())
}

/// A person as the server last reported them.
pub struct ReportedPerson {
    pub handle: String,
    pub name: String,
    pub roles: Roles,
    pub in_guild: bool,
}

/// A person as the server last reported them. Does not read the profile: an unreadable profile must not stop the sync
/// of the server.
pub async fn reported_person(conn: &mut Conn, id: MemberId) -> Result<Option<ReportedPerson>, DbError> {
    let id = id.to_sql();
    let row = sqlx::query!("SELECT handle, name, mag, helpdesk, secretariat, in_guild FROM members WHERE id = ?", id)
        .fetch_optional(conn)
        .await?;
    Ok(row.map(|row| {
        let flags = [(Group::Mag, row.mag), (Group::Helpdesk, row.helpdesk), (Group::Secretariat, row.secretariat)];
        let roles = flags.into_iter().filter(|(_, set)| *set == 1).map(|(group, _)| group).collect();
        ReportedPerson { handle: row.handle, name: row.name, roles, in_guild: row.in_guild == 1 }
    }))
}

/// Inserts or updates the row of a person who is in the server.
pub async fn upsert_present(tx: &mut Tx, id: MemberId, handle: &str, name: &str, roles: Roles) -> Result<(), DbError> {
    let id = id.to_sql();
    let (mag, helpdesk, secretariat) =
        (roles.has(Group::Mag), roles.has(Group::Helpdesk), roles.has(Group::Secretariat));
    sqlx::query!(
        "INSERT INTO members (id, handle, name, mag, helpdesk, secretariat, in_guild) VALUES (?, ?, ?, ?, ?, ?, 1)
         ON CONFLICT (id) DO UPDATE SET handle = excluded.handle, name = excluded.name, mag = excluded.mag,
             helpdesk = excluded.helpdesk, secretariat = excluded.secretariat, in_guild = 1, left_at = NULL",
        id,
        handle,
        name,
        mag,
        helpdesk,
        secretariat
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// When the person left the server; `None` while they are in it, or when they have no row.
pub async fn left_at(conn: &mut Conn, id: MemberId) -> Result<Option<Timestamp>, DbError> {
    let id = id.to_sql();
    let at = sqlx::query_scalar!("SELECT left_at FROM members WHERE id = ? AND in_guild = 0", id);
    let at = at.fetch_optional(conn).await?.flatten();
    at.map(rows::instant).transpose()
}

/// Stores a person whom the server has not reported, so that a profile or a draft can refer to the row. Does nothing
/// when the person has a row.
pub async fn insert_if_missing(
    tx: &mut Tx,
    id: MemberId,
    handle: &str,
    name: &str,
    now: Timestamp,
) -> Result<(), DbError> {
    let (id, now) = (id.to_sql(), now.as_millisecond());
    sqlx::query!(
        "INSERT INTO members (id, handle, name, in_guild, left_at) VALUES (?, ?, ?, 0, ?) ON CONFLICT (id) DO NOTHING",
        id,
        handle,
        name,
        now
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Marks a member as not in the server. Returns whether the member was in the server before.
pub async fn set_left(tx: &mut Tx, id: MemberId, now: Timestamp) -> Result<bool, DbError> {
    let (id, now) = (id.to_sql(), now.as_millisecond());
    let done = sqlx::query!(
        "UPDATE members SET in_guild = 0, left_at = ?, mag = 0, helpdesk = 0, secretariat = 0
          WHERE id = ? AND in_guild = 1",
        now,
        id
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Sets the locale of the client; returns whether it changed.
pub async fn set_locale(tx: &mut Tx, id: MemberId, locale: &str) -> Result<bool, DbError> {
    let id = id.to_sql();
    let done = sqlx::query!("UPDATE members SET locale = ?1 WHERE id = ?2 AND locale IS NOT ?1", locale, id)
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// The locale of the client at the last interaction.
pub async fn locale(conn: &mut Conn, id: MemberId) -> Result<Option<String>, DbError> {
    let id = id.to_sql();
    let locale = sqlx::query_scalar!("SELECT locale FROM members WHERE id = ?", id).fetch_optional(conn).await?;
    Ok(locale.flatten())
}

/// The languages that members chose. Members who follow the language of their client are not included.
pub async fn chosen_languages(conn: &mut Conn) -> Result<Vec<(MemberId, Language)>, DbError> {
    let query = sqlx::query!(r#"SELECT id, language AS "language!" FROM members WHERE language IS NOT NULL"#);
    let rows = query.fetch_all(conn).await?;
    Ok(readable(rows.into_iter().map(|row| Ok((MemberId::from_sql(row.id), language(&row.language)?)))))
}

/// The language that this member chose; `None` when they follow the language of their client.
pub async fn chosen_language(conn: &mut Conn, id: MemberId) -> Result<Option<Language>, DbError> {
    let id = id.to_sql();
    let code =
        sqlx::query_scalar!("SELECT language FROM members WHERE id = ?", id).fetch_optional(conn).await?.flatten();
    code.as_deref().map(language).transpose()
}

pub async fn set_language(tx: &mut Tx, id: MemberId, language: Language) -> Result<(), DbError> {
    let (id, language) = (id.to_sql(), language.code());
    let done = sqlx::query!("UPDATE members SET language = ? WHERE id = ?", language, id).execute(&mut **tx).await?;
    one_row(done.rows_affected(), "members.language")
}

pub async fn set_profile(tx: &mut Tx, id: MemberId, profile: &Profile) -> Result<(), DbError> {
    let (id, zone, emergency) = (id.to_sql(), profile.zone.as_str(), <&str>::from(profile.emergency));
    let (start, end) = (time_text(profile.quiet.usual().start), time_text(profile.quiet.usual().end));
    let days = days_text(&profile.quiet);
    let awake_until = profile.awake_until.map(Timestamp::as_millisecond);
    let away_until = profile.away.map(|away| away.until.as_millisecond());
    let away_wall = profile.away.and_then(|away| away.wall()).map(|wall| wall.to_string());
    let saved_at = profile.saved_at.as_millisecond();
    sqlx::query!(
        "INSERT INTO profiles (member_id, zone, quiet_start, quiet_end, quiet_days, emergency, awake_until, away_until,
             away_wall, saved_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (member_id) DO UPDATE SET zone = excluded.zone, quiet_start = excluded.quiet_start,
             quiet_end = excluded.quiet_end, quiet_days = excluded.quiet_days, emergency = excluded.emergency,
             awake_until = excluded.awake_until, away_until = excluded.away_until, away_wall = excluded.away_wall,
             saved_at = excluded.saved_at",
        id,
        zone,
        start,
        end,
        days,
        emergency,
        awake_until,
        away_until,
        away_wall,
        saved_at
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The name of the place that the member chose; `None` when the zone's id already contains the name.
pub async fn place(conn: &mut Conn, id: MemberId) -> Result<Option<String>, DbError> {
    let id = id.to_sql();
    let place = sqlx::query_scalar!("SELECT place FROM profiles WHERE member_id = ?", id).fetch_optional(conn).await?;
    Ok(place.flatten())
}

/// The names of the places that members in the server chose.
pub async fn places(conn: &mut Conn) -> Result<Vec<(MemberId, String)>, DbError> {
    let query = sqlx::query!(
        r#"SELECT p.member_id AS "member_id!", p.place AS "place!" FROM profiles p JOIN members m ON m.id = p.member_id
            WHERE m.in_guild = 1 AND p.place IS NOT NULL"#
    );
    let rows = query.fetch_all(conn).await?;
    Ok(rows.into_iter().map(|row| (MemberId::from_sql(row.member_id), row.place)).collect())
}

pub async fn set_place(tx: &mut Tx, id: MemberId, place: Option<&str>) -> Result<(), DbError> {
    let id = id.to_sql();
    let done = sqlx::query!("UPDATE profiles SET place = ? WHERE member_id = ?", place, id).execute(&mut **tx).await?;
    one_row(done.rows_affected(), "profiles.place")
}

/// Deletes the profile. Returns whether a profile existed.
pub async fn delete_profile(tx: &mut Tx, id: MemberId) -> Result<bool, DbError> {
    let id = id.to_sql();
    let done = sqlx::query!("DELETE FROM profiles WHERE member_id = ?", id).execute(&mut **tx).await?;
    Ok(done.rows_affected() == 1)
}

/// Deletes the member row. The profile and the draft are deleted with it (`ON DELETE CASCADE`).
pub async fn delete_member(tx: &mut Tx, id: MemberId) -> Result<(), DbError> {
    let id = id.to_sql();
    sqlx::query!("DELETE FROM members WHERE id = ?", id).execute(&mut **tx).await?;
    Ok(())
}

/// Deletes the members who left at or before `left_by`.
pub async fn delete_members_left_until(tx: &mut Tx, left_by: Timestamp) -> Result<u64, DbError> {
    let left_by = left_by.as_millisecond();
    let done =
        sqlx::query!("DELETE FROM members WHERE in_guild = 0 AND left_at <= ?", left_by).execute(&mut **tx).await?;
    Ok(done.rows_affected())
}

/// The earliest instant at which a member left, among the members who left and still have a row.
pub async fn earliest_left_at(conn: &mut Conn) -> Result<Option<Timestamp>, DbError> {
    let at = sqlx::query_scalar!(r#"SELECT MIN(left_at) AS "at: i64" FROM members WHERE in_guild = 0"#)
        .fetch_one(conn)
        .await?;
    at.map(instant).transpose()
}

/// Clears the columns of a member that are not in the profile: language, locale, DM channel, phone test, and profile
/// reminder.
pub async fn clear_details(tx: &mut Tx, id: MemberId) -> Result<(), DbError> {
    let id = id.to_sql();
    sqlx::query!(
        "UPDATE members SET locale = NULL, language = NULL, dm_channel = NULL, dm_closed_at = NULL, dm_acted_at = NULL,
             dm_messaged_at = NULL, phone_confirmed_at = NULL, profile_asked_at = NULL
          WHERE id = ?",
        id
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The earliest end of an "I am awake until…" or "I am away until…".
pub async fn earliest_until(conn: &mut Conn) -> Result<Option<Timestamp>, DbError> {
    let at = sqlx::query_scalar!(
        r#"SELECT MIN(until) AS "until: i64"
             FROM (SELECT awake_until AS until FROM profiles UNION ALL SELECT away_until FROM profiles)"#
    )
    .fetch_one(conn)
    .await?;
    at.map(instant).transpose()
}

/// Clears each "I am awake until…" and "I am away until…" that ended at or before `ended_by`.
pub async fn clear_ended_untils(tx: &mut Tx, ended_by: Timestamp) -> Result<u64, DbError> {
    let ended_by = ended_by.as_millisecond();
    let done = sqlx::query!(
        "UPDATE profiles SET awake_until = CASE WHEN awake_until > ?1 THEN awake_until END,
                             away_until = CASE WHEN away_until > ?1 THEN away_until END,
                             away_wall = CASE WHEN away_until > ?1 THEN away_wall END
          WHERE awake_until <= ?1 OR away_until <= ?1",
        ended_by
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected())
}

/// The earliest instant at which a member left, among the members who left and whose profile or details are still
/// stored.
pub async fn earliest_left_with_details(conn: &mut Conn) -> Result<Option<Timestamp>, DbError> {
    let at = sqlx::query_scalar!(
        "SELECT left_at AS \"left_at!\" FROM members
          WHERE in_guild = 0 AND left_at IS NOT NULL
            AND (locale IS NOT NULL OR language IS NOT NULL OR dm_channel IS NOT NULL
                 OR profile_asked_at IS NOT NULL OR id IN (SELECT member_id FROM profiles)
                 OR id IN (SELECT member_id FROM inbox_threads))
          ORDER BY left_at LIMIT 1"
    )
    .fetch_optional(conn)
    .await?;
    at.map(instant).transpose()
}

/// Clears the details of the members who left at or before `left_by`. Their name is kept, because records of other
/// modules may refer to it.
pub async fn clear_details_left_until(tx: &mut Tx, left_by: Timestamp) -> Result<u64, DbError> {
    let left_by = left_by.as_millisecond();
    let done = sqlx::query!(
        "UPDATE members SET locale = NULL, language = NULL, dm_channel = NULL, dm_closed_at = NULL, dm_acted_at = NULL,
             dm_messaged_at = NULL, phone_confirmed_at = NULL, profile_asked_at = NULL
          WHERE in_guild = 0 AND left_at <= ?
            AND (locale IS NOT NULL OR language IS NOT NULL OR dm_channel IS NOT NULL
                 OR profile_asked_at IS NOT NULL)",
        left_by
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected())
}

pub async fn delete_profiles_left_until(tx: &mut Tx, left_by: Timestamp) -> Result<u64, DbError> {
    let left_by = left_by.as_millisecond();
    let done = sqlx::query!(
        "DELETE FROM profiles WHERE member_id IN (SELECT id FROM members WHERE in_guild = 0 AND left_at <= ?)",
        left_by
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected())
}
