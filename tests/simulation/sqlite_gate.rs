//! Lets SQLite's threads work between two polls and never during a poll. So the speed of these threads does not change
//! the run.
//!
//! sqlx clones the current tracing span for each command that it sends to a connection's thread, and drops the clone
//! when it has the result. One span is current during the whole simulation, so its clones are the commands in progress.
//! sqlx's streams clone the span as well. The simulation's own thread enters these clones, so the gate does not count
//! them.

use std::collections::BTreeSet;
use std::sync::{Arc, Condvar, Mutex, OnceLock};
use std::thread::Thread;
use std::time::Duration;

use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::{DefaultGuard, Interest, Subscriber};
use tracing::{Event, Metadata, Span};
use tracing_core::span::Current;

/// `finish_commands` checks the count again after this time, because it can miss a wake-up between its check and its
/// park.
const RECHECK_INTERVAL: Duration = Duration::from_millis(1);

/// Counts the SQLite commands of the thread that created the gate.
pub struct SqliteGate {
    shared: Arc<Shared>,
    // Fields are dropped in this order: the span closes while its subscriber still exists.
    _span: Span,
    _default: DefaultGuard,
}

struct Shared {
    clones: Mutex<Clones>,
    /// Whether SQLite's threads may start a command.
    is_gate_open: Mutex<bool>,
    gate_opened: Condvar,
    metadata: OnceLock<&'static Metadata<'static>>,
    waiter: Thread,
}

#[derive(Default)]
struct Clones {
    /// The number of the latest clone.
    latest: u64,
    /// The numbers of the clones that are commands in progress.
    commands: BTreeSet<u64>,
}

/// The id of the span itself. Clones have higher ids.
const ROOT: u64 = 1;

impl SqliteGate {
    pub fn start() -> Self {
        let shared = Arc::new(Shared {
            clones: Mutex::new(Clones { latest: ROOT, ..Clones::default() }),
            is_gate_open: Mutex::new(false),
            gate_opened: Condvar::new(),
            metadata: OnceLock::new(),
            waiter: std::thread::current(),
        });
        let default = tracing::subscriber::set_default(Counter(Arc::clone(&shared)));
        let span = tracing::info_span!("simulation");
        Self { shared, _span: span, _default: default }
    }

    /// Opens the gate: SQLite's threads may start commands until the next [`SqliteGate::finish_commands`].
    pub fn open(&self) {
        *self.shared.is_gate_open.lock().unwrap() = true;
        self.shared.gate_opened.notify_all();
    }

    /// Waits until SQLite's threads have finished all their commands, then closes the gate.
    pub fn finish_commands(&self) {
        self.open();
        while !self.shared.clones.lock().unwrap().commands.is_empty() {
            std::thread::park_timeout(RECHECK_INTERVAL);
        }
        *self.shared.is_gate_open.lock().unwrap() = false;
    }

    /// The number of commands so far. Zero at the end of a run means that the counting does not work.
    pub fn total_commands(&self) -> u64 {
        self.shared.clones.lock().unwrap().latest - ROOT
    }
}

struct Counter(Arc<Shared>);

impl Subscriber for Counter {
    fn register_callsite(&self, _metadata: &'static Metadata<'static>) -> Interest {
        // tracing caches `always` and `never` for the whole process, but each parallel simulation has its own counter.
        Interest::sometimes()
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.is_span() && metadata.name() == "simulation"
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        self.0.metadata.set(attributes.metadata()).expect("one span for the whole simulation");
        Id::from_u64(ROOT)
    }

    fn clone_span(&self, _id: &Id) -> Id {
        let mut clones = self.0.clones.lock().unwrap();
        clones.latest += 1;
        let number = clones.latest;
        clones.commands.insert(number);
        Id::from_u64(number)
    }

    fn enter(&self, id: &Id) {
        if std::thread::current().id() == self.0.waiter.id() {
            self.0.clones.lock().unwrap().commands.remove(&id.into_u64());
            return;
        }
        // This is one of SQLite's threads, about to start a command: it waits until the gate is open.
        let mut is_open = self.0.is_gate_open.lock().unwrap();
        while !*is_open {
            is_open = self.0.gate_opened.wait(is_open).unwrap();
        }
    }

    fn try_close(&self, id: Id) -> bool {
        self.0.clones.lock().unwrap().commands.remove(&id.into_u64());
        self.0.waiter.unpark();
        false
    }

    fn current_span(&self) -> Current {
        self.0.metadata.get().map_or_else(Current::none, |metadata| Current::new(Id::from_u64(ROOT), metadata))
    }

    fn record(&self, _span: &Id, _values: &Record<'_>) {}
    fn record_follows_from(&self, _span: &Id, _follows: &Id) {}
    fn event(&self, _event: &Event<'_>) {}
    fn exit(&self, _span: &Id) {}
}
