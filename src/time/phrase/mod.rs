//! Reads times that people type, in every language of Magpie, with a small strict grammar.
//!
//! The grammar must match the whole input; there is no silent fallback. If a text has more than one meaning, the person
//! is asked to choose. The answer lists every assumption, so that the person sees it before anything is saved.
//! `words::phrases` renders the answer.
//!
//! The stages, in order:
//!
//! - `spelling` splits the text into plain words, and `typos` corrects misspelt words;
//! - `grammar` and `parts` find the parts of a phrase, with `day`, `clock`, `zone`, `every` and `shift`;
//! - `readings` and `days` turn the parts into wall times;
//! - `evaluate`, `once` and `recurring` make the answer.
//!
//! `whole_day` handles inputs that take a day without a time. `deadline` offers times for a day that was typed without
//! a time.

mod answer;
mod asker;
mod choices;
mod clock;
mod day;
mod days;
mod deadline;
mod evaluate;
mod every;
mod grammar;
mod lexicon;
mod once;
mod parsed;
mod parts;
mod readings;
mod recurring;
mod shift;
mod spelling;
mod text;
mod typos;
mod whole_day;
mod word;
mod zone;

pub use answer::{Anchor, Assumption, Choice, DayAnswer, DayEnd, DayPart, Meaning, PhraseAnswer, Understood};
pub use deadline::deadlines;

use asker::Asker;
use parsed::Phrase;
use text::{Text, Typed};

use super::local::local;
use super::{Date, Language, Timestamp, ZoneId};

/// Reads a time that a person in `zone` typed at `now`. It understands words of all languages. `language` is the
/// person's own language. It decides the meaning of a word that two languages share: "mar" is March in English and
/// Tuesday in French. It also decides the order of day and month in "03/11", and whether "15h" can be a length of time.
pub fn phrase(text: &str, zone: ZoneId, now: Timestamp, language: Language) -> PhraseAnswer {
    let asker = Asker { zone, now, language };
    if let Some(instant) = discord_timestamp(text.trim()) {
        return at_instant(instant, asker);
    }
    if let Some(answer) = iso_8601(text.trim().trim_end_matches(['.', '!', '?', ',', ';']), asker) {
        return answer;
    }
    let known_answer =
        |phrase: &Phrase| Some(evaluate::answer(phrase, asker)).filter(|answer| *answer != PhraseAnswer::Unknown);
    let Some(typed) = Typed::read(text) else { return PhraseAnswer::Unknown };
    let found = understand(&typed, asker, known_answer, choices::join_readings);
    let no_such_day =
        || understand(&typed, asker, |phrase| evaluate::no_such_day(phrase, asker), choices::join_readings);
    found.or_else(|| typed.may_name_missing_day().then(no_such_day).flatten()).unwrap_or(PhraseAnswer::Unknown)
}

/// Reads `text` as a day without a time of day. The day may be in the past. "Today" is the date in `zone` at `now`.
pub fn day(text: &str, zone: ZoneId, now: Timestamp, language: Language) -> DayAnswer {
    let asker = Asker { zone, now, language };
    let Some(typed) = Typed::read(text) else { return DayAnswer::Unknown };
    let join_days = |mut days: Vec<Date>, more: Vec<Date>| {
        days.extend(more);
        days
    };
    let sort_and_dedup = |days: Option<Vec<Date>>| {
        let mut days = days.unwrap_or_default();
        days.sort_unstable();
        days.dedup();
        days
    };
    let days = sort_and_dedup(understand(&typed, asker, |phrase| whole_day::dates(phrase, asker), join_days));
    match days.as_slice() {
        [] if typed.may_name_missing_day() => {
            let nearest_days = sort_and_dedup(understand(
                &typed,
                asker,
                |phrase| whole_day::near_missing_date(phrase, asker),
                join_days,
            ));
            if nearest_days.is_empty() { DayAnswer::Unknown } else { DayAnswer::NoSuchDay(nearest_days) }
        }
        [] => DayAnswer::Unknown,
        [day] => DayAnswer::Day(*day),
        _ => DayAnswer::Ambiguous(days),
    }
}

/// Parses the text in the asker's language, then in each other language, then with corrected spellings. Returns the
/// first result that `read` gives for a parsed phrase, or `None`. If a misspelt word has several corrections, `join`
/// combines their results.
fn understand<T>(
    typed: &Typed,
    asker: Asker,
    read: impl Fn(&Phrase) -> Option<T>,
    join: impl Fn(T, T) -> T,
) -> Option<T> {
    let mut texts: Vec<Text<'_>> = Vec::with_capacity(Language::ALL.len());
    let other_languages = Language::ALL.into_iter().filter(|other| *other != asker.language);
    for language in std::iter::once(asker.language).chain(other_languages) {
        let reading = Text::new(typed, language, asker);
        // In most texts, each word has the same meaning in all languages. Parse equal readings only once.
        if texts.iter().all(|other| other.words != reading.words) {
            texts.push(reading);
        }
    }
    let read = |text: &Text<'_>| read(&grammar::parse(text)?);
    if let Some((text, answer)) = texts.iter().find_map(|text| Some((text, read(text)?))) {
        return (!is_foreign_weekday(text, asker)).then_some(answer);
    }
    // If a misspelt word has two possible corrections, the person is asked.
    let corrected = |text: Text<'_>| text.corrected().iter().filter_map(&read).reduce(&join);
    texts.into_iter().find_map(corrected)
}

/// Whether the whole text is a shortened weekday of another language, such as "mon", "vie" or "sam". In the asker's
/// language, it is often an ordinary word or a name, so it is not read as a day without other words.
fn is_foreign_weekday(text: &Text<'_>, asker: Asker) -> bool {
    let is_short_weekday = matches!(text.word(0), Some(lexicon::WordMeaning::Weekday(_))) && text.raw(0, 1).len() == 3;
    text.len() == 1 && is_short_weekday && !text.is_weekday_in(0, asker.language)
}

/// The instant of a timestamp that people copy from Discord: `<t:1605032100>` or `<t:1605032100:F>`.
fn discord_timestamp(text: &str) -> Option<Timestamp> {
    let inner = text.strip_prefix("<t:")?.strip_suffix('>')?;
    let (seconds, style) = inner.split_once(':').unwrap_or((inner, "f"));
    let is_style = style.len() == 1 && "tTdDfFRsS".contains(style);
    let seconds = seconds.parse().ok().filter(|_| is_style)?;
    Timestamp::from_second(seconds).ok()
}

fn at_instant(instant: Timestamp, asker: Asker) -> PhraseAnswer {
    let one = Understood {
        instant,
        wall: local(asker.zone, instant).0,
        zone: asker.zone,
        anchor: Anchor::Instant,
        rule: None,
        assumptions: Vec::new(),
    };
    if instant > asker.now { PhraseAnswer::Understood(Box::new(one)) } else { PhraseAnswer::Past(Vec::new()) }
}

/// Reads the ISO 8601 formats that programs write: `2026-11-03T14:00:00Z` and `2026-11-03T14:00`.
fn iso_8601(text: &str, asker: Asker) -> Option<PhraseAnswer> {
    let is_iso =
        text.len() >= 16 && text.is_ascii() && text.as_bytes()[4] == b'-' && matches!(text.as_bytes()[10], b'T' | b't');
    if !is_iso || text.contains('[') {
        return None;
    }
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Some(at_instant(instant, asker));
    }
    let (date, clock) = text.split_once(['T', 't'])?;
    if !clock.bytes().all(|b| b.is_ascii_digit() || b == b':') {
        return None;
    }
    // A time without an offset is read as a phrase, which handles gaps, folds and past times.
    let with_space = format!("{date} {clock}");
    Some(phrase(&with_space, asker.zone, asker.now, Language::English))
}
