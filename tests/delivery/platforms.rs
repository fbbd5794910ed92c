//! Tests that a platform that hangs or is down does not delay the deliveries of another platform.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use magpie::db::{Db, DbError, Tx};
use magpie::delivery::{
    Action, Address, Dispatcher, DispatcherSettings, Due, Facts, FactsType, Lane, NewDelivery, Order, Outcome, Posted,
    Repeats, Reservation, Route, RouteName, Search, SendError, Sound, Source, SourceError, SourceName, Verdict, outbox,
};
use magpie::members::{ChannelId, MessageId};
use magpie::time::{Clock as _, SystemClock, Timestamp};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

const MAILS: SourceName = SourceName::new("mails");
const MESSAGES: SourceName = SourceName::new("messages");
const MAX_MAILS_IN_FLIGHT: usize = 2;
/// More rows than one lane has room for.
const MANY: usize = 100;

/// A source that wants everything to be sent.
struct SendsEverything(SourceName);

#[async_trait]
impl Source for SendsEverything {
    fn name(&self) -> SourceName {
        self.0.clone()
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

/// Delivers everything, and adds a permit for each message.
struct Channels(Semaphore);

#[async_trait]
impl Route for Channels {
    async fn deliver(&self, order: &Order, _reservation: Reservation) -> Result<Posted, SendError> {
        self.0.add_permits(1);
        Ok(Posted { channel: Some(ChannelId(1)), message: Some(MessageId(1)), at: order.now })
    }

    async fn find(&self, _search: &Search) -> Result<Option<Posted>, SendError> {
        Ok(None)
    }
}

/// How the mail server fails.
enum MailFault {
    Hangs,
    IsDown,
}

struct Mailboxes {
    fault: MailFault,
    started: AtomicUsize,
    attempts: Semaphore,
}

impl Mailboxes {
    fn new(fault: MailFault) -> Arc<Self> {
        Arc::new(Self { fault, started: AtomicUsize::new(0), attempts: Semaphore::new(0) })
    }
}

#[async_trait]
impl Route for Mailboxes {
    fn serves(&self) -> &'static [RouteName] {
        const { &[RouteName::MAIL] }
    }

    fn max_in_flight_per_lane(&self) -> usize {
        MAX_MAILS_IN_FLIGHT
    }

    fn repeats(&self) -> Repeats {
        Repeats::Delivered
    }

    async fn deliver(&self, _order: &Order, _reservation: Reservation) -> Result<Posted, SendError> {
        self.started.fetch_add(1, Ordering::SeqCst);
        self.attempts.add_permits(1);
        match self.fault {
            MailFault::Hangs => std::future::pending().await,
            MailFault::IsDown => Err(SendError::NotAttempted { reason: "no route to host".to_owned() }),
        }
    }

    async fn find(&self, _search: &Search) -> Result<Option<Posted>, SendError> {
        Ok(None)
    }
}

struct World {
    db: Db,
    channels: Arc<Channels>,
    dispatcher: Arc<Dispatcher>,
    _folder: tempfile::TempDir,
}

impl World {
    async fn new(mailboxes: &Arc<Mailboxes>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&folder.path().join("magpie.db")).await.unwrap();
        let channels = Arc::new(Channels(Semaphore::new(0)));
        let routes: Vec<Arc<dyn Route>> = vec![Arc::clone(&channels) as _, Arc::clone(mailboxes) as _];
        let sources: Vec<Arc<dyn Source>> = vec![Arc::new(SendsEverything(MAILS)), Arc::new(SendsEverything(MESSAGES))];
        let (clock, settings) = (Arc::new(SystemClock), DispatcherSettings::default());
        let dispatcher = Dispatcher::new(db.clone(), clock, routes, sources, settings);
        Self { db, channels, dispatcher, _folder: folder }
    }

    /// Enqueues this many deliveries in one lane. `action`: the action of the delivery with this number.
    async fn enqueue(&self, count: usize, source: SourceName, action: impl Fn(u64) -> Action) {
        let now = SystemClock.now();
        let enqueued: Result<(), DbError> = self
            .db
            .write(async |tx| {
                for n in 0..count as u64 {
                    let key = format!("{}/{n}", source.as_str());
                    let new = NewDelivery::new(source.clone(), n, key, action(n), Lane::Urgent);
                    outbox::enqueue(tx, new, now).await?;
                }
                Ok(())
            })
            .await;
        enqueued.unwrap();
    }

    async fn enqueue_mails(&self, count: usize) {
        self.enqueue(count, MAILS, |_| Action::Post(Address::Mailbox { reader: None })).await;
    }

    async fn enqueue_messages(&self, count: usize) {
        self.enqueue(count, MESSAGES, |n| Action::Post(Address::Channel(ChannelId(n + 1)))).await;
    }

    /// Runs the dispatcher until `done` ends.
    async fn run_until(&self, done: impl Future<Output = ()>) {
        let run = Arc::clone(&self.dispatcher).run(CancellationToken::new());
        tokio::select! {
            () = run => panic!("the dispatcher ended"),
            () = done => {}
        }
    }

    /// Waits until this many messages have been delivered to channels.
    async fn wait_for_messages(&self, count: usize) {
        drop(self.channels.0.acquire_many(count as u32).await.unwrap());
    }
}

#[tokio::test]
async fn mail_server_that_hangs_holds_few_attempts_and_delays_no_message_of_its_lane() {
    let mailboxes = Mailboxes::new(MailFault::Hangs);
    let world = World::new(&mailboxes).await;
    world.enqueue_mails(MANY).await;
    world.enqueue_messages(MANY).await;
    world.run_until(world.wait_for_messages(MANY)).await;
    assert_eq!(mailboxes.started.load(Ordering::SeqCst), MAX_MAILS_IN_FLIGHT);
}

#[tokio::test]
async fn mail_server_that_is_down_pauses_only_the_emails() {
    let mailboxes = Mailboxes::new(MailFault::IsDown);
    let world = World::new(&mailboxes).await;
    world.enqueue_mails(MANY).await;
    let done = async {
        // After three failed e-mails, the others wait for a probe.
        drop(mailboxes.attempts.acquire_many(3).await.unwrap());
        world.enqueue_messages(MANY).await;
        world.wait_for_messages(MANY).await;
    };
    world.run_until(done).await;
    assert_eq!(world.dispatcher.outage(), None, "Discord works");
    let started = mailboxes.started.load(Ordering::SeqCst);
    assert!(started < MANY, "{started} of {MANY} e-mails were tried although the mail server is down");
}
