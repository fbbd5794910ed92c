//! The answer to a phrase, as data. `words::phrases` renders it, and plans store parts of it.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time, Weekday};

use crate::time::places::Place;
use crate::time::recur::Rule;
use crate::time::zone::ZoneId;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PhraseAnswer {
    /// Exactly one meaning. `assumed` lists what the text left open.
    Understood(Box<Understood>),
    /// Several meanings: the person is asked. Never empty.
    Ambiguous(Vec<Choice>),
    /// The time has passed. The choices are later times that the person may mean instead; the list may be empty.
    Past(Vec<Choice>),
    /// A date that the calendar does not have, such as 31 November. The choices are dates near it. Never empty.
    NoSuchDay(Vec<Choice>),
    /// Not a time that Magpie can read.
    Unknown,
}

impl PhraseAnswer {
    /// The answer without its recurring meanings, for inputs that take a single time.
    #[must_use]
    pub fn once(self) -> Self {
        let single = |mut choices: Vec<Choice>| {
            choices.retain(|choice| choice.answer.rule.is_none());
            choices
        };
        match self {
            Self::Understood(one) if one.rule.is_some() => Self::Unknown,
            Self::Ambiguous(choices) => match single(choices).as_slice() {
                [] => Self::Unknown,
                [one] => Self::Understood(Box::new(one.answer.clone())),
                several => Self::Ambiguous(several.to_vec()),
            },
            Self::NoSuchDay(choices) => match single(choices) {
                none if none.is_empty() => Self::Unknown,
                some => Self::NoSuchDay(some),
            },
            Self::Past(choices) => Self::Past(single(choices)),
            other => other,
        }
    }
}

/// The answer to a text that should name a day and no time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DayAnswer {
    /// Exactly one day, which may have passed.
    Day(Date),
    /// Several days, earliest first: the person is asked.
    Ambiguous(Vec<Date>),
    /// A date that the calendar does not have. The days are near it, earliest first; never empty.
    NoSuchDay(Vec<Date>),
    /// Not a day that Magpie can read.
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Understood {
    /// The instant; the first one if it recurs.
    pub instant: Timestamp,
    /// The local time in `zone` at that instant.
    pub wall: DateTime,
    /// The zone in which the phrase was read: the person's own, or the one in the text.
    pub zone: ZoneId,
    pub anchor: Anchor,
    /// Set if the phrase recurs. The rule starts at `wall` and is expanded on the wall clock of `zone`, or in UTC if it
    /// counts real time (`Rule::counts_real_time`).
    pub rule: Option<Rule>,
    pub assumed: Vec<Assumption>,
}

/// The value that stays fixed when the person's zone or the rules of zones change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// "In 2 h": the instant.
    Instant,
    /// "Tomorrow 9am": the wall time. It follows the person to a new zone.
    Wall,
    /// "Thursday 15:00 Nairobi time": the wall time of the zone that was named.
    WallInZone,
}

/// One of several meanings. `answer` applies when the person chooses it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub answer: Understood,
    pub meaning: Meaning,
}

/// How a choice differs from the others, apart from its date and time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// Only its date and time differ.
    Plain,
    /// The first of two instants with the same wall time, on the night on which the clock goes back.
    FirstPass,
    SecondPass,
    /// One of the zones that the typed name can mean.
    Zone(Place),
    /// This choice recurs, by the rule of its answer.
    Recurs,
    /// The text named a day without a time. This choice is the end of that day.
    EndOfDay(DayEnd),
}

/// The place in which the day ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DayEnd {
    /// The asker's own zone.
    Own,
    At(Place),
    /// The place on Earth where a day ends last (UTC-12).
    Everywhere,
}

/// A value that was filled in because the text did not give it, or not exactly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Assumption {
    /// The text gave no date, or only a day of the month. This date was used.
    Day(jiff::civil::Date),
    /// The text gave no year. This year was used.
    Year(i16),
    /// The text gave no time. This time was used.
    NoTime(Time),
    /// The text gave a part of the day. This time was used for it.
    DayPart(DayPart, Time),
    /// An hour without am or pm was read on the 24-hour clock.
    TwentyFourHours(Time),
    /// "12pm" is noon.
    Noon,
    /// "24:00" is 00:00 on the next day.
    EndsNextDay(DateTime),
    /// "Anywhere on Earth": UTC-12.
    AnywhereOnEarth,
    /// The clock skips the time `asked`. `got` is later by the length of the gap.
    ClockJumps { asked: DateTime, got: DateTime },
    /// The name of the place was misspelt. This place was used.
    Place(Place),
    /// The zone is a fixed offset from UTC: it has no daylight saving time.
    NoDaylightSaving(ZoneId),
    /// A length of time by itself was counted from now.
    FromNow,
    /// "Every second Tuesday" was read as every two weeks.
    EveryTwoWeeks(Weekday),
    /// A misspelt word was corrected.
    Spelling { typed: String, read: &'static str },
    /// "Monthly on the 31st" is the last day in shorter months.
    LastDayOfShorterMonths(i8),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayPart {
    Morning,
    Afternoon,
    Evening,
    Night,
    Tonight,
    EndOfDay,
    EndOfWork,
}
