//! Checks that no task or thread of Magpie can end unseen. A task that runs as long as the process belongs to the
//! supervisor of `app`. Each place that starts a task or a thread is listed here with the reason why its end is
//! noticed, or does no harm.

use std::collections::BTreeMap;
use std::path::Path;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Attribute, Item};

use crate::imports::is_test;
use crate::rust_files;

/// The files that start tasks or threads, with the number of calls in each.
const STARTS: &[(&str, usize, &str)] = &[
    ("src/app.rs", 7, "six tasks of the supervisor; and a warm-up, without which only the first phrase is slow"),
    ("src/app/backups.rs", 1, "one backup: the age of the latest backup is a metric with an alert rule"),
    ("src/app/supervisor.rs", 1, "the supervisor itself, which reports the end of the task"),
    ("src/cli/sandbox/bot.rs", 4, "the caller awaits each"),
    ("src/cli/service_manager.rs", 1, "the watchdog: without its messages the service manager restarts the process"),
    ("src/cli/signal.rs", 1, "waits for signals and runs no code that can panic"),
    ("src/db/tasks.rs", 1, "the spawner of the database and of the dispatcher"),
    ("src/db/transaction.rs", 1, "the flusher: without it writes hang, and so do the tasks that write"),
    ("src/delivery/dispatcher.rs", 3, "one attempt each: its end releases the row, which is settled later"),
    ("src/discord/events.rs", 5, "the applier catches panics; the others answer one event or register commands"),
    ("src/discord/interactions.rs", 1, "acknowledges one interaction; the answer follows in any case"),
    ("src/discord/wire/gateway/mod.rs", 3, "`Gateway::ended` reports their end, also by a panic"),
    ("src/discord/wire/gateway/session_limit.rs", 1, "the caller awaits it"),
    ("src/discord/wire/pacing/global_limit.rs", 1, "without it no request leaves, so the checks fail"),
    ("src/sandbox/control/http.rs", 1, "one call of the sandbox, which awaits it"),
    ("src/sandbox/mail/smtp.rs", 2, "the mail server of the sandbox; and one connection each, whose client notices"),
    ("src/sandbox/start.rs", 1, "the server of the sandbox, which is no part of `magpie run`"),
    ("src/telemetry/logging.rs", 1, "writes the log; the process works without it"),
    ("src/web/mod.rs", 1, "calls src/web/server.rs"),
    ("src/web/server.rs", 2, "the server, whose task the supervisor awaits; and one connection each"),
];

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        _ => &[],
    }
}

/// The tokens of a file without its items for tests.
fn tokens_without_tests(text: &str) -> TokenStream {
    let is_for_tests = |attribute: &Attribute| {
        let attribute = attribute.to_token_stream().to_string();
        attribute.replace(' ', "").contains("cfg(test)")
    };
    let items = syn::parse_file(text).expect("it is Rust").items.into_iter();
    items.filter(|item| !attributes(item).iter().any(is_for_tests)).map(ToTokens::into_token_stream).collect()
}

/// The word of the token; empty if it is no word.
fn word(token: &TokenTree) -> String {
    match token {
        TokenTree::Ident(word) => word.to_string(),
        _ => String::new(),
    }
}

fn is_in_parentheses(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis)
}

/// The number of calls of functions whose names begin with `spawn`. Also counts calls inside of macros.
fn count_starts(tokens: TokenStream) -> usize {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let calls = (0..tokens.len()).filter(|index| {
        let is_definition = *index > 0 && word(&tokens[index - 1]) == "fn";
        let has_arguments = tokens.get(index + 1).is_some_and(is_in_parentheses);
        word(&tokens[*index]).starts_with("spawn") && has_arguments && !is_definition
    });
    let calls = calls.count();
    let inner = tokens.iter().filter_map(|token| match token {
        TokenTree::Group(group) => Some(count_starts(group.stream())),
        _ => None,
    });
    calls + inner.sum::<usize>()
}

#[test]
fn every_place_that_starts_a_task_or_a_thread_is_known() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = BTreeMap::new();
    for (path, text) in rust_files(&root.join("src")) {
        let path = path.strip_prefix(root).unwrap_or(&path);
        let count = if is_test(path) { 0 } else { count_starts(tokens_without_tests(&text)) };
        if count > 0 {
            found.insert(path.display().to_string(), count);
        }
    }
    let known: BTreeMap<_, _> = STARTS.iter().map(|(path, count, _)| ((*path).to_owned(), *count)).collect();
    assert_eq!(found, known, "use the supervisor of `app`, or say in STARTS why the end of the task is noticed");
}

#[test]
fn calls_that_start_tasks_are_found_also_in_macros_and_not_in_tests() {
    let text = "fn spawn(x: u8) { tokio::spawn(async {}); vec![supervisor.spawn(name, task)]; spawner.park() }
                #[cfg(test)] mod tests { fn f() { tokio::spawn(async {}); } }";
    assert_eq!(count_starts(tokens_without_tests(text)), 2);
}
