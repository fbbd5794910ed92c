//! What a failed request to Discord means for a delivery: the only place that converts Discord's codes into causes.

use std::ops::Range;

use crate::db::Rng;
use crate::delivery::{Cause, SendError};
use crate::discord::wire::error_codes as codes;
use crate::discord::wire::transport::{Failure, Refusal};

/// When Discord cannot be reached at all, each delivery tries again after this long, and not all at once.
const UNREACHABLE_RETRY_MS: Range<u64> = 15_000..45_000;
/// Something else edited old messages of that channel too, or an edit was counted whose answer was lost: `delivery`
/// does not know about either.
const OLD_EDIT_RETRY_MS: u64 = 20 * 60 * 1_000;
/// The HTTP status of a request that is too large; Discord usually adds [`codes::REQUEST_TOO_LARGE`].
const TOO_LARGE: u16 = 413;
/// Codes of temporary conditions: opening DMs too fast, a limit of the channel's writes, an overloaded resource.
const TEMPORARY: [u32; 4] =
    [codes::OPENING_DMS_TOO_FAST, codes::CHANNEL_WRITE_LIMIT, codes::RESOURCE_RATE_LIMITED, codes::API_OVERLOADED];

/// What the dispatcher does next.
pub(super) fn send_error(failure: Failure, rng: &Rng) -> SendError {
    match failure {
        Failure::RateLimited { retry_after, .. } => SendError::Transient {
            reason: "Discord asked to wait".to_owned(),
            retry_after_ms: Some(u64::try_from(retry_after.as_millis()).unwrap_or(u64::MAX)),
        },
        // Nothing was tried, so no attempt is used up: an outage of hours must not make messages fail.
        Failure::NotSent(reason) => {
            SendError::Transient { reason, retry_after_ms: Some(rng.integer(UNREACHABLE_RETRY_MS)) }
        }
        Failure::Unknown(reason) => SendError::Unknown { reason },
        // Discord failed, perhaps after it had done the request.
        Failure::Refused(refusal) if refusal.status >= 500 => SendError::Unknown { reason: refusal.to_string() },
        Failure::Refused(refusal) if refusal.code == codes::TOO_MANY_OLD_EDITS => {
            SendError::Transient { reason: refusal.to_string(), retry_after_ms: Some(OLD_EDIT_RETRY_MS) }
        }
        Failure::Refused(refusal) if is_temporary(&refusal) => {
            SendError::Transient { reason: refusal.to_string(), retry_after_ms: None }
        }
        Failure::Refused(refusal) => SendError::permanent(cause(refusal.code), refusal.to_string()),
    }
}

/// People correct a wrong token, and a refusal without a code comes from something between Discord and us. But a
/// message that is too large stays too large.
fn is_temporary(refusal: &Refusal) -> bool {
    let is_not_discords = refusal.code == codes::NONE && refusal.status != TOO_LARGE;
    refusal.status == 401 || TEMPORARY.contains(&refusal.code) || is_not_discords
}

fn cause(code: u32) -> Cause {
    match code {
        codes::CANNOT_DM | codes::NO_MUTUAL_GUILDS | codes::UNKNOWN_USER => Cause::DmClosed,
        codes::MISSING_ACCESS | codes::UNKNOWN_CHANNEL => Cause::NoAccess,
        codes::MISSING_PERMISSIONS | codes::UNKNOWN_GUILD | codes::MAX_ACTIVE_THREADS | codes::MAX_THREAD_MEMBERS => {
            Cause::NoPermission
        }
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

    fn refused(status: u16, code: u32) -> SendError {
        let refusal = Refusal { status, code, message: "no".to_owned(), errors: None };
        send_error(Failure::Refused(refusal), &Rng::seeded(1))
    }

    fn cause_of(status: u16, code: u32) -> Option<Cause> {
        match refused(status, code) {
            SendError::Permanent { failure } => Some(failure.cause),
            _ => None,
        }
    }

    #[test]
    fn permanent_refusals_have_the_cause_that_says_what_to_do() {
        for (status, code, cause) in [
            (403, 50007, Cause::DmClosed),
            (403, 50278, Cause::DmClosed),
            (403, 10013, Cause::DmClosed),
            (403, 50001, Cause::NoAccess),
            (404, 10003, Cause::NoAccess),
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
    fn temporary_refusals_are_tried_again() {
        for (status, code) in [(403, 40003), (400, 20028), (401, 0), (401, 40001), (403, 0), (404, 0)] {
            assert!(matches!(refused(status, code), SendError::Transient { .. }), "{status} {code}");
        }
    }

    #[test]
    fn request_that_may_have_been_done_is_unknown_and_one_that_never_left_is_not() {
        for status in [500, 502, 503, 504] {
            assert!(matches!(refused(status, 0), SendError::Unknown { .. }), "{status}");
        }
        let rng = Rng::seeded(1);
        let lost = send_error(Failure::Unknown("time-out".to_owned()), &rng);
        assert!(matches!(lost, SendError::Unknown { .. }));
        let refused_to_connect = send_error(Failure::NotSent("no route".to_owned()), &rng);
        assert!(matches!(refused_to_connect, SendError::Transient { retry_after_ms: Some(_), .. }));
    }

    #[test]
    fn an_edit_of_an_old_message_waits_until_discord_has_forgotten_others() {
        let SendError::Transient { retry_after_ms: Some(wait), .. } = refused(429, codes::TOO_MANY_OLD_EDITS) else {
            panic!()
        };
        assert!(wait >= 10 * 60 * 1_000, "{wait} ms");
    }

    #[test]
    fn a_wait_that_discord_asks_for_is_kept() {
        let failure = Failure::RateLimited { retry_after: Duration::from_millis(2500), global: false, scope: None };
        let error = send_error(failure, &Rng::seeded(1));
        assert!(matches!(error, SendError::Transient { retry_after_ms: Some(2500), .. }));
    }
}
