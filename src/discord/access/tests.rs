//! Roles × actions: every command and every press that exists, and who may start it. The rows are those of the
//! registered commands and presses, so a new one fails here until somebody decided.

use super::*;
use crate::discord::command::Command;
use crate::discord::features::{commands, router};

fn asker(presence: Presence, groups: &[Group], may_manage: MayManage) -> Asker {
    Asker { presence, roles: groups.iter().copied().collect(), may_manage }
}

/// The columns: a stranger or former member in a DM or in another server that they manage; a guest, a member, a
/// volunteer and the secretariat in ours; a guest who manages ours.
fn people() -> [Asker; 7] {
    use Presence::{Elsewhere, Here};
    [
        asker(Elsewhere, &[], MayManage::NoServer),
        asker(Elsewhere, &[], MayManage::Yes),
        asker(Here, &[], MayManage::No),
        asker(Here, &[Group::Mag], MayManage::No),
        asker(Here, &[Group::Helpdesk], MayManage::No),
        asker(Here, &[Group::Secretariat], MayManage::No),
        asker(Here, &[], MayManage::Yes),
    ]
}

fn leaves<'a>(parent: &str, command: &'a Command, found: &mut Vec<(String, &'a Command)>) {
    let name = format!("{parent}{}", command.name);
    for subcommand in &command.subcommands {
        leaves(&format!("{name} "), subcommand, found);
    }
    if command.subcommands.is_empty() {
        found.push((name, command));
    }
}

/// One row for each action: its name, and who may (`#`) and may not (`.`).
fn matrix() -> Vec<String> {
    let all = commands();
    let mut found = Vec::new();
    all.iter().for_each(|command| leaves("", command, &mut found));
    let commands = found.into_iter().map(|(name, command)| {
        assert_eq!(command.qualified_name, name, "the name that the check looks up");
        (format!("/{name}"), of_command(&name))
    });
    let router = router();
    let presses = router.actions().map(|(feature, action)| (format!("{feature}/{action}"), of_press(feature, action)));
    let mut rows: Vec<String> = commands
        .chain(presses)
        .map(|(name, access)| {
            let access = access.unwrap_or_else(|| panic!("nobody decided who may start {name}"));
            let may = people().map(|person| if access.refusal(person).is_none() { '#' } else { '.' });
            format!("{} {name}", may.iter().collect::<String>())
        })
        .collect();
    rows.sort();
    rows
}

/// Rows that let strangers in, or keep members out; all others are for whoever is here.
#[test]
fn every_command_and_press_is_for_whom_it_should_be() {
    let rows = matrix();
    let of = |pattern: &str| -> Vec<&str> {
        rows.iter().filter_map(|row| row.strip_prefix(pattern)?.strip_prefix(' ')).collect()
    };
    let for_anyone = [
        "/profile delete",
        "/profile export",
        "/profile show",
        "/when",
        "profile/ask-delete",
        "profile/delete",
        "profile/export",
        "profile/show",
        "when/share",
    ];
    assert_eq!(of("#######"), for_anyone);
    let for_managers = [
        "/setup",
        "setup/absent",
        "setup/channel",
        "setup/dates-typed",
        "setup/no-profile",
        "setup/page",
        "setup/role",
        "setup/save",
    ];
    assert_eq!(
        of(".#....#").iter().filter(|name| **name != "setup/type-dates").copied().collect::<Vec<_>>(),
        for_managers
    );
    let secretariat = of(".....#.");
    let for_recipients = ["alert/answer", "alert/help", "alert/open", "alert/remind", "alert/seen"];
    let is_theirs = |row: &&str| {
        row.trim_start_matches('/').starts_with("alert") && !for_recipients.contains(row)
            || row.trim_start_matches('/').starts_with("delivery")
            || row.ends_with("-many") && row.starts_with("reminder/")
            || *row == "/remind-members"
    };
    let names: Vec<&str> = rows.iter().filter_map(|row| row.split_once(' ').map(|(_, name)| name)).collect();
    let theirs: Vec<&str> = names.iter().copied().filter(|name| is_theirs(name)).collect();
    assert_eq!(
        {
            let mut of = secretariat;
            of.sort_unstable();
            of
        },
        {
            let mut all = theirs;
            all.sort_unstable();
            all
        }
    );
    let for_those_here = of("..#####");
    let decided = for_anyone.len() + of(".#....#").len() + of(".....#.").len() + for_those_here.len();
    assert_eq!(decided, rows.len(), "every row is one of the four kinds: {rows:#?}");
    assert!(for_those_here.contains(&"/remind") && for_those_here.contains(&"reminder/save"));
}

#[test]
fn no_row_is_for_something_that_does_not_exist() {
    let all = commands();
    let mut found = Vec::new();
    all.iter().for_each(|command| leaves("", command, &mut found));
    for (name, _) in COMMANDS {
        assert!(found.iter().any(|(there, _)| there == name), "/{name}");
    }
    let router = router();
    for (feature, action, _) in PRESSES {
        assert!(
            router.actions().any(|(of, name)| of == *feature && (*action == "*" || name == *action)),
            "{feature}/{action}"
        );
    }
}

#[test]
fn before_the_set_up_the_features_say_that_it_is_missing() {
    let anybody = asker(Presence::NotSetUp, &[], MayManage::No);
    for access in [Access::Present, ALERT] {
        assert_eq!(access.refusal(anybody), None);
    }
    assert_eq!(Access::Manager.refusal(anybody), Some("setup-not-allowed"));
}
