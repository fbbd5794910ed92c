//! Validates the inputs that exist only in modals: file uploads, radio groups, checkboxes. Source: Discord docs,
//! "Component Reference".

use std::collections::HashSet;

use super::component_tree::kind::*;
use super::fields::Fields;

/// The component types that a label may contain.
pub(super) const COMPONENTS_IN_LABELS: [i64; 10] = [
    TEXT_INPUT,
    STRING_SELECT,
    USER_SELECT,
    ROLE_SELECT,
    MENTIONABLE_SELECT,
    CHANNEL_SELECT,
    FILE_UPLOAD,
    RADIO_GROUP,
    CHECKBOX_GROUP,
    CHECKBOX,
];
const MAX_VALUES: i64 = 10;

/// Checks all fields of an input except the custom id, and adds the errors to the errors of `fields`.
pub(super) fn check(fields: &Fields<'_>, kind: i64) {
    let specific_fields: &[&str] = match kind {
        FILE_UPLOAD => &["min_values", "max_values", "required"],
        RADIO_GROUP => &["required", "options"],
        CHECKBOX_GROUP => &["min_values", "max_values", "required", "options"],
        _ => &["default"],
    };
    fields.allow_only(&[&["type", "id", "custom_id"], specific_fields].concat());
    fields.boolean("required");
    if kind == CHECKBOX {
        fields.boolean("default");
    }
    let min = fields.number("min_values", 0..=MAX_VALUES).unwrap_or(1);
    let max = fields.number("max_values", 1..=MAX_VALUES).unwrap_or(MAX_VALUES);
    if min > max {
        fields.error("min_values", "NUMBER_TYPE_MAX", format!("int value should be less than or equal to {max}."));
    }
    match kind {
        RADIO_GROUP => check_options(fields, 2, 1),
        CHECKBOX_GROUP => check_options(fields, 1, usize::try_from(max).unwrap_or(1)),
        _ => {}
    }
}

fn check_options(fields: &Fields<'_>, min: usize, max_defaults: usize) {
    fields.require("options");
    let mut values = HashSet::new();
    let mut defaults = 0;
    for option in fields.items("options", min..=10) {
        option.allow_only(&["label", "value", "description", "default"]);
        option.required_text("label", 1..=100);
        option.text("description", 0..=100);
        defaults += usize::from(option.boolean("default") == Some(true));
        if let Some(value) = option.required_text("value", 1..=100)
            && !values.insert(value.to_owned())
        {
            let message = "The specified option value is already used";
            option.error("value", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", message);
        }
    }
    if defaults > max_defaults {
        let message = format!("The number of default options must not exceed {max_defaults}");
        fields.error("options", "SELECT_COMPONENT_TOO_MANY_DEFAULTS", message);
    }
}
