use super::world::{BRISBANE, LEAD, SYDNEY, World};
use crate::alerts::AlertError;
use crate::alerts::drafts::service::{self as drafts, discard, move_deadline, renew_preview, select_woken, submit};
use crate::alerts::drafts::{
    CorrectionBase, DeadlineOptions, DeadlineReach, DraftClosed, DraftOutcome, DraftProblem, DraftTarget, Preview,
    PreviewSection, SendOutcome, WakeSelection,
};
use crate::alerts::model::{AlertSettings, DraftId, Severity};
use crate::alerts::service;
use crate::alerts::testing::at;
use crate::time::Clock;

const TEXT: &str = "Main room link changed";
/// A deadline, as the author types it in Geneva. It is 18:15 UTC. Sydney wakes at 20:00 UTC, Brisbane at 21:00 UTC.
const ANSWER_BY: &str = "2020-11-10T19:15";
/// The deadlines of the tests, and how many of the four members can hear the alert before them.
const TYPED: (&str, usize) = ("2020-11-10T18:15:00Z", 1);
const AFTER_SYDNEY: (&str, usize) = ("2020-11-10T20:15:00Z", 2);
const AFTER_BRISBANE: (&str, usize) = ("2020-11-10T21:15:00Z", 3);

fn reach((deadline, in_time): (&str, usize)) -> DeadlineReach {
    DeadlineReach { at: at(deadline), in_time }
}

fn options(current: (&str, usize), others: &[(&str, usize)]) -> Option<DeadlineOptions> {
    Some(DeadlineOptions { current: reach(current), others: others.iter().copied().map(reach).collect() })
}

/// Presses the button with this deadline.
async fn press(world: &World, draft: DraftId, (deadline, _): (&str, usize)) -> DraftOutcome {
    let (settings, now) = (AlertSettings::default(), world.clock.now());
    move_deadline(&world.db, settings, LEAD, draft, at(deadline), now).await.unwrap()
}

fn preview_in(outcome: DraftOutcome) -> Preview {
    match outcome {
        DraftOutcome::Preview(preview) => *preview,
        other => panic!("{other:?}"),
    }
}

/// Submits the form of the draft again.
async fn edit(world: &mut World, draft: DraftId, text: &str, answer_by: &str) -> Preview {
    let input = world.form_input(DraftTarget::Existing { draft, audience: None }, text, answer_by);
    preview_in(submit(&world.db, AlertSettings::default(), input, world.clock.now()).await.unwrap())
}

#[tokio::test]
async fn press_moves_the_deadline_and_the_typed_deadline_is_offered_again() {
    let mut world = World::new().await;
    let first = world.preview(Severity::Urgent, "members", TEXT, ANSWER_BY).await;
    assert_eq!(first.deadlines, options(TYPED, &[AFTER_SYDNEY, AFTER_BRISBANE]));
    let moved = preview_in(press(&world, first.draft, AFTER_SYDNEY).await);
    assert_eq!(moved.answer_by, Some(at(AFTER_SYDNEY.0)));
    assert_eq!(moved.deadlines, options(AFTER_SYDNEY, &[TYPED, AFTER_BRISBANE]));
    let asleep: Vec<_> = moved.section(PreviewSection::Asleep).map(|person| person.member).collect();
    assert_eq!(asleep, [SYDNEY], "Sydney wakes before the new deadline");
    // The form shows the new deadline. Another step does not forget the typed one.
    let draft = drafts::get(&world.db, LEAD, first.draft).await.unwrap();
    assert_eq!(draft.content.answer_by_text, "2020-11-10 20:15 UTC");
    let edited = edit(&mut world, first.draft, "Other text", "2020-11-10 20:15 UTC").await;
    assert_eq!(edited.deadlines, moved.deadlines);
    let renewed =
        renew_preview(&world.db, AlertSettings::default(), LEAD, first.draft, world.clock.now()).await.unwrap();
    assert_eq!(preview_in(renewed).deadlines, moved.deadlines);
    let undone = preview_in(press(&world, first.draft, TYPED).await);
    assert_eq!((undone.answer_by, undone.deadlines), (first.answer_by, first.deadlines));
    // The alert is sent with the deadline of the latest press.
    let last = preview_in(press(&world, first.draft, AFTER_BRISBANE).await);
    assert_eq!(last.deadlines, options(AFTER_BRISBANE, &[TYPED, AFTER_SYDNEY]));
    let SendOutcome::Sent(sent) = world.send(&last).await else { panic!("it is sent") };
    let alert = service::get(&world.db, LEAD, sent.alert).await.unwrap();
    assert_eq!(alert.current_version.answer_by, Some(at(AFTER_BRISBANE.0)));
}

#[tokio::test]
async fn typing_another_deadline_forgets_the_one_that_was_typed_before() {
    let mut world = World::new().await;
    let draft = world.preview(Severity::Urgent, "members", TEXT, ANSWER_BY).await.draft;
    press(&world, draft, AFTER_SYDNEY).await;
    // In Geneva, this is 20:30 UTC. Only Brisbane wakes later.
    let typed = ("2020-11-10T20:30:00Z", 2);
    let edited = edit(&mut world, draft, TEXT, "2020-11-10T21:30").await;
    assert_eq!(edited.deadlines, options(typed, &[AFTER_BRISBANE]));
    // A press on a preview from before the edit sets the deadline that its button names.
    let moved = preview_in(press(&world, draft, AFTER_SYDNEY).await);
    assert_eq!(moved.deadlines, options(AFTER_SYDNEY, &[typed, AFTER_BRISBANE]));
}

#[tokio::test]
async fn people_who_are_woken_count_as_in_time() {
    let mut world = World::new().await;
    let asleep = world.preview(Severity::Emergency, "members", TEXT, ANSWER_BY).await;
    assert_eq!(asleep.deadlines, options(TYPED, &[AFTER_SYDNEY, AFTER_BRISBANE]));
    let (settings, now) = (AlertSettings::default(), world.clock.now());
    let woken = select_woken(&world.db, settings, LEAD, asleep.draft, WakeSelection::All, now).await.unwrap();
    let woken = preview_in(woken);
    assert_eq!(woken.woken().map(|person| person.member).collect::<Vec<_>>(), [BRISBANE]);
    assert_eq!(woken.deadlines, options((TYPED.0, 2), &[(AFTER_SYDNEY.0, 3)]));
}

#[tokio::test]
async fn press_on_a_draft_that_was_sent_or_discarded_changes_nothing() {
    let mut world = World::new().await;
    let preview = world.preview(Severity::Urgent, "members", TEXT, ANSWER_BY).await;
    let SendOutcome::Sent(sent) = world.send(&preview).await else { panic!("it is sent") };
    let outcome = press(&world, preview.draft, AFTER_SYDNEY).await;
    assert!(matches!(outcome, DraftOutcome::Closed(DraftClosed::Sent(alert)) if alert == sent.alert), "{outcome:?}");
    let alert = service::get(&world.db, LEAD, sent.alert).await.unwrap();
    assert_eq!(alert.current_version.answer_by, Some(at(TYPED.0)));
    let discarded = world.preview(Severity::Urgent, "sydney", "Other", ANSWER_BY).await.draft;
    discard(&world.db, LEAD, discarded, world.clock.now()).await.unwrap();
    let outcome = press(&world, discarded, AFTER_SYDNEY).await;
    assert!(matches!(outcome, DraftOutcome::Closed(DraftClosed::Discarded)), "{outcome:?}");
}

#[tokio::test]
async fn chosen_deadline_that_has_passed_leaves_the_deadline_and_says_so() {
    let mut world = World::new().await;
    let draft = world.preview(Severity::Urgent, "members", TEXT, ANSWER_BY).await.draft;
    assert_eq!(preview_in(press(&world, draft, AFTER_SYDNEY).await).passed_choice, None);
    world.clock.move_to(at("2020-11-10T18:15:00Z"));
    let preview = preview_in(press(&world, draft, TYPED).await);
    assert_eq!((preview.passed_choice, preview.answer_by), (Some(at(TYPED.0)), Some(at(AFTER_SYDNEY.0))));
    assert_eq!(preview.deadlines, options(AFTER_SYDNEY, &[AFTER_BRISBANE]));
    // The typed deadline has passed, so the last one is offered again instead of it.
    let later = preview_in(press(&world, draft, AFTER_BRISBANE).await);
    assert_eq!(later.deadlines, options(AFTER_BRISBANE, &[AFTER_SYDNEY]));
    let undone = preview_in(press(&world, draft, AFTER_SYDNEY).await);
    assert_eq!(undone.deadlines, options(AFTER_SYDNEY, &[AFTER_BRISBANE]));
    // The deadline of the draft has passed too.
    world.clock.move_to(at("2020-11-10T20:15:00Z"));
    let outcome = press(&world, draft, TYPED).await;
    assert!(matches!(outcome, DraftOutcome::Problem { problem: DraftProblem::TimePassed(_), .. }), "{outcome:?}");
}

#[tokio::test]
async fn correction_offers_no_other_deadline() {
    let mut world = World::new().await;
    let alert = world.send_alert(Severity::Urgent, TEXT, ANSWER_BY).await;
    let input =
        world.form_input(DraftTarget::Correction(CorrectionBase { alert, base_version: 1 }), "Corrected", ANSWER_BY);
    let outcome = submit(&world.db, AlertSettings::default(), input, world.clock.now()).await.unwrap();
    let preview = preview_in(outcome);
    assert_eq!((preview.answer_by, preview.deadlines), (Some(at(TYPED.0)), None));
    let settings = AlertSettings::default();
    let refused = move_deadline(&world.db, settings, LEAD, preview.draft, at(AFTER_SYDNEY.0), world.clock.now()).await;
    assert!(matches!(refused, Err(AlertError::NoDraft(_))), "{refused:?}");
}
