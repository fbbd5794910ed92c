//! Checks that the alert rules and the dashboard use metrics that exist, and that each alert has a section in
//! `docs/operations.md`.

use std::collections::BTreeSet;

use serde_json::Value;

use super::links::anchors;
use super::metrics::{registered_metrics, registered_name};
use super::read;

const RULES: &str = "config/prometheus/rules.yml";
const DASHBOARD: &str = "config/prometheus/dashboard.json";

/// The words in a text that begin with `magpie_` or `process_`, as the names of our metrics do.
fn metric_names(text: &str) -> BTreeSet<&str> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    words.filter(|word| word.starts_with("magpie_") || word.starts_with("process_")).collect()
}

fn assert_registered(path: &str, text: &str) {
    let metrics = registered_metrics();
    let names = metric_names(text);
    assert!(names.len() > 5, "{path} names hardly any metric");
    let unknown_names: Vec<_> =
        names.into_iter().filter(|name| !metrics.contains_key(&registered_name(name, &metrics))).collect();
    assert!(unknown_names.is_empty(), "{path} uses metrics that nothing registers: {unknown_names:?}");
    // Prometheus stores a counter only under its name with the suffix `_total`.
    let names_without_total: Vec<_> =
        metric_names(text).into_iter().filter(|name| metrics.get(*name).is_some_and(|m| m.kind == "counter")).collect();
    assert!(names_without_total.is_empty(), "{path} lacks _total: {names_without_total:?}");
}

#[test]
fn alert_rules_use_metrics_that_exist() {
    assert_registered(RULES, &read(RULES));
}

#[test]
fn dashboard_uses_metrics_that_exist() {
    let dashboard: Value = serde_json::from_str(&read(DASHBOARD)).expect("it is JSON");
    let panels = dashboard["panels"].as_array().expect("there are panels");
    let targets = panels.iter().flat_map(|panel| panel["targets"].as_array().into_iter().flatten());
    let queries: Vec<_> = targets.filter_map(|target| target["expr"].as_str()).collect();
    assert_registered(DASHBOARD, &queries.join("\n"));
    let ids: BTreeSet<_> = panels.iter().map(|panel| panel["id"].as_u64().expect("panels have ids")).collect();
    assert_eq!(ids.len(), panels.len(), "two panels have one id");
}

#[test]
fn each_alert_rule_has_a_test_and_a_section_in_the_operations_page() {
    let (rules, tests, page) = (read(RULES), read("config/prometheus/tests.yml"), read("docs/operations.md"));
    let anchors = anchors(&page);
    let alerts: Vec<_> = rules.lines().filter_map(|line| line.trim().strip_prefix("- alert: ")).collect();
    assert!(alerts.len() > 5);
    for alert in &alerts {
        assert!(tests.contains(&format!("alertname: {alert}\n")), "no test of {alert} in config/prometheus/tests.yml");
    }
    let runbooks: Vec<_> =
        rules.lines().filter_map(|line| line.trim().strip_prefix("runbook: docs/operations.md#")).collect();
    assert_eq!(runbooks.len(), alerts.len(), "each alert has a runbook");
    let missing_sections: Vec<_> = runbooks.into_iter().filter(|anchor| !anchors.contains(*anchor)).collect();
    assert!(missing_sections.is_empty(), "docs/operations.md has no section {missing_sections:?}");
}
