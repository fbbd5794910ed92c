//! Checks that every use case that can change a delivery is tested against every state of an attempt. Each feature has
//! such a test, with a table of pairs of a change and a state. A new use case fails until it has a row here, and so
//! does a row with a change that the feature's table does not have.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A feature: where its use cases are, and the file with its table of pairs.
struct Feature {
    name: &'static str,
    use_cases: &'static [&'static str],
    table: &'static str,
    /// By use case: its changes in the table of pairs, or why it cannot meet an attempt.
    rows: &'static [(&'static str, Crossing)],
}

enum Crossing {
    /// The variants of the table's changes, separated by spaces.
    Meets(&'static str),
    /// The reason why the use case cannot meet an attempt.
    Never(&'static str),
}

use Crossing::{Meets, Never};

/// Changes in the tables that no use case of the feature makes, and the reason.
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
        use_cases: &[
            "src/alerts/service.rs",
            "src/alerts/drafts/service.rs",
            "src/alerts/followers.rs",
            "src/alerts/privacy.rs",
        ],
        table: "src/alerts/tests/crossings.rs",
        rows: &[
            ("ask_again", Meets("AskAgain")),
            ("audience_candidates", READS),
            ("check_may_send", READS),
            ("choose_people", DRAFT),
            ("choose_time", DRAFT),
            ("delete", Meets("DeleteData")),
            ("discard", DRAFT),
            ("end", Meets("End Over")),
            ("erase", DAMAGED),
            ("fix_silently", Meets("FixSilently")),
            ("get", READS),
            ("groups_changed", Never("it only counts again who was found: src/alerts/tests/asking.rs")),
            ("left", Meets("Leave")),
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
        use_cases: &["src/helpdesk/service.rs", "src/helpdesk/threads.rs", "src/helpdesk/privacy.rs"],
        table: "src/helpdesk/tests.rs",
        rows: &[
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
            ("still_helping", Meets("StillHelping")),
            ("thread_gone", Meets("ThreadIsDeleted")),
            ("withdraw", Meets("Withdrawn")),
        ],
    },
    Feature {
        name: "reminders",
        use_cases: &["src/reminders/service", "src/reminders/profile_changes.rs", "src/reminders/privacy.rs"],
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
            ("typed", READS),
            ("undo_stop", Meets("StopAndUndo")),
            ("undo_stop_in_catch_up", PRESS),
            ("undo_stop_of_batch", Meets("StopForAllAndUndo")),
            ("undo_stop_of_occurrence", PRESS),
        ],
    },
    Feature {
        name: "receipts",
        use_cases: &["src/delivery/receipts/service.rs"],
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

/// The functions of a file that can change the database: public ones that take a `Db`, and reactions to a change of a
/// member (`Follower`, `PrivacyHandler`).
fn use_cases(file: &syn::File) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for item in &file.items {
        match item {
            syn::Item::Fn(item)
                if matches!(item.vis, syn::Visibility::Public(_)) && takes_reference_to(&item.sig, "Db") =>
            {
                found.insert(item.sig.ident.to_string());
            }
            syn::Item::Impl(block) => {
                let of_trait = block.trait_.as_ref().and_then(|(path, _)| path.segments.last());
                let reacts = of_trait.is_some_and(|of| of.ident == "Follower" || of.ident == "PrivacyHandler");
                for item in &block.items {
                    let syn::ImplItem::Fn(item) = item else { continue };
                    let is_public =
                        matches!(item.vis, syn::Visibility::Public(_)) && takes_reference_to(&item.sig, "Db");
                    if is_public
                        || reacts && (takes_reference_to(&item.sig, "Tx") || takes_reference_to(&item.sig, "Db"))
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
        syn::Item::Enum(item) if item.ident != "Attempt" => Some(item),
        _ => None,
    });
    enums.flat_map(|item| item.variants.into_iter().map(|variant| variant.ident.to_string())).collect()
}

#[test]
fn every_use_case_meets_every_state_of_an_attempt_or_says_why_not() {
    for Feature { name, use_cases: places, table, rows } in &FEATURES {
        let existing: BTreeSet<String> =
            places.iter().flat_map(|place| files(place)).flat_map(|file| use_cases(&parse(&file))).collect();
        let known: BTreeSet<String> = rows.iter().map(|(function, _)| (*function).to_owned()).collect();
        let undecided: Vec<_> = existing.difference(&known).collect();
        assert!(undecided.is_empty(), "{name} has {undecided:?}: add them to {table}, and a row for each here");
        let gone: Vec<_> = known.difference(&existing).collect();
        assert!(gone.is_empty(), "{name} has no {gone:?} any more");
    }
}

#[test]
fn every_change_of_the_tables_is_made_by_a_use_case() {
    for Feature { name, table, rows, .. } in &FEATURES {
        let in_table = change_variants(table);
        let mut made: BTreeSet<String> = BTreeSet::new();
        for (function, crossing) in *rows {
            match crossing {
                Meets(variants) => made.extend(variants.split(' ').map(str::to_owned)),
                Never(reason) => assert!(!reason.is_empty(), "{function} says why"),
            }
        }
        let missing: Vec<_> = made.difference(&in_table).collect();
        assert!(missing.is_empty(), "{table} has no {missing:?}");
        if *name == "receipts" {
            continue;
        }
        let is_excused = |change: &String| CHANGES_WITHOUT_USE_CASE.iter().any(|(excused, _)| excused == change);
        let unmade = in_table.difference(&made).filter(|change| !is_excused(change));
        assert_eq!(unmade.collect::<Vec<_>>(), [""; 0], "{table} has changes that {name} does not make");
    }
}
