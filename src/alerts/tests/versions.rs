//! Tests which version of a corrected alert counts as seen, and which versions the export of a member contains.

use serde_json::{Value, json};

use super::world::{LAPAZ, SYDNEY, World};
use crate::alerts::AlertPrivacy;
use crate::alerts::answers::{self, HelpRequestText};
use crate::alerts::ask::{AlertKind, AskKind, Purpose};
use crate::alerts::drafts::SendOutcome;
use crate::alerts::facts::RecipientStatus;
use crate::alerts::model::{AlertId, Severity};
use crate::alerts::service::mark_all_seen;
use crate::alerts::store;
use crate::delivery::Sound;
use crate::members::{self, EmergencyWake, Group, MemberId, PrivacyHandler};
use crate::time::Clock;

/// A world in which an alert was corrected after it arrived, and no message about the correction has been sent yet.
async fn corrected_before_the_correction_is_sent() -> (World, AlertId) {
    let mut world = World::new().await;
    let kind = AlertKind { ask: AskKind::YesNo, purpose: Purpose::Real };
    let alert = world.send_ask(kind, "", "").await;
    world.kill();
    world.correct(alert, 1, "Leave room A").await;
    world.take_posts();
    (world, alert)
}

async fn seen_version(world: &World, alert: AlertId, member: MemberId) -> Option<u32> {
    let mut conn = world.db.read().await.unwrap();
    let recipient = store::recipient(&mut conn, alert, member).await.unwrap().unwrap();
    recipient.seen.map(|seen| seen.version)
}

/// Fails unless only the first version counts as seen and La Paz still gets the message about the correction.
async fn the_correction_still_comes_and_is_not_seen(world: &mut World, alert: AlertId) {
    assert_eq!(seen_version(world, alert, LAPAZ).await, Some(1));
    world.run().await;
    let posts = world.take_posts();
    let (_, sound, message) = posts.iter().find(|(member, ..)| *member == LAPAZ).unwrap();
    assert_eq!((*sound, message.version, message.text.as_str()), (Sound::Sounding, 2, "Leave room A"));
    assert!(matches!(world.recipient_status(alert, LAPAZ).await, RecipientStatus::Sounded { .. }));
}

#[tokio::test]
async fn reminder_of_an_old_version_does_not_count_the_correction_as_seen() {
    // An old button has no version. Then the latest version that has arrived counts as seen.
    for version in [Some(1), None] {
        let (mut world, alert) = corrected_before_the_correction_is_sent().await;
        answers::remind(&world.db, LAPAZ, alert, version, world.clock.now()).await.unwrap();
        the_correction_still_comes_and_is_not_seen(&mut world, alert).await;
    }
}

#[tokio::test]
async fn request_for_help_with_an_old_version_does_not_count_the_correction_as_seen() {
    for version in [Some(1), None] {
        let (mut world, alert) = corrected_before_the_correction_is_sent().await;
        let now = world.clock.now();
        answers::mark_seen_by_help_request(&world.db, LAPAZ, alert, version, now).await.unwrap();
        the_correction_still_comes_and_is_not_seen(&mut world, alert).await;
    }
}

#[tokio::test]
async fn ticket_about_a_version_that_is_not_known_does_not_say_that_its_text_is_withheld() {
    let (world, alert) = corrected_before_the_correction_is_sent().await;
    let text = async |version| answers::help_request(&world.db, LAPAZ, alert, version).await.unwrap().unwrap().text;
    assert_eq!(text(Some(1)).await, HelpRequestText::Withheld, "there are no volunteers");
    let roles = [Group::Mag, Group::Helpdesk].into_iter().collect();
    let joined = world.db.write(async |tx| members::service::upsert_present(tx, LAPAZ, "lapaz", "La Paz", roles).await);
    joined.await.unwrap();
    assert_eq!(text(Some(1)).await, HelpRequestText::Shown("Take the shift".to_owned()));
    assert_eq!(text(Some(0)).await, HelpRequestText::Unknown);
}

#[tokio::test]
async fn ticket_does_not_quote_an_alert_from_which_the_author_left_out_a_volunteer() {
    for (audience, is_shown) in [("everyone", true), ("everyone, -quito", false)] {
        let mut world = World::new().await;
        let profile = Some(("America/Guayaquil", EmergencyWake::Refused));
        world.add_member(MemberId(70), "Quito", Group::Helpdesk, profile).await;
        let preview = world.preview(Severity::Urgent, audience, "Leave room B", "").await;
        let SendOutcome::Sent(sent) = world.send(&preview).await else { panic!("it is sent") };
        world.run().await;
        let request = answers::help_request(&world.db, LAPAZ, sent.alert, Some(1)).await.unwrap().unwrap();
        assert_eq!(matches!(request.text, HelpRequestText::Shown(_)), is_shown, "{audience}: {:?}", request.text);
    }
}

#[tokio::test]
async fn command_seen_does_not_count_a_correction_that_has_not_arrived_as_seen() {
    let (mut world, alert) = corrected_before_the_correction_is_sent().await;
    let seen = mark_all_seen(&world.db, LAPAZ, world.clock.now()).await.unwrap();
    let texts: Vec<&str> = seen.iter().map(|message| message.text.as_str()).collect();
    assert_eq!(texts, ["Take the shift"]);
    let repeated = mark_all_seen(&world.db, LAPAZ, world.clock.now()).await.unwrap();
    assert!(repeated.is_empty(), "it is confirmed only once");
    the_correction_still_comes_and_is_not_seen(&mut world, alert).await;
    assert_eq!(mark_all_seen(&world.db, LAPAZ, world.clock.now()).await.unwrap().len(), 1);
    assert_eq!(seen_version(&world, alert, LAPAZ).await, Some(2));
}

#[tokio::test]
async fn button_of_the_current_version_counts_it_as_seen() {
    let (mut world, alert) = corrected_before_the_correction_is_sent().await;
    world.run().await;
    answers::remind(&world.db, LAPAZ, alert, Some(2), world.clock.now()).await.unwrap();
    assert_eq!(seen_version(&world, alert, LAPAZ).await, Some(2));
    answers::remind(&world.db, SYDNEY, alert, None, world.clock.now()).await.unwrap();
    assert_eq!(seen_version(&world, alert, SYDNEY).await, Some(2), "the correction has arrived");
}

async fn exported_texts(world: &World, member: MemberId) -> Vec<(Value, Value)> {
    let mut conn = world.db.read().await.unwrap();
    let export = AlertPrivacy.export(&mut conn, member).await.unwrap();
    let received = export["received"].as_array().unwrap();
    received.iter().map(|alert| (alert["text"].clone(), alert["earlier_texts"].clone())).collect()
}

#[tokio::test]
async fn export_contains_only_the_versions_that_arrived() {
    let (mut world, _) = corrected_before_the_correction_is_sent().await;
    assert_eq!(exported_texts(&world, LAPAZ).await, [(json!("Take the shift"), json!([]))]);
    world.leave_server(LAPAZ).await;
    world.run().await;
    assert_eq!(exported_texts(&world, LAPAZ).await, [(json!("Take the shift"), json!([]))]);
    assert_eq!(exported_texts(&world, SYDNEY).await, [(json!("Leave room A"), json!(["Take the shift"]))]);
}
