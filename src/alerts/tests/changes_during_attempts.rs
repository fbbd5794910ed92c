//! Combines every change of an alert with every state of a delivery attempt. Checks what the recipient's phone shows
//! after all deliveries.

use strum::VariantArray;

use super::world::{AttemptOutcome, BRISBANE, LAPAZ, LEAD, SYDNEY, World};
use crate::alerts::answers::{self, AnswerOutcome, RemindOutcome};
use crate::alerts::ask::{AlertKind, Answer, AskKind, Purpose};
use crate::alerts::drafts::{self, DraftOutcome, SendOutcome};
use crate::alerts::model::{AlertId, CorrectionReach, EndReason, Severity, Version};
use crate::alerts::plan::Plan;
use crate::alerts::testing::at;
use crate::alerts::translations::Translations;
use crate::alerts::{AlertError, AlertPrivacy, sending, service};
use crate::delivery::{Action, Address};
use crate::members::{MemberId, PrivacyHandler as _};
use crate::time::{Clock, SignedDuration};

/// The state of an attempt when the change is committed, and the outcome that the attempt has after the change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, VariantArray)]
enum AttemptState {
    Queued,
    /// The message is held until the recipient wakes.
    Held,
    Retry,
    SendingThenArrives,
    SendingThenFails,
    /// The message arrives, but Discord's response does not.
    SendingThenUnknown,
    UnknownArrived,
    UnknownVanished,
    Sent,
    /// In this state and the following ones, the first message has arrived without sound. The attempt is an attempt at
    /// the nudge.
    NudgeHeld,
    NudgeRetry,
    NudgeSendingThenArrives,
    NudgeSendingThenFails,
    /// In this state and the following ones, the first message has arrived with sound, and the recipient has asked to
    /// be reminded. The attempt is an attempt at the reminder.
    ReminderWaits,
    ReminderRetry,
    ReminderSendingThenArrives,
    ReminderSendingThenFails,
}

/// What happens to the alert or to its recipient during the attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, VariantArray)]
enum Change {
    Correct,
    CorrectTwice,
    End,
    Seen,
    AskAgain,
    /// La Paz moves to a zone in which it is night. Sydney moves to a zone in which it is day.
    Move,
    Nothing,
    Over,
    /// The recipient uses `/seen`, which marks only the alerts that have reached them.
    SeenAll,
    DeleteData,
    Leave,
    LeaveAndReturn,
    /// Somebody cancels the delivery with `/delivery` or `magpie outbox`. Both refuse to cancel a message that is being
    /// sent or may have arrived.
    CancelByHand,
    /// The text is replaced in the delivered messages, without a message about it.
    FixSilently,
    /// The recipient answers the question of the alert.
    Answer,
    /// The recipient asks to be reminded of the alert.
    Remind,
    /// The recipient asks to be reminded of a question. This counts as seen.
    RemindOfQuestion,
    /// The recipient asks to be reminded of a question, and then answers it.
    RemindAndAnswer,
    /// The recipient opens a help ticket about the alert.
    AskForHelp,
    /// The alert needs one person, and another recipient answers "I can".
    EnoughFound,
    /// As `EnoughFound`, but the other recipient withdraws at once.
    EnoughFoundAndWithdrawn,
}

/// What the phone shows after all deliveries: the version, the occasion and the status of each message.
/// [`expected_messages`] derives the results of the changes that have no rows here.
const EXPECTED: &[(Change, AttemptState, &str)] = &[
    (Change::Correct, AttemptState::Queued, "2 new open"),
    (Change::Correct, AttemptState::Held, "2 new open"),
    (Change::Correct, AttemptState::Retry, "2 new open"),
    (Change::Correct, AttemptState::SendingThenArrives, "1 new corrected, 2 corrected open"),
    (Change::Correct, AttemptState::SendingThenFails, "2 new open"),
    (Change::Correct, AttemptState::SendingThenUnknown, "1 new corrected, 2 corrected open"),
    (Change::Correct, AttemptState::UnknownArrived, "1 new corrected, 2 corrected open"),
    (Change::Correct, AttemptState::UnknownVanished, "2 corrected open"),
    (Change::Correct, AttemptState::Sent, "1 new corrected, 2 corrected open"),
    (Change::Correct, AttemptState::NudgeHeld, "1 new corrected, 2 corrected open, 2 slept open"),
    (Change::Correct, AttemptState::NudgeRetry, "1 new corrected, 2 corrected open"),
    (Change::Correct, AttemptState::NudgeSendingThenArrives, "1 new corrected, 1 slept corrected, 2 corrected open"),
    (Change::Correct, AttemptState::NudgeSendingThenFails, "1 new corrected, 2 corrected open"),
    (Change::CorrectTwice, AttemptState::Queued, "3 new open"),
    (Change::CorrectTwice, AttemptState::Held, "3 new open"),
    (Change::CorrectTwice, AttemptState::Retry, "3 new open"),
    (Change::CorrectTwice, AttemptState::SendingThenArrives, "1 new corrected, 3 corrected open"),
    (Change::CorrectTwice, AttemptState::SendingThenFails, "3 new open"),
    (Change::CorrectTwice, AttemptState::SendingThenUnknown, "1 new corrected, 3 corrected open"),
    (Change::CorrectTwice, AttemptState::UnknownArrived, "1 new corrected, 3 corrected open"),
    (Change::CorrectTwice, AttemptState::UnknownVanished, "3 corrected open"),
    (Change::CorrectTwice, AttemptState::Sent, "1 new corrected, 3 corrected open"),
    (Change::CorrectTwice, AttemptState::NudgeHeld, "1 new corrected, 3 corrected open, 3 slept open"),
    (Change::CorrectTwice, AttemptState::NudgeRetry, "1 new corrected, 3 corrected open"),
    (
        Change::CorrectTwice,
        AttemptState::NudgeSendingThenArrives,
        "1 new corrected, 1 slept corrected, 3 corrected open",
    ),
    (Change::CorrectTwice, AttemptState::NudgeSendingThenFails, "1 new corrected, 3 corrected open"),
    (Change::End, AttemptState::Queued, ""),
    (Change::End, AttemptState::Held, ""),
    (Change::End, AttemptState::Retry, ""),
    (Change::End, AttemptState::SendingThenArrives, "1 new cancelled"),
    (Change::End, AttemptState::SendingThenFails, ""),
    (Change::End, AttemptState::SendingThenUnknown, "1 new cancelled"),
    (Change::End, AttemptState::UnknownArrived, "1 new cancelled"),
    (Change::End, AttemptState::UnknownVanished, ""),
    (Change::End, AttemptState::Sent, "1 new cancelled"),
    (Change::End, AttemptState::NudgeHeld, "1 new cancelled"),
    (Change::End, AttemptState::NudgeRetry, "1 new cancelled"),
    (Change::End, AttemptState::NudgeSendingThenArrives, "1 new cancelled, 1 slept cancelled"),
    (Change::End, AttemptState::NudgeSendingThenFails, "1 new cancelled"),
    (Change::Seen, AttemptState::Queued, ""),
    (Change::Seen, AttemptState::Held, ""),
    (Change::Seen, AttemptState::Retry, ""),
    (Change::Seen, AttemptState::SendingThenArrives, "1 new seen"),
    (Change::Seen, AttemptState::SendingThenFails, ""),
    (Change::Seen, AttemptState::SendingThenUnknown, "1 new seen"),
    (Change::Seen, AttemptState::UnknownArrived, "1 new seen"),
    (Change::Seen, AttemptState::UnknownVanished, ""),
    (Change::Seen, AttemptState::Sent, "1 new seen"),
    (Change::Seen, AttemptState::NudgeHeld, "1 new seen"),
    (Change::Seen, AttemptState::NudgeRetry, "1 new seen"),
    (Change::Seen, AttemptState::NudgeSendingThenArrives, "1 new seen, 1 slept seen"),
    (Change::Seen, AttemptState::NudgeSendingThenFails, "1 new seen"),
    (Change::AskAgain, AttemptState::Queued, "1 new open"),
    (Change::AskAgain, AttemptState::Held, "1 new open"),
    (Change::AskAgain, AttemptState::Retry, "1 new open"),
    (Change::AskAgain, AttemptState::SendingThenArrives, "1 new open"),
    (Change::AskAgain, AttemptState::SendingThenFails, "1 new open"),
    (Change::AskAgain, AttemptState::SendingThenUnknown, "1 new open"),
    (Change::AskAgain, AttemptState::UnknownArrived, "1 new open"),
    (Change::AskAgain, AttemptState::UnknownVanished, "1 new open"),
    (Change::AskAgain, AttemptState::Sent, "1 new askedagain, 1 again open"),
    (Change::AskAgain, AttemptState::NudgeHeld, "1 new askedagain, 1 again open"),
    (Change::AskAgain, AttemptState::NudgeRetry, "1 new askedagain, 1 again open"),
    (Change::AskAgain, AttemptState::NudgeSendingThenArrives, "1 new open, 1 slept open"),
    (Change::AskAgain, AttemptState::NudgeSendingThenFails, "1 new open, 1 slept open"),
    (Change::Move, AttemptState::Queued, "1 new open, 1 slept open"),
    (Change::Move, AttemptState::Held, "1 new open"),
    (Change::Move, AttemptState::Retry, "1 new open, 1 slept open"),
    (Change::Move, AttemptState::SendingThenArrives, "1 new open"),
    (Change::Move, AttemptState::SendingThenFails, "1 new open, 1 slept open"),
    (Change::Move, AttemptState::SendingThenUnknown, "1 new open"),
    (Change::Move, AttemptState::UnknownArrived, "1 new open"),
    (Change::Move, AttemptState::UnknownVanished, "1 new open, 1 slept open"),
    (Change::Move, AttemptState::Sent, "1 new open"),
    (Change::Move, AttemptState::NudgeHeld, "1 new open, 1 slept open"),
    (Change::Move, AttemptState::NudgeRetry, "1 new open, 1 slept open"),
    (Change::Move, AttemptState::NudgeSendingThenArrives, "1 new open, 1 slept open"),
    (Change::Move, AttemptState::NudgeSendingThenFails, "1 new open, 1 slept open"),
];

/// The same for the attempts at a reminder, in the order [`AttemptState::ReminderWaits`], `ReminderRetry`,
/// `ReminderSendingThenArrives`, `ReminderSendingThenFails`.
const EXPECTED_WITH_REMINDER: &[(Change, [&str; 4])] = &[
    (
        Change::Correct,
        [
            "1 new corrected, 2 corrected open, 2 reminder open",
            "1 new corrected, 2 reminder open, 2 corrected open",
            "1 new corrected, 1 reminder corrected, 2 corrected open",
            "1 new corrected, 2 reminder open, 2 corrected open",
        ],
    ),
    (
        Change::CorrectTwice,
        [
            "1 new corrected, 3 corrected open, 3 reminder open",
            "1 new corrected, 3 reminder open, 3 corrected open",
            "1 new corrected, 1 reminder corrected, 3 corrected open",
            "1 new corrected, 3 reminder open, 3 corrected open",
        ],
    ),
    (Change::End, only_if_it_arrives(["1 new cancelled", "1 new cancelled, 1 reminder cancelled"])),
    (Change::Over, only_if_it_arrives(["1 new over", "1 new over, 1 reminder over"])),
    // A person who has seen the alert can still want to be reminded of it.
    (Change::Seen, ["1 new seen, 1 reminder seen"; 4]),
    (Change::SeenAll, ["1 new seen, 1 reminder seen"; 4]),
    (Change::AskForHelp, ["1 new seen, 1 reminder seen"; 4]),
    (
        Change::AskAgain,
        [
            "1 new askedagain, 1 again open, 1 reminder askedagain",
            "1 new askedagain, 1 reminder askedagain, 1 again open",
            "1 new open, 1 reminder open",
            "1 new open, 1 reminder open",
        ],
    ),
    (Change::Move, ["1 new open, 1 reminder open"; 4]),
    (Change::Nothing, ["1 new open, 1 reminder open"; 4]),
    (Change::DeleteData, ["1 new open, 1 reminder open"; 4]),
    (Change::LeaveAndReturn, ["1 new open, 1 reminder open"; 4]),
    (Change::Leave, only_if_it_arrives(["1 new open", "1 new open, 1 reminder open"])),
    (Change::CancelByHand, ["1 new open", "1 new open", "1 new open, 1 reminder open", "1 new open, 1 reminder open"]),
    (Change::FixSilently, ["2 new open, 2 reminder open"; 4]),
    (Change::Answer, only_if_it_arrives(["1 new seen", "1 new seen, 1 reminder seen"])),
    (Change::RemindAndAnswer, only_if_it_arrives(["1 new seen", "1 new seen, 1 reminder seen"])),
    // A newer reminder replaces the older one, unless the older one has arrived.
    (
        Change::Remind,
        only_if_it_arrives(["1 new open, 1 reminder open", "1 new open, 1 reminder open, 1 reminder open"]),
    ),
    (
        Change::RemindOfQuestion,
        only_if_it_arrives(["1 new seen, 1 reminder seen", "1 new seen, 1 reminder seen, 1 reminder seen"]),
    ),
    (Change::EnoughFound, only_if_it_arrives(["1 new found", "1 new found, 1 reminder found"])),
    (Change::EnoughFoundAndWithdrawn, only_if_it_arrives(["1 new seen", "1 new seen, 1 reminder seen"])),
];

/// A message whose attempt is not under way is recalled, and so is one whose attempt fails.
const fn only_if_it_arrives([recalled, arrived]: [&str; 2]) -> [&str; 4] {
    [recalled, recalled, arrived, recalled]
}

/// What the phone shows after all deliveries.
fn expected_messages(change: Change, attempt: AttemptState) -> String {
    if let Some(index) = REMINDER_STATES.iter().position(|state| *state == attempt) {
        let row = EXPECTED_WITH_REMINDER.iter().find(|(of, _)| *of == change);
        return row.unwrap_or_else(|| panic!("{change:?} is not in the table of reminders")).1[index].to_owned();
    }
    let row = |change: Change| {
        let row = EXPECTED.iter().find(|(c, a, _)| (*c, *a) == (change, attempt));
        row.unwrap_or_else(|| panic!("{change:?} × {attempt:?} is not in the table")).2.to_owned()
    };
    let messages_without_change = if attempt.is_attempt_at_nudge() { "1 new open, 1 slept open" } else { "1 new open" };
    let messages_if_delivered_now = match attempt {
        AttemptState::SendingThenArrives
        | AttemptState::SendingThenUnknown
        | AttemptState::UnknownArrived
        | AttemptState::Sent => "1 new open",
        AttemptState::NudgeHeld | AttemptState::NudgeRetry | AttemptState::NudgeSendingThenFails => "1 new open",
        AttemptState::NudgeSendingThenArrives => messages_without_change,
        AttemptState::Queued
        | AttemptState::Held
        | AttemptState::Retry
        | AttemptState::SendingThenFails
        | AttemptState::UnknownVanished => "",
        AttemptState::ReminderWaits
        | AttemptState::ReminderRetry
        | AttemptState::ReminderSendingThenArrives
        | AttemptState::ReminderSendingThenFails => unreachable!("they have a table of their own"),
    };
    match change {
        Change::Correct | Change::CorrectTwice | Change::End | Change::Seen | Change::AskAgain | Change::Move => {
            row(change)
        }
        // The row of a recipient who deleted their data stays until the alert has ended.
        Change::Nothing | Change::DeleteData | Change::LeaveAndReturn => messages_without_change.to_owned(),
        Change::Over => row(Change::End).replace("cancelled", "over"),
        Change::SeenAll if attempt == AttemptState::Sent || attempt.is_attempt_at_nudge() => row(Change::Seen),
        Change::SeenAll => messages_without_change.to_owned(),
        Change::Leave => messages_if_delivered_now.to_owned(),
        Change::FixSilently => messages_without_change.replace('1', "2"),
        Change::CancelByHand => match attempt {
            AttemptState::Queued | AttemptState::Held | AttemptState::Retry => String::new(),
            AttemptState::NudgeHeld | AttemptState::NudgeRetry => "1 new open".to_owned(),
            _ => messages_without_change.to_owned(),
        },
        // An answer counts as seen, and so does a question about the alert.
        Change::Answer | Change::RemindAndAnswer | Change::AskForHelp => row(Change::Seen),
        Change::RemindOfQuestion => {
            let seen = row(Change::Seen);
            if seen.is_empty() { "1 reminder seen".to_owned() } else { format!("{seen}, 1 reminder seen") }
        }
        Change::Remind => match attempt {
            // The recipient chose the minute of the reminder, so it comes before they wake.
            AttemptState::Held => "1 reminder open, 1 new open".to_owned(),
            // The reminder sounds before the recipient wakes, so the nudge is not needed.
            AttemptState::NudgeHeld => "1 new open, 1 reminder open".to_owned(),
            _ => format!("{messages_without_change}, 1 reminder open"),
        },
        Change::EnoughFound => row(Change::End).replace("cancelled", "found"),
        Change::EnoughFoundAndWithdrawn => match attempt {
            AttemptState::NudgeHeld | AttemptState::NudgeRetry => "1 new askedagain, 1 again open".to_owned(),
            _ => messages_without_change.to_owned(),
        },
    }
}

const REMINDER_STATES: [AttemptState; 4] = [
    AttemptState::ReminderWaits,
    AttemptState::ReminderRetry,
    AttemptState::ReminderSendingThenArrives,
    AttemptState::ReminderSendingThenFails,
];

impl AttemptState {
    fn is_attempt_at_nudge(self) -> bool {
        matches!(
            self,
            AttemptState::NudgeHeld
                | AttemptState::NudgeRetry
                | AttemptState::NudgeSendingThenArrives
                | AttemptState::NudgeSendingThenFails
        )
    }

    fn person(self) -> (MemberId, &'static str) {
        if self == AttemptState::Held || self.is_attempt_at_nudge() { (SYDNEY, "sydney") } else { (LAPAZ, "lapaz") }
    }

    /// Sends an alert for which `change` is possible, and brings the attempt into this state.
    async fn prepare(self, world: &mut World, change: Change) -> AlertId {
        let severity = if self == AttemptState::Held { Severity::Information } else { Severity::Urgent };
        let (ask, ask_text, others) = match change {
            Change::Answer | Change::RemindOfQuestion | Change::RemindAndAnswer => (AskKind::YesNo, "", ""),
            Change::EnoughFound | Change::EnoughFoundAndWithdrawn => (AskKind::People, "1", ", brisbane"),
            _ => (AskKind::Read, "", ""),
        };
        let audience = format!("{}{others}", self.person().1);
        let kind = AlertKind { ask, purpose: Purpose::Real };
        let preview = world.preview_kind(severity, &audience, kind, ask_text, "Room 1").await;
        let SendOutcome::Sent(sent) = world.send(&preview).await else { panic!("it is sent") };
        // The script of the route is for the messages to one person.
        world.cancel_by_hand(BRISBANE).await;
        match self {
            AttemptState::Queued => {}
            AttemptState::Held | AttemptState::Sent | AttemptState::NudgeHeld => world.run().await,
            AttemptState::Retry => run_with_outcome(world, AttemptOutcome::Fails).await,
            AttemptState::UnknownArrived => run_with_outcome(world, AttemptOutcome::ArrivesUnknown).await,
            AttemptState::UnknownVanished => run_with_outcome(world, AttemptOutcome::VanishesUnknown).await,
            AttemptState::SendingThenArrives => send_and_hold(world, AttemptOutcome::Arrives).await,
            AttemptState::SendingThenFails => send_and_hold(world, AttemptOutcome::Fails).await,
            AttemptState::SendingThenUnknown => send_and_hold(world, AttemptOutcome::ArrivesUnknown).await,
            AttemptState::NudgeRetry => {
                world.run().await;
                world.clock.move_to(at("2020-11-10T20:00:00Z"));
                run_with_outcome(world, AttemptOutcome::Fails).await;
            }
            AttemptState::NudgeSendingThenArrives | AttemptState::NudgeSendingThenFails => {
                world.run().await;
                world.kill();
                world.clock.move_to(at("2020-11-10T20:00:00Z"));
                let arrives = self == AttemptState::NudgeSendingThenArrives;
                send_and_hold(world, if arrives { AttemptOutcome::Arrives } else { AttemptOutcome::Fails }).await;
            }
            AttemptState::ReminderWaits => {
                world.run().await;
                remind(world, sent.alert, LAPAZ).await;
            }
            AttemptState::ReminderRetry => {
                world.run().await;
                remind(world, sent.alert, LAPAZ).await;
                world.run().await;
                world.clock.move_to(at("2020-11-10T17:15:00Z"));
                run_with_outcome(world, AttemptOutcome::Fails).await;
            }
            AttemptState::ReminderSendingThenArrives | AttemptState::ReminderSendingThenFails => {
                world.run().await;
                remind(world, sent.alert, LAPAZ).await;
                world.run().await;
                world.kill();
                world.clock.move_to(at("2020-11-10T17:15:00Z"));
                let arrives = self == AttemptState::ReminderSendingThenArrives;
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

async fn remind(world: &World, alert: AlertId, person: MemberId) {
    let planned = answers::remind(&world.db, person, alert, Some(1), world.clock.now()).await.unwrap();
    assert!(matches!(planned, RemindOutcome::Planned { .. }), "{planned:?}");
}

async fn answer(world: &World, alert: AlertId, person: MemberId, answer: Answer) {
    let outcome = answers::answer(&world.db, person, alert, 1, answer, None, world.clock.now()).await.unwrap();
    assert!(matches!(outcome, AnswerOutcome::Recorded(_)), "{outcome:?}");
}

impl Change {
    async fn apply(self, world: &mut World, alert: AlertId, person: MemberId) {
        let now = world.clock.now();
        match self {
            Change::Correct => {
                correct(world, alert, 1, "Room 2").await;
            }
            Change::CorrectTwice => {
                // Make both corrections in one transaction, so that no message about the first one is sent before the
                // second one.
                let twice = world.db.write(async |tx| {
                    for (number, text) in [(2, "Room 2"), (3, "Room 3")] {
                        let version = Version {
                            number,
                            text: text.to_owned(),
                            translations: Translations::default(),
                            answer_by: None,
                        };
                        sending::correct(tx, LEAD, alert, version, &Plan::default(), now).await?;
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
            Change::Answer => answer(world, alert, person, Answer::Yes).await,
            Change::Remind | Change::RemindOfQuestion => remind(world, alert, person).await,
            Change::RemindAndAnswer => {
                remind(world, alert, person).await;
                answer(world, alert, person, Answer::No).await;
            }
            Change::AskForHelp => {
                answers::mark_seen_by_help_request(&world.db, person, alert, Some(1), now).await.unwrap();
            }
            Change::EnoughFound => answer(world, alert, BRISBANE, Answer::Yes).await,
            Change::EnoughFoundAndWithdrawn => {
                answer(world, alert, BRISBANE, Answer::Yes).await;
                answer(world, alert, BRISBANE, Answer::No).await;
            }
            Change::Move => {
                world.move_to_zone(person, if person == LAPAZ { "Australia/Sydney" } else { "America/La_Paz" }).await;
            }
        }
    }
}

async fn correct(world: &mut World, alert: AlertId, base_version: u32, text: &str) -> CorrectionReach {
    world.correct(alert, base_version, text).await.reached
}

/// Runs the dispatcher until every delivery has an outcome.
async fn settle_all(world: &mut World) {
    world.route.release();
    // After the first four steps, fifteen minutes have passed, so that a reminder is not late.
    for seconds in [0, 10, 60, 300, 530, 3600, 6 * 3600, 24 * 3600, 24 * 3600] {
        world.run().await;
        world.clock.move_to(world.clock.now() + SignedDuration::from_secs(seconds));
    }
    world.run().await;
}

/// What the phone shows after all deliveries.
fn messages_on_phone(world: &World, person: MemberId) -> String {
    let mut shown = Vec::new();
    for delivery in world.take_deliveries() {
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

async fn check_every_change(attempt: AttemptState) {
    let mut differences = Vec::new();
    for &change in Change::VARIANTS {
        let mut world = World::new().await;
        let alert = attempt.prepare(&mut world, change).await;
        let (person, _) = attempt.person();
        change.apply(&mut world, alert, person).await;
        settle_all(&mut world).await;
        let (shown, expected) = (messages_on_phone(&world, person), expected_messages(change, attempt));
        if shown != expected {
            differences.push(format!("{change:?} × {attempt:?}: {shown:?}, not {expected:?}"));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// Defines one test for each state of an attempt, so that the tests can run side by side. The `match` does not compile
/// if a state has no test.
macro_rules! phone_shows_the_expected_messages_after_every_change_during_an_attempt {
    ($($name:ident: $attempt:ident,)*) => {
        const fn require_a_test(attempt: AttemptState) {
            match attempt {
                $(AttemptState::$attempt => {})*
            }
        }
        const _: fn(AttemptState) = require_a_test;

        $(
            #[tokio::test]
            async fn $name() {
                check_every_change(AttemptState::$attempt).await;
            }
        )*
    };
}

phone_shows_the_expected_messages_after_every_change_during_an_attempt! {
    phone_shows_every_change_while_the_message_is_queued: Queued,
    phone_shows_every_change_while_the_message_is_held: Held,
    phone_shows_every_change_while_the_message_waits_for_a_retry: Retry,
    phone_shows_every_change_during_an_attempt_that_arrives: SendingThenArrives,
    phone_shows_every_change_during_an_attempt_that_fails: SendingThenFails,
    phone_shows_every_change_during_an_attempt_whose_response_is_lost: SendingThenUnknown,
    phone_shows_every_change_while_it_is_unknown_that_the_message_arrived: UnknownArrived,
    phone_shows_every_change_while_it_is_unknown_that_the_message_vanished: UnknownVanished,
    phone_shows_every_change_after_the_message_arrived: Sent,
    phone_shows_every_change_while_the_nudge_is_held: NudgeHeld,
    phone_shows_every_change_while_the_nudge_waits_for_a_retry: NudgeRetry,
    phone_shows_every_change_during_an_attempt_at_a_nudge_that_arrives: NudgeSendingThenArrives,
    phone_shows_every_change_during_an_attempt_at_a_nudge_that_fails: NudgeSendingThenFails,
    phone_shows_every_change_while_a_reminder_waits: ReminderWaits,
    phone_shows_every_change_while_a_reminder_waits_for_a_retry: ReminderRetry,
    phone_shows_every_change_during_an_attempt_at_a_reminder_that_arrives: ReminderSendingThenArrives,
    phone_shows_every_change_during_an_attempt_at_a_reminder_that_fails: ReminderSendingThenFails,
}

#[tokio::test]
async fn correction_counts_a_recipient_as_notified_only_if_they_had_got_the_old_text() {
    let reach = async |attempt: AttemptState| {
        let mut world = World::new().await;
        let alert = attempt.prepare(&mut world, Change::Correct).await;
        correct(&mut world, alert, 1, "Room 2").await
    };
    let notified = CorrectionReach { notified: 1, ..CorrectionReach::default() };
    let maybe_notified = CorrectionReach { maybe_notified: 1, ..CorrectionReach::default() };
    let new_text = CorrectionReach { new_text: 1, ..CorrectionReach::default() };
    assert_eq!(reach(AttemptState::Sent).await, notified);
    assert_eq!(reach(AttemptState::Retry).await, new_text);
    assert_eq!(reach(AttemptState::Held).await, new_text);
    assert_eq!(reach(AttemptState::SendingThenFails).await, maybe_notified);
    assert_eq!(reach(AttemptState::UnknownArrived).await, maybe_notified);
}
