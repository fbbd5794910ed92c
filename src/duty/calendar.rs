//! Writes a person's shifts as a calendar file (RFC 5545), for the calendar on their phone.

use icalendar::{Calendar, Component, Event, EventLike};

use super::model::Shift;
use crate::time::Timestamp;

/// The file `*.ics` with one event for each shift. Times are instants in UTC, so that every calendar shows them in its
/// own zone. The UID of a shift never changes: a calendar that reads the file again changes the event instead of adding
/// a second one. `title` and `description` are texts in the person's language.
pub fn calendar(shifts: &[Shift], title: &str, description: &str, now: Timestamp) -> String {
    let mut calendar = Calendar::new();
    calendar.name(title);
    for shift in shifts {
        let event = Event::new()
            .uid(&format!("magpie-duty-{}", shift.id))
            .timestamp(utc(now))
            .starts(utc(shift.period.starts_at))
            .ends(utc(shift.period.ends_at))
            .summary(title)
            .description(description)
            .done();
        calendar.push(event);
    }
    calendar.to_string()
}

fn utc(at: Timestamp) -> chrono::DateTime<chrono::Utc> {
    chrono::DateTime::from_timestamp(at.as_second(), 0).expect("an instant of a shift is in chrono's range")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::duty::model::{Period, Ring, ShiftId, ShiftState, SlotId};
    use crate::members::MemberId;

    #[test]
    fn file_has_utc_instants_and_an_id_that_stays() {
        let at = |text: &str| -> Timestamp { text.parse().unwrap() };
        let shift = Shift {
            id: ShiftId(7),
            slot: SlotId(1),
            member: MemberId(1),
            period: Period::new(at("2020-11-11T02:00:00Z"), at("2020-11-11T06:00:00Z")).unwrap(),
            ring: Ring::WhileAwake,
            state: ShiftState::Taken,
            confirmed_at: None,
        };
        let file = calendar(&[shift], "Duty at the help desk", "One; two, three", at("2020-11-10T16:55:00Z"));
        let lines: Vec<&str> = file.split("\r\n").collect();
        for expected in [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "UID:magpie-duty-7",
            "DTSTAMP:20201110T165500Z",
            "DTSTART:20201111T020000Z",
            "DTEND:20201111T060000Z",
            "SUMMARY:Duty at the help desk",
            "DESCRIPTION:One\\; two\\, three",
            "END:VCALENDAR",
        ] {
            assert!(lines.contains(&expected), "{expected} is missing in {file}");
        }
        let later = calendar(&[shift], "Duty", "", at("2020-11-12T00:00:00Z"));
        assert!(later.contains("UID:magpie-duty-7\r\n"), "the id does not depend on the time of the export");
    }
}
