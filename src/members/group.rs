//! The groups of people, and the only table of the words that people use for a group. Pure.

use serde::{Deserialize, Serialize};

use super::names::fold;

/// A person's group. The roles that were chosen in `/setup` decide it. The database, custom ids and the export store
/// its code.
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
    pub fn called(word: &str) -> Option<Self> {
        let word = fold(word.trim().trim_start_matches('@'));
        Self::ALL.into_iter().find(|group| group.words().contains(&word.as_str()))
    }

    /// The words that people use for the group, after [`fold`]. They occur in the list of expected members, as the
    /// audience of an alert, and as names of server roles.
    fn words(self) -> &'static [&'static str] {
        match self {
            Group::Mag => {
                &["mag", "mag member", "mag members", "member", "members", "membre", "membres", "miembro", "miembros"]
            }
            Group::Helpdesk => &[
                "helpdesk",
                "help desk",
                "help-desk",
                "volunteer",
                "volunteers",
                "benevole",
                "benevoles",
                "voluntario",
                "voluntarios",
            ],
            Group::Secretariat => &["secretariat", "secretaries", "secretaria"],
        }
    }
}

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
    fn group_is_called_by_words_of_three_languages_without_case_and_accents() {
        for (word, group) in [
            ("MAG", Group::Mag),
            ("@members", Group::Mag),
            ("Miembros", Group::Mag),
            ("Bénévoles", Group::Helpdesk),
            ("help  desk", Group::Helpdesk),
            ("Secretaría", Group::Secretariat),
        ] {
            assert_eq!(Group::called(word), Some(group), "{word}");
        }
        assert_eq!(Group::called("king"), None);
        assert_eq!(Group::called(""), None);
    }

    #[test]
    fn words_are_folded_and_name_one_group_only() {
        for group in Group::ALL {
            for word in group.words() {
                assert_eq!(fold(word), *word);
                assert_eq!(Group::called(word), Some(group), "{word}");
            }
        }
    }

    #[test]
    fn code_reads_back_as_its_group() {
        for group in Group::ALL {
            assert_eq!(group.to_string().parse(), Ok(group));
        }
        assert_eq!(Group::Helpdesk.to_string(), "helpdesk");
    }
}
