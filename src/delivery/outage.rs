//! Detects an outage of the platform, and decides how long the dispatcher pauses.
//!
//! Some failures have nothing to do with the message: no network, a 5xx, a proxy's page instead of a response. When
//! several deliveries in a row fail like this, more attempts only add load and log lines. The dispatcher then pauses
//! all deliveries. One attempt at a time probes the platform, at growing intervals, until it responds. This state is in
//! memory only. A new process detects the outage again from its own failed attempts.
//!
//! Each platform has its own `Outage`, so a mail server that is down does not pause the messages to Discord.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::model::{Counts, DeliveryId};
use super::route::SendError;
use crate::db::Rng;
use crate::time::{SignedDuration, Timestamp};

/// An outage begins when this many different deliveries fail in a row and the platform responds to none in between. One
/// or two deliveries may fail for their own reasons, and must not stop the other deliveries.
const OUTAGE_THRESHOLD: usize = 3;
const FIRST_PAUSE: Duration = Duration::from_secs(2);
/// The longest pause between two probes is a tenth of the outage's duration so far, but at least 30 s and at most 180
/// s. Two probes a minute are a negligible load, and after a long outage three more minutes do not matter.
const MAX_PAUSE_AT_FIRST: Duration = Duration::from_secs(30);
const MAX_PAUSE: Duration = Duration::from_secs(180);
/// The longest wait of a single delivery after a failure in an outage, so that no delivery waits for a long backoff
/// after the outage has ended.
pub(super) const MAX_WAIT_IN_OUTAGE: Duration = Duration::from_secs(60);
/// A response within this time proves that the platform works.
const RECENT_RESPONSE: SignedDuration = SignedDuration::from_mins(2);

/// An outage of the platform, as the health checks report it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutageReport {
    pub since: Timestamp,
    /// No attempt starts before this instant. At this instant, one delivery may probe the platform.
    pub next_probe_at: Timestamp,
    /// The reason of the latest failure.
    pub reason: String,
}

/// Which attempts may start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gate {
    All,
    /// One attempt, which probes the platform.
    Probe,
    None,
}

#[derive(Debug, Default)]
pub(super) struct Outage {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// The deliveries that failed since the platform last responded.
    failing: BTreeSet<DeliveryId>,
    failing_since: Option<Timestamp>,
    responded_at: Option<Timestamp>,
    pause: Option<Pause>,
}

#[derive(Debug)]
struct Pause {
    until: Timestamp,
    /// The length of the pause. Doubles with each failed probe, up to the limit.
    length: Duration,
    probe: Option<DeliveryId>,
    reason: String,
}

impl Outage {
    pub fn gate(&self, now: Timestamp) -> Gate {
        match &self.state().pause {
            None => Gate::All,
            Some(Pause { until, probe: None, .. }) if *until <= now => Gate::Probe,
            Some(_) => Gate::None,
        }
    }

    /// When the next probe may start; `None` if there is no pause.
    pub fn paused_until(&self) -> Option<Timestamp> {
        self.state().pause.as_ref().map(|pause| pause.until)
    }

    pub fn report(&self) -> Option<OutageReport> {
        let state = self.state();
        let pause = state.pause.as_ref()?;
        Some(OutageReport {
            since: state.failing_since.unwrap_or(pause.until),
            next_probe_at: pause.until,
            reason: pause.reason.clone(),
        })
    }

    /// Makes this delivery the probe. No other delivery probes before [`attempt_ended`](Self::attempt_ended).
    pub fn set_probe(&self, id: DeliveryId) {
        if let Some(pause) = &mut self.state().pause {
            pause.probe = Some(id);
        }
    }

    /// Whether the attempt of this delivery may start now, after it waited for its reservation. During a pause only the
    /// probe may start.
    pub fn may_start(&self, id: DeliveryId) -> bool {
        self.state().pause.as_ref().is_none_or(|pause| pause.probe == Some(id))
    }

    /// Called when an attempt of this delivery ends. If it was the probe, another delivery may probe.
    pub fn attempt_ended(&self, id: DeliveryId) {
        if let Some(pause) = &mut self.state().pause
            && pause.probe == Some(id)
        {
            pause.probe = None;
        }
    }

    /// Records the result of an attempt. `error`: `None` if the message was accepted. `previous`: when the previous
    /// attempt of the delivery began. Returns whether the attempt counts towards the limit.
    pub fn record_attempt(
        &self,
        id: DeliveryId,
        error: Option<&SendError>,
        previous: Option<Timestamp>,
        now: Timestamp,
        rng: &Rng,
    ) -> Counts {
        match error {
            Some(SendError::NotAttempted { reason }) => {
                self.record_failure(id, reason, now, rng);
                Counts::No
            }
            Some(SendError::Blocked { reason } | SendError::Unknown { reason }) => {
                let counts = self.decide_counts(previous, now);
                self.record_failure(id, reason, now, rng);
                counts
            }
            // The platform accepted or refused the message, so it works.
            None | Some(SendError::Transient { .. } | SendError::Permanent { .. }) => {
                self.record_response(now);
                Counts::Yes
            }
        }
    }

    /// Records that a search for an earlier attempt failed. A successful search is not recorded: history may be
    /// readable while posting fails.
    pub fn record_failed_search(&self, id: DeliveryId, error: &SendError, now: Timestamp, rng: &Rng) {
        if let SendError::NotAttempted { reason } | SendError::Blocked { reason } | SendError::Unknown { reason } =
            error
        {
            self.record_failure(id, reason, now, rng);
        }
    }

    /// Whether a failed attempt counts towards its delivery's limit. The first attempt counts. A later attempt counts
    /// only if the platform responded to any delivery recently or since the previous attempt, because in this case only
    /// this delivery fails, and not the platform.
    fn decide_counts(&self, previous: Option<Timestamp>, now: Timestamp) -> Counts {
        let Some(previous) = previous else { return Counts::Yes };
        let is_evidence = |at: Timestamp| at >= previous || now.duration_since(at) < RECENT_RESPONSE;
        if self.state().responded_at.is_some_and(is_evidence) { Counts::Yes } else { Counts::No }
    }

    fn record_failure(&self, id: DeliveryId, reason: &str, now: Timestamp, rng: &Rng) {
        let mut state = self.state();
        let State { failing, failing_since, pause, .. } = &mut *state;
        failing.insert(id);
        failing_since.get_or_insert(now);
        match pause {
            Some(paused) if paused.probe == Some(id) => {
                let so_far = now.duration_since(*failing_since.get_or_insert(now)).unsigned_abs();
                paused.length = (paused.length * 2).min((so_far / 10).clamp(MAX_PAUSE_AT_FIRST, MAX_PAUSE));
                paused.until = pause_end(now, paused.length, rng);
                reason.clone_into(&mut paused.reason);
                tracing::debug!(reason, until = %paused.until, "the platform still does not respond");
            }
            // This attempt began before the pause, so the attempt is not the probe and does not lengthen the pause.
            Some(_) => {}
            None if failing.len() >= OUTAGE_THRESHOLD => {
                let until = pause_end(now, FIRST_PAUSE, rng);
                *pause = Some(Pause { until, length: FIRST_PAUSE, probe: None, reason: reason.to_owned() });
                tracing::warn!(reason, "the platform does not respond: deliveries pause, and one at a time probes it");
            }
            None => {}
        }
    }

    fn record_response(&self, now: Timestamp) {
        let mut state = self.state();
        let since = state.failing_since.take();
        state.failing.clear();
        state.responded_at = Some(now);
        if state.pause.take().is_some() {
            let seconds = since.map_or(0, |since| now.duration_since(since).as_secs());
            tracing::info!("the platform answers again after {seconds} s: deliveries go on");
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The end of a pause that begins now. The pause lasts a random time between half of `length` and `length`, so that
/// several bots do not probe a platform together.
fn pause_end(now: Timestamp, length: Duration, rng: &Rng) -> Timestamp {
    now.saturating_add(length.mul_f64(rng.fraction(0.5..=1.0))).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delivery::model::Cause;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_600_000_000 + second).unwrap()
    }

    struct OutageFixture {
        outage: Outage,
        rng: Rng,
    }

    impl OutageFixture {
        fn new() -> Self {
            Self { outage: Outage::default(), rng: Rng::seeded(1) }
        }

        fn lose(&self, id: i64, previous: Option<i64>, now: i64) -> Counts {
            let error = SendError::Unknown { reason: "503".to_owned() };
            self.outage.record_attempt(DeliveryId(id), Some(&error), previous.map(at), at(now), &self.rng)
        }

        fn accept(&self, id: i64, now: i64) {
            self.outage.record_attempt(DeliveryId(id), None, None, at(now), &self.rng);
        }
    }

    #[test]
    fn three_failed_deliveries_in_a_row_pause_all_deliveries_and_one_failed_delivery_pauses_none() {
        let fixture = OutageFixture::new();
        for second in 0..10 {
            fixture.lose(1, None, second);
        }
        assert_eq!(fixture.outage.gate(at(10)), Gate::All);
        fixture.lose(2, None, 11);
        fixture.accept(4, 12);
        fixture.lose(3, None, 13);
        assert_eq!(fixture.outage.gate(at(13)), Gate::All, "another one was accepted in between");
        fixture.lose(1, None, 14);
        fixture.lose(2, None, 14);
        assert_eq!(fixture.outage.gate(at(14)), Gate::None);
    }

    #[test]
    fn one_delivery_probes_after_growing_pauses_until_the_platform_responds() {
        let fixture = OutageFixture::new();
        for id in 0..3 {
            fixture.lose(id, None, 0);
        }
        let (mut now, mut probes) = (0, Vec::new());
        while now < 300 {
            now += 1;
            if fixture.outage.gate(at(now)) == Gate::Probe {
                fixture.outage.set_probe(DeliveryId(7));
                assert_eq!(fixture.outage.gate(at(now)), Gate::None, "one probe at a time");
                assert!(fixture.outage.may_start(DeliveryId(7)) && !fixture.outage.may_start(DeliveryId(8)));
                fixture.lose(7, None, now);
                fixture.outage.attempt_ended(DeliveryId(7));
                probes.push(now);
            }
        }
        assert!((8..25).contains(&probes.len()), "{probes:?}");
        let gaps: Vec<i64> = probes.windows(2).map(|two| two[1] - two[0]).collect();
        assert!(gaps.iter().all(|gap| *gap <= 31) && gaps.last() > gaps.first(), "{probes:?}");
        fixture.accept(7, 400);
        assert_eq!((fixture.outage.gate(at(400)), fixture.outage.paused_until()), (Gate::All, None));
    }

    #[test]
    fn repeated_attempt_counts_only_if_the_platform_responded_recently_or_since_the_previous_attempt() {
        let fixture = OutageFixture::new();
        assert_eq!(fixture.lose(1, None, 0), Counts::Yes, "the first attempt");
        assert_eq!(fixture.lose(1, Some(0), 5), Counts::No, "nothing was answered since");
        fixture.accept(2, 7);
        assert_eq!(fixture.lose(1, Some(5), 10), Counts::Yes);
        assert_eq!(fixture.lose(1, Some(10), 20), Counts::Yes, "it was answered lately");
        assert_eq!(fixture.lose(1, Some(20), 200), Counts::No);
        let unreachable = SendError::NotAttempted { reason: "no route".to_owned() };
        let counts_after =
            |error| fixture.outage.record_attempt(DeliveryId(3), Some(error), None, at(30), &fixture.rng);
        assert_eq!(counts_after(&unreachable), Counts::No, "it never left");
        assert_eq!(counts_after(&SendError::permanent(Cause::Refused, "no")), Counts::Yes);
    }
}
