//! Message history that the bot reads over REST, page by page. Source: Discord docs, "Message Resource: Get Channel
//! Messages".

use serde_json::{Value, json};

use super::api_error::{ApiError, ErrorCode};
use super::events::{clear_content, intents};
use super::model::Message;
use super::permissions::Permissions;
use super::request::{Request, Response};
use super::snowflake::Snowflake;
use super::views::Nonce;
use super::world::World;
use crate::time::Timestamp;

impl World {
    /// Whether Discord hides the content from bots without the message content intent. It does so for guild messages by
    /// other authors that do not mention the bot.
    pub(super) fn is_privileged_content(&self, message: &Message) -> bool {
        let is_in_guild = self.channels.get(&message.channel).is_some_and(|channel| !channel.is_dm());
        // The bot created all webhooks, so messages of webhooks count as the bot's own messages.
        let is_own = message.author == self.bot || message.webhook_name.is_some();
        is_in_guild && !is_own && !message.mentions.users.contains(&self.bot)
    }

    /// The message as the bot reads it over REST.
    pub(super) fn bot_message_view(&self, message: &Message) -> Value {
        let mut view = self.message_view(message, Nonce::Hidden);
        let has_content_intent = self.seed.privileged_intents & intents::MESSAGE_CONTENT != 0;
        if !has_content_intent && self.is_privileged_content(message) {
            clear_content(&mut view);
        }
        view
    }

    /// Finds a message that the bot can address by id. Fails for an ephemeral message, because only the token of its
    /// interaction can address it.
    pub(super) fn visible_message(&self, channel: Snowflake, id: Snowflake) -> Result<&Message, ApiError> {
        self.visible_channel(channel)?;
        self.find_message(channel, id)
            .filter(|message| message.ephemeral_to.is_none())
            .ok_or(ErrorCode::UnknownMessage.into())
    }

    /// `GET /channels/{channel}/messages`. Returns the newest message first.
    pub(super) fn list_messages(&self, channel: Snowflake, request: &Request) -> Result<Response, ApiError> {
        let channel_record = self.visible_channel(channel)?;
        let limit = page_limit(request, 50, 100)?;
        if !self.permissions_in(self.bot, channel_record).has(Permissions::READ_MESSAGE_HISTORY) {
            return Ok(Response::ok(json!([])));
        }
        let id_parameter = |name: &str| snowflake_query(request, name);
        let (before, after, around) = (id_parameter("before")?, id_parameter("after")?, id_parameter("around")?);
        let all: Vec<&Message> = self
            .messages
            .get(&channel)
            .into_iter()
            .flat_map(|all| all.values())
            .filter(|it| it.ephemeral_to.is_none())
            .collect();
        let page: Vec<&Message> = match (before, after, around) {
            (None, None, None) => all.iter().rev().take(limit).copied().collect(),
            (Some(id), None, None) => all.iter().rev().filter(|it| it.id < id).take(limit).copied().collect(),
            (None, Some(id), None) => {
                let mut next: Vec<_> = all.iter().filter(|it| it.id > id).take(limit).copied().collect();
                next.reverse();
                next
            }
            (None, None, Some(id)) => {
                let mut older: Vec<_> =
                    all.iter().rev().filter(|it| it.id <= id).take(limit / 2 + 1).copied().collect();
                let mut newer: Vec<_> = all.iter().filter(|it| it.id > id).take(limit / 2).copied().collect();
                newer.reverse();
                newer.append(&mut older);
                newer
            }
            _ => {
                return Err(ApiError::invalid_field(
                    "",
                    "SANDBOX_EXCLUSIVE",
                    "before, after and around are mutually exclusive",
                ));
            }
        };
        Ok(Response::ok(page.into_iter().map(|message| self.bot_message_view(message)).collect()))
    }

    /// `GET /channels/{channel}/messages/{id}`. Returns one message.
    pub(super) fn get_message(&self, channel: Snowflake, id: Snowflake) -> Result<Response, ApiError> {
        let channel_record = self.visible_channel(channel)?;
        self.require_bot_permission(channel_record, Permissions::READ_MESSAGE_HISTORY)?;
        Ok(Response::ok(self.bot_message_view(self.visible_message(channel, id)?)))
    }
}

/// The query parameter `limit`, or `default` if it is absent. Fails unless it is 1 to `max`.
pub(super) fn page_limit(request: &Request, default: usize, max: usize) -> Result<usize, ApiError> {
    let Some(text) = request.query("limit") else { return Ok(default) };
    match text.parse() {
        Ok(limit) if (1..=max).contains(&limit) => Ok(limit),
        Ok(limit) if limit > max => Err(ApiError::invalid_field(
            "limit",
            "NUMBER_TYPE_MAX",
            format!("int value should be less than or equal to {max}."),
        )),
        Ok(_) => {
            Err(ApiError::invalid_field("limit", "NUMBER_TYPE_MIN", "int value should be greater than or equal to 1."))
        }
        Err(_) => Err(ApiError::invalid_field("limit", "NUMBER_TYPE_COERCE", format!("Value \"{text}\" is not int."))),
    }
}

pub(super) fn snowflake_query(request: &Request, name: &str) -> Result<Option<Snowflake>, ApiError> {
    let Some(text) = request.query(name) else { return Ok(None) };
    let invalid_parameter =
        || ApiError::invalid_field(name, "NUMBER_TYPE_COERCE", format!("Value \"{text}\" is not snowflake."));
    text.parse().map(Some).map_err(|_| invalid_parameter())
}

/// A query parameter that is an instant, such as the page cursor for archived threads or pins. `None` if it is absent.
pub(super) fn instant_query(request: &Request, name: &str) -> Result<Option<Timestamp>, ApiError> {
    let Some(text) = request.query(name) else { return Ok(None) };
    let invalid_parameter =
        || ApiError::invalid_field(name, "DATE_TIME_TYPE_PARSE", format!("Could not parse {text}. Should be ISO8601."));
    text.parse().map(Some).map_err(|_| invalid_parameter())
}
