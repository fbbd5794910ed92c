//! The clock that gives the current time to every plan, retry time, lease, expiry and token.
//!
//! Pacing of requests, HTTP time-outs, the three-second interaction deadline and heartbeats need monotonic real time,
//! so they must not use this clock. Each operation reads `now` once and passes it on. This module never sleeps; only
//! the engine and the dispatcher do.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;

/// A function that a virtual clock calls after it moved, so that sleeping tasks check the time again.
pub type OnMove = Box<dyn Fn() + Send + Sync>;

pub trait Clock: Send + Sync + 'static {
    /// The current instant, in whole milliseconds.
    fn now(&self) -> Timestamp;

    /// The real time that must pass until `at`; zero if `at` has passed. `None` for a clock that only a call moves.
    fn real_time_until(&self, at: Timestamp) -> Option<Duration>;

    /// Registers a listener for jumps of the clock. A clock that never jumps drops the listener.
    fn on_move(&self, listener: OnMove);
}

/// The machine's wall clock. No other code in Magpie reads it.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one reader of the wall clock")]
    fn now(&self) -> Timestamp {
        let ms = Timestamp::now().as_millisecond();
        Timestamp::from_millisecond(ms).expect("the present is inside jiff's range")
    }

    fn real_time_until(&self, at: Timestamp) -> Option<Duration> {
        Some(Duration::try_from(at.duration_since(self.now())).unwrap_or(Duration::ZERO))
    }

    fn on_move(&self, _listener: OnMove) {}
}

/// A clock for the sandbox and the tests. It stands still until a call moves it.
#[derive(Clone)]
pub struct VirtualClock {
    inner: Arc<VirtualInner>,
}

struct VirtualInner {
    now: Mutex<Timestamp>,
    listeners: Mutex<Vec<OnMove>>,
}

impl VirtualClock {
    pub fn starting_at(now: Timestamp) -> Self {
        Self { inner: Arc::new(VirtualInner { now: Mutex::new(now), listeners: Mutex::default() }) }
    }

    /// Moves the clock to `to`, then calls the listeners. An earlier instant is ignored.
    pub fn move_to(&self, to: Timestamp) {
        {
            let mut now = self.inner.now.lock().unwrap_or_else(PoisonError::into_inner);
            if to <= *now {
                return;
            }
            *now = to;
        }
        for listener in &*self.inner.listeners.lock().unwrap_or_else(PoisonError::into_inner) {
            listener();
        }
    }

    /// Sets the clock back to `to` without calling the listeners. Use it only for a restart, while nothing runs on this
    /// clock.
    pub fn rewind_to(&self, to: Timestamp) {
        *self.inner.now.lock().unwrap_or_else(PoisonError::into_inner) = to;
    }

    /// Removes every listener, so that the next bot's clock does not wake the engine of a killed bot.
    pub fn clear_listeners(&self) {
        self.inner.listeners.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

impl Clock for VirtualClock {
    fn now(&self) -> Timestamp {
        *self.inner.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn real_time_until(&self, _at: Timestamp) -> Option<Duration> {
        None
    }

    fn on_move(&self, listener: OnMove) {
        self.inner.listeners.lock().unwrap_or_else(PoisonError::into_inner).push(listener);
    }
}
