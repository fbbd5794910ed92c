//! Computes a member's permissions in a channel. Source: Discord docs, "Permissions: Permission Overwrites, Implicit
//! Permissions, Inherited Permissions".

use super::api_error::{ApiError, ErrorCode};
use super::model::{Channel, ChannelKind, OverwriteTarget};
use super::permissions::Permissions;
use super::snowflake::Snowflake;
use super::world::World;

impl World {
    /// The member's permissions in the guild, without channel overwrites. A non-member has none.
    pub(super) fn guild_permissions(&self, user: Snowflake) -> Permissions {
        let Some(member) = self.members.get(&user) else { return Permissions::NONE };
        if user == self.guild.owner {
            return Permissions::ALL;
        }
        let permissions_of = |role: &Snowflake| self.roles.get(role).map_or(Permissions::NONE, |role| role.permissions);
        let all = member.roles.iter().map(permissions_of).fold(permissions_of(&self.guild.id), |a, b| a | b);
        if all.has(Permissions::ADMINISTRATOR) { Permissions::ALL } else { all }
    }

    /// The user's permissions in a channel, after overwrites and implicit denials. A thread uses the overwrites of its
    /// parent channel.
    pub(super) fn permissions_in(&self, user: Snowflake, channel: &Channel) -> Permissions {
        if channel.is_dm() {
            let takes_part = user == self.bot || channel.recipient == Some(user);
            return if takes_part { Permissions::DM } else { Permissions::NONE };
        }
        let base = self.guild_permissions(user);
        if base.has(Permissions::ADMINISTRATOR) {
            return base;
        }
        let source_channel = if channel.is_thread() {
            channel.parent.and_then(|parent| self.channels.get(&parent))
        } else {
            Some(channel)
        };
        let Some(source_channel) = source_channel else { return Permissions::NONE };
        let granted = self.apply_overwrites(user, base, source_channel);
        apply_implicit_denials(granted, channel.is_thread())
    }

    fn apply_overwrites(&self, user: Snowflake, base: Permissions, channel: &Channel) -> Permissions {
        let Some(member) = self.members.get(&user) else { return Permissions::NONE };
        let mut granted = base;
        let is_everyone = |o: &&super::model::Overwrite| o.target == OverwriteTarget::Role && o.id == self.guild.id;
        if let Some(overwrite) = channel.overwrites.iter().find(is_everyone) {
            granted = (granted & !overwrite.deny) | overwrite.allow;
        }
        let (mut allow, mut deny) = (Permissions::NONE, Permissions::NONE);
        for overwrite in &channel.overwrites {
            if overwrite.target == OverwriteTarget::Role && member.roles.contains(&overwrite.id) {
                allow = allow | overwrite.allow;
                deny = deny | overwrite.deny;
            }
        }
        granted = (granted & !deny) | allow;
        let is_own = |o: &&super::model::Overwrite| o.target == OverwriteTarget::Member && o.id == user;
        if let Some(overwrite) = channel.overwrites.iter().find(is_own) {
            granted = (granted & !overwrite.deny) | overwrite.allow;
        }
        granted
    }

    /// Whether the user can see the channel. A private thread is visible to its members and to users who can manage
    /// threads.
    pub(super) fn can_see(&self, user: Snowflake, channel: &Channel) -> bool {
        let granted = self.permissions_in(user, channel);
        if !granted.has(Permissions::VIEW_CHANNEL) {
            return false;
        }
        let is_in_thread = channel.thread.as_ref().is_some_and(|thread| thread.members.contains_key(&user));
        channel.kind != ChannelKind::PrivateThread || is_in_thread || granted.has(Permissions::MANAGE_THREADS)
    }

    pub(super) fn can_send(&self, user: Snowflake, channel: &Channel) -> bool {
        self.permissions_in(user, channel).has(send_permission(channel)) && self.can_see(user, channel)
    }

    /// Looks up a channel. Fails with Discord's error if the channel does not exist or the bot cannot see it.
    pub(super) fn visible_channel(&self, id: Snowflake) -> Result<&Channel, ApiError> {
        let channel = self.channels.get(&id).ok_or(ErrorCode::UnknownChannel)?;
        if self.can_see(self.bot, channel) { Ok(channel) } else { Err(ErrorCode::MissingAccess.into()) }
    }

    /// Fails unless the bot has all of `wanted` in that channel.
    pub(super) fn require_bot_permission(&self, channel: &Channel, wanted: Permissions) -> Result<(), ApiError> {
        if self.permissions_in(self.bot, channel).has(wanted) {
            Ok(())
        } else {
            Err(ErrorCode::MissingPermissions.into())
        }
    }
}

/// The permission needed to send messages in the channel.
pub(super) fn send_permission(channel: &Channel) -> Permissions {
    if channel.is_thread() { Permissions::SEND_MESSAGES_IN_THREADS } else { Permissions::SEND_MESSAGES }
}

/// Without VIEW_CHANNEL, all permissions are denied. Without the send permission, the permissions for @everyone
/// mentions, TTS, files, links and polls are denied.
fn apply_implicit_denials(granted: Permissions, is_thread: bool) -> Permissions {
    if !granted.has(Permissions::VIEW_CHANNEL) {
        return Permissions::NONE;
    }
    let send_permission = if is_thread { Permissions::SEND_MESSAGES_IN_THREADS } else { Permissions::SEND_MESSAGES };
    if granted.has(send_permission) {
        return granted;
    }
    let denied = Permissions::MENTION_EVERYONE
        | Permissions::SEND_TTS_MESSAGES
        | Permissions::ATTACH_FILES
        | Permissions::EMBED_LINKS
        | Permissions::SEND_POLLS;
    granted & !denied
}
