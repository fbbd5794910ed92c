//! The result of the grammar, before a zone or a calendar is applied.

use jiff::civil::Time;

use super::lexicon::{Part, Unit};
use crate::time::language::DayOrder;
use crate::time::places::Place;

/// The parts of one phrase. Each part occurs at most once.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Parsed {
    pub day: Option<Day>,
    /// The weekday that is written next to a date: "Thursday" in "Thursday 26 November".
    pub weekday: Option<u8>,
    pub clock: Option<Clock>,
    /// The times of a recurring phrase after the first time: 20 in "at 8 and 20".
    pub further_times: Vec<Clock>,
    /// The part of the day: "evening".
    pub part: Option<Part>,
    pub zone: Option<Zone>,
    pub every: Option<Every>,
    /// The last day of a recurring phrase: "until 31 December".
    pub until: Option<Day>,
    /// The number of occurrences of a recurring phrase: "10 times".
    pub times: Option<u32>,
    /// The corrected words. Each is a pair: the typed word and its correction.
    pub typos: Vec<(String, &'static str)>,
}

impl Parsed {
    /// Whether the phrase has a day, a time of day, a part of the day or a recurrence.
    pub fn has_day_or_time(&self) -> bool {
        self.day.is_some() || self.clock.is_some() || self.part.is_some() || self.every.is_some()
    }
}

/// A whole phrase. Each variant is one form that a phrase can have.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Phrase {
    /// A day, a time of day, a recurrence, or several of these.
    Time(Parsed),
    /// A length of time from now: "in 2 h", "2 hours ago".
    Shift(Vec<(i64, Unit)>, Direction),
    /// Only a length of time: "20 minutes".
    Span(Vec<(i64, Unit)>),
    /// A number of days that usually means weeks, but can mean exact days: "dans quinze jours", "en ocho días".
    LooseDays(i64),
    /// A length of time and a time of day: "in 3 days at 9:00".
    ShiftedDay(Vec<(i64, Unit)>, Parsed),
    /// A length of time before or after a time: "30 minutes before Tue 14:00 UTC".
    RelativeTo(Vec<(i64, Unit)>, Direction, Parsed),
    /// "2h", which means in two hours or at two o'clock.
    HourOrSpan(i64, Parsed),
    Now,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Forward,
    Back,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Day {
    /// The number of days from today: 1 is tomorrow.
    FromToday(i64),
    Weekday(u8, WhichWeekday),
    Date {
        year: Option<i16>,
        month: i8,
        day: i8,
    },
    /// A date in numbers, such as "03/11". The numbers are in the order in which they were typed.
    Numeric {
        first: i8,
        second: i8,
        year: Option<i16>,
        order: DayOrder,
    },
    /// A day of the month without a month: "the 15th".
    OfMonth(i8),
    /// "The first Monday of November". `n` is the position in the month, and -1 is the last. If `weekday` is `None`,
    /// every day counts: "the last day of November".
    NthOf {
        n: i64,
        weekday: Option<u8>,
        month: WhichMonth,
    },
    /// "Next week", without a weekday.
    NextWeek,
    /// "Next month", which means the first day of that month or a month from today.
    NextMonth,
    NextYear,
    /// "This weekend" or "next weekend". "Next weekend" can mean the coming weekend or the weekend after it.
    Weekend {
        is_next: bool,
    },
    /// "Fin de semaine", which means the weekend in Québec and the end of the working week in France.
    WeekendOrWeeksEnd,
    /// "End of the week", which is Friday for some people and Sunday for others.
    EndOfWeek {
        is_next: bool,
    },
    EndOfMonth(WhichMonth),
    EndOfYear,
}

/// Selects one of the dates that fall on a weekday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WhichWeekday {
    /// A weekday without a word such as "this" or "next".
    Bare,
    This,
    Next,
    /// "Monday next week".
    OfNextWeek,
    /// The number of weeks after the next date with the weekday: "Monday week", "lundi en huit".
    WeeksAfter(i8),
    /// "Last Monday", which has passed.
    Last,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WhichMonth {
    This,
    Next,
    Named { month: i8, year: Option<i16> },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clock {
    At(Time),
    /// An hour from 1 to 11 without am, pm or leading zero. It can be in the morning or in the evening. In French
    /// notation, "6h" is less likely to mean the evening.
    Doubtful {
        time: Time,
        notation: Notation,
    },
    /// 12am with its minutes. Some people mean midnight by it, others noon.
    TwelveAm(i8),
    /// 12pm with its minutes.
    TwelvePm(i8),
    Midnight,
    /// 24:00: the midnight at the end of the day.
    TwentyFour,
    EndOfDay,
    EndOfWork,
}

/// How an hour was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Notation {
    /// Only the hour: "at 5".
    Bare,
    /// Hour and minutes with a sign: "5:30".
    Digits,
    /// With a word for hours: "5h30".
    WithH,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Zone {
    Place(Place),
    /// The place with the most similar name, because the typed name was misspelt.
    Corrected(Place),
    /// The places that the typed name can mean.
    Several(Vec<Place>),
    /// An abbreviation such as CET. Its meaning depends on the date.
    Abbreviation(String),
    AnywhereOnEarth,
    /// "Local time": the asker's own zone.
    Own,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Every {
    /// The number of units between two occurrences: "every 2 weeks".
    Units(u32, Unit),
    /// A number of days that usually means weeks: "tous les quinze jours", "cada ocho días".
    LooseDays(u32),
    Weekdays {
        /// 0 is Monday.
        days: Vec<u8>,
        /// The interval in weeks.
        weeks: u32,
        /// Whether the text was "every second Tuesday", which can also mean the second Tuesday of each month.
        is_every_second: bool,
    },
    DayOfMonth(i8),
    LastDayOfMonth,
    /// The position in the month (-1 is the last), and the weekday (0 is Monday).
    NthOfMonth(i64, u8),
    Date {
        month: i8,
        day: i8,
    },
    /// "The last day of the month", which means every month or only this month.
    PerhapsLastDay,
    /// "Le lundi", which means every Monday or only the next Monday. 0 is Monday.
    PerhapsWeekday(u8),
}
