//! Computes the values that the client submits for the radio groups and checkboxes of a modal.

use serde_json::{Map, Value};

use super::api_types::{ControlError, ControlResult};
use super::clicks::{integer_field, label_matches};
use super::component_tree::kind::{CHECKBOX, RADIO_GROUP};
use super::lookup::comma_list;

type Component = Map<String, Value>;

/// The field name and the value that the client submits for a radio group, checkbox group or checkbox. `entered`
/// contains values or labels. If `entered` is `None`, the client submits the defaults.
pub(super) fn submitted_value(
    input: &Component,
    label: &str,
    entered: Option<&Value>,
) -> ControlResult<(&'static str, Value)> {
    let refuse = |error: String| ControlError { status: 400, error };
    let required = input.get("required").and_then(Value::as_bool).unwrap_or(true);
    let limit = |field: &str| input.get(field).and_then(Value::as_u64).and_then(|it| usize::try_from(it).ok());
    match integer_field(input, "type") {
        CHECKBOX => {
            let initial = || input.get("default").and_then(Value::as_bool).unwrap_or(false);
            let checked = entered.map_or_else(|| Some(initial()), Value::as_bool);
            let checked = checked.ok_or_else(|| refuse(format!("field {label:?} takes true or false")))?;
            Ok(("value", Value::from(checked)))
        }
        RADIO_GROUP => {
            let values = picked_values(input, label, entered)?;
            match values.as_slice() {
                [] if required => Err(refuse(format!("field {label:?} is required"))),
                [] => Ok(("value", Value::Null)),
                [one] => Ok(("value", Value::from(one.clone()))),
                _ => Err(refuse(format!("field {label:?} takes one value"))),
            }
        }
        _ => {
            let values = picked_values(input, label, entered)?;
            let min = if required { limit("min_values").unwrap_or(1).max(1) } else { 0 };
            let max = limit("max_values").unwrap_or(options(input).count());
            if !(min..=max).contains(&values.len()) {
                return Err(refuse(format!("field {label:?} takes {min} to {max} values, not {}", values.len())));
            }
            Ok(("values", Value::from(values)))
        }
    }
}

fn options(input: &Component) -> impl Iterator<Item = &Component> {
    input.get("options").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object)
}

fn picked_values(input: &Component, label: &str, entered: Option<&Value>) -> ControlResult<Vec<String>> {
    let text =
        |option: &Component, field: &str| option.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
    let Some(entered) = entered else {
        let is_default = |option: &&Component| option.get("default").and_then(Value::as_bool) == Some(true);
        return Ok(options(input).filter(is_default).map(|option| text(option, "value")).collect());
    };
    let wanted: Vec<&str> = match entered {
        Value::Array(list) => list.iter().filter_map(Value::as_str).collect(),
        single => single.as_str().into_iter().collect(),
    };
    let find = |wanted: &str| {
        let is_wanted =
            |option: &&Component| text(option, "value") == wanted || label_matches(&text(option, "label"), wanted);
        options(input).find(is_wanted).map(|option| text(option, "value")).ok_or_else(|| {
            let labels: Vec<_> = options(input).map(|option| text(option, "label")).collect();
            let labels = comma_list(labels.iter().map(String::as_str));
            ControlError { status: 400, error: format!("no option {wanted:?} in {label:?}; it has: {labels}") }
        })
    };
    wanted.into_iter().map(find).collect()
}
