//! Checks the bot's requests independently of our sandbox: with twilight's model and validators, and with Discord's
//! OpenAPI description if its file is available. Every request must pass both checks, and the sandbox must have
//! accepted it.

#![allow(dead_code)] // every test binary compiles this module and uses only a part of it

#[path = "validators/openapi.rs"]
mod openapi;
#[path = "validators/twilight.rs"]
mod twilight;

use serde_json::Value;

pub use openapi::OpenApi;

/// Discord's error codes for malformed requests: 0 (general), 50006 (empty message), 50035 (invalid form body).
const MALFORMED: [u64; 3] = [0, 50006, 50035];

/// The faults of these requests, which come from the sandbox's log. Each fault is one line.
pub fn faults_of(requests: &[Value]) -> Vec<String> {
    let mut faults = Vec::new();
    for request in requests {
        let (method, path) =
            (request["method"].as_str().unwrap_or_default(), request["path"].as_str().unwrap_or_default());
        let path = path.strip_prefix("/api/v10").unwrap_or(path);
        // Discord also answers 400 to valid requests, because of its state. Examples are a message to an archived
        // thread and a second response to an interaction.
        let is_malformed =
            request["status"] == 400 && MALFORMED.contains(&request["error"]["code"].as_u64().unwrap_or(0));
        if request["fault"] != true && (is_malformed || request["status"] == 501) {
            faults.push(format!("{method} {path}: refused with {}", request["error"]));
        }
        faults.extend(
            body_faults(method, path, &request["body"]).into_iter().map(|fault| format!("{method} {path}: {fault}")),
        );
    }
    faults
}

/// The faults that twilight or the OpenAPI description finds in the body of one request.
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
