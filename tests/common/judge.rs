//! Independent checks of the bot's requests: twilight's model and validators, and Discord's OpenAPI description if it
//! is available. A request must pass both, and the sandbox must have accepted it.

#![allow(dead_code)] // each area's test binary uses its own part of it

#[path = "judge/openapi.rs"]
mod openapi;
#[path = "judge/twilight.rs"]
mod twilight;

use serde_json::Value;

pub use openapi::OpenApi;

/// The codes for malformed requests: no code, an empty message, an invalid form.
const MALFORMED: [u64; 3] = [0, 50006, 50035];

/// All faults of these requests in the sandbox's log, one per line.
pub fn faults_of(requests: &[Value]) -> Vec<String> {
    let mut faults = Vec::new();
    for request in requests {
        let (method, path) =
            (request["method"].as_str().unwrap_or_default(), request["path"].as_str().unwrap_or_default());
        let path = path.strip_prefix("/api/v10").unwrap_or(path);
        // Other 400s (an archived thread, an interaction answered twice) depend on Discord's state; the request is not
        // malformed.
        let malformed = request["status"] == 400 && MALFORMED.contains(&request["error"]["code"].as_u64().unwrap_or(0));
        if request["fault"] != true && (malformed || request["status"] == 501) {
            faults.push(format!("{method} {path}: refused with {}", request["error"]));
        }
        faults.extend(
            body_faults(method, path, &request["body"]).into_iter().map(|fault| format!("{method} {path}: {fault}")),
        );
    }
    faults
}

/// The faults that either check finds in one body.
pub fn body_faults(method: &str, path: &str, body: &Value) -> Vec<String> {
    if body.is_null() {
        return Vec::new();
    }
    let mut faults = twilight::faults(method, path, body);
    if let Some(openapi) = OpenApi::available() {
        faults.extend(openapi.request_faults(method, path, body));
    }
    faults
}
