//! Renders recurrence rules: "every weekday at 08:30", "le dernier vendredi du mois à 09:00", "cada dos martes".

use super::{list, times};
use crate::say;
use crate::time::{Cycle, DateTime, Ends, Language, Pattern, Place, Rule, Weekday, ZoneId, local};

/// The rule in words. The rule starts at the wall time `start` in `zone`. `reader` is the zone of the person who reads
/// the text. If `zone` is another zone, the text names it.
pub fn rule(language: Language, rule: &Rule, start: DateTime, zone: ZoneId, reader: ZoneId) -> String {
    let Some(pattern) = rule.pattern(start) else { return say!(language, "time-rule-other") };
    let mut text = cycle(language, &pattern.cycle);
    if !pattern.times.is_empty() {
        let clocks: Vec<String> = pattern.times.iter().map(|time| times::clock(*time)).collect();
        text = say!(language, "time-rule-at", rule = text, times = list(language, &clocks));
        if zone.canonical() != reader.canonical() {
            text = say!(language, "time-rule-there", rule = text, place = Place::of(zone).label(language));
        }
    }
    with_end(language, text, &pattern, zone)
}

fn cycle(language: Language, cycle: &Cycle) -> String {
    match cycle {
        Cycle::Minutes(n) => say!(language, "time-rule-minutes", n = *n),
        Cycle::Hours(n) => say!(language, "time-rule-hours", n = *n),
        Cycle::Days(n) => say!(language, "time-rule-days", n = *n),
        Cycle::Weeks(1, days) if is_workweek(days) => say!(language, "time-rule-workdays"),
        Cycle::Weeks(2, days) if days.len() == 1 => {
            say!(language, "time-rule-second-week", day = weekday_form(language, days[0], "second"))
        }
        Cycle::Weeks(n, days) => {
            let names: Vec<String> = days.iter().map(|day| times::weekday(language, *day)).collect();
            let forms: Vec<String> = days.iter().map(|day| weekday_form(language, *day, "each")).collect();
            let (days, each_day) = (list(language, &names), list(language, &forms));
            say!(language, "time-rule-weeks", n = *n, day = days, each = each_day)
        }
        Cycle::MonthDay(n, day) => say!(language, "time-rule-month-day", n = *n, day = nth_day(language, *day)),
        Cycle::MonthDayOrLast(n, day) => {
            say!(language, "time-rule-month-day-or-last", n = *n, day = nth_day(language, *day))
        }
        Cycle::MonthEnd(n) => say!(language, "time-rule-month-end", n = *n),
        Cycle::MonthWeekday(n, which, day) => {
            let nth = say!(language, "time-rule-nth", n = *which);
            say!(language, "time-rule-month-weekday", n = *n, nth = nth, day = times::weekday(language, *day))
        }
        Cycle::YearDate(n, month, day) => {
            let month = times::month(language, i8::try_from(*month).expect("a month is 1 to 12"));
            say!(language, "time-rule-year", n = *n, day = *day, month = month)
        }
    }
}

fn is_workweek(days: &[Weekday]) -> bool {
    use Weekday::{Friday, Monday, Thursday, Tuesday, Wednesday};
    days == [Monday, Tuesday, Wednesday, Thursday, Friday]
}

fn nth_day(language: Language, day: i64) -> String {
    say!(language, "time-rule-day-of-month", day = day)
}

/// The form of a weekday after "each" (`attribute` is `each`) or after "every second" (`attribute` is `second`).
fn weekday_form(language: Language, day: Weekday, attribute: &str) -> String {
    say!(language, &format!("{}.{attribute}", times::weekday_key(day)))
}

/// The text of a rule with the end of the rule, if it has one.
fn with_end(language: Language, rule: String, pattern: &Pattern, zone: ZoneId) -> String {
    let day = match pattern.ends {
        Ends::Never => return rule,
        Ends::After(count) => return say!(language, "time-rule-count", rule = rule, n = count),
        Ends::On(date) => date,
        Ends::At(at) => local(zone, at).0.date(),
    };
    say!(language, "time-rule-until", rule = rule, day = times::long_day(language, day))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered_rule(language: Language, text: &str) -> String {
        let zone = ZoneId::parse("America/La_Paz").expect("a zone");
        let start = "2026-11-24T09:00:00".parse().expect("a wall time");
        rule(language, &Rule::parse(text).expect("a rule"), start, zone, zone)
    }

    #[test]
    fn rules_are_rendered_in_three_languages() {
        let cases = [
            ("FREQ=MINUTELY;INTERVAL=15", ["every 15 minutes", "toutes les 15 minutes", "cada 15 minutos"]),
            ("FREQ=HOURLY", ["every hour", "toutes les heures", "cada hora"]),
            ("FREQ=DAILY", ["every day at 09:00", "tous les jours à 09:00", "todos los días a las 09:00"]),
            ("FREQ=DAILY;BYHOUR=1", ["every day at 01:00", "tous les jours à 01:00", "todos los días a la 01:00"]),
            ("FREQ=DAILY;INTERVAL=3", ["every 3 days at 09:00", "tous les 3 jours à 09:00", "cada 3 días a las 09:00"]),
            (
                "FREQ=DAILY;BYHOUR=8,12,20",
                [
                    "every day at 08:00, 12:00 and 20:00",
                    "tous les jours à 08:00, 12:00 et 20:00",
                    "todos los días a las 08:00, 12:00 y 20:00",
                ],
            ),
            (
                "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
                ["every weekday at 09:00", "du lundi au vendredi à 09:00", "de lunes a viernes a las 09:00"],
            ),
            (
                "FREQ=WEEKLY;BYDAY=TU,TH",
                [
                    "every Tuesday and Thursday at 09:00",
                    "tous les mardis et jeudis à 09:00",
                    "todos los martes y jueves a las 09:00",
                ],
            ),
            ("FREQ=WEEKLY", ["every Tuesday at 09:00", "tous les mardis à 09:00", "todos los martes a las 09:00"]),
            (
                "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
                ["every two weeks on Tuesday at 09:00", "un mardi sur deux à 09:00", "cada dos martes a las 09:00"],
            ),
            (
                "FREQ=WEEKLY;INTERVAL=3;BYDAY=SU",
                [
                    "every 3 weeks on Sunday at 09:00",
                    "toutes les 3 semaines, le dimanche à 09:00",
                    "cada 3 semanas, el domingo a las 09:00",
                ],
            ),
            (
                "FREQ=MONTHLY;BYMONTHDAY=1",
                ["every month on the 1st at 09:00", "chaque mois, le 1er à 09:00", "el día 1 de cada mes a las 09:00"],
            ),
            (
                "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1",
                [
                    "every month on the 31st or the last day at 09:00",
                    "chaque mois, le 31 ou le dernier jour à 09:00",
                    "el día 31 (o el último) de cada mes a las 09:00",
                ],
            ),
            (
                "FREQ=MONTHLY;BYMONTHDAY=-1",
                [
                    "the last day of every month at 09:00",
                    "le dernier jour du mois à 09:00",
                    "el último día de cada mes a las 09:00",
                ],
            ),
            (
                "FREQ=MONTHLY;BYDAY=-1FR",
                [
                    "the last Friday of every month at 09:00",
                    "le dernier vendredi du mois à 09:00",
                    "el último viernes de cada mes a las 09:00",
                ],
            ),
            (
                "FREQ=MONTHLY;BYDAY=2TU",
                [
                    "the second Tuesday of every month at 09:00",
                    "le deuxième mardi du mois à 09:00",
                    "el segundo martes de cada mes a las 09:00",
                ],
            ),
            (
                "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=3",
                [
                    "every year on 3 November at 09:00",
                    "chaque année, le 3 novembre à 09:00",
                    "el 3 de noviembre de cada año a las 09:00",
                ],
            ),
            (
                "FREQ=DAILY;COUNT=10",
                [
                    "every day at 09:00, 10 times in all",
                    "tous les jours à 09:00, 10 fois en tout",
                    "todos los días a las 09:00, 10 veces en total",
                ],
            ),
            (
                "FREQ=DAILY;UNTIL=20270101T035959Z",
                [
                    "every day at 09:00, until Thursday 31 December 2026",
                    "tous les jours à 09:00, jusqu’au jeudi 31 décembre 2026",
                    "todos los días a las 09:00, hasta el jueves 31 de diciembre de 2026",
                ],
            ),
            (
                "FREQ=YEARLY;BYWEEKNO=20",
                ["on a custom schedule", "selon une répétition particulière", "según un calendario propio"],
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(Language::ALL.map(|language| rendered_rule(language, text)), expected, "{text}");
        }
    }

    #[test]
    fn rule_of_another_zone_names_its_place() {
        let zone = |id| ZoneId::parse(id).expect("a zone");
        let weekly = Rule::parse("FREQ=WEEKLY").expect("a rule");
        let start = "2026-11-26T15:00:00".parse().expect("a wall time");
        let rendered = Language::ALL
            .map(|language| rule(language, &weekly, start, zone("Africa/Nairobi"), zone("America/La_Paz")));
        assert_eq!(
            rendered,
            [
                "every Thursday at 15:00, Nairobi, Kenya time",
                "tous les jeudis à 15:00 (heure locale : Nairobi, Kenya)",
                "todos los jueves a las 15:00, hora de Nairobi, Kenia",
            ]
        );
    }
}
