//! What the code knows about a language besides its texts. One constant for each language, in a file of its own.
//!
//! No field has a default, so a new language does not compile until each list is given; an empty list is a decision.
//! Words are in lower case, with accents and hyphens as people write them; whoever reads a list removes what it does not
//! compare.

/// Words with a space between. Each is one word.
pub type Words = &'static str;

/// Names and expressions of one or more words.
pub type Phrases = &'static [&'static str];

pub struct Facts {
    /// The name in English.
    pub name: &'static str,
    /// Decides how plurals and numbers are written: a BCP 47 tag.
    pub locale: &'static str,
    /// The Discord locales that a text in this language is registered under (command names and descriptions).
    pub discord_locales: &'static [&'static str],
    pub day_order: DayOrder,
    pub hour_sign: HourSign,
    pub time: TimeWords,
    pub grammar: GrammarWords,
    /// Expressions of several words, without capitals, and the words of the lexicon that replace each. The longest is
    /// replaced first. "?" replaces what looks like a time and is none.
    pub set_phrases: &'static [(&'static str, &'static str)],
    pub spelling: SpellingWords,
    pub places: PlaceWords,
    pub weekday_lists: WeekdayListWords,
    pub people: PeopleWords,
    pub channels: ChannelNames,
}

/// How a date of two numbers is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayOrder {
    /// As in French and Spanish, everywhere.
    DayFirst,
    /// In English it depends on the country: asked, unless only one order makes a date.
    Either,
}

/// What "15h" by itself means, from 12 hours on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HourSign {
    /// A time of day.
    TimeOfDay,
    /// A time of day or a length: the person is asked.
    TimeOrLength,
}

/// The words of time, by meaning. A word that two languages share means in each what its own list says.
pub struct TimeWords {
    /// From Monday. The first of each is its full name, of which a list of weekdays may have only the first letters.
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
    /// "Mornings": each of them. Likewise the next three.
    pub mornings: Words,
    pub afternoons: Words,
    pub evenings: Words,
    pub nights: Words,
    pub end_of_day: Words,
    pub end_of_work: Words,
    /// "End" of the week, the month, November.
    pub end: Words,
    /// Lengths, in the singular and the plural.
    pub second: Words,
    pub minute: Words,
    pub hour: Words,
    pub day: Words,
    pub week: Words,
    pub fortnight: Words,
    pub month: Words,
    pub year: Words,
    pub workday: Words,
    /// Each day from Monday to Friday.
    pub workdays: Words,
    pub weekend: Words,
    /// Each of them.
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
    /// "By Friday 17:00": no later than.
    pub by: Words,
}

/// Words that the grammar treats in a way of their own, besides their meaning. They count in every language.
pub struct GrammarWords {
    /// Right after a number: "3rd", "1er".
    pub ordinal_suffixes: Words,
    /// After a weekday, a week later: "Monday week".
    pub week_later: Words,
    /// An ordinal that also means a quarter.
    pub fourth_or_quarter: Words,
    /// A plural of "second" before a weekday: that of each month, not every two weeks. It may also be a length.
    pub seconds_of_each: Words,
    /// Words for "every" that make a number a day of the month: "cada 31".
    pub every_before_day: Words,
    /// "A" as an article, where another language reads it as "at".
    pub article_or_at: Words,
    /// One o'clock by itself: "a la una".
    pub one_oclock: Words,
    /// Articles that make a number an hour: "a las 9".
    pub hour_articles: Words,
    /// Articles that do not stand before a day of the month.
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
    /// The hour without a number: "hora y media", "heure de Paris".
    pub hour_alone: Words,
    /// Other words around a place: "Nairobi time".
    pub around_place: Words,
    /// A "by" that also introduces a length: "d'ici deux heures".
    pub by_or_in: Words,
    /// Eight or fifteen of these are usually one week or two: "quinze jours".
    pub loose_days: Words,
}

/// What decides whether a misspelt word is corrected (see `phrase::slips`).
pub struct SpellingWords {
    /// Frequent misspellings that are too short or too different for the rule, and the word of the lexicon for each.
    pub slips: &'static [(&'static str, &'static str)],
    /// Words and names that the rule would correct to a word of time. They are never corrected.
    pub ordinary: Words,
}

/// The words around the name of a place.
pub struct PlaceWords {
    /// With the space or apostrophe that follows.
    pub before: Phrases,
    /// With the space before.
    pub after: Phrases,
    /// Without accents: words with which the name of a place in a phrase can begin, besides the names themselves. Not
    /// the words for "in" and "at", which phrases read on their own.
    pub first_words: Words,
    /// Places whose names are also ordinary words ("Friday 10:00 reading"). They need an introducing word or brackets.
    pub ordinary_names: Words,
    /// Names of UTC, also with an offset: "TUC+3".
    pub universal_time: Words,
    /// Names of UTC that are ordinary words, so they count only where a phrase has room for a zone.
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
    /// Change nothing before the name of a group: "all the members".
    pub before_groups: Phrases,
    /// Between two names.
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
