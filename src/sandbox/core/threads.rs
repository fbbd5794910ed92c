//! Threads: made, joined, archived, listed. Source: Discord docs, "Threads" and "Channels Resource".

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::events::intents;
use super::failure::{Code, Failure};
use super::form::{Faults, Form};
use super::messages::{instant_query, page, snowflake_query};
use super::permissions::Permissions;
use super::request::{Request, Response};
use super::snowflake::Snowflake;
use super::state::{Channel, ChannelKind, Message, Thread, flags};
use super::views::{Nonce, thread_member};
use super::world::{Content, World};
use crate::time::{SignedDuration, Timestamp};

/// Source: Discord docs, "Threads: Active & Archived Threads".
const MAX_ACTIVE: usize = 1000;
const AUTO_ARCHIVE_MINUTES: [i64; 4] = [60, 1440, 4320, 10080];
const DEFAULT_AUTO_ARCHIVE_MINUTES: u32 = 4320;
const MAX_SLOW_MODE_SECONDS: i64 = 21_600;

struct NewThread {
    name: String,
    kind: ChannelKind,
    auto_archive_minutes: u32,
    invitable: bool,
    slow_mode_seconds: u32,
}

impl World {
    /// `POST /channels/{channel}/threads`: public or private, from no message.
    pub(super) fn start_thread(&mut self, now: Timestamp, channel: Snowflake, request: &Request) -> Result<Response, Failure> {
        let place = self.seen_channel(channel)?;
        if place.kind != ChannelKind::Text {
            return Err(Code::WrongChannelType.into());
        }
        let new = read_new(request, &["name", "type", "auto_archive_duration", "invitable", "rate_limit_per_user"])?;
        let wanted = match new.kind {
            ChannelKind::PrivateThread => Permissions::CREATE_PRIVATE_THREADS,
            _ => Permissions::CREATE_PUBLIC_THREADS,
        };
        self.bot_needs(place, wanted)?;
        self.check_room_for_thread()?;
        let (public, name) = (new.kind == ChannelKind::PublicThread, new.name.clone());
        let id = self.mint.next(now);
        self.insert_thread(now, id, channel, new);
        if public {
            let mut notice = self.system_message(now, channel, 18, &name, self.bot);
            notice.reference = None;
            self.publish(now, notice);
        }
        Ok(Response::created(self.channel_view(&self.channels[&id])))
    }

    /// `POST /channels/{channel}/messages/{message}/threads`: the thread has the message's id.
    pub(super) fn thread_from_message(
        &mut self,
        now: Timestamp,
        channel: Snowflake,
        message: Snowflake,
        request: &Request,
    ) -> Result<Response, Failure> {
        let started = self.readable(channel, message)?.has_thread;
        let place = &self.channels[&channel];
        if !matches!(place.kind, ChannelKind::Text | ChannelKind::Announcement) {
            return Err(Code::WrongChannelType.into());
        }
        let mut new = read_new(request, &["name", "auto_archive_duration", "rate_limit_per_user"])?;
        new.kind =
            if place.kind == ChannelKind::Announcement { ChannelKind::AnnouncementThread } else { ChannelKind::PublicThread };
        self.bot_needs(place, Permissions::CREATE_PUBLIC_THREADS)?;
        if started {
            return Err(Code::ThreadAlreadyThere.into());
        }
        self.check_room_for_thread()?;
        self.insert_thread(now, message, channel, new);
        let original = self.message_mut(channel, message).expect("read above");
        original.has_thread = true;
        original.flags |= flags::HAS_THREAD;
        self.emit_message("MESSAGE_UPDATE", channel, message, Nonce::Hidden);
        Ok(Response::created(self.channel_view(&self.channels[&message])))
    }

    fn check_room_for_thread(&self) -> Result<(), Failure> {
        let active = self.channels.values().filter(|it| it.thread.as_ref().is_some_and(|thread| !thread.archived)).count();
        if active >= MAX_ACTIVE { Err(Code::TooManyThreads.into()) } else { Ok(()) }
    }

    fn insert_thread(&mut self, now: Timestamp, id: Snowflake, parent: Snowflake, new: NewThread) {
        let thread = Thread {
            owner: self.bot,
            members: BTreeMap::from([(self.bot, now)]),
            archived: false,
            locked: false,
            invitable: new.invitable,
            auto_archive_minutes: new.auto_archive_minutes,
            archive_changed_at: now,
            created_at: now,
            active_at: now,
            message_count: 0,
            total_message_sent: 0,
        };
        let channel = Channel {
            id,
            kind: new.kind,
            name: new.name,
            topic: None,
            parent: Some(parent),
            position: 0,
            overwrites: Vec::new(),
            slow_mode_seconds: new.slow_mode_seconds,
            default_auto_archive_minutes: None,
            last_message: None,
            last_pin_at: None,
            recipient: None,
            thread: Some(thread),
        };
        let mut data = self.channel_view(&channel);
        data["newly_created"] = Value::from(true);
        self.channels.insert(id, channel);
        self.emit_guild("THREAD_CREATE", intents::GUILDS, data);
    }

    pub(super) fn emit_thread_update(&mut self, thread: Snowflake) {
        let data = self.channel_view(&self.channels[&thread]);
        self.emit_guild("THREAD_UPDATE", intents::GUILDS, data);
    }

    /// Threads that were silent for as long as they were told to archive themselves. Called before anything else happens.
    pub(super) fn archive_silent_threads(&mut self, now: Timestamp) {
        let is_due = |channel: &Channel| {
            channel.thread.as_ref().is_some_and(|thread| {
                let limit = SignedDuration::from_mins(i64::from(thread.auto_archive_minutes));
                !thread.archived && now.duration_since(thread.active_at) >= limit
            })
        };
        let due: Vec<_> = self.channels.values().filter(|channel| is_due(channel)).map(|channel| channel.id).collect();
        for id in due {
            let thread = self.thread_mut(id).expect("only threads are due");
            thread.archived = true;
            thread.archive_changed_at = now;
            self.emit_thread_update(id);
        }
    }

    fn thread_mut(&mut self, id: Snowflake) -> Option<&mut Thread> {
        self.channels.get_mut(&id)?.thread.as_mut()
    }

    /// A locked thread takes messages only from who may manage threads; an archived one opens by itself.
    pub(super) fn check_thread_takes_messages(&self, channel: Snowflake) -> Result<(), Failure> {
        let place = &self.channels[&channel];
        let locked = place.thread.as_ref().is_some_and(|thread| thread.locked);
        if locked && !self.permissions_in(self.bot, place).has(Permissions::MANAGE_THREADS) {
            return Err(Code::ThreadLocked.into());
        }
        Ok(())
    }

    /// Edits, deletions, reactions and pins fail in an archived thread.
    pub(super) fn check_not_archived(&self, channel: Snowflake) -> Result<(), Failure> {
        let archived = self.channels.get(&channel).and_then(|it| it.thread.as_ref()).is_some_and(|thread| thread.archived);
        if archived { Err(Code::ThreadArchived.into()) } else { Ok(()) }
    }

    /// A message opens the archived thread that it is written to.
    pub(super) fn open_archived(&mut self, now: Timestamp, channel: Snowflake) {
        let Some(thread) = self.thread_mut(channel) else { return };
        if thread.archived {
            thread.archived = false;
            thread.archive_changed_at = now;
            thread.active_at = now;
            self.emit_thread_update(channel);
        }
    }

    /// Who writes in a thread and whom the message mentions is in it from then on.
    pub(super) fn draw_mentioned_in(&mut self, now: Timestamp, message: &Message) {
        let Some(place) = self.channels.get(&message.channel) else { return };
        let (Some(thread), Some(parent)) = (&place.thread, place.parent.and_then(|parent| self.channels.get(&parent))) else {
            return;
        };
        if message.ephemeral_to.is_some() || !matches!(message.kind, 0 | 19 | 20) {
            return;
        }
        let may_invite = place.kind != ChannelKind::PrivateThread
            || thread.invitable
            || thread.owner == message.author
            || self.permissions_in(message.author, place).has(Permissions::MANAGE_THREADS);
        let drawn = |id: &Snowflake| {
            let mentioned = may_invite && !message.mentions.everyone && self.is_mentioned(*id, &message.mentions);
            *id == message.author || mentioned
        };
        let sees_parent = |id: &Snowflake| self.permissions_in(*id, parent).has(Permissions::VIEW_CHANNEL);
        let new: Vec<_> =
            self.members.keys().filter(|id| !thread.members.contains_key(id) && drawn(id) && sees_parent(id)).copied().collect();
        self.add_to_thread(now, message.channel, &new);
    }

    fn add_to_thread(&mut self, now: Timestamp, channel: Snowflake, users: &[Snowflake]) {
        if users.is_empty() {
            return;
        }
        let thread = self.thread_mut(channel).expect("the caller looked");
        thread.members.extend(users.iter().map(|id| (*id, now)));
        let added: Vec<_> = users
            .iter()
            .map(|id| {
                let mut view = thread_member(channel, *id, now);
                view["member"] = self.member_view(*id).unwrap_or(Value::Null);
                view["presence"] = Value::Null;
                view
            })
            .collect();
        self.emit_thread_members(channel, users, json!({"added_members": added}));
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
        // Without the members intent a bot learns only of itself. Source: Discord docs, "Gateway: List of Intents".
        let needs = if users.contains(&self.bot) { intents::GUILDS | intents::GUILD_MEMBERS } else { intents::GUILD_MEMBERS };
        self.emit_guild("THREAD_MEMBERS_UPDATE", needs, data);
    }

    /// Who left the guild is in no thread any more.
    pub(super) fn leave_threads(&mut self, user: Snowflake) {
        let threads: Vec<_> = self.channels.values().filter(|channel| channel.is_thread()).map(|channel| channel.id).collect();
        for id in threads {
            self.remove_from_thread(id, user);
        }
    }

    fn seen_thread(&self, id: Snowflake) -> Result<(&Channel, &Thread), Failure> {
        let channel = self.seen_channel(id)?;
        let thread = channel.thread.as_ref().ok_or(Code::WrongChannelType)?;
        Ok((channel, thread))
    }

    /// `PUT /channels/{thread}/thread-members/{user}`; `@me` joins.
    pub(super) fn put_thread_member(&mut self, now: Timestamp, thread: Snowflake, user: Snowflake) -> Result<Response, Failure> {
        let (channel, state) = self.seen_thread(thread)?;
        self.check_not_archived(thread)?;
        if user != self.bot {
            let granted = self.permissions_in(self.bot, channel);
            let manages = granted.has(Permissions::MANAGE_THREADS);
            let in_it = state.members.contains_key(&self.bot) || channel.kind != ChannelKind::PrivateThread;
            let may_invite = manages || (in_it && (state.invitable || state.owner == self.bot));
            if !may_invite || !granted.has(Permissions::SEND_MESSAGES_IN_THREADS) {
                return Err(Code::MissingPermissions.into());
            }
            if !self.members.contains_key(&user) {
                return Err(if self.users.contains_key(&user) { Code::UnknownMember.into() } else { Code::UnknownUser.into() });
            }
            if !self.permissions_in(user, channel).has(Permissions::VIEW_CHANNEL) {
                return Err(Code::MissingAccess.into());
            }
        }
        if !state.members.contains_key(&user) {
            self.add_to_thread(now, thread, &[user]);
            if user != self.bot {
                let mut notice = self.system_message(now, thread, 1, "", self.bot);
                notice.mentions.users = vec![user];
                self.publish(now, notice);
            }
        }
        Ok(Response::empty())
    }

    /// `DELETE /channels/{thread}/thread-members/{user}`; `@me` leaves.
    pub(super) fn delete_thread_member(&mut self, thread: Snowflake, user: Snowflake) -> Result<Response, Failure> {
        let (channel, state) = self.seen_thread(thread)?;
        self.check_not_archived(thread)?;
        if user != self.bot {
            let own_private = channel.kind == ChannelKind::PrivateThread && state.owner == self.bot;
            if !own_private && !self.permissions_in(self.bot, channel).has(Permissions::MANAGE_THREADS) {
                return Err(Code::MissingPermissions.into());
            }
        }
        self.remove_from_thread(thread, user);
        Ok(Response::empty())
    }

    /// `GET /channels/{thread}/thread-members[/{user}]`
    pub(super) fn thread_members(
        &self,
        thread: Snowflake,
        user: Option<Snowflake>,
        request: &Request,
    ) -> Result<Response, Failure> {
        let (_, state) = self.seen_thread(thread)?;
        let view = |id: Snowflake, joined_at: Timestamp| {
            let mut view = thread_member(thread, id, joined_at);
            if request.asks("with_member") {
                view["member"] = self.member_view(id).unwrap_or(Value::Null);
            }
            view
        };
        if let Some(user) = user {
            let joined_at = state.members.get(&user).ok_or(Code::UnknownMember)?;
            return Ok(Response::ok(view(user, *joined_at)));
        }
        if self.seed.privileged_intents & intents::GUILD_MEMBERS == 0 {
            return Err(Code::MissingAccess.into());
        }
        Ok(Response::ok(state.members.iter().map(|(id, at)| view(*id, *at)).collect()))
    }

    /// `PATCH /channels/{thread}`
    pub(super) fn patch_thread(&mut self, now: Timestamp, id: Snowflake, request: &Request) -> Result<Response, Failure> {
        let (channel, thread) = self.seen_thread(id)?;
        let faults = Faults::default();
        let form = Form::of(&request.body, &faults);
        form.only(&[
            "name",
            "archived",
            "auto_archive_duration",
            "locked",
            "invitable",
            "rate_limit_per_user",
            "flags",
            "applied_tags",
        ]);
        let name = form.text("name", 1..=100).map(str::to_owned);
        let (archived, locked, invitable) = (form.flag("archived"), form.flag("locked"), form.flag("invitable"));
        let minutes = form.choice("auto_archive_duration", &AUTO_ARCHIVE_MINUTES).and_then(|it| u32::try_from(it).ok());
        let slow = form.number("rate_limit_per_user", 0..=MAX_SLOW_MODE_SECONDS).and_then(|it| u32::try_from(it).ok());
        faults.finish()?;
        let manages = self.permissions_in(self.bot, channel).has(Permissions::MANAGE_THREADS);
        let owns = thread.owner == self.bot;
        let only_opens =
            archived == Some(false) && name.is_none() && locked.is_none() && invitable.is_none() && minutes.is_none();
        let may_open = only_opens && !thread.locked && self.may_send(self.bot, channel);
        if (locked.is_some() || slow.is_some() || thread.locked) && !manages || !(manages || owns || may_open) {
            return Err(Code::MissingPermissions.into());
        }
        if thread.archived
            && archived != Some(false)
            && (name.is_some() || minutes.is_some() || slow.is_some() || invitable.is_some())
        {
            return Err(Code::ThreadArchived.into());
        }
        let place = self.channels.get_mut(&id).expect("seen above");
        place.name = name.unwrap_or_else(|| place.name.clone());
        place.slow_mode_seconds = slow.unwrap_or(place.slow_mode_seconds);
        let thread = place.thread.as_mut().expect("seen above");
        if archived.is_some_and(|archived| archived != thread.archived) {
            thread.archived = !thread.archived;
            thread.archive_changed_at = now;
            thread.active_at = now;
        }
        thread.locked = locked.unwrap_or(thread.locked);
        thread.invitable = invitable.unwrap_or(thread.invitable);
        thread.auto_archive_minutes = minutes.unwrap_or(thread.auto_archive_minutes);
        self.emit_thread_update(id);
        Ok(Response::ok(self.channel_view(&self.channels[&id])))
    }

    /// `DELETE /channels/{thread}`
    pub(super) fn delete_thread(&mut self, id: Snowflake) -> Result<Response, Failure> {
        let (channel, _) = self.seen_thread(id)?;
        self.bot_needs(channel, Permissions::MANAGE_THREADS)?;
        let (view, parent, kind) = (self.channel_view(channel), channel.parent, channel.kind.number());
        self.channels.remove(&id);
        self.messages.remove(&id);
        let data = json!({"id": id, "guild_id": self.guild.id, "parent_id": parent, "type": kind});
        self.emit_guild("THREAD_DELETE", intents::GUILDS, data);
        Ok(Response::ok(view))
    }

    /// `GET /guilds/{guild}/threads/active`
    pub(super) fn active_threads(&self) -> Response {
        let active: Vec<_> = self.threads_seen(|thread| !thread.archived);
        let mut list = self.thread_list(&active);
        list["has_more"] = Value::from(false);
        Response::ok(list)
    }

    /// Threads that the bot sees, newest first.
    pub(super) fn threads_seen(&self, wanted: impl Fn(&Thread) -> bool) -> Vec<&Channel> {
        let matches = |channel: &&Channel| channel.thread.as_ref().is_some_and(&wanted) && self.sees(self.bot, channel);
        self.channels.values().rev().filter(matches).collect()
    }

    fn thread_list(&self, threads: &[&Channel]) -> Value {
        let own = |channel: &&&Channel| {
            let joined_at = channel.thread.as_ref()?.members.get(&self.bot)?;
            Some(thread_member(channel.id, self.bot, *joined_at))
        };
        let members: Vec<_> = threads.iter().filter_map(|channel| own(&channel)).collect();
        json!({"threads": threads.iter().map(|channel| self.channel_view(channel)).collect::<Vec<_>>(), "members": members})
    }

    /// `GET /channels/{channel}/threads/archived/public|private` and `…/users/@me/threads/archived/private`.
    pub(super) fn archived_threads(&self, channel: Snowflake, which: Archived, request: &Request) -> Result<Response, Failure> {
        let place = self.seen_channel(channel)?;
        self.bot_needs(place, Permissions::READ_MESSAGE_HISTORY)?;
        if which == Archived::Private {
            self.bot_needs(place, Permissions::MANAGE_THREADS)?;
        }
        let limit = page(request, 50, 100)?;
        let before_id = if which == Archived::JoinedPrivate { snowflake_query(request, "before")? } else { None };
        let before_at = if which == Archived::JoinedPrivate { None } else { instant_query(request, "before")? };
        let mut found = self.threads_seen(|thread| {
            thread.archived && (which != Archived::JoinedPrivate || thread.members.contains_key(&self.bot))
        });
        let changed_at = |channel: &Channel| channel.thread.as_ref().map(|thread| thread.archive_changed_at);
        found.retain(|it| {
            it.parent == Some(channel)
                && (it.kind == ChannelKind::PrivateThread) != (which == Archived::Public)
                && before_id.is_none_or(|before| it.id < before)
                && before_at.is_none_or(|before| changed_at(it) < Some(before))
        });
        if which != Archived::JoinedPrivate {
            found.sort_by_key(|it| std::cmp::Reverse(changed_at(it)));
        }
        let has_more = found.len() > limit;
        found.truncate(limit);
        let mut list = self.thread_list(&found);
        list["has_more"] = Value::from(has_more);
        Ok(Response::ok(list))
    }

    /// Tells the bot of a notice in a thread's channel; used where Discord posts one.
    pub(super) fn emit_pins(&mut self, channel: Snowflake) {
        let place = &self.channels[&channel];
        let mut data = json!({"channel_id": channel, "last_pin_timestamp": super::views::iso_or_null(place.last_pin_at)});
        if !place.is_dm() {
            data["guild_id"] = json!(self.guild.id);
        }
        self.emit_in(channel, "CHANNEL_PINS_UPDATE", data, Content::Open);
    }
}

/// Which archived threads are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Archived {
    Public,
    Private,
    JoinedPrivate,
}

fn read_new(request: &Request, known: &[&str]) -> Result<NewThread, Failure> {
    let faults = Faults::default();
    let form = Form::of(&request.body, &faults);
    form.only(known);
    let name = form.required_text("name", 1..=100).unwrap_or_default().to_owned();
    let minutes = form.choice("auto_archive_duration", &AUTO_ARCHIVE_MINUTES).and_then(|it| u32::try_from(it).ok());
    let slow = form.number("rate_limit_per_user", 0..=MAX_SLOW_MODE_SECONDS).and_then(|it| u32::try_from(it).ok());
    // The default is private. Source: Discord docs, "Start Thread without Message".
    let kind = match form.choice("type", &[11, 12]) {
        Some(11) => ChannelKind::PublicThread,
        _ => ChannelKind::PrivateThread,
    };
    let invitable = form.flag("invitable").unwrap_or(true);
    faults.finish()?;
    let auto_archive_minutes = minutes.unwrap_or(DEFAULT_AUTO_ARCHIVE_MINUTES);
    Ok(NewThread { name, kind, auto_archive_minutes, invitable, slow_mode_seconds: slow.unwrap_or(0) })
}
