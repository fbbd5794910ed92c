//! Lists the instants that a day without a time can mean as a deadline. They differ, because a day ends at different
//! instants around the world.

use jiff::Timestamp;
use jiff::civil::{Date, Time, time};
use jiff::tz::Offset;

use super::answer::{Anchor, Assumption, Choice, DayEnd, Meaning, Understood};
use crate::time::local::{local, resolve};
use crate::time::places::Place;
use crate::time::zone::ZoneId;

const END_OF_DAY: Time = time(23, 59, 0, 0);

/// Times of day that people often use as deadlines, in addition to the end of the day.
const USUAL_TIMES: [Time; 3] = [time(9, 0, 0, 0), time(12, 0, 0, 0), time(18, 0, 0, 0)];

impl Understood {
    /// Whether the text named a day and no time, so that the time was filled in.
    pub fn lacks_time(&self) -> bool {
        self.assumptions.iter().any(|assumption| matches!(assumption, Assumption::NoTime(_)))
    }
}

/// At most `limit` instants that a day without a time can mean as a deadline, earliest first. They are the end of the
/// day in `day.zone`, at UTC-12 and in UTC, and usual times of the day in `day.zone`. `asker` is the zone of the person
/// who asks. Instants that have passed are left out. If there are too many, the usual times are dropped first, because
/// people mostly mean the end of the day.
pub fn deadlines(day: &Understood, asker: ZoneId, now: Timestamp, limit: usize) -> Vec<Choice> {
    let (date, day_zone) = (day.wall.date(), day.zone);
    let at = |time: Time, zone: ZoneId, meaning: Meaning| choice(date, time, zone, day.anchor, meaning);
    let end_in_day_zone = match day_zone.canonical() == asker.canonical() {
        true => Meaning::EndOfDay(DayEnd::OwnZone),
        false => Meaning::EndOfDay(DayEnd::At(Place::of(day_zone))),
    };
    let mut found = vec![at(END_OF_DAY, day_zone, end_in_day_zone)];
    let everywhere = Meaning::EndOfDay(DayEnd::Everywhere);
    found.extend(ZoneId::fixed(Offset::constant(-12)).map(|west| at(END_OF_DAY, west, everywhere)));
    found.push(at(END_OF_DAY, ZoneId::utc(), Meaning::EndOfDay(DayEnd::At(Place::id(ZoneId::utc())))));
    found.extend(USUAL_TIMES.map(|time| at(time, day_zone, Meaning::Plain)));
    let mut kept: Vec<Choice> = Vec::new();
    for choice in found {
        let instant = choice.answer.instant;
        if instant > now && kept.len() < limit && kept.iter().all(|other| other.answer.instant != instant) {
            kept.push(choice);
        }
    }
    kept.sort_by_key(|choice| choice.answer.instant);
    kept
}

fn choice(date: Date, time: Time, zone: ZoneId, anchor: Anchor, meaning: Meaning) -> Choice {
    let instant = resolve(zone, date.to_datetime(time)).instant;
    let answer =
        Understood { instant, wall: local(zone, instant).0, zone, anchor, rule: None, assumptions: Vec::new() };
    Choice { answer, meaning }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{Language, PhraseAnswer, phrase};

    #[test]
    fn deadlines_include_the_end_of_the_day_in_own_zone_utc_and_anywhere_on_earth() {
        let zone = ZoneId::parse("Europe/Zurich").unwrap();
        let now = "2026-10-21T12:00:00Z".parse().unwrap();
        let PhraseAnswer::Understood(day) = phrase("October 23rd", zone, now, Language::English) else {
            panic!("it is a day")
        };
        assert!(day.lacks_time());
        let instants = |limit| -> Vec<String> {
            deadlines(&day, zone, now, limit).iter().map(|choice| choice.answer.instant.to_string()).collect()
        };
        assert_eq!(
            instants(10),
            [
                "2026-10-23T07:00:00Z",
                "2026-10-23T10:00:00Z",
                "2026-10-23T16:00:00Z",
                "2026-10-23T21:59:00Z",
                "2026-10-23T23:59:00Z",
                "2026-10-24T11:59:00Z"
            ]
        );
        assert_eq!(instants(2), ["2026-10-23T21:59:00Z", "2026-10-24T11:59:00Z"]);
        assert_eq!(
            deadlines(&day, zone, "2026-10-23T23:00:00Z".parse().unwrap(), 10).len(),
            2,
            "times that have not passed"
        );
    }
}
