//! Interactions: what a person's command, click, typing or modal becomes, and how far its answer is.
//!
//! Source: Discord docs, "Receiving and Responding: Interaction Object".

use serde_json::{Value, json};

use super::contract::{InteractionView, ModalView};
use super::events::Event;
use super::snowflake::Snowflake;
use super::state::{Channel, flags};
use super::views::Nonce;
use super::world::World;
use crate::time::{SignedDuration, Timestamp};

/// How long a token is good for. Source: "Receiving and Responding: Followup Messages".
pub(super) const TOKEN_LIFE: SignedDuration = SignedDuration::from_mins(15);
/// What a member without Nitro may upload, in bytes.
const ATTACHMENT_SIZE_LIMIT: u64 = 10 * 1024 * 1024;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Command,
    Component,
    Autocomplete,
    Modal,
}

impl Kind {
    /// Discord's number.
    pub(super) const fn number(self) -> u8 {
        match self {
            Self::Command => 2,
            Self::Component => 3,
            Self::Autocomplete => 4,
            Self::Modal => 5,
        }
    }
}

#[derive(Debug, Clone)]
pub struct Interaction {
    pub(super) id: Snowflake,
    pub(super) token: String,
    pub(super) kind: Kind,
    pub(super) asker: Snowflake,
    pub(super) channel: Snowflake,
    pub(super) at: Timestamp,
    /// The typed command with its subcommands, `alert send`.
    pub(super) command: Option<String>,
    /// The clicked message; for a modal, the one whose click opened it.
    pub(super) clicked: Option<Snowflake>,
    /// The type of the option being completed.
    pub(super) focused_kind: u8,
    /// For a modal: the interaction whose answer opened it.
    pub(super) opened_by: Option<Snowflake>,
    pub(super) progress: Progress,
    /// The first answer's message, or the clicked one when that is updated.
    pub(super) original: Option<Snowflake>,
    pub(super) modal: Option<OpenModal>,
    pub(super) choices: Option<Vec<Value>>,
    pub(super) followups: Vec<Snowflake>,
}

/// How far the first answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Progress {
    Waiting,
    Expired,
    /// Answered with the callback of that number.
    Answered(u8),
}

/// A modal that stands open on the asker's screen until it is submitted.
#[derive(Debug, Clone)]
pub(super) struct OpenModal {
    pub(super) custom_id: String,
    pub(super) title: String,
    pub(super) components: Vec<Value>,
    pub(super) submitted: bool,
}

/// How far an interaction is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    Waiting,
    /// Deferred, and the answer itself is not there yet.
    Deferred,
    /// A message, an update, a modal, choices, or a bare acknowledgement of a click.
    Given,
    /// Nobody answered in time.
    Expired,
}

/// What a person's act adds to the outline of an interaction.
pub(super) struct Start {
    pub(super) kind: Kind,
    pub(super) asker: Snowflake,
    pub(super) channel: Snowflake,
    pub(super) data: Value,
    pub(super) command: Option<String>,
    pub(super) clicked: Option<Snowflake>,
    pub(super) focused_kind: u8,
    pub(super) opened_by: Option<Snowflake>,
}

impl World {
    /// Remembers the interaction and dispatches it.
    pub(super) fn start_interaction(&mut self, now: Timestamp, start: Start) -> Snowflake {
        let id = self.mint.next(now);
        self.dms.acted(start.asker, now);
        let interaction = Interaction {
            id,
            // Opaque on Discord; here the id is enough to be unique, and nothing that the bot could guess from
            // another's.
            token: format!("aW50ZXJhY3Rpb24.{id}.{:016x}", id.0.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29)),
            kind: start.kind,
            asker: start.asker,
            channel: start.channel,
            at: now,
            command: start.command,
            clicked: start.clicked,
            focused_kind: start.focused_kind,
            opened_by: start.opened_by,
            progress: Progress::Waiting,
            original: None,
            modal: None,
            choices: None,
            followups: Vec::new(),
        };
        let data = self.interaction_event(&interaction, start.data);
        let guild = if self.channels[&start.channel].is_dm() { None } else { Some(self.guild.id) };
        self.interactions.insert(id, interaction);
        self.touch();
        self.events.push(Event { name: "INTERACTION_CREATE", data, needs: 0, guild, private_content: false });
        id
    }

    fn interaction_event(&self, interaction: &Interaction, data: Value) -> Value {
        let place = &self.channels[&interaction.channel];
        let asker = &self.users[&interaction.asker];
        let mut event = json!({
            "id": interaction.id,
            "application_id": self.application,
            "type": interaction.kind.number(),
            "data": data,
            "channel": self.partial_channel(place, interaction.asker),
            "channel_id": place.id,
            "token": interaction.token,
            "version": 1,
            "app_permissions": self.permissions_in(self.bot, place),
            "locale": asker.locale,
            "entitlements": [],
            "entitlement_sku_ids": [],
            "attachment_size_limit": ATTACHMENT_SIZE_LIMIT,
        });
        if place.is_dm() {
            event["user"] = self.user_view(interaction.asker);
            event["context"] = json!(1);
            event["authorizing_integration_owners"] = json!({"0": "0"});
        } else {
            let mut member = self.member_view(interaction.asker).expect("only members act in the guild");
            member["permissions"] = json!(self.permissions_in(interaction.asker, place));
            event["member"] = member;
            event["context"] = json!(0);
            event["authorizing_integration_owners"] = json!({"0": self.guild.id});
            event["guild_id"] = json!(self.guild.id);
            event["guild_locale"] = json!(self.guild.locale);
            event["guild"] = json!({"id": self.guild.id, "locale": self.guild.locale, "features": []});
        }
        if let Some(message) = interaction.clicked.and_then(|id| self.find_message(place.id, id)) {
            event["message"] = self.message_view(message, Nonce::Hidden);
        }
        event
    }

    /// A channel as interactions carry it, with that person's permissions.
    pub(super) fn partial_channel(&self, channel: &Channel, user: Snowflake) -> Value {
        let mut view = self.channel_view(channel);
        if !channel.is_dm() {
            view["permissions"] = json!(self.permissions_in(user, channel));
            if let Some(object) = view.as_object_mut() {
                object.remove("permission_overwrites");
                object.remove("member");
            }
        }
        view
    }

    pub fn answer(&self, interaction: Snowflake) -> Option<Answer> {
        let interaction = self.interactions.get(&interaction)?;
        Some(match interaction.progress {
            Progress::Waiting => Answer::Waiting,
            Progress::Expired => Answer::Expired,
            Progress::Answered(5) if self.is_loading(interaction) => Answer::Deferred,
            Progress::Answered(_) => Answer::Given,
        })
    }

    fn is_loading(&self, interaction: &Interaction) -> bool {
        let original = interaction.original.and_then(|id| self.find_message(interaction.channel, id));
        original.is_some_and(|message| message.flags & flags::LOADING != 0)
    }

    pub fn interaction(&self, interaction: Snowflake) -> Option<InteractionView> {
        let interaction = self.interactions.get(&interaction)?;
        let message = interaction.original.and_then(|id| self.find_message(interaction.channel, id));
        let modal = interaction.modal.as_ref();
        let followups = interaction.followups.iter().filter_map(|id| self.find_message(interaction.channel, *id));
        Some(InteractionView {
            id: interaction.id,
            ephemeral: message.is_some_and(|message| message.ephemeral_to.is_some()),
            deferred: matches!(interaction.progress, Progress::Answered(5 | 6)),
            message: message.map(|message| self.told(message)),
            modal: modal.map(|modal| ModalView {
                id: interaction.id,
                title: modal.title.clone(),
                components: modal.components.clone(),
            }),
            followups: followups.map(|message| self.told(message)).collect(),
        })
    }

    /// `[{name, value}]`, names in the asker's language, once the bot gave them.
    pub fn choices(&self, interaction: Snowflake) -> Option<Vec<Value>> {
        let interaction = self.interactions.get(&interaction)?;
        let locale = &self.users[&interaction.asker].locale;
        let localized = |choice: &Value| {
            let name =
                choice["name_localizations"].get(locale).filter(|name| name.is_string()).unwrap_or(&choice["name"]);
            json!({"name": name, "value": choice["value"]})
        };
        Some(interaction.choices.as_ref()?.iter().map(localized).collect())
    }

    /// Three real seconds passed: a first answer that comes now is refused with 10062.
    pub fn expire_unanswered(&mut self, interaction: Snowflake) {
        let Some(interaction) = self.interactions.get_mut(&interaction).filter(|it| it.progress == Progress::Waiting)
        else {
            return;
        };
        interaction.progress = Progress::Expired;
        // "Something went wrong": the modal stays open, and can be sent again.
        if let Some(modal) = interaction.opened_by.and_then(|id| self.interactions.get_mut(&id)?.modal.as_mut()) {
            modal.submitted = false;
        }
        self.touch();
    }
}
