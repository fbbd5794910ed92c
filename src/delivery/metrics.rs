//! Updates the metrics of deliveries.

use super::model::{Lane, RouteName};
use super::record::Record;
use super::state::StateKind;
use crate::telemetry::{DeliveryLabels, LaneLabels, METRICS};
use crate::time::Timestamp;

pub(super) fn record_arrival(record: &Record, at: Timestamp) {
    count_end(record, StateKind::Sent.code());
    if record.route == RouteName::MAIL {
        // The two metrics below show how well Discord takes messages, and a mail server may be slow.
        return;
    }
    let delay_s = at.duration_since(record.queued_at.max(record.due_at.min(at))).as_secs_f64();
    METRICS.delivery_seconds.get_or_create(&LaneLabels { lane: lane_name(record.lane) }).observe(delay_s.max(0.0));
    METRICS.last_delivery_seconds.set(at.as_duration().as_secs_f64());
}

/// Creates the counter of each lane and outcome with the value 0. Prometheus compares two scrapes, so it would miss the
/// first event of a counter that first appears with the value 1.
pub(super) fn create_counters() {
    let outcomes = [StateKind::Sent, StateKind::Failed, StateKind::Cancelled, StateKind::Expired];
    for (lane, outcome) in Lane::ALL.into_iter().flat_map(|lane| outcomes.map(|outcome| (lane, outcome))) {
        drop(METRICS.deliveries.get_or_create(&DeliveryLabels { lane: lane_name(lane), outcome: outcome.code() }));
    }
}

/// Counts a delivery that ended. `outcome`: the code of its final state.
pub(super) fn count_end(record: &Record, outcome: &'static str) {
    METRICS.deliveries.get_or_create(&DeliveryLabels { lane: lane_name(record.lane), outcome }).inc();
}

fn lane_name(lane: Lane) -> &'static str {
    match lane {
        Lane::Emergency => "emergency",
        Lane::Urgent => "urgent",
        Lane::Prompt => "prompt",
        Lane::Routine => "routine",
    }
}
