//! Opens DM channels, and checks whether the bot can send direct messages.

use super::api_error::{ApiError, ErrorCode};
use super::fields::{FieldErrors, Fields};
use super::model::{Channel, ChannelKind};
use super::request::{Request, Response};
use super::snowflake::Snowflake;
use super::world::World;
use crate::time::Timestamp;

impl World {
    /// `POST /users/@me/channels`. Opens the DM channel with a user.
    pub(super) fn create_dm(&mut self, now: Timestamp, request: &Request) -> Result<Response, ApiError> {
        let errors = FieldErrors::new(self.seed.strictness);
        let fields = Fields::of(&request.body, &errors);
        fields.allow_only(&["recipient_id"]);
        fields.require("recipient_id");
        let recipient = fields.snowflake("recipient_id");
        errors.finish()?;
        let recipient = recipient.expect("a valid body has its recipient");
        let user = self.users.get(&recipient).ok_or(ErrorCode::UnknownUser)?;
        if user.bot {
            return Err(ErrorCode::CannotDm.into());
        }
        if let Some(channel) = self.dm_with(recipient) {
            return Ok(Response::ok(self.channel_view(channel)));
        }
        self.dm_limits.count_open(recipient, now)?;
        let id = self.open_dm(now, recipient);
        Ok(Response::ok(self.channel_view(&self.channels[&id])))
    }

    /// Returns the DM channel with this user, and creates it if it does not exist. Like Discord's gateway since v8, it
    /// emits no event.
    pub(super) fn open_dm(&mut self, now: Timestamp, recipient: Snowflake) -> Snowflake {
        if let Some(channel) = self.dm_with(recipient) {
            return channel.id;
        }
        let channel = Channel {
            id: self.ids.next(now),
            kind: ChannelKind::Dm,
            name: String::new(),
            topic: None,
            parent: None,
            position: 0,
            overwrites: Vec::new(),
            slow_mode_seconds: 0,
            default_auto_archive_minutes: None,
            last_message: None,
            last_pin_at: None,
            recipient: Some(recipient),
            thread: None,
        };
        let id = channel.id;
        self.channels.insert(id, channel);
        self.bump_version();
        id
    }

    /// Fails if the bot cannot send direct messages to this user.
    pub(super) fn check_dm_allowed(&self, recipient: Snowflake) -> Result<(), ApiError> {
        if !self.members.contains_key(&recipient) {
            return Err(ErrorCode::NoCommonGuild.into());
        }
        if !self.users[&recipient].dms_open {
            return Err(ErrorCode::CannotDm.into());
        }
        Ok(())
    }
}
