//! Changes and deletes channels, roles and threads, as moderators do in Discord's own settings. The control API calls
//! these functions.

use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

use super::api_types::{ControlError, ControlResult};
use super::events::intents;
use super::model::{Channel, ChannelKind, Overwrite, OverwriteTarget};
use super::permissions::Permissions;
use super::snowflake::Snowflake;
use super::views;
use super::world::World;
use crate::time::Timestamp;

/// Changes to a channel or thread. Absent fields stay unchanged.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChannelPatch {
    pub name: Option<String>,
    /// Sets the overwrites of the roles and members in this list. An empty list removes all overwrites.
    pub overwrites: Option<Vec<NewOverwrite>>,
    /// Only for threads.
    pub archived: Option<bool>,
}

/// The overwrite of one role or one member.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewOverwrite {
    pub role: Option<String>,
    pub member: Option<String>,
    #[serde(default, deserialize_with = "permissions")]
    pub allow: Permissions,
    #[serde(default, deserialize_with = "permissions")]
    pub deny: Permissions,
}

/// Changes to the guild, and to the account that owns the bot. Absent fields stay unchanged.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GuildPatch {
    pub mfa_level: Option<u8>,
    pub bot_owner_has_mfa: Option<bool>,
}

/// Changes to a role. Absent fields stay unchanged.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RolePatch {
    pub name: Option<String>,
    #[serde(default, deserialize_with = "some_permissions")]
    pub permissions: Option<Permissions>,
}

/// A thread that a member starts without a starter message.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MemberThread {
    #[serde(rename = "as")]
    pub who: String,
    pub channel: String,
    pub name: String,
    #[serde(rename = "type")]
    pub kind: ThreadPrivacy,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThreadPrivacy {
    Public,
    Private,
}

/// Permission bits as a number or as text, or the names of permissions.
#[derive(Deserialize)]
#[serde(untagged)]
enum PermissionInput {
    Number(u64),
    Text(String),
    Names(Vec<String>),
}

fn permissions<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Permissions, D::Error> {
    let names = match PermissionInput::deserialize(deserializer)? {
        PermissionInput::Number(bits) => return Ok(Permissions(bits)),
        PermissionInput::Text(text) => match text.parse() {
            Ok(bits) => return Ok(Permissions(bits)),
            Err(_) => text.split([',', '|', ' ']).map(str::to_owned).filter(|name| !name.is_empty()).collect(),
        },
        PermissionInput::Names(names) => names,
    };
    names.iter().try_fold(Permissions::NONE, |all, name| {
        let found = Permissions::named(&name.trim().to_uppercase());
        found.map(|one| all | one).ok_or_else(|| serde::de::Error::custom(format!("no permission {name:?}")))
    })
}

fn some_permissions<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Permissions>, D::Error> {
    permissions(deserializer).map(Some)
}

impl World {
    /// Changes a channel or a thread.
    pub fn moderate_channel(
        &mut self,
        now: Timestamp,
        channel_name: &str,
        patch: ChannelPatch,
    ) -> ControlResult<Value> {
        self.archive_inactive_threads(now);
        let id = self.guild_channel(channel_name)?;
        let is_thread = self.channels[&id].is_thread();
        match (&patch.overwrites, patch.archived) {
            (Some(_), _) if is_thread => return Err(conflict("a thread has the overwrites of its channel")),
            (_, Some(_)) if !is_thread => return Err(conflict("only a thread can be archived")),
            _ => {}
        }
        let overwrites = patch.overwrites.map(|new| self.overwrites_with(id, new)).transpose()?;
        let channel = self.channels.get_mut(&id).expect("found above");
        channel.name = patch.name.unwrap_or_else(|| channel.name.clone());
        channel.overwrites = overwrites.unwrap_or_else(|| channel.overwrites.clone());
        if let (Some(thread), Some(archived)) = (&mut channel.thread, patch.archived)
            && thread.archived != archived
        {
            thread.archived = archived;
            thread.archive_changed_at = now;
            thread.last_active_at = now;
        }
        if is_thread {
            self.emit_thread_update(id);
        } else {
            let view = self.channel_view(&self.channels[&id]);
            self.emit_guild("CHANNEL_UPDATE", intents::GUILDS, view);
        }
        Ok(self.moderator_view(&self.channels[&id]))
    }

    /// Deletes a channel and its threads, or a single thread.
    pub fn remove_channel(&mut self, channel_name: &str) -> ControlResult<Value> {
        let id = self.guild_channel(channel_name)?;
        let channel = &self.channels[&id];
        let (view, removed_view) = (self.channel_view(channel), self.moderator_view(channel));
        let (is_thread, parent, kind) = (channel.is_thread(), channel.parent, channel.kind.number());
        let is_seen = self.can_see(self.bot, channel);
        let removed_ids: Vec<Snowflake> =
            self.channels.values().filter(|it| it.id == id || it.parent == Some(id)).map(|it| it.id).collect();
        for id in removed_ids {
            self.channels.remove(&id);
            self.messages.remove(&id);
            self.webhooks.retain(|_, webhook| webhook.channel != id);
        }
        if is_thread && is_seen {
            let data = json!({"id": id, "guild_id": self.guild.id, "parent_id": parent, "type": kind});
            self.emit_guild("THREAD_DELETE", intents::GUILDS, data);
        } else if !is_thread {
            self.emit_guild("CHANNEL_DELETE", intents::GUILDS, view);
        }
        self.bump_version();
        Ok(removed_view)
    }

    /// Changes whether the guild requires two-factor authentication for moderators, and whether the bot's owner has it.
    pub fn moderate_guild(&mut self, patch: &GuildPatch) -> Value {
        self.guild.mfa_level = patch.mfa_level.unwrap_or(self.guild.mfa_level);
        self.guild.bot_owner_has_mfa = patch.bot_owner_has_mfa.unwrap_or(self.guild.bot_owner_has_mfa);
        let view = self.guild_view();
        self.emit_guild("GUILD_UPDATE", intents::GUILDS, view.clone());
        view
    }

    pub fn moderate_role(&mut self, name: &str, patch: RolePatch) -> ControlResult<Value> {
        let id = self.role_id(name)?;
        let role = self.roles.get_mut(&id).expect("found above");
        role.name = patch.name.unwrap_or_else(|| role.name.clone());
        role.permissions = patch.permissions.unwrap_or(role.permissions);
        let view = views::role(&self.roles[&id], self.guild.id);
        self.emit_guild("GUILD_ROLE_UPDATE", intents::GUILDS, json!({"guild_id": self.guild.id, "role": view}));
        Ok(view)
    }

    /// Deletes a role, and removes it from all members.
    pub fn remove_role(&mut self, name: &str) -> ControlResult<Value> {
        let id = self.role_id(name)?;
        if id == self.guild.id || self.roles[&id].managed_by.is_some() {
            return Err(conflict("Discord deletes neither @everyone nor the role of a bot"));
        }
        let view = views::role(&self.roles[&id], self.guild.id);
        self.roles.remove(&id);
        for channel in self.channels.values_mut() {
            channel.overwrites.retain(|overwrite| overwrite.id != id);
        }
        self.emit_guild("GUILD_ROLE_DELETE", intents::GUILDS, json!({"guild_id": self.guild.id, "role_id": id}));
        let members_with_role: Vec<Snowflake> =
            self.members.iter().filter(|(_, member)| member.roles.contains(&id)).map(|(id, _)| *id).collect();
        for member in members_with_role {
            self.members.get_mut(&member).expect("listed above").roles.retain(|role| *role != id);
            self.emit_member_update(member);
        }
        Ok(view)
    }

    /// Starts a thread as a member. Fails if the member's permissions do not allow it.
    pub fn start_thread_as(&mut self, now: Timestamp, new: &MemberThread) -> ControlResult<Value> {
        self.archive_inactive_threads(now);
        let (who, parent) = (self.member_id(&new.who)?, self.guild_channel(&new.channel)?);
        self.require_visible(who, parent)?;
        let channel = &self.channels[&parent];
        let (wanted, kind) = match new.kind {
            ThreadPrivacy::Public => (Permissions::CREATE_PUBLIC_THREADS, ChannelKind::PublicThread),
            ThreadPrivacy::Private => (Permissions::CREATE_PRIVATE_THREADS, ChannelKind::PrivateThread),
        };
        if channel.kind != ChannelKind::Text || !self.permissions_in(who, channel).has(wanted) {
            let error = format!("{} may start no such thread in #{}", self.users[&who].handle, channel.name);
            return Err(ControlError { status: 403, error });
        }
        let name = new.name.trim();
        if name.is_empty() || name.chars().count() > 100 {
            return Err(ControlError { status: 400, error: "a thread's name is 1 to 100 characters".to_owned() });
        }
        let id = self.open_thread_as(now, parent, who, name, kind);
        Ok(self.moderator_view(&self.channels[&id]))
    }

    fn guild_channel(&self, channel_name: &str) -> ControlResult<Snowflake> {
        let id = self.channel_id(channel_name)?;
        if self.channels[&id].is_dm() {
            return Err(conflict("a DM has no settings"));
        }
        Ok(id)
    }

    fn overwrites_with(&self, channel: Snowflake, new: Vec<NewOverwrite>) -> ControlResult<Vec<Overwrite>> {
        let mut overwrites = if new.is_empty() { Vec::new() } else { self.channels[&channel].overwrites.clone() };
        for one in new {
            let (id, target) = match (&one.role, &one.member) {
                (Some(role), None) => (self.role_id(role)?, OverwriteTarget::Role),
                (None, Some(member)) => (self.user_id(member)?, OverwriteTarget::Member),
                _ => {
                    let error = "each overwrite names a role or a member".to_owned();
                    return Err(ControlError { status: 400, error });
                }
            };
            overwrites.retain(|overwrite| overwrite.id != id);
            overwrites.push(Overwrite { id, target, allow: one.allow, deny: one.deny });
        }
        Ok(overwrites)
    }

    /// The channel as in `GET /api/state`, with the additional fields that a moderator sees.
    fn moderator_view(&self, channel: &Channel) -> Value {
        let thread = channel.thread.as_ref();
        let overwrite = |one: &Overwrite| {
            let target = if one.target == OverwriteTarget::Role { "role" } else { "member" };
            json!({target: one.id, "allow": one.allow, "deny": one.deny})
        };
        json!({
            "id": channel.id,
            "name": channel.name,
            "type": channel.kind.number(),
            "parent": channel.parent,
            "overwrites": channel.overwrites.iter().map(overwrite).collect::<Vec<_>>(),
            "archived": thread.map(|thread| thread.archived),
            "owner": thread.map(|thread| thread.owner),
        })
    }
}

fn conflict(error: &str) -> ControlError {
    ControlError { status: 409, error: error.to_owned() }
}
