//! One request to Discord's REST API.

use serde_json::Value;
use serenity::http::{LightMethod, Route};
use twilight_http_ratelimiting::Method;

use crate::delivery::Lane;
use crate::discord::ui::reply::File;
use crate::discord::wire::pacing::RouteKey;

/// The base URL of the real Discord. serenity's routes begin with it, and we replace it with the configured URL.
pub const DISCORD: &str = "https://discord.com";

#[derive(Debug, Clone)]
pub struct Request<'a> {
    pub(super) method: LightMethod,
    pub(super) route: Route<'a>,
    params: Vec<(&'static str, String)>,
    body: Option<Value>,
    files: Vec<File>,
    lane: Lane,
}

impl<'a> Request<'a> {
    pub fn new(method: LightMethod, route: Route<'a>) -> Self {
        Self { method, route, params: Vec::new(), body: None, files: Vec::new(), lane: Lane::Prompt }
    }

    pub fn get(route: Route<'a>) -> Self {
        Self::new(LightMethod::Get, route)
    }

    pub fn body(mut self, body: Value) -> Self {
        self.body = Some(body);
        self
    }

    pub fn param(mut self, name: &'static str, value: impl ToString) -> Self {
        self.params.push((name, value.to_string()));
        self
    }

    /// Attaches files. The JSON body must name each by its position, as the id of an attachment.
    pub fn files(mut self, files: Vec<File>) -> Self {
        self.files = files;
        self
    }

    /// The priority while requests wait; `Prompt` by default. Interaction callbacks never wait.
    pub fn lane(mut self, lane: Lane) -> Self {
        self.lane = lane;
        self
    }

    /// The HTTP method: `GET`, `POST`, …
    pub fn method(&self) -> &'static str {
        self.pacing_method().name()
    }

    /// The path without `/api/v10`, such as `/channels/1/messages`.
    pub fn path(&self) -> String {
        self.route.path().trim_start_matches(DISCORD).trim_start_matches("/api/v10").to_owned()
    }

    /// The query parameters. They are not encoded here: the caller encodes those that need it.
    pub fn params(&self) -> &[(&'static str, String)] {
        &self.params
    }

    /// The JSON body. If the request has files, the body is sent as the form's `payload_json`.
    pub fn json(&self) -> Option<&Value> {
        self.body.as_ref()
    }

    pub(super) fn json_mut(&mut self) -> Option<&mut Value> {
        self.body.as_mut()
    }

    pub fn attached(&self) -> &[File] {
        &self.files
    }

    pub(super) fn queue_lane(&self) -> Lane {
        self.lane
    }

    pub(super) fn key(&self) -> RouteKey {
        RouteKey::new(self.pacing_method(), self.path().trim_start_matches('/'))
    }

    fn pacing_method(&self) -> Method {
        match self.method {
            LightMethod::Delete => Method::Delete,
            LightMethod::Get => Method::Get,
            LightMethod::Patch => Method::Patch,
            LightMethod::Post => Method::Post,
            LightMethod::Put => Method::Put,
        }
    }
}
