//! Combines every change of a reminder with every state of a delivery attempt, and checks what the member's phone shows
//! in the end.

use std::sync::Arc;

use strum::VariantArray;
use tokio_util::sync::CancellationToken;

use super::draft::{GroupDraft, IfPassed};
use super::error::ReminderError;
use super::facts::{OccurrenceStatus, ReminderFacts};
use super::model::ReminderDraftId;
use super::service::{self, BatchStopped};
use super::{ReminderFollower, ReminderPrivacy, ReminderSource, Saved};
use crate::db::{Db, DbError};
use crate::delivery::receipts::{Filter, ReceiptError, Receipts};
use crate::delivery::testing::{Attempt, ScriptedRoute};
use crate::delivery::{Actor, Dispatcher, DispatcherSettings, Facts, Route, Sources};
use crate::members::{self, EmergencyWake, Followers, Group, MemberId, PrivacyHandler, Profile};
use crate::time::{Clock, QuietHours, SignedDuration, VirtualClock, ZoneId};
use crate::timers::Gauge;

const NOW: &str = "2020-11-10T17:00:00Z";
const LEAD: MemberId = MemberId(90);
/// Asleep at [`NOW`] until 20:00Z.
const SYDNEY: MemberId = MemberId(1);
/// Awake at [`NOW`].
const LAPAZ: MemberId = MemberId(2);

#[derive(Debug, Clone, Copy, PartialEq, Eq, VariantArray)]
enum Change {
    StopForAll,
    /// The member stops it in their list.
    Stop,
    StopAndUndo,
    StopForAllAndUndo,
    /// The member deletes their data.
    Delete,
    /// La Paz moves to where it is night, Sydney to where it is day.
    Move,
    Leave,
    LeaveAndReturn,
    /// The member leaves the group that the reminder is for.
    LoseRole,
    /// Cancels with `/delivery` or `magpie outbox`, which refuse a message that is being sent or may have arrived.
    CancelByHand,
}

/// What the phone shows in the end, for each [`Attempt`] in its order.
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
    // A reminder that has not fired has no delivery that could be cancelled.
    (Change::CancelByHand, ["open", "", "", "open", "open", "open", "open", "open", "open"]),
];

fn shown(facts: &Facts) -> Option<String> {
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
        let db = Db::open(&folder.path().join("magpie.sqlite")).await.unwrap();
        let clock = VirtualClock::starting_at(NOW.parse().unwrap());
        let route = Arc::new(ScriptedRoute::with_texts(shown));
        let (routes, sources) = (vec![Arc::clone(&route) as Arc<dyn Route>], vec![Arc::new(ReminderSource) as _]);
        let settings = DispatcherSettings::default();
        let dispatcher = Dispatcher::new(db.clone(), Arc::new(clock.clone()), routes, sources, settings);
        let world = Self { db, clock, route, gauge: dispatcher.gauge(), _folder: folder };
        world.add(LEAD, Group::Secretariat, "Europe/Zurich").await;
        world.add(SYDNEY, Group::Mag, "Australia/Sydney").await;
        world.add(LAPAZ, Group::Mag, "America/La_Paz").await;
        tokio::spawn(dispatcher.run(CancellationToken::new()));
        world
    }

    async fn add(&self, id: MemberId, group: Group, zone: &str) {
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
        self.gauge.idle().await;
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

    fn phone(&self, person: MemberId) -> String {
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

    /// Sets a group reminder that is due now, and brings its delivery into this state. The other person has left the
    /// server and gets no reminder.
    async fn prepare(self, world: &mut World) -> ReminderDraftId {
        let other = if self.person() == SYDNEY { LAPAZ } else { SYDNEY };
        let now = world.clock.now();
        let left = world.db.write(async |tx| members::service::left(tx, &Followers::default(), other, now).await);
        left.await.unwrap();
        let wall = "2020-11-10T08:00:00".parse().unwrap();
        let draft = GroupDraft { text: "Vote".to_owned(), audience: Group::Mag, wall, rule: None };
        let (id, _) = service::create_group_draft(&world.db, LEAD, draft, now).await.unwrap();
        let saved = service::save_for_group(&world.db, LEAD, id, IfPassed::SendNow, now).await.unwrap();
        assert!(matches!(saved, Saved::Group { reminders: 1, .. }), "{saved:?}");
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
                let id = super::store::ids_of_batch(&mut db.read().await.unwrap(), batch).await.unwrap()[0];
                service::stop(db, person, id, now).await.unwrap();
            }
            Change::StopAndUndo => {
                let id = super::store::ids_of_batch(&mut db.read().await.unwrap(), batch).await.unwrap()[0];
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
                db.write(async |tx| members::service::left(tx, &followers, person, now).await).await.unwrap();
            }
        }
        if self == Change::LeaveAndReturn {
            let write_result = db.write(async |tx| {
                let roles = [Group::Mag].into_iter().collect();
                members::service::upsert_present(tx, person, "back", "Back", roles).await?;
                members::service::returned(tx, &followers, person, now).await
            });
            write_result.await.unwrap();
        }
    }
}

#[tokio::test]
async fn phone_is_as_expected_after_every_change_in_every_attempt_state() {
    let mut wrong = Vec::new();
    for &change in Change::VARIANTS {
        let expected = EXPECTED.iter().find(|(known, _)| *known == change).expect("each change is in the table");
        for (&attempt, expected) in Attempt::VARIANTS.iter().zip(expected.1) {
            let mut world = World::new().await;
            let batch = attempt.prepare(&mut world).await;
            change.apply(&world, batch, attempt.person()).await;
            world.settle_all().await;
            let shown = world.phone(attempt.person());
            if shown != expected {
                wrong.push(format!("{change:?} × {attempt:?}: {shown:?}, not {expected:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn stopping_counts_messages_that_are_recalled_under_way_and_arrived() {
    let stop = async |attempt: Attempt| {
        let mut world = World::new().await;
        let batch = attempt.prepare(&mut world).await;
        service::stop_batch(&world.db, LEAD, batch, world.clock.now()).await.unwrap()
    };
    let none = BatchStopped::default();
    let recalled = BatchStopped { not_sent: 1, recalled: 1, ..none };
    assert_eq!(stop(Attempt::Queued).await, BatchStopped { not_sent: 1, ..none }, "it has not fired yet");
    assert_eq!(stop(Attempt::Held).await, recalled);
    assert_eq!(stop(Attempt::Retry).await, recalled);
    assert_eq!(stop(Attempt::SendingThenFails).await, BatchStopped { under_way: 1, ..none });
    assert_eq!(stop(Attempt::UnknownVanished).await, BatchStopped { under_way: 1, ..none });
    assert_eq!(stop(Attempt::Sent).await, BatchStopped { arrived: 1, ..none });
}
