//! The simulated bot: the real database, engine, dispatcher, Discord transport and features, without serenity's
//! gateway. To simulate a crash, the run drops the bot.

use std::path::Path;
use std::sync::Arc;

use magpie::alerts::AlertSettings;
use magpie::app::{features as app_features, restored};
use magpie::config::Config;
use magpie::db::{Db, Rng};
use magpie::delivery::Dispatcher;
use magpie::discord::guild::{inspection, missed_deletions};
use magpie::discord::wire::dm;
use magpie::discord::wire::threads::Threads;
use magpie::discord::wire::transport::Transport;
use magpie::guild;
use magpie::helpdesk::Helpdesk;
use magpie::members::{self, ChannelId, DraftZone, Followers, GuildId, MemberId, Person};
use magpie::reminders;
use magpie::time::{Clock, Timestamp, VirtualClock};
use magpie::timers::Engine;
use tokio_util::sync::CancellationToken;

use crate::discord::Discord;
use crate::executor::{Executor, yield_times};
use crate::participants::Participant;

/// The sync with the server is tried this many times. Then the bot continues with the state that it last stored.
const MAX_SYNC_ATTEMPTS: u32 = 30;

/// A running bot. It is cheap to clone. All clones must be dropped before another bot starts on the same file.
#[derive(Clone)]
pub struct Bot {
    pub db: Db,
    pub clock: Arc<dyn Clock>,
    pub transport: Transport,
    pub dispatcher: Arc<Dispatcher>,
    pub engine: Arc<Engine>,
    pub followers: Followers,
    pub helpdesk: Helpdesk,
    pub alert_settings: AlertSettings,
    id: MemberId,
    guild: GuildId,
    stop: CancellationToken,
}

impl Bot {
    pub fn start(
        executor: &mut Executor,
        discord: &Discord,
        clock: &VirtualClock,
        file: &Path,
        rng: Rng,
        id: MemberId,
    ) -> Self {
        let config = Config::default();
        let spawner = executor.spawner();
        let db = executor.run_alone(Db::open_with(file, &*spawner, rng)).expect("the file can be opened");
        let clock: Arc<dyn Clock> = Arc::new(clock.clone());
        executor.run_alone(restored::reconcile_at_start(&db, &config, clock.now())).expect("the database can be read");
        executor
            .run_alone(reminders::service::reschedule_for_tz_data(&db, clock.now()))
            .expect("nothing was planned with other tz data");
        let transport = Transport::simulated(discord.clone());
        let threads = Threads::new(db.clone(), transport.clone());
        let routes = app_features::routes(&config, &threads, None).expect("every type of facts has a renderer");
        let (sources, settings) = (app_features::sources(&config), app_features::dispatcher_settings(&config));
        let dispatcher = Dispatcher::with_spawner(db.clone(), Arc::clone(&clock), routes, sources, settings, spawner);
        let engine = Engine::new(db.clone(), Arc::clone(&clock), app_features::due_work(&config, &db));
        let guild = GuildId(discord.world(|world| world.guild_id().0));
        let (followers, helpdesk, alert_settings) =
            (app_features::followers(&config), app_features::helpdesk(&config), app_features::alert_settings(&config));
        let stop = CancellationToken::new();
        Self { db, clock, transport, dispatcher, engine, followers, helpdesk, alert_settings, id, guild, stop }
    }

    pub fn run(&self, executor: &mut Executor) {
        executor.spawn(Arc::clone(&self.engine).run(self.stop.clone()));
        executor.spawn(Arc::clone(&self.dispatcher).run(self.stop.clone()));
        executor.spawn(self.clone().sync_server());
    }

    /// Tells the bot to stop after its current work.
    pub fn request_stop(&self) {
        self.stop.cancel();
    }

    /// Whether nothing is due and nothing is in progress.
    pub fn is_idle(&self) -> bool {
        self.engine.gauge().is_idle() && self.dispatcher.gauge().is_idle()
    }

    pub async fn next_due(&self, now: Timestamp) -> Option<Timestamp> {
        let (engine, dispatcher) = (self.engine.next_due(now).await, self.dispatcher.next_due(now).await);
        [engine, dispatcher].into_iter().filter_map(|due| due.expect("the database can be read")).min()
    }

    /// Syncs with the server, as the bot does after READY, and handles the deletions that Discord did not report.
    pub async fn sync_server(self) {
        for _ in 0..MAX_SYNC_ATTEMPTS {
            if let Ok(synced_server) =
                inspection::read_server(&self.transport, self.clock.now(), self.id, self.guild).await
            {
                let sync_result = guild::service::sync(&self.db, &self.followers, &synced_server).await;
                if sync_result.is_ok() {
                    return self.handle_missed_deletions().await;
                }
            }
            yield_times(40).await;
        }
    }

    async fn handle_missed_deletions(self) {
        // A full disk fails only writes, and a failed request is no error here.
        let deleted = missed_deletions::find(&self.db, &self.transport, self.helpdesk, self.guild).await;
        for channel in deleted.expect("the database can be read") {
            self.clone().handle_deleted_channel(channel).await;
        }
    }

    /// Handles the deletion of a thread as the bot does when the gateway reports the deletion.
    pub async fn handle_deleted_channel(self, thread: ChannelId) {
        let now = self.clock.now();
        // If the disk is full, these writes fail. Then the bot learns of the deletion when it next posts in the thread.
        let _ = members::service::forget_inbox(&self.db, thread).await;
        let _ = self.helpdesk.handle_deleted_channel(&self.db, thread, now).await;
    }

    /// Sets up the server and the participants' profiles, before the first step.
    pub async fn set_up(&self, participants: &[Participant]) {
        let now = self.clock.now();
        let synced_server =
            inspection::read_server(&self.transport, now, self.id, self.guild).await.expect("healthy network");
        guild::service::sync(&self.db, &self.followers, &synced_server).await.unwrap();
        let actor = participants[0].id;
        guild::service::change_setup(&self.db, &self.followers, self.guild, actor, now, |setup| {
            *setup = setup.with_suggestions(&synced_server.server)
        })
        .await
        .unwrap();
        for participant in participants {
            let Some((zone, quiet, emergency)) = participant.profile else { continue };
            let channel = dm::request_dm_channel(&self.transport, participant.id).await.expect("healthy network");
            members::service::record_dm_channel(&self.db, participant.id, channel).await.unwrap();
            let person = Person { id: participant.id, handle: participant.handle, name: participant.handle };
            let draft = members::service::revise(&self.db, person, now, |draft| {
                draft.zone = Some(DraftZone::Confirmed(zone));
                draft.quiet = Some(quiet.into());
                draft.emergency = Some(emergency);
            });
            let revision = draft.await.unwrap().revision;
            members::service::save(&self.db, &self.followers, participant.id, revision, now).await.unwrap();
        }
    }
}

/// The bot's own user id.
pub fn bot_id(executor: &Executor, discord: &Discord) -> MemberId {
    let transport = Transport::simulated(discord.clone());
    executor.run_alone(inspection::inspect(&transport)).expect("healthy network").bot
}
