//! A single-threaded executor. The seed decides which task is polled next. Nothing else works during a poll, not even
//! SQLite's threads.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};

use magpie::db::{BackgroundTask, Spawner};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use tokio::runtime::Runtime;

use crate::sqlite_gate::SqliteGate;

type Id = u64;

/// The report about a run that does not end lists the tasks of this many recent polls.
const MAX_RECENT_POLLS: usize = 12;

pub struct Executor {
    /// Runs only the futures of [`Executor::run_alone`]. Its timers never fire: only a move of the clock wakes a
    /// sleeping task.
    runtime: Runtime,
    sqlite: SqliteGate,
    tasks: BTreeMap<Id, BackgroundTask>,
    /// Simulates a slow disk: the executor skips each of these tasks for this many polls.
    stalled: BTreeMap<Id, u32>,
    ready: Arc<ReadyTasks>,
    spawned: Arc<SpawnedTasks>,
    next_id: Id,
    pub polls: u64,
    /// The most recently polled tasks.
    recent: std::collections::VecDeque<Id>,
}

#[derive(Default)]
struct ReadyTasks(Mutex<BTreeSet<Id>>);

/// Tasks that were spawned and that the executor has not accepted yet.
#[derive(Default)]
pub struct SpawnedTasks(Mutex<Vec<BackgroundTask>>);

impl Spawner for SpawnedTasks {
    fn spawn(&self, job: BackgroundTask) {
        self.0.lock().unwrap().push(job);
    }
}

struct TaskWaker {
    id: Id,
    ready: Arc<ReadyTasks>,
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
            sqlite: SqliteGate::start(),
            tasks: BTreeMap::new(),
            stalled: BTreeMap::new(),
            ready: Arc::default(),
            spawned: Arc::default(),
            next_id: 0,
            polls: 0,
            recent: Default::default(),
        }
    }

    pub fn spawner(&self) -> Arc<SpawnedTasks> {
        Arc::clone(&self.spawned)
    }

    pub fn spawn(&mut self, job: impl Future<Output = ()> + Send + 'static) {
        self.spawned.spawn(Box::pin(job));
        self.accept_spawned();
    }

    fn accept_spawned(&mut self) {
        for job in std::mem::take(&mut *self.spawned.0.lock().unwrap()) {
            let id = self.next_id;
            self.next_id += 1;
            self.tasks.insert(id, job);
            self.ready.0.lock().unwrap().insert(id);
        }
    }

    /// Polls one of the ready tasks, chosen by the seed. Returns false when none is ready.
    ///
    /// SQLite's threads finish all their commands before this function returns. So the set of ready tasks does not
    /// depend on the speed of these threads.
    pub fn poll_one(&mut self, rng: &mut StdRng) -> bool {
        let ready: Vec<Id> = self.ready.0.lock().unwrap().iter().copied().collect();
        let mut choices: Vec<Id> = ready.iter().copied().filter(|id| !self.stalled.contains_key(id)).collect();
        if choices.is_empty() {
            self.stalled.clear();
            choices = ready;
        }
        if choices.is_empty() {
            return false;
        }
        let id = choices[rng.random_range(0..choices.len())];
        self.ready.0.lock().unwrap().remove(&id);
        self.stalled.retain(|_, polls_left| {
            *polls_left -= 1;
            *polls_left > 0
        });
        let Some(task) = self.tasks.get_mut(&id) else { return true };
        let waker = Waker::from(Arc::new(TaskWaker { id, ready: Arc::clone(&self.ready) }));
        let is_done = {
            let _runtime = self.runtime.enter();
            task.as_mut().poll(&mut Context::from_waker(&waker)) == Poll::Ready(())
        };
        if is_done {
            let task = self.tasks.remove(&id);
            let _runtime = self.runtime.enter();
            drop(task);
        }
        self.sqlite.finish_commands();
        self.polls += 1;
        self.recent.push_back(id);
        if self.recent.len() > MAX_RECENT_POLLS {
            self.recent.pop_front();
        }
        self.accept_spawned();
        true
    }

    /// Stalls a random task, as if it waited for the disk.
    pub fn stall_one(&mut self, rng: &mut StdRng) {
        let ids: Vec<Id> = self.tasks.keys().copied().collect();
        if !ids.is_empty() {
            let id = ids[rng.random_range(0..ids.len())];
            self.stalled.insert(id, rng.random_range(5..60));
        }
    }

    /// Runs a future to completion. No task of the executor runs during this time.
    pub fn run_alone<T>(&self, future: impl Future<Output = T>) -> T {
        self.sqlite.open();
        // `Runtime::block_on` would also drive the timers, and so wake sleeping tasks when real time passes.
        let value = self.runtime.handle().block_on(future);
        self.sqlite.finish_commands();
        value
    }

    /// Drops all tasks. Each one stops at the await that it has reached.
    pub fn drop_all(&mut self) {
        self.spawned.0.lock().unwrap().clear();
        let _runtime = self.runtime.enter();
        self.tasks.clear();
        self.stalled.clear();
        self.ready.0.lock().unwrap().clear();
        self.sqlite.finish_commands();
    }

    pub fn recently_polled(&self) -> Vec<Id> {
        self.recent.iter().copied().collect()
    }

    /// Whether no task is ready.
    pub fn is_quiescent(&self) -> bool {
        self.ready.0.lock().unwrap().is_empty()
    }

    pub fn sqlite_command_count(&self) -> u64 {
        self.sqlite.total_commands()
    }
}

/// Yields to other tasks this many times.
pub async fn yield_times(times: u32) {
    for _ in 0..times {
        let mut has_yielded = false;
        std::future::poll_fn(|context| {
            if has_yielded {
                return Poll::Ready(());
            }
            has_yielded = true;
            context.waker().wake_by_ref();
            Poll::Pending
        })
        .await;
    }
}

#[test]
fn timer_of_a_task_never_fires_however_slow_the_machine_is() {
    let mut executor = Executor::new();
    let length = std::time::Duration::from_millis(1);
    executor.spawn(async move { tokio::time::sleep(length).await });
    let mut rng = StdRng::seed_from_u64(1);
    while executor.poll_one(&mut rng) {}
    std::thread::sleep(length * 10);
    executor.run_alone(yield_times(1000));
    assert!(executor.is_quiescent(), "only a move of the clock wakes a sleeping task");
}
