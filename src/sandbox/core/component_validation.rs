//! Validates the components of messages and modals. Source: Discord docs, "Component Reference".

use std::cell::{Cell, RefCell};
use std::collections::HashSet;

use serde_json::Value;

use super::component_tree::kind::*;
use super::fields::Fields;
use super::modal_inputs;

/// Where components appear. Each surface allows different components.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Surface {
    Message,
    /// A message with the components V2 flag.
    MessageV2,
    Modal,
}

const MAX_ROWS: usize = 5;
const MAX_ROW_WIDTH: usize = 5;
/// The maximum number of components in a message with the components V2 flag, including nested components. Source:
/// "Component Reference: Legacy Message Component Behavior / IS_COMPONENTS_V2".
const MAX_V2_COMPONENTS: usize = 40;
const MAX_V2_CHARS: usize = 4000;
const MAX_OPTIONS: usize = 25;

struct ComponentValidator {
    surface: Surface,
    custom_ids: RefCell<HashSet<String>>,
    ids: RefCell<HashSet<i64>>,
    component_count: Cell<usize>,
    text_chars: Cell<usize>,
}

/// Checks the field `components`, and adds its errors to the errors of `fields`.
pub(super) fn check(fields: &Fields<'_>, surface: Surface) {
    let validator = ComponentValidator {
        surface,
        custom_ids: RefCell::default(),
        ids: RefCell::default(),
        component_count: Cell::new(0),
        text_chars: Cell::new(0),
    };
    let allowed_count = match surface {
        Surface::Message => 0..=MAX_ROWS,
        Surface::MessageV2 => 0..=MAX_V2_COMPONENTS,
        Surface::Modal => 1..=MAX_ROWS,
    };
    for component in fields.items("components", allowed_count) {
        validator.check_top_level(&component);
    }
    if surface == Surface::MessageV2 && validator.component_count.get() > MAX_V2_COMPONENTS {
        fields.error("components", "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", "The maximum number of components is 40");
    }
    if validator.text_chars.get() > MAX_V2_CHARS {
        let message = "The maximum displayable text size is 4000 characters";
        fields.error("components", "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", message);
    }
}

impl ComponentValidator {
    fn check_top_level(&self, fields: &Fields<'_>) {
        let allowed: &[i64] = match self.surface {
            Surface::Message => &[ACTION_ROW],
            Surface::MessageV2 => &[ACTION_ROW, SECTION, TEXT_DISPLAY, MEDIA_GALLERY, FILE, SEPARATOR, CONTAINER],
            Surface::Modal => &[ACTION_ROW, TEXT_DISPLAY, LABEL],
        };
        self.check_component(fields, allowed);
    }

    fn check_component(&self, fields: &Fields<'_>, allowed: &[i64]) {
        fields.require("type");
        let Some(kind) = fields.choice("type", allowed) else { return };
        self.component_count.set(self.component_count.get() + 1);
        if let Some(id) = fields.number("id", 0..=i64::from(i32::MAX))
            && id != 0
            && !self.ids.borrow_mut().insert(id)
        {
            fields.error("id", "COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated");
        }
        match kind {
            ACTION_ROW => self.check_row(fields),
            BUTTON => self.check_button(fields),
            STRING_SELECT | USER_SELECT | ROLE_SELECT | MENTIONABLE_SELECT | CHANNEL_SELECT => {
                self.check_select(fields, kind)
            }
            TEXT_INPUT => self.check_text_input(fields),
            SECTION => self.check_section(fields),
            TEXT_DISPLAY => self.check_text_display(fields),
            CONTAINER => self.check_container(fields),
            LABEL => self.check_label(fields),
            FILE_UPLOAD | RADIO_GROUP | CHECKBOX_GROUP | CHECKBOX => {
                self.check_custom_id(fields);
                modal_inputs::check(fields, kind);
            }
            _ => Self::check_media(fields, kind),
        }
    }

    fn check_row(&self, fields: &Fields<'_>) {
        fields.allow_only(&["type", "id", "components"]);
        fields.require("components");
        let children = fields.items("components", 1..=MAX_ROW_WIDTH);
        let kinds: Vec<_> =
            children.iter().map(|child| child.get("type").and_then(Value::as_i64).unwrap_or_default()).collect();
        let buttons = kinds.iter().filter(|kind| **kind == BUTTON).count();
        if buttons != kinds.len() && kinds.len() > 1 {
            fields.error(
                "components",
                "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
                "The specified component exceeds the maximum width",
            );
        }
        let allowed: &[i64] = match self.surface {
            Surface::Modal => &[TEXT_INPUT],
            _ => &[BUTTON, STRING_SELECT, USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT],
        };
        for child in &children {
            self.check_component(child, allowed);
        }
    }

    fn check_custom_id(&self, fields: &Fields<'_>) {
        if let Some(id) = fields.required_text("custom_id", 1..=100)
            && !self.custom_ids.borrow_mut().insert(id.to_owned())
        {
            fields.error("custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated");
        }
    }

    fn check_button(&self, fields: &Fields<'_>) {
        fields.allow_only(&["type", "id", "style", "label", "emoji", "custom_id", "sku_id", "url", "disabled"]);
        fields.require("style");
        let style = fields.choice("style", &[1, 2, 3, 4, 5, 6]);
        fields.text("label", 0..=80);
        fields.boolean("disabled");
        check_emoji(fields, "emoji");
        let is_blank =
            fields.non_null("label").and_then(Value::as_str).is_none_or(str::is_empty) && !fields.has("emoji");
        if style != Some(6) && is_blank {
            fields.error("", "BUTTON_COMPONENT_INVALID", "A button must have a label or an emoji");
        }
        match style {
            Some(5) => {
                fields.require("url");
                fields.url("url", &["discord"]);
                fields.text("url", 1..=512);
                if fields.has("custom_id") {
                    fields.error(
                        "custom_id",
                        "BUTTON_COMPONENT_INVALID",
                        "A custom id and url cannot both be specified",
                    );
                }
            }
            Some(6) => {
                fields.error("style", "SANDBOX_NOT_BUILT", "The sandbox sells nothing: premium buttons are not built")
            }
            Some(_) => {
                self.check_custom_id(fields);
                if fields.has("url") {
                    fields.error("url", "BUTTON_COMPONENT_INVALID", "A custom id and url cannot both be specified");
                }
            }
            None => {}
        }
    }

    fn check_select(&self, fields: &Fields<'_>, kind: i64) {
        let common_fields =
            ["type", "id", "custom_id", "placeholder", "min_values", "max_values", "disabled", "required"];
        let specific_fields: &[&str] = match kind {
            STRING_SELECT => &["options"],
            CHANNEL_SELECT => &["default_values", "channel_types"],
            _ => &["default_values"],
        };
        fields.allow_only(&[&common_fields[..], specific_fields].concat());
        self.check_custom_id(fields);
        fields.text("placeholder", 0..=150);
        fields.boolean("disabled");
        fields.boolean("required");
        if self.surface == Surface::Modal && fields.non_null("disabled").and_then(Value::as_bool) == Some(true) {
            fields.error("disabled", "COMPONENT_DISABLED_IN_MODAL", "A component in a modal cannot be disabled");
        }
        let min = fields.number("min_values", 0..=25).unwrap_or(1);
        let max = fields.number("max_values", 1..=25).unwrap_or(1);
        if min > max {
            fields.error("min_values", "NUMBER_TYPE_MAX", format!("int value should be less than or equal to {max}."));
        }
        if kind == STRING_SELECT {
            Self::check_options(fields, usize::try_from(max.max(min)).unwrap_or(1).min(MAX_OPTIONS));
        } else {
            Self::check_default_values(fields, kind, usize::try_from(max).unwrap_or(1));
        }
        if kind == CHANNEL_SELECT {
            fields.list("channel_types", 0..=MAX_OPTIONS);
        }
    }

    fn check_options(fields: &Fields<'_>, max_values: usize) {
        fields.require("options");
        let mut values = HashSet::new();
        let mut defaults = 0;
        for option in fields.items("options", max_values.max(1)..=MAX_OPTIONS) {
            option.allow_only(&["label", "value", "description", "emoji", "default"]);
            option.required_text("label", 1..=100);
            option.text("description", 0..=100);
            check_emoji(&option, "emoji");
            defaults += usize::from(option.boolean("default") == Some(true));
            if let Some(value) = option.required_text("value", 1..=100)
                && !values.insert(value.to_owned())
            {
                option.error(
                    "value",
                    "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                    "The specified option value is already used",
                );
            }
        }
        if defaults > max_values {
            let message = format!("The number of default options must not exceed max_values ({max_values})");
            fields.error("options", "SELECT_COMPONENT_TOO_MANY_DEFAULTS", message);
        }
    }

    fn check_default_values(fields: &Fields<'_>, kind: i64, max_values: usize) {
        let allowed: &[&str] = match kind {
            USER_SELECT => &["user"],
            ROLE_SELECT => &["role"],
            CHANNEL_SELECT => &["channel"],
            _ => &["user", "role"],
        };
        for value in fields.items("default_values", 0..=max_values) {
            value.allow_only(&["id", "type"]);
            value.require("id");
            value.snowflake("id");
            if value.required_text("type", 1..=20).is_some_and(|kind| !allowed.contains(&kind)) {
                value.error("type", "BASE_TYPE_CHOICES", format!("Value must be one of {allowed:?}."));
            }
        }
    }

    fn check_text_input(&self, fields: &Fields<'_>) {
        let known_fields = [
            "type",
            "id",
            "custom_id",
            "style",
            "label",
            "min_length",
            "max_length",
            "required",
            "value",
            "placeholder",
        ];
        fields.allow_only(&known_fields);
        self.check_custom_id(fields);
        fields.require("style");
        fields.choice("style", &[1, 2]);
        fields.text("label", 1..=45);
        let min = fields.number("min_length", 0..=4000).unwrap_or(0);
        let max = fields.number("max_length", 1..=4000).unwrap_or(4000);
        if min > max {
            fields.error("min_length", "NUMBER_TYPE_MAX", format!("int value should be less than or equal to {max}."));
        }
        fields.boolean("required");
        fields.text("placeholder", 0..=100);
        fields.text("value", 0..=usize::try_from(max).unwrap_or(4000).min(4000));
        if fields.path("").split('.').rev().nth(2) == Some("components") && self.surface == Surface::Modal {
            fields.require("label");
        }
    }

    fn check_section(&self, fields: &Fields<'_>) {
        fields.allow_only(&["type", "id", "components", "accessory"]);
        fields.require("components");
        for child in fields.items("components", 1..=3) {
            self.check_component(&child, &[TEXT_DISPLAY]);
        }
        fields.require("accessory");
        if let Some(accessory) = fields.object("accessory") {
            self.check_component(&accessory, &[BUTTON, THUMBNAIL]);
        }
    }

    fn check_text_display(&self, fields: &Fields<'_>) {
        fields.allow_only(&["type", "id", "content"]);
        if let Some(text) = fields.required_text("content", 1..=MAX_V2_CHARS) {
            self.text_chars.set(self.text_chars.get() + text.chars().count());
        }
    }

    fn check_container(&self, fields: &Fields<'_>) {
        fields.allow_only(&["type", "id", "components", "accent_color", "spoiler"]);
        fields.number("accent_color", 0..=0xFF_FF_FF);
        fields.boolean("spoiler");
        fields.require("components");
        for child in fields.items("components", 1..=MAX_V2_COMPONENTS) {
            self.check_component(&child, &[ACTION_ROW, SECTION, TEXT_DISPLAY, MEDIA_GALLERY, FILE, SEPARATOR]);
        }
    }

    fn check_label(&self, fields: &Fields<'_>) {
        fields.allow_only(&["type", "id", "label", "description", "component"]);
        fields.required_text("label", 1..=45);
        fields.text("description", 0..=100);
        fields.require("component");
        if let Some(component) = fields.object("component") {
            self.check_component(&component, &modal_inputs::COMPONENTS_IN_LABELS);
        }
    }

    fn check_media(fields: &Fields<'_>, kind: i64) {
        let media = |fields: &Fields<'_>, field: &str| {
            fields.require(field);
            if let Some(media) = fields.object(field) {
                media.require("url");
                media.url("url", &["attachment"]);
            }
        };
        match kind {
            THUMBNAIL => {
                fields.allow_only(&["type", "id", "media", "description", "spoiler"]);
                media(fields, "media");
                fields.text("description", 0..=1024);
            }
            MEDIA_GALLERY => {
                fields.allow_only(&["type", "id", "items"]);
                fields.require("items");
                for item in fields.items("items", 1..=10) {
                    item.allow_only(&["media", "description", "spoiler"]);
                    media(&item, "media");
                    item.text("description", 0..=1024);
                }
            }
            FILE => {
                fields.allow_only(&["type", "id", "file", "spoiler", "name", "size"]);
                media(fields, "file");
            }
            _ => {
                fields.allow_only(&["type", "id", "divider", "spacing"]);
                fields.boolean("divider");
                fields.choice("spacing", &[1, 2]);
            }
        }
    }
}

fn check_emoji(fields: &Fields<'_>, field: &str) {
    if let Some(emoji) = fields.object(field) {
        emoji.allow_only(&["id", "name", "animated"]);
        emoji.snowflake("id");
        emoji.text("name", 0..=100);
        // An emoji without an id must be a Unicode emoji. Its name is the emoji itself, and never plain ASCII.
        let is_unicode = emoji.non_null("name").and_then(Value::as_str).is_some_and(|name| !name.is_ascii());
        if !emoji.has("id") && !is_unicode {
            fields.error(field, "BUTTON_COMPONENT_INVALID_EMOJI", "Invalid emoji");
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::sandbox::core::api_error::ApiError;
    use crate::sandbox::core::fields::FieldErrors;

    fn errors(body: &Value, surface: Surface) -> String {
        let errors = FieldErrors::default();
        check(&Fields::of(body, &errors), surface);
        errors.finish().map_or_else(|error| error.response().body["errors"].to_string(), |()| String::new())
    }

    fn paths_and_codes(body: &Value, surface: Surface) -> Vec<String> {
        let errors = FieldErrors::default();
        check(&Fields::of(body, &errors), surface);
        match errors.finish() {
            Err(ApiError::InvalidForm(errors)) => {
                errors.into_iter().map(|error| format!("{} {}", error.path, error.code)).collect()
            }
            _ => Vec::new(),
        }
    }

    fn button(id: &str) -> Value {
        json!({"type": 2, "style": 1, "label": "Yes", "custom_id": id})
    }

    #[test]
    fn sixth_row_and_sixth_button_are_refused() {
        let rows: Vec<_> = (0..6).map(|n| json!({"type": 1, "components": [button(&n.to_string())]})).collect();
        let body = json!({"components": rows});
        assert_eq!(paths_and_codes(&body, Surface::Message), ["components BASE_TYPE_MAX_LENGTH"]);
        insta::assert_snapshot!(
            errors(&body, Surface::Message),
            @r#"{"components":{"_errors":[{"code":"BASE_TYPE_MAX_LENGTH","message":"Must be 5 or fewer in length."}]}}"#
        );
        let buttons: Vec<_> = (0..6).map(|n| button(&n.to_string())).collect();
        let body = json!({"components": [{"type": 1, "components": buttons}]});
        assert_eq!(paths_and_codes(&body, Surface::Message), ["components.0.components BASE_TYPE_MAX_LENGTH"]);
    }

    #[test]
    fn duplicated_custom_id_is_refused_with_its_path() {
        let body = json!({"components": [{"type": 1, "components": [button("a"), button("a")]}]});
        assert_eq!(
            paths_and_codes(&body, Surface::Message),
            ["components.0.components.1.custom_id COMPONENT_CUSTOM_ID_DUPLICATED"]
        );
    }

    #[test]
    fn misspelt_key_is_refused() {
        let button = json!({"type": 2, "style": 1, "lable": "x", "label": "x", "custom_id": "a"});
        let body = json!({"components": [{"type": 1, "components": [button]}]});
        assert_eq!(paths_and_codes(&body, Surface::Message), ["components.0.components.0.lable UNKNOWN_KEY"]);
    }

    #[test]
    fn text_input_needs_its_own_label_in_a_row_but_not_in_a_label_component() {
        let input = json!({"type": 4, "custom_id": "a", "style": 1});
        let row = json!({"components": [{"type": 1, "components": [input]}]});
        assert_eq!(paths_and_codes(&row, Surface::Modal), ["components.0.components.0.label BASE_TYPE_REQUIRED"]);
        let label = json!({"components": [{"type": 18, "label": "Name", "component": input}]});
        assert_eq!(errors(&label, Surface::Modal), "");
    }
}
