//! The access matrix: who may start each command and each press. The rows come from the registered commands and
//! presses. So a new command or press fails this test until the tables of `access` contain it.

use super::*;
use crate::discord::command::Command;
use crate::discord::features::{commands, router};

fn requester(presence: Presence, groups: &[Group], manage_permission: ManagePermission) -> Requester {
    Requester { presence, roles: groups.iter().copied().collect(), manage_permission }
}

/// The requesters, in the order of the columns: a stranger or former member in a DM; a stranger or former member in
/// another server, which they manage; a guest, a member, a volunteer and the secretariat in our server; a guest who
/// manages our server.
fn requesters() -> [Requester; 7] {
    use Presence::{Elsewhere, Here};
    [
        requester(Elsewhere, &[], ManagePermission::NoServer),
        requester(Elsewhere, &[], ManagePermission::Granted),
        requester(Here, &[], ManagePermission::Missing),
        requester(Here, &[Group::Mag], ManagePermission::Missing),
        requester(Here, &[Group::Helpdesk], ManagePermission::Missing),
        requester(Here, &[Group::Secretariat], ManagePermission::Missing),
        requester(Here, &[], ManagePermission::Granted),
    ]
}

fn collect_leaf_commands<'a>(parent: &str, command: &'a Command, found: &mut Vec<(String, &'a Command)>) {
    let name = format!("{parent}{}", command.name);
    for subcommand in &command.subcommands {
        collect_leaf_commands(&format!("{name} "), subcommand, found);
    }
    if command.subcommands.is_empty() {
        found.push((name, command));
    }
}

/// One row for each command and press: `#` for each requester who may start it, `.` for each who may not, then its
/// name.
fn access_matrix() -> Vec<String> {
    let all = commands();
    let mut found = Vec::new();
    all.iter().for_each(|command| collect_leaf_commands("", command, &mut found));
    let commands = found.into_iter().map(|(name, command)| {
        assert_eq!(command.qualified_name, name, "the name that the check looks up");
        (format!("/{name}"), command_access(&name))
    });
    let router = router();
    let presses =
        router.actions().map(|(feature, action)| (format!("{feature}/{action}"), press_access(feature, action)));
    let mut rows: Vec<String> = commands
        .chain(presses)
        .map(|(name, access)| {
            let access = access.unwrap_or_else(|| panic!("nobody decided who may start {name}"));
            let marks = requesters().map(|person| if access.refusal(person).is_none() { '#' } else { '.' });
            format!("{} {name}", marks.iter().collect::<String>())
        })
        .collect();
    rows.sort();
    rows
}

/// The snapshot is the whole matrix, so every change of access also changes the snapshot.
#[test]
fn access_to_every_command_and_press_matches_the_snapshot() {
    insta::assert_snapshot!(access_matrix().join("\n"), @r"
    ####### /profile delete
    ####### /profile export
    ####### /profile show
    ####### /when
    ####### profile/ask-delete
    ####### profile/delete
    ####### profile/export
    ####### profile/show
    ####### when/share
    .#....# /setup
    .#....# setup/absent
    .#....# setup/channel
    .#....# setup/dates-typed
    .#....# setup/discard-list
    .#....# setup/no-profile
    .#....# setup/page
    .#....# setup/remind-them
    .#....# setup/role
    .#....# setup/save
    .#....# setup/save-list
    .#....# setup/type-dates
    ..##### /ask
    ..##### /desk handover
    ..##### /desk policy
    ..##### /duty available
    ..##### /duty coverage
    ..##### /duty mine
    ..##### /duty slots
    ..##### /faq add
    ..##### /faq edit
    ..##### /faq list
    ..##### /faq search
    ..##### /help
    ..##### /profile awake
    ..##### /profile away
    ..##### /profile back
    ..##### /profile deputy
    ..##### /profile edit
    ..##### /profile set
    ..##### /profile test
    ..##### /remind
    ..##### /reminders
    ..##### /seen
    ..##### /ticket list
    ..##### /ticket log
    ..##### /ticket show
    ..##### /ticket transfer
    ..##### alert/answer
    ..##### alert/help
    ..##### alert/help-with
    ..##### alert/open
    ..##### alert/original
    ..##### alert/remind
    ..##### alert/remind-of
    ..##### alert/seen
    ..##### desk/rate
    ..##### duty/available
    ..##### duty/available-ring
    ..##### duty/calendar
    ..##### duty/chosen
    ..##### duty/cover
    ..##### duty/coverage
    ..##### duty/end-available
    ..##### duty/give-back
    ..##### duty/have-it
    ..##### duty/keep
    ..##### duty/list
    ..##### duty/mine
    ..##### duty/mine-chosen
    ..##### duty/offer
    ..##### duty/offer-all
    ..##### duty/offer-to
    ..##### duty/open
    ..##### duty/open-available
    ..##### duty/open-chosen
    ..##### duty/open-mine
    ..##### duty/part-typed
    ..##### duty/refuse-offer
    ..##### duty/ring
    ..##### duty/slot
    ..##### duty/take
    ..##### duty/take-anyway
    ..##### duty/take-offer
    ..##### duty/type-part
    ..##### faq/answered
    ..##### faq/discard
    ..##### faq/edit
    ..##### faq/edited
    ..##### faq/keep
    ..##### faq/keep-answer
    ..##### faq/list
    ..##### faq/send
    ..##### faq/still-needed
    ..##### faq/text
    ..##### faq/text-written
    ..##### faq/written
    ..##### faq/written-for
    ..##### profile/answer-deputy
    ..##### profile/awake
    ..##### profile/awake-again
    ..##### profile/awake-at
    ..##### profile/awake-end
    ..##### profile/awake-typed
    ..##### profile/away
    ..##### profile/away-again
    ..##### profile/away-at
    ..##### profile/away-local
    ..##### profile/away-typed
    ..##### profile/back
    ..##### profile/change-assumed
    ..##### profile/change-emergency
    ..##### profile/change-quiet
    ..##### profile/code-typed
    ..##### profile/deputy
    ..##### profile/edit
    ..##### profile/emergency
    ..##### profile/end-deputy
    ..##### profile/heard-it
    ..##### profile/heard-nothing
    ..##### profile/language
    ..##### profile/mail
    ..##### profile/mail-typed
    ..##### profile/open
    ..##### profile/pick-deputy
    ..##### profile/pick-zone
    ..##### profile/quiet-none
    ..##### profile/quiet-typed
    ..##### profile/quiet-usual
    ..##### profile/remove-mail
    ..##### profile/save
    ..##### profile/test
    ..##### profile/that-is-me
    ..##### profile/type-code
    ..##### profile/type-mail
    ..##### profile/type-mail-again
    ..##### profile/type-quiet
    ..##### profile/type-quiet-again
    ..##### profile/type-zone
    ..##### profile/type-zone-again
    ..##### profile/zone-right
    ..##### profile/zone-typed
    ..##### reminder/all-done
    ..##### reminder/discard
    ..##### reminder/done
    ..##### reminder/done-chosen
    ..##### reminder/keep-times
    ..##### reminder/later
    ..##### reminder/later-at
    ..##### reminder/later-by
    ..##### reminder/later-chosen
    ..##### reminder/later-typed
    ..##### reminder/list
    ..##### reminder/local-times
    ..##### reminder/save
    ..##### reminder/save-chosen
    ..##### reminder/stop
    ..##### reminder/stop-chosen
    ..##### reminder/stop-one-of
    ..##### reminder/texts
    ..##### reminder/type-again
    ..##### reminder/type-later
    ..##### reminder/type-later-again
    ..##### reminder/typed-again
    ..##### reminder/undo-stop
    ..##### reminder/undo-stop-in
    ..##### reminder/undo-stop-of
    ..##### ticket/about
    ..##### ticket/add-to
    ..##### ticket/answer
    ..##### ticket/answer-written
    ..##### ticket/await-asker
    ..##### ticket/claim
    ..##### ticket/get-help
    ..##### ticket/help-for
    ..##### ticket/help-written
    ..##### ticket/keep-apart
    ..##### ticket/list
    ..##### ticket/log-written
    ..##### ticket/needed
    ..##### ticket/not-now
    ..##### ticket/private-written
    ..##### ticket/question-written
    ..##### ticket/release
    ..##### ticket/reopen
    ..##### ticket/report-privately
    ..##### ticket/same-request
    ..##### ticket/send
    ..##### ticket/session-now
    ..##### ticket/solve
    ..##### ticket/still
    ..##### ticket/tried
    ..##### ticket/withdraw
    .....#. /alert list
    .....#. /alert report
    .....#. /alert send
    .....#. /alert show
    .....#. /delivery list
    .....#. /delivery show
    .....#. /desk report
    .....#. /duty add
    .....#. /duty panel
    .....#. /duty upload
    .....#. /faq approve
    .....#. /faq delete
    .....#. /faq missing
    .....#. /faq post
    .....#. /remind-members
    .....#. alert/absent
    .....#. alert/absent-of
    .....#. alert/ask
    .....#. alert/ask-again
    .....#. alert/ask-to
    .....#. alert/cancel
    .....#. alert/cancel-now
    .....#. alert/correct
    .....#. alert/corrected
    .....#. alert/discard
    .....#. alert/edit
    .....#. alert/edit-to
    .....#. alert/fix
    .....#. alert/go-on
    .....#. alert/keep-time
    .....#. alert/look-again
    .....#. alert/names
    .....#. alert/names-page
    .....#. alert/not-reached
    .....#. alert/other-time
    .....#. alert/over
    .....#. alert/over-now
    .....#. alert/reached
    .....#. alert/read-as
    .....#. alert/report-page
    .....#. alert/report-people
    .....#. alert/rewrite
    .....#. alert/rewrite-to
    .....#. alert/send
    .....#. alert/send-again
    .....#. alert/text
    .....#. alert/text-typed
    .....#. alert/time
    .....#. alert/wake
    .....#. alert/wake-all
    .....#. alert/wake-names
    .....#. alert/wake-nobody
    .....#. alert/who
    .....#. alert/write
    .....#. alert/write-to
    .....#. delivery/cancel
    .....#. delivery/lifted
    .....#. delivery/list
    .....#. delivery/look-again
    .....#. delivery/show-chosen
    .....#. delivery/try-again
    .....#. delivery/try-all
    .....#. duty/ask-remove
    .....#. duty/create
    .....#. duty/discard
    .....#. duty/remove
    .....#. duty/undo
    .....#. faq/ask-delete
    .....#. faq/decline
    .....#. faq/delete
    .....#. faq/dismiss
    .....#. faq/draft
    .....#. faq/drafts
    .....#. faq/missing
    .....#. faq/missing-chosen
    .....#. faq/publish
    .....#. faq/still-right
    .....#. faq/undo
    .....#. faq/write-for
    .....#. reminder/many-typed-again
    .....#. reminder/save-many
    .....#. reminder/show-many
    .....#. reminder/stop-many
    .....#. reminder/type-many-again
    .....#. reminder/undo-stop-many
    ");
}

#[test]
fn every_row_names_an_existing_command_or_press() {
    let all = commands();
    let mut found = Vec::new();
    all.iter().for_each(|command| collect_leaf_commands("", command, &mut found));
    for (name, _) in COMMANDS {
        assert!(found.iter().any(|(registered, _)| registered == name), "/{name}");
    }
    let router = router();
    for (feature, actions, _) in PRESSES {
        for action in actions.split(' ') {
            let is_registered = router.actions().any(|registered| registered == (*feature, action));
            assert!(is_registered, "{feature}/{action}");
            let rows = PRESSES.iter().filter(|(row_feature, ..)| row_feature == feature);
            let matches = rows.flat_map(|(_, actions, _)| actions.split(' ')).filter(|name| *name == action);
            assert_eq!(matches.count(), 1, "{feature}/{action} is decided once");
        }
    }
}

#[test]
fn nobody_is_refused_as_absent_before_the_set_up() {
    let anybody = requester(Presence::NotSetUp, &[], ManagePermission::Missing);
    for access in [Access::Present, ALERT] {
        assert_eq!(access.refusal(anybody), None);
    }
    assert_eq!(Access::Manager.refusal(anybody), Some("setup-not-allowed"));
}
