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
        let edits = EditReach { edited, not_editable, by_mail: 0 };
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

    fn recalled_text(recalled: usize, under_way: usize, language: Language) -> String {
        let outcome = EndOutcome::Ended { recalled, under_way, edits: EditReach::default() };
        end_result(AlertId(7), EndReason::Cancel, outcome, language).content().to_owned()
    }

    #[test]
    fn result_counts_recalled_messages_and_messages_under_way() {
        insta::assert_snapshot!(recalled_text(1, 1, Language::English), @"
        Alert 7 is withdrawn, and no more messages will be sent.
        1 message had not gone out yet and was stopped.
        1 message was being sent at that moment: if it arrives, it will say so too.
        ");
        insta::assert_snapshot!(recalled_text(2, 3, Language::English), @"
        Alert 7 is withdrawn, and no more messages will be sent.
        2 messages had not gone out yet and were stopped.
        3 messages were being sent at that moment: those that arrive will say so too.
        ");
        insta::assert_snapshot!(recalled_text(1, 1, Language::French), @"
        L’alerte 7 est retirée, et plus rien ne sera envoyé.
        Un message à 1 personne attendait encore : il a été retiré.
        L’envoi à 1 personne est en cours : si le message arrive, il l’indiquera aussi.
        ");
        insta::assert_snapshot!(recalled_text(2, 3, Language::French), @"
        L’alerte 7 est retirée, et plus rien ne sera envoyé.
        Des messages à 2 personnes attendaient encore : ils ont été retirés.
        L’envoi à 3 personnes est en cours : les messages qui arrivent l’indiqueront aussi.
        ");
        insta::assert_snapshot!(recalled_text(1, 1, Language::Spanish), @"
        La alerta 7 queda retirada y no se envía nada más.
        1 mensaje aún no había salido: se detuvo.
        1 mensaje se estaba enviando en ese momento: si llega, también lo indicará.
        ");
        insta::assert_snapshot!(recalled_text(2, 3, Language::Spanish), @"
        La alerta 7 queda retirada y no se envía nada más.
        2 mensajes aún no habían salido: se detuvieron.
        3 mensajes se estaban enviando en ese momento: los que lleguen también lo indicarán.
        ");
        assert_eq!(recalled_text(0, 0, Language::English).lines().count(), 1);
    }
}
