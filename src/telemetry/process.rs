//! The metrics of this process, under the names that all Prometheus clients use. The values are read from `/proc`. They
//! stay 0 on systems without `/proc`.

use std::fs;
use std::sync::atomic::{AtomicU64, Ordering};

use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

/// The ticks per second in which the kernel reports times (USER_HZ). This number does not depend on the kernel's
/// internal tick rate.
const TICKS_PER_S: f64 = 100.0;
/// Fields of `/proc/self/stat` after the name in brackets, counted from 0: `state` is the first.
const USER_TICKS: usize = 11;
const SYSTEM_TICKS: usize = 12;
const START_TICKS: usize = 19;

#[derive(Default)]
pub(super) struct ProcessMetrics {
    cpu_seconds: Counter<f64, AtomicU64>,
    resident_bytes: Gauge,
    virtual_bytes: Gauge,
    open_files: Gauge,
    max_files: Gauge,
    start_seconds: Gauge<f64, AtomicU64>,
    threads: Gauge,
}

impl ProcessMetrics {
    pub fn register(&self, r: &mut Registry) {
        // The exported name ends in `_total`, as for every counter.
        let help = "Seconds of processor time that the process has used";
        r.register("process_cpu_seconds", help, self.cpu_seconds.clone());
        r.register("process_resident_memory_bytes", "Memory in use", self.resident_bytes.clone());
        r.register("process_virtual_memory_bytes", "Address space in use", self.virtual_bytes.clone());
        r.register("process_open_fds", "Open files and connections", self.open_files.clone());
        r.register("process_max_fds", "Files and connections that may be open", self.max_files.clone());
        r.register("process_start_time_seconds", "When the process started, since 1970", self.start_seconds.clone());
        r.register("process_threads", "Threads of the process", self.threads.clone());
    }

    pub fn update(&self) {
        if let Ok(stat) = fs::read_to_string("/proc/self/stat") {
            let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
            let ticks = |index: usize| fields.get(index).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0);
            // The kernel reports the total, so overwrite the counter instead of adding to it. A float counter stores
            // the bits of its value.
            let used_seconds: f64 = (ticks(USER_TICKS) + ticks(SYSTEM_TICKS)) / TICKS_PER_S;
            self.cpu_seconds.inner().store(used_seconds.to_bits(), Ordering::Relaxed);
            self.start_seconds.set(booted_at() + ticks(START_TICKS) / TICKS_PER_S);
        }
        if let Ok(status) = fs::read_to_string("/proc/self/status") {
            let value = |name: &str| {
                let line = status.lines().find_map(|line| line.strip_prefix(name));
                line.and_then(|rest| rest.split_whitespace().next()?.parse::<i64>().ok()).unwrap_or(0)
            };
            self.resident_bytes.set(value("VmRSS:") * 1024);
            self.virtual_bytes.set(value("VmSize:") * 1024);
            self.threads.set(value("Threads:"));
        }
        if let Ok(files) = fs::read_dir("/proc/self/fd") {
            self.open_files.set(i64::try_from(files.count()).unwrap_or(i64::MAX));
        }
        if let Ok(limits) = fs::read_to_string("/proc/self/limits") {
            let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"));
            self.max_files.set(line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or(0));
        }
    }
}

/// When the machine booted, in seconds since 1970.
fn booted_at() -> f64 {
    let stat = fs::read_to_string("/proc/stat").unwrap_or_default();
    let line = stat.lines().find_map(|line| line.strip_prefix("btime "));
    line.and_then(|seconds| seconds.trim().parse().ok()).unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_os = "linux")]
    fn process_metrics_are_read_from_proc() {
        let metrics = ProcessMetrics::default();
        metrics.update();
        assert!(metrics.resident_bytes.get() > 1024 * 1024);
        assert!(metrics.open_files.get() > 2 && metrics.max_files.get() >= metrics.open_files.get());
        assert!(metrics.start_seconds.get() > booted_at() && booted_at() > 1e9);
    }
}
