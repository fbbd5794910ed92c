//! Faults that a script asks for: which requests go wrong, how, and how often. Pure.

use serde::Deserialize;

use crate::sandbox::core::Method;

/// When a fault strikes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// Nothing is done; the fault is the answer.
    #[default]
    Before,
    /// All is done, and the connection ends without an answer.
    After,
    /// All is done, and the fault is the answer: a gateway in between gave up.
    Replaced,
}

/// The body of `POST /api/faults`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaultAct {
    /// `POST /channels/*/messages`; `*` is any one segment, a last `**` any rest, and `*` as method any method.
    pub route: String,
    /// 0, or left out, ends the connection without an answer.
    #[serde(default)]
    pub status: u16,
    /// Discord's error code in the body.
    pub code: Option<u32>,
    /// Seconds; for a 429.
    pub retry_after: Option<f64>,
    #[serde(default = "once")]
    pub times: u32,
    #[serde(default)]
    pub when: When,
}

fn once() -> u32 {
    1
}

#[derive(Debug, Clone, PartialEq)]
struct Fault {
    method: Option<Method>,
    segments: Vec<String>,
    left: u32,
    act: FaultAct,
}

#[derive(Debug, Default)]
pub struct Faults {
    planned: Vec<Fault>,
}

impl Faults {
    pub fn plan(&mut self, act: FaultAct) -> Result<(), String> {
        let (method, path) =
            act.route.split_once(' ').ok_or("route is a method and a path: \"POST /channels/*/messages\"")?;
        let method = match method {
            "*" => None,
            name => Some(
                method_named(name).ok_or_else(|| format!("no method {name:?}: GET, POST, PUT, PATCH, DELETE or *"))?,
            ),
        };
        let path = path.trim().trim_start_matches("/api/v10");
        if !path.starts_with('/') {
            return Err(format!("the path {path:?} starts with no slash"));
        }
        if act.status != 0 && !(400..600).contains(&act.status) {
            return Err(format!("status {} is no error: 400 to 599, or 0 for no answer at all", act.status));
        }
        if act.retry_after.is_some_and(|seconds| !(0.0..=86_400.0).contains(&seconds)) {
            return Err("retry_after is in seconds, 0 to 86400".to_owned());
        }
        let segments = path.trim_matches('/').split('/').map(str::to_owned).collect();
        self.planned.push(Fault { method, segments, left: act.times, act });
        Ok(())
    }

    /// The first planned fault that this request meets, used up by one.
    pub fn strike(&mut self, method: Method, path: &str) -> Option<FaultAct> {
        let segments: Vec<&str> = path.trim_matches('/').split('/').collect();
        let index = self.planned.iter().position(|fault| {
            fault.left > 0 && fault.method.is_none_or(|wanted| wanted == method) && matches(&fault.segments, &segments)
        })?;
        let fault = &mut self.planned[index];
        fault.left -= 1;
        let act = fault.act.clone();
        self.planned.retain(|fault| fault.left > 0);
        Some(act)
    }

    /// Faults that have not struck yet, as they were asked for, with how often they still will.
    pub fn waiting(&self) -> Vec<(String, u32)> {
        self.planned.iter().map(|fault| (fault.act.route.clone(), fault.left)).collect()
    }

    pub fn clear(&mut self) {
        self.planned.clear();
    }
}

pub fn method_named(name: &str) -> Option<Method> {
    Some(match name {
        "GET" => Method::Get,
        "POST" => Method::Post,
        "PUT" => Method::Put,
        "PATCH" => Method::Patch,
        "DELETE" => Method::Delete,
        _ => return None,
    })
}

fn matches(pattern: &[String], path: &[&str]) -> bool {
    match pattern.split_last() {
        Some((last, start)) if last == "**" => path.len() >= start.len() && each_matches(start, &path[..start.len()]),
        _ => pattern.len() == path.len() && each_matches(pattern, path),
    }
}

fn each_matches(pattern: &[String], path: &[&str]) -> bool {
    pattern.iter().zip(path).all(|(wanted, segment)| wanted == "*" || wanted == segment)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(route: &str, times: u32) -> FaultAct {
        FaultAct { route: route.to_owned(), status: 500, code: None, retry_after: None, times, when: When::Before }
    }

    #[test]
    fn fault_strikes_as_often_as_asked_on_its_route_only() {
        let mut faults = Faults::default();
        faults.plan(fault("POST /channels/*/messages", 2)).expect("valid");
        assert_eq!(faults.strike(Method::Get, "/channels/1/messages"), None);
        assert_eq!(faults.strike(Method::Post, "/channels/1/messages/2"), None);
        assert!(faults.strike(Method::Post, "/channels/1/messages").is_some());
        assert!(faults.strike(Method::Post, "/channels/2/messages").is_some());
        assert_eq!(faults.strike(Method::Post, "/channels/1/messages"), None);
    }

    #[test]
    fn double_star_matches_any_rest_and_star_any_method() {
        let mut faults = Faults::default();
        faults.plan(fault("* /channels/**", 1)).expect("valid");
        assert!(faults.strike(Method::Patch, "/channels/1/messages/2").is_some());
    }

    #[test]
    fn senseless_faults_are_refused() {
        let mut faults = Faults::default();
        assert!(faults.plan(fault("/channels", 1)).is_err());
        assert!(faults.plan(fault("FETCH /channels", 1)).is_err());
        assert!(faults.plan(FaultAct { status: 200, ..fault("GET /channels", 1) }).is_err());
    }
}
