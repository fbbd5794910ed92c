//! The texts of an alert for the readers of other languages, in the preview: who gets a text of their own, and a button
//! for each language that opens its form.

use crate::alerts::drafts::{LanguageText, LanguageTextState, Preview};
use crate::alerts::model::DraftId;
use crate::alerts::translations::DraftTranslations;
use crate::discord::alerts::completion::language_name;
use crate::discord::alerts::presses::AlertPress;
use crate::discord::ui::widgets::Button;
use crate::say;
use crate::words::Language;

/// The lines of the preview about these texts. Empty if everybody reads the language of the author.
pub(super) fn lines(preview: &Preview, language: Language) -> Vec<String> {
    let texts = preview.language_texts();
    let name = |text: &LanguageText| language_name(text.language, language);
    let in_state = |state| texts.iter().filter(move |text| text.state == state);
    let mut lines = Vec::new();
    let written: Vec<String> = in_state(LanguageTextState::Written)
        .map(|text| say!(language, "alert-texts-readers", language = name(text), count = text.readers))
        .collect();
    if !written.is_empty() {
        lines.push(say!(language, "alert-texts-written", readers = written.join(" · ")));
    }
    for text in in_state(LanguageTextState::Outdated) {
        lines.push(say!(language, "alert-texts-outdated", language = name(text), count = text.readers));
    }
    let missing: Vec<String> = in_state(LanguageTextState::Missing)
        .enumerate()
        .map(|(index, text)| {
            let key = if index == 0 { "alert-texts-missing-first" } else { "alert-texts-missing-more" };
            say!(language, key, language = name(text), count = text.readers)
        })
        .collect();
    if !missing.is_empty() {
        lines.push(say!(language, "alert-texts-missing", readers = missing.join(", ")));
    }
    lines
}

/// A button for each of these languages. It opens the form for the text.
pub(super) fn buttons(preview: &Preview, language: Language) -> Vec<Button> {
    let texts = preview.language_texts().into_iter();
    texts.map(|text| button(preview.draft, text.language, text.state, language)).collect()
}

/// A button for each text that was written. For a correction that changes nothing else yet.
pub(super) fn change_buttons(draft: DraftId, texts: &DraftTranslations, language: Language) -> Vec<Button> {
    let written = Language::ALL.into_iter().filter(|one| texts.get(*one).is_some());
    written.map(|one| button(draft, one, LanguageTextState::Written, language)).collect()
}

fn button(draft: DraftId, text_language: Language, state: LanguageTextState, language: Language) -> Button {
    let name = language_name(text_language, language);
    let press = AlertPress::WriteText(draft, text_language);
    let key = match state {
        LanguageTextState::Missing => "alert-button-text-add",
        LanguageTextState::Written => "alert-button-text-change",
        LanguageTextState::Outdated => "alert-button-text-check",
    };
    let label = say!(language, key, language = name);
    match state {
        LanguageTextState::Outdated => Button::primary(press, label),
        LanguageTextState::Missing | LanguageTextState::Written => Button::secondary(press, label),
    }
}
