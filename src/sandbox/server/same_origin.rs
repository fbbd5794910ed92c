//! Refuses browser requests that do not come from the sandbox's own pages. The check covers every route, including
//! Discord's REST API and the gateway.
//!
//! Without the check of `Origin`, a page of a foreign site could send requests. Without the check of `Host`, such a
//! page could also read responses, if the site's host name resolves to 127.0.0.1. Programs other than browsers send no
//! `Origin`, so they are allowed.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::state::Discord;

pub async fn refuse_foreign_pages(
    State(discord): State<Arc<Discord>>,
    headers: HeaderMap,
    request: Request,
    next: Next,
) -> Response {
    let url = discord.url();
    if is_allowed(&headers, url.rsplit(':').next().unwrap_or_default()) {
        return next.run(request).await;
    }
    let error = format!("only programs on this machine and pages of {url} may call this");
    // `message` and `code` are for libraries that parse Discord's errors.
    (StatusCode::FORBIDDEN, Json(json!({"error": error, "message": error, "code": 0}))).into_response()
}

/// Whether `Host` and `Origin` name this server, or are absent.
fn is_allowed(headers: &HeaderMap, port: &str) -> bool {
    let hosts = [format!("127.0.0.1:{port}"), format!("localhost:{port}")];
    let is_ours = |host: &str| hosts.iter().any(|ours| host.eq_ignore_ascii_case(ours));
    let is_absent_or = |name: HeaderName, check: &dyn Fn(&str) -> bool| {
        headers.get_all(name).iter().all(|value| value.to_str().is_ok_and(check))
    };
    is_absent_or(header::HOST, &is_ours)
        && is_absent_or(header::ORIGIN, &|origin| origin.strip_prefix("http://").is_some_and(is_ours))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hosts_and_origins_of_this_server_are_allowed() {
        let allowed = |pairs: &[(HeaderName, &str)]| {
            let headers = pairs.iter().map(|(name, value)| (name.clone(), value.parse().expect("a header's value")));
            is_allowed(&headers.collect(), "8080")
        };
        let (host, origin) = (header::HOST, header::ORIGIN);
        assert!(allowed(&[]), "no browser");
        assert!(allowed(&[(host.clone(), "127.0.0.1:8080"), (origin.clone(), "http://LocalHost:8080")]));
        for foreign in ["evil.example", "evil.example:8080", "127.0.0.1:8081", "127.0.0.1:8080.evil.example", ""] {
            assert!(!allowed(&[(host.clone(), foreign)]), "{foreign}");
        }
        for foreign in ["http://evil.example", "https://127.0.0.1:8080", "http://127.0.0.1", "null", "file://"] {
            assert!(!allowed(&[(host.clone(), "localhost:8080"), (origin.clone(), foreign)]), "{foreign}");
        }
    }
}
