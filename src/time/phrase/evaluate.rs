//! From the parts of a phrase to its answer: instants, or a question.

use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use jiff::{SignedDuration, Span, Timestamp};

use super::answer::{Anchor, Assumption, Choice, Meaning, PhraseAnswer, Understood};
use super::lexicon::Unit;
use super::parsed::{Direction, Parsed, Phrase, Zone};
use super::readings::{self, Reading, Readings};
use super::recurring::recurring;
use crate::time::local::{Kind, local, resolve, second_pass};
use crate::time::places::{Place, abbreviation_meanings};
use crate::time::zone::ZoneId;
use crate::time::{Language, ZoneAnswer};

/// Who asks, and when.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asker {
    pub zone: ZoneId,
    pub now: Timestamp,
    pub language: Language,
}

/// A question with more choices is no question.
const MAX_CHOICES: usize = 6;

/// What is further away is a slip of the pen.
const FURTHEST_YEARS: i16 = 100;

pub(super) fn answer(phrase: &Phrase, asker: Asker) -> PhraseAnswer {
    match phrase {
        Phrase::Now => understood(at_instant(asker, asker.now)),
        Phrase::Shift(spans, direction) => shifted(spans, *direction, asker),
        Phrase::Span(spans) => with_assumed(shifted(spans, Direction::Forward, asker), &[Assumption::FromNow]),
        Phrase::LooseDays(days) => loose_days(*days, asker),
        Phrase::ShiftedDay(spans, parsed) => shifted_day(spans, parsed, asker),
        Phrase::Beside(spans, direction, parsed) => beside(spans, *direction, parsed, asker),
        Phrase::HourOrSpan(hours, parsed) => hour_or_span(*hours, parsed, asker),
        Phrase::Time(parsed) => time(parsed, asker),
    }
}

pub(super) fn understood(one: Understood) -> PhraseAnswer {
    PhraseAnswer::Understood(Box::new(one))
}

fn at_instant(asker: Asker, instant: Timestamp) -> Understood {
    let wall = local(asker.zone, instant).0;
    Understood { instant, wall, zone: asker.zone, anchor: Anchor::Instant, rule: None, assumed: Vec::new() }
}

/// "In 2 h" is an instant; "in 3 days" is the same time of day.
fn shifted(spans: &[(i64, Unit)], direction: Direction, asker: Asker) -> PhraseAnswer {
    if direction == Direction::Back {
        return PhraseAnswer::Past(Vec::new());
    }
    let Some(instant) = move_by(spans, asker, asker.now, asker.zone).filter(|at| *at > asker.now) else {
        return PhraseAnswer::Unknown;
    };
    let anchor = if spans.iter().all(|(_, unit)| unit.is_real_time()) { Anchor::Instant } else { Anchor::Wall };
    understood(Understood { anchor, ..at_instant(asker, instant) })
}

/// "Dans quinze jours" and "en ocho días" are weeks to those who say them, and days to others.
fn loose_days(days: i64, asker: Asker) -> PhraseAnswer {
    let both = [(days / 7, Unit::Week), (days, Unit::Day)].map(|span| move_by(&[span], asker, asker.now, asker.zone));
    let choices =
        both.into_iter().flatten().map(|instant| Understood { anchor: Anchor::Wall, ..at_instant(asker, instant) });
    question(choices.map(plain).collect())
}

/// Days and longer are moved on the wall clock, hours and shorter in real time.
pub(super) fn move_by(spans: &[(i64, Unit)], asker: Asker, from: Timestamp, zone: ZoneId) -> Option<Timestamp> {
    let (mut days, mut seconds) = (Span::new(), 0i64);
    for (n, unit) in spans {
        match unit {
            Unit::Second => seconds = seconds.checked_add(*n)?,
            Unit::Minute => seconds = seconds.checked_add(n.checked_mul(60)?)?,
            Unit::Hour => seconds = seconds.checked_add(n.checked_mul(3600)?)?,
            Unit::Day => days = days.try_days(i64::from(days.get_days()).checked_add(*n)?).ok()?,
            Unit::Week | Unit::Fortnight => {
                let weeks = if *unit == Unit::Week { *n } else { n.checked_mul(2)? };
                days = days.try_weeks(i64::from(days.get_weeks()).checked_add(weeks)?).ok()?;
            }
            Unit::Month => days = days.try_months(*n).ok()?,
            Unit::Year => days = days.try_years(*n).ok()?,
        }
    }
    let moved = if days.is_zero() { from } else { resolve(zone, local(zone, from).0.checked_add(days).ok()?).instant };
    let moved = moved.checked_add(SignedDuration::from_secs(seconds)).ok()?;
    is_near(moved, asker.now).then_some(moved)
}

fn is_near(at: Timestamp, now: Timestamp) -> bool {
    let year = |at: Timestamp| Offset::UTC.to_datetime(at).year();
    (year(at) - year(now)).abs() <= FURTHEST_YEARS
}

/// "In 3 days at 9:00".
fn shifted_day(spans: &[(i64, Unit)], parsed: &Parsed, asker: Asker) -> PhraseAnswer {
    let Some(instant) = move_by(spans, asker, asker.now, asker.zone) else { return PhraseAnswer::Unknown };
    let date = local(asker.zone, instant).0.date();
    let day = super::parsed::Day::Date { year: Some(date.year()), month: date.month(), day: date.day() };
    time(&Parsed { day: Some(day), ..parsed.clone() }, asker)
}

/// "30 minutes before Tue 14:00 UTC".
fn beside(spans: &[(i64, Unit)], direction: Direction, parsed: &Parsed, asker: Asker) -> PhraseAnswer {
    let sign = if direction == Direction::Back { -1 } else { 1 };
    let spans: Vec<(i64, Unit)> = spans.iter().map(|(n, unit)| (sign * n, *unit)).collect();
    let beside = |one: Understood| -> Option<Understood> {
        let instant = move_by(&spans, asker, one.instant, one.zone)?;
        Some(Understood { instant, wall: local(one.zone, instant).0, ..one })
    };
    let all = |choices: Vec<Choice>| -> Vec<Choice> {
        let moved = choices.into_iter().filter_map(|choice| Some(Choice { answer: beside(choice.answer)?, ..choice }));
        moved.filter(|choice| choice.answer.instant > asker.now).collect()
    };
    match time(parsed, asker) {
        PhraseAnswer::Understood(one) => match beside(*one) {
            Some(one) if one.instant > asker.now => understood(one),
            Some(_) => PhraseAnswer::Past(Vec::new()),
            None => PhraseAnswer::Unknown,
        },
        PhraseAnswer::Ambiguous(choices) => match all(choices) {
            none if none.is_empty() => PhraseAnswer::Past(Vec::new()),
            some => PhraseAnswer::Ambiguous(some),
        },
        PhraseAnswer::Past(choices) => PhraseAnswer::Past(all(choices)),
        PhraseAnswer::Unknown => PhraseAnswer::Unknown,
    }
}

/// "2h" by itself: in two hours, or at two o'clock.
fn hour_or_span(hours: i64, parsed: &Parsed, asker: Asker) -> PhraseAnswer {
    let mut choices: Vec<Choice> = Vec::new();
    if let Some(instant) = move_by(&[(hours, Unit::Hour)], asker, asker.now, asker.zone).filter(|at| *at > asker.now) {
        choices.push(plain(at_instant(asker, instant)));
    }
    match time(parsed, asker) {
        // To a French reader "15h" is nothing but a time of day.
        PhraseAnswer::Understood(one) if hours >= 12 && asker.language == Language::French => return understood(*one),
        PhraseAnswer::Past(later) if hours >= 12 && asker.language == Language::French => {
            return PhraseAnswer::Past(later);
        }
        PhraseAnswer::Understood(one) => choices.push(plain(*one)),
        PhraseAnswer::Ambiguous(more) | PhraseAnswer::Past(more) => choices.extend(more),
        PhraseAnswer::Unknown => return PhraseAnswer::Unknown,
    }
    question(choices)
}

pub(super) fn plain(answer: Understood) -> Choice {
    let meaning = if answer.rule.is_some() { Meaning::Recurs } else { Meaning::Plain };
    Choice { answer, meaning }
}

/// Two readings of one phrase: what both agree on, or a question.
pub(super) fn either(one: PhraseAnswer, other: PhraseAnswer) -> PhraseAnswer {
    use PhraseAnswer::{Ambiguous, Past, Understood as One, Unknown};
    let ahead = |answer: PhraseAnswer| match answer {
        One(one) => vec![plain(*one)],
        Ambiguous(choices) => choices,
        Past(_) | Unknown => Vec::new(),
    };
    match (one, other) {
        (One(a), One(b)) if a.instant == b.instant && a.rule == b.rule => One(a),
        (Past(mut a), Past(b)) => {
            a.extend(b);
            Past(a)
        }
        (a, b) => question([ahead(a), ahead(b)].concat()),
    }
}

/// A question; choices of one instant are one choice.
pub(super) fn question(mut choices: Vec<Choice>) -> PhraseAnswer {
    choices.sort_by_key(|choice| choice.answer.instant);
    let same = |a: &mut Choice, b: &mut Choice| a.answer.instant == b.answer.instant && a.answer.rule == b.answer.rule;
    choices.dedup_by(same);
    choices.truncate(MAX_CHOICES);
    if choices.is_empty() { PhraseAnswer::Unknown } else { PhraseAnswer::Ambiguous(choices) }
}

fn time(parsed: &Parsed, asker: Asker) -> PhraseAnswer {
    let slips = || parsed.slips.iter().map(|(typed, read)| Assumption::Spelling { typed: typed.clone(), read });
    let named = |zone: ZoneId, mut assumed: Vec<Assumption>| {
        assumed.extend(slips());
        in_zone(parsed, Place::id(zone), Some(zone), assumed, asker)
    };
    match &parsed.zone {
        None | Some(Zone::Own) => in_zone(parsed, Place::id(asker.zone), None, slips().collect(), asker),
        Some(Zone::Place(place)) => named(place.zone, fixed_warning(parsed, place.zone)),
        Some(Zone::Corrected(place)) => named(place.zone, vec![Assumption::Place(place.clone())]),
        Some(Zone::AnywhereOnEarth) => {
            let zone = ZoneId::fixed(Offset::constant(-12)).expect("UTC-12 is in force on ships");
            named(zone, vec![Assumption::AnywhereOnEarth])
        }
        Some(Zone::Several(places)) => among(parsed, places, asker),
        Some(Zone::Abbreviation(name)) => abbreviated(parsed, name, asker),
    }
}

/// Something that recurs is wrong for half of the year where daylight saving time is.
fn fixed_warning(parsed: &Parsed, zone: ZoneId) -> Vec<Assumption> {
    if zone.fixed_offset().is_some() && parsed.every.is_some() {
        vec![Assumption::NoDaylightSaving(zone)]
    } else {
        Vec::new()
    }
}

/// What an abbreviation means depends on the date: CET in July is no time of any clock in Paris.
fn abbreviated(parsed: &Parsed, name: &str, asker: Asker) -> PhraseAnswer {
    let Some(key) = crate::time::places::abbreviation_key(name) else { return PhraseAnswer::Unknown };
    let first_guess = match abbreviation_meanings(&key, asker.now) {
        Some(ZoneAnswer::One { place, .. }) => place.zone,
        Some(ZoneAnswer::Ask(places)) => places[0].zone,
        _ => return PhraseAnswer::Unknown,
    };
    let guess = in_zone(parsed, Place::id(first_guess), Some(first_guess), Vec::new(), asker);
    let then = match &guess {
        PhraseAnswer::Understood(one) => one.instant,
        PhraseAnswer::Ambiguous(choices) | PhraseAnswer::Past(choices) => {
            choices.first().map_or(asker.now, |c| c.answer.instant)
        }
        PhraseAnswer::Unknown => return PhraseAnswer::Unknown,
    };
    match abbreviation_meanings(&key, then) {
        Some(ZoneAnswer::One { place, .. }) => {
            time(&Parsed { zone: Some(Zone::Place(place)), ..parsed.clone() }, asker)
        }
        Some(ZoneAnswer::Ask(places)) => among(parsed, &places, asker),
        _ => PhraseAnswer::Unknown,
    }
}

/// The same phrase in each of several zones.
fn among(parsed: &Parsed, places: &[Place], asker: Asker) -> PhraseAnswer {
    let (mut choices, mut gone) = (Vec::new(), Vec::new());
    for place in places {
        let meant = |one: Understood| Choice { answer: one, meaning: Meaning::Zone(place.clone()) };
        match in_zone(parsed, place.clone(), Some(place.zone), Vec::new(), asker) {
            PhraseAnswer::Understood(one) => choices.push(meant(*one)),
            PhraseAnswer::Ambiguous(some) => {
                choices.extend(some.into_iter().take(2).map(|choice| meant(choice.answer)))
            }
            PhraseAnswer::Past(some) => gone.extend(some.into_iter().take(1).map(|choice| meant(choice.answer))),
            PhraseAnswer::Unknown => return PhraseAnswer::Unknown,
        }
    }
    if choices.is_empty() {
        return PhraseAnswer::Past(gone);
    }
    // What has passed in one of them comes again: it may be the one that was meant.
    let mut kept: Vec<Choice> = Vec::new();
    for choice in choices.into_iter().chain(gone) {
        if !kept.iter().any(|other| other.answer.instant == choice.answer.instant) && kept.len() < MAX_CHOICES {
            kept.push(choice);
        }
    }
    PhraseAnswer::Ambiguous(kept)
}

/// The phrase in one zone. "Today" there may be another day than the asker's; where that makes a difference, it is
/// asked about.
fn in_zone(
    parsed: &Parsed,
    place: Place,
    named: Option<ZoneId>,
    assumed: Vec<Assumption>,
    asker: Asker,
) -> PhraseAnswer {
    let zone = place.zone;
    let anchor = if named.is_some() { Anchor::WallInZone } else { Anchor::Wall };
    let there = local(zone, asker.now).0;
    let here = local(asker.zone, asker.now).0;
    let on = |today: Date| {
        let frame = Frame { zone, anchor, today, now: there, asker };
        let answer = match &parsed.every {
            Some(every) => recurring(parsed, every, frame),
            None => once(parsed, frame),
        };
        with_assumed(answer, &assumed)
    };
    let answer = on(there.date());
    if here.date() == there.date() || parsed.every.is_some() { answer } else { merged(answer, on(here.date())) }
}

fn with_assumed(mut answer: PhraseAnswer, assumed: &[Assumption]) -> PhraseAnswer {
    let add = |one: &mut Understood| one.assumed.extend(assumed.iter().cloned());
    match &mut answer {
        PhraseAnswer::Understood(one) => add(one),
        PhraseAnswer::Ambiguous(choices) | PhraseAnswer::Past(choices) => {
            choices.iter_mut().for_each(|choice| add(&mut choice.answer))
        }
        PhraseAnswer::Unknown => {}
    }
    answer
}

/// Both calendars' answers: what has passed on one of them gives way.
fn merged(there: PhraseAnswer, here: PhraseAnswer) -> PhraseAnswer {
    use PhraseAnswer::{Ambiguous, Past, Understood as One, Unknown};
    match (there, here) {
        (One(a), One(b)) if a.instant == b.instant => One(a),
        (One(a), One(b)) => question(vec![plain(*a), plain(*b)]),
        (One(a), Past(_) | Unknown) | (Past(_) | Unknown, One(a)) => One(a),
        (One(a), Ambiguous(mut choices)) | (Ambiguous(mut choices), One(a)) => {
            choices.push(plain(*a));
            question(choices)
        }
        (Ambiguous(mut a), Ambiguous(b)) => {
            a.extend(b);
            question(a)
        }
        (Ambiguous(a), Past(_) | Unknown) | (Past(_) | Unknown, Ambiguous(a)) => Ambiguous(a),
        (Past(a), _) => Past(a),
        (Unknown, Past(b)) => Past(b),
        (Unknown, Unknown) => Unknown,
    }
}

/// On which calendar a phrase is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    pub zone: ZoneId,
    pub anchor: Anchor,
    pub today: Date,
    /// What the clocks in `zone` show now.
    pub now: DateTime,
    pub asker: Asker,
}

impl Frame {
    /// "Now" on the calendar of `today`: the very wall time, or the neighbouring day's edge, so that nothing ahead
    /// counts as passed.
    fn wall_now(&self) -> DateTime {
        if self.today == self.now.date() {
            self.now
        } else if self.today > self.now.date() {
            self.today.at(0, 0, 0, 0)
        } else {
            self.today.at(23, 59, 59, 0)
        }
    }
}

pub(super) fn once(parsed: &Parsed, frame: Frame) -> PhraseAnswer {
    let Some(Readings { meant, is_question, instead }) = readings::of(parsed, frame.wall_now()) else {
        return PhraseAnswer::Unknown;
    };
    if meant.iter().any(|reading| (reading.wall.year() - frame.now.year()).abs() > FURTHEST_YEARS) {
        return PhraseAnswer::Unknown;
    }
    let ahead = |choices: Vec<Choice>| -> Vec<Choice> {
        choices.into_iter().filter(|c| c.answer.instant > frame.asker.now).collect()
    };
    let choices: Vec<Choice> = ahead(meant.iter().flat_map(|reading| passes(reading, frame)).collect());
    if choices.is_empty() {
        let later = instead.iter().flat_map(|reading| passes(reading, frame)).collect();
        return PhraseAnswer::Past(ahead(later).into_iter().take(MAX_CHOICES).collect());
    }
    if choices.len() > 1 || is_question {
        return question(if choices.len() == 1 { with_instead(choices, &instead, frame) } else { choices });
    }
    choices.into_iter().next().map_or(PhraseAnswer::Unknown, |choice| understood(choice.answer))
}

/// One meaning is left of several: the next occasion is offered beside it.
fn with_instead(mut choices: Vec<Choice>, instead: &[Reading], frame: Frame) -> Vec<Choice> {
    choices.extend(
        instead
            .iter()
            .flat_map(|reading| passes(reading, frame))
            .filter(|c| c.answer.instant > frame.asker.now)
            .take(2),
    );
    choices
}

/// The instant of a reading; both where the clock shows it twice.
fn passes(reading: &Reading, frame: Frame) -> Vec<Choice> {
    let resolved = resolve(frame.zone, reading.wall);
    let mut first = Understood {
        instant: resolved.instant,
        wall: local(frame.zone, resolved.instant).0,
        zone: frame.zone,
        anchor: frame.anchor,
        rule: None,
        assumed: reading.assumed.clone(),
    };
    match (resolved.kind, second_pass(frame.zone, reading.wall)) {
        (Kind::Fold, Some(again)) => {
            let second = Understood { instant: again, ..first.clone() };
            vec![
                Choice { answer: first, meaning: Meaning::FirstPass },
                Choice { answer: second, meaning: Meaning::SecondPass },
            ]
        }
        (Kind::Gap, _) => {
            first.assumed.push(Assumption::ClockJumps { asked: reading.wall, got: first.wall });
            vec![plain(first)]
        }
        _ => vec![plain(first)],
    }
}
