//! The result of the grammar, before a zone or a calendar is applied.

use jiff::civil::Time;

use super::lexicon::{Part, Unit};
use crate::time::language::DayOrder;
use crate::time::places::Place;

/// The parts of one phrase; each occurs at most once.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Parsed {
    pub day: Option<Day>,
    /// "Thursday 26 November": the weekday that must fit the date.
    pub weekday: Option<u8>,
    pub clock: Option<Clock>,
    /// "At 8 and 20": the other times of a recurring phrase.
    pub also: Vec<Clock>,
    pub part: Option<Part>,
    pub zone: Option<Zone>,
    pub every: Option<Every>,
    pub until: Option<Day>,
    pub times: Option<u32>,
    /// Corrected words: as typed, and as read.
    pub slips: Vec<(String, &'static str)>,
}

impl Parsed {
    /// Whether a part names a time: a day, a clock time or a recurrence.
    pub fn has_when(&self) -> bool {
        self.day.is_some() || self.clock.is_some() || self.part.is_some() || self.every.is_some()
    }
}

/// The whole of a phrase.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Phrase {
    Time(Parsed),
    /// "In 2 h", "2 hours ago": forward or back from now.
    Shift(Vec<(i64, Unit)>, Direction),
    /// "20 minutes" by itself.
    Span(Vec<(i64, Unit)>),
    /// "Dans quinze jours", "en ocho días": usually weeks, but possibly exact days.
    LooseDays(i64),
    /// "In 3 days at 9:00".
    ShiftedDay(Vec<(i64, Unit)>, Parsed),
    /// "30 minutes before Tue 14:00 UTC".
    Beside(Vec<(i64, Unit)>, Direction, Parsed),
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
    /// "03/11": the numbers as they were typed.
    Numeric {
        first: i8,
        second: i8,
        year: Option<i16>,
        order: DayOrder,
    },
    /// "The 15th".
    OfMonth(i8),
    /// "The first Monday of November": which one (-1: the last), the weekday (`None`: any day), the month.
    NthOf {
        n: i64,
        weekday: Option<u8>,
        month: WhichMonth,
    },
    /// "Next week", without a day.
    NextWeek,
    /// "Next month": its first day, or the same day in it.
    NextMonth,
    NextYear,
    /// "This weekend", or the next one (which may be the one after it).
    Weekend {
        is_next: bool,
    },
    /// "Fin de semaine".
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
    /// "Monday week", "lundi en huit": this many weeks after the coming one.
    WeeksAfter(i8),
    /// "Last Monday": it has passed.
    Gone,
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
    /// An hour from 1 to 11 without am, pm or a leading zero. In French notation ("6h"), an early hour is less likely
    /// to mean the evening.
    Doubtful {
        time: Time,
        written: Written,
    },
    /// 12am and its minutes: midnight or noon.
    TwelveAm(i8),
    TwelvePm(i8),
    Midnight,
    /// 24:00.
    EndsDay,
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
    /// Its meaning depends on the date.
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
    /// "The last day of the month" is each month's, or this one's.
    PerhapsLastDay,
    /// "Le lundi" is each Monday, or the next one.
    PerhapsWeekday(u8),
}
