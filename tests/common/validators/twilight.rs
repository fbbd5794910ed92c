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

/// Decodes one field of a body. `None` if the body does not have the field, and also if it cannot be decoded. The
/// second case adds a fault.
fn decode_field<T: DeserializeOwned>(body: &Value, field: &str, faults: &mut Vec<String>) -> Option<T> {
    let value = body.get(field).filter(|value| !value.is_null())?;
    match serde_json::from_value(value.clone()) {
        Ok(value) => Some(value),
        Err(error) => {
            faults.push(format!("{field}: {error}"));
            None
        }
    }
}

fn add_fault<E: std::fmt::Display>(result: Result<(), E>, faults: &mut Vec<String>) {
    if let Err(error) = result {
        faults.push(error.to_string());
    }
}

fn message_faults(body: &Value, is_edit: bool) -> Vec<String> {
    let mut faults = Vec::new();
    if let Some(content) = decode_field::<String>(body, "content", &mut faults) {
        add_fault(message::content(content), &mut faults);
    }
    let mut completed_body = body.clone();
    for embed in completed_body["embeds"].as_array_mut().into_iter().flatten() {
        // twilight's model requires fields that only embeds in responses of Discord have.
        embed["type"] = json!("rich");
        // An index would add the missing field.
        for field in embed.get_mut("fields").and_then(Value::as_array_mut).into_iter().flatten() {
            field["inline"] = json!(field["inline"].as_bool().unwrap_or(false));
        }
    }
    if let Some(embeds) = decode_field::<Vec<Embed>>(&completed_body, "embeds", &mut faults) {
        add_fault(message::embeds(&embeds), &mut faults);
    }
    if let Some(components) = decode_field::<Vec<Component>>(body, "components", &mut faults) {
        // An edit may leave out the flag although the message has it. So the flag is assumed if a component needs it.
        let has_component_outside_rows =
            body["components"].as_array().into_iter().flatten().any(|component| component["type"] != 1);
        let is_v2 = body["flags"].as_u64().unwrap_or(0) & COMPONENTS_V2 != 0 || (is_edit && has_component_outside_rows);
        add_fault(message::components(&components, is_v2), &mut faults);
    }
    let _: Option<AllowedMentions> = decode_field(body, "allowed_mentions", &mut faults);
    if body["nonce"].as_str().is_some_and(|nonce| nonce.chars().count() > 25) {
        faults.push("nonce: over 25 characters".to_owned());
    }
    faults
}

fn answer_faults(body: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    let mut decodable_body = body.clone();
    if let Some(data) = decodable_body["data"].as_object_mut() {
        // Embeds are checked below, in `message_faults`, because they first need the fields that twilight requires.
        // Attachments are not checked.
        data.remove("embeds");
        data.remove("attachments");
    }
    let answer: InteractionResponse = match serde_json::from_value(decodable_body) {
        Ok(answer) => answer,
        Err(error) => return vec![format!("interaction response: {error}")],
    };
    if answer.kind == InteractionResponseType::Modal {
        let data = answer.data.unwrap_or_default();
        for component in data.components.iter().flatten() {
            let outcome = match component {
                Component::ActionRow(_) => component::component_v1(component),
                _ => component::component_v2(component),
            };
            add_fault(outcome, &mut faults);
        }
        return faults;
    }
    if answer.kind == InteractionResponseType::ApplicationCommandAutocompleteResult {
        for choice in answer.data.and_then(|data| data.choices).iter().flatten() {
            add_fault(command::choice(choice), &mut faults);
        }
        return faults;
    }
    faults.extend(message_faults(&body["data"], answer.kind == InteractionResponseType::UpdateMessage));
    faults
}

fn name_faults(body: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    if let Some(name) = decode_field::<String>(body, "name", &mut faults) {
        add_fault(channel::name(name), &mut faults);
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
        Ok(decoded) => command::command(&decoded).err().map(|error| error.to_string()).into_iter().collect(),
        Err(error) => vec![format!("command: {error}")],
    }
}
