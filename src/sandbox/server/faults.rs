//! Planned faults: which requests fail, how they fail, and how many times. This module has no sockets and no clock.

use serde::Deserialize;

use crate::sandbox::core::Method;

/// The longest delay of a response: ten minutes. No client waits this long for a response.
const MAX_DELAY_MS: u64 = 600_000;

/// Whether the sandbox applies a request before the fault happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultTiming {
    /// The request is not applied. The client gets the fault instead of the response.
    #[default]
    Before,
    /// The request is applied, but the connection ends without a response.
    After,
    /// The request is applied, but the client gets the fault instead of the response, as if a proxy had failed.
    Replaced,
}

/// The body of `POST /api/faults`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaultRequest {
    /// For example `POST /channels/*/messages`. `*` matches one segment. `**` at the end matches all remaining
    /// segments. `*` as the method matches any method.
    pub route: String,
    /// The HTTP status of the fault, 400 to 599. If 0 or absent, and if `body` and `delay_ms` are absent too, the
    /// connection ends without a response.
    #[serde(default)]
    pub status: u16,
    /// Discord's error code in the response body.
    pub code: Option<u32>,
    /// How many seconds the client must wait before it tries again. For a 429, the default is 1.
    pub retry_after: Option<f64>,
    /// The number of requests that the fault hits. The default is 1.
    #[serde(default = "default_times")]
    pub times: u32,
    #[serde(default)]
    pub when: FaultTiming,
    /// The text of a 200 response that replaces Discord's response, such as the login page of a Wi-Fi network.
    #[serde(default)]
    pub body: Option<String>,
    /// Delays the response by this much real time.
    #[serde(default)]
    pub delay_ms: Option<u64>,
}

fn default_times() -> u32 {
    1
}

#[derive(Debug, Clone, PartialEq)]
struct PlannedFault {
    method: Option<Method>,
    segments: Vec<String>,
    times_left: u32,
    request: FaultRequest,
}

#[derive(Debug, Default)]
pub struct PlannedFaults {
    faults: Vec<PlannedFault>,
}

impl PlannedFaults {
    pub fn add(&mut self, request: FaultRequest) -> Result<(), String> {
        let (method, path) =
            request.route.split_once(' ').ok_or("route is a method and a path: \"POST /channels/*/messages\"")?;
        let method = match method {
            "*" => None,
            name => Some(name.parse().map_err(|_| format!("no method {name:?}: GET, POST, PUT, PATCH, DELETE or *"))?),
        };
        let path = path.trim().trim_start_matches("/api/v10");
        if !path.starts_with('/') {
            return Err(format!("the path {path:?} starts with no slash"));
        }
        if request.status != 0 && !(400..600).contains(&request.status) {
            return Err(format!("status {} is no error: 400 to 599, or 0 for no answer at all", request.status));
        }
        if request.body.is_some() && request.status != 0 {
            return Err("body is the text of a 200: it goes with no status".to_owned());
        }
        if request.delay_ms.is_some_and(|ms| ms > MAX_DELAY_MS) {
            return Err(format!("delay_ms is at most {MAX_DELAY_MS}"));
        }
        if request.retry_after.is_some_and(|seconds| !(0.0..=86_400.0).contains(&seconds)) {
            return Err("retry_after is in seconds, 0 to 86400".to_owned());
        }
        let segments = path.trim_matches('/').split('/').map(str::to_owned).collect();
        self.faults.push(PlannedFault { method, segments, times_left: request.times, request });
        Ok(())
    }

    /// Returns the first planned fault that matches this request, and counts one use of it. `None` if no fault matches.
    pub fn take_match(&mut self, method: Method, path: &str) -> Option<FaultRequest> {
        let segments: Vec<&str> = path.trim_matches('/').split('/').collect();
        let index = self.faults.iter().position(|fault| {
            fault.times_left > 0
                && fault.method.is_none_or(|wanted| wanted == method)
                && path_matches(&fault.segments, &segments)
        })?;
        let fault = &mut self.faults[index];
        fault.times_left -= 1;
        let request = fault.request.clone();
        self.faults.retain(|fault| fault.times_left > 0);
        Some(request)
    }

    /// The route of each pending fault, and how many more requests the fault will hit.
    pub fn pending(&self) -> Vec<(String, u32)> {
        self.faults.iter().map(|fault| (fault.request.route.clone(), fault.times_left)).collect()
    }

    pub fn clear(&mut self) {
        self.faults.clear();
    }
}

fn path_matches(pattern: &[String], path: &[&str]) -> bool {
    match pattern.split_last() {
        Some((last, start)) if last == "**" => {
            path.len() >= start.len() && all_segments_match(start, &path[..start.len()])
        }
        _ => pattern.len() == path.len() && all_segments_match(pattern, path),
    }
}

fn all_segments_match(pattern: &[String], path: &[&str]) -> bool {
    pattern.iter().zip(path).all(|(wanted, segment)| wanted == "*" || wanted == segment)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(route: &str, times: u32) -> FaultRequest {
        FaultRequest {
            route: route.to_owned(),
            status: 500,
            code: None,
            retry_after: None,
            times,
            when: FaultTiming::Before,
            body: None,
            delay_ms: None,
        }
    }

    #[test]
    fn fault_applies_as_often_as_planned_and_only_on_its_route() {
        let mut faults = PlannedFaults::default();
        faults.add(fault("POST /channels/*/messages", 2)).expect("valid");
        assert_eq!(faults.take_match(Method::Get, "/channels/1/messages"), None);
        assert_eq!(faults.take_match(Method::Post, "/channels/1/messages/2"), None);
        assert!(faults.take_match(Method::Post, "/channels/1/messages").is_some());
        assert!(faults.take_match(Method::Post, "/channels/2/messages").is_some());
        assert_eq!(faults.take_match(Method::Post, "/channels/1/messages"), None);
    }

    #[test]
    fn double_star_matches_all_remaining_segments_and_star_matches_any_method() {
        let mut faults = PlannedFaults::default();
        faults.add(fault("* /channels/**", 1)).expect("valid");
        assert!(faults.take_match(Method::Patch, "/channels/1/messages/2").is_some());
    }

    #[test]
    fn invalid_faults_are_refused() {
        let mut faults = PlannedFaults::default();
        assert!(faults.add(fault("/channels", 1)).is_err());
        assert!(faults.add(fault("FETCH /channels", 1)).is_err());
        assert!(faults.add(FaultRequest { status: 200, ..fault("GET /channels", 1) }).is_err());
        let page = Some("<html>".to_owned());
        assert!(faults.add(FaultRequest { body: page, ..fault("GET /channels", 1) }).is_err());
    }
}
