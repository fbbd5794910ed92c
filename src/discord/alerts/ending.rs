//! The screens of "It is over" and "Withdraw": the question before the alert ends, and the result. The question shows
//! the text that recipients will read.

use crate::alerts::model::{Alert, AlertId, EndReason};
use crate::alerts::service::EndOutcome;
use crate::discord::alerts::messages::closed_text;
use crate::discord::alerts::presses::AlertPress;
use crate::discord::ui::reply::Reply;
use crate::discord::ui::widgets::Button;
use crate::say;
use crate::words::Language;

/// Asks for a confirmation before the alert ends. Recipients read the closing message, and nobody can take the message
/// back.
pub(super) fn end_question(alert: &Alert, reason: EndReason, language: Language) -> Reply {
    if !alert.is_active() {
        return Reply::new(say!(language, "alert-ended-already"));
    }
    let (question_key, closed_key, confirm_key, press) = match reason {
        EndReason::Over => {
            ("alert-ask-over", "alert-marked-over", "alert-button-confirm-over", AlertPress::ConfirmOver(alert.id))
        }
        EndReason::Cancel => (
            "alert-ask-withdraw",
            "alert-marked-cancelled",
            "alert-button-confirm-withdraw",
            AlertPress::ConfirmCancel(alert.id),
        ),
    };
    let text = closed_text(language, closed_key, &alert.current_version.text, alert.purpose);
    let quoted: Vec<String> = text.lines().map(|line| format!("> {line}")).collect();
    let question = say!(language, question_key, number = alert.id.0);
    let introduction = say!(language, "alert-correction-reads");
    Reply::new(format!("{question}\n{introduction}\n{}", quoted.join("\n"))).buttons([
        Button::danger(press, say!(language, confirm_key)),
        Button::secondary(AlertPress::KeepActive(alert.id), say!(language, "alert-button-go-on")),
    ])
}

/// The result of "It is over" or "Withdraw": how many messages were recalled, and how many were already being sent.
pub(super) fn end_result(id: AlertId, reason: EndReason, outcome: EndOutcome, language: Language) -> Reply {
    let EndOutcome::Ended { recalled, under_way } = outcome else {
        return Reply::new(say!(language, "alert-ended-already"));
    };
    let key = match reason {
        EndReason::Cancel => "alert-cancelled",
        EndReason::Over => "alert-over",
    };
    let mut lines = vec![say!(language, key, number = id.0)];
    let parts = [("alert-ended-recalled", recalled), ("alert-ended-under-way", under_way)];
    let nonzero = parts.into_iter().filter(|(_, count)| *count > 0);
    lines.extend(nonzero.map(|(key, count)| say!(language, key, count = count)));
    Reply::new(lines.join("\n"))
}
