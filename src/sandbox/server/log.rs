//! Every request that the bot made, in order of arrival, for tests and for the curious. Knows no limits and no faults.

use serde::Serialize;
use serde_json::Value;

use crate::sandbox::core::{Method, Request};
use crate::time::Timestamp;

/// A long test makes some ten thousand requests; the oldest half goes when there are more than this.
const KEPT: usize = 200_000;

#[derive(Debug, Clone, Serialize)]
pub struct Entry {
    /// Counts from 1; what `after` takes.
    pub n: u64,
    pub method: &'static str,
    pub path: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub query: Vec<(String, String)>,
    /// `null` while the request is in flight, 0 when the connection was ended without an answer.
    pub status: Option<u16>,
    /// As sent; a multipart body's `payload_json`.
    pub body: Value,
    /// Names of the files sent along.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<String>,
    /// The Clock when it arrived, Unix milliseconds.
    pub at: i64,
    /// Monotonic real milliseconds since the sandbox started.
    pub real_ms: u64,
    /// The answer's body when it was an error.
    #[serde(skip_serializing_if = "Value::is_null")]
    pub error: Value,
    /// Whether a planned fault struck it.
    pub fault: bool,
}

/// A request that is being answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ticket(u64);

#[derive(Debug, Default)]
pub struct RequestLog {
    entries: Vec<Entry>,
    /// How many were made before the oldest kept one.
    gone: u64,
    in_flight: Vec<u64>,
}

impl RequestLog {
    pub fn open(&mut self, method: Method, path: &str, at: Timestamp, real_ms: u64) -> Ticket {
        if self.entries.len() >= KEPT {
            self.entries.drain(..KEPT / 2);
            self.gone += (KEPT / 2) as u64;
        }
        let n = self.gone + self.entries.len() as u64 + 1;
        self.entries.push(Entry {
            n,
            method: name_of(method),
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
        Ticket(n)
    }

    pub fn tell_request(&mut self, ticket: Ticket, request: &Request) {
        if let Some(entry) = self.entry(ticket) {
            entry.query = request.query.clone();
            entry.body = request.body.clone();
            entry.files = request.files.iter().map(|file| file.name.clone()).collect();
        }
    }

    pub fn tell_fault(&mut self, ticket: Ticket) {
        if let Some(entry) = self.entry(ticket) {
            entry.fault = true;
        }
    }

    pub fn tell_answer(&mut self, ticket: Ticket, status: u16, body: &Value) {
        if let Some(entry) = self.entry(ticket) {
            entry.status = Some(status);
            if status >= 400 {
                entry.error = body.clone();
            }
        }
    }

    /// The answer is written, or the connection is gone.
    pub fn close(&mut self, ticket: Ticket) {
        self.in_flight.retain(|n| *n != ticket.0);
    }

    pub fn after(&self, n: u64) -> &[Entry] {
        let from = usize::try_from(n.saturating_sub(self.gone)).unwrap_or(usize::MAX).min(self.entries.len());
        &self.entries[from..]
    }

    /// `POST /channels/1/messages` of each request that has no answer yet.
    pub fn in_flight(&self) -> Vec<String> {
        let entry = |n: &u64| self.entries.get(usize::try_from(n.checked_sub(self.gone + 1)?).ok()?);
        self.in_flight.iter().filter_map(entry).map(|entry| format!("{} {}", entry.method, entry.path)).collect()
    }

    fn entry(&mut self, ticket: Ticket) -> Option<&mut Entry> {
        self.entries.get_mut(usize::try_from(ticket.0.checked_sub(self.gone + 1)?).ok()?)
    }
}

fn name_of(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Put => "PUT",
        Method::Patch => "PATCH",
        Method::Delete => "DELETE",
    }
}
