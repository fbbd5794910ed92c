//! Buttons, selects and modals that cannot exceed Discord's limits: texts are clipped, rows filled up, the rest refused
//! loudly in tests.
//!
//! Limits: <https://discord.com/developers/docs/components/reference>.

use serde_json::{Value, json};

use crate::discord::ui::text::clip;
use crate::discord::wire::custom_id::CustomId;

/// Rows in a message, buttons in a row, options in a select, inputs in a modal.
pub const ROWS: usize = 5;
pub const BUTTONS_IN_A_ROW: usize = 5;
pub const OPTIONS: usize = 25;
pub const INPUTS: usize = 5;

const LABEL: usize = 80;
const PLACEHOLDER: usize = 150;
const OPTION_TEXT: usize = 100;
const MODAL_TITLE: usize = 45;
const INPUT_LABEL: usize = 45;
const INPUT_PLACEHOLDER: usize = 100;
const INPUT_VALUE: usize = 4000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// The one act that is expected.
    Primary,
    Secondary,
    Success,
    /// What cannot be taken back.
    Danger,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Button {
    label: String,
    kind: ButtonKind,
    enabled: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum ButtonKind {
    Press { style: Style, id: CustomId },
    Link(String),
}

impl Button {
    pub fn primary(id: impl Into<CustomId>, label: impl AsRef<str>) -> Self {
        Self::new(Style::Primary, id.into(), label.as_ref())
    }

    pub fn secondary(id: impl Into<CustomId>, label: impl AsRef<str>) -> Self {
        Self::new(Style::Secondary, id.into(), label.as_ref())
    }

    pub fn success(id: impl Into<CustomId>, label: impl AsRef<str>) -> Self {
        Self::new(Style::Success, id.into(), label.as_ref())
    }

    pub fn danger(id: impl Into<CustomId>, label: impl AsRef<str>) -> Self {
        Self::new(Style::Danger, id.into(), label.as_ref())
    }

    /// A button that opens a page, or a place in Discord, and calls nobody.
    pub fn link(url: impl Into<String>, label: impl AsRef<str>) -> Self {
        Self { label: clip(label.as_ref(), LABEL), kind: ButtonKind::Link(url.into()), enabled: true }
    }

    fn new(style: Style, id: CustomId, label: &str) -> Self {
        Self { label: clip(label, LABEL), kind: ButtonKind::Press { style, id }, enabled: true }
    }

    /// Shown, but cannot be pressed: "Ana is helping".
    pub fn disabled(mut self) -> Self {
        self.enabled = false;
        self
    }

    fn body(&self) -> Value {
        match &self.kind {
            ButtonKind::Press { style, id } => {
                json!({ "type": 2, "style": *style as u8 + 1, "label": self.label, "custom_id": id.as_str(), "disabled": !self.enabled })
            }
            ButtonKind::Link(url) => {
                json!({ "type": 2, "style": 5, "label": self.label, "url": url, "disabled": !self.enabled })
            }
        }
    }
}

/// One choice of a select.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub description: Option<String>,
    pub chosen: bool,
}

impl Choice {
    /// `value` is what comes back, at most 100 characters.
    pub fn new(value: impl Into<String>, label: impl AsRef<str>) -> Self {
        let value = value.into();
        debug_assert!((1..=OPTION_TEXT).contains(&value.chars().count()), "a choice's value has 1 to 100 characters");
        Self { value, label: clip(label.as_ref(), OPTION_TEXT), description: None, chosen: false }
    }

    pub fn described(mut self, description: impl AsRef<str>) -> Self {
        self.description = Some(clip(description.as_ref(), OPTION_TEXT));
        self
    }

    /// Shown as chosen already.
    pub fn chosen(mut self) -> Self {
        self.chosen = true;
        self
    }
}

/// What a select lets choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Among {
    Choices(Vec<Choice>),
    Users(Vec<u64>),
    Roles(Vec<u64>),
    /// Channels of these types (0 = text); with those chosen already.
    Channels {
        types: Vec<u8>,
        chosen: Vec<u64>,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Select {
    id: CustomId,
    placeholder: String,
    among: Among,
    least: usize,
    most: usize,
    enabled: bool,
}

impl Select {
    /// One of `among` is chosen, unless `between` says otherwise.
    pub fn new(id: impl Into<CustomId>, placeholder: impl AsRef<str>, among: Among) -> Self {
        let among = match among {
            Among::Choices(mut choices) => {
                debug_assert!(
                    !choices.is_empty() && choices.len() <= OPTIONS,
                    "a select has 1 to 25 choices: page the rest"
                );
                choices.truncate(OPTIONS);
                Among::Choices(choices)
            }
            other => other,
        };
        Self {
            id: id.into(),
            placeholder: clip(placeholder.as_ref(), PLACEHOLDER),
            among,
            least: 1,
            most: 1,
            enabled: true,
        }
    }

    /// From `least` to `most` may be chosen.
    pub fn between(mut self, least: usize, most: usize) -> Self {
        let available = if let Among::Choices(choices) = &self.among { choices.len() } else { OPTIONS };
        self.most = most.clamp(1, available.max(1));
        self.least = least.min(self.most);
        self
    }

    pub fn disabled(mut self) -> Self {
        self.enabled = false;
        self
    }

    fn body(&self) -> Value {
        let mut body = json!({
            "custom_id": self.id.as_str(), "placeholder": self.placeholder,
            "min_values": self.least, "max_values": self.most, "disabled": !self.enabled,
        });
        let defaults = |kind: &str, ids: &[u64]| -> Value {
            ids.iter().take(self.most).map(|id| json!({ "id": id.to_string(), "type": kind })).collect()
        };
        match &self.among {
            Among::Choices(choices) => {
                body["type"] = json!(3);
                body["options"] = choices.iter().map(choice_body).collect();
            }
            Among::Users(chosen) => {
                body["type"] = json!(5);
                body["default_values"] = defaults("user", chosen);
            }
            Among::Roles(chosen) => {
                body["type"] = json!(6);
                body["default_values"] = defaults("role", chosen);
            }
            Among::Channels { types, chosen } => {
                body["type"] = json!(8);
                body["channel_types"] = json!(types);
                body["default_values"] = defaults("channel", chosen);
            }
        }
        body
    }
}

fn choice_body(choice: &Choice) -> Value {
    let mut body = json!({ "value": choice.value, "label": choice.label, "default": choice.chosen });
    if let Some(description) = &choice.description {
        body["description"] = json!(description);
    }
    body
}

/// One row under a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    Buttons(Vec<Button>),
    Select(Select),
}

impl Row {
    /// Puts a delivery's tag on the first thing that can carry it; answers whether there was one.
    pub(in crate::discord) fn tag(&mut self, tag: &str) -> bool {
        let id = match self {
            Row::Buttons(buttons) => buttons.iter_mut().find_map(|button| match &mut button.kind {
                ButtonKind::Press { id, .. } => Some(id),
                ButtonKind::Link(_) => None,
            }),
            Row::Select(select) => Some(&mut select.id),
        };
        match id {
            Some(id) => {
                *id = id.tagged(tag);
                true
            }
            None => false,
        }
    }

    pub(in crate::discord) fn body(&self) -> Value {
        let inside: Vec<Value> = match self {
            Row::Buttons(buttons) => buttons.iter().map(Button::body).collect(),
            Row::Select(select) => vec![select.body()],
        };
        json!({ "type": 1, "components": inside })
    }
}

/// A form that opens in front of a person. Text inputs only: serenity loses anything else in the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Modal {
    id: CustomId,
    title: String,
    inputs: Vec<Input>,
}

impl Modal {
    pub fn new(id: impl Into<CustomId>, title: impl AsRef<str>) -> Self {
        Self { id: id.into(), title: clip(title.as_ref(), MODAL_TITLE), inputs: Vec::new() }
    }

    /// Up to five inputs.
    pub fn input(mut self, input: Input) -> Self {
        debug_assert!(self.inputs.len() < INPUTS, "a modal has at most 5 inputs");
        if self.inputs.len() < INPUTS {
            self.inputs.push(input);
        }
        self
    }

    pub(in crate::discord) fn body(&self) -> Value {
        let rows: Vec<Value> =
            self.inputs.iter().map(|input| json!({ "type": 1, "components": [input.body()] })).collect();
        json!({ "custom_id": self.id.as_str(), "title": self.title, "components": rows })
    }
}

/// A text input of a modal. Its `name` is how the handler asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    name: String,
    label: String,
    paragraph: bool,
    required: bool,
    longest: usize,
    placeholder: Option<String>,
    value: Option<String>,
}

impl Input {
    /// One line, required.
    pub fn line(name: impl Into<String>, label: impl AsRef<str>) -> Self {
        let label = clip(label.as_ref(), INPUT_LABEL);
        Self {
            name: name.into(),
            label,
            paragraph: false,
            required: true,
            longest: 100,
            placeholder: None,
            value: None,
        }
    }

    /// Several lines, required.
    pub fn paragraph(name: impl Into<String>, label: impl AsRef<str>) -> Self {
        Self { paragraph: true, longest: 1000, ..Self::line(name, label) }
    }

    pub fn optional(mut self) -> Self {
        self.required = false;
        self
    }

    /// At most this many characters (4,000 is Discord's limit).
    pub fn longest(mut self, characters: usize) -> Self {
        self.longest = characters.clamp(1, INPUT_VALUE);
        self
    }

    pub fn placeholder(mut self, text: impl AsRef<str>) -> Self {
        self.placeholder = Some(clip(text.as_ref(), INPUT_PLACEHOLDER));
        self
    }

    /// What stands there already, such as a draft.
    pub fn value(mut self, text: impl Into<String>) -> Self {
        self.value = Some(text.into());
        self
    }

    fn body(&self) -> Value {
        let mut body = json!({
            "type": 4, "custom_id": self.name, "label": self.label, "style": if self.paragraph { 2 } else { 1 },
            "required": self.required, "max_length": self.longest,
        });
        if self.required {
            body["min_length"] = json!(1);
        }
        if let Some(text) = &self.placeholder {
            body["placeholder"] = json!(text);
        }
        if let Some(text) = self.value.as_ref().filter(|text| !text.is_empty()) {
            body["value"] = json!(clip(text, self.longest));
        }
        body
    }
}
