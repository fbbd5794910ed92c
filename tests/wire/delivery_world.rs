//! A world in which tests enqueue deliveries, without the rest of the bot. It has the real outbox, dispatcher and
//! Discord transport. A sandbox stands in for Discord. The only source uses the subject of a delivery as the text of
//! its message.

use std::sync::Arc;

use async_trait::async_trait;
use magpie::config::{Config, Token};
use magpie::db::{Db, Tx};
use magpie::delivery::{
    Action, Address, DeliveryId, Dispatcher, DispatcherSettings, Due, Facts, FactsType, Lane, NewDelivery, Outcome,
    Record, Sound, Source, SourceError, SourceName, Verdict, outbox,
};
use magpie::discord::ui::reply::Reply;
use magpie::discord::ui::widgets::Button;
use magpie::discord::viewer::Viewer;
use magpie::discord::wire::custom_id::{Action as PressAction, CustomId};
use magpie::discord::wire::dm;
use magpie::discord::wire::rendering::{Outgoing, Renderers};
use magpie::discord::wire::route::DiscordRoute;
use magpie::discord::wire::threads::Threads;
use magpie::discord::wire::transport::Transport;
use magpie::guild::{ChannelKind, ChannelPurpose, Server, ServerChannel, Setup, SyncedServer, TwoFactor, service};
use magpie::members::{self, ChannelId, Followers, GuildId, MemberId, Roles};
use magpie::sandbox::core::{Seed, SeedMember};
use magpie::sandbox::{DiscordConfig, FaultRequest, Options, Sandbox, SandboxClock};
use magpie::time::{Clock, SignedDuration, Timestamp};
use magpie::timers::Gauge;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

use crate::common::TEST_START;

pub const SOURCE: SourceName = SourceName::new("test");

/// A message whose text is the subject of its delivery. It has a button if the subject begins with "button", and is
/// silent if the subject begins with "silent".
struct MessageFacts(String);
/// A thread whose name is the subject of its delivery.
struct ThreadFacts(String);

struct TestSource;

#[async_trait]
impl Source for TestSource {
    fn name(&self) -> SourceName {
        SOURCE
    }

    fn facts(&self) -> Vec<FactsType> {
        vec![FactsType::of::<MessageFacts>(), FactsType::of::<ThreadFacts>()]
    }

    async fn recheck(&self, _tx: &mut Tx, due: &Due, _now: Timestamp) -> Result<Verdict, SourceError> {
        let facts = match due.action {
            Action::OpenThread { .. } => Facts::new(ThreadFacts(due.subject.clone())),
            _ => Facts::new(MessageFacts(due.subject.clone())),
        };
        let sound = if due.subject.starts_with("silent") { Sound::Silent } else { Sound::Sounding };
        Ok(Verdict::Send { facts, sound })
    }

    async fn settled(&self, _tx: &mut Tx, _due: &Due, _outcome: &Outcome, _now: Timestamp) -> Result<(), SourceError> {
        Ok(())
    }
}

fn renderers() -> Renderers {
    let message = |facts: &MessageFacts, _: &Viewer| {
        let reply = Reply::new(&facts.0);
        let button = Button::success(CustomId::new("test", &PressAction::new("seen").with(1)), "Seen");
        Outgoing::from(if facts.0.starts_with("button") { reply.buttons([button]) } else { reply })
    };
    Renderers::default()
        .with(message)
        .with(|facts: &ThreadFacts, _: &Viewer| Outgoing::Thread { name: facts.0.clone() })
}

pub struct DeliveryWorld {
    pub sandbox: Sandbox,
    pub transport: Transport,
    db: Db,
    clock: SandboxClock,
    gauge: Gauge,
    stop: CancellationToken,
    _folder: TempDir,
}

impl DeliveryWorld {
    /// Starts with an inbox channel and two members, ana and ben, who have a DM with the bot.
    pub async fn start() -> Self {
        Self::with_members(&["ana", "ben"]).await
    }

    /// Like [`Self::start`], with these members. The first two have a DM with the bot.
    pub async fn with_members(handles: &[&str]) -> Self {
        let clock = SandboxClock::starting_at(TEST_START.parse().unwrap());
        let member = |handle: &str| SeedMember {
            handle: handle.to_owned(),
            name: format!("{handle} *N*"),
            locale: "en-GB".to_owned(),
            roles: vec!["mag".to_owned()],
            ..Default::default()
        };
        let seed = Seed { members: handles.iter().copied().map(member).collect(), ..Seed::default() };
        let options = Options { port: 0, seed, clock: clock.clone(), config: DiscordConfig::default(), seeder: None };
        let sandbox = Sandbox::start(options, None).await.unwrap();
        let mut config = Config::default().discord;
        config.api_url.clone_from(&sandbox.address().api_url);
        let transport = Transport::new(&config, &Token::new(&sandbox.address().token)).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&folder.path().join("magpie.db")).await.unwrap();
        let (gauge, stop) = start_dispatcher(&db, &clock, &transport);
        let world = Self { sandbox, transport, db, clock, gauge, stop, _folder: folder };
        world.set_up(handles).await;
        world
    }

    async fn set_up(&self, handles: &[&str]) {
        let (state, now) = (self.sandbox.state().await, self.clock.now());
        let guild =
            GuildId(state["guild"]["id"].as_str().or_else(|| state["guild"].as_str()).unwrap().parse().unwrap());
        let (inbox, ana) = (self.channel("inbox").await, self.member(handles[0]).await);
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
            bot: MemberId(state["bot_user"]["id"].as_str().unwrap().parse().unwrap()),
            synced_at: now,
            roles: vec![],
            channels: vec![channel],
        };
        let followers = Followers::default();
        let synced_server = SyncedServer { server, people: vec![], two_factor: TwoFactor::Satisfied };
        service::sync(&self.db, &followers, &synced_server).await.unwrap();
        let change = |setup: &mut Setup| setup.set_channel(ChannelPurpose::Inbox, Some(inbox));
        service::change_setup(&self.db, &followers, guild, ana, now, change).await.unwrap();
        for handle in handles {
            let (member, name) = (self.member(handle).await, format!("{handle} *N*"));
            let add_member =
                async |tx: &mut Tx| members::service::upsert_present(tx, member, handle, &name, Roles::NONE).await;
            self.db.write(add_member).await.unwrap();
        }
        // Open only two DMs: Discord limits how many DMs a bot may open at once.
        for handle in handles.iter().take(2) {
            let member = self.member(handle).await;
            let dm = dm::request_dm_channel(&self.transport, member).await.unwrap();
            members::service::record_dm_channel(&self.db, member, dm).await.unwrap();
        }
    }

    /// Stops the dispatcher and starts a new one on the same database, like a restart of the bot.
    pub fn restart(&mut self) {
        self.stop.cancel();
        (self.gauge, self.stop) = start_dispatcher(&self.db, &self.clock, &self.transport);
    }

    pub async fn channel(&self, name: &str) -> ChannelId {
        ChannelId(self.find_id("channels", "name", name).await)
    }

    pub async fn member(&self, handle: &str) -> MemberId {
        MemberId(self.find_id("members", "handle", handle).await)
    }

    async fn find_id(&self, list: &str, field: &str, value: &str) -> u64 {
        let state = self.sandbox.state().await;
        let entry = state[list].as_array().unwrap().iter().find(|one| one[field] == value).unwrap();
        entry["id"].as_str().unwrap().parse().unwrap()
    }

    /// Closes this member's DMs, as the member does in Discord's settings.
    pub fn close_dms(&self, handle: &str) {
        self.sandbox.patch_member(handle, serde_json::from_value(json!({ "dms_open": false })).unwrap()).unwrap();
    }

    /// The status of each response to a request with this method and a path with this suffix.
    pub fn statuses(&self, method: &str, path_suffix: &str) -> Vec<u16> {
        let requests = self.sandbox.requests_after(0);
        let matching_requests =
            requests.iter().filter(|request| request.method == method && request.path.ends_with(path_suffix));
        matching_requests.filter_map(|request| request.status).collect()
    }

    pub async fn enqueue(&self, subject: &str, action: Action) -> DeliveryId {
        let now = self.clock.now();
        let key = format!("{subject}/{action:?}");
        let new_delivery = NewDelivery::new(SOURCE, subject, key, action, Lane::Prompt);
        self.db.write(async |tx| outbox::enqueue(tx, new_delivery, now).await).await.unwrap()
    }

    pub async fn post(&self, subject: &str, channel: ChannelId) -> DeliveryId {
        self.enqueue(subject, Action::Post(Address::Channel(channel))).await
    }

    pub async fn wait_until_idle(&self) {
        self.gauge.clone().wait_until_idle().await;
    }

    pub async fn advance(&self, seconds: i64) {
        let clock = self.clock.virtual_clock().unwrap();
        clock.move_to(clock.now() + SignedDuration::from_secs(seconds));
        self.wait_until_idle().await;
    }

    pub async fn record(&self, id: DeliveryId) -> Record {
        outbox::find(&mut self.db.read().await.unwrap(), id).await.unwrap().unwrap()
    }

    /// The texts of the messages in a channel, without the hidden tags at their ends.
    pub fn texts(&self, channel: &str) -> Vec<String> {
        let without_tag = |text: String| text.split('\u{2060}').next().unwrap_or_default().to_owned();
        self.sandbox
            .messages(channel, None, None)
            .unwrap()
            .into_iter()
            .map(|message| without_tag(message.content))
            .collect()
    }

    /// Makes the next request to `route` fail.
    pub fn plan_fault(&self, route: &str, fault: Value) {
        let mut request = json!({ "route": route, "times": 1 });
        request.as_object_mut().unwrap().extend(fault.as_object().unwrap().clone());
        let request: FaultRequest = serde_json::from_value(request).unwrap();
        self.sandbox.plan_fault(request).unwrap();
    }

    /// The names of the guild's private threads.
    pub async fn threads(&self) -> Vec<String> {
        let state = self.sandbox.state().await;
        let channels = state["channels"].as_array().unwrap();
        let threads = channels.iter().filter(|channel| !channel["parent"].is_null() && channel["type"] == 12);
        threads.map(|thread| thread["name"].as_str().unwrap().to_owned()).collect()
    }

    pub async fn end(self) {
        self.end_after_refusals(0).await;
    }

    /// Ends a test in which Discord must have refused exactly this many requests with 429.
    pub async fn end_after_refusals(self, refusals: usize) {
        self.wait_until_idle().await;
        self.stop.cancel();
        let limited = self.sandbox.requests_after(0).into_iter().filter(|entry| entry.status == Some(429)).count();
        assert_eq!(limited, refusals, "the number of responses with 429");
        self.sandbox.stop().await;
    }
}

fn start_dispatcher(db: &Db, clock: &SandboxClock, transport: &Transport) -> (Gauge, CancellationToken) {
    let threads = Threads::new(db.clone(), transport.clone());
    let routes = vec![Arc::new(DiscordRoute::new(threads, renderers())) as _];
    let sources = vec![Arc::new(TestSource) as Arc<dyn Source>];
    let dispatcher =
        Dispatcher::new(db.clone(), Arc::new(clock.clone()), routes, sources, DispatcherSettings::default());
    let (gauge, stop) = (dispatcher.gauge(), CancellationToken::new());
    tokio::spawn(dispatcher.run(stop.clone()));
    (gauge, stop)
}
