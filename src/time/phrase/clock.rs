//! Reads times of day as people write them.

use jiff::civil::Time;

use super::day::is_ordinal_suffix;
use super::lexicon::{GrammarRole, Unit, WordMeaning};
use super::parsed::{Clock, Day, Notation, Parsed};
use super::text::Text;

/// The time of day at position `at` of the text, and the position after it. `None` if there is no time of day.
pub(super) fn read(text: &Text<'_>, at: usize, parsed: &Parsed) -> Option<(Clock, usize)> {
    let named_clock = match text.word(at) {
        Some(WordMeaning::Noon) => Some(Clock::At(time_of_day(12, 0, 0)?)),
        Some(WordMeaning::Midnight) => Some(Clock::Midnight),
        Some(WordMeaning::EndOfDay) => Some(Clock::EndOfDay),
        Some(WordMeaning::EndOfWork) => Some(Clock::EndOfWork),
        _ => None,
    };
    if let Some(named_clock) = named_clock {
        return Some(read_half_after(text, at + 1, named_clock));
    }
    let is_marked =
        text.word(at) == Some(WordMeaning::At) || text.is_sign(at, '@') || text.word(at) == Some(WordMeaning::The);
    let number = if is_marked { text.skip(at + 1, &[WordMeaning::The]) } else { at };
    unambiguous_clock(text, number).or_else(|| {
        let is_marked = is_marked && marks_a_bare_hour(text, at);
        bare_hour(text, number, is_marked, parsed)
    })
}

/// Reads a time of day in an unambiguous notation.
fn unambiguous_clock(text: &Text<'_>, at: usize) -> Option<(Clock, usize)> {
    spoken_time(text, at)
        .or_else(|| digital_time(text, at))
        .or_else(|| time_with_hour_word(text, at))
        .or_else(|| four_digit_time(text, at))
}

/// Reads a time of a list after the first one: "20" in "every day at 8 and 20".
pub(super) fn further_time(text: &Text<'_>, at: usize) -> Option<(Clock, usize)> {
    let number = text.skip(text.skip(at, &[WordMeaning::At]), &[WordMeaning::The]);
    // "A las 8 y 20" means twenty past eight to many people, so a bare number after "y" is not read as an hour.
    if number == at && text.has_role(at - 1, GrammarRole::AndMinutes) && text.digits(at).is_some() {
        return unambiguous_clock(text, at);
    }
    match text.word(number) {
        Some(WordMeaning::Noon) => Some((Clock::At(time_of_day(12, 0, 0)?), number + 1)),
        _ => unambiguous_clock(text, number).or_else(|| bare_hour(text, number, true, &Parsed::default())),
    }
}

fn time_of_day(hour: u32, minute: u32, second: u32) -> Option<Time> {
    let to_i8 = |n: u32| i8::try_from(n).ok();
    Time::new(to_i8(hour)?, to_i8(minute)?, to_i8(second)?, 0).ok()
}

/// Reads the half hour after noon: "midi et demi", "mediodía y media". Returns `named_clock` if there is none.
fn read_half_after(text: &Text<'_>, at: usize, named_clock: Clock) -> (Clock, usize) {
    match (named_clock, text.word(at), text.word(at + 1)) {
        (Clock::At(noon), Some(WordMeaning::And), Some(WordMeaning::Half)) => {
            (Clock::At(time_of_day(12, 30, 0).unwrap_or(noon)), at + 2)
        }
        _ => (named_clock, at),
    }
}

/// Whether a bare number after the word at `at` is an hour: "at 9", "a las 9", "à 9". In "le 9" and "the 9", the number
/// is a day.
fn marks_a_bare_hour(text: &Text<'_>, at: usize) -> bool {
    match text.word(at) {
        Some(WordMeaning::At) => !text.has_role(at, GrammarRole::AtWithoutHour),
        Some(WordMeaning::The) => text.has_role(at, GrammarRole::HourArticle),
        _ => true,
    }
}

/// Reads a time in digits: "15:00", "9:30 pm", "14:00:30", "15.30".
fn digital_time(text: &Text<'_>, at: usize) -> Option<(Clock, usize)> {
    let (hour, hour_digits) = text.digits(at).filter(|(_, digits)| *digits <= 2)?;
    let has = |sign: char, at: usize| text.is_sign(at, sign) && text.is_glued(at) && text.is_glued(at + 1);
    let (minute, mut end) = if has(':', at + 1) {
        (text.digits(at + 2).filter(|(_, digits)| *digits == 2)?.0, at + 3)
    } else if has('.', at + 1) && !has('.', at + 3) {
        let (minute, digits) = text.digits(at + 2)?;
        // "3.11" may be the third of November.
        let cannot_be_a_date =
            minute > 12 || minute == 0 || hour > 31 || hour == 0 || is_half_day_or_hour(text, at + 3);
        (Some(minute).filter(|_| digits == 2 && cannot_be_a_date)?, at + 3)
    } else {
        return None;
    };
    let mut second = 0;
    if has(':', end) {
        second = text.digits(end + 1).filter(|(_, digits)| *digits == 2)?.0;
        end += 2;
    }
    // A word for hours may follow: "14:00h", "14:00 hrs", "14:00 horas".
    if text.word(end) == Some(WordMeaning::Length(Unit::Hour)) && !text.has_role(end, GrammarRole::HourAlone) {
        end += 1;
    }
    finish_clock(text, end, (hour, minute, second), Notation::Digits, hour_digits)
}

/// Whether the word at `at` is am, pm or a word for hours.
fn is_half_day_or_hour(text: &Text<'_>, at: usize) -> bool {
    matches!(text.word(at), Some(WordMeaning::Am | WordMeaning::Pm | WordMeaning::Length(Unit::Hour)))
}

/// Reads an hour with a word for hours: "15h", "15h30", "15 heures 30", "9 heures et demie", "quinze heures", "15
/// horas", "1500 hrs".
fn time_with_hour_word(text: &Text<'_>, at: usize) -> Option<(Clock, usize)> {
    let hour = text.number(at)?;
    let hour_digits = text.digits(at).map_or(1, |(_, digits)| digits);
    if text.word(at + 1) != Some(WordMeaning::Length(Unit::Hour))
        || text.has_role(at + 1, GrammarRole::HoursOfLength) && hour_digits < 3
    {
        return None;
    }
    if hour_digits == 4 {
        return finish_clock(text, at + 2, (hour / 100, hour % 100, 0), Notation::Digits, 2);
    }
    let end = at + 2;
    let is_quarter = |at: usize| text.word(at) == Some(WordMeaning::Quarter);
    let (minute, end) = match (text.digits(end), text.word(end), text.word(end + 1)) {
        (Some((minute, 2)), _, _) if !text.is_sign(end + 1, ':') && !text.is_sign(end + 1, '/') => (minute, end + 1),
        (_, Some(WordMeaning::And), Some(WordMeaning::Half)) => (30, end + 2),
        (_, Some(WordMeaning::And), Some(WordMeaning::Quarter)) => (15, end + 2),
        // Minutes in words: "huit heures trente".
        (None, Some(WordMeaning::Number(minute @ 10..=59)), _)
            if !matches!(text.word(end + 1), Some(WordMeaning::Length(_) | WordMeaning::Month(_))) =>
        {
            (minute, end + 1)
        }
        (_, Some(WordMeaning::To), _) if text.number(end + 1).is_some_and(|n| matches!(n, 5 | 10 | 20 | 25)) => {
            let minutes = text.number(end + 1)?;
            return finish_clock(text, end + 2, (hour.checked_sub(1)?, 60 - minutes, 0), Notation::WithH, hour_digits);
        }
        (_, Some(WordMeaning::To), _) if is_quarter(text.skip(end + 1, &[WordMeaning::The])) => {
            let hour_before = hour.checked_sub(1)?;
            return finish_clock(
                text,
                text.skip(end + 1, &[WordMeaning::The]) + 1,
                (hour_before, 45, 0),
                Notation::WithH,
                hour_digits,
            );
        }
        _ => (0, end),
    };
    finish_clock(text, end, (hour, minute, 0), Notation::WithH, hour_digits)
}

/// Reads four digits before a name of UTC: "1500 UTC", "0900Z". In other positions, four digits can also be a year.
fn four_digit_time(text: &Text<'_>, at: usize) -> Option<(Clock, usize)> {
    let (number, 4) = text.digits(at)? else { return None };
    if !matches!(text.raw(at + 1, at + 2), "utc" | "gmt" | "z")
        || text.is_sign(at + 2, '+')
        || text.is_sign(at + 2, '-')
    {
        return None;
    }
    finish_clock(text, at + 1, (number / 100, number % 100, 0), Notation::Digits, 2)
}

/// Reads a time as it is spoken: "half past 9", "quarter to 10", "9 y media", "10 menos cuarto", "ten past 9", "las
/// ocho y diez", "eight thirty".
fn spoken_time(text: &Text<'_>, at: usize) -> Option<(Clock, usize)> {
    let start = text.skip(at, &[WordMeaning::IndefiniteArticle]);
    let amount = match text.word(start) {
        Some(WordMeaning::Half) => Some(30),
        Some(WordMeaning::Quarter) => Some(15),
        _ => text.number(start).filter(|n| matches!(n, 5 | 10 | 20 | 25)),
    };
    if let (Some(amount), Some(direction @ (WordMeaning::Past | WordMeaning::To))) = (amount, text.word(start + 1))
        && let Some(hour) = text.number(start + 2).filter(|n| (1..=12).contains(n))
    {
        let (hour, minute) =
            if direction == WordMeaning::Past { (hour, amount) } else { ((hour + 10) % 12 + 1, 60 - amount) };
        return finish_clock(text, start + 3, (hour, minute, 0), Notation::Bare, 1);
    }
    let hour =
        text.number(at).or(text.has_role(at, GrammarRole::OneOClock).then_some(1)).filter(|n| (1..=23).contains(n))?;
    let minutes = |at: usize| match (text.word(at), text.number(at)) {
        (Some(WordMeaning::Half), _) => Some(30),
        (Some(WordMeaning::Quarter), _) => Some(15),
        (_, Some(n @ (5 | 10 | 20 | 25))) => Some(n),
        _ => None,
    };
    let (hour, minute, end) = match text.word(at + 1)? {
        // "Las ocho y diez" is one time. In digits, "8 y 20" may be two times.
        WordMeaning::And
            if text.word(at + 2) == Some(WordMeaning::Half) || text.word(at + 2) == Some(WordMeaning::Quarter) =>
        {
            (hour, minutes(at + 2)?, at + 3)
        }
        WordMeaning::And
            if text.has_role(at + 1, GrammarRole::AndMinutes)
                && text.digits(at).is_none()
                && text.digits(at + 2).is_none() =>
        {
            (hour, minutes(at + 2)?, at + 3)
        }
        WordMeaning::To if (2..=24).contains(&hour) => {
            let minutes_at = text.skip(at + 2, &[WordMeaning::The]);
            (hour - 1, 60 - minutes(minutes_at).filter(|m| *m < 30)?, minutes_at + 1)
        }
        // "Eight thirty" is one time.
        WordMeaning::Number(minute @ 10..=59) if text.digits(at).is_none() && hour <= 12 => (hour, minute, at + 2),
        _ => return None,
    };
    if matches!(text.word(end), Some(WordMeaning::Length(_) | WordMeaning::Month(_))) {
        return None;
    }
    finish_clock(text, end, (hour, minute, 0), Notation::Bare, 1)
}

/// Reads an hour without minutes: "9am", "9 o'clock", "at 9", "a la una", "tonight 8".
fn bare_hour(text: &Text<'_>, at: usize, is_marked: bool, parsed: &Parsed) -> Option<(Clock, usize)> {
    let hour = text.number(at).or(text.has_role(at, GrammarRole::OneOClock).then_some(1))?;
    let digits = text.digits(at).map_or(1, |(_, digits)| digits);
    if digits > 2
        || is_ordinal_suffix(text, at + 1)
        || text.is_sign(at + 1, '/')
        || matches!(text.word(at + 1), Some(WordMeaning::Month(_)))
    {
        return None;
    }
    let has_half_day = matches!(
        text.word(at + 1),
        Some(WordMeaning::Am | WordMeaning::Pm | WordMeaning::OClock | WordMeaning::PartOfDay(_))
    );
    // The last number of "Thursday 15" or "3 November 14" can belong to the date. So the last number of a text is an
    // hour only after words such as "tomorrow" or "tonight".
    let is_last = at + 1 == text.len() && (parsed.part.is_some() || matches!(parsed.day, Some(Day::FromToday(_))));
    let is_joined = text.is_sign(at + 1, '-')
        || text.is_sign(at + 1, '.')
        || matches!(text.word(at + 1), Some(WordMeaning::Length(_) | WordMeaning::Times));
    if !(is_marked || has_half_day || is_last) || is_joined {
        return None;
    }
    let end = text.skip(at + 1, &[WordMeaning::OClock]);
    finish_clock(text, end, (hour, 0, 0), Notation::Bare, digits)
}

/// Reads am or pm after a time, and decides whether the hour can be in the morning and in the evening. `None` if the
/// time does not exist.
fn finish_clock(
    text: &Text<'_>,
    end: usize,
    (hour, minute, second): (u32, u32, u32),
    notation: Notation,
    hour_digits: usize,
) -> Option<(Clock, usize)> {
    let half_day = text.word(end).filter(|word| matches!(word, WordMeaning::Am | WordMeaning::Pm));
    let end = end + usize::from(half_day.is_some());
    let found = match (half_day, hour) {
        (Some(WordMeaning::Am), 12) => Clock::TwelveAm(i8::try_from(minute).ok().filter(|m| *m < 60)?),
        (Some(WordMeaning::Pm), 12) => Clock::TwelvePm(i8::try_from(minute).ok().filter(|m| *m < 60)?),
        (Some(WordMeaning::Am), 1..=11) => Clock::At(time_of_day(hour, minute, second)?),
        (Some(WordMeaning::Pm), 1..=11) => Clock::At(time_of_day(hour + 12, minute, second)?),
        (Some(_), _) => return None,
        (None, 24) if minute == 0 && second == 0 => Clock::TwentyFour,
        (None, 1..=11) if hour_digits < 2 => Clock::Doubtful { time: time_of_day(hour, minute, second)?, notation },
        (None, 10 | 11) if notation == Notation::Bare => {
            Clock::Doubtful { time: time_of_day(hour, minute, second)?, notation }
        }
        (None, _) => Clock::At(time_of_day(hour, minute, second)?),
    };
    Some((found, end))
}
