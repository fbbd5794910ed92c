//! The SQL of members, profiles and drafts, and nobody else's.

use super::ids::{ChannelId, MemberId};
use super::model::{DraftZone, EmergencyWake, Group, Member, Profile, ProfileDraft, Reach, Roles};
use crate::db::{Conn, DbError, Tx};
use crate::time::{QuietHours, Time, Timestamp, Week, Weekday, ZoneId};
use crate::words::Language;

/// One member, present or not.
pub async fn get(conn: &mut Conn, id: MemberId) -> Result<Option<Member>, DbError> {
    let id = id.to_sql();
    let row = sqlx::query_as!(
        MemberRow,
        "SELECT m.id, m.handle, m.name, m.mag, m.helpdesk, m.secretariat, m.in_guild, m.locale, m.language, m.dm_channel,
                m.dm_closed_at, m.dm_acted_at, m.dm_messaged_at, p.zone AS \"zone?\", p.quiet_start AS \"quiet_start?\", p.quiet_end AS \"quiet_end?\",
                p.quiet_days, p.emergency AS \"emergency?\", p.awake_until, p.away_until, p.saved_at AS \"saved_at?\"
           FROM members m LEFT JOIN profiles p ON p.member_id = m.id
          WHERE m.id = ?",
        id
    )
    .fetch_optional(conn)
    .await?;
    row.map(Member::try_from).transpose()
}

/// Those of `ids` that are known, by id. At most some hundred ids.
pub async fn get_many(conn: &mut Conn, ids: &[MemberId]) -> Result<Vec<Member>, DbError> {
    let ids: Vec<i64> = ids.iter().map(|id| id.to_sql()).collect();
    let ids = serde_json::to_string(&ids).expect("numbers are JSON");
    let rows = sqlx::query_as!(
        MemberRow,
        "SELECT m.id, m.handle, m.name, m.mag, m.helpdesk, m.secretariat, m.in_guild, m.locale, m.language, m.dm_channel,
                m.dm_closed_at, m.dm_acted_at, m.dm_messaged_at, p.zone AS \"zone?\", p.quiet_start AS \"quiet_start?\", p.quiet_end AS \"quiet_end?\",
                p.quiet_days, p.emergency AS \"emergency?\", p.awake_until, p.away_until, p.saved_at AS \"saved_at?\"
           FROM members m LEFT JOIN profiles p ON p.member_id = m.id
          WHERE m.id IN (SELECT value FROM json_each(?))
          ORDER BY m.id",
        ids
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(Member::try_from).collect()
}

/// Everybody in the server who is in a group of `/setup`, by name.
pub async fn present(conn: &mut Conn) -> Result<Vec<Member>, DbError> {
    let rows = sqlx::query_as!(
        MemberRow,
        "SELECT m.id, m.handle, m.name, m.mag, m.helpdesk, m.secretariat, m.in_guild, m.locale, m.language, m.dm_channel,
                m.dm_closed_at, m.dm_acted_at, m.dm_messaged_at, p.zone AS \"zone?\", p.quiet_start AS \"quiet_start?\", p.quiet_end AS \"quiet_end?\",
                p.quiet_days, p.emergency AS \"emergency?\", p.awake_until, p.away_until, p.saved_at AS \"saved_at?\"
           FROM members m LEFT JOIN profiles p ON p.member_id = m.id
          WHERE m.in_guild = 1 AND (m.mag = 1 OR m.helpdesk = 1 OR m.secretariat = 1)
          ORDER BY m.name COLLATE NOCASE, m.id"
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(Member::try_from).collect()
}

/// Everybody in the server who is in `group`, by name.
pub async fn present_with(conn: &mut Conn, group: Group) -> Result<Vec<Member>, DbError> {
    Ok(present(conn).await?.into_iter().filter(|member| member.roles.has(group)).collect())
}

/// The ids of all who are in the server as far as we know: what a sync compares with.
pub async fn present_ids(conn: &mut Conn) -> Result<Vec<MemberId>, DbError> {
    let ids = sqlx::query_scalar!("SELECT id FROM members WHERE in_guild = 1 ORDER BY id").fetch_all(conn).await?;
    Ok(ids.into_iter().map(MemberId::from_sql).collect())
}

/// Writes down a person who is in the server: new, changed or back again.
pub async fn upsert_present(tx: &mut Tx, id: MemberId, handle: &str, name: &str, roles: Roles) -> Result<(), DbError> {
    let id = id.to_sql();
    let (mag, helpdesk, secretariat) = (roles.has(Group::Mag), roles.has(Group::Helpdesk), roles.has(Group::Secretariat));
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

/// Writes down a person whom the server has not shown us, so that a profile can hang on them.
pub async fn insert_stranger(tx: &mut Tx, id: MemberId, handle: &str, name: &str, now: Timestamp) -> Result<(), DbError> {
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

/// Marks as gone. True when they were in the server until now.
pub async fn set_left(tx: &mut Tx, id: MemberId, now: Timestamp) -> Result<bool, DbError> {
    let (id, now) = (id.to_sql(), now.as_millisecond());
    let done = sqlx::query!(
        "UPDATE members SET in_guild = 0, left_at = ?, mag = 0, helpdesk = 0, secretariat = 0 WHERE id = ? AND in_guild = 1",
        now,
        id
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The locale of their Discord. Writes only what is new.
pub async fn set_locale(tx: &mut Tx, id: MemberId, locale: &str) -> Result<bool, DbError> {
    let id = id.to_sql();
    let done =
        sqlx::query!("UPDATE members SET locale = ?1 WHERE id = ?2 AND locale IS NOT ?1", locale, id).execute(&mut **tx).await?;
    Ok(done.rows_affected() == 1)
}

/// The locale that we last saw, for whoever wants to know if it changed.
pub async fn locale(conn: &mut Conn, id: MemberId) -> Result<Option<String>, DbError> {
    let id = id.to_sql();
    let locale = sqlx::query_scalar!("SELECT locale FROM members WHERE id = ?", id).fetch_optional(conn).await?;
    Ok(locale.flatten())
}

/// The languages that members chose themselves.
pub async fn chosen_languages(conn: &mut Conn) -> Result<Vec<(MemberId, Language)>, DbError> {
    let query = sqlx::query!(r#"SELECT id, language AS "language!" FROM members WHERE language IS NOT NULL"#);
    let rows = query.fetch_all(conn).await?;
    rows.into_iter().map(|row| Ok((MemberId::from_sql(row.id), language(&row.language)?))).collect()
}

/// The language that this member chose; `None` when they go by their client's.
pub async fn chosen_language(conn: &mut Conn, id: MemberId) -> Result<Option<Language>, DbError> {
    let id = id.to_sql();
    let code = sqlx::query_scalar!("SELECT language FROM members WHERE id = ?", id).fetch_optional(conn).await?.flatten();
    code.as_deref().map(language).transpose()
}

pub async fn set_language(tx: &mut Tx, id: MemberId, language: Language) -> Result<(), DbError> {
    let (id, language) = (id.to_sql(), language.code());
    let done = sqlx::query!("UPDATE members SET language = ? WHERE id = ?", language, id).execute(&mut **tx).await?;
    one_row(done.rows_affected(), "members.language")
}

pub async fn set_profile(tx: &mut Tx, id: MemberId, profile: &Profile) -> Result<(), DbError> {
    let (id, zone, emergency) = (id.to_sql(), profile.zone.as_str(), emergency_code(profile.emergency));
    let (start, end) = (time_text(profile.quiet.usual().start), time_text(profile.quiet.usual().end));
    let days = days_text(&profile.quiet);
    let awake_until = profile.awake_until.map(Timestamp::as_millisecond);
    let away_until = profile.away_until.map(Timestamp::as_millisecond);
    let saved_at = profile.saved_at.as_millisecond();
    sqlx::query!(
        "INSERT INTO profiles (member_id, zone, quiet_start, quiet_end, quiet_days, emergency, awake_until, away_until, saved_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (member_id) DO UPDATE SET zone = excluded.zone, quiet_start = excluded.quiet_start,
             quiet_end = excluded.quiet_end, quiet_days = excluded.quiet_days, emergency = excluded.emergency, awake_until = excluded.awake_until,
             away_until = excluded.away_until, saved_at = excluded.saved_at",
        id,
        zone,
        start,
        end,
        days,
        emergency,
        awake_until,
        away_until,
        saved_at
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The name of the place that they chose; `None` when the zone's id says it.
pub async fn place(conn: &mut Conn, id: MemberId) -> Result<Option<String>, DbError> {
    let id = id.to_sql();
    let place = sqlx::query_scalar!("SELECT place FROM profiles WHERE member_id = ?", id).fetch_optional(conn).await?;
    Ok(place.flatten())
}

pub async fn set_place(tx: &mut Tx, id: MemberId, place: Option<&str>) -> Result<(), DbError> {
    let id = id.to_sql();
    let done = sqlx::query!("UPDATE profiles SET place = ? WHERE member_id = ?", place, id).execute(&mut **tx).await?;
    one_row(done.rows_affected(), "profiles.place")
}

/// Their own act opened this DM, so it is open.
pub async fn set_dm_open(tx: &mut Tx, id: MemberId, channel: ChannelId) -> Result<(), DbError> {
    let (id, channel) = (id.to_sql(), channel.to_sql());
    let done =
        sqlx::query!("UPDATE members SET dm_channel = ?, dm_closed_at = NULL, dm_acted_at = NULL WHERE id = ?", channel, id)
            .execute(&mut **tx)
            .await?;
    one_row(done.rows_affected(), "members.dm_channel")
}

/// Discord refused a DM (50007). False when that was known already.
pub async fn set_dm_closed(tx: &mut Tx, id: MemberId, now: Timestamp) -> Result<bool, DbError> {
    let (id, now) = (id.to_sql(), now.as_millisecond());
    let done = sqlx::query!(
        "UPDATE members SET dm_closed_at = ?1, dm_acted_at = NULL WHERE id = ?2 AND (dm_closed_at IS NULL OR dm_acted_at IS NOT NULL)",
        now,
        id
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// They did something while their DM is held for closed. Writes only what is new.
pub async fn set_dm_acted(tx: &mut Tx, id: MemberId, now: Timestamp) -> Result<bool, DbError> {
    let (id, now) = (id.to_sql(), now.as_millisecond());
    let done = sqlx::query!(
        "UPDATE members SET dm_acted_at = ? WHERE id = ? AND dm_closed_at IS NOT NULL AND dm_acted_at IS NULL",
        now,
        id
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A message of ours arrived in `channel`: when it is their DM, it is open. Writes only what is new.
pub async fn set_dm_messaged(tx: &mut Tx, id: MemberId, channel: ChannelId, now: Timestamp) -> Result<(), DbError> {
    let (id, channel, now) = (id.to_sql(), channel.to_sql(), now.as_millisecond());
    sqlx::query!(
        "UPDATE members SET dm_messaged_at = COALESCE(dm_messaged_at, ?), dm_closed_at = NULL, dm_acted_at = NULL
          WHERE id = ? AND dm_channel = ? AND (dm_messaged_at IS NULL OR dm_closed_at IS NOT NULL)",
        now,
        id,
        channel
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub async fn draft(conn: &mut Conn, id: MemberId) -> Result<Option<ProfileDraft>, DbError> {
    let id = id.to_sql();
    let row = sqlx::query!(
        "SELECT zone, place, zone_step, quiet_start, quiet_end, quiet_days, emergency, language, revision FROM profile_drafts WHERE member_id = ?",
        id
    )
    .fetch_optional(conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let quiet = match (row.quiet_start, row.quiet_end) {
        (Some(start), Some(end)) => Some(week(&start, &end, row.quiet_days.as_deref())?),
        _ => None,
    };
    Ok(Some(ProfileDraft {
        zone: match (row.zone.as_deref().map(zone).transpose()?, row.zone_step.as_deref()) {
            (Some(zone), Some("confirmed")) => Some(DraftZone::Confirmed(zone)),
            (zone, _) => zone.map(DraftZone::Proposed),
        },
        place: row.place,
        quiet,
        emergency: row.emergency.as_deref().map(emergency).transpose()?,
        language: row.language.as_deref().map(language).transpose()?,
        revision: row.revision,
    }))
}

pub async fn set_draft(tx: &mut Tx, id: MemberId, draft: &ProfileDraft, now: Timestamp) -> Result<(), DbError> {
    let (id, now) = (id.to_sql(), now.as_millisecond());
    let zone = draft.zone.map(|zone| zone.zone().as_str());
    let step = draft.zone.map(|zone| match zone {
        DraftZone::Proposed(_) => "proposed",
        DraftZone::Confirmed(_) => "confirmed",
    });
    let start = draft.quiet.map(|quiet| time_text(quiet.usual().start));
    let end = draft.quiet.map(|quiet| time_text(quiet.usual().end));
    let days = draft.quiet.as_ref().and_then(days_text);
    let emergency = draft.emergency.map(emergency_code);
    let language = draft.language.map(Language::code);
    sqlx::query!(
        "INSERT INTO profile_drafts
             (member_id, zone, place, zone_step, quiet_start, quiet_end, quiet_days, emergency, language, revision, changed_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (member_id) DO UPDATE SET zone = excluded.zone, place = excluded.place, zone_step = excluded.zone_step,
             quiet_start = excluded.quiet_start, quiet_end = excluded.quiet_end, quiet_days = excluded.quiet_days,
             emergency = excluded.emergency, language = excluded.language, revision = excluded.revision, changed_at = excluded.changed_at",
        id,
        zone,
        draft.place,
        step,
        start,
        end,
        days,
        emergency,
        language,
        draft.revision,
        now
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub async fn delete_draft(tx: &mut Tx, id: MemberId) -> Result<(), DbError> {
    let id = id.to_sql();
    sqlx::query!("DELETE FROM profile_drafts WHERE member_id = ?", id).execute(&mut **tx).await?;
    Ok(())
}

/// True when there was a profile.
pub async fn delete_profile(tx: &mut Tx, id: MemberId) -> Result<bool, DbError> {
    let id = id.to_sql();
    let done = sqlx::query!("DELETE FROM profiles WHERE member_id = ?", id).execute(&mut **tx).await?;
    Ok(done.rows_affected() == 1)
}

/// Forgets what they chose or showed us beside the profile: language, locale, DM channel.
pub async fn forget_details(tx: &mut Tx, id: MemberId) -> Result<(), DbError> {
    let id = id.to_sql();
    sqlx::query!("UPDATE members SET locale = NULL, language = NULL, dm_channel = NULL, dm_closed_at = NULL, dm_acted_at = NULL, dm_messaged_at = NULL WHERE id = ?", id)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

pub async fn delete_drafts_before(tx: &mut Tx, before: Timestamp) -> Result<u64, DbError> {
    let before = before.as_millisecond();
    let done = sqlx::query!("DELETE FROM profile_drafts WHERE changed_at < ?", before).execute(&mut **tx).await?;
    Ok(done.rows_affected())
}

pub async fn oldest_draft(conn: &mut Conn) -> Result<Option<Timestamp>, DbError> {
    let at =
        sqlx::query_scalar!("SELECT changed_at FROM profile_drafts ORDER BY changed_at LIMIT 1").fetch_optional(conn).await?;
    at.map(instant).transpose()
}

/// The first instant that somebody named in "I am awake until…" or "I am away until…".
pub async fn earliest_until(conn: &mut Conn) -> Result<Option<Timestamp>, DbError> {
    let at = sqlx::query_scalar!(
        r#"SELECT MIN(until) AS "until: i64"
             FROM (SELECT awake_until AS until FROM profiles UNION ALL SELECT away_until FROM profiles)"#
    )
    .fetch_one(conn)
    .await?;
    at.map(instant).transpose()
}

/// Forgets who was awake or away until before `before`.
pub async fn forget_untils_before(tx: &mut Tx, before: Timestamp) -> Result<u64, DbError> {
    let before = before.as_millisecond();
    let done = sqlx::query!(
        "UPDATE profiles SET awake_until = CASE WHEN awake_until >= ?1 THEN awake_until END,
                             away_until = CASE WHEN away_until >= ?1 THEN away_until END
          WHERE awake_until < ?1 OR away_until < ?1",
        before
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected())
}

/// When the first of those left whose details are still kept.
pub async fn oldest_leaver(conn: &mut Conn) -> Result<Option<Timestamp>, DbError> {
    let at = sqlx::query_scalar!(
        "SELECT left_at AS \"left_at!\" FROM members
          WHERE in_guild = 0 AND left_at IS NOT NULL
            AND (locale IS NOT NULL OR language IS NOT NULL OR dm_channel IS NOT NULL
                 OR id IN (SELECT member_id FROM profiles))
          ORDER BY left_at LIMIT 1"
    )
    .fetch_optional(conn)
    .await?;
    at.map(instant).transpose()
}

/// Forgets profile and details of those who left before `before`; the name stays where other rooms' records need one.
pub async fn forget_leavers_before(tx: &mut Tx, before: Timestamp) -> Result<u64, DbError> {
    let profiles = delete_profiles_left_before(tx, before).await?;
    let before = before.as_millisecond();
    let done = sqlx::query!(
        "UPDATE members SET locale = NULL, language = NULL, dm_channel = NULL, dm_closed_at = NULL, dm_acted_at = NULL
          WHERE in_guild = 0 AND left_at < ? AND (locale IS NOT NULL OR language IS NOT NULL OR dm_channel IS NOT NULL)",
        before
    )
    .execute(&mut **tx)
    .await?;
    Ok(profiles + done.rows_affected())
}

async fn delete_profiles_left_before(tx: &mut Tx, before: Timestamp) -> Result<u64, DbError> {
    let before = before.as_millisecond();
    let done = sqlx::query!(
        "DELETE FROM profiles WHERE member_id IN (SELECT id FROM members WHERE in_guild = 0 AND left_at < ?)",
        before
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected())
}

struct MemberRow {
    id: i64,
    handle: String,
    name: String,
    mag: i64,
    helpdesk: i64,
    secretariat: i64,
    in_guild: i64,
    locale: Option<String>,
    language: Option<String>,
    dm_channel: Option<i64>,
    dm_closed_at: Option<i64>,
    dm_acted_at: Option<i64>,
    dm_messaged_at: Option<i64>,
    zone: Option<String>,
    quiet_start: Option<String>,
    quiet_end: Option<String>,
    quiet_days: Option<String>,
    emergency: Option<String>,
    awake_until: Option<i64>,
    away_until: Option<i64>,
    saved_at: Option<i64>,
}

impl TryFrom<MemberRow> for Member {
    type Error = DbError;

    fn try_from(row: MemberRow) -> Result<Self, DbError> {
        let flags = [(Group::Mag, row.mag), (Group::Helpdesk, row.helpdesk), (Group::Secretariat, row.secretariat)];
        let chosen = row.language.as_deref().map(language).transpose()?;
        let profile = match (row.zone, row.quiet_start, row.quiet_end, row.emergency, row.saved_at) {
            (Some(name), Some(start), Some(end), Some(wake), Some(saved_at)) => Some(Profile {
                zone: zone(&name)?,
                quiet: week(&start, &end, row.quiet_days.as_deref())?,
                emergency: emergency(&wake)?,
                awake_until: row.awake_until.map(instant).transpose()?,
                away_until: row.away_until.map(instant).transpose()?,
                saved_at: instant(saved_at)?,
            }),
            _ => None,
        };
        Ok(Member {
            id: MemberId::from_sql(row.id),
            handle: row.handle,
            name: row.name,
            roles: flags.into_iter().filter(|(_, set)| *set == 1).map(|(group, _)| group).collect(),
            in_guild: row.in_guild == 1,
            language: chosen.unwrap_or_else(|| row.locale.as_deref().map_or(Language::English, Language::from_locale)),
            profile,
            reach: Reach {
                dm_channel: row.dm_channel.map(ChannelId::from_sql),
                closed_at: row.dm_closed_at.map(instant).transpose()?,
                acted_at: row.dm_acted_at.map(instant).transpose()?,
                messaged_at: row.dm_messaged_at.map(instant).transpose()?,
            },
        })
    }
}

fn one_row(affected: u64, what: &str) -> Result<(), DbError> {
    match affected {
        1 => Ok(()),
        n => Err(DbError::Corrupt(format!("{n} rows changed where one was expected: {what}"))),
    }
}

fn instant(ms: i64) -> Result<Timestamp, DbError> {
    Timestamp::from_millisecond(ms).map_err(|_| DbError::Corrupt(format!("instant {ms}")))
}

fn zone(text: &str) -> Result<ZoneId, DbError> {
    ZoneId::parse(text).map_err(|_| DbError::Corrupt(format!("zone {text}")))
}

fn quiet_hours(start: &str, end: &str) -> Result<QuietHours, DbError> {
    let time = |text: &str| text.parse::<Time>().map_err(|_| DbError::Corrupt(format!("time {text}")));
    Ok(QuietHours { start: time(start)?, end: time(end)? })
}

fn week(start: &str, end: &str, days: Option<&str>) -> Result<Week, DbError> {
    let week = Week::every_day(quiet_hours(start, end)?);
    let Some(days) = days else { return Ok(week) };
    let corrupt = || DbError::Corrupt(format!("quiet days {days}"));
    let days: Vec<(i8, String, String)> = serde_json::from_str(days).map_err(|_| corrupt())?;
    days.iter().try_fold(week, |week, (day, start, end)| {
        let day = Weekday::from_monday_zero_offset(*day).map_err(|_| corrupt())?;
        Ok(week.with(day, quiet_hours(start, end)?))
    })
}

/// The days that are not as usual; `None` where all are.
fn days_text(week: &Week) -> Option<String> {
    let days: Vec<_> = week
        .exceptions()
        .map(|(day, hours)| (day.to_monday_zero_offset(), time_text(hours.start), time_text(hours.end)))
        .collect();
    (!days.is_empty()).then(|| serde_json::to_string(&days).expect("numbers and texts are JSON"))
}

fn time_text(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

fn emergency_code(emergency: EmergencyWake) -> &'static str {
    match emergency {
        EmergencyWake::Allowed => "allowed",
        EmergencyWake::Refused => "refused",
    }
}

fn emergency(code: &str) -> Result<EmergencyWake, DbError> {
    match code {
        "allowed" => Ok(EmergencyWake::Allowed),
        "refused" => Ok(EmergencyWake::Refused),
        other => Err(DbError::Corrupt(format!("profiles.emergency {other}"))),
    }
}

fn language(code: &str) -> Result<Language, DbError> {
    Language::ALL.into_iter().find(|language| language.code() == code).ok_or_else(|| DbError::Corrupt(format!("language {code}")))
}
