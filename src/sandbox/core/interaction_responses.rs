//! The bot's responses to interactions: the first response, edits, follow-ups. Source: Discord docs, "Receiving and
//! Responding".

use serde_json::{Value, json};

use super::api_error::{ApiError, ErrorCode};
use super::command_validation::check_choice_value;
use super::component_tree;
use super::component_validation::{self, Surface};
use super::fields::{FieldErrors, Fields};
use super::interaction::{Interaction, InteractionKind, OpenModal, Progress};
use super::interactions::TOKEN_LIFETIME;
use super::message_body::{self, BodyPurpose, MessageBody};
use super::model::{Message, MessageInteraction, flags};
use super::request::{Request, Response};
use super::snowflake::Snowflake;
use super::views::Nonce;
use super::world::World;
use crate::time::Timestamp;

const MAX_CHOICES: usize = 25;

/// Discord's callback types.
mod callback {
    pub const MESSAGE: u8 = 4;
    pub const DEFERRED_MESSAGE: u8 = 5;
    pub const DEFERRED_UPDATE: u8 = 6;
    pub const UPDATE: u8 = 7;
    pub const CHOICES: u8 = 8;
    pub const MODAL: u8 = 9;
}

impl World {
    /// `POST /interactions/{id}/{token}/callback`. Accepts the first response to an interaction.
    pub(super) fn callback(
        &mut self,
        now: Timestamp,
        id: Snowflake,
        token: &str,
        request: &Request,
    ) -> Result<Response, ApiError> {
        let interaction =
            self.interactions.get(&id).filter(|it| it.token == token).ok_or(ErrorCode::UnknownInteraction)?;
        match interaction.progress {
            Progress::Responded(_) => return Err(ErrorCode::AlreadyAcknowledged.into()),
            Progress::Expired => return Err(ErrorCode::UnknownInteraction.into()),
            Progress::Pending if now.duration_since(interaction.created_at) > TOKEN_LIFETIME => {
                return Err(ErrorCode::UnknownInteraction.into());
            }
            Progress::Pending => {}
        }
        let channel = interaction.channel;
        self.channels.get(&channel).ok_or(ErrorCode::UnknownChannel)?;
        let kind = self.respond(now, id, request)?;
        self.interactions.get_mut(&id).expect("looked up above").progress = Progress::Responded(kind);
        self.bump_version();
        if request.flag("with_response") {
            Ok(Response::ok(self.callback_view(id, channel, kind)))
        } else {
            Ok(Response::empty())
        }
    }

    /// Applies the first response to an interaction, and returns its callback type.
    fn respond(&mut self, now: Timestamp, id: Snowflake, request: &Request) -> Result<u8, ApiError> {
        let interaction = self.interactions[&id].clone();
        let errors = FieldErrors::new(self.seed.strictness);
        let fields = Fields::of(&request.body, &errors);
        fields.allow_only(&["type", "data"]);
        fields.require("type");
        let kind = fields.choice("type", allowed_callbacks(&interaction)).and_then(|kind| u8::try_from(kind).ok());
        let Some(kind) = kind else {
            return Err(errors.finish().expect_err("a wrong type is an error"));
        };
        if matches!(kind, callback::MESSAGE | callback::UPDATE | callback::CHOICES | callback::MODAL) {
            fields.require("data");
        }
        let empty = json!({});
        let data = fields.object("data").unwrap_or_else(|| Fields::of(&empty, &errors));
        match kind {
            callback::MESSAGE => {
                let body = message_body::read_fields(&data, request, BodyPurpose::Response)?;
                errors.finish()?;
                self.respond_with_message(now, &interaction, &body, request)?;
            }
            callback::DEFERRED_MESSAGE => {
                data.allow_only(&["flags"]);
                let flags = data.number("flags", 0..=i64::MAX).and_then(|it| u64::try_from(it).ok()).unwrap_or(0);
                let allowed = flags::EPHEMERAL | flags::SUPPRESS_NOTIFICATIONS;
                if flags & !allowed != 0 && data.is_strict() {
                    data.error(
                        "flags",
                        "MESSAGE_FLAGS_INVALID",
                        "Only EPHEMERAL and SUPPRESS_NOTIFICATIONS can be set on a deferred answer",
                    );
                }
                errors.finish()?;
                self.defer(now, &interaction, flags & allowed);
            }
            callback::DEFERRED_UPDATE => {
                errors.finish()?;
                self.interactions.get_mut(&id).expect("the interaction exists").original = interaction.source_message;
            }
            callback::UPDATE => {
                let source_message = interaction.source_message.expect("updates are allowed only after a click");
                let message =
                    self.find_message(interaction.channel, source_message).ok_or(ErrorCode::UnknownMessage)?;
                let body = message_body::read_fields(
                    &data,
                    request,
                    BodyPurpose::Edit { was_v2: message.has_components_v2() },
                )?;
                errors.finish()?;
                self.apply_edit(now, interaction.channel, source_message, &body, request)?;
                self.interactions.get_mut(&id).expect("the interaction exists").original = Some(source_message);
            }
            callback::CHOICES => {
                check_choices(&data, interaction.focused_option_kind);
                errors.finish()?;
                let choices = request.body["data"]["choices"].as_array().cloned().unwrap_or_default();
                self.interactions.get_mut(&id).expect("the interaction exists").choices = Some(choices);
            }
            _ => {
                check_modal(&data);
                errors.finish()?;
                self.interactions.get_mut(&id).expect("the interaction exists").modal =
                    Some(modal(&request.body["data"]));
            }
        }
        Ok(kind)
    }

    fn respond_with_message(
        &mut self,
        now: Timestamp,
        interaction: &Interaction,
        body: &MessageBody,
        request: &Request,
    ) -> Result<(), ApiError> {
        if body.is_empty() {
            return Err(ErrorCode::EmptyMessage.into());
        }
        let message = self.build_message(now, interaction.channel, self.bot, body, request);
        let id = self.publish_response(now, interaction, message, None);
        self.interactions.get_mut(&interaction.id).expect("the interaction exists").original = Some(id);
        Ok(())
    }

    /// Creates the "is thinking" message. A later edit replaces its content.
    fn defer(&mut self, now: Timestamp, interaction: &Interaction, flags: u64) {
        let mut message = self.system_message(now, interaction.channel, 0, "", self.bot);
        message.flags = flags | flags::LOADING;
        let id = self.publish_response(now, interaction, message, None);
        self.interactions.get_mut(&interaction.id).expect("the interaction exists").original = Some(id);
    }

    fn publish_response(
        &mut self,
        now: Timestamp,
        interaction: &Interaction,
        mut message: Message,
        original: Option<Snowflake>,
    ) -> Snowflake {
        let message_interaction = MessageInteraction {
            id: interaction.id,
            kind: interaction.kind.number(),
            user: interaction.user,
            command: interaction.command.clone(),
            source_message: interaction.source_message,
            original,
        };
        let is_ephemeral = message.flags & flags::EPHEMERAL != 0;
        message.interaction = Some(message_interaction);
        message.ephemeral_to = is_ephemeral.then_some(interaction.user);
        message.reference = original.or(interaction.source_message);
        message.kind = match (message.reference, interaction.kind) {
            (Some(_), _) => 19,
            (None, InteractionKind::Command) => 20,
            (None, _) => 0,
        };
        for attachment in &mut message.attachments {
            attachment.ephemeral = is_ephemeral;
        }
        self.unarchive(now, interaction.channel);
        self.publish(now, message)
    }

    fn callback_view(&self, id: Snowflake, channel: Snowflake, kind: u8) -> Value {
        let interaction = &self.interactions[&id];
        let message = interaction.original.and_then(|id| self.find_message(channel, id));
        let mut view = json!({"interaction": {"id": id, "type": interaction.kind.number()}});
        if let (Some(message), true) = (message, kind != callback::DEFERRED_UPDATE) {
            view["interaction"]["response_message_id"] = json!(message.id);
            view["interaction"]["response_message_loading"] = json!(message.flags & flags::LOADING != 0);
            view["interaction"]["response_message_ephemeral"] = json!(message.ephemeral_to.is_some());
            view["interaction"]["channel_id"] = json!(channel);
            // A deferral has no resource yet, so leave `resource` out.
            if kind != callback::DEFERRED_MESSAGE {
                view["resource"] = json!({"type": kind, "message": self.message_view(message, Nonce::Hidden)});
            }
            if !self.channels[&channel].is_dm() {
                view["interaction"]["guild_id"] = json!(self.guild.id);
            }
        }
        view
    }

    /// Finds the interaction with this token. Fails before the first response, and fifteen minutes after the
    /// interaction was created.
    fn interaction_by_token(
        &self,
        now: Timestamp,
        application: Snowflake,
        token: &str,
    ) -> Result<Interaction, ApiError> {
        if application != self.application {
            return Err(ErrorCode::UnknownWebhook.into());
        }
        let found = self.interactions.values().rev().find(|interaction| interaction.token == token);
        let interaction = found.ok_or(ErrorCode::InvalidWebhookToken)?;
        if now.duration_since(interaction.created_at) > TOKEN_LIFETIME {
            return Err(ErrorCode::InvalidWebhookToken.into());
        }
        self.channels.get(&interaction.channel).ok_or(ErrorCode::UnknownChannel)?;
        match interaction.progress {
            Progress::Responded(_) => Ok(interaction.clone()),
            Progress::Pending | Progress::Expired => Err(ErrorCode::UnknownWebhook.into()),
        }
    }

    /// `POST /webhooks/{application}/{token}`. After a deferral, the first follow-up fills the deferred message, as on
    /// Discord.
    pub(super) fn follow_up(
        &mut self,
        now: Timestamp,
        application: Snowflake,
        token: &str,
        request: &Request,
    ) -> Result<Response, ApiError> {
        let interaction = self.interaction_by_token(now, application, token)?;
        let body = message_body::read(request, BodyPurpose::Response, self.seed.strictness)?;
        if body.is_empty() {
            return Err(ErrorCode::EmptyMessage.into());
        }
        let loading_id = interaction.original.filter(|id| {
            self.find_message(interaction.channel, *id).is_some_and(|message| message.flags & flags::LOADING != 0)
        });
        if let Some(id) = loading_id {
            return self.edit_response(now, &interaction, id, &body, request);
        }
        let message = self.build_message(now, interaction.channel, self.bot, &body, request);
        let id = self.publish_response(now, &interaction, message, interaction.original);
        self.interactions.get_mut(&interaction.id).expect("the interaction exists").followups.push(id);
        let follow_up_message = self.find_message(interaction.channel, id).expect("just published");
        Ok(Response::ok(self.message_view(follow_up_message, Nonce::Hidden)))
    }

    fn edit_response(
        &mut self,
        now: Timestamp,
        interaction: &Interaction,
        id: Snowflake,
        body: &MessageBody,
        request: &Request,
    ) -> Result<Response, ApiError> {
        let channel = interaction.channel;
        self.apply_edit(now, channel, id, body, request)?;
        self.bump_version();
        let edited_message = self.find_message(channel, id).expect("edited just now");
        Ok(Response::ok(self.message_view(edited_message, Nonce::Hidden)))
    }

    /// `GET /webhooks/{application}/{token}/messages/{@original or id}`. Returns a response to an interaction.
    pub(super) fn get_response(
        &self,
        now: Timestamp,
        application: Snowflake,
        token: &str,
        which: &str,
    ) -> Result<Response, ApiError> {
        let interaction = self.interaction_by_token(now, application, token)?;
        let id = response_message_id(&interaction, which)?;
        let message = self.find_message(interaction.channel, id).ok_or(ErrorCode::UnknownMessage)?;
        Ok(Response::ok(self.message_view(message, Nonce::Hidden)))
    }

    /// `PATCH /webhooks/{application}/{token}/messages/{@original or id}`. Edits a response to an interaction.
    pub(super) fn patch_response(
        &mut self,
        now: Timestamp,
        application: Snowflake,
        token: &str,
        which: &str,
        request: &Request,
    ) -> Result<Response, ApiError> {
        let interaction = self.interaction_by_token(now, application, token)?;
        let id = response_message_id(&interaction, which)?;
        let message = self.find_message(interaction.channel, id).ok_or(ErrorCode::UnknownMessage)?;
        let purpose = BodyPurpose::Edit { was_v2: message.has_components_v2() };
        let body = message_body::read(request, purpose, self.seed.strictness)?;
        self.edit_response(now, &interaction, id, &body, request)
    }

    /// `DELETE /webhooks/{application}/{token}/messages/{@original or id}`. Deletes a response to an interaction.
    pub(super) fn delete_response(
        &mut self,
        now: Timestamp,
        application: Snowflake,
        token: &str,
        which: &str,
    ) -> Result<Response, ApiError> {
        let interaction = self.interaction_by_token(now, application, token)?;
        let id = response_message_id(&interaction, which)?;
        self.find_message(interaction.channel, id).ok_or(ErrorCode::UnknownMessage)?;
        self.remove_message(interaction.channel, id);
        Ok(Response::empty())
    }
}

/// The callback types that Discord allows as the first response to this interaction.
fn allowed_callbacks(interaction: &Interaction) -> &'static [i64] {
    match (interaction.kind, interaction.source_message) {
        (InteractionKind::Command, _) => &[4, 5, 9],
        (InteractionKind::Component, _) => &[4, 5, 6, 7, 9],
        (InteractionKind::Autocomplete, _) => &[8],
        (InteractionKind::Modal, Some(_)) => &[4, 5, 6, 7],
        (InteractionKind::Modal, None) => &[4, 5],
    }
}

/// The id of the message that a webhook route addresses. It must be a response to this interaction.
fn response_message_id(interaction: &Interaction, which: &str) -> Result<Snowflake, ApiError> {
    if which == "@original" {
        return interaction.original.ok_or(ErrorCode::UnknownMessage.into());
    }
    let id: Snowflake = which.parse().map_err(|_| ErrorCode::UnknownMessage)?;
    let is_own = interaction.original == Some(id) || interaction.followups.contains(&id);
    if is_own { Ok(id) } else { Err(ErrorCode::UnknownMessage.into()) }
}

fn check_choices(data: &Fields<'_>, focused_option_kind: u8) {
    data.allow_only(&["choices"]);
    data.require("choices");
    for choice in data.items("choices", 0..=MAX_CHOICES) {
        choice.allow_only(&["name", "name_localizations", "value"]);
        choice.required_text("name", 1..=100);
        choice.require("value");
        check_choice_value(&choice, focused_option_kind);
    }
}

fn check_modal(data: &Fields<'_>) {
    data.allow_only(&["custom_id", "title", "components"]);
    data.required_text("custom_id", 1..=100);
    data.required_text("title", 1..=45);
    data.require("components");
    component_validation::check(data, Surface::Modal);
}

fn modal(data: &Value) -> OpenModal {
    let text = |field: &str| data[field].as_str().unwrap_or_default().to_owned();
    OpenModal {
        custom_id: text("custom_id"),
        title: text("title"),
        components: component_tree::normalize(Some(&data["components"])),
        is_submitted: false,
    }
}
