//! Decides what a failed request to Discord means for a delivery. Only this module converts Discord's codes into
//! causes.

use crate::delivery::{Cause, SendError};
use crate::discord::wire::error_codes as codes;
use crate::discord::wire::transport::{Failure, Refusal, TOO_LARGE};

/// How long to wait after `TOO_MANY_OLD_EDITS`. `old_edits` stays below the limit, but Discord also counts edits that
/// `old_edits` does not know: edits outside of deliveries, and edits whose response was lost.
const OLD_EDIT_RETRY_MS: u64 = 20 * 60 * 1_000;
/// Codes of temporary failures: DMs opened too fast, the write limit of a channel, a rate-limited resource, an
/// overloaded API, and a thread that was archived again after we unarchived it.
const TEMPORARY: [u32; 5] = [
    codes::OPENING_DMS_TOO_FAST,
    codes::CHANNEL_WRITE_LIMIT,
    codes::RESOURCE_RATE_LIMITED,
    codes::API_OVERLOADED,
    codes::THREAD_ARCHIVED,
];

/// Converts a failure into the error that tells the dispatcher what to do next.
pub(super) fn send_error(failure: Failure) -> SendError {
    match failure {
        Failure::RateLimited { retry_after, .. } => SendError::Transient {
            reason: "Discord asked to wait".to_owned(),
            retry_after_ms: Some(u64::try_from(retry_after.as_millis()).unwrap_or(u64::MAX)),
        },
        Failure::NotSent(reason) => SendError::NotAttempted { reason },
        Failure::Intercepted { .. } => SendError::Blocked { reason: failure.to_string() },
        Failure::Unknown(reason) => SendError::Unknown { reason },
        // Discord failed (5xx). It may have executed the request before the failure.
        Failure::Refused(refusal) if refusal.status >= 500 => SendError::Unknown { reason: refusal.to_string() },
        // Discord refuses every request until a person corrects the token.
        Failure::Refused(refusal) if refusal.status == 401 && refusal.code != codes::OWNER_TWO_FACTOR => {
            SendError::Blocked { reason: refusal.to_string() }
        }
        Failure::Refused(refusal) if refusal.code == codes::TOO_MANY_OLD_EDITS => {
            SendError::Transient { reason: refusal.to_string(), retry_after_ms: Some(OLD_EDIT_RETRY_MS) }
        }
        Failure::Refused(refusal) if TEMPORARY.contains(&refusal.code) || is_general(&refusal) => {
            SendError::Transient { reason: refusal.to_string(), retry_after_ms: None }
        }
        Failure::Refused(refusal) => SendError::permanent(cause(refusal.code), refusal.to_string()),
    }
}

/// Whether the refusal says nothing about the message itself, because it has no code. "Too large" has no code either,
/// but it is about the message: a retry would also be too large.
fn is_general(refusal: &Refusal) -> bool {
    refusal.code == codes::NONE && refusal.status != TOO_LARGE
}

fn cause(code: u32) -> Cause {
    match code {
        codes::CANNOT_DM | codes::NO_MUTUAL_GUILDS | codes::UNKNOWN_USER => Cause::DmClosed,
        codes::MISSING_ACCESS => Cause::NoAccess,
        codes::UNKNOWN_CHANNEL => Cause::Gone,
        codes::OWNER_TWO_FACTOR => Cause::OwnerTwoFactor,
        codes::MISSING_PERMISSIONS | codes::UNKNOWN_GUILD | codes::MAX_ACTIVE_THREADS | codes::MAX_THREAD_MEMBERS => {
            Cause::NoPermission
        }
        codes::UNKNOWN_MESSAGE => Cause::NoMessage,
        codes::QUARANTINED => Cause::Quarantined,
        codes::INVALID_FORM_BODY | codes::EMPTY_MESSAGE | codes::REQUEST_TOO_LARGE | codes::NONE => {
            Cause::InvalidMessage
        }
        _ => Cause::Refused,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn error_of_refusal(status: u16, code: u32) -> SendError {
        let refusal = Refusal { status, code, message: "no".to_owned(), errors: None };
        send_error(Failure::Refused(refusal))
    }

    fn cause_of(status: u16, code: u32) -> Option<Cause> {
        match error_of_refusal(status, code) {
            SendError::Permanent { failure } => Some(failure.cause),
            _ => None,
        }
    }

    #[test]
    fn permanent_refusals_have_the_matching_cause() {
        for (status, code, cause) in [
            (403, 50007, Cause::DmClosed),
            (403, 50278, Cause::DmClosed),
            (403, 10013, Cause::DmClosed),
            (403, 50001, Cause::NoAccess),
            (404, 10003, Cause::Gone),
            (401, 60003, Cause::OwnerTwoFactor),
            (403, 60003, Cause::OwnerTwoFactor),
            (403, 50013, Cause::NoPermission),
            (403, 20026, Cause::Quarantined),
            (400, 50035, Cause::InvalidMessage),
            (413, 40005, Cause::InvalidMessage),
            (413, 0, Cause::InvalidMessage),
            (403, 40333, Cause::Refused),
        ] {
            assert_eq!(cause_of(status, code), Some(cause), "{status} {code}");
        }
    }

    #[test]
    fn temporary_refusals_are_retried() {
        for (status, code) in [(403, 40003), (400, 20028), (400, 50083), (403, 0), (404, 0)] {
            assert!(matches!(error_of_refusal(status, code), SendError::Transient { .. }), "{status} {code}");
        }
    }

    #[test]
    fn possibly_executed_request_becomes_unknown_and_unsent_request_becomes_not_attempted() {
        for status in [500, 502, 503, 504] {
            assert!(matches!(error_of_refusal(status, 0), SendError::Unknown { .. }), "{status}");
        }
        let lost_response_error = send_error(Failure::Unknown("time-out".to_owned()));
        assert!(matches!(lost_response_error, SendError::Unknown { .. }));
        let unsent_request_error = send_error(Failure::NotSent("no route".to_owned()));
        assert!(matches!(unsent_request_error, SendError::NotAttempted { .. }));
    }

    #[test]
    fn wrong_token_and_response_of_a_proxy_block_delivery() {
        for (status, code) in [(401, 0), (401, 40001)] {
            assert!(matches!(error_of_refusal(status, code), SendError::Blocked { .. }), "{status} {code}");
        }
        assert!(matches!(send_error(Failure::Intercepted { status: 302 }), SendError::Blocked { .. }));
    }

    #[test]
    fn refused_edit_of_an_old_message_is_retried_after_ten_minutes_or_more() {
        let SendError::Transient { retry_after_ms: Some(wait), .. } = error_of_refusal(429, codes::TOO_MANY_OLD_EDITS)
        else {
            panic!()
        };
        assert!(wait >= 10 * 60 * 1_000, "{wait} ms");
    }

    #[test]
    fn retry_after_of_discord_is_kept() {
        let failure = Failure::RateLimited { retry_after: Duration::from_millis(2500), global: false, scope: None };
        let error = send_error(failure);
        assert!(matches!(error, SendError::Transient { retry_after_ms: Some(2500), .. }));
    }
}
