//! An interaction, from a member's command, click or modal until its token expires. Types only.

use serde_json::Value;

use super::snowflake::Snowflake;
use crate::time::Timestamp;

/// The type of an interaction. The discriminants are Discord's numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InteractionKind {
    Command = 2,
    Component = 3,
    Autocomplete = 4,
    Modal = 5,
}

impl InteractionKind {
    pub(super) const fn number(self) -> u8 {
        self as u8
    }
}

#[derive(Debug, Clone)]
pub struct Interaction {
    pub(super) id: Snowflake,
    pub(super) token: String,
    pub(super) kind: InteractionKind,
    pub(super) user: Snowflake,
    pub(super) channel: Snowflake,
    pub(super) created_at: Timestamp,
    pub(super) command: Option<UsedCommand>,
    /// The clicked message. For a modal, the message whose component opened it.
    pub(super) source_message: Option<Snowflake>,
    /// The type of the option for which the member requests autocompletion. 0 for other interactions.
    pub(super) focused_option_kind: u8,
    /// For a modal submission: the interaction whose response opened the modal.
    pub(super) opened_by: Option<Snowflake>,
    pub(super) progress: Progress,
    /// The message of the first response. If the first response updated the clicked message, this is the clicked
    /// message.
    pub(super) original: Option<Snowflake>,
    pub(super) modal: Option<OpenModal>,
    pub(super) choices: Option<Vec<Value>>,
    pub(super) followups: Vec<Snowflake>,
}

/// The command that led to an interaction.
#[derive(Debug, Clone)]
pub struct UsedCommand {
    /// The full name, such as `alert send`.
    pub(super) name: String,
    /// Discord's number for the command's type: 1 slash command, 2 user command, 3 message command.
    pub(super) kind: u8,
    /// For a user or message command: the id of the user or message on which the member used the command.
    pub(super) target: Option<Snowflake>,
}

/// The state of the first response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Progress {
    Pending,
    /// The response deadline passed without a response.
    Expired,
    /// The bot responded with this callback type.
    Responded(u8),
}

/// A modal that stays open for the member until it is submitted.
#[derive(Debug, Clone)]
pub(super) struct OpenModal {
    pub(super) custom_id: String,
    pub(super) title: String,
    pub(super) components: Vec<Value>,
    pub(super) is_submitted: bool,
}

/// The state of an interaction's response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResponseState {
    Pending,
    /// The first response was a deferral, and the message that replaces it has not come yet.
    Deferred,
    /// The response is a message, an update, a modal, choices, or the plain acknowledgement of a click.
    Complete,
    /// No response came in time.
    Expired,
}

/// The fields of a new interaction that depend on the member's action.
pub(super) struct NewInteraction {
    pub(super) kind: InteractionKind,
    pub(super) user: Snowflake,
    pub(super) channel: Snowflake,
    pub(super) data: Value,
    pub(super) command: Option<UsedCommand>,
    pub(super) source_message: Option<Snowflake>,
    pub(super) focused_option_kind: u8,
    pub(super) opened_by: Option<Snowflake>,
}
