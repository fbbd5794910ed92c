//! The words of time in English, French and Spanish, without accents.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::time::Language;

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

use Language::{English as En, French as Fr, Spanish as Es};
use W::*;

/// Words that exist in only one language, or mean the same in all languages; grouped by meaning.
const SHARED: &[(W, &str)] = &[
    (Weekday(0), "monday mon lundi lun lunes"),
    (Weekday(1), "tuesday tue tues mardi martes"),
    (Weekday(2), "wednesday wed weds mercredi mer miercoles mie"),
    (Weekday(3), "thursday thu thur thurs jeudi jeu jueves jue"),
    (Weekday(4), "friday fri vendredi ven viernes vie"),
    (Weekday(5), "saturday sat samedi sam sabado sab"),
    (Weekday(6), "sunday sun dimanche dim domingo dom"),
    (Weekdays(0), "mondays lundis"),
    (Weekdays(1), "tuesdays mardis"),
    (Weekdays(2), "wednesdays mercredis"),
    (Weekdays(3), "thursdays jeudis"),
    (Weekdays(4), "fridays vendredis"),
    (Weekdays(5), "saturdays samedis sabados"),
    (Weekdays(6), "sundays dimanches domingos"),
    (Month(1), "january jan janvier janv enero ene"),
    (Month(2), "february feb fevrier fevr fev febrero"),
    (Month(3), "march mars marzo"),
    (Month(4), "april apr avril avr abril abr"),
    (Month(5), "may mai mayo"),
    (Month(6), "june jun juin junio"),
    (Month(7), "july jul juillet juil julio"),
    (Month(8), "august aug aout agosto ago"),
    (Month(9), "september sep sept septembre septiembre setiembre"),
    (Month(10), "october oct octobre octubre"),
    (Month(11), "november nov novembre noviembre"),
    (Month(12), "december dec decembre diciembre dic"),
    (Number(1), "one"),
    (Number(2), "two deux dos"),
    (Number(3), "three trois tres"),
    (Number(4), "four quatre cuatro"),
    (Number(5), "five cinq cinco"),
    (Number(6), "six seis"),
    (Number(7), "seven sept siete"),
    (Number(8), "eight huit ocho"),
    (Number(9), "nine neuf nueve"),
    (Number(10), "ten dix diez"),
    (Number(11), "eleven onze once"),
    (Number(12), "twelve douze doce"),
    (Number(13), "thirteen treize trece"),
    (Number(14), "fourteen quatorze catorce"),
    (Number(15), "fifteen quinze quince"),
    (Number(16), "sixteen seize dieciseis"),
    (Number(17), "seventeen diecisiete"),
    (Number(18), "eighteen dieciocho"),
    (Number(19), "nineteen diecinueve"),
    (Number(20), "twenty vingt veinte"),
    (Number(21), "veintiuna veintiuno"),
    (Number(22), "veintidos"),
    (Number(23), "veintitres"),
    (Number(24), "veinticuatro"),
    (Number(25), "veinticinco"),
    (Number(30), "thirty trente treinta"),
    (Number(40), "forty quarante cuarenta"),
    (Number(50), "fifty cinquante cincuenta"),
    (Number(60), "sixty soixante sesenta"),
    (Number(90), "ninety noventa"),
    (Ordinal(1), "first premier premiere premiers primer primero primera primeros"),
    (Ordinal(3), "third troisieme troisiemes tercer tercero terceros"),
    (Ordinal(4), "fourth quatrieme quatriemes"),
    (Ordinal(5), "fifth cinquieme cinquiemes quinto quintos"),
    (Ordinal(2), "deuxieme deuxiemes segunda segundos"),
    (Last, "last dernier derniere derniers ultimo ultima ultimos"),
    (Next, "next prochain prochaine proximo proxima"),
    (Coming, "coming upcoming"),
    (This, "this ce cet cette este esta"),
    (Every, "every each chaque cada"),
    (EveryOther, "everyother"),
    (SurDeux, "surdeux"),
    (Today, "today hoy aujourdhui"),
    (Tomorrow, "tomorrow tmrw tmr demain manana"),
    (AfterTomorrow, "aftertomorrow overmorrow"),
    (Yesterday, "yesterday hier ayer"),
    (Now, "now maintenant ahora"),
    (Noon, "noon midday midi mediodia"),
    (Midnight, "midnight minuit medianoche"),
    (PartOfDay(Part::Morning), "morning matin inthemorning"),
    (PartOfDay(Part::Afternoon), "afternoon apresmidi intheafternoon tarde"),
    (PartOfDay(Part::Evening), "evening soir intheevening"),
    (PartOfDay(Part::Night), "night noche nuit inthenight"),
    (PartOfDay(Part::Tonight), "tonight"),
    (PartsOfDay(Part::Morning), "mornings matins mananas"),
    (PartsOfDay(Part::Afternoon), "afternoons apresmidis tardes"),
    (PartsOfDay(Part::Evening), "evenings soirs"),
    (PartsOfDay(Part::Night), "nights noches nuits"),
    (EndOfDay, "eod"),
    (EndOfWork, "cob"),
    (EndOf, "endof end fin"),
    (Length(Unit::Second), "seconds sec secs seconde secondes segundos"),
    (Length(Unit::Minute), "minute minutes min mins minuto minutos mn"),
    (Length(Unit::Hour), "hour hours hr hrs h hs heure heures hora horas"),
    (Length(Unit::Day), "day days d jour jours j dia dias"),
    (Length(Unit::Week), "week weeks semaine semaines semana semanas"),
    (Length(Unit::Fortnight), "fortnight"),
    (Length(Unit::Month), "month months mois mes meses"),
    (Length(Unit::Year), "year years an ans annee ano anos"),
    (Workday, "weekday weekdays workday workdays"),
    (Workweek, "workweek"),
    (Weekend, "weekend weekends"),
    (WeekendOrWeeksEnd, "weekendorweeksend"),
    (HalfHour, "halfhour"),
    (In, "in dans en"),
    (Ago, "hace"),
    (Before, "before avant antes"),
    (After, "after apres despues from"),
    (Later, "later"),
    (At, "at a au al vers"),
    (On, "on"),
    (Of, "of de du des del"),
    (The, "the le la les l el los las"),
    (And, "and et y e"),
    (A, "un une una"),
    (Half, "half demie demi media"),
    (Quarter, "quarter quart cuarto"),
    (Past, "past"),
    (To, "to moins menos"),
    (Am, "am"),
    (Pm, "pm"),
    (OClock, "oclock"),
    (Times, "times fois veces"),
    (Until, "until till hasta jusqua"),
    (By, "by dici"),
    (AnywhereOnEarth, "aoe"),
    (LocalTime, "localtime"),
    (Adverb(Unit::Day), "daily everyday quotidiennement diariamente diario"),
    (Adverb(Unit::Week), "weekly semanalmente"),
    (Adverb(Unit::Fortnight), "fortnightly"),
    (Adverb(Unit::Month), "monthly mensuel mensualmente mensuellement"),
    (Adverb(Unit::Year), "yearly annually anualmente"),
    (Adverb(Unit::Hour), "hourly"),
];

/// Words with different meanings in two languages. The reader's language is tried first.
const SHARED_SPELLING: &[(&str, Language, W)] = &[
    ("mar", En, Month(3)),
    ("mar", Fr, Weekday(1)),
    ("mar", Es, Weekday(1)),
    ("second", En, Ordinal(2)),
    ("segundo", Es, Ordinal(2)),
    ("ago", En, Ago),
    ("ago", Es, Month(8)),
    ("sept", En, Month(9)),
    ("sept", Fr, Month(9)),
    ("sept", Es, Month(9)),
    ("an", En, A),
    ("an", Fr, Length(Unit::Year)),
    ("m", En, Length(Unit::Minute)),
    ("s", En, Length(Unit::Second)),
    ("w", En, Length(Unit::Week)),
];

/// A meaning of a word, and the language if only one has it.
type Meanings = Vec<(Option<Language>, W)>;

static WORDS: LazyLock<HashMap<&'static str, Meanings>> = LazyLock::new(|| {
    let mut words: HashMap<&'static str, Meanings> = HashMap::new();
    for (word, language, meaning) in SHARED_SPELLING {
        words.entry(word).or_default().push((Some(*language), *meaning));
    }
    for (meaning, spellings) in SHARED {
        for word in spellings.split(' ') {
            words.entry(word).or_default().push((None, *meaning));
        }
    }
    words
});

/// The meaning of `word` in `language`.
pub(super) fn meaning(word: &str, language: Language) -> Option<W> {
    let meanings = WORDS.get(word)?;
    let own = meanings.iter().find(|(l, _)| *l == Some(language));
    let of_any_language = || meanings.iter().find(|(l, _)| l.is_none());
    own.or_else(of_any_language).or(meanings.first()).map(|(_, meaning)| *meaning)
}

/// Every word with its meanings in any language.
pub(super) fn all() -> impl Iterator<Item = (&'static str, W)> {
    SHARED.iter().flat_map(|(meaning, spellings)| spellings.split(' ').map(move |word| (word, *meaning)))
}
