//! Tests hostile text in every command, and in every form that a command opens.

use serde_json::{Map, Value, json};

use crate::common::Harness;

const HOSTILE: &str = "@everyone [your bank](https://evil.example) <@&1> \u{202e}";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hostile_text_in_commands_and_forms_causes_no_error_and_pings_nobody() {
    let harness = Harness::with_members(&["sec-lead", "lapaz"]).await;
    let commands = harness.get("commands?as=sec-lead").await;
    let mut commands_run = 0;
    for (name, options) in commands.as_array().expect("commands are a list").iter().flat_map(runnable_commands) {
        let body = json!({"as": "sec-lead", "channel": "secretariat", "name": name, "options": options});
        // Discord's client refuses some values, so they never reach the bot.
        let Ok(answer) = harness.try_post("command", body).await else { continue };
        commands_run += 1;
        assert_harmless(&name, &answer);
        if let Some(modal) = answer["modal"]["id"].as_str() {
            let rows = answer["modal"]["components"].as_array().expect("a form has rows");
            let inputs = rows.iter().filter_map(|row| row["components"][0]["custom_id"].as_str());
            let fields: Map<String, Value> = inputs.map(|input| (input.to_owned(), HOSTILE.into())).collect();
            let submitted =
                harness.try_post("modal", json!({"as": "sec-lead", "modal": modal, "fields": fields})).await;
            assert_harmless(&name, &submitted.unwrap_or_default());
        }
    }
    assert!(commands_run >= 10, "only {commands_run} commands were tried");
    let pinging_requests = harness
        .requests()
        .await
        .iter()
        .filter(|request| request["body"]["allowed_mentions"]["parse"][0].is_string())
        .count();
    assert_eq!(pinging_requests, 0, "no message may ping by its content");
    harness.sandbox.stop().await;
}

fn assert_harmless(name: &str, answer: &Value) {
    let text = answer["message"]["content"].as_str().unwrap_or_default();
    assert!(!text.contains("Something went wrong"), "/{name}: {text}");
    assert!(!text.contains("[your bank](https"), "/{name} shows a masked link: {text}");
}

/// The commands and subcommands that a member can run: the full name of each, and values for its options. Text options
/// get hostile text.
fn runnable_commands(command: &Value) -> Vec<(String, Map<String, Value>)> {
    let name = command["name"].as_str().unwrap_or_default().to_owned();
    let options = command["options"].as_array().cloned().unwrap_or_default();
    let (subcommands, own_options): (Vec<Value>, Vec<Value>) =
        options.into_iter().partition(|option| option["type"] == 1 || option["type"] == 2);
    if !subcommands.is_empty() {
        return subcommands
            .iter()
            .flat_map(runnable_commands)
            .map(|(leaf, options)| (format!("{name} {leaf}"), options))
            .collect();
    }
    let value = |option: &Value| match option["type"].as_u64() {
        Some(3) if option["choices"].as_array().is_some_and(|choices| !choices.is_empty()) => {
            option["choices"][0]["value"].clone()
        }
        Some(3) => HOSTILE.into(),
        Some(4) => 1.into(),
        _ => Value::Null,
    };
    let filled_options =
        own_options.iter().map(|option| (option["name"].as_str().unwrap_or_default().to_owned(), value(option)));
    vec![(name, filled_options.filter(|(_, value)| !value.is_null()).collect())]
}
