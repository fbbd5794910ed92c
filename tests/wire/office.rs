//! A post office without a bot: the real outbox, dispatcher and messenger, a source that wants what the test wants, a
//! loopback Discord.

use std::sync::Arc;

use async_trait::async_trait;
use magpie::config::{Config, Token};
use magpie::db::{Db, Tx};
use magpie::delivery::{
    Action, Address, DeliveryId, Dispatcher, DispatcherSettings, Due, Facts, Lane, NewDelivery, Outcome, Record, Sound,
    Source, SourceError, SourceName, Verdict, outbox,
};
use magpie::discord::ui::reply::Reply;
use magpie::discord::ui::widgets::Button;
use magpie::discord::viewer::Viewer;
use magpie::discord::wire::custom_id::{Action as Act, CustomId};
use magpie::discord::wire::dm;
use magpie::discord::wire::messenger::DiscordMessenger;
use magpie::discord::wire::rendering::{Outgoing, Renderers};
use magpie::discord::wire::transport::Transport;
use magpie::guild::{ChannelKind, Place, Server, ServerChannel, SyncedServer, service};
use magpie::members::{self, ChannelId, Followers, GuildId, MemberId, Roles};
use magpie::sandbox::core::Seed;
use magpie::sandbox::{DiscordConfig, FaultRequest, Options, Sandbox, SandboxClock};
use magpie::time::{Clock, SignedDuration, Timestamp};
use magpie::timers::Gauge;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

use crate::common::BEGIN;

pub const SOURCE: SourceName = SourceName::new("test");

/// What the test's deliveries say: their subject, with a button when it begins with "button".
struct Said(String);
struct Opened(String);

struct TestSource;

#[async_trait]
impl Source for TestSource {
    fn name(&self) -> SourceName {
        SOURCE
    }

    async fn recheck(&self, _tx: &mut Tx, due: &Due, _now: Timestamp) -> Result<Verdict, SourceError> {
        let facts = match due.action {
            Action::OpenThread { .. } => Facts::new(Opened(due.subject.clone())),
            _ => Facts::new(Said(due.subject.clone())),
        };
        Ok(Verdict::Send { facts, sound: Sound::Sounding })
    }

    async fn settled(&self, _tx: &mut Tx, _due: &Due, _outcome: &Outcome, _now: Timestamp) -> Result<(), SourceError> {
        Ok(())
    }
}

fn renderers() -> Renderers {
    let said = |facts: &Said, _: &Viewer| {
        let reply = Reply::new(&facts.0);
        let button = Button::success(CustomId::new("test", &Act::new("seen").with(1)), "Seen");
        Outgoing::from(if facts.0.starts_with("button") { reply.buttons([button]) } else { reply })
    };
    Renderers::default().with(said).with(|facts: &Opened, _: &Viewer| Outgoing::Thread { name: facts.0.clone() })
}

pub struct Office {
    pub sandbox: Sandbox,
    pub transport: Transport,
    db: Db,
    clock: SandboxClock,
    gauge: Gauge,
    stop: CancellationToken,
    _folder: TempDir,
}

impl Office {
    /// With one member, ana, who has a DM with the bot, and the inbox channel set up.
    pub async fn open() -> Self {
        let clock = SandboxClock::starting_at(BEGIN.parse().unwrap());
        let member = |handle: &str| magpie::sandbox::core::SeedMember {
            handle: handle.to_owned(),
            name: format!("{handle} *N*"),
            locale: "en-GB".to_owned(),
            roles: vec!["mag".to_owned()],
            ..Default::default()
        };
        let seed = Seed { members: vec![member("ana"), member("ben")], ..Seed::default() };
        let options = Options { port: 0, seed, clock: clock.clone(), config: DiscordConfig::default(), seeder: None };
        let sandbox = Sandbox::start(options, None).await.unwrap();
        let mut config = Config::default().discord;
        config.api_url.clone_from(&sandbox.address().api_url);
        let transport = Transport::new(&config, &Token::new(&sandbox.address().token)).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&folder.path().join("magpie.db")).await.unwrap();
        let (gauge, stop) = start(&db, &clock, &transport);
        let office = Self { sandbox, transport, db, clock, gauge, stop, _folder: folder };
        office.set_up().await;
        office
    }

    async fn set_up(&self) {
        let (state, now) = (self.sandbox.state().await, self.clock.now());
        let guild =
            GuildId(state["guild"]["id"].as_str().or_else(|| state["guild"].as_str()).unwrap().parse().unwrap());
        let (inbox, ana) = (self.channel("inbox").await, self.member("ana").await);
        let channel = ServerChannel {
            id: inbox,
            name: "inbox".to_owned(),
            kind: ChannelKind::Text,
            parent: None,
            position: 0,
            overwrites: vec![],
        };
        let server = Server {
            id: guild,
            name: "Test".to_owned(),
            owner: ana,
            bot: MemberId(1),
            synced_at: now,
            roles: vec![],
            channels: vec![channel],
        };
        let followers = Followers::default();
        let mut tx = self.db.begin().await.unwrap();
        service::synced(&mut tx, &followers, &SyncedServer { server, people: vec![] }, now).await.unwrap();
        let change = |setup: &mut magpie::guild::Setup| setup.set_channel(Place::Inbox, Some(inbox));
        service::change_setup(&mut tx, &followers, guild, ana, now, change).await.unwrap();
        for handle in ["ana", "ben"] {
            let member = self.member(handle).await;
            let name = format!("{handle} *N*");
            members::service::seen_present(&mut tx, member, handle, &name, Roles::NONE).await.unwrap();
            let dm = dm::channel_with(&self.transport, member).await.unwrap();
            members::service::dm_opened(&mut tx, member, dm).await.unwrap();
        }
        tx.commit().await.unwrap();
    }

    /// Another run of the bot, which remembers nothing but the database.
    pub fn restart(&mut self) {
        self.stop.cancel();
        (self.gauge, self.stop) = start(&self.db, &self.clock, &self.transport);
    }

    pub async fn channel(&self, name: &str) -> ChannelId {
        ChannelId(self.find("channels", "name", name).await)
    }

    pub async fn member(&self, handle: &str) -> MemberId {
        MemberId(self.find("members", "handle", handle).await)
    }

    async fn find(&self, what: &str, field: &str, value: &str) -> u64 {
        let state = self.sandbox.state().await;
        let found = state[what].as_array().unwrap().iter().find(|one| one[field] == value).unwrap();
        found["id"].as_str().unwrap().parse().unwrap()
    }

    pub async fn owe(&self, subject: &str, action: Action) -> DeliveryId {
        let now = self.clock.now();
        let new = NewDelivery {
            source: SOURCE,
            subject: subject.to_owned(),
            key: format!("{subject}/{action:?}"),
            action,
            lane: Lane::Prompt,
            not_before: now,
            expires_at: None,
        };
        let mut tx = self.db.begin().await.unwrap();
        let id = outbox::enqueue(&mut tx, new, now).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    pub async fn post(&self, subject: &str, channel: ChannelId) -> DeliveryId {
        self.owe(subject, Action::Post(Address::Channel(channel))).await
    }

    pub async fn quiet(&self) {
        self.gauge.clone().idle().await;
    }

    pub async fn advance(&self, seconds: i64) {
        let clock = self.clock.movable().unwrap();
        clock.move_to(clock.now() + SignedDuration::from_secs(seconds));
        self.quiet().await;
    }

    pub async fn record(&self, id: DeliveryId) -> Record {
        outbox::find(&mut self.db.read().await.unwrap(), id).await.unwrap().unwrap()
    }

    pub fn texts(&self, channel: &str) -> Vec<String> {
        self.sandbox.messages(channel, None, None).unwrap().into_iter().map(|message| message.content).collect()
    }

    /// Goes wrong once.
    pub fn fault(&self, route: &str, fault: Value) {
        let mut act = json!({ "route": route, "times": 1 });
        act.as_object_mut().unwrap().extend(fault.as_object().unwrap().clone());
        let act: FaultRequest = serde_json::from_value(act).unwrap();
        self.sandbox.plan_fault(act).unwrap();
    }

    /// Threads of the guild by name, with how many of each name there are.
    pub async fn threads(&self) -> Vec<String> {
        let state = self.sandbox.state().await;
        let channels = state["channels"].as_array().unwrap();
        let threads = channels.iter().filter(|channel| !channel["parent"].is_null() && channel["type"] == 12);
        threads.map(|thread| thread["name"].as_str().unwrap().to_owned()).collect()
    }

    pub async fn close(self) {
        self.quiet().await;
        self.stop.cancel();
        let limited = self.sandbox.requests_after(0).into_iter().filter(|entry| entry.status == Some(429)).count();
        assert_eq!(limited, 0, "the messenger was rate limited");
        self.sandbox.stop().await;
    }
}

fn start(db: &Db, clock: &SandboxClock, transport: &Transport) -> (Gauge, CancellationToken) {
    let messenger = Arc::new(DiscordMessenger::new(db.clone(), transport.clone(), renderers()));
    let sources = vec![Arc::new(TestSource) as Arc<dyn Source>];
    let dispatcher =
        Dispatcher::new(db.clone(), Arc::new(clock.clone()), messenger, sources, DispatcherSettings::default());
    let (gauge, stop) = (dispatcher.gauge(), CancellationToken::new());
    tokio::spawn(dispatcher.run(stop.clone()));
    (gauge, stop)
}
