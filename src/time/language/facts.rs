//! What the code knows about a language, apart from the texts of `config/locales`. Each language has a file with one
//! constant.
//!
//! No field has a default, so a new language does not compile until it has every list. An empty list means that the
//! language has no such word. Words are in lower case, with the accents and hyphens that people write. Code that
//! compares without accents and hyphens removes them after it reads a list.

/// A list of single words, separated by spaces.
pub type Words = &'static str;

/// A list of names or expressions. Each has one or more words.
pub type Phrases = &'static [&'static str];

/// All facts about one language.
pub struct Facts {
    /// The English name of this language.
    pub name: &'static str,
    /// The names of this language in all languages of Magpie, in lower case.
    pub names_in_all_languages: Words,
    /// The BCP 47 tag that decides how plurals and numbers are written.
    pub locale: &'static str,
    /// The Discord locales for which command names and descriptions in this language are registered.
    pub discord_locales: &'static [&'static str],
    pub day_order: DayOrder,
    pub hour_sign: HourSign,
    pub time: TimeWords,
    pub grammar: GrammarWords,
    /// Expressions of several words, in lower case. Each has the words of the lexicon that replace it. The longest
    /// expression is replaced first. "?" replaces an expression that looks like a time but is not one.
    pub set_phrases: &'static [(&'static str, &'static str)],
    pub spelling: SpellingWords,
    pub places: PlaceWords,
    pub weekday_lists: WeekdayListWords,
    pub people: PeopleWords,
    pub channels: ChannelNames,
    pub list_headers: ListHeaders,
}

/// How a date of two numbers, such as 03/11, is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayOrder {
    /// The day comes first in all countries that use the language, as in French and Spanish.
    DayFirst,
    /// The order depends on the country, as in English. The bot asks the person, unless only one order gives a date.
    Either,
}

/// What a number from 12 on with an "h", such as "15h", means without other words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HourSign {
    /// A time of day.
    TimeOfDay,
    /// A time of day or a length of time. The bot asks the person.
    TimeOrLength,
}

/// The words of phrases, by meaning. If two languages share a word, the person's language decides its meaning.
pub struct TimeWords {
    /// The names of each weekday, Monday first. The first word is the full name. In a list of weekdays, people may type
    /// only the first letters of the full name.
    pub weekdays: [Words; 7],
    /// The plural of each weekday, if it differs from the singular: "Mondays".
    pub plural_weekdays: [Words; 7],
    /// The names of each month, January first.
    pub months: [Words; 12],
    /// Numbers of one word. A number of several words is in `set_phrases`.
    pub numbers: &'static [(u32, Words)],
    pub ordinals: &'static [(i64, Words)],
    pub last: Words,
    pub next: Words,
    pub coming: Words,
    pub this: Words,
    pub every: Words,
    pub yesterday: Words,
    pub today: Words,
    pub tomorrow: Words,
    pub after_tomorrow: Words,
    pub now: Words,
    pub noon: Words,
    pub midnight: Words,
    pub morning: Words,
    pub afternoon: Words,
    pub evening: Words,
    pub night: Words,
    pub tonight: Words,
    /// "Mornings" means every morning. The next three lists are also plurals.
    pub mornings: Words,
    pub afternoons: Words,
    pub evenings: Words,
    pub nights: Words,
    pub end_of_day: Words,
    pub end_of_work: Words,
    /// "End", as in "end of the week" or "end of November".
    pub end: Words,
    /// This list and the next seven are units of time, in the singular and the plural.
    pub second: Words,
    pub minute: Words,
    pub hour: Words,
    pub day: Words,
    pub week: Words,
    pub fortnight: Words,
    pub month: Words,
    pub year: Words,
    pub workday: Words,
    /// "Weekdays" means every day from Monday to Friday.
    pub workdays: Words,
    pub weekend: Words,
    /// "Weekends" means every weekend.
    pub weekends: Words,
    pub hourly: Words,
    pub daily: Words,
    pub weekly: Words,
    pub fortnightly: Words,
    pub monthly: Words,
    pub yearly: Words,
    /// The word before a length of time ("in 2 hours") and before a place ("in Tokyo").
    pub within: Words,
    pub ago: Words,
    pub later: Words,
    pub before: Words,
    pub after: Words,
    pub at: Words,
    pub on: Words,
    pub of: Words,
    pub the: Words,
    pub and: Words,
    pub a: Words,
    pub half: Words,
    pub quarter: Words,
    /// "Past", as in "ten past nine".
    pub past: Words,
    /// "To", as in "ten to nine" or "dix heures moins dix".
    pub to: Words,
    pub am: Words,
    pub pm: Words,
    pub oclock: Words,
    /// "Times", as in "10 times".
    pub times: Words,
    pub until: Words,
    /// "By", as in "by Friday 17:00": not later than that time.
    pub by: Words,
}

/// Words for which the grammar has a special rule, in addition to their meaning. Each list applies to phrases in every
/// language.
pub struct GrammarWords {
    /// Endings right after the digits of an ordinal: "3rd", "1er".
    pub ordinal_suffixes: Words,
    /// A word after a weekday that means one week later: "Monday week".
    pub week_later: Words,
    /// An ordinal that also means a quarter: "cuarto".
    pub fourth_or_quarter: Words,
    /// A plural of the ordinal "second". "Todos los segundos martes" is the second Tuesday of each month, and not every
    /// second Tuesday. The word may also be the unit of time.
    pub seconds_of_each: Words,
    /// Words for "every" before a day of the month: "cada 31".
    pub every_before_day: Words,
    /// An article that means "at" in another language: "a".
    pub article_or_at: Words,
    /// The word for one in "one o'clock": "a la una".
    pub one_oclock: Words,
    /// Articles before an hour: "a las 9".
    pub hour_articles: Words,
    /// Articles that never stand before a day of the month: "les".
    pub articles_without_day: Words,
    /// An article before a weekday that recurs: "los lunes" is every Monday.
    pub article_of_each: Words,
    /// An article before a weekday that either recurs or is the next one: "le lundi".
    pub article_of_each_or_next: Words,
    /// Words for "at" after which a number is not an hour: "au 9".
    pub at_without_hour: Words,
    /// The "and" before the minutes of an hour: "las ocho y diez".
    pub and_minutes: Words,
    /// Words for hours that always mean a length of time: "15 hours".
    pub hours_of_length: Words,
    /// A word for hour that can stand without a number: "hora y media", "heure de Paris".
    pub hour_alone: Words,
    /// Words that can stand before or after a place and have no meaning: "Nairobi time".
    pub around_place: Words,
    /// A word for "by" that can also stand before a length of time: "d'ici deux heures".
    pub by_or_in: Words,
    /// Words for days in languages in which "eight days" usually means one week and "fifteen days" two: "quinze jours".
    pub loose_days: Words,
}

/// Exceptions to the rule that corrects misspelt words (see `phrase::typos`).
pub struct SpellingWords {
    /// Frequent misspellings that the rule does not correct, because they are too short or too different. Each has its
    /// correction, a word of the lexicon.
    pub typos: &'static [(&'static str, &'static str)],
    /// Ordinary words and names that the rule would wrongly correct. They are never corrected.
    pub ordinary: Words,
}

/// The words around the name of a place.
pub struct PlaceWords {
    /// Words before the name. Each ends with the space or apostrophe that separates it from the name.
    pub before: Phrases,
    /// Words after the name. Each begins with the space that separates it from the name.
    pub after: Phrases,
    /// Words with which a place in a phrase can begin, apart from the names of places: "heure" in "heure de Paris".
    /// They have no accents. The words for "in" and "at" are not here, because the grammar reads them.
    pub first_words: Words,
    /// Names of places that are also ordinary words ("Friday 10:00 reading"). They are read as places only after a
    /// preposition or in brackets.
    pub ordinary_names: Words,
    /// Names of UTC. An offset may follow: "TUC+3".
    pub universal_time: Words,
    /// Names of UTC that are also ordinary words. They are read only at the position of a zone in a phrase.
    pub universal_time_in_phrases: Words,
    /// Articles before the name of a country or of a language: "the". One that ends with an apostrophe has no space
    /// after it.
    pub articles: Words,
    /// The articles that the names of some regions need in a sentence ("in the Netherlands"), each with the codes of
    /// these regions: ISO 3166 for a country, CLDR's code for a group of countries.
    pub regions_with_article: &'static [(&'static str, Words)],
    /// Words before a range of offsets: "between UTC+5 and UTC+9".
    pub range_starts: Words,
}

/// The words of a list of weekdays ("Saturday and Sunday").
pub struct WeekdayListWords {
    /// Articles and prepositions, which are ignored.
    pub small: Words,
    pub and: Words,
    pub up_to: Words,
    pub weekend: Phrases,
    pub workdays: Phrases,
    pub every_day: Phrases,
}

/// The words that people use for groups of people. They use them in the list of expected members, as the audience of an
/// alert, and as the name of a server's role.
pub struct PeopleWords {
    pub members: Phrases,
    pub helpdesk: Phrases,
    pub secretariat: Phrases,
    pub everyone: Phrases,
    /// Words before the name of a group that do not change its meaning: "all the members".
    pub before_groups: Phrases,
    /// Words between two names of a list: "and".
    pub conjunctions: Words,
    /// Words between a group and a region: "members in Africa". A part that ends with an apostrophe has no space after
    /// it.
    pub before_regions: Phrases,
    /// Words between a group and the language in which its people read: "members who read French".
    pub before_languages: Phrases,
    /// Words before the people who are left out: "members except Ana".
    pub exceptions: Words,
}

/// Usual names of the channels that Magpie works in.
pub struct ChannelNames {
    pub secretariat: Phrases,
    pub announcements: Phrases,
    pub help: Phrases,
    pub triage: Phrases,
    pub inbox: Phrases,
}

/// The column headers that people use in the list of expected members. A space replaces each hyphen, slash and
/// apostrophe.
pub struct ListHeaders {
    pub given_name: Phrases,
    pub family_name: Phrases,
    /// The full name. If another column has the given name, this column has the family name.
    pub name: Phrases,
    pub contact: Phrases,
    pub role: Phrases,
    pub handle: Phrases,
    pub city: Phrases,
    pub country: Phrases,
    pub zone: Phrases,
    pub language: Phrases,
}
