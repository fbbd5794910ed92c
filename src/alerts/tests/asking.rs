//! Tests of answers, of people who were found and withdraw, of reminders, of silent fixes and of practice alerts. Some
//! tests combine two of these at the same time.

use super::world::{BRISBANE, Delivered, LAPAZ, LEAD, NOWHERE, SYDNEY, World};
use crate::alerts::answers::{self, AnswerOutcome, RemindOutcome};
use crate::alerts::ask::{AlertKind, Answer, AskKind, Purpose};
use crate::alerts::drafts::service::fix_silently;
use crate::alerts::drafts::{DraftOutcome, DraftProblem, SendOutcome};
use crate::alerts::facts::{MessageContent, MessageStatus, RecipientStatus, RosterPost};
use crate::alerts::model::{AlertId, EndReason, Severity};
use crate::alerts::send_rule::Occasion;
use crate::alerts::service::{self, AskAgainOutcome};
use crate::alerts::testing::at;
use crate::delivery::{Action, Address, Sound};
use crate::members::{self, AssumedHome, EmergencyWake, Followers, Group, Listed, MemberId};
use crate::time::{Clock, ZoneId};

/// Two members who are awake at the start, as La Paz is.
const LIMA: MemberId = MemberId(5);
const QUITO: MemberId = MemberId(6);

async fn world() -> World {
    let world = World::new().await;
    world.add_member(LIMA, "Lima", Group::Mag, Some(("America/Lima", EmergencyWake::Refused))).await;
    world.add_member(QUITO, "Quito", Group::Mag, Some(("America/Guayaquil", EmergencyWake::Refused))).await;
    world
}

fn alert_kind(ask: AskKind) -> AlertKind {
    AlertKind { ask, purpose: Purpose::Real }
}

/// Sends an alert that needs two people, and delivers it to everybody.
async fn send_alert_for_two_people(world: &mut World) -> AlertId {
    let alert = world.send_ask(alert_kind(AskKind::People), "2", "").await;
    world.take_deliveries();
    alert
}

/// The status in each delivered message of an alert for which `filter` is true.
fn statuses_of(delivered: &[Delivered], filter: impl Fn(&Delivered) -> bool) -> Vec<MessageStatus> {
    delivered.iter().filter(|one| filter(one)).filter_map(|one| one.message.as_ref()).map(|m| m.status).collect()
}

fn is_edit(delivery: &Delivered) -> bool {
    matches!(delivery.action, Action::Edit(_))
}

async fn stored_answer(world: &World, alert: AlertId, member: MemberId) -> Option<Answer> {
    let line = world.roster(alert).await.people.into_iter().find(|line| line.member == member).unwrap();
    line.answer.map(|given| given.answer)
}

#[tokio::test]
async fn once_enough_people_are_found_the_other_buttons_are_disabled_and_nobody_else_is_asked() {
    let mut world = world().await;
    let alert = send_alert_for_two_people(&mut world).await;
    let first = world.press_answer(alert, LAPAZ, Answer::Yes).await;
    let AnswerOutcome::Recorded(MessageContent::One(message)) = first else { panic!("{first:?}") };
    assert_eq!(message.found, ["La Paz"]);
    world.clock.move_to(at("2020-11-10T17:01:00Z"));
    assert!(matches!(world.press_answer(alert, LIMA, Answer::Yes).await, AnswerOutcome::Recorded(_)));
    world.run().await;
    let delivered = world.take_deliveries();
    let closed = delivered.iter().filter_map(|one| one.message.as_ref());
    let closed: Vec<_> = closed.filter(|message| message.status == MessageStatus::Found).collect();
    assert_eq!(closed.len(), 4, "Sydney, Brisbane, Nowhere and Quito");
    assert!(closed.iter().all(|message| message.found == ["La Paz", "Lima"]));
    let late_outcome = world.press_answer(alert, QUITO, Answer::Yes).await;
    assert!(matches!(late_outcome, AnswerOutcome::Enough(_)), "{late_outcome:?}");
    assert_eq!(stored_answer(&world, alert, QUITO).await, None);
    let asked = service::ask_again(&world.db, LEAD, alert, world.clock.now()).await.unwrap();
    assert_eq!(asked, AskAgainOutcome::EnoughFound);
    // Enough people were found, so the members who wake get no nudge.
    world.run_until("2020-11-12T00:00:00Z").await;
    assert!(world.take_posts().is_empty());
}

#[tokio::test]
async fn withdrawal_of_a_found_person_enables_the_buttons_again_and_asks_members_who_slept() {
    let mut world = world().await;
    let alert = send_alert_for_two_people(&mut world).await;
    world.press_answer(alert, LAPAZ, Answer::Yes).await;
    world.press_answer(alert, LIMA, Answer::Yes).await;
    world.run().await;
    world.take_deliveries();
    world.clock.move_to(at("2020-11-10T17:30:00Z"));
    assert!(matches!(world.press_answer(alert, LAPAZ, Answer::No).await, AnswerOutcome::Recorded(_)));
    world.run().await;
    let delivered = world.take_deliveries();
    let open = statuses_of(&delivered, is_edit).into_iter().filter(|status| *status == MessageStatus::Open).count();
    assert_eq!(open, 4, "Sydney, Brisbane, Nowhere and Quito");
    let to_people = delivered.iter().filter(|one| matches!(one.action, Action::Post(Address::Member(_)))).count();
    assert_eq!(to_people, 0, "a member for whom the alert has sounded gets no further message");
    let rosters = delivered.iter().filter(|one| matches!(one.roster, Some(RosterPost::Live(_))));
    assert!(rosters.clone().any(|one| matches!(one.action, Action::Post(_))), "the roster is posted again");
    // The process dies before Sydney and Brisbane wake.
    world.kill();
    world.run_until("2020-11-10T20:00:00Z").await;
    let nudged_people: Vec<_> = world.take_posts().into_iter().map(|(person, sound, _)| (person, sound)).collect();
    assert_eq!(nudged_people, [(SYDNEY, Sound::Sounding)]);
    // Brisbane still sleeps. La Paz changes the answer several times, but Brisbane is asked only once.
    for answer in [Answer::Yes, Answer::No, Answer::Yes, Answer::No] {
        world.press_answer(alert, LAPAZ, answer).await;
    }
    world.run_until("2020-11-12T00:00:00Z").await;
    let nudged_people: Vec<_> = world.take_posts().into_iter().map(|(person, ..)| person).collect();
    assert_eq!(nudged_people, [BRISBANE]);
}

#[tokio::test]
async fn member_who_slept_in_an_assumed_zone_is_asked_again_when_they_wake() {
    let mut world = world().await;
    // It is 02:00 in Tokyo. In an assumed zone, quiet hours end at 09:00.
    let home = AssumedHome { zone: ZoneId::parse("Asia/Tokyo").unwrap(), place: None };
    let listed = Listed { home: Some(home), language: None };
    let (followers, now) = (Followers::default(), world.clock.now());
    let set =
        world.db.write(async |tx| members::service::set_listed(tx, &followers, NOWHERE, Some(&listed), now).await);
    set.await.unwrap();
    let alert = send_alert_for_two_people(&mut world).await;
    world.press_answer(alert, LAPAZ, Answer::Yes).await;
    world.press_answer(alert, LIMA, Answer::Yes).await;
    world.press_answer(alert, LAPAZ, Answer::No).await;
    world.run().await;
    assert_eq!(world.take_posts().iter().filter(|(person, ..)| *person == NOWHERE).count(), 0, "they are asleep");
    world.run_until("2020-11-11T00:00:00Z").await;
    let nudged_people: Vec<_> =
        world.take_posts().into_iter().filter(|(person, ..)| *person == NOWHERE).map(|(_, s, _)| s).collect();
    assert_eq!(nudged_people, [Sound::Sounding]);
}

#[tokio::test]
async fn only_one_of_two_simultaneous_yes_answers_counts_if_one_person_is_needed() {
    let mut world = world().await;
    let alert = world.send_ask(alert_kind(AskKind::People), "1", "").await;
    let (one, two) =
        tokio::join!(world.press_answer(alert, LAPAZ, Answer::Yes), world.press_answer(alert, LIMA, Answer::Yes));
    let found = [&one, &two].into_iter().filter(|outcome| matches!(outcome, AnswerOutcome::Recorded(_))).count();
    let enough = [&one, &two].into_iter().filter(|outcome| matches!(outcome, AnswerOutcome::Enough(_))).count();
    assert_eq!((found, enough), (1, 1), "{one:?} {two:?}");
}

#[tokio::test]
async fn two_withdrawals_and_a_simultaneous_yes_leave_a_correct_count_of_found_people() {
    for order in 0..6 {
        let mut world = world().await;
        let alert = send_alert_for_two_people(&mut world).await;
        world.press_answer(alert, LAPAZ, Answer::Yes).await;
        world.press_answer(alert, LIMA, Answer::Yes).await;
        let [first, second, third] = match order {
            0 => [(LAPAZ, Answer::No), (LIMA, Answer::No), (QUITO, Answer::Yes)],
            1 => [(LAPAZ, Answer::No), (QUITO, Answer::Yes), (LIMA, Answer::No)],
            2 => [(LIMA, Answer::No), (LAPAZ, Answer::No), (QUITO, Answer::Yes)],
            3 => [(LIMA, Answer::No), (QUITO, Answer::Yes), (LAPAZ, Answer::No)],
            4 => [(QUITO, Answer::Yes), (LAPAZ, Answer::No), (LIMA, Answer::No)],
            _ => [(QUITO, Answer::Yes), (LIMA, Answer::No), (LAPAZ, Answer::No)],
        };
        let press = |(member, answer): (MemberId, Answer)| world.press_answer(alert, member, answer);
        tokio::join!(press(first), press(second), press(third));
        let mut yes_count = 0;
        for member in [LAPAZ, LIMA, QUITO] {
            yes_count += usize::from(stored_answer(&world, alert, member).await == Some(Answer::Yes));
        }
        let alert = service::get(&world.db, LEAD, alert).await.unwrap();
        assert_eq!(alert.found_at.is_some(), yes_count >= 2, "order {order}: {yes_count} people answered yes");
        assert!(yes_count <= 1, "order {order}");
    }
}

#[tokio::test]
async fn found_person_who_leaves_the_server_no_longer_counts() {
    let mut world = world().await;
    let alert = send_alert_for_two_people(&mut world).await;
    world.press_answer(alert, LAPAZ, Answer::Yes).await;
    world.press_answer(alert, LIMA, Answer::Yes).await;
    world.leave_server(LIMA).await;
    let open = service::get(&world.db, LEAD, alert).await.unwrap();
    assert_eq!(open.found_at, None);
    assert!(matches!(world.press_answer(alert, QUITO, Answer::Yes).await, AnswerOutcome::Recorded(_)));
    assert!(service::get(&world.db, LEAD, alert).await.unwrap().found_at.is_some());
}

#[tokio::test]
async fn answer_can_be_changed_until_the_alert_ends_but_not_later() {
    let mut world = world().await;
    let alert = world.send_ask(alert_kind(AskKind::YesNo), "", "").await;
    world.press_answer(alert, LAPAZ, Answer::No).await;
    world.clock.move_to(at("2020-11-10T17:05:00Z"));
    world.press_answer(alert, LAPAZ, Answer::Yes).await;
    assert_eq!(stored_answer(&world, alert, LAPAZ).await, Some(Answer::Yes));
    service::end(&world.db, LEAD, alert, EndReason::Over, world.clock.now()).await.unwrap();
    let late_outcome = world.press_answer(alert, LAPAZ, Answer::No).await;
    let AnswerOutcome::Ended(MessageContent::One(message)) = late_outcome else { panic!("{late_outcome:?}") };
    assert_eq!(message.status, MessageStatus::Over);
    assert_eq!(stored_answer(&world, alert, LAPAZ).await, Some(Answer::Yes));
}

#[tokio::test]
async fn answer_given_while_the_alert_ends_is_stored_only_if_it_is_reported_as_recorded() {
    let mut world = world().await;
    let alert = world.send_ask(alert_kind(AskKind::YesNo), "", "").await;
    let now = world.clock.now();
    let end = service::end(&world.db, LEAD, alert, EndReason::Over, now);
    let (outcome, ended) = tokio::join!(world.press_answer(alert, LAPAZ, Answer::Yes), end);
    ended.unwrap();
    let is_stored = stored_answer(&world, alert, LAPAZ).await.is_some();
    assert_eq!(is_stored, matches!(outcome, AnswerOutcome::Recorded(_)), "{outcome:?}");
    world.run_until("2020-11-12T00:00:00Z").await;
    let closed = statuses_of(&world.take_deliveries(), |one| one.message.is_some());
    assert_eq!(closed.last(), Some(&MessageStatus::Over));
}

#[tokio::test]
async fn repeated_answer_changes_nothing_and_a_forged_answer_is_refused() {
    let mut world = world().await;
    let alert = world.send_ask(alert_kind(AskKind::Choice), "Room A\nRoom B", "").await;
    world.press_answer(alert, LAPAZ, Answer::Choice(2)).await;
    world.clock.move_to(at("2020-11-10T17:05:00Z"));
    assert!(matches!(world.press_answer(alert, LAPAZ, Answer::Choice(2)).await, AnswerOutcome::Recorded(_)));
    let line = world.roster(alert).await.people.into_iter().find(|line| line.member == LAPAZ).unwrap();
    assert_eq!(line.answer.map(|given| given.at), Some(at("2020-11-10T17:00:00Z")));
    for forged in [Answer::Choice(3), Answer::Yes] {
        assert_eq!(world.press_answer(alert, LAPAZ, forged).await, AnswerOutcome::NotRecipient);
    }
    assert_eq!(world.press_answer(alert, LEAD, Answer::Choice(1)).await, AnswerOutcome::NotRecipient);
}

#[tokio::test]
async fn answer_after_the_time_to_answer_is_stored_and_marked_as_late() {
    let mut world = world().await;
    let alert = world.send_ask(alert_kind(AskKind::YesNo), "", "2020-11-10T19:15").await;
    world.press_answer(alert, LAPAZ, Answer::Yes).await;
    world.run_until("2020-11-10T18:15:00Z").await;
    world.press_answer(alert, LIMA, Answer::Yes).await;
    let people = world.roster(alert).await.people;
    let is_late = |member| people.iter().find(|line| line.member == member).unwrap().answer.unwrap().is_late;
    assert_eq!((is_late(LAPAZ), is_late(LIMA)), (false, true));
}

#[tokio::test]
async fn answer_stays_after_a_correction_and_its_old_button_does_not_answer_the_new_text() {
    let mut world = world().await;
    let alert = world.send_ask(alert_kind(AskKind::YesNo), "", "").await;
    world.press_answer(alert, LAPAZ, Answer::Yes).await;
    world.correct(alert, 1, "Take the shift at 20:00").await;
    let now = world.clock.now();
    let outdated = answers::answer(&world.db, LAPAZ, alert, 1, Answer::No, None, now).await.unwrap();
    let AnswerOutcome::Outdated(message) = outdated else { panic!("{outdated:?}") };
    assert_eq!((message.version, message.status), (2, MessageStatus::Open));
    assert_eq!(stored_answer(&world, alert, LAPAZ).await, Some(Answer::Yes));
    let roster = world.roster(alert).await;
    let given = roster.people.iter().find_map(|line| line.answer).unwrap();
    assert!(given.version < roster.announced_version, "the answer belongs to the old text");
    // La Paz gets the correction as everybody else does. When La Paz gives the same answer once more, it belongs to the
    // new text.
    world.run().await;
    assert!(world.take_posts().iter().any(|(person, ..)| *person == LAPAZ));
    world.press_answer(alert, LAPAZ, Answer::Yes).await;
    let roster = world.roster(alert).await;
    assert_eq!(roster.people.iter().find_map(|line| line.answer).unwrap().version, roster.announced_version);
}

#[tokio::test]
async fn confirming_as_seen_does_not_count_as_an_answer() {
    let mut world = world().await;
    let alert = world.send_ask(alert_kind(AskKind::YesNo), "", "").await;
    world.take_deliveries();
    service::mark_all_seen(&world.db, LAPAZ, world.clock.now()).await.unwrap();
    world.press_answer(alert, LIMA, Answer::No).await;
    let roster = world.roster(alert).await;
    let line = |member| roster.people.iter().find(|line| line.member == member).unwrap();
    assert!(matches!(line(LAPAZ).status, RecipientStatus::Seen { .. }) && line(LAPAZ).answer.is_none());
    assert!(matches!(line(LIMA).status, RecipientStatus::Seen { .. }), "an answer counts as seen");
    assert_eq!(line(LIMA).answer.map(|given| given.answer), Some(Answer::No));
    // La Paz has seen the alert but not answered, so "Ask again" asks La Paz too.
    world.clock.move_to(at("2020-11-10T17:30:00Z"));
    let asked = service::ask_again(&world.db, LEAD, alert, world.clock.now()).await.unwrap();
    let AskAgainOutcome::Asked { now, .. } = asked else { panic!("{asked:?}") };
    assert_eq!(now, ["La Paz", "Nowhere", "Quito"]);
}

#[tokio::test]
async fn reminder_sounds_a_quarter_of_an_hour_later_even_at_night_and_across_a_restart() {
    let mut world = world().await;
    let alert = world.send_ask(alert_kind(AskKind::YesNo), "", "").await;
    world.take_deliveries();
    let planned = answers::remind(&world.db, SYDNEY, alert, Some(1), world.clock.now()).await.unwrap();
    let ask = AskKind::YesNo;
    assert_eq!(planned, RemindOutcome::Planned { at: at("2020-11-10T17:15:00Z"), deadline: None, ask });
    world.run().await;
    world.kill();
    world.run_until("2020-11-10T17:14:59Z").await;
    assert!(world.take_posts().is_empty());
    world.run_until("2020-11-10T17:15:00Z").await;
    let reminders = world.take_posts();
    assert_eq!(reminders.len(), 1);
    let (person, sound, message) = &reminders[0];
    assert_eq!((*person, *sound, message.occasion), (SYDNEY, Sound::Sounding, Occasion::Reminder));
    let line = world.roster(alert).await.people.into_iter().find(|line| line.member == SYDNEY).unwrap();
    assert_eq!(line.remind_at, None);
    // A member who asks for a reminder has seen the alert, so no nudge follows.
    world.run_until("2020-11-10T20:00:00Z").await;
    assert!(world.take_posts().iter().all(|(person, ..)| *person != SYDNEY));
}

#[tokio::test]
async fn second_press_moves_the_reminder_and_an_answer_cancels_it() {
    let mut world = world().await;
    let alert = world.send_ask(alert_kind(AskKind::YesNo), "", "").await;
    world.take_deliveries();
    for _ in 0..2 {
        answers::remind(&world.db, LAPAZ, alert, Some(1), world.clock.now()).await.unwrap();
        answers::remind(&world.db, LIMA, alert, Some(1), world.clock.now()).await.unwrap();
        world.clock.move_to(at("2020-11-10T17:05:00Z"));
    }
    world.press_answer(alert, LIMA, Answer::No).await;
    world.run_until("2020-11-10T17:19:59Z").await;
    assert!(world.take_posts().is_empty());
    world.run_until("2020-11-10T18:00:00Z").await;
    let reminders: Vec<_> = world.take_posts().into_iter().map(|(person, ..)| person).collect();
    assert_eq!(reminders, [LAPAZ]);
}

#[tokio::test]
async fn reminder_of_an_ended_alert_is_cancelled_and_reminder_of_a_corrected_alert_shows_the_new_text() {
    let mut world = world().await;
    let corrected = world.send_alert(Severity::Urgent, "Room 1", "").await;
    let ended = world.send_alert(Severity::Urgent, "Room 9", "").await;
    for alert in [corrected, ended] {
        answers::remind(&world.db, LAPAZ, alert, Some(1), world.clock.now()).await.unwrap();
    }
    world.correct(corrected, 1, "Room 2").await;
    service::end(&world.db, LEAD, ended, EndReason::Cancel, world.clock.now()).await.unwrap();
    world.run().await;
    world.take_deliveries();
    world.run_until("2020-11-10T17:15:00Z").await;
    let reminders = world.take_posts();
    assert_eq!(reminders.len(), 1);
    assert_eq!((reminders[0].0, reminders[0].2.text.as_str(), reminders[0].1), (LAPAZ, "Room 2", Sound::Sounding));
    let nothing = answers::remind(&world.db, LAPAZ, ended, Some(1), world.clock.now()).await.unwrap();
    assert_eq!(nothing, RemindOutcome::NothingLeft);
}

/// The member asked for the reminder, and an alert that was seen can still be forgotten.
#[tokio::test]
async fn confirming_an_alert_as_seen_keeps_its_reminder() {
    let mut world = world().await;
    let alert = world.send_alert(Severity::Urgent, "Room 1", "").await;
    world.take_deliveries();
    answers::remind(&world.db, LAPAZ, alert, Some(1), world.clock.now()).await.unwrap();
    assert!(
        matches!(world.recipient_status(alert, LAPAZ).await, RecipientStatus::Sounded { .. }),
        "it is not seen yet"
    );
    for _ in 0..2 {
        service::mark_seen(&world.db, LAPAZ, alert, 1, None, world.clock.now()).await.unwrap();
    }
    world.run_until("2020-11-10T17:15:00Z").await;
    let reminders = world.take_posts();
    assert_eq!(reminders.len(), 1);
    let (person, sound, message) = &reminders[0];
    assert_eq!((*person, *sound, message.occasion), (LAPAZ, Sound::Sounding, Occasion::Reminder));
    world.run_until("2020-11-10T18:00:00Z").await;
    assert!(world.take_posts().is_empty());
}

#[tokio::test]
async fn seen_command_keeps_the_reminder_of_an_alert() {
    let mut world = world().await;
    let alert = world.send_alert(Severity::Urgent, "Room 1", "").await;
    world.take_deliveries();
    answers::remind(&world.db, LAPAZ, alert, Some(1), world.clock.now()).await.unwrap();
    assert_eq!(service::mark_all_seen(&world.db, LAPAZ, world.clock.now()).await.unwrap().len(), 1);
    world.run_until("2020-11-10T17:15:00Z").await;
    assert_eq!(world.take_posts().into_iter().map(|(person, ..)| person).collect::<Vec<_>>(), [LAPAZ]);
}

#[tokio::test]
async fn reminder_comes_before_the_deadline_or_is_refused() {
    let mut world = world().await;
    let alert = world.send_ask(alert_kind(AskKind::YesNo), "", "2020-11-10 17:12 UTC").await;
    world.take_deliveries();
    let deadline = at("2020-11-10T17:12:00Z");
    let ask = AskKind::YesNo;
    let mut outcomes = Vec::new();
    for now in ["2020-11-10T17:00:00Z", "2020-11-10T17:06:00Z", "2020-11-10T17:06:01Z", "2020-11-10T17:12:00Z"] {
        outcomes.push(answers::remind(&world.db, LAPAZ, alert, Some(1), at(now)).await.unwrap());
    }
    let planned = RemindOutcome::Planned { at: at("2020-11-10T17:07:00Z"), deadline: Some(deadline), ask };
    // The third press is too late for a new reminder. The earlier one still comes.
    let passed = RemindOutcome::DeadlinePassed { deadline, ask };
    assert_eq!(outcomes, [planned.clone(), planned.clone(), planned, passed]);
    let near = answers::remind(&world.db, SYDNEY, alert, Some(1), at("2020-11-10T17:06:01Z")).await.unwrap();
    assert_eq!(near, RemindOutcome::DeadlineNear { deadline });
    // The refused presses keep the reminder that the first presses asked for.
    world.run_until("2020-11-10T17:06:59Z").await;
    assert!(world.take_posts().is_empty());
    world.run_until("2020-11-10T18:00:00Z").await;
    assert_eq!(world.take_posts().into_iter().filter(|(person, ..)| *person == LAPAZ).count(), 1);
}

#[tokio::test]
async fn silent_fix_edits_delivered_messages_and_sends_no_message() {
    let mut world = world().await;
    let alert = world.send_alert(Severity::Urgent, "Rome 1", "").await;
    service::mark_seen(&world.db, LAPAZ, alert, 1, None, world.clock.now()).await.unwrap();
    world.run().await;
    world.take_deliveries();
    let outcome = world.preview_correction(alert, 1, "Room 1").await;
    let DraftOutcome::Preview(preview) = outcome else { panic!("{outcome:?}") };
    let now = world.clock.now();
    let fixed = fix_silently(&world.db, LEAD, preview.draft, now).await.unwrap();
    assert!(matches!(fixed, SendOutcome::Fixed { alert: of, edits } if of == alert && edits.edited == 6), "{fixed:?}");
    let again = fix_silently(&world.db, LEAD, preview.draft, now).await.unwrap();
    assert!(matches!(again, SendOutcome::Closed(_)), "{again:?}");
    world.run().await;
    let delivered = world.take_deliveries();
    assert!(delivered.iter().all(is_edit), "nobody gets a message");
    let texts: Vec<_> = delivered.iter().filter_map(|one| one.message.as_ref()).map(|m| m.text.as_str()).collect();
    assert_eq!(texts, ["Room 1"; 6]);
    assert!(
        matches!(world.recipient_status(alert, LAPAZ).await, RecipientStatus::Seen { .. }),
        "a silent fix does not change who has seen the alert"
    );
    // The nudge in the morning shows the fixed text. The next correction notifies people as usual.
    world.run_until("2020-11-10T20:00:00Z").await;
    let nudges = world.take_posts();
    assert_eq!((nudges[0].0, nudges[0].2.text.as_str(), nudges[0].2.occasion), (SYDNEY, "Room 1", Occasion::Slept));
    let sent = world.correct(alert, 2, "Room 2").await;
    assert_eq!(sent.reached.notified, 6);
}

#[tokio::test]
async fn fix_during_an_attempt_shows_the_new_text_and_sends_no_second_message() {
    let mut world = world().await;
    let preview = world.preview(Severity::Urgent, "lapaz", "Rome 1", "").await;
    let SendOutcome::Sent(sent) = world.send(&preview).await else { panic!("it is sent") };
    world.route.hold();
    world.start();
    world.route.wait_until_sending().await;
    let outcome = world.preview_correction(sent.alert, 1, "Room 1").await;
    let DraftOutcome::Preview(preview) = outcome else { panic!("{outcome:?}") };
    fix_silently(&world.db, LEAD, preview.draft, world.clock.now()).await.unwrap();
    world.route.release();
    world.run_until("2020-11-10T18:00:00Z").await;
    let delivered = world.take_deliveries();
    let to_lapaz: Vec<_> = delivered.iter().filter_map(|one| one.message.as_ref()).map(|m| m.text.as_str()).collect();
    assert_eq!(to_lapaz, ["Rome 1", "Room 1"]);
    let posts = delivered.iter().filter(|one| matches!(one.action, Action::Post(Address::Member(_)))).count();
    assert_eq!(posts, 1);
}

#[tokio::test]
async fn silent_fix_of_the_time_to_answer_is_refused() {
    let mut world = world().await;
    let alert = world.send_alert(Severity::Urgent, "Room 1", "2020-11-10T19:15").await;
    let outcome = world.preview_correction(alert, 1, "Room 2").await;
    let DraftOutcome::Preview(preview) = outcome else { panic!("{outcome:?}") };
    let refused = fix_silently(&world.db, LEAD, preview.draft, world.clock.now()).await.unwrap();
    assert!(matches!(refused, SendOutcome::Problem(DraftProblem::TimeChanged)), "{refused:?}");
}

#[tokio::test]
async fn practice_alert_reaches_only_members_who_are_awake() {
    let mut world = world().await;
    let kind = AlertKind { ask: AskKind::Read, purpose: Purpose::Practice };
    let alert = world.send_ask(kind, "", "").await;
    let reached: Vec<_> = world.take_posts().into_iter().map(|(person, sound, _)| (person, sound)).collect();
    assert_eq!(reached, [(LAPAZ, Sound::Sounding), (LIMA, Sound::Sounding), (QUITO, Sound::Sounding)]);
    let roster = world.roster(alert).await;
    assert_eq!(roster.people.len(), 3);
    world.move_to_zone(QUITO, "Australia/Sydney").await;
    world.clock.move_to(at("2020-11-10T17:30:00Z"));
    service::ask_again(&world.db, LEAD, alert, world.clock.now()).await.unwrap();
    world.run_until("2020-11-12T00:00:00Z").await;
    let asked: Vec<_> = world.take_posts().into_iter().map(|(person, ..)| person).collect();
    assert_eq!(asked, [LAPAZ, LIMA]);
    assert!(!asked.contains(&NOWHERE));
}

#[tokio::test]
async fn answer_given_before_a_silent_fix_still_counts_for_the_current_text() {
    let mut world = world().await;
    let alert = world.send_ask(alert_kind(AskKind::YesNo), "", "").await;
    world.press_answer(alert, LAPAZ, Answer::Yes).await;
    let outcome = world.preview_correction(alert, 1, "Take the late shift").await;
    let DraftOutcome::Preview(preview) = outcome else { panic!("{outcome:?}") };
    fix_silently(&world.db, LEAD, preview.draft, world.clock.now()).await.unwrap();
    let pressed = world.press_answer(alert, LAPAZ, Answer::Yes).await;
    let AnswerOutcome::Recorded(MessageContent::One(message)) = pressed else { panic!("{pressed:?}") };
    let given = message.answer.unwrap();
    assert_eq!((given.version, message.announced_version, message.version), (1, 1, 2), "the answer is not outdated");
}
