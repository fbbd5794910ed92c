//! Reads slots from a CSV file. Pure.

use csv::StringRecord;

use super::model::{Period, PlannedSlot};
use super::planning::MAX_SLOTS;
use crate::members::fold;
use crate::time::{DateTime, Timestamp, ZoneId, resolve};

/// The largest file that is read.
pub const MAX_BYTES: usize = 200_000;
/// The most faults that are collected, because a person reads them.
const MAX_FAULTS: usize = 20;
/// The most people that one slot needs.
pub const MAX_NEEDED: u32 = 50;

/// The headings of the columns in all languages, folded.
const START: [&str; 4] = ["start", "from", "debut", "inicio"];
const END: [&str; 4] = ["end", "until", "fin", "final"];
const PEOPLE: [&str; 4] = ["people", "needed", "personnes", "personas"];
const ZONE: [&str; 4] = ["zone", "time zone", "fuseau", "zona"];

/// The slots of a file, in its order.
pub type Upload = Vec<PlannedSlot>;

/// An error in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The number of its line, from 1; 0 for the whole file.
    pub line: u64,
    pub kind: FaultKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultKind {
    /// The file is not UTF-8, or not CSV.
    Unreadable,
    /// The file has no slot.
    Empty,
    TooManySlots,
    /// The heading has no column for the start or for the end.
    NoColumns,
    /// The text is neither an instant nor a local time.
    Time(String),
    /// The slot ends before it starts.
    EndsBeforeStart,
    /// The text is no number of people.
    People(String),
    Zone(String),
}

struct Columns {
    start: usize,
    end: usize,
    people: Option<usize>,
    zone: Option<usize>,
}

/// Parses the file. A local time is in the zone of its line, or in `zone`. Without a number, one person is needed.
///
/// # Errors
/// The first errors of the file, in the order of its lines.
pub fn parse(bytes: &[u8], zone: ZoneId) -> Result<Upload, Vec<Fault>> {
    let whole_file = |kind| vec![Fault { line: 0, kind }];
    let text = std::str::from_utf8(bytes).map_err(|_| whole_file(FaultKind::Unreadable))?;
    let text = text.trim_start_matches('\u{feff}');
    let heading = text.lines().next().unwrap_or_default();
    let count = |separator: char| heading.matches(separator).count();
    // Spreadsheet programs write semicolons where the comma is the decimal separator.
    let delimiter = if count(';') > count(',') { b';' } else { b',' };
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).trim(csv::Trim::All).flexible(true).from_reader(text.as_bytes());
    let headings = reader.headers().map_err(|_| whole_file(FaultKind::Unreadable))?.clone();
    let columns = columns(&headings).ok_or_else(|| whole_file(FaultKind::NoColumns))?;
    let (mut slots, mut faults) = (Vec::new(), Vec::new());
    for record in reader.records() {
        let line = reader_line(&record);
        match record.map_err(|_| FaultKind::Unreadable).and_then(|record| slot(&record, &columns, zone)) {
            Ok(Some(slot)) => slots.push(slot),
            Ok(None) => {}
            Err(kind) => faults.push(Fault { line, kind }),
        }
        if slots.len() > MAX_SLOTS {
            return Err(whole_file(FaultKind::TooManySlots));
        }
        if faults.len() >= MAX_FAULTS {
            break;
        }
    }
    match (faults.is_empty(), slots.is_empty()) {
        (false, _) => Err(faults),
        (true, true) => Err(whole_file(FaultKind::Empty)),
        (true, false) => Ok(slots),
    }
}

fn reader_line(record: &Result<StringRecord, csv::Error>) -> u64 {
    let position = match record {
        Ok(record) => record.position(),
        Err(error) => error.position(),
    };
    position.map_or(0, csv::Position::line)
}

fn columns(headings: &StringRecord) -> Option<Columns> {
    let find = |names: &[&str]| headings.iter().position(|heading| names.contains(&fold(heading).as_str()));
    Some(Columns { start: find(&START)?, end: find(&END)?, people: find(&PEOPLE), zone: find(&ZONE) })
}

/// The slot of a line; `None` for an empty line.
fn slot(record: &StringRecord, columns: &Columns, zone: ZoneId) -> Result<Option<PlannedSlot>, FaultKind> {
    if record.iter().all(str::is_empty) {
        return Ok(None);
    }
    let cell = |column: Option<usize>| column.and_then(|column| record.get(column)).filter(|text| !text.is_empty());
    let zone = match cell(columns.zone) {
        Some(text) => ZoneId::parse(text).map_err(|_| FaultKind::Zone(text.to_owned()))?,
        None => zone,
    };
    let needed = match cell(columns.people) {
        Some(text) => {
            let needed = text.parse().ok().filter(|needed| (1..=MAX_NEEDED).contains(needed));
            needed.ok_or_else(|| FaultKind::People(text.to_owned()))?
        }
        None => 1,
    };
    let instant = |column: usize| {
        let text = cell(Some(column)).unwrap_or_default();
        instant(text, zone).ok_or_else(|| FaultKind::Time(text.to_owned()))
    };
    let period = Period::new(instant(columns.start)?, instant(columns.end)?).ok_or(FaultKind::EndsBeforeStart)?;
    Ok(Some(PlannedSlot { period, zone, needed }))
}

/// Reads `2026-11-02T00:00Z`, or `2026-11-02 00:00` as a local time in `zone`.
fn instant(text: &str, zone: ZoneId) -> Option<Timestamp> {
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Some(instant);
    }
    let wall: DateTime = text.parse().ok()?;
    // A date alone parses as midnight. It is more likely a mistake than a slot at midnight.
    text.contains(':').then(|| resolve(zone, wall).instant)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(file: &str) -> Result<Vec<(String, String, u32)>, Vec<Fault>> {
        let slots = parse(file.as_bytes(), ZoneId::parse("America/La_Paz").unwrap())?;
        let row =
            |slot: &PlannedSlot| (slot.period.starts_at.to_string(), slot.period.ends_at.to_string(), slot.needed);
        Ok(slots.iter().map(row).collect())
    }

    fn row(start: &str, end: &str, needed: u32) -> (String, String, u32) {
        (start.to_owned(), end.to_owned(), needed)
    }

    #[test]
    fn local_times_are_in_the_zone_of_the_line_or_of_the_author() {
        let file = "\u{feff}start,end,people,zone\n2020-11-11 02:00,2020-11-11 06:00,2,UTC\n\
                    2020-11-11T02:00,2020-11-11T06:00,,\n,,,\n2020-11-11T02:00Z,2020-11-11T06:00+01:00,1,\n";
        assert_eq!(
            parsed(file).unwrap(),
            [
                row("2020-11-11T02:00:00Z", "2020-11-11T06:00:00Z", 2),
                row("2020-11-11T06:00:00Z", "2020-11-11T10:00:00Z", 1),
                row("2020-11-11T02:00:00Z", "2020-11-11T05:00:00Z", 1),
            ]
        );
    }

    #[test]
    fn semicolons_and_headings_in_other_languages_are_read() {
        let file = "Début;Fin;Personnes\n2020-11-11 02:00;2020-11-11 06:00;3\n";
        assert_eq!(parsed(file).unwrap(), [row("2020-11-11T06:00:00Z", "2020-11-11T10:00:00Z", 3)]);
    }

    #[test]
    fn every_fault_is_told_with_its_line() {
        let file = "start,end,people,zone\nsoon,2020-11-11 06:00,2,UTC\n2020-11-11 06:00,2020-11-11 02:00,2,UTC\n\
                    2020-11-11 02:00,2020-11-11 06:00,none,UTC\n2020-11-11 02:00,2020-11-11 06:00,2,Mars\n\
                    2020-11-11,2020-11-11 06:00,2,UTC\n";
        let fault = |line, kind| Fault { line, kind };
        assert_eq!(
            parsed(file).unwrap_err(),
            [
                fault(2, FaultKind::Time("soon".to_owned())),
                fault(3, FaultKind::EndsBeforeStart),
                fault(4, FaultKind::People("none".to_owned())),
                fault(5, FaultKind::Zone("Mars".to_owned())),
                fault(6, FaultKind::Time("2020-11-11".to_owned())),
            ]
        );
        assert_eq!(parsed("from\n").unwrap_err(), [fault(0, FaultKind::NoColumns)]);
        assert_eq!(parsed("start,end\n").unwrap_err(), [fault(0, FaultKind::Empty)]);
    }
}
