//! The buttons, selects and forms of alerts, and their custom ids.

use crate::alerts::ask::{Answer, AskKind, Purpose};
use crate::alerts::model::{AlertId, DraftId, Severity};
use crate::presses;
use crate::words::Language;

presses! {
    /// The services authorize each press. `Seen`, `Answer`, `Open`, `Original`, and the presses that remind or help are
    /// for recipients of the alert. All other presses are for the secretariat.
    pub enum AlertPress: "alert" {
        /// The submitted form of `/alert send`. The custom id contains the audience if it fits, because the form opens
        /// before a draft is stored.
        SubmitNew { severity: Severity, audience: String } = "write/urgent/members", Private;
        /// Like `SubmitNew`, with the audience as a field of the form.
        SubmitNewWithAudience(severity: Severity) = "write-to/urgent", Private;
        /// The submitted form of an alert that asks for an answer, or is for practice.
        SubmitAsk { ask: AskKind, purpose: Purpose, severity: Severity, audience: String } =
            "ask/yes_no/real/urgent/members", Private;
        /// Like `SubmitAsk`, with the audience as a field of the form.
        SubmitAskWithAudience { ask: AskKind, purpose: Purpose, severity: Severity } =
            "ask-to/people/practice/urgent", Private;
        /// Opens the form of the draft, filled in with the typed texts.
        Edit(draft: DraftId) = "edit/7", Never;
        /// Like `Edit`, with the audience as a field of the form.
        EditWithAudience(draft: DraftId) = "edit-to/7", Never;
        SubmitEdit(draft: DraftId) = "rewrite/7", Update;
        SubmitEditWithAudience(draft: DraftId) = "rewrite-to/7", Update;
        /// Chooses one of the possible meanings of the typed deadline. `at_ms`: milliseconds since 1970 UTC.
        ChooseTime(draft: DraftId, at_ms: i64) = "time/7/1604984400000", Update;
        /// Keeps the typed time, although it is after the event's last day.
        KeepTime(draft: DraftId, at_ms: i64) = "keep-time/7/1604984400000", Update;
        /// Chooses another deadline that the preview offers. `at_ms`: milliseconds since 1970 UTC.
        MoveDeadline(draft: DraftId, at_ms: i64) = "other-time/7/1604984400000", Update;
        /// The select with the people whom an ambiguous word of the audience can mean.
        ChoosePeople(draft: DraftId) = "who/7", Update;
        /// Opens the form for the text of a draft in this language.
        WriteText(draft: DraftId, language: Language) = "text/7/fr", Never;
        SubmitText(draft: DraftId, language: Language) = "text-typed/7/fr", Update;
        RenewPreview(draft: DraftId) = "look-again/7", Update;
        /// The select with one page of the people who may be woken.
        WakePage(draft: DraftId, page: usize) = "wake/7/0", Update;
        /// Shows the selects of the people who may be woken, from `first_page` on.
        WakeNames(draft: DraftId, first_page: usize) = "wake-names/7/3", Update;
        /// Chooses to wake everybody whose name the preview has shown.
        WakeAll(draft: DraftId) = "wake-all/7", Update;
        /// Chooses to wake nobody.
        WakeNobody(draft: DraftId) = "wake-nobody/7", Update;
        /// Shows the names of everybody in the preview, in a message of its own.
        Names(draft: DraftId) = "names/7", Private;
        /// Turns to another page of the names. The first page is 0.
        NamesPage(draft: DraftId, page: usize) = "names-page/7/1", Update;
        /// Shows the whole message in each language of the audience.
        ReadAs(draft: DraftId) = "read-as/7", Private;
        Send(draft: DraftId) = "send/7", Update;
        SendAgain(draft: DraftId) = "send-again/7", Update;
        /// Replaces the old text with the corrected text, and notifies nobody.
        FixSilently(draft: DraftId) = "fix/7", Update;
        Discard(draft: DraftId) = "discard/7", Update;
        NotOnDiscordOfDraft(draft: DraftId) = "absent/7", Private;
        NotOnDiscord(alert: AlertId) = "absent-of/7", Private;
        /// `version`: the version of the text that the message shows.
        Seen(alert: AlertId, version: u32) = "seen/7/1", Update;
        /// `version`: the version of the text that the message shows.
        Answer(alert: AlertId, version: u32, answer: Answer) = "answer/7/1/yes", Update;
        /// `version`: the version of the text that the message shows.
        Remind(alert: AlertId, version: u32) = "remind-of/7/1", Private;
        /// `version`: the version of the text that the message shows.
        Help(alert: AlertId, version: u32) = "help-with/7/1", Private;
        /// Like `Remind`, under a message that an older program sent.
        RemindOfUnknownVersion(alert: AlertId) = "remind/7", Private;
        /// Like `Help`, under a message that an older program sent.
        HelpWithUnknownVersion(alert: AlertId) = "help/7", Private;
        /// Shows one alert of a message that contains several alerts. The answer has the buttons of this alert.
        Open(alert: AlertId) = "open/7", Private;
        /// Shows the original text of a version, if the message has no room for it below the text in another language.
        Original(alert: AlertId, version: u32) = "original/7/1", Private;
        AskAgain(alert: AlertId) = "ask-again/7", Private;
        /// The select with one page of the people who have not answered: the secretariat reached them outside Discord.
        Reached(alert: AlertId, page: usize) = "reached/7/0", Private;
        /// The select with the people who were reached: undoes `Reached`.
        NotReached(alert: AlertId) = "not-reached/7", Private;
        /// Opens the form to correct the alert. `version`: the version that the roster shows.
        Correct(alert: AlertId, version: u32) = "correct/7/1", Never;
        SubmitCorrection(alert: AlertId, version: u32) = "corrected/7/1", Private;
        /// Asks for a confirmation before the alert is marked as over.
        Over(alert: AlertId) = "over/7", Private;
        /// Asks for a confirmation before the alert is withdrawn.
        Cancel(alert: AlertId) = "cancel/7", Private;
        ConfirmOver(alert: AlertId) = "over-now/7", Update;
        ConfirmCancel(alert: AlertId) = "cancel-now/7", Update;
        /// Says that the alert stays active. Changes nothing.
        KeepActive(alert: AlertId) = "go-on/7", Update;
        /// Shows each person of the report of an alert, in a message of its own.
        ReportPeople(alert: AlertId) = "report-people/7", Private;
        /// Turns to another page of these people. The first page is 0.
        ReportPeoplePage(alert: AlertId, page: usize) = "report-page/7/1", Update;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discord::wire::custom_id::{CustomId, ParsedId, assert_examples_round_trip};

    #[test]
    fn custom_ids_round_trip() {
        assert_examples_round_trip::<AlertPress>();
    }

    #[test]
    fn help_and_reminder_buttons_carry_the_version_and_old_ones_still_decode() {
        let decode = |id: &str| ParsedId::parse(id).and_then(|parsed| parsed.decode::<AlertPress>());
        assert_eq!(CustomId::from(AlertPress::Help(AlertId(7), 2)).as_str(), "v1/alert/help-with/7/2");
        assert_eq!(CustomId::from(AlertPress::Remind(AlertId(7), 2)).as_str(), "v1/alert/remind-of/7/2");
        assert_eq!(decode("v1/alert/help/7"), Some(AlertPress::HelpWithUnknownVersion(AlertId(7))));
        assert_eq!(decode("v1/alert/remind/7"), Some(AlertPress::RemindOfUnknownVersion(AlertId(7))));
    }

    #[test]
    fn custom_id_contains_the_code_of_the_severity() {
        let id = CustomId::from(AlertPress::SubmitNewWithAudience(Severity::Emergency));
        assert_eq!(id.as_str(), "v1/alert/write-to/emergency");
    }
}
