//! Validates requests with twilight's model and validators, which implement Discord's documentation independently of
//! our sandbox.

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use twilight_model::application::command::Command;
use twilight_model::channel::message::{AllowedMentions, Component, Embed};
use twilight_model::http::interaction::{InteractionResponse, InteractionResponseType};
use twilight_validate::{channel, command, component, message};

/// Discord's flag IS_COMPONENTS_V2: the text of the message is in its components.
const COMPONENTS_V2: u64 = 1 << 15;

pub fn faults(method: &str, path: &str, body: &Value) -> Vec<String> {
    let segments: Vec<&str> = path.split('?').next().unwrap_or_default().trim_matches('/').split('/').collect();
    let found = match (method, segments.as_slice()) {
        ("POST", ["channels", _, "messages"] | ["webhooks", _, _]) => message_faults(body, false),
        ("PATCH", ["channels", _, "messages", _] | ["webhooks", _, _, "messages", _]) => message_faults(body, true),
        ("POST", ["interactions", _, _, "callback"]) => answer_faults(body),
        ("POST", ["channels", _, "threads"] | ["channels", _, "messages", _, "threads"])
        | ("PATCH", ["channels", _]) => name_faults(body),
        ("PUT", [.., "commands"]) => body.as_array().into_iter().flatten().flat_map(command_faults).collect(),
        ("POST", [.., "commands"]) => command_faults(body),
        _ => Vec::new(),
    };
    found.into_iter().map(|fault| format!("twilight: {fault}")).collect()
}

/// Decodes one field of a body. Adds a fault if that is not possible.
fn read<T: DeserializeOwned>(body: &Value, field: &str, faults: &mut Vec<String>) -> Option<T> {
    let value = body.get(field).filter(|value| !value.is_null())?;
    match serde_json::from_value(value.clone()) {
        Ok(read) => Some(read),
        Err(error) => {
            faults.push(format!("{field}: {error}"));
            None
        }
    }
}

fn note<E: std::fmt::Display>(result: Result<(), E>, faults: &mut Vec<String>) {
    if let Err(error) = result {
        faults.push(error.to_string());
    }
}

fn message_faults(body: &Value, edits: bool) -> Vec<String> {
    let mut faults = Vec::new();
    if let Some(content) = read::<String>(body, "content", &mut faults) {
        note(message::content(content), &mut faults);
    }
    let mut with_kind = body.clone();
    for embed in with_kind["embeds"].as_array_mut().into_iter().flatten() {
        // twilight's model requires fields that only embeds in responses have.
        embed["type"] = json!("rich");
        for field in embed["fields"].as_array_mut().into_iter().flatten() {
            field["inline"] = json!(field["inline"].as_bool().unwrap_or(false));
        }
    }
    if let Some(embeds) = read::<Vec<Embed>>(&with_kind, "embeds", &mut faults) {
        note(message::embeds(&embeds), &mut faults);
    }
    if let Some(components) = read::<Vec<Component>>(body, "components", &mut faults) {
        // An edit may leave out the flag that its message has. So take components that need the flag as its sign.
        let beyond_rows = body["components"].as_array().into_iter().flatten().any(|component| component["type"] != 1);
        let is_v2 = body["flags"].as_u64().unwrap_or(0) & COMPONENTS_V2 != 0 || (edits && beyond_rows);
        note(message::components(&components, is_v2), &mut faults);
    }
    let _: Option<AllowedMentions> = read(body, "allowed_mentions", &mut faults);
    if body["nonce"].as_str().is_some_and(|nonce| nonce.chars().count() > 25) {
        faults.push("nonce: over 25 characters".to_owned());
    }
    faults
}

fn answer_faults(body: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    let mut body = body.clone();
    for attachment in body["data"]["attachments"].as_array_mut().into_iter().flatten() {
        attachment["file"] = json!([]);
    }
    let mut decodable = body.clone();
    if let Some(data) = decodable["data"].as_object_mut() {
        // These two are checked below, after the fields that twilight's model requires were added.
        data.remove("embeds");
        data.remove("attachments");
    }
    let answer: InteractionResponse = match serde_json::from_value(decodable) {
        Ok(answer) => answer,
        Err(error) => return vec![format!("interaction response: {error}")],
    };
    if answer.kind == InteractionResponseType::Modal {
        let data = answer.data.unwrap_or_default();
        for top in data.components.iter().flatten() {
            let checked = match top {
                Component::ActionRow(_) => component::component_v1(top),
                _ => component::component_v2(top),
            };
            note(checked, &mut faults);
        }
        return faults;
    }
    if answer.kind == InteractionResponseType::ApplicationCommandAutocompleteResult {
        for choice in answer.data.and_then(|data| data.choices).iter().flatten() {
            note(command::choice(choice), &mut faults);
        }
        return faults;
    }
    faults.extend(message_faults(&body["data"], answer.kind == InteractionResponseType::UpdateMessage));
    faults
}

fn name_faults(body: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    if let Some(name) = read::<String>(body, "name", &mut faults) {
        note(channel::name(name), &mut faults);
    }
    faults
}

fn command_faults(body: &Value) -> Vec<String> {
    let mut body = body.clone();
    if let Some(object) = body.as_object_mut() {
        object.retain(|_, value| !value.is_null());
        object.entry("version").or_insert(json!("1"));
        object.entry("type").or_insert(json!(1));
        object.entry("description").or_insert(json!(""));
    }
    match serde_json::from_value::<Command>(body) {
        Ok(read) => command::command(&read).err().map(|error| error.to_string()).into_iter().collect(),
        Err(error) => vec![format!("command: {error}")],
    }
}
