//! The form for the text of an alert.

use std::time::Duration;

use crate::alerts::audience::MAX_AUDIENCE_CHARS;
use crate::alerts::drafts::{Draft, as_typed};
use crate::alerts::model::{Alert, MAX_TEXT_CHARS, Severity};
use crate::discord::alerts::messages::severity_name;
use crate::discord::alerts::presses::AlertPress;
use crate::discord::call::Submitted;
use crate::discord::ui::widgets::{Input, Modal};
use crate::discord::wire::custom_id::CustomId;
use crate::say;
use crate::words::Language;

/// Characters of an audience that fit in the form's custom id: 89, less the rest of the id with the longest severity.
const MAX_AUDIENCE_CHARS_IN_ID: usize = 60;
/// A phrase for a time is at most this long.
const MAX_TIME_CHARS: usize = 100;

/// A form has to open within 3 seconds of the interaction, and nothing else can acknowledge it. A look-up for the form
/// may take this long.
pub(super) const OPEN_TIMEOUT: Duration = Duration::from_millis(1200);

/// The names of the inputs.
const TEXT: &str = "text";
const ANSWER_BY: &str = "answer_by";
const AUDIENCE: &str = "audience";

pub(super) const LONG_INPUTS: &[(&str, usize)] = &[(TEXT, MAX_TEXT_CHARS), (AUDIENCE, MAX_AUDIENCE_CHARS)];

/// The empty form for a new alert. It asks for the audience when that does not fit in the custom id.
pub(super) fn new_alert(language: Language, severity: Severity, audience: &str) -> Modal {
    let audience = audience.trim();
    let press = AlertPress::SubmitNew { severity, audience: audience.to_owned() };
    if fits_in_id(audience) && CustomId::fits(&press) {
        form(language, press, severity, "", "")
    } else {
        let press = AlertPress::SubmitNewWithAudience(severity);
        form(language, press, severity, "", "").input(audience_input(language, audience))
    }
}

/// A longer audience, and one with characters that are escaped in an id, is a field of the form, where the author sees
/// it.
fn fits_in_id(audience: &str) -> bool {
    !audience.is_empty() && !audience.contains(['/', '~', '%']) && audience.chars().count() <= MAX_AUDIENCE_CHARS_IN_ID
}

/// The form with what was typed before.
pub(super) fn edit(language: Language, draft: &Draft) -> Modal {
    let content = &draft.content;
    form(language, AlertPress::SubmitEdit(draft.id), content.severity, &content.text, &content.answer_by_text)
}

/// The same, with the audience too.
pub(super) fn edit_with_audience(language: Language, draft: &Draft) -> Modal {
    let (content, press) = (&draft.content, AlertPress::SubmitEditWithAudience(draft.id));
    form(language, press, content.severity, &content.text, &content.answer_by_text)
        .input(audience_input(language, &content.audience))
}

/// The form with the current version.
pub(super) fn correction(language: Language, alert: &Alert) -> Modal {
    let current = &alert.current;
    let answer_by = current.answer_by.map(as_typed).unwrap_or_default();
    let press = AlertPress::SubmitCorrection(alert.id, current.number);
    form(language, press, alert.severity, &current.text, &answer_by)
}

fn form(language: Language, press: AlertPress, severity: Severity, text: &str, answer_by: &str) -> Modal {
    let title = say!(language, "alert-form-title", severity = severity_name(language, severity));
    Modal::new(press, title)
        .input(Input::paragraph(TEXT, say!(language, "alert-form-text")).max_chars(MAX_TEXT_CHARS).value(text))
        .input(
            Input::line(ANSWER_BY, say!(language, "alert-form-answer-by"))
                .placeholder(say!(language, "alert-form-answer-by-placeholder"))
                .max_chars(MAX_TIME_CHARS)
                .optional()
                .value(answer_by),
        )
}

fn audience_input(language: Language, audience: &str) -> Input {
    Input::paragraph(AUDIENCE, say!(language, "alert-form-audience"))
        .placeholder(say!(language, "alert-form-audience-placeholder"))
        .max_chars(MAX_AUDIENCE_CHARS)
        .value(audience)
}

pub(super) fn typed_text(submitted: &Submitted) -> String {
    submitted.field(TEXT).to_owned()
}

pub(super) fn typed_answer_by(submitted: &Submitted) -> String {
    submitted.field(ANSWER_BY).to_owned()
}

pub(super) fn typed_audience(submitted: &Submitted) -> String {
    submitted.field(AUDIENCE).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn audience_is_in_the_id_only_where_it_fits() {
        assert!(fits_in_id("members, La Paz"));
        assert!(fits_in_id(&"x".repeat(MAX_AUDIENCE_CHARS_IN_ID)));
        for audience in ["", "a/b", "~paz", "100%", &"x".repeat(MAX_AUDIENCE_CHARS_IN_ID + 1)] {
            assert!(!fits_in_id(audience), "{audience}");
        }
    }

    proptest::proptest! {
        #[test]
        fn form_opens_for_any_typed_audience(audience in ".{0,120}", other in proptest::prelude::any::<String>()) {
            for audience in [audience, other] {
                for severity in [Severity::Information, Severity::Urgent, Severity::Emergency] {
                    new_alert(Language::English, severity, &audience);
                }
            }
        }
    }

    #[test]
    fn longest_audience_in_an_id_fits_with_the_longest_severity() {
        // Panics where the id is too long.
        new_alert(Language::English, Severity::Information, &"x".repeat(MAX_AUDIENCE_CHARS_IN_ID));
    }
}
