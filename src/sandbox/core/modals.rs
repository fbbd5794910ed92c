//! Modals as a person fills them in: fields by label or custom id, checked as the client checks.

use serde_json::{Map, Value, json};

use super::clicks::{name_of, number, reads};
use super::component_tree::{is_modal_select, kind};
use super::contract::{Act, Refusal};
use super::interactions::{Kind, Start};
use super::resolved::Resolved;
use super::snowflake::Snowflake;
use super::world::World;
use crate::time::Timestamp;
use crate::words::in_other_languages;

type Component = Map<String, Value>;

/// An input of the modal and where it stands.
struct Field<'a> {
    input: &'a Component,
    /// The label over it, which in new modals is a component of its own.
    label: String,
}

impl World {
    /// `modal` is the id of the interaction that opened it; `fields` by label or custom id.
    pub fn submit_modal(
        &mut self,
        now: Timestamp,
        who: &str,
        modal: &str,
        fields: &Map<String, Value>,
    ) -> Act<Snowflake> {
        self.archive_silent_threads(now);
        let asker = self.user_id(who)?;
        let missing = || Refusal { status: 404, error: format!("no modal {modal:?} is open on {who}'s screen") };
        let opener: Snowflake = modal.parse().map_err(|_| missing())?;
        let opened = self.interactions.get(&opener).filter(|it| it.asker == asker).ok_or_else(missing)?.clone();
        let open = opened.modal.as_ref().filter(|modal| !modal.submitted).ok_or_else(missing)?;
        self.channels.get(&opened.channel).ok_or_else(missing)?;
        self.refuse_unseen(asker, opened.channel)?;
        let inputs = inputs(&open.components);
        refuse_unknown(&inputs, fields)?;
        let mut resolved = Resolved::default();
        let mut components = Vec::new();
        for component in open.components.iter().filter_map(Value::as_object) {
            components.push(self.submitted(component, &inputs, fields, &mut resolved)?);
        }
        let mut data = json!({"custom_id": open.custom_id, "components": components});
        let view = self.resolved_view(&resolved, asker, opened.channel);
        if view.as_object().is_some_and(|map| !map.is_empty()) {
            data["resolved"] = view;
        }
        let kept = self.interactions.get_mut(&opener).expect("found above");
        kept.modal.as_mut().expect("found above").submitted = true;
        let start = Start {
            kind: Kind::Modal,
            asker,
            channel: opened.channel,
            data,
            command: None,
            clicked: opened.clicked,
            focused_kind: 0,
            opened_by: Some(opener),
        };
        Ok(self.start_interaction(now, start))
    }

    /// A top-level component as Discord sends it back.
    fn submitted(
        &self,
        component: &Component,
        inputs: &[Field<'_>],
        fields: &Map<String, Value>,
        resolved: &mut Resolved,
    ) -> Act<Value> {
        let mut view = json!({"type": component["type"], "id": component["id"]});
        let answer = |input: &Component, resolved: &mut Resolved| {
            let field = inputs.iter().find(|field| field.input["custom_id"] == input["custom_id"]);
            self.answer_to(field.expect("every input was gathered"), fields, resolved)
        };
        match number(component, "type") {
            kind::ACTION_ROW => {
                let children = component
                    .get("components")
                    .and_then(Value::as_array)
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_object);
                view["components"] = children.map(|input| answer(input, resolved)).collect::<Act<Vec<_>>>()?.into();
            }
            kind::LABEL => {
                let input =
                    component.get("component").and_then(Value::as_object).expect("a judged label has its component");
                view["component"] = answer(input, resolved)?;
            }
            _ => {}
        }
        Ok(view)
    }

    fn answer_to(&self, field: &Field<'_>, fields: &Map<String, Value>, resolved: &mut Resolved) -> Act<Value> {
        let input = field.input;
        let said = given(field, fields);
        let mut view = json!({"type": input["type"], "id": input["id"], "custom_id": input["custom_id"]});
        if is_modal_select(number(input, "type")) {
            let picked = said.map(picks).transpose()?;
            view["values"] = json!(self.chosen(input, picked.as_deref(), resolved)?);
        } else {
            view["value"] = Value::from(text(field, said)?);
        }
        Ok(view)
    }
}

fn inputs(components: &[Value]) -> Vec<Field<'_>> {
    let mut found = Vec::new();
    for component in components.iter().filter_map(Value::as_object) {
        if number(component, "type") == kind::LABEL {
            let input = component.get("component").and_then(Value::as_object);
            found.extend(input.map(|input| Field { input, label: name_of(component).to_owned() }));
        } else {
            let children = component.get("components").and_then(Value::as_array).into_iter().flatten();
            found.extend(
                children.filter_map(Value::as_object).map(|input| Field { input, label: name_of(input).to_owned() }),
            );
        }
    }
    found
}

fn custom_id<'a>(field: &'a Field<'_>) -> &'a str {
    field.input.get("custom_id").and_then(Value::as_str).unwrap_or_default()
}

/// A label may also be given as it reads in another of the bot's languages.
fn is_named(field: &Field<'_>, name: &str) -> bool {
    let label = field.label.as_str();
    custom_id(field) == name || reads(label, name) || in_other_languages(name).iter().any(|other| reads(label, other))
}

fn given<'a>(field: &Field<'_>, fields: &'a Map<String, Value>) -> Option<&'a Value> {
    fields.iter().find(|(name, _)| is_named(field, name)).map(|(_, value)| value).filter(|value| !value.is_null())
}

fn refuse_unknown(inputs: &[Field<'_>], fields: &Map<String, Value>) -> Act<()> {
    let Some(name) = fields.keys().find(|name| !inputs.iter().any(|field| is_named(field, name))) else {
        return Ok(());
    };
    let has =
        inputs.iter().map(|field| format!("{:?} ({})", field.label, custom_id(field))).collect::<Vec<_>>().join(", ");
    Err(Refusal { status: 400, error: format!("no field {name:?} in that modal; it has: {has}") })
}

/// A list of values, or one.
fn picks(value: &Value) -> Act<Vec<String>> {
    match value {
        Value::Array(list) => {
            Ok(list.iter().map(|it| it.as_str().map_or_else(|| it.to_string(), str::to_owned)).collect())
        }
        Value::String(one) => Ok(vec![one.clone()]),
        _ => Err(Refusal { status: 400, error: "a select takes a list of values".to_owned() }),
    }
}

/// The words in a text field: those given, else what it was filled with.
fn text(field: &Field<'_>, said: Option<&Value>) -> Act<String> {
    let filled = || field.input.get("value").and_then(Value::as_str).unwrap_or_default().to_owned();
    let words = said.map_or_else(filled, |value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
    let limit = |name: &str, default: usize| {
        field.input.get(name).and_then(Value::as_u64).and_then(|it| usize::try_from(it).ok()).unwrap_or(default)
    };
    let required = field.input.get("required").and_then(Value::as_bool).unwrap_or(true);
    let count = words.chars().count();
    let label = &field.label;
    if count == 0 {
        if required {
            return Err(Refusal { status: 400, error: format!("field {label:?} is required") });
        }
        return Ok(words);
    }
    let (min, max) = (limit("min_length", 0), limit("max_length", 4000));
    if count < min || count > max {
        return Err(Refusal {
            status: 400,
            error: format!("field {label:?} takes {min} to {max} characters, not {count}"),
        });
    }
    let one_line = number(field.input, "style") == 1;
    if one_line && words.contains('\n') {
        return Err(Refusal { status: 400, error: format!("field {label:?} has one line") });
    }
    Ok(words)
}
