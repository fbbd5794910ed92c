//! Logs every request of the bot in order of arrival, for tests and for debugging.

use serde::Serialize;
use serde_json::Value;

use crate::sandbox::core::{Method, Request};
use crate::time::Timestamp;

/// A long test makes about 10,000 requests. At this number of entries, the older half is dropped.
const MAX_ENTRIES: usize = 200_000;

#[derive(Debug, Clone, Serialize)]
pub struct LoggedRequest {
    /// The number of the request, counted from 1. Callers pass it as `after`.
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
    /// When the request arrived by the sandbox's clock, in Unix milliseconds.
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
    dropped: u64,
    in_flight: Vec<u64>,
}

impl RequestLog {
    pub fn open(&mut self, method: Method, path: &str, at: Timestamp, real_ms: u64) -> RequestNumber {
        if self.entries.len() >= MAX_ENTRIES {
            self.entries.drain(..MAX_ENTRIES / 2);
            self.dropped += (MAX_ENTRIES / 2) as u64;
        }
        let n = self.dropped + self.entries.len() as u64 + 1;
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
        self.in_flight.push(n);
        RequestNumber(n)
    }

    pub fn record_request(&mut self, number: RequestNumber, request: &Request) {
        if let Some(entry) = self.entry(number) {
            entry.query = request.query.clone();
            entry.body = request.body.clone();
            entry.files = request.files.iter().map(|file| file.name.clone()).collect();
        }
    }

    pub fn mark_faulted(&mut self, number: RequestNumber) {
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

    /// Ends a request whose response was written or whose connection ended.
    pub fn close(&mut self, number: RequestNumber) {
        self.in_flight.retain(|n| *n != number.0);
    }

    pub fn after(&self, n: u64) -> &[LoggedRequest] {
        let from = usize::try_from(n.saturating_sub(self.dropped)).unwrap_or(usize::MAX).min(self.entries.len());
        &self.entries[from..]
    }

    /// The requests without a response so far, for example `POST /channels/1/messages`.
    pub fn in_flight(&self) -> Vec<String> {
        let entry = |n: &u64| self.entries.get(usize::try_from(n.checked_sub(self.dropped + 1)?).ok()?);
        self.in_flight.iter().filter_map(entry).map(|entry| format!("{} {}", entry.method, entry.path)).collect()
    }

    fn entry(&mut self, number: RequestNumber) -> Option<&mut LoggedRequest> {
        self.entries.get_mut(usize::try_from(number.0.checked_sub(self.dropped + 1)?).ok()?)
    }
}
