use std::collections::BTreeSet;

use super::world::{BRISBANE, LAPAZ, LEAD, NOWHERE, SYDNEY, World};
use crate::alerts::AlertError;
use crate::alerts::audience::Misunderstood;
use crate::alerts::drafts::service::{look_again, send, wake, write};
use crate::alerts::drafts::{Closed, Drafted, Repeat, Sending, Subject, Trouble, Waking};
use crate::alerts::facts::Status;
use crate::alerts::model::{Because, Occasion, Rules, Severity};
use crate::alerts::service::{self, SeenPress};
use crate::alerts::standing::Section;
use crate::alerts::testing::at;
use crate::delivery::{Action, Sound};
use crate::members::MemberId;
use crate::time::{Clock, SignedDuration};

const TEXT: &str = "Main room link changed";
/// In Geneva, where the author lives: 18:15 UTC.
const BEFORE: &str = "2020-11-10T19:15";

fn sections(preview: &crate::alerts::drafts::Preview, section: Section) -> Vec<MemberId> {
    preview.section(section).map(|placed| placed.member).collect()
}

#[tokio::test]
async fn a_preview_names_everybody_where_they_stand() {
    let mut world = World::new().await;
    let urgent = world.preview(Severity::Urgent, "members", TEXT, BEFORE).await;
    assert_eq!(urgent.answer_by, Some(at("2020-11-10T18:15:00Z")));
    assert_eq!(sections(&urgent, Section::Awake), [LAPAZ]);
    assert_eq!(sections(&urgent, Section::TooLate), [BRISBANE, SYDNEY]);
    assert_eq!(sections(&urgent, Section::NoZone), [NOWHERE]);
    let emergency = world.preview(Severity::Emergency, "members", TEXT, "").await;
    assert_eq!(sections(&emergency, Section::MayWake), [BRISBANE]);
    assert_eq!(sections(&emergency, Section::Asleep), [SYDNEY]);
    assert!(emergency.chosen.is_empty());
}

#[tokio::test]
async fn who_sleeps_gets_it_silently_and_hears_it_once_at_the_waking_minute() {
    let mut world = World::new().await;
    let alert = world.alert(Severity::Urgent, TEXT, BEFORE).await;
    let sounds: Vec<_> = world.posted().into_iter().map(|(who, sound, _)| (who, sound)).collect();
    assert_eq!(
        sounds,
        [(SYDNEY, Sound::Silent), (LAPAZ, Sound::Sounding), (BRISBANE, Sound::Silent), (NOWHERE, Sound::Silent)]
    );
    assert_eq!(world.status(alert, LAPAZ).await, Status::Heard { at: at("2020-11-10T17:00:00Z") });
    assert_eq!(world.status(alert, NOWHERE).await, Status::Silent { wakes_at: None });
    world.run_until("2020-11-10T19:59:59Z").await;
    assert!(world.posted().is_empty());
    world.run_until("2020-11-10T20:00:00Z").await;
    let nudges = world.posted();
    assert_eq!(nudges.len(), 1);
    assert_eq!((nudges[0].0, nudges[0].1, nudges[0].2.occasion), (SYDNEY, Sound::Sounding, Occasion::SleptTooLate));
    world.run_until("2020-11-12T00:00:00Z").await;
    let nudges: Vec<_> = world.posted().into_iter().map(|(who, ..)| who).collect();
    assert_eq!(nudges, [BRISBANE]);
}

#[tokio::test]
async fn what_was_seen_in_the_night_is_not_nudged() {
    let mut world = World::new().await;
    let alert = world.alert(Severity::Urgent, TEXT, "").await;
    world.given();
    let seen = service::seen(&world.db, SYDNEY, alert, 1, None, world.clock.now()).await.unwrap();
    assert!(matches!(seen, SeenPress::Noted(_)));
    world.run_until("2020-11-12T00:00:00Z").await;
    assert!(world.posted().iter().all(|(who, ..)| *who != SYDNEY));
    assert_eq!(world.status(alert, SYDNEY).await, Status::Seen { at: at("2020-11-10T17:00:00Z") });
    let other = service::seen(&world.db, LEAD, alert, 1, None, world.clock.now()).await.unwrap();
    assert_eq!(other, SeenPress::NotYours);
}

#[tokio::test]
async fn an_emergency_wakes_only_the_names_that_were_chosen() {
    let mut world = World::new().await;
    let preview = world.preview(Severity::Emergency, "members", TEXT, "").await;
    // Sydney refuses, and nobody forged their name into the choice.
    let waking = Waking::Page { page: 0, chosen: BTreeSet::from([BRISBANE, SYDNEY]) };
    let Drafted::Preview(preview) =
        wake(&world.db, Rules::default(), LEAD, preview.draft, waking, world.clock.now()).await.unwrap()
    else {
        panic!("a preview")
    };
    assert_eq!(preview.chosen, BTreeSet::from([BRISBANE]));
    assert!(matches!(world.confirm(&preview).await, Sending::Sent(_)));
    world.run().await;
    let sounds: Vec<_> = world.posted().into_iter().map(|(who, sound, _)| (who, sound)).collect();
    assert_eq!(
        sounds,
        [(SYDNEY, Sound::Silent), (LAPAZ, Sound::Sounding), (BRISBANE, Sound::Sounding), (NOWHERE, Sound::Silent)]
    );
}

#[tokio::test]
async fn an_emergency_without_a_choice_wakes_nobody() {
    let mut world = World::new().await;
    world.alert(Severity::Emergency, TEXT, "").await;
    let sounding: Vec<_> = world.posted().into_iter().filter(|(_, sound, _)| *sound == Sound::Sounding).collect();
    assert_eq!(sounding.len(), 1);
    assert_eq!(sounding[0].0, LAPAZ);
}

#[tokio::test]
async fn information_waits_until_they_wake() {
    let mut world = World::new().await;
    let alert = world.alert(Severity::Information, TEXT, "").await;
    let to: Vec<_> = world.posted().into_iter().map(|(who, ..)| who).collect();
    assert_eq!(to, [LAPAZ, NOWHERE]);
    assert_eq!(world.status(alert, SYDNEY).await, Status::Waiting { until: Some(at("2020-11-10T20:00:00Z")) });
    world.awake_until(SYDNEY, "2020-11-10T18:00:00Z").await;
    world.run().await;
    assert_eq!(world.posted()[0].0, SYDNEY);
    world.run_until("2020-11-10T21:00:00Z").await;
    assert_eq!(world.posted()[0].0, BRISBANE);
}

#[tokio::test]
async fn who_ends_their_quiet_hours_is_nudged_at_once() {
    let mut world = World::new().await;
    world.alert(Severity::Urgent, TEXT, "").await;
    world.given();
    world.awake_until(SYDNEY, "2020-11-10T18:00:00Z").await;
    world.run().await;
    let nudges = world.posted();
    assert_eq!((nudges[0].0, nudges[0].1, nudges[0].2.occasion), (SYDNEY, Sound::Sounding, Occasion::Slept));
    world.run_until("2020-11-10T20:30:00Z").await;
    assert!(world.posted().is_empty());
}

#[tokio::test]
async fn a_double_confirmation_sends_once() {
    let mut world = World::new().await;
    let preview = world.preview(Severity::Urgent, "members", TEXT, "").await;
    let Sending::Sent(sent) = world.confirm(&preview).await else { panic!("it is sent") };
    assert!(matches!(world.confirm(&preview).await, Sending::AlreadySent(alert) if alert == sent.alert));
    world.run().await;
    assert_eq!(world.posted().len(), 4);
}

#[tokio::test]
async fn a_death_between_confirmation_and_sending_loses_and_doubles_nothing() {
    let mut world = World::new().await;
    let preview = world.preview(Severity::Urgent, "members", TEXT, "").await;
    assert!(matches!(world.confirm(&preview).await, Sending::Sent(_)));
    world.run().await;
    world.kill();
    world.run().await;
    assert_eq!(world.posted().len(), 4);
    // Due while it is dead: late, once.
    world.kill();
    world.clock.move_to(at("2020-11-10T23:00:00Z"));
    world.run().await;
    assert_eq!(world.posted().len(), 2);
}

#[tokio::test]
async fn names_that_moved_since_the_preview_are_shown_again() {
    let mut world = World::new().await;
    world.clock.move_to(at("2020-11-10T19:55:00Z"));
    let preview = world.preview(Severity::Urgent, "members", TEXT, "").await;
    world.clock.move_to(at("2020-11-10T20:00:00Z"));
    let Sending::Changed(again) = world.confirm(&preview).await else { panic!("Sydney woke up") };
    assert_eq!(again.moved, BTreeSet::from([SYDNEY]));
    assert!(matches!(world.confirm(&again).await, Sending::Sent(_)));
}

#[tokio::test]
async fn an_old_preview_sends_nothing_and_keeps_the_draft() {
    let mut world = World::new().await;
    let preview = world.preview(Severity::Urgent, "members", TEXT, "").await;
    world.clock.move_to(at("2020-11-10T17:15:01Z"));
    assert!(matches!(world.confirm(&preview).await, Sending::Stale));
    let again = look_again(&world.db, Rules::default(), LEAD, preview.draft, world.clock.now()).await.unwrap();
    let Drafted::Preview(again) = again else { panic!("{again:?}") };
    assert_eq!(again.text, TEXT);
    assert!(matches!(world.confirm(&again).await, Sending::Sent(_)));
}

#[tokio::test]
async fn a_time_that_is_not_understood_or_past_keeps_every_word() {
    let mut world = World::new().await;
    let drafted = world.write(Severity::Urgent, "members", TEXT, "xyzzy").await;
    let Drafted::Trouble { draft, trouble: Trouble::TimeUnknown } = drafted else { panic!("{drafted:?}") };
    let written = world.written(Subject::Again { draft, audience: None }, TEXT, "2020-11-09T10:00");
    let drafted = write(&world.db, Rules::default(), written, world.clock.now()).await.unwrap();
    assert!(matches!(drafted, Drafted::Trouble { trouble: Trouble::TimePassed(_), .. }));
    let written = world.written(Subject::Again { draft, audience: None }, TEXT, BEFORE);
    let drafted = write(&world.db, Rules::default(), written, world.clock.now()).await.unwrap();
    let Drafted::Preview(preview) = drafted else { panic!("{drafted:?}") };
    assert_eq!(preview.draft, draft);
    world.clock.move_to(at("2020-11-10T18:15:00Z"));
    assert!(matches!(world.confirm(&preview).await, Sending::TimePassed));
}

#[tokio::test]
async fn the_same_text_within_half_an_hour_is_asked_about() {
    let mut world = World::new().await;
    world.alert(Severity::Urgent, TEXT, "").await;
    world.clock.move_to(at("2020-11-10T17:29:00Z"));
    let preview = world.preview(Severity::Urgent, "La Paz", "main room  link changed", "").await;
    assert!(preview.twin.is_some());
    assert!(matches!(world.confirm(&preview).await, Sending::Twin(_)));
    let again =
        send(&world.db, Rules::default(), LEAD, preview.draft, Repeat::SendAgain, world.clock.now()).await.unwrap();
    assert!(matches!(again, Sending::Sent(_)));
    world.clock.move_to(at("2020-11-10T18:00:00Z"));
    assert!(world.preview(Severity::Urgent, "members", TEXT, "").await.twin.is_none());
}

#[tokio::test]
async fn nobody_outside_the_secretariat_sends() {
    let mut world = World::new().await;
    let preview = world.preview(Severity::Urgent, "members", TEXT, "").await;
    let refused = send(&world.db, Rules::default(), LAPAZ, preview.draft, Repeat::Ask, world.clock.now()).await;
    assert!(matches!(refused, Err(AlertError::NotSecretariat(LAPAZ))));
    world.leaves(LEAD).await;
    let refused = send(&world.db, Rules::default(), LEAD, preview.draft, Repeat::Ask, world.clock.now()).await;
    assert!(matches!(refused, Err(AlertError::NotSecretariat(LEAD))));
}

#[tokio::test]
async fn an_audience_of_nobody_is_told() {
    let mut world = World::new().await;
    let drafted = world.write(Severity::Urgent, "volunteers", TEXT, "").await;
    assert!(matches!(drafted, Drafted::Trouble { trouble: Trouble::Nobody, .. }));
    let drafted = world.write(Severity::Urgent, "lima", TEXT, "").await;
    let Drafted::Trouble { draft, trouble: Trouble::Audience(Misunderstood::Unknown { word }) } = drafted else {
        panic!("{drafted:?}")
    };
    assert_eq!(word, "lima");
    let written = world.written(Subject::Again { draft, audience: Some("everyone".to_owned()) }, TEXT, "");
    let drafted = write(&world.db, Rules::default(), written, world.clock.now()).await.unwrap();
    assert!(matches!(drafted, Drafted::Preview(preview) if preview.people.len() == 5));
}

#[tokio::test]
async fn a_discarded_draft_is_not_sent() {
    let mut world = World::new().await;
    let preview = world.preview(Severity::Urgent, "members", TEXT, "").await;
    let closed =
        crate::alerts::drafts::service::discard(&world.db, LEAD, preview.draft, world.clock.now()).await.unwrap();
    assert_eq!(closed, Closed::Discarded);
    assert!(matches!(world.confirm(&preview).await, Sending::Discarded));
}

#[tokio::test]
async fn a_failure_is_shown_with_its_reason() {
    let mut world = World::new().await;
    // The DM is refused, and the next route does not exist.
    world.closes_dms(LAPAZ);
    let alert = world.alert(Severity::Urgent, TEXT, "").await;
    let status = world.status(alert, LAPAZ).await;
    assert_eq!(status, Status::Failed { because: Because::NoRoute, reason: "no inbox".to_owned() });
}

#[tokio::test]
async fn who_left_gets_nothing_more() {
    let mut world = World::new().await;
    let alert = world.alert(Severity::Urgent, TEXT, "").await;
    world.given();
    world.leaves(SYDNEY).await;
    world.run_until("2020-11-12T00:00:00Z").await;
    assert!(world.posted().iter().all(|(who, ..)| *who != SYDNEY));
    assert!(world.clock.now() > at("2020-11-11T00:00:00Z") && alert.0 > 0);
}

#[tokio::test]
async fn the_list_is_worded_anew_and_posted_anew_when_it_grows_old() {
    let mut world = World::new().await;
    let alert = world.alert(Severity::Urgent, TEXT, "").await;
    world.given();
    service::seen(&world.db, LAPAZ, alert, 1, None, world.clock.now()).await.unwrap();
    world.run().await;
    let lists: Vec<_> = world.given().into_iter().filter(|given| given.roster.is_some()).collect();
    assert_eq!(lists.len(), 1);
    assert!(lists[0].sound == Sound::Silent && matches!(lists[0].action, Action::Edit(_)));
    world.clock.move_to(at("2020-11-10T17:00:00Z") + SignedDuration::from_mins(55));
    service::seen(&world.db, NOWHERE, alert, 1, None, world.clock.now()).await.unwrap();
    world.run().await;
    let lists: Vec<_> = world.given().into_iter().filter(|given| given.roster.is_some()).collect();
    assert!(lists.iter().any(|given| matches!(given.action, Action::Post(_))));
}

#[tokio::test]
async fn who_is_expected_and_not_on_discord_is_counted_with_an_address() {
    let mut world = World::new().await;
    let file = "name,address,role\nSydney,s@example.org,mag\nQuito,q@example.org,mag\nOslo,o@example.org,helpdesk\n";
    crate::guild::service::expect_members(&world.db, file.as_bytes()).await.unwrap();
    let preview = world.preview(Severity::Urgent, "members", TEXT, "").await;
    assert_eq!(preview.absent, 1);
    let (_, absent) = crate::alerts::drafts::service::absent(&world.db, LEAD, preview.draft).await.unwrap();
    assert_eq!((absent[0].name.as_str(), absent[0].address.as_str()), ("Quito", "q@example.org"));
}
