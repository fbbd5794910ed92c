//! Finding what people mean: members by id, handle or name, places by id or name; and members coming, changing,
//! leaving.

use serde_json::json;

use super::build::user;
use super::commands::LOCALES;
use super::contract::{Act, MemberPatch, MemberView, MessageView, NewMember, Refusal};
use super::draft::Draft;
use super::events::intents;
use super::failure::{Code, Failure};
use super::messages::empty_request;
use super::permissions::Permissions;
use super::request::Response;
use super::snowflake::Snowflake;
use super::state::{Channel, Member};
use super::world::World;
use crate::time::Timestamp;

/// What a person may type into one message without Nitro.
const MAX_CONTENT: usize = 2000;

impl World {
    pub fn members(&self) -> Vec<MemberView> {
        self.members.keys().filter(|id| **id != self.bot).map(|id| self.member_told(*id)).collect()
    }

    pub fn member(&self, who: &str) -> Act<MemberView> {
        Ok(self.member_told(self.member_id(who)?))
    }

    fn member_told(&self, id: Snowflake) -> MemberView {
        let user = &self.users[&id];
        let roles = &self.members[&id].roles;
        MemberView {
            id,
            handle: user.handle.clone(),
            name: user.name.clone(),
            roles: roles.iter().map(|role| self.roles[role].name.clone()).collect(),
            locale: user.locale.clone(),
            dms_open: user.dms_open,
            city: user.city.clone(),
            zone: user.zone.clone(),
            quiet_start: user.quiet_start.clone(),
            quiet_end: user.quiet_end.clone(),
        }
    }

    /// A present member by id, handle or name.
    pub(super) fn member_id(&self, who: &str) -> Act<Snowflake> {
        let id = self.user_id(who)?;
        if self.members.contains_key(&id) {
            return Ok(id);
        }
        Err(Refusal { status: 404, error: format!("{who} left the guild") })
    }

    /// Anyone ever known, by id, handle or name.
    pub(super) fn user_id(&self, who: &str) -> Act<Snowflake> {
        let bare = who.trim_start_matches("<@").trim_start_matches('@').trim_end_matches('>');
        let by_id = bare.parse().ok().filter(|id| self.users.contains_key(id));
        let same = |text: &String| text.eq_ignore_ascii_case(bare);
        let by_handle = || self.users.values().rev().find(|user| same(&user.handle)).map(|user| user.id);
        let by_name = || self.users.values().rev().find(|user| same(&user.name)).map(|user| user.id);
        by_id.or_else(by_handle).or_else(by_name).ok_or_else(|| {
            let handles = self.users.values().filter(|user| !user.bot).map(|user| user.handle.as_str());
            Refusal { status: 404, error: format!("no member {who:?}{}", near(bare, handles)) }
        })
    }

    pub(super) fn role_id(&self, name: &str) -> Act<Snowflake> {
        let bare = name.trim_start_matches("<@&").trim_start_matches('@').trim_end_matches('>');
        let by_id = bare.parse().ok().filter(|id| self.roles.contains_key(id));
        let by_name = || {
            self.roles
                .values()
                .find(|role| role.name.trim_start_matches('@').eq_ignore_ascii_case(bare))
                .map(|role| role.id)
        };
        by_id.or_else(by_name).ok_or_else(|| {
            let names = self.roles.values().map(|role| role.name.as_str());
            Refusal { status: 400, error: format!("no role {name:?}; there are: {}", listed(names)) }
        })
    }

    /// A channel or thread of the guild by id or name; of threads with one name the newest.
    pub(super) fn channel_id(&self, name: &str) -> Act<Snowflake> {
        let bare = name.trim_start_matches("<#").trim_start_matches('#').trim_end_matches('>');
        let by_id = bare.parse().ok().filter(|id| self.channels.contains_key(id));
        let named = |channel: &&Channel| !channel.is_dm() && channel.name.eq_ignore_ascii_case(bare);
        let by_name = || self.channels.values().find(|it| named(it) && !it.is_thread()).map(|it| it.id);
        let by_thread = || self.channels.values().rev().find(|it| named(it) && it.is_thread()).map(|it| it.id);
        by_id.or_else(by_name).or_else(by_thread).ok_or_else(|| {
            let names = self.channels.values().filter(|channel| !channel.is_dm()).map(|channel| channel.name.as_str());
            Refusal { status: 404, error: format!("no channel {name:?}; there are: dm, {}", listed(names)) }
        })
    }

    /// A place where that person is about to do something; their DM with the bot opens when they go there.
    pub(super) fn place_for(&mut self, now: Timestamp, who: Snowflake, place: &str) -> Act<Snowflake> {
        if place == "dm" {
            self.member_or_refuse(who)?;
            return Ok(self.open_dm(now, who));
        }
        let id = self.channel_id(place)?;
        self.refuse_unseen(who, id)?;
        Ok(id)
    }

    fn member_or_refuse(&self, who: Snowflake) -> Act<()> {
        if self.members.contains_key(&who) {
            return Ok(());
        }
        Err(Refusal { status: 403, error: format!("{} shares no server with the bot", self.users[&who].handle) })
    }

    pub(super) fn refuse_unseen(&self, who: Snowflake, channel: Snowflake) -> Act<()> {
        if self.sees(who, &self.channels[&channel]) {
            return Ok(());
        }
        let seen = self.channels.values().filter(|channel| !channel.is_dm() && self.sees(who, channel));
        let seen = listed(seen.map(|channel| channel.name.as_str()));
        let name = &self.channels[&channel].name;
        let error = format!("{} does not see #{name}; they see: dm, {seen}", self.users[&who].handle);
        Err(Refusal { status: 403, error })
    }

    /// Joins the guild; emits GUILD_MEMBER_ADD.
    pub fn add_member(&mut self, now: Timestamp, new: NewMember) -> Act<MemberView> {
        let handle = new.handle.trim();
        if handle.is_empty() || handle.len() > 32 || handle.contains(char::is_whitespace) {
            return Err(Refusal { status: 400, error: "a handle is 1 to 32 characters without spaces".to_owned() });
        }
        check_locale(&new.locale)?;
        let roles = new.roles.iter().map(|name| self.role_id(name)).collect::<Act<Vec<_>>>()?;
        let known = self.users.values().find(|user| user.handle == handle).map(|user| user.id);
        let id = match known {
            Some(id) if self.members.contains_key(&id) => {
                return Err(Refusal { status: 409, error: format!("{handle} is a member already") });
            }
            // Back again: the same person.
            Some(id) => id,
            None => self.mint.next(now),
        };
        let name = if new.name.trim().is_empty() { handle } else { new.name.trim() };
        self.users.entry(id).or_insert_with(|| user(id, handle, name, &new.locale));
        let changed = self.users.get_mut(&id).expect("inserted above");
        changed.locale.clone_from(&new.locale);
        self.members.insert(id, Member { roles, joined_at: now });
        let mut data = self.member_view(id).expect("inserted above");
        data["guild_id"] = json!(self.guild.id);
        self.emit_guild("GUILD_MEMBER_ADD", intents::GUILD_MEMBERS, data);
        Ok(self.member_told(id))
    }

    pub fn patch_member(&mut self, _now: Timestamp, who: &str, patch: MemberPatch) -> Act<MemberView> {
        let id = self.member_id(who)?;
        if let Some(locale) = &patch.locale {
            check_locale(locale)?;
        }
        let roles = patch
            .roles
            .map(|names| names.iter().map(|name| self.role_id(name)).collect::<Act<Vec<_>>>())
            .transpose()?;
        let user = self.users.get_mut(&id).expect("members are users");
        user.locale = patch.locale.unwrap_or_else(|| user.locale.clone());
        user.dms_open = patch.dms_open.unwrap_or(user.dms_open);
        self.touch();
        if let Some(roles) = roles {
            self.members.get_mut(&id).expect("looked up as a member").roles = roles;
            self.emit_member_update(id);
        }
        Ok(self.member_told(id))
    }

    /// `PUT` and `DELETE /guilds/{guild}/members/{user}/roles/{role}`: takes MANAGE_ROLES and a role below the bot's
    /// own.
    pub(super) fn change_roles(&mut self, user: &str, role: &str, change: RoleChange) -> Result<Response, Failure> {
        let user: Snowflake = user.parse().map_err(|_| Code::UnknownUser)?;
        let role = role.parse().ok().and_then(|id| self.roles.get(&id)).ok_or(Code::UnknownRole)?;
        let highest =
            |id: Snowflake| self.members[&id].roles.iter().map(|role| self.roles[role].position).max().unwrap_or(0);
        if !self.members.contains_key(&user) {
            return Err(Code::UnknownMember.into());
        }
        let below = role.position < highest(self.bot) && role.managed_by.is_none() && role.id != self.guild.id;
        if !below || !self.guild_permissions(self.bot).has(Permissions::MANAGE_ROLES) {
            return Err(Code::MissingPermissions.into());
        }
        let role = role.id;
        let roles = &mut self.members.get_mut(&user).expect("looked up above").roles;
        roles.retain(|id| *id != role);
        if change == RoleChange::Given {
            roles.push(role);
        }
        self.emit_member_update(user);
        Ok(Response::empty())
    }

    fn emit_member_update(&mut self, id: Snowflake) {
        let mut data = self.member_view(id).expect("only members change");
        data["guild_id"] = json!(self.guild.id);
        self.emit_guild("GUILD_MEMBER_UPDATE", intents::GUILD_MEMBERS, data);
    }

    /// Leaves the guild; emits GUILD_MEMBER_REMOVE. Their DM stays, but nothing can be sent to it.
    pub fn remove_member(&mut self, _now: Timestamp, who: &str) -> Act<()> {
        let id = self.member_id(who)?;
        if id == self.guild.owner {
            return Err(Refusal { status: 409, error: format!("{who} owns the guild: an owner cannot leave") });
        }
        self.leave_threads(id);
        self.members.remove(&id);
        let data = json!({"guild_id": self.guild.id, "user": self.user_view(id)});
        self.emit_guild("GUILD_MEMBER_REMOVE", intents::GUILD_MEMBERS, data);
        Ok(())
    }

    /// A person writes a message.
    pub fn post(&mut self, now: Timestamp, who: &str, place: &str, content: &str) -> Act<MessageView> {
        self.archive_silent_threads(now);
        let author = self.user_id(who)?;
        let channel = self.place_for(now, author, place)?;
        let length = content.chars().count();
        if content.trim().is_empty() || length > MAX_CONTENT {
            return Err(Refusal {
                status: 400,
                error: format!("a message is 1 to {MAX_CONTENT} characters, this one has {length}"),
            });
        }
        let there = &self.channels[&channel];
        let locked = there.thread.as_ref().is_some_and(|thread| thread.locked);
        let manages = self.permissions_in(author, there).has(Permissions::MANAGE_THREADS);
        if !self.may_send(author, there) || (locked && !manages) {
            let error = format!("{} may not write in #{}", self.users[&author].handle, there.name);
            return Err(Refusal { status: 403, error });
        }
        self.open_archived(now, channel);
        let draft = Draft { content: Some(content.to_owned()), ..Draft::default() };
        let message = self.compose(now, channel, author, &draft, &empty_request());
        if self.channels[&channel].is_dm() || message.mentions.users.contains(&self.bot) {
            self.dms.acted(author, now);
        }
        let id = self.publish(now, message);
        Ok(self.told(self.find_message(channel, id).expect("just published")))
    }
}

/// What happens to one role of a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RoleChange {
    Given,
    Taken,
}

fn check_locale(locale: &str) -> Act<()> {
    if LOCALES.contains(&locale) {
        return Ok(());
    }
    let error = format!("Discord has no locale {locale:?}; it has: {}", listed(LOCALES.into_iter()));
    Err(Refusal { status: 400, error })
}

/// `a, b, c`
pub(super) fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.collect::<Vec<_>>().join(", ")
}

/// `; did you mean a or b?`, from names that are close enough; all of them when few.
pub(super) fn near<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> String {
    const FEW: usize = 12;
    let names: Vec<&str> = names.collect();
    if names.len() <= FEW {
        return format!("; there are: {}", names.join(", "));
    }
    let mut ranked: Vec<_> = names.into_iter().map(|name| (strsim::jaro_winkler(wanted, name), name)).collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    let close = listed(ranked.into_iter().take(3).map(|(_, name)| name));
    format!("; near names: {close}")
}
