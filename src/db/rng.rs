//! Randomness that a simulation can repeat.
//!
//! The database owns the generator, because code that stores a random value already has a [`Tx`](super::Tx). No use
//! case has its own generator or uses a thread-local generator.

use std::ops::{Range, RangeInclusive};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rand::distr::Alphanumeric;
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};

/// A random number generator. Clones share one state.
#[derive(Debug, Clone)]
pub struct Rng {
    shared: Arc<Mutex<StdRng>>,
}

impl Rng {
    /// Creates a generator with a seed from the operating system.
    pub fn from_os() -> Self {
        Self { shared: Arc::new(Mutex::new(StdRng::from_os_rng())) }
    }

    /// Creates a generator for simulations and tests: the same seed gives the same values.
    pub fn seeded(seed: u64) -> Self {
        Self { shared: Arc::new(Mutex::new(StdRng::seed_from_u64(seed))) }
    }

    pub fn letters_and_digits(&self, length: usize) -> String {
        self.lock().sample_iter(Alphanumeric).take(length).map(char::from).collect()
    }

    pub fn integer(&self, range: Range<u64>) -> u64 {
        self.lock().random_range(range)
    }

    pub fn fraction(&self, range: RangeInclusive<f64>) -> f64 {
        self.lock().random_range(range)
    }

    fn lock(&self) -> MutexGuard<'_, StdRng> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
