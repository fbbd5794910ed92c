//! Reactions to messages. Source: Discord docs, "Message Resource".

use serde_json::{Value, json};

use super::api_error::{ApiError, ErrorCode};
use super::model::Reaction;
use super::permissions::Permissions;
use super::request::{Request, Response};
use super::snowflake::Snowflake;
use super::world::{Content, World};

const MAX_REACTIONS: usize = 20;

impl World {
    /// `PUT /channels/{channel}/messages/{message}/reactions/{emoji}/@me`
    pub(super) fn react(&mut self, channel: Snowflake, id: Snowflake, emoji: &str) -> Result<Response, ApiError> {
        check_emoji(emoji)?;
        let there = self.visible_message(channel, id)?.reactions.clone();
        let place = &self.channels[&channel];
        self.require_bot_permission(place, Permissions::READ_MESSAGE_HISTORY)?;
        self.check_not_archived(channel)?;
        if !there.iter().any(|reaction| reaction.emoji == emoji) {
            self.require_bot_permission(place, Permissions::ADD_REACTIONS)?;
            if there.len() >= MAX_REACTIONS {
                return Err(ErrorCode::TooManyReactions.into());
            }
        }
        self.add_reaction(channel, id, emoji, self.bot);
        Ok(Response::empty())
    }

    pub(super) fn add_reaction(&mut self, channel: Snowflake, id: Snowflake, emoji: &str, user: Snowflake) {
        let message = self.message_mut(channel, id).expect("the caller looked it up");
        let author = message.author;
        let new = match message.reactions.iter_mut().find(|reaction| reaction.emoji == emoji) {
            Some(reaction) => reaction.users.insert(user),
            None => {
                message.reactions.push(Reaction { emoji: emoji.to_owned(), users: [user].into() });
                true
            }
        };
        if new {
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
        if self.channels.get(&channel).is_some_and(|place| !place.is_dm()) {
            data["guild_id"] = json!(self.guild.id);
        }
        data
    }

    /// `DELETE /channels/{channel}/messages/{message}/reactions/{emoji}/{user or @me}`
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
        let message = self.message_mut(channel, id).expect("looked up above");
        let mut removed = false;
        for reaction in message.reactions.iter_mut().filter(|reaction| reaction.emoji == emoji) {
            removed |= reaction.users.remove(&user);
        }
        message.reactions.retain(|reaction| !reaction.users.is_empty());
        if removed {
            let data = self.reaction_event(channel, id, emoji, user);
            self.emit_in_channel(channel, "MESSAGE_REACTION_REMOVE", data, Content::Public);
        }
        Ok(Response::empty())
    }

    /// `GET /channels/{channel}/messages/{message}/reactions/{emoji}`
    pub(super) fn reactions(
        &self,
        channel: Snowflake,
        id: Snowflake,
        emoji: &str,
        request: &Request,
    ) -> Result<Response, ApiError> {
        check_emoji(emoji)?;
        let limit = super::message_history::page_limit(request, 25, 100)?;
        let message = self.visible_message(channel, id)?;
        let users = message.reactions.iter().filter(|it| it.emoji == emoji).flat_map(|it| &it.users).take(limit);
        Ok(Response::ok(users.map(|id| self.user_view(*id)).collect()))
    }

    /// `DELETE /channels/{channel}/messages/{message}/reactions`
    pub(super) fn clear_reactions(&mut self, channel: Snowflake, id: Snowflake) -> Result<Response, ApiError> {
        self.visible_message(channel, id)?;
        let place = &self.channels[&channel];
        if place.is_dm() {
            return Err(ErrorCode::CannotOnDm.into());
        }
        self.require_bot_permission(place, Permissions::MANAGE_MESSAGES)?;
        self.check_not_archived(channel)?;
        self.message_mut(channel, id).expect("looked up above").reactions.clear();
        let data = json!({"channel_id": channel, "message_id": id, "guild_id": self.guild.id});
        self.emit_in_channel(channel, "MESSAGE_REACTION_REMOVE_ALL", data, Content::Public);
        Ok(Response::empty())
    }
}

/// The guild has no custom emojis, so only Unicode emojis are known; plain ASCII is not one.
fn check_emoji(emoji: &str) -> Result<(), ApiError> {
    let unknown = emoji.is_empty()
        || emoji.chars().count() > 16
        || emoji.chars().all(|c| c.is_alphanumeric() && c.is_ascii())
        || emoji.contains(':');
    if unknown { Err(ErrorCode::UnknownEmoji.into()) } else { Ok(()) }
}
