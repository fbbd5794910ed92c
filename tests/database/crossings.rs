//! Checks that every use case that can change a delivery is tested in every state of an attempt.
//!
//! Each feature has a test with a table of pairs: a change that a use case makes, and the state of the attempt at that
//! moment. A use case without a row here fails a test. So does a row with a change that the feature's table lacks.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

struct Feature {
    name: &'static str,
    /// The files and folders with the use cases of the feature.
    use_case_files: &'static [&'static str],
    /// The file with the table of pairs of the feature.
    table: &'static str,
    /// Each use case, and whether it can meet an attempt.
    rows: &'static [(&'static str, Crossing)],
}

/// Whether a use case can change a message while an attempt to send the message is under way.
enum Crossing {
    /// The use case can. These are its changes in the table of pairs: names of enum variants, separated by spaces.
    Meets(&'static str),
    /// The use case cannot, for this reason.
    Never(&'static str),
}

use Crossing::{Meets, Never};

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

const FEATURES: [Feature; 4] = [
    Feature {
        name: "alerts",
        use_case_files: &[
            "src/alerts/service.rs",
            "src/alerts/drafts/service.rs",
            "src/alerts/followers.rs",
            "src/alerts/privacy.rs",
        ],
        table: "src/alerts/tests/changes_during_attempts.rs",
        rows: &[
            ("ask_again", Meets("AskAgain")),
            ("audience_candidates", READS),
            ("check_may_send", READS),
            ("choose_people", DRAFT),
            ("choose_time", DRAFT),
            ("delete", Meets("DeleteData")),
            ("deputy_changed", Never("it changes only the list of who is missing: tests/alerts/until_answered.rs")),
            ("discard", DRAFT),
            ("end", Meets("End Over")),
            ("erase", DAMAGED),
            ("fix_silently", Meets("FixSilently")),
            ("get", READS),
            ("groups_changed", Never("it only counts again who was found: src/alerts/tests/asking.rs")),
            ("left", Meets("Leave")),
            ("look", READS),
            ("mark_all_seen", Meets("SeenAll")),
            ("mark_seen", Meets("Seen")),
            ("newest", READS),
            ("not_on_discord", READS),
            ("profile_changed", Meets("Move")),
            ("renew_preview", DRAFT),
            ("returned", Meets("LeaveAndReturn")),
            ("roster", READS),
            ("select_woken", DRAFT),
            ("send", Meets("Correct CorrectTwice")),
            ("setup_changed", Never("it moves the list of an alert: tests/delivery/lists.rs")),
            ("submit", DRAFT),
        ],
    },
    Feature {
        name: "helpdesk",
        use_case_files: &[
            "src/helpdesk/answered_elsewhere.rs",
            "src/helpdesk/opening.rs",
            "src/helpdesk/service.rs",
            "src/helpdesk/threads.rs",
            "src/helpdesk/privacy.rs",
        ],
        table: "src/helpdesk/tests.rs",
        rows: &[
            ("check_may_log", READS),
            ("claim", Meets("BenClaims AnaClaims")),
            ("delete", Meets("AskerDeletesData")),
            ("erase", DAMAGED),
            ("groups_changed", Meets("AnaLosesRole")),
            ("left", Meets("AskerLeaves AnaLeaves")),
            ("log", NEW),
            ("open", NEW),
            ("profile_changed", Meets("AnaFallsAsleep")),
            ("release", Meets("BenClaimsAndGivesUp GivesUp")),
            ("reopen", Meets("SolvedByHelperAndReopened")),
            ("send_to_secretariat", Meets("SentToSecretariat")),
            ("solve", Meets("SolvedByAsker SolvedByHelper")),
            ("solve_as_logged", Meets("AnsweredElsewhere")),
            ("still_helping", Meets("StillHelping")),
            ("handle_deleted_channel", Meets("ThreadIsDeleted")),
            ("withdraw", Meets("Withdrawn")),
        ],
    },
    Feature {
        name: "reminders",
        use_case_files: &["src/reminders/service", "src/reminders/profile_changes.rs", "src/reminders/privacy.rs"],
        table: "src/reminders/tests.rs",
        rows: &[
            ("create_draft", DRAFT),
            ("create_group_draft", DRAFT),
            ("delete", Meets("Delete")),
            ("discard_draft", DRAFT),
            ("erase", DAMAGED),
            ("fire_due", NEW),
            ("follow_local_times", Never("it changes only reminders that have not fired")),
            ("keep_old_times", Never("it changes only reminders that have not fired")),
            ("store_typed", DRAFT),
            ("store_typed_for_group", DRAFT),
            ("left", Meets("Leave")),
            ("mark_catch_up_done", PRESS),
            ("mark_done", PRESS),
            ("move_to_upcoming_day", DRAFT),
            ("preview_group_draft", DRAFT),
            ("profile_changed", Meets("Move")),
            ("reschedule_for_tz_data", Never("it changes only reminders that have not fired")),
            ("returned", Meets("LeaveAndReturn")),
            ("save", NEW),
            ("save_for_group", NEW),
            ("show_catch_up", READS),
            ("snooze", PRESS),
            ("stop", Meets("Stop")),
            ("stop_batch", Meets("StopForAll")),
            ("stop_by_occurrence", PRESS),
            ("stop_in_catch_up", PRESS),
            ("typed_draft", READS),
            ("typed_group_draft", READS),
            ("undo_stop", Meets("StopAndUndo")),
            ("undo_stop_in_catch_up", PRESS),
            ("undo_stop_of_batch", Meets("StopForAllAndUndo")),
            ("undo_stop_of_occurrence", PRESS),
        ],
    },
    Feature {
        name: "receipts",
        use_case_files: &["src/delivery/receipts/service.rs"],
        table: "src/reminders/tests.rs",
        rows: &[
            ("cancel", Meets("CancelByHand")),
            ("record_quarantine_lifted", Never("it only changes how later attempts begin")),
            ("rehearse_retry", READS),
            ("retry", Never("the message that it retries is wanted as before: tests/delivery/receipts.rs")),
            ("retry_all", Never("the same as `retry`")),
        ],
    },
];

fn parse(path: &Path) -> syn::File {
    let source = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    syn::parse_file(&source).expect("it is Rust")
}

fn files(place: &str) -> Vec<PathBuf> {
    let place = Path::new(place);
    match place.is_dir() {
        true => std::fs::read_dir(place).expect("it lists").map(|entry| entry.expect("a file").path()).collect(),
        false => vec![place.to_owned()],
    }
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

/// The functions of a file that can change the database: public functions that take a `Db`, and functions that react to
/// a change of a member (of `Follower` and `PrivacyHandler`).
fn find_use_cases(file: &syn::File) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for item in &file.items {
        match item {
            syn::Item::Fn(item)
                if matches!(item.vis, syn::Visibility::Public(_)) && takes_reference_to(&item.sig, "Db") =>
            {
                found.insert(item.sig.ident.to_string());
            }
            syn::Item::Impl(block) => {
                let trait_name = block.trait_.as_ref().and_then(|(path, _)| path.segments.last());
                let is_reaction = trait_name.is_some_and(|of| of.ident == "Follower" || of.ident == "PrivacyHandler");
                for item in &block.items {
                    let syn::ImplItem::Fn(item) = item else { continue };
                    let is_public =
                        matches!(item.vis, syn::Visibility::Public(_)) && takes_reference_to(&item.sig, "Db");
                    if is_public
                        || is_reaction && (takes_reference_to(&item.sig, "Tx") || takes_reference_to(&item.sig, "Db"))
                    {
                        found.insert(item.sig.ident.to_string());
                    }
                }
            }
            _ => {}
        }
    }
    found
}

/// The changes of a table of pairs: the variants of all enums in its file, except the states of an attempt (`Attempt`).
fn change_variants(table: &str) -> BTreeSet<String> {
    let enums = parse(Path::new(table)).items.into_iter().filter_map(|item| match item {
        syn::Item::Enum(item) if item.ident != "AttemptState" => Some(item),
        _ => None,
    });
    enums.flat_map(|item| item.variants.into_iter().map(|variant| variant.ident.to_string())).collect()
}

#[test]
fn every_use_case_has_a_row() {
    for Feature { name, use_case_files, table, rows } in &FEATURES {
        let existing_use_cases: BTreeSet<String> = use_case_files
            .iter()
            .flat_map(|place| files(place))
            .flat_map(|file| find_use_cases(&parse(&file)))
            .collect();
        let use_cases_with_rows: BTreeSet<String> = rows.iter().map(|(function, _)| (*function).to_owned()).collect();
        let use_cases_without_rows: Vec<_> = existing_use_cases.difference(&use_cases_with_rows).collect();
        assert!(
            use_cases_without_rows.is_empty(),
            "{name} has {use_cases_without_rows:?}: add them to {table}, and a row for each here"
        );
        let rows_without_use_cases: Vec<_> = use_cases_with_rows.difference(&existing_use_cases).collect();
        assert!(rows_without_use_cases.is_empty(), "{name} has no {rows_without_use_cases:?} any more");
    }
}

#[test]
fn rows_and_tables_have_the_same_changes() {
    for Feature { name, table, rows, .. } in &FEATURES {
        let changes_in_table = change_variants(table);
        let mut changes_of_use_cases: BTreeSet<String> = BTreeSet::new();
        for (function, crossing) in *rows {
            match crossing {
                Meets(variants) => changes_of_use_cases.extend(variants.split(' ').map(str::to_owned)),
                Never(reason) => assert!(!reason.is_empty(), "{function} says why"),
            }
        }
        let changes_missing_in_table: Vec<_> = changes_of_use_cases.difference(&changes_in_table).collect();
        assert!(changes_missing_in_table.is_empty(), "{table} has no {changes_missing_in_table:?}");
        if *name == "receipts" {
            continue;
        }
        let is_excused = |change: &String| CHANGES_WITHOUT_USE_CASE.iter().any(|(excused, _)| excused == change);
        let unused_changes = changes_in_table.difference(&changes_of_use_cases).filter(|change| !is_excused(change));
        assert_eq!(unused_changes.collect::<Vec<_>>(), [""; 0], "{table} has changes that {name} does not make");
    }
}
