//! Reactions to messages. Source: Discord docs, "Message Resource".

use serde_json::{Value, json};

use super::api_error::{ApiError, ErrorCode};
use super::api_types::{ControlError, ControlResult};
use super::message_history::{page_limit, snowflake_query};
use super::model::Reaction;
use super::permissions::Permissions;
use super::request::{Request, Response};
use super::snowflake::Snowflake;
use super::world::{Content, World};
use crate::time::Timestamp;

const MAX_REACTIONS: usize = 20;

impl World {
    /// `PUT /channels/{channel}/messages/{message}/reactions/{emoji}/@me`. Adds the bot's reaction.
    pub(super) fn react(&mut self, channel: Snowflake, id: Snowflake, emoji: &str) -> Result<Response, ApiError> {
        check_emoji(emoji)?;
        let reactions = self.visible_message(channel, id)?.reactions.clone();
        let channel_record = &self.channels[&channel];
        self.require_bot_permission(channel_record, Permissions::READ_MESSAGE_HISTORY)?;
        self.check_not_archived(channel)?;
        if !reactions.iter().any(|reaction| reaction.emoji == emoji) {
            self.require_bot_permission(channel_record, Permissions::ADD_REACTIONS)?;
            if reactions.len() >= MAX_REACTIONS {
                return Err(ErrorCode::TooManyReactions.into());
            }
        }
        self.add_reaction(channel, id, emoji, self.bot);
        Ok(Response::empty())
    }

    /// Adds a reaction as a member.
    pub fn react_as(&mut self, now: Timestamp, who: &str, message: &str, emoji: &str) -> ControlResult<()> {
        let (user, channel, id) = self.reaction_target(now, who, message, emoji)?;
        let reactions = &self.messages[&channel][&id].reactions;
        let is_new = !reactions.iter().any(|reaction| reaction.emoji == emoji);
        let is_full = is_new && reactions.len() >= MAX_REACTIONS;
        if is_full || is_new && !self.permissions_in(user, &self.channels[&channel]).has(Permissions::ADD_REACTIONS) {
            let why = if is_full { "it has 20 reactions already" } else { "they may add no reactions there" };
            return Err(ControlError { status: 403, error: format!("{who} cannot react with {emoji}: {why}") });
        }
        self.add_reaction(channel, id, emoji, user);
        Ok(())
    }

    /// Removes a member's own reaction.
    pub fn unreact_as(&mut self, now: Timestamp, who: &str, message: &str, emoji: &str) -> ControlResult<()> {
        let (user, channel, id) = self.reaction_target(now, who, message, emoji)?;
        if self.remove_reaction(channel, id, emoji, user) {
            return Ok(());
        }
        Err(ControlError { status: 409, error: format!("{who} has not reacted with {emoji}") })
    }

    fn reaction_target(
        &mut self,
        now: Timestamp,
        who: &str,
        message: &str,
        emoji: &str,
    ) -> ControlResult<(Snowflake, Snowflake, Snowflake)> {
        self.archive_inactive_threads(now);
        let user = self.user_id(who)?;
        let message = self.clickable_message(user, message)?;
        let (id, channel, is_ephemeral) = (message.id, message.channel, message.ephemeral_to.is_some());
        let refuse = |status, error: &str| Err(ControlError { status, error: error.to_owned() });
        if check_emoji(emoji).is_err() {
            return refuse(400, "that is no emoji that Discord has");
        }
        if is_ephemeral || self.check_not_archived(channel).is_err() {
            return refuse(409, "nobody reacts to an ephemeral message or in an archived thread");
        }
        Ok((user, channel, id))
    }

    pub(super) fn add_reaction(&mut self, channel: Snowflake, id: Snowflake, emoji: &str, user: Snowflake) {
        let message = self.message_mut(channel, id).expect("the caller looked it up");
        let author = message.author;
        let is_new = match message.reactions.iter_mut().find(|reaction| reaction.emoji == emoji) {
            Some(reaction) => reaction.users.insert(user),
            None => {
                message.reactions.push(Reaction { emoji: emoji.to_owned(), users: [user].into() });
                true
            }
        };
        if is_new {
            let mut data = self.reaction_event(channel, id, emoji, user);
            data["message_author_id"] = json!(author);
            if let Some(member) = self.member_view(user).filter(|_| data.get("guild_id").is_some()) {
                data["member"] = member;
            }
            self.emit_in_channel(channel, "MESSAGE_REACTION_ADD", data, Content::Public);
        }
    }

    fn reaction_event(&self, channel: Snowflake, id: Snowflake, emoji: &str, user: Snowflake) -> Value {
        let mut data = json!({
            "user_id": user,
            "channel_id": channel,
            "message_id": id,
            "emoji": {"id": null, "name": emoji},
            "burst": false,
            "type": 0,
        });
        if self.channels.get(&channel).is_some_and(|channel| !channel.is_dm()) {
            data["guild_id"] = json!(self.guild.id);
        }
        data
    }

    /// `DELETE /channels/{channel}/messages/{message}/reactions/{emoji}/{user or @me}`. Removes one reaction.
    pub(super) fn unreact(
        &mut self,
        channel: Snowflake,
        id: Snowflake,
        emoji: &str,
        user: Snowflake,
    ) -> Result<Response, ApiError> {
        check_emoji(emoji)?;
        self.visible_message(channel, id)?;
        if user != self.bot {
            self.require_bot_permission(&self.channels[&channel], Permissions::MANAGE_MESSAGES)?;
        }
        self.check_not_archived(channel)?;
        self.remove_reaction(channel, id, emoji, user);
        Ok(Response::empty())
    }

    /// Removes a user's reaction. Returns whether it existed.
    fn remove_reaction(&mut self, channel: Snowflake, id: Snowflake, emoji: &str, user: Snowflake) -> bool {
        let message = self.message_mut(channel, id).expect("the caller looked it up");
        let mut was_removed = false;
        for reaction in message.reactions.iter_mut().filter(|reaction| reaction.emoji == emoji) {
            was_removed |= reaction.users.remove(&user);
        }
        message.reactions.retain(|reaction| !reaction.users.is_empty());
        if was_removed {
            let data = self.reaction_event(channel, id, emoji, user);
            self.emit_in_channel(channel, "MESSAGE_REACTION_REMOVE", data, Content::Public);
        }
        was_removed
    }

    /// `GET /channels/{channel}/messages/{message}/reactions/{emoji}`. Lists the users who reacted with this emoji.
    pub(super) fn reactions(
        &self,
        channel: Snowflake,
        id: Snowflake,
        emoji: &str,
        request: &Request,
    ) -> Result<Response, ApiError> {
        check_emoji(emoji)?;
        let (limit, after) = (page_limit(request, 25, 100)?, snowflake_query(request, "after")?);
        let message = self.visible_message(channel, id)?;
        // No user of the sandbox has Nitro, so there are no burst reactions (type 1).
        let is_wanted = |it: &&Reaction| it.emoji == emoji && request.query("type") != Some("1");
        let users = message.reactions.iter().filter(is_wanted).flat_map(|it| &it.users);
        let users = users.filter(|id| after.is_none_or(|after| **id > after)).take(limit);
        Ok(Response::ok(users.map(|id| self.user_view(*id)).collect()))
    }

    /// `DELETE /channels/{channel}/messages/{message}/reactions`, and `…/{emoji}`. Removes all reactions, or all
    /// reactions with one emoji.
    pub(super) fn clear_reactions(
        &mut self,
        channel: Snowflake,
        id: Snowflake,
        emoji: Option<&str>,
    ) -> Result<Response, ApiError> {
        emoji.map_or(Ok(()), check_emoji)?;
        self.visible_message(channel, id)?;
        let channel_record = &self.channels[&channel];
        if channel_record.is_dm() {
            return Err(ErrorCode::CannotOnDm.into());
        }
        self.require_bot_permission(channel_record, Permissions::MANAGE_MESSAGES)?;
        self.check_not_archived(channel)?;
        let reactions = &mut self.message_mut(channel, id).expect("looked up above").reactions;
        reactions.retain(|reaction| emoji.is_some_and(|emoji| reaction.emoji != emoji));
        let mut data = json!({"channel_id": channel, "message_id": id, "guild_id": self.guild.id});
        let event = match emoji {
            Some(emoji) => {
                data["emoji"] = json!({"id": null, "name": emoji});
                "MESSAGE_REACTION_REMOVE_EMOJI"
            }
            None => "MESSAGE_REACTION_REMOVE_ALL",
        };
        self.emit_in_channel(channel, event, data, Content::Public);
        Ok(Response::empty())
    }
}

/// Accepts only Unicode emojis, because the guild has no custom emojis. A plain ASCII word is not an emoji.
fn check_emoji(emoji: &str) -> Result<(), ApiError> {
    let is_unknown = emoji.is_empty()
        || emoji.chars().count() > 16
        || emoji.chars().all(|c| c.is_alphanumeric() && c.is_ascii())
        || emoji.contains(':');
    if is_unknown { Err(ErrorCode::UnknownEmoji.into()) } else { Ok(()) }
}
