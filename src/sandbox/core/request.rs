//! One REST call as the core sees it, without sockets and with only the relevant headers.

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
    /// The path without `/api/v10` and without the query: `/channels/123/messages`.
    pub path: String,
    /// The decoded query parameters, in the order in which they were sent.
    pub query: Vec<(String, String)>,
    /// The header as it was sent: `Bot <token>`.
    pub authorization: Option<String>,
    pub audit_reason: Option<String>,
    /// The JSON body, or the `payload_json` of a multipart body. `Null` if the request has no body.
    pub body: Value,
    pub files: Vec<File>,
}

/// A file in a multipart body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// The name of the multipart field: `files[0]`.
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
    /// The first query parameter with this name; `None` if there is no such parameter.
    pub fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether a flag in the query is set. Like Discord, this accepts `true` and `1`.
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
