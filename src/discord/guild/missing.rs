//! The names of the roles and channels of `/setup`, for all screens.

use crate::guild::{Missing, Place};
use crate::members::Group;
use crate::say;
use crate::words::{Language, list};

/// What is missing, in words: `the members’ role and the inbox channel`.
pub fn missing_words(language: Language, missing: &[Missing]) -> String {
    let words = missing.iter().map(|missing| {
        let key = match missing {
            Missing::Role(group) => group_key(*group),
            Missing::Channel(place) => place_key(*place),
        };
        // The form of the name within a sentence.
        say!(language, &format!("{key}.within"))
    });
    list(language, &words.collect::<Vec<_>>())
}

pub(super) fn group_key(group: Group) -> &'static str {
    match group {
        Group::Mag => "setup-role-members",
        Group::Helpdesk => "setup-role-volunteers",
        Group::Secretariat => "setup-role-secretariat",
    }
}

pub(super) fn place_key(place: Place) -> &'static str {
    match place {
        Place::Secretariat => "setup-channel-secretariat",
        Place::Announcements => "setup-channel-announcements",
        Place::Help => "setup-channel-help",
        Place::Triage => "setup-channel-triage",
        Place::Inbox => "setup-channel-inbox",
    }
}
