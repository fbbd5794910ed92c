use crate::alerts::model::AlertId;
use crate::discord::alerts::messages::*;
use crate::members::{EmergencyWake, Member, MemberId, Profile, Reach, Roles};
use crate::time::QuietHours;

const NOW: &str = "2020-11-10T17:00:00Z";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn reader(language: Language, zone: &str) -> Member {
    let profile = Profile {
        zone: ZoneId::parse(zone).unwrap(),
        quiet: QuietHours::none().into(),
        emergency: EmergencyWake::Refused,
        awake_until: None,
        away_until: None,
        saved_at: at(NOW),
    };
    Member {
        id: MemberId(1),
        handle: "x".to_owned(),
        name: "X".to_owned(),
        roles: Roles::NONE,
        in_guild: true,
        language,
        profile: Some(profile),
        reach: Reach::default(),
    }
}

fn message(text: &str, occasion: Occasion) -> AlertMessage {
    AlertMessage {
        alert: AlertId(7),
        version: 1,
        severity: Severity::Urgent,
        text: text.to_owned(),
        answer_by: Some(at("2020-11-10T18:15:00Z")),
        from: "Secretariat lead".to_owned(),
        occasion,
        due_since: None,
        mark: Mark::Open,
    }
}

fn first(facts: &AlertMessage, member: &Member, now: &str) -> String {
    first_line(facts, &Viewer::of(member.clone(), at(now)))
}

#[test]
fn a_lock_screen_says_what_and_by_when_in_the_readers_language_and_time() {
    let facts = message("Main room link changed", Occasion::New);
    let words = [
        (Language::English, "Australia/Sydney"),
        (Language::French, "Europe/Brussels"),
        (Language::Spanish, "America/La_Paz"),
    ]
    .map(|(language, zone)| first(&facts, &reader(language, zone), NOW));
    assert_eq!(
        words,
        [
            "Urgent: Main room link changed · before Wed 05:15",
            "Urgent : Main room link changed · avant mar. 19:15",
            "Urgente: Main room link changed · antes de mar 14:15",
        ]
    );
}

#[test]
fn whatever_happens_the_first_line_fits_a_lock_screen() {
    let long = "Ein sehr langer Text, der niemals auf einen Sperrbildschirm passt, ".repeat(12);
    for language in Language::ALL {
        // The longest dates: another year.
        for zone in ["Australia/Sydney", "America/La_Paz"] {
            for severity in Severity::ALL {
                for occasion in Occasion::ALL {
                    let facts = AlertMessage {
                        severity,
                        answer_by: Some(at("2020-09-30T18:15:00Z")),
                        ..message(&long, occasion)
                    };
                    let line = first(&facts, &reader(language, zone), "2021-11-10T17:00:00Z");
                    assert!(line.chars().count() <= LOCK_SCREEN, "{} characters: {line}", line.chars().count());
                    let nobody = Viewer::many(at("2021-11-10T17:00:00Z"));
                    assert!(first_line(&facts, &nobody).chars().count() <= LOCK_SCREEN);
                }
            }
        }
    }
}

#[test]
fn who_slept_reads_that_nothing_is_expected() {
    let facts = message("Main room link changed", Occasion::SleptTooLate);
    let words =
        Language::ALL.map(|language| first(&facts, &reader(language, "Australia/Sydney"), "2020-11-10T20:00:00Z"));
    assert_eq!(
        words,
        [
            "You were asleep. The time to answer has passed (Wed 11 Nov, 05:15). Nothing is expected.",
            "Vous dormiez. Le délai est passé (mer. 11 nov., 05:15). Rien n'est attendu de vous.",
            "Usted dormía. El plazo ya pasó (mié 11 nov, 05:15). No se espera nada de usted.",
        ]
    );
}

#[test]
fn a_text_cannot_ping_or_hide_a_link() {
    let facts = message("@everyone [click](https://evil.example) **now**", Occasion::New);
    let sydney = reader(Language::English, "Australia/Sydney");
    let reply = reply(&facts, &Viewer::of(sydney, at(NOW)));
    assert!(!reply.content().contains("@everyone") && !reply.content().contains("[click]("), "{}", reply.content());
}

#[test]
fn long_lists_of_names_are_counted_not_cut_in_the_middle() {
    let names: Vec<String> = (0..100).map(|n| format!("Member {n}")).collect();
    let text = joined(Language::English, &names, 50);
    assert_eq!(text, "Member 0, Member 1, Member 2, Member 3, Member 4 and 95 more");
}
