//! Compares the answers to phrases with a hand-made table of what people type, so that no answer is silently wrong.

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

fn one(understood: &Understood) -> String {
    match &understood.rule {
        Some(rule) => format!("{} {rule}", understood.instant),
        None => understood.instant.to_string(),
    }
}

/// The kind of the answer, and its possible meanings.
fn summary(answer: &PhraseAnswer) -> (&'static str, BTreeSet<String>) {
    let all = |choices: &[Choice]| choices.iter().map(|choice| one(&choice.answer)).collect();
    match answer {
        PhraseAnswer::Understood(understood) => ("=", BTreeSet::from([one(understood)])),
        PhraseAnswer::Ambiguous(choices) => ("ask", all(choices)),
        PhraseAnswer::Past(choices) => ("past", all(choices)),
        PhraseAnswer::NoSuchDay(choices) => ("no-such-day", all(choices)),
        PhraseAnswer::Unknown => ("unknown", BTreeSet::new()),
    }
}

fn expected(text: &str) -> (&str, BTreeSet<String>) {
    let (kind, meant) = match text.split_once(' ') {
        Some((kind @ ("ask" | "past" | "no-such-day"), meant)) => (kind, meant),
        None if matches!(text, "past" | "unknown") => (text, ""),
        _ => ("=", text),
    };
    (kind, meant.split(" | ").filter(|one| !one.is_empty()).map(str::to_owned).collect())
}

#[test]
fn phrases_of_the_table_have_the_expected_answers() {
    let wrong: Vec<String> = rows()
        .filter(|row| summary(&read(row)) != expected(row.expected))
        .map(|row| {
            format!("{:?} in {}: {:?} instead of {}", row.typed, row.zone.as_str(), summary(&read(&row)), row.expected)
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_table_has_every_language_and_every_kind_of_answer() {
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
fn spaces_capitals_and_the_encoding_of_accents_change_nothing() {
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
            let other = phrase(&text, row.zone, row.now, row.language);
            assert_eq!(summary(&other), plain, "{text:?}");
        }
    }
}

#[test]
fn answers_are_in_the_future_and_questions_have_choices() {
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
    for (typed, slip, read) in [
        ("tommorow 9am", "tommorow", "tomorrow"),
        ("Thrusday 10:00", "thrusday", "thursday"),
        ("mierocles 10:00", "mierocles", "miércoles"),
        ("vendedi 10h", "vendedi", "vendredi"),
    ] {
        let PhraseAnswer::Understood(one) = phrase(typed, ZoneId::utc(), now, Language::English) else {
            panic!("{typed} is not understood")
        };
        let correction = Assumption::Spelling { typed: slip.to_owned(), read };
        assert!(one.assumed.contains(&correction), "{typed}: {:?}", one.assumed);
    }
}

/// A person sees what was assumed, so the list must contain everything that the text leaves open.
#[test]
fn unstated_parts_of_a_phrase_are_listed_as_assumptions() {
    let now = "2026-11-24T12:00:00Z".parse().expect("an instant");
    let assumed = |typed: &str| match phrase(typed, ZoneId::utc(), now, Language::English) {
        PhraseAnswer::Understood(one) => one.assumed,
        other => panic!("{typed}: {other:?}"),
    };
    assert!(matches!(assumed("tomorrow")[..], [Assumption::NoTime(_)]));
    assert!(matches!(assumed("17:30")[..], [Assumption::Day(_)]));
    assert!(matches!(assumed("tomorrow at 9")[..], [Assumption::TwentyFourHours(_)]));
    assert!(matches!(assumed("tomorrow morning")[..], [Assumption::DayPart(..)]));
    assert!(matches!(assumed("20 minutes")[..], [Assumption::FromNow]));
    assert!(matches!(assumed("Friday 24:00")[..], [Assumption::EndsNextDay(_)]));
    assert!(matches!(assumed("tomorrow 12pm")[..], [Assumption::Noon]));
    assert!(assumed("tomorrow 9am").is_empty());
}
