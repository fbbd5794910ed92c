//! Parses and prints rules (RFC 5545, 3.3.10).

use std::fmt;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;

use super::rule::{End, Freq, Rule, RuleError};

const FREQUENCIES: [(&str, Freq); 7] = [
    ("SECONDLY", Freq::Secondly),
    ("MINUTELY", Freq::Minutely),
    ("HOURLY", Freq::Hourly),
    ("DAILY", Freq::Daily),
    ("WEEKLY", Freq::Weekly),
    ("MONTHLY", Freq::Monthly),
    ("YEARLY", Freq::Yearly),
];

const WEEKDAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/// The largest allowed INTERVAL. It is longer than any useful interval: 100,000 days are about 270 years.
const MAX_INTERVAL: i64 = 100_000;

/// The largest allowed COUNT. No real plan has as many occurrences.
const MAX_COUNT: u32 = 100_000;
/// The largest allowed COUNT for hourly, minutely and secondly rules. Their occurrences are counted one by one.
const MAX_COUNT_BELOW_DAILY: u32 = 5_000;

/// The maximum length of a rule in bytes. Every list that the RFC allows fits.
const MAX_LENGTH: usize = 4096;

pub(super) fn parse(text: &str) -> Result<Rule, RuleError> {
    if text.len() > MAX_LENGTH {
        return Err(RuleError::UnknownPart(text.chars().take(40).collect()));
    }
    let text = text.trim().to_ascii_uppercase();
    let text = text.strip_prefix("RRULE:").unwrap_or(&text).trim_end_matches(';');
    let mut rule = Rule::every(Freq::Yearly);
    let mut seen: Vec<&str> = Vec::new();
    for part in text.split(';') {
        let (name, value) = part.split_once('=').ok_or_else(|| RuleError::UnknownPart(part.to_owned()))?;
        let (name, value) = (name.trim(), value.trim());
        if seen.contains(&name) {
            return Err(RuleError::Repeated(name.to_owned()));
        }
        seen.push(name);
        read_part(&mut rule, name, value)?;
    }
    if !seen.contains(&"FREQ") {
        return Err(RuleError::NoFrequency);
    }
    if seen.contains(&"COUNT") && seen.contains(&"UNTIL") {
        return Err(RuleError::TwoEnds);
    }
    check(rule)
}

fn check(rule: Rule) -> Result<Rule, RuleError> {
    let numbered = rule.by_day.iter().any(|(n, _)| *n != 0);
    if numbered && (rule.freq < Freq::Monthly || !rule.by_week_no.is_empty()) {
        return Err(RuleError::NumberedDay);
    }
    if let End::Count(count) = rule.end
        && rule.freq < Freq::Daily
        && count > MAX_COUNT_BELOW_DAILY
    {
        return Err(RuleError::Value("COUNT".to_owned(), count.to_string()));
    }
    let others = [
        &rule.by_month,
        &rule.by_week_no,
        &rule.by_year_day,
        &rule.by_month_day,
        &rule.by_hour,
        &rule.by_minute,
        &rule.by_second,
    ];
    if !rule.by_set_pos.is_empty() && rule.by_day.is_empty() && others.iter().all(|list| list.is_empty()) {
        return Err(RuleError::PositionOfNothing);
    }
    Ok(rule)
}

fn read_part(rule: &mut Rule, name: &str, value: &str) -> Result<(), RuleError> {
    let invalid = || RuleError::Value(name.to_owned(), value.chars().take(40).collect());
    match name {
        "FREQ" => rule.freq = FREQUENCIES.iter().find(|(word, _)| *word == value).ok_or_else(invalid)?.1,
        "INTERVAL" => rule.interval = unsigned(value).filter(|n| (1..=MAX_INTERVAL).contains(n)).ok_or_else(invalid)?,
        "COUNT" => {
            let count = unsigned(value).and_then(|n| u32::try_from(n).ok()).filter(|n| (1..=MAX_COUNT).contains(n));
            rule.end = End::Count(count.ok_or_else(invalid)?);
        }
        "UNTIL" => rule.end = until(value).ok_or_else(invalid)?,
        "WKST" => rule.week_start = weekday(value).ok_or_else(invalid)?,
        "BYMONTH" => {
            rule.by_month = list(value, |v| unsigned(v).filter(|n| (1..=12).contains(n))).ok_or_else(invalid)?
        }
        "BYWEEKNO" => rule.by_week_no = list(value, |v| signed(v, 53)).ok_or_else(invalid)?,
        "BYYEARDAY" => rule.by_year_day = list(value, |v| signed(v, 366)).ok_or_else(invalid)?,
        "BYMONTHDAY" => rule.by_month_day = list(value, |v| signed(v, 31)).ok_or_else(invalid)?,
        "BYDAY" => rule.by_day = list(value, numbered_weekday).ok_or_else(invalid)?,
        "BYHOUR" => rule.by_hour = list(value, |v| unsigned(v).filter(|n| *n <= 23)).ok_or_else(invalid)?,
        "BYMINUTE" => rule.by_minute = list(value, |v| unsigned(v).filter(|n| *n <= 59)).ok_or_else(invalid)?,
        "BYSECOND" => rule.by_second = list(value, |v| unsigned(v).filter(|n| *n <= 60)).ok_or_else(invalid)?,
        "BYSETPOS" => rule.by_set_pos = list(value, |v| signed(v, 366)).ok_or_else(invalid)?,
        _ => return Err(RuleError::UnknownPart(name.chars().take(40).collect())),
    }
    Ok(())
}

fn list<T: Ord>(value: &str, read: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    let mut items = value.split(',').map(|v| read(v.trim())).collect::<Option<Vec<T>>>()?;
    items.sort();
    items.dedup();
    Some(items)
}

fn unsigned(text: &str) -> Option<i64> {
    let digits = !text.is_empty() && text.len() <= 9 && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

fn signed(text: &str, limit: i64) -> Option<i64> {
    let (sign, digits) = match text.as_bytes().first()? {
        b'-' => (-1, &text[1..]),
        b'+' => (1, &text[1..]),
        _ => (1, text),
    };
    unsigned(digits).filter(|n| (1..=limit).contains(n)).map(|n| sign * n)
}

fn weekday(text: &str) -> Option<i64> {
    WEEKDAYS.iter().position(|day| *day == text).and_then(|n| i64::try_from(n).ok())
}

fn numbered_weekday(text: &str) -> Option<(i64, i64)> {
    let cut = text.len().checked_sub(2).filter(|cut| text.is_char_boundary(*cut))?;
    let (number, day) = text.split_at(cut);
    let number = if number.is_empty() { 0 } else { signed(number, 53)? };
    Some((number, weekday(day)?))
}

fn until(text: &str) -> Option<End> {
    let (date, time) = match text.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let pair = |s: &str, at: usize| unsigned(s.get(at..at + 2)?).and_then(|n| i8::try_from(n).ok());
    let year = (date.len() == 8).then(|| date.get(..4).and_then(unsigned)).flatten()?;
    let date = Date::new(i16::try_from(year).ok()?, pair(date, 4)?, pair(date, 6)?).ok()?;
    let Some(time) = time else { return Some(End::UntilDate(date)) };
    let (clock, is_utc) = time.strip_suffix('Z').map_or((time, false), |clock| (clock, true));
    if clock.len() != 6 {
        return None;
    }
    let time = Time::new(pair(clock, 0)?, pair(clock, 2)?, pair(clock, 4)?, 0).ok()?;
    let wall = DateTime::from_parts(date, time);
    if is_utc { Offset::UTC.to_timestamp(wall).ok().map(End::UntilInstant) } else { Some(End::UntilWall(wall)) }
}

impl Rule {
    pub(super) fn every(freq: Freq) -> Self {
        Self {
            freq,
            interval: 1,
            end: End::Never,
            by_month: Vec::new(),
            by_week_no: Vec::new(),
            by_year_day: Vec::new(),
            by_month_day: Vec::new(),
            by_day: Vec::new(),
            by_hour: Vec::new(),
            by_minute: Vec::new(),
            by_second: Vec::new(),
            by_set_pos: Vec::new(),
            week_start: 0,
        }
    }
}

pub(super) fn print(rule: &Rule, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let freq = FREQUENCIES.iter().find(|(_, freq)| *freq == rule.freq).expect("the table has every frequency").0;
    write!(f, "FREQ={freq}")?;
    if rule.interval != 1 {
        write!(f, ";INTERVAL={}", rule.interval)?;
    }
    match rule.end {
        End::Never => {}
        End::Count(count) => write!(f, ";COUNT={count}")?,
        End::UntilInstant(at) => write!(f, ";UNTIL={}Z", BasicFormat(Offset::UTC.to_datetime(at)))?,
        End::UntilWall(wall) => write!(f, ";UNTIL={}", BasicFormat(wall))?,
        End::UntilDate(date) => write!(f, ";UNTIL={:04}{:02}{:02}", date.year(), date.month(), date.day())?,
    }
    let lists = [
        ("BYMONTH", &rule.by_month),
        ("BYWEEKNO", &rule.by_week_no),
        ("BYYEARDAY", &rule.by_year_day),
        ("BYMONTHDAY", &rule.by_month_day),
    ];
    for (name, values) in lists {
        print_list(f, name, values, |v| v.to_string())?;
    }
    print_list(f, "BYDAY", &rule.by_day, |(n, day)| {
        let day = WEEKDAYS[usize::try_from(*day).expect("a weekday is 0 to 6")];
        if *n == 0 { day.to_owned() } else { format!("{n}{day}") }
    })?;
    let lists = [
        ("BYHOUR", &rule.by_hour),
        ("BYMINUTE", &rule.by_minute),
        ("BYSECOND", &rule.by_second),
        ("BYSETPOS", &rule.by_set_pos),
    ];
    for (name, values) in lists {
        print_list(f, name, values, |v| v.to_string())?;
    }
    if rule.week_start != 0 {
        write!(f, ";WKST={}", WEEKDAYS[usize::try_from(rule.week_start).expect("a weekday is 0 to 6")])?;
    }
    Ok(())
}

fn print_list<T>(f: &mut fmt::Formatter<'_>, name: &str, values: &[T], word: impl Fn(&T) -> String) -> fmt::Result {
    if values.is_empty() {
        return Ok(());
    }
    let words: Vec<String> = values.iter().map(word).collect();
    write!(f, ";{name}={}", words.join(","))
}

/// Prints a date and time in the basic format of ISO 8601: `20301231T235959`.
struct BasicFormat(DateTime);

impl fmt::Display for BasicFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let d = self.0;
        write!(f, "{:04}{:02}{:02}T{:02}{:02}{:02}", d.year(), d.month(), d.day(), d.hour(), d.minute(), d.second())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_rule_parses_to_the_same_rule() {
        for text in [
            "FREQ=DAILY",
            "FREQ=WEEKLY;INTERVAL=2;COUNT=10;BYDAY=MO,WE;WKST=SU",
            "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1",
            "FREQ=YEARLY;UNTIL=20301231T235959Z;BYMONTH=3,10;BYDAY=-1SU;BYHOUR=2;BYMINUTE=30;BYSECOND=0",
            "FREQ=YEARLY;UNTIL=20301231;BYWEEKNO=1,53;BYYEARDAY=-366,366",
        ] {
            assert_eq!(Rule::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Rule::parse("rrule:freq=monthly;byday=+2tu;").unwrap().to_string(), "FREQ=MONTHLY;BYDAY=2TU");
    }

    #[test]
    fn invalid_rule_is_refused() {
        for text in [
            "",
            "FREQ",
            "FREQ=",
            "FREQ=FORTNIGHTLY",
            "INTERVAL=2",
            "FREQ=DAILY;INTERVAL=0",
            "FREQ=DAILY;COUNT=3;UNTIL=20300101",
            "FREQ=DAILY;BYDAY=1MO",
            "FREQ=DAILY;BYDAY=",
            "FREQ=DAILY;BYDAY=é",
            "FREQ=DAILY;BYMONTH=13",
            "FREQ=DAILY;UNTIL=20300230",
            "FREQ=DAILY;UNTIL=2030010",
            "FREQ=DAILY;FREQ=DAILY",
            "FREQ=DAILY;BYSETPOS=1",
            "FREQ=DAILY;X=1",
            "FREQ=DAILY;COUNT=99999999999",
            "FREQ=HOURLY;COUNT=5001",
            "FREQ=DAILY;BYMONTHDAY=0",
            "FREQ=DAILY;;COUNT=2",
        ] {
            assert!(Rule::parse(text).is_err(), "{text}");
        }
    }
}
