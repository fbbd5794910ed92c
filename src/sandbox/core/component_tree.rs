//! Converts components to the form that Discord stores, each with an id and defaults, and visits them in reading order.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::fields::remove_nulls;
use kind::{CONTAINER, FILE, FILE_UPLOAD, SELECTS, SEPARATOR, TEXT_DISPLAY, THUMBNAIL};

/// Discord's numbers for component types.
pub(super) mod kind {
    pub const ACTION_ROW: i64 = 1;
    pub const BUTTON: i64 = 2;
    pub const STRING_SELECT: i64 = 3;
    pub const TEXT_INPUT: i64 = 4;
    pub const USER_SELECT: i64 = 5;
    pub const ROLE_SELECT: i64 = 6;
    pub const MENTIONABLE_SELECT: i64 = 7;
    pub const CHANNEL_SELECT: i64 = 8;
    pub const SECTION: i64 = 9;
    pub const TEXT_DISPLAY: i64 = 10;
    pub const THUMBNAIL: i64 = 11;
    pub const MEDIA_GALLERY: i64 = 12;
    pub const FILE: i64 = 13;
    pub const SEPARATOR: i64 = 14;
    pub const CONTAINER: i64 = 17;
    pub const LABEL: i64 = 18;
    pub const FILE_UPLOAD: i64 = 19;
    pub const RADIO_GROUP: i64 = 21;
    pub const CHECKBOX_GROUP: i64 = 22;
    pub const CHECKBOX: i64 = 23;
    pub const SELECTS: [i64; 5] = [STRING_SELECT, USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT];
}

/// Normalizes components as Discord does: removes nulls, adds defaults, keeps given ids, and assigns ids to the other
/// components.
pub(super) fn normalize(components: Option<&Value>) -> Vec<Value> {
    let mut components = components.and_then(Value::as_array).cloned().unwrap_or_default();
    components.iter_mut().for_each(remove_nulls);
    let mut given_ids = HashSet::new();
    visit_all(&components, &mut |component| {
        given_ids.extend(component.get("id").and_then(Value::as_i64));
    });
    let mut next_id = 1;
    for component in &mut components {
        assign_ids(component, &given_ids, &mut next_id);
    }
    components
}

fn assign_ids(component: &mut Value, given_ids: &HashSet<i64>, next_id: &mut i64) {
    let Some(object) = component.as_object_mut() else { return };
    add_defaults(object);
    if object.get("id").and_then(Value::as_i64).unwrap_or(0) == 0 {
        while given_ids.contains(next_id) {
            *next_id += 1;
        }
        object.insert("id".to_owned(), Value::from(*next_id));
        *next_id += 1;
    }
    for field in ["components", "accessory", "component"] {
        match object.get_mut(field) {
            Some(Value::Array(children)) => children.iter_mut().for_each(|child| assign_ids(child, given_ids, next_id)),
            Some(child @ Value::Object(_)) => assign_ids(child, given_ids, next_id),
            _ => {}
        }
    }
}

/// Adds the defaults that Discord adds.
fn add_defaults(object: &mut Map<String, Value>) {
    let kind = object.get("type").and_then(Value::as_i64).unwrap_or_default();
    let defaults: Vec<(&str, Value)> = match kind {
        _ if SELECTS.contains(&kind) || kind == FILE_UPLOAD => {
            vec![("min_values", Value::from(1)), ("max_values", Value::from(1))]
        }
        CONTAINER => vec![("accent_color", Value::Null), ("spoiler", Value::from(false))],
        SEPARATOR => vec![("spacing", Value::from(1)), ("divider", Value::from(true))],
        THUMBNAIL => vec![("description", Value::Null), ("spoiler", Value::from(false))],
        FILE => vec![("name", Value::Null), ("size", Value::Null), ("spoiler", Value::from(false))],
        _ => Vec::new(),
    };
    for (field, value) in defaults {
        object.entry(field).or_insert(value);
    }
}

/// Visits every component, including nested ones, in reading order.
pub(super) fn visit_all<'a>(components: &'a [Value], visit: &mut impl FnMut(&'a Map<String, Value>)) {
    for component in components {
        let Some(object) = component.as_object() else { continue };
        visit(object);
        for field in ["components", "accessory", "component"] {
            match object.get(field) {
                Some(Value::Array(children)) => visit_all(children, visit),
                Some(child @ Value::Object(_)) => visit_all(std::slice::from_ref(child), visit),
                _ => {}
            }
        }
    }
}

/// The text of all text displays. Mentions in this text count, as mentions in a message's content do.
pub(super) fn text(components: &[Value]) -> String {
    let mut text = String::new();
    visit_all(components, &mut |component| {
        if component.get("type").and_then(Value::as_i64) == Some(TEXT_DISPLAY) {
            text.push_str(component.get("content").and_then(Value::as_str).unwrap_or_default());
            text.push('\n');
        }
    });
    text
}

/// Whether an input of a modal is a select.
pub(super) fn is_modal_select(kind: i64) -> bool {
    SELECTS.contains(&kind)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn components_without_an_id_get_one_and_given_ids_are_kept() {
        let button = json!({"type": 2, "id": 1, "style": 1, "label": "x", "custom_id": "a", "emoji": null});
        let body = json!([{"type": 1, "components": [button]}]);
        let normalized = normalize(Some(&body));
        assert_eq!(normalized[0]["id"], 2);
        assert_eq!(normalized[0]["components"][0]["id"], 1);
        assert!(normalized[0]["components"][0].get("emoji").is_none());
    }
}
