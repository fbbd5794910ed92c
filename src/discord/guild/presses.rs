//! The selects, buttons and forms of `/setup`, and their custom ids.

use crate::guild::Place;
use crate::members::Group;
use crate::presses;

/// `/setup` has more selects than a message has rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::Display, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum Page {
    Roles,
    Channels,
    /// The announcements channel, the dates of the event, and the list of expected members.
    Rest,
}

presses! {
    /// The ids carry no permission: the handlers check Manage Server at every press.
    pub enum SetupPress: "setup" {
        Page(page: Page) = "page/roles", Update;
        PickRole(group: Group) = "role/mag", Update;
        PickChannel(place: Place) = "channel/inbox", Update;
        /// Saves all choices that are shown, including suggestions, and posts the panels.
        Save = "save", Update;
        TypeDates = "type-dates", Never;
        DatesTyped = "dates-typed", Update;
        /// The expected members who are not on Discord, with addresses to copy.
        Absent = "absent", Private;
        /// The members with a role and without a profile, to copy.
        NoProfile = "no-profile", Private;
        /// Reminds those of them whom nobody reminded within a day.
        RemindThem = "remind-them", Update;
        /// Replaces the list of expected members by the uploaded one that is shown.
        SaveList(draft: i64) = "save-list/7", Update;
        DiscardList(draft: i64) = "discard-list/7", Update;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discord::wire::custom_id::round_trip;

    #[test]
    fn custom_ids_round_trip() {
        round_trip::<SetupPress>();
    }
}
