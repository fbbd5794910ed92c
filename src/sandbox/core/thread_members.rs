//! Adds and removes thread members, and adds members whom a message mentions. Source: Discord docs, "Threads" and
//! "Channels Resource".

use serde_json::{Value, json};

use super::api_error::{ApiError, ErrorCode};
use super::events::intents;
use super::message_history::{page_limit, snowflake_query};
use super::model::{ChannelKind, Message};
use super::notifications::RECIPIENT_ADD;
use super::permissions::Permissions;
use super::request::{Request, Response};
use super::snowflake::Snowflake;
use super::views::thread_member;
use super::world::World;
use crate::time::Timestamp;

impl World {
    /// Adds the message's author and the mentioned members to the thread. Does nothing if the message is not in a
    /// thread.
    pub(super) fn add_mentioned_to_thread(&mut self, now: Timestamp, message: &Message) {
        let Some(channel_record) = self.channels.get(&message.channel) else { return };
        let (Some(thread), Some(parent)) =
            (&channel_record.thread, channel_record.parent.and_then(|parent| self.channels.get(&parent)))
        else {
            return;
        };
        if message.ephemeral_to.is_some() || !matches!(message.kind, 0 | 19 | 20) {
            return;
        }
        let may_invite = channel_record.kind != ChannelKind::PrivateThread
            || thread.invitable
            || thread.owner == message.author
            || self.permissions_in(message.author, channel_record).has(Permissions::MANAGE_THREADS);
        let is_added = |id: &Snowflake| {
            let mentioned = may_invite && !message.mentions.everyone && self.is_mentioned(*id, &message.mentions);
            *id == message.author || mentioned
        };
        let sees_parent = |id: &Snowflake| self.permissions_in(*id, parent).has(Permissions::VIEW_CHANNEL);
        let new_members: Vec<_> = self
            .members
            .keys()
            .filter(|id| !thread.members.contains_key(id) && is_added(id) && sees_parent(id))
            .copied()
            .collect();
        self.add_to_thread(now, message.channel, &new_members);
    }

    fn add_to_thread(&mut self, now: Timestamp, channel: Snowflake, users: &[Snowflake]) {
        if users.is_empty() {
            return;
        }
        let thread = self.thread_mut(channel).expect("the caller looked it up");
        thread.members.extend(users.iter().map(|id| (*id, now)));
        let added_members: Vec<_> = users
            .iter()
            .map(|id| {
                let mut view = thread_member(channel, *id, now);
                view["member"] = self.member_view(*id).unwrap_or(Value::Null);
                view["presence"] = Value::Null;
                view
            })
            .collect();
        self.emit_thread_members(channel, users, json!({"added_members": added_members}));
        if users.contains(&self.bot) {
            let data = self.channel_view(&self.channels[&channel]);
            self.emit_guild("THREAD_CREATE", intents::GUILDS, data);
        }
    }

    fn remove_from_thread(&mut self, channel: Snowflake, user: Snowflake) {
        if self.thread_mut(channel).is_some_and(|thread| thread.members.remove(&user).is_some()) {
            self.emit_thread_members(channel, &[user], json!({"removed_member_ids": [user]}));
        }
    }

    fn emit_thread_members(&mut self, channel: Snowflake, users: &[Snowflake], mut data: Value) {
        let count = self.channels[&channel].thread.as_ref().map_or(0, |thread| thread.members.len());
        data["id"] = json!(channel);
        data["guild_id"] = json!(self.guild.id);
        data["member_count"] = json!(count.min(50));
        // Without the members intent, a bot receives only changes that concern itself. Source: Discord docs, "Gateway:
        // List of Intents".
        let required_intents =
            if users.contains(&self.bot) { intents::GUILDS | intents::GUILD_MEMBERS } else { intents::GUILD_MEMBERS };
        self.emit_guild("THREAD_MEMBERS_UPDATE", required_intents, data);
    }

    /// Removes a user who leaves the guild from all threads.
    pub(super) fn remove_from_all_threads(&mut self, user: Snowflake) {
        let threads: Vec<_> =
            self.channels.values().filter(|channel| channel.is_thread()).map(|channel| channel.id).collect();
        for id in threads {
            self.remove_from_thread(id, user);
        }
    }

    /// `PUT /channels/{thread}/thread-members/{user}`. With `@me`, the bot joins the thread.
    pub(super) fn put_thread_member(
        &mut self,
        now: Timestamp,
        thread: Snowflake,
        user: Snowflake,
    ) -> Result<Response, ApiError> {
        let (channel, state) = self.visible_thread(thread)?;
        self.check_not_archived(thread)?;
        if user != self.bot {
            let granted = self.permissions_in(self.bot, channel);
            let can_manage = granted.has(Permissions::MANAGE_THREADS);
            let is_in_thread = state.members.contains_key(&self.bot) || channel.kind != ChannelKind::PrivateThread;
            let may_invite = can_manage || (is_in_thread && (state.invitable || state.owner == self.bot));
            if !may_invite || !granted.has(Permissions::SEND_MESSAGES_IN_THREADS) {
                return Err(ErrorCode::MissingPermissions.into());
            }
            if !self.members.contains_key(&user) {
                return Err(if self.users.contains_key(&user) {
                    ErrorCode::UnknownMember.into()
                } else {
                    ErrorCode::UnknownUser.into()
                });
            }
            if !self.permissions_in(user, channel).has(Permissions::VIEW_CHANNEL) {
                return Err(ErrorCode::MissingAccess.into());
            }
        }
        if !state.members.contains_key(&user) {
            self.add_to_thread(now, thread, &[user]);
            if user != self.bot {
                let mut notice = self.system_message(now, thread, RECIPIENT_ADD, "", self.bot);
                notice.mentions.users = vec![user];
                self.publish(now, notice);
            }
        }
        Ok(Response::empty())
    }

    /// `DELETE /channels/{thread}/thread-members/{user}`. With `@me`, the bot leaves the thread.
    pub(super) fn delete_thread_member(&mut self, thread: Snowflake, user: Snowflake) -> Result<Response, ApiError> {
        let (channel, state) = self.visible_thread(thread)?;
        self.check_not_archived(thread)?;
        if user != self.bot {
            let owns_private_thread = channel.kind == ChannelKind::PrivateThread && state.owner == self.bot;
            if !owns_private_thread && !self.permissions_in(self.bot, channel).has(Permissions::MANAGE_THREADS) {
                return Err(ErrorCode::MissingPermissions.into());
            }
        }
        self.remove_from_thread(thread, user);
        Ok(Response::empty())
    }

    /// `GET /channels/{thread}/thread-members[/{user}]`. Lists the members of a thread, or returns one of them.
    pub(super) fn thread_members(
        &self,
        thread: Snowflake,
        user: Option<Snowflake>,
        request: &Request,
    ) -> Result<Response, ApiError> {
        let (_, state) = self.visible_thread(thread)?;
        let view = |id: Snowflake, joined_at: Timestamp| {
            let mut view = thread_member(thread, id, joined_at);
            if request.flag("with_member") {
                view["member"] = self.member_view(id).unwrap_or(Value::Null);
            }
            view
        };
        if let Some(user) = user {
            let joined_at = state.members.get(&user).ok_or(ErrorCode::UnknownMember)?;
            return Ok(Response::ok(view(user, *joined_at)));
        }
        if self.seed.privileged_intents & intents::GUILD_MEMBERS == 0 {
            return Err(ErrorCode::MissingAccess.into());
        }
        // Discord pages this list only if it includes member objects. Source: Discord docs, "List Thread Members".
        let (limit, after) = (page_limit(request, 100, 100)?, snowflake_query(request, "after")?);
        let limit = if request.flag("with_member") || request.query("limit").is_some() { limit } else { usize::MAX };
        let later_members = state.members.iter().filter(|(id, _)| after.is_none_or(|after| **id > after));
        Ok(Response::ok(later_members.take(limit).map(|(id, at)| view(*id, *at)).collect()))
    }
}
