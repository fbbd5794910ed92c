//! Changes to guild channels. Threads are in `threads.rs`. Source: Discord docs, "Channels Resource: Modify Channel".

use super::api_error::{ApiError, ErrorCode};
use super::api_types::ControlResult;
use super::events::intents;
use super::fields::{FieldErrors, Fields};
use super::model::{Overwrite, OverwriteTarget};
use super::permissions::Permissions;
use super::request::{Request, Response};
use super::snowflake::Snowflake;
use super::world::World;
use crate::time::Timestamp;

/// The fields that Discord can change and the sandbox cannot. The sandbox refuses them, because an ignored field would
/// look like a success.
const UNSUPPORTED_FIELDS: [&str; 6] =
    ["type", "position", "nsfw", "parent_id", "permission_overwrites", "default_auto_archive_duration"];

impl World {
    /// Sets the overwrite of a role (by name or id) in a channel, as an administrator would. Emits CHANNEL_UPDATE.
    pub fn overwrite(
        &mut self,
        channel_name: &str,
        role: &str,
        allow: Permissions,
        deny: Permissions,
    ) -> ControlResult<()> {
        let (id, role) = (self.channel_id(channel_name)?, self.role_id(role)?);
        let channel = self.channels.get_mut(&id).expect("found by its name");
        channel.overwrites.retain(|overwrite| overwrite.id != role);
        channel.overwrites.push(Overwrite { id: role, target: OverwriteTarget::Role, allow, deny });
        let view = self.channel_view(&self.channels[&id]);
        self.emit_guild("CHANNEL_UPDATE", intents::GUILDS, view);
        Ok(())
    }

    /// `PATCH /channels/{channel}`. Changes a thread, or the name, topic and slow mode of a text channel.
    pub(super) fn patch_channel(
        &mut self,
        now: Timestamp,
        id: Snowflake,
        request: &Request,
    ) -> Result<Response, ApiError> {
        let channel = self.visible_channel(id)?;
        if channel.is_thread() {
            return self.patch_thread(now, id, request);
        }
        if channel.is_dm() {
            return Err(ErrorCode::CannotOnDm.into());
        }
        self.require_bot_permission(channel, Permissions::MANAGE_CHANNELS)?;
        let errors = FieldErrors::new(self.seed.strictness);
        let fields = Fields::of(&request.body, &errors);
        fields.allow_only(&["name", "topic", "rate_limit_per_user"]);
        let name = fields.text("name", 1..=100).map(str::to_owned);
        let topic = fields.text("topic", 0..=1024).map(str::to_owned);
        let slow_mode_seconds = fields.number("rate_limit_per_user", 0..=21_600).and_then(|it| u32::try_from(it).ok());
        let unsupported = UNSUPPORTED_FIELDS.into_iter().find(|field| fields.has(field));
        errors.finish()?;
        if let Some(field) = unsupported {
            return Err(ApiError::NotImplemented(format!("{field} of a channel")));
        }
        let channel = self.channels.get_mut(&id).expect("looked up above");
        channel.name = name.unwrap_or_else(|| channel.name.clone());
        channel.topic = topic.or_else(|| channel.topic.clone());
        channel.slow_mode_seconds = slow_mode_seconds.unwrap_or(channel.slow_mode_seconds);
        let view = self.channel_view(&self.channels[&id]);
        self.emit_guild("CHANNEL_UPDATE", intents::GUILDS, view.clone());
        Ok(Response::ok(view))
    }
}
