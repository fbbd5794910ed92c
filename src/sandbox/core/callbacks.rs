//! Answers to interactions: the first one, its edits, follow-ups. Source: Discord docs, "Receiving and Responding".

use serde_json::{Value, json};

use super::command_form::check_choice_value;
use super::component_tree;
use super::components::{self, Surface};
use super::draft::{self, Draft, Purpose};
use super::failure::{Code, Failure};
use super::form::{Faults, Form};
use super::interactions::{Interaction, Kind, OpenModal, Progress, TOKEN_LIFE};
use super::request::{Request, Response};
use super::snowflake::Snowflake;
use super::state::{Message, MessageInteraction, flags};
use super::views::Nonce;
use super::world::World;
use crate::time::Timestamp;

const MAX_CHOICES: usize = 25;

/// Discord's numbers for the first answer.
mod callback {
    pub const MESSAGE: u8 = 4;
    pub const DEFERRED_MESSAGE: u8 = 5;
    pub const DEFERRED_UPDATE: u8 = 6;
    pub const UPDATE: u8 = 7;
    pub const CHOICES: u8 = 8;
    pub const MODAL: u8 = 9;
}

impl World {
    /// `POST /interactions/{id}/{token}/callback`
    pub(super) fn callback(
        &mut self,
        now: Timestamp,
        id: Snowflake,
        token: &str,
        request: &Request,
    ) -> Result<Response, Failure> {
        let interaction = self.interactions.get(&id).filter(|it| it.token == token).ok_or(Code::UnknownInteraction)?;
        match interaction.progress {
            Progress::Answered(_) => return Err(Code::AlreadyAcknowledged.into()),
            Progress::Expired => return Err(Code::UnknownInteraction.into()),
            Progress::Waiting if now.duration_since(interaction.at) > TOKEN_LIFE => {
                return Err(Code::UnknownInteraction.into());
            }
            Progress::Waiting => {}
        }
        let channel = interaction.channel;
        self.channels.get(&channel).ok_or(Code::UnknownChannel)?;
        let kind = self.give_first_answer(now, id, request)?;
        self.interactions.get_mut(&id).expect("found above").progress = Progress::Answered(kind);
        self.touch();
        if request.asks("with_response") {
            Ok(Response::ok(self.callback_view(id, channel, kind)))
        } else {
            Ok(Response::empty())
        }
    }

    fn give_first_answer(&mut self, now: Timestamp, id: Snowflake, request: &Request) -> Result<u8, Failure> {
        let interaction = self.interactions[&id].clone();
        let faults = Faults::default();
        let form = Form::of(&request.body, &faults);
        form.only(&["type", "data"]);
        form.require("type");
        let Some(kind) = form.choice("type", allowed(&interaction)).and_then(|kind| u8::try_from(kind).ok()) else {
            return Err(faults.finish().expect_err("a wrong type is a fault"));
        };
        if matches!(kind, callback::MESSAGE | callback::UPDATE | callback::CHOICES | callback::MODAL) {
            form.require("data");
        }
        let empty = json!({});
        let data = form.child("data").unwrap_or_else(|| Form::of(&empty, &faults));
        match kind {
            callback::MESSAGE => {
                let draft = draft::read_form(&data, request, Purpose::Answer)?;
                faults.finish()?;
                self.answer_with(now, &interaction, &draft, request)?;
            }
            callback::DEFERRED_MESSAGE => {
                data.only(&["flags"]);
                let flags = data.number("flags", 0..=i64::MAX).and_then(|it| u64::try_from(it).ok()).unwrap_or(0);
                if flags & !(flags::EPHEMERAL | flags::SUPPRESS_NOTIFICATIONS) != 0 {
                    data.fault(
                        "flags",
                        "MESSAGE_FLAGS_INVALID",
                        "Only EPHEMERAL and SUPPRESS_NOTIFICATIONS can be set on a deferred answer",
                    );
                }
                faults.finish()?;
                self.defer(now, &interaction, flags);
            }
            callback::DEFERRED_UPDATE => {
                faults.finish()?;
                self.interactions.get_mut(&id).expect("known").original = interaction.clicked;
            }
            callback::UPDATE => {
                let clicked = interaction.clicked.expect("updates are allowed only after a click");
                let message = self.find_message(interaction.channel, clicked).ok_or(Code::UnknownMessage)?;
                let draft = draft::read_form(&data, request, Purpose::Edit { was_v2: message.has_components_v2() })?;
                faults.finish()?;
                self.apply_edit(now, interaction.channel, clicked, &draft, request)?;
                self.interactions.get_mut(&id).expect("known").original = Some(clicked);
            }
            callback::CHOICES => {
                check_choices(&data, interaction.focused_kind);
                faults.finish()?;
                let choices = request.body["data"]["choices"].as_array().cloned().unwrap_or_default();
                self.interactions.get_mut(&id).expect("known").choices = Some(choices);
            }
            _ => {
                check_modal(&data);
                faults.finish()?;
                self.interactions.get_mut(&id).expect("known").modal = Some(modal(&request.body["data"]));
            }
        }
        Ok(kind)
    }

    fn answer_with(
        &mut self,
        now: Timestamp,
        interaction: &Interaction,
        draft: &Draft,
        request: &Request,
    ) -> Result<(), Failure> {
        if draft.is_empty() {
            return Err(Code::EmptyMessage.into());
        }
        let message = self.compose(now, interaction.channel, self.bot, draft, request);
        let id = self.publish_answer(now, interaction, message, None);
        self.interactions.get_mut(&interaction.id).expect("known").original = Some(id);
        Ok(())
    }

    /// The "is thinking" message that an edit fills.
    fn defer(&mut self, now: Timestamp, interaction: &Interaction, flags: u64) {
        let mut message = self.system_message(now, interaction.channel, 0, "", self.bot);
        message.flags = flags | flags::LOADING;
        let id = self.publish_answer(now, interaction, message, None);
        self.interactions.get_mut(&interaction.id).expect("known").original = Some(id);
    }

    fn publish_answer(
        &mut self,
        now: Timestamp,
        interaction: &Interaction,
        mut message: Message,
        original: Option<Snowflake>,
    ) -> Snowflake {
        let note = MessageInteraction {
            id: interaction.id,
            kind: interaction.kind.number(),
            user: interaction.asker,
            command: interaction.command.clone(),
            clicked: interaction.clicked,
            original,
        };
        let ephemeral = message.flags & flags::EPHEMERAL != 0;
        message.interaction = Some(note);
        message.ephemeral_to = ephemeral.then_some(interaction.asker);
        message.reference = original.or(interaction.clicked);
        message.kind = match (message.reference, interaction.kind) {
            (Some(_), _) => 19,
            (None, Kind::Command) => 20,
            (None, _) => 0,
        };
        for attachment in &mut message.attachments {
            attachment.ephemeral = ephemeral;
        }
        self.open_archived(now, interaction.channel);
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
            // A deferral creates no resource yet.
            if kind != callback::DEFERRED_MESSAGE {
                view["resource"] = json!({"type": kind, "message": self.message_view(message, Nonce::Hidden)});
            }
            if !self.channels[&channel].is_dm() {
                view["interaction"]["guild_id"] = json!(self.guild.id);
            }
        }
        view
    }

    /// The interaction behind a webhook's token, once it was answered and for fifteen minutes.
    fn by_token(&self, now: Timestamp, application: Snowflake, token: &str) -> Result<Interaction, Failure> {
        if application != self.application {
            return Err(Code::UnknownWebhook.into());
        }
        let found = self.interactions.values().rev().find(|interaction| interaction.token == token);
        let interaction = found.ok_or(Code::InvalidWebhookToken)?;
        if now.duration_since(interaction.at) > TOKEN_LIFE {
            return Err(Code::InvalidWebhookToken.into());
        }
        self.channels.get(&interaction.channel).ok_or(Code::UnknownChannel)?;
        match interaction.progress {
            Progress::Answered(_) => Ok(interaction.clone()),
            Progress::Waiting | Progress::Expired => Err(Code::UnknownWebhook.into()),
        }
    }

    /// `POST /webhooks/{application}/{token}`. The first one after a deferral fills the deferred message, as on
    /// Discord.
    pub(super) fn follow_up(
        &mut self,
        now: Timestamp,
        application: Snowflake,
        token: &str,
        request: &Request,
    ) -> Result<Response, Failure> {
        let interaction = self.by_token(now, application, token)?;
        let draft = draft::read(&request.body, request, Purpose::Answer)?;
        if draft.is_empty() {
            return Err(Code::EmptyMessage.into());
        }
        let loading = interaction.original.filter(|id| {
            self.find_message(interaction.channel, *id).is_some_and(|message| message.flags & flags::LOADING != 0)
        });
        if let Some(id) = loading {
            return self.edit_answer(now, &interaction, id, &draft, request);
        }
        let message = self.compose(now, interaction.channel, self.bot, &draft, request);
        let id = self.publish_answer(now, &interaction, message, interaction.original);
        self.interactions.get_mut(&interaction.id).expect("known").followups.push(id);
        let made = self.find_message(interaction.channel, id).expect("just published");
        Ok(Response::ok(self.message_view(made, Nonce::Hidden)))
    }

    fn edit_answer(
        &mut self,
        now: Timestamp,
        interaction: &Interaction,
        id: Snowflake,
        draft: &Draft,
        request: &Request,
    ) -> Result<Response, Failure> {
        let channel = interaction.channel;
        self.apply_edit(now, channel, id, draft, request)?;
        self.touch();
        let edited = self.find_message(channel, id).expect("edited just now");
        Ok(Response::ok(self.message_view(edited, Nonce::Hidden)))
    }

    /// `GET /webhooks/{application}/{token}/messages/{@original or id}`
    pub(super) fn get_answer(
        &self,
        now: Timestamp,
        application: Snowflake,
        token: &str,
        which: &str,
    ) -> Result<Response, Failure> {
        let interaction = self.by_token(now, application, token)?;
        let id = answered(&interaction, which)?;
        let message = self.find_message(interaction.channel, id).ok_or(Code::UnknownMessage)?;
        Ok(Response::ok(self.message_view(message, Nonce::Hidden)))
    }

    /// `PATCH /webhooks/{application}/{token}/messages/{@original or id}`
    pub(super) fn patch_answer(
        &mut self,
        now: Timestamp,
        application: Snowflake,
        token: &str,
        which: &str,
        request: &Request,
    ) -> Result<Response, Failure> {
        let interaction = self.by_token(now, application, token)?;
        let id = answered(&interaction, which)?;
        let message = self.find_message(interaction.channel, id).ok_or(Code::UnknownMessage)?;
        let draft = draft::read(&request.body, request, Purpose::Edit { was_v2: message.has_components_v2() })?;
        self.edit_answer(now, &interaction, id, &draft, request)
    }

    /// `DELETE /webhooks/{application}/{token}/messages/{@original or id}`
    pub(super) fn delete_answer(
        &mut self,
        now: Timestamp,
        application: Snowflake,
        token: &str,
        which: &str,
    ) -> Result<Response, Failure> {
        let interaction = self.by_token(now, application, token)?;
        let id = answered(&interaction, which)?;
        self.find_message(interaction.channel, id).ok_or(Code::UnknownMessage)?;
        self.remove_message(interaction.channel, id);
        Ok(Response::empty())
    }
}

/// First answers that fit the interaction.
fn allowed(interaction: &Interaction) -> &'static [i64] {
    match (interaction.kind, interaction.clicked) {
        (Kind::Command, _) => &[4, 5, 9],
        (Kind::Component, _) => &[4, 5, 6, 7, 9],
        (Kind::Autocomplete, _) => &[8],
        (Kind::Modal, Some(_)) => &[4, 5, 6, 7],
        (Kind::Modal, None) => &[4, 5],
    }
}

/// The message that a webhook route names: only those that answer this interaction.
fn answered(interaction: &Interaction, which: &str) -> Result<Snowflake, Failure> {
    if which == "@original" {
        return interaction.original.ok_or(Code::UnknownMessage.into());
    }
    let id: Snowflake = which.parse().map_err(|_| Code::UnknownMessage)?;
    let own = interaction.original == Some(id) || interaction.followups.contains(&id);
    if own { Ok(id) } else { Err(Code::UnknownMessage.into()) }
}

fn check_choices(data: &Form<'_>, focused_kind: u8) {
    data.only(&["choices"]);
    data.require("choices");
    for choice in data.items("choices", 0..=MAX_CHOICES) {
        choice.only(&["name", "name_localizations", "value"]);
        choice.required_text("name", 1..=100);
        choice.require("value");
        check_choice_value(&choice, focused_kind);
    }
}

fn check_modal(data: &Form<'_>) {
    data.only(&["custom_id", "title", "components"]);
    data.required_text("custom_id", 1..=100);
    data.required_text("title", 1..=45);
    data.require("components");
    components::check(data, Surface::Modal);
}

fn modal(data: &Value) -> OpenModal {
    let text = |field: &str| data[field].as_str().unwrap_or_default().to_owned();
    OpenModal {
        custom_id: text("custom_id"),
        title: text("title"),
        components: component_tree::stored(Some(&data["components"])),
        submitted: false,
    }
}
