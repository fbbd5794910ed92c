//! Where delivery takes its chance from: the operating system, or a seed where a simulation must be able to repeat
//! itself.

use std::cell::RefCell;
use std::ops::{Range, RangeInclusive};

use rand::distr::Alphanumeric;
use rand::rngs::StdRng;
use rand::{Rng as _, RngCore, SeedableRng as _};

thread_local! {
    static SEEDED: RefCell<Option<StdRng>> = const { RefCell::new(None) };
}

/// From now on this thread's chance follows from `seed`. For simulations, which have but one thread: nonces are no
/// secrets, but a restored database must not repeat them.
pub fn seed(seed: u64) {
    SEEDED.with_borrow_mut(|rng| *rng = Some(StdRng::seed_from_u64(seed)));
}

pub(super) fn letters_and_digits(length: usize) -> String {
    with(|rng| rng.sample_iter(Alphanumeric).take(length).map(char::from).collect())
}

pub fn within(range: Range<u64>) -> u64 {
    with(|rng| rng.random_range(range))
}

pub(super) fn fraction(range: RangeInclusive<f64>) -> f64 {
    with(|rng| rng.random_range(range))
}

fn with<T>(draw: impl FnOnce(&mut dyn RngCore) -> T) -> T {
    SEEDED.with_borrow_mut(|seeded| match seeded {
        Some(rng) => draw(rng),
        None => draw(&mut rand::rng()),
    })
}
