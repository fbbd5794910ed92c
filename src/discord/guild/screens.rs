//! The screens of `/setup`, with one function for each screen.

pub use crate::discord::guild::missing::missing_words;
use crate::discord::guild::missing::{group_key, purpose_key};
use crate::discord::guild::presses::{Page, SetupPress};
use crate::discord::members::screens::place_name;
use crate::discord::ui::reply::{File, MAX_CONTENT_CHARS, Reply};
use crate::discord::ui::text::{echo, sanitize_line};
use crate::discord::ui::widgets::{Button, Select, SelectKind};
use crate::discord::viewer::Viewer;
use crate::guild::service::{Attendance, Overview};
use crate::guild::{ChannelKind, ChannelPurpose, Exposure, Missing};
use crate::members::{Group, Member};
use crate::say;
use crate::time::Date;
use crate::words::{self, Language, times};

/// The most meanings of a typed date that are shown at once.
const MAX_DATE_MEANINGS: usize = 6;

/// A page of the set-up. `note` says what the previous press did.
pub fn page(viewer: &Viewer, setup: &Overview, page: Page, note: Option<&str>) -> Reply {
    let language = viewer.language;
    let mut text = String::new();
    if let Some(note) = note {
        text.push_str(note);
        text.push_str("\n\n");
    }
    text.push_str(&overview_text(language, setup));
    let reply = Reply::new(text);
    let save = Button::success(SetupPress::Save, say!(language, "setup-save"));
    let page_button = |page, key: &str| Button::secondary(SetupPress::Page(page), say!(language, key));
    match page {
        Page::Roles => Group::ALL
            .into_iter()
            .fold(reply, |reply, group| reply.select(role_select(language, setup, group)))
            .buttons([save, page_button(Page::Channels, "setup-to-channels")]),
        Page::Channels => {
            [ChannelPurpose::Secretariat, ChannelPurpose::Triage, ChannelPurpose::Help, ChannelPurpose::Inbox]
                .into_iter()
                .fold(reply, |reply, purpose| reply.select(channel_select(language, setup, purpose)))
                .buttons([save, page_button(Page::Roles, "setup-to-roles"), page_button(Page::Rest, "setup-to-rest")])
        }
        Page::Rest => {
            let mut buttons = vec![
                save,
                page_button(Page::Channels, "setup-to-channels"),
                Button::secondary(SetupPress::TypeDates, say!(language, "setup-dates")),
            ];
            buttons.extend(people_buttons(language, &setup.attendance));
            reply.select(channel_select(language, setup, ChannelPurpose::Announcements)).buttons(buttons)
        }
    }
}

/// The set-up after it was saved: what is missing, what failed, and what to do next.
pub fn saved_setup(viewer: &Viewer, setup: &Overview, failures: &[String]) -> Reply {
    let language = viewer.language;
    let missing = setup.saved.missing();
    let deleted: Vec<Missing> = setup.deleted.iter().copied().filter(|choice| choice.is_required()).collect();
    let unusable = unusable_channels(setup);
    let mut text = if !missing.is_empty() {
        say!(language, "setup-incomplete", missing = missing_words(language, &missing))
    } else if !deleted.is_empty() {
        say!(language, "setup-not-ready-deleted", deleted = missing_words(language, &deleted))
    } else if unusable.is_empty() && failures.is_empty() {
        say!(language, "setup-done")
    } else if unusable.is_empty() {
        say!(language, "setup-not-ready-panels")
    } else {
        say!(language, "setup-not-ready", channels = words::list(language, &unusable))
    };
    for failure in failures {
        text.push_str("\n⚠️ ");
        text.push_str(failure);
    }
    text.push_str("\n\n");
    text.push_str(&overview_text(language, setup));
    let mut buttons = vec![Button::secondary(SetupPress::Page(Page::Roles), say!(language, "setup-change"))];
    buttons.extend(people_buttons(language, &setup.attendance));
    Reply::new(text).buttons(buttons)
}

/// Mentions of the required channels that Magpie cannot use, because permissions are missing.
fn unusable_channels(setup: &Overview) -> Vec<String> {
    let mut channels: Vec<_> =
        setup.missing_permissions.iter().filter(|missing| missing.purpose.is_required()).collect();
    channels.dedup_by_key(|missing| missing.channel);
    channels.into_iter().map(|missing| format!("<#{}>", missing.channel)).collect()
}

fn overview_text(language: Language, setup: &Overview) -> String {
    let mut lines = vec![say!(language, "setup-title", server = sanitize_line(&setup.server.name))];
    for group in Group::ALL {
        let what = say!(language, group_key(group));
        let (saved, shown) = (setup.saved.role(group), setup.shown.role(group));
        let state = ChoiceState::new(saved, shown, setup.deleted.contains(&Missing::Role(group)));
        lines.push(choice_line(language, &what, shown.map(|id| format!("<@&{id}>")), state));
    }
    for purpose in ChannelPurpose::ALL {
        let what = say!(language, purpose_key(purpose));
        let (saved, shown) = (setup.saved.channel(purpose), setup.shown.channel(purpose));
        let state = ChoiceState::new(saved, shown, setup.deleted.contains(&Missing::Channel(purpose)));
        lines.push(choice_line(language, &what, shown.map(|id| format!("<#{id}>")), state));
    }
    lines.push(match setup.saved.event {
        Some(event) => {
            let day = |date: Date| times::long_day(language, date);
            say!(language, "setup-event", from = day(event.first_day()), to = day(event.last_day()))
        }
        None => say!(language, "setup-event-none"),
    });
    lines.push(String::new());
    lines.extend(people_lines(language, setup));
    lines.extend(permission_lines(language, setup));
    lines.join("\n")
}

/// The state of one choice of the set-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ChoiceState {
    Saved,
    Suggested,
    /// What was saved was deleted on Discord.
    Deleted,
    /// What was saved was deleted on Discord, and something else is suggested.
    DeletedAndSuggested,
    Missing,
}

impl ChoiceState {
    fn new<Id: PartialEq>(saved: Option<Id>, shown: Option<Id>, is_deleted: bool) -> Self {
        match (&saved, &shown) {
            (Some(saved), Some(shown)) if is_deleted && saved != shown => Self::DeletedAndSuggested,
            (Some(_), _) if is_deleted => Self::Deleted,
            (Some(_), _) => Self::Saved,
            (None, Some(_)) => Self::Suggested,
            (None, None) => Self::Missing,
        }
    }
}

/// The line of one choice. Discord shows a mention of something that was deleted as a code, so such a line has none.
fn choice_line(language: Language, what: &str, mention: Option<String>, state: ChoiceState) -> String {
    let mention = mention.unwrap_or_default();
    match state {
        ChoiceState::Saved => say!(language, "setup-chosen", what = what, choice = mention),
        ChoiceState::Suggested => say!(language, "setup-suggested", what = what, choice = mention),
        ChoiceState::Deleted => say!(language, "setup-deleted", what = what),
        ChoiceState::DeletedAndSuggested => say!(language, "setup-deleted-suggested", what = what, choice = mention),
        ChoiceState::Missing => say!(language, "setup-missing", what = what),
    }
}

fn people_lines(language: Language, setup: &Overview) -> Vec<String> {
    if setup.saved.members_role.is_none() {
        return Vec::new();
    }
    let unset = setup.attendance.no_profile.len();
    let mut lines = vec![match setup.attendance.with_role {
        0 => say!(language, "setup-people-none"),
        _ => say!(language, "setup-people", members = setup.members, unset = unset),
    }];
    lines.push(match setup.attendance.expected {
        0 => say!(language, "setup-expected-none"),
        expected => {
            say!(language, "setup-expected", expected = expected, absent = setup.attendance.not_on_discord.len())
        }
    });
    lines
}

fn permission_lines(language: Language, setup: &Overview) -> Vec<String> {
    let mut lines: Vec<String> = setup
        .missing_permissions
        .chunk_by(|one, next| one.purpose == next.purpose)
        .map(|channel_gaps| {
            let permissions: Vec<String> = channel_gaps
                .iter()
                .map(|missing| format!("**{}**", say!(language, missing.permission.text_key())))
                .collect();
            let channel = format!("<#{}>", channel_gaps[0].channel);
            say!(language, "setup-lack", channel = channel, permissions = words::list(language, &permissions))
        })
        .collect();
    lines.extend(setup.exposures.iter().map(|exposure| match exposure {
        Exposure::OpenToAll(purpose) => {
            say!(language, "setup-open-to-all", what = say!(language, purpose_key(*purpose)))
        }
        Exposure::Hidden(purpose, group) => {
            let (what, who) = (say!(language, purpose_key(*purpose)), say!(language, group_key(*group)));
            say!(language, "setup-hidden", what = what, who = who)
        }
        Exposure::OpenToThreads(purpose) => {
            say!(language, "setup-open-to-threads", what = say!(language, purpose_key(*purpose)))
        }
    }));
    if lines.is_empty() && setup.saved.missing().is_empty() && setup.deleted.is_empty() {
        lines.push(say!(language, "setup-permissions-fine"));
    }
    lines.extend(setup.thread_readers.iter().filter(|readers| !readers.roles.is_empty()).map(|readers| {
        let roles: Vec<String> = readers.roles.iter().map(|role| format!("<@&{}>", role.id)).collect();
        let channel = format!("<#{}>", readers.channel);
        say!(language, "setup-thread-readers", channel = channel, roles = words::list(language, &roles))
    }));
    lines
}

fn role_select(language: Language, setup: &Overview, group: Group) -> Select {
    // Discord refuses a select whose chosen role or channel does not exist.
    let chosen = setup.shown.role(group).filter(|id| setup.server.role(*id).is_some());
    let chosen = chosen.map(|id| id.0).into_iter().collect();
    Select::new(SetupPress::PickRole(group), say!(language, group_key(group)), SelectKind::Roles(chosen))
}

fn channel_select(language: Language, setup: &Overview, purpose: ChannelPurpose) -> Select {
    let types = [ChannelKind::Text, ChannelKind::Announcement].into_iter().filter(|kind| purpose.accepts(*kind));
    let types = types.map(ChannelKind::code).collect();
    let chosen = setup.shown.channel(purpose).filter(|id| setup.server.channel(*id).is_some());
    let chosen = chosen.map(|id| id.0).into_iter().collect();
    Select::new(
        SetupPress::PickChannel(purpose),
        say!(language, purpose_key(purpose)),
        SelectKind::Channels { types, chosen },
    )
}

/// Buttons that open the lists of people to contact.
fn people_buttons(language: Language, attendance: &Attendance) -> Vec<Button> {
    let button = |press, key: &str, count: usize| {
        (count > 0).then(|| Button::secondary(press, say!(language, key, count = count)))
    };
    let absent = button(SetupPress::NotOnDiscord, "setup-absent-button", attendance.not_on_discord.len());
    let without_profile = button(SetupPress::NoProfile, "setup-no-profile-button", attendance.no_profile.len());
    absent.into_iter().chain(without_profile).collect()
}

/// The expected members who are not in the server, with addresses to copy.
pub fn not_on_discord(viewer: &Viewer, attendance: &Attendance) -> Reply {
    let (language, people) = (viewer.language, &attendance.not_on_discord);
    if people.is_empty() {
        let key = if attendance.expected == 0 { "setup-expected-none" } else { "setup-absent-none" };
        return Reply::new(say!(language, key));
    }
    let lines: Vec<String> = people.iter().map(|person| format!("{} <{}>", person.name, person.address)).collect();
    copyable_list(say!(language, "setup-absent", count = people.len()), &lines, "not-on-discord.txt")
}

/// The members who have a role but no profile, to copy. If a member's place is assumed, the line names the place.
pub fn no_profile(viewer: &Viewer, attendance: &Attendance) -> Reply {
    let (language, people) = (viewer.language, &attendance.no_profile);
    if people.is_empty() {
        let key = if attendance.with_role == 0 { "setup-people-none" } else { "setup-no-profile-none" };
        return Reply::new(say!(language, key));
    }
    let line = |member: &Member| {
        let name = format!("{} (@{})", member.name, member.handle);
        match &member.assumed {
            Some(home) => {
                let place = place_name(language, home.zone, home.place.as_deref(), viewer.now);
                format!("{name} · {}", say!(language, "profile-assumed-place", place = place))
            }
            None => name,
        }
    };
    let lines: Vec<String> = people.iter().map(line).collect();
    copyable_list(say!(language, "setup-no-profile", count = people.len()), &lines, "without-profile.txt")
        .buttons([Button::primary(SetupPress::RemindThem, say!(language, "setup-remind-them"))])
}

/// A heading and lines to copy. The lines are in the message if they fit, otherwise in a file.
pub(super) fn copyable_list(heading: String, lines: &[String], file: &str) -> Reply {
    let all = lines.join("\n");
    // A code block shows its text unchanged, but backticks in a name could end the block.
    let shown = format!("{heading}\n```\n{}\n```", all.replace('`', "'"));
    if shown.chars().count() <= MAX_CONTENT_CHARS {
        return Reply::new(shown);
    }
    Reply::new(heading).file(File { name: file.to_owned(), data: all.into_bytes() })
}

/// Asks which day a typed date means, and shows how to write each possible day.
pub fn which_day(language: Language, typed: &str, days: &[Date]) -> String {
    let days = days.iter().take(MAX_DATE_MEANINGS).map(|day| {
        let written = day.to_string();
        say!(language, "setup-dates-choice", written = written, day = times::long_day(language, *day))
    });
    let asked = say!(language, "setup-dates-which", typed = echo(typed));
    std::iter::once(asked).chain(days).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Timestamp;

    #[test]
    fn empty_lists_of_people_say_what_to_do() {
        let viewer = Viewer::many(Timestamp::UNIX_EPOCH);
        let nobody = Attendance::default();
        insta::assert_snapshot!(no_profile(&viewer, &nobody).content(), @"👥 No one here has one of these roles yet. Please give people their roles in Discord: Server Settings → Members.");
        // Invisible characters mark the mention of a command.
        let no_list = not_on_discord(&viewer, &nobody).content().replace('\u{2063}', "");
        insta::assert_snapshot!(no_list, @"📋 No list of expected members yet. To upload one, use /setup with the option members_file.");
        let everybody = Attendance { expected: 3, with_role: 3, ..Attendance::default() };
        insta::assert_snapshot!(no_profile(&viewer, &everybody).content(), @"Everyone here with a role has a profile. You do not need to do anything.");
        insta::assert_snapshot!(not_on_discord(&viewer, &everybody).content(), @"Everyone on the list is on Discord. You do not need to do anything.");
    }
}
