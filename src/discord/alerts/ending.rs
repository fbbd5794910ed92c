//! The screens of "It is over" and "Withdraw": the question before the alert ends, and the result. The question shows
//! the text that recipients will read.

use crate::alerts::model::{Alert, AlertId, EndReason};
use crate::alerts::service::EndOutcome;
use crate::discord::alerts::messages::closed_text;
use crate::discord::alerts::presses::AlertPress;
use crate::discord::alerts::screens::not_editable_line;
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

/// The result of "It is over" or "Withdraw": how many messages were recalled, how many were already being sent, and how
/// many can no longer be edited.
pub(super) fn end_result(id: AlertId, reason: EndReason, outcome: EndOutcome, language: Language) -> Reply {
    let EndOutcome::Ended { recalled, under_way, edits } = outcome else {
        return Reply::new(say!(language, "alert-ended-already"));
    };
    let key = match (reason, edits.edited > 0 && edits.not_editable == 0) {
        (EndReason::Cancel, true) => "alert-cancelled",
        (EndReason::Cancel, false) => "alert-cancelled-only",
        (EndReason::Over, true) => "alert-over",
        (EndReason::Over, false) => "alert-over-only",
    };
    let mut lines = vec![say!(language, key, number = id.0)];
    if let Some(not_editable) = not_editable_line(edits, language) {
        lines.extend((edits.edited > 0).then(|| say!(language, "alert-ended-edited", count = edits.edited)));
        lines.push(not_editable);
    }
    let parts = [("alert-ended-recalled", recalled), ("alert-ended-under-way", under_way)];
    let nonzero = parts.into_iter().filter(|(_, count)| *count > 0);
    lines.extend(nonzero.map(|(key, count)| say!(language, key, count = count)));
    Reply::new(lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::alerts::model::EditReach;

    fn text(edited: usize, not_editable: usize) -> String {
        let edits = EditReach { edited, not_editable };
        let outcome = EndOutcome::Ended { recalled: 0, under_way: 0, edits };
        end_result(AlertId(7), EndReason::Over, outcome, Language::English).content().to_owned()
    }

    #[test]
    fn result_claims_only_the_messages_that_are_edited() {
        insta::assert_snapshot!(text(5, 0), @"Alert 7 is over. The messages already sent now say so, and no more will be sent.");
        insta::assert_snapshot!(text(0, 0), @"Alert 7 is over, and no more messages will be sent.");
        insta::assert_snapshot!(text(5, 1), @"
        Alert 7 is over, and no more messages will be sent.
        The messages that 5 people have now say so.
        ⚠️ 1 person still sees the old text: it was sent so long ago that Magpie can no longer change it.
        ");
        insta::assert_snapshot!(text(0, 3), @"
        Alert 7 is over, and no more messages will be sent.
        ⚠️ 3 people still see the old text: it was sent so long ago that Magpie can no longer change it.
        ");
    }
}
