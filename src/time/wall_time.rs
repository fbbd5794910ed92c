//! Reads a time of day without a date, as people write it in a form: `22:30`, `22h30`, `7`, `10 pm`, `midnight`.
//!
//! The fields for quiet hours use this reader. The caller shows the result before it saves anything.

use jiff::civil::Time;

use super::language::{Facts, Language, Words};
use super::places::key;

/// The time of day that `text` names, in any of Magpie's languages; `None` for any other text. 24:00 is read as 00:00.
/// "12am" and "12pm" are refused, because some people mean noon by them and others mean midnight.
pub fn wall_time(text: &str) -> Option<Time> {
    let text: String = text.trim().to_lowercase();
    if is_one_of(&text, |facts| facts.time.noon) {
        return Time::new(12, 0, 0, 0).ok();
    }
    if is_one_of(&text, |facts| facts.time.midnight) {
        return Time::new(0, 0, 0, 0).ok();
    }
    let compact: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\u{202f}' | '\u{a0}')).collect();
    let (clock, half) = half_of_day(&compact);
    let (hour, minute) = match clock.split_once([':', '.', 'h']) {
        Some((hour, "")) if clock.ends_with('h') => (hour, "0"),
        Some((hour, minute)) if minute.len() == 2 => (hour, minute),
        Some(_) => return None,
        None => (clock, "0"),
    };
    let number = |digits: &str| {
        digits.parse::<i8>().ok().filter(|_| digits.len() <= 2 && digits.bytes().all(|b| b.is_ascii_digit()))
    };
    let (hour, minute) = (number(hour)?, number(minute)?);
    let hour = match half {
        None if (hour, minute) == (24, 0) => 0,
        None => hour,
        Some(_) if !(1..=12).contains(&hour) || (hour, minute) == (12, 0) => return None,
        Some(HalfOfDay::Morning) => hour % 12,
        Some(HalfOfDay::Afternoon) => hour % 12 + 12,
    };
    Time::new(hour, minute, 0, 0).ok()
}

/// Whether `text` is one of the words that `select` takes from the facts of any language, with or without accents.
fn is_one_of(text: &str, select: impl Fn(&'static Facts) -> Words) -> bool {
    Language::all_words(select).any(|word| word == text || !word.is_ascii() && key(word) == text)
}

enum HalfOfDay {
    Morning,
    Afternoon,
}

fn half_of_day(text: &str) -> (&str, Option<HalfOfDay>) {
    for ending in ["a.m.", "am", "a.m"] {
        if let Some(clock) = text.strip_suffix(ending) {
            return (clock, Some(HalfOfDay::Morning));
        }
    }
    for ending in ["p.m.", "pm", "p.m"] {
        if let Some(clock) = text.strip_suffix(ending) {
            return (clock, Some(HalfOfDay::Afternoon));
        }
    }
    (text, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_day_are_read_as_people_write_them() {
        let cases = [
            ("22:00", "22:00"),
            ("7", "07:00"),
            ("07.30", "07:30"),
            ("22h", "22:00"),
            ("22 h 30", "22:30"),
            ("10pm", "22:00"),
            ("10:30 p.m.", "22:30"),
            ("12:30 am", "00:30"),
            ("12:30pm", "12:30"),
            ("24:00", "00:00"),
            ("midnight", "00:00"),
            ("Minuit", "00:00"),
            ("mediodía", "12:00"),
        ];
        for (text, expected) in cases {
            let time = wall_time(text).unwrap_or_else(|| panic!("{text} was not read"));
            assert_eq!(format!("{:02}:{:02}", time.hour(), time.minute()), expected, "{text}");
        }
    }

    #[test]
    fn text_that_is_not_a_time_of_day_is_refused() {
        for text in [
            "",
            "25:00",
            "24:30",
            "7:5",
            "22:60",
            "13pm",
            "12 am",
            "12pm",
            "12:00 a.m.",
            "0am",
            "-1",
            "+7",
            "22:00:00",
            "soon",
            "7:",
            "h30",
            "٢٢",
            "22:00 UTC",
        ] {
            assert_eq!(wall_time(text), None, "{text}");
        }
    }
}
