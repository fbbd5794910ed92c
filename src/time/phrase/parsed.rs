//! The result of the grammar, before a zone or a calendar is applied.

use jiff::civil::Time;

use super::lexicon::{Part, Unit};
use crate::time::language::DayOrder;
use crate::time::places::Place;

/// The parts of one phrase; each occurs at most once.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Parsed {
    pub day: Option<Day>,
    /// The weekday that is written next to a date: "Thursday" in "Thursday 26 November".
    pub weekday: Option<u8>,
    pub clock: Option<Clock>,
    /// The times of a recurring phrase after the first one: 20 in "at 8 and 20".
    pub further_times: Vec<Clock>,
    pub part: Option<Part>,
    pub zone: Option<Zone>,
    pub every: Option<Every>,
    pub until: Option<Day>,
    pub times: Option<u32>,
    /// The corrected words: each as it was typed, and its correction.
    pub typos: Vec<(String, &'static str)>,
}

impl Parsed {
    /// Whether any part says when: a day, a time of day, a part of the day or a recurrence.
    pub fn has_when(&self) -> bool {
        self.day.is_some() || self.clock.is_some() || self.part.is_some() || self.every.is_some()
    }
}

/// A whole phrase. Each variant is one form that a phrase can have.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Phrase {
    Time(Parsed),
    /// "In 2 h", "2 hours ago": forward or back from now.
    Shift(Vec<(i64, Unit)>, Direction),
    /// A length of time by itself: "20 minutes".
    Span(Vec<(i64, Unit)>),
    /// "Dans quinze jours", "en ocho días": usually whole weeks, but possibly exact days.
    LooseDays(i64),
    /// "In 3 days at 9:00".
    ShiftedDay(Vec<(i64, Unit)>, Parsed),
    /// "30 minutes before Tue 14:00 UTC".
    RelativeTo(Vec<(i64, Unit)>, Direction, Parsed),
    /// "2h": in two hours, or at two.
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
    /// Days from today.
    FromToday(i64),
    Weekday(u8, Which),
    Date {
        year: Option<i16>,
        month: i8,
        day: i8,
    },
    /// "03/11": both numbers, in the order in which they were typed.
    Numeric {
        first: i8,
        second: i8,
        year: Option<i16>,
        order: DayOrder,
    },
    /// "The 15th".
    OfMonth(i8),
    /// "The first Monday of November". `n` is the position in the month; -1 is the last. Without a weekday, any day
    /// counts.
    NthOf {
        n: i64,
        weekday: Option<u8>,
        month: WhichMonth,
    },
    /// "Next week", without a day.
    NextWeek,
    /// "Next month": the first day of that month, or the day a month from today.
    NextMonth,
    NextYear,
    /// "This weekend" or "next weekend". "Next weekend" can be the coming one or the one after it.
    Weekend {
        is_next: bool,
    },
    /// "Fin de semaine": the weekend in Québec, the end of the working week in France.
    WeekendOrWeeksEnd,
    /// "End of the week" is on Friday for some people and on Sunday for others.
    EndOfWeek {
        is_next: bool,
    },
    EndOfMonth(WhichMonth),
    EndOfYear,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    Bare,
    This,
    Next,
    OfNextWeek,
    /// "Monday week", "lundi en huit": this many weeks after the coming Monday.
    WeeksAfter(i8),
    /// "Last Monday": it has passed.
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
    /// An hour from 1 to 11 that can be in the morning or in the evening: it has no am, pm or leading zero. In French
    /// notation, "6h" is less likely to mean the evening.
    Doubtful {
        time: Time,
        written: Written,
    },
    /// 12am, with its minutes. People use it for midnight and for noon.
    TwelveAm(i8),
    TwelvePm(i8),
    Midnight,
    /// 24:00: the midnight at the end of the day.
    TwentyFour,
    EndOfDay,
    EndOfWork,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    /// "at 5"
    Bare,
    /// "5:30"
    Digits,
    /// "5h30"
    WithH,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Zone {
    Place(Place),
    Corrected(Place),
    Several(Vec<Place>),
    /// An abbreviation such as CET. Its meaning depends on the date.
    Abbreviation(String),
    AnywhereOnEarth,
    Own,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Every {
    Units(u32, Unit),
    /// "Tous les quinze jours", "cada ocho días".
    LooseDays(u32),
    Weekdays {
        days: Vec<u8>,
        weeks: u32,
        is_every_second: bool,
    },
    DayOfMonth(i8),
    LastDayOfMonth,
    NthOfMonth(i64, u8),
    Date {
        month: i8,
        day: i8,
    },
    /// "The last day of the month": of every month, or of this month only.
    PerhapsLastDay,
    /// "Le lundi": every Monday, or only the next one.
    PerhapsWeekday(u8),
}
