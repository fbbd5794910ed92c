//! What ends or changes a reminder, at each state that the attempt at its message can be in: every pair, with what is
//! on the member's phone in the end.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use strum::VariantArray;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::draft::{GroupDraft, IfPassed};
use super::error::ReminderError;
use super::facts::{OccurrenceStatus, ReminderFacts};
use super::model::ReminderDraftId;
use super::service::{self, BatchStopped};
use super::{ReminderFollower, ReminderPrivacy, ReminderSource, Saved};
use crate::db::{Db, DbError, Tx};
use crate::delivery::{
    Action, Cause, DeliveryId, Dispatcher, DispatcherSettings, Job, LocateError, Order, Place, Posted, Reservation,
    Route, RouteName, Search, SendError,
};
use crate::members::{self, ChannelId, EmergencyWake, Followers, Group, MemberId, MessageId, PrivacyPart, Profile};
use crate::time::{Clock, QuietHours, SignedDuration, Timestamp, VirtualClock, ZoneId};
use crate::timers::Gauge;

const NOW: &str = "2020-11-10T17:00:00Z";
const LEAD: MemberId = MemberId(90);
/// Asleep at [`NOW`] until 20:00Z.
const SYDNEY: MemberId = MemberId(1);
/// Awake at [`NOW`].
const LAPAZ: MemberId = MemberId(2);

/// The state of an attempt when the change is committed, and its outcome afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, VariantArray)]
enum Attempt {
    Queued,
    /// Until the member wakes.
    Held,
    Retry,
    SendingThenArrives,
    SendingThenFails,
    UnknownArrived,
    UnknownVanished,
    Sent,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, VariantArray)]
enum Change {
    StopForAll,
    /// By the member, in their list.
    Stop,
    StopAndUndo,
    /// The member deletes their data.
    Delete,
    /// La Paz moves to where it is night, Sydney to where it is day.
    Move,
    Leave,
    LeaveAndReturn,
}

/// In the order of [`Attempt`]: what is on the phone in the end.
const EXPECTED: &[(Change, [&str; 8])] = &[
    (Change::StopForAll, ["", "", "", "stopped", "", "stopped", "", "open"]),
    (Change::Stop, ["", "", "", "stopped", "", "stopped", "", "open"]),
    (Change::Delete, ["", "", "", "open", "", "open", "", "open"]),
    (Change::Move, ["open", "open", "open", "open", "open", "open", "open", "open"]),
    (Change::StopAndUndo, ["open", "open", "open", "open", "open", "open", "open", "open"]),
    (Change::Leave, ["", "", "", "open", "", "open", "", "open"]),
    (Change::LeaveAndReturn, ["open", "open", "open", "open", "open", "open", "open", "open"]),
];

/// The outcome of an attempt to send a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Arrives,
    Fails,
    ArrivesUnknown,
    VanishesUnknown,
}

#[derive(Default)]
struct ScriptedRoute {
    answers: Mutex<VecDeque<Answer>>,
    is_held: Mutex<bool>,
    held: Notify,
    released: Notify,
    arrived: Mutex<BTreeMap<DeliveryId, Posted>>,
    /// What each message reads.
    shown: Mutex<BTreeMap<DeliveryId, String>>,
}

#[async_trait]
impl Route for ScriptedRoute {
    fn serves(&self) -> &'static [RouteName] {
        const { &[RouteName::FIRST] }
    }

    async fn locate(&self, _job: &Job, _now: Timestamp) -> Result<Place, LocateError> {
        Ok(Place::default())
    }

    async fn next_route(
        &self,
        _tx: &mut Tx,
        _member: MemberId,
        _place: &Place,
        _cause: Cause,
        _now: Timestamp,
    ) -> Result<Option<RouteName>, DbError> {
        Ok(None)
    }

    async fn deliver(&self, order: &Order, _reservation: Reservation) -> Result<Posted, SendError> {
        let status = match order.facts.get::<ReminderFacts>().expect("one reminder").status {
            OccurrenceStatus::Stopped => "stopped",
            _ => "open",
        };
        if let (Action::Edit(of), Some(edited)) = (&order.job.action, order.job.edited) {
            self.shown.lock().unwrap().insert(*of, status.to_owned());
            return Ok(edited.message);
        }
        let released = self.released.notified();
        if *self.is_held.lock().unwrap() {
            self.held.notify_one();
            released.await;
        }
        let answer = self.answers.lock().unwrap().pop_front().unwrap_or(Answer::Arrives);
        match answer {
            Answer::Fails => return Err(SendError::Transient { reason: "429".to_owned(), retry_after_ms: None }),
            Answer::VanishesUnknown => return Err(SendError::Unknown { reason: "time-out".to_owned() }),
            Answer::Arrives | Answer::ArrivesUnknown => {}
        }
        if let Some(first) = self.arrived.lock().unwrap().get(&order.job.id) {
            return Ok(*first);
        }
        let (channel, message) = (Some(ChannelId(7)), u64::try_from(order.job.id.0).ok().map(MessageId));
        let posted = Posted { channel, message, at: order.now };
        self.arrived.lock().unwrap().insert(order.job.id, posted);
        self.shown.lock().unwrap().insert(order.job.id, status.to_owned());
        match answer {
            Answer::ArrivesUnknown => Err(SendError::Unknown { reason: "time-out".to_owned() }),
            _ => Ok(posted),
        }
    }

    async fn find(&self, search: &Search) -> Result<Option<Posted>, SendError> {
        Ok(self.arrived.lock().unwrap().get(&search.job.id).copied())
    }
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
        let route = Arc::new(ScriptedRoute::default());
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

    async fn go_on(&mut self) {
        *self.route.is_held.lock().unwrap() = false;
        self.route.released.notify_waiters();
        for hours in [0, 1, 6, 24, 24, 24 * 40] {
            for seconds in [0, 10, 60, 600] {
                self.run().await;
                self.clock.move_to(self.clock.now() + SignedDuration::from_secs(seconds));
            }
            self.clock.move_to(self.clock.now() + SignedDuration::from_hours(hours));
        }
        self.run().await;
    }

    fn phone(&self) -> String {
        self.route.shown.lock().unwrap().values().cloned().collect::<Vec<_>>().join(", ")
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

    /// Sets a group reminder that is due now, and brings the attempt to send it into this state. The other person has
    /// left and gets none.
    async fn reach(self, world: &mut World) -> ReminderDraftId {
        let other = if self.person() == SYDNEY { LAPAZ } else { SYDNEY };
        let now = world.clock.now();
        let left = world.db.write(async |tx| members::service::left(tx, &Followers::default(), other, now).await);
        left.await.unwrap();
        let wall = "2020-11-10T08:00:00".parse().unwrap();
        let draft = GroupDraft { text: "Vote".to_owned(), audience: Group::Mag, wall, rule: None };
        let (id, _) = service::create_group_draft(&world.db, LEAD, draft, now).await.unwrap();
        let saved = service::save_for_group(&world.db, LEAD, id, IfPassed::SendNow, now).await.unwrap();
        assert!(matches!(saved, Saved::Group { reminders: 1, .. }), "{saved:?}");
        let answer = match self {
            Attempt::Retry | Attempt::SendingThenFails => Answer::Fails,
            Attempt::UnknownArrived => Answer::ArrivesUnknown,
            Attempt::UnknownVanished => Answer::VanishesUnknown,
            _ => Answer::Arrives,
        };
        match self {
            Attempt::Queued => {}
            Attempt::Held => world.run().await,
            Attempt::SendingThenArrives | Attempt::SendingThenFails => {
                world.route.answers.lock().unwrap().push_back(answer);
                *world.route.is_held.lock().unwrap() = true;
                service::fire_due(&world.db, now, 100).await.unwrap();
                world.route.held.notified().await;
            }
            Attempt::Retry | Attempt::UnknownArrived | Attempt::UnknownVanished | Attempt::Sent => {
                world.route.answers.lock().unwrap().push_back(answer);
                world.run().await;
            }
        }
        id
    }
}

impl Change {
    async fn make(self, world: &World, batch: ReminderDraftId, person: MemberId) {
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
            Change::Leave | Change::LeaveAndReturn => {
                db.write(async |tx| members::service::left(tx, &followers, person, now).await).await.unwrap();
            }
        }
        if self == Change::LeaveAndReturn {
            let back = db.write(async |tx| {
                let roles = [Group::Mag].into_iter().collect();
                members::service::upsert_present(tx, person, "back", "Back", roles).await?;
                members::service::returned(tx, &followers, person, now).await
            });
            back.await.unwrap();
        }
    }
}

#[tokio::test]
async fn every_change_meets_every_state_of_an_attempt() {
    let mut wrong = Vec::new();
    for &change in Change::VARIANTS {
        let expected = EXPECTED.iter().find(|(known, _)| *known == change).expect("each change is in the table");
        for (&attempt, expected) in Attempt::VARIANTS.iter().zip(expected.1) {
            let mut world = World::new().await;
            let batch = attempt.reach(&mut world).await;
            change.make(&world, batch, attempt.person()).await;
            world.go_on().await;
            let shown = world.phone();
            if shown != expected {
                wrong.push(format!("{change:?} × {attempt:?}: {shown:?}, not {expected:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn stopping_counts_what_is_taken_back_under_way_and_there() {
    let stop = async |attempt: Attempt| {
        let mut world = World::new().await;
        let batch = attempt.reach(&mut world).await;
        service::stop_batch(&world.db, LEAD, batch, world.clock.now()).await.unwrap()
    };
    let none = BatchStopped::default();
    let taken_back = BatchStopped { to_come: 1, recalled: 1, ..none };
    assert_eq!(stop(Attempt::Queued).await, BatchStopped { to_come: 1, ..none }, "it has not fired yet");
    assert_eq!(stop(Attempt::Held).await, taken_back);
    assert_eq!(stop(Attempt::Retry).await, taken_back);
    assert_eq!(stop(Attempt::SendingThenFails).await, BatchStopped { under_way: 1, ..none });
    assert_eq!(stop(Attempt::UnknownVanished).await, BatchStopped { under_way: 1, ..none });
    assert_eq!(stop(Attempt::Sent).await, BatchStopped { arrived: 1, ..none });
}
