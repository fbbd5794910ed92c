//! Tests the preview of an alert to fifty members at 17:30 UTC. The test itself computes from the roster who is awake
//! and who sleeps until after the deadline.

use std::collections::BTreeMap;

use magpie::cli::sandbox::{Person, Roster};
use serde_json::json;

use crate::common::{Harness, Output};
use crate::{PEOPLE, TEXT, preview_alert};

/// The most lines that a preview of an alert to fifty people may have, so that "Send" is on the first screen of a
/// phone.
const MAX_LINES: usize = 12;
const PREVIEWED_AT: &str = "2020-11-10T17:30:00Z";

pub fn members() -> Vec<Person> {
    Roster::reference().people().iter().filter(|person| person.has_role("mag")).cloned().collect()
}

/// The minute of the day, from a time such as `22:30`.
fn minute_of_day(clock: &str) -> i64 {
    let (hour, minute) = clock.split_once(':').expect("a time has a colon");
    hour.parse::<i64>().expect("an hour") * 60 + minute.parse::<i64>().expect("a minute")
}

/// How many minutes after `at` this person wakes. 0 if they are awake. There is no clock change in the night of the
/// test.
pub fn minutes_until_awake(person: &Person, at: &str) -> i64 {
    let instant: jiff::Timestamp = at.parse().expect("an instant");
    let local = instant.in_tz(&person.zone).expect("the zone is known");
    let now = i64::from(local.hour()) * 60 + i64::from(local.minute());
    let (start, end) = (minute_of_day(&person.quiet_start), minute_of_day(&person.quiet_end));
    let is_quiet = if start <= end { (start..end).contains(&now) } else { now >= start || now < end };
    if is_quiet { (end - now).rem_euclid(24 * 60) } else { 0 }
}

pub async fn fifty_members_at_half_past_five() -> Harness {
    let mut harness = Harness::with_all_members().await;
    harness.advance_to(PREVIEWED_AT).await;
    harness
}

/// The names on all pages that the button "Names" opens, each with the number of its occurrences.
async fn all_names(harness: &mut Harness, preview: &Output) -> BTreeMap<String, usize> {
    let mut page = harness.click("sec-lead", preview, "Names").await;
    assert!(page.is_ephemeral());
    let mut text = String::new();
    loop {
        assert!(page.text().chars().count() <= 2000, "{}", page.text());
        text.push_str(page.text());
        text.push('\n');
        let Some(next) = page.buttons().into_iter().find(|label| label == "Next page") else { break };
        page = harness.click("sec-lead", &page, &next).await;
    }
    let separators = [',', '\n', '*', ':'];
    let words = text.split(|c| separators.contains(&c)).map(str::trim).filter(|part| part.starts_with("Member "));
    let mut names = BTreeMap::new();
    for name in words {
        *names.entry(name.to_owned()).or_insert(0) += 1;
    }
    names
}

#[tokio::test]
async fn preview_for_fifty_members_is_short_and_counts_them_as_the_roster_does() {
    let mut harness = fifty_members_at_half_past_five().await;
    // The deadline is 45 minutes later, at 18:15 UTC.
    let (mut awake, mut too_late, mut wake_minutes) = (0, Vec::new(), Vec::new());
    for person in members() {
        match minutes_until_awake(&person, PREVIEWED_AT) {
            0 => awake += 1,
            minutes => {
                wake_minutes.push(minutes);
                if minutes >= 45 {
                    too_late.push(person.name.clone());
                }
            }
        }
    }
    let preview = preview_alert(&mut harness, "urgent", "members", TEXT, "18:15 UTC").await;
    let lines: Vec<&str> = preview.text().lines().collect();
    assert!(lines.len() <= MAX_LINES, "{} lines: {}", lines.len(), preview.text());
    assert!(preview.text().contains(&format!("**Awake now: {awake} of 50**")), "{}", preview.text());
    let place_of = |part: &str| lines.iter().position(|line| line.contains(part));
    let exceptions = place_of(&format!("until the deadline has passed: arrives silently ({}):", too_late.len()));
    assert!(exceptions.expect("they are counted") < place_of("Awake now").expect("they are counted"));
    // The author's zone is an hour ahead of UTC.
    let clock = |minutes: &i64| {
        let local = 18 * 60 + 30 + minutes;
        format!("{:02}:{:02}", local / 60 % 24, local % 60)
    };
    let (first, last) = (wake_minutes.iter().min().map(clock), wake_minutes.iter().max().map(clock));
    let wake_line = lines.iter().find(|line| line.starts_with("Those who are asleep wake")).expect("some sleep");
    assert!(wake_line.contains(&first.expect("some sleep")), "{wake_line}");
    assert!(wake_line.contains(&last.expect("some sleep")), "{wake_line}");
    harness.end().await;
}

#[tokio::test]
async fn names_behind_the_button_are_all_recipients_once_also_after_a_restart() {
    let mut harness = fifty_members_at_half_past_five().await;
    let preview = preview_alert(&mut harness, "urgent", "members", TEXT, "18:15 UTC").await;
    harness.restart_bot().await;
    let expected: BTreeMap<String, usize> = members().into_iter().map(|person| (person.name, 1)).collect();
    assert_eq!(all_names(&mut harness, &preview).await, expected);
    harness.end().await;
}

#[tokio::test]
async fn message_is_shown_in_each_language_as_its_readers_get_it() {
    let mut harness = Harness::with_members(&["sec-lead", "lapaz", "brussels"]).await;
    let preview = preview_alert(&mut harness, "urgent", "members", TEXT, "").await;
    let shown = harness.click("sec-lead", &preview, "Read it as they do").await;
    let quoted: Vec<String> =
        shown.text().lines().filter_map(|line| line.strip_prefix("> ")).map(str::to_owned).collect();
    harness.click("sec-lead", &preview, "Send").await;
    harness.settle().await;
    harness.one_new_message("secretariat").await;
    let brussels = harness.receives_one("brussels").await;
    let lapaz = harness.receives_one("lapaz").await;
    let received: Vec<&str> = brussels.text().lines().chain(lapaz.text().lines()).collect();
    assert_eq!(quoted, received, "{}", shown.text());
    harness.end().await;
}

#[tokio::test]
async fn preview_says_when_the_first_person_hears_an_alert_to_sleepers() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let preview = preview_alert(&mut harness, "urgent", "sydney, tokyo", TEXT, "").await;
    // Sydney wakes at 20:00 UTC.
    let expected = "⚠️ **No one will hear this before** <t:1605038400:F> (Tue 10 Nov, 20:00 UTC)";
    assert!(preview.text().contains(expected), "{}", preview.text());
    let preview = preview_alert(&mut harness, "urgent", "sydney, lapaz", TEXT, "").await;
    assert!(!preview.text().contains("No one will hear"), "{}", preview.text());
    harness.end().await;
}

#[tokio::test]
async fn emergency_with_nobody_chosen_names_that_on_its_button_and_wakes_nobody() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let review = harness.command("sydney", "profile set", json!({"emergency": "Yes"})).await;
    harness.click("sydney", &review, "Save").await;
    let preview = preview_alert(&mut harness, "emergency", "sydney, lapaz", TEXT, "").await;
    assert_eq!(preview.buttons()[0], "Send, wake no one");
    let chosen = harness.click("sec-lead", &preview, "Wake the 1 person who allows it").await;
    assert_eq!(chosen.buttons()[0], "Send");
    let preview = harness.click("sec-lead", &chosen, "Wake no one").await;
    harness.click("sec-lead", &preview, "Send, wake no one").await;
    harness.settle().await;
    harness.one_new_message("secretariat").await;
    assert!(!harness.receives_one("sydney").await.sounds());
    assert!(harness.receives_one("lapaz").await.sounds());
    harness.end().await;
}

#[tokio::test]
async fn member_who_lost_the_role_after_the_preview_is_left_out_and_the_author_looks_again() {
    let mut harness = Harness::with_members(&["sec-lead", "lapaz", "brussels"]).await;
    let preview = preview_alert(&mut harness, "urgent", "members", TEXT, "").await;
    harness.patch_member("lapaz", json!({"roles": []})).await;
    let second_preview = harness.click("sec-lead", &preview, "Send").await;
    assert!(second_preview.text().contains("Nothing has been sent yet"), "{}", second_preview.text());
    assert!(!second_preview.text().contains("La Paz"), "{}", second_preview.text());
    harness.receives_nothing("brussels").await;
    harness.click("sec-lead", &second_preview, "Send").await;
    harness.settle().await;
    harness.one_new_message("secretariat").await;
    harness.receives_one("brussels").await;
    harness.receives_nothing("lapaz").await;
    harness.end().await;
}
