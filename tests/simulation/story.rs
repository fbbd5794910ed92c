//! One seed, from the first step to the drained outbox.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};
use std::path::{Path, PathBuf};

use magpie::db::{Db, Rng};
use magpie::sandbox::core::{MemberPatch, NewMember};
use magpie::time::{Clock as _, SignedDuration, VirtualClock};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};

use crate::bot::{Bot, bot_id};
use crate::discord::{Discord, Weather};
use crate::executor::{Executor, give_way};
use crate::ledger::{Attempted, Ledger};
use crate::oracle::{Fault, Oracle};
use crate::people::{self, Act, Resident};

/// When every story begins: a Tuesday, some awake and some asleep.
const BEGIN: &str = "2020-11-10T16:55:00Z";
/// Steps between two looks for doubled messages.
const LOOK_FOR_DOUBLES: u32 = 50;
/// How far the clock is moved after the storm: beyond every retry, nudge, lease and look at what is unknown.
const AFTERMATH: SignedDuration = SignedDuration::from_hours(80);
/// More due instants than any aftermath has.
const MOST_AFTERMATH_STOPS: u32 = 1500;
/// Polls after which a bot that still has something to do has lost its way.
const MOST_POLLS_TO_REST: u32 = 40_000;

/// What a story came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The same for the same seed, to the last poll.
    pub fingerprint: u64,
    pub polls: u64,
    pub requests: u64,
    pub delivered: u64,
    pub sounded: u64,
    pub alerts: usize,
    pub tickets: usize,
    pub reminders: usize,
    pub deaths: u32,
}

struct Story {
    executor: Executor,
    dice: StdRng,
    /// The bots' own randomness; goes on from one to the next.
    rng: Rng,
    clock: VirtualClock,
    discord: Discord,
    file: PathBuf,
    residents: Vec<Resident>,
    /// Handles of those who have left.
    gone: Vec<&'static str>,
    ledger: Ledger,
    oracle: Oracle,
    /// `None` only while one goes and the next one comes.
    bot: Option<Bot>,
    bot_id: magpie::members::MemberId,
    deaths: u32,
    trace: DefaultHasher,
    _folder: tempfile::TempDir,
}

/// Plays `steps` steps of a seed's story, then the calm after it.
///
/// # Errors
/// What promise was broken, and at which step.
pub fn tell(seed: u64, steps: u32) -> Result<Told, Fault> {
    let mut story = Story::begin(seed);
    for step in 0..steps {
        story.step(step).map_err(|fault| format!("step {step}: {fault}"))?;
    }
    story.calm_down().map_err(|fault| format!("after the storm: {fault}"))
}

impl Story {
    fn begin(seed: u64) -> Self {
        let rng = Rng::seeded(seed);
        let folder = folder();
        let file = folder.path().join("magpie.db");
        let clock = VirtualClock::starting_at(BEGIN.parse().unwrap());
        let discord = Discord::new(people::seed(), clock.clone(), seed);
        let mut executor = Executor::new();
        let residents = discord.world(|world| people::residents(world));
        let bot_id = bot_id(&executor, &discord);
        let bot = Bot::start(&mut executor, &discord, &clock, &file, rng.clone(), bot_id);
        executor.alone(bot.settle_in(&residents));
        let oracle = executor.alone(Oracle::open(&file));
        bot.run(&mut executor);
        let (dice, ledger) = (StdRng::seed_from_u64(seed), Ledger::default());
        Self {
            executor,
            dice,
            rng,
            clock,
            discord,
            file,
            residents,
            gone: Vec::new(),
            ledger,
            oracle,
            bot: Some(bot),
            bot_id,
            deaths: 0,
            trace: DefaultHasher::new(),
            _folder: folder,
        }
    }

    fn step(&mut self, step: u32) -> Result<(), Fault> {
        let choice = self.dice.random_range(0..100);
        match choice {
            0..34 => {}
            34..62 => self.somebody_acts(),
            62..78 => self.time_passes(),
            78..83 => self.weather_changes(),
            83..87 => self.gateway_changes(),
            87..89 => self.dms_change(),
            89..92 => self.dies_and_comes_back()?,
            92..95 => self.disk_changes(),
            95..96 => self.somebody_comes_or_goes(),
            96..99 => self.executor.stall_one(&mut self.dice),
            _ => self.stops_and_starts()?,
        }
        for _ in 0..self.dice.random_range(1..120) {
            self.tell_of_own_messages();
            if !self.poll()? && !self.bot().is_idle() {
                self.a_moment_passes();
            }
        }
        let idle = self.is_idle();
        self.oracle.after_step(&self.executor, self.bot.as_ref().expect("it runs"), &self.discord, idle)?;
        if step.is_multiple_of(LOOK_FOR_DOUBLES) {
            self.executor.alone(self.oracle.nothing_is_doubled(&self.discord))?;
        }
        let state =
            (step, choice, self.executor.polls, self.discord.requests(), self.oracle.delivered, self.clock.now());
        state.hash(&mut self.trace);
        Ok(())
    }

    fn poll(&mut self) -> Result<bool, Fault> {
        self.ledger.set_poll(self.executor.polls);
        let polled = self.executor.poll_one(&mut self.dice);
        if polled {
            self.oracle.after_poll(
                &self.executor,
                self.bot.as_ref().expect("it runs"),
                &self.discord,
                &self.residents,
                &self.ledger,
            )?;
        }
        Ok(polled)
    }

    fn somebody_acts(&mut self) {
        if let Some(act) = Act::choose(&mut self.dice, &self.residents, &self.ledger) {
            format!("{act:?}").hash(&mut self.trace);
            self.executor.spawn(act.carry_out(self.bot().clone(), self.ledger.clone()));
        }
    }

    fn time_passes(&mut self) {
        let now = self.clock.now();
        let length = match self.dice.random_range(0..10) {
            0..2 => SignedDuration::from_secs(self.dice.random_range(1..8)),
            2..4 => SignedDuration::from_secs(self.dice.random_range(8..90)),
            // Past the window in which Discord remembers a nonce.
            4..6 => SignedDuration::from_secs(self.dice.random_range(180..600)),
            6 => SignedDuration::from_mins(self.dice.random_range(10..90)),
            7 => SignedDuration::from_hours(self.dice.random_range(2..9)),
            // While somebody holds a connection that is asked for here, nobody would ever give it back.
            _ if !self.is_idle() => SignedDuration::from_secs(1),
            _ => {
                let due = self.executor.alone(self.bot().next_due(now));
                return self.clock.move_to(due.filter(|at| *at < now + SignedDuration::from_hours(48)).unwrap_or(now));
            }
        };
        self.clock.move_to(now + length);
    }

    fn weather_changes(&mut self) {
        let weather = match self.dice.random_range(0..10) {
            0..4 => Weather::Calm,
            4..7 => Weather::Rough(self.dice.random_range(5..30)),
            7..9 => Weather::Rough(self.dice.random_range(30..90)),
            _ => Weather::Outage,
        };
        self.discord.set_weather(weather);
    }

    fn gateway_changes(&mut self) {
        let up = self.dice.random_range(0..3) > 0;
        self.discord.set_gateway(up);
        if up {
            self.executor.spawn(self.bot().clone().read_the_server_anew());
        }
    }

    fn dms_change(&mut self) {
        let resident = self.residents[self.dice.random_range(0..self.residents.len())];
        let open = self.dice.random();
        let now = self.clock.now();
        let patch = MemberPatch { dms_open: Some(open), ..MemberPatch::default() };
        // Who has left has no settings to change.
        let _ = self.discord.world(|world| world.patch_member(now, resident.handle, patch));
    }

    /// Each of our own messages comes by on the gateway some time after it was made, if the gateway is up.
    fn tell_of_own_messages(&mut self) {
        if self.dice.random_range(0..4) == 0
            && let Some((nonce, channel, message)) = self.discord.next_event()
        {
            let dispatcher = std::sync::Arc::clone(&self.bot().dispatcher);
            self.executor.spawn(async move {
                // A disk that refuses it refuses it for good: the gateway tells nothing twice.
                let _ = dispatcher.seen(&nonce, channel, message).await;
            });
        }
    }

    /// Dead at this very poll; back at once, or after the clock went on without it.
    fn dies_and_comes_back(&mut self) -> Result<(), Fault> {
        self.deaths += 1;
        self.executor.drop_all();
        if self.dice.random() {
            let away = self.dice.random_range(1..20_000);
            self.clock.move_to(self.clock.now() + SignedDuration::from_secs(away));
        }
        self.start_anew();
        Ok(())
    }

    fn start_anew(&mut self) {
        self.clock.forget_listeners();
        self.discord.set_gateway(true);
        // The lock on the file goes with the last of the old bot's parts, and SQLite's threads with them.
        self.bot = None;
        let bot = Bot::start(&mut self.executor, &self.discord, &self.clock, &self.file, self.rng.clone(), self.bot_id);
        bot.run(&mut self.executor);
        self.bot = Some(bot);
        self.oracle.bot_started();
    }

    /// A soft stop: what was begun is finished, then the next one starts.
    fn stops_and_starts(&mut self) -> Result<(), Fault> {
        self.bot().ask_to_stop();
        for _ in 0..self.dice.random_range(50..2000) {
            if !self.poll()? {
                break;
            }
        }
        self.executor.drop_all();
        self.start_anew();
        Ok(())
    }

    /// A full disk, or one that has room again.
    fn disk_changes(&mut self) {
        let pragma = if self.dice.random() { FULL } else { FREE };
        let db = self.bot().db.clone();
        self.executor.spawn(async move { set_disk(&db, pragma).await });
    }

    fn somebody_comes_or_goes(&mut self) {
        let now = self.clock.now();
        if let Some(handle) = self.gone.pop() {
            let roles = self
                .residents
                .iter()
                .find(|resident| resident.handle == handle)
                .map(Resident::roles)
                .unwrap_or_default();
            let back =
                NewMember { handle: handle.to_owned(), name: handle.to_owned(), roles, locale: "en-GB".to_owned() };
            // Somebody of this handle may be known under another number now: then they stay away.
            let _ = self.discord.world(|world| world.add_member(now, back));
        } else {
            // The secretariat stays: an alert needs an author, and a ticket somebody who can read it.
            let resident = self.residents[self.dice.random_range(2..self.residents.len())];
            self.ledger.entries().attempted.insert(Attempted::Leave(resident.id));
            if self.discord.world(|world| world.remove_member(now, resident.handle)).is_ok() {
                self.gone.push(resident.handle);
            }
        }
        self.executor.spawn(self.bot().clone().read_the_server_anew());
    }

    /// No more faults: whatever was accepted comes to its end.
    fn calm_down(mut self) -> Result<Told, Fault> {
        self.discord.set_weather(Weather::Calm);
        self.discord.set_gateway(true);
        let db = self.bot().db.clone();
        self.executor.spawn(async move { set_disk(&db, FREE).await });
        self.come_to_rest()?;
        self.executor.spawn(self.bot().clone().read_the_server_anew());
        self.come_to_rest()?;
        let (end, mut drained) = (self.clock.now() + AFTERMATH, false);
        for _ in 0..MOST_AFTERMATH_STOPS {
            let now = self.clock.now();
            let due = self.executor.alone(self.bot().next_due(now)).filter(|due| *due < end);
            self.clock.move_to(due.unwrap_or(end));
            self.come_to_rest()?;
            if due.is_none() {
                drained = true;
                break;
            }
        }
        if !drained {
            let soon = self.clock.now() + SignedDuration::from_hours(1);
            let unfinished = self.executor.alone(self.oracle.unfinished(soon));
            let lately = self.executor.alone(self.oracle.lately(soon - SignedDuration::from_hours(7)));
            return Err(format!(
                "the outbox does not drain; due before {soon}:\n{unfinished}    the last hours:\n{lately}"
            ));
        }
        let now = self.clock.now();
        self.executor.alone(self.oracle.at_the_end(&self.discord, &self.ledger, now))?;
        if self.executor.commands_seen() == 0 {
            return Err("no command of SQLite's was ever seen under way: the simulation is blind".to_owned());
        }
        self.executor.drop_all();
        let entries = self.ledger.entries();
        Ok(Told {
            fingerprint: self.trace.finish(),
            polls: self.executor.polls,
            requests: self.discord.requests(),
            delivered: self.oracle.delivered,
            sounded: self.oracle.sounded,
            alerts: entries.alerts.len(),
            tickets: entries.tickets.len(),
            reminders: entries.reminders.len(),
            deaths: self.deaths,
        })
    }

    fn come_to_rest(&mut self) -> Result<(), Fault> {
        for _ in 0..MOST_POLLS_TO_REST {
            while let Some((nonce, channel, message)) = self.discord.next_event() {
                let dispatcher = std::sync::Arc::clone(&self.bot().dispatcher);
                self.executor.spawn(async move {
                    let _ = dispatcher.seen(&nonce, channel, message).await;
                });
            }
            if self.poll()? {
                continue;
            }
            if self.is_idle() {
                return self.oracle.after_step(
                    &self.executor,
                    self.bot.as_ref().expect("it runs"),
                    &self.discord,
                    true,
                );
            }
            self.a_moment_passes();
        }
        let (now, polled) = (self.clock.now(), self.executor.last_polled());
        let unfinished = self.executor.alone(self.oracle.unfinished(now));
        Err(format!("the bot does not come to rest at {now}; polled last: {polled:?}; due:\n{unfinished}"))
    }

    /// Whoever rests after a fault goes on.
    fn a_moment_passes(&self) {
        self.clock.move_to(self.clock.now() + SignedDuration::from_secs(1));
    }

    fn is_idle(&self) -> bool {
        self.executor.is_quiet() && self.bot().is_idle()
    }

    fn bot(&self) -> &Bot {
        self.bot.as_ref().expect("between two steps there is a bot")
    }
}

/// The file may grow no further: SQLite makes of 1 what there is.
const FULL: &str = "PRAGMA max_page_count = 1";
const FREE: &str = "PRAGMA max_page_count = 1000000";

/// Of the writer's connection, for as long as this bot lives.
async fn set_disk(db: &Db, pragma: &'static str) {
    // Refused while somebody else's savepoint could not be undone: then the disk is bad enough as it is.
    for _ in 0..20 {
        if let Ok(mut tx) = db.begin().await {
            let done = sqlx::raw_sql(pragma).execute(&mut *tx).await;
            drop(tx);
            if done.is_ok() {
                return;
            }
        }
        give_way(10).await;
    }
}

/// In memory where the machine has such a place: a thousand stories wait for no disk.
fn folder() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir()
        && let Ok(folder) = tempfile::tempdir_in(memory)
    {
        return folder;
    }
    tempfile::tempdir().unwrap()
}
