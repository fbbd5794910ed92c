//! Webhooks of channels. The bot creates them, and anyone with a webhook's token can post with it. Source: Discord
//! docs, "Webhook Resource".
//!
//! The routes with a token also accept the token of an interaction (see `interaction_responses`). The id in the path
//! says whether the request is for a webhook or for an interaction.

use serde_json::{Value, json};

use super::api_error::{ApiError, ErrorCode};
use super::events::intents;
use super::fields::{FieldErrors, Fields};
use super::initial_state::user;
use super::message_body::{self, BodyPurpose};
use super::model::{Message, User, Webhook, flags};
use super::permissions::Permissions;
use super::request::{Method, Request, Response};
use super::snowflake::Snowflake;
use super::views::Nonce;
use super::world::World;
use crate::time::Timestamp;

use Method::{Delete, Get, Patch, Post};

const MAX_WEBHOOKS_PER_CHANNEL: usize = 15;
const MAX_NAME_CHARS: usize = 80;
/// Words that a webhook's name must not contain, in upper or lower case.
const RESERVED_NAMES: [&str; 2] = ["clyde", "discord"];

/// Who makes the request: the bot, or anyone who has the token.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Requester {
    Bot,
    TokenHolder,
}

impl World {
    pub(super) fn is_webhook(&self, id: Snowflake) -> bool {
        self.webhooks.contains_key(&id)
    }

    /// `/webhooks/{id}`, authorized with the bot's own token.
    pub(super) fn own_webhook_route(&mut self, method: Method, id: Snowflake, request: &Request) -> WebhookResult {
        let channel = self.webhooks.get(&id).ok_or(ErrorCode::UnknownWebhook)?.channel;
        self.require_manage_webhooks(channel)?;
        match method {
            Get => Ok(Response::ok(self.webhook_view(&self.webhooks[&id], Requester::Bot))),
            Patch => self.edit_webhook(id, Requester::Bot, request),
            Delete => Ok(self.delete_webhook(id)),
            _ => Err(super::routes::unsupported_route(request)),
        }
    }

    /// `/webhooks/{id}/{token}…`, for anyone who has the token.
    pub(super) fn token_webhook_route(
        &mut self,
        now: Timestamp,
        method: Method,
        id: Snowflake,
        (token, rest): (&str, &[&str]),
        request: &Request,
    ) -> WebhookResult {
        let webhook = self.webhooks.get(&id).ok_or(ErrorCode::UnknownWebhook)?;
        if webhook.token != token {
            return Err(ErrorCode::InvalidWebhookToken.into());
        }
        match (method, rest) {
            (Get, []) => Ok(Response::ok(self.webhook_view(webhook, Requester::TokenHolder))),
            (Patch, []) => self.edit_webhook(id, Requester::TokenHolder, request),
            (Delete, []) => Ok(self.delete_webhook(id)),
            (Post, []) => self.execute_webhook(now, id, request),
            (Get, ["messages", message]) => {
                let message = self.webhook_message(id, message, request)?;
                Ok(Response::ok(self.message_view(message, Nonce::Hidden)))
            }
            (Patch, ["messages", message]) => self.edit_webhook_message(now, id, message, request),
            (Delete, ["messages", message]) => {
                let message = self.webhook_message(id, message, request)?;
                let (channel, id) = (message.channel, message.id);
                self.remove_message(channel, id);
                Ok(Response::empty())
            }
            _ => Err(super::routes::unsupported_route(request)),
        }
    }

    /// `POST /channels/{channel}/webhooks`. Creates a webhook.
    pub(super) fn create_webhook(&mut self, now: Timestamp, channel: Snowflake, request: &Request) -> WebhookResult {
        let channel_record = self.visible_channel(channel)?;
        if channel_record.is_thread() || channel_record.is_dm() {
            return Err(ErrorCode::WrongChannelType.into());
        }
        self.require_manage_webhooks(channel)?;
        let name = self
            .read_webhook(request)?
            .name
            .ok_or_else(|| ApiError::invalid_field("name", "BASE_TYPE_REQUIRED", "This field is required"))?;
        if self.webhooks.values().filter(|it| it.channel == channel).count() >= MAX_WEBHOOKS_PER_CHANNEL {
            return Err(ErrorCode::TooManyWebhooks.into());
        }
        let id = self.ids.next(now);
        // Discord's tokens are random. This token is derived from the id, so it is unique and a run is repeatable.
        let token = format!("{:016x}{:016x}-sandbox", id.0.wrapping_mul(0x9E37_79B9_7F4A_7C15), id.0.rotate_left(23));
        let webhook = Webhook { id, token, channel, name: name.clone(), creator: self.bot };
        // The webhook's messages need an author, so add a user for the webhook.
        self.users.insert(id, User { bot: true, ..user(id, &name, &name, "en-US") });
        let view = self.webhook_view(&webhook, Requester::Bot);
        self.webhooks.insert(id, webhook);
        self.emit_webhooks_update(channel);
        Ok(Response::ok(view))
    }

    /// `GET /channels/{channel}/webhooks`. Lists the webhooks of a channel.
    pub(super) fn channel_webhooks(&self, channel: Snowflake) -> WebhookResult {
        self.visible_channel(channel)?;
        self.require_manage_webhooks(channel)?;
        let webhooks = self.webhooks.values().filter(|webhook| webhook.channel == channel);
        Ok(Response::ok(webhooks.map(|webhook| self.webhook_view(webhook, Requester::Bot)).collect()))
    }

    /// `GET /guilds/{guild}/webhooks`. Lists all webhooks.
    pub(super) fn guild_webhooks(&self) -> WebhookResult {
        if !self.guild_permissions(self.bot).has(Permissions::MANAGE_WEBHOOKS) {
            return Err(ErrorCode::MissingPermissions.into());
        }
        Ok(Response::ok(self.webhooks.values().map(|webhook| self.webhook_view(webhook, Requester::Bot)).collect()))
    }

    fn require_manage_webhooks(&self, channel: Snowflake) -> Result<(), ApiError> {
        let channel_record = self.channels.get(&channel).ok_or(ErrorCode::UnknownChannel)?;
        self.require_bot_permission(channel_record, Permissions::MANAGE_WEBHOOKS)
    }

    fn read_webhook(&self, request: &Request) -> Result<WebhookChange, ApiError> {
        let errors = FieldErrors::new(self.seed.strictness);
        let fields = Fields::of(&request.body, &errors);
        fields.allow_only(&["name", "avatar", "channel_id"]);
        let name = fields.text("name", 1..=MAX_NAME_CHARS).map(str::to_owned);
        check_name(&fields, "name");
        let channel = fields.snowflake("channel_id");
        let has_avatar = fields.has("avatar");
        errors.finish()?;
        if has_avatar {
            return Err(ApiError::NotImplemented("avatars of webhooks".to_owned()));
        }
        Ok(WebhookChange { name, channel })
    }

    fn edit_webhook(&mut self, id: Snowflake, requester: Requester, request: &Request) -> WebhookResult {
        let change = self.read_webhook(request)?;
        // Only the bot may move the webhook to another channel. Source: "Modify Webhook with Token".
        let channel = change.channel.filter(|_| requester == Requester::Bot);
        if let Some(channel) = channel {
            self.visible_channel(channel)?;
            self.require_manage_webhooks(channel)?;
        }
        let webhook = self.webhooks.get_mut(&id).ok_or(ErrorCode::UnknownWebhook)?;
        webhook.channel = channel.unwrap_or(webhook.channel);
        webhook.name = change.name.unwrap_or_else(|| webhook.name.clone());
        let (name, channel) = (webhook.name.clone(), webhook.channel);
        if let Some(author) = self.users.get_mut(&id) {
            author.name.clone_from(&name);
            author.handle = name;
        }
        self.emit_webhooks_update(channel);
        Ok(Response::ok(self.webhook_view(&self.webhooks[&id], requester)))
    }

    fn delete_webhook(&mut self, id: Snowflake) -> Response {
        if let Some(webhook) = self.webhooks.remove(&id) {
            self.emit_webhooks_update(webhook.channel);
        }
        Response::empty()
    }

    /// The channel in which the webhook posts: the webhook's own channel, or the thread in it that the query names.
    fn webhook_channel(&self, id: Snowflake, request: &Request) -> Result<Snowflake, ApiError> {
        let webhook = self.webhooks.get(&id).ok_or(ErrorCode::UnknownWebhook)?;
        let Some(thread) = request.query("thread_id") else { return Ok(webhook.channel) };
        let thread = thread.parse().map_err(|_| ErrorCode::UnknownChannel)?;
        let thread_in_channel =
            self.channels.get(&thread).filter(|it| it.is_thread() && it.parent == Some(webhook.channel));
        thread_in_channel.map(|it| it.id).ok_or(ErrorCode::UnknownChannel.into())
    }

    fn webhook_message(&self, id: Snowflake, message: &str, request: &Request) -> Result<&Message, ApiError> {
        let channel = self.webhook_channel(id, request)?;
        let message = message.parse().map_err(|_| ErrorCode::UnknownMessage)?;
        let message = self.find_message(channel, message).filter(|message| message.author == id);
        message.ok_or(ErrorCode::UnknownMessage.into())
    }

    fn execute_webhook(&mut self, now: Timestamp, id: Snowflake, request: &Request) -> WebhookResult {
        let channel = self.webhook_channel(id, request)?;
        let mut body = message_body::read(request, BodyPurpose::Response, self.seed.strictness)?;
        let errors = FieldErrors::new(self.seed.strictness);
        let fields = Fields::of(&request.body, &errors);
        let name = fields.text("username", 1..=MAX_NAME_CHARS).map(str::to_owned);
        check_name(&fields, "username");
        fields.url("avatar_url", &[]);
        let wants_thread = fields.has("thread_name");
        errors.finish()?;
        if wants_thread {
            return Err(ErrorCode::ThreadsOnlyInForums.into());
        }
        if body.is_empty() {
            return Err(ErrorCode::EmptyMessage.into());
        }
        // An ephemeral message is for one member. A webhook's message is for no specific member, so the flag has no
        // effect.
        body.flags = body.flags.map(|bits| bits & !flags::EPHEMERAL);
        self.unarchive(now, channel);
        let mut message = self.build_message(now, channel, id, &body, request);
        message.webhook_name = Some(name.unwrap_or_else(|| self.webhooks[&id].name.clone()));
        let message_id = self.publish(now, message);
        if !request.flag("wait") {
            return Ok(Response::empty());
        }
        let message = self.find_message(channel, message_id).expect("just published");
        Ok(Response::ok(self.message_view(message, Nonce::Hidden)))
    }

    fn edit_webhook_message(
        &mut self,
        now: Timestamp,
        id: Snowflake,
        message: &str,
        request: &Request,
    ) -> WebhookResult {
        let message = self.webhook_message(id, message, request)?;
        let (channel, message, was_v2) = (message.channel, message.id, message.has_components_v2());
        self.check_not_archived(channel)?;
        let body = message_body::read(request, BodyPurpose::Edit { was_v2 }, self.seed.strictness)?;
        self.apply_edit(now, channel, message, &body, request)?;
        let edited = self.find_message(channel, message).expect("edited just now");
        Ok(Response::ok(self.message_view(edited, Nonce::Hidden)))
    }

    fn emit_webhooks_update(&mut self, channel: Snowflake) {
        let data = json!({"guild_id": self.guild.id, "channel_id": channel});
        self.emit_guild("WEBHOOKS_UPDATE", intents::GUILD_WEBHOOKS, data);
    }

    fn webhook_view(&self, webhook: &Webhook, requester: Requester) -> Value {
        let mut view = json!({
            "id": webhook.id,
            "type": 1,
            "guild_id": self.guild.id,
            "channel_id": webhook.channel,
            "name": webhook.name,
            "avatar": null,
            "token": webhook.token,
            "application_id": self.application,
            "url": format!("{}/webhooks/{}/{}", self.api_url(), webhook.id, webhook.token),
        });
        if requester == Requester::Bot {
            view["user"] = self.user_view(webhook.creator);
        }
        view
    }
}

type WebhookResult = Result<Response, ApiError>;

struct WebhookChange {
    name: Option<String>,
    channel: Option<Snowflake>,
}

fn check_name(fields: &Fields<'_>, field: &str) {
    let name = fields.non_null(field).and_then(Value::as_str).unwrap_or_default().to_lowercase();
    for word in RESERVED_NAMES.iter().filter(|word| name.contains(**word)) {
        fields.error(field, "USERNAME_INVALID_CONTAINS", format!("Username cannot contain \"{word}\""));
    }
}
