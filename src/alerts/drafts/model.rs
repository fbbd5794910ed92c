//! A draft, the author's actions on it, and the results of these actions. Does no I/O.

use std::collections::BTreeSet;

use super::preview::{Preview, PreviewSnapshot, WAKE_PAGES_SHOWN};
use crate::alerts::ask::{AlertKind, Ask, AskProblem, Purpose};
use crate::alerts::audience::AudienceError;
use crate::alerts::model::{Alert, AlertId, CorrectionReach, DraftId, EditReach, MAX_TEXT_CHARS, Severity};
use crate::alerts::translations::DraftTranslations;
use crate::guild::EventDates;
use crate::members::{InteractionId, Member, MemberId};
use crate::time::{
    Assumption, Choice, Date, Offset, PhraseAnswer, Timestamp, Understood, ZoneId, deadlines, local, phrase,
};
use crate::words::visible;

/// The most instants that the author can choose from when a time is ambiguous. They fill two rows of buttons.
pub const MAX_CHOICES: usize = 10;

/// An alert, or a correction of an alert, that its author prepares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub id: DraftId,
    pub author: MemberId,
    pub content: DraftContent,
    /// The members whom the author chose by name to be woken.
    pub members_to_wake: BTreeSet<MemberId>,
    /// What the latest preview showed. `None` before the first preview.
    pub snapshot: Option<PreviewSnapshot>,
    /// When the latest preview was made. `None` before the first preview.
    pub previewed_at: Option<Timestamp>,
    /// How the draft was closed. `None` while it is open.
    pub closed: Option<DraftClosed>,
}

/// What the author typed and chose in the form, and the deadline that was parsed from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftContent {
    pub severity: Severity,
    /// What the alert asks, and whether it is for practice. A correction keeps both.
    pub kind: AlertKind,
    /// How many people are needed, or the answers to choose from, as the author typed it. Empty for `Read` and `YesNo`,
    /// and in a correction, because the corrected alert keeps them.
    pub ask_text: String,
    /// The audience as the author typed it. Empty in a correction, because a correction goes to the alert's recipients.
    pub audience: String,
    /// The version that the draft corrects. `None` in the draft of a new alert.
    pub correction_base: Option<CorrectionBase>,
    pub text: String,
    /// The text in other languages.
    pub translations: DraftTranslations,
    /// The deadline as the author typed it. Empty if there is no such time.
    pub answer_by_text: String,
    /// The instant that `answer_by_text` means. `None` if the text is empty or has a problem.
    pub answer_by: Option<Timestamp>,
}

/// The alert that a draft corrects, and its version that the author started from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CorrectionBase {
    pub alert: AlertId,
    /// The version that the form showed to the author.
    pub base_version: u32,
}

/// How a draft was closed. A closed draft cannot be changed or sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftClosed {
    /// It was sent as this alert.
    Sent(AlertId),
    /// It was sent as a correction of this alert.
    Corrected(AlertId),
    Discarded,
}

/// A submitted form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftInput {
    pub interaction: InteractionId,
    pub author: MemberId,
    pub target: DraftTarget,
    pub text: String,
    pub answer_by: String,
    /// How many people are needed, or the answers to choose from, as the author typed it.
    pub ask_text: String,
}

/// Which alert or draft a submitted form belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftTarget {
    NewAlert {
        severity: Severity,
        audience: String,
        kind: AlertKind,
    },
    /// An edit of a stored draft. `audience` is `None` when the form did not ask for the audience.
    Existing {
        draft: DraftId,
        audience: Option<String>,
    },
    Correction(CorrectionBase),
}

/// The result of submitting a form, or of any other step that leads to a preview. The draft is stored, unless the form
/// of a new correction is [`NotCorrectable`](Self::NotCorrectable).
#[derive(Debug)]
pub enum DraftOutcome {
    Preview(Box<Preview>),
    Problem {
        draft: DraftId,
        problem: DraftProblem,
    },
    NotCorrectable(NotCorrectable),
    /// The draft had already been sent or discarded. Nothing was changed.
    Closed(DraftClosed),
}

/// Why a draft can no longer correct its alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotCorrectable {
    Ended {
        alert: AlertId,
        /// The text that the author typed.
        typed: String,
    },
    /// The alert was already corrected since the form was opened.
    Corrected {
        alert: AlertId,
        /// The number of the version that is current now.
        version: u32,
        /// The text that the author typed.
        typed: String,
    },
}

/// Why a draft has no preview. The author can fix the draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftProblem {
    NoText,
    /// The text has more than [`MAX_TEXT_CHARS`] characters.
    TextTooLong,
    /// The text in another language has more than [`MAX_TEXT_CHARS`] characters.
    TranslationTooLong,
    Ask(AskProblem),
    Audience(AudienceError),
    /// Nobody in the server is in the audience.
    NobodyInAudience,
    /// The alert is for practice, and nobody in the audience is awake.
    NobodyAwake,
    /// The text of the time cannot be parsed.
    TimeUnknown,
    /// The time has passed. Contains future times that the text can also mean, for the author to choose from.
    TimePassed(Vec<Choice>),
    /// The time can mean several instants. Contains the instants, for the author to choose from.
    TimeAmbiguous(Vec<Choice>),
    /// The calendar does not have this day. Contains times on days near it, for the author to choose from.
    NoSuchDay(Vec<Choice>),
    /// The text names a day without a time of day. A day ends at different instants around the world. Contains these
    /// instants, for the author to choose from.
    DayWithoutTime(Vec<Choice>),
    /// The time is after the last day of the event.
    AfterEvent {
        last_day: Date,
        at: Timestamp,
    },
    /// The time recurs, for example "every day", so it is not one instant.
    TimeRecurs,
    /// The draft is a correction, and the alert already has its text and its time.
    Unchanged,
    /// The author wants a silent fix, but the draft changes the deadline. Recipients must get a message about
    /// a new time.
    TimeChanged,
}

/// A change of the author's choice of members to wake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WakeSelection {
    /// Chooses exactly `chosen` among the names on this page. The choices on the other pages stay.
    Page { page: usize, chosen: BTreeSet<MemberId> },
    /// Chooses everybody who may be woken and whose name a preview showed to the author.
    All,
    /// Chooses nobody.
    Nobody,
    /// Keeps the choice. The next preview shows the names from this page on.
    ShowFrom { first_page: usize },
}

impl WakeSelection {
    /// The first page of names that the next preview shows. It contains the page that the author has just used.
    pub fn first_page(&self) -> usize {
        match *self {
            WakeSelection::Page { page, .. } => page - page % WAKE_PAGES_SHOWN,
            WakeSelection::ShowFrom { first_page } => first_page - first_page % WAKE_PAGES_SHOWN,
            WakeSelection::All | WakeSelection::Nobody => 0,
        }
    }
}

/// What to do if the time that the author chose is after the event's last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LatePolicy {
    AskFirst,
    /// Keep the time.
    Keep,
}

/// What to do if an alert with the same text was sent within `repeat_asked_within`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RepeatPolicy {
    AskFirst,
    SendAnyway,
}

/// The result of a press of "Send", or of a silent fix.
#[derive(Debug)]
pub enum SendOutcome {
    Sent(AlertSent),
    Corrected(CorrectionSent),
    /// The text was fixed in the delivered messages, without a message about it.
    Fixed {
        alert: AlertId,
        /// How many people have messages that are edited.
        edits: EditReach,
    },
    /// The draft was already closed by an earlier "Send" or "Discard". Nothing was sent.
    Closed(DraftClosed),
    NotCorrectable(NotCorrectable),
    /// The preview is too old or does not exist. The author must look at a new one.
    PreviewExpired,
    /// The deadline passed after the preview.
    TimePassed,
    /// Somebody is in another section of the preview than the author saw. The author must look at the new preview.
    PreviewChanged(Box<Preview>),
    /// The same text was sent within `repeat_asked_within`. The author must confirm.
    RepeatedText(Box<Preview>),
    Problem(DraftProblem),
}

/// The result of sending a new alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertSent {
    pub alert: AlertId,
    /// The number of recipients.
    pub recipients: usize,
    /// The number of recipients whose first message is due at once with sound: those who are awake, and those whom the
    /// author chose to wake.
    pub sounded_at_once: usize,
    /// The number of other members of the secretariat who are told that the alert wakes many people. Mostly 0.
    pub secretariat_told: usize,
}

/// The result of sending a correction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorrectionSent {
    pub alert: AlertId,
    pub reached: CorrectionReach,
}

impl Draft {
    /// The deadline that the author typed, if they have chosen another one in the preview since then.
    pub fn typed_deadline(&self) -> Option<Timestamp> {
        self.snapshot.as_ref().and_then(PreviewSnapshot::typed_deadline)
    }

    /// Sets the deadline to one that the preview offers. The form shows the new deadline. Keeps the deadline that the
    /// author typed, so that the preview can offer it again. If that one has passed, keeps the last one instead.
    pub fn move_deadline(&mut self, at: Timestamp, now: Timestamp) {
        let typed_deadline = self.typed_deadline().filter(|typed| *typed > now).or(self.content.answer_by);
        self.snapshot = Some(self.snapshot.take().unwrap_or_default().with_typed_deadline(typed_deadline));
        self.content.answer_by = Some(at);
        self.content.answer_by_text = as_typed(at);
    }

    /// Called after the author typed a deadline, or chose one of its meanings. Forgets the deadline that they typed
    /// before, unless the deadline is still `before`.
    pub fn forget_typed_deadline(&mut self, before: Option<Timestamp>) {
        if self.content.answer_by != before {
            self.snapshot = self.snapshot.take().map(|snapshot| snapshot.with_typed_deadline(None));
        }
    }
}

impl DraftContent {
    /// The content of the draft of a new alert, before its text and its time are parsed.
    pub fn new_alert(severity: Severity, audience: String, kind: AlertKind) -> Self {
        Self {
            severity,
            kind,
            ask_text: String::new(),
            audience,
            correction_base: None,
            text: String::new(),
            translations: DraftTranslations::default(),
            answer_by_text: String::new(),
            answer_by: None,
        }
    }

    /// The content of the draft of a correction, before its text and its time are parsed. `alert` is the
    /// corrected alert. The instant of its deadline is kept if the author does not change the text of the time in the
    /// form.
    pub fn correction(base: CorrectionBase, alert: &Alert) -> Self {
        let kind = AlertKind { ask: alert.ask.kind(), purpose: alert.purpose };
        let content = Self::new_alert(alert.severity, String::new(), kind);
        let current = &alert.current_version;
        Self {
            correction_base: Some(base),
            text: current.text.clone(),
            translations: DraftTranslations::of(&current.translations),
            answer_by: current.answer_by,
            ..content
        }
    }

    /// Parses what the alert asks for.
    ///
    /// # Errors
    /// `Ask` if `ask_text` is invalid.
    pub fn ask(&self) -> Result<Ask, DraftProblem> {
        Ask::read(self.kind.ask, &self.ask_text).map_err(DraftProblem::Ask)
    }

    /// Why `ask_text` is invalid. `None` if it is valid, and for a correction, which cannot change what the alert asks.
    fn ask_problem(&self) -> Option<DraftProblem> {
        if self.correction_base.is_some() { None } else { self.ask().err() }
    }

    pub fn is_practice(&self) -> bool {
        self.kind.purpose == Purpose::Practice
    }

    /// Takes over what the author typed, and parses it. Keeps the typed text even if it has a problem. If it is another
    /// text than before, the texts in other languages are outdated. Returns the assumptions that were made to parse the
    /// time.
    pub fn read(
        &mut self,
        text: &str,
        answer_by: &str,
        author: &Member,
        event: Option<EventDates>,
        now: Timestamp,
    ) -> Result<Vec<Assumption>, DraftProblem> {
        let typed = visible(answer_by);
        let is_unchanged = |at: Timestamp| self.answer_by_text == typed || as_typed(at) == typed;
        let unchanged_answer_by = self.answer_by.filter(|at| *at > now && is_unchanged(*at));
        if !is_same_to_reader(&self.text, visible(text)) {
            self.translations.set_outdated();
        }
        visible(text).clone_into(&mut self.text);
        typed.clone_into(&mut self.answer_by_text);
        self.answer_by = None;
        if self.text.is_empty() {
            return Err(DraftProblem::NoText);
        }
        if self.text.chars().count() > MAX_TEXT_CHARS {
            return Err(DraftProblem::TextTooLong);
        }
        let unchanged_answer_by = unchanged_answer_by.filter(|_| !typed.is_empty());
        self.answer_by = unchanged_answer_by;
        if let Some(problem) = self.ask_problem() {
            return Err(problem);
        }
        if typed.is_empty() || unchanged_answer_by.is_some() {
            return Ok(Vec::new());
        }
        let zone = author.zone().unwrap_or_else(ZoneId::utc);
        match without_recurring_meanings(phrase(typed, zone, now, author.language)) {
            PhraseAnswer::Understood(time) if time.rule.is_some() => Err(DraftProblem::TimeRecurs),
            PhraseAnswer::Understood(time) if time.lacks_time() => {
                Err(DraftProblem::DayWithoutTime(instants_of_days(&[&*time], zone, now)))
            }
            PhraseAnswer::Understood(time) => {
                match problem_after_event(time.wall.date(), time.instant, author, event, now) {
                    Some(problem) => Err(problem),
                    None => {
                        self.answer_by = Some(time.instant);
                        Ok(time.assumptions)
                    }
                }
            }
            PhraseAnswer::Ambiguous(choices) if choices.iter().all(|choice| choice.answer.lacks_time()) => {
                let days: Vec<&Understood> = choices.iter().map(|choice| &choice.answer).collect();
                Err(DraftProblem::DayWithoutTime(instants_of_days(&days, zone, now)))
            }
            PhraseAnswer::Ambiguous(choices) => Err(DraftProblem::TimeAmbiguous(choices)),
            PhraseAnswer::Past(choices) => Err(DraftProblem::TimePassed(choices)),
            PhraseAnswer::NoSuchDay(choices) => {
                let days: Vec<&Understood> = choices.iter().map(|choice| &choice.answer).collect();
                let needs_time = days.iter().all(|day| day.lacks_time());
                Err(DraftProblem::NoSuchDay(if needs_time { instants_of_days(&days, zone, now) } else { choices }))
            }
            PhraseAnswer::Unknown => Err(DraftProblem::TimeUnknown),
        }
    }

    /// Why a stored draft has no preview at `now`: its time could not be parsed or has passed, its text is empty, or
    /// its ask is invalid. `None` if it has none of these problems.
    pub fn problem(&self, now: Timestamp) -> Option<DraftProblem> {
        match self.answer_by {
            Some(at) if at <= now => Some(DraftProblem::TimePassed(Vec::new())),
            None if !self.answer_by_text.is_empty() => Some(DraftProblem::TimeUnknown),
            _ if self.text.is_empty() => Some(DraftProblem::NoText),
            _ => self.ask_problem(),
        }
    }
}

/// Removes the recurring meanings, for example "le lundi à 9h", from an ambiguous answer, unless every meaning recurs.
fn without_recurring_meanings(answer: PhraseAnswer) -> PhraseAnswer {
    let PhraseAnswer::Ambiguous(choices) = answer else { return answer };
    let mut single_choices: Vec<Choice> =
        choices.iter().filter(|choice| choice.answer.rule.is_none()).cloned().collect();
    match single_choices.len() {
        0 => PhraseAnswer::Ambiguous(choices),
        1 if choices.len() > 1 => PhraseAnswer::Understood(Box::new(single_choices.remove(0).answer)),
        _ => PhraseAnswer::Ambiguous(single_choices),
    }
}

/// The instants that days without a time of day can mean, at most [`MAX_CHOICES`].
fn instants_of_days(days: &[&Understood], zone: ZoneId, now: Timestamp) -> Vec<Choice> {
    let mut distinct: Vec<&Understood> = Vec::new();
    for day in days {
        if distinct.iter().all(|other| (other.wall.date(), other.zone) != (day.wall.date(), day.zone)) {
            distinct.push(day);
        }
    }
    let choices_per_day = (MAX_CHOICES / distinct.len().max(1)).max(1);
    let choices = distinct.into_iter().flat_map(|day| deadlines(day, zone, now, choices_per_day));
    choices.take(MAX_CHOICES).collect()
}

/// Returns [`DraftProblem::AfterEvent`] if `day` is after the event's last day and the event is not over. `day` is the
/// day of `at` in the zone in which the time was parsed.
fn problem_after_event(
    day: Date,
    at: Timestamp,
    author: &Member,
    event: Option<EventDates>,
    now: Timestamp,
) -> Option<DraftProblem> {
    let last_day = event?.last_day();
    let today = local(author.zone().unwrap_or_else(ZoneId::utc), now).0.date();
    (day > last_day && today <= last_day).then_some(DraftProblem::AfterEvent { last_day, at })
}

/// As [`problem_after_event`], for an instant that the author chose from several instants.
pub(super) fn chosen_time_after_event(
    at: Timestamp,
    author: &Member,
    event: Option<EventDates>,
    now: Timestamp,
) -> Option<DraftProblem> {
    problem_after_event(last_day_of(at), at, author, event, now)
}

/// The date at `at` in UTC-12, the zone in which a day ends last. The author can choose the end of the event's last day
/// in this zone. That instant must not count as after the event.
fn last_day_of(at: Timestamp) -> Date {
    let west = ZoneId::fixed(Offset::constant(-12)).unwrap_or_else(ZoneId::utc);
    local(west, at).0.date()
}

/// Whether two texts have the same words in the same lines.
pub(super) fn is_same_to_reader(old: &str, new: &str) -> bool {
    fn lines(text: &str) -> impl Iterator<Item = Vec<&str>> {
        text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>()).filter(|words| !words.is_empty())
    }
    lines(old).eq(lines(new))
}

/// The text of a deadline in a form that shows a stored deadline, to the minute in UTC.
pub fn as_typed(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_reads_the_same_if_only_its_spaces_differ_but_not_if_its_case_differs() {
        assert!(is_same_to_reader("Room  2 \n\nat noon", "Room 2\nat noon "));
        assert!(!is_same_to_reader("room 2 at noon", "Room 2 at noon"));
        assert!(!is_same_to_reader("Room 2 at noon", "Room 2\nat noon"));
    }
}
