use std::sync::Arc;

use super::world::{BRISBANE, LAPAZ, LEAD, SYDNEY, World};
use crate::alerts::drafts::{DraftClosed, DraftOutcome, NotCorrectable, PreviewStatus, SendOutcome, service as drafts};
use crate::alerts::facts::{MessageStatus, RecipientStatus};
use crate::alerts::model::{AlertId, EditReach, EndReason, Severity};
use crate::alerts::send_rule::Occasion;
use crate::alerts::service::{self, AskAgainOutcome, EndOutcome, SeenOutcome};
use crate::alerts::testing::at;
use crate::alerts::{AlertError, AlertRetention};
use crate::delivery::{Action, Address, EndedDeliveries, Sound};
use crate::members::Group;
use crate::time::{Clock, SignedDuration};
use crate::timers::{DueWork, Retention};

const TEXT: &str = "Main room link changed";

#[tokio::test]
async fn ask_again_reaches_only_members_who_have_not_seen_the_alert_and_wakes_nobody() {
    let mut world = World::new().await;
    let alert = world.send_alert(Severity::Urgent, TEXT, "").await;
    world.add_member(LAPAZ, "La Paz", Group::Mag, None).await;
    service::mark_seen(&world.db, LAPAZ, alert, 1, None, world.clock.now()).await.unwrap();
    world.run().await;
    world.take_deliveries();
    world.clock.move_to(at("2020-11-10T17:30:00Z"));
    let asked = service::ask_again(&world.db, LEAD, alert, world.clock.now()).await.unwrap();
    let AskAgainOutcome::Asked { now, later } = asked else { panic!("{asked:?}") };
    assert_eq!(now, ["Nowhere"]);
    assert_eq!(later.len(), 2);
    assert_eq!(service::ask_again(&world.db, LEAD, alert, world.clock.now()).await.unwrap(), AskAgainOutcome::TooSoon);
    world.run().await;
    let posted = world.take_posts();
    assert_eq!(posted.len(), 1);
    assert_eq!(posted[0].1, Sound::Silent);
    // When Sydney wakes, the "Ask again" message replaces the nudge.
    world.run_until("2020-11-10T20:00:00Z").await;
    let posted = world.take_posts();
    assert_eq!(posted.len(), 1);
    assert_eq!((posted[0].0, posted[0].1, posted[0].2.occasion), (SYDNEY, Sound::Sounding, Occasion::Again));
}

#[tokio::test]
async fn member_who_said_that_they_are_awake_counts_as_awake_in_the_preview_and_in_asking_again() {
    let mut world = World::new().await;
    world.set_awake_until(SYDNEY, "2020-11-10T18:00:00Z").await;
    let preview = world.preview(Severity::Urgent, "members", TEXT, "").await;
    let sydney = preview.people.iter().find(|person| person.member == SYDNEY).unwrap();
    assert_eq!(sydney.status, PreviewStatus::Awake);
    let SendOutcome::Sent(sent) = world.send(&preview).await else { panic!("it is sent") };
    world.run().await;
    world.clock.move_to(at("2020-11-10T17:30:00Z"));
    let asked = service::ask_again(&world.db, LEAD, sent.alert, world.clock.now()).await.unwrap();
    let AskAgainOutcome::Asked { now, .. } = asked else { panic!("{asked:?}") };
    assert!(now.contains(&"Sydney".to_owned()), "{now:?}");
}

#[tokio::test]
async fn correction_reaches_everybody_once_and_must_be_confirmed_as_seen_again() {
    let mut world = World::new().await;
    let alert = world.send_alert(Severity::Urgent, TEXT, "").await;
    service::mark_seen(&world.db, LAPAZ, alert, 1, None, world.clock.now()).await.unwrap();
    world.run().await;
    world.take_deliveries();
    world.clock.move_to(at("2020-11-10T17:10:00Z"));
    let outcome = world.preview_correction(alert, 1, "The link is in #mag-general").await;
    let DraftOutcome::Preview(preview) = outcome else { panic!("{outcome:?}") };
    let first = world.send(&preview).await;
    assert!(matches!(&first, SendOutcome::Corrected(sent) if sent.reached.notified == 4), "{first:?}");
    let second = world.send(&preview).await;
    assert!(matches!(second, SendOutcome::Closed(DraftClosed::Corrected(of)) if of == alert), "{second:?}");
    let outcome = world.preview_correction(alert, 1, "Another").await;
    let DraftOutcome::NotCorrectable(reason) = outcome else { panic!("{outcome:?}") };
    assert_eq!(reason, NotCorrectable::Corrected { alert, version: 2, typed: "Another".to_owned() });
    world.run().await;
    let delivered = world.take_deliveries();
    let old = delivered.iter().filter(|g| matches!(g.action, Action::Edit(_))).filter_map(|g| g.message.as_ref());
    assert_eq!(old.filter(|m| m.status == MessageStatus::Corrected && m.text == TEXT).count(), 4);
    let new: Vec<_> = delivered.iter().filter(|g| matches!(g.action, Action::Post(Address::Member(_)))).collect();
    assert_eq!(new.len(), 4);
    assert!(new.iter().all(|g| g.message.as_ref().unwrap().text == "The link is in #mag-general"));
    assert!(matches!(world.recipient_status(alert, LAPAZ).await, RecipientStatus::Sounded { .. }));
    // The button under the old text does not mark the new text as seen.
    let outdated = service::mark_seen(&world.db, LAPAZ, alert, 1, None, world.clock.now()).await.unwrap();
    let SeenOutcome::Outdated(message) = outdated else { panic!("{outdated:?}") };
    assert_eq!((message.version, message.status), (2, MessageStatus::Open));
    // When Sydney wakes, the only message is a nudge with the new text.
    world.run_until("2020-11-10T20:00:00Z").await;
    let nudges = world.take_posts();
    assert_eq!(nudges.len(), 1);
    assert_eq!((nudges[0].0, nudges[0].2.version), (SYDNEY, 2));
}

#[tokio::test]
async fn recipient_without_a_message_gets_the_corrected_text_in_the_first_message() {
    let mut world = World::new().await;
    let alert = world.send_alert(Severity::Information, TEXT, "").await;
    world.take_deliveries();
    world.correct(alert, 1, "New text").await;
    world.run_until("2020-11-10T20:00:00Z").await;
    let to_sydney: Vec<_> = world.take_posts().into_iter().filter(|(person, ..)| *person == SYDNEY).collect();
    assert_eq!(to_sydney.len(), 1);
    assert_eq!((to_sydney[0].2.text.as_str(), to_sydney[0].2.status), ("New text", MessageStatus::Open));
}

#[tokio::test]
async fn cancelled_alert_is_marked_in_delivered_messages_and_not_sent_again() {
    let mut world = World::new().await;
    let alert = world.send_alert(Severity::Urgent, TEXT, "").await;
    world.take_deliveries();
    let ended = service::end(&world.db, LEAD, alert, EndReason::Cancel, world.clock.now()).await.unwrap();
    let edits = EditReach { edited: 4, not_editable: 0, by_mail: 0 };
    assert_eq!(ended, EndOutcome::Ended { recalled: 2, under_way: 0, edits }, "the nudges to Sydney and Brisbane");
    let again = service::end(&world.db, LEAD, alert, EndReason::Over, world.clock.now()).await.unwrap();
    assert_eq!(again, EndOutcome::EndedBefore);
    world.run_until("2020-11-12T00:00:00Z").await;
    let delivered = world.take_deliveries();
    assert!(delivered.iter().all(|g| matches!(g.action, Action::Edit(_))));
    let marked =
        delivered.iter().filter_map(|g| g.message.as_ref()).filter(|m| matches!(m.status, MessageStatus::Cancelled));
    assert_eq!(marked.count(), 4);
}

/// Brings an alert to the age at which retention deletes its deliveries. The alert itself is kept longer.
async fn alert_without_deliveries(world: &mut World) -> AlertId {
    let alert = world.send_alert(Severity::Urgent, TEXT, "").await;
    world.run_until("2020-11-12T00:00:00Z").await;
    world.take_deliveries();
    world.run_until("2020-12-01T00:00:00Z").await;
    let retention = Retention::daily(world.db.clone(), Arc::new(EndedDeliveries::kept_for(3)));
    // The first round deletes the edits, the second one the messages.
    for _ in 0..2 {
        retention.run_due(world.clock.now(), 100).await.unwrap();
    }
    alert
}

#[tokio::test]
async fn end_of_an_alert_does_not_claim_edits_of_messages_whose_deliveries_are_deleted() {
    let mut world = World::new().await;
    let alert = alert_without_deliveries(&mut world).await;
    let ended = service::end(&world.db, LEAD, alert, EndReason::Cancel, world.clock.now()).await.unwrap();
    let edits = EditReach { edited: 0, not_editable: 4, by_mail: 0 };
    assert_eq!(ended, EndOutcome::Ended { recalled: 0, under_way: 0, edits });
}

#[tokio::test]
async fn silent_fix_does_not_claim_edits_of_messages_whose_deliveries_are_deleted() {
    let mut world = World::new().await;
    let alert = alert_without_deliveries(&mut world).await;
    let outcome = world.preview_correction(alert, 1, "Main room link has changed").await;
    let DraftOutcome::Preview(preview) = outcome else { panic!("{outcome:?}") };
    let fixed = drafts::fix_silently(&world.db, LEAD, preview.draft, world.clock.now()).await.unwrap();
    let SendOutcome::Fixed { edits, .. } = fixed else { panic!("{fixed:?}") };
    assert_eq!(edits, EditReach { edited: 0, not_editable: 4, by_mail: 0 });
}

#[tokio::test]
async fn alert_cancelled_before_its_first_attempt_reaches_nobody() {
    let mut world = World::new().await;
    let preview = world.preview(Severity::Urgent, "members", TEXT, "").await;
    let SendOutcome::Sent(sent) = world.send(&preview).await else { panic!("it is sent") };
    service::end(&world.db, LEAD, sent.alert, EndReason::Cancel, world.clock.now()).await.unwrap();
    world.run().await;
    assert!(world.take_posts().is_empty());
    assert_eq!(world.recipient_status(sent.alert, BRISBANE).await, RecipientStatus::NotSent);
}

#[tokio::test]
async fn seen_command_marks_every_alert_that_reached_the_member() {
    let mut world = World::new().await;
    let first = world.send_alert(Severity::Urgent, TEXT, "").await;
    world.send_alert(Severity::Information, "Lunch is at noon", "").await;
    let seen = service::mark_all_seen(&world.db, LAPAZ, world.clock.now()).await.unwrap();
    assert_eq!(seen.iter().map(|message| message.alert).collect::<Vec<_>>().len(), 2);
    assert_eq!(seen[0].alert, first);
    assert!(service::mark_all_seen(&world.db, LAPAZ, world.clock.now()).await.unwrap().is_empty());
    // One of the two alerts is held until Sydney wakes, so it has not reached Sydney.
    assert_eq!(service::mark_all_seen(&world.db, SYDNEY, world.clock.now()).await.unwrap().len(), 1);
}

#[tokio::test]
async fn expired_alert_is_deleted_together_with_its_draft() {
    let mut world = World::new().await;
    world.send_alert(Severity::Urgent, TEXT, "").await;
    world.run_until("2020-11-12T00:00:00Z").await;
    world.take_deliveries();
    let retention = Retention::daily(world.db.clone(), Arc::new(AlertRetention::new(SignedDuration::from_hours(24))));
    let now = world.clock.now();
    assert_eq!(retention.run_due(now, 100).await.unwrap(), 2, "the draft and the alert");
    assert_eq!(retention.run_due(now, 100).await.unwrap(), 0);
    assert!(service::newest(&world.db, LEAD, 10).await.unwrap().is_empty());
}

#[tokio::test]
async fn draft_is_deleted_a_week_after_its_last_change() {
    let mut world = World::new().await;
    let preview = world.preview(Severity::Urgent, "members", TEXT, "").await;
    let retention = Retention::daily(world.db.clone(), Arc::new(AlertRetention::new(SignedDuration::from_hours(2160))));
    let due_at = retention.next_due(&mut world.db.read().await.unwrap(), world.clock.now()).await.unwrap();
    assert_eq!(due_at, Some(at("2020-11-18T00:00:00Z")));
    assert_eq!(retention.run_due(at("2020-11-17T23:59:59Z"), 100).await.unwrap(), 0);
    assert_eq!(retention.run_due(due_at.unwrap(), 100).await.unwrap(), 1);
    assert!(matches!(world.send_outcome(&preview).await, Err(AlertError::NoDraft(_))));
}
