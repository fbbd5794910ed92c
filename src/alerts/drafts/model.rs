//! A draft, the author's actions on it, and their results. Pure.

use std::collections::BTreeSet;

use super::preview::{Preview, PreviewSnapshot};
use crate::alerts::audience::AudienceError;
use crate::alerts::model::{AlertId, DraftId, MAX_TEXT_CHARS, Severity};
use crate::members::{InteractionId, Member, MemberId};
use crate::time::{Assumption, Choice, PhraseAnswer, Timestamp, ZoneId, phrase};

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

/// What the author typed, and how the time to answer was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftContent {
    pub severity: Severity,
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
    pub from_version: u32,
}

/// Why nothing more can be done with a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftClosed {
    Sent(AlertId),
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
}

/// Which alert or draft a submitted form belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftTarget {
    NewAlert {
        severity: Severity,
        audience: String,
    },
    /// An edit of a draft. `audience` is `None` when the form did not ask for it.
    Existing {
        draft: DraftId,
        audience: Option<String>,
    },
    Correction(Corrects),
}

/// The result of a form, or of another step that ends in a preview. The draft is stored in every case.
#[derive(Debug)]
pub enum DraftOutcome {
    Preview(Box<Preview>),
    Problem {
        draft: DraftId,
        problem: DraftProblem,
    },
    /// A correction without a problem is sent at once.
    Corrected(CorrectionSent),
    /// The alert to correct has ended, or somebody else corrected it meanwhile.
    NothingToCorrect,
    /// The draft was sent or discarded before.
    Closed(DraftClosed),
}

/// Why there is no preview yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftProblem {
    NoText,
    TextTooLong,
    Audience(AudienceError),
    /// Nobody in the server is in the audience.
    NobodyInAudience,
    TimeUnknown,
    /// The time has passed; contains other meanings that the author can choose.
    TimePassed(Vec<Choice>),
    TimeAmbiguous(Vec<Choice>),
    /// "Every day" is not an instant.
    TimeRecurs,
}

/// Whom the author chooses to wake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WakeSelection {
    /// Exactly `chosen`, among the names on this page. Choices on other pages stay.
    Page {
        page: usize,
        chosen: BTreeSet<MemberId>,
    },
    /// Everybody whom the latest preview showed as possible to wake.
    All,
    Nobody,
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
    /// A second press: nothing was sent again.
    AlreadySent(AlertId),
    Discarded,
    /// The preview is too old: the author has to look at a new one.
    PreviewExpired,
    /// The time to answer has passed meanwhile.
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
    /// How many people get sound at once, because they are awake or are woken.
    pub sounded_at_once: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorrectionSent {
    pub alert: AlertId,
    /// How many people get a message about the correction.
    pub notified: usize,
}

impl DraftContent {
    pub fn new_alert(severity: Severity, audience: String) -> Self {
        Self { severity, audience, corrects: None, text: String::new(), answer_by_text: String::new(), answer_by: None }
    }

    /// `answer_by`: the time of the version to correct, so that a time that the author leaves unchanged keeps its
    /// meaning.
    pub fn correction(corrects: Corrects, severity: Severity, answer_by: Option<Timestamp>) -> Self {
        Self { corrects: Some(corrects), answer_by, ..Self::new_alert(severity, String::new()) }
    }

    /// Stores what the author typed, even if it has a problem; returns the assumptions made to understand the time.
    pub fn read(
        &mut self,
        text: &str,
        answer_by: &str,
        author: &Member,
        now: Timestamp,
    ) -> Result<Vec<Assumption>, DraftProblem> {
        let typed = answer_by.trim();
        let is_unchanged = |at: Timestamp| self.answer_by_text == typed || as_typed(at) == typed;
        let unchanged = self.answer_by.filter(|at| *at > now && is_unchanged(*at));
        text.trim().clone_into(&mut self.text);
        typed.clone_into(&mut self.answer_by_text);
        self.answer_by = None;
        if self.text.is_empty() {
            return Err(DraftProblem::NoText);
        }
        if self.text.chars().count() > MAX_TEXT_CHARS {
            return Err(DraftProblem::TextTooLong);
        }
        if typed.is_empty() {
            return Ok(Vec::new());
        }
        if unchanged.is_some() {
            self.answer_by = unchanged;
            return Ok(Vec::new());
        }
        match phrase(typed, author.zone().unwrap_or_else(ZoneId::utc), now, author.language) {
            PhraseAnswer::Understood(time) if time.rule.is_some() => Err(DraftProblem::TimeRecurs),
            PhraseAnswer::Understood(time) => {
                self.answer_by = Some(time.instant);
                Ok(time.assumed)
            }
            PhraseAnswer::Ambiguous(choices) => Err(DraftProblem::TimeAmbiguous(choices)),
            PhraseAnswer::Past(choices) => Err(DraftProblem::TimePassed(choices)),
            PhraseAnswer::Unknown => Err(DraftProblem::TimeUnknown),
        }
    }

    /// Why a stored draft has no preview now: its time was not understood or has passed since, or its text is empty.
    pub fn problem(&self, now: Timestamp) -> Option<DraftProblem> {
        match self.answer_by {
            Some(at) if at <= now => Some(DraftProblem::TimePassed(Vec::new())),
            None if !self.answer_by_text.is_empty() => Some(DraftProblem::TimeUnknown),
            _ if self.text.is_empty() => Some(DraftProblem::NoText),
            _ => None,
        }
    }
}

/// A time to answer, as shown in the form of a correction.
pub fn as_typed(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M UTC").to_string()
}
