//! Generates `docs/metrics.md`: every registered metric with its type, labels and help.

use std::collections::{BTreeMap, BTreeSet};

use magpie::telemetry::{
    CheckLabels, DeliveryLabels, HeartbeatLabels, InteractionLabels, LaneLabels, METRICS, RequestLabels, StateLabels,
};

use super::{assert_generated, read, wrapped_text};

#[derive(Debug, Default)]
pub struct Metric {
    pub kind: String,
    pub help: String,
    pub labels: BTreeSet<String>,
}

/// The registered metrics, by name. The names have no suffix such as `_total` or `_bucket`.
pub fn registered_metrics() -> BTreeMap<String, Metric> {
    // The output contains a metric with labels only if it has a value for some labels, so create one for each metric.
    drop(METRICS.discord_requests.get_or_create(&RequestLabels { status: "2xx" }));
    drop(METRICS.deliveries.get_or_create(&DeliveryLabels { lane: "urgent", outcome: "sent" }));
    drop(METRICS.interactions.get_or_create(&InteractionLabels { kind: "command" }));
    drop(METRICS.checks.get_or_create(&CheckLabels { check: "gateway" }));
    drop(METRICS.heartbeats.get_or_create(&HeartbeatLabels { outcome: "answered" }));
    drop(METRICS.outbox_rows.get_or_create(&StateLabels { state: "pending".to_owned() }));
    drop(METRICS.delivery_seconds.get_or_create(&LaneLabels { lane: "urgent" }));
    let mut metrics: BTreeMap<String, Metric> = BTreeMap::new();
    for line in METRICS.text().lines() {
        match line.split(' ').collect::<Vec<_>>().as_slice() {
            ["#", "HELP", name, help @ ..] => metrics.entry((*name).to_owned()).or_default().help = help.join(" "),
            ["#", "TYPE", name, kind] => (*kind).clone_into(&mut metrics.entry((*name).to_owned()).or_default().kind),
            ["#", ..] => {}
            _ => add_labels(&mut metrics, line),
        }
    }
    metrics
}

fn add_labels(metrics: &mut BTreeMap<String, Metric>, sample: &str) {
    let Some((name, rest)) = sample.split_once('{') else { return };
    let base = registered_name(name, metrics);
    let labels = rest.split('}').next().unwrap_or_default().split(',').filter_map(|label| label.split('=').next());
    let metric = metrics.get_mut(&base).unwrap_or_else(|| panic!("{name} has no type"));
    metric.labels.extend(labels.filter(|label| *label != "le").map(str::to_owned));
}

/// The registered name of the metric of a sample: the sample's name without the suffix that the metric's kind adds.
pub fn registered_name(sample: &str, metrics: &BTreeMap<String, Metric>) -> String {
    let suffixes = ["_total", "_bucket", "_sum", "_count"];
    let bases = suffixes.iter().filter_map(|suffix| sample.strip_suffix(suffix));
    let has_suffix = |name: &str, suffix: &str| match metrics.get(name).map(|metric| metric.kind.as_str()) {
        Some("counter") => suffix == "_total",
        Some("histogram") => suffix != "_total",
        _ => false,
    };
    let base = bases.into_iter().find(|name| has_suffix(name, &sample[name.len()..]));
    base.unwrap_or(sample).to_owned()
}

#[test]
fn reference_of_the_metrics_is_complete() {
    let metrics = registered_metrics();
    let sources = read("src/telemetry.rs") + &read("src/telemetry/process.rs");
    let registrations = sources.matches("r.register(").count();
    assert_eq!(metrics.len(), registrations, "`registered_metrics` must create a value for each metric with labels");
    let line = |(name, metric): (&String, &Metric)| {
        let name = if metric.kind == "counter" { format!("{name}_total") } else { name.clone() };
        let labels: Vec<_> = metric.labels.iter().map(|label| format!("`{label}`")).collect();
        let labels = if labels.is_empty() { String::new() } else { format!(" by {}", labels.join(", ")) };
        wrapped_text(&format!("- `{name}` ({}{labels}):", metric.kind), "  ", &metric.help)
    };
    assert_generated("docs/metrics.md", &format!("\n{}\n", metrics.iter().map(line).collect::<String>()));
}
