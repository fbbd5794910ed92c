//! A draft, the author's actions on it, and their results. Pure.

use std::collections::BTreeSet;

use super::preview::{Preview, PreviewSnapshot, WAKE_PAGES_SHOWN};
use crate::alerts::ask::{AlertKind, Ask, AskProblem, Purpose};
use crate::alerts::audience::AudienceError;
use crate::alerts::model::{AlertId, CorrectionReach, DraftId, MAX_TEXT_CHARS, Severity};
use crate::guild::EventDates;
use crate::members::{InteractionId, Member, MemberId};
use crate::time::{Assumption, Choice, Date, PhraseAnswer, Timestamp, Understood, ZoneId, deadlines, local, phrase};
use crate::words::visible;

/// The most instants that are offered when a time is ambiguous: two rows of buttons.
pub const MAX_CHOICES: usize = 10;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub id: DraftId,
    pub author: MemberId,
    pub content: DraftContent,
    /// The members whom the author chose by name to wake.
    pub chosen_to_wake: BTreeSet<MemberId>,
    /// What the latest preview showed, and when.
    pub shown: Option<PreviewSnapshot>,
    pub previewed_at: Option<Timestamp>,
    pub closed: Option<DraftClosed>,
}

/// What the author typed, and the time to answer by that was parsed from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftContent {
    pub severity: Severity,
    /// The ask, and whether the alert is for practice. Unused for a correction, which keeps both from its alert.
    pub kind: AlertKind,
    /// As typed: how many people are needed, or the answers to choose from. Empty for other asks.
    pub ask_text: String,
    /// As typed. Empty for a correction, which goes to the alert's recipients.
    pub audience: String,
    pub corrects: Option<Corrects>,
    pub text: String,
    /// As typed. Empty when there is no time to answer by.
    pub answer_by_text: String,
    pub answer_by: Option<Timestamp>,
}

/// The alert that a draft corrects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Corrects {
    pub alert: AlertId,
    /// The version that the author saw in the form.
    pub base_version: u32,
}

/// How a draft was closed. Nothing more can be done with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftClosed {
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
    /// How many people are needed, or the answers to choose from.
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
    /// An edit of a draft. `audience` is `None` when the form did not ask for it.
    Existing {
        draft: DraftId,
        audience: Option<String>,
    },
    Correction(Corrects),
}

/// The result of submitting a form, or of another step that leads to a preview. The draft is stored, except when the
/// form of a new correction is [`NotCorrectable`](Self::NotCorrectable).
#[derive(Debug)]
pub enum DraftOutcome {
    Preview(Box<Preview>),
    Problem {
        draft: DraftId,
        problem: DraftProblem,
    },
    NotCorrectable(NotCorrectable),
    /// The draft was sent or discarded before.
    Closed(DraftClosed),
}

/// Why an alert cannot be corrected as the author wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotCorrectable {
    Ended {
        alert: AlertId,
        /// What the author wrote.
        typed: String,
    },
    /// Another correction came first.
    Corrected {
        alert: AlertId,
        /// The version that is current now.
        version: u32,
        /// What the author wrote.
        typed: String,
    },
}

/// Why there is no preview yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftProblem {
    NoText,
    TextTooLong,
    Ask(AskProblem),
    Audience(AudienceError),
    /// Nobody in the server is in the audience.
    NobodyInAudience,
    /// Nobody in the audience is awake, and the alert is for practice.
    NobodyAwake,
    TimeUnknown,
    /// The time has passed. Contains other meanings that the author can choose.
    TimePassed(Vec<Choice>),
    TimeAmbiguous(Vec<Choice>),
    /// The calendar does not have this day. Contains days near it.
    NoSuchDay(Vec<Choice>),
    /// A day without a time. Contains the instants that it can mean, because a day ends at different instants around
    /// the world.
    DayWithoutTime(Vec<Choice>),
    /// The time is after the last day of the event.
    AfterEvent {
        last_day: Date,
        at: Timestamp,
    },
    /// A recurring time, such as "every day", is not an instant.
    TimeRecurs,
    /// A correction with the text and the time that the alert already has.
    Unchanged,
    /// A silent fix that also changes the time to answer by. Recipients must be notified of a new time.
    TimeChanged,
}

/// Whom the author chooses to wake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WakeSelection {
    /// Of the names on this page, exactly `chosen`. Choices on other pages stay.
    Page {
        page: usize,
        chosen: BTreeSet<MemberId>,
    },
    /// Everybody who may be woken and whose name a preview showed to the author.
    All,
    Nobody,
    /// Keeps the earlier choice, and shows the names from this page on.
    ShowFrom {
        first_page: usize,
    },
}

impl WakeSelection {
    /// The first page of names that the next preview shows, so that the names that the author looked at stay in view.
    pub fn first_page(&self) -> usize {
        match *self {
            WakeSelection::Page { page, .. } => page - page % WAKE_PAGES_SHOWN,
            WakeSelection::ShowFrom { first_page } => first_page - first_page % WAKE_PAGES_SHOWN,
            WakeSelection::All | WakeSelection::Nobody => 0,
        }
    }
}

/// What happens when a time that the author chose is after the event's last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LatePolicy {
    AskFirst,
    Keep,
}

/// What happens when the same text was sent a short while ago.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RepeatPolicy {
    AskFirst,
    SendAnyway,
}

/// The result of "Send".
#[derive(Debug)]
pub enum SendOutcome {
    Sent(AlertSent),
    Corrected(CorrectionSent),
    /// The text was fixed in place, and nobody was told.
    Fixed {
        alert: AlertId,
        /// How many people have got the alert.
        count: usize,
    },
    /// The draft was already closed by an earlier "Send" or "Discard". Nothing was sent.
    Closed(DraftClosed),
    NotCorrectable(NotCorrectable),
    /// The preview is too old: the author has to look at a new one.
    PreviewExpired,
    /// The time to answer by has passed in the meantime.
    TimePassed,
    /// Somebody moved to another section since the preview: the author has to look again.
    PreviewChanged(Box<Preview>),
    /// The same text was sent a short while ago: the author has to confirm.
    RepeatedText(Box<Preview>),
    Problem(DraftProblem),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertSent {
    pub alert: AlertId,
    pub recipients: usize,
    /// The number of people whose phones may ring immediately: those who are awake, and those whom the author chose to
    /// wake.
    pub sounded_at_once: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorrectionSent {
    pub alert: AlertId,
    pub reached: CorrectionReach,
}

impl DraftContent {
    pub fn new_alert(severity: Severity, audience: String, kind: AlertKind) -> Self {
        Self {
            severity,
            kind,
            ask_text: String::new(),
            audience,
            corrects: None,
            text: String::new(),
            answer_by_text: String::new(),
            answer_by: None,
        }
    }

    /// `answer_by`: the time to answer by of the version that is corrected. It keeps its instant if the author does not
    /// change its text in the form.
    pub fn correction(corrects: Corrects, severity: Severity, answer_by: Option<Timestamp>) -> Self {
        let content = Self::new_alert(severity, String::new(), AlertKind::default());
        Self { corrects: Some(corrects), answer_by, ..content }
    }

    /// Parses what the alert asks for.
    ///
    /// # Errors
    /// If `ask_text` is invalid.
    pub fn ask(&self) -> Result<Ask, DraftProblem> {
        Ask::read(self.kind.ask, &self.ask_text).map_err(DraftProblem::Ask)
    }

    pub fn is_practice(&self) -> bool {
        self.kind.purpose == Purpose::Practice
    }

    /// Stores what the author typed, even if it has a problem. Returns the assumptions that were made to parse the
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
        let unchanged = self.answer_by.filter(|at| *at > now && is_unchanged(*at));
        visible(text).clone_into(&mut self.text);
        typed.clone_into(&mut self.answer_by_text);
        self.answer_by = None;
        if self.text.is_empty() {
            return Err(DraftProblem::NoText);
        }
        if self.text.chars().count() > MAX_TEXT_CHARS {
            return Err(DraftProblem::TextTooLong);
        }
        let unchanged = unchanged.filter(|_| !typed.is_empty());
        self.answer_by = unchanged;
        self.ask()?;
        if typed.is_empty() || unchanged.is_some() {
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
                        Ok(time.assumed)
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

    /// Why a stored draft has no preview now: its time could not be parsed or has passed, its text is empty, or its ask
    /// is invalid.
    pub fn problem(&self, now: Timestamp) -> Option<DraftProblem> {
        match self.answer_by {
            Some(at) if at <= now => Some(DraftProblem::TimePassed(Vec::new())),
            None if !self.answer_by_text.is_empty() => Some(DraftProblem::TimeUnknown),
            _ if self.text.is_empty() => Some(DraftProblem::NoText),
            _ => self.ask().err(),
        }
    }
}

/// Removes the recurring meanings ("le lundi à 9h") from an ambiguous answer, unless every meaning recurs.
fn without_recurring_meanings(answer: PhraseAnswer) -> PhraseAnswer {
    let PhraseAnswer::Ambiguous(choices) = answer else { return answer };
    let mut once: Vec<Choice> = choices.iter().filter(|choice| choice.answer.rule.is_none()).cloned().collect();
    match once.len() {
        0 => PhraseAnswer::Ambiguous(choices),
        1 if choices.len() > 1 => PhraseAnswer::Understood(Box::new(once.remove(0).answer)),
        _ => PhraseAnswer::Ambiguous(once),
    }
}

/// The instants that days without a time can mean, at most [`MAX_CHOICES`].
fn instants_of_days(days: &[&Understood], zone: ZoneId, now: Timestamp) -> Vec<Choice> {
    let mut distinct: Vec<&Understood> = Vec::new();
    for day in days {
        if distinct.iter().all(|other| (other.wall.date(), other.zone) != (day.wall.date(), day.zone)) {
            distinct.push(day);
        }
    }
    let each = (MAX_CHOICES / distinct.len().max(1)).max(1);
    let choices = distinct.into_iter().flat_map(|day| deadlines(day, zone, now, each));
    choices.take(MAX_CHOICES).collect()
}

/// `AfterEvent` if the time `at` is after the event's last day, unless the event is over. `day` is the day of `at` in
/// the zone in which the time was parsed.
pub(super) fn problem_after_event(
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

/// Formats a time to answer by as the form of a correction shows it.
pub fn as_typed(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M UTC").to_string()
}
