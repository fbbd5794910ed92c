//! Channels as a whole: changed by PATCH. Threads have a room of their own. Source: Discord docs, "Channels Resource:
//! Modify Channel".

use super::contract::Act;
use super::events::intents;
use super::failure::{Code, Failure};
use super::form::{Faults, Form};
use super::permissions::Permissions;
use super::request::{Request, Response};
use super::snowflake::Snowflake;
use super::state::{Overwrite, OverwriteFor};
use super::world::World;
use crate::time::Timestamp;

impl World {
    /// Sets what a role (by name or id) is allowed and denied in a channel, as an administrator would; emits
    /// CHANNEL_UPDATE.
    pub fn overwrite(&mut self, place: &str, role: &str, allow: Permissions, deny: Permissions) -> Act<()> {
        let (id, role) = (self.channel_id(place)?, self.role_id(role)?);
        let channel = self.channels.get_mut(&id).expect("found by its name");
        channel.overwrites.retain(|overwrite| overwrite.id != role);
        channel.overwrites.push(Overwrite { id: role, target: OverwriteFor::Role, allow, deny });
        let view = self.channel_view(&self.channels[&id]);
        self.emit_guild("CHANNEL_UPDATE", intents::GUILDS, view);
        Ok(())
    }

    /// `PATCH /channels/{channel}`: a thread, or name, topic and slow mode of a text channel.
    pub(super) fn patch_channel(
        &mut self,
        now: Timestamp,
        id: Snowflake,
        request: &Request,
    ) -> Result<Response, Failure> {
        let channel = self.seen_channel(id)?;
        if channel.is_thread() {
            return self.patch_thread(now, id, request);
        }
        if channel.is_dm() {
            return Err(Code::CannotOnDm.into());
        }
        self.bot_needs(channel, Permissions::MANAGE_CHANNELS)?;
        let faults = Faults::default();
        let form = Form::of(&request.body, &faults);
        form.only(&["name", "topic", "rate_limit_per_user"]);
        let name = form.text("name", 1..=100).map(str::to_owned);
        let topic = form.text("topic", 0..=1024).map(str::to_owned);
        let slow = form.number("rate_limit_per_user", 0..=21_600).and_then(|it| u32::try_from(it).ok());
        faults.finish()?;
        let channel = self.channels.get_mut(&id).expect("seen above");
        channel.name = name.unwrap_or_else(|| channel.name.clone());
        channel.topic = topic.or_else(|| channel.topic.clone());
        channel.slow_mode_seconds = slow.unwrap_or(channel.slow_mode_seconds);
        let view = self.channel_view(&self.channels[&id]);
        self.emit_guild("CHANNEL_UPDATE", intents::GUILDS, view.clone());
        Ok(Response::ok(view))
    }
}
