//! Reads phrases that name only a day. Examples are the first day of the event, and the day of a reminder whose time
//! has its own input.

use jiff::civil::Date;

use super::asker::{Asker, move_by};
use super::days::{self, DayReading};
use super::parsed::{Day, Direction, Every, Parsed, Phrase};
use crate::time::local::local;

/// All dates that `phrase` may mean. `None` if it names no day, or if it has any other part, such as a time.
pub(super) fn dates(phrase: &Phrase, asker: Asker) -> Option<Vec<Date>> {
    let now = local(asker.zone, asker.now).0;
    match phrase {
        // "The last day of the month" means this month, because the input takes a single day.
        Phrase::Time(parsed) if parsed.every == Some(Every::PerhapsLastDay) => {
            let every_only = Parsed { every: parsed.every.clone(), typos: parsed.typos.clone(), ..Parsed::default() };
            (*parsed == every_only).then(|| vec![now.date().last_of_month()])
        }
        Phrase::Time(parsed) => {
            let day = parsed.day.filter(|_| is_day_only(parsed))?;
            let mut days = days::find_days(day, parsed, now)?;
            // A past date without a year can also mean the same date in a later year.
            if matches!(day, Day::Date { year: None, .. } | Day::Numeric { year: None, .. }) {
                let passed: Vec<Date> =
                    days.iter().map(|reading| reading.date).filter(|date| *date < now.date()).collect();
                let later = passed
                    .into_iter()
                    .filter_map(|date| days::same_date_in_later_year(date.year(), date.month(), date.day()));
                days.extend(later.map(DayReading::from_date));
            }
            if let Some(weekday) = parsed.weekday {
                days = days::match_weekday(days, weekday, now.date());
            }
            Some(days.into_iter().map(|reading| reading.date).collect())
        }
        Phrase::Shift(spans, Direction::Forward) if !spans.iter().any(|(_, unit)| unit.is_real_time()) => {
            Some(vec![local(asker.zone, move_by(spans, asker, asker.now, asker.zone)?).0.date()])
        }
        _ => None,
    }
}

fn is_day_only(parsed: &Parsed) -> bool {
    let day_only =
        Parsed { day: parsed.day, weekday: parsed.weekday, typos: parsed.typos.clone(), ..Parsed::default() };
    *parsed == day_only
}

/// The dates near a date that does not exist in the calendar. `None` if the date exists, or if `phrase` is not only a
/// day.
pub(super) fn near_missing_date(phrase: &Phrase, asker: Asker) -> Option<Vec<Date>> {
    match phrase {
        Phrase::Time(parsed) => {
            let day = parsed.day.filter(|_| is_day_only(parsed))?;
            Some(days::near_missing_date(day, local(asker.zone, asker.now).0.date())).filter(|days| !days.is_empty())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::time::{DayAnswer, Language, ZoneId, day};

    /// Reads a phrase at 12:00 UTC on Thursday 26 November 2026. At that time, it is already Friday on Kiritimati.
    fn read(text: &str, zone: &str, language: Language) -> String {
        let now = "2026-11-26T12:00:00Z".parse().unwrap();
        match day(text, ZoneId::parse(zone).unwrap(), now, language) {
            DayAnswer::Day(day) => day.to_string(),
            DayAnswer::Ambiguous(days) => days.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or "),
            DayAnswer::NoSuchDay(days) => {
                format!("near {}", days.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or "))
            }
            DayAnswer::Unknown => "?".to_owned(),
        }
    }

    #[test]
    fn ambiguous_day_becomes_a_question_and_a_phrase_with_a_time_is_refused() {
        let cases = [
            ("2026-11-10", "2026-11-10"),
            ("10 November 2026", "2026-11-10"),
            ("Nov 30", "2026-11-30"),
            ("tomorrow", "2026-11-27"),
            ("yesterday", "2026-11-25"),
            ("Friday", "2026-11-27"),
            ("in 3 days", "2026-11-29"),
            ("the first Monday of December", "2026-12-07"),
            ("Monday 30 November", "2026-11-30"),
            ("03/12/2026", "2026-03-12 or 2026-12-03"),
            ("10 November", "2026-11-10 or 2027-11-10"),
            ("Thursday", "2026-11-26 or 2026-12-03"),
            ("Monday 1 December 2026", "2026-11-30 or 2026-12-01"),
            ("tomorrow 9am", "?"),
            ("tomorrow in Nairobi", "?"),
            ("every Monday", "?"),
            ("in 3 hours", "?"),
            ("31 November", "near 2026-11-30 or 2026-12-01"),
            ("29 February 2027", "near 2027-02-28 or 2027-03-01 or 2028-02-29"),
            ("29 February", "2028-02-29"),
            ("the last day of the month", "2026-11-30"),
            ("soon", "?"),
            ("", "?"),
        ];
        for (text, days) in cases {
            assert_eq!(read(text, "UTC", Language::English), days, "{text:?}");
        }
        assert_eq!(read("demain", "UTC", Language::French), "2026-11-27");
        assert_eq!(read("10 de diciembre", "UTC", Language::Spanish), "2026-12-10");
        assert_eq!(read("03/12", "UTC", Language::French), "2026-12-03");
        assert_eq!(read("12/25/2026", "UTC", Language::Spanish), "2026-12-25", "there is no month 25");
        assert_eq!(read("tomorrow", "Pacific/Kiritimati", Language::English), "2026-11-28", "in the asker's zone");
    }
}
