//! A person whom the bot can ask, and the order in which it asks such people.

use std::str::FromStr;

use strum::{Display, EnumString, IntoStaticStr};

use crate::members::{Member, MemberId};
use crate::time::{RestSchedule, Timestamp};

/// A person whom the bot can ask to answer a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    pub id: MemberId,
    /// The zone and quiet hours, from the profile or assumed. `None` if the zone is unknown. A person without a known
    /// zone never counts as awake.
    pub rest: Option<RestSchedule>,
    pub duty: Duty,
    /// Whether this person's language is the language of the person who asks.
    pub speaks_language: bool,
    /// Whether this person has solved requests of this category, or leads it.
    pub knows_category: bool,
    /// Whether this person leads the category, and so is asked together with the secretariat.
    pub is_lead: bool,
    /// When this person was last asked in the current round of the request. `None` if never.
    pub asked_at: Option<Timestamp>,
    /// Whether this person gave the request up at the start of its current round, or said "Not now" in it. `asked_at`
    /// is then the time of that, unless this person was asked again later.
    pub has_given_up: bool,
    /// How often this person was asked in recent days, for any request. The person with the fewest asks comes first.
    pub recent_asks: u32,
    /// How many of these asks fell into this person's quiet hours.
    pub night_asks: u32,
}

/// Whether a person is on duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Duty {
    #[default]
    Off,
    On,
    /// On duty, and chose to be rung during this duty even in their quiet hours.
    OnAndRung,
}

/// Whether a person is awake. The variants are in the order in which people are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Availability {
    Awake,
    /// The time zone is unknown. The bot may ask such a person silently.
    Unknown,
    Asleep,
}

/// One reason why a person was asked before others. The codes are stored with the ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display, EnumString, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Reason {
    OnDuty,
    /// Asleep, but on duty and rung by their own choice.
    Rung,
    Awake,
    /// The hours are unknown, so this person was asked silently.
    HoursUnknown,
    Lead,
    Secretariat,
    Language,
    Category,
    FewestAsks,
}

/// The reasons of one ask, as their codes with `+` between them.
pub fn reason_codes(reasons: &[Reason]) -> String {
    reasons.iter().map(|reason| <&str>::from(*reason)).collect::<Vec<_>>().join("+")
}

/// The reasons that [`reason_codes`] wrote. Leaves out unknown codes, such as codes of a later version.
pub fn reasons_of_codes(codes: &str) -> Vec<Reason> {
    codes.split('+').filter_map(|code| Reason::from_str(code).ok()).collect()
}

impl Candidate {
    /// A candidate who was never asked, is not on duty, and of whom nothing else is known.
    pub fn from_member(member: &Member) -> Self {
        Self::new(member.id, member.rest())
    }

    pub fn new(id: MemberId, rest: Option<RestSchedule>) -> Self {
        Self {
            id,
            rest,
            duty: Duty::Off,
            speaks_language: false,
            knows_category: false,
            is_lead: false,
            asked_at: None,
            has_given_up: false,
            recent_asks: 0,
            night_asks: 0,
        }
    }

    /// Somebody on duty who chose to be rung counts as awake.
    pub fn availability(&self, at: Timestamp) -> Availability {
        match self.rest {
            _ if self.duty == Duty::OnAndRung => Availability::Awake,
            Some(rest) if rest.is_awake(at) => Availability::Awake,
            Some(_) => Availability::Asleep,
            None => Availability::Unknown,
        }
    }

    pub fn is_awake(&self, at: Timestamp) -> bool {
        self.availability(at) == Availability::Awake
    }

    pub fn is_on_duty(&self) -> bool {
        self.duty != Duty::Off
    }

    /// The first instant at or after `at` at which this person is awake. `None` if the zone is unknown, or if the
    /// person is never awake.
    pub fn next_awake_at(&self, at: Timestamp) -> Option<Timestamp> {
        if self.duty == Duty::OnAndRung {
            return Some(at);
        }
        self.rest.map(|rest| rest.next_awake(at)).filter(|next| *next < Timestamp::MAX)
    }

    fn is_in_quiet_hours(&self, at: Timestamp) -> bool {
        self.rest.is_some_and(|rest| !rest.is_awake(at))
    }

    /// Why this person is asked at `at`. `others`: all who could be asked in the same group.
    pub(super) fn reasons(&self, at: Timestamp, others: &[Candidate]) -> Vec<Reason> {
        let hours = match self.availability(at) {
            Availability::Awake if self.is_in_quiet_hours(at) => Some(Reason::Rung),
            Availability::Awake => Some(Reason::Awake),
            Availability::Unknown => Some(Reason::HoursUnknown),
            Availability::Asleep => None,
        };
        let has_fewest = others.iter().any(|other| other.recent_asks > self.recent_asks)
            && others.iter().all(|other| other.recent_asks >= self.recent_asks);
        let optional = [
            (self.is_on_duty(), Reason::OnDuty),
            (self.is_lead, Reason::Lead),
            (self.speaks_language, Reason::Language),
            (self.knows_category && !self.is_lead, Reason::Category),
            (has_fewest, Reason::FewestAsks),
        ];
        hours
            .into_iter()
            .chain(optional.into_iter().filter(|(is_true, _)| *is_true).map(|(_, reason)| reason))
            .collect()
    }
}

/// Sorts the candidates: awake first, then on duty, by language and by category, least asked, least woken. The last key
/// is the id, so that the order is deterministic.
pub(super) fn sort_by_priority(candidates: &mut [Candidate], at: Timestamp) {
    candidates.sort_by_key(|candidate| {
        (
            candidate.availability(at),
            !candidate.is_on_duty(),
            !candidate.speaks_language,
            !candidate.knows_category,
            candidate.recent_asks,
            candidate.night_asks,
            candidate.id,
        )
    });
}
