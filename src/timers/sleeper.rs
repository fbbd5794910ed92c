//! The sleeper of the engine and of the dispatcher. It sleeps until a row is due, a transaction commits, or the Clock
//! moves.
//!
//! Before it parks, the sleeper records the state that it saw. It is idle if nothing was committed since it recorded
//! the state, and the Clock shows the same instant. A [`Gauge`] shows whether a sleeper is idle, so tests need not wait
//! for a quiet period.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use crate::db::Db;
use crate::time::{Clock, Timestamp};

/// The state of the database and the Clock at the start of a scan for due rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScanState {
    /// The number of commits.
    commits: u64,
    pub now: Timestamp,
}

/// Lets a loop sleep until it has work.
pub struct Sleeper {
    clock: Arc<dyn Clock>,
    commits: watch::Receiver<u64>,
    moves: ClockMoves,
    /// The state before the sleeper parked. `None` while it is not parked.
    parked_state: watch::Sender<Option<ScanState>>,
}

/// Counts the moves of the Clock. A clock that never jumps drops its listener. So this struct also keeps a sender,
/// because a wait on a receiver without a sender returns at once.
#[derive(Clone)]
struct ClockMoves {
    count: watch::Receiver<u64>,
    _sender: watch::Sender<u64>,
}

impl ClockMoves {
    fn listen(clock: &dyn Clock) -> Self {
        let sender = watch::Sender::new(0);
        let listener = sender.clone();
        clock.on_move(Box::new(move || listener.send_modify(|count| *count += 1)));
        Self { count: sender.subscribe(), _sender: sender }
    }
}

impl Sleeper {
    pub fn new(db: &Db, clock: Arc<dyn Clock>) -> Self {
        let moves = ClockMoves::listen(&*clock);
        Self { clock, commits: db.commits(), moves, parked_state: watch::Sender::new(None) }
    }

    /// A gauge that shows whether this sleeper is idle.
    pub fn gauge(&self) -> Gauge {
        let parked_state = self.parked_state.subscribe();
        Gauge { clock: Arc::clone(&self.clock), commits: self.commits.clone(), parked_state }
    }

    /// A [`FaultPause`] on the same Clock, for tasks that run at the same time as this sleeper.
    pub fn fault_pause(&self) -> FaultPause {
        FaultPause { moves: self.moves.clone() }
    }

    /// The number of moves of the Clock so far.
    pub fn clock_moves(&self) -> u64 {
        *self.moves.count.borrow()
    }

    /// Returns the current state and marks this sleeper as not parked. Call it before you read any row.
    pub fn begin_scan(&mut self) -> ScanState {
        self.parked_state.send_if_modified(|state| state.take().is_some());
        self.moves.count.borrow_and_update();
        ScanState { commits: *self.commits.borrow_and_update(), now: self.clock.now() }
    }

    /// Returns as soon as a transaction has committed or the Clock has moved since `begin_scan`.
    pub async fn changed(&mut self) {
        tokio::select! {
            biased;
            _ = self.commits.changed() => {}
            _ = self.moves.count.changed() => {}
        }
    }

    /// Sleeps until `next_due`, a commit or a move of the Clock, while tasks of the loop are still running. The sleeper
    /// does not count as idle during this sleep.
    pub async fn sleep_while_busy(&mut self, next_due: Option<Timestamp>) {
        let real = next_due.and_then(|at| self.clock.real_time_until(at));
        tokio::select! {
            biased;
            () = self.changed() => {}
            () = async { tokio::time::sleep(real.unwrap_or_default()).await }, if real.is_some() => {}
        }
    }

    /// Sleeps until `next_due`, a commit or a move of the Clock. Call it if the loop has nothing to do: the sleeper
    /// counts as idle during this sleep.
    pub async fn park(&mut self, scan: ScanState, next_due: Option<Timestamp>) {
        self.parked_state.send_replace(Some(scan));
        let real = next_due.and_then(|at| self.clock.real_time_until(at));
        tokio::select! {
            biased;
            () = self.changed() => {}
            () = async { tokio::time::sleep(real.unwrap_or_default()).await }, if real.is_some() => {}
        }
    }
}

/// Waits after a fault that may be temporary. The wait takes some real time. A move of the Clock also ends it, because
/// a virtual Clock does not follow real time.
#[derive(Clone)]
pub struct FaultPause {
    moves: ClockMoves,
}

impl FaultPause {
    /// Waits for `length` of real time, or until the Clock moves.
    pub async fn wait(&self, length: Duration) {
        let mut moves = self.moves.clone();
        moves.count.borrow_and_update();
        tokio::select! {
            biased;
            _ = moves.count.changed() => {}
            () = tokio::time::sleep(length) => {}
        }
    }
}

/// Shows whether a sleeper is idle.
#[derive(Clone)]
pub struct Gauge {
    clock: Arc<dyn Clock>,
    commits: watch::Receiver<u64>,
    parked_state: watch::Receiver<Option<ScanState>>,
}

impl Gauge {
    /// Whether the sleeper is parked and has seen all commits and the Clock's current instant. If so, no row is due at
    /// that instant.
    pub fn is_idle(&self) -> bool {
        let now = self.clock.now();
        // With a running clock, `scan.now` is always in the past, so do not compare it. The sleeper wakes by itself
        // when a row becomes due.
        let is_clock_running = self.clock.real_time_until(now).is_some();
        let parked_state = *self.parked_state.borrow();
        parked_state.is_some_and(|scan| scan.commits == *self.commits.borrow() && (is_clock_running || scan.now == now))
    }

    /// Returns as soon as the sleeper is idle. The sleeper may be busy again a moment later.
    pub async fn wait_until_idle(&mut self) {
        while !self.is_idle() {
            if self.parked_state.changed().await.is_err() {
                // The sleeper was dropped, so it never works again.
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
    async fn sleeper_on_the_system_clock_sleeps_if_nothing_is_due() {
        let folder = tempfile::tempdir().unwrap();
        let db = crate::db::testing::open(folder.path()).await;
        let mut sleeper = Sleeper::new(&db, Arc::new(SystemClock));
        let scan = sleeper.begin_scan();
        assert_eq!(sleeper.park(scan, None).now_or_never(), None, "nothing is due, and nothing was committed");
        assert_eq!(sleeper.fault_pause().wait(Duration::from_secs(60)).now_or_never(), None, "the time is not over");
    }
}
