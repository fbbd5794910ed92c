//! A preview: how each person of the audience would get the alert if it were sent now. Pure.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};

use crate::alerts::ask::{Ask, Purpose};
use crate::alerts::model::{AlertId, DraftId, Severity};
use crate::members::{Group, Member, MemberId, Wakefulness, ZoneBasis};
use crate::time::{Assumption, Timestamp};

/// Names in one select menu. This is Discord's limit.
pub const WAKE_PAGE_SIZE: usize = 25;
/// Select menus of names in one preview. A message has five rows, and two of them are buttons.
pub const WAKE_PAGES_SHOWN: usize = 3;

/// What the author sees before sending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    pub draft: DraftId,
    /// Set if the draft is a correction. A correction goes to the recipients of its alert, and its author does not
    /// choose again whom to wake.
    pub correction: Option<PreviewedCorrection>,
    pub severity: Severity,
    pub ask: Ask,
    pub purpose: Purpose,
    /// How many people in the audience get nothing, because the alert is for practice and they are not awake.
    pub left_out: usize,
    pub text: String,
    pub answer_by: Option<Timestamp>,
    /// The assumptions that were made to parse the time to answer by.
    pub assumptions: Vec<Assumption>,
    /// The groups that the audience names.
    pub groups: BTreeSet<Group>,
    /// Ordered by name.
    pub people: Vec<PreviewPerson>,
    /// The members whom the author chose to wake; all of them may be woken.
    pub chosen_to_wake: BTreeSet<MemberId>,
    /// The first page of names that is shown to choose from.
    pub first_wake_page: usize,
    /// The people who may be woken and whose names this preview or an earlier one showed.
    pub named: BTreeSet<MemberId>,
    /// How many expected members of the groups are not on Discord.
    pub not_on_discord: usize,
    /// An alert with the same text that some of these people got a short while ago.
    pub repeated: Option<RepeatedAlert>,
    /// The members who moved to another section since the previous preview. Empty in the first preview.
    pub moved: BTreeSet<MemberId>,
}

/// What the message about a correction says besides its text and time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewedCorrection {
    pub alert: AlertId,
    /// The number of the version that the correction creates.
    pub version: u32,
    /// The author of the alert.
    pub author_name: String,
    pub changes: Changes,
}

/// What a correction changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changes {
    Text,
    /// The time to answer by, and perhaps the text. People must be told about this.
    Time,
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
    /// How their zone is known.
    pub zone: ZoneBasis,
    /// Whether they confirmed that they heard a test of their phone.
    pub phone: Phone,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phone {
    Confirmed,
    NeverConfirmed,
}

impl PreviewPerson {
    pub fn of(member: &Member, status: PreviewStatus) -> Self {
        let is_confirmed = member.reach.phone_confirmed_at.is_some();
        Self {
            member: member.id,
            name: member.name.clone(),
            status,
            zone: member.zone_basis(),
            phone: if is_confirmed { Phone::Confirmed } else { Phone::NeverConfirmed },
        }
    }
}

/// How one person would get the alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PreviewStatus {
    Awake,
    /// Gets it silently, and a nudge with sound at the waking minute. Information is held until then.
    Asleep {
        wakes_at: Timestamp,
    },
    /// Asleep, and allows an emergency to wake them. They are woken only if the author chooses the name.
    MayWake {
        wakes_at: Timestamp,
    },
    /// Asleep until after the time to answer by.
    TooLate {
        wakes_at: Timestamp,
    },
    /// The zone is not known: gets it silently, and never counts as awake.
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

/// The sections of the preview, in the order in which they are shown. Drafts store their serde names. The strum code is
/// the last part of the Fluent key of the section's heading.
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
            Wakefulness::Asleep { wakes_at } => PreviewStatus::asleep(wakes_at, answer_by),
        }
    }

    /// The status of a person who is asleep and is not woken.
    pub(super) fn asleep(wakes_at: Timestamp, answer_by: Option<Timestamp>) -> Self {
        if answer_by.is_some_and(|at| wakes_at >= at) {
            PreviewStatus::TooLate { wakes_at }
        } else {
            PreviewStatus::Asleep { wakes_at }
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

    /// How many people never confirmed that they heard a test of their phone.
    pub fn phones_never_confirmed(&self) -> usize {
        self.people.iter().filter(|person| person.phone == Phone::NeverConfirmed).count()
    }

    /// The people who are woken.
    pub fn woken(&self) -> impl Iterator<Item = &PreviewPerson> {
        self.section(PreviewSection::MayWake).filter(|person| self.chosen_to_wake.contains(&person.member))
    }

    /// One page of the people who may be woken, for a select menu. The first page is 0.
    pub fn wake_page(&self, page: usize) -> impl Iterator<Item = &PreviewPerson> {
        wake_page(&self.people, page)
    }
}

/// As [`Preview::wake_page`].
pub fn wake_page(people: &[PreviewPerson], page: usize) -> impl Iterator<Item = &PreviewPerson> {
    let may_wake = people.iter().filter(|person| person.status.section() == PreviewSection::MayWake);
    may_wake.skip(page.saturating_mul(WAKE_PAGE_SIZE)).take(WAKE_PAGE_SIZE)
}

/// The people who may be woken and whose names a preview shows, if its first page of names is `first_page`.
pub fn wakeable_names_shown(people: &[PreviewPerson], first_page: usize) -> BTreeSet<MemberId> {
    let pages = first_page..first_page.saturating_add(WAKE_PAGES_SHOWN);
    pages.flat_map(|page| wake_page(people, page)).map(|person| person.member).collect()
}

/// What a preview showed: the section of each person, and the names to choose from. It is stored with the draft, and
/// compared when the draft is sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "StoredSnapshot", into = "StoredSnapshot")]
pub struct PreviewSnapshot {
    sections: BTreeMap<MemberId, PreviewSection>,
    /// The people who may be woken and whose names were shown. A person who was only included in a count was not shown.
    named: BTreeSet<MemberId>,
}

/// The stored form of a snapshot. Older versions stored only the sections.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged)]
enum StoredSnapshot {
    Named { sections: BTreeMap<MemberId, PreviewSection>, named: BTreeSet<MemberId> },
    Sections(BTreeMap<MemberId, PreviewSection>),
}

impl From<StoredSnapshot> for PreviewSnapshot {
    fn from(stored: StoredSnapshot) -> Self {
        match stored {
            StoredSnapshot::Named { sections, named } => Self { sections, named },
            StoredSnapshot::Sections(sections) => Self { sections, named: BTreeSet::new() },
        }
    }
}

impl From<PreviewSnapshot> for StoredSnapshot {
    fn from(snapshot: PreviewSnapshot) -> Self {
        let PreviewSnapshot { sections, named } = snapshot;
        StoredSnapshot::Named { sections, named }
    }
}

impl PreviewSnapshot {
    /// `named`: the people who may be woken and whose names were shown.
    pub fn new(people: &[PreviewPerson], named: BTreeSet<MemberId>) -> Self {
        Self { sections: people.iter().map(|person| (person.member, person.status.section())).collect(), named }
    }

    /// The people whose names were shown and who were in the section [`PreviewSection::MayWake`].
    pub fn named(&self) -> BTreeSet<MemberId> {
        let may_wake = |id: &&MemberId| self.sections.get(*id) == Some(&PreviewSection::MayWake);
        self.named.iter().filter(may_wake).copied().collect()
    }

    /// Whether everybody in `people`, and nobody else, is in the section that was shown.
    pub fn is_current(&self, people: &[PreviewPerson]) -> bool {
        self.sections.len() == people.len() && self.moved(people).is_empty()
    }

    /// The members of `people` who are now in another section than the one that was shown, or who were not shown.
    pub fn moved(&self, people: &[PreviewPerson]) -> BTreeSet<MemberId> {
        let moved = people.iter().filter(|person| self.sections.get(&person.member) != Some(&person.status.section()));
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
        let person = PreviewPerson::of(&member(7, "X", "x", &[]), PreviewStatus::MayWake { wakes_at: at(NOW) });
        let snapshot = PreviewSnapshot::new(&[person], BTreeSet::from([MemberId(7)]));
        let stored = serde_json::to_string(&snapshot).unwrap();
        assert_eq!(stored, r#"{"sections":{"7":"may_wake"},"named":["7"]}"#);
        assert_eq!(serde_json::from_str::<PreviewSnapshot>(&stored).unwrap(), snapshot);
        assert_eq!(snapshot.named(), BTreeSet::from([MemberId(7)]));
        let old: PreviewSnapshot = serde_json::from_str(r#"{"7":"may_wake"}"#).unwrap();
        assert_eq!(old.named(), BTreeSet::new(), "older versions did not store whose names were shown");
    }

    #[test]
    fn names_beyond_the_pages_that_are_shown_are_not_named() {
        let person = |id: u64| {
            let status = PreviewStatus::MayWake { wakes_at: at(NOW) };
            PreviewPerson::of(&member(id, &format!("{id:03}"), "x", &[]), status)
        };
        let people: Vec<_> = (0..110).map(person).collect();
        assert_eq!(wakeable_names_shown(&people, 0).len(), 75);
        assert_eq!(wakeable_names_shown(&people, 3).into_iter().next(), Some(MemberId(75)));
        assert_eq!(wakeable_names_shown(&people, 3).len(), 35);
    }
}
