//! Offsets from UTC as people type them: `UTC+10`, `GMT -3:30`, `+05:45`.
//!
//! A plus sign means east of UTC. In ids such as `Etc/GMT+10`, the sign is the opposite, so this module does not read
//! ids.

use jiff::tz::Offset;

use super::around::{after_universal_time, is_universal_time};
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
}
