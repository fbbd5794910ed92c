//! Tracing, metrics, and the liveness of tasks. `web` serves the metrics.
//!
//! A failure is logged once, where it is handled. The log has ids, never tokens, message bodies or names.

mod error_chain;
mod liveness;
mod logging;
mod process;

use std::sync::LazyLock;
use std::sync::atomic::AtomicU64;

use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

pub use error_chain::error_chain;
pub use liveness::TaskLiveness;
pub use logging::{flush_log, log_exit, log_panics, start_logging};

use process::ProcessMetrics;

/// Magpie's metrics. One set per process.
pub static METRICS: LazyLock<Metrics> = LazyLock::new(Metrics::default);

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct RequestLabels {
    /// The class of the status, such as `2xx`, or `lost` if no response came.
    pub status: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct DeliveryLabels {
    pub lane: &'static str,
    pub outcome: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct InteractionLabels {
    pub kind: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct BuildLabels {
    pub version: &'static str,
    pub tz_data: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct CheckLabels {
    pub check: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct HeartbeatLabels {
    /// `answered` or `failed`.
    pub outcome: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct StateLabels {
    pub state: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct LaneLabels {
    pub lane: &'static str,
}

/// The version of Magpie, with the commit that it was built from.
pub const VERSION: &str = env!("MAGPIE_VERSION");

pub struct Metrics {
    pub discord_requests: Family<RequestLabels, Counter>,
    pub discord_rate_limited: Counter,
    pub gateway_connected: Gauge,
    pub gateway_unknown_events: Counter,
    pub gateway_connections: Counter,
    pub gateway_rebuilds: Counter,
    pub interactions: Family<InteractionLabels, Counter>,
    pub interaction_acknowledged_seconds: Histogram,
    pub deliveries: Family<DeliveryLabels, Counter>,
    pub outbox_rows: Family<StateLabels, Gauge>,
    pub outbox_overdue_seconds: Gauge<f64, AtomicU64>,
    pub engine_cycle_age_seconds: Gauge<f64, AtomicU64>,
    pub delivery_failure_ratio: Gauge<f64, AtomicU64>,
    pub checks: Family<CheckLabels, Gauge>,
    pub incident_open: Gauge,
    pub heartbeats: Family<HeartbeatLabels, Counter>,
    pub unreadable_rows: Counter,
    pub database_damage: Counter,
    pub rows_set_aside: Gauge,
    pub discord_request_seconds: Histogram,
    pub delivery_seconds: Family<LaneLabels, Histogram>,
    pub last_delivery_seconds: Gauge<f64, AtomicU64>,
    pub database_bytes: Gauge,
    pub wal_bytes: Gauge,
    pub tz_data_age_seconds: Gauge<f64, AtomicU64>,
    process: ProcessMetrics,
    /// When the latest scheduled backup was made, in seconds of Unix time; 0 if there is none.
    pub backup_made_at: Gauge,
    pub backup_age_seconds: Gauge<f64, AtomicU64>,
    registry: Registry,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut m = Self {
            discord_requests: Family::default(),
            discord_rate_limited: Counter::default(),
            gateway_connected: Gauge::default(),
            gateway_unknown_events: Counter::default(),
            gateway_connections: Counter::default(),
            gateway_rebuilds: Counter::default(),
            interactions: Family::default(),
            // Discord waits 3 s for a response. A slow interaction is acknowledged after 1.5 s.
            interaction_acknowledged_seconds: Histogram::new([0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 1.5, 2.0, 3.0]),
            deliveries: Family::default(),
            outbox_rows: Family::default(),
            outbox_overdue_seconds: Gauge::default(),
            engine_cycle_age_seconds: Gauge::default(),
            delivery_failure_ratio: Gauge::default(),
            checks: Family::default(),
            incident_open: Gauge::default(),
            heartbeats: Family::default(),
            unreadable_rows: Counter::default(),
            database_damage: Counter::default(),
            rows_set_aside: Gauge::default(),
            discord_request_seconds: Histogram::new([0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 15.0]),
            // Usually a message arrives within a second; after an outage it can take hours.
            delivery_seconds: Family::new_with_constructor(|| {
                Histogram::new([0.5, 1.0, 2.5, 5.0, 15.0, 60.0, 300.0, 1_800.0, 7_200.0, 43_200.0])
            }),
            last_delivery_seconds: Gauge::default(),
            database_bytes: Gauge::default(),
            wal_bytes: Gauge::default(),
            tz_data_age_seconds: Gauge::default(),
            process: ProcessMetrics::default(),
            backup_made_at: Gauge::default(),
            backup_age_seconds: Gauge::default(),
            registry: Registry::default(),
        };
        let build = Family::<BuildLabels, Gauge>::default();
        build
            .get_or_create(&BuildLabels { version: VERSION, tz_data: crate::time::tz_data().version.to_owned() })
            .set(1);
        m.process.register(&mut m.registry);
        let r = m.registry.sub_registry_with_prefix("magpie");
        r.register("build", "Always 1; the labels have the version of Magpie and of its tz data", build);
        r.register("discord_requests", "Requests to Discord by class of status", m.discord_requests.clone());
        r.register(
            "discord_rate_limited",
            "Responses 429 from Discord; each is a defect of the pacing",
            m.discord_rate_limited.clone(),
        );
        r.register("gateway_connected", "1 while the connection to the gateway is up", m.gateway_connected.clone());
        r.register(
            "gateway_unknown_events",
            "Gateway events that could not be decoded",
            m.gateway_unknown_events.clone(),
        );
        let help = "Connections to the gateway that succeeded; all but the first are reconnects";
        r.register("gateway_connections", help, m.gateway_connections.clone());
        let help = "Connections to the gateway that were given up because no answer came";
        r.register("gateway_rebuilds", help, m.gateway_rebuilds.clone());
        r.register("interactions", "Interactions by kind", m.interactions.clone());
        let help = "Seconds until the first response to an interaction";
        r.register("interaction_acknowledged_seconds", help, m.interaction_acknowledged_seconds.clone());
        r.register("deliveries", "Finished deliveries by lane and outcome", m.deliveries.clone());
        r.register("outbox_rows", "Deliveries by state", m.outbox_rows.clone());
        r.register(
            "outbox_overdue_seconds",
            "Seconds that the most overdue delivery is late",
            m.outbox_overdue_seconds.clone(),
        );
        let help = "Seconds that the engine has spent in its current step; 0 while it sleeps";
        r.register("engine_cycle_age_seconds", help, m.engine_cycle_age_seconds.clone());
        let help = "Share of the latest delivery attempts that failed, 0 to 1";
        r.register("delivery_failure_ratio", help, m.delivery_failure_ratio.clone());
        r.register("check", "1 while a check of /readyz succeeds, else 0", m.checks.clone());
        r.register("incident_open", "1 while a check has failed for over a minute", m.incident_open.clone());
        r.register("unreadable_rows", "Readings of a row that could not be read", m.unreadable_rows.clone());
        let help = "Statements that failed because the database file is damaged";
        r.register("database_damage", help, m.database_damage.clone());
        let help = "Rows that cannot be read or handled and are set aside";
        r.register("rows_set_aside", help, m.rows_set_aside.clone());
        let help = "Seconds until Discord's answer to a request";
        r.register("discord_request_seconds", help, m.discord_request_seconds.clone());
        let help = "Seconds from when a delivery was due until it arrived, by lane";
        r.register("delivery_seconds", help, m.delivery_seconds.clone());
        let help = "When the latest delivery arrived, in seconds since 1970; 0 before the first";
        r.register("last_delivery_timestamp_seconds", help, m.last_delivery_seconds.clone());
        r.register("database_bytes", "Size of the database file", m.database_bytes.clone());
        r.register("wal_bytes", "Size of the database's journal (-wal)", m.wal_bytes.clone());
        let help = "How long ago the tz data in force was released";
        r.register("tz_data_age_seconds", help, m.tz_data_age_seconds.clone());
        let help = "When the latest scheduled backup was made, in seconds of Unix time; 0 when there is none";
        r.register("backup_made_at_seconds", help, m.backup_made_at.clone());
        r.register("backup_age_seconds", "Age of the latest scheduled backup", m.backup_age_seconds.clone());
        r.register("heartbeats", "Requests to watch.heartbeat_url by outcome", m.heartbeats.clone());
        m
    }
}

impl Metrics {
    /// All metrics in the OpenMetrics text format.
    pub fn text(&self) -> String {
        self.process.update();
        let mut out = String::new();
        text::encode(&mut out, &self.registry).expect("writing to a String does not fail");
        out
    }
}
