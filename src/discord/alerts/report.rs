//! The report of an alert, for one reader of the secretariat: a picture of the answers over time, a table with the
//! counts, a page with each person, and a CSV file. All times are in the reader's zone.

use crate::alerts::ask::{Answer, Purpose};
use crate::alerts::model::AlertState;
use crate::alerts::report::Report;
use crate::discord::alerts::buttons::answer_label;
use crate::discord::alerts::messages::severity_title;
use crate::discord::alerts::presses::AlertPress;
use crate::discord::alerts::report_times::{clock, zone_line};
use crate::discord::alerts::{deadlines, report_csv, report_people, report_picture};
use crate::discord::ui::pages::{self, Pages};
use crate::discord::ui::reply::{File, Reply};
use crate::discord::ui::text::{clip, sanitize_line};
use crate::discord::ui::widgets::Button;
use crate::discord::viewer::Viewer;
use crate::say;
use crate::time::SignedDuration;
use crate::words::{Language, times};

/// The limit, in characters, of the alert's text.
const MAX_TEXT_CHARS: usize = 300;
/// The columns of the table, in characters. A phone shows about 36 characters of code in a line.
const LABEL_CHARS: usize = 20;
const COUNT_CHARS: usize = 5;
const PART_CHARS: usize = 7;
/// The limit, in characters, of the lines on one page of people.
const MAX_PAGE_CHARS: usize = 1800;

/// The answer to `/alert report`.
pub(super) fn message(report: &Report, viewer: &Viewer) -> Reply {
    let (language, number) = (viewer.language, report.roster.alert.0);
    let lines = head_lines(report, viewer);
    let table = table_lines(report, language).join("\n").replace("```", "'''");
    let content = format!("{}\n```\n{table}\n```", lines.join("\n"));
    let picture =
        File { name: format!("alert-{number}.png"), data: report_picture::chart(report, viewer).draw().to_png() };
    let csv = File { name: format!("alert-{number}.csv"), data: report_csv::file(report, viewer) };
    let people =
        Button::secondary(AlertPress::ReportPeople(report.roster.alert), say!(language, "alert-report-people"));
    Reply::new(content).picture(picture, description(report, viewer)).file(csv).buttons([people])
}

/// One page of the people, each with when they were reached, have seen the alert, and answered.
pub(super) fn people(report: &Report, page: usize, viewer: &Viewer) -> Reply {
    let (language, id) = (viewer.language, report.roster.alert);
    let lines = report.people.iter().map(|person| report_people::line(report, person, viewer)).collect();
    let pages = pages::split(lines, MAX_PAGE_CHARS);
    let shown = Pages::new(page, pages.len(), 1);
    let mut lines = vec![say!(language, "alert-report-people-title", number = id.0, zone = zone_line(viewer))];
    lines.extend(pages[shown.range()].concat());
    lines.extend(shown.line(language));
    Reply::new(lines.join("\n")).buttons(shown.buttons(language, |page| AlertPress::ReportPeoplePage(id, page)))
}

fn head_lines(report: &Report, viewer: &Viewer) -> Vec<String> {
    let (language, roster) = (viewer.language, &report.roster);
    let text = clip(&sanitize_line(&roster.text), MAX_TEXT_CHARS);
    let severity = severity_title(language, roster.severity, roster.purpose);
    let number = roster.alert.0;
    let mut lines = vec![say!(language, "alert-report-title", severity = severity, number = number, text = text)];
    let (name, sent) = (sanitize_line(&roster.author_name), viewer.at(roster.sent_at));
    lines.push(say!(language, "alert-roster-sent", name = name, time = sent, count = report.people.len()));
    if let Some(at) = roster.answer_by {
        let time = viewer.at(at);
        lines.push(match at <= viewer.now {
            true => say!(language, "alert-deadline-passed", time = time),
            false => deadlines::line(language, roster.ask.kind(), &time),
        });
    }
    if !report.corrected_at.is_empty() {
        lines.push(say!(language, "alert-roster-corrected", times = report.corrected_at.len()));
    }
    let ended = |key: &str, at| {
        let name = sanitize_line(roster.ended_by.as_deref().unwrap_or("?"));
        say!(language, key, name = name, time = clock(at, report, viewer))
    };
    match roster.state {
        AlertState::Active => {}
        AlertState::Cancelled { at, .. } => lines.push(ended("alert-roster-cancelled", at)),
        AlertState::Over { at, .. } => lines.push(ended("alert-roster-over", at)),
    }
    if roster.purpose == Purpose::Practice {
        lines.push(say!(language, "alert-report-practice"));
    }
    lines.push(format!("{} {}", zone_line(viewer), say!(language, "alert-report-sent-not-seen")));
    lines
}

/// The counts as a table in characters of equal width.
fn table_lines(report: &Report, language: Language) -> Vec<String> {
    let all = report.people.len();
    let row = |label: &str, count: usize| {
        let percent = (count * 100 + all / 2).checked_div(all).unwrap_or(0);
        let part = say!(language, "alert-report-percent", percent = percent);
        format!("{}{count:>COUNT_CHARS$}{part:>PART_CHARS$}", padded(label))
    };
    let people = |filter: &dyn Fn(&crate::alerts::report::ReportPerson) -> bool| {
        report.people.iter().filter(|person| filter(person)).count()
    };
    let mut lines = vec![
        format!("{}{all:>COUNT_CHARS$}", padded(&say!(language, "alert-report-row-recipients"))),
        row(&say!(language, "alert-report-row-reached"), report.arrivals().len()),
        row(&indented(&say!(language, "alert-report-row-sounded")), people(&|one| one.line.sounded_at.is_some())),
        row(&say!(language, "alert-report-row-seen"), report.seen().len()),
    ];
    let optional = |lines: &mut Vec<String>, label: String, count: usize| {
        if count > 0 {
            lines.push(row(&label, count));
        }
    };
    let earlier = people(&|one| one.seen_earlier_text_at.is_some());
    optional(&mut lines, indented(&say!(language, "alert-report-row-seen-earlier")), earlier);
    if report.roster.ask.wants_answer() {
        lines.push(row(&say!(language, "alert-report-row-answered"), report.answered()));
        for answer in report.answers() {
            let label = indented(&table_label(report, answer, language));
            lines.push(row(&label, report.answered_with(answer).len()));
        }
        let late = people(&|one| one.line.answer.is_some_and(|given| given.is_late));
        optional(&mut lines, indented(&say!(language, "alert-report-row-late")), late);
    }
    let outside = people(&|one| one.line.reached.is_some());
    optional(&mut lines, say!(language, "alert-report-row-outside"), outside);
    let first = report.seen().first().map(|at| at.duration_since(report.roster.sent_at));
    let took = |label: &str, after: Option<SignedDuration>| {
        after.map(|after| format!("{} {}", say!(language, label), times::duration(language, after)))
    };
    lines.extend(took("alert-report-row-first", first));
    lines.extend(took("alert-report-row-half", report.half_seen_after()));
    lines
}

fn table_label(report: &Report, answer: Answer, language: Language) -> String {
    sanitized_for_code(&answer_label(&report.roster.ask, answer, language))
}

/// A text on one line, without formatting: a code block shows no escapes.
fn sanitized_for_code(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('`', "'")
}

fn indented(label: &str) -> String {
    format!("  {label}")
}

/// A label that fills its column.
fn padded(label: &str) -> String {
    let label = clip(label, LABEL_CHARS);
    format!("{label:<LABEL_CHARS$}")
}

/// What the picture shows, in words, for readers who cannot see it.
pub(super) fn description(report: &Report, viewer: &Viewer) -> String {
    let (language, roster, all) = (viewer.language, &report.roster, report.people.len());
    let sent = viewer.short(roster.sent_at);
    let mut parts = vec![
        say!(language, "alert-report-described", number = roster.alert.0, time = sent),
        say!(language, "alert-report-described-reached", reached = report.arrivals().len(), count = all),
        say!(language, "alert-report-described-seen", seen = report.seen().len(), count = all),
    ];
    if roster.ask.wants_answer() {
        parts.push(say!(language, "alert-report-described-answered", answered = report.answered(), count = all));
        for answer in report.answers() {
            let label = table_label(report, answer, language);
            let count = report.answered_with(answer).len();
            parts.push(say!(language, "alert-report-described-answer", answer = label, count = count));
        }
    }
    if let Some(after) = report.half_seen_after() {
        parts.push(say!(language, "alert-report-described-half", took = times::duration(language, after)));
    }
    if let Some(at) = roster.answer_by {
        parts.push(say!(language, "alert-report-described-deadline", time = viewer.short(at)));
    }
    if let Some(at) = report.ended_at() {
        parts.push(say!(language, "alert-report-described-ended", time = viewer.short(at)));
    }
    parts.join(" ")
}

#[cfg(test)]
mod tests;
