//! Tests alerts to fifty newcomers who have no profile and are known only from the secretariat's list. Everybody must
//! get a message with sound at some time, and nobody may be woken.

use std::collections::BTreeSet;

use magpie::cli::sandbox::Roster;
use serde_json::json;

use crate::common::{Harness, Output};
use crate::{TEXT, preview};

/// The secretariat's list of expected members, with the cities of the reference roster.
fn list() -> String {
    let line = |person: &magpie::cli::sandbox::Person| {
        let role = person.roles().next().unwrap_or_default().to_owned();
        format!("{};{}@example.org;{role};{};{}\n", person.name, person.handle, person.handle, person.city)
    };
    let roster = Roster::reference();
    let lines: String = roster.people().iter().filter(|person| person.roles().next().is_some()).map(line).collect();
    format!("Name;E-mail;Role;Discord;City\n{lines}")
}

/// Whether the message reached the phone between 09:00 and 19:59 local time, as computed by the sandbox.
fn is_day_there(message: &Output) -> bool {
    let local = message["local_time"].as_str().expect("a message in an inbox has its local time");
    let clock = local.split_whitespace().flat_map(|word| word.split('T')).find(|word| word.contains(':'));
    let hour = clock.and_then(|clock| clock.split(':').next()?.parse::<u32>().ok());
    let hour = hour.unwrap_or_else(|| panic!("{local} has an hour"));
    (9..20).contains(&hour)
}

#[tokio::test]
async fn fifty_listed_newcomers_get_an_alert_with_sound_by_day_and_silently_with_one_nudge_by_night() {
    let mut harness = Harness::newcomers().await;
    let shown = harness.command("sec-lead", "setup", json!({})).await;
    harness.click("sec-lead", &shown, "Save as shown").await;
    let panel = harness.one_new_message("announcements").await;
    harness.one_new_message("help").await;
    harness.upload_members("sec-lead", &list()).await;
    let people: Vec<String> = Roster::reference()
        .people()
        .iter()
        .filter(|person| person.has_role("mag"))
        .map(|person| person.handle.clone())
        .collect();
    assert_eq!(people.len(), 50);
    // Everybody has pressed the panel's button, so that Magpie may write to them, and nobody has answered a question.
    for who in &people {
        harness.click(who, &panel, &panel.buttons()[0]).await;
        harness.receives_one(who).await;
    }

    let shown = preview(&mut harness, "urgent", "members", TEXT, "").await;
    assert!(shown.json().contains("time zone assumed"), "{}", shown.json());
    assert!(shown.json().contains("Phones never confirmed: 50"), "{}", shown.json());
    harness.click("sec-lead", &shown, "Send").await;
    harness.settle().await;
    let roster = harness.one_new_message("secretariat").await;
    assert!(roster.json().contains("time zone assumed"), "{}", roster.json());
    let mut silent = BTreeSet::new();
    for who in &people {
        let message = harness.receives_one(who).await;
        assert_eq!(message.sounds(), is_day_there(&message), "{who}: {}", message["local_time"]);
        if !message.sounds() {
            silent.insert(who.clone());
        }
    }
    assert!((10..40).contains(&silent.len()), "some are asleep and some are awake: {silent:?}");

    // Within a day, each person who was asleep gets one nudge with sound in their morning.
    harness.advance("1d").await;
    for who in &people {
        let nudges = harness.receives(who).await;
        assert_eq!(nudges.len(), usize::from(silent.contains(who)), "{who}");
        for nudge in nudges {
            assert!(nudge.sounds() && is_day_there(&nudge), "{who}: {}", nudge["local_time"]);
        }
    }
    harness.new_messages("secretariat").await;
    harness.end().await;
}

#[tokio::test]
async fn emergency_does_not_offer_to_wake_members_with_an_assumed_zone() {
    let mut harness = Harness::without_setup(&["sec-lead", "sydney", "lapaz"]).await;
    let shown = harness.command("sec-lead", "setup", json!({})).await;
    harness.click("sec-lead", &shown, "Save as shown").await;
    for channel in ["announcements", "help"] {
        harness.one_new_message(channel).await;
    }
    harness.upload_members("sec-lead", &list()).await;
    let shown = preview(&mut harness, "emergency", "members", TEXT, "").await;
    assert!(shown.buttons().iter().all(|label| !label.starts_with("Wake")), "{:?}", shown.buttons());
    let send = shown.buttons().into_iter().find(|label| label.starts_with("Send")).expect("it can be sent");
    harness.click("sec-lead", &shown, &send).await;
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
