//! Combines every change of an alert with every state of a delivery attempt, and checks what the person's phone shows
//! in the end.

use strum::VariantArray;

use super::world::{AttemptOutcome, LAPAZ, LEAD, SYDNEY, World};
use crate::alerts::drafts::{self, DraftOutcome, SendOutcome};
use crate::alerts::model::{AlertId, CorrectionReach, EndReason, Severity, Version};
use crate::alerts::{AlertError, AlertPrivacy, sending, service};
use crate::delivery::{Action, Address};
use crate::members::{MemberId, PrivacyHandler as _};
use crate::time::{Clock, SignedDuration};

/// The state of an attempt when the change is committed, and its outcome afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, VariantArray)]
enum Attempt {
    Queued,
    /// Held until the person wakes.
    Held,
    Retry,
    SendingThenArrives,
    SendingThenFails,
    /// The message arrives, but Discord's response does not.
    SendingThenUnknown,
    UnknownArrived,
    UnknownVanished,
    Sent,
    /// In this state and the following ones, the first message has arrived silently, and the attempt is one at the
    /// nudge in the morning.
    NudgeHeld,
    NudgeRetry,
    NudgeSendingThenArrives,
    NudgeSendingThenFails,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, VariantArray)]
enum Change {
    Correct,
    CorrectTwice,
    End,
    Seen,
    AskAgain,
    /// La Paz moves to where it is night, Sydney to where it is day.
    Move,
    Nothing,
    Over,
    /// The person uses `/seen`, which covers the alerts that have reached them.
    SeenAll,
    DeleteData,
    Leave,
    LeaveAndReturn,
    /// Cancels with `/delivery` or `magpie outbox`, which refuse a message that is being sent or may have arrived.
    CancelByHand,
    /// The text is replaced, and nobody is told.
    FixSilently,
}

/// What the phone shows in the end: for each message its version, its occasion and its status. [`expected`] derives the
/// results of the changes that have no rows here.
const EXPECTED: &[(Change, Attempt, &str)] = &[
    (Change::Correct, Attempt::Queued, "2 new open"),
    (Change::Correct, Attempt::Held, "2 new open"),
    (Change::Correct, Attempt::Retry, "2 new open"),
    (Change::Correct, Attempt::SendingThenArrives, "1 new corrected, 2 corrected open"),
    (Change::Correct, Attempt::SendingThenFails, "2 new open"),
    (Change::Correct, Attempt::SendingThenUnknown, "1 new corrected, 2 corrected open"),
    (Change::Correct, Attempt::UnknownArrived, "1 new corrected, 2 corrected open"),
    (Change::Correct, Attempt::UnknownVanished, "2 corrected open"),
    (Change::Correct, Attempt::Sent, "1 new corrected, 2 corrected open"),
    (Change::Correct, Attempt::NudgeHeld, "1 new corrected, 2 corrected open, 2 slept open"),
    (Change::Correct, Attempt::NudgeRetry, "1 new corrected, 2 corrected open"),
    (Change::Correct, Attempt::NudgeSendingThenArrives, "1 new corrected, 1 slept corrected, 2 corrected open"),
    (Change::Correct, Attempt::NudgeSendingThenFails, "1 new corrected, 2 corrected open"),
    (Change::CorrectTwice, Attempt::Queued, "3 new open"),
    (Change::CorrectTwice, Attempt::Held, "3 new open"),
    (Change::CorrectTwice, Attempt::Retry, "3 new open"),
    (Change::CorrectTwice, Attempt::SendingThenArrives, "1 new corrected, 3 corrected open"),
    (Change::CorrectTwice, Attempt::SendingThenFails, "3 new open"),
    (Change::CorrectTwice, Attempt::SendingThenUnknown, "1 new corrected, 3 corrected open"),
    (Change::CorrectTwice, Attempt::UnknownArrived, "1 new corrected, 3 corrected open"),
    (Change::CorrectTwice, Attempt::UnknownVanished, "3 corrected open"),
    (Change::CorrectTwice, Attempt::Sent, "1 new corrected, 3 corrected open"),
    (Change::CorrectTwice, Attempt::NudgeHeld, "1 new corrected, 3 corrected open, 3 slept open"),
    (Change::CorrectTwice, Attempt::NudgeRetry, "1 new corrected, 3 corrected open"),
    (Change::CorrectTwice, Attempt::NudgeSendingThenArrives, "1 new corrected, 1 slept corrected, 3 corrected open"),
    (Change::CorrectTwice, Attempt::NudgeSendingThenFails, "1 new corrected, 3 corrected open"),
    (Change::End, Attempt::Queued, ""),
    (Change::End, Attempt::Held, ""),
    (Change::End, Attempt::Retry, ""),
    (Change::End, Attempt::SendingThenArrives, "1 new cancelled"),
    (Change::End, Attempt::SendingThenFails, ""),
    (Change::End, Attempt::SendingThenUnknown, "1 new cancelled"),
    (Change::End, Attempt::UnknownArrived, "1 new cancelled"),
    (Change::End, Attempt::UnknownVanished, ""),
    (Change::End, Attempt::Sent, "1 new cancelled"),
    (Change::End, Attempt::NudgeHeld, "1 new cancelled"),
    (Change::End, Attempt::NudgeRetry, "1 new cancelled"),
    (Change::End, Attempt::NudgeSendingThenArrives, "1 new cancelled, 1 slept cancelled"),
    (Change::End, Attempt::NudgeSendingThenFails, "1 new cancelled"),
    (Change::Seen, Attempt::Queued, ""),
    (Change::Seen, Attempt::Held, ""),
    (Change::Seen, Attempt::Retry, ""),
    (Change::Seen, Attempt::SendingThenArrives, "1 new seen"),
    (Change::Seen, Attempt::SendingThenFails, ""),
    (Change::Seen, Attempt::SendingThenUnknown, "1 new seen"),
    (Change::Seen, Attempt::UnknownArrived, "1 new seen"),
    (Change::Seen, Attempt::UnknownVanished, ""),
    (Change::Seen, Attempt::Sent, "1 new seen"),
    (Change::Seen, Attempt::NudgeHeld, "1 new seen"),
    (Change::Seen, Attempt::NudgeRetry, "1 new seen"),
    (Change::Seen, Attempt::NudgeSendingThenArrives, "1 new seen, 1 slept seen"),
    (Change::Seen, Attempt::NudgeSendingThenFails, "1 new seen"),
    (Change::AskAgain, Attempt::Queued, "1 new open"),
    (Change::AskAgain, Attempt::Held, "1 new open"),
    (Change::AskAgain, Attempt::Retry, "1 new open"),
    (Change::AskAgain, Attempt::SendingThenArrives, "1 new open"),
    (Change::AskAgain, Attempt::SendingThenFails, "1 new open"),
    (Change::AskAgain, Attempt::SendingThenUnknown, "1 new open"),
    (Change::AskAgain, Attempt::UnknownArrived, "1 new open"),
    (Change::AskAgain, Attempt::UnknownVanished, "1 new open"),
    (Change::AskAgain, Attempt::Sent, "1 new open, 1 again open"),
    (Change::AskAgain, Attempt::NudgeHeld, "1 new open, 1 again open"),
    (Change::AskAgain, Attempt::NudgeRetry, "1 new open, 1 again open"),
    (Change::AskAgain, Attempt::NudgeSendingThenArrives, "1 new open, 1 slept open"),
    (Change::AskAgain, Attempt::NudgeSendingThenFails, "1 new open, 1 slept open"),
    (Change::Move, Attempt::Queued, "1 new open, 1 slept open"),
    (Change::Move, Attempt::Held, "1 new open"),
    (Change::Move, Attempt::Retry, "1 new open, 1 slept open"),
    (Change::Move, Attempt::SendingThenArrives, "1 new open"),
    (Change::Move, Attempt::SendingThenFails, "1 new open, 1 slept open"),
    (Change::Move, Attempt::SendingThenUnknown, "1 new open"),
    (Change::Move, Attempt::UnknownArrived, "1 new open"),
    (Change::Move, Attempt::UnknownVanished, "1 new open, 1 slept open"),
    (Change::Move, Attempt::Sent, "1 new open"),
    (Change::Move, Attempt::NudgeHeld, "1 new open, 1 slept open"),
    (Change::Move, Attempt::NudgeRetry, "1 new open, 1 slept open"),
    (Change::Move, Attempt::NudgeSendingThenArrives, "1 new open, 1 slept open"),
    (Change::Move, Attempt::NudgeSendingThenFails, "1 new open, 1 slept open"),
];

/// What the phone shows in the end.
fn expected(change: Change, attempt: Attempt) -> String {
    let row = |change: Change| {
        let row = EXPECTED.iter().find(|(c, a, _)| (*c, *a) == (change, attempt));
        row.unwrap_or_else(|| panic!("{change:?} × {attempt:?} is not in the table")).2.to_owned()
    };
    let undisturbed = if attempt.is_attempt_at_nudge() { "1 new open, 1 slept open" } else { "1 new open" };
    let arrives = match attempt {
        Attempt::SendingThenArrives | Attempt::SendingThenUnknown | Attempt::UnknownArrived | Attempt::Sent => {
            "1 new open"
        }
        Attempt::NudgeHeld | Attempt::NudgeRetry | Attempt::NudgeSendingThenFails => "1 new open",
        Attempt::NudgeSendingThenArrives => undisturbed,
        Attempt::Queued | Attempt::Held | Attempt::Retry | Attempt::SendingThenFails | Attempt::UnknownVanished => "",
    };
    match change {
        Change::Correct | Change::CorrectTwice | Change::End | Change::Seen | Change::AskAgain | Change::Move => {
            row(change)
        }
        // The row of a recipient who deleted their data stays until the alert has ended.
        Change::Nothing | Change::DeleteData | Change::LeaveAndReturn => undisturbed.to_owned(),
        Change::Over => row(Change::End).replace("cancelled", "over"),
        Change::SeenAll if attempt == Attempt::Sent || attempt.is_attempt_at_nudge() => row(Change::Seen),
        Change::SeenAll => undisturbed.to_owned(),
        Change::Leave => arrives.to_owned(),
        Change::FixSilently => undisturbed.replace('1', "2"),
        Change::CancelByHand => match attempt {
            Attempt::Queued | Attempt::Held | Attempt::Retry => String::new(),
            Attempt::NudgeHeld | Attempt::NudgeRetry => "1 new open".to_owned(),
            _ => undisturbed.to_owned(),
        },
    }
}

impl Attempt {
    fn is_attempt_at_nudge(self) -> bool {
        matches!(
            self,
            Attempt::NudgeHeld
                | Attempt::NudgeRetry
                | Attempt::NudgeSendingThenArrives
                | Attempt::NudgeSendingThenFails
        )
    }

    fn person(self) -> (MemberId, &'static str) {
        if self == Attempt::Held || self.is_attempt_at_nudge() { (SYDNEY, "sydney") } else { (LAPAZ, "lapaz") }
    }

    /// Sends an alert, and brings the attempt into this state.
    async fn prepare(self, world: &mut World) -> AlertId {
        let severity = if self == Attempt::Held { Severity::Information } else { Severity::Urgent };
        let preview = world.preview(severity, self.person().1, "Room 1", "").await;
        let SendOutcome::Sent(sent) = world.send(&preview).await else { panic!("it is sent") };
        match self {
            Attempt::Queued => {}
            Attempt::Held | Attempt::Sent | Attempt::NudgeHeld => world.run().await,
            Attempt::Retry => run_with_outcome(world, AttemptOutcome::Fails).await,
            Attempt::UnknownArrived => run_with_outcome(world, AttemptOutcome::ArrivesUnknown).await,
            Attempt::UnknownVanished => run_with_outcome(world, AttemptOutcome::VanishesUnknown).await,
            Attempt::SendingThenArrives => send_and_hold(world, AttemptOutcome::Arrives).await,
            Attempt::SendingThenFails => send_and_hold(world, AttemptOutcome::Fails).await,
            Attempt::SendingThenUnknown => send_and_hold(world, AttemptOutcome::ArrivesUnknown).await,
            Attempt::NudgeRetry => {
                world.run().await;
                world.clock.move_to(crate::alerts::testing::at("2020-11-10T20:00:00Z"));
                run_with_outcome(world, AttemptOutcome::Fails).await;
            }
            Attempt::NudgeSendingThenArrives | Attempt::NudgeSendingThenFails => {
                world.run().await;
                world.kill();
                world.clock.move_to(crate::alerts::testing::at("2020-11-10T20:00:00Z"));
                let arrives = self == Attempt::NudgeSendingThenArrives;
                send_and_hold(world, if arrives { AttemptOutcome::Arrives } else { AttemptOutcome::Fails }).await;
            }
        }
        sent.alert
    }
}

async fn run_with_outcome(world: &mut World, outcome: AttemptOutcome) {
    world.route.set_outcomes(&[outcome]);
    world.run().await;
}

async fn send_and_hold(world: &mut World, outcome: AttemptOutcome) {
    world.route.set_outcomes(&[outcome]);
    world.route.hold();
    world.start();
    world.route.wait_until_sending().await;
}

impl Change {
    async fn apply(self, world: &mut World, alert: AlertId, person: MemberId) {
        let now = world.clock.now();
        match self {
            Change::Correct => {
                correct(world, alert, 1, "Room 2").await;
            }
            Change::CorrectTwice => {
                // In one transaction, so that nothing of the first correction is sent before the second.
                let twice = world.db.write(async |tx| {
                    for (number, text) in [(2, "Room 2"), (3, "Room 3")] {
                        let version = Version { number, text: text.to_owned(), answer_by: None };
                        sending::correct(tx, LEAD, alert, version, now).await?;
                    }
                    Ok::<_, AlertError>(())
                });
                twice.await.unwrap();
            }
            Change::End => {
                service::end(&world.db, LEAD, alert, EndReason::Cancel, now).await.unwrap();
            }
            Change::Seen => {
                service::mark_seen(&world.db, person, alert, 1, None, now).await.unwrap();
            }
            Change::AskAgain => {
                service::ask_again(&world.db, LEAD, alert, now).await.unwrap();
            }
            Change::FixSilently => {
                let outcome = world.preview_correction(alert, 1, "Room 2").await;
                let DraftOutcome::Preview(preview) = outcome else { panic!("{outcome:?}") };
                let fixed = drafts::service::fix_silently(&world.db, LEAD, preview.draft, now).await.unwrap();
                assert!(matches!(fixed, SendOutcome::Fixed { .. }), "{fixed:?}");
            }
            Change::Nothing => {}
            Change::Over => {
                service::end(&world.db, LEAD, alert, EndReason::Over, now).await.unwrap();
            }
            Change::SeenAll => {
                service::mark_all_seen(&world.db, person, now).await.unwrap();
            }
            Change::DeleteData => {
                world.db.write(async |tx| AlertPrivacy.delete(tx, person, now).await).await.unwrap();
            }
            Change::Leave => world.leave_server(person).await,
            Change::LeaveAndReturn => {
                world.leave_server(person).await;
                world.return_to_server(person).await;
            }
            Change::CancelByHand => world.cancel_by_hand(person).await,
            Change::Move => {
                world.move_to_zone(person, if person == LAPAZ { "Australia/Sydney" } else { "America/La_Paz" }).await;
            }
        }
    }
}

async fn correct(world: &mut World, alert: AlertId, base_version: u32, text: &str) -> CorrectionReach {
    world.correct(alert, base_version, text).await.reached
}

/// Runs until every delivery is settled.
async fn settle_all(world: &mut World) {
    world.route.release();
    for seconds in [0, 10, 60, 300, 3600, 6 * 3600, 24 * 3600, 24 * 3600] {
        world.run().await;
        world.clock.move_to(world.clock.now() + SignedDuration::from_secs(seconds));
    }
    world.run().await;
}

/// What the phone shows after all deliveries.
fn messages_on_phone(world: &World, person: MemberId) -> String {
    let mut shown = Vec::new();
    for delivery in world.delivered() {
        let Some(message) = delivery.message else { continue };
        let (occasion, status) = (message.occasion, format!("{:?}", message.status).to_lowercase());
        let status = status.split([' ', '{']).next().unwrap_or_default().to_owned();
        let text = format!("{} {occasion} {status}", message.version);
        match delivery.action {
            Action::Post(Address::Member(member)) if member == person => shown.push((delivery.id, text)),
            Action::Edit(of) => {
                if let Some((_, old)) = shown.iter_mut().find(|(id, _)| *id == of) {
                    *old = text;
                }
            }
            _ => {}
        }
    }
    shown.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join(", ")
}

#[tokio::test]
async fn phone_is_as_expected_after_every_change_in_every_attempt_state() {
    let mut wrong = Vec::new();
    for &change in Change::VARIANTS {
        for &attempt in Attempt::VARIANTS {
            let mut world = World::new().await;
            let alert = attempt.prepare(&mut world).await;
            let (person, _) = attempt.person();
            change.apply(&mut world, alert, person).await;
            settle_all(&mut world).await;
            let (shown, expected) = (messages_on_phone(&world, person), expected(change, attempt));
            if shown != expected {
                wrong.push(format!("{change:?} × {attempt:?}: {shown:?}, not {expected:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn correction_counts_only_those_who_had_got_the_old_text_as_notified() {
    let reach = async |attempt: Attempt| {
        let mut world = World::new().await;
        let alert = attempt.prepare(&mut world).await;
        correct(&mut world, alert, 1, "Room 2").await
    };
    let notified = CorrectionReach { notified: 1, ..CorrectionReach::default() };
    let maybe_notified = CorrectionReach { maybe_notified: 1, ..CorrectionReach::default() };
    let new_text = CorrectionReach { new_text: 1, ..CorrectionReach::default() };
    assert_eq!(reach(Attempt::Sent).await, notified);
    assert_eq!(reach(Attempt::Retry).await, new_text);
    assert_eq!(reach(Attempt::Held).await, new_text);
    assert_eq!(reach(Attempt::SendingThenFails).await, maybe_notified);
    assert_eq!(reach(Attempt::UnknownArrived).await, maybe_notified);
}
