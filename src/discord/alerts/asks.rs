//! Texts for the author about what an alert asks for: in the preview, and when the typed ask is not valid.

use crate::alerts::ask::{Ask, AskProblem, MAX_ANSWER_CHARS, MAX_ANSWERS, MAX_NEEDED, MIN_ANSWERS, Purpose};
use crate::alerts::drafts::Preview;
use crate::discord::ui::text::disarm_line;
use crate::say;
use crate::words::Language;

/// What recipients are asked, and how many people a practice leaves out.
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
            let answers: Vec<String> = answers.iter().map(|answer| disarm_line(answer)).collect();
            lines.push(say!(language, "alert-asks-choice", answers = answers.join(" · ")));
        }
    }
    if preview.purpose == Purpose::Practice {
        lines.push(say!(language, "alert-practice-preview", count = preview.left_out));
    }
    lines
}

/// Why the typed ask is not valid.
pub(super) fn problem_text(problem: AskProblem, language: Language) -> String {
    match problem {
        AskProblem::Number => say!(language, "alert-ask-number", max = MAX_NEEDED),
        AskProblem::CountOfAnswers => say!(language, "alert-ask-answers", min = MIN_ANSWERS, max = MAX_ANSWERS),
        AskProblem::AnswerTooLong => say!(language, "alert-ask-too-long", max = MAX_ANSWER_CHARS),
        AskProblem::SameAnswers => say!(language, "alert-ask-same"),
    }
}
