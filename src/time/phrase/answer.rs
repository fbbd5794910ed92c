//! The answer to a phrase: data for `words::times` to show and for plans to store.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time, Weekday};

use crate::time::places::Place;
use crate::time::recur::Rule;
use crate::time::zone::ZoneId;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PhraseAnswer {
    /// Exactly one meaning. `assumed` lists what the text left open.
    Understood(Box<Understood>),
    /// Several meanings, best first: ask. Never empty.
    Ambiguous(Vec<Choice>),
    /// A time that has passed. The choices are later times that the person may mean; the list may be empty.
    Past(Vec<Choice>),
    /// A date that the calendar does not have, such as 31 November. The choices are dates near it. Never empty.
    NoSuchDay(Vec<Choice>),
    /// Not a time that Magpie can read.
    Unknown,
}

impl PhraseAnswer {
    /// The answer where a time can only be meant once: without the meanings that recur.
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

/// The answer to a text that names a day and no time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DayAnswer {
    /// Exactly one day, which may have passed.
    Day(Date),
    /// Several days, the earliest first: ask.
    Ambiguous(Vec<Date>),
    /// The calendar does not have it. Days near it, the earliest first; never empty.
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
    /// Set if it recurs. Expanded in the wall time of `zone`, starting at `wall`.
    pub rule: Option<Rule>,
    pub assumed: Vec<Assumption>,
}

/// The value that stays fixed when the person's zone or the rules of zones change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// "In 2 h": the instant.
    Instant,
    /// "Tomorrow 9am": the wall time, wherever the person lives then.
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
    /// Its date and time are enough.
    Plain,
    /// The first of the two instants at which the clock shows it, when it goes back.
    FirstPass,
    SecondPass,
    /// The zone that was named has several meanings; this is one.
    Zone(Place),
    /// It recurs by the rule of its answer.
    Recurs,
    /// The end of the day, for a day without a time.
    EndOfDay(DayEnd),
}

/// Where a day ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DayEnd {
    /// Where the asker lives.
    Own,
    At(Place),
    /// In the last place on Earth (UTC-12).
    Everywhere,
}

/// A value that the text left open or gave only loosely, and that was filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Assumption {
    /// No day was named: it is today, or the next day with that time.
    Day(jiff::civil::Date),
    /// No year was named.
    Year(i16),
    /// No time was named.
    NoTime(Time),
    /// A part of the day was named; this time was used for it.
    DayPart(DayPart, Time),
    /// An hour without am or pm was read on the 24-hour clock.
    TwentyFourHours(Time),
    /// "12pm" is noon.
    Noon,
    /// "24:00" is 00:00 on the next day.
    EndsNextDay(DateTime),
    /// "Anywhere on Earth": UTC-12.
    AnywhereOnEarth,
    /// The clock skips that time, so it is later by the length of the gap.
    ClockJumps { asked: DateTime, got: DateTime },
    /// The place was recognised under another spelling, or was used for its zone.
    Place(Place),
    /// The zone is a fixed offset from UTC: it has no daylight saving time.
    NoDaylightSaving(ZoneId),
    /// A length of time by itself was counted from now.
    FromNow,
    /// "Every second Tuesday": every two weeks.
    EveryTwoWeeks(Weekday),
    /// A word was read as a corrected spelling.
    Spelling { typed: String, read: &'static str },
    /// "Monthly on the 31st" means the last day of shorter months.
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
