//! How the set-up looks: one function for each screen, from data alone.

use crate::discord::guild::presses::{Page, SetupPress};
use crate::discord::ui::reply::CONTENT;
use crate::discord::ui::reply::{File, Reply};
use crate::discord::ui::text::{disarm_line, echo};
use crate::discord::ui::widgets::{Among, Button, Select};
use crate::guild::expected::{Fault, FaultKind, List};
use crate::guild::service::Attendance;
use crate::guild::{ChannelKind, Exposure, Lack, Missing, Place, Server, Setup};
use crate::members::Group;
use crate::say;
use crate::time::Date;
use crate::words::{Language, times};

/// Faults of a file shown at once.
const FAULTS: usize = 15;
/// Days that a typed one may mean, shown at once.
const DAYS: usize = 6;

/// All that a page of the set-up tells.
pub struct State {
    pub server: Server,
    /// As stored.
    pub saved: Setup,
    /// With suggestions by name for what is not stored.
    pub shown: Setup,
    pub lacks: Vec<Lack>,
    pub exposures: Vec<Exposure>,
    pub attendance: Attendance,
    /// How many people have the role of the members.
    pub members: usize,
}

/// `note`: what just happened, above all else.
pub fn page(language: Language, state: &State, page: Page, note: Option<&str>) -> Reply {
    let mut text = String::new();
    if let Some(note) = note {
        text.push_str(note);
        text.push_str("\n\n");
    }
    text.push_str(&overview(language, state));
    let reply = Reply::new(text);
    let save = Button::success(SetupPress::Save, say!(language, "setup-save"));
    let to = |page, key: &str| Button::secondary(SetupPress::Page(page), say!(language, key));
    match page {
        Page::Roles => Group::ALL
            .into_iter()
            .fold(reply, |reply, group| reply.select(role_select(language, state, group)))
            .buttons([save, to(Page::Channels, "setup-to-channels")]),
        Page::Channels => [Place::Secretariat, Place::Triage, Place::Help, Place::Inbox]
            .into_iter()
            .fold(reply, |reply, place| reply.select(channel_select(language, state, place)))
            .buttons([save, to(Page::Roles, "setup-to-roles"), to(Page::Rest, "setup-to-rest")]),
        Page::Rest => {
            let mut buttons = vec![
                save,
                to(Page::Channels, "setup-to-channels"),
                Button::secondary(SetupPress::TypeDates, say!(language, "setup-dates")),
            ];
            buttons.extend(absent_button(language, &state.attendance));
            reply.select(channel_select(language, state, Place::Announcements)).buttons(buttons)
        }
    }
}

/// After saving: what stands, what is wrong, what to do next.
pub fn finished(language: Language, state: &State, trouble: &[String]) -> Reply {
    let missing = state.saved.missing();
    let mut text = if missing.is_empty() {
        say!(language, "setup-done")
    } else {
        say!(language, "setup-incomplete", missing = missing_words(language, &missing))
    };
    for trouble in trouble {
        text.push_str("\n⚠️ ");
        text.push_str(trouble);
    }
    text.push_str("\n\n");
    text.push_str(&overview(language, state));
    let mut buttons = vec![Button::secondary(SetupPress::Page(Page::Roles), say!(language, "setup-change"))];
    buttons.extend(absent_button(language, &state.attendance));
    Reply::new(text).buttons(buttons)
}

fn overview(language: Language, state: &State) -> String {
    let mut lines = vec![say!(language, "setup-title", server = disarm_line(&state.server.name))];
    for group in Group::ALL {
        let what = say!(language, group_key(group));
        let mention = state.shown.role(group).map(|id| format!("<@&{id}>"));
        lines.push(choice_line(language, &what, mention, state.saved.role(group).is_some()));
    }
    for place in Place::ALL {
        let what = say!(language, place_key(place));
        let mention = state.shown.channel(place).map(|id| format!("<#{id}>"));
        lines.push(choice_line(language, &what, mention, state.saved.channel(place).is_some()));
    }
    lines.push(match state.saved.event {
        Some(event) => {
            let day = |date: Date| times::long_day(language, date);
            say!(language, "setup-event", from = day(event.from()), to = day(event.to()))
        }
        None => say!(language, "setup-event-none"),
    });
    lines.push(String::new());
    lines.extend(people_lines(language, state));
    lines.extend(permission_lines(language, state));
    lines.join("\n")
}

fn choice_line(language: Language, what: &str, mention: Option<String>, saved: bool) -> String {
    match mention {
        Some(mention) if saved => say!(language, "setup-chosen", what = what, choice = mention),
        Some(mention) => say!(language, "setup-suggested", what = what, choice = mention),
        None => say!(language, "setup-missing", what = what),
    }
}

fn people_lines(language: Language, state: &State) -> Vec<String> {
    if state.saved.members_role.is_none() {
        return Vec::new();
    }
    let mut lines =
        vec![say!(language, "setup-people", members = state.members, unset = state.attendance.no_profile.len())];
    lines.push(match state.attendance.expected {
        0 => say!(language, "setup-expected-none"),
        expected => {
            say!(language, "setup-expected", expected = expected, absent = state.attendance.not_on_discord.len())
        }
    });
    lines
}

fn permission_lines(language: Language, state: &State) -> Vec<String> {
    let mut lines: Vec<String> = state
        .lacks
        .chunk_by(|one, next| one.place == next.place)
        .map(|lacks| {
            let permissions: Vec<String> =
                lacks.iter().map(|lack| format!("**{}**", say!(language, lack.permission.text_key()))).collect();
            let channel = format!("<#{}>", lacks[0].channel);
            say!(language, "setup-lack", channel = channel, permissions = permissions.join(", "))
        })
        .collect();
    lines.extend(state.exposures.iter().map(|exposure| match exposure {
        Exposure::OpenToAll(place) => say!(language, "setup-open-to-all", what = say!(language, place_key(*place))),
        Exposure::Hidden(place, group) => {
            let (what, who) = (say!(language, place_key(*place)), say!(language, group_key(*group)));
            say!(language, "setup-hidden", what = what, who = who)
        }
    }));
    if lines.is_empty() && state.saved.missing().is_empty() {
        lines.push(say!(language, "setup-permissions-fine"));
    }
    lines
}

fn role_select(language: Language, state: &State, group: Group) -> Select {
    let chosen = state.shown.role(group).map(|id| id.0).into_iter().collect();
    Select::new(SetupPress::PickRole(group), say!(language, group_key(group)), Among::Roles(chosen))
}

fn channel_select(language: Language, state: &State, place: Place) -> Select {
    let mut types = vec![ChannelKind::Text.code()];
    if place == Place::Announcements {
        types.push(ChannelKind::Announcement.code());
    }
    let chosen = state.shown.channel(place).map(|id| id.0).into_iter().collect();
    Select::new(SetupPress::PickChannel(place), say!(language, place_key(place)), Among::Channels { types, chosen })
}

fn absent_button(language: Language, attendance: &Attendance) -> Option<Button> {
    let count = attendance.not_on_discord.len();
    (count > 0).then(|| Button::secondary(SetupPress::Absent, say!(language, "setup-absent-button", count = count)))
}

/// Who is on the list and not here, with their addresses, to be copied: in the message when they fit, and then in a
/// file.
pub fn absent(language: Language, attendance: &Attendance) -> Reply {
    let people = &attendance.not_on_discord;
    let lines: Vec<String> = people.iter().map(|person| format!("{} <{}>", person.name, person.address)).collect();
    let heading = say!(language, "setup-absent", count = people.len());
    let all = lines.join("\n");
    // A fence shows everything as it is; only a fence of their own could end it.
    let shown = format!("{heading}\n```\n{}\n```", all.replace('`', "'"));
    if shown.chars().count() <= CONTENT {
        return Reply::new(shown);
    }
    Reply::new(heading).file(File { name: "not-on-discord.txt".to_owned(), data: all.into_bytes() })
}

/// The list was taken.
pub fn list_taken(language: Language, list: &List) -> String {
    let mut text = say!(language, "setup-list-taken", count = list.people.len());
    if !list.unused.is_empty() {
        let columns: Vec<String> = list.unused.iter().map(|column| disarm_line(column)).collect();
        text.push(' ');
        text.push_str(&say!(language, "setup-list-unused", columns = columns.join(", ")));
    }
    text
}

/// Nothing was taken, and why.
/// A date that may mean several days: how each is written so that it means one.
pub fn which_day(language: Language, typed: &str, days: &[Date]) -> String {
    let days = days.iter().take(DAYS).map(|day| {
        let written = day.to_string();
        say!(language, "setup-dates-choice", written = written, day = times::long_day(language, *day))
    });
    let asked = say!(language, "setup-dates-which", typed = echo(typed));
    std::iter::once(asked).chain(days).collect::<Vec<_>>().join("\n")
}

pub fn list_faults(language: Language, faults: &[Fault]) -> String {
    let mut text = say!(language, "setup-list-refused", count = faults.len());
    for fault in faults.iter().take(FAULTS) {
        let words = fault_words(language, &fault.kind);
        text.push('\n');
        text.push_str(&match fault.line {
            0 => say!(language, "setup-fault-file", fault = words),
            line => say!(language, "setup-fault-line", line = line, fault = words),
        });
    }
    if faults.len() > FAULTS {
        text.push('\n');
        text.push_str(&say!(language, "setup-and-more", count = faults.len() - FAULTS));
    }
    text
}

fn fault_words(language: Language, kind: &FaultKind) -> String {
    match kind {
        FaultKind::NotUtf8 => say!(language, "setup-fault-not-utf8"),
        FaultKind::Empty => say!(language, "setup-fault-empty"),
        FaultKind::TooManyLines => say!(language, "setup-fault-too-many", most = crate::guild::expected::MAX_LINES),
        FaultKind::NoColumn { column } => say!(language, "setup-fault-no-column", column = *column),
        FaultKind::Unreadable => say!(language, "setup-fault-unreadable"),
        FaultKind::NoName => say!(language, "setup-fault-no-name"),
        FaultKind::NoAddress => say!(language, "setup-fault-no-address"),
        FaultKind::NoRole => say!(language, "setup-fault-no-role"),
        FaultKind::UnknownRole { role } => say!(language, "setup-fault-unknown-role", role = disarm_line(role)),
        FaultKind::TooLong { column } => {
            say!(language, "setup-fault-too-long", column = *column, most = crate::guild::expected::MAX_FIELD)
        }
        FaultKind::Repeated { first_line } => say!(language, "setup-fault-repeated", first = *first_line),
    }
}

/// `the role of the members, the inbox channel`
pub fn missing_words(language: Language, missing: &[Missing]) -> String {
    let words = missing.iter().map(|missing| match missing {
        Missing::Role(group) => say!(language, group_key(*group)),
        Missing::Channel(place) => say!(language, place_key(*place)),
    });
    words.collect::<Vec<_>>().join(", ")
}

fn group_key(group: Group) -> &'static str {
    match group {
        Group::Mag => "setup-role-members",
        Group::Helpdesk => "setup-role-volunteers",
        Group::Secretariat => "setup-role-secretariat",
    }
}

fn place_key(place: Place) -> &'static str {
    match place {
        Place::Secretariat => "setup-channel-secretariat",
        Place::Announcements => "setup-channel-announcements",
        Place::Help => "setup-channel-help",
        Place::Triage => "setup-channel-triage",
        Place::Inbox => "setup-channel-inbox",
    }
}
