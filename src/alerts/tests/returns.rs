//! Tests of members who leave the server and return.

use super::world::{AttemptOutcome, LEAD, SYDNEY, World};
use crate::alerts::drafts::SendOutcome;
use crate::alerts::facts::RecipientStatus;
use crate::alerts::model::{AlertId, EndReason, FailureCause, Severity};
use crate::alerts::send_rule::Occasion;
use crate::alerts::service;
use crate::alerts::testing::at;
use crate::delivery::Sound;
use crate::time::Clock;

const TEXT: &str = "Main room link changed";

/// The sound, the occasion and the version of each message to Sydney since the last call.
fn take_posts_to_sydney(world: &World) -> Vec<(Sound, Occasion, u32)> {
    let posts = world.take_posts().into_iter().filter(|(person, ..)| *person == SYDNEY);
    posts.map(|(_, sound, message)| (sound, message.occasion, message.version)).collect()
}

fn assert_no_post_to_sydney(world: &World) {
    let posts = take_posts_to_sydney(world);
    assert!(posts.is_empty(), "{posts:?}");
}

/// Enqueues an urgent alert to Sydney, who is asleep.
async fn send_to_sydney(world: &mut World) -> AlertId {
    let preview = world.preview(Severity::Urgent, "sydney", TEXT, "").await;
    let SendOutcome::Sent(sent) = world.send(&preview).await else { panic!("it is sent") };
    sent.alert
}

/// Sends an urgent alert to Sydney, who is asleep. Sydney leaves before 20:00 UTC, when the nudge fails. The bot learns
/// of the departure only then.
async fn leave_before_nudge(world: &mut World) -> AlertId {
    let alert = send_to_sydney(world).await;
    world.run().await;
    assert_eq!(take_posts_to_sydney(world), [(Sound::Silent, Occasion::NewToRecipient, 1)]);
    world.route.leave_unnoticed(SYDNEY);
    world.run_until("2020-11-10T20:00:00Z").await;
    world.leave_server(SYDNEY).await;
    let status = world.recipient_status(alert, SYDNEY).await;
    assert!(matches!(status, RecipientStatus::Failed { cause: FailureCause::NotHere, .. }), "{status:?}");
    alert
}

#[tokio::test]
async fn member_who_left_the_server_gets_no_nudge() {
    let mut world = World::new().await;
    world.send_alert(Severity::Urgent, TEXT, "").await;
    world.take_deliveries();
    world.leave_server(SYDNEY).await;
    world.run_until("2020-11-12T00:00:00Z").await;
    assert!(world.take_posts().iter().all(|(person, ..)| *person != SYDNEY));
}

/// The nudge fails while the member is away, so the alert counts as not delivered, although its first message arrived.
/// After the return, the nudge comes, and no second copy of the first message.
#[tokio::test]
async fn member_who_returns_gets_no_second_copy_of_a_message_with_an_unknown_outcome() {
    let mut world = World::new().await;
    world.route.set_outcomes(&[AttemptOutcome::ArrivesUnknown; 4]);
    let alert = world.send_alert(Severity::Urgent, TEXT, "").await;
    world.route.set_searches_fail(true);
    world.route.leave_unnoticed(SYDNEY);
    world.run_until("2020-11-10T19:59:00Z").await;
    world.run_until("2020-11-10T20:05:00Z").await;
    let status = world.recipient_status(alert, SYDNEY).await;
    assert!(matches!(status, RecipientStatus::Failed { cause: FailureCause::NotHere, .. }), "{status:?}");
    world.return_to_server(SYDNEY).await;
    world.run().await;
    world.route.set_searches_fail(false);
    world.run_until("2020-11-12T20:00:00Z").await;
    let expected = [(Sound::Silent, Occasion::NewToRecipient, 1), (Sound::Sounding, Occasion::Slept, 1)];
    assert_eq!(take_posts_to_sydney(&world), expected);
    let status = world.recipient_status(alert, SYDNEY).await;
    assert!(matches!(status, RecipientStatus::Sounded { .. }), "{status:?}");
}

#[tokio::test]
async fn nudge_that_failed_without_the_member_comes_once_after_their_return() {
    let mut world = World::new().await;
    leave_before_nudge(&mut world).await;
    world.run_until("2020-11-10T22:00:00Z").await;
    world.return_to_server(SYDNEY).await;
    world.run().await;
    assert_eq!(take_posts_to_sydney(&world), [(Sound::Sounding, Occasion::Slept, 1)]);
    world.leave_server(SYDNEY).await;
    world.run_until("2020-11-10T23:00:00Z").await;
    world.return_to_server(SYDNEY).await;
    world.run_until("2020-11-12T23:00:00Z").await;
    assert_no_post_to_sydney(&world);
}

/// Sydney returns at 23:00 local time and wakes at 07:00.
#[tokio::test]
async fn nudge_after_a_return_at_night_waits_until_the_member_wakes() {
    let mut world = World::new().await;
    let alert = leave_before_nudge(&mut world).await;
    world.run_until("2020-11-11T12:00:00Z").await;
    world.return_to_server(SYDNEY).await;
    let wakes_at = Some(at("2020-11-11T20:00:00Z"));
    assert_eq!(world.recipient_status(alert, SYDNEY).await, RecipientStatus::Silent { wakes_at });
    world.run_until("2020-11-11T19:59:00Z").await;
    assert_no_post_to_sydney(&world);
    world.run_until("2020-11-11T20:00:00Z").await;
    assert_eq!(take_posts_to_sydney(&world), [(Sound::Sounding, Occasion::Slept, 1)]);
}

#[tokio::test]
async fn nudge_that_fails_after_each_of_two_returns_comes_after_the_third() {
    let mut world = World::new().await;
    leave_before_nudge(&mut world).await;
    for _ in 0..2 {
        world.return_to_server(SYDNEY).await;
        world.route.leave_unnoticed(SYDNEY);
        world.run().await;
        world.leave_server(SYDNEY).await;
    }
    assert_no_post_to_sydney(&world);
    world.return_to_server(SYDNEY).await;
    world.run().await;
    assert_eq!(take_posts_to_sydney(&world), [(Sound::Sounding, Occasion::Slept, 1)]);
}

#[tokio::test]
async fn nudge_that_failed_without_the_member_does_not_come_if_the_alert_was_seen_or_has_ended() {
    for has_ended in [false, true] {
        let mut world = World::new().await;
        let alert = leave_before_nudge(&mut world).await;
        world.return_to_server(SYDNEY).await;
        if has_ended {
            service::end(&world.db, LEAD, alert, EndReason::Over, world.clock.now()).await.unwrap();
        } else {
            service::mark_seen(&world.db, SYDNEY, alert, 1, None, world.clock.now()).await.unwrap();
        }
        world.run_until("2020-11-12T23:00:00Z").await;
        assert_no_post_to_sydney(&world);
    }
}

#[tokio::test]
async fn correction_that_failed_without_the_member_comes_once_after_their_return() {
    let mut world = World::new().await;
    let alert = send_to_sydney(&mut world).await;
    world.run_until("2020-11-10T20:00:00Z").await;
    take_posts_to_sydney(&world);
    world.route.leave_unnoticed(SYDNEY);
    world.correct(alert, 1, "Room 2").await;
    world.run().await;
    world.leave_server(SYDNEY).await;
    world.run_until("2020-11-10T22:00:00Z").await;
    assert_no_post_to_sydney(&world);
    world.return_to_server(SYDNEY).await;
    world.run_until("2020-11-12T23:00:00Z").await;
    assert_eq!(take_posts_to_sydney(&world), [(Sound::Sounding, Occasion::Corrected, 2)]);
}

#[tokio::test]
async fn second_request_that_failed_without_the_member_comes_once_after_their_return() {
    let mut world = World::new().await;
    let alert = send_to_sydney(&mut world).await;
    world.run_until("2020-11-10T20:00:00Z").await;
    take_posts_to_sydney(&world);
    world.route.leave_unnoticed(SYDNEY);
    service::ask_again(&world.db, LEAD, alert, world.clock.now()).await.unwrap();
    world.run().await;
    world.leave_server(SYDNEY).await;
    world.run_until("2020-11-10T22:00:00Z").await;
    assert_no_post_to_sydney(&world);
    world.return_to_server(SYDNEY).await;
    world.run_until("2020-11-12T23:00:00Z").await;
    assert_eq!(take_posts_to_sydney(&world), [(Sound::Sounding, Occasion::Again, 1)]);
}

/// Neither the first message nor its nudge arrives. After a return at night, the text comes silently, and one nudge
/// follows.
#[tokio::test]
async fn text_and_nudge_that_failed_without_the_member_come_once_each_after_their_return() {
    let mut world = World::new().await;
    world.route.set_outcomes(&[AttemptOutcome::VanishesUnknown]);
    world.route.set_searches_fail(true);
    let alert = send_to_sydney(&mut world).await;
    world.run_until("2020-11-10T19:59:00Z").await;
    world.route.leave_unnoticed(SYDNEY);
    world.run_until("2020-11-10T20:05:00Z").await;
    world.route.set_searches_fail(false);
    world.run_until("2020-11-11T11:00:00Z").await;
    world.leave_server(SYDNEY).await;
    let status = world.recipient_status(alert, SYDNEY).await;
    assert!(matches!(status, RecipientStatus::Failed { cause: FailureCause::NotHere, .. }), "{status:?}");
    world.run_until("2020-11-11T12:00:00Z").await;
    world.return_to_server(SYDNEY).await;
    world.run().await;
    assert_eq!(take_posts_to_sydney(&world), [(Sound::Silent, Occasion::NewToRecipient, 1)]);
    world.run_until("2020-11-11T20:00:00Z").await;
    assert_eq!(take_posts_to_sydney(&world), [(Sound::Sounding, Occasion::Slept, 1)]);
    world.run_until("2020-11-12T23:00:00Z").await;
    assert_no_post_to_sydney(&world);
}
