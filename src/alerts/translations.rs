//! The texts of an alert in other languages than its author's. Each recipient gets the text in their language first,
//! and the original below. Does no I/O.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::words::{Language, visible};

/// The most characters that the text of an alert may have, in each language. A text of this length fits into one
/// Discord message, even if every character is escaped and the message adds its own words.
pub const MAX_TEXT_CHARS: usize = 800;

/// The texts of one version of an alert, besides the original. The database stores them as JSON.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Translations(BTreeMap<LanguageCode, String>);

impl Translations {
    /// The text in this language. `None` if readers of this language read the original.
    pub fn get(&self, language: Language) -> Option<&str> {
        self.0.get(&LanguageCode(language)).map(String::as_str)
    }

    /// The text in each language, in the order of the codes of the languages.
    pub fn iter(&self) -> impl Iterator<Item = (Language, &str)> {
        self.0.iter().map(|(code, text)| (code.0, text.as_str()))
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<(Language, String)> for Translations {
    fn from_iter<I: IntoIterator<Item = (Language, String)>>(texts: I) -> Self {
        Self(texts.into_iter().map(|(language, text)| (LanguageCode(language), text)).collect())
    }
}

/// The texts of a draft, besides the original. A draft of a correction begins with the texts of the corrected version.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DraftTranslations(BTreeMap<LanguageCode, DraftTranslation>);

/// A text of a draft in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftTranslation {
    pub text: String,
    /// Whether the original was changed after this text was written. Such a text is not sent, because it may say what
    /// is no longer true. The author makes it current by submitting its form again.
    #[serde(default, rename = "outdated", skip_serializing_if = "std::ops::Not::not")]
    pub is_outdated: bool,
}

/// A text that is too long for one message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextTooLong;

impl DraftTranslations {
    pub fn of(translations: &Translations) -> Self {
        let text = |(language, text): (Language, &str)| {
            (LanguageCode(language), DraftTranslation { text: text.to_owned(), is_outdated: false })
        };
        Self(translations.iter().map(text).collect())
    }

    pub fn get(&self, language: Language) -> Option<&DraftTranslation> {
        self.0.get(&LanguageCode(language))
    }

    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.0.values().map(|translation| translation.text.as_str())
    }

    /// Sets the text in a language. An empty text, and one that repeats the original, removes it: readers of this
    /// language then read the original.
    ///
    /// # Errors
    /// `TextTooLong`, without any change, if the text has more than [`MAX_TEXT_CHARS`] characters.
    pub fn set(&mut self, language: Language, typed: &str, original: &str) -> Result<(), TextTooLong> {
        let text = visible(typed);
        if text.chars().count() > MAX_TEXT_CHARS {
            return Err(TextTooLong);
        }
        if text.is_empty() || text == original {
            self.0.remove(&LanguageCode(language));
        } else {
            let translation = DraftTranslation { text: text.to_owned(), is_outdated: false };
            self.0.insert(LanguageCode(language), translation);
        }
        Ok(())
    }

    /// Marks every text as outdated. Called after the author changed the original.
    pub fn set_outdated(&mut self) {
        for translation in self.0.values_mut() {
            translation.is_outdated = true;
        }
    }

    /// The texts that are sent.
    pub fn current(&self) -> Translations {
        let current = self.0.iter().filter(|(_, translation)| !translation.is_outdated);
        current.map(|(code, translation)| (code.0, translation.text.clone())).collect()
    }
}

/// A language that is stored by its code, such as `fr`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct LanguageCode(Language);

impl Ord for LanguageCode {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.code().cmp(other.0.code())
    }
}

impl PartialOrd for LanguageCode {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Serialize for LanguageCode {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.code())
    }
}

impl<'de> Deserialize<'de> for LanguageCode {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        code.parse().map(Self).map_err(|_| serde::de::Error::custom(format!("unknown language {code}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_french() -> DraftTranslations {
        let mut draft = DraftTranslations::default();
        draft.set(Language::French, "  Le lien a changé ", "The link changed").unwrap();
        draft
    }

    #[test]
    fn texts_are_stored_as_json_by_the_code_of_their_language() {
        let mut draft = with_french();
        assert_eq!(serde_json::to_string(&draft).unwrap(), r#"{"fr":{"text":"Le lien a changé"}}"#);
        assert_eq!(serde_json::to_string(&draft.current()).unwrap(), r#"{"fr":"Le lien a changé"}"#);
        draft.set_outdated();
        let stored = serde_json::to_string(&draft).unwrap();
        assert_eq!(stored, r#"{"fr":{"text":"Le lien a changé","outdated":true}}"#);
        assert_eq!(serde_json::from_str::<DraftTranslations>(&stored).unwrap(), draft);
        assert!(serde_json::from_str::<Translations>(r#"{"xx":"?"}"#).is_err());
    }

    #[test]
    fn outdated_text_is_not_sent_until_it_is_submitted_again() {
        let mut draft = with_french();
        draft.set_outdated();
        assert!(draft.current().is_empty());
        draft.set(Language::French, "Le lien a changé", "The link changed again").unwrap();
        assert_eq!(draft.current().get(Language::French), Some("Le lien a changé"));
        assert_eq!(draft.current().get(Language::Spanish), None);
    }

    #[test]
    fn empty_text_and_a_copy_of_the_original_remove_the_text() {
        for typed in ["", " \n ", "The link changed"] {
            let mut draft = with_french();
            draft.set(Language::French, typed, "The link changed").unwrap();
            assert_eq!(draft, DraftTranslations::default(), "{typed:?}");
        }
    }

    #[test]
    fn text_that_is_too_long_changes_nothing() {
        let mut draft = with_french();
        let too_long = "a".repeat(MAX_TEXT_CHARS + 1);
        assert_eq!(draft.set(Language::French, &too_long, ""), Err(TextTooLong));
        assert_eq!(draft, with_french());
    }
}
