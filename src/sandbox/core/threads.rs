//! Threads: made, archived, changed, listed. Source: Discord docs, "Threads" and "Channels Resource".

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::events::intents;
use super::failure::{Code, Failure};
use super::form::{Faults, Form};
use super::permissions::Permissions;
use super::reading::{instant_query, page, snowflake_query};
use super::request::{Request, Response};
use super::snowflake::Snowflake;
use super::state::{Channel, ChannelKind, Thread, flags};
use super::views::{Nonce, thread_member};
use super::world::World;
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
    pub(super) fn start_thread(
        &mut self,
        now: Timestamp,
        channel: Snowflake,
        request: &Request,
    ) -> Result<Response, Failure> {
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
        new.kind = if place.kind == ChannelKind::Announcement {
            ChannelKind::AnnouncementThread
        } else {
            ChannelKind::PublicThread
        };
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
        let active =
            self.channels.values().filter(|it| it.thread.as_ref().is_some_and(|thread| !thread.archived)).count();
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

    /// Threads that were silent for as long as they were told to archive themselves. Called before anything else
    /// happens.
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

    pub(super) fn thread_mut(&mut self, id: Snowflake) -> Option<&mut Thread> {
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
        let archived =
            self.channels.get(&channel).and_then(|it| it.thread.as_ref()).is_some_and(|thread| thread.archived);
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

    pub(super) fn seen_thread(&self, id: Snowflake) -> Result<(&Channel, &Thread), Failure> {
        let channel = self.seen_channel(id)?;
        let thread = channel.thread.as_ref().ok_or(Code::WrongChannelType)?;
        Ok((channel, thread))
    }

    /// `PATCH /channels/{thread}`
    pub(super) fn patch_thread(
        &mut self,
        now: Timestamp,
        id: Snowflake,
        request: &Request,
    ) -> Result<Response, Failure> {
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
    pub(super) fn archived_threads(
        &self,
        channel: Snowflake,
        which: Archived,
        request: &Request,
    ) -> Result<Response, Failure> {
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
