//! A preview: how each person of the audience would get the alert if it were sent now. Pure.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};

use crate::alerts::model::{AlertId, DraftId, Severity};
use crate::members::{Group, Member, MemberId, Wakefulness};
use crate::time::{Assumption, Timestamp};

/// Names in one select: Discord's limit.
pub const WAKE_PAGE_SIZE: usize = 25;

/// What the author sees before sending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    pub draft: DraftId,
    pub severity: Severity,
    pub text: String,
    pub answer_by: Option<Timestamp>,
    /// The assumptions made to understand the time to answer.
    pub assumptions: Vec<Assumption>,
    /// The groups that the audience names.
    pub groups: BTreeSet<Group>,
    /// Ordered by name.
    pub people: Vec<PreviewPerson>,
    /// The members whom the author chose to wake; all of them may be woken.
    pub chosen_to_wake: BTreeSet<MemberId>,
    /// The number of expected members who are not on Discord.
    pub not_on_discord: usize,
    /// An alert with the same text that some of these people got a short while ago.
    pub repeated: Option<RepeatedAlert>,
    /// The members who moved to another section since the previous preview. Empty in the first preview.
    pub moved: BTreeSet<MemberId>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RepeatedAlert {
    pub alert: AlertId,
    pub sent_at: Timestamp,
}

/// One person of a preview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewPerson {
    pub member: MemberId,
    pub name: String,
    pub status: PreviewStatus,
}

/// How one person would get the alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PreviewStatus {
    Awake,
    /// Gets it silently, and a sounding nudge at the waking minute; information is held until then.
    Asleep {
        wakes_at: Timestamp,
    },
    /// Asleep, and allows an emergency to wake them. They are woken only if the author chooses the name.
    MayWake {
        wakes_at: Timestamp,
    },
    /// Asleep until the time to answer has passed.
    TooLate {
        wakes_at: Timestamp,
    },
    /// Gets it silently; never counted as awake.
    NoZone,
    NoRoute(NoRoute),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoRoute {
    DmsClosed,
    /// They never pressed a button of Magpie, so Magpie may not write to them.
    NeverOpened,
}

/// Where a message goes when a member's DMs are closed or were never opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fallback {
    InboxThread,
    None,
}

/// The sections of the preview, in the order in which they are shown. Drafts store their serde names. The code is the
/// last part of the key of the section's heading.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, IntoStaticStr, VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "kebab-case")]
pub enum PreviewSection {
    Awake,
    Asleep,
    MayWake,
    TooLate,
    NoZone,
    NoRoute,
}

impl PreviewStatus {
    pub fn of(
        member: &Member,
        severity: Severity,
        answer_by: Option<Timestamp>,
        fallback: Fallback,
        now: Timestamp,
    ) -> Self {
        if member.reach.dm().is_none() && fallback == Fallback::None {
            let closed = member.reach.closed_at.is_some();
            return PreviewStatus::NoRoute(if closed { NoRoute::DmsClosed } else { NoRoute::NeverOpened });
        }
        match member.wakefulness(now) {
            Wakefulness::Awake => PreviewStatus::Awake,
            Wakefulness::UnknownZone => PreviewStatus::NoZone,
            Wakefulness::Asleep { wakes_at } if severity == Severity::Emergency && member.emergency_may_wake() => {
                PreviewStatus::MayWake { wakes_at }
            }
            Wakefulness::Asleep { wakes_at } if answer_by.is_some_and(|at| wakes_at >= at) => {
                PreviewStatus::TooLate { wakes_at }
            }
            Wakefulness::Asleep { wakes_at } => PreviewStatus::Asleep { wakes_at },
        }
    }

    pub fn section(self) -> PreviewSection {
        match self {
            PreviewStatus::Awake => PreviewSection::Awake,
            PreviewStatus::Asleep { .. } => PreviewSection::Asleep,
            PreviewStatus::MayWake { .. } => PreviewSection::MayWake,
            PreviewStatus::TooLate { .. } => PreviewSection::TooLate,
            PreviewStatus::NoZone => PreviewSection::NoZone,
            PreviewStatus::NoRoute(_) => PreviewSection::NoRoute,
        }
    }
}

impl Preview {
    pub fn section(&self, section: PreviewSection) -> impl Iterator<Item = &PreviewPerson> {
        self.people.iter().filter(move |person| person.status.section() == section)
    }

    /// The people who are woken.
    pub fn woken(&self) -> impl Iterator<Item = &PreviewPerson> {
        self.section(PreviewSection::MayWake).filter(|person| self.chosen_to_wake.contains(&person.member))
    }

    /// The names on one page of the select of those who may be woken; the first page is 0.
    pub fn wake_page(&self, page: usize) -> impl Iterator<Item = &PreviewPerson> {
        wake_page(&self.people, page)
    }
}

/// As [`Preview::wake_page`].
pub fn wake_page(people: &[PreviewPerson], page: usize) -> impl Iterator<Item = &PreviewPerson> {
    let may_wake = people.iter().filter(|person| person.status.section() == PreviewSection::MayWake);
    may_wake.skip(page.saturating_mul(WAKE_PAGE_SIZE)).take(WAKE_PAGE_SIZE)
}

/// The section in which a preview showed each person. The draft stores it, and sending compares it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewSnapshot(BTreeMap<MemberId, PreviewSection>);

impl PreviewSnapshot {
    pub fn of(people: &[PreviewPerson]) -> Self {
        Self(people.iter().map(|person| (person.member, person.status.section())).collect())
    }

    /// The people whom the preview listed as possible to wake.
    pub fn may_wake(&self) -> BTreeSet<MemberId> {
        self.0.iter().filter(|(_, section)| **section == PreviewSection::MayWake).map(|(id, _)| *id).collect()
    }

    /// The people who are in another section now, or were not shown.
    pub fn moved(&self, people: &[PreviewPerson]) -> BTreeSet<MemberId> {
        let moved = people.iter().filter(|person| self.0.get(&person.member) != Some(&person.status.section()));
        moved.map(|person| person.member).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::alerts::testing::{at, living_in, member};
    use crate::members::EmergencyWake;

    const NOW: &str = "2020-11-10T17:00:00Z";

    #[test]
    fn member_asleep_is_too_late_when_they_wake_at_the_time_to_answer() {
        let sydney = living_in(1, "Australia/Sydney", EmergencyWake::Refused);
        let wakes_at = at("2020-11-10T20:00:00Z");
        let status = |answer_by: &str| {
            PreviewStatus::of(&sydney, Severity::Urgent, Some(at(answer_by)), Fallback::None, at(NOW))
        };
        assert_eq!(status("2020-11-10T20:00:01Z"), PreviewStatus::Asleep { wakes_at });
        assert_eq!(status("2020-11-10T20:00:00Z"), PreviewStatus::TooLate { wakes_at });
    }

    #[test]
    fn member_without_a_dm_has_a_route_only_where_the_inbox_works() {
        let mut stranger = member(1, "X", "x", &[]);
        stranger.reach.dm_channel = None;
        let status = |fallback| PreviewStatus::of(&stranger, Severity::Urgent, None, fallback, at(NOW));
        assert_eq!(status(Fallback::InboxThread), PreviewStatus::NoZone);
        assert_eq!(status(Fallback::None), PreviewStatus::NoRoute(NoRoute::NeverOpened));
    }

    #[test]
    fn snapshot_is_stored_by_member_and_section() {
        let person = PreviewPerson {
            member: MemberId(7),
            name: "X".to_owned(),
            status: PreviewStatus::MayWake { wakes_at: at(NOW) },
        };
        let snapshot = PreviewSnapshot::of(&[person]);
        assert_eq!(serde_json::to_string(&snapshot).unwrap(), r#"{"7":"may_wake"}"#);
        assert_eq!(snapshot.may_wake(), BTreeSet::from([MemberId(7)]));
    }
}
