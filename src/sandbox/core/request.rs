//! One REST call for the core: no sockets, and only the relevant headers.

use serde_json::Value;

#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::EnumString, strum::IntoStaticStr)]
#[strum(serialize_all = "UPPERCASE")]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

#[derive(Debug, Clone)]
pub struct Request {
    pub method: Method,
    /// Without `/api/v10` and without the query: `/channels/123/messages`.
    pub path: String,
    /// Decoded, in the order sent.
    pub query: Vec<(String, String)>,
    /// The header as sent: `Bot <token>`.
    pub authorization: Option<String>,
    pub audit_reason: Option<String>,
    /// The JSON body, or a multipart body's `payload_json`; `Null` when there is none.
    pub body: Value,
    pub files: Vec<File>,
}

/// A part of a multipart body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// The part's name: `files[0]`.
    pub field: String,
    pub name: String,
    pub content_type: Option<String>,
    pub bytes: Vec<u8>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Response {
    pub status: u16,
    /// `Null` for an empty body (204).
    pub body: Value,
}

impl Request {
    pub fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether a query flag is set (`true` or `1`, as Discord reads it).
    pub fn flag(&self, name: &str) -> bool {
        self.query(name).is_some_and(|value| matches!(value, "true" | "True" | "1"))
    }
}

impl Response {
    pub fn ok(body: Value) -> Self {
        Self { status: 200, body }
    }

    pub fn created(body: Value) -> Self {
        Self { status: 201, body }
    }

    pub fn empty() -> Self {
        Self { status: 204, body: Value::Null }
    }
}
