//! Clicks on buttons and selections in selects, checked as the client checks them.

use serde_json::{Map, Value, json};

use super::api_types::{Click, ControlError, ControlResult};
use super::component_tree::{kind, visit_all};
use super::interaction::{InteractionKind, NewInteraction};
use super::lookup::comma_list;
use super::model::Message;
use super::resolved::Resolved;
use super::snowflake::Snowflake;
use super::world::World;
use crate::time::Timestamp;
use crate::words::in_other_languages;

type Component = Map<String, Value>;

impl World {
    /// Clicks a component as a member, and returns the id of the new interaction.
    pub fn click(&mut self, now: Timestamp, who: &str, click: &Click) -> ControlResult<Snowflake> {
        self.archive_inactive_threads(now);
        let user = self.user_id(who)?;
        let message = self.clickable_message(user, &click.message)?.clone();
        if message.flags & super::model::flags::LOADING != 0 {
            return Err(ControlError { status: 409, error: "that message is still loading".to_owned() });
        }
        let component = find_component(&message, &click.target)?;
        if component.get("disabled").and_then(Value::as_bool) == Some(true) {
            return Err(ControlError { status: 409, error: format!("{:?} is disabled on that message", click.target) });
        }
        if integer_field(component, "type") == kind::BUTTON && integer_field(component, "style") == 5 {
            let url = component.get("url").and_then(Value::as_str).unwrap_or_default();
            return Err(ControlError {
                status: 400,
                error: format!("{:?} is a link to {url}: the browser opens it, the bot learns nothing", click.target),
            });
        }
        let mut data =
            json!({"custom_id": component["custom_id"], "component_type": component["type"], "id": component["id"]});
        if integer_field(component, "type") == kind::BUTTON {
            if click.values.as_ref().is_some_and(|values| !values.is_empty()) {
                return Err(ControlError { status: 400, error: "a button takes no values".to_owned() });
            }
        } else {
            let mut resolved = Resolved::default();
            data["values"] = json!(self.selected_values(component, click.values.as_deref(), &mut resolved)?);
            let view = self.resolved_view(&resolved, user, message.channel);
            if view.as_object().is_some_and(|map| !map.is_empty()) {
                data["resolved"] = view;
            }
        }
        let new_interaction = NewInteraction {
            kind: InteractionKind::Component,
            user,
            channel: message.channel,
            data,
            command: None,
            source_message: Some(message.id),
            focused_option_kind: 0,
            opened_by: None,
        };
        Ok(self.create_interaction(now, new_interaction))
    }

    /// Finds a message by id. Fails if the member cannot see the message in their client. A person who left the server
    /// still has the DM and can press its buttons. Bots use this, for example, to let banned people appeal.
    pub(super) fn clickable_message(&self, who: Snowflake, id: &str) -> ControlResult<&Message> {
        let unknown_message = || ControlError { status: 404, error: format!("no message {id:?}") };
        let id: Snowflake = id.parse().map_err(|_| unknown_message())?;
        let message = self.messages.values().find_map(|messages| messages.get(&id)).ok_or_else(unknown_message)?;
        let channel = &self.channels[&message.channel];
        let handle = &self.users[&who].handle;
        if !self.can_see(who, channel) || message.ephemeral_to.is_some_and(|to| to != who) {
            return Err(ControlError { status: 403, error: format!("{handle} does not see that message") });
        }
        Ok(message)
    }

    /// The values that the client sends for a select: the picked values, or the select's defaults if `picked_values`
    /// is `None`. Adds the selected users, roles and channels to `resolved`.
    pub(super) fn selected_values(
        &self,
        select: &Component,
        picked_values: Option<&[String]>,
        resolved: &mut Resolved,
    ) -> ControlResult<Vec<String>> {
        let values = match picked_values {
            Some(values) => values.iter().map(|text| self.value_of(select, text)).collect::<ControlResult<Vec<_>>>()?,
            None => default_values(select),
        };
        let (min, max) = (selection_limit(select, "min_values"), selection_limit(select, "max_values"));
        // An optional select may stay empty, regardless of its minimum.
        let is_left_empty = select.get("required").and_then(Value::as_bool) == Some(false) && values.is_empty();
        if !is_left_empty && !(min..=max).contains(&values.len()) {
            let name = label_of(select);
            return Err(ControlError {
                status: 400,
                error: format!("{name:?} takes {min} to {max} values, not {}", values.len()),
            });
        }
        for value in &values {
            self.resolve_value(integer_field(select, "type"), value, resolved);
        }
        Ok(values)
    }

    fn value_of(&self, select: &Component, text: &str) -> ControlResult<String> {
        match integer_field(select, "type") {
            kind::STRING_SELECT => option_value(select, text),
            kind::USER_SELECT => self.user_id(text).map(|id| id.to_string()),
            kind::ROLE_SELECT => self.role_id(text).map(|id| id.to_string()),
            kind::CHANNEL_SELECT => self.channel_value(select, text),
            _ => self.role_id(text).or_else(|_| self.user_id(text)).map(|id| id.to_string()),
        }
    }

    fn channel_value(&self, select: &Component, text: &str) -> ControlResult<String> {
        let id = self.channel_id(text)?;
        let types = select.get("channel_types").and_then(Value::as_array);
        let channel_type = u64::from(self.channels[&id].kind.number());
        if types.is_some_and(|types| !types.is_empty() && !types.iter().any(|it| it.as_u64() == Some(channel_type))) {
            return Err(ControlError {
                status: 400,
                error: format!("#{text} is not of the types {types:?} that the select offers"),
            });
        }
        Ok(id.to_string())
    }

    fn resolve_value(&self, select_kind: i64, value: &str, resolved: &mut Resolved) {
        let Ok(id) = value.parse::<Snowflake>() else { return };
        match select_kind {
            kind::STRING_SELECT => {}
            kind::CHANNEL_SELECT => drop(resolved.add_channel(id)),
            _ if self.roles.contains_key(&id) => drop(resolved.add_role(id)),
            _ => drop(resolved.add_user(id)),
        }
    }
}

/// Finds the component by its custom id, label or placeholder. A label matches in any of the bot's languages.
fn find_component<'a>(message: &'a Message, target: &str) -> ControlResult<&'a Component> {
    let mut components: Vec<&Component> = Vec::new();
    visit_all(&message.components, &mut |component| {
        if component.contains_key("custom_id") || component.contains_key("url") {
            components.push(component);
        }
    });
    let by_id = components.iter().find(|it| it.get("custom_id").and_then(Value::as_str) == Some(target));
    let by_name = |name: &str| components.iter().find(|it| label_matches(label_of(it), name));
    if let Some(found) =
        by_id.or_else(|| by_name(target)).or_else(|| in_other_languages(target).iter().find_map(|it| by_name(it)))
    {
        return Ok(found);
    }
    let names = components.iter().map(|it| label_of(it));
    let names = names.map(|name| format!("{name:?}")).collect::<Vec<_>>().join(", ");
    let error = format!(
        "no button or select {target:?} on that message; it has: {}",
        if names.is_empty() { "none" } else { &names }
    );
    Err(ControlError { status: 404, error })
}

/// Whether `name` matches the label, ignoring case and surrounding spaces. If the label contains several languages,
/// separated by a middle dot, a match with one of them is enough.
pub(super) fn label_matches(label: &str, name: &str) -> bool {
    let is_same = |text: &str| text.trim().to_lowercase() == name.trim().to_lowercase();
    is_same(label) || label.split(" · ").any(is_same)
}

/// The component's visible label, or its custom id if it has none.
pub(super) fn label_of(component: &Component) -> &str {
    let text = |field: &str| component.get(field).and_then(Value::as_str).filter(|text| !text.is_empty());
    let emoji = || component.get("emoji")?.get("name")?.as_str();
    text("label").or_else(|| text("placeholder")).or_else(emoji).or_else(|| text("custom_id")).unwrap_or_default()
}

pub(super) fn integer_field(component: &Component, field: &str) -> i64 {
    component.get(field).and_then(Value::as_i64).unwrap_or_default()
}

/// The select's `min_values` or `max_values`. Discord's default for both is 1.
fn selection_limit(select: &Component, field: &str) -> usize {
    select.get(field).and_then(Value::as_u64).and_then(|value| usize::try_from(value).ok()).unwrap_or(1)
}

fn select_options(select: &Component) -> impl Iterator<Item = &Component> {
    select.get("options").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object)
}

fn option_value(select: &Component, text: &str) -> ControlResult<String> {
    let field =
        |option: &Component, field: &str| option.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
    let by_value = select_options(select).find(|option| field(option, "value") == text);
    let by_label = |text: &str| select_options(select).find(|option| label_matches(&field(option, "label"), text));
    let translated = || in_other_languages(text).iter().find_map(|it| by_label(it));
    if let Some(option) = by_value.or_else(|| by_label(text)).or_else(translated) {
        return Ok(field(option, "value"));
    }
    let labels: Vec<_> = select_options(select).map(|option| field(option, "label")).collect();
    let error = format!(
        "no option {text:?} in {:?}; it has: {}",
        label_of(select),
        comma_list(labels.iter().map(String::as_str))
    );
    Err(ControlError { status: 400, error })
}

fn default_values(select: &Component) -> Vec<String> {
    let is_default = |option: &&Component| option.get("default").and_then(Value::as_bool) == Some(true);
    let text = |map: &Component, field: &str| map.get(field).and_then(Value::as_str).map(str::to_owned);
    if integer_field(select, "type") == kind::STRING_SELECT {
        return select_options(select).filter(is_default).filter_map(|option| text(option, "value")).collect();
    }
    let values = select.get("default_values").and_then(Value::as_array).into_iter().flatten();
    values.filter_map(|value| text(value.as_object()?, "id")).collect()
}
