//! Pins and reactions. Source: Discord docs, "Message Resource".

use serde_json::{Value, json};

use super::failure::{Code, Failure};
use super::permissions::Permissions;
use super::request::{Request, Response};
use super::snowflake::Snowflake;
use super::state::Reaction;
use super::views::{Nonce, iso, iso_or_null};
use super::world::{Content, World};
use crate::time::Timestamp;

const MAX_PINS: usize = 50;
const MAX_REACTIONS: usize = 20;

/// Whether a pin is set or taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pin {
    Set,
    Unset,
}

impl World {
    /// `PUT` and `DELETE /channels/{channel}/pins/{message}` (and `…/messages/pins/{message}`).
    pub(super) fn pin(
        &mut self,
        now: Timestamp,
        channel: Snowflake,
        id: Snowflake,
        pin: Pin,
    ) -> Result<Response, Failure> {
        let was_pinned = self.readable(channel, id)?.pinned;
        let place = &self.channels[&channel];
        if !place.is_dm() {
            self.bot_needs(place, Permissions::PIN_MESSAGES)?;
        }
        self.check_not_archived(channel)?;
        if was_pinned == (pin == Pin::Set) {
            return Ok(Response::empty());
        }
        if pin == Pin::Set && self.pinned(channel).count() >= MAX_PINS {
            return Err(Code::TooManyPins.into());
        }
        self.message_mut(channel, id).expect("read above").pinned = pin == Pin::Set;
        self.channels.get_mut(&channel).expect("seen above").last_pin_at = Some(now);
        self.emit_message("MESSAGE_UPDATE", channel, id, Nonce::Hidden);
        self.emit_pins(channel);
        if pin == Pin::Set {
            let mut notice = self.system_message(now, channel, 6, "", self.bot);
            notice.reference = Some(id);
            self.publish(now, notice);
        }
        Ok(Response::empty())
    }

    fn emit_pins(&mut self, channel: Snowflake) {
        let place = &self.channels[&channel];
        let mut data = json!({"channel_id": channel, "last_pin_timestamp": iso_or_null(place.last_pin_at)});
        if !place.is_dm() {
            data["guild_id"] = json!(self.guild.id);
        }
        self.emit_in(channel, "CHANNEL_PINS_UPDATE", data, Content::Open);
    }

    fn pinned(&self, channel: Snowflake) -> impl Iterator<Item = &super::state::Message> {
        self.messages.get(&channel).into_iter().flat_map(|all| all.values().rev()).filter(|message| message.pinned)
    }

    /// `GET /channels/{channel}/pins`, the older form: a bare list.
    pub(super) fn list_pins(&self, channel: Snowflake) -> Result<Response, Failure> {
        self.seen_channel(channel)?;
        Ok(Response::ok(self.pinned(channel).map(|message| self.read_view(message)).collect()))
    }

    /// `GET /channels/{channel}/messages/pins`
    pub(super) fn list_pin_items(&self, channel: Snowflake) -> Result<Response, Failure> {
        let pinned_at = self.seen_channel(channel)?.last_pin_at;
        let item = |message| json!({"pinned_at": pinned_at.map(iso), "message": self.read_view(message)});
        Ok(Response::ok(json!({"items": self.pinned(channel).map(item).collect::<Vec<_>>(), "has_more": false})))
    }

    /// `PUT /channels/{channel}/messages/{message}/reactions/{emoji}/@me`
    pub(super) fn react(&mut self, channel: Snowflake, id: Snowflake, emoji: &str) -> Result<Response, Failure> {
        check_emoji(emoji)?;
        let there = self.readable(channel, id)?.reactions.clone();
        let place = &self.channels[&channel];
        self.bot_needs(place, Permissions::READ_MESSAGE_HISTORY)?;
        self.check_not_archived(channel)?;
        if !there.iter().any(|reaction| reaction.emoji == emoji) {
            self.bot_needs(place, Permissions::ADD_REACTIONS)?;
            if there.len() >= MAX_REACTIONS {
                return Err(Code::TooManyReactions.into());
            }
        }
        self.add_reaction(channel, id, emoji, self.bot);
        Ok(Response::empty())
    }

    pub(super) fn add_reaction(&mut self, channel: Snowflake, id: Snowflake, emoji: &str, user: Snowflake) {
        let message = self.message_mut(channel, id).expect("the caller read it");
        let author = message.author;
        let new = match message.reactions.iter_mut().find(|reaction| reaction.emoji == emoji) {
            Some(reaction) => reaction.by.insert(user),
            None => {
                message.reactions.push(Reaction { emoji: emoji.to_owned(), by: [user].into() });
                true
            }
        };
        if new {
            let mut data = self.reaction_event(channel, id, emoji, user);
            data["message_author_id"] = json!(author);
            if let Some(member) = self.member_view(user).filter(|_| data.get("guild_id").is_some()) {
                data["member"] = member;
            }
            self.emit_in(channel, "MESSAGE_REACTION_ADD", data, Content::Open);
        }
    }

    fn reaction_event(&self, channel: Snowflake, id: Snowflake, emoji: &str, user: Snowflake) -> Value {
        let mut data = json!({
            "user_id": user, "channel_id": channel, "message_id": id, "emoji": {"id": null, "name": emoji}, "burst": false, "type": 0,
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
    ) -> Result<Response, Failure> {
        check_emoji(emoji)?;
        self.readable(channel, id)?;
        if user != self.bot {
            self.bot_needs(&self.channels[&channel], Permissions::MANAGE_MESSAGES)?;
        }
        self.check_not_archived(channel)?;
        let message = self.message_mut(channel, id).expect("read above");
        let mut removed = false;
        for reaction in message.reactions.iter_mut().filter(|reaction| reaction.emoji == emoji) {
            removed |= reaction.by.remove(&user);
        }
        message.reactions.retain(|reaction| !reaction.by.is_empty());
        if removed {
            let data = self.reaction_event(channel, id, emoji, user);
            self.emit_in(channel, "MESSAGE_REACTION_REMOVE", data, Content::Open);
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
    ) -> Result<Response, Failure> {
        check_emoji(emoji)?;
        let limit = super::reading::page(request, 25, 100)?;
        let message = self.readable(channel, id)?;
        let users = message.reactions.iter().filter(|it| it.emoji == emoji).flat_map(|it| &it.by).take(limit);
        Ok(Response::ok(users.map(|id| self.user_view(*id)).collect()))
    }

    /// `DELETE /channels/{channel}/messages/{message}/reactions`
    pub(super) fn clear_reactions(&mut self, channel: Snowflake, id: Snowflake) -> Result<Response, Failure> {
        self.readable(channel, id)?;
        let place = &self.channels[&channel];
        if place.is_dm() {
            return Err(Code::CannotOnDm.into());
        }
        self.bot_needs(place, Permissions::MANAGE_MESSAGES)?;
        self.check_not_archived(channel)?;
        self.message_mut(channel, id).expect("read above").reactions.clear();
        let data = json!({"channel_id": channel, "message_id": id, "guild_id": self.guild.id});
        self.emit_in(channel, "MESSAGE_REACTION_REMOVE_ALL", data, Content::Open);
        Ok(Response::empty())
    }
}

/// The guild has no emojis of its own, so only unicode ones are known; letters are none.
fn check_emoji(emoji: &str) -> Result<(), Failure> {
    let unknown = emoji.is_empty()
        || emoji.chars().count() > 16
        || emoji.chars().all(|c| c.is_alphanumeric() && c.is_ascii())
        || emoji.contains(':');
    if unknown { Err(Code::UnknownEmoji.into()) } else { Ok(()) }
}
