//! A preview shows how each person of the audience would get the alert if it were sent now. Does no I/O.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};

use super::other_deadlines::{DeadlineOptions, Hearing};
use crate::alerts::ask::{Ask, Purpose};
use crate::alerts::model::{AlertId, DraftId, Severity};
use crate::alerts::plan::Plan;
use crate::alerts::translations::DraftTranslations;
use crate::members::{Group, Member, MemberId, Wakefulness, ZoneBasis};
use crate::time::{Assumption, Timestamp};
use crate::words::Language;

/// The most names in one select menu. This is Discord's limit.
pub const WAKE_PAGE_SIZE: usize = 25;
/// The most select menus of names in one preview. A Discord message has five rows, and two of them contain buttons.
pub const WAKE_PAGES_SHOWN: usize = 3;

/// What the author sees before sending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    pub draft: DraftId,
    /// The correction, if the draft is one. A correction goes to the recipients of its alert. Its author does not
    /// choose whom to wake.
    pub correction: Option<PreviewedCorrection>,
    pub severity: Severity,
    pub ask: Ask,
    pub purpose: Purpose,
    /// The number of people in the audience who get no message, because the alert is for practice and they are not
    /// awake.
    pub left_out_count: usize,
    /// The names of the people in the server who are in no group, if the audience is everyone. They get no message.
    pub people_without_group: Vec<String>,
    /// The names of the people who may be in a region that the audience names, but get no message: Magpie does not know
    /// where they live.
    pub unplaced_people: Vec<String>,
    /// The original text.
    pub text: String,
    /// The text in other languages.
    pub translations: DraftTranslations,
    /// The language of the person who wrote the original.
    pub author_language: Language,
    pub answer_by: Option<Timestamp>,
    /// How many people can hear the alert before the deadline, and before the other deadlines that the preview offers.
    /// `None` for a correction, without a deadline, and if the deadline is not too early for anybody.
    pub deadlines: Option<DeadlineOptions>,
    /// The deadline that the author chose in the preview, if it had passed by then. The draft keeps its deadline.
    pub passed_choice: Option<Timestamp>,
    /// What Magpie does until the alert is answered, if it is sent while this preview is valid.
    pub plan: Plan,
    /// The assumptions that were made to parse the deadline.
    pub assumptions: Vec<Assumption>,
    /// The groups that the audience names.
    pub groups: BTreeSet<Group>,
    /// The people who get the alert, ordered by name.
    pub people: Vec<PreviewPerson>,
    /// The members whom the author chose to wake. All of them may be woken.
    pub members_to_wake: BTreeSet<MemberId>,
    /// The index, from 0, of the first page of names that the preview shows. The author chooses the people to wake
    /// from these names.
    pub first_wake_page: usize,
    /// The people who may be woken and whose names this preview or an earlier one showed.
    pub wakeable_members_shown: BTreeSet<MemberId>,
    /// The other members of the secretariat, if the alert wakes so many people that they are told.
    pub secretariat_to_tell: BTreeSet<MemberId>,
    /// The number of expected members of the groups who are not on Discord.
    pub not_on_discord: usize,
    /// The number of those among them who get an e-mail. For a correction, the number of people outside Discord who get
    /// it by e-mail. `None` if the alert does not go by e-mail.
    pub absent_by_mail: Option<usize>,
    /// An alert with the same text that was sent to some of these people within `repeat_asked_within`.
    pub repeated_alert: Option<RepeatedAlert>,
    /// The members who are in another section than in the preview that the author wanted to send. Empty if the author
    /// did not press "Send".
    pub moved_members: BTreeSet<MemberId>,
}

/// What the preview of a correction contains besides the text and the time.
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
    /// The original, and perhaps the texts in other languages.
    Text,
    /// Only texts in other languages than the original.
    Translations,
    /// The deadline, and perhaps the text. Recipients must get a message about this change.
    Time,
}

/// An earlier alert with the same text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RepeatedAlert {
    pub alert: AlertId,
    pub sent_at: Timestamp,
}

/// One person in a preview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewPerson {
    pub member: MemberId,
    pub name: String,
    pub status: PreviewStatus,
    /// The language in which they get the message.
    pub language: Language,
    /// Whether their zone is saved, assumed or unknown.
    pub zone: ZoneBasis,
    /// Whether they have confirmed that they heard a test of their phone.
    pub phone: Phone,
}

/// Whether a member has ever confirmed that they heard a test of their phone.
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
            language: member.language,
            zone: member.zone_basis(),
            phone: if is_confirmed { Phone::Confirmed } else { Phone::NeverConfirmed },
        }
    }
}

/// How one person would get the alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PreviewStatus {
    Awake,
    /// They get the message without sound, and a nudge with sound when they wake. A message of severity `Information`
    /// is held until they wake.
    Asleep {
        wakes_at: Timestamp,
    },
    /// They are asleep, and allow an emergency to wake them. They are woken only if the author chooses their name.
    MayWake {
        wakes_at: Timestamp,
    },
    /// They are asleep until the deadline or longer.
    WakesTooLate {
        wakes_at: Timestamp,
    },
    /// Their zone is not known. They get the message without sound, because they never count as awake.
    NoZone,
    NoRoute(NoRoute),
    /// No message on Discord can reach them, so they get an e-mail.
    ByMail(NoRoute),
}

/// Why no message on Discord can reach a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoRoute {
    DmsClosed,
    /// No DM channel was ever opened, because they have never pressed a button of Magpie.
    NeverOpened,
}

/// When the first person hears an alert that is sent now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FirstHeard {
    Now,
    At(Timestamp),
    /// Nobody is awake, and it is not known when somebody wakes.
    Unknown,
}

/// Where a message goes if a member's DMs are closed or were never opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fallback {
    InboxThread,
    None,
}

/// The sections of the preview, in the order in which the preview shows them: first the people who do not see the alert
/// in time, last the people who hear it now. Drafts store the serde name of a section.
/// Its strum code is the last part of the Fluent key of its heading.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, IntoStaticStr, VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "kebab-case")]
pub enum PreviewSection {
    TooLate,
    MayWake,
    NoRoute,
    ByMail,
    NoZone,
    Asleep,
    Awake,
}

impl PreviewStatus {
    pub fn of(
        member: &Member,
        severity: Severity,
        answer_by: Option<Timestamp>,
        fallback: Fallback,
        now: Timestamp,
    ) -> Self {
        if member.reach.usable_dm().is_none() && fallback == Fallback::None {
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

    /// The status of a person who is asleep and is not woken by the alert.
    pub(super) fn asleep(wakes_at: Timestamp, answer_by: Option<Timestamp>) -> Self {
        if answer_by.is_some_and(|at| wakes_at >= at) {
            PreviewStatus::WakesTooLate { wakes_at }
        } else {
            PreviewStatus::Asleep { wakes_at }
        }
    }

    /// When a sleeping person wakes. `None` if they are awake, have no known zone, or cannot be reached.
    pub fn wakes_at(self) -> Option<Timestamp> {
        match self {
            PreviewStatus::Asleep { wakes_at }
            | PreviewStatus::MayWake { wakes_at }
            | PreviewStatus::WakesTooLate { wakes_at } => Some(wakes_at),
            PreviewStatus::Awake | PreviewStatus::NoZone | PreviewStatus::NoRoute(_) | PreviewStatus::ByMail(_) => None,
        }
    }

    pub fn section(self) -> PreviewSection {
        match self {
            PreviewStatus::Awake => PreviewSection::Awake,
            PreviewStatus::Asleep { .. } => PreviewSection::Asleep,
            PreviewStatus::MayWake { .. } => PreviewSection::MayWake,
            PreviewStatus::WakesTooLate { .. } => PreviewSection::TooLate,
            PreviewStatus::NoZone => PreviewSection::NoZone,
            PreviewStatus::NoRoute(_) => PreviewSection::NoRoute,
            PreviewStatus::ByMail(_) => PreviewSection::ByMail,
        }
    }
}

/// The text for the readers of one language, other than the author's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LanguageText {
    pub language: Language,
    /// The number of people who read it.
    pub readers: usize,
    pub state: LanguageTextState,
}

/// Whether the readers of a language get a text of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LanguageTextState {
    Written,
    /// The original was changed after the text was written, so they get the original until the author checks the text.
    Outdated,
    Missing,
}

impl Preview {
    /// The texts that the author has written for the readers of other languages. In the preview of a new alert, also
    /// the other languages of its readers, except the author's.
    pub fn language_texts(&self) -> Vec<LanguageText> {
        let readers = |language| self.people.iter().filter(|person| person.language == language).count();
        let text = |language| {
            let (written, readers) = (self.translations.get(language), readers(language));
            let state = match written {
                Some(text) if text.is_outdated => LanguageTextState::Outdated,
                Some(_) => LanguageTextState::Written,
                None => LanguageTextState::Missing,
            };
            let is_offered = self.correction.is_none() && language != self.author_language && readers > 0;
            (is_offered || written.is_some()).then_some(LanguageText { language, readers, state })
        };
        Language::ALL.into_iter().filter_map(text).collect()
    }

    /// The text that readers of this language get first, and the original if it is another text.
    pub fn text_in(&self, language: Language) -> (&str, Option<&str>) {
        match self.translations.get(language).filter(|translation| !translation.is_outdated) {
            Some(translation) => (&translation.text, Some(&self.text)),
            None => (&self.text, None),
        }
    }

    /// The people in one section, ordered by name.
    pub fn section(&self, section: PreviewSection) -> impl Iterator<Item = &PreviewPerson> {
        self.people.iter().filter(move |person| person.status.section() == section)
    }

    /// The number of people who have never confirmed that they heard a test of their phone.
    pub fn phones_never_confirmed(&self) -> usize {
        self.people.iter().filter(|person| person.phone == Phone::NeverConfirmed).count()
    }

    /// The people who are asleep and whom the alert wakes.
    pub fn woken(&self) -> impl Iterator<Item = &PreviewPerson> {
        self.people.iter().filter(|person| self.is_woken(person))
    }

    /// Whether this is an emergency that wakes nobody, although somebody sleeps.
    pub fn is_emergency_without_woken(&self) -> bool {
        let somebody_is_asleep = self.people.iter().any(|person| person.status.wakes_at().is_some());
        self.severity == Severity::Emergency && somebody_is_asleep && self.woken().next().is_none()
    }

    /// The first and the last instant at which a sleeping person wakes whom the alert does not wake. `None` if there is
    /// no such person.
    pub fn sleepers_wake_at(&self) -> Option<(Timestamp, Timestamp)> {
        let sleepers = self.people.iter().filter(|person| !self.is_woken(person));
        let instants = || sleepers.clone().filter_map(|person| person.status.wakes_at());
        instants().min().zip(instants().max())
    }

    /// When the people can hear the alert if it is sent now.
    pub(super) fn hearing(&self) -> Hearing {
        let now = self.people.iter().filter(|person| self.is_heard_now(person)).count();
        let sleepers = self.people.iter().filter(|person| !self.is_woken(person));
        let wake_at = sleepers.filter_map(|person| person.status.wakes_at()).collect();
        Hearing::new(self.people.len(), now, wake_at)
    }

    /// When the first person hears the alert if it is sent now.
    pub fn first_heard(&self) -> FirstHeard {
        if self.people.iter().any(|person| self.is_heard_now(person)) {
            return FirstHeard::Now;
        }
        self.sleepers_wake_at().map_or(FirstHeard::Unknown, |(first, _)| FirstHeard::At(first))
    }

    /// The languages of the people in the preview, each with the number of its readers. The language with the most
    /// readers comes first.
    pub fn languages(&self) -> Vec<(Language, usize)> {
        let readers = |language| self.people.iter().filter(|person| person.language == language).count();
        let mut languages: Vec<_> = Language::ALL.into_iter().map(|language| (language, readers(language))).collect();
        languages.retain(|(_, readers)| *readers > 0);
        languages.sort_by_key(|(_, readers)| std::cmp::Reverse(*readers));
        languages
    }

    fn is_heard_now(&self, person: &PreviewPerson) -> bool {
        person.status == PreviewStatus::Awake || self.is_woken(person)
    }

    fn is_woken(&self, person: &PreviewPerson) -> bool {
        person.status.section() == PreviewSection::MayWake && self.members_to_wake.contains(&person.member)
    }

    /// One page of the people who may be woken, for a select menu. The first page is 0.
    pub fn wake_page(&self, page: usize) -> impl Iterator<Item = &PreviewPerson> {
        wake_page(&self.people, page)
    }
}

/// One page of the people in `people` who may be woken, as [`Preview::wake_page`].
pub fn wake_page(people: &[PreviewPerson], page: usize) -> impl Iterator<Item = &PreviewPerson> {
    let may_wake = people.iter().filter(|person| person.status.section() == PreviewSection::MayWake);
    may_wake.skip(page.saturating_mul(WAKE_PAGE_SIZE)).take(WAKE_PAGE_SIZE)
}

/// The people who may be woken and whose names are on the pages that a preview shows. `first_page` is the first of
/// these pages.
pub fn wakeable_names_shown(people: &[PreviewPerson], first_page: usize) -> BTreeSet<MemberId> {
    let pages = first_page..first_page.saturating_add(WAKE_PAGES_SHOWN);
    pages.flat_map(|page| wake_page(people, page)).map(|person| person.member).collect()
}

/// What a preview showed: the section of each person, and the names that the author could choose from. It is stored
/// with the draft. When the draft is sent, it is compared with a new preview.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "StoredSnapshot", into = "StoredSnapshot")]
pub struct PreviewSnapshot {
    sections: BTreeMap<MemberId, PreviewSection>,
    /// The people who may be woken and whose names this preview or an earlier one showed. A person whom the preview
    /// only counted is not among them.
    wakeable_members_shown: BTreeSet<MemberId>,
    /// The deadline that the author typed, if they have chosen another one in the preview since then.
    typed_deadline: Option<Timestamp>,
}

/// The stored form of a snapshot. Older versions stored only the sections, or no typed deadline.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged)]
enum StoredSnapshot {
    Named {
        sections: BTreeMap<MemberId, PreviewSection>,
        named: BTreeSet<MemberId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        typed_deadline: Option<Timestamp>,
    },
    Sections(BTreeMap<MemberId, PreviewSection>),
}

impl From<StoredSnapshot> for PreviewSnapshot {
    fn from(stored: StoredSnapshot) -> Self {
        match stored {
            StoredSnapshot::Named { sections, named, typed_deadline } => {
                Self { sections, wakeable_members_shown: named, typed_deadline }
            }
            StoredSnapshot::Sections(sections) => Self { sections, ..Self::default() },
        }
    }
}

impl From<PreviewSnapshot> for StoredSnapshot {
    fn from(snapshot: PreviewSnapshot) -> Self {
        let PreviewSnapshot { sections, wakeable_members_shown: named, typed_deadline } = snapshot;
        StoredSnapshot::Named { sections, named, typed_deadline }
    }
}

impl PreviewSnapshot {
    /// `wakeable_members_shown`: the people who may be woken and whose names this preview or an earlier one showed.
    pub fn new(people: &[PreviewPerson], wakeable_members_shown: BTreeSet<MemberId>) -> Self {
        Self {
            sections: people.iter().map(|person| (person.member, person.status.section())).collect(),
            wakeable_members_shown,
            typed_deadline: None,
        }
    }

    /// The deadline that the author typed, if they have chosen another one in the preview since then.
    pub fn typed_deadline(&self) -> Option<Timestamp> {
        self.typed_deadline
    }

    #[must_use]
    pub fn with_typed_deadline(self, typed_deadline: Option<Timestamp>) -> Self {
        Self { typed_deadline, ..self }
    }

    /// The people whose names were shown and who were in the section [`PreviewSection::MayWake`] of this preview.
    pub fn wakeable_members_shown(&self) -> BTreeSet<MemberId> {
        let may_wake = |id: &&MemberId| self.sections.get(*id) == Some(&PreviewSection::MayWake);
        self.wakeable_members_shown.iter().filter(may_wake).copied().collect()
    }

    /// Whether the preview showed exactly `people`, each in the section in which they are now.
    pub fn is_current(&self, people: &[PreviewPerson]) -> bool {
        self.sections.len() == people.len() && self.moved_members(people).is_empty()
    }

    /// The members in `people` whom the preview showed in another section, or did not show.
    pub fn moved_members(&self, people: &[PreviewPerson]) -> BTreeSet<MemberId> {
        let moved = people.iter().filter(|person| self.sections.get(&person.member) != Some(&person.status.section()));
        moved.map(|person| person.member).collect()
    }
}

#[cfg(test)]
mod tests;
