//! Finds members, roles and channels by id, handle or name, and checks that a member can see a channel.

use super::api_types::{ControlError, ControlResult};
use super::model::{Channel, User};
use super::snowflake::Snowflake;
use super::world::World;
use crate::time::Timestamp;

impl World {
    /// Finds a current member by id, handle or name.
    pub(super) fn member_id(&self, who: &str) -> ControlResult<Snowflake> {
        let id = self.user_id(who)?;
        if self.members.contains_key(&id) {
            return Ok(id);
        }
        Err(ControlError { status: 404, error: format!("{who} left the guild") })
    }

    /// Whether `user` is the account of a person or of the bot. The remaining users exist only as the authors of
    /// webhook messages.
    pub(super) fn is_account(&self, user: &User) -> bool {
        !user.bot || user.id == self.bot
    }

    /// Finds any user, including former members, by id, handle or name.
    pub(super) fn user_id(&self, who: &str) -> ControlResult<Snowflake> {
        let bare = who.trim_start_matches("<@").trim_start_matches('@').trim_end_matches('>');
        let by_id = bare.parse().ok().filter(|id| self.users.get(id).is_some_and(|user| self.is_account(user)));
        let same = |text: &String| text.eq_ignore_ascii_case(bare);
        let accounts = || self.users.values().rev().filter(|user| self.is_account(user));
        let by_handle = || accounts().find(|user| same(&user.handle)).map(|user| user.id);
        let by_name = || accounts().find(|user| same(&user.name)).map(|user| user.id);
        by_id.or_else(by_handle).or_else(by_name).ok_or_else(|| {
            let handles = self.users.values().filter(|user| !user.bot).map(|user| user.handle.as_str());
            ControlError { status: 404, error: format!("no member {who:?}{}", suggestions(bare, handles)) }
        })
    }

    pub(super) fn role_id(&self, name: &str) -> ControlResult<Snowflake> {
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
            ControlError { status: 400, error: format!("no role {name:?}; there are: {}", comma_list(names)) }
        })
    }

    /// Finds a channel or thread of the guild by id or name. If several threads have the name, returns the newest.
    pub(super) fn channel_id(&self, name: &str) -> ControlResult<Snowflake> {
        let bare = name.trim_start_matches("<#").trim_start_matches('#').trim_end_matches('>');
        let by_id = bare.parse().ok().filter(|id| self.channels.contains_key(id));
        let named = |channel: &&Channel| !channel.is_dm() && channel.name.eq_ignore_ascii_case(bare);
        let by_name = || self.channels.values().find(|it| named(it) && !it.is_thread()).map(|it| it.id);
        let by_thread = || self.channels.values().rev().find(|it| named(it) && it.is_thread()).map(|it| it.id);
        by_id.or_else(by_name).or_else(by_thread).ok_or_else(|| {
            let names = self.channels.values().filter(|channel| !channel.is_dm()).map(|channel| channel.name.as_str());
            ControlError { status: 404, error: format!("no channel {name:?}; there are: dm, {}", comma_list(names)) }
        })
    }

    /// The channel in which the member wants to act. `dm` opens their DM with the bot.
    pub(super) fn channel_for(&mut self, now: Timestamp, who: Snowflake, place: &str) -> ControlResult<Snowflake> {
        if place == "dm" {
            self.require_member(who)?;
            return Ok(self.open_dm(now, who));
        }
        let id = self.channel_id(place)?;
        self.require_visible(who, id)?;
        Ok(id)
    }

    fn require_member(&self, who: Snowflake) -> ControlResult<()> {
        if self.members.contains_key(&who) {
            return Ok(());
        }
        Err(ControlError { status: 403, error: format!("{} shares no server with the bot", self.users[&who].handle) })
    }

    pub(super) fn require_visible(&self, who: Snowflake, channel: Snowflake) -> ControlResult<()> {
        if self.can_see(who, &self.channels[&channel]) {
            return Ok(());
        }
        let seen = self.channels.values().filter(|channel| !channel.is_dm() && self.can_see(who, channel));
        let seen = comma_list(seen.map(|channel| channel.name.as_str()));
        let name = &self.channels[&channel].name;
        let error = format!("{} does not see #{name}; they see: dm, {seen}", self.users[&who].handle);
        Err(ControlError { status: 403, error })
    }
}

/// The names as `a, b, c`.
pub(super) fn comma_list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.collect::<Vec<_>>().join(", ")
}

/// Similar names as `; similar names: a, b, c`, or all names if there are few.
pub(super) fn suggestions<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> String {
    const FEW: usize = 12;
    let names: Vec<&str> = names.collect();
    if names.len() <= FEW {
        return format!("; there are: {}", names.join(", "));
    }
    let mut ranked: Vec<_> = names.into_iter().map(|name| (strsim::jaro_winkler(wanted, name), name)).collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    let close = comma_list(ranked.into_iter().take(3).map(|(_, name)| name));
    format!("; similar names: {close}")
}
