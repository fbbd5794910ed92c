//! Incidents in a real database, told through the real dispatcher to a messenger that writes down what it was given.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use tokio_util::sync::CancellationToken;

use super::{IncidentFacts, Speech, Trouble, WatchSource, service};
use crate::db::{Db, Tx};
use crate::delivery::{
    Action, Address, Cause, Delayed, Dispatcher, DispatcherSettings, Due, Facts, FactsType, Lane, NewDelivery, Order,
    Outcome, Posted, Reservation, Route, Search, SendError, Sound, Source, SourceError, SourceName, Verdict, outbox,
};
use crate::guild::{self, Place, Server, Setup};
use crate::members::{ChannelId, GuildId, MemberId, MessageId};
use crate::time::{Clock, Timestamp, VirtualClock};
use crate::timers::Gauge;

const CHANNEL: ChannelId = ChannelId(500);

#[derive(Default)]
struct Post {
    given: Mutex<Vec<(Action, Sound, IncidentFacts)>>,
    closed: Mutex<bool>,
    /// Discord cannot be reached.
    away: Mutex<bool>,
}

/// Another room, that owes the channel something.
struct Other;

const OTHER: SourceName = SourceName::new("other");

#[async_trait]
impl Source for Other {
    fn name(&self) -> SourceName {
        OTHER
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
impl Route for Post {
    async fn deliver(&self, order: &Order, _reservation: Reservation) -> Result<Posted, SendError> {
        if *self.closed.lock().unwrap() {
            return Err(SendError::permanent(Cause::NoAccess, "Missing Access"));
        }
        if *self.away.lock().unwrap() {
            return Err(SendError::Transient { reason: "connection refused".to_owned(), retry_after_ms: Some(30_000) });
        }
        if let Some(facts) = order.facts.get::<IncidentFacts>().cloned() {
            self.given.lock().unwrap().push((order.job.action.clone(), order.sound, facts));
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
    post: Arc<Post>,
    gauge: Gauge,
    _folder: tempfile::TempDir,
}

fn at(text: &str) -> Timestamp {
    format!("2020-11-10T{text}:00Z").parse().unwrap()
}

impl World {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&folder.path().join("magpie.db")).await.unwrap();
        let (clock, post) = (VirtualClock::starting_at(at("12:00")), Arc::<Post>::default());
        let mut tx = db.begin().await.unwrap();
        let server = Server {
            id: GuildId(1),
            name: "MAG".to_owned(),
            owner: MemberId(9),
            bot: MemberId(99),
            synced_at: at("12:00"),
            roles: Vec::new(),
            channels: Vec::new(),
        };
        guild::store::set_server(&mut tx, &server).await.unwrap();
        let mut setup = Setup::new(GuildId(1));
        setup.set_channel(Place::Secretariat, Some(CHANNEL));
        guild::store::set_setup(&mut tx, &setup, MemberId(9), at("12:00")).await.unwrap();
        tx.commit().await.unwrap();
        let routes = vec![Arc::clone(&post) as Arc<dyn Route>];
        let own_clock: Arc<dyn Clock> = Arc::new(clock.clone());
        let settings = DispatcherSettings::default();
        let sources: Vec<Arc<dyn Source>> = vec![Arc::new(WatchSource), Arc::new(Other)];
        let dispatcher = Dispatcher::new(db.clone(), own_clock, routes, sources, settings);
        let gauge = dispatcher.gauge();
        tokio::spawn(dispatcher.run(CancellationToken::new()));
        Self { db, clock, post, gauge, _folder: folder }
    }

    /// The other room owes this many messages from now on.
    async fn owe(&mut self, count: usize) {
        let now = self.clock.now();
        let mut tx = self.db.begin().await.unwrap();
        for number in 0..count {
            let new = NewDelivery {
                source: OTHER,
                subject: number.to_string(),
                key: format!("other/{number}/{now}"),
                action: Action::Post(Address::Channel(ChannelId(600 + number as u64))),
                lane: Lane::Routine,
                not_before: now,
                expires_at: None,
            };
            outbox::enqueue(&mut tx, new, now).await.unwrap();
        }
        tx.commit().await.unwrap();
        self.gauge.idle().await;
    }

    async fn go_to(&mut self, when: &str) {
        self.clock.move_to(at(when));
        self.gauge.idle().await;
    }

    async fn raise(&mut self, trouble: Trouble, since: &str, speech: Speech) {
        service::raise(&self.db, trouble, at(since), speech, self.clock.now()).await.unwrap();
        self.gauge.idle().await;
    }

    async fn clear(&mut self, trouble: Trouble, when: &str) {
        self.clock.move_to(self.clock.now().max(at(when)));
        service::clear(&self.db, trouble, at(when), self.clock.now()).await.unwrap();
        self.gauge.idle().await;
    }

    /// What was told since the last look: whether as a new message, and the facts.
    fn told(&self) -> Vec<(bool, IncidentFacts)> {
        let given = std::mem::take(&mut *self.post.given.lock().unwrap());
        let told = given.into_iter().map(|(action, sound, facts)| {
            assert_eq!(sound, Sound::Silent, "some of those who read the channel sleep");
            (matches!(action, Action::Post(_)), facts)
        });
        told.collect()
    }
}

#[tokio::test]
async fn an_incident_is_one_message_however_many_troubles_it_has() {
    let mut world = World::new().await;
    world.raise(Trouble::Engine, "11:50", Speech::Can).await;
    world.raise(Trouble::Failures, "11:55", Speech::Can).await;
    world.raise(Trouble::Failures, "11:55", Speech::Can).await;
    world.clear(Trouble::Engine, "12:10").await;
    world.clear(Trouble::Failures, "12:20").await;
    let told = world.told();
    assert_eq!(told.iter().filter(|(is_new, _)| *is_new).count(), 1);
    let (_, last) = told.last().expect("it was told");
    assert_eq!((last.incident.began_at, last.incident.ended_at), (at("11:50"), Some(at("12:20"))));
    assert_eq!(last.incident.spells.len(), 2);
    assert_eq!(service::open(&world.db).await.unwrap(), None);
    world.raise(Trouble::Engine, "12:20", Speech::Can).await;
    assert!(world.told()[0].0, "the next one is another incident");
}

#[tokio::test]
async fn what_could_not_be_told_is_told_afterwards_if_it_mattered() {
    let mut world = World::new().await;
    world.raise(Trouble::Gateway, "12:00", Speech::Cannot).await;
    world.clear(Trouble::Gateway, "12:05").await;
    assert!(world.told().is_empty(), "five minutes by which nobody's message was late");
    world.raise(Trouble::Gateway, "12:10", Speech::Cannot).await;
    assert!(world.told().is_empty());
    world.clear(Trouble::Gateway, "13:10").await;
    let told = world.told();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].1.incident.ended_at, Some(at("13:10")));
}

#[tokio::test]
async fn once_magpie_can_be_heard_again_a_lasting_incident_is_told() {
    let mut world = World::new().await;
    world.raise(Trouble::Gateway, "12:00", Speech::Cannot).await;
    service::speak(&world.db, world.clock.now()).await.unwrap();
    service::speak(&world.db, world.clock.now()).await.unwrap();
    world.gauge.idle().await;
    let told = world.told();
    assert_eq!((told.len(), told[0].1.incident.ended_at), (1, None));
}

#[tokio::test]
async fn an_incident_whose_message_was_refused_is_told_afterwards_and_its_own_failure_is_no_trouble() {
    let mut world = World::new().await;
    *world.post.closed.lock().unwrap() = true;
    world.raise(Trouble::Engine, "11:00", Speech::Can).await;
    assert!(world.told().is_empty());
    *world.post.closed.lock().unwrap() = false;
    world.clear(Trouble::Engine, "12:00").await;
    let told = world.told();
    assert_eq!((told.len(), told[0].0, told[0].1.delayed.total()), (1, true, 0));
}

#[tokio::test]
async fn what_came_late_by_an_outage_is_counted_and_what_did_not_is_not() {
    let mut world = World::new().await;
    world.owe(2).await;
    *world.post.away.lock().unwrap() = true;
    world.go_to("12:10").await;
    world.owe(3).await;
    world.raise(Trouble::Gateway, "12:05", Speech::Cannot).await;
    for when in ["12:20", "12:40", "13:00"] {
        world.go_to(when).await;
    }
    *world.post.away.lock().unwrap() = false;
    world.go_to("13:01").await;
    world.owe(1).await;
    world.clear(Trouble::Gateway, "13:02").await;
    let told = world.told();
    assert_eq!((told.len(), told[0].1.delayed), (1, Delayed { arrived: 3, waiting: 0, failed: 0 }));
}
