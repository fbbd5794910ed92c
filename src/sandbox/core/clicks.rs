//! Clicks on buttons and choices in selects, as the client lets a person make them.

use serde_json::{Map, Value, json};

use super::component_tree::{each, kind};
use super::contract::{Act, Click, Refusal};
use super::interactions::{Kind, Start};
use super::people::listed;
use super::resolved::Resolved;
use super::snowflake::Snowflake;
use super::state::Message;
use super::world::World;
use crate::time::Timestamp;
use crate::words::in_other_languages;

type Component = Map<String, Value>;

impl World {
    pub fn click(&mut self, now: Timestamp, who: &str, click: &Click) -> Act<Snowflake> {
        self.archive_silent_threads(now);
        let asker = self.user_id(who)?;
        let message = self.shown_message(asker, &click.message)?.clone();
        if message.flags & super::state::flags::LOADING != 0 {
            return Err(Refusal { status: 409, error: "that message is still loading".to_owned() });
        }
        let component = find(&message, &click.target)?;
        if component.get("disabled").and_then(Value::as_bool) == Some(true) {
            return Err(Refusal { status: 409, error: format!("{:?} is disabled on that message", click.target) });
        }
        if number(component, "type") == kind::BUTTON && number(component, "style") == 5 {
            let url = component.get("url").and_then(Value::as_str).unwrap_or_default();
            return Err(Refusal {
                status: 400,
                error: format!("{:?} is a link to {url}: the browser opens it, the bot learns nothing", click.target),
            });
        }
        let mut data =
            json!({"custom_id": component["custom_id"], "component_type": component["type"], "id": component["id"]});
        if number(component, "type") == kind::BUTTON {
            if click.values.as_ref().is_some_and(|values| !values.is_empty()) {
                return Err(Refusal { status: 400, error: "a button takes no values".to_owned() });
            }
        } else {
            let mut resolved = Resolved::default();
            data["values"] = json!(self.chosen(component, click.values.as_deref(), &mut resolved)?);
            data["resolved"] = self.resolved_view(&resolved, asker, message.channel);
        }
        let start = Start {
            kind: Kind::Component,
            asker,
            channel: message.channel,
            data,
            command: None,
            clicked: Some(message.id),
            focused_kind: 0,
            opened_by: None,
        };
        Ok(self.start_interaction(now, start))
    }

    /// A message that this person has before their eyes.
    fn shown_message(&self, who: Snowflake, id: &str) -> Act<&Message> {
        let missing = || Refusal { status: 404, error: format!("no message {id:?}") };
        let id: Snowflake = id.parse().map_err(|_| missing())?;
        let message = self.messages.values().find_map(|messages| messages.get(&id)).ok_or_else(missing)?;
        let channel = &self.channels[&message.channel];
        let handle = &self.users[&who].handle;
        if !self.sees(who, channel) || message.ephemeral_to.is_some_and(|to| to != who) {
            return Err(Refusal { status: 403, error: format!("{handle} does not see that message") });
        }
        if channel.is_dm() && !self.members.contains_key(&who) {
            return Err(Refusal { status: 403, error: format!("{handle} shares no server with the bot") });
        }
        Ok(message)
    }

    /// The values of a select that a person picked, as the bot receives them; defaults when nothing is said.
    pub(super) fn chosen(
        &self,
        select: &Component,
        picked: Option<&[String]>,
        resolved: &mut Resolved,
    ) -> Act<Vec<String>> {
        let values = match picked {
            Some(values) => values.iter().map(|text| self.value_of(select, text)).collect::<Act<Vec<_>>>()?,
            None => defaults(select),
        };
        let (min, max) = (bound(select, "min_values"), bound(select, "max_values"));
        // What is not required may be left empty whatever its minimum is.
        let optional = select.get("required").and_then(Value::as_bool) == Some(false) && values.is_empty();
        if !optional && !(min..=max).contains(&values.len()) {
            let name = name_of(select);
            return Err(Refusal {
                status: 400,
                error: format!("{name:?} takes {min} to {max} values, not {}", values.len()),
            });
        }
        for value in &values {
            self.resolve_value(number(select, "type"), value, resolved);
        }
        Ok(values)
    }

    fn value_of(&self, select: &Component, text: &str) -> Act<String> {
        match number(select, "type") {
            kind::STRING_SELECT => option_value(select, text),
            kind::USER_SELECT => self.user_id(text).map(|id| id.to_string()),
            kind::ROLE_SELECT => self.role_id(text).map(|id| id.to_string()),
            kind::CHANNEL_SELECT => self.channel_value(select, text),
            _ => self.role_id(text).or_else(|_| self.user_id(text)).map(|id| id.to_string()),
        }
    }

    fn channel_value(&self, select: &Component, text: &str) -> Act<String> {
        let id = self.channel_id(text)?;
        let types = select.get("channel_types").and_then(Value::as_array);
        let number = u64::from(self.channels[&id].kind.number());
        if types.is_some_and(|types| !types.is_empty() && !types.iter().any(|it| it.as_u64() == Some(number))) {
            return Err(Refusal {
                status: 400,
                error: format!("#{text} is not of the types {types:?} that the select offers"),
            });
        }
        Ok(id.to_string())
    }

    fn resolve_value(&self, select: i64, value: &str, resolved: &mut Resolved) {
        let Ok(id) = value.parse::<Snowflake>() else { return };
        match select {
            kind::STRING_SELECT => {}
            kind::CHANNEL_SELECT => drop(resolved.add_channel(id)),
            _ if self.roles.contains_key(&id) => drop(resolved.add_role(id)),
            _ => drop(resolved.add_user(id)),
        }
    }
}

/// The component that a custom id, label or placeholder names; a label also as it reads in another of the bot's
/// languages.
fn find<'a>(message: &'a Message, target: &str) -> Act<&'a Component> {
    let mut all: Vec<&Component> = Vec::new();
    each(&message.components, &mut |component| {
        if component.contains_key("custom_id") || component.contains_key("url") {
            all.push(component);
        }
    });
    let by_id = all.iter().find(|it| it.get("custom_id").and_then(Value::as_str) == Some(target));
    let by_name = |name: &str| all.iter().find(|it| reads(name_of(it), name));
    if let Some(found) =
        by_id.or_else(|| by_name(target)).or_else(|| in_other_languages(target).iter().find_map(|it| by_name(it)))
    {
        return Ok(found);
    }
    let names = all.iter().map(|it| name_of(it));
    let names = names.map(|name| format!("{name:?}")).collect::<Vec<_>>().join(", ");
    let error = format!(
        "no button or select {target:?} on that message; it has: {}",
        if names.is_empty() { "none" } else { &names }
    );
    Err(Refusal { status: 404, error })
}

/// Whether a text on the screen is the one that was meant, small slips aside. What many read is worded in several
/// languages at once, with a dot between them: each of them is enough.
pub(super) fn reads(shown: &str, meant: &str) -> bool {
    let same = |shown: &str| shown.trim().to_lowercase() == meant.trim().to_lowercase();
    same(shown) || shown.split(" · ").any(same)
}

/// What a person reads on it; the custom id where it has no words.
pub(super) fn name_of(component: &Component) -> &str {
    let text = |field: &str| component.get(field).and_then(Value::as_str).filter(|text| !text.is_empty());
    let emoji = || component.get("emoji")?.get("name")?.as_str();
    text("label").or_else(|| text("placeholder")).or_else(emoji).or_else(|| text("custom_id")).unwrap_or_default()
}

pub(super) fn number(component: &Component, field: &str) -> i64 {
    component.get(field).and_then(Value::as_i64).unwrap_or_default()
}

/// Both bounds are one unless said otherwise.
fn bound(select: &Component, field: &str) -> usize {
    select.get(field).and_then(Value::as_u64).and_then(|value| usize::try_from(value).ok()).unwrap_or(1)
}

fn options(select: &Component) -> impl Iterator<Item = &Component> {
    select.get("options").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object)
}

fn option_value(select: &Component, text: &str) -> Act<String> {
    let field =
        |option: &Component, field: &str| option.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
    let by_value = options(select).find(|option| field(option, "value") == text);
    let by_label = |text: &str| options(select).find(|option| reads(&field(option, "label"), text));
    let translated = || in_other_languages(text).iter().find_map(|it| by_label(it));
    if let Some(option) = by_value.or_else(|| by_label(text)).or_else(translated) {
        return Ok(field(option, "value"));
    }
    let labels: Vec<_> = options(select).map(|option| field(option, "label")).collect();
    let error =
        format!("no option {text:?} in {:?}; it has: {}", name_of(select), listed(labels.iter().map(String::as_str)));
    Err(Refusal { status: 400, error })
}

fn defaults(select: &Component) -> Vec<String> {
    let marked = |option: &&Component| option.get("default").and_then(Value::as_bool) == Some(true);
    let text = |map: &Component, field: &str| map.get(field).and_then(Value::as_str).map(str::to_owned);
    if number(select, "type") == kind::STRING_SELECT {
        return options(select).filter(marked).filter_map(|option| text(option, "value")).collect();
    }
    let values = select.get("default_values").and_then(Value::as_array).into_iter().flatten();
    values.filter_map(|value| text(value.as_object()?, "id")).collect()
}
