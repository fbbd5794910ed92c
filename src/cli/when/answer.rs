//! Answers the questions of `magpie when --batch`. Scripts rely on the JSON format of the answers.

use serde_json::{Value, json};

use super::question::Question;
use crate::time::{
    Choice, DateTime, Language, LocalTimeKind, Offset, PhraseAnswer, Place, QuietHours, Rule, Time, Timestamp,
    ZoneAnswer, ZoneId, find_zone, local, phrase, resolve,
};
use crate::words::phrases;

/// The maximum number of instants of a recurrence rule in one answer.
const MAX_INSTANTS: usize = 10_000;

#[derive(Debug, thiserror::Error)]
pub(super) enum AnswerError {
    #[error("no such zone: {0}")]
    Zone(String),
    #[error("no local time: {0}")]
    Local(String),
    #[error("no time of day: {0}")]
    Time(String),
    #[error("beyond the years that can be computed")]
    Range,
    #[error("no rule: {0}")]
    Rule(#[from] crate::time::RuleError),
    #[error("more than {MAX_INSTANTS} instants at once")]
    Count,
}

pub(super) fn answer(question: Question, present: Timestamp) -> Result<Value, AnswerError> {
    match question {
        Question::Resolve { zone, local } => resolve_json(zone_named(&zone, present)?, parse_wall_time(&local)?),
        Question::Local { zone, instant } => {
            let (wall, offset) = local(zone_named(&zone, present)?, instant);
            Ok(json!({"local": wall.to_string(), "offset": offset_text(offset)}))
        }
        Question::Quiet { zone, start, end, at } => {
            let hours = QuietHours::new(parse_time_of_day(&start)?, parse_time_of_day(&end)?);
            Ok(json!({"next_allowed": hours.next_allowed(zone_named(&zone, present)?, at).to_string()}))
        }
        Question::Recur { zone, start, rrule, count } => {
            if count > MAX_INSTANTS {
                return Err(AnswerError::Count);
            }
            let series = Rule::parse(&rrule)?.series(zone_named(&zone, present)?, parse_wall_time(&start)?);
            let instants: Vec<String> = series.instants().take(count).map(|at| at.to_string()).collect();
            Ok(json!({"instants": instants}))
        }
        Question::Phrase { zone, now, text, locale } => {
            let (zone, now) = (zone_named(&zone, present)?, now.unwrap_or(present));
            let language = language(locale.as_deref());
            Ok(phrase_json(&phrase(&text, zone, now, language), zone, now, language))
        }
        Question::Zone { text, now, locale } => {
            let now = now.unwrap_or(present);
            Ok(zone_json(&find_zone(&text, now), now, language(locale.as_deref())))
        }
    }
}

/// The zone that a text means: a zone id, or a text for which `find_zone` finds exactly one zone.
///
/// # Errors
/// The places that the text may mean.
pub(super) fn zone_for(text: &str, now: Timestamp) -> Result<ZoneId, Vec<Place>> {
    if let Ok(zone) = ZoneId::parse(text) {
        return Ok(zone);
    }
    match find_zone(text, now) {
        ZoneAnswer::One { place, .. } => Ok(place.zone),
        ZoneAnswer::Ask(places) | ZoneAnswer::Unknown(places) => Err(places),
    }
}

fn zone_named(text: &str, now: Timestamp) -> Result<ZoneId, AnswerError> {
    zone_for(text, now).map_err(|_| AnswerError::Zone(text.chars().take(64).collect()))
}

fn language(locale: Option<&str>) -> Language {
    Language::from_locale(locale.unwrap_or_default())
}

fn resolve_json(zone: ZoneId, wall: DateTime) -> Result<Value, AnswerError> {
    let resolved = resolve(zone, wall);
    if resolved.instant == Timestamp::MAX || resolved.instant == Timestamp::MIN {
        return Err(AnswerError::Range);
    }
    let kind = match resolved.kind {
        LocalTimeKind::Normal => "normal",
        LocalTimeKind::Gap => "gap",
        LocalTimeKind::Fold => "fold",
    };
    Ok(json!({"instant": resolved.instant.to_string(), "kind": kind}))
}

/// Parses a local time. Refuses an offset, a zone or a leap second: jiff ignores them, so the answer would be wrong
/// without an error.
fn parse_wall_time(text: &str) -> Result<DateTime, AnswerError> {
    let invalid = || AnswerError::Local(text.chars().take(64).collect());
    let clock = text.split_once(['T', 't', ' ']).map_or("", |(_, clock)| clock);
    let is_plain = clock.bytes().all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.' | b','));
    if !is_plain || clock.split(':').nth(2).is_some_and(|seconds| seconds.starts_with('6')) {
        return Err(invalid());
    }
    text.parse().map_err(|_| invalid())
}

fn parse_time_of_day(text: &str) -> Result<Time, AnswerError> {
    let invalid = || AnswerError::Time(text.chars().take(64).collect());
    if matches!(text, "24:00" | "24:00:00") {
        return Ok(Time::midnight());
    }
    let is_plain = text.contains(':') && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.'));
    is_plain.then(|| text.parse().ok()).flatten().ok_or_else(invalid)
}

/// Formats an offset as `+03:00`. Adds seconds for offsets that have them, such as old local mean times.
fn offset_text(offset: Offset) -> String {
    let seconds = offset.seconds();
    let sign = if seconds < 0 { '-' } else { '+' };
    let (hours, minutes, seconds) = (seconds.abs() / 3600, seconds.abs() / 60 % 60, seconds.abs() % 60);
    if seconds == 0 {
        format!("{sign}{hours:02}:{minutes:02}")
    } else {
        format!("{sign}{hours:02}:{minutes:02}:{seconds:02}")
    }
}

pub(super) fn phrase_json(answer: &PhraseAnswer, asker: ZoneId, now: Timestamp, language: Language) -> Value {
    let choices = |choices: &[Choice]| -> Vec<Value> {
        let one = |c: &Choice| {
            json!({
                "label": phrases::choice(language, asker, c, now),
                "instant": c.answer.instant.to_string(),
            })
        };
        choices.iter().map(one).collect()
    };
    match answer {
        PhraseAnswer::Understood(understood) => {
            let assumed: Vec<String> =
                understood.assumptions.iter().map(|a| phrases::assumption(language, a)).collect();
            let mut object = json!({
                "instant": understood.instant.to_string(),
                "local": local(asker, understood.instant).0.to_string(),
                "assumed": assumed,
            });
            if let Some(rule) = &understood.rule {
                object["rrule"] = rule.to_string().into();
            }
            if understood.zone != asker {
                object["zone"] = understood.zone.as_str().into();
            }
            object
        }
        PhraseAnswer::Ambiguous(several) => json!({"error": "ambiguous", "choices": choices(several)}),
        PhraseAnswer::Past(later) => json!({"error": "past", "choices": choices(later)}),
        PhraseAnswer::NoSuchDay(near) => json!({"error": "unknown", "choices": choices(near)}),
        PhraseAnswer::Unknown => json!({"error": "unknown", "choices": []}),
    }
}

fn zone_json(answer: &ZoneAnswer, now: Timestamp, language: Language) -> Value {
    let choices = |places: &[Place]| -> Vec<Value> {
        places
            .iter()
            .map(|p| json!({"label": phrases::place_choice(language, p, now), "zone": p.zone.as_str()}))
            .collect()
    };
    match answer {
        ZoneAnswer::One { place, .. } => {
            let mut object = json!({"zone": place.zone.as_str(), "label": phrases::place(language, place)});
            if place.zone.fixed_offset().is_some() {
                object["warning"] = phrases::no_daylight_saving(language, place.zone).into();
            }
            object
        }
        ZoneAnswer::Ask(places) => json!({"error": "ambiguous", "choices": choices(places)}),
        ZoneAnswer::Unknown(places) => json!({"error": "unknown", "choices": choices(places)}),
    }
}
