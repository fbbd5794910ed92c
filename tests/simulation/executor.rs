//! A single-threaded executor whose every choice comes from the seed: who is polled next, and nothing else happens
//! meanwhile.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};

use magpie::db::{Job, Spawner};
use rand::Rng as _;
use rand::rngs::StdRng;
use tokio::runtime::Runtime;

use crate::inflight::InFlight;

type Id = u64;

/// Polls remembered for whoever looks into a story that does not end.
const LAST: usize = 12;

pub struct Executor {
    /// Nothing runs on it but openings of the database. Its timers never ring: who rests is woken by a move of the
    /// Clock.
    runtime: Runtime,
    in_flight: InFlight,
    tasks: BTreeMap<Id, Job>,
    /// A slow disk: these are not polled for so many polls of others.
    stalled: BTreeMap<Id, u32>,
    ready: Arc<Ready>,
    spawned: Arc<Spawned>,
    next: Id,
    pub polls: u64,
    /// The latest ones polled.
    last: std::collections::VecDeque<Id>,
}

#[derive(Default)]
struct Ready(Mutex<BTreeSet<Id>>);

/// What was spawned and not taken up yet.
#[derive(Default)]
pub struct Spawned(Mutex<Vec<Job>>);

impl Spawner for Spawned {
    fn spawn(&self, job: Job) {
        self.0.lock().unwrap().push(job);
    }
}

struct TaskWaker {
    id: Id,
    ready: Arc<Ready>,
}

impl Wake for TaskWaker {
    fn wake(self: Arc<Self>) {
        self.ready.0.lock().unwrap().insert(self.id);
    }
}

impl Executor {
    pub fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        Self {
            runtime,
            in_flight: InFlight::watch(),
            tasks: BTreeMap::new(),
            stalled: BTreeMap::new(),
            ready: Arc::default(),
            spawned: Arc::default(),
            next: 0,
            polls: 0,
            last: Default::default(),
        }
    }

    pub fn spawner(&self) -> Arc<Spawned> {
        Arc::clone(&self.spawned)
    }

    pub fn spawn(&mut self, job: impl Future<Output = ()> + Send + 'static) {
        self.spawned.spawn(Box::pin(job));
        self.take_up();
    }

    fn take_up(&mut self) {
        for job in std::mem::take(&mut *self.spawned.0.lock().unwrap()) {
            let id = self.next;
            self.next += 1;
            self.tasks.insert(id, job);
            self.ready.0.lock().unwrap().insert(id);
        }
    }

    /// Polls one of the ready tasks, chosen by the seed. False when none is ready. Afterwards no thread of SQLite's has
    /// anything left to do, so what is ready next does not depend on how fast it was.
    pub fn poll_one(&mut self, dice: &mut StdRng) -> bool {
        let ready: Vec<Id> = self.ready.0.lock().unwrap().iter().copied().collect();
        let mut choices: Vec<Id> = ready.iter().copied().filter(|id| !self.stalled.contains_key(id)).collect();
        if choices.is_empty() {
            self.stalled.clear();
            choices = ready;
        }
        if choices.is_empty() {
            return false;
        }
        let id = choices[dice.random_range(0..choices.len())];
        self.ready.0.lock().unwrap().remove(&id);
        self.stalled.retain(|_, left| {
            *left -= 1;
            *left > 0
        });
        let Some(task) = self.tasks.get_mut(&id) else { return true };
        let waker = Waker::from(Arc::new(TaskWaker { id, ready: Arc::clone(&self.ready) }));
        let done = {
            let _runtime = self.runtime.enter();
            task.as_mut().poll(&mut Context::from_waker(&waker)) == Poll::Ready(())
        };
        if done {
            let task = self.tasks.remove(&id);
            let _runtime = self.runtime.enter();
            drop(task);
        }
        self.in_flight.finish();
        self.polls += 1;
        self.last.push_back(id);
        if self.last.len() > LAST {
            self.last.pop_front();
        }
        self.take_up();
        true
    }

    /// Whoever was polled last waits for the disk: all others go first for a while.
    pub fn stall_one(&mut self, dice: &mut StdRng) {
        let ids: Vec<Id> = self.tasks.keys().copied().collect();
        if !ids.is_empty() {
            let id = ids[dice.random_range(0..ids.len())];
            self.stalled.insert(id, dice.random_range(5..60));
        }
    }

    /// Runs a future to its end by itself, with nothing else going on.
    pub fn alone<T>(&self, future: impl Future<Output = T>) -> T {
        self.in_flight.let_work();
        let value = self.runtime.block_on(future);
        self.in_flight.finish();
        value
    }

    /// Everything that runs is gone, in the middle of whatever it did.
    pub fn drop_all(&mut self) {
        self.spawned.0.lock().unwrap().clear();
        let _runtime = self.runtime.enter();
        self.tasks.clear();
        self.stalled.clear();
        self.ready.0.lock().unwrap().clear();
        self.in_flight.finish();
    }

    pub fn last_polled(&self) -> Vec<Id> {
        self.last.iter().copied().collect()
    }

    /// Nobody is ready to be polled.
    pub fn is_quiet(&self) -> bool {
        self.ready.0.lock().unwrap().is_empty()
    }

    pub fn commands_seen(&self) -> u64 {
        self.in_flight.ever()
    }
}

/// Gives way to others so many times.
pub async fn give_way(times: u32) {
    for _ in 0..times {
        let mut gave = false;
        std::future::poll_fn(|context| {
            if gave {
                return Poll::Ready(());
            }
            gave = true;
            context.waker().wake_by_ref();
            Poll::Pending
        })
        .await;
    }
}
