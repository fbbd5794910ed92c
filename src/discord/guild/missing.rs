//! The names of the roles and channels of `/setup`, for all screens.

use crate::guild::{ChannelPurpose, Missing};
use crate::members::Group;
use crate::say;
use crate::words::{Language, list};

/// The missing roles and channels, in words: `the members’ role and the inbox channel`.
pub fn missing_words(language: Language, missing: &[Missing]) -> String {
    let words = missing.iter().map(|missing| {
        let key = match missing {
            Missing::Role(group) => group_key(*group),
            Missing::Channel(purpose) => purpose_key(*purpose),
        };
        // `.within` is the form of the name within a sentence.
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

pub(super) fn purpose_key(purpose: ChannelPurpose) -> &'static str {
    match purpose {
        ChannelPurpose::Secretariat => "setup-channel-secretariat",
        ChannelPurpose::Announcements => "setup-channel-announcements",
        ChannelPurpose::Help => "setup-channel-help",
        ChannelPurpose::Triage => "setup-channel-triage",
        ChannelPurpose::Inbox => "setup-channel-inbox",
    }
}
