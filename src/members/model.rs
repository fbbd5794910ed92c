//! A member, their profile and its draft, and when a member is awake. Pure.

use serde::{Deserialize, Serialize};

use super::away::Away;
use super::group::Roles;
use super::ids::{ChannelId, MemberId};
use crate::time::{QuietHours, Rest, Time, Timestamp, Week, ZoneId};
use crate::words::Language;

/// The answer to "May an emergency wake you?". It has no default: a profile without it is not saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::EnumString, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum EmergencyWake {
    Allowed,
    Refused,
}

/// The answers that a member gave. A member without a profile has an unknown zone and never counts as awake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Profile {
    pub zone: ZoneId,
    pub quiet: Week,
    pub emergency: EmergencyWake,
    /// "I am awake until…": quiet hours do not apply before this instant.
    pub awake_until: Option<Timestamp>,
    /// "I am away until…": not counted as awake before then.
    pub away: Option<Away>,
    pub saved_at: Timestamp,
}

/// The nights that most people choose. They are offered, and stored only when the member says that they are right.
pub const USUAL_NIGHT: QuietHours = QuietHours::new(Time::constant(22, 0, 0, 0), Time::constant(7, 0, 0, 0));
/// The quiet hours of a member whose zone is only assumed. Nobody told us when they sleep, so these leave early risers'
/// and late sleepers' mornings and evenings silent: sound is allowed from 09:00 to 20:00.
pub const ASSUMED_QUIET: QuietHours = QuietHours::new(Time::constant(20, 0, 0, 0), Time::constant(9, 0, 0, 0));

/// Where the secretariat's list says that a member lives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssumedHome {
    pub zone: ZoneId,
    /// The name of the place, in English; `None` when the zone's id contains it.
    pub place: Option<String>,
}

/// What the secretariat's list says about a member. It counts until they say something else themselves.
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

/// From where the zone of a member is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ZoneBasis {
    /// From their own profile.
    Saved,
    /// From the secretariat's list. Marked wherever it is shown.
    Assumed,
    Unknown,
}

/// How a private message reaches a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reach {
    /// Opened by the member's own act; `None` until they pressed a button.
    pub dm_channel: Option<ChannelId>,
    /// When Discord refused a DM (50007); `None` again once a message arrives.
    pub closed_at: Option<Timestamp>,
    /// When the member did something after `closed_at`, so that their DM is tried once more.
    pub acted_at: Option<Timestamp>,
    /// When our first message arrived in their DM.
    pub messaged_at: Option<Timestamp>,
    /// When they said that they heard the latest "Test my phone".
    pub phone_confirmed_at: Option<Timestamp>,
}

impl Reach {
    /// The DM channel, unless Discord refused it and the member has not acted since.
    pub fn dm(self) -> Option<ChannelId> {
        self.dm_channel.filter(|_| self.closed_at.is_none() || self.acted_at.is_some())
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    pub id: MemberId,
    /// The account's handle, unique on Discord.
    pub handle: String,
    /// The name shown in the server.
    pub name: String,
    pub roles: Roles,
    /// A member who left gets no messages. The profile stays for their return.
    pub in_guild: bool,
    /// The language that they chose, otherwise that of their client at their last interaction, otherwise that of the
    /// secretariat's list.
    pub language: Language,
    pub profile: Option<Profile>,
    /// `None` with a profile: what they say themselves counts.
    pub assumed: Option<AssumedHome>,
    pub reach: Reach,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wakefulness {
    Awake,
    /// In quiet hours or away. `wakes_at` is the first instant at which a message may make a sound.
    Asleep {
        wakes_at: Timestamp,
    },
    UnknownZone,
}

impl Profile {
    /// The part of the profile that decides whether they are awake.
    pub fn rest(&self) -> Rest {
        let away_until = self.away.map(|away| away.until);
        Rest { awake_until: self.awake_until, away_until, ..Rest::new(self.zone, self.quiet) }
    }

    pub fn wakefulness(&self, at: Timestamp) -> Wakefulness {
        wakefulness(&self.rest(), at)
    }
}

fn wakefulness(rest: &Rest, at: Timestamp) -> Wakefulness {
    if rest.is_awake(at) { Wakefulness::Awake } else { Wakefulness::Asleep { wakes_at: rest.next_awake(at) } }
}

impl Member {
    /// Zone and quiet hours: their own, or assumed ones; `None` without a zone.
    pub fn rest(&self) -> Option<Rest> {
        let assumed = || self.assumed.as_ref().map(|home| Rest::new(home.zone, ASSUMED_QUIET));
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

    /// The first instant at or after `at` at which they are awake; `None` without a zone.
    pub fn next_awake_at(&self, at: Timestamp) -> Option<Timestamp> {
        match self.wakefulness(at) {
            Wakefulness::Awake => Some(at),
            Wakefulness::Asleep { wakes_at } => Some(wakes_at),
            Wakefulness::UnknownZone => None,
        }
    }

    /// Whether they are awake at some instant of [`from`, `until`]. Without a zone: never.
    pub fn awake_during(&self, from: Timestamp, until: Timestamp) -> bool {
        self.next_awake_at(from).is_some_and(|at| at <= until)
    }

    /// The zone that they saved. For what they read or type themselves.
    pub fn zone(&self) -> Option<ZoneId> {
        self.profile.as_ref().map(|profile| profile.zone)
    }

    /// The zone that they saved, or else the assumed one. For what others plan for them.
    pub fn zone_or_assumed(&self) -> Option<ZoneId> {
        self.zone().or_else(|| self.assumed.as_ref().map(|home| home.zone))
    }

    pub fn emergency_may_wake(&self) -> bool {
        self.profile.as_ref().is_some_and(|profile| profile.emergency == EmergencyWake::Allowed)
    }
}

/// The answers given so far while a profile is set up. Stored, so that a restart loses none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProfileDraft {
    pub zone: Option<DraftZone>,
    /// The name of the place that they chose, in English: somebody from Geneva reads Geneva, although the zone is
    /// Europe/Zurich.
    pub place: Option<String>,
    pub quiet: Option<Week>,
    pub emergency: Option<EmergencyWake>,
    pub language: Option<Language>,
    /// Grows with every answer that changes the draft, so that "Save" saves exactly the answers that were shown.
    pub revision: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftZone {
    /// Read from what they typed; they have not answered "Is this right?" yet.
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

/// The question that comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Zone,
    IsThisRight(ZoneId),
    Quiet { zone: ZoneId },
    Emergency { zone: ZoneId, quiet: Week },
    Review { zone: ZoneId, quiet: Week, emergency: EmergencyWake },
}

impl ProfileDraft {
    /// The answers that the secretariat's list suggests, for the member to say yes to or to change. They do not include
    /// that an emergency may wake them: that is theirs alone to say.
    pub fn offered(home: &AssumedHome) -> Self {
        Self {
            zone: Some(DraftZone::Confirmed(home.zone)),
            place: home.place.clone(),
            quiet: Some(USUAL_NIGHT.into()),
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

    /// The profile, when every question is answered. "I am awake" and "I am away" of `before` stay until they end.
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
        assert!(!member(None).awake_during(now, now + SignedDuration::from_hours(48)));
        assert!(!member(None).emergency_may_wake());
    }

    #[test]
    fn assumed_zone_allows_sound_from_nine_to_eight_there_and_never_a_waking() {
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
        // What they saved themselves counts, whatever a list says.
        let saved = Member { profile: Some(sydney()), ..assumed };
        assert_eq!(saved.wakefulness(at("2020-11-10T20:00:00Z")), Wakefulness::Awake);
        assert_eq!(saved.zone_or_assumed(), Some(sydney().zone));
    }

    #[test]
    fn awake_during_counts_the_waking_minute_itself() {
        let (from, wakes) = (at("2020-11-10T16:55:00Z"), at("2020-11-10T20:00:00Z"));
        assert!(member(Some(sydney())).awake_during(from, wakes));
        assert!(!member(Some(sydney())).awake_during(from, wakes - SignedDuration::from_secs(1)));
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
        assert_eq!(reach.dm(), Some(ChannelId(5)));
        reach.closed_at = Some(Timestamp::UNIX_EPOCH);
        assert_eq!(reach.dm(), None);
        reach.acted_at = Some(Timestamp::UNIX_EPOCH);
        assert_eq!(reach.dm(), Some(ChannelId(5)), "an act of their own is a reason to try again");
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
