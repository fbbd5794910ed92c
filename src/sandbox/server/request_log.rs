//! Logs every request of the bot in order of arrival, for tests and for debugging.

use serde::Serialize;
use serde_json::Value;

use crate::sandbox::core::{Method, Request};
use crate::time::Timestamp;

/// At this number of entries, the log drops the older half. A long test makes only about 10,000 requests.
const MAX_ENTRIES: usize = 200_000;

#[derive(Debug, Clone, Serialize)]
pub struct LoggedRequest {
    /// The number of the request, counted from 1. Callers pass it as `after` to get the later requests.
    pub n: u64,
    pub method: &'static str,
    pub path: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub query: Vec<(String, String)>,
    /// `null` while the request is in flight; 0 if the connection ended without a response.
    pub status: Option<u16>,
    /// The body as it was sent. For a multipart body, its `payload_json`.
    pub body: Value,
    /// The names of the uploaded files.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<String>,
    /// When the request arrived on the sandbox's clock, in Unix milliseconds.
    pub at: i64,
    /// Monotonic real milliseconds since the sandbox started.
    pub real_ms: u64,
    /// The body of the response, if the response is an error.
    #[serde(skip_serializing_if = "Value::is_null")]
    pub error: Value,
    /// Whether a planned fault applied to the request.
    pub fault: bool,
}

/// Identifies a request that is in flight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestNumber(u64);

#[derive(Debug, Default)]
pub struct RequestLog {
    entries: Vec<LoggedRequest>,
    /// The number of entries dropped so far.
    dropped_count: u64,
    numbers_in_flight: Vec<u64>,
}

impl RequestLog {
    pub fn open(&mut self, method: Method, path: &str, at: Timestamp, real_ms: u64) -> RequestNumber {
        if self.entries.len() >= MAX_ENTRIES {
            self.entries.drain(..MAX_ENTRIES / 2);
            self.dropped_count += (MAX_ENTRIES / 2) as u64;
        }
        let n = self.dropped_count + self.entries.len() as u64 + 1;
        self.entries.push(LoggedRequest {
            n,
            method: method.into(),
            path: path.to_owned(),
            query: Vec::new(),
            status: None,
            body: Value::Null,
            files: Vec::new(),
            at: at.as_millisecond(),
            real_ms,
            error: Value::Null,
            fault: false,
        });
        self.numbers_in_flight.push(n);
        RequestNumber(n)
    }

    pub fn record_request(&mut self, number: RequestNumber, request: &Request) {
        if let Some(entry) = self.entry(number) {
            entry.query = request.query.clone();
            entry.body = request.body.clone();
            entry.files = request.files.iter().map(|file| file.name.clone()).collect();
        }
    }

    pub fn mark_as_faulty(&mut self, number: RequestNumber) {
        if let Some(entry) = self.entry(number) {
            entry.fault = true;
        }
    }

    pub fn record_response(&mut self, number: RequestNumber, status: u16, body: &Value) {
        if let Some(entry) = self.entry(number) {
            entry.status = Some(status);
            if status >= 400 {
                entry.error = body.clone();
            }
        }
    }

    /// Marks a request as no longer in flight. Callers do so when its response is written or its connection has ended.
    pub fn close(&mut self, number: RequestNumber) {
        self.numbers_in_flight.retain(|n| *n != number.0);
    }

    /// The entries with a number greater than `n`.
    pub fn entries_after(&self, n: u64) -> &[LoggedRequest] {
        let start = usize::try_from(n.saturating_sub(self.dropped_count)).unwrap_or(usize::MAX).min(self.entries.len());
        &self.entries[start..]
    }

    /// The method and path of each request in flight, for example `POST /channels/1/messages`.
    pub fn in_flight(&self) -> Vec<String> {
        let entry = |n: &u64| self.entries.get(usize::try_from(n.checked_sub(self.dropped_count + 1)?).ok()?);
        self.numbers_in_flight
            .iter()
            .filter_map(entry)
            .map(|entry| format!("{} {}", entry.method, entry.path))
            .collect()
    }

    fn entry(&mut self, number: RequestNumber) -> Option<&mut LoggedRequest> {
        self.entries.get_mut(usize::try_from(number.0.checked_sub(self.dropped_count + 1)?).ok()?)
    }
}
