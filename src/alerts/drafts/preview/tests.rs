use super::*;
use crate::alerts::plan::Plan;
use crate::alerts::testing::{at, member, member_in_zone};
use crate::members::EmergencyWake;

const NOW: &str = "2020-11-10T17:00:00Z";

#[test]
fn member_who_wakes_at_the_time_to_answer_by_counts_as_too_late() {
    let sydney = member_in_zone(1, "Australia/Sydney", EmergencyWake::Refused);
    let wakes_at = at("2020-11-10T20:00:00Z");
    let status =
        |answer_by: &str| PreviewStatus::of(&sydney, Severity::Urgent, Some(at(answer_by)), Fallback::None, at(NOW));
    assert_eq!(status("2020-11-10T20:00:01Z"), PreviewStatus::Asleep { wakes_at });
    assert_eq!(status("2020-11-10T20:00:00Z"), PreviewStatus::WakesTooLate { wakes_at });
}

#[test]
fn member_without_a_dm_has_a_route_only_if_the_inbox_works() {
    let mut stranger = member(1, "X", "x", &[]);
    stranger.reach.dm_channel = None;
    let status = |fallback| PreviewStatus::of(&stranger, Severity::Urgent, None, fallback, at(NOW));
    assert_eq!(status(Fallback::InboxThread), PreviewStatus::NoZone);
    assert_eq!(status(Fallback::None), PreviewStatus::NoRoute(NoRoute::NeverOpened));
}

#[test]
fn snapshot_is_stored_with_the_section_of_each_member() {
    let person = PreviewPerson::of(&member(7, "X", "x", &[]), PreviewStatus::MayWake { wakes_at: at(NOW) });
    let snapshot = PreviewSnapshot::new(&[person], BTreeSet::from([MemberId(7)]));
    let stored = serde_json::to_string(&snapshot).unwrap();
    assert_eq!(stored, r#"{"sections":{"7":"may_wake"},"named":["7"]}"#);
    assert_eq!(serde_json::from_str::<PreviewSnapshot>(&stored).unwrap(), snapshot);
    assert_eq!(snapshot.wakeable_members_shown(), BTreeSet::from([MemberId(7)]));
    let old: PreviewSnapshot = serde_json::from_str(r#"{"7":"may_wake"}"#).unwrap();
    assert_eq!(old.wakeable_members_shown(), BTreeSet::new(), "older versions did not store whose names were shown");
    let snapshot = snapshot.with_typed_deadline(Some(at(NOW)));
    let stored = serde_json::to_string(&snapshot).unwrap();
    assert_eq!(stored, r#"{"sections":{"7":"may_wake"},"named":["7"],"typed_deadline":"2020-11-10T17:00:00Z"}"#);
    assert_eq!(serde_json::from_str::<PreviewSnapshot>(&stored).unwrap(), snapshot);
}

#[test]
fn only_names_on_the_pages_that_are_shown_count_as_shown() {
    let person = |id: u64| {
        let status = PreviewStatus::MayWake { wakes_at: at(NOW) };
        PreviewPerson::of(&member(id, &format!("{id:03}"), "x", &[]), status)
    };
    let people: Vec<_> = (0..110).map(person).collect();
    assert_eq!(wakeable_names_shown(&people, 0).len(), 75);
    assert_eq!(wakeable_names_shown(&people, 3).into_iter().next(), Some(MemberId(75)));
    assert_eq!(wakeable_names_shown(&people, 3).len(), 35);
}

/// A preview of an emergency to people with these statuses, whose ids count from 1.
fn emergency_to(statuses: &[PreviewStatus], members_to_wake: &[u64]) -> Preview {
    let person = |(id, status): (u64, &PreviewStatus)| PreviewPerson::of(&member(id, "X", "x", &[]), *status);
    Preview {
        draft: DraftId(1),
        correction: None,
        severity: Severity::Emergency,
        ask: Ask::Read,
        purpose: Purpose::Real,
        left_out_count: 0,
        people_without_group: Vec::new(),
        unplaced_people: Vec::new(),
        text: "Room".to_owned(),
        translations: DraftTranslations::default(),
        author_language: Language::English,
        plan: Plan::default(),
        answer_by: None,
        deadlines: None,
        passed_choice: None,
        assumptions: Vec::new(),
        groups: BTreeSet::new(),
        people: (1..).zip(statuses).map(person).collect(),
        members_to_wake: members_to_wake.iter().map(|id| MemberId(*id)).collect(),
        first_wake_page: 0,
        wakeable_members_shown: BTreeSet::new(),
        secretariat_to_tell: BTreeSet::new(),
        not_on_discord: 0,
        absent_by_mail: None,
        repeated_alert: None,
        moved_members: BTreeSet::new(),
    }
}

#[test]
fn first_person_hears_an_alert_now_only_if_somebody_is_awake_or_is_woken() {
    let (early, late) = (at("2020-11-10T20:00:00Z"), at("2020-11-10T21:30:00Z"));
    let (may_wake, too_late) =
        (PreviewStatus::MayWake { wakes_at: early }, PreviewStatus::WakesTooLate { wakes_at: late });
    let first_heard = |statuses: &[PreviewStatus], woken: &[u64]| emergency_to(statuses, woken).first_heard();
    assert_eq!(first_heard(&[too_late, PreviewStatus::Awake], &[]), FirstHeard::Now);
    assert_eq!(first_heard(&[may_wake, too_late], &[1]), FirstHeard::Now);
    assert_eq!(first_heard(&[too_late, may_wake], &[]), FirstHeard::At(early));
    assert_eq!(first_heard(&[PreviewStatus::NoZone], &[]), FirstHeard::Unknown);
    assert_eq!(first_heard(&[PreviewStatus::NoRoute(NoRoute::DmsClosed)], &[]), FirstHeard::Unknown);
}

#[test]
fn people_who_are_woken_hear_the_alert_now_and_people_without_a_route_or_a_zone_never() {
    let (early, late) = (at("2020-11-10T20:00:00Z"), at("2020-11-10T21:30:00Z"));
    let statuses = [
        PreviewStatus::Awake,
        PreviewStatus::NoZone,
        PreviewStatus::NoRoute(NoRoute::DmsClosed),
        PreviewStatus::MayWake { wakes_at: late },
        PreviewStatus::WakesTooLate { wakes_at: early },
    ];
    assert_eq!(emergency_to(&statuses, &[]).hearing(), Hearing::new(5, 1, vec![early, late]));
    assert_eq!(emergency_to(&statuses, &[4]).hearing(), Hearing::new(5, 2, vec![early]));
}

#[test]
fn woken_people_do_not_count_among_those_who_wake_later() {
    let (early, late) = (at("2020-11-10T20:00:00Z"), at("2020-11-10T21:30:00Z"));
    let statuses = [PreviewStatus::MayWake { wakes_at: early }, PreviewStatus::Asleep { wakes_at: late }];
    assert_eq!(emergency_to(&statuses, &[]).sleepers_wake_at(), Some((early, late)));
    assert_eq!(emergency_to(&statuses, &[1]).sleepers_wake_at(), Some((late, late)));
    assert_eq!(emergency_to(&[PreviewStatus::Awake], &[]).sleepers_wake_at(), None);
    assert!(emergency_to(&statuses, &[]).is_emergency_without_woken());
    assert!(!emergency_to(&statuses, &[1]).is_emergency_without_woken());
    assert!(!emergency_to(&[PreviewStatus::Awake], &[]).is_emergency_without_woken());
}

#[test]
fn texts_are_offered_for_the_languages_of_the_readers_except_the_authors() {
    let mut preview = emergency_to(&[PreviewStatus::Awake; 4], &[]);
    let languages = [Language::English, Language::French, Language::French, Language::Spanish];
    for (person, language) in preview.people.iter_mut().zip(languages) {
        person.language = language;
    }
    let text = |language, readers, state| LanguageText { language, readers, state };
    let (french, spanish) = (Language::French, Language::Spanish);
    let missing = [text(french, 2, LanguageTextState::Missing), text(spanish, 1, LanguageTextState::Missing)];
    assert_eq!(preview.language_texts(), missing);

    preview.translations.set(french, "Salle", &preview.text).unwrap();
    assert_eq!(preview.language_texts()[0], text(french, 2, LanguageTextState::Written));
    assert_eq!(preview.text_in(french), ("Salle", Some("Room")));
    assert_eq!(preview.text_in(spanish), ("Room", None));

    preview.translations.set_outdated();
    assert_eq!(preview.language_texts()[0], text(french, 2, LanguageTextState::Outdated));
    assert_eq!(preview.text_in(french), ("Room", None), "an outdated text is not sent");

    // A French author is asked for the English text.
    let preview = Preview { author_language: french, translations: DraftTranslations::default(), ..preview };
    let offered: Vec<_> = preview.language_texts().into_iter().map(|text| text.language).collect();
    assert_eq!(offered, [Language::English, spanish]);
}
