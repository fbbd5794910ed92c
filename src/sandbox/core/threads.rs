//! Creates, archives, changes and lists threads. Source: Discord docs, "Threads" and "Channels Resource".

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::api_error::{ApiError, ErrorCode};
use super::events::intents;
use super::fields::{FieldErrors, Fields};
use super::message_history::{instant_query, page_limit, snowflake_query};
use super::model::{Channel, ChannelKind, Thread, flags};
use super::permissions::Permissions;
use super::request::{Request, Response};
use super::seed::Strictness;
use super::snowflake::Snowflake;
use super::views::{Nonce, thread_member};
use super::world::World;
use crate::time::{SignedDuration, Timestamp};

/// The maximum number of active threads in a guild. Source: Discord docs, "Threads: Active & Archived Threads".
const MAX_ACTIVE_THREADS: usize = 1000;
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
    /// `POST /channels/{channel}/threads`: starts a public or private thread without a starter message.
    pub(super) fn start_thread(
        &mut self,
        now: Timestamp,
        channel: Snowflake,
        request: &Request,
    ) -> Result<Response, ApiError> {
        let channel_record = self.visible_channel(channel)?;
        if channel_record.kind != ChannelKind::Text {
            return Err(ErrorCode::WrongChannelType.into());
        }
        let new = read_new_thread(
            request,
            &["name", "type", "auto_archive_duration", "invitable", "rate_limit_per_user"],
            self.seed.strictness,
        )?;
        let wanted = match new.kind {
            ChannelKind::PrivateThread => Permissions::CREATE_PRIVATE_THREADS,
            _ => Permissions::CREATE_PUBLIC_THREADS,
        };
        self.require_bot_permission(channel_record, wanted)?;
        self.check_thread_limit()?;
        self.thread_limits.count(channel, now)?;
        let id = self.open_thread(now, channel, self.bot, new);
        Ok(Response::created(self.channel_view(&self.channels[&id])))
    }

    /// Starts a thread as a member. The caller checks the member's permissions.
    pub(super) fn open_thread_as(
        &mut self,
        now: Timestamp,
        channel: Snowflake,
        owner: Snowflake,
        name: &str,
        kind: ChannelKind,
    ) -> Snowflake {
        let new = NewThread {
            name: name.to_owned(),
            kind,
            auto_archive_minutes: DEFAULT_AUTO_ARCHIVE_MINUTES,
            invitable: true,
            slow_mode_seconds: 0,
        };
        self.open_thread(now, channel, owner, new)
    }

    fn open_thread(&mut self, now: Timestamp, channel: Snowflake, owner: Snowflake, new: NewThread) -> Snowflake {
        let (is_public, name) = (new.kind == ChannelKind::PublicThread, new.name.clone());
        let id = self.ids.next(now);
        self.insert_thread(now, id, channel, owner, new);
        if is_public {
            let mut notice = self.system_message(now, channel, 18, &name, owner);
            notice.reference = None;
            self.publish(now, notice);
        }
        id
    }

    /// `POST /channels/{channel}/messages/{message}/threads`. The new thread has the same id as the message.
    pub(super) fn thread_from_message(
        &mut self,
        now: Timestamp,
        channel: Snowflake,
        message: Snowflake,
        request: &Request,
    ) -> Result<Response, ApiError> {
        let has_thread = self.visible_message(channel, message)?.has_thread;
        let channel_record = &self.channels[&channel];
        if !matches!(channel_record.kind, ChannelKind::Text | ChannelKind::Announcement) {
            return Err(ErrorCode::WrongChannelType.into());
        }
        let mut new =
            read_new_thread(request, &["name", "auto_archive_duration", "rate_limit_per_user"], self.seed.strictness)?;
        new.kind = if channel_record.kind == ChannelKind::Announcement {
            ChannelKind::AnnouncementThread
        } else {
            ChannelKind::PublicThread
        };
        self.require_bot_permission(channel_record, Permissions::CREATE_PUBLIC_THREADS)?;
        if has_thread {
            return Err(ErrorCode::ThreadAlreadyThere.into());
        }
        self.check_thread_limit()?;
        self.thread_limits.count(channel, now)?;
        self.insert_thread(now, message, channel, self.bot, new);
        let original = self.message_mut(channel, message).expect("looked up above");
        original.has_thread = true;
        original.flags |= flags::HAS_THREAD;
        self.emit_message("MESSAGE_UPDATE", channel, message, Nonce::Hidden);
        Ok(Response::created(self.channel_view(&self.channels[&message])))
    }

    fn check_thread_limit(&self) -> Result<(), ApiError> {
        let active =
            self.channels.values().filter(|it| it.thread.as_ref().is_some_and(|thread| !thread.archived)).count();
        if active >= MAX_ACTIVE_THREADS { Err(ErrorCode::TooManyThreads.into()) } else { Ok(()) }
    }

    fn insert_thread(&mut self, now: Timestamp, id: Snowflake, parent: Snowflake, owner: Snowflake, new: NewThread) {
        let thread = Thread {
            owner,
            members: BTreeMap::from([(owner, now)]),
            archived: false,
            locked: false,
            invitable: new.invitable,
            auto_archive_minutes: new.auto_archive_minutes,
            archive_changed_at: now,
            created_at: now,
            last_active_at: now,
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
        let is_seen = self.can_see(self.bot, &channel);
        self.channels.insert(id, channel);
        if is_seen {
            self.emit_guild("THREAD_CREATE", intents::GUILDS, data);
        }
    }

    pub(super) fn emit_thread_update(&mut self, thread: Snowflake) {
        let data = self.channel_view(&self.channels[&thread]);
        self.emit_guild("THREAD_UPDATE", intents::GUILDS, data);
    }

    /// Archives threads that were inactive for their auto-archive duration. Every operation calls this first.
    pub(super) fn archive_inactive_threads(&mut self, now: Timestamp) {
        let is_due = |channel: &Channel| {
            channel.thread.as_ref().is_some_and(|thread| {
                let limit = SignedDuration::from_mins(i64::from(thread.auto_archive_minutes));
                !thread.archived && now.duration_since(thread.last_active_at) >= limit
            })
        };
        let due_threads: Vec<_> =
            self.channels.values().filter(|channel| is_due(channel)).map(|channel| channel.id).collect();
        for id in due_threads {
            let thread = self.thread_mut(id).expect("only threads are due");
            thread.archived = true;
            thread.archive_changed_at = now;
            self.emit_thread_update(id);
        }
    }

    pub(super) fn thread_mut(&mut self, id: Snowflake) -> Option<&mut Thread> {
        self.channels.get_mut(&id)?.thread.as_mut()
    }

    /// Fails if the thread is locked and the bot cannot manage threads. An archived thread accepts a message, and the
    /// message unarchives the thread.
    pub(super) fn check_thread_accepts_messages(&self, channel: Snowflake) -> Result<(), ApiError> {
        let channel_record = &self.channels[&channel];
        let locked = channel_record.thread.as_ref().is_some_and(|thread| thread.locked);
        if locked && !self.permissions_in(self.bot, channel_record).has(Permissions::MANAGE_THREADS) {
            return Err(ErrorCode::ThreadLocked.into());
        }
        Ok(())
    }

    /// Fails if the thread is archived, because edits, deletions, reactions and pins do not unarchive a thread.
    pub(super) fn check_not_archived(&self, channel: Snowflake) -> Result<(), ApiError> {
        let archived =
            self.channels.get(&channel).and_then(|it| it.thread.as_ref()).is_some_and(|thread| thread.archived);
        if archived { Err(ErrorCode::ThreadArchived.into()) } else { Ok(()) }
    }

    /// Unarchives a thread in which a message is sent.
    pub(super) fn unarchive(&mut self, now: Timestamp, channel: Snowflake) {
        let Some(thread) = self.thread_mut(channel) else { return };
        if thread.archived {
            thread.archived = false;
            thread.archive_changed_at = now;
            thread.last_active_at = now;
            self.emit_thread_update(channel);
        }
    }

    pub(super) fn visible_thread(&self, id: Snowflake) -> Result<(&Channel, &Thread), ApiError> {
        let channel = self.visible_channel(id)?;
        let thread = channel.thread.as_ref().ok_or(ErrorCode::WrongChannelType)?;
        Ok((channel, thread))
    }

    /// `PATCH /channels/{thread}`. Changes, archives or unarchives a thread.
    pub(super) fn patch_thread(
        &mut self,
        now: Timestamp,
        id: Snowflake,
        request: &Request,
    ) -> Result<Response, ApiError> {
        let (channel, thread) = self.visible_thread(id)?;
        let errors = FieldErrors::new(self.seed.strictness);
        let fields = Fields::of(&request.body, &errors);
        fields.allow_only(&[
            "name",
            "archived",
            "auto_archive_duration",
            "locked",
            "invitable",
            "rate_limit_per_user",
            "flags",
            "applied_tags",
        ]);
        let name = fields.text("name", 1..=100).map(str::to_owned);
        let (archived, locked, invitable) =
            (fields.boolean("archived"), fields.boolean("locked"), fields.boolean("invitable"));
        let minutes =
            fields.choice("auto_archive_duration", &AUTO_ARCHIVE_MINUTES).and_then(|it| u32::try_from(it).ok());
        let slow_mode_seconds =
            fields.number("rate_limit_per_user", 0..=MAX_SLOW_MODE_SECONDS).and_then(|it| u32::try_from(it).ok());
        errors.finish()?;
        let can_manage = self.permissions_in(self.bot, channel).has(Permissions::MANAGE_THREADS);
        let owns = thread.owner == self.bot;
        let only_opens =
            archived == Some(false) && name.is_none() && locked.is_none() && invitable.is_none() && minutes.is_none();
        let may_open = only_opens && !thread.locked && self.can_send(self.bot, channel);
        if (locked.is_some() || slow_mode_seconds.is_some() || thread.locked) && !can_manage
            || !(can_manage || owns || may_open)
        {
            return Err(ErrorCode::MissingPermissions.into());
        }
        if thread.archived
            && archived != Some(false)
            && (name.is_some() || minutes.is_some() || slow_mode_seconds.is_some() || invitable.is_some())
        {
            return Err(ErrorCode::ThreadArchived.into());
        }
        let channel_record = self.channels.get_mut(&id).expect("looked up above");
        channel_record.name = name.unwrap_or_else(|| channel_record.name.clone());
        channel_record.slow_mode_seconds = slow_mode_seconds.unwrap_or(channel_record.slow_mode_seconds);
        let thread = channel_record.thread.as_mut().expect("looked up above");
        if archived.is_some_and(|archived| archived != thread.archived) {
            thread.archived = !thread.archived;
            thread.archive_changed_at = now;
            thread.last_active_at = now;
        }
        thread.locked = locked.unwrap_or(thread.locked);
        thread.invitable = invitable.unwrap_or(thread.invitable);
        thread.auto_archive_minutes = minutes.unwrap_or(thread.auto_archive_minutes);
        self.emit_thread_update(id);
        Ok(Response::ok(self.channel_view(&self.channels[&id])))
    }

    /// `DELETE /channels/{thread}`. Deletes a thread and its messages.
    pub(super) fn delete_thread(&mut self, id: Snowflake) -> Result<Response, ApiError> {
        let (channel, _) = self.visible_thread(id)?;
        self.require_bot_permission(channel, Permissions::MANAGE_THREADS)?;
        let (view, parent, kind) = (self.channel_view(channel), channel.parent, channel.kind.number());
        self.channels.remove(&id);
        self.messages.remove(&id);
        let data = json!({"id": id, "guild_id": self.guild.id, "parent_id": parent, "type": kind});
        self.emit_guild("THREAD_DELETE", intents::GUILDS, data);
        Ok(Response::ok(view))
    }

    /// `GET /guilds/{guild}/threads/active`. Lists the active threads that the bot can see.
    pub(super) fn active_threads(&self) -> Response {
        let active: Vec<_> = self.visible_threads(|thread| !thread.archived);
        let mut list = self.thread_list(&active);
        list["has_more"] = Value::from(false);
        Response::ok(list)
    }

    /// The threads that the bot can see and that `wanted` accepts, newest first.
    pub(super) fn visible_threads(&self, wanted: impl Fn(&Thread) -> bool) -> Vec<&Channel> {
        let is_wanted =
            |channel: &&Channel| channel.thread.as_ref().is_some_and(&wanted) && self.can_see(self.bot, channel);
        self.channels.values().rev().filter(is_wanted).collect()
    }

    fn thread_list(&self, threads: &[&Channel]) -> Value {
        let own_membership = |channel: &&&Channel| {
            let joined_at = channel.thread.as_ref()?.members.get(&self.bot)?;
            Some(thread_member(channel.id, self.bot, *joined_at))
        };
        let members: Vec<_> = threads.iter().filter_map(|channel| own_membership(&channel)).collect();
        let threads: Vec<_> = threads.iter().map(|channel| self.channel_view(channel)).collect();
        json!({"threads": threads, "members": members})
    }

    /// `GET /channels/{channel}/threads/archived/public`, `…/archived/private` and
    /// `…/users/@me/threads/archived/private`.
    pub(super) fn archived_threads(
        &self,
        channel: Snowflake,
        which: ArchivedThreads,
        request: &Request,
    ) -> Result<Response, ApiError> {
        let channel_record = self.visible_channel(channel)?;
        self.require_bot_permission(channel_record, Permissions::READ_MESSAGE_HISTORY)?;
        if which == ArchivedThreads::Private {
            self.require_bot_permission(channel_record, Permissions::MANAGE_THREADS)?;
        }
        let limit = page_limit(request, 50, 100)?;
        let before_id =
            if which == ArchivedThreads::JoinedPrivate { snowflake_query(request, "before")? } else { None };
        let before_at = if which == ArchivedThreads::JoinedPrivate { None } else { instant_query(request, "before")? };
        let mut found = self.visible_threads(|thread| {
            thread.archived && (which != ArchivedThreads::JoinedPrivate || thread.members.contains_key(&self.bot))
        });
        let changed_at = |channel: &Channel| channel.thread.as_ref().map(|thread| thread.archive_changed_at);
        found.retain(|it| {
            it.parent == Some(channel)
                && (it.kind == ChannelKind::PrivateThread) != (which == ArchivedThreads::Public)
                && before_id.is_none_or(|before| it.id < before)
                && before_at.is_none_or(|before| changed_at(it) < Some(before))
        });
        if which != ArchivedThreads::JoinedPrivate {
            found.sort_by_key(|it| std::cmp::Reverse(changed_at(it)));
        }
        let has_more = found.len() > limit;
        found.truncate(limit);
        let mut list = self.thread_list(&found);
        list["has_more"] = Value::from(has_more);
        Ok(Response::ok(list))
    }
}

/// Which archived threads to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ArchivedThreads {
    Public,
    Private,
    /// The private threads of which the bot is a member.
    JoinedPrivate,
}

fn read_new_thread(request: &Request, known: &[&str], strictness: Strictness) -> Result<NewThread, ApiError> {
    let errors = FieldErrors::new(strictness);
    let fields = Fields::of(&request.body, &errors);
    fields.allow_only(known);
    let name = fields.required_text("name", 1..=100).unwrap_or_default().to_owned();
    let minutes = fields.choice("auto_archive_duration", &AUTO_ARCHIVE_MINUTES).and_then(|it| u32::try_from(it).ok());
    let slow_mode_seconds =
        fields.number("rate_limit_per_user", 0..=MAX_SLOW_MODE_SECONDS).and_then(|it| u32::try_from(it).ok());
    // Discord's default is a private thread. Source: Discord docs, "Start Thread without Message".
    let kind = match fields.choice("type", &[11, 12]) {
        Some(11) => ChannelKind::PublicThread,
        _ => ChannelKind::PrivateThread,
    };
    let invitable = fields.boolean("invitable").unwrap_or(true);
    errors.finish()?;
    let auto_archive_minutes = minutes.unwrap_or(DEFAULT_AUTO_ARCHIVE_MINUTES);
    Ok(NewThread { name, kind, auto_archive_minutes, invitable, slow_mode_seconds: slow_mode_seconds.unwrap_or(0) })
}
