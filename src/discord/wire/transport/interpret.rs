//! Interprets a response's status, headers and body.

use std::time::{Duration, Instant};

use reqwest::header::HeaderMap;
use serde_json::Value;
use twilight_http_ratelimiting::RateLimitHeaders;

use crate::discord::wire::error_codes;
use crate::discord::wire::transport::failure::{Failure, Refusal};

/// The maximum wait. We cut a longer wait in a response to this.
const MAX_WAIT_S: f64 = 3_600.0;
/// The HTTP status of a request that is too large. Discord usually sends a code with it.
pub const TOO_LARGE: u16 = 413;
/// The wait after a 429 that does not say how long to wait.
const DEFAULT_WAIT_S: f64 = 1.0;

/// The metric label for an HTTP status.
pub(super) fn status_class(status: u16) -> &'static str {
    match status {
        200..=299 => "2xx",
        300..=399 => "3xx",
        429 => "429",
        400..=499 => "4xx",
        _ => "5xx",
    }
}

/// The JSON body if the status is a success; `Null` if the body is empty.
///
/// # Errors
/// The failure that the status and the body mean.
pub(super) fn outcome(status: u16, headers: &HeaderMap, bytes: &[u8]) -> Result<Value, Failure> {
    let parsed = if bytes.is_empty() { Ok(Value::Null) } else { serde_json::from_slice(bytes) };
    if (200..300).contains(&status) {
        // Either Discord's response broke off, or this is the login page of a network. Discord may have executed the
        // request.
        return parsed.map_err(|error| Failure::Unknown(format!("the answer ({status}) cannot be read: {error}")));
    }
    let body: Value = parsed.unwrap_or(Value::Null);
    // Discord's own refusals are JSON objects. Discord's edge servers answer with 413, 429 and 5xx without a JSON
    // object, so these statuses also count as Discord's.
    let is_from_discord = body.is_object() || matches!(status, TOO_LARGE | 429 | 500..);
    if !is_from_discord {
        return Err(Failure::Intercepted { status });
    }
    let code = body["code"].as_u64().and_then(|code| u32::try_from(code).ok()).unwrap_or(error_codes::NONE);
    // This 429 is a refusal and not a rate limit, because it does not say when Discord would accept the edit.
    let is_old_edit = code == error_codes::TOO_MANY_OLD_EDITS && body["retry_after"].is_null();
    if status == 429 && !is_old_edit {
        let wait_s = body["retry_after"].as_f64().or_else(|| header_text(headers, "retry-after")?.parse().ok());
        let wait_s = wait_s.filter(|s| s.is_finite()).unwrap_or(DEFAULT_WAIT_S).clamp(0.0, MAX_WAIT_S);
        // A 429 without a JSON object comes from Discord's edge servers. They refuse our address, not only this route.
        let global = body["global"].as_bool().unwrap_or(!body.is_object())
            || header_text(headers, "x-ratelimit-global") == Some("true");
        let scope = header_text(headers, RateLimitHeaders::SCOPE).map(str::to_owned);
        return Err(Failure::RateLimited { retry_after: Duration::from_secs_f64(wait_s), global, scope });
    }
    Err(Failure::Refused(Refusal {
        status,
        code,
        message: body["message"].as_str().unwrap_or("no reason given").to_owned(),
        errors: body.get("errors").cloned(),
    }))
}

/// The bucket as the headers describe it; `None` if they describe no bucket.
pub(super) fn rate_limit(headers: &HeaderMap, status: u16) -> Option<RateLimitHeaders> {
    let bucket = header_text(headers, RateLimitHeaders::BUCKET)?.as_bytes().to_vec();
    let number = |name| header_text(headers, name)?.parse::<f64>().ok().filter(|n| n.is_finite() && *n >= 0.0);
    let reset_after_s = number(RateLimitHeaders::RESET_AFTER)?.min(MAX_WAIT_S);
    // After a 429 the bucket is empty, whatever the header says.
    let remaining = if status == 429 { 0 } else { number(RateLimitHeaders::REMAINING)? as u16 };
    let limit = number(RateLimitHeaders::LIMIT)? as u16;
    let reset_at = Instant::now() + Duration::from_secs_f64(reset_after_s);
    Some(RateLimitHeaders { bucket, limit, remaining, reset_at })
}

fn header_text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interpret(status: u16, body: &str) -> Result<Value, Failure> {
        outcome(status, &HeaderMap::new(), body.as_bytes())
    }

    #[test]
    fn unreadable_success_response_has_an_unknown_outcome() {
        for body in ["<html>Please log in</html>", r#"{"id": "1", "chan"#] {
            assert!(matches!(interpret(200, body), Err(Failure::Unknown(_))), "{body}");
        }
        assert_eq!(interpret(204, "").unwrap(), Value::Null);
    }

    #[test]
    fn refusal_that_does_not_come_from_discord_counts_as_intercepted() {
        for status in [302, 403, 407, 411] {
            assert!(matches!(interpret(status, "<html>"), Err(Failure::Intercepted { .. })), "{status}");
        }
        for (status, body) in [(403, r#"{"message": "no", "code": 50001}"#), (413, "<html>"), (503, "<html>")] {
            assert!(matches!(interpret(status, body), Err(Failure::Refused(_))), "{status}");
        }
        assert!(matches!(interpret(429, "<html>"), Err(Failure::RateLimited { global: true, .. })));
        let route_limit_response = interpret(429, r#"{"retry_after": 1.5, "global": false}"#);
        assert!(matches!(route_limit_response, Err(Failure::RateLimited { global: false, .. })));
    }
}
