//! Tests the preview of an alert to fifty members at 17:30 UTC. The test itself computes from the roster who is awake
//! and who sleeps until after the deadline.

use std::collections::BTreeMap;

use magpie::cli::sandbox::{Person, Roster};
use serde_json::json;

use crate::common::{Harness, Output};
use crate::{PEOPLE, TEXT, preview_alert};

/// The most lines that a preview of an alert to fifty people may have, so that "Send" is on the first screen of a
/// phone.
const MAX_LINES: usize = 13;
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

/// The labels of the buttons in each row of a message.
fn rows(message: &Output) -> Vec<Vec<String>> {
    let rows = message.message()["components"].as_array().expect("a preview has components");
    let labels = |row: &serde_json::Value| {
        let buttons = row["components"].as_array().expect("a row has components").iter();
        buttons.filter_map(|button| button["label"].as_str().map(str::to_owned)).collect()
    };
    rows.iter().map(labels).collect()
}

/// `Tue 19:15 (Tue 18:15 UTC)` for an instant so many minutes after [`PREVIEWED_AT`]. The author's zone is an hour
/// ahead of UTC.
fn short_time(minutes: i64) -> String {
    let clock = |minutes: i64| {
        let weekday = if minutes < 24 * 60 { "Tue" } else { "Wed" };
        format!("{weekday} {:02}:{:02}", minutes / 60 % 24, minutes % 60)
    };
    let utc = 17 * 60 + 30 + minutes;
    format!("{} ({} UTC)", clock(utc + 60), clock(utc))
}

/// The later deadlines that the preview must offer, each in minutes after [`PREVIEWED_AT`] and with the number of
/// members in time. Tries every quarter of an hour of the next day.
fn later_deadlines(deadline: i64) -> Vec<(i64, usize)> {
    let wake_minutes: Vec<i64> = members().iter().map(|person| minutes_until_awake(person, PREVIEWED_AT)).collect();
    let in_time = |quarter: i64| wake_minutes.iter().filter(|minutes| **minutes < quarter).count();
    let late = wake_minutes.len() - in_time(deadline);
    let min_gain = late.div_ceil(3).max(wake_minutes.len().div_ceil(20));
    let mut offered: Vec<(i64, usize)> = Vec::new();
    for quarter in (0..=24 * 60).step_by(15) {
        let is_soon_after_waking =
            wake_minutes.iter().any(|minutes| *minutes >= deadline && (15..30).contains(&(quarter - minutes)));
        let reached = offered.last().map_or(in_time(deadline), |(_, reached)| *reached);
        if is_soon_after_waking && in_time(quarter) >= reached + min_gain {
            offered.push((quarter, in_time(quarter)));
        }
    }
    offered
}

/// The names on all pages that the button "Names" opens, each with the number of its occurrences.
pub async fn all_names(harness: &mut Harness, preview: &Output) -> BTreeMap<String, usize> {
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
async fn preview_offers_later_deadlines_and_one_press_takes_one_or_takes_it_back() {
    let mut harness = fifty_members_at_half_past_five().await;
    let preview = preview_alert(&mut harness, "urgent", "members", TEXT, "18:15 UTC").await;
    // The deadline is 45 minutes later.
    let (later, in_time) = (later_deadlines(45), {
        let awake_before = |person: &&Person| minutes_until_awake(person, PREVIEWED_AT) < 45;
        members().iter().filter(awake_before).count()
    });
    assert_eq!(later.iter().map(|(_, reached)| *reached).collect::<Vec<_>>(), [44, 47, 50]);
    let others: Vec<String> =
        later.iter().map(|(minutes, reached)| format!(" Before {}: **{reached}**.", short_time(*minutes))).collect();
    let line = format!("⏰ Before {}, **{in_time} of 50** can hear this.{}", short_time(45), others.concat());
    assert!(preview.text().lines().any(|shown| shown == line), "{line:?} is not in {}", preview.text());
    let button = |minutes: i64| format!("Read by {} instead", short_time(minutes));
    let time_buttons: Vec<String> = later.iter().map(|(minutes, _)| button(*minutes)).collect();
    assert_eq!(time_buttons[0], "Read by Tue 22:15 (Tue 21:15 UTC) instead");
    // Each row fits into one line or two lines of a phone, and the buttons that only show something are in one row.
    assert_eq!(
        rows(&preview),
        [
            vec!["Send".to_owned(), "Edit".to_owned(), "Discard".to_owned()],
            time_buttons.clone(),
            vec!["Add French text".to_owned(), "Add Spanish text".to_owned()],
            vec!["Names".to_owned(), "Read it as they do".to_owned()],
        ]
    );

    harness.restart_bot().await;
    let moved = harness.click("sec-lead", &preview, &time_buttons[0]).await;
    assert_eq!(moved.id(), preview.id(), "the new preview is in place of the old one");
    assert!(moved.text().contains("Please read by: Tue 10 Nov, 22:15 (Tue 21:15 UTC)"), "{}", moved.text());
    assert!(moved.text().contains(&format!("Before {}, **44 of 50** can hear this.", short_time(225))));
    assert_eq!(rows(&moved)[1], [button(45), time_buttons[1].clone(), time_buttons[2].clone()]);
    let undone = harness.click("sec-lead", &moved, &button(45)).await;
    assert!(undone.text().lines().any(|shown| shown == line), "{line:?} is not in {}", undone.text());
    assert_eq!(rows(&undone), rows(&preview));

    let moved = harness.click("sec-lead", &undone, &time_buttons[0]).await;
    let form = harness.click("sec-lead", &moved, "Edit").await;
    assert!(form.json().contains("2020-11-10 21:15 UTC"), "{}", form.json());
    harness.click("sec-lead", &moved, "Send").await;
    harness.settle().await;
    let list = harness.one_new_message("secretariat").await;
    assert!(list.text().contains("(Tue 10 Nov, 21:15 UTC)"), "{}", list.text());
    let lapaz = harness.receives_one("lapaz").await;
    assert!(lapaz.text().contains("21:15 UTC)"), "{}", lapaz.text());
    for person in members().iter().filter(|person| person.handle != "lapaz") {
        harness.receives_one(&person.handle).await;
    }
    harness.end().await;
}

#[tokio::test]
async fn deadline_that_passed_before_the_press_is_not_set_and_a_correction_offers_none() {
    let mut harness = Harness::with_members(&PEOPLE).await;
    let preview = preview_alert(&mut harness, "urgent", "members", TEXT, "18:15 UTC").await;
    let labels = ["Read by Tue 21:15 (Tue 20:15 UTC) instead", "Read by Tue 22:45 (Tue 21:45 UTC) instead"];
    assert_eq!(rows(&preview)[1], labels);
    let moved = harness.click("sec-lead", &preview, labels[0]).await;
    harness.advance_to("2020-11-10T18:20:00Z").await;
    let kept = harness.click("sec-lead", &moved, "Read by Tue 19:15 (Tue 18:15 UTC) instead").await;
    let warning =
        "⚠️ The time you chose has passed in the meantime: Tue 19:15 (Tue 18:15 UTC). The deadline stays as it is.";
    assert!(kept.text().lines().any(|line| line == warning), "{}", kept.text());
    assert!(kept.text().contains("Please read by: Tue 10 Nov, 21:15 (Tue 20:15 UTC)"), "{}", kept.text());
    assert_eq!(rows(&kept)[1], [labels[1]]);
    harness.click("sec-lead", &kept, "Send").await;
    harness.settle().await;
    let list = harness.one_new_message("secretariat").await;
    crate::each_receives_one(&mut harness).await;
    let form = harness.click("sec-lead", &list, "Correct").await;
    let fields = json!({"text": "Other room", "answer_by": "2020-11-10 20:15 UTC"});
    let correction = harness.submit("sec-lead", &form, fields).await;
    assert!(correction.text().contains("Asleep until the deadline has passed"), "{}", correction.text());
    assert!(!correction.text().contains("⏰"), "{}", correction.text());
    assert_eq!(correction.buttons(), ["Send correction", "Fix silently", "Edit", "Discard"]);
    harness.end().await;
}

#[tokio::test]
async fn secretariat_is_told_of_an_alert_that_wakes_more_people_than_the_limit_and_nobody_is_woken_for_it() {
    // At 23:00 UTC, these six sleep. Secretariat comms is awake in New York; the others of the secretariat sleep in
    // Geneva until 06:00 UTC.
    const SLEEPERS: [&str; 6] = ["lagos", "nairobi", "accra", "brussels", "london", "berlin"];
    let secretariat = ["sec-lead", "sec-tech", "sec-programme", "sec-comms"];
    let mut harness = Harness::with_members(&[&SLEEPERS[..], &secretariat[..]].concat()).await;
    for who in SLEEPERS {
        let review = harness.command(who, "profile set", json!({"emergency": "Yes"})).await;
        harness.click(who, &review, "Save").await;
    }
    harness.advance_to("2020-11-10T23:00:00Z").await;
    let told = "members of the secretariat are told, without being asked first";

    // Five people are not more than the limit.
    let preview = preview_alert(&mut harness, "emergency", &SLEEPERS[..5].join(", "), "Leave the building", "").await;
    let chosen = harness.click("sec-lead", &preview, "Wake all 5 who allow it").await;
    assert!(!chosen.text().contains(told), "{}", chosen.text());
    harness.click("sec-lead", &chosen, "Discard").await;

    let preview = preview_alert(&mut harness, "emergency", "members", "Leave the building", "").await;
    assert!(!preview.text().contains(told), "{}", preview.text());
    let chosen = harness.click("sec-lead", &preview, "Wake all 6 who allow it").await;
    let line = format!("As this wakes 6 people, the 3 other {told} and without being woken.");
    assert!(chosen.text().lines().any(|shown| shown == line), "{}", chosen.text());
    let sent = harness.click("sec-lead", &chosen, "Send").await;
    insta::assert_snapshot!(sent.text(), @r"
    ✅ Alert 1 is going to 6 people; 6 phones make a sound now. The secretariat’s channel shows who has seen it.
    The 3 other members of the secretariat are told about it, those who are asleep when they wake.
    ");
    harness.settle().await;
    harness.one_new_message("secretariat").await;
    for who in SLEEPERS {
        assert!(harness.receives_one(who).await.sounds());
    }
    let comms = harness.receives_one("sec-comms").await;
    assert!(comms.sounds());
    // A word joiner begins the invisible tag of the delivery.
    insta::assert_snapshot!(comms.text().split('\u{2060}').next().unwrap_or_default(), @r"
    For your information: Secretariat lead sent an emergency alert to wake 6 people.
    > Emergency: Leave the building
    Alert 1, sent Tue 10 Nov, 18:00 (Tue 23:00 UTC)
    You do not need to do anything. The list in the secretariat’s channel shows who has seen it.
    ");
    harness.restart_bot().await;
    harness.advance_to("2020-11-11T05:59:59Z").await;
    for who in secretariat {
        harness.receives_nothing(who).await;
    }
    harness.advance_to("2020-11-11T06:00:00Z").await;
    for who in ["sec-tech", "sec-programme"] {
        assert!(harness.receives_one(who).await.sounds());
    }
    harness.receives_nothing("sec-comms").await;
    harness.receives_nothing("sec-lead").await;
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
