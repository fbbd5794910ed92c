//! Pinned messages. Source: Discord docs, "Message Resource".

use serde_json::json;

use super::api_error::{ApiError, ErrorCode};
use super::message_history::{instant_query, page_limit};
use super::model::Message;
use super::permissions::Permissions;
use super::request::{Request, Response};
use super::snowflake::Snowflake;
use super::views::{Nonce, iso, iso_or_null};
use super::world::{Content, World};
use crate::time::Timestamp;

const MAX_PINS: usize = 50;

/// Whether to pin or unpin a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PinAction {
    Pin,
    Unpin,
}

impl World {
    /// `PUT` and `DELETE /channels/{channel}/pins/{message}` (and `…/messages/pins/{message}`). Pins or unpins a
    /// message.
    pub(super) fn change_pin(
        &mut self,
        now: Timestamp,
        channel: Snowflake,
        id: Snowflake,
        action: PinAction,
    ) -> Result<Response, ApiError> {
        let was_pinned = self.visible_message(channel, id)?.pinned_at.is_some();
        let channel_record = &self.channels[&channel];
        if !channel_record.is_dm() {
            self.require_bot_permission(channel_record, Permissions::PIN_MESSAGES)?;
        }
        self.check_not_archived(channel)?;
        if was_pinned == (action == PinAction::Pin) {
            return Ok(Response::empty());
        }
        if action == PinAction::Pin && self.pinned_messages(channel).count() >= MAX_PINS {
            return Err(ErrorCode::TooManyPins.into());
        }
        self.message_mut(channel, id).expect("looked up above").pinned_at = (action == PinAction::Pin).then_some(now);
        self.channels.get_mut(&channel).expect("looked up above").last_pin_at = Some(now);
        self.emit_message("MESSAGE_UPDATE", channel, id, Nonce::Hidden);
        self.emit_pins(channel);
        if action == PinAction::Pin {
            let mut notice = self.system_message(now, channel, 6, "", self.bot);
            notice.reference = Some(id);
            self.publish(now, notice);
        }
        Ok(Response::empty())
    }

    fn emit_pins(&mut self, channel: Snowflake) {
        let channel_record = &self.channels[&channel];
        let mut data = json!({"channel_id": channel, "last_pin_timestamp": iso_or_null(channel_record.last_pin_at)});
        if !channel_record.is_dm() {
            data["guild_id"] = json!(self.guild.id);
        }
        self.emit_in_channel(channel, "CHANNEL_PINS_UPDATE", data, Content::Public);
    }

    fn pinned_messages(&self, channel: Snowflake) -> impl Iterator<Item = &Message> {
        self.messages
            .get(&channel)
            .into_iter()
            .flat_map(|all| all.values().rev())
            .filter(|message| message.pinned_at.is_some())
    }

    /// `GET /channels/{channel}/pins`: the older route, which returns a bare list.
    pub(super) fn list_pins(&self, channel: Snowflake) -> Result<Response, ApiError> {
        self.visible_channel(channel)?;
        Ok(Response::ok(self.pinned_messages(channel).map(|message| self.bot_message_view(message)).collect()))
    }

    /// `GET /channels/{channel}/messages/pins`. Returns the latest pin first.
    pub(super) fn list_pin_items(&self, channel: Snowflake, request: &Request) -> Result<Response, ApiError> {
        self.visible_channel(channel)?;
        let (limit, before) = (page_limit(request, 50, 50)?, instant_query(request, "before")?);
        let mut pins: Vec<_> = self
            .pinned_messages(channel)
            .filter(|it| before.is_none_or(|before| it.pinned_at < Some(before)))
            .collect();
        pins.sort_by_key(|message| std::cmp::Reverse((message.pinned_at, message.id)));
        let has_more = pins.len() > limit;
        let item = |message: &&Message| {
            let view = self.bot_message_view(message);
            json!({"pinned_at": message.pinned_at.map(iso), "message": view})
        };
        let items: Vec<_> = pins.iter().take(limit).map(item).collect();
        Ok(Response::ok(json!({"items": items, "has_more": has_more})))
    }
}
