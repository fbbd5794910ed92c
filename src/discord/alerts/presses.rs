//! The buttons, selects and forms of alerts, and their custom ids.

use crate::alerts::ask::{Answer, AskKind, Purpose};
use crate::alerts::model::{AlertId, DraftId, Severity};
use crate::presses;

presses! {
    /// The services authorize each press. `Seen`, `Answer`, `Remind`, `Help` and `Open` are for recipients of the
    /// alert. All others are for the secretariat.
    pub enum AlertPress: "alert" {
        /// The submitted form of `/alert send`. The audience is in the id when it fits, because a form opens without
        /// the database.
        SubmitNew { severity: Severity, audience: String } = "write/urgent/members", Private;
        /// Like `SubmitNew`, with the audience as a field of the form.
        SubmitNewWithAudience(severity: Severity) = "write-to/urgent", Private;
        /// The submitted form of an alert that asks for an answer, or is for practice.
        SubmitAsk { ask: AskKind, purpose: Purpose, severity: Severity, audience: String } =
            "ask/yes_no/real/urgent/members", Private;
        /// Like `SubmitAsk`, with the audience as a field of the form.
        SubmitAskWithAudience { ask: AskKind, purpose: Purpose, severity: Severity } =
            "ask-to/people/practice/urgent", Private;
        /// Opens the form again with the typed texts.
        Edit(draft: DraftId) = "edit/7", Never;
        /// Like `Edit`, with the audience as a field of the form.
        EditWithAudience(draft: DraftId) = "edit-to/7", Never;
        SubmitEdit(draft: DraftId) = "rewrite/7", Update;
        SubmitEditWithAudience(draft: DraftId) = "rewrite-to/7", Update;
        /// Chooses one of several meanings of the time to answer, in milliseconds UTC.
        ChooseTime(draft: DraftId, at_ms: i64) = "time/7/1604984400000", Update;
        /// Keeps the typed time, although it is after the event's last day.
        KeepTime(draft: DraftId, at_ms: i64) = "keep-time/7/1604984400000", Update;
        /// The select with the people whom a word of the audience can name.
        ChoosePeople(draft: DraftId) = "who/7", Update;
        RenewPreview(draft: DraftId) = "look-again/7", Update;
        /// The select with one page of the people who may be woken.
        WakePage(draft: DraftId, page: usize) = "wake/7/0", Update;
        /// Shows the selects of the people who may be woken, from this page on.
        WakeNames(draft: DraftId, first_page: usize) = "wake-names/7/3", Update;
        /// Wakes everybody whose name was shown.
        WakeAll(draft: DraftId) = "wake-all/7", Update;
        WakeNobody(draft: DraftId) = "wake-nobody/7", Update;
        Send(draft: DraftId) = "send/7", Update;
        SendAgain(draft: DraftId) = "send-again/7", Update;
        /// Replaces the old text with the corrected one, and notifies nobody.
        FixSilently(draft: DraftId) = "fix/7", Update;
        Discard(draft: DraftId) = "discard/7", Update;
        NotOnDiscordOfDraft(draft: DraftId) = "absent/7", Private;
        NotOnDiscord(alert: AlertId) = "absent-of/7", Private;
        /// `version`: the version of the text that the message shows.
        Seen(alert: AlertId, version: u32) = "seen/7/1", Update;
        /// `version`: the version of the text that the message shows.
        Answer(alert: AlertId, version: u32, answer: Answer) = "answer/7/1/yes", Update;
        Remind(alert: AlertId) = "remind/7", Private;
        Help(alert: AlertId) = "help/7", Private;
        /// Shows one alert of a message that contains several. The answer has the buttons of this alert.
        Open(alert: AlertId) = "open/7", Private;
        AskAgain(alert: AlertId) = "ask-again/7", Private;
        /// Opens the form to correct this version.
        Correct(alert: AlertId, version: u32) = "correct/7/1", Never;
        SubmitCorrection(alert: AlertId, version: u32) = "corrected/7/1", Private;
        /// Asks before the alert is marked as over.
        Over(alert: AlertId) = "over/7", Private;
        /// Asks before the alert is withdrawn.
        Cancel(alert: AlertId) = "cancel/7", Private;
        ConfirmOver(alert: AlertId) = "over-now/7", Update;
        ConfirmCancel(alert: AlertId) = "cancel-now/7", Update;
        /// Answers that the alert stays active; changes nothing.
        KeepActive(alert: AlertId) = "go-on/7", Update;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discord::wire::custom_id::{CustomId, round_trip};

    #[test]
    fn custom_ids_round_trip() {
        round_trip::<AlertPress>();
    }

    #[test]
    fn severity_is_in_an_id_by_its_code() {
        let id = CustomId::from(AlertPress::SubmitNewWithAudience(Severity::Emergency));
        assert_eq!(id.as_str(), "v1/alert/write-to/emergency");
    }
}
