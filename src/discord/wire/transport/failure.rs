//! Why a request has no usable response.

use std::fmt;
use std::time::Duration;

use serde_json::Value;

/// Why a request has no usable response. The variant says whether Discord may have executed the request.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Failure {
    /// Discord did not execute the request. This is a defect of our pacing, unless the scope is "shared".
    #[error("Discord asks to wait {} ms", retry_after.as_millis())]
    RateLimited { retry_after: Duration, global: bool, scope: Option<String> },
    /// Discord refused the request, or Discord failed (5xx). After a 5xx, Discord may have executed the request.
    #[error("{0}")]
    Refused(Refusal),
    /// No response came, or we cannot read it. Discord may have executed the request.
    #[error("no response from Discord: {0}")]
    Unknown(String),
    /// Something between Discord and us answered, such as a proxy or the login page of a hotel's network. Discord did
    /// not execute the request.
    #[error("something other than Discord answered ({status})")]
    Intercepted { status: u16 },
    /// The request never left, so Discord did not execute it.
    #[error("Discord was not reached: {0}")]
    NotSent(String),
}

/// Discord's response when it refuses a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub status: u16,
    /// One of [`error_codes`](crate::discord::wire::error_codes).
    pub code: u32,
    pub message: String,
    /// The faults of each field, if the code is `INVALID_FORM_BODY`.
    pub errors: Option<Value>,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Discord refused ({}, code {}): {}", self.status, self.code, self.message)?;
        match &self.errors {
            Some(errors) => write!(f, " {errors}"),
            None => Ok(()),
        }
    }
}

impl Failure {
    /// Discord's error code; `None` if Discord did not refuse the request.
    pub fn code(&self) -> Option<u32> {
        match self {
            Failure::Refused(refusal) => Some(refusal.code),
            _ => None,
        }
    }

    /// Whether Discord certainly did not execute the request, so that we can safely send it again.
    pub fn is_certainly_not_done(&self) -> bool {
        matches!(self, Failure::RateLimited { .. } | Failure::NotSent(_) | Failure::Intercepted { .. })
    }

    /// Whether a later try can succeed.
    pub fn is_transient(&self) -> bool {
        match self {
            Failure::RateLimited { .. } | Failure::Unknown(_) | Failure::NotSent(_) | Failure::Intercepted { .. } => {
                true
            }
            Failure::Refused(refusal) => refusal.status >= 500,
        }
    }

    /// How long Discord asks to wait; `None` if it does not ask.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Failure::RateLimited { retry_after, .. } => Some(*retry_after),
            _ => None,
        }
    }

    /// The HTTP status of the response; `None` if there is no usable response.
    pub fn status(&self) -> Option<u16> {
        match self {
            Failure::Refused(refusal) => Some(refusal.status),
            Failure::RateLimited { .. } => Some(429),
            Failure::Intercepted { status } => Some(*status),
            _ => None,
        }
    }
}
