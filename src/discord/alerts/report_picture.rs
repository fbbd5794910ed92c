//! The picture in the report of an alert: how many people it has reached, how many have seen it, and the answers, over
//! time.

use unicode_normalization::UnicodeNormalization;

use crate::alerts::ask::{Answer, Ask};
use crate::alerts::model::AlertState;
use crate::alerts::report::Report;
use crate::discord::alerts::buttons::answer_label;
use crate::discord::alerts::report_times::{reader_zone, zone_name};
use crate::discord::viewer::Viewer;
use crate::pictures::{Level, Series, StepChart, TimeMark, TimeTick, can_show};
use crate::say;
use crate::time::{SignedDuration, Timestamp, ZoneId, local};
use crate::words::{Language, times};

/// The shortest time that a chart shows. An alert that was sent a moment ago has no event to scale the axis by.
const MIN_SPAN: SignedDuration = SignedDuration::from_mins(10);
/// If nothing has happened for longer than this many times the time before, the chart ends soon after the last event:
/// weeks of silence would press all events into the left edge.
const MAX_SILENCE: i32 = 2;
/// A deadline that is later than this many times the time that the chart shows without it is not on the chart.
const MAX_TO_DEADLINE: i32 = 4;
/// The most intervals between the ticks of the time axis: labels such as "mer. 18:00" need a quarter of its width.
const MAX_INTERVALS: i64 = 4;
/// The possible distances between ticks, in minutes.
const STEPS_MINUTES: [i64; 16] =
    [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2 * 1440, 7 * 1440, 14 * 1440, 28 * 1440];

pub(super) fn chart(report: &Report, viewer: &Viewer) -> StepChart {
    let (language, roster) = (viewer.language, &report.roster);
    let range = Range::of(report, viewer.now);
    let series = |label: String, at: Vec<Timestamp>| Series {
        label,
        suffix: say!(language, "alert-report-legend", count = at.len()),
        at: at.into_iter().map(|at| range.seconds(at)).collect(),
        until: range.seconds(range.until),
    };
    let mut lines = vec![series(say!(language, "alert-report-series-seen"), report.seen())];
    lines.extend(
        report
            .answers()
            .into_iter()
            .map(|answer| series(shown_answer(report, answer, language), report.answered_with(answer))),
    );
    let title = if roster.ask.wants_answer() { "alert-report-chart-answers" } else { "alert-report-chart-seen" };
    let axis = match zone_name(viewer) {
        Some(place) => say!(language, "alert-report-zone", place = place),
        None => say!(language, "alert-report-zone-utc"),
    };
    // More people can be needed than were asked.
    let needed = match roster.ask {
        Ask::People { needed } => Some(needed),
        Ask::Read | Ask::YesNo | Ask::Choice { .. } => None,
    };
    let is_empty = report.seen().is_empty() && report.answered() == 0;
    StepChart {
        title: say!(language, title, number = roster.alert.0),
        axis: axis.trim_end_matches('.').to_owned(),
        span: range.seconds(range.end),
        max: u32::try_from(report.people.len()).unwrap_or(u32::MAX).max(needed.unwrap_or(0)),
        area: Some(series(say!(language, "alert-report-series-reached"), report.arrivals())),
        series: lines,
        ticks: ticks(&range, reader_zone(viewer), language),
        marks: marks(report, &range, language),
        level: needed.map(|count| Level { count, label: say!(language, "alert-report-needed", count = count) }),
        note: is_empty.then(|| say!(language, "alert-report-nobody-yet")),
    }
}

/// The words of an answer in the picture. An answer that the author typed in letters that the picture's font does not
/// have is named by its number.
fn shown_answer(report: &Report, answer: Answer, language: Language) -> String {
    let label: String = answer_label(&report.roster.ask, answer, language).nfc().collect();
    let label = label.split_whitespace().collect::<Vec<_>>().join(" ");
    match answer {
        Answer::Choice(number) if !can_show(&label) => say!(language, "alert-report-answer-number", number = number),
        _ => label,
    }
}

/// The time that the chart shows.
struct Range {
    start: Timestamp,
    end: Timestamp,
    /// Where the lines end: now, or when the alert ended.
    until: Timestamp,
}

impl Range {
    fn of(report: &Report, now: Timestamp) -> Self {
        let roster = &report.roster;
        let start = roster.sent_at;
        let until = report.ended_at().unwrap_or(now).max(start);
        let answered = report.people.iter().filter_map(|person| person.line.answer.map(|given| given.at));
        let events = report.arrivals().into_iter().chain(report.seen()).chain(answered);
        let events = events.chain(report.corrected_at.iter().copied()).chain(roster.asked_at);
        let last_event = events.max().unwrap_or(start).max(start + MIN_SPAN);
        let eventful = last_event.duration_since(start);
        let limit = last_event + eventful * MAX_SILENCE;
        let mut end = if until <= limit { until.max(last_event) } else { last_event + eventful / 4 };
        // The deadline explains the events. A deadline in some days would press them together.
        if let Some(by) = roster.answer_by.filter(|by| *by <= start + end.duration_since(start) * MAX_TO_DEADLINE) {
            end = end.max(by);
        }
        // A little room to the right of the last event.
        let end = end + end.duration_since(start) / 30;
        Self { start, end, until: until.min(end) }
    }

    /// The seconds from the left edge of the chart.
    fn seconds(&self, at: Timestamp) -> f64 {
        at.duration_since(self.start).as_secs_f64().max(0.0)
    }

    fn contains(&self, at: Timestamp) -> bool {
        (self.start..=self.end).contains(&at)
    }
}

/// Round times of day in the reader's zone. A tick on another date than the one before it names the weekday.
fn ticks(range: &Range, zone: ZoneId, language: Language) -> Vec<TimeTick> {
    let minutes = range.end.duration_since(range.start).as_mins().max(1);
    let step = STEPS_MINUTES.into_iter().find(|step| minutes / step < MAX_INTERVALS);
    let step = step.unwrap_or(minutes / MAX_INTERVALS) * 60;
    let offset = i64::from(local(zone, range.start).1.seconds());
    let first = (range.start.as_second() + offset).div_euclid(step) * step - offset;
    let seconds = (0..).map(|n| first + n * step).take_while(|second| *second <= range.end.as_second());
    let instants = seconds.filter_map(|second| Timestamp::from_second(second).ok()).filter(|at| range.contains(*at));
    let mut date_before = local(zone, range.start).0.date();
    let mut ticks = Vec::new();
    for at in instants {
        let wall = local(zone, at).0;
        let weekday = times::weekday_short(language, wall.weekday());
        let label = if step >= 1440 * 60 {
            format!("{weekday} {}", wall.date().day())
        } else if wall.date() == date_before {
            times::clock(wall.time())
        } else {
            say!(language, "time-weekday-and-time", weekday = weekday, time = times::clock(wall.time()))
        };
        date_before = wall.date();
        ticks.push(TimeTick { at: range.seconds(at), label });
    }
    ticks
}

/// What else happened: corrections, "Ask again", the deadline, and the end.
fn marks(report: &Report, range: &Range, language: Language) -> Vec<TimeMark> {
    let roster = &report.roster;
    let mut marks: Vec<(Timestamp, &str)> =
        report.corrected_at.iter().map(|at| (*at, "alert-report-mark-corrected")).collect();
    marks.extend(roster.asked_at.map(|at| (at, "alert-report-mark-asked")));
    marks.extend(roster.answer_by.map(|at| (at, "alert-report-mark-deadline")));
    match roster.state {
        AlertState::Active => {}
        AlertState::Cancelled { at, .. } => marks.push((at, "alert-report-mark-withdrawn")),
        AlertState::Over { at, .. } => marks.push((at, "alert-report-mark-over")),
    }
    marks.retain(|(at, _)| range.contains(*at));
    marks.sort_by_key(|(at, _)| *at);
    let marks = marks.into_iter();
    marks.map(|(at, key)| TimeMark { at: range.seconds(at), label: say!(language, key) }).collect()
}
