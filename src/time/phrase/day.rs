//! Reads days as people write them.

use super::lexicon::{GrammarRole, Unit, WordMeaning};
use super::parsed::{Day, WhichMonth, WhichWeekday};
use super::text::Text;

/// The years that a phrase may name.
const YEARS: std::ops::RangeInclusive<u32> = 1970..=2199;

/// The days that can be read at position `at` of the text. Each has the position after it. Longer forms come first.
pub(super) fn read(text: &Text<'_>, at: usize) -> Vec<(Day, usize)> {
    let readers = [
        nth_of_month,
        end_of_period,
        numeric_date,
        day_and_month,
        month_and_day,
        weekday_and_next_week,
        weekday,
        weekend,
        next_month_or_year,
        day_of_month,
        day_near_today,
    ];
    readers.iter().filter_map(|read| read(text, at)).collect()
}

/// Reads a day near today: "today", "tomorrow", "overmorrow", "yesterday".
fn day_near_today(text: &Text<'_>, at: usize) -> Option<(Day, usize)> {
    let day = match text.word(at)? {
        WordMeaning::Today => Day::FromToday(0),
        WordMeaning::Tomorrow => Day::FromToday(1),
        WordMeaning::AfterTomorrow => Day::FromToday(2),
        WordMeaning::Yesterday => Day::FromToday(-1),
        _ => return None,
    };
    Some((day, at + 1))
}

/// Reads a weekday: "Thursday", "next Thursday", "jeudi prochain", "el jueves que viene".
fn weekday(text: &Text<'_>, at: usize) -> Option<(Day, usize)> {
    let which_before = match text.word(at)? {
        WordMeaning::Next => Some(WhichWeekday::Next),
        WordMeaning::This | WordMeaning::Coming => Some(WhichWeekday::This),
        WordMeaning::Last => Some(WhichWeekday::Last),
        _ => None,
    };
    let at = at + usize::from(which_before.is_some());
    let WordMeaning::Weekday(day) = text.word(at)? else { return None };
    // A shortened weekday may have a full stop: "mar.".
    let end = if text.is_sign(at + 1, '.') && text.is_glued(at + 1) { at + 2 } else { at + 1 };
    let (which, end) = match (which_before, text.word(end)) {
        (Some(which), _) => (which, end),
        (None, Some(WordMeaning::Next)) if !matches!(text.word(end + 1), Some(WordMeaning::Length(_))) => {
            (WhichWeekday::Next, end + 1)
        }
        (None, Some(WordMeaning::Coming)) => (WhichWeekday::Next, end + 1),
        (None, Some(WordMeaning::Last)) => (WhichWeekday::Last, end + 1),
        // "Monday week" and "lundi en huit" mean one week later. "Jeudi en quinze" means two weeks later.
        (None, Some(WordMeaning::Length(Unit::Week))) if text.has_role(end, GrammarRole::WeekLater) => {
            (WhichWeekday::WeeksAfter(1), end + 1)
        }
        (None, Some(WordMeaning::In))
            if text.word(end + 1) == Some(WordMeaning::Number(8)) && !is_length(text, end + 2) =>
        {
            (WhichWeekday::WeeksAfter(1), end + 2)
        }
        (None, Some(WordMeaning::In))
            if text.word(end + 1) == Some(WordMeaning::Number(15)) && !is_length(text, end + 2) =>
        {
            (WhichWeekday::WeeksAfter(2), end + 2)
        }
        (None, _) => (WhichWeekday::Bare, end),
    };
    Some((Day::Weekday(day, which), end))
}

fn is_length(text: &Text<'_>, at: usize) -> bool {
    matches!(text.word(at), Some(WordMeaning::Length(_)))
}

/// Reads a weekend: "this weekend", "le week-end prochain", "el fin de semana".
fn weekend(text: &Text<'_>, at: usize) -> Option<(Day, usize)> {
    let at = text.skip(at, &[WordMeaning::The]);
    let has_word_before = matches!(text.word(at), Some(WordMeaning::This | WordMeaning::Next | WordMeaning::Coming));
    let is_next = text.word(at) == Some(WordMeaning::Next);
    let at = at + usize::from(has_word_before);
    match text.word(at)? {
        // `every` reads the plural "weekends", because it is a recurrence.
        WordMeaning::Weekend if !text.has_role(at, GrammarRole::PluralOfEach) => {}
        WordMeaning::WeekendOrWeeksEnd => return Some((Day::WeekendOrWeeksEnd, at + 1)),
        _ => return None,
    }
    match text.word(at + 1).filter(|_| !has_word_before) {
        Some(WordMeaning::Next) => Some((Day::Weekend { is_next: true }, at + 2)),
        Some(WordMeaning::Coming) => Some((Day::Weekend { is_next: false }, at + 2)),
        _ => Some((Day::Weekend { is_next }, at + 1)),
    }
}

/// Reads the next month or year: "next month", "l'année prochaine".
fn next_month_or_year(text: &Text<'_>, at: usize) -> Option<(Day, usize)> {
    let at = text.skip(at, &[WordMeaning::The]);
    let unit = match (text.word(at)?, text.word(at + 1)?) {
        (WordMeaning::Next, WordMeaning::Length(unit))
        | (WordMeaning::Length(unit), WordMeaning::Next | WordMeaning::Coming) => unit,
        _ => return None,
    };
    match unit {
        Unit::Month => Some((Day::NextMonth, at + 2)),
        Unit::Year => Some((Day::NextYear, at + 2)),
        _ => None,
    }
}

/// Reads the end of a period: "end of the week", "end of next month", "fin novembre", "a fin de año".
fn end_of_period(text: &Text<'_>, at: usize) -> Option<(Day, usize)> {
    let at = text.skip(at, &[WordMeaning::The]);
    (text.word(at)? == WordMeaning::EndOf).then_some(())?;
    let period_at = text.skip(text.skip(at + 1, &[WordMeaning::Of]), &[WordMeaning::The]);
    if let WordMeaning::Month(month) = text.word(period_at)? {
        let (year, end) = read_year(text, position_after_month(text, period_at));
        return Some((Day::EndOfMonth(WhichMonth::Named { month, year }), end));
    }
    let (unit, is_next, end) = match (text.word(period_at)?, text.word(period_at + 1)) {
        (WordMeaning::Next | WordMeaning::Coming, Some(WordMeaning::Length(unit)))
        | (WordMeaning::Length(unit), Some(WordMeaning::Next | WordMeaning::Coming)) => (unit, true, period_at + 2),
        (WordMeaning::This, Some(WordMeaning::Length(unit))) => (unit, false, period_at + 2),
        (WordMeaning::Length(unit), _) => (unit, false, period_at + 1),
        _ => return None,
    };
    let day = match unit {
        Unit::Week => Day::EndOfWeek { is_next },
        Unit::Month => Day::EndOfMonth(if is_next { WhichMonth::Next } else { WhichMonth::This }),
        Unit::Year if !is_next => Day::EndOfYear,
        _ => return None,
    };
    Some((day, end))
}

/// Reads a day of next week: "Monday next week", "lundi de la semaine prochaine", "next week Monday", "next week".
fn weekday_and_next_week(text: &Text<'_>, at: usize) -> Option<(Day, usize)> {
    if let Some(end) = next_week(text, at) {
        let weekday_at = text.skip(end, &[WordMeaning::On]);
        return Some(match text.word(weekday_at) {
            Some(WordMeaning::Weekday(day)) => (Day::Weekday(day, WhichWeekday::OfNextWeek), weekday_at + 1),
            _ => (Day::NextWeek, end),
        });
    }
    let WordMeaning::Weekday(day) = text.word(at)? else { return None };
    let week_at = text.skip(text.skip(at + 1, &[WordMeaning::Of]), &[WordMeaning::The]);
    next_week(text, week_at).map(|end| (Day::Weekday(day, WhichWeekday::OfNextWeek), end))
}

/// The position after "next week", "la semaine prochaine", "la próxima semana" or "la semana que viene".
fn next_week(text: &Text<'_>, at: usize) -> Option<usize> {
    let at = text.skip(at, &[WordMeaning::The]);
    match (text.word(at)?, text.word(at + 1)?) {
        (WordMeaning::Next, WordMeaning::Length(Unit::Week))
        | (WordMeaning::Length(Unit::Week), WordMeaning::Next | WordMeaning::Coming) => Some(at + 2),
        _ => None,
    }
}

/// Reads a date with the day first: "3 November", "3rd of November 2026", "3 de noviembre de 2026", "1er novembre".
fn day_and_month(text: &Text<'_>, at: usize) -> Option<(Day, usize)> {
    let at = text.skip(at, &[WordMeaning::The]);
    let (day, after) = day_number(text, at)?;
    let month_at = if text.is_sign(after, '-') || text.is_sign(after, '.') {
        after + 1
    } else {
        text.skip(after, &[WordMeaning::Of])
    };
    let WordMeaning::Month(month) = text.word(month_at)? else { return None };
    let (year, end) = read_year(text, position_after_month(text, month_at));
    Some((Day::Date { year, month, day }, end))
}

/// Reads a date with the month first: "November 3", "Nov 3rd, 2026".
fn month_and_day(text: &Text<'_>, at: usize) -> Option<(Day, usize)> {
    let WordMeaning::Month(month) = text.word(at)? else { return None };
    let (day, after) = day_number(text, text.skip(position_after_month(text, at), &[WordMeaning::The]))?;
    // In "November 14:00" and "Nov 3pm", the number is an hour and not a day.
    if text.is_sign(after, ':')
        || matches!(text.word(after), Some(WordMeaning::Am | WordMeaning::Pm | WordMeaning::Length(Unit::Hour)))
    {
        return None;
    }
    let (year, end) = read_year(text, after);
    Some((Day::Date { year, month, day }, end))
}

/// The position after a month and its full stop or hyphen: "3 nov. 2026", "3-Nov-2026".
fn position_after_month(text: &Text<'_>, month_at: usize) -> usize {
    let next = month_at + 1;
    if (text.is_sign(next, '.') && text.is_glued(next)) || text.is_sign(next, '-') { next + 1 } else { next }
}

/// The optional year at `at`, and the position after it.
fn read_year(text: &Text<'_>, at: usize) -> (Option<i16>, usize) {
    let year_at = if text.is_sign(at, ',') { at + 1 } else { text.skip(at, &[WordMeaning::Of]) };
    let is_clock =
        text.is_sign(year_at + 1, ':') || matches!(text.word(year_at + 1), Some(WordMeaning::Length(Unit::Hour)));
    match text.digits(year_at) {
        Some((year, 4)) if YEARS.contains(&year) && !is_clock => (i16::try_from(year).ok(), year_at + 1),
        _ => (None, at),
    }
}

/// Reads a day of the month: "3", "3rd", "1er", "1º", "first", "premier", "primero". (`spelling` replaces "1º" by
/// "1o".)
pub(super) fn day_number(text: &Text<'_>, at: usize) -> Option<(i8, usize)> {
    if let Some(WordMeaning::Ordinal(1)) = text.word(at) {
        return Some((1, at + 1));
    }
    let day = text.number(at).filter(|n| (1..=31).contains(n)).and_then(|n| i8::try_from(n).ok())?;
    if text.digits(at).is_some_and(|(_, digits)| digits > 2) {
        return None;
    }
    Some((day, if is_ordinal_suffix(text, at + 1) { at + 2 } else { at + 1 }))
}

/// Whether the word at `at` is the ending of an ordinal: "rd" in "3rd".
pub(super) fn is_ordinal_suffix(text: &Text<'_>, at: usize) -> bool {
    text.is_glued(at) && text.has_role(at, GrammarRole::OrdinalSuffix)
}

/// Reads a day of the month without a month: "the 15th", "le 15", "el día 15", "15th".
fn day_of_month(text: &Text<'_>, at: usize) -> Option<(Day, usize)> {
    let after_the = text.skip(at, &[WordMeaning::The]);
    let number = text.skip(after_the, &[WordMeaning::Length(Unit::Day)]);
    text.digits(number)?;
    let (day, end) = day_number(text, number)?;
    let is_marked = after_the > at || is_ordinal_suffix(text, number + 1);
    // After an article such as "las", a number is an hour. Before ":", "/", a unit, am, pm or a month, it belongs to a
    // time or to a date.
    let is_part_of_time_or_date = text.has_role(at, GrammarRole::HourArticle)
        || text.has_role(at, GrammarRole::ArticleWithoutDay)
        || (text.is_sign(end, ':') && text.is_glued(end))
        || matches!(
            text.word(end),
            Some(WordMeaning::Length(_) | WordMeaning::Am | WordMeaning::Pm | WordMeaning::Month(_))
        )
        || text.is_sign(end, '/');
    (is_marked && !is_part_of_time_or_date).then_some((Day::OfMonth(day), end))
}

/// Reads a day of the month right after a weekday: "26" in "Thursday 26 at 15:00". `None` if the number can be an hour.
pub(super) fn day_of_month_after_weekday(text: &Text<'_>, at: usize) -> Option<(Day, usize)> {
    let (number, digits) = text.digits(at)?;
    let end = at + 1;
    let is_clock = text.is_sign(end, ':') || text.is_sign(end, '.') || text.is_sign(end, '/') || text.is_sign(end, '-');
    let is_hours = is_clock
        || matches!(
            text.word(end),
            Some(
                WordMeaning::Length(_)
                    | WordMeaning::Am
                    | WordMeaning::Pm
                    | WordMeaning::OClock
                    | WordMeaning::Month(_)
                    | WordMeaning::Of
                    | WordMeaning::PartOfDay(_)
            )
        );
    let is_date = number > 24
        || (end < text.len()
            && (text.word(end) == Some(WordMeaning::At) || text.is_sign(end, ',') || text.digits(end).is_some()));
    let day = i8::try_from(number).ok().filter(|day| (1..=31).contains(day))?;
    (digits <= 2 && !is_hours && is_date).then_some((Day::OfMonth(day), end))
}

/// Reads a date in numbers: "2026-11-03", "03/11/2026", "3.11.2026", "03/11".
fn numeric_date(text: &Text<'_>, at: usize) -> Option<(Day, usize)> {
    let at = text.skip(at, &[WordMeaning::The]);
    let (first, first_digits) = text.digits(at)?;
    let sign = ['-', '/', '.']
        .into_iter()
        .find(|sign| text.is_sign(at + 1, *sign) && text.is_glued(at + 1) && text.is_glued(at + 2))?;
    let (second, second_digits) = text.digits(at + 2)?;
    let has_third = text.is_sign(at + 3, sign) && text.is_glued(at + 3) && text.is_glued(at + 4);
    let third = text.digits(at + 4).filter(|_| has_third);
    let to_i8 = |n: u32| i8::try_from(n).ok();
    let is_clock = text.is_sign(at + 3, ':');
    let order = text.order;
    match (first_digits, second_digits, third) {
        (4, 1..=2, Some((day, 1..=2))) if YEARS.contains(&first) && sign != '.' => {
            let date = Day::Date { year: i16::try_from(first).ok(), month: to_i8(second)?, day: to_i8(day)? };
            (second <= 12).then_some((date, at + 5))
        }
        (1..=2, 1..=2, Some((year, digits @ (2 | 4)))) => {
            let year = if digits == 2 { 2000 + year } else { year };
            let year = i16::try_from(year).ok().filter(|_| YEARS.contains(&year))?;
            Some((Day::Numeric { first: to_i8(first)?, second: to_i8(second)?, year: Some(year), order }, at + 5))
        }
        // "15.30" may be a time, and "3-11" may be a range. So two numbers are a date only with a slash.
        (1..=2, 1..=2, None) if sign == '/' && !is_clock => {
            Some((Day::Numeric { first: to_i8(first)?, second: to_i8(second)?, year: None, order }, at + 3))
        }
        _ => None,
    }
}

/// Reads a position in a month: "the first Monday of November", "dernier vendredi de novembre", "last day of next
/// month".
fn nth_of_month(text: &Text<'_>, at: usize) -> Option<(Day, usize)> {
    let at = text.skip(at, &[WordMeaning::The]);
    let (n, weekday, end) = nth_weekday(text, at)?;
    let month_at = text.skip(text.skip(end, &[WordMeaning::Of, WordMeaning::In]), &[WordMeaning::The]);
    let (month, end) = match (text.word(month_at)?, text.word(month_at + 1)) {
        (WordMeaning::Month(month), _) => {
            let (year, end) = read_year(text, month_at + 1);
            (WhichMonth::Named { month, year }, end)
        }
        (WordMeaning::Next, Some(WordMeaning::Length(Unit::Month)))
        | (WordMeaning::Length(Unit::Month), Some(WordMeaning::Next | WordMeaning::Coming)) => {
            (WhichMonth::Next, month_at + 2)
        }
        _ => return None,
    };
    Some((Day::NthOf { n, weekday, month }, end))
}

/// Reads a position in the month: "second Tuesday", "last Friday", "derniers vendredis", "2nd Tuesday", "last day".
/// Returns the position (-1 is the last), the weekday (`None` for any day), and the position after it in the text.
pub(super) fn nth_weekday(text: &Text<'_>, at: usize) -> Option<(i64, Option<u8>, usize)> {
    let (n, after) = match text.word(at) {
        Some(WordMeaning::Ordinal(n)) => (n, at + 1),
        Some(WordMeaning::Last) => (-1, at + 1),
        Some(WordMeaning::Quarter) if text.has_role(at, GrammarRole::FourthOrQuarter) => (4, at + 1),
        Some(WordMeaning::Length(Unit::Second)) if text.has_role(at, GrammarRole::SecondsOfEach) => (2, at + 1),
        _ => match text.digits(at) {
            Some((n @ 1..=5, 1)) if is_ordinal_suffix(text, at + 1) => (i64::from(n), at + 2),
            _ => return None,
        },
    };
    match text.word(after)? {
        WordMeaning::Weekday(day) | WordMeaning::Weekdays(day) => Some((n, Some(day), after + 1)),
        WordMeaning::Length(Unit::Day) => Some((n, None, after + 1)),
        _ => None,
    }
}
