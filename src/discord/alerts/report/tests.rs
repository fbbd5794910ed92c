use super::*;
use crate::alerts::ask::{Ask, GivenAnswer};
use crate::alerts::facts::{RecipientStatus, Roster, RosterLine};
use crate::alerts::model::{AlertId, FailureCause, Severity};
use crate::alerts::plan::Plan;
use crate::alerts::report::{Arrival, ArrivalPlace, ReportPerson};
use crate::discord::ui::reply::MAX_CONTENT_CHARS;
use crate::members::{MemberId, ZoneBasis};
use crate::time::{Timestamp, ZoneId};

const SENT: &str = "2020-11-10T17:00:00Z";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// This many seconds after the alert was sent.
fn after(seconds: i64) -> Timestamp {
    at(SENT) + SignedDuration::from_secs(seconds)
}

/// A reader in Brussels, two hours after the alert was sent.
fn viewer(language: Language) -> Viewer {
    Viewer { language, zone: Some(ZoneId::parse("Europe/Brussels").unwrap()), ..Viewer::many(after(7200)) }
}

/// A person who got the message with a sound, and has neither seen nor answered it.
fn person(number: i64) -> ReportPerson {
    ReportPerson {
        line: RosterLine {
            member: MemberId(u64::try_from(number).unwrap()),
            name: format!("Member {number:03}"),
            status: RecipientStatus::Sounded { at: after(2) },
            zone: ZoneBasis::Saved,
            answer: None,
            sounded_at: Some(after(2)),
            remind_at: None,
            reached: None,
        },
        handle: format!("member{number}"),
        arrival: Some(Arrival { at: after(2), place: ArrivalPlace::DirectMessage }),
        seen_earlier_text_at: None,
    }
}

fn seen(person: ReportPerson, seconds: i64) -> ReportPerson {
    let line = RosterLine { status: RecipientStatus::Seen { at: after(seconds) }, ..person.line };
    ReportPerson { line, ..person }
}

fn answered(person: ReportPerson, answer: Answer, seconds: i64) -> ReportPerson {
    let person = seen(person, seconds);
    let given = GivenAnswer { answer, at: after(seconds), version: 1, is_late: seconds > 3600 };
    ReportPerson { line: RosterLine { answer: Some(given), ..person.line }, ..person }
}

fn report(ask: Ask, people: Vec<ReportPerson>) -> Report {
    let roster = Roster {
        alert: AlertId(7),
        version: 1,
        announced_version: 1,
        severity: Severity::Urgent,
        ask,
        purpose: Purpose::Real,
        text: "Main room link changed".to_owned(),
        answer_by: Some(after(3600)),
        author_name: "Secretariat lead".to_owned(),
        sent_at: at(SENT),
        asked_at: None,
        plan: Plan::default(),
        state: AlertState::Active,
        ended_by: None,
        people: people.iter().map(|person| person.line.clone()).collect(),
        not_on_discord: 0,
        absent_without_mail: 0,
        mails: Vec::new(),
        language: Language::English,
    };
    Report { roster, people, corrected_at: Vec::new() }
}

/// Three people: one can, one has seen only, and one was not reached.
fn small_report() -> Report {
    let failed = RecipientStatus::Failed { cause: FailureCause::NoRoute, reason: String::new() };
    let unreached = person(3);
    let line = RosterLine { status: failed, sounded_at: None, ..unreached.line };
    let unreached = ReportPerson { line, arrival: None, ..unreached };
    report(Ask::YesNo, vec![answered(person(1), Answer::Yes, 300), seen(person(2), 900), unreached])
}

/// A choice of five long answers, with this many people, most of whom have answered.
fn large_report(count: i64) -> Report {
    let answers = (1..=5).map(|number| format!("Room {number}, on the floor {number} of it")).collect();
    let people = (1..=count).map(|number| match number % 7 {
        0 => person(number),
        6 => seen(person(number), number * 11),
        n => answered(person(number), Answer::Choice(u8::try_from(n).unwrap()), 40 + number * 13),
    });
    report(Ask::Choice { answers }, people.collect())
}

/// The width and the height of a PNG file, from its header.
fn size_of_png(data: &[u8]) -> (u32, u32) {
    assert!(data.starts_with(b"\x89PNG\r\n\x1a\n"));
    let number = |from: usize| u32::from_be_bytes(data[from..from + 4].try_into().unwrap());
    (number(16), number(20))
}

#[test]
fn report_has_the_counts_as_a_table_and_times_of_the_reader() {
    let reply = message(&small_report(), &viewer(Language::English));
    insta::assert_snapshot!(reply.content(), @"
    **Report of alert 7 · Urgent:** Main room link changed
    Sent by Secretariat lead to 3 people, Tue 10 Nov, 18:00 (Tue 17:00 UTC)
    The deadline has passed (Tue 10 Nov, 19:00 (Tue 18:00 UTC)).
    Times in Brussels. “Reached” does not mean seen.
    ```
    Recipients              3
    Reached                 2   67 %
      with a sound          2   67 %
    Seen                    2   67 %
    Answered                1   33 %
      I can                 1   33 %
      I can’t               0    0 %
    First seen after 5 minutes
    Half had seen after 15 minutes
    ```
    ");
    let described = description(&small_report(), &viewer(Language::English));
    insta::assert_snapshot!(described, @"A chart of alert 7, sent Tue 18:00. Reached: 2 of 3. Seen: 2 of 3. Answered: 1 of 3. “I can”: 1. “I can’t”: 0. Half had seen it after 15 minutes. Deadline: Tue 19:00.");
}

#[test]
fn each_person_has_a_line_with_how_and_when_they_were_reached() {
    let page = people(&small_report(), 0, &viewer(Language::English));
    insta::assert_snapshot!(page.content(), @"
    **Alert 7, person by person.** Times in Brussels.
    • **Member 001** · direct message, with a sound, 18:00 · seen 18:05 · I can, 18:05
    • **Member 002** · direct message, with a sound, 18:00 · seen 18:15
    • **Member 003** · direct messages are closed, and there is no inbox thread
    ");
}

#[test]
fn picture_shows_each_count_over_time_and_the_deadline() {
    let chart = report_picture::chart(&small_report(), &viewer(Language::English));
    let shown = |series: &crate::pictures::Series| (format!("{}{}", series.label, series.suffix), series.at.clone());
    assert_eq!(chart.area.as_ref().map(shown), Some(("Reached: 2".to_owned(), vec![2.0, 2.0])));
    let series: Vec<_> = chart.series.iter().map(shown).collect();
    let expected = [("Seen: 2", vec![300.0, 900.0]), ("I can: 1", vec![300.0]), ("I can’t: 0", Vec::new())];
    assert_eq!(series, expected.map(|(label, at)| (label.to_owned(), at)));
    let marks: Vec<_> = chart.marks.iter().map(|mark| (mark.at, mark.label.as_str())).collect();
    assert_eq!(marks, [(3600.0, "Deadline")]);
    // A round time of day of the reader: 18:00 in Brussels is 17:00 in UTC.
    let ticks: Vec<_> = chart.ticks.iter().map(|tick| (tick.at, tick.label.as_str())).collect();
    assert_eq!(ticks, [(0.0, "18:00"), (1800.0, "18:30"), (3600.0, "19:00")]);
    assert_eq!((chart.title.as_str(), chart.axis.as_str()), ("Alert 7: seen and answered", "Times in Brussels"));
}

#[test]
fn ticks_after_midnight_name_the_weekday() {
    let report = report(Ask::Read, vec![seen(person(1), 14 * 3600), person(2)]);
    let chart = report_picture::chart(&report, &Viewer { now: after(15 * 3600), ..viewer(Language::French) });
    let ticks: Vec<_> = chart.ticks.iter().map(|tick| tick.label.as_str()).collect();
    assert_eq!(ticks, ["18:00", "mer. 00:00", "06:00"]);
}

#[test]
fn alert_without_a_question_has_only_the_seen_line() {
    let report = report(Ask::Read, vec![seen(person(1), 60), person(2)]);
    let chart = report_picture::chart(&report, &viewer(Language::English));
    assert_eq!(chart.series.iter().map(|series| series.label.as_str()).collect::<Vec<_>>(), ["Seen"]);
    assert_eq!(chart.note, None);
    let content = message(&report, &viewer(Language::English)).content().to_owned();
    assert!(content.contains("Seen") && !content.contains("Answered"), "{content}");
}

#[test]
fn report_before_anybody_has_seen_the_alert_says_so() {
    let report = report(Ask::YesNo, vec![person(1), person(2)]);
    let chart = report_picture::chart(&report, &viewer(Language::English));
    assert_eq!(chart.note.as_deref(), Some("No one has seen it yet"));
    let content = message(&report, &viewer(Language::English)).content().to_owned();
    assert!(!content.contains("Half had seen"), "{content}");
}

#[test]
fn weeks_of_silence_do_not_press_the_events_together() {
    let report = report(Ask::Read, vec![seen(person(1), 1200), person(2)]);
    let late = Viewer { now: after(30 * 24 * 3600), ..viewer(Language::English) };
    let chart = report_picture::chart(&report, &late);
    // The picture ends soon after the deadline.
    assert!((3600.0..4000.0).contains(&chart.span), "{}", chart.span);
    assert!(chart.series[0].until <= chart.span);
}

#[test]
fn answer_in_letters_that_the_font_does_not_have_is_named_by_its_number() {
    let ask = Ask::Choice { answers: vec!["会议室".to_owned(), "Café".to_owned()] };
    let chart = report_picture::chart(&report(ask, vec![person(1)]), &viewer(Language::English));
    let labels: Vec<&str> = chart.series.iter().map(|series| series.label.as_str()).collect();
    assert_eq!(labels, ["Seen", "Answer 1", "Café"]);
}

#[test]
fn report_to_any_number_of_people_is_within_the_limits_in_every_language() {
    for language in Language::ALL {
        let viewer = viewer(language);
        for report in [small_report(), large_report(50), large_report(300)] {
            let reply = message(&report, &viewer);
            let content = reply.content();
            assert!(content.chars().count() < MAX_CONTENT_CHARS, "{content}");
            let (_, table) = content.split_once("```").unwrap();
            for line in table.lines().filter(|line| !line.contains("```")) {
                assert!(line.chars().count() <= 36 && !line.contains('…') || line.starts_with("  "), "{line}");
            }
            assert!(description(&report, &viewer).chars().count() <= 1024);
            let files = reply.files();
            assert_eq!(files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(), ["alert-7.png", "alert-7.csv"]);
            let (width, height) = size_of_png(&files[0].data);
            assert_eq!(width, 780);
            assert!((600..1000).contains(&height), "{height}");
            let rows = String::from_utf8(files[1].data.clone()).unwrap().lines().count();
            assert_eq!(rows, report.people.len() + 1);
            let is_last = |page: usize| {
                let shown = people(&report, page, &viewer);
                assert!(shown.content().chars().count() < MAX_CONTENT_CHARS);
                shown.content().contains(&report.people.last().unwrap().line.name)
            };
            assert!((0..40).any(is_last), "the last person is on a page");
        }
    }
}

#[test]
fn name_that_a_spreadsheet_would_run_is_text_in_the_file() {
    let mut formula = person(1);
    formula.line.name = "=HYPERLINK(\"https://evil.example\")".to_owned();
    let file = report_csv::file(&report(Ask::Read, vec![formula]), &viewer(Language::English));
    let file = String::from_utf8(file).unwrap();
    insta::assert_snapshot!(file.trim_start_matches('\u{feff}'), @r#"
    Name,Discord name,Reached (Brussels),How,First sound (Brussels),Seen (Brussels),Answer,Answered (Brussels),Remark,Reached elsewhere by,Reached elsewhere (Brussels),Not reached because
    "'=HYPERLINK(""https://evil.example"")",member1,2020-11-10 18:00:02,"direct message, with a sound",2020-11-10 18:00:02,,,,,,,
    "#);
}

/// Writes pictures to look at, if the variable names a folder.
#[test]
fn pictures_can_be_written_to_a_folder() {
    let empty = report(Ask::YesNo, (1..=50).map(person).collect());
    let people = large_report(50).people.into_iter().map(|person| match person.line.answer {
        Some(given) if given.answer == Answer::Choice(1) => answered(person, Answer::No, 500),
        Some(given) => answered(person, Answer::Yes, given.at.duration_since(at(SENT)).as_secs()),
        None => person,
    });
    let needed = Report { corrected_at: vec![after(1500)], ..report(Ask::People { needed: 8 }, people.collect()) };
    for (name, report) in
        [("empty", empty), ("three", small_report()), ("people", needed), ("choice", large_report(300))]
    {
        for language in Language::ALL {
            let png = report_picture::chart(&report, &viewer(language)).draw().to_png();
            assert!(png.len() > 1000, "{name}");
            if let Some(folder) = std::env::var_os("MAGPIE_WRITE_PICTURES") {
                let path = std::path::Path::new(&folder).join(format!("{name}-{}.png", language.code()));
                std::fs::write(path, png).unwrap();
            }
        }
    }
}
