use std::collections::BTreeSet;

use super::world::{AttemptOutcome, LEAD, NOW, World};
use crate::alerts::drafts::service::{select_woken, send};
use crate::alerts::drafts::{DraftOutcome, Preview, RepeatPolicy, SendOutcome, WakeSelection};
use crate::alerts::facts::WokenNotice;
use crate::alerts::model::{AlertId, AlertSettings, AlertState, EndReason, Severity};
use crate::alerts::service;
use crate::alerts::testing::at;
use crate::db::DbError;
use crate::delivery::{Action, Address, Sound};
use crate::members::{self, EmergencyWake, Group, MemberId, Roles};
use crate::time::Clock;

/// Other members of the secretariat: one is awake, one sleeps until 20:00 UTC, and one has no profile.
const AWAKE: MemberId = MemberId(91);
const ASLEEP: MemberId = MemberId(92);
const NO_ZONE: MemberId = MemberId(93);

/// The secretariat is told about every alert that wakes more than this many people.
fn settings_above(secretariat_told_above: usize) -> AlertSettings {
    AlertSettings { secretariat_told_above, ..AlertSettings::default() }
}

async fn world_with_secretariat() -> World {
    let world = World::new().await;
    let refused = EmergencyWake::Refused;
    world.add_member(AWAKE, "Tech", Group::Secretariat, Some(("Europe/Zurich", refused))).await;
    world.add_member(ASLEEP, "Comms", Group::Secretariat, Some(("Australia/Sydney", refused))).await;
    world.add_member(NO_ZONE, "Intern", Group::Secretariat, None).await;
    world
}

/// The preview of an emergency that wakes one person: Brisbane.
async fn preview_that_wakes_one(world: &mut World, settings: AlertSettings) -> Preview {
    let draft = world.preview(Severity::Emergency, "members", "Leave the building", "").await.draft;
    let outcome = select_woken(&world.db, settings, LEAD, draft, WakeSelection::All, world.clock.now()).await.unwrap();
    let DraftOutcome::Preview(preview) = outcome else { panic!("{outcome:?}") };
    assert_eq!(preview.woken().count(), 1);
    *preview
}

async fn send_preview(world: &World, settings: AlertSettings, preview: &Preview) -> SendOutcome {
    send(&world.db, settings, LEAD, preview.draft, RepeatPolicy::AskFirst, world.clock.now()).await.unwrap()
}

/// Sends an emergency that wakes one person. Delivers nothing.
async fn send_and_tell(world: &mut World) -> AlertId {
    let preview = preview_that_wakes_one(world, settings_above(0)).await;
    assert_eq!(preview.secretariat_to_tell, BTreeSet::from([AWAKE, ASLEEP, NO_ZONE]));
    let SendOutcome::Sent(sent) = send_preview(world, settings_above(0), &preview).await else { panic!("it is sent") };
    assert_eq!(sent.secretariat_told, 3);
    sent.alert
}

/// Removes all deliveries since the last call. Returns the notices among them, ordered by reader.
fn take_notices(world: &World) -> Vec<(MemberId, Sound, WokenNotice)> {
    let notices = world.take_deliveries().into_iter().filter_map(|delivery| match delivery.action {
        Action::Post(Address::Member(reader)) => delivery.notice.map(|notice| (reader, delivery.sound, notice)),
        _ => None,
    });
    let mut notices: Vec<_> = notices.collect();
    notices.sort_by_key(|(reader, ..)| *reader);
    notices
}

fn readers(notices: &[(MemberId, Sound, WokenNotice)]) -> Vec<(MemberId, Sound)> {
    notices.iter().map(|(reader, sound, _)| (*reader, *sound)).collect()
}

#[tokio::test]
async fn secretariat_is_told_once_and_nobody_is_woken_for_it() {
    let mut world = world_with_secretariat().await;
    let alert = send_and_tell(&mut world).await;
    world.run().await;
    let notices = take_notices(&world);
    assert_eq!(readers(&notices), [(AWAKE, Sound::Sounding), (NO_ZONE, Sound::Silent)]);
    let facts = WokenNotice {
        alert,
        severity: Severity::Emergency,
        woken: 1,
        text: "Leave the building".to_owned(),
        author_name: "Lead".to_owned(),
        sent_at: at(NOW),
        state: AlertState::Active,
    };
    assert_eq!(notices[0].2, facts);
    world.run_until("2020-11-10T19:59:59Z").await;
    assert_eq!(readers(&take_notices(&world)), []);
    world.run_until("2020-11-10T20:00:00Z").await;
    assert_eq!(readers(&take_notices(&world)), [(ASLEEP, Sound::Sounding)]);
    world.run_until("2020-11-12T20:00:00Z").await;
    assert_eq!(readers(&take_notices(&world)), []);
}

#[tokio::test]
async fn secretariat_is_not_told_about_an_alert_that_wakes_no_more_people_than_the_limit() {
    let mut world = world_with_secretariat().await;
    let settings = settings_above(1);
    let preview = preview_that_wakes_one(&mut world, settings).await;
    assert_eq!(preview.secretariat_to_tell, BTreeSet::new());
    let SendOutcome::Sent(sent) = send_preview(&world, settings, &preview).await else { panic!("it is sent") };
    assert_eq!(sent.secretariat_told, 0);
    // Nobody is told about an alert that wakes nobody, whatever the limit.
    let preview = world.preview(Severity::Urgent, "members", "Other", "").await;
    let SendOutcome::Sent(_) = send_preview(&world, settings_above(0), &preview).await else { panic!("it is sent") };
    world.run_until("2020-11-10T20:00:00Z").await;
    assert_eq!(readers(&take_notices(&world)), []);
}

#[tokio::test]
async fn second_press_of_send_and_lost_responses_repeat_no_notice() {
    let mut world = world_with_secretariat().await;
    let preview = preview_that_wakes_one(&mut world, settings_above(0)).await;
    assert!(matches!(send_preview(&world, settings_above(0), &preview).await, SendOutcome::Sent(_)));
    assert!(matches!(send_preview(&world, settings_above(0), &preview).await, SendOutcome::Closed(_)));
    // Every message arrives, but Magpie gets no response to the first attempts. Then the process dies.
    world.route.set_outcomes(&[AttemptOutcome::ArrivesUnknown; 6]);
    world.run().await;
    world.kill();
    world.run_until("2020-11-10T21:00:00Z").await;
    let told: Vec<MemberId> = take_notices(&world).into_iter().map(|(reader, ..)| reader).collect();
    assert_eq!(told, [AWAKE, ASLEEP, NO_ZONE]);
}

#[tokio::test]
async fn reader_who_left_the_secretariat_before_waking_is_not_told() {
    let mut world = world_with_secretariat().await;
    send_and_tell(&mut world).await;
    world.run().await;
    take_notices(&world);
    let changed = world.db.write(async |tx| {
        members::service::upsert_present(tx, ASLEEP, "comms", "Comms", Roles::NONE.with(Group::Mag)).await?;
        Ok::<_, DbError>(())
    });
    changed.await.unwrap();
    world.run_until("2020-11-10T20:00:00Z").await;
    assert_eq!(readers(&take_notices(&world)), []);
}

#[tokio::test]
async fn reader_who_wakes_earlier_is_told_earlier() {
    let mut world = world_with_secretariat().await;
    send_and_tell(&mut world).await;
    world.run().await;
    take_notices(&world);
    world.clock.move_to(at("2020-11-10T18:00:00Z"));
    world.set_awake_until(ASLEEP, "2020-11-10T19:00:00Z").await;
    world.run().await;
    assert_eq!(readers(&take_notices(&world)), [(ASLEEP, Sound::Sounding)]);
}

#[tokio::test]
async fn notice_about_an_alert_that_was_withdrawn_says_so() {
    let mut world = world_with_secretariat().await;
    let alert = send_and_tell(&mut world).await;
    world.run().await;
    take_notices(&world);
    service::end(&world.db, LEAD, alert, EndReason::Cancel, world.clock.now()).await.unwrap();
    world.run_until("2020-11-10T20:00:00Z").await;
    let notices = take_notices(&world);
    assert_eq!(readers(&notices), [(ASLEEP, Sound::Sounding)]);
    assert_eq!(notices[0].2.state, AlertState::Cancelled { at: at(NOW), by: LEAD });
}
