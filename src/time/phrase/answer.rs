//! The answer to a phrase, as data. `words::phrases` renders it, and plans store parts of it.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time, Weekday};

use crate::time::places::Place;
use crate::time::recur::Rule;
use crate::time::zone::ZoneId;

/// The answer to a typed time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PhraseAnswer {
    /// The text has exactly one meaning.
    Understood(Box<Understood>),
    /// The text has several meanings, so the person is asked to choose. Never empty.
    Ambiguous(Vec<Choice>),
    /// The time has passed. The choices are later times that the person may mean. The list may be empty.
    Past(Vec<Choice>),
    /// The calendar does not have the date, such as 31 November. The choices are the nearest dates. Never empty.
    NoSuchDay(Vec<Choice>),
    /// Magpie cannot read the text as a time.
    Unknown,
}

impl PhraseAnswer {
    /// The answer without its recurring meanings, for inputs that take a single time. `Unknown` if no meaning remains.
    #[must_use]
    pub fn without_recurring(self) -> Self {
        let not_recurring = |mut choices: Vec<Choice>| {
            choices.retain(|choice| choice.answer.rule.is_none());
            choices
        };
        match self {
            Self::Understood(one) if one.rule.is_some() => Self::Unknown,
            Self::Ambiguous(choices) => match not_recurring(choices).as_slice() {
                [] => Self::Unknown,
                [one] => Self::Understood(Box::new(one.answer.clone())),
                several => Self::Ambiguous(several.to_vec()),
            },
            Self::NoSuchDay(choices) => match not_recurring(choices) {
                none if none.is_empty() => Self::Unknown,
                some => Self::NoSuchDay(some),
            },
            Self::Past(choices) => Self::Past(not_recurring(choices)),
            other => other,
        }
    }
}

/// The answer to a text that should name a day and no time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DayAnswer {
    /// The text means exactly one day, which may have passed.
    Day(Date),
    /// The text can mean several days, so the person is asked to choose. The earliest day comes first.
    Ambiguous(Vec<Date>),
    /// The calendar does not have the date. The list has the nearest dates, earliest first. Never empty.
    NoSuchDay(Vec<Date>),
    /// Magpie cannot read the text as a day.
    Unknown,
}

/// One meaning of a typed time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Understood {
    /// The instant. If the time recurs, the first instant.
    pub instant: Timestamp,
    /// The local time in `zone` at `instant`.
    pub wall: DateTime,
    /// The zone in which the phrase was read: the zone that the text names, or the person's own zone.
    pub zone: ZoneId,
    pub anchor: Anchor,
    /// Set if the phrase recurs. The rule starts at `wall` and is expanded on the wall clock of `zone`, or in UTC if it
    /// counts real time (`Rule::counts_real_time`).
    pub rule: Option<Rule>,
    /// What the text did not say, or did not say exactly.
    pub assumptions: Vec<Assumption>,
}

/// The value that stays the same when the person moves to another zone, or when the rules of a zone change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// The instant stays the same: "in 2 h".
    Instant,
    /// The wall time in the person's zone stays the same: "tomorrow 9am".
    Wall,
    /// The wall time in the zone that the text names stays the same: "Thursday 15:00 Nairobi time".
    WallInZone,
}

/// One of several meanings that the person can choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub answer: Understood,
    pub meaning: Meaning,
}

/// How a choice differs from the other choices, apart from its date and time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// Only its date and time differ.
    Plain,
    /// The clock shows the wall time twice, because it goes back on this night. This choice is the first instant.
    FirstPass,
    /// Like `FirstPass`, but the second instant.
    SecondPass,
    /// The typed name can mean several zones. This choice is in the zone of this place.
    Zone(Place),
    /// This choice recurs by the rule of its answer.
    Recurs,
    /// The text named a day without a time. This choice is the end of that day.
    EndOfDay(DayEnd),
}

/// Where the day ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DayEnd {
    /// In the asker's own zone.
    OwnZone,
    /// At another place.
    At(Place),
    /// At UTC-12, where a day ends last on Earth.
    Everywhere,
}

/// A value that the text did not give, or did not give exactly. The person sees it before anything is saved.
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
    /// "12pm" was read as noon.
    Noon,
    /// "24:00" was read as 00:00 of the next day. The value is that wall time.
    EndsNextDay(DateTime),
    /// "Anywhere on Earth" was read as UTC-12.
    AnywhereOnEarth,
    /// The clock skips the time `asked`. `got` is later by the length of the gap.
    ClockJumps { asked: DateTime, got: DateTime },
    /// The name of the place was misspelt. This place was used.
    Place(Place),
    /// The zone is a fixed offset from UTC: it has no daylight saving time.
    NoDaylightSaving(ZoneId),
    /// The text is only a length of time. It was counted from now.
    FromNow,
    /// "Every second Tuesday" was read as every two weeks.
    EveryTwoWeeks(Weekday),
    /// A misspelt word was corrected.
    Spelling { typed: String, read: &'static str },
    /// "Monthly on the 31st" was read as the last day in months without that day.
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
