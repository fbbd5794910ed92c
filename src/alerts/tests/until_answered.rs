//! Tests of the plan until an alert is answered, and of people whom the secretariat reached outside Discord.

use std::collections::BTreeSet;

use super::world::{BRISBANE, LAPAZ, LEAD, NOWHERE, SYDNEY, World};
use crate::alerts::AlertTimers;
use crate::alerts::ask::{AlertKind, Answer, AskKind, Purpose};
use crate::alerts::facts::{ContactPolicy, ListClosed, MissingList, MissingPost};
use crate::alerts::model::{AlertId, EndReason};
use crate::alerts::reaching::{ReachOutcome, mark_reached, unmark_reached};
use crate::alerts::send_rule::Occasion;
use crate::alerts::service::{self, AskAgainOutcome};
use crate::alerts::testing::at;
use crate::delivery::{Action, Address, Sound};
use crate::members::{EmergencyWake, Group, MemberId};
use crate::time::Clock;
use crate::timers::DueWork;

/// A member who is awake until 03:00 UTC, as La Paz is.
const LIMA: MemberId = MemberId(5);

/// A world with a further member who is awake, in which an alert was sent to all members. At 17:00 UTC, the deadline is
/// at 20:30 UTC. So the asks are due at 18:10 and 19:20, and the list at 20:00, when Sydney wakes.
async fn world_with_alert() -> (World, AlertId) {
    let mut world = World::new().await;
    world.add_member(LIMA, "Lima", Group::Mag, Some(("America/Lima", EmergencyWake::Refused))).await;
    let kind = AlertKind { ask: AskKind::YesNo, purpose: Purpose::Real };
    let alert = world.send_ask(kind, "", "20:30 UTC").await;
    world.take_deliveries();
    (world, alert)
}

/// Moves the clock to `instant`, runs the steps that are due then, and delivers their messages.
async fn step_at(world: &mut World, instant: &str) {
    world.run_until(instant).await;
    run_steps(world).await;
    world.run().await;
}

async fn run_steps(world: &World) -> u32 {
    AlertTimers::new(world.db.clone()).run_due(world.clock.now(), 100).await.unwrap()
}

/// The people who got a message with sound since the last call, each with the occasion.
fn asked(world: &World) -> Vec<(MemberId, Occasion)> {
    let posts = world.take_posts().into_iter();
    posts.filter(|(_, sound, _)| *sound == Sound::Sounding).map(|(member, _, m)| (member, m.occasion)).collect()
}

/// The posts of lists and their edits since the last call.
fn take_lists(world: &World) -> Vec<(bool, MissingPost)> {
    let lists = world.take_deliveries().into_iter().filter_map(|delivery| {
        let is_post = matches!(delivery.action, Action::Post(Address::Channel(_)));
        delivery.missing.map(|missing| (is_post, missing))
    });
    lists.collect()
}

/// The latest list that was posted or edited since the last call.
fn latest_list(world: &World) -> MissingList {
    match take_lists(world).pop() {
        Some((_, MissingPost::Live(list))) => *list,
        other => panic!("{other:?}"),
    }
}

async fn mark(world: &World, by: MemberId, alert: AlertId, people: &[MemberId]) -> ReachOutcome {
    let people: BTreeSet<MemberId> = people.iter().copied().collect();
    mark_reached(&world.db, by, alert, &people, world.clock.now()).await.unwrap()
}

async fn unmark(world: &World, alert: AlertId, person: MemberId) -> ReachOutcome {
    unmark_reached(&world.db, LEAD, alert, &BTreeSet::from([person]), world.clock.now()).await.unwrap()
}

#[tokio::test]
async fn step_asks_only_people_who_are_awake_and_have_not_answered_and_runs_once() {
    let (mut world, alert) = world_with_alert().await;
    world.press_answer(alert, LIMA, Answer::No).await;
    step_at(&mut world, "2020-11-10T18:09:59Z").await;
    assert_eq!(asked(&world), []);
    step_at(&mut world, "2020-11-10T18:10:00Z").await;
    assert_eq!(asked(&world), [(LAPAZ, Occasion::Again)], "the others sleep, have no zone, or have answered");
    // The process dies and starts again.
    world.kill();
    assert_eq!(run_steps(&world).await, 0, "the step was made");
    step_at(&mut world, "2020-11-10T19:20:00Z").await;
    assert_eq!(asked(&world), [(LAPAZ, Occasion::Again)]);
    // Sydney gets the nudge at 20:00, and nobody is asked a third time.
    step_at(&mut world, "2020-11-10T20:29:00Z").await;
    assert_eq!(asked(&world), [(SYDNEY, Occasion::Slept)]);
    step_at(&mut world, "2020-11-10T21:00:00Z").await;
    assert_eq!(asked(&world), [(BRISBANE, Occasion::SleptTooLate)]);
    step_at(&mut world, "2020-11-12T00:00:00Z").await;
    assert_eq!(asked(&world), []);
}

#[tokio::test]
async fn answer_while_the_message_of_a_step_waits_recalls_it() {
    let (mut world, alert) = world_with_alert().await;
    world.run().await;
    world.kill();
    world.clock.move_to(at("2020-11-10T18:10:00Z"));
    run_steps(&world).await;
    world.press_answer(alert, LAPAZ, Answer::Yes).await;
    world.run().await;
    assert_eq!(asked(&world), [(LIMA, Occasion::Again)]);
}

#[tokio::test]
async fn person_who_fell_asleep_is_asked_when_they_wake_and_not_before() {
    let mut world = World::new().await;
    let kind = AlertKind { ask: AskKind::YesNo, purpose: Purpose::Real };
    // Without a deadline, people are asked again every hour, at most twice.
    let alert = world.send_ask(kind, "", "").await;
    service::mark_all_seen(&world.db, LAPAZ, world.clock.now()).await.unwrap();
    // It is night at home, before the first ask.
    world.move_to_zone(LAPAZ, "Australia/Sydney").await;
    world.run().await;
    world.take_deliveries();
    step_at(&mut world, "2020-11-10T18:00:00Z").await;
    step_at(&mut world, "2020-11-10T19:00:00Z").await;
    assert_eq!(asked(&world), []);
    step_at(&mut world, "2020-11-10T20:00:00Z").await;
    assert_eq!(asked(&world), [(SYDNEY, Occasion::Slept), (LAPAZ, Occasion::Again)]);
    assert!(world.roster(alert).await.plan.is_empty());
    step_at(&mut world, "2020-11-13T00:00:00Z").await;
    assert!(take_lists(&world).is_empty(), "an alert without a deadline has no list");
}

#[tokio::test]
async fn steps_that_are_due_together_after_a_stop_ask_once_and_post_one_list() {
    let (mut world, _) = world_with_alert().await;
    world.run().await;
    world.kill();
    world.clock.move_to(at("2020-11-10T20:10:00Z"));
    assert_eq!(run_steps(&world).await, 3);
    world.run().await;
    let delivered = world.take_deliveries();
    let to_lapaz = delivered.iter().filter(|one| one.action == Action::Post(Address::Member(LAPAZ))).count();
    let is_list = |action: &Action| matches!(action, Action::Post(Address::Channel(_)));
    let lists = delivered.iter().filter(|one| is_list(&one.action) && one.missing.is_some()).count();
    assert_eq!((to_lapaz, lists), (1, 1));
}

#[tokio::test]
async fn list_after_the_deadline_is_posted_and_nobody_is_asked() {
    let (mut world, _) = world_with_alert().await;
    world.run().await;
    world.kill();
    world.clock.move_to(at("2020-11-10T20:45:00Z"));
    run_steps(&world).await;
    world.run().await;
    let delivered = world.take_deliveries();
    assert!(delivered.iter().any(|one| matches!(one.missing, Some(MissingPost::Live(_)))), "{delivered:?}");
    assert!(delivered.iter().all(|one| one.action != Action::Post(Address::Member(LAPAZ))), "{delivered:?}");
}

#[tokio::test]
async fn list_shows_awake_people_first_without_contacts_if_the_channel_is_not_known_to_be_private() {
    let (mut world, alert) = world_with_alert().await;
    world.press_answer(alert, LIMA, Answer::Yes).await;
    step_at(&mut world, "2020-11-10T20:00:00Z").await;
    let list = latest_list(&world);
    let people: Vec<MemberId> = list.people.iter().map(|person| person.member).collect();
    // Sydney woke at this minute.
    assert_eq!(people, [LAPAZ, SYDNEY, BRISBANE, NOWHERE]);
    assert_eq!(list.contacts, ContactPolicy::Withhold);
    assert!(list.people.iter().all(|person| person.contact.is_none()));
}

#[tokio::test]
async fn reached_person_is_recorded_once_is_not_asked_again_and_can_be_unmarked() {
    const OTHER: MemberId = MemberId(91);
    let (mut world, alert) = world_with_alert().await;
    world.add_member(OTHER, "Other", Group::Secretariat, None).await;
    step_at(&mut world, "2020-11-10T18:30:00Z").await;
    asked(&world);
    assert_eq!(mark(&world, LEAD, alert, &[LAPAZ]).await, ReachOutcome::Recorded(vec!["La Paz".to_owned()]));
    // A second choice by another person changes nothing.
    assert_eq!(mark(&world, OTHER, alert, &[LAPAZ]).await, ReachOutcome::Recorded(Vec::new()));
    let reached_by = async |world: &World| {
        let line = world.roster(alert).await.people.into_iter().find(|line| line.member == LAPAZ).unwrap();
        line.reached
    };
    assert_eq!(reached_by(&world).await, Some(("Lead".to_owned(), at("2020-11-10T18:30:00Z"))));
    step_at(&mut world, "2020-11-10T19:20:00Z").await;
    assert_eq!(asked(&world), [(LIMA, Occasion::Again)]);
    let again = service::ask_again(&world.db, LEAD, alert, at("2020-11-10T19:30:00Z")).await.unwrap();
    let AskAgainOutcome::Asked { now, .. } = again else { panic!("{again:?}") };
    assert_eq!(now, ["Nowhere", "Lima"]);
    assert_eq!(unmark(&world, alert, LAPAZ).await, ReachOutcome::Recorded(vec!["La Paz".to_owned()]));
    assert_eq!(unmark(&world, alert, LAPAZ).await, ReachOutcome::Recorded(Vec::new()));
    assert_eq!(reached_by(&world).await, None);
    // An answer ends it: nobody who answered can be marked.
    world.press_answer(alert, LAPAZ, Answer::Yes).await;
    assert_eq!(mark(&world, LEAD, alert, &[LAPAZ]).await, ReachOutcome::Recorded(Vec::new()));
}

#[tokio::test]
async fn only_the_secretariat_can_mark_people_and_nobody_after_the_end() {
    let (world, alert) = world_with_alert().await;
    let people = BTreeSet::from([SYDNEY]);
    let now = world.clock.now();
    assert!(mark_reached(&world.db, LAPAZ, alert, &people, now).await.is_err());
    assert!(unmark_reached(&world.db, LAPAZ, alert, &people, now).await.is_err());
    service::end(&world.db, LEAD, alert, EndReason::Over, now).await.unwrap();
    assert_eq!(mark(&world, LEAD, alert, &[SYDNEY]).await, ReachOutcome::Ended);
    assert_eq!(unmark(&world, alert, SYDNEY).await, ReachOutcome::Ended);
}

#[tokio::test]
async fn correction_asks_reached_people_anew_and_counts_the_asks_that_were_made() {
    let (mut world, alert) = world_with_alert().await;
    step_at(&mut world, "2020-11-10T18:10:00Z").await;
    mark(&world, LEAD, alert, &[LAPAZ]).await;
    world.correct(alert, 1, "Take the late shift").await;
    // The correction has no deadline, so the one ask that is left comes an hour later.
    let plan = world.roster(alert).await.plan;
    assert_eq!((plan.ask_at, plan.list_at), (vec![at("2020-11-10T19:10:00Z")], None));
    world.run().await;
    asked(&world);
    step_at(&mut world, "2020-11-10T19:10:00Z").await;
    assert_eq!(asked(&world), [(LAPAZ, Occasion::Again), (LIMA, Occasion::Again)]);
    step_at(&mut world, "2020-11-10T20:00:00Z").await;
    assert!(take_lists(&world).is_empty(), "the deadline and its list are gone");
}

#[tokio::test]
async fn list_says_so_once_everybody_has_answered_or_the_alert_has_ended() {
    let (mut world, alert) = world_with_alert().await;
    step_at(&mut world, "2020-11-10T20:00:00Z").await;
    latest_list(&world);
    for person in [LAPAZ, LIMA, SYDNEY, BRISBANE, NOWHERE] {
        world.press_answer(alert, person, Answer::Yes).await;
    }
    world.run().await;
    let closed = take_lists(&world).pop();
    assert!(
        matches!(closed, Some((false, MissingPost::Closed { reason: ListClosed::EverybodyAnswered, .. }))),
        "{closed:?}"
    );
    service::end(&world.db, LEAD, alert, EndReason::Over, world.clock.now()).await.unwrap();
    world.run().await;
    let closed = take_lists(&world).pop();
    assert!(matches!(closed, Some((false, MissingPost::Closed { reason: ListClosed::Ended, .. }))), "{closed:?}");
}

#[tokio::test]
async fn list_that_nobody_needs_is_not_posted() {
    let (mut world, alert) = world_with_alert().await;
    world.run().await;
    world.kill();
    world.clock.move_to(at("2020-11-10T20:00:00Z"));
    run_steps(&world).await;
    service::end(&world.db, LEAD, alert, EndReason::Cancel, world.clock.now()).await.unwrap();
    world.run().await;
    assert!(take_lists(&world).is_empty());
}

#[tokio::test]
async fn alert_that_has_found_enough_people_asks_nobody_and_posts_no_list() {
    let mut world = World::new().await;
    let kind = AlertKind { ask: AskKind::People, purpose: Purpose::Real };
    let alert = world.send_ask(kind, "1", "20:30 UTC").await;
    world.press_answer(alert, LAPAZ, Answer::Yes).await;
    world.run().await;
    world.take_deliveries();
    assert!(world.roster(alert).await.plan.is_empty());
    for instant in ["2020-11-10T18:10:00Z", "2020-11-10T19:20:00Z", "2020-11-10T20:00:00Z"] {
        step_at(&mut world, instant).await;
    }
    let delivered = world.take_deliveries();
    assert!(delivered.iter().all(|one| one.missing.is_none()), "{delivered:?}");
    assert!(delivered.iter().all(|one| !matches!(one.action, Action::Post(Address::Member(_)))), "{delivered:?}");
}
