//! The meanings that a word of a phrase can have, and the words that the grammar treats specially.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WordMeaning {
    /// 0 is Monday.
    Weekday(u8),
    /// "Mondays": every Monday.
    Weekdays(u8),
    /// 1 is January.
    Month(i8),
    Number(u32),
    Ordinal(i64),
    Last,
    Next,
    This,
    Every,
    EveryOther,
    /// "Un mardi sur deux": every second Tuesday.
    OneInTwo,
    Today,
    Tomorrow,
    AfterTomorrow,
    Yesterday,
    Now,
    Noon,
    Midnight,
    PartOfDay(Part),
    /// "Mornings": every morning.
    PartsOfDay(Part),
    EndOfDay,
    EndOfWork,
    /// "End of" the week, the month, November.
    EndOf,
    Length(Unit),
    Workday,
    Workweek,
    Weekend,
    /// "Fin de semaine": the weekend in Québec, the end of the working week in France.
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
    /// "By Friday 17:00": not later than Friday 17:00.
    By,
    Coming,
    AnywhereOnEarth,
    LocalTime,
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
    /// Whether the unit is a length of real time: an hour or shorter. Days and longer units are counted on the
    /// calendar.
    pub(super) fn is_real_time(self) -> bool {
        matches!(self, Unit::Second | Unit::Minute | Unit::Hour)
    }
}

/// A property of a word that the grammar needs in addition to its meaning. `GrammarWords` explains each one.
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
