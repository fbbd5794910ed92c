//! What an error of the mail server means for a delivery. Pure.

use std::time::Duration;

use lettre::transport::smtp::Error;

use crate::delivery::{Cause, SendError};

/// The step of a conversation with a mail server. An error means something else in each of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// Connection, encryption and login.
    Connection,
    /// The server was told the sender.
    Sender,
    /// The server was told the recipient.
    Recipient,
    /// The server was asked to take the text.
    Data,
    /// The text was sent. Without an answer, it is not known whether the server accepted the e-mail.
    Text,
}

/// The meaning of an error in this stage, by the classes of RFC 5321, section 4.2.1: after a reply 4xx a retry may
/// succeed, after 5xx it would fail too.
pub(super) fn send_error(stage: Stage, error: &Error) -> SendError {
    let reason = error.to_string();
    match (error.is_transient(), error.is_permanent()) {
        (true, _) => SendError::Transient { reason, retry_after_ms: None },
        (_, true) => refusal(stage, reason),
        _ => without_reply(stage, reason),
    }
}

/// The server took longer than `limit`.
pub(super) fn timed_out(stage: Stage, limit: Duration) -> SendError {
    without_reply(stage, format!("the mail server did not answer within {} s", limit.as_secs()))
}

fn refusal(stage: Stage, reason: String) -> SendError {
    match stage {
        // The server refuses every e-mail, for example because the password is wrong. Once that is corrected, the
        // e-mails are sent.
        Stage::Connection => SendError::Blocked { reason },
        Stage::Recipient => SendError::permanent(Cause::MailboxUnknown, reason),
        Stage::Sender | Stage::Data | Stage::Text => SendError::permanent(Cause::Refused, reason),
    }
}

fn without_reply(stage: Stage, reason: String) -> SendError {
    match stage {
        Stage::Text => SendError::Unknown { reason },
        Stage::Connection | Stage::Sender | Stage::Recipient | Stage::Data => SendError::NotAttempted { reason },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_lost_answer_to_the_text_leaves_the_outcome_unknown() {
        for stage in [Stage::Connection, Stage::Sender, Stage::Recipient, Stage::Data] {
            let error = timed_out(stage, Duration::from_secs(30));
            assert!(matches!(error, SendError::NotAttempted { .. }), "{stage:?}: {error}");
        }
        let reason = "the mail server did not answer within 20 s".to_owned();
        assert_eq!(timed_out(Stage::Text, Duration::from_secs(20)), SendError::Unknown { reason });
    }

    #[test]
    fn refused_login_blocks_all_emails_and_a_refused_recipient_fails_one() {
        assert!(matches!(refusal(Stage::Connection, "535".to_owned()), SendError::Blocked { .. }));
        let unknown = SendError::permanent(Cause::MailboxUnknown, "550");
        assert_eq!(refusal(Stage::Recipient, "550".to_owned()), unknown);
        assert_eq!(refusal(Stage::Text, "554".to_owned()), SendError::permanent(Cause::Refused, "554"));
    }
}
