//! Checks that `docs/sandbox.md` has every call of the sandbox's control API, and every field of each call's body. The
//! table of calls in `src/sandbox/control/mod.rs` and the example in the error for an invalid call must be complete
//! too.

use std::collections::{BTreeMap, BTreeSet};

use super::read;

const DOCUMENT: &str = "docs/sandbox.md";
const ROUTES: [&str; 2] = ["src/sandbox/control/http.rs", "src/sandbox/server/mod.rs"];

/// The types of bodies, the files that define them, and the calls that take them.
const BODIES: &[(&str, &str, &[&str])] = &[
    ("NewMember", "src/sandbox/core/api_types.rs", &["POST /api/members"]),
    ("MemberPatch", "src/sandbox/core/api_types.rs", &["PATCH /api/members/{m}"]),
    ("ChannelPatch", "src/sandbox/core/moderation.rs", &["PATCH /api/channels/{c}"]),
    ("GuildPatch", "src/sandbox/core/moderation.rs", &["PATCH /api/guild"]),
    ("RolePatch", "src/sandbox/core/moderation.rs", &["PATCH /api/roles/{r}"]),
    ("MemberThread", "src/sandbox/core/moderation.rs", &["POST /api/threads"]),
    ("AnyCommand", "src/sandbox/control/http.rs", &["POST /api/command"]),
    ("AutocompleteRequest", "src/sandbox/control/user_actions.rs", &["POST /api/autocomplete"]),
    ("ClickRequest", "src/sandbox/control/user_actions.rs", &["POST /api/click"]),
    ("ModalRequest", "src/sandbox/control/user_actions.rs", &["POST /api/modal"]),
    ("NewPost", "src/sandbox/control/http.rs", &["POST /api/messages"]),
    ("ReactionRequest", "src/sandbox/control/user_actions.rs", &["POST /api/reactions", "DELETE /api/reactions"]),
    ("ClockRequest", "src/sandbox/control/clock.rs", &["POST /api/clock"]),
    ("FaultRequest", "src/sandbox/server/faults.rs", &["POST /api/faults"]),
    ("GatewayRequest", "src/sandbox/control/bot.rs", &["POST /api/gateway"]),
    ("BotRequest", "src/sandbox/control/bot.rs", &["POST /api/bot"]),
    ("MailRequest", "src/sandbox/mail/mod.rs", &["POST /api/mail"]),
];

/// The path with shortened parameters, as in the documents: `{member}` becomes `{m}`.
fn shorten_parameters(path: &str) -> String {
    let mut shortened = String::new();
    let mut parts = path.split('{');
    shortened.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (name, rest) = part.split_once('}').expect("a parameter ends");
        shortened.push_str(&format!("{{{}}}{rest}", &name[..1]));
    }
    shortened
}

/// The calls below `/api` for which the sources define a route, such as `GET /api/state`.
fn routed_calls() -> BTreeSet<String> {
    let mut calls = BTreeSet::new();
    for source in ROUTES {
        for route in read(source).split(".route(\"").skip(1) {
            let (path, rest) = route.split_once("\", ").expect("a route has a handler");
            let handlers = rest.lines().next().unwrap_or_default();
            for (method, name) in [("GET", "get("), ("POST", "post("), ("PATCH", "patch("), ("DELETE", "delete(")] {
                // The method must be a whole word: `.delete(…)` counts, but `forget(…)` does not count as `get(`.
                let is_routed = handlers.match_indices(name).any(|(start, _)| {
                    handlers[..start]
                        .chars()
                        .next_back()
                        .is_none_or(|previous| !previous.is_alphanumeric() && previous != '_')
                });
                if is_routed && path.starts_with("/api/") && !path.starts_with("/api/v10") {
                    calls.insert(format!("{method} {}", shorten_parameters(path)));
                }
            }
        }
    }
    calls
}

/// The calls in the tables of `docs/sandbox.md`, each with the text about its body.
fn documented_calls() -> BTreeMap<String, String> {
    let document = read(DOCUMENT);
    let rows = document.lines().filter_map(|line| line.strip_prefix("| `"));
    let rows = rows.filter_map(|row| row.split_once("` | ")).map(|(call, rest)| {
        let body = rest.split(" | ").next().unwrap_or_default();
        (call.to_owned(), body.to_owned())
    });
    rows.collect()
}

/// The calls in the table of a module comment. One row can have several methods and paths, such as
/// "`POST`, `GET /api/faults`".
fn calls_in_table(source: &str) -> BTreeSet<String> {
    let mut calls = BTreeSet::new();
    for row in source.lines().filter_map(|line| line.strip_prefix("//! | `")) {
        let cell = row.split(" | ").next().unwrap_or_default();
        let (mut methods, mut paths) = (Vec::new(), Vec::new());
        for piece in cell.split(['`', ',']).map(str::trim).filter(|piece| !piece.is_empty()) {
            match piece.split_once(' ') {
                None => methods.push(piece),
                Some((method, path)) => {
                    methods.push(method);
                    paths.push(path.split('?').next().unwrap_or_default());
                }
            }
        }
        // In "`GET /api/a`, `GET /api/b`", each method has its own path. In "`PATCH`, `DELETE /api/a`", all methods
        // share one path.
        let has_one_path = paths.len() == 1;
        for (index, method) in methods.iter().enumerate() {
            let path = paths[if has_one_path { 0 } else { index }];
            calls.insert(format!("{method} {path}"));
        }
    }
    calls
}

fn items(path: &str) -> Vec<syn::Item> {
    syn::parse_file(&read(path)).expect("it is Rust").items
}

/// The value of `#[serde(rename = "…")]`, or the field's own name.
fn name_in_json(field: &syn::Field) -> String {
    let mut name = field.ident.as_ref().expect("it has a name").to_string();
    for attribute in field.attrs.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        // Parsing fails for other arguments, such as `default`. Only `rename` matters here.
        let _ = attribute.parse_nested_meta(|meta| {
            if let Ok(value) = meta.value() {
                let text: syn::LitStr = value.parse()?;
                if meta.path.is_ident("rename") {
                    name = text.value();
                }
            }
            Ok(())
        });
    }
    name
}

fn fields(kind: &str, path: &str) -> Vec<String> {
    let definition = items(path).into_iter().find_map(|item| match item {
        syn::Item::Struct(item) if item.ident == kind => Some(item),
        _ => None,
    });
    let definition = definition.unwrap_or_else(|| panic!("{path} has no {kind}"));
    definition.fields.iter().map(name_in_json).collect()
}

/// The names of an enum's variants, in snake case.
fn variants(kind: &str, path: &str) -> Vec<String> {
    let definition = items(path).into_iter().find_map(|item| match item {
        syn::Item::Enum(item) if item.ident == kind => Some(item),
        _ => None,
    });
    let definition = definition.unwrap_or_else(|| panic!("{path} has no {kind}"));
    let snake = |name: String| {
        let mut snake = String::new();
        for letter in name.chars() {
            if letter.is_uppercase() && !snake.is_empty() {
                snake.push('_');
            }
            snake.extend(letter.to_lowercase());
        }
        snake
    };
    definition.variants.iter().map(|variant| snake(variant.ident.to_string())).collect()
}

#[test]
fn every_call_of_the_control_api_is_documented() {
    let expected_calls = routed_calls();
    assert!(expected_calls.len() > 30, "{expected_calls:#?}");
    let listed_calls: BTreeSet<String> =
        documented_calls().into_keys().filter(|call| call.contains(" /api/")).collect();
    assert_eq!(listed_calls, expected_calls, "{DOCUMENT} lists exactly the routed calls");
    assert_eq!(
        calls_in_table(&read("src/sandbox/control/mod.rs")),
        expected_calls,
        "src/sandbox/control/mod.rs lists exactly the routed calls"
    );
}

#[test]
fn every_field_of_a_body_is_documented() {
    let bodies_by_call = documented_calls();
    let handlers = read(ROUTES[0]);
    let body_types: BTreeSet<&str> =
        handlers.split(": Body<").skip(1).filter_map(|rest| rest.split('>').next()).collect();
    let listed_types: BTreeSet<&str> = BODIES.iter().map(|(kind, ..)| *kind).collect();
    assert_eq!(listed_types, body_types, "BODIES lists each type of body that a call takes");
    for (kind, path, calls) in BODIES {
        for call in *calls {
            let body = bodies_by_call.get(*call).unwrap_or_else(|| panic!("{DOCUMENT} has no {call}"));
            for field in fields(kind, path) {
                let is_documented = body.contains(&format!("`{field}`")) || body.contains(&format!("`{field}?`"));
                assert!(is_documented, "{DOCUMENT} says nothing of {field} in {call}: {body}");
            }
        }
    }
}

#[test]
fn every_action_timing_and_wait_is_documented_and_every_action_is_in_an_error_example() {
    let (document, handlers) = (read(DOCUMENT), read(ROUTES[0]));
    let example = |request: &str| {
        let (_, rest) = handlers.split_once(&format!("    {request} = ")).expect("it has an example");
        rest.split("\",\n").next().unwrap_or_default().to_owned()
    };
    let (gateway, bot) = (example("GatewayRequest"), example("BotRequest"));
    for action in variants("GatewayAction", "src/sandbox/control/bot.rs") {
        assert!(document.contains(&format!("\n- `{action}`: ")), "{DOCUMENT} says nothing of {action}");
        assert!(gateway.contains(&action), "the example has no {action}: {gateway}");
    }
    for action in variants("BotAction", "src/sandbox/control/bot.rs") {
        assert!(document.contains(&format!("`{action}`")), "{DOCUMENT} says nothing of {action}");
        assert!(bot.contains(&action), "the example has no {action}: {bot}");
    }
    for timing in variants("FaultTiming", "src/sandbox/server/faults.rs") {
        assert!(document.contains(&format!("`{timing}`")), "{DOCUMENT} says nothing of {timing}");
    }
    for wait in variants("Wait", "src/sandbox/control/user_actions.rs") {
        assert!(document.contains(&format!("`{wait}`")), "{DOCUMENT} says nothing of {wait}");
    }
}
