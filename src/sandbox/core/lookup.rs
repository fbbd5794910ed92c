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
        let plain_name = who.trim_start_matches("<@").trim_start_matches('@').trim_end_matches('>');
        let by_id = plain_name.parse().ok().filter(|id| self.users.get(id).is_some_and(|user| self.is_account(user)));
        let is_same = |text: &String| text.eq_ignore_ascii_case(plain_name);
        let accounts = || self.users.values().rev().filter(|user| self.is_account(user));
        let by_handle = || accounts().find(|user| is_same(&user.handle)).map(|user| user.id);
        let by_name = || accounts().find(|user| is_same(&user.name)).map(|user| user.id);
        by_id.or_else(by_handle).or_else(by_name).ok_or_else(|| {
            let handles = self.users.values().filter(|user| !user.bot).map(|user| user.handle.as_str());
            ControlError { status: 404, error: format!("no member {who:?}{}", suggestions(plain_name, handles)) }
        })
    }

    pub(super) fn role_id(&self, name: &str) -> ControlResult<Snowflake> {
        let plain_name = name.trim_start_matches("<@&").trim_start_matches('@').trim_end_matches('>');
        let by_id = plain_name.parse().ok().filter(|id| self.roles.contains_key(id));
        let by_name = || {
            self.roles
                .values()
                .find(|role| role.name.trim_start_matches('@').eq_ignore_ascii_case(plain_name))
                .map(|role| role.id)
        };
        by_id.or_else(by_name).ok_or_else(|| {
            let names = self.roles.values().map(|role| role.name.as_str());
            ControlError { status: 400, error: format!("no role {name:?}; there are: {}", comma_list(names)) }
        })
    }

    /// Finds a channel or thread of the guild by id or name. If several threads have the name, returns the newest.
    pub(super) fn channel_id(&self, name: &str) -> ControlResult<Snowflake> {
        let plain_name = name.trim_start_matches("<#").trim_start_matches('#').trim_end_matches('>');
        let by_id = plain_name.parse().ok().filter(|id| self.channels.contains_key(id));
        let has_name = |channel: &&Channel| !channel.is_dm() && channel.name.eq_ignore_ascii_case(plain_name);
        let by_name = || self.channels.values().find(|it| has_name(it) && !it.is_thread()).map(|it| it.id);
        let by_thread = || self.channels.values().rev().find(|it| has_name(it) && it.is_thread()).map(|it| it.id);
        by_id.or_else(by_name).or_else(by_thread).ok_or_else(|| {
            let names = self.channels.values().filter(|channel| !channel.is_dm()).map(|channel| channel.name.as_str());
            ControlError { status: 404, error: format!("no channel {name:?}; there are: dm, {}", comma_list(names)) }
        })
    }

    /// Returns the channel in which the member acts. `dm` opens the member's DM with the bot. Fails if the member
    /// cannot see the channel.
    pub(super) fn channel_for(
        &mut self,
        now: Timestamp,
        who: Snowflake,
        channel_name: &str,
    ) -> ControlResult<Snowflake> {
        if channel_name == "dm" {
            self.require_member(who)?;
            return Ok(self.open_dm(now, who));
        }
        let id = self.channel_id(channel_name)?;
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
        let visible_channels = self.channels.values().filter(|channel| !channel.is_dm() && self.can_see(who, channel));
        let visible_channels = comma_list(visible_channels.map(|channel| channel.name.as_str()));
        let name = &self.channels[&channel].name;
        let error = format!("{} does not see #{name}; they see: dm, {visible_channels}", self.users[&who].handle);
        Err(ControlError { status: 403, error })
    }
}

/// The names as `a, b, c`.
pub(super) fn comma_list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.collect::<Vec<_>>().join(", ")
}

/// A hint for an error: `; similar names: a, b, c`. If there are few names, the hint lists all of them.
pub(super) fn suggestions<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> String {
    const MAX_LISTED_NAMES: usize = 12;
    let names: Vec<&str> = names.collect();
    if names.len() <= MAX_LISTED_NAMES {
        return format!("; there are: {}", names.join(", "));
    }
    let mut ranked: Vec<_> = names.into_iter().map(|name| (strsim::jaro_winkler(wanted, name), name)).collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    let close = comma_list(ranked.into_iter().take(3).map(|(_, name)| name));
    format!("; similar names: {close}")
}
