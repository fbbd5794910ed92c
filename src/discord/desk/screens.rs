//! The answers of `/desk`, and the buttons of "How did it go?".

use strum::IntoEnumIterator as _;

use crate::discord::desk::presses::DeskPress;
use crate::discord::helpdesk::screens::list_line;
use crate::discord::ui;
use crate::discord::ui::reply::{File, MAX_CONTENT_CHARS, Reply};
use crate::discord::ui::text::{clip, sanitize_line};
use crate::discord::ui::widgets::Button;
use crate::discord::viewer::Viewer;
use crate::helpdesk::{Burden, DeskReport, Handover, Rating, TicketId, Waits};
use crate::say;
use crate::time::SignedDuration;
use crate::words::{self, Language, times};

/// How many tickets and people a message names.
const MAX_LINES: usize = 8;
const MAX_NAME_CHARS: usize = 40;

/// The buttons of "How did it go?". The answer that was given is disabled, and can be changed with the others.
pub fn rating_buttons(id: TicketId, given: Option<Rating>, language: Language) -> Vec<Button> {
    let button = |rating: Rating| {
        let label = say!(language, &format!("desk-rate-{rating}"));
        let button = Button::secondary(DeskPress::Rate { ticket: id, rating }, label);
        if given == Some(rating) { button.disabled() } else { button }
    };
    Rating::iter().map(button).collect()
}

/// Asks how it went, below the answer that a ticket is closed.
pub fn with_rating(closed: &Reply, id: TicketId, language: Language) -> Reply {
    let text = format!("{}\n{}", closed.content(), say!(language, "desk-how-did-it-go"));
    Reply::new(text).buttons(rating_buttons(id, None, language))
}

/// What a volunteer who begins must know.
pub fn handover(handover: &Handover, viewer: &Viewer) -> Reply {
    let language = viewer.language;
    let helped = handover.tickets.len() - handover.waiting;
    let mut lines = vec![
        say!(language, "desk-handover-head", at = viewer.at(viewer.now)),
        say!(language, "desk-handover-tickets", waiting = handover.waiting, helped = helped),
    ];
    lines.extend(handover.tickets.iter().take(MAX_LINES).map(|details| list_line(details, viewer)));
    if handover.tickets.len() > MAX_LINES {
        lines.push(say!(language, "desk-handover-more", count = handover.tickets.len() - MAX_LINES));
    }
    lines.push(awake_line(handover, language));
    lines.push(say!(language, "desk-handover-how"));
    Reply::new(lines.join("\n"))
}

fn awake_line(handover: &Handover, language: Language) -> String {
    let names: Vec<String> = handover.awake.iter().take(MAX_LINES).map(|member| name(&member.name)).collect();
    match handover.awake.len() {
        0 => say!(language, "desk-handover-nobody-awake"),
        count => {
            let more = count - names.len();
            say!(language, "desk-handover-awake", names = words::list(language, &names), more = more)
        }
    }
}

fn name(name: &str) -> String {
    clip(&sanitize_line(name), MAX_NAME_CHARS)
}

/// How many searches of a period ended without an answer, and how many with one.
#[derive(Debug, Clone, Copy)]
pub struct Searches {
    pub without: i64,
    pub answered: i64,
}

/// The report of a period as a text, and as a table in a CSV file. A picture of the waits by hour can be attached here
/// in place of the lines by hour.
pub fn report(report: &DeskReport, searches: Searches, viewer: &Viewer) -> Reply {
    let language = viewer.language;
    let mut lines =
        vec![say!(language, "desk-report-head", from = viewer.short(report.from), until = viewer.short(report.until))];
    lines.push(waits_line(&say!(language, "desk-report-all"), &report.all, language));
    for (kind, waits) in &report.by_kind {
        lines.push(waits_line(&say!(language, &format!("desk-kind-{kind}")), waits, language));
    }
    if !report.by_hour.is_empty() {
        lines.push(say!(language, "desk-report-hours"));
        lines.extend(report.by_hour.iter().map(|(hour, waits)| waits_line(&format!("{hour:02}:00"), waits, language)));
    }
    if !report.ratings.is_empty() {
        let count = |rating| report.count(rating);
        lines.push(say!(
            language,
            "desk-report-ratings",
            good = count(Rating::Good),
            fair = count(Rating::Fair),
            poor = count(Rating::Poor)
        ));
    }
    lines.push(say!(language, "desk-report-searches", without = searches.without, answered = searches.answered));
    if !report.burdens.is_empty() {
        lines.push(say!(language, "desk-report-people"));
        lines.extend(report.burdens.iter().take(MAX_LINES).map(|burden| burden_line(burden, language)));
    }
    // The file has all lines, so the text may end earlier.
    let text = clip(&lines.join("\n"), MAX_CONTENT_CHARS);
    Reply::new(text).file(File { name: "desk.csv".to_owned(), data: csv(report, language) })
}

fn waits_line(label: &str, waits: &Waits, language: Language) -> String {
    match (waits.median, waits.p90) {
        (Some(median), Some(p90)) => say!(
            language,
            "desk-report-line",
            label = label,
            tickets = waits.tickets,
            median = times::duration(language, median),
            p90 = times::duration(language, p90),
            waiting = waits.still_waiting
        ),
        _ => say!(
            language,
            "desk-report-line-unanswered",
            label = label,
            tickets = waits.tickets,
            waiting = waits.still_waiting
        ),
    }
}

fn burden_line(burden: &Burden, language: Language) -> String {
    let name = burden.name.as_deref().map_or_else(|| say!(language, "helpdesk-nobody"), name);
    say!(language, "desk-report-person", name = name, asked = burden.asked, helped = burden.helped)
}

/// One table: a row for all tickets, for each kind, for each hour in UTC, and for each person.
fn csv(report: &DeskReport, language: Language) -> Vec<u8> {
    let header = ["group", "tickets", "answered", "waiting", "median", "p90", "asked", "helped"];
    let header = header.map(|column| say!(language, &format!("desk-csv-{column}")));
    let minutes = |wait: Option<SignedDuration>| wait.map(|wait| wait.as_mins().to_string()).unwrap_or_default();
    let waits_row = |label: String, waits: &Waits| {
        let counts = [waits.tickets, waits.answered, waits.still_waiting].map(|count| count.to_string());
        let [tickets, answered, waiting] = counts;
        vec![label, tickets, answered, waiting, minutes(waits.median), minutes(waits.p90), String::new(), String::new()]
    };
    let mut rows = vec![waits_row(say!(language, "desk-report-all"), &report.all)];
    rows.extend(
        report.by_kind.iter().map(|(kind, waits)| waits_row(say!(language, &format!("desk-kind-{kind}")), waits)),
    );
    rows.extend(report.by_hour.iter().map(|(hour, waits)| waits_row(format!("{hour:02}:00 UTC"), waits)));
    rows.extend(report.burdens.iter().map(|burden| {
        let empty = String::new;
        let name = burden.name.as_deref().map_or_else(|| say!(language, "helpdesk-nobody"), str::to_owned);
        let (asked, helped) = (burden.asked.to_string(), burden.helped.to_string());
        vec![name, empty(), empty(), empty(), empty(), empty(), asked, helped]
    }));
    ui::csv::file(&header, &rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::members::MemberId;
    use crate::time::Timestamp;

    #[test]
    fn name_in_the_table_is_no_formula() {
        let burden = Burden { member: MemberId(1), name: Some("=HYPERLINK(\"x\")".to_owned()), asked: 3, helped: 1 };
        let report = DeskReport {
            from: Timestamp::UNIX_EPOCH,
            until: Timestamp::UNIX_EPOCH,
            all: Waits::default(),
            by_kind: Vec::new(),
            by_hour: std::collections::BTreeMap::new(),
            burdens: vec![burden],
            ratings: Vec::new(),
        };
        let table = String::from_utf8(csv(&report, Language::English)).unwrap();
        insta::assert_snapshot!(table, @r#"
        ﻿group,tickets,answered,still waiting,median wait (min),90 % waited at most (min),asked,helped
        All,0,0,0,,,,
        "'=HYPERLINK(""x"")",,,,,,3,1
        "#);
    }
}
