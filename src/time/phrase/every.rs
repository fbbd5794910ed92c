//! Reads recurrences: "every Monday", "chaque mois", "cada dos semanas".

use super::day::{day_number, is_suffix, nth_weekday};
use super::lexicon::{GrammarRole, Unit, WordMeaning};
use super::parsed::Every;
use super::text::Text;

/// The recurrences that can be read at `at`, each with the position after it. Longer forms come first.
pub(super) fn read(text: &Text<'_>, at: usize) -> Vec<(Every, usize)> {
    let readers = [
        month_day_first,
        nth_of_month,
        each_months_end,
        every,
        plural_weekdays,
        plural_parts,
        adverb,
        alternating,
        article_weekday,
    ];
    readers.iter().filter_map(|read| read(text, at)).collect()
}

/// "every …", "chaque …", "cada …", "todos los …".
fn every(text: &Text<'_>, at: usize) -> Option<(Every, usize)> {
    let doubled = match text.word(at)? {
        WordMeaning::Every => false,
        WordMeaning::EveryOther => true,
        WordMeaning::Workweek => return Some((workdays(), at + 1)),
        _ => return None,
    };
    let at = at + 1;
    if doubled {
        return every_other(text, at);
    }
    match text.word(at) {
        Some(WordMeaning::Workday | WordMeaning::Workweek) => return Some((workdays(), at + 1)),
        Some(WordMeaning::Weekend) => {
            return Some((Every::Weekdays { days: vec![5, 6], weeks: 1, is_every_second: false }, at + 1));
        }
        // "Todos los segundos martes": an ordinal, which is read below.
        Some(WordMeaning::Length(Unit::Second)) if text.has(at, GrammarRole::SecondsOfEach) => {}
        Some(WordMeaning::Length(unit)) => return after_unit(text, at + 1, 1, unit),
        // "Every morning": the part of the day is read later, with the time of day.
        Some(WordMeaning::PartOfDay(_) | WordMeaning::PartsOfDay(_)) => return Some((Every::Units(1, Unit::Day), at)),
        Some(WordMeaning::Month(_)) => return month_first(text, at),
        Some(WordMeaning::Weekday(_) | WordMeaning::Weekdays(_)) => return weekdays(text, at, 1, false),
        _ => {}
    }
    counted(text, at).or_else(|| ordinal_weekday(text, at)).or_else(|| date(text, at))
}

fn workdays() -> Every {
    Every::Weekdays { days: vec![0, 1, 2, 3, 4], weeks: 1, is_every_second: false }
}

/// "every other week", "every other Tuesday", "every other day".
fn every_other(text: &Text<'_>, at: usize) -> Option<(Every, usize)> {
    match text.word(at)? {
        WordMeaning::Length(unit) => after_unit(text, at + 1, 2, unit),
        WordMeaning::Weekday(_) => weekdays(text, at, 2, false),
        _ => None,
    }
}

/// Reads a number after "every": "every 2 weeks on Tuesday", "every 3 days", "cada dos martes".
fn counted(text: &Text<'_>, at: usize) -> Option<(Every, usize)> {
    let n = text.number(at).filter(|n| (1..=1000).contains(n))?;
    match text.word(at + 1)? {
        // "Tous les quinze jours", "cada ocho días".
        WordMeaning::Length(Unit::Day) if matches!(n, 8 | 15) && text.says_loose_days(at + 1) => {
            Some((Every::LooseDays(n), at + 2))
        }
        WordMeaning::Length(unit) => after_unit(text, at + 2, n, unit),
        WordMeaning::Weekday(_) | WordMeaning::Weekdays(_) if n == 2 => weekdays(text, at + 1, 2, false),
        _ => None,
    }
}

/// "every second Tuesday" is every two weeks, "every last Friday" and "tous les deuxièmes mardis" are monthly. With "of
/// the month", `nth_of_month` comes first.
fn ordinal_weekday(text: &Text<'_>, at: usize) -> Option<(Every, usize)> {
    let (n, weekday, end) = nth_weekday(text, at)?;
    let is_plural = text.has(at, GrammarRole::SecondsOfEach);
    if n != 2 || is_plural {
        return Some((Every::NthOfMonth(n, weekday?), end));
    }
    Some((Every::Weekdays { days: vec![weekday?], weeks: 2, is_every_second: true }, end))
}

/// "every 3 November", "chaque 3 novembre", "every 15th", "cada 31", "tous les 15 du mois".
fn date(text: &Text<'_>, at: usize) -> Option<(Every, usize)> {
    let (day, after) = day_number(text, at)?;
    let month_at = text.skip(after, &[WordMeaning::Of]);
    match text.word(month_at) {
        Some(WordMeaning::Month(month)) => Some((Every::Date { month, day }, month_at + 1)),
        _ if is_suffix(text, at + 1) || says_each_day(text, at) => Some((Every::DayOfMonth(day), after)),
        _ => each_month(text, after).map(|end| (Every::DayOfMonth(day), end)),
    }
}

/// Whether a number after "every" is a day of the month: "cada 31", "chaque 15". In English, "every 30" may count
/// something else.
fn says_each_day(text: &Text<'_>, number: usize) -> bool {
    let is_clock = text.is_sign(number + 1, ':') || text.word(number + 1) == Some(WordMeaning::Length(Unit::Hour));
    number > 0 && text.has(number - 1, GrammarRole::EveryBeforeDay) && !is_clock
}

/// Reads the words after a unit: weekdays, which are optional after "every week"; or a day, which is required after
/// "every month" and "every year".
fn after_unit(text: &Text<'_>, at: usize, n: u32, unit: Unit) -> Option<(Every, usize)> {
    let small = &[WordMeaning::On, WordMeaning::The, WordMeaning::At, WordMeaning::Of];
    let from = text.skip(text.skip(at, small), small);
    match unit {
        Unit::Week | Unit::Fortnight => {
            let weeks = if unit == Unit::Fortnight { 2 * n } else { n };
            weekdays(text, from, weeks, false).or(Some((Every::Units(weeks, Unit::Week), at)))
        }
        Unit::Month if n == 1 => {
            let from = text.skip(from, &[WordMeaning::Length(Unit::Day)]);
            if let Some((n, weekday, end)) = nth_weekday(text, from) {
                return Some((nth(n, weekday)?, end));
            }
            let (day, end) = day_number(text, from).filter(|_| from > at)?;
            Some((Every::DayOfMonth(day), end))
        }
        Unit::Year if n == 1 => date(text, from)
            .filter(|(every, _)| matches!(every, Every::Date { .. }))
            .or_else(|| month_first(text, from)),
        Unit::Second | Unit::Month | Unit::Year => None,
        Unit::Minute | Unit::Hour | Unit::Day => Some((Every::Units(n, unit), at)),
    }
}

/// Reads a date with the month first: "November 3" in "every year on November 3".
fn month_first(text: &Text<'_>, at: usize) -> Option<(Every, usize)> {
    let WordMeaning::Month(month) = text.word(at)? else { return None };
    let (day, end) = day_number(text, at + 1)?;
    Some((Every::Date { month, day }, end))
}

fn nth(n: i64, weekday: Option<u8>) -> Option<Every> {
    match (n, weekday) {
        (-1, None) => Some(Every::LastDayOfMonth),
        (n @ 1..=5, None) => i8::try_from(n).ok().map(Every::DayOfMonth),
        (n, Some(weekday)) => Some(Every::NthOfMonth(n, weekday)),
        _ => None,
    }
}

/// Reads one or more weekdays: "Monday and Thursday", "Mon, Wed and Fri".
fn weekdays(text: &Text<'_>, at: usize, weeks: u32, is_every_second: bool) -> Option<(Every, usize)> {
    let day = |at: usize| match text.word(at) {
        Some(WordMeaning::Weekday(day) | WordMeaning::Weekdays(day)) => Some(day),
        _ => None,
    };
    let mut days = vec![day(at)?];
    let mut end = at + 1;
    loop {
        let comma = if text.is_sign(end, ',') { end + 1 } else { end };
        let next = text.skip(text.skip(comma, &[WordMeaning::And]), &[WordMeaning::The]);
        match day(next).filter(|_| next > end && days.len() < 7) {
            Some(more) => {
                days.push(more);
                end = next + 1;
            }
            None => break,
        }
    }
    days.sort_unstable();
    days.dedup();
    Some((Every::Weekdays { days, weeks, is_every_second }, end))
}

/// "Mondays", "on Mondays and Thursdays", "los lunes", "weekdays", "weekends".
fn plural_weekdays(text: &Text<'_>, at: usize) -> Option<(Every, usize)> {
    let start = text.skip(at, &[WordMeaning::On]);
    match text.word(start)? {
        WordMeaning::Weekdays(_) => weekdays(text, start, 1, false),
        WordMeaning::Workday if text.has(start, GrammarRole::PluralOfEach) || start > at => {
            Some((workdays(), start + 1))
        }
        WordMeaning::Weekend if text.has(start, GrammarRole::PluralOfEach) => {
            Some((Every::Weekdays { days: vec![5, 6], weeks: 1, is_every_second: false }, start + 1))
        }
        // In Spanish only the article has a plural: "los lunes".
        WordMeaning::The if text.has(start, GrammarRole::ArticleOfEach) => weekdays(text, start + 1, 1, false),
        _ => None,
    }
}

/// Reads the plural of a part of the day: "mornings at 8", "Monday mornings", "los lunes por las mañanas".
fn plural_parts(text: &Text<'_>, at: usize) -> Option<(Every, usize)> {
    let start = text.skip(text.skip(at, &[WordMeaning::On, WordMeaning::In]), &[WordMeaning::The]);
    match (text.word(start)?, text.word(start + 1)) {
        (WordMeaning::PartsOfDay(_), _) => Some((Every::Units(1, Unit::Day), start)),
        (WordMeaning::Weekday(day), Some(WordMeaning::PartsOfDay(_))) => {
            Some((Every::Weekdays { days: vec![day], weeks: 1, is_every_second: false }, start + 1))
        }
        _ => None,
    }
}

/// "end of every month", "fin de chaque mois", "every month end".
fn each_months_end(text: &Text<'_>, at: usize) -> Option<(Every, usize)> {
    let start = text.skip(at, &[WordMeaning::The]);
    let every_first = text.word(start) == Some(WordMeaning::Every) && text.word(start + 1) == Some(WordMeaning::EndOf);
    let end_at = start + usize::from(every_first);
    (text.word(end_at)? == WordMeaning::EndOf).then_some(())?;
    let each = text.skip(end_at + 1, &[WordMeaning::Of]);
    let month = text.skip(text.skip(each, &[WordMeaning::The]), &[WordMeaning::Every]);
    let recurs = every_first || text.word(month - 1) == Some(WordMeaning::Every);
    (recurs && text.word(month) == Some(WordMeaning::Length(Unit::Month))).then_some((Every::LastDayOfMonth, month + 1))
}

/// "daily", "weekly on Tuesday", "monthly on the 31st", "yearly on 3 November".
fn adverb(text: &Text<'_>, at: usize) -> Option<(Every, usize)> {
    let WordMeaning::Adverb(unit) = text.word(at)? else { return None };
    after_unit(text, at + 1, 1, unit)
}

/// Reads "one in two": "un mardi sur deux", "un jour sur deux".
fn alternating(text: &Text<'_>, at: usize) -> Option<(Every, usize)> {
    match (text.word(at)?, text.word(at + 1)?, text.word(at + 2)?) {
        (WordMeaning::IndefiniteArticle, WordMeaning::Weekday(day), WordMeaning::OneInTwo) => {
            Some((Every::Weekdays { days: vec![day], weeks: 2, is_every_second: false }, at + 3))
        }
        (WordMeaning::IndefiniteArticle, WordMeaning::Length(Unit::Day), WordMeaning::OneInTwo) => {
            Some((Every::Units(2, Unit::Day), at + 3))
        }
        _ => None,
    }
}

/// "last Friday of the month", "le premier lundi de chaque mois", "every second Tuesday of the month", "last day of the
/// month".
fn nth_of_month(text: &Text<'_>, at: usize) -> Option<(Every, usize)> {
    let start = text.skip(text.skip(at, &[WordMeaning::Every]), &[WordMeaning::The]);
    let (n, weekday, end) = nth_weekday(text, start)?;
    let month = each_month(text, end)?;
    let says_each = [at].into_iter().chain(end..month).any(|at| text.word(at) == Some(WordMeaning::Every));
    Some((if says_each { nth(n, weekday)? } else { perhaps_once(nth(n, weekday)?) }, month))
}

/// "The last day of the month" can be meant once or every month. With a weekday, as in "the last Friday of the month",
/// people mean every month.
fn perhaps_once(every: Every) -> Every {
    if every == Every::LastDayOfMonth { Every::PerhapsLastDay } else { every }
}

/// "the 15th of every month", "le 15 de chaque mois", "el 15 de cada mes".
fn month_day_first(text: &Text<'_>, at: usize) -> Option<(Every, usize)> {
    let start =
        text.skip(text.skip(text.skip(at, &[WordMeaning::On]), &[WordMeaning::The]), &[WordMeaning::Length(Unit::Day)]);
    let (day, end) = day_number(text, start)?;
    Some((Every::DayOfMonth(day), each_month(text, end)?))
}

/// The position after "of the month", "du mois", "de cada mes" or "every month".
fn each_month(text: &Text<'_>, at: usize) -> Option<usize> {
    let of = text.skip(at, &[WordMeaning::Of]);
    let start = text.skip(text.skip(of, &[WordMeaning::The]), &[WordMeaning::Every]);
    (start > at
        && text.word(start) == Some(WordMeaning::Length(Unit::Month))
        && !matches!(text.word(start + 1), Some(WordMeaning::Next | WordMeaning::Coming)))
    .then_some(start + 1)
}

/// "Le lundi" by itself is every Monday or the next one. Before a date or "prochain", it is not a recurrence.
fn article_weekday(text: &Text<'_>, at: usize) -> Option<(Every, usize)> {
    if !text.has(at, GrammarRole::ArticleOfEachOrNext) {
        return None;
    }
    let WordMeaning::Weekday(day) = text.word(at + 1)? else { return None };
    let is_dated = text.number(at + 2).is_some() && matches!(text.word(at + 3), Some(WordMeaning::Month(_)))
        || matches!(
            text.word(at + 2),
            Some(WordMeaning::Next | WordMeaning::Coming | WordMeaning::Ordinal(_) | WordMeaning::Of)
        );
    (!is_dated).then_some((Every::PerhapsWeekday(day), at + 2))
}
