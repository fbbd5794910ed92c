//! How the engine and the dispatcher sleep: until a row is due, something is committed, or the Clock is moved.
//!
//! The sleeper records the state it saw before parking. It is idle while nothing has been committed since then and the
//! Clock still shows the same instant. Code can read whether it is idle ([`Gauge`]), so no test has to wait for a quiet
//! period.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use crate::db::Db;
use crate::time::{Clock, Timestamp};

/// The state that a scan for due rows is based on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScanState {
    commits: u64,
    pub now: Timestamp,
}

/// Parks a loop that works on due rows.
pub struct Sleeper {
    clock: Arc<dyn Clock>,
    commits: watch::Receiver<u64>,
    moves: ClockMoves,
    parked: watch::Sender<Option<ScanState>>,
}

/// Receives moves of the Clock. It also keeps the sender, because a clock that never jumps drops its listener, and
/// waiting on a receiver without a sender returns at once.
#[derive(Clone)]
struct ClockMoves {
    seen: watch::Receiver<u64>,
    _sender: watch::Sender<u64>,
}

impl ClockMoves {
    fn listen(clock: &dyn Clock) -> Self {
        let sender = watch::Sender::new(0);
        let listener = sender.clone();
        clock.on_move(Box::new(move || listener.send_modify(|moves| *moves += 1)));
        Self { seen: sender.subscribe(), _sender: sender }
    }
}

impl Sleeper {
    pub fn new(db: &Db, clock: Arc<dyn Clock>) -> Self {
        let moves = ClockMoves::listen(&*clock);
        Self { clock, commits: db.commits(), moves, parked: watch::Sender::new(None) }
    }

    /// Shows whether this sleeper is idle.
    pub fn gauge(&self) -> Gauge {
        Gauge { clock: Arc::clone(&self.clock), commits: self.commits.clone(), parked: self.parked.subscribe() }
    }

    /// Returns a way to wait after a fault, for tasks that run concurrently with this sleeper.
    pub fn fault_pause(&self) -> FaultPause {
        FaultPause { moves: self.moves.clone() }
    }

    /// How often the Clock has jumped.
    pub fn moves(&self) -> u64 {
        *self.moves.seen.borrow()
    }

    /// Records the current state and marks this sleeper as not parked. Call it before reading any row.
    pub fn begin_scan(&mut self) -> ScanState {
        self.parked.send_if_modified(|parked| parked.take().is_some());
        self.moves.seen.borrow_and_update();
        ScanState { commits: *self.commits.borrow_and_update(), now: self.clock.now() }
    }

    /// Returns when something was committed or the Clock moved since `begin_scan`.
    pub async fn changed(&mut self) {
        tokio::select! {
            biased;
            _ = self.commits.changed() => {}
            _ = self.moves.seen.changed() => {}
        }
    }

    /// Sleeps while tasks of this loop are in flight: until `next_due`, a commit or a move of the Clock. Meanwhile the
    /// sleeper does not count as idle.
    pub async fn sleep_while_busy(&mut self, next_due: Option<Timestamp>) {
        let real = next_due.and_then(|at| self.clock.real_time_until(at));
        tokio::select! {
            biased;
            () = self.changed() => {}
            () = async { tokio::time::sleep(real.unwrap_or_default()).await }, if real.is_some() => {}
        }
    }

    /// Sleeps with nothing left to do: until `next_due`, a commit or a move of the Clock.
    pub async fn park(&mut self, scan: ScanState, next_due: Option<Timestamp>) {
        self.parked.send_replace(Some(scan));
        let real = next_due.and_then(|at| self.clock.real_time_until(at));
        tokio::select! {
            biased;
            () = self.changed() => {}
            () = async { tokio::time::sleep(real.unwrap_or_default()).await }, if real.is_some() => {}
        }
    }
}

/// Waits after a fault that may be temporary: for some real time, or until the Clock is moved, because a virtual Clock
/// has no real time.
#[derive(Clone)]
pub struct FaultPause {
    moves: ClockMoves,
}

impl FaultPause {
    pub async fn rest(&self, length: Duration) {
        let mut moves = self.moves.clone();
        moves.seen.borrow_and_update();
        tokio::select! {
            biased;
            _ = moves.seen.changed() => {}
            () = tokio::time::sleep(length) => {}
        }
    }
}

/// Shows whether a sleeper is idle.
#[derive(Clone)]
pub struct Gauge {
    clock: Arc<dyn Clock>,
    commits: watch::Receiver<u64>,
    parked: watch::Receiver<Option<ScanState>>,
}

impl Gauge {
    /// Whether the sleeper is parked and has seen every commit so far, so that nothing is due at the Clock's current
    /// instant.
    pub fn is_idle(&self) -> bool {
        let now = self.clock.now();
        // A running clock moves on right after each scan began, but its sleeper wakes by itself when a row is due.
        let runs = self.clock.real_time_until(now).is_some();
        let parked = *self.parked.borrow();
        parked.is_some_and(|scan| scan.commits == *self.commits.borrow() && (runs || scan.now == now))
    }

    /// Returns once the sleeper is idle. It may be busy again a moment later.
    pub async fn idle(&mut self) {
        while !self.is_idle() {
            if self.parked.changed().await.is_err() {
                // The sleeper was dropped, so it will do nothing more.
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;
    use crate::time::SystemClock;

    #[tokio::test]
    async fn sleeper_on_the_system_clock_sleeps() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&folder.path().join("magpie.db")).await.unwrap();
        let mut sleeper = Sleeper::new(&db, Arc::new(SystemClock));
        let scan = sleeper.begin_scan();
        assert_eq!(sleeper.park(scan, None).now_or_never(), None, "nothing is due, and nothing was committed");
        assert_eq!(sleeper.fault_pause().rest(Duration::from_secs(60)).now_or_never(), None, "the time is not over");
    }
}
