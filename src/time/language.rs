//! The languages that Magpie speaks, as phrases and texts share them. The texts themselves are `words`.

/// The languages that Magpie speaks. Everybody else reads English.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Language {
    #[default]
    English,
    French,
    Spanish,
}

impl Language {
    pub const ALL: [Language; 3] = [Language::English, Language::French, Language::Spanish];

    /// The language for a locale such as `es-419`, `fr` or `en-GB`.
    pub fn from_locale(locale: &str) -> Self {
        match locale.split(['-', '_']).next().unwrap_or_default() {
            "fr" => Language::French,
            "es" => Language::Spanish,
            _ => Language::English,
        }
    }

    /// The code under which it is stored and its texts are kept: `en`, `fr`, `es`.
    pub fn code(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::French => "fr",
            Language::Spanish => "es",
        }
    }
}
