//! Judges of the bot's requests that are not ourselves.

use serde_json::Value;

/// What is wrong with these requests of the sandbox's log, a line each.
pub fn faults_of(requests: &[Value]) -> Vec<String> {
    let refused = requests.iter().filter(|request| request["status"] == 400 || request["status"] == 501);
    refused.map(|request| format!("{} {}: {}", request["method"], request["path"], request["error"])).collect()
}
