//! What a word of a phrase can mean, and how the grammar may treat it.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum W {
    /// 0 is Monday.
    Weekday(u8),
    /// "Mondays": each of them.
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
    SurDeux,
    Today,
    Tomorrow,
    AfterTomorrow,
    Yesterday,
    Now,
    Noon,
    Midnight,
    PartOfDay(Part),
    /// "Mornings": each of them.
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
    A,
    Half,
    Quarter,
    Past,
    To,
    Am,
    Pm,
    OClock,
    Times,
    Until,
    /// "By Friday 17:00": no later than.
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
    /// Hours and shorter are lengths of real time; days and longer are counted on the calendar.
    pub(super) fn is_real_time(self) -> bool {
        matches!(self, Unit::Second | Unit::Minute | Unit::Hour)
    }
}

/// What the grammar may have to know of a word besides its meaning. `GrammarWords` says more about each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Usage {
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
    /// "Weekdays", "weekends": a plural that recurs.
    PluralOfEach,
}
