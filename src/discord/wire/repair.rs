//! Rebuilds interactions that serenity cannot decode. Takes from the raw payload only the fields that handlers use.
//! Pure code.
//!
//! Discord adds fields and sends nulls before serenity supports them: `interaction_metadata` without a user, a member
//! without `joined_at`, flags beyond 32 bits, hashes in a new format. Handlers need none of these values, and a person
//! must not see "interaction failed" because of them.

use serde_json::{Map, Value, json};
use serenity::model::event::InteractionCreateEvent;

/// Interaction types: an application command, an autocompletion.
const COMMAND_TYPES: [u64; 2] = [2, 4];

/// Rebuilds the interaction with only the fields that handlers use. `None` if one of these fields is missing or
/// invalid.
pub fn rebuild_interaction(raw: &Value) -> Option<InteractionCreateEvent> {
    serde_json::from_value(needed_fields(raw)).ok()
}

fn needed_fields(raw: &Value) -> Value {
    let channel = if raw["channel_id"].is_null() { &raw["channel"]["id"] } else { &raw["channel_id"] };
    let mut rebuilt = json!({
        "id": raw["id"],
        "application_id": raw["application_id"],
        "type": raw["type"],
        "token": raw["token"],
        "version": 1,
        "channel_id": channel,
        "locale": raw["locale"].as_str().unwrap_or("en-US"),
        "entitlements": [],
        "attachment_size_limit": 0,
        "data": data(raw),
    });
    if raw["guild_id"].is_string() {
        rebuilt["guild_id"] = raw["guild_id"].clone();
    }
    if raw["member"].is_object() {
        rebuilt["member"] = member(&raw["member"], &raw["member"]["user"]);
    }
    if raw["user"].is_object() {
        rebuilt["user"] = user(&raw["user"]);
    }
    if raw["message"].is_object() {
        rebuilt["message"] = message(&raw["message"], channel);
    }
    rebuilt
}

fn data(raw: &Value) -> Value {
    let data = &raw["data"];
    if !raw["type"].as_u64().is_some_and(|kind| COMMAND_TYPES.contains(&kind)) {
        return with_fields(data, &["custom_id", "component_type", "values", "components"]);
    }
    let mut rebuilt = with_fields(data, &["id", "name", "type", "options", "guild_id", "target_id"]);
    let resolved = &data["resolved"];
    rebuilt["resolved"] = json!({
        "users": rebuild_each(&resolved["users"], user),
        "members": rebuild_each(&resolved["members"], |object| member(object, &Value::Null)),
        "roles": rebuild_each(&resolved["roles"], role),
        "channels": rebuild_each(&resolved["channels"], |object| with_fields(object, &["id", "name", "type"])),
        "messages": rebuild_each(&resolved["messages"], |object| message(object, &object["channel_id"])),
        "attachments": rebuild_each(&resolved["attachments"], Value::clone),
    });
    rebuilt
}

fn user(raw: &Value) -> Value {
    with_fields(raw, &["id", "username", "global_name", "bot"])
}

/// The fields of a member. `user` is null if the payload has the member's user in another place.
fn member(raw: &Value, user: &Value) -> Value {
    let roles = raw["roles"].as_array().into_iter().flatten();
    let roles: Vec<&Value> = roles.filter(|role| role.as_str().is_some_and(|id| id.parse::<u64>().is_ok())).collect();
    let mut member = with_fields(raw, &["nick", "permissions"]);
    member["roles"] = json!(roles);
    for (field, value) in [("deaf", json!(false)), ("mute", json!(false)), ("flags", json!(0))] {
        member[field] = value;
    }
    if user.is_object() {
        member["user"] = self::user(user);
    }
    member
}

fn role(raw: &Value) -> Value {
    let mut role = with_fields(raw, &["id", "name", "permissions", "position"]);
    role["colors"] = json!({ "primary_color": 0 });
    for (field, value) in
        [("color", json!(0)), ("hoist", json!(false)), ("managed", json!(false)), ("mentionable", json!(false))]
    {
        role[field] = value;
    }
    role
}

fn message(raw: &Value, channel: &Value) -> Value {
    let author = if raw["author"].is_object() { user(&raw["author"]) } else { json!({ "id": "1", "username": "-" }) };
    json!({
        "id": raw["id"],
        "channel_id": if raw["channel_id"].is_string() { &raw["channel_id"] } else { channel },
        "author": author,
        "content": raw["content"].as_str().unwrap_or_default(),
        "timestamp": timestamp(&raw["timestamp"]),
        "edited_timestamp": null,
        "tts": false,
        "mention_everyone": false,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "pinned": false,
        "type": 0,
    })
}

/// The timestamp if it is valid, else a fixed one: no handler reads it, but serenity requires a valid timestamp.
fn timestamp(raw: &Value) -> &str {
    let valid_text = raw.as_str().filter(|text| text.parse::<serenity::model::Timestamp>().is_ok());
    valid_text.unwrap_or("2015-01-01T00:00:00Z")
}

/// A copy of an object with only these fields. Missing and null fields are left out.
fn with_fields(raw: &Value, fields: &[&str]) -> Value {
    let fields = fields.iter().filter(|field| !raw[**field].is_null());
    Value::Object(fields.map(|field| ((*field).to_owned(), raw[*field].clone())).collect())
}

/// Rebuilds each object in a map from ids to objects.
fn rebuild_each(raw: &Value, rebuild: impl Fn(&Value) -> Value) -> Value {
    let objects = raw.as_object().into_iter().flatten().map(|(id, object)| (id.clone(), rebuild(object)));
    Value::Object(objects.collect::<Map<_, _>>())
}

#[cfg(test)]
mod tests {
    use serenity::model::application::Interaction;

    use super::*;

    /// A button press with values that serenity 0.12.5 cannot decode.
    fn undecodable_press() -> Value {
        let user = json!({ "id": "7", "username": "ana", "global_name": "Ana", "avatar": "v2:not-a-hash",
                           "public_flags": 1_u64 << 40, "discriminator": "0" });
        json!({
            "id": "22", "application_id": "11", "type": 3, "token": "t", "version": 1, "channel_id": "5",
            "guild_id": "4", "locale": "fr", "entitlements": [], "attachment_size_limit": 0, "context": 9,
            "member": { "user": user, "roles": ["8"], "joined_at": null, "deaf": false, "mute": false,
                        "flags": 1_u64 << 40, "permissions": "2048", "nick": "Ana N" },
            "message": { "id": "6", "channel_id": "5", "author": user, "content": "Alert", "timestamp": "odd",
                         "interaction_metadata": { "id": "1", "type": 2 }, "type": 0, "flags": 1_u64 << 40 },
            "data": { "custom_id": "v1/alert/seen/1", "component_type": 2, "id": 1 },
        })
    }

    #[test]
    fn button_press_that_serenity_cannot_decode_is_rebuilt() {
        assert!(serde_json::from_value::<InteractionCreateEvent>(undecodable_press()).is_err(), "it is decodable");
        let Some(Interaction::Component(press)) =
            rebuild_interaction(&undecodable_press()).map(|event| event.interaction)
        else {
            panic!("{}", needed_fields(&undecodable_press()))
        };
        assert_eq!((press.data.custom_id.as_str(), press.message.id.get()), ("v1/alert/seen/1", 6));
        let member = press.member.expect("it has a member");
        assert_eq!((member.display_name(), member.permissions.map(|p| p.bits())), ("Ana N", Some(2048)));
        assert_eq!((press.user.id.get(), press.locale.as_str()), (7, "fr"));
    }

    #[test]
    fn command_keeps_its_options_and_resolved_objects() {
        let raw = json!({
            "id": "22", "application_id": "11", "type": 2, "token": "t", "channel": { "id": "5", "type": 99 },
            "user": { "id": "7", "username": "ana", "avatar": 5 },
            "data": { "id": "1", "name": "setup", "type": 1,
                      "options": [{ "name": "role", "type": 8, "value": "8" },
                                  { "name": "who", "type": 6, "value": "9" }],
                      "resolved": { "roles": { "8": { "id": "8", "name": "mag", "permissions": "0", "position": 1,
                                                      "flags": 1_u64 << 40, "colors": 5 } },
                                    "users": { "9": { "id": "9", "username": "ben", "avatar": 1 } },
                                    "members": { "9": { "roles": [], "joined_at": 3 } } } },
        });
        let Some(Interaction::Command(command)) = rebuild_interaction(&raw).map(|event| event.interaction) else {
            panic!("{}", needed_fields(&raw))
        };
        assert_eq!(command.data.options().len(), 2);
        assert_eq!((command.user.id.get(), command.channel_id.get()), (7, 5));
    }

    #[test]
    fn interaction_without_a_user_is_not_rebuilt() {
        assert!(rebuild_interaction(&json!({ "id": "1", "type": 3, "token": "t" })).is_none());
    }
}
