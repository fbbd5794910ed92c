//! The CSV file of the report of an alert: one row for each person.

use crate::alerts::report::{Report, ReportPerson};
use crate::discord::alerts::buttons::answer_label;
use crate::discord::alerts::report_people::{answer_mark, how_reached, not_reached};
use crate::discord::alerts::report_times::{reader_zone, zone_name};
use crate::discord::ui::csv;
use crate::discord::viewer::Viewer;
use crate::say;
use crate::time::{Timestamp, ZoneId, local};

/// The keys of the columns. Those of times name the reader's zone.
const COLUMNS: [&str; 12] = [
    "alert-report-column-name",
    "alert-report-column-handle",
    "alert-report-column-reached",
    "alert-report-column-how",
    "alert-report-column-sounded",
    "alert-report-column-seen",
    "alert-report-column-answer",
    "alert-report-column-answered",
    "alert-report-column-mark",
    "alert-report-column-outside-by",
    "alert-report-column-outside",
    "alert-report-column-not-reached",
];

pub(super) fn file(report: &Report, viewer: &Viewer) -> Vec<u8> {
    let language = viewer.language;
    let zone = zone_name(viewer).unwrap_or_else(|| "UTC".to_owned());
    let header = COLUMNS.map(|key| say!(language, key, zone = zone.as_str()));
    let rows: Vec<Vec<String>> = report.people.iter().map(|person| row(report, person, viewer)).collect();
    csv::file(&header, &rows)
}

fn row(report: &Report, person: &ReportPerson, viewer: &Viewer) -> Vec<String> {
    let (language, line) = (viewer.language, &person.line);
    let time = |at: Option<Timestamp>| at.map(|at| date_and_time(reader_zone(viewer), at)).unwrap_or_default();
    let answer = line.answer.map(|given| answer_label(&report.roster.ask, given.answer, language));
    let (reached_by, reached_at) = line.reached.clone().unzip();
    vec![
        line.name.clone(),
        person.handle.clone(),
        time(person.arrival.map(|arrival| arrival.at)),
        how_reached(person, language),
        time(line.sounded_at),
        time(person.seen_at()),
        answer.unwrap_or_default(),
        time(line.answer.map(|given| given.at)),
        answer_mark(report, person, language).unwrap_or_default(),
        reached_by.unwrap_or_default(),
        time(reached_at),
        not_reached(person, language),
    ]
}

/// `2020-11-10 17:55:03`: spreadsheets read it as a time, whatever their language is.
fn date_and_time(zone: ZoneId, at: Timestamp) -> String {
    local(zone, at).0.strftime("%Y-%m-%d %H:%M:%S").to_string()
}
