//! Judges the components of messages and modals. Source: Discord docs, "Component Reference".

use std::cell::{Cell, RefCell};
use std::collections::HashSet;

use serde_json::Value;

use super::component_tree::kind::*;
use super::form::Form;

/// Where components stand: what is allowed differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Surface {
    Message,
    /// With the components V2 flag.
    MessageV2,
    Modal,
}

const MAX_ROWS: usize = 5;
const MAX_ROW_WIDTH: usize = 5;
/// Nested ones count. Source: "Component Reference: Legacy Message Component Behavior / IS_COMPONENTS_V2".
const MAX_V2_COMPONENTS: usize = 40;
const MAX_V2_TEXT: usize = 4000;
const MAX_OPTIONS: usize = 25;

struct Judge {
    surface: Surface,
    custom_ids: RefCell<HashSet<String>>,
    ids: RefCell<HashSet<i64>>,
    count: Cell<usize>,
    text: Cell<usize>,
}

/// Notes every fault of `form.components`.
pub(super) fn check(form: &Form<'_>, surface: Surface) {
    let judge = Judge {
        surface,
        custom_ids: RefCell::default(),
        ids: RefCell::default(),
        count: Cell::new(0),
        text: Cell::new(0),
    };
    let count = match surface {
        Surface::Message => 0..=MAX_ROWS,
        Surface::MessageV2 => 0..=MAX_V2_COMPONENTS,
        Surface::Modal => 1..=MAX_ROWS,
    };
    for component in form.items("components", count) {
        judge.top(&component);
    }
    if surface == Surface::MessageV2 && judge.count.get() > MAX_V2_COMPONENTS {
        form.fault("components", "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", "The maximum number of components is 40");
    }
    if judge.text.get() > MAX_V2_TEXT {
        let message = "The maximum displayable text size is 4000 characters";
        form.fault("components", "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", message);
    }
}

impl Judge {
    fn top(&self, form: &Form<'_>) {
        let allowed: &[i64] = match self.surface {
            Surface::Message => &[ACTION_ROW],
            Surface::MessageV2 => &[ACTION_ROW, SECTION, TEXT_DISPLAY, MEDIA_GALLERY, FILE, SEPARATOR, CONTAINER],
            Surface::Modal => &[ACTION_ROW, TEXT_DISPLAY, LABEL],
        };
        self.one(form, allowed);
    }

    fn one(&self, form: &Form<'_>, allowed: &[i64]) {
        form.require("type");
        let Some(kind) = form.choice("type", allowed) else { return };
        self.count.set(self.count.get() + 1);
        if let Some(id) = form.number("id", 0..=i64::from(i32::MAX))
            && id != 0
            && !self.ids.borrow_mut().insert(id)
        {
            form.fault("id", "COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated");
        }
        match kind {
            ACTION_ROW => self.row(form),
            BUTTON => self.button(form),
            STRING_SELECT | USER_SELECT | ROLE_SELECT | MENTIONABLE_SELECT | CHANNEL_SELECT => self.select(form, kind),
            TEXT_INPUT => self.text_input(form),
            SECTION => self.section(form),
            TEXT_DISPLAY => self.text_display(form),
            CONTAINER => self.container(form),
            LABEL => self.label(form),
            _ => Self::media(form, kind),
        }
    }

    fn row(&self, form: &Form<'_>) {
        form.only(&["type", "id", "components"]);
        form.require("components");
        let children = form.items("components", 1..=MAX_ROW_WIDTH);
        let kinds: Vec<_> =
            children.iter().map(|child| child.sent("type").and_then(Value::as_i64).unwrap_or_default()).collect();
        let buttons = kinds.iter().filter(|kind| **kind == BUTTON).count();
        if buttons != kinds.len() && kinds.len() > 1 {
            form.fault(
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
            self.one(child, allowed);
        }
    }

    fn custom_id(&self, form: &Form<'_>) {
        if let Some(id) = form.required_text("custom_id", 1..=100)
            && !self.custom_ids.borrow_mut().insert(id.to_owned())
        {
            form.fault("custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated");
        }
    }

    fn button(&self, form: &Form<'_>) {
        form.only(&["type", "id", "style", "label", "emoji", "custom_id", "sku_id", "url", "disabled"]);
        form.require("style");
        let style = form.choice("style", &[1, 2, 3, 4, 5, 6]);
        form.text("label", 0..=80);
        form.flag("disabled");
        check_emoji(form, "emoji");
        let blank = form.raw("label").and_then(Value::as_str).is_none_or(str::is_empty) && !form.has("emoji");
        if style != Some(6) && blank {
            form.fault("", "BUTTON_COMPONENT_INVALID", "A button must have a label or an emoji");
        }
        match style {
            Some(5) => {
                form.require("url");
                form.url("url", &["discord"]);
                form.text("url", 1..=512);
                if form.has("custom_id") {
                    form.fault("custom_id", "BUTTON_COMPONENT_INVALID", "A custom id and url cannot both be specified");
                }
            }
            Some(6) => {
                form.fault("style", "SANDBOX_NOT_BUILT", "The sandbox sells nothing: premium buttons are not built")
            }
            Some(_) => {
                self.custom_id(form);
                if form.has("url") {
                    form.fault("url", "BUTTON_COMPONENT_INVALID", "A custom id and url cannot both be specified");
                }
            }
            None => {}
        }
    }

    fn select(&self, form: &Form<'_>, kind: i64) {
        let known = ["type", "id", "custom_id", "placeholder", "min_values", "max_values", "disabled", "required"];
        let own: &[&str] = match kind {
            STRING_SELECT => &["options"],
            CHANNEL_SELECT => &["default_values", "channel_types"],
            _ => &["default_values"],
        };
        form.only(&[&known[..], own].concat());
        self.custom_id(form);
        form.text("placeholder", 0..=150);
        form.flag("disabled");
        form.flag("required");
        if self.surface == Surface::Modal && form.raw("disabled").and_then(Value::as_bool) == Some(true) {
            form.fault("disabled", "COMPONENT_DISABLED_IN_MODAL", "A component in a modal cannot be disabled");
        }
        let min = form.number("min_values", 0..=25).unwrap_or(1);
        let max = form.number("max_values", 1..=25).unwrap_or(1);
        if min > max {
            form.fault("min_values", "NUMBER_TYPE_MAX", format!("int value should be less than or equal to {max}."));
        }
        if kind == STRING_SELECT {
            Self::options(form, usize::try_from(max.max(min)).unwrap_or(1).min(MAX_OPTIONS));
        } else {
            Self::default_values(form, kind, usize::try_from(max).unwrap_or(1));
        }
        if kind == CHANNEL_SELECT {
            form.list("channel_types", 0..=MAX_OPTIONS);
        }
    }

    fn options(form: &Form<'_>, max_values: usize) {
        form.require("options");
        let mut values = HashSet::new();
        let mut defaults = 0;
        for option in form.items("options", max_values.max(1)..=MAX_OPTIONS) {
            option.only(&["label", "value", "description", "emoji", "default"]);
            option.required_text("label", 1..=100);
            option.text("description", 0..=100);
            check_emoji(&option, "emoji");
            defaults += usize::from(option.flag("default") == Some(true));
            if let Some(value) = option.required_text("value", 1..=100)
                && !values.insert(value.to_owned())
            {
                option.fault(
                    "value",
                    "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                    "The specified option value is already used",
                );
            }
        }
        if defaults > max_values {
            let message = format!("The number of default options must not exceed max_values ({max_values})");
            form.fault("options", "SELECT_COMPONENT_TOO_MANY_DEFAULTS", message);
        }
    }

    fn default_values(form: &Form<'_>, kind: i64, max_values: usize) {
        let allowed: &[&str] = match kind {
            USER_SELECT => &["user"],
            ROLE_SELECT => &["role"],
            CHANNEL_SELECT => &["channel"],
            _ => &["user", "role"],
        };
        for value in form.items("default_values", 0..=max_values) {
            value.only(&["id", "type"]);
            value.require("id");
            value.snowflake("id");
            if value.required_text("type", 1..=20).is_some_and(|kind| !allowed.contains(&kind)) {
                value.fault("type", "BASE_TYPE_CHOICES", format!("Value must be one of {allowed:?}."));
            }
        }
    }

    fn text_input(&self, form: &Form<'_>) {
        let known = [
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
        form.only(&known);
        self.custom_id(form);
        form.require("style");
        form.choice("style", &[1, 2]);
        form.text("label", 1..=45);
        let min = form.number("min_length", 0..=4000).unwrap_or(0);
        let max = form.number("max_length", 1..=4000).unwrap_or(4000);
        if min > max {
            form.fault("min_length", "NUMBER_TYPE_MAX", format!("int value should be less than or equal to {max}."));
        }
        form.flag("required");
        form.text("placeholder", 0..=100);
        form.text("value", 0..=usize::try_from(max).unwrap_or(4000).min(4000));
        if form.path("").split('.').rev().nth(2) == Some("components") && self.surface == Surface::Modal {
            form.require("label");
        }
    }

    fn section(&self, form: &Form<'_>) {
        form.only(&["type", "id", "components", "accessory"]);
        form.require("components");
        for child in form.items("components", 1..=3) {
            self.one(&child, &[TEXT_DISPLAY]);
        }
        form.require("accessory");
        if let Some(accessory) = form.child("accessory") {
            self.one(&accessory, &[BUTTON, THUMBNAIL]);
        }
    }

    fn text_display(&self, form: &Form<'_>) {
        form.only(&["type", "id", "content"]);
        if let Some(text) = form.required_text("content", 1..=MAX_V2_TEXT) {
            self.text.set(self.text.get() + text.chars().count());
        }
    }

    fn container(&self, form: &Form<'_>) {
        form.only(&["type", "id", "components", "accent_color", "spoiler"]);
        form.number("accent_color", 0..=0xFF_FF_FF);
        form.flag("spoiler");
        form.require("components");
        for child in form.items("components", 1..=MAX_V2_COMPONENTS) {
            self.one(&child, &[ACTION_ROW, SECTION, TEXT_DISPLAY, MEDIA_GALLERY, FILE, SEPARATOR]);
        }
    }

    fn label(&self, form: &Form<'_>) {
        form.only(&["type", "id", "label", "description", "component"]);
        form.required_text("label", 1..=45);
        form.text("description", 0..=100);
        form.require("component");
        if let Some(component) = form.child("component") {
            self.one(
                &component,
                &[TEXT_INPUT, STRING_SELECT, USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT],
            );
        }
    }

    fn media(form: &Form<'_>, kind: i64) {
        let media = |form: &Form<'_>, field: &str| {
            form.require(field);
            if let Some(media) = form.child(field) {
                media.require("url");
                media.url("url", &["attachment"]);
            }
        };
        match kind {
            THUMBNAIL => {
                form.only(&["type", "id", "media", "description", "spoiler"]);
                media(form, "media");
                form.text("description", 0..=1024);
            }
            MEDIA_GALLERY => {
                form.only(&["type", "id", "items"]);
                form.require("items");
                for item in form.items("items", 1..=10) {
                    item.only(&["media", "description", "spoiler"]);
                    media(&item, "media");
                    item.text("description", 0..=1024);
                }
            }
            FILE => {
                form.only(&["type", "id", "file", "spoiler", "name", "size"]);
                media(form, "file");
            }
            _ => {
                form.only(&["type", "id", "divider", "spacing"]);
                form.flag("divider");
                form.choice("spacing", &[1, 2]);
            }
        }
    }
}

fn check_emoji(form: &Form<'_>, field: &str) {
    if let Some(emoji) = form.child(field) {
        emoji.only(&["id", "name", "animated"]);
        emoji.snowflake("id");
        emoji.text("name", 0..=100);
        // Without an id it is a unicode emoji, and none of those is plain ASCII.
        let unicode = emoji.raw("name").and_then(Value::as_str).is_some_and(|name| !name.is_ascii());
        if !emoji.has("id") && !unicode {
            form.fault(field, "BUTTON_COMPONENT_INVALID_EMOJI", "Invalid emoji");
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::sandbox::core::form::Faults;

    fn faults(body: &Value, surface: Surface) -> String {
        let faults = Faults::default();
        check(&Form::of(body, &faults), surface);
        faults.finish().map_or_else(|failure| failure.response().body["errors"].to_string(), |()| String::new())
    }

    fn button(id: &str) -> Value {
        json!({"type": 2, "style": 1, "label": "Yes", "custom_id": id})
    }

    #[test]
    fn sixth_row_and_sixth_button_are_refused() {
        let rows: Vec<_> = (0..6).map(|n| json!({"type": 1, "components": [button(&n.to_string())]})).collect();
        assert!(faults(&json!({"components": rows}), Surface::Message).contains("Must be 5 or fewer"));
        let buttons: Vec<_> = (0..6).map(|n| button(&n.to_string())).collect();
        let body = json!({"components": [{"type": 1, "components": buttons}]});
        assert!(faults(&body, Surface::Message).contains("Must be 5 or fewer"));
    }

    #[test]
    fn doubled_custom_id_is_refused_with_its_path() {
        let body = json!({"components": [{"type": 1, "components": [button("a"), button("a")]}]});
        let found = faults(&body, Surface::Message);
        assert!(found.contains(r#"{"components":{"0":{"components":{"1":{"custom_id":"#), "{found}");
        assert!(found.contains("COMPONENT_CUSTOM_ID_DUPLICATED"));
    }

    #[test]
    fn misspelt_key_is_refused() {
        let body = json!({"components": [{"type": 1, "components": [{"type": 2, "style": 1, "lable": "x", "label": "x", "custom_id": "a"}]}]});
        assert!(faults(&body, Surface::Message).contains("UNKNOWN_KEY"));
    }

    #[test]
    fn text_input_in_a_row_needs_a_label_and_in_a_label_none() {
        let input = json!({"type": 4, "custom_id": "a", "style": 1});
        let row = json!({"components": [{"type": 1, "components": [input]}]});
        assert!(faults(&row, Surface::Modal).contains("BASE_TYPE_REQUIRED"));
        let label = json!({"components": [{"type": 18, "label": "Name", "component": input}]});
        assert_eq!(faults(&label, Surface::Modal), "");
    }
}
