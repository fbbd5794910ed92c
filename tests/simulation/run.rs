//! One simulation run, from its first step to the drained outbox.

mod drain;
mod silent_season;
mod thread_limit;

use std::collections::BTreeSet;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};
use std::path::PathBuf;

use magpie::db::Rng;
use magpie::sandbox::core::{MemberPatch, NewMember};
use magpie::time::{Clock as _, SignedDuration, VirtualClock};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};

use crate::bot::{Bot, bot_id};
use crate::copies::DatabaseCopy;
use crate::discord::{Discord, Network};
use crate::disk::{Disk, Space, temporary_folder};
use crate::executor::Executor;
use crate::history::{History, StartedOperation};
use crate::operation::Operation;
use crate::oracle::{Oracle, Violation};
use crate::participants::{self, Participant};
use crate::unreadable::UnreadableRow;

/// The instant at which every run starts: on a Tuesday, when some members are awake and some are asleep.
const BEGIN: &str = "2020-11-10T16:55:00Z";
const STEPS_BETWEEN_DUPLICATE_CHECKS: u32 = 50;
/// A silent season takes as long as all the steps before it.
const SEEDS_PER_SEASON: u64 = 5;
const STEPS_OF_NEXT_SEASON: u32 = 60;
/// One of so many seeds has a rush of new threads: those with this remainder.
const SEEDS_PER_THREAD_RUSH: u64 = 5;
const RUSH_SEED: u64 = 2;
/// The final checks read ended deliveries, which the bot keeps for ninety days. Three silent weeks are far below that.
const MAX_SILENT_WEEKS: u32 = 3;
/// In one of so many downtimes, somebody deletes the volunteers' channel. It stays deleted for the rest of the run.
const DOWNTIMES_PER_DELETED_CHANNEL: u32 = 40;

/// The result of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// A hash of all polls and their results. Two runs of one seed have the same fingerprint.
    pub fingerprint: u64,
    pub polls: u64,
    pub requests: u64,
    pub delivered: u64,
    pub sounded: u64,
    pub alerts: usize,
    pub tickets: usize,
    pub reminders: usize,
    pub crashes: u32,
    /// How many times an older copy replaced the database.
    pub restore_count: u32,
    /// How many times the bot opened as many threads in a channel as Discord allows in ten minutes.
    pub full_thread_windows: u64,
    /// The number of rows that were planted and that the bot cannot read.
    pub planted_rows: u32,
}

/// How many alerts, tickets and reminders the bot has accepted in the seasons that are over.
#[derive(Debug, Default)]
struct Accepted {
    alerts: usize,
    tickets: usize,
    reminders: usize,
}

struct Simulation {
    executor: Executor,
    rng: StdRng,
    /// The bot's random numbers. A restart continues the sequence.
    bot_rng: Rng,
    clock: VirtualClock,
    discord: Discord,
    disk: Disk,
    file: PathBuf,
    participants: Vec<Participant>,
    /// Handles of members who have left.
    departed: Vec<&'static str>,
    /// Handles of members who have no roles at the moment.
    demoted: BTreeSet<&'static str>,
    history: History,
    oracle: Oracle,
    /// This is `None` only during a restart.
    bot: Option<Bot>,
    bot_id: magpie::members::MemberId,
    crashes: u32,
    /// The latest copy of the database, until it replaces the database.
    copy: Option<DatabaseCopy>,
    /// The number of copies so far.
    copy_count: u32,
    restore_count: u32,
    silent_weeks: u32,
    planted_rows: u32,
    accepted: Accepted,
    trace: DefaultHasher,
    _folder: tempfile::TempDir,
}

/// Runs `steps` steps of a seed, then stops all faults and drains the outbox. In one of [`SEEDS_PER_THREAD_RUSH`]
/// seeds, the bot needs more threads in the middle of the run than Discord allows. One in [`SEEDS_PER_SEASON`] seeds
/// continues after a silent season, in which retention deletes the old rows: it runs [`STEPS_OF_NEXT_SEASON`] more
/// steps and drains the outbox again.
///
/// # Errors
/// Names the violated invariant and the step.
pub fn run(seed: u64, steps: u32) -> Result<Summary, Violation> {
    let mut run = Simulation::begin(seed);
    for step in 0..steps {
        if step == steps / 2 && seed % SEEDS_PER_THREAD_RUSH == RUSH_SEED {
            run.need_many_threads().map_err(|violation| format!("before step {step}: {violation}"))?;
        }
        run.step(step).map_err(|violation| format!("step {step}: {violation}"))?;
    }
    run.drain().map_err(|violation| format!("after the faults: {violation}"))?;
    if !seed.is_multiple_of(SEEDS_PER_SEASON) {
        return run.finish();
    }
    run.pass_silent_season().map_err(|violation| format!("in the silent season: {violation}"))?;
    for step in steps..steps + STEPS_OF_NEXT_SEASON {
        run.step(step).map_err(|violation| format!("step {step}: {violation}"))?;
    }
    run.drain().map_err(|violation| format!("after the faults of the next season: {violation}"))?;
    run.finish()
}

impl Simulation {
    fn begin(seed: u64) -> Self {
        let bot_rng = Rng::seeded(seed);
        let folder = temporary_folder();
        let file = folder.path().join("magpie.db");
        let clock = VirtualClock::starting_at(BEGIN.parse().unwrap());
        let discord = Discord::new(participants::seed(), clock.clone(), seed);
        let mut executor = Executor::new();
        let participants = discord.world(|world| participants::participants(world));
        let bot_id = bot_id(&executor, &discord);
        let bot = Bot::start(&mut executor, &discord, &clock, &file, bot_rng.clone(), bot_id);
        executor.run_alone(bot.set_up(&participants));
        let oracle = executor.run_alone(Oracle::open(&file));
        bot.run(&mut executor);
        let (rng, history) = (StdRng::seed_from_u64(seed), History::default());
        Self {
            executor,
            rng,
            bot_rng,
            clock,
            discord,
            disk: Disk::default(),
            file,
            participants,
            departed: Vec::new(),
            demoted: BTreeSet::new(),
            history,
            oracle,
            bot: Some(bot),
            bot_id,
            crashes: 0,
            copy: None,
            copy_count: 0,
            restore_count: 0,
            silent_weeks: 0,
            planted_rows: 0,
            accepted: Accepted::default(),
            trace: DefaultHasher::new(),
            _folder: folder,
        }
    }

    fn finish(mut self) -> Result<Summary, Violation> {
        if self.executor.sqlite_command_count() == 0 {
            return Err(
                "no SQLite command was ever counted: the simulation does not control SQLite's threads".to_owned()
            );
        }
        self.executor.drop_all();
        self.count_accepted();
        Ok(Summary {
            fingerprint: self.trace.finish(),
            polls: self.executor.polls,
            requests: self.discord.request_count(),
            delivered: self.oracle.delivered,
            sounded: self.oracle.sounded,
            alerts: self.accepted.alerts,
            tickets: self.accepted.tickets,
            reminders: self.accepted.reminders,
            crashes: self.crashes,
            restore_count: self.restore_count,
            full_thread_windows: self.discord.full_thread_windows(),
            planted_rows: self.planted_rows,
        })
    }

    fn count_accepted(&mut self) {
        let entries = self.history.entries();
        self.accepted.alerts += entries.alerts.len();
        self.accepted.tickets += entries.tickets.len();
        self.accepted.reminders += entries.reminders.len();
    }

    fn step(&mut self, step: u32) -> Result<(), Violation> {
        let choice = self.rng.random_range(0..100);
        match choice {
            0..30 => {}
            30..31 => self.advance_silent_week(),
            31..34 => self.archive_or_delete_thread(),
            34..62 => self.start_operation(),
            62..78 => self.advance_clock(),
            78..83 => self.change_network(),
            83..87 => self.change_gateway(),
            87..89 => self.change_dm_setting(),
            89..92 => self.crash_and_restart()?,
            92..94 => self.change_disk(),
            94..95 => self.change_roles(),
            95 if self.rng.random() => self.plant_unreadable_row(),
            95..96 => self.change_membership(),
            96..99 => self.executor.stall_one(&mut self.rng),
            _ => self.stop_and_restart()?,
        }
        for _ in 0..self.rng.random_range(1..120) {
            self.deliver_gateway_event();
            if !self.poll()? && !self.bot().is_idle() {
                self.advance_one_second();
            }
        }
        let has_no_work = self.is_idle();
        self.oracle.check_after_step(
            &self.executor,
            self.bot.as_ref().expect("it runs"),
            &self.discord,
            has_no_work,
        )?;
        if step.is_multiple_of(STEPS_BETWEEN_DUPLICATE_CHECKS) {
            self.executor.run_alone(self.oracle.check_no_duplicates(&self.discord))?;
        }
        let state =
            (step, choice, self.executor.polls, self.discord.request_count(), self.oracle.delivered, self.clock.now());
        state.hash(&mut self.trace);
        Ok(())
    }

    fn poll(&mut self) -> Result<bool, Violation> {
        self.history.set_poll(self.executor.polls);
        let has_polled = self.executor.poll_one(&mut self.rng);
        if has_polled {
            self.oracle.check_after_poll(
                &self.executor,
                self.bot.as_ref().expect("it runs"),
                &self.discord,
                &self.participants,
                &self.history,
            )?;
        }
        Ok(has_polled)
    }

    fn start_operation(&mut self) {
        if let Some(operation) = Operation::choose(&mut self.rng, &self.participants, &self.history) {
            format!("{operation:?}").hash(&mut self.trace);
            self.executor.spawn(operation.execute(self.bot().clone(), self.history.clone()));
        }
    }

    fn advance_clock(&mut self) {
        let now = self.clock.now();
        let length = match self.rng.random_range(0..10) {
            0..2 => SignedDuration::from_secs(self.rng.random_range(1..8)),
            2..4 => SignedDuration::from_secs(self.rng.random_range(8..90)),
            // Discord remembers a nonce for three minutes. These moves are at least as long.
            4..6 => SignedDuration::from_secs(self.rng.random_range(180..600)),
            6 => SignedDuration::from_mins(self.rng.random_range(10..90)),
            7 => SignedDuration::from_hours(self.rng.random_range(2..9)),
            // `next_due` needs a database connection. No task runs during this call, so a task that holds the
            // connection could not return it.
            _ if !self.is_idle() => SignedDuration::from_secs(1),
            _ => {
                let due = self.executor.run_alone(self.bot().next_due(now));
                return self.clock.move_to(due.filter(|at| *at < now + SignedDuration::from_hours(48)).unwrap_or(now));
            }
        };
        self.clock.move_to(now + length);
    }

    /// Moves the clock by eight days in which nobody writes. Discord archives a thread after seven days.
    fn advance_silent_week(&mut self) {
        if self.silent_weeks < MAX_SILENT_WEEKS {
            self.silent_weeks += 1;
            self.clock.move_to(self.clock.now() + SignedDuration::from_hours(8 * 24));
        }
    }

    /// A moderator archives a thread, or deletes it.
    fn archive_or_delete_thread(&mut self) {
        let threads = self.discord.threads();
        if threads.is_empty() {
            return;
        }
        let thread = threads[self.rng.random_range(0..threads.len())];
        if self.rng.random_range(0..4) > 0 {
            return self.discord.archive_thread(thread);
        }
        // Without the gateway, the bot learns of the deletion when Discord refuses its next message in the thread.
        if self.discord.delete_thread(thread) {
            self.executor.spawn(self.bot().clone().handle_deleted_channel(thread));
        }
    }

    fn change_network(&mut self) {
        let network = match self.rng.random_range(0..10) {
            0..4 => Network::Healthy,
            4..7 => Network::Lossy(self.rng.random_range(5..30)),
            7..9 => Network::Lossy(self.rng.random_range(30..90)),
            _ => Network::Down,
        };
        self.discord.set_network(network);
    }

    fn change_gateway(&mut self) {
        let is_up = self.rng.random_range(0..3) > 0;
        self.discord.set_gateway(is_up);
        if is_up {
            self.executor.spawn(self.bot().clone().sync_server());
        }
    }

    fn change_dm_setting(&mut self) {
        let participant = self.participants[self.rng.random_range(0..self.participants.len())];
        let is_open = self.rng.random();
        let now = self.clock.now();
        let patch = MemberPatch { dms_open: Some(is_open), ..MemberPatch::default() };
        // This fails for a member who has left.
        let _ = self.discord.world(|world| world.patch_member(now, participant.handle, patch));
    }

    /// With a probability of one in four, delivers the next gateway event about one of the bot's own messages.
    fn deliver_gateway_event(&mut self) {
        if self.rng.random_range(0..4) == 0
            && let Some((nonce, channel, message)) = self.discord.next_event()
        {
            let dispatcher = std::sync::Arc::clone(&self.bot().dispatcher);
            self.executor.spawn(async move {
                // If the disk is full, the write fails and the event is lost: the gateway sends each event once.
                let _ = dispatcher.settle_seen_message(&nonce, channel, message).await;
            });
        }
    }

    /// Crashes the bot after the current poll. The restart follows at once, or after up to 20,000 seconds.
    fn crash_and_restart(&mut self) -> Result<(), Violation> {
        self.crashes += 1;
        self.executor.drop_all();
        if self.rng.random() {
            let downtime_s = self.rng.random_range(1..20_000);
            self.clock.move_to(self.clock.now() + SignedDuration::from_secs(downtime_s));
        }
        self.restart_bot();
        Ok(())
    }

    fn restart_bot(&mut self) {
        self.clock.clear_listeners();
        self.discord.set_gateway(true);
        // Dropping the old bot releases the lock on the file and ends SQLite's threads.
        self.bot = None;
        self.delete_channel_while_stopped();
        self.copy_or_restore();
        let bot =
            Bot::start(&mut self.executor, &self.discord, &self.clock, &self.file, self.bot_rng.clone(), self.bot_id);
        bot.run(&mut self.executor);
        self.bot = Some(bot);
        self.disk = Disk::default();
        self.oracle.reset_commit_count();
    }

    /// Sometimes deletes a thread, or the channel where volunteers see tickets. Discord does not report this to the bot
    /// when it starts again.
    fn delete_channel_while_stopped(&mut self) {
        let threads = self.discord.threads();
        if self.rng.random_range(0..DOWNTIMES_PER_DELETED_CHANNEL) == 0 {
            self.discord.delete_triage_channel();
        } else if !threads.is_empty() && self.rng.random_range(0..3) == 0 {
            self.discord.delete_thread(threads[self.rng.random_range(0..threads.len())]);
        }
    }

    /// Sometimes copies the database, or replaces it by an earlier copy. Call this only while no bot runs.
    fn copy_or_restore(&mut self) {
        match self.rng.random_range(0..8) {
            0 => {
                self.copy_count += 1;
                let file = DatabaseCopy::path(&self.file, self.copy_count);
                self.executor.run_alone(self.oracle.copy_to(&file));
                self.copy = Some(DatabaseCopy { file, entries: self.history.entries().clone() });
            }
            1 => {
                let Some(copy) = self.copy.take() else { return };
                self.restore_count += 1;
                let (file, entries) = copy.replace(&self.file);
                self.file = file;
                self.executor.run_alone(self.oracle.reopen(&self.file));
                self.history.go_back_to(entries);
                let counting_future = self.oracle.count_unrecorded_messages(&self.discord, &self.history);
                let unrecorded = self.executor.run_alone(counting_future);
                self.history.entries().unrecorded_messages = unrecorded;
            }
            _ => {}
        }
    }

    /// Stops the bot gracefully and restarts it. Before the restart, the bot may finish its work in progress.
    fn stop_and_restart(&mut self) -> Result<(), Violation> {
        self.bot().request_stop();
        for _ in 0..self.rng.random_range(50..2000) {
            if !self.poll()? {
                break;
            }
        }
        self.executor.drop_all();
        self.restart_bot();
        Ok(())
    }

    /// Fills the disk or frees it.
    fn change_disk(&mut self) {
        let space = if self.rng.random() { Space::Full } else { Space::Free };
        self.executor.spawn(self.disk.change(space, self.bot().db.clone()));
    }

    /// Takes all roles from a member, or gives them back.
    fn change_roles(&mut self) {
        let now = self.clock.now();
        // The first two participants are the secretariat. They keep their roles: alerts need an author, tickets a
        // reader.
        let participant = self.participants[self.rng.random_range(2..self.participants.len())];
        let roles = if self.demoted.remove(participant.handle) {
            participant.role_names()
        } else {
            self.demoted.insert(participant.handle);
            self.history.entries().started_operations.insert(StartedOperation::LoseRoles(participant.id));
            Vec::new()
        };
        let patch = MemberPatch { roles: Some(roles), ..MemberPatch::default() };
        // This fails for a member who has left.
        let _ = self.discord.world(|world| world.patch_member(now, participant.handle, patch));
        self.executor.spawn(self.bot().clone().sync_server());
    }

    /// Plants a row that the bot cannot read, or makes a row unreadable. All other rows must be processed as if this
    /// row did not exist.
    fn plant_unreadable_row(&mut self) {
        let participant = self.rng.random_range(0..self.participants.len());
        let member = self.participants[participant].id;
        let (now, number) = (self.clock.now(), self.rng.random::<u32>());
        let row = match self.rng.random_range(0..6) {
            // The oracle expects that the waking time of the secretariat is known, because tickets need a next person.
            3 if participant < 2 => UnreadableRow::Ticket(member),
            0 => UnreadableRow::Reminder(member),
            1 => UnreadableRow::DeliveryOfNobody,
            2 => UnreadableRow::DeliveryWithoutItsReminder(member),
            3 => UnreadableRow::Profile(member),
            4 => UnreadableRow::Alert(member),
            _ => UnreadableRow::Ticket(member),
        };
        self.planted_rows += 1;
        let db = self.bot().db.clone();
        self.executor.spawn(async move { row.plant(&db, number, now).await });
    }

    fn change_membership(&mut self) {
        let now = self.clock.now();
        if let Some(handle) = self.departed.pop() {
            let roles = self
                .participants
                .iter()
                .find(|participant| participant.handle == handle)
                .map(Participant::role_names)
                .unwrap_or_default();
            let returning_member =
                NewMember { handle: handle.to_owned(), name: handle.to_owned(), roles, locale: "en-GB".to_owned() };
            // If another user has this handle by now, the sandbox refuses and the member does not return.
            let _ = self.discord.world(|world| world.add_member(now, returning_member));
        } else {
            // The first two participants are the secretariat and never leave: alerts need an author, tickets a reader.
            let participant = self.participants[self.rng.random_range(2..self.participants.len())];
            self.history.entries().started_operations.insert(StartedOperation::Leave(participant.id));
            if self.discord.world(|world| world.remove_member(now, participant.handle)).is_ok() {
                self.departed.push(participant.handle);
            }
        }
        self.executor.spawn(self.bot().clone().sync_server());
    }

    /// Wakes the tasks that sleep for a short time after a fault.
    fn advance_one_second(&self) {
        self.clock.move_to(self.clock.now() + SignedDuration::from_secs(1));
    }

    fn is_idle(&self) -> bool {
        self.executor.is_quiescent() && self.bot().is_idle()
    }

    fn bot(&self) -> &Bot {
        self.bot.as_ref().expect("between two steps there is a bot")
    }
}
