//! What a ticket is about. Pure.

use std::str::FromStr;

use strum::{Display, EnumString, IntoStaticStr, VariantArray};

use crate::escalation::Desk;
use crate::members::MemberId;

/// What a ticket is about. The codes are stored, and stand in custom ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Display, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Category {
    /// Joining a meeting: links, sound, picture.
    Joining,
    Registration,
    /// Access to rooms, documents and channels.
    Permissions,
    Programme,
    /// How somebody behaved.
    Conduct,
    /// Also for a ticket whose asker did not say what it is about.
    #[default]
    Other,
}

impl Category {
    /// The category with this code. [`Category::Other`] if the code is unknown, such as the code of a later version.
    pub fn or_other(code: &str) -> Self {
        Self::from_str(code).unwrap_or_default()
    }
}

/// Who answers the tickets of one category.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CategorySettings {
    /// The member who is asked together with the secretariat.
    pub lead: Option<MemberId>,
    /// Who may read the tickets: the volunteers and the secretariat, or the secretariat only.
    pub readers: Desk,
}

/// The settings of all categories.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Categories([CategorySettings; Category::VARIANTS.len()]);

impl Categories {
    /// The settings that `settings_of` gives to each category.
    pub fn new(mut settings_of: impl FnMut(Category) -> CategorySettings) -> Self {
        let mut categories = Self::default();
        for category in Category::VARIANTS {
            categories.0[*category as usize] = settings_of(*category);
        }
        categories
    }

    pub fn get(&self, category: Category) -> CategorySettings {
        self.0[category as usize]
    }

    /// Whether only the secretariat reads the tickets of this category.
    pub fn is_for_secretariat(&self, category: Category) -> bool {
        self.get(category).readers == Desk::Secretariat
    }
}

impl Default for Categories {
    /// The volunteers read everything except tickets about conduct. No category has a lead.
    fn default() -> Self {
        let mut settings = [CategorySettings { lead: None, readers: Desk::Volunteers }; Category::VARIANTS.len()];
        settings[Category::Conduct as usize].readers = Desk::Secretariat;
        Self(settings)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_that_are_stored_stay_the_same() {
        let codes: Vec<String> = Category::VARIANTS.iter().map(ToString::to_string).collect();
        assert_eq!(codes, ["joining", "registration", "permissions", "programme", "conduct", "other"]);
        assert_eq!(Category::or_other("weather"), Category::Other);
    }

    #[test]
    fn only_conduct_is_for_the_secretariat_by_default() {
        let categories = Categories::default();
        let for_secretariat: Vec<&Category> =
            Category::VARIANTS.iter().filter(|category| categories.is_for_secretariat(**category)).collect();
        assert_eq!(for_secretariat, [&Category::Conduct]);
    }

    #[test]
    fn each_category_gets_its_own_settings() {
        let lead = |category: Category| (category == Category::Programme).then_some(MemberId(7));
        let categories =
            Categories::new(|category| CategorySettings { lead: lead(category), readers: Desk::Volunteers });
        assert_eq!(categories.get(Category::Programme).lead, Some(MemberId(7)));
        assert_eq!(categories.get(Category::Joining).lead, None);
    }
}
