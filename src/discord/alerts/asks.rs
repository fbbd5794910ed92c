//! Texts about the ask of an alert: what the alert wants from its recipients. The author reads these texts in the
//! preview, and when the typed ask is not valid.

use crate::alerts::ask::{Ask, AskProblem, MAX_ANSWER_CHARS, MAX_ANSWERS, MAX_NEEDED, MIN_ANSWERS, Purpose};
use crate::alerts::drafts::Preview;
use crate::discord::ui::text::sanitize_line;
use crate::say;
use crate::words::Language;

/// The lines of the preview that say what the alert asks. For a practice alert, one more line says how many people the
/// alert leaves out.
pub(super) fn preview_lines(preview: &Preview, language: Language) -> Vec<String> {
    let mut lines = Vec::new();
    match &preview.ask {
        Ask::Read => {}
        Ask::YesNo => lines.push(say!(language, "alert-asks-yes-no")),
        Ask::People { needed } => {
            lines.push(say!(language, "alert-asks-people", count = *needed));
            let count = preview.people.len();
            if u32::try_from(count).is_ok_and(|count| count < *needed) {
                lines.push(say!(language, "alert-asks-too-few", count = count));
            }
        }
        Ask::Choice { answers } => {
            let answers: Vec<String> = answers.iter().map(|answer| sanitize_line(answer)).collect();
            lines.push(say!(language, "alert-asks-choice", answers = answers.join(" · ")));
        }
    }
    if preview.purpose == Purpose::Practice {
        lines.push(say!(language, "alert-practice-preview", count = preview.left_out_count));
    }
    lines
}

/// The text that says why the typed ask is not valid.
pub(super) fn problem_text(problem: AskProblem, language: Language) -> String {
    match problem {
        AskProblem::Number => say!(language, "alert-ask-number", max = MAX_NEEDED),
        AskProblem::CountOfAnswers => say!(language, "alert-ask-answers", min = MIN_ANSWERS, max = MAX_ANSWERS),
        AskProblem::AnswerTooLong => say!(language, "alert-ask-too-long", max = MAX_ANSWER_CHARS),
        AskProblem::SameAnswers => say!(language, "alert-ask-same"),
    }
}
