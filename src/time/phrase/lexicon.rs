//! The lexicon contains the words of phrases in all languages, without accents. It is built from the languages' tables.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

pub(super) use super::word::{GrammarRole, Part, Unit, WordMeaning};
use crate::time::Language;
use crate::time::language::{GrammarWords, TimeWords, Words};

use WordMeaning::*;

/// Placeholders that `spelling` writes in place of set phrases. They belong to no language. People also type some of
/// them, such as "aoe".
const PLACEHOLDERS: &[(WordMeaning, &str)] = &[
    (AfterTomorrow, "aftertomorrow"),
    (EveryOther, "everyother"),
    (OneInTwo, "surdeux"),
    (PartOfDay(Part::Morning), "inthemorning"),
    (PartOfDay(Part::Afternoon), "intheafternoon"),
    (PartOfDay(Part::Evening), "intheevening"),
    (PartOfDay(Part::Night), "inthenight"),
    (EndOf, "endof"),
    (Workweek, "workweek"),
    (WeekendOrWeeksEnd, "weekendorweeksend"),
    (HalfHour, "halfhour"),
    (AnywhereOnEarth, "aoe"),
    (LocalTime, "localtime"),
];

/// All words of a language's table, each list with its meaning.
fn meanings(words: &TimeWords) -> Vec<(WordMeaning, Words)> {
    let days = || (0u8..).zip(words.weekdays.iter().zip(words.plural_weekdays));
    let mut all: Vec<(WordMeaning, Words)> =
        days().flat_map(|(day, (one, each))| [(Weekday(day), *one), (Weekdays(day), each)]).collect();
    all.extend((1i8..).zip(words.months).map(|(month, words)| (Month(month), words)));
    all.extend(words.numbers.iter().map(|(n, words)| (Number(*n), *words)));
    all.extend(words.ordinals.iter().map(|(n, words)| (Ordinal(*n), *words)));
    // Without `..`, a new list does not compile until it is used here.
    let TimeWords {
        weekdays: _,
        plural_weekdays: _,
        months: _,
        numbers: _,
        ordinals: _,
        last,
        next,
        coming,
        this,
        every,
        yesterday,
        today,
        tomorrow,
        after_tomorrow,
        now,
        noon,
        midnight,
        morning,
        afternoon,
        evening,
        night,
        tonight,
        mornings,
        afternoons,
        evenings,
        nights,
        end_of_day,
        end_of_work,
        end,
        second,
        minute,
        hour,
        day,
        week,
        fortnight,
        month,
        year,
        workday,
        workdays,
        weekend,
        weekends,
        hourly,
        daily,
        weekly,
        fortnightly,
        monthly,
        yearly,
        within,
        ago,
        later,
        before,
        after,
        at,
        on,
        of,
        the,
        and,
        a,
        half,
        quarter,
        past,
        to,
        am,
        pm,
        oclock,
        times,
        until,
        by,
    } = *words;
    all.extend([
        (Last, last),
        (Next, next),
        (Coming, coming),
        (This, this),
        (Every, every),
        (Yesterday, yesterday),
        (Today, today),
        (Tomorrow, tomorrow),
        (AfterTomorrow, after_tomorrow),
        (Now, now),
        (Noon, noon),
        (Midnight, midnight),
        (PartOfDay(Part::Morning), morning),
        (PartOfDay(Part::Afternoon), afternoon),
        (PartOfDay(Part::Evening), evening),
        (PartOfDay(Part::Night), night),
        (PartOfDay(Part::Tonight), tonight),
        (PartsOfDay(Part::Morning), mornings),
        (PartsOfDay(Part::Afternoon), afternoons),
        (PartsOfDay(Part::Evening), evenings),
        (PartsOfDay(Part::Night), nights),
        (EndOfDay, end_of_day),
        (EndOfWork, end_of_work),
        (EndOf, end),
        (Length(Unit::Second), second),
        (Length(Unit::Minute), minute),
        (Length(Unit::Hour), hour),
        (Length(Unit::Day), day),
        (Length(Unit::Week), week),
        (Length(Unit::Fortnight), fortnight),
        (Length(Unit::Month), month),
        (Length(Unit::Year), year),
        (Workday, workday),
        (Workday, workdays),
        (Weekend, weekend),
        (Weekend, weekends),
        (Adverb(Unit::Hour), hourly),
        (Adverb(Unit::Day), daily),
        (Adverb(Unit::Week), weekly),
        (Adverb(Unit::Fortnight), fortnightly),
        (Adverb(Unit::Month), monthly),
        (Adverb(Unit::Year), yearly),
        (In, within),
        (Ago, ago),
        (Later, later),
        (Before, before),
        (After, after),
        (At, at),
        (On, on),
        (Of, of),
        (The, the),
        (And, and),
        (IndefiniteArticle, a),
        (Half, half),
        (Quarter, quarter),
        (Past, past),
        (To, to),
        (Am, am),
        (Pm, pm),
        (OClock, oclock),
        (Times, times),
        (Until, until),
        (By, by),
    ]);
    all
}

/// The words of a language's table for which the grammar has a special rule, each list with its role.
fn roles(grammar: &GrammarWords, time: &TimeWords) -> [(GrammarRole, Words); 20] {
    // Without `..`, a new list does not compile until it is used here.
    let GrammarWords {
        ordinal_suffixes,
        week_later,
        fourth_or_quarter,
        seconds_of_each,
        every_before_day,
        article_or_at,
        one_oclock,
        hour_articles,
        articles_without_day,
        article_of_each,
        article_of_each_or_next,
        at_without_hour,
        and_minutes,
        hours_of_length,
        hour_alone,
        around_place,
        by_or_in,
        loose_days,
    } = *grammar;
    [
        (GrammarRole::OrdinalSuffix, ordinal_suffixes),
        (GrammarRole::WeekLater, week_later),
        (GrammarRole::FourthOrQuarter, fourth_or_quarter),
        (GrammarRole::SecondsOfEach, seconds_of_each),
        (GrammarRole::EveryBeforeDay, every_before_day),
        (GrammarRole::ArticleOrAt, article_or_at),
        (GrammarRole::OneOClock, one_oclock),
        (GrammarRole::HourArticle, hour_articles),
        (GrammarRole::ArticleWithoutDay, articles_without_day),
        (GrammarRole::ArticleOfEach, article_of_each),
        (GrammarRole::ArticleOfEachOrNext, article_of_each_or_next),
        (GrammarRole::AtWithoutHour, at_without_hour),
        (GrammarRole::AndMinutes, and_minutes),
        (GrammarRole::HoursOfLength, hours_of_length),
        (GrammarRole::HourAlone, hour_alone),
        (GrammarRole::AroundPlace, around_place),
        (GrammarRole::ByOrIn, by_or_in),
        (GrammarRole::LooseDays, loose_days),
        (GrammarRole::PluralOfEach, time.workdays),
        (GrammarRole::PluralOfEach, time.weekends),
    ]
}

/// A word that people type. It has one meaning in each language. Its grammar roles are those of all languages together.
#[derive(Debug, Default)]
pub(super) struct Entry {
    /// The meaning in each language, in the order of `Language::ALL`. `None` if the language does not have the word.
    meanings: [Option<WordMeaning>; Language::ALL.len()],
    /// One bit for each [`GrammarRole`].
    roles: u32,
}

impl Entry {
    /// The meaning in `language`. If that language does not have the word, the meaning in the first language that does.
    pub fn meaning(&self, language: Language) -> Option<WordMeaning> {
        self.meanings[language as usize].or_else(|| self.meanings.iter().find_map(|meaning| *meaning))
    }

    /// The meaning in the table of `language`. `None` if that table does not have the word.
    pub fn own_meaning(&self, language: Language) -> Option<WordMeaning> {
        self.meanings[language as usize]
    }

    /// Whether the word means a number, in any language, for which `is_wanted` returns true.
    pub fn is_number(&self, is_wanted: impl Fn(u32) -> bool) -> bool {
        self.meanings.iter().any(|meaning| matches!(meaning, Some(WordMeaning::Number(n)) if is_wanted(*n)))
    }

    pub fn has_role(&self, role: GrammarRole) -> bool {
        self.roles & (1 << role as u32) != 0
    }
}

/// A word of the lexicon with one of its meanings.
#[derive(Debug, Clone, Copy)]
pub(super) struct LexiconWord {
    /// The word without accents and hyphens.
    pub word: &'static str,
    /// The word as people write it.
    pub written: &'static str,
    pub meaning: WordMeaning,
}

struct Lexicon {
    entries: HashMap<&'static str, Entry>,
    words: Vec<LexiconWord>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut entries: HashMap<&'static str, Entry> = HashMap::new();
    let mut words_with_meaning = Vec::new();
    for language in Language::ALL {
        let facts = language.facts();
        for (meaning, words) in meanings(&facts.time) {
            for written in words.split_ascii_whitespace() {
                let word = without_accents_and_hyphens(written);
                entries.entry(word).or_default().meanings[language as usize] = Some(meaning);
                words_with_meaning.push(LexiconWord { word, written, meaning });
            }
        }
        for (role, words) in roles(&facts.grammar, &facts.time) {
            for written in words.split_ascii_whitespace() {
                entries.entry(without_accents_and_hyphens(written)).or_default().roles |= 1 << role as u32;
            }
        }
    }
    for (meaning, word) in PLACEHOLDERS.iter().copied() {
        entries.entry(word).or_default().meanings = [Some(meaning); Language::ALL.len()];
        words_with_meaning.push(LexiconWord { word, written: word, meaning });
    }
    Lexicon { entries, words: words_with_meaning }
});

/// A word of a table, without accents and hyphens.
fn without_accents_and_hyphens(written: &'static str) -> &'static str {
    let word = without_accents(written);
    if word.contains('-') { word.replace('-', "").leak() } else { word }
}

/// A word or phrase of a table, without accents. The memory of the result is never freed. The cost is small, because
/// the tables are built only once.
pub(super) fn without_accents(written: &'static str) -> &'static str {
    if written.is_ascii() {
        return written;
    }
    written.nfd().filter(|c| !is_combining_mark(*c)).collect::<String>().leak()
}

/// The words that people write with a hyphen, each with its form without hyphens. `spelling` replaces them, because a
/// hyphen would split a word into two tokens.
pub(super) fn hyphenated() -> impl Iterator<Item = (&'static str, &'static str)> {
    all_words().filter(|word| word.written.contains('-')).map(|word| (without_accents(word.written), word.word))
}

/// The entry of `word` (lower case, no accents). `None` if the lexicon does not have the word.
pub(super) fn entry(word: &str) -> Option<&'static Entry> {
    LEXICON.entries.get(word)
}

/// Every word, once for each of its meanings, in the order of the languages.
pub(super) fn all_words() -> impl Iterator<Item = LexiconWord> {
    LEXICON.words.iter().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn word_has_one_meaning_in_a_language() {
        for language in Language::ALL {
            let mut seen: HashMap<&str, WordMeaning> = HashMap::new();
            for (meaning, words) in meanings(&language.facts().time) {
                for word in words.split_ascii_whitespace().map(without_accents_and_hyphens) {
                    assert!(!word.contains(' ') && word.chars().all(|c| c.is_lowercase()), "{language:?}: {word}");
                    let previous = seen.insert(word, meaning);
                    assert!(previous.is_none(), "{language:?}: {word} is {previous:?} and {meaning:?}");
                }
            }
        }
    }

    #[test]
    fn word_of_several_languages_has_its_own_meaning_in_each() {
        let read = |word: &str, language| entry(word).and_then(|entry| entry.meaning(language));
        assert_eq!(read("mar", Language::English), Some(Month(3)));
        assert_eq!(read("mar", Language::French), Some(Weekday(1)));
        assert_eq!(read("mar", Language::Spanish), Some(Weekday(1)));
        for language in Language::ALL {
            assert_eq!(read("lundi", language), Some(Weekday(0)));
            assert_eq!(read("fevrier", language), Some(Month(2)));
            assert_eq!(read("heron", language), None);
        }
    }
}
