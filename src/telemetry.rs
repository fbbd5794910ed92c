//! Tracing and metrics. Health itself is told by `web`, from what the parts say.
//!
//! A failure is logged once, where it is handled. Never tokens, message bodies or names: ids only.

use std::sync::LazyLock;
use std::sync::atomic::AtomicU64;

use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use tracing_subscriber::EnvFilter;

use crate::config::{LogConfig, LogFormat};

/// Starts logging to standard error. Only once per process; later calls change nothing.
///
/// # Errors
/// When the filter cannot be parsed.
pub fn start_logging(config: &LogConfig) -> Result<(), String> {
    let filter = EnvFilter::try_new(&config.filter).map_err(|e| format!("log.filter is not understood: {e}"))?;
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A second start in one process (tests, the sandbox's restarts) keeps the first one's subscriber.
    let _ = match config.format {
        LogFormat::Text => builder.try_init(),
        LogFormat::Json => builder.json().try_init(),
    };
    Ok(())
}

/// What Magpie counts. One set per process.
pub static METRICS: LazyLock<Metrics> = LazyLock::new(Metrics::default);

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Request {
    /// The class of the status, such as `2xx`, or `lost` when no answer came.
    pub status: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Delivery {
    pub lane: &'static str,
    pub outcome: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Interaction {
    pub kind: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Build {
    pub version: &'static str,
    pub tz_data: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct CheckName {
    pub check: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Heartbeat {
    /// `answered` or `failed`.
    pub outcome: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct InState {
    pub state: String,
}

pub struct Metrics {
    pub discord_requests: Family<Request, Counter>,
    pub discord_rate_limited: Counter,
    pub gateway_connected: Gauge,
    pub gateway_unknown_events: Counter,
    pub interactions: Family<Interaction, Counter>,
    pub interaction_acknowledged_seconds: Histogram,
    pub deliveries: Family<Delivery, Counter>,
    pub outbox_rows: Family<InState, Gauge>,
    pub outbox_overdue_seconds: Gauge<f64, AtomicU64>,
    pub engine_cycle_age_seconds: Gauge<f64, AtomicU64>,
    pub delivery_failure_ratio: Gauge<f64, AtomicU64>,
    pub checks: Family<CheckName, Gauge>,
    pub incident_open: Gauge,
    pub heartbeats: Family<Heartbeat, Counter>,
    registry: Registry,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut m = Self {
            discord_requests: Family::default(),
            discord_rate_limited: Counter::default(),
            gateway_connected: Gauge::default(),
            gateway_unknown_events: Counter::default(),
            interactions: Family::default(),
            // Discord waits three seconds; the guard answers by itself after one and a half.
            interaction_acknowledged_seconds: Histogram::new([0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 1.5, 2.0, 3.0]),
            deliveries: Family::default(),
            outbox_rows: Family::default(),
            outbox_overdue_seconds: Gauge::default(),
            engine_cycle_age_seconds: Gauge::default(),
            delivery_failure_ratio: Gauge::default(),
            checks: Family::default(),
            incident_open: Gauge::default(),
            heartbeats: Family::default(),
            registry: Registry::with_prefix("magpie"),
        };
        let build = Family::<Build, Gauge>::default();
        build
            .get_or_create(&Build {
                version: env!("CARGO_PKG_VERSION"),
                tz_data: crate::time::tz_data().version.to_owned(),
            })
            .set(1);
        let r = &mut m.registry;
        r.register("build", "Always 1; its labels name the version and the tz data in force", build);
        r.register("discord_requests", "Requests to Discord by class of status", m.discord_requests.clone());
        r.register(
            "discord_rate_limited",
            "Answers 429 from Discord: each is a defect of the pacing",
            m.discord_rate_limited.clone(),
        );
        r.register("gateway_connected", "1 while the gateway session is up", m.gateway_connected.clone());
        r.register(
            "gateway_unknown_events",
            "Gateway events that could not be decoded",
            m.gateway_unknown_events.clone(),
        );
        r.register("interactions", "Interactions by kind", m.interactions.clone());
        let help = "Seconds until an interaction had its first answer";
        r.register("interaction_acknowledged_seconds", help, m.interaction_acknowledged_seconds.clone());
        r.register("deliveries", "Deliveries ended, by lane and outcome", m.deliveries.clone());
        r.register("outbox_rows", "Deliveries by state", m.outbox_rows.clone());
        r.register("outbox_overdue_seconds", "How late the most overdue delivery is", m.outbox_overdue_seconds.clone());
        let help = "Seconds that the engine has been at one step without getting through it; 0 while it sleeps";
        r.register("engine_cycle_age_seconds", help, m.engine_cycle_age_seconds.clone());
        let help = "Share of the latest attempts to deliver that failed, 0 to 1";
        r.register("delivery_failure_ratio", help, m.delivery_failure_ratio.clone());
        r.register("check", "1 while a check of /readyz is ok, 0 while it is not", m.checks.clone());
        r.register("incident_open", "1 while something has been wrong for over a minute", m.incident_open.clone());
        r.register("heartbeats", "Calls of watch.heartbeat_url by outcome", m.heartbeats.clone());
        m
    }
}

impl Metrics {
    /// In Prometheus' text format (OpenMetrics).
    pub fn text(&self) -> String {
        let mut out = String::new();
        text::encode(&mut out, &self.registry).expect("a String takes every text");
        out
    }
}
