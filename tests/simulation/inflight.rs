//! Keeps SQLite's threads at bay: they work between two polls, and never during one, so that how fast they are changes
//! nothing.
//!
//! sqlx hands each command to its connection's thread together with the current tracing span, and drops that span when
//! the command is done and answered. So the clones of one span, current for the whole simulation, are the commands that
//! are still under way; but for those that this thread enters itself, which are sqlx's streams.

use std::collections::BTreeSet;
use std::sync::{Arc, Condvar, Mutex, OnceLock};
use std::thread::Thread;
use std::time::Duration;

use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::{DefaultGuard, Interest, Subscriber};
use tracing::{Event, Metadata, Span};
use tracing_core::span::Current;

/// A look at the count, in case a wake-up was missed between looking and parking.
const LOOK_AGAIN: Duration = Duration::from_millis(1);

/// Counts the commands of the thread that made it.
pub struct InFlight {
    shared: Arc<Shared>,
    // Dropped in this order: the span is closed while its subscriber is still there.
    _span: Span,
    _default: DefaultGuard,
}

struct Shared {
    clones: Mutex<Clones>,
    /// Whether SQLite's threads may begin a command.
    gate: Mutex<bool>,
    opened: Condvar,
    metadata: OnceLock<&'static Metadata<'static>>,
    waiter: Thread,
}

#[derive(Default)]
struct Clones {
    /// The number of the latest.
    latest: u64,
    commands: BTreeSet<u64>,
}

/// The number of the span itself.
const ROOT: u64 = 1;

impl InFlight {
    pub fn watch() -> Self {
        let shared = Arc::new(Shared {
            clones: Mutex::new(Clones { latest: ROOT, ..Clones::default() }),
            gate: Mutex::new(false),
            opened: Condvar::new(),
            metadata: OnceLock::new(),
            waiter: std::thread::current(),
        });
        let default = tracing::subscriber::set_default(Counter(Arc::clone(&shared)));
        let span = tracing::info_span!("simulation");
        Self { shared, _span: span, _default: default }
    }

    /// Lets SQLite's threads work until the next [`InFlight::finish`].
    pub fn let_work(&self) {
        *self.shared.gate.lock().unwrap() = true;
        self.shared.opened.notify_all();
    }

    /// Lets them do what they were asked, waits until they have, and keeps them from more.
    pub fn finish(&self) {
        self.let_work();
        while !self.shared.clones.lock().unwrap().commands.is_empty() {
            std::thread::park_timeout(LOOK_AGAIN);
        }
        *self.shared.gate.lock().unwrap() = false;
    }

    /// How often anything was handed over: zero means that this counts nothing.
    pub fn ever(&self) -> u64 {
        self.shared.clones.lock().unwrap().latest - ROOT
    }
}

struct Counter(Arc<Shared>);

impl Subscriber for Counter {
    fn register_callsite(&self, _metadata: &'static Metadata<'static>) -> Interest {
        // Several simulations may run side by side, each with a counter of its own.
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
        // One of SQLite's threads is about to begin a command.
        let mut open = self.0.gate.lock().unwrap();
        while !*open {
            open = self.0.opened.wait(open).unwrap();
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
