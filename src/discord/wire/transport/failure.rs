//! Why a request has no usable response.

use std::fmt;
use std::time::Duration;

use serde_json::Value;

/// Why a request has no usable response. The variant tells whether it may have been done.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Failure {
    /// The request was not done. This is a defect of our pacing, unless the scope is "shared".
    #[error("Discord asks to wait {} ms", retry_after.as_millis())]
    RateLimited { retry_after: Duration, global: bool, scope: Option<String> },
    /// Discord refused the request, or failed (5xx), in which case it may have been done.
    #[error("{0}")]
    Refused(Refusal),
    /// No response came, or one that cannot be read: it may have been done.
    #[error("no response from Discord: {0}")]
    Unknown(String),
    /// Not done: something between Discord and us answered, such as a proxy or the page of a hotel's network.
    #[error("something other than Discord answered ({status})")]
    Intercepted { status: u16 },
    /// The request never left: it was not done.
    #[error("Discord was not reached: {0}")]
    NotSent(String),
}

/// Discord's answer when it refuses a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub status: u16,
    /// One of [`error_codes`](crate::discord::wire::error_codes).
    pub code: u32,
    pub message: String,
    /// Which field was wrong, for `INVALID_FORM_BODY`.
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
    /// Discord's own code, if it gave one.
    pub fn code(&self) -> Option<u32> {
        match self {
            Failure::Refused(refusal) => Some(refusal.code),
            _ => None,
        }
    }

    /// Whether the request was certainly not done, and the same one may be sent again.
    pub fn is_certainly_not_done(&self) -> bool {
        matches!(self, Failure::RateLimited { .. } | Failure::NotSent(_) | Failure::Intercepted { .. })
    }

    /// Whether a later try may succeed.
    pub fn is_transient(&self) -> bool {
        match self {
            Failure::RateLimited { .. } | Failure::Unknown(_) | Failure::NotSent(_) | Failure::Intercepted { .. } => {
                true
            }
            Failure::Refused(refusal) => refusal.status >= 500,
        }
    }

    /// How long Discord asks to wait.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Failure::RateLimited { retry_after, .. } => Some(*retry_after),
            _ => None,
        }
    }

    pub fn status(&self) -> Option<u16> {
        match self {
            Failure::Refused(refusal) => Some(refusal.status),
            Failure::RateLimited { .. } => Some(429),
            Failure::Intercepted { status } => Some(*status),
            _ => None,
        }
    }
}
