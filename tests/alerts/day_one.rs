//! Tests alerts to fifty newcomers who have no profile and are known only from the secretariat's list. Everybody must
//! get one message with a sound, and no sound may come at night.

use std::collections::BTreeSet;

use magpie::cli::sandbox::Roster;
use serde_json::json;

use crate::common::{Harness, Output};
use crate::{TEXT, preview_alert};

/// The secretariat's list of expected members as a CSV file, with the cities of the reference roster.
pub fn expected_members_csv() -> String {
    let line = |person: &magpie::cli::sandbox::Person| {
        let role = person.roles().next().unwrap_or_default().to_owned();
        format!("{};{}@example.org;{role};{};{}\n", person.name, person.handle, person.handle, person.city)
    };
    let roster = Roster::reference();
    let lines: String = roster.people().iter().filter(|person| person.roles().next().is_some()).map(line).collect();
    format!("Name;E-mail;Role;Discord;City\n{lines}")
}

/// Whether the message reached the phone between 09:00 and 19:59 local time. The sandbox computes the local time.
fn has_arrived_by_day(message: &Output) -> bool {
    let local = message["local_time"].as_str().expect("a message in an inbox has its local time");
    let clock = local.split_whitespace().flat_map(|word| word.split('T')).find(|word| word.contains(':'));
    let hour = clock.and_then(|clock| clock.split(':').next()?.parse::<u32>().ok());
    let hour = hour.unwrap_or_else(|| panic!("{local} has an hour"));
    (9..20).contains(&hour)
}

#[tokio::test]
async fn fifty_listed_newcomers_get_an_alert_with_sound_by_day_or_silently_at_night_with_a_morning_nudge() {
    let mut harness = Harness::all_without_setup().await;
    let setup_page = harness.command("sec-lead", "setup", json!({})).await;
    harness.click("sec-lead", &setup_page, "Save as shown").await;
    let panel = harness.one_new_message("announcements").await;
    harness.one_new_message("help").await;
    harness.upload_members("sec-lead", &expected_members_csv()).await;
    let people: Vec<String> = Roster::reference()
        .people()
        .iter()
        .filter(|person| person.has_role("mag"))
        .map(|person| person.handle.clone())
        .collect();
    assert_eq!(people.len(), 50);
    // Everybody presses the panel's button, so that Magpie may send them DMs. Nobody answers the question in the DM.
    for who in &people {
        harness.click(who, &panel, &panel.buttons()[0]).await;
        harness.receives_one(who).await;
    }

    let preview = preview_alert(&mut harness, "urgent", "members", TEXT, "").await;
    assert!(preview.json().contains("Time zone assumed: 50"), "{}", preview.json());
    assert!(preview.json().contains("Phones never confirmed: 50"), "{}", preview.json());
    harness.click("sec-lead", &preview, "Send").await;
    harness.settle().await;
    let alert_list = harness.one_new_message("secretariat").await;
    assert!(alert_list.json().contains("time zone assumed"), "{}", alert_list.json());
    let mut sleepers = BTreeSet::new();
    for who in &people {
        let message = harness.receives_one(who).await;
        assert_eq!(message.sounds(), has_arrived_by_day(&message), "{who}: {}", message["local_time"]);
        if !message.sounds() {
            sleepers.insert(who.clone());
        }
    }
    assert!((10..40).contains(&sleepers.len()), "some are asleep and some are awake: {sleepers:?}");

    // Within a day, each person who was asleep gets one nudge with a sound in their morning.
    harness.advance("1d").await;
    for who in &people {
        let nudges = harness.receives(who).await;
        assert_eq!(nudges.len(), usize::from(sleepers.contains(who)), "{who}");
        for nudge in nudges {
            assert!(nudge.sounds() && has_arrived_by_day(&nudge), "{who}: {}", nudge["local_time"]);
        }
    }
    harness.new_messages("secretariat").await;
    harness.end().await;
}

#[tokio::test]
async fn emergency_does_not_offer_to_wake_members_with_an_assumed_zone() {
    let mut harness = Harness::without_setup(&["sec-lead", "sydney", "lapaz"]).await;
    let setup_page = harness.command("sec-lead", "setup", json!({})).await;
    harness.click("sec-lead", &setup_page, "Save as shown").await;
    for channel in ["announcements", "help"] {
        harness.one_new_message(channel).await;
    }
    harness.upload_members("sec-lead", &expected_members_csv()).await;
    let preview = preview_alert(&mut harness, "emergency", "members", TEXT, "").await;
    assert!(preview.buttons().iter().all(|label| !label.starts_with("Wake")), "{:?}", preview.buttons());
    let send_label = preview.buttons().into_iter().find(|label| label.starts_with("Send")).expect("it can be sent");
    harness.click("sec-lead", &preview, &send_label).await;
    harness.settle().await;
    harness.one_new_message("secretariat").await;
    assert!(!harness.receives_one("sydney").await.sounds(), "it is 03:55 there");
    assert!(harness.receives_one("lapaz").await.sounds(), "it is 12:55 there");
    harness.advance("1d").await;
    assert!(harness.receives_one("sydney").await.sounds(), "one nudge at 09:00");
    harness.new_messages("secretariat").await;
    for channel in harness.state().await["channels"].as_array().unwrap().iter().filter(|channel| channel["type"] == 12)
    {
        harness.new_messages(channel["id"].as_str().unwrap()).await;
    }
    harness.end().await;
}
