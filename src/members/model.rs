//! The types of a member, a profile and a profile draft, and the rule that decides when a member is awake. Pure.

use serde::{Deserialize, Serialize};

use super::away::Away;
use super::group::Roles;
use super::ids::{ChannelId, MemberId};
use crate::time::{QuietHours, QuietWeek, RestSchedule, Time, Timestamp, ZoneId};
use crate::words::Language;

/// The answer to "May an emergency wake you?". The answer has no default: a profile without this answer is not saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::EnumString, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum EmergencyWake {
    Allowed,
    Refused,
}

/// The answers that a member saved. A member without a profile has no known zone and never counts as awake, unless the
/// list of expected members gives an assumed zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Profile {
    pub zone: ZoneId,
    pub quiet: QuietWeek,
    pub emergency: EmergencyWake,
    /// "I am awake until…": quiet hours do not apply before this instant.
    pub awake_until: Option<Timestamp>,
    /// "I am away until…": the member does not count as awake before the end of the absence.
    pub away: Option<Away>,
    pub saved_at: Timestamp,
}

/// The quiet hours that most people choose. The profile set-up suggests these hours. The hours are stored only after
/// the member confirms them.
pub const USUAL_QUIET_HOURS: QuietHours = QuietHours::new(Time::constant(22, 0, 0, 0), Time::constant(7, 0, 0, 0));
/// The quiet hours of a member whose zone is only assumed. We do not know when this member sleeps, so the quiet hours
/// are longer than usual: messages may make a sound only from 09:00 to 20:00.
pub const ASSUMED_QUIET_HOURS: QuietHours = QuietHours::new(Time::constant(20, 0, 0, 0), Time::constant(9, 0, 0, 0));

/// Where a member lives, according to the list of expected members that the secretariat uploads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssumedHome {
    pub zone: ZoneId,
    /// The English name of the place; `None` when the zone's id already contains the name.
    pub place: Option<String>,
}

/// What the list of expected members says about a member. Both fields are fallbacks: a saved profile replaces `home`; a
/// chosen language, or the language of the Discord client, replaces `language`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Listed {
    pub home: Option<AssumedHome>,
    pub language: Option<Language>,
}

impl Listed {
    pub fn is_empty(&self) -> bool {
        self.home.is_none() && self.language.is_none()
    }
}

/// How we know the zone of a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ZoneBasis {
    Saved,
    /// From the list of expected members. Every display of the zone marks it as assumed.
    Assumed,
    Unknown,
}

/// Whether and where a private message can reach a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reach {
    /// The DM channel, opened when the member presses a button; `None` before the first press.
    pub dm_channel: Option<ChannelId>,
    /// When Discord refused a DM (error 50007). Reset to `None` when a message arrives.
    pub closed_at: Option<Timestamp>,
    /// When the member used Magpie after `closed_at`. The use permits one more attempt to send a DM.
    pub acted_at: Option<Timestamp>,
    /// When our first message arrived in the DM channel.
    pub messaged_at: Option<Timestamp>,
    /// When the member confirmed that they heard the latest "Test my phone" message.
    pub phone_confirmed_at: Option<Timestamp>,
}

impl Reach {
    /// The DM channel; `None` if Discord refused a DM and the member has not used Magpie since.
    pub fn usable_dm(self) -> Option<ChannelId> {
        self.dm_channel.filter(|_| self.closed_at.is_none() || self.acted_at.is_some())
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    pub id: MemberId,
    /// The handle of the Discord account; unique on Discord.
    pub handle: String,
    /// The display name in the server.
    pub name: String,
    pub roles: Roles,
    /// False after the member left: they receive no messages. The profile is kept in case they return.
    pub in_guild: bool,
    /// The language that the member chose; else the language of their Discord client at the last interaction; else the
    /// language in the list of expected members.
    pub language: Language,
    pub profile: Option<Profile>,
    /// Always `None` for a member with a profile: the profile replaces the assumed home.
    pub assumed: Option<AssumedHome>,
    pub reach: Reach,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wakefulness {
    Awake,
    /// The member is in quiet hours or away. `wakes_at` is the first instant at which a message may make a sound.
    Asleep {
        wakes_at: Timestamp,
    },
    UnknownZone,
}

impl Profile {
    /// The fields of the profile that decide whether the member is awake.
    pub fn rest(&self) -> RestSchedule {
        let away_until = self.away.map(|away| away.until);
        RestSchedule { awake_until: self.awake_until, away_until, ..RestSchedule::new(self.zone, self.quiet) }
    }

    pub fn wakefulness(&self, at: Timestamp) -> Wakefulness {
        wakefulness(&self.rest(), at)
    }
}

fn wakefulness(rest: &RestSchedule, at: Timestamp) -> Wakefulness {
    if rest.is_awake(at) { Wakefulness::Awake } else { Wakefulness::Asleep { wakes_at: rest.next_awake(at) } }
}

impl Member {
    /// The zone and quiet hours: from the profile, else assumed; `None` without a zone.
    pub fn rest(&self) -> Option<RestSchedule> {
        let assumed = || self.assumed.as_ref().map(|home| RestSchedule::new(home.zone, ASSUMED_QUIET_HOURS));
        self.profile.as_ref().map(Profile::rest).or_else(assumed)
    }

    pub fn zone_basis(&self) -> ZoneBasis {
        match (&self.profile, &self.assumed) {
            (Some(_), _) => ZoneBasis::Saved,
            (None, Some(_)) => ZoneBasis::Assumed,
            (None, None) => ZoneBasis::Unknown,
        }
    }

    pub fn wakefulness(&self, at: Timestamp) -> Wakefulness {
        self.rest().map_or(Wakefulness::UnknownZone, |rest| wakefulness(&rest, at))
    }

    /// The first instant at or after `at` when the member is awake; `None` without a zone.
    pub fn next_awake_at(&self, at: Timestamp) -> Option<Timestamp> {
        match self.wakefulness(at) {
            Wakefulness::Awake => Some(at),
            Wakefulness::Asleep { wakes_at } => Some(wakes_at),
            Wakefulness::UnknownZone => None,
        }
    }

    /// Whether the member is awake at any instant from `from` to `until`, both included. False without a zone.
    pub fn is_awake_during(&self, from: Timestamp, until: Timestamp) -> bool {
        self.next_awake_at(from).is_some_and(|at| at <= until)
    }

    /// The zone in the profile. Use it for times that the member reads or types.
    pub fn zone(&self) -> Option<ZoneId> {
        self.profile.as_ref().map(|profile| profile.zone)
    }

    /// The zone in the profile, else the assumed zone. Use it for times that other people plan for the member.
    pub fn zone_or_assumed(&self) -> Option<ZoneId> {
        self.zone().or_else(|| self.assumed.as_ref().map(|home| home.zone))
    }

    pub fn emergency_may_wake(&self) -> bool {
        self.profile.as_ref().is_some_and(|profile| profile.emergency == EmergencyWake::Allowed)
    }
}

/// The answers so far while a member sets up a profile. Stored, so that a restart loses no answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProfileDraft {
    pub zone: Option<DraftZone>,
    /// The English name of the place that the member chose. The zone alone is not enough: a member from Geneva must
    /// read "Geneva", although the zone is Europe/Zurich.
    pub place: Option<String>,
    pub quiet: Option<QuietWeek>,
    pub emergency: Option<EmergencyWake>,
    pub language: Option<Language>,
    /// Incremented by every answer that changes the draft. "Save" sends the revision that was shown, so it never saves
    /// answers that the member has not seen.
    pub revision: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftZone {
    /// Parsed from the text that the member typed. The member has not answered "Is this right?" yet.
    Proposed(ZoneId),
    Confirmed(ZoneId),
}

impl DraftZone {
    pub fn zone(self) -> ZoneId {
        match self {
            DraftZone::Proposed(zone) | DraftZone::Confirmed(zone) => zone,
        }
    }
}

/// The next question of the profile set-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Zone,
    IsThisRight(ZoneId),
    Quiet { zone: ZoneId },
    Emergency { zone: ZoneId, quiet: QuietWeek },
    Review { zone: ZoneId, quiet: QuietWeek, emergency: EmergencyWake },
}

impl ProfileDraft {
    /// A draft that the list of expected members suggests. The member confirms or changes it. In the draft, an
    /// emergency may not wake the member, because only the member may allow that.
    pub fn from_assumed_home(home: &AssumedHome) -> Self {
        Self {
            zone: Some(DraftZone::Confirmed(home.zone)),
            place: home.place.clone(),
            quiet: Some(USUAL_QUIET_HOURS.into()),
            emergency: Some(EmergencyWake::Refused),
            ..Self::default()
        }
    }

    /// A draft that starts from the saved profile.
    pub fn from_profile(profile: &Profile) -> Self {
        Self {
            zone: Some(DraftZone::Confirmed(profile.zone)),
            place: None,
            quiet: Some(profile.quiet),
            emergency: Some(profile.emergency),
            language: None,
            revision: 0,
        }
    }

    pub fn step(&self) -> Step {
        match (self.zone, self.quiet, self.emergency) {
            (None, _, _) => Step::Zone,
            (Some(DraftZone::Proposed(zone)), _, _) => Step::IsThisRight(zone),
            (Some(DraftZone::Confirmed(zone)), None, _) => Step::Quiet { zone },
            (Some(DraftZone::Confirmed(zone)), Some(quiet), None) => Step::Emergency { zone, quiet },
            (Some(DraftZone::Confirmed(zone)), Some(quiet), Some(emergency)) => Step::Review { zone, quiet, emergency },
        }
    }

    /// The profile, or `None` while a question has no answer. Keeps "I am awake" and "I am away" of `before` if they
    /// have not ended.
    pub fn complete(&self, before: Option<&Profile>, now: Timestamp) -> Option<Profile> {
        let (zone, quiet, emergency) = match (self.zone?, self.quiet, self.emergency) {
            (zone, Some(quiet), Some(emergency)) => (zone.zone(), quiet, emergency),
            _ => return None,
        };
        Some(Profile {
            zone,
            quiet,
            emergency,
            awake_until: before.and_then(|profile| profile.awake_until).filter(|until| now < *until),
            away: before
                .and_then(|profile| profile.away.map(|away| away.moved(profile.zone, zone)))
                .filter(|away| now < away.until),
            saved_at: now,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::members::Group;
    use crate::time::{QuietHours, SignedDuration, Time};

    const NIGHT: QuietHours = QuietHours::new(Time::constant(22, 0, 0, 0), Time::constant(7, 0, 0, 0));

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn sydney() -> Profile {
        Profile {
            zone: ZoneId::parse("Australia/Sydney").unwrap(),
            quiet: NIGHT.into(),
            emergency: EmergencyWake::Refused,
            awake_until: None,
            away: None,
            saved_at: at("2020-11-01T00:00:00Z"),
        }
    }

    fn member(profile: Option<Profile>) -> Member {
        Member {
            id: MemberId(1),
            handle: "sydney".to_owned(),
            name: "Member Sydney".to_owned(),
            roles: Roles::NONE.with(Group::Mag),
            in_guild: true,
            language: Language::English,
            profile,
            assumed: None,
            reach: Reach::default(),
        }
    }

    #[test]
    fn member_is_asleep_in_their_own_night_and_wakes_at_its_end() {
        let asleep = Wakefulness::Asleep { wakes_at: at("2020-11-10T20:00:00Z") };
        assert_eq!(member(Some(sydney())).wakefulness(at("2020-11-10T16:55:00Z")), asleep);
        assert_eq!(member(Some(sydney())).wakefulness(at("2020-11-10T20:00:00Z")), Wakefulness::Awake);
    }

    #[test]
    fn member_without_a_zone_is_never_counted_as_awake() {
        let now = at("2020-11-10T16:55:00Z");
        assert_eq!(member(None).wakefulness(now), Wakefulness::UnknownZone);
        assert!(!member(None).is_awake_during(now, now + SignedDuration::from_hours(48)));
        assert!(!member(None).emergency_may_wake());
    }

    #[test]
    fn assumed_zone_allows_sound_from_09_00_to_20_00_local_time_and_never_allows_waking() {
        let home = AssumedHome { zone: ZoneId::parse("Australia/Brisbane").unwrap(), place: None };
        let assumed = Member { assumed: Some(home), ..member(None) };
        let wakes_at = at("2020-11-10T23:00:00Z");
        assert_eq!(assumed.wakefulness(at("2020-11-10T22:59:59Z")), Wakefulness::Asleep { wakes_at });
        assert_eq!(assumed.wakefulness(wakes_at), Wakefulness::Awake);
        assert_eq!(assumed.wakefulness(at("2020-11-11T09:59:59Z")), Wakefulness::Awake);
        let evening = at("2020-11-11T10:00:00Z");
        let next = Wakefulness::Asleep { wakes_at: at("2020-11-11T23:00:00Z") };
        assert_eq!(assumed.wakefulness(evening), next);
        assert!(!assumed.emergency_may_wake());
        assert_eq!((assumed.zone(), assumed.zone_basis()), (None, ZoneBasis::Assumed));
        // A saved profile takes precedence over the list.
        let saved = Member { profile: Some(sydney()), ..assumed };
        assert_eq!(saved.wakefulness(at("2020-11-10T20:00:00Z")), Wakefulness::Awake);
        assert_eq!(saved.zone_or_assumed(), Some(sydney().zone));
    }

    #[test]
    fn is_awake_during_includes_the_waking_minute() {
        let (from, wakes) = (at("2020-11-10T16:55:00Z"), at("2020-11-10T20:00:00Z"));
        assert!(member(Some(sydney())).is_awake_during(from, wakes));
        assert!(!member(Some(sydney())).is_awake_during(from, wakes - SignedDuration::from_secs(1)));
    }

    #[test]
    fn awake_until_and_away_until_override_quiet_hours() {
        let now = at("2020-11-10T16:55:00Z");
        let up = Profile { awake_until: Some(at("2020-11-10T18:00:00Z")), ..sydney() };
        assert_eq!(up.wakefulness(now), Wakefulness::Awake);
        let away = Profile { away: Some(Away::until(at("2020-11-12T01:00:00Z"))), ..up };
        assert_eq!(away.wakefulness(now), Wakefulness::Asleep { wakes_at: at("2020-11-12T01:00:00Z") });
    }

    #[test]
    fn closed_dm_is_not_used_until_the_member_acts() {
        let mut reach = Reach { dm_channel: Some(ChannelId(5)), ..Reach::default() };
        assert_eq!(reach.usable_dm(), Some(ChannelId(5)));
        reach.closed_at = Some(Timestamp::UNIX_EPOCH);
        assert_eq!(reach.usable_dm(), None);
        reach.acted_at = Some(Timestamp::UNIX_EPOCH);
        assert_eq!(reach.usable_dm(), Some(ChannelId(5)), "an act of their own is a reason to try again");
    }

    #[test]
    fn draft_is_complete_only_when_the_emergency_question_is_answered() {
        let mut draft = ProfileDraft {
            zone: Some(DraftZone::Proposed(sydney().zone)),
            quiet: Some(NIGHT.into()),
            ..Default::default()
        };
        assert_eq!(draft.step(), Step::IsThisRight(sydney().zone));
        assert_eq!(draft.complete(None, Timestamp::UNIX_EPOCH), None);
        draft.zone = Some(DraftZone::Confirmed(sydney().zone));
        assert_eq!(draft.step(), Step::Emergency { zone: sydney().zone, quiet: NIGHT.into() });
        draft.emergency = Some(EmergencyWake::Allowed);
        let now = at("2020-11-10T16:55:00Z");
        let today = Profile {
            awake_until: Some(now + SignedDuration::from_hours(1)),
            away: Some(Away::until(now)),
            ..sydney()
        };
        let made = draft.complete(Some(&today), now).unwrap();
        assert_eq!((made.awake_until, made.away), (today.awake_until, None), "an end in the future stays");
    }
}
