//! Discord's limit for the whole bot, 50 requests in a second, kept whatever the network does to them on their way.
//! Pure.
//!
//! When a request arrives at Discord nobody here can tell, only that it is between its leaving and its answer. So a
//! place is taken from before the request leaves until a second after its answer. Then no second at Discord's end holds
//! more than 50: of 51 in it, the 50 that left before the last were each still on the way, or answered less than a
//! second before the last one left.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

/// Discord docs, "Rate Limits: Global Rate Limit".
const PLACES: usize = 50;
const SECOND: Duration = Duration::from_secs(1);

/// The places of a second.
#[derive(Debug, Default)]
pub(in crate::discord) struct Window {
    on_the_way: usize,
    /// When answers came in the last second, oldest first.
    answered: VecDeque<Instant>,
}

/// When a request may take a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::discord) enum Opening {
    Now,
    At(Instant),
    /// All are on the way: when the first answer comes.
    WithAnAnswer,
}

impl Window {
    pub fn opening(&mut self, now: Instant) -> Opening {
        while self.answered.front().is_some_and(|at| *at + SECOND <= now) {
            self.answered.pop_front();
        }
        match self.answered.front() {
            _ if self.on_the_way + self.answered.len() < PLACES => Opening::Now,
            Some(oldest) => Opening::At(*oldest + SECOND),
            None => Opening::WithAnAnswer,
        }
    }

    pub fn leave(&mut self) {
        self.on_the_way += 1;
    }

    /// An answer came, or will not come any more.
    pub fn answer(&mut self, now: Instant) {
        self.on_the_way = self.on_the_way.saturating_sub(1);
        self.answered.push_back(now);
    }

    /// It never left.
    pub fn give_back(&mut self) {
        self.on_the_way = self.on_the_way.saturating_sub(1);
    }
}

#[cfg(test)]
mod tests {
    use std::cmp::Reverse;
    use std::collections::BinaryHeap;

    use rand::rngs::StdRng;
    use rand::{Rng as _, SeedableRng as _};

    use super::*;

    /// Sends `count` requests as early as the window lets them, each with delays of its own there and back; when they
    /// arrived.
    fn arrivals(count: usize, longest_ms: u64, seed: u64) -> Vec<Instant> {
        let mut rng = StdRng::seed_from_u64(seed);
        let (mut window, mut now) = (Window::default(), Instant::now());
        let (mut answers, mut arrived) = (BinaryHeap::new(), Vec::new());
        while arrived.len() < count {
            while answers.peek().is_some_and(|Reverse(at)| *at <= now) {
                window.answer(answers.pop().expect("it was there").0);
            }
            let first_answer = answers.peek().map(|Reverse(at)| *at);
            now = match window.opening(now) {
                Opening::Now => {
                    window.leave();
                    let arrives = now + Duration::from_millis(rng.random_range(0..=longest_ms));
                    arrived.push(arrives);
                    answers.push(Reverse(arrives + Duration::from_millis(rng.random_range(0..=longest_ms))));
                    now
                }
                Opening::At(at) => first_answer.map_or(at, |answer| answer.min(at)),
                Opening::WithAnAnswer => first_answer.expect("all are on the way"),
            };
        }
        arrived.sort();
        arrived
    }

    /// The most that any second saw, wherever it begins.
    fn busiest(arrived: &[Instant]) -> usize {
        let within = |from: Instant| arrived.iter().filter(|at| **at >= from && **at < from + SECOND).count();
        arrived.iter().map(|from| within(*from)).max().unwrap_or(0)
    }

    #[test]
    fn no_second_sees_more_than_fifty_however_long_requests_travel() {
        for (seed, longest_ms) in [0, 1, 20, 150, 700, 3_000].into_iter().enumerate() {
            let most = busiest(&arrivals(1_000, longest_ms, seed as u64));
            assert!(most <= PLACES, "{most} in a second, with delays up to {longest_ms} ms");
        }
    }

    #[test]
    fn short_ways_cost_next_to_nothing() {
        let arrived = arrivals(1_000, 2, 7);
        let took = *arrived.last().unwrap() - arrived[0];
        assert!(took <= Duration::from_secs(1_000 / 50).mul_f64(1.01), "a thousand took {took:?}");
    }

    #[test]
    fn place_that_was_not_used_is_free_at_once() {
        let (mut window, now) = (Window::default(), Instant::now());
        for _ in 0..PLACES {
            assert_eq!(window.opening(now), Opening::Now);
            window.leave();
        }
        assert_eq!(window.opening(now), Opening::WithAnAnswer);
        window.give_back();
        assert_eq!(window.opening(now), Opening::Now);
        window.leave();
        window.answer(now);
        assert_eq!(window.opening(now), Opening::At(now + SECOND));
        assert_eq!(window.opening(now + SECOND), Opening::Now);
    }
}
