//! Converts between columns and types of members and profiles.

use crate::db::{DbError, readable};
use crate::members::away::Away;
use crate::members::group::Group;
use crate::members::ids::{ChannelId, MemberId};
use crate::members::model::{AssumedHome, EmergencyWake, Listed, Member, Profile, Reach};
use crate::time::{DateTime, QuietHours, QuietWeek, Time, Timestamp, Weekday, ZoneId};
use crate::words::Language;

pub(super) struct MemberRow {
    pub id: i64,
    pub handle: String,
    pub name: String,
    pub mag: i64,
    pub helpdesk: i64,
    pub secretariat: i64,
    pub in_guild: i64,
    pub locale: Option<String>,
    pub language: Option<String>,
    pub dm_channel: Option<i64>,
    pub dm_closed_at: Option<i64>,
    pub dm_acted_at: Option<i64>,
    pub dm_messaged_at: Option<i64>,
    pub phone_confirmed_at: Option<i64>,
    pub zone: Option<String>,
    pub quiet_start: Option<String>,
    pub quiet_end: Option<String>,
    pub quiet_days: Option<String>,
    pub emergency: Option<String>,
    pub awake_until: Option<i64>,
    pub away_until: Option<i64>,
    pub away_wall: Option<String>,
    pub saved_at: Option<i64>,
    pub listed_zone: Option<String>,
    pub listed_place: Option<String>,
    pub listed_language: Option<String>,
}

/// A member whose profile cannot be read counts as a member without a profile: Magpie knows the name and still sends
/// messages, but never wakes the member. The assumed zone is not used for such a member, because the unreadable quiet
/// hours may differ from the assumed quiet hours. Other details that cannot be read count as not set.
impl From<MemberRow> for Member {
    fn from(row: MemberRow) -> Self {
        let flags = [(Group::Mag, row.mag), (Group::Helpdesk, row.helpdesk), (Group::Secretariat, row.secretariat)];
        let chosen = row.language.as_deref().and_then(|code| none_if_unreadable(language(code)));
        let profile = none_if_unreadable(row.profile()).flatten();
        let at = |ms: Option<i64>| ms.and_then(|ms| none_if_unreadable(instant(ms)));
        let listed = listed(row.listed_zone.as_deref(), row.listed_place, row.listed_language.as_deref());
        let client_language = row.locale.as_deref().map(Language::from_locale);
        Member {
            id: MemberId::from_sql(row.id),
            handle: row.handle,
            name: row.name,
            roles: flags.into_iter().filter(|(_, set)| *set == 1).map(|(group, _)| group).collect(),
            in_guild: row.in_guild == 1,
            language: chosen.or(client_language).or(listed.language).unwrap_or_default(),
            profile,
            assumed: listed.home.filter(|_| row.saved_at.is_none()),
            reach: Reach {
                dm_channel: row.dm_channel.map(ChannelId::from_sql),
                closed_at: at(row.dm_closed_at),
                acted_at: at(row.dm_acted_at),
                messaged_at: at(row.dm_messaged_at),
                phone_confirmed_at: at(row.phone_confirmed_at),
            },
        }
    }
}

impl MemberRow {
    fn profile(&self) -> Result<Option<Profile>, DbError> {
        let columns = (&self.zone, &self.quiet_start, &self.quiet_end, &self.emergency, self.saved_at);
        let (Some(name), Some(start), Some(end), Some(wake), Some(saved_at)) = columns else { return Ok(None) };
        Ok(Some(Profile {
            zone: zone(name)?,
            quiet: week(start, end, self.quiet_days.as_deref())?,
            emergency: emergency(wake)?,
            awake_until: self.awake_until.map(instant).transpose()?,
            away: self.away_until.map(|until| away(until, self.away_wall.as_deref())).transpose()?,
            saved_at: instant(saved_at)?,
        }))
    }

    /// The reason why the profile or a detail cannot be read; `None` when everything can be read.
    pub fn fault(&self) -> Option<DbError> {
        let instants = [self.dm_closed_at, self.dm_acted_at, self.dm_messaged_at, self.phone_confirmed_at];
        let details = instants.into_iter().flatten().try_for_each(|ms| instant(ms).map(|_| ()));
        let chosen = self.language.as_deref().map(language).transpose();
        self.profile().err().or(details.err()).or(chosen.err())
    }
}

/// Builds a list entry. A zone or language that cannot be read counts as not listed.
pub(super) fn listed(zone_id: Option<&str>, place: Option<String>, code: Option<&str>) -> Listed {
    let zone = zone_id.and_then(|id| none_if_unreadable(zone(id)));
    Listed {
        home: zone.map(|zone| AssumedHome { zone, place }),
        language: code.and_then(|code| none_if_unreadable(language(code))),
    }
}

/// The value, or `None` when it cannot be read. Counts unreadable values in the metrics.
pub(super) fn none_if_unreadable<T>(read: Result<T, DbError>) -> Option<T> {
    readable([read]).pop()
}

pub(super) fn instant(ms: i64) -> Result<Timestamp, DbError> {
    Timestamp::from_millisecond(ms).map_err(|_| DbError::Corrupt(format!("instant {ms}")))
}

fn away(until: i64, wall: Option<&str>) -> Result<Away, DbError> {
    let local = |text: &str| text.parse::<DateTime>().map_err(|_| DbError::Corrupt(format!("local time {text}")));
    Ok(Away::from_columns(instant(until)?, wall.map(local).transpose()?))
}

pub(super) fn zone(text: &str) -> Result<ZoneId, DbError> {
    ZoneId::parse(text).map_err(|_| DbError::Corrupt(format!("zone {text}")))
}

fn quiet_hours(start: &str, end: &str) -> Result<QuietHours, DbError> {
    let time = |text: &str| text.parse::<Time>().map_err(|_| DbError::Corrupt(format!("time {text}")));
    Ok(QuietHours { start: time(start)?, end: time(end)? })
}

pub(super) fn week(start: &str, end: &str, days: Option<&str>) -> Result<QuietWeek, DbError> {
    let week = QuietWeek::every_day(quiet_hours(start, end)?);
    let Some(days) = days else { return Ok(week) };
    let corrupt = || DbError::Corrupt(format!("quiet days {days}"));
    let days: Vec<(i8, String, String)> = serde_json::from_str(days).map_err(|_| corrupt())?;
    days.iter().try_fold(week, |week, (day, start, end)| {
        let day = Weekday::from_monday_zero_offset(*day).map_err(|_| corrupt())?;
        Ok(week.with_hours_on(day, quiet_hours(start, end)?))
    })
}

/// The days whose quiet hours differ from the usual quiet hours, as JSON; `None` without such a day.
pub(super) fn days_text(week: &QuietWeek) -> Option<String> {
    let days: Vec<_> = week
        .exceptions()
        .map(|(day, hours)| (day.to_monday_zero_offset(), time_text(hours.start), time_text(hours.end)))
        .collect();
    (!days.is_empty()).then(|| serde_json::to_string(&days).expect("numbers and texts are JSON"))
}

pub(super) fn time_text(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

pub(super) fn emergency(code: &str) -> Result<EmergencyWake, DbError> {
    code.parse().map_err(|_| DbError::Corrupt(format!("profiles.emergency {code}")))
}

pub(super) fn language(code: &str) -> Result<Language, DbError> {
    Language::ALL
        .into_iter()
        .find(|language| language.code() == code)
        .ok_or_else(|| DbError::Corrupt(format!("language {code}")))
}

pub(super) fn one_row(affected: u64, what: &str) -> Result<(), DbError> {
    match affected {
        1 => Ok(()),
        n => Err(DbError::Corrupt(format!("{n} rows changed where one was expected: {what}"))),
    }
}
