//! Reads recurrences: "every Monday", "chaque mois", "cada dos semanas".

use super::day::{day_number, is_ordinal_suffix, nth_weekday};
use super::lexicon::{GrammarRole, Unit, WordMeaning};
use super::parsed::Every;
use super::text::Text;

/// The recurrences that can be read at position `at` of the text. Each has the position after it. Longer forms come
/// first.
pub(super) fn read(text: &Text<'_>, at: usize) -> Vec<(Every, usize)> {
    let readers = [
        day_of_each_month,
        nth_of_each_month,
        end_of_each_month,
        every,
        plural_weekdays,
        plural_parts_of_day,
        adverb,
        one_in_two,
        weekday_with_article,
    ];
    readers.iter().filter_map(|read| read(text, at)).collect()
}

/// Reads a recurrence that begins with "every": "every …", "chaque …", "cada …", "todos los …".
fn every(text: &Text<'_>, at: usize) -> Option<(Every, usize)> {
    let is_every_other = match text.word(at)? {
        WordMeaning::Every => false,
        WordMeaning::EveryOther => true,
        WordMeaning::Workweek => return Some((workdays(), at + 1)),
        _ => return None,
    };
    let at = at + 1;
    if is_every_other {
        return every_other(text, at);
    }
    match text.word(at) {
        Some(WordMeaning::Workday | WordMeaning::Workweek) => return Some((workdays(), at + 1)),
        Some(WordMeaning::Weekend) => {
            return Some((Every::Weekdays { days: vec![5, 6], weeks: 1, is_every_second: false }, at + 1));
        }
        // In "todos los segundos martes", the word is an ordinal. `ordinal_weekday` reads it.
        Some(WordMeaning::Length(Unit::Second)) if text.has_role(at, GrammarRole::SecondsOfEach) => {}
        Some(WordMeaning::Length(unit)) => return after_unit(text, at + 1, 1, unit),
        // In "every morning", `parts` reads the part of the day later, with the time of day.
        Some(WordMeaning::PartOfDay(_) | WordMeaning::PartsOfDay(_)) => return Some((Every::Units(1, Unit::Day), at)),
        Some(WordMeaning::Month(_)) => return month_then_day(text, at),
        Some(WordMeaning::Weekday(_) | WordMeaning::Weekdays(_)) => return weekdays(text, at, 1, false),
        _ => {}
    }
    counted_units(text, at).or_else(|| ordinal_weekday(text, at)).or_else(|| every_date(text, at))
}

fn workdays() -> Every {
    Every::Weekdays { days: vec![0, 1, 2, 3, 4], weeks: 1, is_every_second: false }
}

/// Reads the words after "every other": "every other week", "every other Tuesday", "every other day".
fn every_other(text: &Text<'_>, at: usize) -> Option<(Every, usize)> {
    match text.word(at)? {
        WordMeaning::Length(unit) => after_unit(text, at + 1, 2, unit),
        WordMeaning::Weekday(_) => weekdays(text, at, 2, false),
        _ => None,
    }
}

/// Reads a number after "every": "every 2 weeks on Tuesday", "every 3 days", "cada dos martes".
fn counted_units(text: &Text<'_>, at: usize) -> Option<(Every, usize)> {
    let n = text.number(at).filter(|n| (1..=1000).contains(n))?;
    match text.word(at + 1)? {
        // "Tous les quinze jours" and "cada ocho días" can mean weeks or exact days.
        WordMeaning::Length(Unit::Day) if matches!(n, 8 | 15) && text.is_loose_days(at + 1) => {
            Some((Every::LooseDays(n), at + 2))
        }
        WordMeaning::Length(unit) => after_unit(text, at + 2, n, unit),
        WordMeaning::Weekday(_) | WordMeaning::Weekdays(_) if n == 2 => weekdays(text, at + 1, 2, false),
        _ => None,
    }
}

/// Reads an ordinal and a weekday. "Every second Tuesday" means every two weeks. "Every last Friday" and "tous les
/// deuxièmes mardis" mean every month. `nth_of_each_month` reads forms with "of the month" before this function is
/// called.
fn ordinal_weekday(text: &Text<'_>, at: usize) -> Option<(Every, usize)> {
    let (n, weekday, end) = nth_weekday(text, at)?;
    let is_plural = text.has_role(at, GrammarRole::SecondsOfEach);
    if n != 2 || is_plural {
        return Some((Every::NthOfMonth(n, weekday?), end));
    }
    Some((Every::Weekdays { days: vec![weekday?], weeks: 2, is_every_second: true }, end))
}

/// Reads a date after "every": "every 3 November", "chaque 3 novembre", "every 15th", "cada 31", "tous les 15 du mois".
fn every_date(text: &Text<'_>, at: usize) -> Option<(Every, usize)> {
    let (day, after) = day_number(text, at)?;
    let month_at = text.skip(after, &[WordMeaning::Of]);
    match text.word(month_at) {
        Some(WordMeaning::Month(month)) => Some((Every::Date { month, day }, month_at + 1)),
        _ if is_ordinal_suffix(text, at + 1) || is_day_after_every(text, at) => Some((Every::DayOfMonth(day), after)),
        _ => each_month(text, after).map(|end| (Every::DayOfMonth(day), end)),
    }
}

/// Whether the number at `number` is a day of the month after "every": "cada 31", "chaque 15". In English, "every 30"
/// can also be the beginning of "every 30 minutes".
fn is_day_after_every(text: &Text<'_>, number: usize) -> bool {
    let is_clock = text.is_sign(number + 1, ':') || text.word(number + 1) == Some(WordMeaning::Length(Unit::Hour));
    number > 0 && text.has_role(number - 1, GrammarRole::EveryBeforeDay) && !is_clock
}

/// Reads the words after a unit. After "every week", weekdays can follow. After "every month" and "every year", a day
/// must follow.
fn after_unit(text: &Text<'_>, at: usize, n: u32, unit: Unit) -> Option<(Every, usize)> {
    let connectors = &[WordMeaning::On, WordMeaning::The, WordMeaning::At, WordMeaning::Of];
    let next = text.skip(text.skip(at, connectors), connectors);
    match unit {
        Unit::Week | Unit::Fortnight => {
            let weeks = if unit == Unit::Fortnight { 2 * n } else { n };
            weekdays(text, next, weeks, false).or(Some((Every::Units(weeks, Unit::Week), at)))
        }
        Unit::Month if n == 1 => {
            let day_at = text.skip(next, &[WordMeaning::Length(Unit::Day)]);
            if let Some((n, weekday, end)) = nth_weekday(text, day_at) {
                return Some((every_nth(n, weekday)?, end));
            }
            let (day, end) = day_number(text, day_at).filter(|_| day_at > at)?;
            Some((Every::DayOfMonth(day), end))
        }
        Unit::Year if n == 1 => every_date(text, next)
            .filter(|(every, _)| matches!(every, Every::Date { .. }))
            .or_else(|| month_then_day(text, next)),
        Unit::Second | Unit::Month | Unit::Year => None,
        Unit::Minute | Unit::Hour | Unit::Day => Some((Every::Units(n, unit), at)),
    }
}

/// Reads a date with the month first: "November 3" in "every year on November 3".
fn month_then_day(text: &Text<'_>, at: usize) -> Option<(Every, usize)> {
    let WordMeaning::Month(month) = text.word(at)? else { return None };
    let (day, end) = day_number(text, at + 1)?;
    Some((Every::Date { month, day }, end))
}

/// The recurrence of the `n`th weekday of each month, or of the `n`th day if `weekday` is `None`.
fn every_nth(n: i64, weekday: Option<u8>) -> Option<Every> {
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

/// Reads plurals of weekdays: "Mondays", "on Mondays and Thursdays", "los lunes", "weekdays", "weekends".
fn plural_weekdays(text: &Text<'_>, at: usize) -> Option<(Every, usize)> {
    let start = text.skip(at, &[WordMeaning::On]);
    match text.word(start)? {
        WordMeaning::Weekdays(_) => weekdays(text, start, 1, false),
        WordMeaning::Workday if text.has_role(start, GrammarRole::PluralOfEach) || start > at => {
            Some((workdays(), start + 1))
        }
        WordMeaning::Weekend if text.has_role(start, GrammarRole::PluralOfEach) => {
            Some((Every::Weekdays { days: vec![5, 6], weeks: 1, is_every_second: false }, start + 1))
        }
        // In Spanish, only the article shows the plural: "los lunes".
        WordMeaning::The if text.has_role(start, GrammarRole::ArticleOfEach) => weekdays(text, start + 1, 1, false),
        _ => None,
    }
}

/// Reads the plural of a part of the day: "mornings at 8", "Monday mornings", "los lunes por las mañanas".
fn plural_parts_of_day(text: &Text<'_>, at: usize) -> Option<(Every, usize)> {
    let start = text.skip(text.skip(at, &[WordMeaning::On, WordMeaning::In]), &[WordMeaning::The]);
    match (text.word(start)?, text.word(start + 1)) {
        (WordMeaning::PartsOfDay(_), _) => Some((Every::Units(1, Unit::Day), start)),
        (WordMeaning::Weekday(day), Some(WordMeaning::PartsOfDay(_))) => {
            Some((Every::Weekdays { days: vec![day], weeks: 1, is_every_second: false }, start + 1))
        }
        _ => None,
    }
}

/// Reads the end of each month: "end of every month", "fin de chaque mois", "every month end".
fn end_of_each_month(text: &Text<'_>, at: usize) -> Option<(Every, usize)> {
    let start = text.skip(at, &[WordMeaning::The]);
    let has_every_first =
        text.word(start) == Some(WordMeaning::Every) && text.word(start + 1) == Some(WordMeaning::EndOf);
    let end_at = start + usize::from(has_every_first);
    (text.word(end_at)? == WordMeaning::EndOf).then_some(())?;
    let after_of = text.skip(end_at + 1, &[WordMeaning::Of]);
    let month_at = text.skip(text.skip(after_of, &[WordMeaning::The]), &[WordMeaning::Every]);
    let is_recurring = has_every_first || text.word(month_at - 1) == Some(WordMeaning::Every);
    (is_recurring && text.word(month_at) == Some(WordMeaning::Length(Unit::Month)))
        .then_some((Every::LastDayOfMonth, month_at + 1))
}

/// Reads an adverb: "daily", "weekly on Tuesday", "monthly on the 31st", "yearly on 3 November".
fn adverb(text: &Text<'_>, at: usize) -> Option<(Every, usize)> {
    let WordMeaning::Adverb(unit) = text.word(at)? else { return None };
    after_unit(text, at + 1, 1, unit)
}

/// Reads "one in two": "un mardi sur deux", "un jour sur deux".
fn one_in_two(text: &Text<'_>, at: usize) -> Option<(Every, usize)> {
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

/// Reads a position in each month: "last Friday of the month", "le premier lundi de chaque mois", "every second Tuesday
/// of the month", "last day of the month".
fn nth_of_each_month(text: &Text<'_>, at: usize) -> Option<(Every, usize)> {
    let start = text.skip(text.skip(at, &[WordMeaning::Every]), &[WordMeaning::The]);
    let (n, weekday, end) = nth_weekday(text, start)?;
    let after_month = each_month(text, end)?;
    let has_every = [at].into_iter().chain(end..after_month).any(|at| text.word(at) == Some(WordMeaning::Every));
    let every = every_nth(n, weekday)?;
    Some((if has_every { every } else { perhaps_once(every) }, after_month))
}

/// "The last day of the month" can mean once or every month, so it becomes `PerhapsLastDay`. With a weekday, as in "the
/// last Friday of the month", people mean every month.
fn perhaps_once(every: Every) -> Every {
    if every == Every::LastDayOfMonth { Every::PerhapsLastDay } else { every }
}

/// Reads a day of each month: "the 15th of every month", "le 15 de chaque mois", "el 15 de cada mes".
fn day_of_each_month(text: &Text<'_>, at: usize) -> Option<(Every, usize)> {
    let start =
        text.skip(text.skip(text.skip(at, &[WordMeaning::On]), &[WordMeaning::The]), &[WordMeaning::Length(Unit::Day)]);
    let (day, end) = day_number(text, start)?;
    Some((Every::DayOfMonth(day), each_month(text, end)?))
}

/// The position after "of the month", "du mois", "de cada mes" or "every month".
fn each_month(text: &Text<'_>, at: usize) -> Option<usize> {
    let after_of = text.skip(at, &[WordMeaning::Of]);
    let start = text.skip(text.skip(after_of, &[WordMeaning::The]), &[WordMeaning::Every]);
    (start > at
        && text.word(start) == Some(WordMeaning::Length(Unit::Month))
        && !matches!(text.word(start + 1), Some(WordMeaning::Next | WordMeaning::Coming)))
    .then_some(start + 1)
}

/// Reads "le lundi", which means every Monday or only the next Monday. `None` if a date or "prochain" follows, because
/// the phrase then means one day.
fn weekday_with_article(text: &Text<'_>, at: usize) -> Option<(Every, usize)> {
    if !text.has_role(at, GrammarRole::ArticleOfEachOrNext) {
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
