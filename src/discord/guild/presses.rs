//! The selects, buttons and forms of `/setup`, and their custom ids.

use crate::guild::ChannelPurpose;
use crate::members::Group;
use crate::presses;

/// A page of `/setup`. There are several pages, because `/setup` has more selects than one message can have rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::Display, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum Page {
    Roles,
    Channels,
    /// The announcements channel, the dates of the event, and the list of expected members.
    Rest,
}

presses! {
    /// The custom ids contain no permission: the handlers check Manage Server at every press.
    pub enum SetupPress: "setup" {
        Page(page: Page) = "page/roles", Update;
        PickRole(group: Group) = "role/mag", Update;
        PickChannel(purpose: ChannelPurpose) = "channel/inbox", Update;
        /// Saves all choices that are shown, including suggestions, and posts the panels.
        Save = "save", Update;
        TypeDates = "type-dates", Never;
        DatesTyped = "dates-typed", Update;
        /// Lists the expected members who are not on Discord, with addresses to copy.
        NotOnDiscord = "absent", Private;
        /// Lists the members who have a role but no profile, to copy.
        NoProfile = "no-profile", Private;
        /// Reminds the members whom `NoProfile` lists, except those who were reminded within the last day.
        RemindThem = "remind-them", Update;
        /// Replaces the stored list of expected members with the uploaded list that the message shows.
        SaveList(draft: i64) = "save-list/7", Update;
        DiscardList(draft: i64) = "discard-list/7", Update;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discord::wire::custom_id::assert_examples_round_trip;

    #[test]
    fn custom_ids_round_trip() {
        assert_examples_round_trip::<SetupPress>();
    }
}
