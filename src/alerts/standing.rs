//! Where each person stands to an alert that is not sent yet: the groups of the preview. Pure.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::model::Severity;
use crate::members::{Member, MemberId, Wakefulness};
use crate::time::Timestamp;

/// What will happen with one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Awake,
    /// Gets it silently and hears it at their waking minute; information waits for it.
    Asleep {
        wakes_at: Timestamp,
    },
    /// Asleep, and allows an emergency to wake them: only if the author chooses the name.
    MayWake {
        wakes_at: Timestamp,
    },
    /// Asleep until the time to answer has passed.
    TooLate {
        wakes_at: Timestamp,
    },
    /// Sent silently, never counted as awake.
    NoZone,
    NoRoute(NoRoute),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoRoute {
    DmsClosed,
    /// Never pressed a button of Magpie: writing to them unasked is not allowed.
    NeverOpened,
}

/// Where a message goes when a member's DM is closed or was never opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fallback {
    InboxThread,
    None,
}

/// The groups of the preview, in the order they are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    Awake,
    Asleep,
    MayWake,
    TooLate,
    NoZone,
    NoRoute,
}

impl Section {
    pub const ALL: [Section; 6] =
        [Section::Awake, Section::Asleep, Section::MayWake, Section::TooLate, Section::NoZone, Section::NoRoute];

    /// The end of the key of its heading.
    pub fn code(self) -> &'static str {
        match self {
            Section::Awake => "awake",
            Section::Asleep => "asleep",
            Section::MayWake => "may-wake",
            Section::TooLate => "too-late",
            Section::NoZone => "no-zone",
            Section::NoRoute => "no-route",
        }
    }
}

impl Standing {
    pub fn section(self) -> Section {
        match self {
            Standing::Awake => Section::Awake,
            Standing::Asleep { .. } => Section::Asleep,
            Standing::MayWake { .. } => Section::MayWake,
            Standing::TooLate { .. } => Section::TooLate,
            Standing::NoZone => Section::NoZone,
            Standing::NoRoute(_) => Section::NoRoute,
        }
    }

    pub fn of(
        member: &Member,
        severity: Severity,
        answer_by: Option<Timestamp>,
        fallback: Fallback,
        now: Timestamp,
    ) -> Self {
        if member.reach.dm().is_none() && fallback == Fallback::None {
            let closed = member.reach.closed_at.is_some();
            return Standing::NoRoute(if closed { NoRoute::DmsClosed } else { NoRoute::NeverOpened });
        }
        match member.wakefulness(now) {
            Wakefulness::Awake => Standing::Awake,
            Wakefulness::UnknownZone => Standing::NoZone,
            Wakefulness::Asleep { wakes_at } if severity == Severity::Emergency && member.emergency_may_wake() => {
                Standing::MayWake { wakes_at }
            }
            Wakefulness::Asleep { wakes_at } if answer_by.is_some_and(|at| wakes_at >= at) => {
                Standing::TooLate { wakes_at }
            }
            Wakefulness::Asleep { wakes_at } => Standing::Asleep { wakes_at },
        }
    }
}

/// One person of a preview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    pub member: MemberId,
    pub name: String,
    pub standing: Standing,
}

/// Who stood where when the author looked: kept with the draft, and compared at the confirmation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown(BTreeMap<MemberId, Section>);

impl Shown {
    pub fn of(people: &[Placed]) -> Self {
        Self(people.iter().map(|placed| (placed.member, placed.standing.section())).collect())
    }

    /// Those whose name was shown among the ones that may be woken.
    pub fn may_wake(&self) -> BTreeSet<MemberId> {
        self.0.iter().filter(|(_, section)| **section == Section::MayWake).map(|(id, _)| *id).collect()
    }

    /// Those of `people` who stand elsewhere than shown, or were not shown.
    pub fn moved(&self, people: &[Placed]) -> BTreeSet<MemberId> {
        people.iter().filter(|p| self.0.get(&p.member) != Some(&p.standing.section())).map(|p| p.member).collect()
    }

    /// Whether exactly `people` were shown, where they stand.
    pub fn is_still(&self, people: &[Placed]) -> bool {
        *self == Self::of(people)
    }
}
