//! The bot: the real database, engine, dispatcher, route to Discord and rooms, without serenity's gateway. It dies by
//! being dropped.

use std::path::Path;
use std::sync::Arc;

use magpie::alerts::Rules;
use magpie::app::features as app_features;
use magpie::config::Config;
use magpie::db::{Db, Rng};
use magpie::delivery::Dispatcher;
use magpie::discord::guild::inspection;
use magpie::discord::wire::dm;
use magpie::discord::wire::transport::Transport;
use magpie::guild;
use magpie::helpdesk::Helpdesk;
use magpie::members::{self, DraftZone, Followers, GuildId, MemberId, Person};
use magpie::reminders;
use magpie::time::{Clock, Timestamp, VirtualClock};
use magpie::timers::Engine;
use tokio_util::sync::CancellationToken;

use crate::discord::Discord;
use crate::executor::{Executor, give_way};
use crate::people::Resident;

/// Tries to read the server anew before what was known has to do.
const SYNC_TRIES: u32 = 30;

/// A running bot. Cheap to clone; all clones must be dropped before the next one starts on the same file.
#[derive(Clone)]
pub struct Bot {
    pub db: Db,
    pub clock: Arc<dyn Clock>,
    pub transport: Transport,
    pub dispatcher: Arc<Dispatcher>,
    pub engine: Arc<Engine>,
    pub followers: Followers,
    pub helpdesk: Helpdesk,
    pub rules: Rules,
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
        let db = executor.alone(Db::open_with(file, &*spawner, rng)).expect("the file can be opened");
        let clock: Arc<dyn Clock> = Arc::new(clock.clone());
        executor
            .alone(reminders::service::reschedule_for_tz_data(&db, clock.now()))
            .expect("nothing was planned with other tz data");
        let transport = Transport::simulated(discord.clone());
        let routes = app_features::routes(&config, &db, &transport).expect("every type of facts has a renderer");
        let (sources, settings) = (app_features::sources(&config), app_features::dispatcher_settings(&config));
        let dispatcher = Dispatcher::with(db.clone(), Arc::clone(&clock), routes, sources, settings, spawner);
        let engine = Engine::new(db.clone(), Arc::clone(&clock), app_features::due_work(&config, &db));
        let guild = GuildId(discord.world(|world| world.guild_id().0));
        let (followers, helpdesk, rules) =
            (app_features::followers(&config), app_features::helpdesk(&config), app_features::alert_rules(&config));
        let stop = CancellationToken::new();
        Self { db, clock, transport, dispatcher, engine, followers, helpdesk, rules, id, guild, stop }
    }

    /// Sets the loops going.
    pub fn run(&self, executor: &mut Executor) {
        executor.spawn(Arc::clone(&self.engine).run(self.stop.clone()));
        executor.spawn(Arc::clone(&self.dispatcher).run(self.stop.clone()));
        executor.spawn(self.clone().read_the_server_anew());
    }

    /// Asks it to finish what it has begun.
    pub fn ask_to_stop(&self) {
        self.stop.cancel();
    }

    /// Nothing is due, and nothing under way.
    pub fn is_idle(&self) -> bool {
        self.engine.gauge().is_idle() && self.dispatcher.gauge().is_idle()
    }

    pub async fn next_due(&self, now: Timestamp) -> Option<Timestamp> {
        let (engine, dispatcher) = (self.engine.next_due(now).await, self.dispatcher.next_due(now).await);
        [engine, dispatcher].into_iter().filter_map(|due| due.ok().flatten()).min()
    }

    /// As after READY.
    pub async fn read_the_server_anew(self) {
        for _ in 0..SYNC_TRIES {
            if let Ok(synced) = inspection::server(&self.transport, self.clock.now(), self.id, self.guild).await
                && guild::service::sync(&self.db, &self.followers, &synced).await.is_ok()
            {
                return;
            }
            give_way(40).await;
        }
    }

    /// A server that is set up, and the people's profiles, before the story begins.
    pub async fn settle_in(&self, residents: &[Resident]) {
        let now = self.clock.now();
        let synced = inspection::server(&self.transport, now, self.id, self.guild).await.expect("calm weather");
        guild::service::sync(&self.db, &self.followers, &synced).await.unwrap();
        let by = residents[0].id;
        guild::service::change_setup(&self.db, &self.followers, self.guild, by, now, |setup| {
            *setup = setup.suggested(&synced.server)
        })
        .await
        .unwrap();
        for resident in residents {
            let Some((zone, quiet, emergency)) = resident.profile else { continue };
            let channel = dm::channel_with(&self.transport, resident.id).await.expect("calm weather");
            members::service::record_dm_channel(&self.db, resident.id, channel).await.unwrap();
            let person = Person { id: resident.id, handle: resident.handle, name: resident.handle };
            let draft = members::service::revise(&self.db, person, now, |draft| {
                draft.zone = Some(DraftZone::Confirmed(zone));
                draft.quiet = Some(quiet.into());
                draft.emergency = Some(emergency);
            });
            let revision = draft.await.unwrap().revision;
            members::service::save(&self.db, &self.followers, resident.id, revision, now).await.unwrap();
        }
    }
}

/// Whose bot it is on Discord.
pub fn bot_id(executor: &Executor, discord: &Discord) -> MemberId {
    let transport = Transport::simulated(discord.clone());
    executor.alone(inspection::inspect(&transport)).expect("calm weather").bot
}
