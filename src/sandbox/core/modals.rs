//! Submits modals as a member. Finds fields by label or custom id, and checks them as the client does.

use serde_json::{Map, Value, json};

use super::api_types::{ControlError, ControlResult};
use super::clicks::{integer_field, label_matches, label_of};
use super::command_input::uploaded_file;
use super::component_tree::{is_modal_select, kind};
use super::interaction::{InteractionKind, NewInteraction};
use super::modal_choices;
use super::model::Attachment;
use super::resolved::Resolved;
use super::snowflake::Snowflake;
use super::world::World;
use crate::time::Timestamp;
use crate::words::in_other_languages;

type Component = Map<String, Value>;

/// The time and channel of one modal submission, and the objects that the member selected in its fields.
struct Submission {
    now: Timestamp,
    channel: Snowflake,
    resolved: Resolved,
}

/// An input of a modal, and its label.
struct Field<'a> {
    input: &'a Component,
    /// The label of the input itself, or of the label component that contains the input.
    label: String,
}

impl World {
    /// Submits a modal as a member, and returns the id of the new interaction. `modal` is the id of the interaction
    /// that opened the modal. The keys of `fields` are labels or custom ids.
    pub fn submit_modal(
        &mut self,
        now: Timestamp,
        who: &str,
        modal: &str,
        fields: &Map<String, Value>,
    ) -> ControlResult<Snowflake> {
        self.archive_inactive_threads(now);
        let user = self.user_id(who)?;
        let not_open = || ControlError { status: 404, error: format!("no modal {modal:?} is open on {who}'s screen") };
        let opener_id: Snowflake = modal.parse().map_err(|_| not_open())?;
        let opener = self.interactions.get(&opener_id).filter(|it| it.user == user).ok_or_else(not_open)?.clone();
        let open_modal = opener.modal.as_ref().filter(|modal| !modal.is_submitted).ok_or_else(not_open)?;
        self.channels.get(&opener.channel).ok_or_else(not_open)?;
        self.require_visible(user, opener.channel)?;
        let inputs = inputs(&open_modal.components);
        reject_unknown_fields(&inputs, fields)?;
        let mut submission = Submission { now, channel: opener.channel, resolved: Resolved::default() };
        let mut components = Vec::new();
        for component in open_modal.components.iter().filter_map(Value::as_object) {
            components.push(self.submitted_component(&mut submission, component, &inputs, fields)?);
        }
        let mut data = json!({"custom_id": open_modal.custom_id, "components": components});
        let view = self.resolved_view(&submission.resolved, user, opener.channel);
        if view.as_object().is_some_and(|map| !map.is_empty()) {
            data["resolved"] = view;
        }
        let opener_entry = self.interactions.get_mut(&opener_id).expect("looked up above");
        opener_entry.modal.as_mut().expect("looked up above").is_submitted = true;
        let new_interaction = NewInteraction {
            kind: InteractionKind::Modal,
            user,
            channel: opener.channel,
            data,
            command: None,
            source_message: opener.source_message,
            focused_option_kind: 0,
            opened_by: Some(opener_id),
        };
        Ok(self.create_interaction(now, new_interaction))
    }

    /// A top-level component in the form that the client submits.
    fn submitted_component(
        &mut self,
        submission: &mut Submission,
        component: &Component,
        inputs: &[Field<'_>],
        fields: &Map<String, Value>,
    ) -> ControlResult<Value> {
        let mut view = json!({"type": component["type"], "id": component["id"]});
        let mut submit_input = |input: &Component| {
            let field = inputs.iter().find(|field| field.input["custom_id"] == input["custom_id"]);
            self.submitted_input(submission, field.expect("every input was gathered"), fields)
        };
        match integer_field(component, "type") {
            kind::ACTION_ROW => {
                let children = component
                    .get("components")
                    .and_then(Value::as_array)
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_object);
                view["components"] = children.map(&mut submit_input).collect::<ControlResult<Vec<_>>>()?.into();
            }
            kind::LABEL => {
                let input =
                    component.get("component").and_then(Value::as_object).expect("a validated label has its component");
                view["component"] = submit_input(input)?;
            }
            _ => {}
        }
        Ok(view)
    }

    fn submitted_input(
        &mut self,
        submission: &mut Submission,
        field: &Field<'_>,
        fields: &Map<String, Value>,
    ) -> ControlResult<Value> {
        let input = field.input;
        let entered = entered_value(field, fields);
        let mut view = json!({"type": input["type"], "id": input["id"], "custom_id": input["custom_id"]});
        match integer_field(input, "type") {
            select if is_modal_select(select) => {
                let picked = entered.map(string_list).transpose()?;
                view["values"] = json!(self.selected_values(input, picked.as_deref(), &mut submission.resolved)?);
            }
            kind::FILE_UPLOAD => view["values"] = self.uploaded_values(submission, field, entered)?,
            kind::RADIO_GROUP | kind::CHECKBOX_GROUP | kind::CHECKBOX => {
                let (name, value) = modal_choices::submitted_value(input, &field.label, entered)?;
                view[name] = value;
            }
            _ => view["value"] = Value::from(text_value(field, entered)?),
        }
        Ok(view)
    }

    /// Stores one file or a list of files, and returns the ids of the attachments.
    fn uploaded_values(
        &mut self,
        submission: &mut Submission,
        field: &Field<'_>,
        entered: Option<&Value>,
    ) -> ControlResult<Value> {
        let files = match entered {
            None => Vec::new(),
            Some(Value::Array(files)) => files.iter().collect(),
            Some(file) => vec![file],
        };
        let files =
            files.into_iter().map(|file| uploaded_file(&field.label, file)).collect::<ControlResult<Vec<_>>>()?;
        let required = field.input.get("required").and_then(Value::as_bool).unwrap_or(true);
        let limit = |name: &str| field.input.get(name).and_then(Value::as_u64).unwrap_or(1);
        let (min, max) = (if required { limit("min_values").max(1) } else { 0 }, limit("max_values"));
        let count = u64::try_from(files.len()).unwrap_or(u64::MAX);
        if !(min..=max).contains(&count) {
            let error = format!("field {:?} takes {min} to {max} files, not {count}", field.label);
            return Err(ControlError { status: 400, error });
        }
        let mut ids = Vec::new();
        for file in files {
            let stored = self.store_file(submission.now, submission.channel, file, None);
            ids.push(stored.id);
            submission.resolved.attachments.push(Attachment { ephemeral: true, ..stored });
        }
        Ok(json!(ids))
    }
}

fn inputs(components: &[Value]) -> Vec<Field<'_>> {
    let mut found = Vec::new();
    for component in components.iter().filter_map(Value::as_object) {
        if integer_field(component, "type") == kind::LABEL {
            let input = component.get("component").and_then(Value::as_object);
            found.extend(input.map(|input| Field { input, label: label_of(component).to_owned() }));
        } else {
            let children = component.get("components").and_then(Value::as_array).into_iter().flatten();
            found.extend(
                children.filter_map(Value::as_object).map(|input| Field { input, label: label_of(input).to_owned() }),
            );
        }
    }
    found
}

fn custom_id<'a>(field: &'a Field<'_>) -> &'a str {
    field.input.get("custom_id").and_then(Value::as_str).unwrap_or_default()
}

/// Whether `name` is the field's custom id, or its label in any of the bot's languages.
fn matches_name(field: &Field<'_>, name: &str) -> bool {
    let label = field.label.as_str();
    custom_id(field) == name
        || label_matches(label, name)
        || in_other_languages(name).iter().any(|other| label_matches(label, other))
}

fn entered_value<'a>(field: &Field<'_>, fields: &'a Map<String, Value>) -> Option<&'a Value> {
    fields.iter().find(|(name, _)| matches_name(field, name)).map(|(_, value)| value).filter(|value| !value.is_null())
}

fn reject_unknown_fields(inputs: &[Field<'_>], fields: &Map<String, Value>) -> ControlResult<()> {
    let Some(name) = fields.keys().find(|name| !inputs.iter().any(|field| matches_name(field, name))) else {
        return Ok(());
    };
    let field_names =
        inputs.iter().map(|field| format!("{:?} ({})", field.label, custom_id(field))).collect::<Vec<_>>().join(", ");
    Err(ControlError { status: 400, error: format!("no field {name:?} in that modal; it has: {field_names}") })
}

/// Reads one value or a list of values.
fn string_list(value: &Value) -> ControlResult<Vec<String>> {
    match value {
        Value::Array(list) => {
            Ok(list.iter().map(|it| it.as_str().map_or_else(|| it.to_string(), str::to_owned)).collect())
        }
        Value::String(one) => Ok(vec![one.clone()]),
        _ => Err(ControlError { status: 400, error: "a select takes a list of values".to_owned() }),
    }
}

/// The text that the member entered in a text field, or the field's initial value if the member entered nothing. Fails
/// if the length of the text is not allowed.
fn text_value(field: &Field<'_>, entered: Option<&Value>) -> ControlResult<String> {
    let initial_value = || field.input.get("value").and_then(Value::as_str).unwrap_or_default().to_owned();
    let text =
        entered.map_or_else(initial_value, |value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
    let limit = |name: &str, default: usize| {
        field.input.get(name).and_then(Value::as_u64).and_then(|it| usize::try_from(it).ok()).unwrap_or(default)
    };
    let required = field.input.get("required").and_then(Value::as_bool).unwrap_or(true);
    let count = text.chars().count();
    let label = &field.label;
    if count == 0 {
        if required {
            return Err(ControlError { status: 400, error: format!("field {label:?} is required") });
        }
        return Ok(text);
    }
    let (min, max) = (limit("min_length", 0), limit("max_length", 4000));
    if count < min || count > max {
        return Err(ControlError {
            status: 400,
            error: format!("field {label:?} takes {min} to {max} characters, not {count}"),
        });
    }
    let is_one_line = integer_field(field.input, "style") == 1;
    if is_one_line && text.contains('\n') {
        return Err(ControlError { status: 400, error: format!("field {label:?} has one line") });
    }
    Ok(text)
}
