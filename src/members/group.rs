//! The groups of people, and what people call them. Pure.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::names::fold;
use crate::time::Language;

/// A group of people. The roles that were chosen in `/setup` decide who belongs to the group. The database, custom ids
/// and the export contain the code of the group.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Group {
    /// A member of the advisory group.
    Mag,
    /// A volunteer of the help desk.
    Helpdesk,
    Secretariat,
}

impl Group {
    pub const ALL: [Group; 3] = [Group::Mag, Group::Helpdesk, Group::Secretariat];

    /// The group that people call `word` in any of our languages, such as `Bénévoles`, `help desk` or `@members`.
    pub fn from_word(word: &str) -> Option<Self> {
        GROUP_BY_WORD.get(&fold(word.trim().trim_start_matches('@'))).copied()
    }

    /// The words that people use for the group, in any of our languages.
    fn words(self) -> impl Iterator<Item = &'static str> {
        Language::all_phrases(move |facts| match self {
            Group::Mag => facts.people.members,
            Group::Helpdesk => facts.people.helpdesk,
            Group::Secretariat => facts.people.secretariat,
        })
    }
}

/// The group that each word names. The words are folded ([`fold`]).
static GROUP_BY_WORD: LazyLock<HashMap<String, Group>> = LazyLock::new(|| {
    Group::ALL.into_iter().flat_map(|group| group.words().map(move |word| (fold(word), group))).collect()
});

/// The set of groups that a person is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Roles {
    bits: u8,
}

impl Roles {
    pub const NONE: Roles = Roles { bits: 0 };

    #[must_use]
    pub fn with(self, group: Group) -> Self {
        Self { bits: self.bits | Self::bit(group) }
    }

    pub fn has(self, group: Group) -> bool {
        self.bits & Self::bit(group) != 0
    }

    pub fn is_empty(self) -> bool {
        self.bits == 0
    }

    pub fn iter(self) -> impl Iterator<Item = Group> {
        Group::ALL.into_iter().filter(move |group| self.has(*group))
    }

    fn bit(group: Group) -> u8 {
        1 << group as u8
    }
}

impl FromIterator<Group> for Roles {
    fn from_iter<I: IntoIterator<Item = Group>>(groups: I) -> Self {
        groups.into_iter().fold(Self::NONE, Self::with)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn word_of_any_language_names_a_group_without_case_and_accents() {
        for (word, group) in [
            ("MAG", Group::Mag),
            ("@members", Group::Mag),
            ("Miembros", Group::Mag),
            ("Bénévoles", Group::Helpdesk),
            ("help  desk", Group::Helpdesk),
            ("Secretaría", Group::Secretariat),
        ] {
            assert_eq!(Group::from_word(word), Some(group), "{word}");
        }
        assert_eq!(Group::from_word("king"), None);
        assert_eq!(Group::from_word(""), None);
    }

    #[test]
    fn word_names_one_group_and_every_group_has_words_in_every_language() {
        for group in Group::ALL {
            for word in group.words() {
                assert_eq!(Group::from_word(word), Some(group), "{word}");
            }
        }
        for language in Language::ALL {
            let people = &language.facts().people;
            for words in [people.members, people.helpdesk, people.secretariat, people.everyone] {
                assert!(!words.is_empty(), "{language:?}");
            }
        }
    }

    #[test]
    fn code_of_a_group_parses_to_this_group() {
        for group in Group::ALL {
            assert_eq!(group.to_string().parse(), Ok(group));
        }
        assert_eq!(Group::Helpdesk.to_string(), "helpdesk");
    }
}
