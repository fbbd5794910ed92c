//! Combines every change of a reminder with every state of a delivery attempt. Checks what the member's phone shows
//! after all deliveries.

use std::sync::Arc;

use strum::VariantArray;
use tokio_util::sync::CancellationToken;

use super::draft::{GroupDraft, PassedPolicy};
use super::error::ReminderError;
use super::facts::{OccurrenceStatus, ReminderFacts};
use super::model::{OccurrenceId, OccurrenceKind, Plan, ReminderDraftId};
use super::service::{self, BatchStopOutcome, RecallOutcome, ReplacedSnooze};
use super::{ReminderFollower, ReminderPrivacy, ReminderSource, SaveOutcome};
use crate::db::{Db, DbError};
use crate::delivery::receipts::{Filter, ReceiptError, Receipts};
use crate::delivery::testing::{Attempt, ScriptedRoute};
use crate::delivery::{Actor, Dispatcher, DispatcherSettings, Facts, Route, Sources};
use crate::members::{self, EmergencyWake, Followers, Group, MemberId, PrivacyHandler, Profile};
use crate::time::{self, Clock, QuietHours, SignedDuration, Timestamp, VirtualClock, ZoneId};
use crate::timers::Gauge;
use crate::words::Language;

const NOW: &str = "2020-11-10T17:00:00Z";
/// The author of all reminders. A member of the secretariat.
const LEAD: MemberId = MemberId(90);
/// A member who is asleep at [`NOW`], until 20:00 UTC.
const SYDNEY: MemberId = MemberId(1);
/// A member who is awake at [`NOW`].
const LAPAZ: MemberId = MemberId(2);

/// What happens to the reminder or to its member during the attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, VariantArray)]
enum Change {
    StopForAll,
    /// The member stops the reminder in their list.
    Stop,
    StopAndUndo,
    StopForAllAndUndo,
    /// The member deletes their data.
    Delete,
    /// La Paz moves to a zone in which it is night. Sydney moves to a zone in which it is day.
    Move,
    Leave,
    LeaveAndReturn,
    /// The member loses the role of the group for which the reminder was set.
    LoseRole,
    /// Somebody cancels the delivery with `/delivery` or `magpie outbox`. Both refuse to cancel a message that is being
    /// sent or may have arrived.
    CancelByHand,
}

/// What the phone shows after all deliveries, for each [`Attempt`] in the order of its variants.
const EXPECTED: &[(Change, [&str; 9])] = &[
    (Change::StopForAll, ["", "", "", "stopped", "", "stopped", "stopped", "", "open"]),
    (Change::Stop, ["", "", "", "stopped", "", "stopped", "stopped", "", "open"]),
    (Change::Delete, ["", "", "", "open", "", "open", "open", "", "open"]),
    (Change::Move, ["open"; 9]),
    (Change::StopAndUndo, ["open"; 9]),
    (Change::StopForAllAndUndo, ["open"; 9]),
    (Change::Leave, ["", "", "", "open", "", "open", "open", "", "open"]),
    (Change::LeaveAndReturn, ["open"; 9]),
    (Change::LoseRole, ["", "", "", "open", "", "open", "open", "", "open"]),
    // In the first state, the reminder has not fired, so it has no delivery to cancel.
    (Change::CancelByHand, ["open", "", "", "open", "open", "open", "open", "open", "open"]),
];

fn status_text(facts: &Facts) -> Option<String> {
    let status = match facts.get::<ReminderFacts>().expect("one reminder").status {
        OccurrenceStatus::Stopped => "stopped",
        _ => "open",
    };
    Some(status.to_owned())
}

struct World {
    db: Db,
    clock: VirtualClock,
    route: Arc<ScriptedRoute>,
    gauge: Gauge,
    _folder: tempfile::TempDir,
}

impl World {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let db = crate::db::testing::open(folder.path()).await;
        let clock = VirtualClock::starting_at(NOW.parse().unwrap());
        let route = Arc::new(ScriptedRoute::with_texts(status_text));
        let (routes, sources) = (vec![Arc::clone(&route) as Arc<dyn Route>], vec![Arc::new(ReminderSource) as _]);
        let settings = DispatcherSettings::default();
        let dispatcher = Dispatcher::new(db.clone(), Arc::new(clock.clone()), routes, sources, settings);
        let world = Self { db, clock, route, gauge: dispatcher.gauge(), _folder: folder };
        world.add_member(LEAD, Group::Secretariat, "Europe/Zurich").await;
        world.add_member(SYDNEY, Group::Mag, "Australia/Sydney").await;
        world.add_member(LAPAZ, Group::Mag, "America/La_Paz").await;
        tokio::spawn(dispatcher.run(CancellationToken::new()));
        world
    }

    async fn add_member(&self, id: MemberId, group: Group, zone: &str) {
        let profile = profile(zone);
        let stored = self.db.write(async |tx| {
            members::service::upsert_present(tx, id, zone, zone, [group].into_iter().collect()).await?;
            members::testing::set_profile(tx, id, &profile).await;
            Ok::<_, DbError>(())
        });
        stored.await.unwrap();
    }

    async fn run(&mut self) {
        service::fire_due(&self.db, self.clock.now(), 100).await.unwrap();
        self.gauge.wait_until_idle().await;
    }

    async fn settle_all(&mut self) {
        self.route.release();
        for hours in [0, 1, 6, 24, 24, 24 * 40] {
            for seconds in [0, 10, 60, 600] {
                self.run().await;
                self.clock.move_to(self.clock.now() + SignedDuration::from_secs(seconds));
            }
            self.clock.move_to(self.clock.now() + SignedDuration::from_hours(hours));
        }
        self.run().await;
    }

    /// A reminder that La Paz set for themselves and that has arrived. Returns its occurrence.
    async fn sent_own_reminder(&mut self) -> OccurrenceId {
        let now = self.clock.now();
        let zone = ZoneId::parse("America/La_Paz").unwrap();
        let answer = time::phrase("in 5 minutes", zone, now, Language::English);
        let time::PhraseAnswer::Understood(understood) = answer else { panic!("{answer:?}") };
        let plans = [Plan::of(&understood)];
        let draft = service::create_draft(&self.db, LAPAZ, "Tea", &plans, now).await.unwrap();
        let saved = service::save(&self.db, LAPAZ, draft, 0, now).await.unwrap();
        let SaveOutcome::Own { reminder, .. } = saved else { panic!("{saved:?}") };
        self.clock.move_to(now + SignedDuration::from_mins(5));
        self.run().await;
        let mut reader = self.db.read().await.unwrap();
        let messages = super::store::newest_messages(&mut reader, reminder.id, 1).await.unwrap();
        super::store::occurrences_carried_by(&mut reader, messages[0]).await.unwrap()[0].id
    }

    /// The ends of the pending snoozes of the reminder of an occurrence.
    async fn pending_snoozes(&self, id: OccurrenceId) -> Vec<Timestamp> {
        let mut reader = self.db.read().await.unwrap();
        let reminder = super::store::occurrence(&mut reader, id).await.unwrap().unwrap().reminder;
        let pending = super::store::pending_occurrences_of_reminder(&mut reader, reminder).await.unwrap();
        pending.into_iter().filter(|one| one.kind == OccurrenceKind::Snooze).map(|one| one.due_at).collect()
    }

    fn messages_on_phone(&self, person: MemberId) -> String {
        self.route.received_texts(person)
    }
}

fn profile(zone: &str) -> Profile {
    Profile {
        zone: ZoneId::parse(zone).unwrap(),
        quiet: QuietHours::new("22:00".parse().unwrap(), "07:00".parse().unwrap()).into(),
        emergency: EmergencyWake::Refused,
        awake_until: None,
        away: None,
        saved_at: NOW.parse().unwrap(),
    }
}

impl Attempt {
    fn person(self) -> MemberId {
        if self == Attempt::Held { SYDNEY } else { LAPAZ }
    }

    /// Sets a reminder for a group that is due now, and brings its delivery into this state. Only [`Self::person`] gets
    /// the reminder, because the other member of the group has left the server.
    async fn prepare(self, world: &mut World) -> ReminderDraftId {
        let other = if self.person() == SYDNEY { LAPAZ } else { SYDNEY };
        let now = world.clock.now();
        let left =
            world.db.write(async |tx| members::service::record_departure(tx, &Followers::default(), other, now).await);
        left.await.unwrap();
        let wall = "2020-11-10T08:00:00".parse().unwrap();
        let draft = GroupDraft { text: "Vote".to_owned(), audience: Group::Mag, wall, rule: None };
        let (id, _) = service::create_group_draft(&world.db, LEAD, draft, now).await.unwrap();
        let saved = service::save_for_group(&world.db, LEAD, id, PassedPolicy::SendNow, now).await.unwrap();
        assert!(matches!(saved, SaveOutcome::Group { reminders: 1, .. }), "{saved:?}");
        match self {
            Attempt::Queued => {}
            Attempt::Held => world.run().await,
            Attempt::SendingThenArrives | Attempt::SendingThenFails | Attempt::SendingThenUnknown => {
                world.route.script_next_attempt(self.person(), self.answer());
                world.route.hold(self.person());
                service::fire_due(&world.db, now, 100).await.unwrap();
                world.route.wait_until_sending().await;
            }
            Attempt::Retry | Attempt::UnknownArrived | Attempt::UnknownVanished | Attempt::Sent => {
                world.route.script_next_attempt(self.person(), self.answer());
                world.run().await;
            }
        }
        id
    }
}

impl Change {
    async fn apply(self, world: &World, batch: ReminderDraftId, person: MemberId) {
        let (db, now) = (&world.db, world.clock.now());
        let followers = Followers::default().with_follower(Arc::new(ReminderFollower));
        match self {
            Change::StopForAll => {
                service::stop_batch(db, LEAD, batch, now).await.unwrap();
            }
            Change::Stop => {
                let id = super::store::reminder_ids_of_batch(&mut db.read().await.unwrap(), batch).await.unwrap()[0];
                service::stop(db, person, id, now).await.unwrap();
            }
            Change::StopAndUndo => {
                let id = super::store::reminder_ids_of_batch(&mut db.read().await.unwrap(), batch).await.unwrap()[0];
                service::stop(db, person, id, now).await.unwrap();
                let _ = service::undo_stop(db, person, id, now, now).await;
                let again = service::undo_stop(db, person, id, now, now).await;
                assert!(matches!(again, Err(ReminderError::UndoneBefore)), "{again:?}");
            }
            Change::StopForAllAndUndo => {
                service::stop_batch(db, LEAD, batch, now).await.unwrap();
                let _ = service::undo_stop_of_batch(db, LEAD, batch, now, now).await;
            }
            Change::Delete => {
                db.write(async |tx| ReminderPrivacy.delete(tx, person, now).await).await.unwrap();
            }
            Change::Move => {
                let zone = if person == LAPAZ { "Australia/Sydney" } else { "America/La_Paz" };
                let moved = db.write(async |tx| {
                    let before = members::service::get(tx, person).await?.unwrap();
                    let after = members::Member { profile: Some(profile(zone)), ..before.clone() };
                    members::testing::set_profile(tx, person, &profile(zone)).await;
                    members::Follower::profile_changed(&ReminderFollower, tx, &before, &after, now).await
                });
                moved.await.unwrap();
            }
            Change::LoseRole => {
                let lost = db.write(async |tx| {
                    members::service::upsert_present(tx, person, "x", "X", members::Roles::NONE).await
                });
                lost.await.unwrap();
            }
            Change::CancelByHand => {
                let receipts = Receipts::new(Sources::new(vec![Arc::new(ReminderSource)]));
                let mut reader = db.read().await.unwrap();
                let all = receipts.matching(&mut reader, Actor::Operator, &Filter::open(), 10).await.unwrap();
                for id in all {
                    let cancelled = receipts.cancel(db, Actor::Operator, id, now).await;
                    assert!(matches!(cancelled, Ok(()) | Err(ReceiptError::Refused { .. })), "{cancelled:?}");
                }
            }
            Change::Leave | Change::LeaveAndReturn => {
                db.write(async |tx| members::service::record_departure(tx, &followers, person, now).await)
                    .await
                    .unwrap();
            }
        }
        if self == Change::LeaveAndReturn {
            let write_result = db.write(async |tx| {
                let roles = [Group::Mag].into_iter().collect();
                members::service::upsert_present(tx, person, "back", "Back", roles).await?;
                members::service::notify_return(tx, &followers, person, now).await
            });
            write_result.await.unwrap();
        }
    }
}

#[tokio::test]
async fn phone_shows_the_expected_messages_after_every_change_in_every_attempt_state() {
    let mut differences = Vec::new();
    for &change in Change::VARIANTS {
        let expected = EXPECTED.iter().find(|(known, _)| *known == change).expect("each change is in the table");
        for (&attempt, expected) in Attempt::VARIANTS.iter().zip(expected.1) {
            let mut world = World::new().await;
            let batch = attempt.prepare(&mut world).await;
            change.apply(&world, batch, attempt.person()).await;
            world.settle_all().await;
            let shown = world.messages_on_phone(attempt.person());
            if shown != expected {
                differences.push(format!("{change:?} × {attempt:?}: {shown:?}, not {expected:?}"));
            }
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[tokio::test]
async fn stop_counts_recalled_messages_messages_under_way_and_arrived_messages() {
    let stop = async |attempt: Attempt| {
        let mut world = World::new().await;
        let batch = attempt.prepare(&mut world).await;
        service::stop_batch(&world.db, LEAD, batch, world.clock.now()).await.unwrap()
    };
    let none = BatchStopOutcome::default();
    let recalled = BatchStopOutcome { not_sent: 1, recalled: 1, ..none };
    assert_eq!(stop(Attempt::Queued).await, BatchStopOutcome { not_sent: 1, ..none }, "it has not fired yet");
    assert_eq!(stop(Attempt::Held).await, recalled);
    assert_eq!(stop(Attempt::Retry).await, recalled);
    assert_eq!(stop(Attempt::SendingThenFails).await, BatchStopOutcome { under_way: 1, ..none });
    assert_eq!(stop(Attempt::UnknownVanished).await, BatchStopOutcome { under_way: 1, ..none });
    assert_eq!(stop(Attempt::Sent).await, BatchStopOutcome { arrived: 1, ..none });
}

#[tokio::test]
async fn new_snooze_replaces_a_snooze_that_is_being_sent() {
    for attempt_arrives in [true, false] {
        let mut world = World::new().await;
        let occurrence = world.sent_own_reminder().await;
        let snooze_for = |minutes: i64, now: Timestamp| now + SignedDuration::from_mins(minutes);
        let now = world.clock.now();
        service::snooze(&world.db, LAPAZ, occurrence, snooze_for(10, now), now).await.unwrap();
        let first_end = snooze_for(10, now);
        let script = if attempt_arrives { Attempt::SendingThenArrives } else { Attempt::SendingThenFails };
        world.route.script_next_attempt(LAPAZ, script.answer());
        world.route.hold(LAPAZ);
        world.clock.move_to(first_end);
        world.route.wait_until_sending().await;

        let until = snooze_for(60, first_end);
        let outcome = service::snooze(&world.db, LAPAZ, occurrence, until, first_end).await.unwrap();
        let replaced = ReplacedSnooze { ended_at: first_end, recall: RecallOutcome::UnderWay };
        assert_eq!(outcome.replaced, Some(replaced));
        assert_eq!(world.pending_snoozes(occurrence).await, [until]);
        world.route.release();
        world.run().await;
        assert_eq!(world.pending_snoozes(occurrence).await, [until], "whatever the outcome of the attempt");
        world.settle_all().await;
        // The reminder, the snooze that was being sent if it arrived, and the new snooze.
        let messages = if attempt_arrives { "open, open, open" } else { "open, open" };
        assert_eq!(world.messages_on_phone(LAPAZ), messages, "arrives: {attempt_arrives}");
    }
}
