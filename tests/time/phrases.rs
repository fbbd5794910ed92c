//! Compares the answers to phrases with a hand-made table of phrases that people type and their right answers.

use std::collections::BTreeSet;

use magpie::time::{Assumption, Choice, Language, PhraseAnswer, Timestamp, Understood, ZoneId, phrase};

const TABLE: &str = include_str!("phrases.tsv");
const ORDINARY_WORDS: &str = include_str!("ordinary-words.txt");

struct Row<'a> {
    language: Language,
    zone: ZoneId,
    now: Timestamp,
    typed: &'a str,
    expected: &'a str,
}

fn rows() -> impl Iterator<Item = Row<'static>> {
    TABLE.lines().filter(|line| !line.starts_with('#')).map(|line| {
        let columns: Vec<&str> = line.split('\t').collect();
        let [locale, zone, now, typed, expected] = columns[..] else { panic!("not five columns: {line}") };
        Row {
            language: Language::from_locale(locale),
            zone: ZoneId::parse(zone).expect("a zone"),
            now: now.parse().expect("an instant"),
            typed,
            expected,
        }
    })
}

fn read(row: &Row<'_>) -> PhraseAnswer {
    phrase(row.typed, row.zone, row.now, row.language)
}

/// The instant and the rule of one meaning.
fn meaning_text(understood: &Understood) -> String {
    match &understood.rule {
        Some(rule) => format!("{} {rule}", understood.instant),
        None => understood.instant.to_string(),
    }
}

/// The kind of an answer and its meanings, in the notation of the table.
fn summary(answer: &PhraseAnswer) -> (&'static str, BTreeSet<String>) {
    let all = |choices: &[Choice]| choices.iter().map(|choice| meaning_text(&choice.answer)).collect();
    match answer {
        PhraseAnswer::Understood(understood) => ("=", BTreeSet::from([meaning_text(understood)])),
        PhraseAnswer::Ambiguous(choices) => ("ask", all(choices)),
        PhraseAnswer::Past(choices) => ("past", all(choices)),
        PhraseAnswer::NoSuchDay(choices) => ("no-such-day", all(choices)),
        PhraseAnswer::Unknown => ("unknown", BTreeSet::new()),
    }
}

/// The kind and the meanings in a cell of the table.
fn expected(text: &str) -> (&str, BTreeSet<String>) {
    let (kind, meanings) = match text.split_once(' ') {
        Some((kind @ ("ask" | "past" | "no-such-day"), meanings)) => (kind, meanings),
        None if matches!(text, "past" | "unknown") => (text, ""),
        _ => ("=", text),
    };
    (kind, meanings.split(" | ").filter(|one| !one.is_empty()).map(str::to_owned).collect())
}

#[test]
fn phrases_of_the_table_have_the_expected_answers() {
    let faults: Vec<String> = rows()
        .filter(|row| summary(&read(row)) != expected(row.expected))
        .map(|row| {
            format!("{:?} in {}: {:?} instead of {}", row.typed, row.zone.as_str(), summary(&read(&row)), row.expected)
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn table_has_every_kind_of_answer_in_every_language() {
    assert!(rows().count() >= 250);
    for language in Language::ALL {
        for kind in ["=", "ask", "past", "unknown"] {
            assert!(
                rows().any(|row| row.language == language && expected(row.expected).0 == kind),
                "{language:?} {kind}"
            );
        }
    }
}

#[test]
fn answer_does_not_depend_on_spaces_capitals_or_the_encoding_of_accents() {
    use unicode_normalization::UnicodeNormalization;
    for row in rows() {
        let plain = summary(&read(&row));
        let variants = [
            format!("  {}  ", row.typed.replace(' ', "  ")),
            format!("{}.", row.typed),
            row.typed.to_uppercase(),
            row.typed.nfd().collect::<String>(),
        ];
        for text in variants {
            let answer = phrase(&text, row.zone, row.now, row.language);
            assert_eq!(summary(&answer), plain, "{text:?}");
        }
    }
}

#[test]
fn every_answer_is_in_the_future() {
    for row in rows() {
        match read(&row) {
            PhraseAnswer::Understood(one) => assert!(one.instant > row.now, "{}", row.typed),
            PhraseAnswer::Ambiguous(choices) | PhraseAnswer::NoSuchDay(choices) => {
                assert!(!choices.is_empty(), "{}", row.typed);
                assert!(choices.iter().all(|choice| choice.answer.instant > row.now), "{}", row.typed);
            }
            PhraseAnswer::Past(choices) => {
                assert!(choices.iter().all(|choice| choice.answer.instant > row.now), "{}", row.typed);
            }
            PhraseAnswer::Unknown => {}
        }
    }
}

#[test]
fn ordinary_words_and_names_are_not_times() {
    let now = "2026-11-24T12:00:00Z".parse().expect("an instant");
    let words: Vec<&str> = ORDINARY_WORDS.split_whitespace().collect();
    assert!(words.len() > 400);
    for word in words {
        for language in Language::ALL {
            let answer = phrase(word, ZoneId::utc(), now, language);
            assert_eq!(answer, PhraseAnswer::Unknown, "{word} in {language:?}");
        }
    }
}

#[test]
fn corrected_spelling_is_listed_as_an_assumption() {
    let now = "2026-11-24T12:00:00Z".parse().expect("an instant");
    for (typed, misspelt, read) in [
        ("tommorow 9am", "tommorow", "tomorrow"),
        ("Thrusday 10:00", "thrusday", "thursday"),
        ("mierocles 10:00", "mierocles", "miércoles"),
        ("vendedi 10h", "vendedi", "vendredi"),
    ] {
        let PhraseAnswer::Understood(one) = phrase(typed, ZoneId::utc(), now, Language::English) else {
            panic!("{typed} is not understood")
        };
        let correction = Assumption::Spelling { typed: misspelt.to_owned(), read };
        assert!(one.assumptions.contains(&correction), "{typed}: {:?}", one.assumptions);
    }
}

/// A person sees the assumptions before anything is saved, so the list must contain everything that the text does not
/// say.
#[test]
fn missing_part_of_a_phrase_is_listed_as_an_assumption() {
    let now = "2026-11-24T12:00:00Z".parse().expect("an instant");
    let assumptions = |typed: &str| match phrase(typed, ZoneId::utc(), now, Language::English) {
        PhraseAnswer::Understood(one) => one.assumptions,
        other => panic!("{typed}: {other:?}"),
    };
    assert!(matches!(assumptions("tomorrow")[..], [Assumption::NoTime(_)]));
    assert!(matches!(assumptions("17:30")[..], [Assumption::Day(_)]));
    assert!(matches!(assumptions("tomorrow at 9")[..], [Assumption::TwentyFourHours(_)]));
    assert!(matches!(assumptions("tomorrow morning")[..], [Assumption::DayPart(..)]));
    assert!(matches!(assumptions("20 minutes")[..], [Assumption::FromNow]));
    assert!(matches!(assumptions("Friday 24:00")[..], [Assumption::EndsNextDay(_)]));
    assert!(matches!(assumptions("tomorrow 12pm")[..], [Assumption::Noon]));
    assert!(assumptions("tomorrow 9am").is_empty());
}
