use std::collections::BTreeSet;

use super::world::{BRISBANE, LAPAZ, LEAD, NOWHERE, SYDNEY, World};
use crate::alerts::AlertError;
use crate::alerts::audience::AudienceError;
use crate::alerts::drafts::service::{discard, not_on_discord, renew_preview, select_woken, send, submit};
use crate::alerts::drafts::{
    DraftClosed, DraftOutcome, DraftProblem, DraftTarget, Preview, PreviewSection, RepeatPolicy, SendOutcome,
    WakeSelection,
};
use crate::alerts::facts::RecipientStatus;
use crate::alerts::model::{AlertSettings, FailureCause, Severity};
use crate::alerts::send_rule::Occasion;
use crate::alerts::service::{self, SeenOutcome};
use crate::alerts::testing::at;
use crate::delivery::{Action, Sound};
use crate::guild;
use crate::members::{EmergencyWake, Followers, Group, GuildId, MemberId};
use crate::time::{Clock, SignedDuration};

const TEXT: &str = "Main room link changed";
/// A deadline, as the author types it in Geneva. It is 18:15 UTC.
const ANSWER_BY: &str = "2020-11-10T19:15";

fn sections(preview: &Preview, section: PreviewSection) -> Vec<MemberId> {
    preview.section(section).map(|person| person.member).collect()
}

#[tokio::test]
async fn preview_lists_each_member_in_the_section_of_their_status() {
    let mut world = World::new().await;
    let urgent = world.preview(Severity::Urgent, "members", TEXT, ANSWER_BY).await;
    assert_eq!(urgent.answer_by, Some(at("2020-11-10T18:15:00Z")));
    assert_eq!(sections(&urgent, PreviewSection::Awake), [LAPAZ]);
    assert_eq!(sections(&urgent, PreviewSection::TooLate), [BRISBANE, SYDNEY]);
    assert_eq!(sections(&urgent, PreviewSection::NoZone), [NOWHERE]);
    let emergency = world.preview(Severity::Emergency, "members", TEXT, "").await;
    assert_eq!(sections(&emergency, PreviewSection::MayWake), [BRISBANE]);
    assert_eq!(sections(&emergency, PreviewSection::Asleep), [SYDNEY]);
    assert!(emergency.members_to_wake.is_empty());
}

/// The list has the button that withdraws the alert, so it must not come after all the messages.
#[tokio::test]
async fn list_of_an_alert_to_three_hundred_people_is_among_the_first_messages() {
    let mut world = World::new().await;
    for number in 0..300 {
        let (id, name) = (MemberId(1000 + number), format!("Member {number}"));
        world.add_member(id, &name, Group::Mag, Some(("America/La_Paz", EmergencyWake::Refused))).await;
    }
    world.send_alert(Severity::Urgent, TEXT, "").await;
    let posts: Vec<_> =
        world.take_deliveries().into_iter().filter(|delivery| matches!(delivery.action, Action::Post(_))).collect();
    assert_eq!(posts.len(), 305, "304 people and the list");
    let position = posts.iter().position(|delivery| delivery.roster.is_some());
    assert!(position.is_some_and(|position| position < 10), "the list is number {position:?}");
}

#[tokio::test]
async fn member_asleep_gets_a_silent_message_and_one_nudge_when_they_wake() {
    let mut world = World::new().await;
    let alert = world.send_alert(Severity::Urgent, TEXT, ANSWER_BY).await;
    let sounds: Vec<_> = world.take_posts().into_iter().map(|(person, sound, _)| (person, sound)).collect();
    assert_eq!(
        sounds,
        [(SYDNEY, Sound::Silent), (LAPAZ, Sound::Sounding), (BRISBANE, Sound::Silent), (NOWHERE, Sound::Silent)]
    );
    assert_eq!(world.recipient_status(alert, LAPAZ).await, RecipientStatus::Sounded { at: at("2020-11-10T17:00:00Z") });
    assert_eq!(world.recipient_status(alert, NOWHERE).await, RecipientStatus::Silent { wakes_at: None });
    world.run_until("2020-11-10T19:59:59Z").await;
    assert!(world.take_posts().is_empty());
    world.run_until("2020-11-10T20:00:00Z").await;
    let nudges = world.take_posts();
    assert_eq!(nudges.len(), 1);
    assert_eq!((nudges[0].0, nudges[0].1, nudges[0].2.occasion), (SYDNEY, Sound::Sounding, Occasion::SleptTooLate));
    world.run_until("2020-11-12T00:00:00Z").await;
    let nudges: Vec<_> = world.take_posts().into_iter().map(|(person, ..)| person).collect();
    assert_eq!(nudges, [BRISBANE]);
}

#[tokio::test]
async fn alert_seen_during_the_night_causes_no_nudge() {
    let mut world = World::new().await;
    let alert = world.send_alert(Severity::Urgent, TEXT, "").await;
    world.take_deliveries();
    let seen = service::mark_seen(&world.db, SYDNEY, alert, 1, None, world.clock.now()).await.unwrap();
    assert!(matches!(seen, SeenOutcome::Recorded(_)));
    world.run_until("2020-11-12T00:00:00Z").await;
    assert!(world.take_posts().iter().all(|(person, ..)| *person != SYDNEY));
    assert_eq!(world.recipient_status(alert, SYDNEY).await, RecipientStatus::Seen { at: at("2020-11-10T17:00:00Z") });
    let other = service::mark_seen(&world.db, LEAD, alert, 1, None, world.clock.now()).await.unwrap();
    assert_eq!(other, SeenOutcome::NotRecipient);
}

#[tokio::test]
async fn emergency_wakes_only_members_who_were_chosen_and_allow_it() {
    let mut world = World::new().await;
    let preview = world.preview(Severity::Emergency, "members", TEXT, "").await;
    // The request also contains Sydney, who does not allow an emergency to wake them.
    let selection = WakeSelection::Page { page: 0, chosen: BTreeSet::from([BRISBANE, SYDNEY]) };
    let DraftOutcome::Preview(preview) =
        select_woken(&world.db, AlertSettings::default(), LEAD, preview.draft, selection, world.clock.now())
            .await
            .unwrap()
    else {
        panic!("a preview")
    };
    assert_eq!(preview.members_to_wake, BTreeSet::from([BRISBANE]));
    assert!(matches!(world.send(&preview).await, SendOutcome::Sent(_)));
    world.run().await;
    let sounds: Vec<_> = world.take_posts().into_iter().map(|(person, sound, _)| (person, sound)).collect();
    assert_eq!(
        sounds,
        [(SYDNEY, Sound::Silent), (LAPAZ, Sound::Sounding), (BRISBANE, Sound::Sounding), (NOWHERE, Sound::Silent)]
    );
}

#[tokio::test]
async fn emergency_without_a_choice_wakes_nobody() {
    let mut world = World::new().await;
    world.send_alert(Severity::Emergency, TEXT, "").await;
    let sounding: Vec<_> = world.take_posts().into_iter().filter(|(_, sound, _)| *sound == Sound::Sounding).collect();
    assert_eq!(sounding.len(), 1);
    assert_eq!(sounding[0].0, LAPAZ);
}

#[tokio::test]
async fn information_is_held_until_the_member_wakes() {
    let mut world = World::new().await;
    let alert = world.send_alert(Severity::Information, TEXT, "").await;
    let to: Vec<_> = world.take_posts().into_iter().map(|(person, ..)| person).collect();
    assert_eq!(to, [LAPAZ, NOWHERE]);
    assert_eq!(
        world.recipient_status(alert, SYDNEY).await,
        RecipientStatus::Pending { held_until: Some(at("2020-11-10T20:00:00Z")) }
    );
    world.set_awake_until(SYDNEY, "2020-11-10T18:00:00Z").await;
    world.run().await;
    assert_eq!(world.take_posts()[0].0, SYDNEY);
    world.run_until("2020-11-10T21:00:00Z").await;
    assert_eq!(world.take_posts()[0].0, BRISBANE);
}

#[tokio::test]
async fn member_who_ends_their_quiet_hours_is_nudged_at_once() {
    let mut world = World::new().await;
    world.send_alert(Severity::Urgent, TEXT, "").await;
    world.take_deliveries();
    world.set_awake_until(SYDNEY, "2020-11-10T18:00:00Z").await;
    world.run().await;
    let nudges = world.take_posts();
    assert_eq!((nudges[0].0, nudges[0].1, nudges[0].2.occasion), (SYDNEY, Sound::Sounding, Occasion::Slept));
    world.run_until("2020-11-10T20:30:00Z").await;
    assert!(world.take_posts().is_empty());
}

#[tokio::test]
async fn second_press_of_send_sends_nothing() {
    let mut world = World::new().await;
    let preview = world.preview(Severity::Urgent, "members", TEXT, "").await;
    let SendOutcome::Sent(sent) = world.send(&preview).await else { panic!("it is sent") };
    assert!(matches!(world.send(&preview).await, SendOutcome::Closed(DraftClosed::Sent(alert)) if alert == sent.alert));
    world.run().await;
    assert_eq!(world.take_posts().len(), 4);
}

#[tokio::test]
async fn crash_between_send_and_delivery_loses_and_repeats_nothing() {
    let mut world = World::new().await;
    let preview = world.preview(Severity::Urgent, "members", TEXT, "").await;
    assert!(matches!(world.send(&preview).await, SendOutcome::Sent(_)));
    world.run().await;
    world.kill();
    world.run().await;
    assert_eq!(world.take_posts().len(), 4);
    // Both nudges were due while the dispatcher was down. Each is sent late, and only once.
    world.kill();
    world.clock.move_to(at("2020-11-10T23:00:00Z"));
    world.run().await;
    assert_eq!(world.take_posts().len(), 2);
}

#[tokio::test]
async fn send_shows_a_new_preview_if_a_member_is_in_another_section_now() {
    let mut world = World::new().await;
    world.clock.move_to(at("2020-11-10T19:55:00Z"));
    let preview = world.preview(Severity::Urgent, "members", TEXT, "").await;
    world.clock.move_to(at("2020-11-10T20:00:00Z"));
    let SendOutcome::PreviewChanged(again) = world.send(&preview).await else { panic!("Sydney woke up") };
    assert_eq!(again.moved_members, BTreeSet::from([SYDNEY]));
    assert!(matches!(world.send(&again).await, SendOutcome::Sent(_)));
}

#[tokio::test]
async fn expired_preview_cannot_be_sent_but_its_draft_can_be_previewed_again() {
    let mut world = World::new().await;
    let preview = world.preview(Severity::Urgent, "members", TEXT, "").await;
    world.clock.move_to(at("2020-11-10T17:15:01Z"));
    assert!(matches!(world.send(&preview).await, SendOutcome::PreviewExpired));
    let again =
        renew_preview(&world.db, AlertSettings::default(), LEAD, preview.draft, world.clock.now()).await.unwrap();
    let DraftOutcome::Preview(again) = again else { panic!("{again:?}") };
    assert_eq!(again.text, TEXT);
    assert!(matches!(world.send(&again).await, SendOutcome::Sent(_)));
}

#[tokio::test]
async fn draft_with_an_invalid_time_is_stored_and_can_be_edited() {
    let mut world = World::new().await;
    let outcome = world.submit(Severity::Urgent, "members", TEXT, "xyzzy").await;
    let DraftOutcome::Problem { draft, problem: DraftProblem::TimeUnknown } = outcome else { panic!("{outcome:?}") };
    let input = world.form_input(DraftTarget::Existing { draft, audience: None }, TEXT, "2020-11-09T10:00");
    let outcome = submit(&world.db, AlertSettings::default(), input, world.clock.now()).await.unwrap();
    assert!(matches!(outcome, DraftOutcome::Problem { problem: DraftProblem::TimePassed(_), .. }));
    let input = world.form_input(DraftTarget::Existing { draft, audience: None }, TEXT, ANSWER_BY);
    let outcome = submit(&world.db, AlertSettings::default(), input, world.clock.now()).await.unwrap();
    let DraftOutcome::Preview(preview) = outcome else { panic!("{outcome:?}") };
    assert_eq!(preview.draft, draft);
    world.clock.move_to(at("2020-11-10T18:15:00Z"));
    assert!(matches!(world.send(&preview).await, SendOutcome::TimePassed));
}

#[tokio::test]
async fn same_text_within_half_an_hour_is_sent_only_after_a_confirmation() {
    let mut world = World::new().await;
    world.send_alert(Severity::Urgent, TEXT, "").await;
    world.clock.move_to(at("2020-11-10T17:29:00Z"));
    let preview = world.preview(Severity::Urgent, "La Paz", "main room  link changed", "").await;
    assert!(preview.repeated_alert.is_some());
    assert!(matches!(world.send(&preview).await, SendOutcome::RepeatedText(_)));
    let again =
        send(&world.db, AlertSettings::default(), LEAD, preview.draft, RepeatPolicy::SendAnyway, world.clock.now())
            .await
            .unwrap();
    assert!(matches!(again, SendOutcome::Sent(_)));
    world.clock.move_to(at("2020-11-10T18:00:00Z"));
    assert!(world.preview(Severity::Urgent, "members", TEXT, "").await.repeated_alert.is_none());
}

#[tokio::test]
async fn only_members_of_the_secretariat_in_the_server_can_send() {
    let mut world = World::new().await;
    let preview = world.preview(Severity::Urgent, "members", TEXT, "").await;
    let refused =
        send(&world.db, AlertSettings::default(), LAPAZ, preview.draft, RepeatPolicy::AskFirst, world.clock.now())
            .await;
    assert!(matches!(refused, Err(AlertError::NotSecretariat(LAPAZ))));
    world.leave_server(LEAD).await;
    let refused =
        send(&world.db, AlertSettings::default(), LEAD, preview.draft, RepeatPolicy::AskFirst, world.clock.now()).await;
    assert!(matches!(refused, Err(AlertError::NotSecretariat(LEAD))));
}

#[tokio::test]
async fn audience_without_members_has_no_preview() {
    let mut world = World::new().await;
    let outcome = world.submit(Severity::Urgent, "volunteers", TEXT, "").await;
    assert!(matches!(outcome, DraftOutcome::Problem { problem: DraftProblem::NobodyInAudience, .. }));
    let outcome = world.submit(Severity::Urgent, "lima", TEXT, "").await;
    let DraftOutcome::Problem { draft, problem: DraftProblem::Audience(AudienceError::Unknown { word }) } = outcome
    else {
        panic!("{outcome:?}")
    };
    assert_eq!(word, "lima");
    let input = world.form_input(DraftTarget::Existing { draft, audience: Some("everyone".to_owned()) }, TEXT, "");
    let outcome = submit(&world.db, AlertSettings::default(), input, world.clock.now()).await.unwrap();
    assert!(matches!(outcome, DraftOutcome::Preview(preview) if preview.people.len() == 5));
}

#[tokio::test]
async fn discarded_draft_is_not_sent() {
    let mut world = World::new().await;
    let preview = world.preview(Severity::Urgent, "members", TEXT, "").await;
    let closed = discard(&world.db, LEAD, preview.draft, world.clock.now()).await.unwrap();
    assert_eq!(closed, DraftClosed::Discarded);
    assert!(matches!(world.send(&preview).await, SendOutcome::Closed(DraftClosed::Discarded)));
}

#[tokio::test]
async fn roster_shows_why_a_message_failed() {
    let mut world = World::new().await;
    // Discord refuses the DM, and the member has no inbox.
    world.close_dms(LAPAZ);
    let alert = world.send_alert(Severity::Urgent, TEXT, "").await;
    let status = world.recipient_status(alert, LAPAZ).await;
    assert_eq!(status, RecipientStatus::Failed { cause: FailureCause::NoRoute, reason: "no inbox".to_owned() });
}

#[tokio::test]
async fn roster_is_edited_and_posted_again_when_it_is_too_old_to_edit() {
    let mut world = World::new().await;
    let alert = world.send_alert(Severity::Urgent, TEXT, "").await;
    world.take_deliveries();
    service::mark_seen(&world.db, LAPAZ, alert, 1, None, world.clock.now()).await.unwrap();
    world.run().await;
    let rosters: Vec<_> = world.take_deliveries().into_iter().filter(|delivery| delivery.roster.is_some()).collect();
    assert_eq!(rosters.len(), 1);
    assert_eq!(rosters[0].sound, Sound::Silent);
    assert!(matches!(rosters[0].action, Action::Edit(_)));
    world.clock.move_to(at("2020-11-10T17:00:00Z") + SignedDuration::from_mins(55));
    service::mark_seen(&world.db, NOWHERE, alert, 1, None, world.clock.now()).await.unwrap();
    world.run().await;
    let rosters: Vec<_> = world.take_deliveries().into_iter().filter(|delivery| delivery.roster.is_some()).collect();
    assert!(rosters.iter().any(|delivery| matches!(delivery.action, Action::Post(_))));
    let deleted = rosters.iter().filter(|delivery| matches!(delivery.action, Action::Delete(_)));
    assert_eq!(deleted.count(), 1, "the old roster is deleted");
}

#[tokio::test]
async fn expected_member_who_is_not_on_discord_is_counted_and_listed_with_an_address() {
    let mut world = World::new().await;
    let file = "name,address,role\nSydney,s@example.org,mag\nQuito,q@example.org,mag\nOslo,o@example.org,helpdesk\n";
    let (db, now, followers) = (&world.db, world.clock.now(), Followers::default());
    let shown = guild::service::read_list(db, GuildId(1), LEAD, file.as_bytes(), now).await.unwrap();
    guild::service::save_list(db, &followers, GuildId(1), LEAD, shown.id, now).await.unwrap();
    let preview = world.preview(Severity::Urgent, "members", TEXT, "").await;
    assert_eq!(preview.not_on_discord, 1);
    let (_, absent) = not_on_discord(&world.db, LEAD, preview.draft, world.clock.now()).await.unwrap();
    assert_eq!((absent[0].name.as_str(), absent[0].address.as_str()), ("Quito", "q@example.org"));
}

#[tokio::test]
async fn choice_of_all_wakes_only_members_whose_names_were_shown() {
    let mut world = World::new().await;
    for id in 0..110 {
        let profile = Some(("Australia/Brisbane", EmergencyWake::Allowed));
        world.add_member(MemberId(1000 + id), &format!("Asleep {id:03}"), Group::Mag, profile).await;
    }
    let shown = world.preview(Severity::Emergency, "members", TEXT, "").await;
    let (db, settings) = (world.db.clone(), AlertSettings::default());
    let select = async |selection: WakeSelection| {
        let now = world.clock.now();
        match select_woken(&db, settings, LEAD, shown.draft, selection, now).await.unwrap() {
            DraftOutcome::Preview(preview) => *preview,
            other => panic!("{other:?}"),
        }
    };
    let may_wake = shown.section(PreviewSection::MayWake).count();
    assert_eq!((may_wake, shown.wakeable_members_shown.len()), (111, 75));
    assert_eq!(select(WakeSelection::All).await.members_to_wake.len(), 75);
    // A forged request chooses a name that was not shown.
    let unseen = MemberId(1109);
    let forged = WakeSelection::Page { page: 4, chosen: BTreeSet::from([unseen]) };
    assert!(!select(forged).await.members_to_wake.contains(&unseen));
    // This preview shows the names after the first 75. Now every name was shown in one of the two previews.
    let second = select(WakeSelection::ShowFrom { first_page: 3 }).await;
    assert_eq!((second.first_wake_page, second.wakeable_members_shown.len()), (3, 111));
    assert_eq!(select(WakeSelection::All).await.members_to_wake.len(), 111);
}
