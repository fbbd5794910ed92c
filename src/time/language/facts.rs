//! What the code knows about a language, apart from its texts. Each language has a file with one constant.
//!
//! No field has a default: a new language does not compile until every list is given. An empty list is a decision.
//! Words are in lower case, with the accents and hyphens that people write. The code that reads a list removes accents
//! and hyphens if it compares without them.

/// Single words, separated by spaces.
pub type Words = &'static str;

/// Names and expressions of one or more words.
pub type Phrases = &'static [&'static str];

pub struct Facts {
    /// The name in English.
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
    /// Expressions of several words, in lower case, each with the words of the lexicon that replace it. The longest is
    /// replaced first. "?" replaces an expression that looks like a time but is not one.
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
    /// The day comes first, in all countries: French and Spanish.
    DayFirst,
    /// The order depends on the country: English. The person is asked, unless only one order gives a date.
    Either,
}

/// What an hour from 12 on with an "h", such as "15h", means by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HourSign {
    /// A time of day.
    TimeOfDay,
    /// A time of day or a length: the person is asked.
    TimeOrLength,
}

/// The words of phrases, by meaning. If two languages share a word, it has in each the meaning that the language's own
/// list gives.
pub struct TimeWords {
    /// From Monday. The first word of each is the full name. In a list of weekdays, people may type only its first
    /// letters.
    pub weekdays: [Words; 7],
    /// "Mondays", where the word differs from the singular.
    pub plural_weekdays: [Words; 7],
    /// From January.
    pub months: [Words; 12],
    /// Numbers of one word. A number of several words is a set phrase.
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
    /// "Mornings": every morning. The next three are also plurals.
    pub mornings: Words,
    pub afternoons: Words,
    pub evenings: Words,
    pub nights: Words,
    pub end_of_day: Words,
    pub end_of_work: Words,
    /// "End" of the week, the month, November.
    pub end: Words,
    /// This and the next seven: lengths of time, in the singular and the plural.
    pub second: Words,
    pub minute: Words,
    pub hour: Words,
    pub day: Words,
    pub week: Words,
    pub fortnight: Words,
    pub month: Words,
    pub year: Words,
    pub workday: Words,
    /// "Weekdays": every day from Monday to Friday.
    pub workdays: Words,
    pub weekend: Words,
    /// "Weekends": every weekend.
    pub weekends: Words,
    pub hourly: Words,
    pub daily: Words,
    pub weekly: Words,
    pub fortnightly: Words,
    pub monthly: Words,
    pub yearly: Words,
    /// Before a length ("in 2 hours") and before a place.
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
    /// "Ten past nine", "ten to nine", "dix heures moins dix".
    pub past: Words,
    pub to: Words,
    pub am: Words,
    pub pm: Words,
    pub oclock: Words,
    /// "10 times".
    pub times: Words,
    pub until: Words,
    /// "By Friday 17:00": not later than that.
    pub by: Words,
}

/// Words that the grammar treats specially, in addition to their meaning. A list applies to phrases in every language.
pub struct GrammarWords {
    /// Right after a number: "3rd", "1er".
    pub ordinal_suffixes: Words,
    /// After a weekday, a week later: "Monday week".
    pub week_later: Words,
    /// An ordinal that also means a quarter: "cuarto".
    pub fourth_or_quarter: Words,
    /// A plural of the ordinal "second": "todos los segundos martes". The weekday after it is the second one of each
    /// month, and not every second week. The word may also be a length.
    pub seconds_of_each: Words,
    /// Words for "every" that make a number a day of the month: "cada 31".
    pub every_before_day: Words,
    /// An article that is "at" in another language: "a".
    pub article_or_at: Words,
    /// One o'clock by itself: "a la una".
    pub one_oclock: Words,
    /// Articles that make a number an hour: "a las 9".
    pub hour_articles: Words,
    /// Articles that never stand before a day of the month: "les".
    pub articles_without_day: Words,
    /// An article that makes a weekday recur: "los lunes".
    pub article_of_each: Words,
    /// An article after which a weekday may recur or be the next one: "le lundi".
    pub article_of_each_or_next: Words,
    /// Words for "at" that do not make a number an hour: "au 9".
    pub at_without_hour: Words,
    /// The "and" before the minutes of an hour: "las ocho y diez".
    pub and_minutes: Words,
    /// Words for hours that make a length and not a time of day: "15 hours".
    pub hours_of_length: Words,
    /// The word for hour, where it stands without a number: "hora y media", "heure de Paris".
    pub hour_alone: Words,
    /// Other words around a place: "Nairobi time".
    pub around_place: Words,
    /// A "by" that also introduces a length: "d'ici deux heures".
    pub by_or_in: Words,
    /// Words for days. Eight of them usually mean one week, and fifteen usually mean two: "quinze jours".
    pub loose_days: Words,
}

/// Exceptions to the rule that corrects misspelt words (see `phrase::typos`).
pub struct SpellingWords {
    /// Frequent misspellings that are too short or too different for the rule, each with its word of the lexicon.
    pub typos: &'static [(&'static str, &'static str)],
    /// Ordinary words and names that the rule would wrongly correct. They are never corrected.
    pub ordinary: Words,
}

/// The words around the name of a place.
pub struct PlaceWords {
    /// Before the name. Each has the space or apostrophe that follows it.
    pub before: Phrases,
    /// After the name. Each has the space before it.
    pub after: Phrases,
    /// First words of a place in a phrase, besides those of the names themselves: "heure" in "heure de Paris". Without
    /// accents. The words for "in" and "at" are not here, because the grammar reads them.
    pub first_words: Words,
    /// Places whose names are also ordinary words ("Friday 10:00 reading"). They are read as places only after a
    /// preposition or in brackets.
    pub ordinary_names: Words,
    /// Names of UTC. An offset may follow: "TUC+3".
    pub universal_time: Words,
    /// Names of UTC that are also ordinary words. They are read only in phrases, where a zone can stand.
    pub universal_time_in_phrases: Words,
}

/// The words of a list of weekdays ("Saturday and Sunday").
pub struct WeekdayListWords {
    /// Ignored: articles and prepositions.
    pub small: Words,
    pub and: Words,
    pub up_to: Words,
    pub weekend: Phrases,
    pub workdays: Phrases,
    pub every_day: Phrases,
}

/// The words that people use for groups of people, in the list of expected members, as the audience of an alert, and as
/// the name of a server's role.
pub struct PeopleWords {
    pub members: Phrases,
    pub helpdesk: Phrases,
    pub secretariat: Phrases,
    pub everyone: Phrases,
    /// Words before the name of a group that do not change its meaning: "all the members".
    pub before_groups: Phrases,
    /// Words between two names.
    pub conjunctions: Words,
}

/// Usual names of the channels that Magpie works in.
pub struct ChannelNames {
    pub secretariat: Phrases,
    pub announcements: Phrases,
    pub help: Phrases,
    pub triage: Phrases,
    pub inbox: Phrases,
}

/// Headers of the columns of the list of expected members, with a space for each hyphen, slash or apostrophe.
pub struct ListHeaders {
    pub given_name: Phrases,
    pub family_name: Phrases,
    /// The whole name, or the family name if another column has the given name.
    pub name: Phrases,
    pub contact: Phrases,
    pub role: Phrases,
    pub handle: Phrases,
    pub city: Phrases,
    pub country: Phrases,
    pub zone: Phrases,
    pub language: Phrases,
}
