//! Who may do what where. Source: Discord docs, "Permissions: Permission Overwrites, Implicit Permissions, Inherited
//! Permissions".

use super::failure::{Code, Failure};
use super::permissions::Permissions;
use super::snowflake::Snowflake;
use super::state::{Channel, ChannelKind, OverwriteFor};
use super::world::World;

impl World {
    /// A member's permissions in the guild, channels aside; none for who is no member.
    pub(super) fn guild_permissions(&self, user: Snowflake) -> Permissions {
        let Some(member) = self.members.get(&user) else { return Permissions::NONE };
        if user == self.guild.owner {
            return Permissions::ALL;
        }
        let of = |role: &Snowflake| self.roles.get(role).map_or(Permissions::NONE, |role| role.permissions);
        let all = member.roles.iter().map(of).fold(of(&self.guild.id), |a, b| a | b);
        if all.has(Permissions::ADMINISTRATOR) { Permissions::ALL } else { all }
    }

    /// A person's permissions in a channel, overwrites and implicit denials applied. Threads take those of their
    /// channel.
    pub(super) fn permissions_in(&self, user: Snowflake, channel: &Channel) -> Permissions {
        if channel.is_dm() {
            let inside = user == self.bot || channel.recipient == Some(user);
            return if inside { Permissions::IN_DMS } else { Permissions::NONE };
        }
        let base = self.guild_permissions(user);
        if base.has(Permissions::ADMINISTRATOR) {
            return base;
        }
        let home = if channel.is_thread() {
            channel.parent.and_then(|parent| self.channels.get(&parent))
        } else {
            Some(channel)
        };
        let Some(home) = home else { return Permissions::NONE };
        let granted = self.overwritten(user, base, home);
        without_implied(granted, channel.is_thread())
    }

    fn overwritten(&self, user: Snowflake, base: Permissions, channel: &Channel) -> Permissions {
        let Some(member) = self.members.get(&user) else { return Permissions::NONE };
        let mut granted = base;
        let everyone = |o: &&super::state::Overwrite| o.target == OverwriteFor::Role && o.id == self.guild.id;
        if let Some(overwrite) = channel.overwrites.iter().find(everyone) {
            granted = (granted & !overwrite.deny) | overwrite.allow;
        }
        let (mut allow, mut deny) = (Permissions::NONE, Permissions::NONE);
        for overwrite in &channel.overwrites {
            if overwrite.target == OverwriteFor::Role && member.roles.contains(&overwrite.id) {
                allow = allow | overwrite.allow;
                deny = deny | overwrite.deny;
            }
        }
        granted = (granted & !deny) | allow;
        let own = |o: &&super::state::Overwrite| o.target == OverwriteFor::Member && o.id == user;
        if let Some(overwrite) = channel.overwrites.iter().find(own) {
            granted = (granted & !overwrite.deny) | overwrite.allow;
        }
        granted
    }

    /// Whether the person sees the channel at all. Private threads: only who was added, or may manage threads.
    pub(super) fn sees(&self, user: Snowflake, channel: &Channel) -> bool {
        let granted = self.permissions_in(user, channel);
        if !granted.has(Permissions::VIEW_CHANNEL) {
            return false;
        }
        let in_thread = channel.thread.as_ref().is_some_and(|thread| thread.members.contains_key(&user));
        channel.kind != ChannelKind::PrivateThread || in_thread || granted.has(Permissions::MANAGE_THREADS)
    }

    pub(super) fn may_send(&self, user: Snowflake, channel: &Channel) -> bool {
        self.permissions_in(user, channel).has(sending_in(channel)) && self.sees(user, channel)
    }

    /// The channel, if the bot may see it; else Discord's error.
    pub(super) fn seen_channel(&self, id: Snowflake) -> Result<&Channel, Failure> {
        let channel = self.channels.get(&id).ok_or(Code::UnknownChannel)?;
        if self.sees(self.bot, channel) { Ok(channel) } else { Err(Code::MissingAccess.into()) }
    }

    /// The bot must hold all of `wanted` in that channel.
    pub(super) fn bot_needs(&self, channel: &Channel, wanted: Permissions) -> Result<(), Failure> {
        if self.permissions_in(self.bot, channel).has(wanted) { Ok(()) } else { Err(Code::MissingPermissions.into()) }
    }
}

/// The permission that writing there takes.
pub(super) fn sending_in(channel: &Channel) -> Permissions {
    if channel.is_thread() { Permissions::SEND_MESSAGES_IN_THREADS } else { Permissions::SEND_MESSAGES }
}

/// Without seeing there is nothing; without sending no pings, files or links.
fn without_implied(granted: Permissions, in_thread: bool) -> Permissions {
    if !granted.has(Permissions::VIEW_CHANNEL) {
        return Permissions::NONE;
    }
    let sending = if in_thread { Permissions::SEND_MESSAGES_IN_THREADS } else { Permissions::SEND_MESSAGES };
    if granted.has(sending) {
        return granted;
    }
    let lost = Permissions::MENTION_EVERYONE
        | Permissions::SEND_TTS_MESSAGES
        | Permissions::ATTACH_FILES
        | Permissions::EMBED_LINKS
        | Permissions::SEND_POLLS;
    granted & !lost
}
