//! Messages as the bot reads them over REST, page by page. Source: Discord docs, "Message Resource: Get Channel
//! Messages".

use serde_json::{Value, json};

use super::events::{empty_content, intents};
use super::failure::{Code, Failure};
use super::permissions::Permissions;
use super::request::{Request, Response};
use super::snowflake::Snowflake;
use super::state::Message;
use super::views::Nonce;
use super::world::World;
use crate::time::Timestamp;

impl World {
    /// Whether the words are kept from a bot without the message content intent: those of others in the guild that do
    /// not name it.
    pub(super) fn is_private_content(&self, message: &Message) -> bool {
        let in_guild = self.channels.get(&message.channel).is_some_and(|channel| !channel.is_dm());
        in_guild && message.author != self.bot && !message.mentions.users.contains(&self.bot)
    }

    /// As the bot reads it over REST.
    pub(super) fn read_view(&self, message: &Message) -> Value {
        let mut view = self.message_view(message, Nonce::Hidden);
        let allowed = self.seed.privileged_intents & intents::MESSAGE_CONTENT != 0;
        if !allowed && self.is_private_content(message) {
            empty_content(&mut view);
        }
        view
    }

    /// A message that the bot may name by id: not an ephemeral one, which only its interaction's token reaches.
    pub(super) fn readable(&self, channel: Snowflake, id: Snowflake) -> Result<&Message, Failure> {
        self.seen_channel(channel)?;
        self.find_message(channel, id)
            .filter(|message| message.ephemeral_to.is_none())
            .ok_or(Code::UnknownMessage.into())
    }

    /// `GET /channels/{channel}/messages`: newest first.
    pub(super) fn list_messages(&self, channel: Snowflake, request: &Request) -> Result<Response, Failure> {
        let place = self.seen_channel(channel)?;
        let limit = page(request, 50, 100)?;
        if !self.permissions_in(self.bot, place).has(Permissions::READ_MESSAGE_HISTORY) {
            return Ok(Response::ok(json!([])));
        }
        let bound = |name: &str| snowflake_query(request, name);
        let (before, after, around) = (bound("before")?, bound("after")?, bound("around")?);
        let all: Vec<&Message> = self
            .messages
            .get(&channel)
            .into_iter()
            .flat_map(|all| all.values())
            .filter(|it| it.ephemeral_to.is_none())
            .collect();
        let window: Vec<&Message> = match (before, after, around) {
            (None, None, None) => all.iter().rev().take(limit).copied().collect(),
            (Some(id), None, None) => all.iter().rev().filter(|it| it.id < id).take(limit).copied().collect(),
            (None, Some(id), None) => {
                let mut next: Vec<_> = all.iter().filter(|it| it.id > id).take(limit).copied().collect();
                next.reverse();
                next
            }
            (None, None, Some(id)) => {
                let mut near: Vec<_> = all.iter().rev().filter(|it| it.id <= id).take(limit / 2 + 1).copied().collect();
                let mut newer: Vec<_> = all.iter().filter(|it| it.id > id).take(limit / 2).copied().collect();
                newer.reverse();
                newer.append(&mut near);
                newer
            }
            _ => return Err(Failure::form("", "SANDBOX_EXCLUSIVE", "before, after and around are mutually exclusive")),
        };
        Ok(Response::ok(window.into_iter().map(|message| self.read_view(message)).collect()))
    }

    /// `GET /channels/{channel}/messages/{id}`
    pub(super) fn get_message(&self, channel: Snowflake, id: Snowflake) -> Result<Response, Failure> {
        let place = self.seen_channel(channel)?;
        self.bot_needs(place, Permissions::READ_MESSAGE_HISTORY)?;
        Ok(Response::ok(self.read_view(self.readable(channel, id)?)))
    }
}

/// The `limit` of a list, 1 to `most`.
pub(super) fn page(request: &Request, default: usize, most: usize) -> Result<usize, Failure> {
    let Some(text) = request.query("limit") else { return Ok(default) };
    match text.parse() {
        Ok(limit) if (1..=most).contains(&limit) => Ok(limit),
        Ok(limit) if limit > most => {
            Err(Failure::form("limit", "NUMBER_TYPE_MAX", format!("int value should be less than or equal to {most}.")))
        }
        Ok(_) => Err(Failure::form("limit", "NUMBER_TYPE_MIN", "int value should be greater than or equal to 1.")),
        Err(_) => Err(Failure::form("limit", "NUMBER_TYPE_COERCE", format!("Value \"{text}\" is not int."))),
    }
}

pub(super) fn snowflake_query(request: &Request, name: &str) -> Result<Option<Snowflake>, Failure> {
    let Some(text) = request.query(name) else { return Ok(None) };
    let bad = || Failure::form(name, "NUMBER_TYPE_COERCE", format!("Value \"{text}\" is not snowflake."));
    text.parse().map(Some).map_err(|_| bad())
}

/// The instant of a cursor in a list of archived threads.
pub(super) fn instant_query(request: &Request, name: &str) -> Result<Option<Timestamp>, Failure> {
    let Some(text) = request.query(name) else { return Ok(None) };
    let bad = || Failure::form(name, "DATE_TIME_TYPE_PARSE", format!("Could not parse {text}. Should be ISO8601."));
    text.parse().map(Some).map_err(|_| bad())
}
