//! Creates and dispatches interactions, and reports the state of their responses.
//!
//! Source: Discord docs, "Receiving and Responding: Interaction Object".

use serde_json::{Value, json};

use super::api_types::{InteractionView, ModalView};
use super::events::Event;
use super::interaction::{Interaction, NewInteraction, Progress, ResponseState};
use super::model::{Channel, flags};
use super::odd_interactions::InteractionShape;
use super::snowflake::Snowflake;
use super::views::Nonce;
use super::world::World;
use crate::time::{SignedDuration, Timestamp};

/// How long an interaction's token is valid. Source: "Receiving and Responding: Followup Messages".
pub(super) const TOKEN_LIFETIME: SignedDuration = SignedDuration::from_mins(15);
/// The upload limit of a member without Nitro, in bytes.
const ATTACHMENT_SIZE_LIMIT: u64 = 10 * 1024 * 1024;

/// How many times the gateway delivers each interaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InteractionDeliveries {
    Once,
    Twice,
}

impl World {
    /// Stores the interaction, dispatches it, and returns its id.
    pub(super) fn create_interaction(&mut self, now: Timestamp, new: NewInteraction) -> Snowflake {
        let id = self.ids.next(now);
        self.dm_limits.record_activity(new.user, now);
        let interaction = Interaction {
            id,
            // Discord's tokens are opaque. This token is derived from the id, so it is unique and a run is repeatable.
            token: format!("aW50ZXJhY3Rpb24.{id}.{:016x}", id.0.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29)),
            kind: new.kind,
            user: new.user,
            channel: new.channel,
            created_at: now,
            command: new.command,
            source_message: new.source_message,
            focused_option_kind: new.focused_option_kind,
            opened_by: new.opened_by,
            progress: Progress::Pending,
            original: None,
            modal: None,
            choices: None,
            followups: Vec::new(),
        };
        let mut data = self.interaction_event(&interaction, new.data);
        self.interaction_shape.apply(&mut data);
        let guild = if self.channels[&new.channel].is_dm() { None } else { Some(self.guild.id) };
        self.interactions.insert(id, interaction);
        self.bump_version();
        let event = Event { name: "INTERACTION_CREATE", data, required_intents: 0, guild, privileged_content: false };
        if self.repeats_interactions {
            self.events.push(event.clone());
        }
        self.last_interaction = Some(event.clone());
        self.events.push(event);
        id
    }

    /// Delivers the latest interaction again, unchanged. Returns false if there was none.
    pub fn deliver_last_interaction_again(&mut self) -> bool {
        self.events.extend(self.last_interaction.clone());
        self.last_interaction.is_some()
    }

    /// Sets how many times each interaction is delivered from now on.
    pub fn set_interaction_deliveries(&mut self, times: InteractionDeliveries) {
        self.repeats_interactions = times == InteractionDeliveries::Twice;
    }

    /// Sets the shape of all interactions from now on.
    pub fn set_interaction_shape(&mut self, shape: InteractionShape) {
        self.interaction_shape = shape;
    }

    fn interaction_event(&self, interaction: &Interaction, data: Value) -> Value {
        let channel_record = &self.channels[&interaction.channel];
        let user = &self.users[&interaction.user];
        let mut event = json!({
            "id": interaction.id,
            "application_id": self.application,
            "type": interaction.kind.number(),
            "data": data,
            "channel": self.partial_channel(channel_record, interaction.user),
            "channel_id": channel_record.id,
            "token": interaction.token,
            "version": 1,
            "app_permissions": self.permissions_in(self.bot, channel_record),
            "locale": user.locale,
            "entitlements": [],
            "entitlement_sku_ids": [],
            "attachment_size_limit": ATTACHMENT_SIZE_LIMIT,
        });
        if channel_record.is_dm() {
            event["user"] = self.user_view(interaction.user);
            event["context"] = json!(1);
            event["authorizing_integration_owners"] = json!({"0": "0"});
        } else {
            let mut member = self.member_view(interaction.user).expect("only members act in the guild");
            member["permissions"] = json!(self.permissions_in(interaction.user, channel_record));
            event["member"] = member;
            event["context"] = json!(0);
            event["authorizing_integration_owners"] = json!({"0": self.guild.id});
            event["guild_id"] = json!(self.guild.id);
            event["guild_locale"] = json!(self.guild.locale);
            event["guild"] = json!({"id": self.guild.id, "locale": self.guild.locale, "features": []});
        }
        if let Some(message) = interaction.source_message.and_then(|id| self.find_message(channel_record.id, id)) {
            event["message"] = self.message_view(message, Nonce::Hidden);
        }
        event
    }

    /// A channel as interactions contain it, with the user's permissions.
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

    /// The state of the response; `None` if no interaction has this id.
    pub fn response_state(&self, interaction: Snowflake) -> Option<ResponseState> {
        let interaction = self.interactions.get(&interaction)?;
        Some(match interaction.progress {
            Progress::Pending => ResponseState::Pending,
            Progress::Expired => ResponseState::Expired,
            Progress::Responded(5) if self.is_loading(interaction) => ResponseState::Deferred,
            Progress::Responded(_) => ResponseState::Complete,
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
            deferred: matches!(interaction.progress, Progress::Responded(5 | 6)),
            message: message.map(|message| self.message_info(message)),
            modal: modal.map(|modal| ModalView {
                id: interaction.id,
                title: modal.title.clone(),
                components: modal.components.clone(),
            }),
            followups: followups.map(|message| self.message_info(message)).collect(),
        })
    }

    /// The autocompletion choices that the bot sent, as `[{name, value}]` with names in the user's language. `None` if
    /// the bot has not sent any.
    pub fn choices(&self, interaction: Snowflake) -> Option<Vec<Value>> {
        let interaction = self.interactions.get(&interaction)?;
        let locale = &self.users[&interaction.user].locale;
        let localized = |choice: &Value| {
            let name =
                choice["name_localizations"].get(locale).filter(|name| name.is_string()).unwrap_or(&choice["name"]);
            json!({"name": name, "value": choice["value"]})
        };
        Some(interaction.choices.as_ref()?.iter().map(localized).collect())
    }

    /// Marks the interaction as expired if the bot has not responded. From then on, a first response gets error 10062.
    /// The server calls this when the response deadline has passed.
    pub fn expire_without_response(&mut self, interaction: Snowflake) {
        let Some(interaction) = self.interactions.get_mut(&interaction).filter(|it| it.progress == Progress::Pending)
        else {
            return;
        };
        interaction.progress = Progress::Expired;
        // The client shows "Something went wrong" and keeps the modal open, so the member can submit it again.
        if let Some(modal) = interaction.opened_by.and_then(|id| self.interactions.get_mut(&id)?.modal.as_mut()) {
            modal.is_submitted = false;
        }
        self.bump_version();
    }
}
