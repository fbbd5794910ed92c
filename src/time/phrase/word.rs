//! The meanings and the grammar roles that a word of a phrase can have.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WordMeaning {
    /// A weekday; 0 is Monday.
    Weekday(u8),
    /// The plural "Mondays", which means every Monday.
    Weekdays(u8),
    /// A month; 1 is January.
    Month(i8),
    Number(u32),
    Ordinal(i64),
    Last,
    Next,
    This,
    Every,
    EveryOther,
    /// "Sur deux" in "un mardi sur deux", which means every second Tuesday.
    OneInTwo,
    Today,
    Tomorrow,
    AfterTomorrow,
    Yesterday,
    Now,
    Noon,
    Midnight,
    PartOfDay(Part),
    /// The plural "mornings", which means every morning.
    PartsOfDay(Part),
    EndOfDay,
    EndOfWork,
    /// "End of", as in "end of the week" or "end of November".
    EndOf,
    /// A unit of time after a number: "hours".
    Length(Unit),
    Workday,
    Workweek,
    Weekend,
    /// "Fin de semaine", which means the weekend in Québec and the end of the working week in France.
    WeekendOrWeeksEnd,
    HalfHour,
    In,
    Ago,
    Before,
    After,
    Later,
    At,
    On,
    Of,
    The,
    And,
    IndefiniteArticle,
    Half,
    Quarter,
    Past,
    To,
    Am,
    Pm,
    OClock,
    Times,
    Until,
    /// "By", as in "by Friday 17:00": not later than Friday 17:00.
    By,
    Coming,
    AnywhereOnEarth,
    LocalTime,
    /// "Daily", "weekly", "monthly": every unit.
    Adverb(Unit),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Morning,
    Afternoon,
    Evening,
    Night,
    Tonight,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Fortnight,
    Month,
    Year,
}

impl Unit {
    /// Whether the unit counts real time: hours, minutes and seconds. Days and longer units count on the calendar.
    pub(super) fn is_real_time(self) -> bool {
        matches!(self, Unit::Second | Unit::Minute | Unit::Hour)
    }
}

/// A property of a word that the grammar needs in addition to its meaning. `GrammarWords` explains each role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum GrammarRole {
    OrdinalSuffix,
    WeekLater,
    FourthOrQuarter,
    SecondsOfEach,
    EveryBeforeDay,
    ArticleOrAt,
    OneOClock,
    HourArticle,
    ArticleWithoutDay,
    ArticleOfEach,
    ArticleOfEachOrNext,
    AtWithoutHour,
    AndMinutes,
    HoursOfLength,
    HourAlone,
    AroundPlace,
    ByOrIn,
    LooseDays,
    /// A plural that means a recurrence: "weekdays", "weekends".
    PluralOfEach,
}
