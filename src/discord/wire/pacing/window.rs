//! Discord's limit for the whole bot: 50 requests per second. The limit holds with any network delay. Pure code.
//!
//! We cannot know when a request arrives at Discord. We only know that it arrives between its departure and its
//! response. So a request takes a slot before it leaves and frees it one second after its response. Then at most 50
//! requests arrive at Discord in any second. Proof: suppose that 51 requests arrive within one second. When the last of
//! them left, each of the other 50 was in flight, or its response was less than a second old. So all 50 slots were
//! taken, and the last request could not leave.
//!
//! The slots are also spaced evenly over the second, because 50 requests at once would leave no slot for an emergency
//! until the second is over. Two requests may leave at once, to make up for a timer that fires late.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

/// Discord's limit per second. Source: Discord docs, "Rate Limits: Global Rate Limit".
pub(super) const SLOTS: usize = 50;
const SECOND: Duration = Duration::from_secs(1);
/// The time between two slots. An emergency gets a slot within this time.
pub(super) const SPACING: Duration = Duration::from_millis(1_000 / SLOTS as u64);

/// The slots that requests hold now or held within the last second, and the spacing between requests.
#[derive(Debug)]
pub(super) struct Window {
    spacing: Duration,
    /// When the next request is due if requests are spaced evenly. A request may leave up to one `spacing` before this
    /// instant.
    next_due: Option<Instant>,
    in_flight: usize,
    /// When the responses of the last second arrived, oldest first.
    answered_at: VecDeque<Instant>,
}

/// When the next request may take a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opening {
    Now,
    At(Instant),
    /// Requests in flight hold all slots, so a response must come first.
    AfterResponse,
}

impl Window {
    /// `spacing` is the mean time between two requests. With zero, 50 requests can leave at once.
    pub fn new(spacing: Duration) -> Self {
        Self { spacing, next_due: None, in_flight: 0, answered_at: VecDeque::new() }
    }

    /// When the next request may take a slot.
    pub fn opening(&mut self, now: Instant) -> Opening {
        while self.answered_at.front().is_some_and(|at| *at + SECOND <= now) {
            self.answered_at.pop_front();
        }
        let spaced_at = self.next_due.and_then(|at| at.checked_sub(self.spacing)).filter(|at| *at > now);
        match (self.answered_at.front(), spaced_at) {
            (_, spaced_at) if self.in_flight + self.answered_at.len() < SLOTS => {
                spaced_at.map_or(Opening::Now, Opening::At)
            }
            (Some(oldest), spaced_at) => {
                let freed_at = *oldest + SECOND;
                Opening::At(spaced_at.map_or(freed_at, |at| at.max(freed_at)))
            }
            (None, _) => Opening::AfterResponse,
        }
    }

    /// Takes a slot for a request that leaves now.
    pub fn take(&mut self, now: Instant) {
        self.in_flight += 1;
        self.next_due = Some(self.next_due.map_or(now, |at| at.max(now)) + self.spacing);
    }

    /// Frees a slot one second from now: the response of its request came, or will never come.
    pub fn record_response(&mut self, now: Instant) {
        self.in_flight = self.in_flight.saturating_sub(1);
        self.answered_at.push_back(now);
    }

    /// Takes slots for requests that an earlier process sent. Each instant is the latest at which one request can
    /// arrive at Discord.
    pub fn inherit(&mut self, mut latest_arrivals: Vec<Instant>) {
        latest_arrivals.extend(&self.answered_at);
        latest_arrivals.sort_unstable();
        self.answered_at = VecDeque::from(latest_arrivals.split_off(latest_arrivals.len().saturating_sub(SLOTS)));
    }

    /// Releases the slot of a request that never left.
    pub fn release(&mut self) {
        self.in_flight = self.in_flight.saturating_sub(1);
    }
}

#[cfg(test)]
mod tests {
    use std::cmp::Reverse;
    use std::collections::BinaryHeap;

    use rand::rngs::StdRng;
    use rand::{Rng as _, SeedableRng as _};

    use super::*;

    /// Sends `count` requests as early as the window allows, each with a random delay to Discord and back. Returns the
    /// instants at which they arrive.
    fn arrivals(count: usize, spacing: Duration, max_delay_ms: u64, seed: u64) -> Vec<Instant> {
        let mut rng = StdRng::seed_from_u64(seed);
        let (mut window, mut now) = (Window::new(spacing), Instant::now());
        let (mut responses, mut arrived) = (BinaryHeap::new(), Vec::new());
        while arrived.len() < count {
            while responses.peek().is_some_and(|Reverse(at)| *at <= now) {
                window.record_response(responses.pop().expect("the heap has one").0);
            }
            let first_response = responses.peek().map(|Reverse(at)| *at);
            now = match window.opening(now) {
                Opening::Now => {
                    window.take(now);
                    let arrives = now + Duration::from_millis(rng.random_range(0..=max_delay_ms));
                    arrived.push(arrives);
                    responses.push(Reverse(arrives + Duration::from_millis(rng.random_range(0..=max_delay_ms))));
                    now
                }
                Opening::At(at) => first_response.map_or(at, |response| response.min(at)),
                Opening::AfterResponse => first_response.expect("all slots are in flight"),
            };
        }
        arrived.sort();
        arrived
    }

    /// The largest number of arrivals in any one-second period.
    fn busiest_second(arrived: &[Instant]) -> usize {
        let arrivals_within = |from: Instant| arrived.iter().filter(|at| **at >= from && **at < from + SECOND).count();
        arrived.iter().map(|from| arrivals_within(*from)).max().unwrap_or(0)
    }

    #[test]
    fn no_second_has_more_than_fifty_requests_with_any_delays() {
        for spacing in [Duration::ZERO, SPACING] {
            for (seed, max_delay_ms) in [0, 1, 20, 150, 700, 3_000].into_iter().enumerate() {
                let busiest = busiest_second(&arrivals(1_000, spacing, max_delay_ms, seed as u64));
                assert!(busiest <= SLOTS, "{busiest} in a second, with delays up to {max_delay_ms} ms");
            }
        }
    }

    #[test]
    fn short_delays_cost_almost_no_throughput() {
        for spacing in [Duration::ZERO, SPACING] {
            let arrived = arrivals(1_000, spacing, 2, 7);
            let duration = *arrived.last().unwrap() - arrived[0];
            assert!(duration <= Duration::from_secs(1_000 / 50).mul_f64(1.01), "a thousand took {duration:?}");
        }
    }

    #[test]
    fn five_hundred_requests_leave_evenly_in_ten_seconds() {
        let arrived = arrivals(500, SPACING, 0, 1);
        assert!(*arrived.last().unwrap() - arrived[0] <= Duration::from_secs(10));
        let gaps = arrived.windows(3).map(|three| three[2] - three[0]);
        assert!(gaps.min().unwrap() >= SPACING, "at most two leave at once");
    }

    #[test]
    fn unused_slot_is_free_at_once() {
        let (mut window, now) = (Window::new(Duration::ZERO), Instant::now());
        for _ in 0..SLOTS {
            assert_eq!(window.opening(now), Opening::Now);
            window.take(now);
        }
        assert_eq!(window.opening(now), Opening::AfterResponse);
        window.release();
        assert_eq!(window.opening(now), Opening::Now);
        window.take(now);
        window.record_response(now);
        assert_eq!(window.opening(now), Opening::At(now + SECOND));
        assert_eq!(window.opening(now + SECOND), Opening::Now);
    }

    #[test]
    fn after_a_pause_at_most_two_requests_leave_at_once() {
        let (mut window, began_at) = (Window::new(SPACING), Instant::now());
        window.take(began_at);
        let later = began_at + Duration::from_millis(500);
        window.take(later);
        assert_eq!(window.opening(later), Opening::Now);
        window.take(later);
        assert_eq!(window.opening(later), Opening::At(later + SPACING));
    }
}
