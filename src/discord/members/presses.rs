//! The buttons, selects and forms of a profile, and their custom ids.

use crate::members::{DeputyAnswer, DeputyId, EmergencyWake};
use crate::presses;
use crate::time::{DateTime, ZoneId};

/// The answer to "May an emergency wake you?".
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::Display, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum EmergencyAnswer {
    Yes,
    No,
}

impl From<EmergencyAnswer> for EmergencyWake {
    fn from(answer: EmergencyAnswer) -> Self {
        match answer {
            EmergencyAnswer::Yes => EmergencyWake::Allowed,
            EmergencyAnswer::No => EmergencyWake::Refused,
        }
    }
}

presses! {
    /// Each press acts on the profile of the person who presses it. No id names a person, so a forged id cannot reach
    /// another person's profile. The id of a deputy names a request, and the service checks whose request it is.
    pub enum ProfilePress: "profile" {
        /// A button of the panel in a channel. Opens the DM, where the set-up continues.
        Open = "open", Private;
        /// Shows the next question of the set-up, or the review.
        Edit = "edit", Update;
        TypeZone = "type-zone", Never;
        ZoneTyped = "zone-typed", Update;
        /// Opens the form of `TypeZone` with the typed text.
        TypeZoneAgain(typed: String) = "type-zone-again/Pariss", Never;
        PickZone = "pick-zone", Update;
        ZoneRight = "zone-right", Update;
        QuietUsual = "quiet-usual", Update;
        QuietNone = "quiet-none", Update;
        TypeQuiet = "type-quiet", Never;
        QuietTyped = "quiet-typed", Update;
        /// Opens the form of `TypeQuiet` with the typed texts.
        TypeQuietAgain(start: String, end: String, days: String) = "type-quiet-again/10/7h/Mon", Never;
        ChangeQuiet = "change-quiet", Update;
        Emergency(answer: EmergencyAnswer) = "emergency/yes", Update;
        ChangeEmergency = "change-emergency", Update;
        /// Saves the profile that the secretariat's list suggests, with this zone.
        ThatIsMe(zone: ZoneId) = "that-is-me/Australia%2FBrisbane", Update;
        /// Shows the suggested profile as a draft, so that the member can change the answers before "Save".
        ChangeAssumed = "change-assumed", Update;
        Language = "language", Update;
        /// Saves the draft, if the draft still has this revision.
        Save(revision: i64) = "save/3", Update;
        Test = "test", Private;
        /// A button of the test message, as `HeardNothing` is.
        HeardIt = "heard-it", Update;
        HeardNothing = "heard-nothing", Update;
        Awake = "awake", Never;
        /// Opens the form of `Awake` with the typed text.
        AwakeAgain(typed: String) = "awake-again/soon", Never;
        AwakeTyped = "awake-typed", Private;
        AwakeAt(until_ms: i64) = "awake-at/1604984400000", Update;
        AwakeEnd = "awake-end", Update;
        Away = "away", Never;
        /// Opens the form of `Away` with the typed text.
        AwayAgain(typed: String) = "away-again/soon", Never;
        AwayTyped = "away-typed", Private;
        AwayAt(until_ms: i64) = "away-at/1604984400000", Update;
        /// Saves "I am away until…" with a local time, in the zone where the member lives at that time.
        AwayAtLocal(until: DateTime) = "away-local/2020-11-10T09:00:00", Update;
        Back = "back", Update;
        /// Shows the member's deputy, and a select to name a deputy.
        Deputy = "deputy", Private;
        PickDeputy = "pick-deputy", Update;
        /// The answer of the person who was asked to be the deputy.
        AnswerDeputy(deputy: DeputyId, answer: DeputyAnswer) = "answer-deputy/7/accept", Update;
        /// Ends the deputyship or withdraws the request. The member or the deputy can press this button.
        EndDeputy(deputy: DeputyId) = "end-deputy/7", Update;
        /// Shows the member's address for alerts by e-mail.
        Mail = "mail", Private;
        TypeMail = "type-mail", Never;
        /// Opens the form of `TypeMail` with the typed text.
        TypeMailAgain(typed: String) = "type-mail-again/ada", Never;
        MailTyped = "mail-typed", Update;
        TypeCode = "type-code", Never;
        CodeTyped = "code-typed", Update;
        RemoveMail = "remove-mail", Update;
        Show = "show", Update;
        Export = "export", Private;
        AskDelete = "ask-delete", Update;
        Delete = "delete", Update;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discord::wire::custom_id::assert_examples_round_trip;

    #[test]
    fn custom_ids_round_trip() {
        assert_examples_round_trip::<ProfilePress>();
    }
}
