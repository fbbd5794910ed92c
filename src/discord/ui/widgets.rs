//! Buttons, selects and modals within Discord's limits. Texts that are too long are clipped. Everything else beyond a
//! limit is dropped, and fails a debug assertion.
//!
//! Limits: <https://discord.com/developers/docs/components/reference>.

use serde_json::{Value, json};

use crate::discord::ui::text::clip;
use crate::discord::wire::custom_id::CustomId;

/// The most rows of components in a message.
pub const MAX_ROWS: usize = 5;
pub const MAX_BUTTONS_IN_ROW: usize = 5;
pub const MAX_OPTIONS: usize = 25;
pub const MAX_INPUTS: usize = 5;

const MAX_LABEL_CHARS: usize = 80;
const MAX_PLACEHOLDER_CHARS: usize = 150;
const MAX_OPTION_CHARS: usize = 100;
const MAX_MODAL_TITLE_CHARS: usize = 45;
const MAX_INPUT_LABEL_CHARS: usize = 45;
const MAX_INPUT_PLACEHOLDER_CHARS: usize = 100;
const MAX_INPUT_CHARS: usize = 4000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// For the most likely action.
    Primary,
    Secondary,
    Success,
    /// For an action that cannot be undone.
    Danger,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Button {
    label: String,
    kind: ButtonKind,
    is_enabled: bool,
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

    /// A button that opens a page or a place in Discord. A press on it causes no interaction.
    pub fn link(url: impl Into<String>, label: impl AsRef<str>) -> Self {
        Self { label: clip(label.as_ref(), MAX_LABEL_CHARS), kind: ButtonKind::Link(url.into()), is_enabled: true }
    }

    fn new(style: Style, id: CustomId, label: &str) -> Self {
        Self { label: clip(label, MAX_LABEL_CHARS), kind: ButtonKind::Press { style, id }, is_enabled: true }
    }

    /// The custom id; `None` for a link.
    pub fn id(&self) -> Option<&CustomId> {
        match &self.kind {
            ButtonKind::Press { id, .. } => Some(id),
            ButtonKind::Link(_) => None,
        }
    }

    /// Shows the button, but nobody can press it: "Ana is helping".
    pub fn disabled(mut self) -> Self {
        self.is_enabled = false;
        self
    }

    fn body(&self) -> Value {
        match &self.kind {
            ButtonKind::Press { style, id } => {
                json!({
                    "type": 2, "style": *style as u8 + 1, "label": self.label, "custom_id": id.as_str(),
                    "disabled": !self.is_enabled,
                })
            }
            ButtonKind::Link(url) => {
                json!({ "type": 2, "style": 5, "label": self.label, "url": url, "disabled": !self.is_enabled })
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
    pub is_chosen: bool,
}

impl Choice {
    /// A choice. A handler gets `value`, which has 1 to 100 characters.
    pub fn new(value: impl Into<String>, label: impl AsRef<str>) -> Self {
        let value = value.into();
        debug_assert!(
            (1..=MAX_OPTION_CHARS).contains(&value.chars().count()),
            "a choice's value has 1 to 100 characters"
        );
        Self { value, label: clip(label.as_ref(), MAX_OPTION_CHARS), description: None, is_chosen: false }
    }

    pub fn described(mut self, description: impl AsRef<str>) -> Self {
        self.description = Some(clip(description.as_ref(), MAX_OPTION_CHARS));
        self
    }

    /// Shows the choice as already chosen.
    pub fn chosen(mut self) -> Self {
        self.is_chosen = true;
        self
    }
}

/// The choices of a select. The ids are the roles, users or channels that are already chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SelectKind {
    Choices(Vec<Choice>),
    Roles(Vec<u64>),
    /// The people of the server.
    Users(Vec<u64>),
    /// The channels of these types, as in Discord's API (0 = text).
    Channels {
        types: Vec<u8>,
        chosen: Vec<u64>,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Select {
    id: CustomId,
    placeholder: String,
    kind: SelectKind,
    min: usize,
    max: usize,
    is_enabled: bool,
}

impl Select {
    /// A select in which the person chooses exactly one choice, unless `choice_count` allows another number.
    pub fn new(id: impl Into<CustomId>, placeholder: impl AsRef<str>, kind: SelectKind) -> Self {
        let kind = match kind {
            SelectKind::Choices(mut choices) => {
                debug_assert!(
                    !choices.is_empty() && choices.len() <= MAX_OPTIONS,
                    "a select has 1 to 25 choices: page the rest"
                );
                choices.truncate(MAX_OPTIONS);
                SelectKind::Choices(choices)
            }
            other => other,
        };
        Self {
            id: id.into(),
            placeholder: clip(placeholder.as_ref(), MAX_PLACEHOLDER_CHARS),
            kind,
            min: 1,
            max: 1,
            is_enabled: true,
        }
    }

    /// Lets the person choose `min` to `max` choices.
    pub fn choice_count(mut self, min: usize, max: usize) -> Self {
        let available = if let SelectKind::Choices(choices) = &self.kind { choices.len() } else { MAX_OPTIONS };
        self.max = max.clamp(1, available.max(1));
        self.min = min.min(self.max);
        self
    }

    pub fn disabled(mut self) -> Self {
        self.is_enabled = false;
        self
    }

    fn body(&self) -> Value {
        let mut body = json!({
            "custom_id": self.id.as_str(), "placeholder": self.placeholder,
            "min_values": self.min, "max_values": self.max, "disabled": !self.is_enabled,
        });
        let defaults = |kind: &str, ids: &[u64]| -> Value {
            ids.iter().take(self.max).map(|id| json!({ "id": id.to_string(), "type": kind })).collect()
        };
        match &self.kind {
            SelectKind::Choices(choices) => {
                body["type"] = json!(3);
                body["options"] = choices.iter().map(choice_body).collect();
            }
            SelectKind::Roles(chosen) => {
                body["type"] = json!(6);
                body["default_values"] = defaults("role", chosen);
            }
            SelectKind::Users(chosen) => {
                body["type"] = json!(5);
                if !chosen.is_empty() {
                    body["default_values"] = defaults("user", chosen);
                }
            }
            SelectKind::Channels { types, chosen } => {
                body["type"] = json!(8);
                body["channel_types"] = json!(types);
                body["default_values"] = defaults("channel", chosen);
            }
        }
        body
    }
}

fn choice_body(choice: &Choice) -> Value {
    let mut body = json!({ "value": choice.value, "label": choice.label, "default": choice.is_chosen });
    if let Some(description) = &choice.description {
        body["description"] = json!(description);
    }
    body
}

/// One row of components under a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    Buttons(Vec<Button>),
    Select(Select),
}

impl Row {
    /// The custom ids of the row's components.
    pub fn ids(&self) -> impl Iterator<Item = &CustomId> {
        let (buttons, select) = match self {
            Row::Buttons(buttons) => (buttons.as_slice(), None),
            Row::Select(select) => (&[][..], Some(&select.id)),
        };
        buttons.iter().filter_map(Button::id).chain(select)
    }

    /// Adds a delivery's tag to the first custom id of the row. Returns false if the row has no custom id.
    pub(in crate::discord) fn add_tag(&mut self, tag: &str) -> bool {
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
        let components: Vec<Value> = match self {
            Row::Buttons(buttons) => buttons.iter().map(Button::body).collect(),
            Row::Select(select) => vec![select.body()],
        };
        json!({ "type": 1, "components": components })
    }
}

/// A form. It has only text inputs, because serenity drops other components from the submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Modal {
    id: CustomId,
    title: String,
    inputs: Vec<Input>,
}

impl Modal {
    pub fn new(id: impl Into<CustomId>, title: impl AsRef<str>) -> Self {
        Self { id: id.into(), title: clip(title.as_ref(), MAX_MODAL_TITLE_CHARS), inputs: Vec::new() }
    }

    /// Adds an input. A modal has at most five inputs.
    pub fn input(mut self, input: Input) -> Self {
        debug_assert!(self.inputs.len() < MAX_INPUTS, "a modal has at most 5 inputs");
        if self.inputs.len() < MAX_INPUTS {
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

/// A text input of a modal. A handler gets the typed text by `name`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    name: String,
    label: String,
    is_paragraph: bool,
    is_required: bool,
    max_chars: usize,
    placeholder: Option<String>,
    value: Option<String>,
}

impl Input {
    /// An input of one line. The person must fill in the input, unless it is `optional`.
    pub fn line(name: impl Into<String>, label: impl AsRef<str>) -> Self {
        let label = clip(label.as_ref(), MAX_INPUT_LABEL_CHARS);
        Self {
            name: name.into(),
            label,
            is_paragraph: false,
            is_required: true,
            max_chars: 100,
            placeholder: None,
            value: None,
        }
    }

    /// An input of several lines. The person must fill in the input, unless it is `optional`.
    pub fn paragraph(name: impl Into<String>, label: impl AsRef<str>) -> Self {
        Self { is_paragraph: true, max_chars: 1000, ..Self::line(name, label) }
    }

    pub fn optional(mut self) -> Self {
        self.is_required = false;
        self
    }

    /// Sets the limit of the typed text, in characters. Discord allows at most 4,000.
    pub fn max_chars(mut self, characters: usize) -> Self {
        self.max_chars = characters.clamp(1, MAX_INPUT_CHARS);
        self
    }

    pub fn placeholder(mut self, text: impl AsRef<str>) -> Self {
        self.placeholder = Some(clip(text.as_ref(), MAX_INPUT_PLACEHOLDER_CHARS));
        self
    }

    /// Sets the text that is already in the input when the form opens.
    pub fn value(mut self, text: impl Into<String>) -> Self {
        self.value = Some(text.into());
        self
    }

    fn body(&self) -> Value {
        let mut body = json!({
            "type": 4, "custom_id": self.name, "label": self.label, "style": if self.is_paragraph { 2 } else { 1 },
            "required": self.is_required, "max_length": self.max_chars,
        });
        if self.is_required {
            body["min_length"] = json!(1);
        }
        if let Some(text) = &self.placeholder {
            body["placeholder"] = json!(text);
        }
        if let Some(text) = self.value.as_ref().filter(|text| !text.is_empty()) {
            body["value"] = json!(clip(text, self.max_chars));
        }
        body
    }
}
