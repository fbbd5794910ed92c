//! The form for the text of an alert.

use crate::alerts::ask::{AlertKind, AskKind, MAX_ASK_TEXT_CHARS, Purpose};
use crate::alerts::audience::MAX_AUDIENCE_CHARS;
use crate::alerts::drafts::{Draft, DraftContent, as_typed};
use crate::alerts::model::{Alert, MAX_TEXT_CHARS, Severity};
use crate::discord::alerts::messages::severity_title;
use crate::discord::alerts::presses::AlertPress;
use crate::discord::alerts::{completion, deadlines};
use crate::discord::call::Submitted;
use crate::discord::ui::widgets::{Input, Modal};
use crate::discord::wire::custom_id::CustomId;
use crate::say;
use crate::words::Language;

/// The longest audience, in characters, that goes into the form's custom id. An id has at most 89 characters. This
/// limit leaves enough characters for the longest severity.
const MAX_AUDIENCE_CHARS_IN_ID: usize = 60;
/// The limit, in characters, of a typed time.
const MAX_TIME_CHARS: usize = 100;
/// The limit, in characters, of a typed number of people. The number has at most two digits, but people may write "3
/// people".
const MAX_NUMBER_CHARS: usize = 20;

/// The names of the form's inputs.
const TEXT: &str = "text";
const ANSWER_BY: &str = "answer_by";
const AUDIENCE: &str = "audience";
const PEOPLE: &str = "people";
const ANSWERS: &str = "answers";

pub(super) const LONG_INPUTS: &[(&str, usize)] =
    &[(TEXT, MAX_TEXT_CHARS), (AUDIENCE, MAX_AUDIENCE_CHARS), (ANSWERS, MAX_ASK_TEXT_CHARS)];

/// The empty form for a new alert. If the audience does not fit into the custom id, the form has a field for the
/// audience.
pub(super) fn new_alert_form(language: Language, severity: Severity, kind: AlertKind, audience: &str) -> Modal {
    let audience = audience.trim();
    let AlertKind { ask, purpose } = kind;
    let is_default_kind = kind == AlertKind::default();
    let press = match is_default_kind {
        true => AlertPress::SubmitNew { severity, audience: audience.to_owned() },
        false => AlertPress::SubmitAsk { ask, purpose, severity, audience: audience.to_owned() },
    };
    let content = DraftContent::new_alert(severity, audience.to_owned(), kind);
    if fits_in_id(audience) && CustomId::fits(&press) {
        return form(language, press, &content);
    }
    let press = match is_default_kind {
        true => AlertPress::SubmitNewWithAudience(severity),
        false => AlertPress::SubmitAskWithAudience { ask, purpose, severity },
    };
    form(language, press, &content).input(audience_input(language, audience))
}

/// Whether the audience can be in the custom id. If the audience is empty, too long, or has characters that an id
/// escapes, the form has a field for the audience.
fn fits_in_id(audience: &str) -> bool {
    !audience.is_empty() && !audience.contains(['/', '~', '%']) && audience.chars().count() <= MAX_AUDIENCE_CHARS_IN_ID
}

/// The form of a draft, filled in with the draft's texts.
pub(super) fn edit_form(language: Language, draft: &Draft) -> Modal {
    form(language, AlertPress::SubmitEdit(draft.id), &draft.content)
}

/// Like [`edit_form`], with one more field for the audience.
pub(super) fn edit_form_with_audience(language: Language, draft: &Draft) -> Modal {
    form(language, AlertPress::SubmitEditWithAudience(draft.id), &draft.content)
        .input(audience_input(language, &draft.content.audience))
}

/// The form for the draft's text in `text_language`. It shows the beginning of the original. Nobody must fill it in: an
/// empty text means that readers of this language get the original.
pub(super) fn translation_form(language: Language, draft: &Draft, text_language: Language) -> Modal {
    let name = completion::language_name(text_language, language);
    let input = Input::paragraph(TEXT, say!(language, "alert-text-form-label", language = name.as_str()))
        .placeholder(&draft.content.text)
        .max_chars(MAX_TEXT_CHARS)
        .optional();
    let input = match draft.content.translations.get(text_language) {
        Some(translation) => input.value(&translation.text),
        None => input,
    };
    let title = say!(language, "alert-text-form-title", language = name);
    Modal::new(AlertPress::SubmitText(draft.id, text_language), title).input(input)
}

/// The form to correct an alert, filled in with the current version.
pub(super) fn correction_form(language: Language, alert: &Alert) -> Modal {
    let current = &alert.current_version;
    let answer_by = current.answer_by.map(as_typed).unwrap_or_default();
    let press = AlertPress::SubmitCorrection(alert.id, current.number);
    let title = form_title(language, alert.severity, alert.purpose);
    let answer_by = answer_by_input(language, alert.ask.kind(), &answer_by);
    Modal::new(press, title).input(text_input(language, &current.text)).input(answer_by)
}

/// The form, filled in with `content`. If the ask needs a number or a list of answers, the form has one more field.
fn form(language: Language, press: AlertPress, content: &DraftContent) -> Modal {
    let title = form_title(language, content.severity, content.kind.purpose);
    let form = Modal::new(press, title).input(text_input(language, &content.text)).input(answer_by_input(
        language,
        content.kind.ask,
        &content.answer_by_text,
    ));
    if content.correction_base.is_some() {
        // A correction cannot change what the alert asks.
        return form;
    }
    match content.kind.ask {
        AskKind::Read | AskKind::YesNo => form,
        AskKind::People => form.input(
            Input::line(PEOPLE, say!(language, "alert-form-people"))
                .placeholder(say!(language, "alert-form-people-placeholder"))
                .max_chars(MAX_NUMBER_CHARS)
                .value(&content.ask_text),
        ),
        AskKind::Choice => form.input(
            Input::paragraph(ANSWERS, say!(language, "alert-form-answers"))
                .placeholder(say!(language, "alert-form-answers-placeholder"))
                .max_chars(MAX_ASK_TEXT_CHARS)
                .value(&content.ask_text),
        ),
    }
}

fn form_title(language: Language, severity: Severity, purpose: Purpose) -> String {
    say!(language, "alert-form-title", severity = severity_title(language, severity, purpose))
}

fn text_input(language: Language, text: &str) -> Input {
    Input::paragraph(TEXT, say!(language, "alert-form-text")).max_chars(MAX_TEXT_CHARS).value(text)
}

fn answer_by_input(language: Language, ask: AskKind, answer_by: &str) -> Input {
    Input::line(ANSWER_BY, deadlines::form_label(language, ask))
        .placeholder(say!(language, "alert-form-answer-by-placeholder"))
        .max_chars(MAX_TIME_CHARS)
        .optional()
        .value(answer_by)
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

/// The typed number of people who are needed, or the typed answers to choose from.
pub(super) fn typed_ask(submitted: &Submitted) -> String {
    let (people, answers) = (submitted.field(PEOPLE), submitted.field(ANSWERS));
    if people.is_empty() { answers.to_owned() } else { people.to_owned() }
}

pub(super) fn typed_audience(submitted: &Submitted) -> String {
    submitted.field(AUDIENCE).to_owned()
}

#[cfg(test)]
mod tests {
    use strum::VariantArray;

    use super::*;

    #[test]
    fn audience_is_in_the_id_only_if_it_fits() {
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
                    for &ask in AskKind::VARIANTS {
                        let kind = AlertKind { ask, purpose: Purpose::Practice };
                        new_alert_form(Language::English, severity, kind, &audience);
                    }
                    new_alert_form(Language::English, severity, AlertKind::default(), &audience);
                }
            }
        }
    }

    #[test]
    fn longest_audience_in_an_id_fits_with_the_longest_severity() {
        let audience = "x".repeat(MAX_AUDIENCE_CHARS_IN_ID);
        assert!(CustomId::fits(&AlertPress::SubmitNew { severity: Severity::Information, audience }));
    }
}
