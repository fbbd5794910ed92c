use strum::VariantArray;

use crate::alerts::model::AlertId;
use crate::discord::alerts::messages::*;

const NOW: &str = "2020-11-10T17:00:00Z";
/// A year after the alerts of these tests. Seen from this instant, the text of an alert's time contains the year, which
/// is the longest text.
const NEXT_YEAR: &str = "2021-11-10T17:00:00Z";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn viewer(language: Language, zone: &str, now: &str) -> Viewer {
    Viewer { language, zone: Some(ZoneId::parse(zone).unwrap()), ..Viewer::many(at(now)) }
}

fn message(text: &str, occasion: Occasion) -> AlertMessage {
    AlertMessage {
        alert: AlertId(7),
        version: 1,
        announced_version: 1,
        severity: Severity::Urgent,
        purpose: Purpose::Real,
        text: text.to_owned(),
        original: None,
        answer_by: Some(at("2020-11-10T18:15:00Z")),
        author_name: "Secretariat lead".to_owned(),
        occasion,
        due_since: None,
        status: MessageStatus::Open,
        ask: Ask::Read,
        answer: None,
        found: Vec::new(),
    }
}

fn alert_first_line(facts: &AlertMessage, viewer: &Viewer) -> String {
    first_line(&FirstLineFacts::from(facts), viewer)
}

/// The labels of all buttons under a message.
fn button_labels(reply: &Reply) -> Vec<String> {
    let body = reply.edit_body();
    let rows = body["components"].as_array().unwrap().iter();
    let buttons = rows.flat_map(|row| row["components"].as_array().unwrap());
    buttons.map(|button| button["label"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn lock_screen_shows_the_text_and_the_time_to_answer_in_the_readers_language_and_zone() {
    let facts = message("Main room link changed", Occasion::NewToRecipient);
    let first_lines = [
        (Language::English, "Australia/Sydney"),
        (Language::French, "Europe/Brussels"),
        (Language::Spanish, "America/La_Paz"),
    ]
    .map(|(language, zone)| alert_first_line(&facts, &viewer(language, zone, NOW)));
    assert_eq!(
        first_lines,
        [
            "Urgent: Main room link changed · before Wed 05:15",
            "Urgent : Main room link changed · avant mar. 19:15",
            "Urgente: Main room link changed · antes del martes 14:15",
        ]
    );
}

#[test]
fn first_line_always_fits_a_lock_screen() {
    let long = "Ein sehr langer Text, der niemals auf einen Sperrbildschirm passt, ".repeat(12);
    for language in Language::ALL {
        for zone in ["Australia/Sydney", "America/La_Paz"] {
            for &severity in Severity::VARIANTS {
                for &occasion in Occasion::VARIANTS {
                    let facts = AlertMessage {
                        severity,
                        answer_by: Some(at("2020-09-30T18:15:00Z")),
                        ..message(&long, occasion)
                    };
                    let line = alert_first_line(&facts, &viewer(language, zone, NEXT_YEAR));
                    assert!(line.chars().count() <= LOCK_SCREEN_CHARS, "{} characters: {line}", line.chars().count());
                    let many = alert_first_line(&facts, &Viewer::many(at(NEXT_YEAR)));
                    assert!(many.chars().count() <= LOCK_SCREEN_CHARS, "{many}");
                    let practice = AlertMessage { purpose: Purpose::Practice, ..facts };
                    let line = alert_first_line(&practice, &viewer(language, zone, NEXT_YEAR));
                    assert!(line.chars().count() <= LOCK_SCREEN_CHARS, "{} characters: {line}", line.chars().count());
                    let mark = say!(language, "alert-label-practice", label = "");
                    assert!(line.starts_with(mark.trim_end()), "{line}");
                }
            }
        }
    }
}

#[test]
fn reader_who_slept_learns_that_the_time_has_passed() {
    let facts = message("Main room link changed", Occasion::SleptTooLate);
    let first_lines = Language::ALL
        .map(|language| alert_first_line(&facts, &viewer(language, "Australia/Sydney", "2020-11-10T20:00:00Z")));
    assert_eq!(
        first_lines,
        [
            "The deadline passed while you slept (Wed 11 Nov, 05:15). No action needed.",
            "Vous dormiez, et le délai est dépassé (mer. 11 nov., 05:15). Vous n’avez rien à faire.",
            "Mientras dormía venció el plazo (mié 11 nov, 05:15). No tiene que hacer nada.",
        ]
    );
}

#[test]
fn alert_that_came_too_late_says_what_its_buttons_allow() {
    let viewer = viewer(Language::English, "Australia/Sydney", "2020-11-10T20:00:00Z");
    for occasion in [Occasion::SleptTooLate, Occasion::TooLate] {
        let read = message("Main room link changed", occasion);
        assert!(alert_first_line(&read, &viewer).ends_with("No action needed."));
        let labels = |facts: &AlertMessage| button_labels(&reply(facts, &viewer));
        assert_eq!(labels(&read), ["I have seen this"]);
        let question = AlertMessage { ask: Ask::YesNo, ..read };
        assert!(alert_first_line(&question, &viewer).ends_with("You can still answer."));
        assert_eq!(labels(&question), ["I can", "I can’t", "I need help"]);
    }
}

#[test]
fn alert_that_came_too_late_is_listed_by_its_text() {
    let viewer = viewer(Language::English, "Australia/Sydney", "2020-11-10T20:00:00Z");
    let slept = message("Main room link changed", Occasion::SleptTooLate);
    assert_eq!(listed_line(&slept, &viewer), "Urgent: Main room link changed");
    let corrected = message("Main room link changed", Occasion::Corrected);
    assert_eq!(listed_line(&corrected, &viewer), "Urgent, corrected: Main room link changed");
}

#[test]
fn alert_text_cannot_ping_or_hide_a_link() {
    let facts = message("@everyone [click](https://evil.example) **now**", Occasion::NewToRecipient);
    let reply = reply(&facts, &viewer(Language::English, "Australia/Sydney", NOW));
    insta::assert_snapshot!(reply.content().replace('\u{2060}', "[U+2060]"), @r"
    Urgent: @[U+2060]everyone \[click\](https://evil.example) \*\*now\*\* · before Wed 05:15
    Please read by: Wed 11 Nov, 05:15 (Tue 18:15 UTC)
    From Secretariat lead, secretariat
    ");
}

#[test]
fn names_that_do_not_fit_are_counted() {
    let names: Vec<String> = (0..100).map(|n| format!("Member {n}")).collect();
    let text = comma_list(Language::English, &names, 50);
    assert_eq!(text, "Member 0, Member 1, Member 2, Member 3, Member 4 and 95 more");
}

/// A message in the language of its reader, with this text and this original.
fn translated(text: &str, original: &str) -> AlertMessage {
    AlertMessage { original: Some(original.to_owned()), ..message(text, Occasion::NewToRecipient) }
}

#[test]
fn original_is_below_the_text_and_not_on_the_lock_screen() {
    let facts = translated("Le lien a changé", "The link changed\nRoom 2");
    let reply = reply(&facts, &viewer(Language::French, "Europe/Brussels", NOW));
    insta::assert_snapshot!(reply.content(), @r"
    Urgent : Le lien a changé · avant mar. 19:15
    À lire avant : mar. 10 nov., 19:15 (mar. 18:15 UTC)
    De : Secretariat lead, secrétariat
    **Texte original :**
    The link changed
    Room 2
    ");
    assert!(!button_labels(&reply).contains(&"Texte original".to_owned()));
}

#[test]
fn original_is_behind_a_button_if_both_texts_are_too_long_for_one_message() {
    // Each character is escaped, so the longest text has 1,600 characters.
    let longest = "*".repeat(crate::alerts::model::MAX_TEXT_CHARS);
    let answers: Vec<String> = (1..=5).map(|number| format!("Room {number}")).collect();
    for language in Language::ALL {
        let viewer = viewer(language, "Europe/Brussels", NOW);
        let label = say!(language, "alert-button-original");
        for ask in [Ask::Read, Ask::YesNo, Ask::People { needed: 3 }, Ask::Choice { answers: answers.clone() }] {
            let facts = AlertMessage { ask, purpose: Purpose::Practice, ..translated(&longest, &longest) };
            let reply = reply(&facts, &viewer);
            assert!(reply.content().chars().count() <= MAX_CONTENT_CHARS);
            assert!(reply.content().contains(&sanitize(&longest)), "the reader's text is complete");
            assert!(!reply.content().contains(&say!(language, "alert-original")));
            assert!(button_labels(&reply).contains(&label), "{:?}", button_labels(&reply));
        }
        let short = translated(&longest, "Room 2");
        assert!(!button_labels(&reply(&short, &viewer)).contains(&label));
    }
}

#[test]
fn message_with_an_original_leaves_room_for_a_mention_and_a_tag() {
    let viewer = viewer(Language::English, "Europe/Brussels", NOW);
    for length in 300..800 {
        let facts = translated(&"*".repeat(800), &"a".repeat(length));
        let tagged = reply(&facts, &viewer).mentioning(u64::MAX).tagged("k3J9x0Qa1z");
        let is_complete = tagged.content().contains(&"a".repeat(length));
        let is_behind_a_button = button_labels(&tagged).contains(&"Original text".to_owned());
        assert_ne!(is_complete, is_behind_a_button, "{length}");
    }
}
