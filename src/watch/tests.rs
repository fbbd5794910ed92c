//! Tests of incidents, with a real database, the real dispatcher and a route that records what it delivers.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::{Connectivity, IncidentFacts, Trouble, WatchSource, service};
use crate::db::{Db, DbError, Tx};
use crate::delivery::{
    Action, Address, Cause, Delayed, Dispatcher, DispatcherSettings, Due, Facts, FactsType, Lane, NewDelivery, Order,
    Outcome, Posted, Reservation, Route, Search, SendError, Sound, Source, SourceError, SourceName, Verdict, outbox,
};
use crate::guild::{self, ChannelPurpose, Setup};
use crate::members::{ChannelId, GuildId, MemberId, MessageId};
use crate::time::{Clock, Timestamp, VirtualClock};
use crate::timers::Gauge;

const CHANNEL: ChannelId = ChannelId(500);

#[derive(Default)]
struct RecordingRoute {
    delivered: Mutex<Vec<(Action, Sound, IncidentFacts)>>,
    /// Whether the channel is_refusing messages.
    is_refusing: Mutex<bool>,
    /// Whether Discord cannot be reached.
    is_offline: Mutex<bool>,
    /// Whether attempts at announcements start but do not finish.
    is_held: Mutex<bool>,
    /// Notified when an attempt has started and does not finish.
    held: Notify,
    /// Notified when all attempts may finish.
    released: Notify,
}

/// A source whose deliveries are not announcements.
struct OtherSource;

const OTHER_SOURCE: SourceName = SourceName::new("other");

#[async_trait]
impl Source for OtherSource {
    fn name(&self) -> SourceName {
        OTHER_SOURCE
    }

    fn facts(&self) -> Vec<FactsType> {
        vec![FactsType::of::<()>()]
    }

    async fn recheck(&self, _tx: &mut Tx, _due: &Due, _now: Timestamp) -> Result<Verdict, SourceError> {
        Ok(Verdict::Send { facts: Facts::new(()), sound: Sound::Silent })
    }

    async fn settled(&self, _tx: &mut Tx, _due: &Due, _outcome: &Outcome, _now: Timestamp) -> Result<(), SourceError> {
        Ok(())
    }
}

#[async_trait]
impl Route for RecordingRoute {
    async fn deliver(&self, order: &Order, _reservation: Reservation) -> Result<Posted, SendError> {
        let released = self.released.notified();
        if *self.is_held.lock().unwrap() {
            self.held.notify_one();
            released.await;
        }
        if *self.is_refusing.lock().unwrap() {
            return Err(SendError::permanent(Cause::NoAccess, "Missing Access"));
        }
        if *self.is_offline.lock().unwrap() {
            return Err(SendError::Transient { reason: "connection refused".to_owned(), retry_after_ms: Some(30_000) });
        }
        if let Some(facts) = order.facts.get::<IncidentFacts>().cloned() {
            self.delivered.lock().unwrap().push((order.job.action.clone(), order.sound, facts));
        }
        Ok(Posted { channel: Some(CHANNEL), message: Some(MessageId(7)), at: order.now })
    }

    async fn find(&self, _search: &Search) -> Result<Option<Posted>, SendError> {
        Ok(None)
    }
}

struct World {
    db: Db,
    clock: VirtualClock,
    route: Arc<RecordingRoute>,
    gauge: Gauge,
    _folder: tempfile::TempDir,
}

fn at(text: &str) -> Timestamp {
    format!("2020-11-10T{text}:00Z").parse().unwrap()
}

impl World {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let db = crate::db::testing::open(folder.path()).await;
        let clock = VirtualClock::starting_at(at("12:00"));
        let route = Arc::<RecordingRoute>::default();
        set_up(&db).await;
        let (routes, own_clock) =
            (vec![Arc::clone(&route) as Arc<dyn Route>], Arc::new(clock.clone()) as Arc<dyn Clock>);
        let settings = DispatcherSettings::default();
        let sources: Vec<Arc<dyn Source>> = vec![Arc::new(WatchSource), Arc::new(OtherSource)];
        let dispatcher = Dispatcher::new(db.clone(), own_clock, routes, sources, settings);
        let gauge = dispatcher.gauge();
        tokio::spawn(dispatcher.run(CancellationToken::new()));
        Self { db, clock, route, gauge, _folder: folder }
    }

    /// Enqueues this many deliveries of [`OtherSource`].
    async fn enqueue_others(&mut self, count: usize) {
        let now = self.clock.now();
        let enqueued = self.db.write(async |tx| {
            for number in 0..count {
                let (key, action) =
                    (format!("other/{number}/{now}"), Action::Post(Address::Channel(ChannelId(600 + number as u64))));
                let new = NewDelivery::new(OTHER_SOURCE, number, key, action, Lane::Routine);
                outbox::enqueue(tx, new, now).await?;
            }
            Ok::<_, DbError>(())
        });
        enqueued.await.unwrap();
        self.gauge.wait_until_idle().await;
    }

    async fn move_clock_to(&mut self, when: &str) {
        self.clock.move_to(at(when));
        self.gauge.wait_until_idle().await;
    }

    async fn raise(&mut self, trouble: Trouble, since: &str, connectivity: Connectivity) {
        service::raise(&self.db, trouble, at(since), connectivity, self.clock.now()).await.unwrap();
        self.gauge.wait_until_idle().await;
    }

    async fn clear(&mut self, trouble: Trouble, when: &str) {
        self.clock.move_to(self.clock.now().max(at(when)));
        service::clear(&self.db, trouble, at(when), self.clock.now()).await.unwrap();
        self.gauge.wait_until_idle().await;
    }

    /// Removes and returns the announcements delivered since the last call: whether each was a new message, and its
    /// facts.
    fn take_announcements(&self) -> Vec<(bool, IncidentFacts)> {
        let delivered = std::mem::take(&mut *self.route.delivered.lock().unwrap());
        let announced = delivered.into_iter().map(|(action, sound, facts)| {
            assert_eq!(sound, Sound::Silent, "some readers of the channel are asleep");
            (matches!(action, Action::Post(_)), facts)
        });
        announced.collect()
    }
}

/// Sets up a server with a channel for the secretariat.
async fn set_up(db: &Db) {
    let mut setup = Setup::new(GuildId(1));
    setup.set_channel(ChannelPurpose::Secretariat, Some(CHANNEL));
    let set_up = db.write(async |tx| {
        guild::testing::set_up(tx, &setup, MemberId(9), at("12:00")).await;
        Ok::<_, DbError>(())
    });
    set_up.await.unwrap();
}

#[tokio::test]
async fn incident_with_several_troubles_is_announced_in_one_message() {
    let mut world = World::new().await;
    world.raise(Trouble::Engine, "11:50", Connectivity::Online).await;
    world.raise(Trouble::AttemptFailures, "11:55", Connectivity::Online).await;
    world.raise(Trouble::AttemptFailures, "11:55", Connectivity::Online).await;
    world.clear(Trouble::Engine, "12:10").await;
    world.clear(Trouble::AttemptFailures, "12:20").await;
    let announced = world.take_announcements();
    assert_eq!(announced.iter().filter(|(is_new, _)| *is_new).count(), 1);
    let (_, last) = announced.last().expect("it was announced");
    assert_eq!((last.incident.began_at, last.incident.ended_at), (at("11:50"), Some(at("12:20"))));
    assert_eq!(last.incident.troubles.len(), 2);
    assert_eq!(service::open_incident(&world.db).await.unwrap(), None);
    world.raise(Trouble::Engine, "12:20", Connectivity::Online).await;
    assert!(world.take_announcements()[0].0, "the next trouble opens another incident");
}

#[tokio::test]
async fn incident_while_offline_is_announced_after_its_end_only_if_it_was_long() {
    let mut world = World::new().await;
    world.raise(Trouble::Gateway, "12:00", Connectivity::Offline).await;
    world.clear(Trouble::Gateway, "12:05").await;
    assert!(world.take_announcements().is_empty(), "five minutes that delayed no message");
    world.raise(Trouble::Gateway, "12:10", Connectivity::Offline).await;
    assert!(world.take_announcements().is_empty());
    world.clear(Trouble::Gateway, "13:10").await;
    let announced = world.take_announcements();
    assert_eq!(announced.len(), 1);
    assert_eq!(announced[0].1.incident.ended_at, Some(at("13:10")));
}

#[tokio::test]
async fn open_incident_is_announced_once_messages_reach_discord() {
    let mut world = World::new().await;
    world.raise(Trouble::Gateway, "12:00", Connectivity::Offline).await;
    service::announce_open(&world.db, world.clock.now()).await.unwrap();
    service::announce_open(&world.db, world.clock.now()).await.unwrap();
    world.gauge.wait_until_idle().await;
    let announced = world.take_announcements();
    assert_eq!((announced.len(), announced[0].1.incident.ended_at), (1, None));
}

#[tokio::test]
async fn incident_with_a_refused_announcement_is_announced_at_its_end_and_counts_no_delayed_message() {
    let mut world = World::new().await;
    *world.route.is_refusing.lock().unwrap() = true;
    world.raise(Trouble::Engine, "11:00", Connectivity::Online).await;
    assert!(world.take_announcements().is_empty());
    *world.route.is_refusing.lock().unwrap() = false;
    world.clear(Trouble::Engine, "12:00").await;
    let announced = world.take_announcements();
    assert_eq!((announced.len(), announced[0].0, announced[0].1.delayed.total()), (1, true, 0));
}

#[tokio::test]
async fn only_messages_that_an_outage_delayed_are_counted_as_delayed() {
    let mut world = World::new().await;
    world.enqueue_others(2).await;
    *world.route.is_offline.lock().unwrap() = true;
    world.move_clock_to("12:10").await;
    world.enqueue_others(3).await;
    world.raise(Trouble::Gateway, "12:05", Connectivity::Offline).await;
    for when in ["12:20", "12:40", "13:00"] {
        world.move_clock_to(when).await;
    }
    *world.route.is_offline.lock().unwrap() = false;
    world.move_clock_to("13:01").await;
    world.enqueue_others(1).await;
    world.clear(Trouble::Gateway, "13:02").await;
    let announced = world.take_announcements();
    assert_eq!((announced.len(), announced[0].1.delayed), (1, Delayed { arrived: 3, waiting: 0, failed: 0 }));
}

/// Magpie notices a trouble, and its end, only after some time. So both are older than the attempt during which Magpie
/// notices them.
#[tokio::test]
async fn announcement_shows_a_change_that_was_made_during_its_attempt() {
    for (is_attempt_successful, is_end) in [(true, false), (true, true), (false, false), (false, true)] {
        let mut world = World::new().await;
        let now = at("12:05");
        world.clock.move_to(now);
        *world.route.is_held.lock().unwrap() = true;
        service::raise(&world.db, Trouble::Engine, at("12:00"), Connectivity::Online, now).await.unwrap();
        world.route.held.notified().await;
        match is_end {
            true => service::clear(&world.db, Trouble::Engine, at("12:04"), now).await.unwrap(),
            false => {
                service::raise(&world.db, Trouble::Outbox, at("12:01"), Connectivity::Online, now).await.unwrap();
            }
        }
        *world.route.is_offline.lock().unwrap() = !is_attempt_successful;
        *world.route.is_held.lock().unwrap() = false;
        world.route.released.notify_waiters();
        world.gauge.wait_until_idle().await;
        *world.route.is_offline.lock().unwrap() = false;
        world.move_clock_to("12:15").await;
        let announced = world.take_announcements();
        let case = format!("arrives: {is_attempt_successful}, end: {is_end}");
        assert_eq!(announced.iter().filter(|(is_new, _)| *is_new).count(), 1, "{case}: one message");
        let (_, shown) = announced.last().unwrap();
        assert_eq!(shown.incident.ended_at, is_end.then(|| at("12:04")), "{case}");
        assert_eq!(shown.incident.troubles.len(), if is_end { 1 } else { 2 }, "{case}");
    }
}
