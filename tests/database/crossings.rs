//! Checks that every use case that can change a delivery is tested in every state of an attempt.
//!
//! Each feature has a test with a table of pairs: a change that a use case makes, and the state of the attempt at that
//! moment. The use cases are found in the source: every file of the parts of the program that store data of people is
//! read. A file or a use case without a row here fails a test. So does a row with a change that the table lacks.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::use_cases::{PARTS, collect_rust_files};

struct Part {
    /// The name of its folder in `src`.
    name: &'static str,
    /// The file with the table of pairs to which the rows with [`Meets`] refer. `None` if the part has no such row.
    table: Option<&'static str>,
    /// Each file with use cases, and the rows of its use cases.
    files: &'static [(&'static str, Rows)],
}

/// Each use case of a file, and whether it can meet an attempt.
type Rows = &'static [(&'static str, Crossing)];

/// Whether a use case can change a message while an attempt to send the message is under way.
enum Crossing {
    /// The use case can. These are its changes in the table of pairs: names of enum variants, separated by spaces.
    Meets(&'static str),
    /// The use case can. This test, written `file::function`, covers each state of the attempt.
    TestedBy(&'static str),
    /// The use case cannot, for this reason.
    Never(&'static str),
}

use Crossing::{Meets, Never, TestedBy};

/// Changes in the tables that no use case of the feature makes, each with the reason.
const CHANGES_WITHOUT_USE_CASE: &[(&str, &str)] = &[
    ("Nothing", "the other changes are compared with it"),
    ("LoseRole", "roles come from Discord, and are read again at each attempt"),
    ("CancelByHand", "`receipts` makes it for the messages of all features"),
];

const READS: Crossing = Never("it only reads");
const DRAFT: Crossing = Never("a draft has no message");
const NEW: Crossing = Never("it creates something that has no message yet");
const PRESS: Crossing = Never("it is a press on the message, which counts as arrived by then (discord/pressed.rs)");
const DAMAGED: Crossing = Never("it runs only when another table cannot be read, and then nothing is sent");
const NOTHING: Crossing = Never("it changes nothing");
const BY_REACTIONS: Crossing = Never("it changes messages only by the reactions of the features, which have rows");
const REACHABILITY: Crossing = Never("it only records how a person can be reached, which each attempt reads again");
const NO_MESSAGE: Crossing = Never("no message shows what it changes");

const ALERTS: Part = Part {
    name: "alerts",
    table: Some("src/alerts/tests/changes_during_attempts.rs"),
    files: &[
        (
            "answers.rs",
            &[
                ("answer", Meets("Answer EnoughFound EnoughFoundAndWithdrawn")),
                ("full_message", READS),
                ("help_request", READS),
                ("mark_seen_by_help_request", Meets("AskForHelp")),
                ("original_text", READS),
                ("remind", Meets("Remind RemindOfQuestion RemindAndAnswer")),
            ],
        ),
        (
            "drafts/service.rs",
            &[
                ("choose_people", DRAFT),
                ("choose_time", DRAFT),
                ("discard", DRAFT),
                ("fix_silently", Meets("FixSilently")),
                ("get", READS),
                ("look", READS),
                ("move_deadline", DRAFT),
                ("not_on_discord", READS),
                ("renew_preview", DRAFT),
                ("select_woken", DRAFT),
                ("send", Meets("Correct CorrectTwice")),
                ("set_translation", DRAFT),
                ("submit", DRAFT),
            ],
        ),
        (
            "followers.rs",
            &[
                ("deputy_changed", Never("it changes only the list of who is missing: tests/alerts/until_answered.rs")),
                ("groups_changed", Never("it only counts again who was found: src/alerts/tests/asking.rs")),
                ("left", Meets("Leave")),
                ("profile_changed", Meets("Move")),
                ("returned", Meets("LeaveAndReturn")),
                ("setup_changed", Never("it moves the list of an alert: tests/delivery/lists.rs")),
            ],
        ),
        ("privacy.rs", &[("delete", Meets("DeleteData")), ("erase", DAMAGED)]),
        (
            "reaching.rs",
            &[
                ("mark_reached", Never("it changes lists, and later asks: tests/alerts/until_answered.rs")),
                ("unmark_reached", Never("it changes lists, and later asks: tests/alerts/until_answered.rs")),
            ],
        ),
        ("report.rs", &[("report", READS)]),
        (
            "service.rs",
            &[
                ("ask_again", Meets("AskAgain")),
                ("audience_candidates", READS),
                ("check_may_send", READS),
                ("end", Meets("End Over")),
                ("get", READS),
                ("mark_all_seen", Meets("SeenAll")),
                ("mark_seen", Meets("Seen")),
                ("newest", READS),
                ("not_on_discord", READS),
                ("roster", READS),
            ],
        ),
        (
            "woken_notices.rs",
            &[
                ("left", Never("it cancels a notice that waits: src/alerts/tests/woken_notices.rs")),
                ("profile_changed", Never("it moves a notice that waits: src/alerts/tests/woken_notices.rs")),
            ],
        ),
    ],
};

const HELPDESK: Part = Part {
    name: "helpdesk",
    table: Some("src/helpdesk/tests.rs"),
    files: &[
        ("answered_elsewhere.rs", &[("solve_as_logged", Meets("AnsweredElsewhere"))]),
        ("contact.rs", &[("await_asker", Meets("AwaitsAsker")), ("note_message", Meets("Writes"))]),
        (
            "intake.rs",
            &[
                ("decline", Meets("AnaDeclines")),
                ("merge", Meets("AddedToAnother")),
                ("set_category", Meets("BecomesPrivate")),
                ("set_urgency", Meets("BecomesUrgent")),
            ],
        ),
        ("opening.rs", &[("check_may_log", READS), ("check_may_open", READS), ("log", NEW), ("open", NEW)]),
        ("handover.rs", &[("handover", READS)]),
        ("outcome.rs", &[("rate", NO_MESSAGE)]),
        ("report.rs", &[("report", READS)]),
        (
            "privacy.rs",
            &[
                ("delete", Meets("AskerDeletesData")),
                ("erase", DAMAGED),
                ("groups_changed", Meets("AnaLosesRole")),
                ("left", Meets("AskerLeaves AnaLeaves")),
                ("profile_changed", Meets("AnaFallsAsleep")),
            ],
        ),
        (
            "service.rs",
            &[
                ("claim", Meets("BenClaims AnaClaims")),
                ("release", Meets("BenClaimsAndGivesUp GivesUp")),
                ("reopen", Meets("SolvedByHelperAndReopened")),
                ("send_to_secretariat", Meets("SentToSecretariat")),
                ("solve", Meets("SolvedByAsker SolvedByHelper")),
                ("still_helping", Meets("StillHelping")),
                ("withdraw", Meets("Withdrawn")),
            ],
        ),
        ("threads.rs", &[("handle_deleted_channel", Meets("ThreadIsDeleted"))]),
        ("transfer.rs", &[("transfer", Meets("PassedOn"))]),
    ],
};

const REMINDERS: Part = Part {
    name: "reminders",
    table: Some("src/reminders/tests.rs"),
    files: &[
        ("privacy.rs", &[("delete", Meets("Delete")), ("erase", DAMAGED)]),
        (
            "profile_changes.rs",
            &[("left", Meets("Leave")), ("profile_changed", Meets("Move")), ("returned", Meets("LeaveAndReturn"))],
        ),
        (
            "service/catch_up.rs",
            &[
                ("mark_catch_up_done", PRESS),
                ("show_catch_up", READS),
                ("stop_in_catch_up", PRESS),
                ("undo_stop_in_catch_up", PRESS),
            ],
        ),
        (
            "service/firing.rs",
            &[("fire_due", NEW), ("reschedule_for_tz_data", Never("it changes only reminders that have not fired"))],
        ),
        (
            "service/group.rs",
            &[
                ("create_group_draft", DRAFT),
                ("move_to_upcoming_day", DRAFT),
                ("preview_group_draft", DRAFT),
                ("save_for_group", NEW),
                ("stop_batch", Meets("StopForAll")),
                ("store_typed_for_group", DRAFT),
                ("typed_group_draft", READS),
                ("undo_stop_of_batch", Meets("StopForAllAndUndo")),
            ],
        ),
        (
            "service/moved.rs",
            &[
                ("follow_local_times", Never("it changes only reminders that have not fired")),
                ("keep_old_times", Never("it changes only reminders that have not fired")),
            ],
        ),
        ("service/occurrences.rs", &[("mark_done", PRESS), ("snooze", PRESS), ("stop_by_occurrence", PRESS)]),
        (
            "service/own.rs",
            &[
                ("create_draft", DRAFT),
                ("discard_draft", DRAFT),
                ("save", NEW),
                ("stop", Meets("Stop")),
                ("store_typed", DRAFT),
                ("typed_draft", READS),
            ],
        ),
        ("service/undo.rs", &[("undo_stop", Meets("StopAndUndo")), ("undo_stop_of_occurrence", PRESS)]),
    ],
};

const DELIVERY: Part = Part {
    name: "delivery",
    table: Some("src/reminders/tests.rs"),
    files: &[
        (
            "deputy_messages.rs",
            &[
                (
                    "deputy_changed",
                    TestedBy(
                        "src/delivery/deputy_messages.rs::phone_shows_the_end_of_a_request_that_ends_during_an_attempt",
                    ),
                ),
                ("left", NOTHING),
                ("profile_changed", NOTHING),
            ],
        ),
        ("mailbox_codes.rs", &[("left", NOTHING), ("mailbox_asked", NEW), ("profile_changed", NOTHING)]),
        ("outbox.rs", &[("record_press", PRESS)]),
        ("phone_test.rs", &[("request", NEW)]),
        ("privacy.rs", &[("delete", NOTHING), ("erase", NOTHING)]),
        (
            "profile_invites.rs",
            &[
                ("ask_all", NEW),
                ("left", NOTHING),
                ("profile_changed", Never("it changes only when a held message is checked again")),
            ],
        ),
        (
            "receipts/retry_refused.rs",
            &[("retry_refused", Never("the messages that it retries have failed, so no attempt is under way"))],
        ),
        (
            "receipts/service.rs",
            &[
                ("cancel", Meets("CancelByHand")),
                ("record_quarantine_lifted", Never("it only changes how later attempts begin")),
                ("rehearse_retry", READS),
                ("retry", Never("the message that it retries is wanted as before: tests/delivery/receipts.rs")),
                ("retry_all", Never("the same as `retry`")),
            ],
        ),
        ("set_up_claim.rs", &[("left", NOTHING), ("profile_changed", NOTHING), ("set_up_claimed", NEW)]),
        (
            "unknown_outcomes.rs",
            &[
                ("left", NOTHING),
                ("profile_changed", NOTHING),
                ("returned", Never("it only searches earlier: src/alerts/tests/returns.rs")),
            ],
        ),
    ],
};

const CARD_MESSAGES: Crossing =
    TestedBy("src/faq/tests.rs::reminder_shows_a_change_of_its_card_that_was_made_during_its_attempt");
const DRAFT_MESSAGES: Crossing = Never("it edits the message about the draft by the function that `extend` tests");

const FAQ: Part = Part {
    name: "faq",
    table: None,
    files: &[
        (
            "cards.rs",
            &[
                ("before_deletion", READS),
                ("copy_deleted", NO_MESSAGE),
                ("delete", CARD_MESSAGES),
                ("extend", CARD_MESSAGES),
                ("get", READS),
                ("list", READS),
                ("post", NEW),
                ("undo", CARD_MESSAGES),
            ],
        ),
        (
            "drafts.rs",
            &[
                ("decline", DRAFT_MESSAGES),
                ("discard", DRAFT_MESSAGES),
                ("get", READS),
                ("publish", DRAFT_MESSAGES),
                ("send_for_approval", NEW),
                ("submit", DRAFT_MESSAGES),
                ("waiting", READS),
            ],
        ),
        ("privacy.rs", &[("delete", NO_MESSAGE), ("erase", DAMAGED)]),
        (
            "requests.rs",
            &[
                ("answered", NO_MESSAGE),
                ("count", READS),
                ("dismiss", NO_MESSAGE),
                ("drop_request", NO_MESSAGE),
                ("missing", READS),
                ("missing_text", READS),
                ("record_ticket", NO_MESSAGE),
                ("search", NEW),
                ("set_aside", NO_MESSAGE),
                ("still_needed", NO_MESSAGE),
                ("take_due", NO_MESSAGE),
            ],
        ),
    ],
};

const GUILD: Part = Part {
    name: "guild",
    table: None,
    files: &[
        ("privacy.rs", &[("delete", NO_MESSAGE), ("erase", DAMAGED)]),
        ("registered_commands.rs", &[("save_digest", NO_MESSAGE)]),
        ("service/list.rs", &[("discard_list", DRAFT), ("read_list", DRAFT), ("save_list", BY_REACTIONS)]),
        ("service/setup.rs", &[("change_setup", BY_REACTIONS), ("set_panel", NO_MESSAGE)]),
        (
            "service/sync.rs",
            &[
                ("channel_changed", NO_MESSAGE),
                ("channel_deleted", NO_MESSAGE),
                ("person_changed", BY_REACTIONS),
                ("person_left", BY_REACTIONS),
                ("record_removal", NO_MESSAGE),
                ("record_removal_from_others", NO_MESSAGE),
                ("role_changed", NO_MESSAGE),
                ("role_deleted", Never("Discord reports each person who lost the role, as `person_changed`")),
                ("sync", BY_REACTIONS),
            ],
        ),
    ],
};

const MEMBERS: Part = Part {
    name: "members",
    table: None,
    files: &[
        ("service.rs", &[("caller", NO_MESSAGE)]),
        (
            "service/deputies.rs",
            &[("answer_deputy", BY_REACTIONS), ("end_deputy", BY_REACTIONS), ("name_deputy", BY_REACTIONS)],
        ),
        ("service/inbox.rs", &[("forget_inbox", REACHABILITY), ("record_inbox_thread", REACHABILITY)]),
        ("service/ledger.rs", &[("missing_deletions", READS), ("write_ledger", READS)]),
        ("service/listed.rs", &[("accept_listed", BY_REACTIONS)]),
        (
            "service/mailboxes.rs",
            &[
                ("ask_mailbox", BY_REACTIONS),
                ("confirm_mailbox", Never("each attempt reads again whether the code is still wanted")),
                ("remove_mailbox", Never("each attempt reads again whether the code is still wanted")),
            ],
        ),
        ("service/privacy.rs", &[("delete", BY_REACTIONS), ("delete_again", BY_REACTIONS)]),
        (
            "service/profiles.rs",
            &[
                ("choose_language", Never("each attempt and each edit reads the language again")),
                ("follow_tz_data", BY_REACTIONS),
                ("revise", DRAFT),
                ("save", BY_REACTIONS),
                ("set_awake_until", BY_REACTIONS),
                ("set_away_until", BY_REACTIONS),
            ],
        ),
        (
            "service/reach.rs",
            &[
                ("record_act", REACHABILITY),
                ("record_dm_channel", REACHABILITY),
                ("record_dm_refused", REACHABILITY),
                ("record_dm_sent", REACHABILITY),
                ("record_phone_test", NO_MESSAGE),
            ],
        ),
    ],
};

const DUTY: Part = Part {
    name: "duty",
    table: Some("src/duty/tests/changes_during_attempts.rs"),
    files: &[
        (
            "offers.rs",
            &[
                ("offer", Meets("OfferedAgain")),
                ("refuse_offer", Meets("AnaRefuses")),
                ("take_offer", Meets("OfferTaken AnaTakes LeadTakes")),
                ("withdraw_offer", Meets("Withdrawn")),
            ],
        ),
        ("people.rs", &[("end_available", NO_MESSAGE), ("set_available", NO_MESSAGE)]),
        (
            "planning.rs",
            &[
                ("create", Never("it changes only the panel, which is edited after each change: tests/duty/panel.rs")),
                ("discard", DRAFT),
                ("draft", DRAFT),
                ("post_panel", Never("the new panel replaces the earlier one: tests/duty/panel.rs")),
                ("remove_slot", Meets("SlotRemoved")),
                ("undo", Never("it removes only slots that nobody took, as `remove_slot` does")),
            ],
        ),
        (
            "privacy.rs",
            &[
                ("delete", Meets("AnaDeletesData")),
                ("erase", DAMAGED),
                ("groups_changed", Meets("AnaLosesRole")),
                ("left", Meets("AnaLeaves")),
                ("profile_changed", NOTHING),
            ],
        ),
        (
            "service.rs",
            &[
                ("choose_ring", Never("no message shows it, and each attempt reads it again")),
                ("confirm", Meets("Confirms")),
                ("cover", Meets("Covered")),
                ("give_back", Meets("GivesBack OfferedShiftGivenBack")),
                ("take", Meets("SlotTaken")),
            ],
        ),
    ],
};

const WATCH: Part = Part {
    name: "watch",
    table: None,
    files: &[(
        "service.rs",
        &[
            ("announce_open", NEW),
            ("clear", TestedBy("src/watch/tests.rs::announcement_shows_a_change_that_was_made_during_its_attempt")),
            ("open_incident", READS),
            ("raise", TestedBy("src/watch/tests.rs::announcement_shows_a_change_that_was_made_during_its_attempt")),
        ],
    )],
};

const ALL_PARTS: &[Part] = &[ALERTS, DELIVERY, DUTY, FAQ, GUILD, HELPDESK, MEMBERS, REMINDERS, WATCH];

fn parse(path: &Path) -> syn::File {
    let source = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    syn::parse_file(&source).expect("it is Rust")
}

/// Whether the function takes a reference to the type `name`, such as `&Db` or `&mut Tx`.
fn takes_reference_to(signature: &syn::Signature, name: &str) -> bool {
    signature.inputs.iter().any(|argument| {
        let syn::FnArg::Typed(argument) = argument else { return false };
        let syn::Type::Reference(reference) = &*argument.ty else { return false };
        let syn::Type::Path(path) = &*reference.elem else { return false };
        path.path.segments.last().is_some_and(|segment| segment.ident == name)
    })
}

/// The functions of a file that can change the database: functions that other files can call and that take a `Db`, and
/// functions that react to a change of a member (of `Follower` and `PrivacyHandler`).
fn find_use_cases(file: &syn::File) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let is_private = |visibility: &syn::Visibility| matches!(visibility, syn::Visibility::Inherited);
    for item in &file.items {
        match item {
            syn::Item::Fn(item) if !is_private(&item.vis) && takes_reference_to(&item.sig, "Db") => {
                found.insert(item.sig.ident.to_string());
            }
            syn::Item::Impl(block) => {
                let trait_name = block.trait_.as_ref().and_then(|(path, _)| path.segments.last());
                let is_reaction = trait_name.is_some_and(|of| of.ident == "Follower" || of.ident == "PrivacyHandler");
                for item in &block.items {
                    let syn::ImplItem::Fn(item) = item else { continue };
                    let takes_db = takes_reference_to(&item.sig, "Db");
                    let takes_transaction = takes_reference_to(&item.sig, "Tx");
                    if takes_db && !is_private(&item.vis) || is_reaction && (takes_db || takes_transaction) {
                        found.insert(item.sig.ident.to_string());
                    }
                }
            }
            _ => {}
        }
    }
    found
}

/// Each file of a part of the program that has use cases, with their names. The files of tests are left out.
fn use_case_files(part: &str) -> BTreeMap<String, BTreeSet<String>> {
    let folder = Path::new("src").join(part);
    let mut files: Vec<PathBuf> = Vec::new();
    collect_rust_files(&folder, &mut files);
    let mut found = BTreeMap::new();
    for file in files {
        let path = file.strip_prefix(&folder).expect("it is in the folder");
        let is_test = |name: &str| ["tests", "tests.rs", "testing.rs"].contains(&name);
        if path.iter().any(|name| is_test(&name.to_string_lossy())) {
            continue;
        }
        let use_cases = find_use_cases(&parse(&file));
        if !use_cases.is_empty() {
            found.insert(path.to_string_lossy().into_owned(), use_cases);
        }
    }
    found
}

/// The changes of a table of pairs: the variants of all enums in its file, except the states of an attempt.
fn change_variants(table: &str) -> BTreeSet<String> {
    let enums = parse(Path::new(table)).items.into_iter().filter_map(|item| match item {
        syn::Item::Enum(item) if item.ident != "AttemptState" => Some(item),
        _ => None,
    });
    enums.flat_map(|item| item.variants.into_iter().map(|variant| variant.ident.to_string())).collect()
}

#[test]
fn every_use_case_has_a_row() {
    assert_eq!(
        ALL_PARTS.iter().map(|part| part.name).collect::<Vec<_>>(),
        PARTS,
        "every part that stores data of people is listed"
    );
    for Part { name, table, files } in ALL_PARTS {
        let existing = use_case_files(name);
        let with_rows: BTreeMap<String, BTreeSet<String>> = files
            .iter()
            .map(|(file, rows)| ((*file).to_owned(), rows.iter().map(|(function, _)| (*function).to_owned()).collect()))
            .collect();
        for (file, use_cases) in &existing {
            let rows = with_rows.get(file).cloned().unwrap_or_default();
            let without_rows: Vec<_> = use_cases.difference(&rows).collect();
            let table = table.unwrap_or("a table of pairs");
            assert!(
                without_rows.is_empty(),
                "src/{name}/{file} has {without_rows:?}: add their changes to {table}, and a row for each here"
            );
        }
        for (file, rows) in &with_rows {
            let use_cases = existing.get(file).cloned().unwrap_or_default();
            let without_use_cases: Vec<_> = rows.difference(&use_cases).collect();
            assert!(without_use_cases.is_empty(), "src/{name}/{file} has no {without_use_cases:?} any more");
        }
    }
}

#[test]
fn rows_and_tables_have_the_same_changes() {
    let mut changes_of_tables: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for Part { name, table, files } in ALL_PARTS {
        for (function, crossing) in files.iter().flat_map(|(_, rows)| rows.iter()) {
            match crossing {
                Meets(changes) => {
                    let table = table.unwrap_or_else(|| panic!("{name} has no table of pairs for {function}"));
                    changes_of_tables.entry(table).or_default().extend(changes.split(' ').map(str::to_owned));
                }
                TestedBy(test) => {
                    let (file, test) = test.split_once("::").expect("a file and a test");
                    let source = std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{file}: {error}"));
                    assert!(source.contains(&format!("async fn {test}()")), "{file} has no test {test}");
                }
                Never(reason) => assert!(!reason.is_empty(), "{function} says why"),
            }
        }
    }
    assert_eq!(changes_of_tables.len(), 4, "the tables of alerts, duty, the help desk and reminders");
    for (table, changes_of_use_cases) in changes_of_tables {
        let changes_in_table = change_variants(table);
        let missing_in_table: Vec<_> = changes_of_use_cases.difference(&changes_in_table).collect();
        assert!(missing_in_table.is_empty(), "{table} has no {missing_in_table:?}");
        let is_excused = |change: &String| CHANGES_WITHOUT_USE_CASE.iter().any(|(excused, _)| excused == change);
        let unused_changes = changes_in_table.difference(&changes_of_use_cases).filter(|change| !is_excused(change));
        assert_eq!(unused_changes.collect::<Vec<_>>(), [""; 0], "{table} has changes that no use case makes");
    }
}
