//! Offsets from UTC as people type them: `UTC+10`, `GMT -3:30`, `+05:45`.
//!
//! A plus sign means east of UTC. In ids such as `Etc/GMT+10`, the sign is the opposite, so this module does not read
//! ids. Also ranges of offsets: `UTC+5 to +9`.

use jiff::tz::Offset;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::around::{after_universal_time, is_universal_time};
use crate::time::Language;
use crate::time::zone::ZoneId;

/// The zone with the fixed offset in `text`. A name of UTC without an offset gives UTC. `None` for any other text, and
/// for an offset that no place has.
pub(super) fn read(text: &str) -> Option<ZoneId> {
    let text = text.trim().to_ascii_lowercase().replace(['−', '–', '—'], "-");
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if is_universal_time(&compact) {
        return Some(ZoneId::utc());
    }
    let offset = after_universal_time(&compact).unwrap_or(&compact);
    let (sign, digits) = match offset.as_bytes().first()? {
        b'+' => (1, &offset[1..]),
        b'-' => (-1, &offset[1..]),
        b'\xc2' if offset.starts_with('±') => (1, &offset['±'.len_utf8()..]),
        _ => return None,
    };
    let minutes = minutes(digits)?;
    ZoneId::fixed(Offset::from_seconds(sign * minutes * 60).ok()?)
}

/// The offset in minutes for `10`, `5:30`, `05:30`, `0530`, `5.5` or `5h30`.
fn minutes(digits: &str) -> Option<i32> {
    let number = |s: &str| {
        (!s.is_empty() && s.len() <= 2 && s.bytes().all(|b| b.is_ascii_digit())).then(|| s.parse().ok()).flatten()
    };
    let (hours, minutes): (i32, i32) = if let Some((hours, minutes)) = digits.split_once([':', 'h']) {
        let minutes = if minutes.is_empty() && digits.ends_with('h') {
            0
        } else {
            number(minutes).filter(|_| minutes.len() == 2)?
        };
        (number(hours)?, minutes)
    } else if let Some((hours, part)) = digits.split_once(['.', ',']) {
        let part = match part {
            "0" | "00" => 0,
            "25" => 15,
            "5" | "50" => 30,
            "75" => 45,
            // Some people write `UTC+5.30` for five hours and thirty minutes, and `UTC+5.45` for 45 minutes.
            "30" => 30,
            "45" => 45,
            _ => return None,
        };
        (number(hours)?, part)
    } else if digits.len() == 4 && digits.is_ascii() {
        (number(&digits[..2])?, number(&digits[2..])?)
    } else {
        (number(digits)?, 0)
    };
    (minutes < 60).then_some(hours * 60 + minutes)
}

/// The first and the last offset of a range, in the direction east: `UTC+5 to +9`, `between UTC-5 and UTC-3`. A single
/// offset is a range of its own. The last offset is less than the first one if the range crosses the date line, as in
/// `UTC+11 to UTC-11`. Of the two directions in which a range from a larger to a smaller offset can go, the shorter one
/// is meant. `None` for any other text.
pub(super) fn read_range(text: &str) -> Option<(Offset, Offset)> {
    const HALF_A_DAY_S: i32 = 12 * 3600;
    let plain = unaccented(text).replace('−', "-");
    let plain = plain.trim();
    let without_start = Language::all_words(|facts| facts.places.range_starts)
        .find_map(|word| plain.strip_prefix(word).filter(|rest| rest.starts_with(char::is_whitespace)));
    let (from, rest) = leading_offset(without_start.unwrap_or(plain).trim_start(), Unsigned::Refused)?;
    if rest.is_empty() {
        return Some((from, from));
    }
    let unsigned = if from.seconds() > 0 { Unsigned::Plus } else { Unsigned::Refused };
    let (to, rest) = leading_offset(after_range_word(rest)?, unsigned)?;
    let width_s = to.seconds() - from.seconds();
    match rest.is_empty() {
        false => None,
        true if (-HALF_A_DAY_S..0).contains(&width_s) => Some((to, from)),
        true => Some((from, to)),
    }
}

/// In lower case and without accents.
fn unaccented(text: &str) -> String {
    text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

/// What an offset without a sign and without a name of UTC means.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unsigned {
    Refused,
    /// It is east of UTC: the 9 in `UTC+5 to 9`.
    Plus,
}

/// The offset with which `text` begins, and the text after it.
fn leading_offset(text: &str, unsigned: Unsigned) -> Option<(Offset, &str)> {
    let after_name = after_universal_time(text);
    let rest = after_name.unwrap_or(text).trim_start();
    let sign = match rest.chars().next() {
        Some('+' | '±') => 1,
        Some('-' | '–' | '—') => -1,
        Some(c) if c.is_ascii_digit() && after_name.is_none() && unsigned == Unsigned::Plus => 1,
        _ => return after_name.map(|_| (Offset::UTC, rest)),
    };
    let digits = rest.trim_start_matches(|c: char| !c.is_ascii_digit() && !c.is_alphabetic());
    // A second name or sign is not skipped, as in `UTC+-5` or `UTC - UTC+3`.
    let skipped = &rest[..rest.len() - digits.len()];
    if skipped.trim().chars().count() > 1 {
        return None;
    }
    let is_inside = |(at, c): (usize, char)| {
        let next_is_digit = digits[at + c.len_utf8()..].starts_with(|next: char| next.is_ascii_digit());
        c.is_ascii_digit() || (matches!(c, ':' | '.' | 'h') && next_is_digit)
    };
    let end = digits.char_indices().find(|found| !is_inside(*found)).map_or(digits.len(), |(at, _)| at);
    if end == 0 {
        // The sign separates the offsets of a range: `UTC - UTC+3`.
        return after_name.map(|_| (Offset::UTC, rest));
    }
    let zone = ZoneId::fixed(Offset::from_seconds(sign * minutes(&digits[..end])? * 60).ok()?)?;
    Some((zone.fixed_offset().unwrap_or(Offset::UTC), digits[end..].trim_start()))
}

/// The text after the word or the sign between the two offsets of a range.
fn after_range_word(text: &str) -> Option<&str> {
    let words = Language::all_words(|facts| facts.weekday_lists.up_to)
        .chain(Language::all_words(|facts| facts.people.conjunctions))
        .map(unaccented);
    let is_end = |rest: &str| rest.starts_with(|c: char| c.is_whitespace() || c == '+' || c == '-');
    let mut words = words.filter_map(|word| text.strip_prefix(&word).filter(|rest| is_end(rest)));
    let signs = ["...", "..", "-", "–", "—", "→"];
    let rest = words.next().or_else(|| signs.iter().find_map(|sign| text.strip_prefix(sign)))?;
    Some(rest.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offset_with_a_plus_sign_is_east_of_utc() {
        let cases = [
            ("UTC+10", "UTC+10"),
            ("gmt -3", "UTC-3"),
            ("GMT+10", "UTC+10"),
            ("+5:30", "UTC+05:30"),
            ("UTC+0530", "UTC+05:30"),
            ("UTC +5.75", "UTC+05:45"),
            ("UTC−3:30", "UTC-03:30"),
            ("utc", "UTC"),
            ("GMT", "UTC"),
            ("Z", "UTC"),
            ("UTC+0", "UTC"),
            ("UTC±0", "UTC"),
            ("UTC+5h30", "UTC+05:30"),
        ];
        for (text, zone) in cases {
            assert_eq!(read(text).map(|z| z.as_str()), Some(zone), "{text}");
        }
    }

    #[test]
    fn text_without_a_valid_offset_is_refused() {
        for text in [
            "",
            "10",
            "UTC10",
            "UTC+",
            "UTC+15",
            "UTC+5:7",
            "UTC+-5",
            "UTC+1234567",
            "Etc/GMT+10",
            "+",
            "UTC+10:60",
            "+٣",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    fn range(text: &str) -> Option<(i32, i32)> {
        read_range(text).map(|(from, to)| (from.seconds() / 60, to.seconds() / 60))
    }

    #[test]
    fn range_of_offsets_is_read_in_every_language_and_spelling() {
        for text in [
            "UTC+5 to +9",
            "utc+5 to utc+9",
            "UTC+5 to 9",
            "UTC +5 to UTC +9",
            "UTC+5-UTC+9",
            "UTC+5 – +9",
            "UTC+5..+9",
            "UTC+5…+9",
            "UTC+05:00 through GMT+9",
            "+5 to +9",
            "between UTC+5 and UTC+9",
            "from UTC+5 to UTC+9",
            "UTC+5 à +9",
            "TUC+5 à TUC+9",
            "de UTC+5 à UTC+9",
            "entre UTC+5 et UTC+9",
            "UTC+5 a +9",
            "entre UTC+5 y UTC+9",
            "UTC+9 to UTC+5",
        ] {
            assert_eq!(range(text), Some((300, 540)), "{text}");
        }
        for (text, minutes) in [
            ("UTC+5:30", (330, 330)),
            ("UTC", (0, 0)),
            ("UTC-3", (-180, -180)),
            ("UTC−3", (-180, -180)),
            ("UTC-5 to -3", (-300, -180)),
            ("UTC-3 to -5", (-300, -180)),
            ("UTC-3 - -5", (-300, -180)),
            ("UTC to UTC+3", (0, 180)),
            ("UTC - UTC+3", (0, 180)),
            ("UTC-1 to UTC", (-60, 0)),
            ("UTC+3 to UTC-3", (-180, 180)),
            ("UTC+11 to UTC-11", (660, -660)),
            ("UTC-11 to UTC+11", (-660, 660)),
            ("UTC+12 to UTC+14", (720, 840)),
        ] {
            assert_eq!(range(text), Some(minutes), "{text}");
        }
    }

    #[test]
    fn text_without_a_valid_range_is_refused() {
        for text in [
            "",
            "5 to 9",
            "5",
            "UTC5",
            "UTC+5 to",
            "UTC+5 to +19",
            "UTC-5 to 3",
            "UTC+5 to +9 to +10",
            "UTC+5 and Africa",
            "UTC+5 +9",
            "UTC+-5",
            "UTC+5h",
            "+",
            "-",
            "UTC+",
            "UTC+٣",
            "-tokyo",
            "between",
        ] {
            assert_eq!(range(text), None, "{text}");
        }
    }
}
