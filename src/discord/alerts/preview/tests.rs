use std::collections::BTreeSet;

use serde_json::Value;

use super::*;
use crate::alerts::ask::{Ask, Purpose};
use crate::alerts::drafts::{DeadlineOptions, DeadlineReach, Phone};
use crate::alerts::model::DraftId;
use crate::alerts::plan::Plan;
use crate::alerts::translations::DraftTranslations;
use crate::members::MemberId;
use crate::time::SignedDuration;

const NOW: &str = "2020-11-10T17:00:00Z";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// An emergency to this many people, who all sleep and may be woken. The preview offers three other deadlines.
fn emergency_to_sleepers(count: u64) -> Preview {
    let wakes_at = at("2020-11-10T20:00:00Z");
    let person = |id: u64| PreviewPerson {
        member: MemberId(id),
        name: format!("Member {id:03}"),
        status: PreviewStatus::MayWake { wakes_at },
        language: Language::English,
        zone: ZoneBasis::Saved,
        phone: Phone::Confirmed,
    };
    let people: Vec<PreviewPerson> = (1..=count).map(person).collect();
    let reach = |hours: i64| DeadlineReach { at: at(NOW) + SignedDuration::from_hours(hours), in_time: 0 };
    Preview {
        draft: DraftId(7),
        correction: None,
        severity: Severity::Emergency,
        ask: Ask::YesNo,
        purpose: Purpose::Real,
        left_out_count: 0,
        people_without_group: Vec::new(),
        unplaced_people: Vec::new(),
        text: "Leave the building".to_owned(),
        translations: DraftTranslations::default(),
        author_language: Language::English,
        answer_by: Some(reach(1).at),
        deadlines: Some(DeadlineOptions { current: reach(1), others: vec![reach(4), reach(5), reach(6)] }),
        passed_choice: None,
        plan: Plan::default(),
        assumptions: Vec::new(),
        groups: BTreeSet::new(),
        members_to_wake: people.iter().take(1).map(|person| person.member).collect(),
        first_wake_page: 0,
        wakeable_members_shown: people.iter().map(|person| person.member).collect(),
        secretariat_to_tell: BTreeSet::new(),
        not_on_discord: 3,
        absent_by_mail: None,
        repeated_alert: None,
        moved_members: BTreeSet::new(),
        people,
    }
}

/// The labels of the buttons in each row of the preview. A row with a select has no labels.
fn rows(preview: &Preview) -> Vec<Vec<String>> {
    let viewer = Viewer::many(at(NOW));
    let body = super::preview(preview, &viewer).edit_body();
    let label = |component: &Value| component["label"].as_str().map(str::to_owned);
    let labels = |row: &Value| row["components"].as_array().unwrap().iter().filter_map(label).collect();
    body["components"].as_array().unwrap().iter().map(labels).collect()
}

#[test]
fn each_purpose_of_the_buttons_has_a_row_if_there_is_space() {
    let deadlines =
        ["Answer by Tue 21:00 UTC instead", "Answer by Tue 22:00 UTC instead", "Answer by Tue 23:00 UTC instead"];
    let expected: [&[&str]; 5] = [
        &[],
        &["Send", "Edit", "Discard"],
        &deadlines,
        &["Names", "Read it as they do", "Not on Discord: 3"],
        &["Wake all 20 who allow it", "Wake no one"],
    ];
    assert_eq!(rows(&emergency_to_sleepers(20)), expected);
}

#[test]
fn buttons_share_rows_if_the_selects_take_the_space_and_other_deadlines_are_left_out_first() {
    let first_row = ["Send", "Edit", "Discard", "Names", "Read it as they do"];
    let second_row = |buttons: &[&'static str]| [&["Not on Discord: 3"], buttons].concat();
    let wake = ["Wake all 60 who allow it", "Wake no one"];
    let deadlines = ["Answer by Tue 21:00 UTC instead", "Answer by Tue 22:00 UTC instead"];
    // Three selects.
    let expected = [vec![], vec![], vec![], first_row.to_vec(), second_row(&[&wake[..], &deadlines[..]].concat())];
    assert_eq!(rows(&emergency_to_sleepers(60)), expected);
    // Three selects, and a button for the names that the selects do not show.
    let wake = ["Wake all 90 who allow it", "Names 76 to 90 of 90", "Wake no one"];
    let expected = [vec![], vec![], vec![], first_row.to_vec(), second_row(&[&wake[..], &deadlines[..1]].concat())];
    assert_eq!(rows(&emergency_to_sleepers(90)), expected);
}
