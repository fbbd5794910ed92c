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
/// In Geneva, where the author lives: 18:15 UTC.
const BEFORE: &str = "2020-11-10T19:15";

fn sections(preview: &Preview, section: PreviewSection) -> Vec<MemberId> {
    preview.section(section).map(|person| person.member).collect()
}

#[tokio::test]
async fn preview_names_everybody_in_their_section() {
    let mut world = World::new().await;
    let urgent = world.preview(Severity::Urgent, "members", TEXT, BEFORE).await;
    assert_eq!(urgent.answer_by, Some(at("2020-11-10T18:15:00Z")));
    assert_eq!(sections(&urgent, PreviewSection::Awake), [LAPAZ]);
    assert_eq!(sections(&urgent, PreviewSection::TooLate), [BRISBANE, SYDNEY]);
    assert_eq!(sections(&urgent, PreviewSection::NoZone), [NOWHERE]);
    let emergency = world.preview(Severity::Emergency, "members", TEXT, "").await;
    assert_eq!(sections(&emergency, PreviewSection::MayWake), [BRISBANE]);
    assert_eq!(sections(&emergency, PreviewSection::Asleep), [SYDNEY]);
    assert!(emergency.chosen_to_wake.is_empty());
}

#[tokio::test]
async fn member_asleep_gets_a_silent_message_and_one_nudge_at_the_waking_minute() {
    let mut world = World::new().await;
    let alert = world.alert(Severity::Urgent, TEXT, BEFORE).await;
    let sounds: Vec<_> = world.posted().into_iter().map(|(who, sound, _)| (who, sound)).collect();
    assert_eq!(
        sounds,
        [(SYDNEY, Sound::Silent), (LAPAZ, Sound::Sounding), (BRISBANE, Sound::Silent), (NOWHERE, Sound::Silent)]
    );
    assert_eq!(world.status(alert, LAPAZ).await, RecipientStatus::Sounded { at: at("2020-11-10T17:00:00Z") });
    assert_eq!(world.status(alert, NOWHERE).await, RecipientStatus::Silent { wakes_at: None });
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
async fn alert_seen_during_the_night_causes_no_nudge() {
    let mut world = World::new().await;
    let alert = world.alert(Severity::Urgent, TEXT, "").await;
    world.delivered();
    let seen = service::mark_seen(&world.db, SYDNEY, alert, 1, None, world.clock.now()).await.unwrap();
    assert!(matches!(seen, SeenOutcome::Recorded(_)));
    world.run_until("2020-11-12T00:00:00Z").await;
    assert!(world.posted().iter().all(|(who, ..)| *who != SYDNEY));
    assert_eq!(world.status(alert, SYDNEY).await, RecipientStatus::Seen { at: at("2020-11-10T17:00:00Z") });
    let other = service::mark_seen(&world.db, LEAD, alert, 1, None, world.clock.now()).await.unwrap();
    assert_eq!(other, SeenOutcome::NotRecipient);
}

#[tokio::test]
async fn emergency_wakes_only_the_chosen_names() {
    let mut world = World::new().await;
    let preview = world.preview(Severity::Emergency, "members", TEXT, "").await;
    // The request also names Sydney, who does not allow it.
    let selection = WakeSelection::Page { page: 0, chosen: BTreeSet::from([BRISBANE, SYDNEY]) };
    let DraftOutcome::Preview(preview) =
        select_woken(&world.db, AlertSettings::default(), LEAD, preview.draft, selection, world.clock.now())
            .await
            .unwrap()
    else {
        panic!("a preview")
    };
    assert_eq!(preview.chosen_to_wake, BTreeSet::from([BRISBANE]));
    assert!(matches!(world.send(&preview).await, SendOutcome::Sent(_)));
    world.run().await;
    let sounds: Vec<_> = world.posted().into_iter().map(|(who, sound, _)| (who, sound)).collect();
    assert_eq!(
        sounds,
        [(SYDNEY, Sound::Silent), (LAPAZ, Sound::Sounding), (BRISBANE, Sound::Sounding), (NOWHERE, Sound::Silent)]
    );
}

#[tokio::test]
async fn emergency_without_a_choice_wakes_nobody() {
    let mut world = World::new().await;
    world.alert(Severity::Emergency, TEXT, "").await;
    let sounding: Vec<_> = world.posted().into_iter().filter(|(_, sound, _)| *sound == Sound::Sounding).collect();
    assert_eq!(sounding.len(), 1);
    assert_eq!(sounding[0].0, LAPAZ);
}

#[tokio::test]
async fn information_is_held_until_the_waking_minute() {
    let mut world = World::new().await;
    let alert = world.alert(Severity::Information, TEXT, "").await;
    let to: Vec<_> = world.posted().into_iter().map(|(who, ..)| who).collect();
    assert_eq!(to, [LAPAZ, NOWHERE]);
    assert_eq!(
        world.status(alert, SYDNEY).await,
        RecipientStatus::Pending { held_until: Some(at("2020-11-10T20:00:00Z")) }
    );
    world.awake_until(SYDNEY, "2020-11-10T18:00:00Z").await;
    world.run().await;
    assert_eq!(world.posted()[0].0, SYDNEY);
    world.run_until("2020-11-10T21:00:00Z").await;
    assert_eq!(world.posted()[0].0, BRISBANE);
}

#[tokio::test]
async fn member_who_ends_their_quiet_hours_is_nudged_at_once() {
    let mut world = World::new().await;
    world.alert(Severity::Urgent, TEXT, "").await;
    world.delivered();
    world.awake_until(SYDNEY, "2020-11-10T18:00:00Z").await;
    world.run().await;
    let nudges = world.posted();
    assert_eq!((nudges[0].0, nudges[0].1, nudges[0].2.occasion), (SYDNEY, Sound::Sounding, Occasion::Slept));
    world.run_until("2020-11-10T20:30:00Z").await;
    assert!(world.posted().is_empty());
}

#[tokio::test]
async fn second_press_of_send_sends_nothing() {
    let mut world = World::new().await;
    let preview = world.preview(Severity::Urgent, "members", TEXT, "").await;
    let SendOutcome::Sent(sent) = world.send(&preview).await else { panic!("it is sent") };
    assert!(matches!(world.send(&preview).await, SendOutcome::Closed(DraftClosed::Sent(alert)) if alert == sent.alert));
    world.run().await;
    assert_eq!(world.posted().len(), 4);
}

#[tokio::test]
async fn crash_between_send_and_delivery_loses_and_repeats_nothing() {
    let mut world = World::new().await;
    let preview = world.preview(Severity::Urgent, "members", TEXT, "").await;
    assert!(matches!(world.send(&preview).await, SendOutcome::Sent(_)));
    world.run().await;
    world.kill();
    world.run().await;
    assert_eq!(world.posted().len(), 4);
    // The nudges were due while the dispatcher was down: each is sent late, once.
    world.kill();
    world.clock.move_to(at("2020-11-10T23:00:00Z"));
    world.run().await;
    assert_eq!(world.posted().len(), 2);
}

#[tokio::test]
async fn send_shows_a_new_preview_when_a_member_changed_section() {
    let mut world = World::new().await;
    world.clock.move_to(at("2020-11-10T19:55:00Z"));
    let preview = world.preview(Severity::Urgent, "members", TEXT, "").await;
    world.clock.move_to(at("2020-11-10T20:00:00Z"));
    let SendOutcome::PreviewChanged(again) = world.send(&preview).await else { panic!("Sydney woke up") };
    assert_eq!(again.moved, BTreeSet::from([SYDNEY]));
    assert!(matches!(world.send(&again).await, SendOutcome::Sent(_)));
}

#[tokio::test]
async fn expired_preview_sends_nothing_and_the_draft_stays() {
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
async fn draft_with_an_invalid_time_is_kept() {
    let mut world = World::new().await;
    let outcome = world.submit(Severity::Urgent, "members", TEXT, "xyzzy").await;
    let DraftOutcome::Problem { draft, problem: DraftProblem::TimeUnknown } = outcome else { panic!("{outcome:?}") };
    let input = world.input(DraftTarget::Existing { draft, audience: None }, TEXT, "2020-11-09T10:00");
    let outcome = submit(&world.db, AlertSettings::default(), input, world.clock.now()).await.unwrap();
    assert!(matches!(outcome, DraftOutcome::Problem { problem: DraftProblem::TimePassed(_), .. }));
    let input = world.input(DraftTarget::Existing { draft, audience: None }, TEXT, BEFORE);
    let outcome = submit(&world.db, AlertSettings::default(), input, world.clock.now()).await.unwrap();
    let DraftOutcome::Preview(preview) = outcome else { panic!("{outcome:?}") };
    assert_eq!(preview.draft, draft);
    world.clock.move_to(at("2020-11-10T18:15:00Z"));
    assert!(matches!(world.send(&preview).await, SendOutcome::TimePassed));
}

#[tokio::test]
async fn same_text_within_half_an_hour_is_confirmed_first() {
    let mut world = World::new().await;
    world.alert(Severity::Urgent, TEXT, "").await;
    world.clock.move_to(at("2020-11-10T17:29:00Z"));
    let preview = world.preview(Severity::Urgent, "La Paz", "main room  link changed", "").await;
    assert!(preview.repeated.is_some());
    assert!(matches!(world.send(&preview).await, SendOutcome::RepeatedText(_)));
    let again =
        send(&world.db, AlertSettings::default(), LEAD, preview.draft, RepeatPolicy::SendAnyway, world.clock.now())
            .await
            .unwrap();
    assert!(matches!(again, SendOutcome::Sent(_)));
    world.clock.move_to(at("2020-11-10T18:00:00Z"));
    assert!(world.preview(Severity::Urgent, "members", TEXT, "").await.repeated.is_none());
}

#[tokio::test]
async fn only_the_secretariat_sends() {
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
    let input = world.input(DraftTarget::Existing { draft, audience: Some("everyone".to_owned()) }, TEXT, "");
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
async fn failure_is_in_the_roster_with_its_reason() {
    let mut world = World::new().await;
    // The DM is refused, and there is no inbox.
    world.close_dms(LAPAZ);
    let alert = world.alert(Severity::Urgent, TEXT, "").await;
    let status = world.status(alert, LAPAZ).await;
    assert_eq!(status, RecipientStatus::Failed { cause: FailureCause::NoRoute, reason: "no inbox".to_owned() });
}

#[tokio::test]
async fn member_who_left_gets_no_message() {
    let mut world = World::new().await;
    world.alert(Severity::Urgent, TEXT, "").await;
    world.delivered();
    world.leave_server(SYDNEY).await;
    world.run_until("2020-11-12T00:00:00Z").await;
    assert!(world.posted().iter().all(|(who, ..)| *who != SYDNEY));
}

#[tokio::test]
async fn roster_is_edited_and_posted_again_when_it_is_too_old_to_edit() {
    let mut world = World::new().await;
    let alert = world.alert(Severity::Urgent, TEXT, "").await;
    world.delivered();
    service::mark_seen(&world.db, LAPAZ, alert, 1, None, world.clock.now()).await.unwrap();
    world.run().await;
    let lists: Vec<_> = world.delivered().into_iter().filter(|delivery| delivery.roster.is_some()).collect();
    assert_eq!(lists.len(), 1);
    assert_eq!(lists[0].sound, Sound::Silent);
    assert!(matches!(lists[0].action, Action::Edit(_)));
    world.clock.move_to(at("2020-11-10T17:00:00Z") + SignedDuration::from_mins(55));
    service::mark_seen(&world.db, NOWHERE, alert, 1, None, world.clock.now()).await.unwrap();
    world.run().await;
    let lists: Vec<_> = world.delivered().into_iter().filter(|delivery| delivery.roster.is_some()).collect();
    assert!(lists.iter().any(|delivery| matches!(delivery.action, Action::Post(_))));
    let deleted = lists.iter().filter(|delivery| matches!(delivery.action, Action::Delete(_)));
    assert_eq!(deleted.count(), 1, "the old roster is deleted");
}

#[tokio::test]
async fn expected_member_who_is_not_on_discord_is_counted_with_an_address() {
    let mut world = World::new().await;
    let file = "name,address,role\nSydney,s@example.org,mag\nQuito,q@example.org,mag\nOslo,o@example.org,helpdesk\n";
    let (db, now, followers) = (&world.db, world.clock.now(), Followers::default());
    let shown = guild::service::read_list(db, GuildId(1), LEAD, file.as_bytes(), now).await.unwrap();
    guild::service::save_list(db, &followers, GuildId(1), LEAD, shown.id, now).await.unwrap();
    let preview = world.preview(Severity::Urgent, "members", TEXT, "").await;
    assert_eq!(preview.not_on_discord, 1);
    let (_, absent) = not_on_discord(&world.db, LEAD, preview.draft).await.unwrap();
    assert_eq!((absent[0].name.as_str(), absent[0].address.as_str()), ("Quito", "q@example.org"));
}

#[tokio::test]
async fn waking_all_wakes_only_those_whose_names_were_shown() {
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
    assert_eq!((may_wake, shown.named.len()), (111, 75));
    assert_eq!(select(WakeSelection::All).await.chosen_to_wake.len(), 75);
    // A forged request chooses a name that was not shown.
    let unseen = MemberId(1109);
    let forged = WakeSelection::Page { page: 4, chosen: BTreeSet::from([unseen]) };
    assert!(!select(forged).await.chosen_to_wake.contains(&unseen));
    // The names after the first 75 are shown, so all names were shown.
    let second = select(WakeSelection::ShowFrom { first_page: 3 }).await;
    assert_eq!((second.first_wake_page, second.named.len()), (3, 111));
    assert_eq!(select(WakeSelection::All).await.chosen_to_wake.len(), 111);
}
