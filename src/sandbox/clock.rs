//! The sandbox's clock: either virtual, or the machine's own.

use crate::time::{Clock, OnMove, SystemClock, Timestamp, VirtualClock};

#[derive(Clone)]
pub enum SandboxClock {
    /// A clock that stands still until a caller moves it.
    Virtual(VirtualClock),
    Real(SystemClock),
}

impl SandboxClock {
    pub fn starting_at(now: Timestamp) -> Self {
        Self::Virtual(VirtualClock::starting_at(now))
    }

    pub fn real() -> Self {
        Self::Real(SystemClock)
    }

    /// The virtual clock; `None` if the sandbox runs on real time.
    pub fn virtual_clock(&self) -> Option<&VirtualClock> {
        match self {
            Self::Virtual(clock) => Some(clock),
            Self::Real(_) => None,
        }
    }
}

impl Clock for SandboxClock {
    fn now(&self) -> Timestamp {
        match self {
            Self::Virtual(clock) => clock.now(),
            Self::Real(clock) => clock.now(),
        }
    }

    fn real_time_until(&self, at: Timestamp) -> Option<std::time::Duration> {
        match self {
            Self::Virtual(clock) => clock.real_time_until(at),
            Self::Real(clock) => clock.real_time_until(at),
        }
    }

    fn on_move(&self, listener: OnMove) {
        match self {
            Self::Virtual(clock) => clock.on_move(listener),
            Self::Real(clock) => clock.on_move(listener),
        }
    }
}
