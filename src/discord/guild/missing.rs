//! The names of the choices of `/setup`, for all screens.

use crate::guild::{Missing, Place};
use crate::members::Group;
use crate::say;
use crate::words::Language;

/// `the role of the members, the inbox channel`
pub fn missing_words(language: Language, missing: &[Missing]) -> String {
    let words = missing.iter().map(|missing| match missing {
        Missing::Role(group) => say!(language, group_key(*group)),
        Missing::Channel(place) => say!(language, place_key(*place)),
    });
    words.collect::<Vec<_>>().join(", ")
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
