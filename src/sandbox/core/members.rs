//! Members: adds, changes and removes them, and posts messages as a member.

use serde_json::{Value, json};

use super::api_error::{ApiError, ErrorCode};
use super::api_types::{ControlError, ControlResult, MemberPatch, MemberView, MessageView, NewMember};
use super::command_definition::LOCALES;
use super::command_input::uploaded_file;
use super::events::intents;
use super::initial_state::user;
use super::lookup::comma_list;
use super::message_body::{MessageBody, NewFile};
use super::messages::empty_request;
use super::model::Member;
use super::permissions::Permissions;
use super::request::{File, Request, Response};
use super::snowflake::Snowflake;
use super::world::World;
use crate::time::Timestamp;

/// The maximum length of a message of a member without Nitro, in characters.
const MAX_CONTENT_CHARS: usize = 2000;
/// The maximum length of the name that a server shows, in characters.
const MAX_NAME_CHARS: usize = 32;

impl World {
    pub fn members(&self) -> Vec<MemberView> {
        self.members.keys().filter(|id| **id != self.bot).map(|id| self.member_info(*id)).collect()
    }

    pub fn member(&self, who: &str) -> ControlResult<MemberView> {
        Ok(self.member_info(self.member_id(who)?))
    }

    fn member_info(&self, id: Snowflake) -> MemberView {
        let user = &self.users[&id];
        let roles = &self.members[&id].roles;
        MemberView {
            id,
            handle: user.handle.clone(),
            name: user.name.clone(),
            roles: roles.iter().map(|role| self.roles[role].name.clone()).collect(),
            locale: user.locale.clone(),
            dms_open: user.dms_open,
            has_used_bot: self.dm_limits.has_acted(id),
            city: user.city.clone(),
            zone: user.zone.clone(),
            quiet_start: user.quiet_start.clone(),
            quiet_end: user.quiet_end.clone(),
        }
    }

    /// Adds a member to the guild, and emits GUILD_MEMBER_ADD.
    pub fn add_member(&mut self, now: Timestamp, new: NewMember) -> ControlResult<MemberView> {
        let handle = new.handle.trim();
        if handle.is_empty() || handle.len() > 32 || handle.contains(char::is_whitespace) {
            return Err(ControlError {
                status: 400,
                error: "a handle is 1 to 32 characters without spaces".to_owned(),
            });
        }
        check_locale(&new.locale)?;
        let roles = new.roles.iter().map(|name| self.role_id(name)).collect::<ControlResult<Vec<_>>>()?;
        let known_id = self.users.values().find(|user| user.handle == handle).map(|user| user.id);
        let id = match known_id {
            Some(id) if self.members.contains_key(&id) => {
                return Err(ControlError { status: 409, error: format!("{handle} is a member already") });
            }
            // A former member rejoins with the same id.
            Some(id) => id,
            None => self.ids.next(now),
        };
        let name = if new.name.trim().is_empty() { handle } else { new.name.trim() };
        self.users.entry(id).or_insert_with(|| user(id, handle, name, &new.locale));
        let user_record = self.users.get_mut(&id).expect("inserted above");
        user_record.locale.clone_from(&new.locale);
        self.members.insert(id, Member { roles, joined_at: now });
        let mut data = self.member_view(id).expect("inserted above");
        data["guild_id"] = json!(self.guild.id);
        self.emit_guild("GUILD_MEMBER_ADD", intents::GUILD_MEMBERS, data);
        Ok(self.member_info(id))
    }

    pub fn patch_member(&mut self, _now: Timestamp, who: &str, patch: MemberPatch) -> ControlResult<MemberView> {
        let id = self.member_id(who)?;
        if let Some(locale) = &patch.locale {
            check_locale(locale)?;
        }
        let roles = patch
            .roles
            .map(|names| names.iter().map(|name| self.role_id(name)).collect::<ControlResult<Vec<_>>>())
            .transpose()?;
        let name = patch.name.as_deref().map(str::trim);
        if name.is_some_and(|name| name.is_empty() || name.chars().count() > MAX_NAME_CHARS) {
            return Err(ControlError { status: 400, error: format!("a name is 1 to {MAX_NAME_CHARS} characters") });
        }
        let is_visible_to_bots = name.is_some() || roles.is_some();
        let user = self.users.get_mut(&id).expect("members are users");
        user.name = name.map_or_else(|| user.name.clone(), str::to_owned);
        user.locale = patch.locale.unwrap_or_else(|| user.locale.clone());
        user.dms_open = patch.dms_open.unwrap_or(user.dms_open);
        self.bump_version();
        if let Some(roles) = roles {
            self.members.get_mut(&id).expect("looked up as a member").roles = roles;
        }
        if is_visible_to_bots {
            self.emit_member_update(id);
        }
        Ok(self.member_info(id))
    }

    /// `PUT` and `DELETE /guilds/{guild}/members/{user}/roles/{role}`. The bot needs MANAGE_ROLES, and the role must be
    /// below the bot's highest role.
    pub(super) fn change_roles(&mut self, user: &str, role: &str, change: RoleChange) -> Result<Response, ApiError> {
        let user: Snowflake = user.parse().map_err(|_| ErrorCode::UnknownUser)?;
        let role = role.parse().ok().and_then(|id| self.roles.get(&id)).ok_or(ErrorCode::UnknownRole)?;
        let highest_position =
            |id: Snowflake| self.members[&id].roles.iter().map(|role| self.roles[role].position).max().unwrap_or(0);
        if !self.members.contains_key(&user) {
            return Err(ErrorCode::UnknownMember.into());
        }
        let is_manageable =
            role.position < highest_position(self.bot) && role.managed_by.is_none() && role.id != self.guild.id;
        if !is_manageable || !self.guild_permissions(self.bot).has(Permissions::MANAGE_ROLES) {
            return Err(ErrorCode::MissingPermissions.into());
        }
        let role = role.id;
        let roles = &mut self.members.get_mut(&user).expect("looked up above").roles;
        roles.retain(|id| *id != role);
        if change == RoleChange::Add {
            roles.push(role);
        }
        self.emit_member_update(user);
        Ok(Response::empty())
    }

    pub(super) fn emit_member_update(&mut self, id: Snowflake) {
        let mut data = self.member_view(id).expect("only members change");
        data["guild_id"] = json!(self.guild.id);
        self.emit_guild("GUILD_MEMBER_UPDATE", intents::GUILD_MEMBERS, data);
    }

    /// Removes a member from the guild, and emits GUILD_MEMBER_REMOVE. Their DM channel stays, but nobody can send
    /// messages in it.
    pub fn remove_member(&mut self, _now: Timestamp, who: &str) -> ControlResult<()> {
        let id = self.member_id(who)?;
        if id == self.guild.owner {
            return Err(ControlError { status: 409, error: format!("{who} owns the guild: an owner cannot leave") });
        }
        self.remove_from_all_threads(id);
        self.members.remove(&id);
        let data = json!({"guild_id": self.guild.id, "user": self.user_view(id)});
        self.emit_guild("GUILD_MEMBER_REMOVE", intents::GUILD_MEMBERS, data);
        Ok(())
    }

    /// Posts a message as a member.
    pub fn post(&mut self, now: Timestamp, who: &str, channel_name: &str, content: &str) -> ControlResult<MessageView> {
        self.post_with_files(now, who, channel_name, content, &[])
    }

    /// Posts a message with files as a member. Each file is `{filename, content or content_base64, content_type?}`.
    pub fn post_with_files(
        &mut self,
        now: Timestamp,
        who: &str,
        channel_name: &str,
        content: &str,
        files: &[Value],
    ) -> ControlResult<MessageView> {
        self.archive_inactive_threads(now);
        let author = self.user_id(who)?;
        let channel = self.channel_for(now, author, channel_name)?;
        let length = content.chars().count();
        let files = files.iter().map(|file| uploaded_file("files", file)).collect::<ControlResult<Vec<_>>>()?;
        if content.trim().is_empty() && files.is_empty() || length > MAX_CONTENT_CHARS {
            return Err(ControlError {
                status: 400,
                error: format!("a message is 1 to {MAX_CONTENT_CHARS} characters, this one has {length}"),
            });
        }
        let destination = &self.channels[&channel];
        if !files.is_empty() && !self.permissions_in(author, destination).has(Permissions::ATTACH_FILES) {
            let error = format!("{} may attach no files in #{}", self.users[&author].handle, destination.name);
            return Err(ControlError { status: 403, error });
        }
        let is_locked = destination.thread.as_ref().is_some_and(|thread| thread.locked);
        let can_manage_threads = self.permissions_in(author, destination).has(Permissions::MANAGE_THREADS);
        if !self.can_send(author, destination) || (is_locked && !can_manage_threads) {
            let error = format!("{} may not write in #{}", self.users[&author].handle, destination.name);
            return Err(ControlError { status: 403, error });
        }
        self.unarchive(now, channel);
        let new_file =
            |(file_index, file): (usize, &File)| NewFile { file_index, filename: file.name.clone(), description: None };
        let new_files = files.iter().enumerate().map(new_file).collect();
        let body = MessageBody { content: Some(content.to_owned()), files: new_files, ..MessageBody::default() };
        let request = Request { files, ..empty_request() };
        let message = self.build_message(now, channel, author, &body, &request);
        if self.channels[&channel].is_dm() || message.mentions.users.contains(&self.bot) {
            self.dm_limits.record_activity(author, now);
        }
        let id = self.publish(now, message);
        Ok(self.message_info(self.find_message(channel, id).expect("just published")))
    }
}

/// Whether to add a role to a member or remove it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RoleChange {
    Add,
    Remove,
}

fn check_locale(locale: &str) -> ControlResult<()> {
    if LOCALES.contains(&locale) {
        return Ok(());
    }
    let error = format!("Discord has no locale {locale:?}; it has: {}", comma_list(LOCALES.into_iter()));
    Err(ControlError { status: 400, error })
}
