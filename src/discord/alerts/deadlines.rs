//! The texts about the deadline of an alert. An alert that wants an answer has a time to answer by; an alert that only
//! wants to be read has a time to read by. Every text that names the deadline comes from this module, so that no text
//! uses the wrong one of the two words.

use crate::alerts::ask::AskKind;
use crate::alerts::send_rule::Occasion;
use crate::say;
use crate::words::Language;

/// The label of the form's field for the deadline.
pub(super) fn form_label(language: Language, ask: AskKind) -> String {
    say!(language, if ask.wants_answer() { "alert-form-answer-by" } else { "alert-form-read-by" })
}

/// The line with a deadline that is still to come.
pub(super) fn line(language: Language, ask: AskKind, time: &str) -> String {
    say!(language, if ask.wants_answer() { "alert-please-answer-by" } else { "alert-please-read-by" }, time = time)
}

/// The label of the button that chooses another deadline in the preview.
pub(super) fn other_label(language: Language, ask: AskKind, time: &str) -> String {
    let key = if ask.wants_answer() { "alert-button-other-answer-by" } else { "alert-button-other-read-by" };
    say!(language, key, time = time)
}

/// The first line of a message that came after the deadline.
pub(super) fn too_late_line(language: Language, ask: AskKind, occasion: Occasion, time: &str) -> String {
    let key = match (occasion == Occasion::SleptTooLate, ask.wants_answer()) {
        (true, true) => "alert-slept-too-late-to-answer",
        (true, false) => "alert-slept-too-late",
        (false, true) => "alert-too-late-to-answer",
        (false, false) => "alert-too-late",
    };
    say!(language, key, time = time)
}
