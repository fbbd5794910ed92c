//! Messages: made, edited, deleted, read. Source: Discord docs, "Message Resource".

use std::collections::{BTreeSet, VecDeque};

use serde_json::{Value, json};

use super::access::sending_in;
use super::draft::{self, Draft, Purpose};
use super::failure::{Code, Failure};
use super::form::{Faults, Form};
use super::mentions::words_of;
use super::permissions::Permissions;
use super::request::{File, Request, Response};
use super::snowflake::Snowflake;
use super::state::{Attachment, Message, flags};
use super::views::Nonce;
use super::world::{Content, World};
use crate::time::{SignedDuration, Timestamp};

/// How long a nonce is remembered. Discord's docs ("Create Message: enforce_nonce") say "in the past few minutes" and
/// no more; three is the shortest reading of a few, so that nobody relies on more.
pub const NONCE_WINDOW: SignedDuration = SignedDuration::from_mins(3);

/// A message this old is edited under a stricter limit (30046). Discord does not publish it; people met it after a
/// handful an hour.
const OLD_MESSAGE: SignedDuration = SignedDuration::from_hours(1);
const OLD_EDITS_PER_HOUR: usize = 5;

const BULK_DELETE_AGE: SignedDuration = SignedDuration::from_hours(14 * 24);

impl World {
    /// `POST /channels/{channel}/messages`
    pub(super) fn create_message(
        &mut self,
        now: Timestamp,
        channel: Snowflake,
        request: &Request,
    ) -> Result<Response, Failure> {
        let place = self.seen_channel(channel)?;
        self.bot_needs(place, sending_in(place))?;
        let draft = draft::read(&request.body, request, Purpose::Create)?;
        if draft.is_empty() {
            return Err(Code::EmptyMessage.into());
        }
        if draft.embeds.as_ref().is_some_and(|embeds| !embeds.is_empty()) {
            self.bot_needs(place, Permissions::EMBED_LINKS)?;
        }
        if !draft.files.is_empty() {
            self.bot_needs(place, Permissions::ATTACH_FILES)?;
        }
        if let Some(recipient) = place.recipient {
            self.dm_reaches(recipient)?;
        }
        self.check_thread_takes_messages(channel)?;
        let reference = self.check_reply(channel, &draft)?;
        if let Some(old) = self.by_enforced_nonce(now, &draft) {
            return Ok(Response::ok(self.message_view(old, Nonce::Shown)));
        }
        self.open_archived(now, channel);
        let mut message = self.compose(now, channel, self.bot, &draft, request);
        message.reference = reference;
        message.kind = if reference.is_some() { 19 } else { 0 };
        if let Some(author) = reference
            .filter(|_| draft.allowed.replied_user)
            .and_then(|id| self.find_message(channel, id))
            .map(|it| it.author)
            && author != self.bot
            && !message.mentions.users.contains(&author)
        {
            message.mentions.users.push(author);
        }
        let nonce = draft.nonce.as_ref().map(text_of);
        let id = self.publish(now, message);
        self.nonces.extend(nonce.map(|nonce| (nonce, (channel, id))));
        let made = self.find_message(channel, id).expect("just published");
        Ok(Response::ok(self.message_view(made, Nonce::Shown)))
    }

    /// Whether Discord looks in one channel or in all is not documented ("by the same author"): in all, then.
    fn by_enforced_nonce(&self, now: Timestamp, draft: &Draft) -> Option<&Message> {
        let nonce = draft.nonce.as_ref().filter(|_| draft.enforce_nonce)?;
        let (channel, id) = *self.nonces.get(&text_of(nonce))?;
        self.find_message(channel, id).filter(|message| now.duration_since(message.at) < NONCE_WINDOW)
    }

    fn check_reply(&self, channel: Snowflake, draft: &Draft) -> Result<Option<Snowflake>, Failure> {
        let Some(reply) = draft.reply_to else { return Ok(None) };
        let found = self.find_message(channel, reply.message).is_some_and(|message| message.ephemeral_to.is_none());
        let here = reply.channel.is_none_or(|named| named == channel);
        if found && here {
            self.bot_needs(&self.channels[&channel], Permissions::READ_MESSAGE_HISTORY)?;
            return Ok(Some(reply.message));
        }
        if reply.must_exist {
            return Err(Failure::form("message_reference", "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", "Unknown message"));
        }
        Ok(None)
    }

    /// A message from a judged body, not published yet.
    pub(super) fn compose(
        &mut self,
        now: Timestamp,
        channel: Snowflake,
        author: Snowflake,
        draft: &Draft,
        request: &Request,
    ) -> Message {
        let components = draft.components.clone().unwrap_or_default();
        let content = draft.content.clone().unwrap_or_default();
        let words = words_of(&content, &components);
        let mentions = self.mentions(author, &self.channels[&channel], &words, &draft.allowed);
        Message {
            id: self.mint.next(now),
            channel,
            author,
            kind: 0,
            content,
            embeds: draft.embeds.clone().unwrap_or_default(),
            components,
            attachments: self.store_files(now, channel, draft, &request.files),
            flags: draft.flags.unwrap_or(0),
            tts: draft.tts,
            nonce: draft.nonce.clone(),
            at: now,
            edited_at: None,
            pinned: false,
            reached: BTreeSet::new(),
            mentions,
            reference: None,
            reactions: Vec::new(),
            interaction: None,
            ephemeral_to: None,
            has_thread: false,
        }
    }

    pub(super) fn store_files(
        &mut self,
        now: Timestamp,
        channel: Snowflake,
        draft: &Draft,
        files: &[File],
    ) -> Vec<Attachment> {
        let new = draft.files.iter();
        new.map(|new| {
            let file = File { name: new.filename.clone(), ..files[new.part].clone() };
            self.store_file(now, channel, file, new.description.clone())
        })
        .collect()
    }

    pub(super) fn store_file(
        &mut self,
        now: Timestamp,
        channel: Snowflake,
        file: File,
        description: Option<String>,
    ) -> Attachment {
        let id = self.mint.next(now);
        let path = format!("{channel}/{id}/{}", file.name);
        let attachment = Attachment {
            id,
            filename: file.name.clone(),
            description,
            content_type: file.content_type.clone(),
            size: file.bytes.len(),
            url: format!("{}/{path}", self.attachments_at),
            ephemeral: false,
        };
        self.files.insert(path, file);
        attachment
    }

    /// Puts a message into its channel, tells the gateway, and draws mentioned people into a thread.
    pub(super) fn publish(&mut self, now: Timestamp, message: Message) -> Snowflake {
        let (id, channel) = (message.id, message.channel);
        let place = self.channels.get_mut(&channel).expect("messages are made in channels that exist");
        if message.ephemeral_to.is_none() {
            place.last_message = Some(id);
            if let Some(thread) = &mut place.thread {
                thread.message_count += 1;
                thread.total_message_sent += 1;
                thread.active_at = now;
            }
        }
        self.draw_mentioned_in(now, &message);
        let reached = self.reached_by(&message);
        self.messages.entry(channel).or_default().insert(id, Message { reached, ..message });
        self.emit_message("MESSAGE_CREATE", channel, id, Nonce::Shown);
        id
    }

    /// The other side of a DM; in the guild whom it mentions and who sees it. Told to one person alone, it rings
    /// nobody.
    pub(super) fn reached_by(&self, message: &Message) -> BTreeSet<Snowflake> {
        let place = &self.channels[&message.channel];
        if message.ephemeral_to.is_some() {
            return BTreeSet::new();
        }
        if place.is_dm() {
            return place.recipient.into_iter().filter(|person| *person != message.author).collect();
        }
        let mentioned = |id: &&Snowflake| **id != message.author && self.is_mentioned(**id, &message.mentions);
        self.members.keys().filter(mentioned).filter(|id| self.sees(**id, place)).copied().collect()
    }

    pub(super) fn emit_message(&mut self, name: &'static str, channel: Snowflake, id: Snowflake, nonce: Nonce) {
        let Some(message) = self.find_message(channel, id) else { return };
        let mut data = self.message_view(message, nonce);
        if message.ephemeral_to.is_some() {
            // Sent to the person and the bot directly: no guild, no member. Source: Discord docs, "Gateway Events:
            // Message Create".
            self.touch();
            let needs = super::events::intents::DIRECT_MESSAGES;
            self.events.push(super::events::Event { name, data, needs, guild: None, private_content: false });
            return;
        }
        let private = self.is_private_content(message);
        data["channel_type"] = json!(self.channels[&channel].kind.number());
        if !self.channels[&channel].is_dm() {
            data["guild_id"] = json!(self.guild.id);
            if let Some(member) = self.members.get(&message.author) {
                data["member"] = self.bare_member_view(member);
            }
            for mention in data["mentions"].as_array_mut().into_iter().flatten() {
                let id = mention["id"].as_str().and_then(|id| id.parse().ok()).unwrap_or_default();
                if let Some(member) = self.members.get(&id) {
                    mention["member"] = self.bare_member_view(member);
                }
            }
        }
        self.emit_in(channel, name, data, if private { Content::Private } else { Content::Open });
    }

    /// `PATCH /channels/{channel}/messages/{id}`
    pub(super) fn edit_message(
        &mut self,
        now: Timestamp,
        channel: Snowflake,
        id: Snowflake,
        request: &Request,
    ) -> Result<Response, Failure> {
        let message = self.readable(channel, id)?;
        if message.author != self.bot {
            return Err(Code::CannotEditOthers.into());
        }
        let (was_v2, age) = (message.has_components_v2(), now.duration_since(message.at));
        self.check_not_archived(channel)?;
        let draft = draft::read(&request.body, request, Purpose::Edit { was_v2 })?;
        if age > OLD_MESSAGE {
            self.count_old_edit(now, channel)?;
        }
        self.apply_edit(now, channel, id, &draft, request)?;
        let edited = self.find_message(channel, id).expect("edited just now");
        Ok(Response::ok(self.message_view(edited, Nonce::Hidden)))
    }

    fn count_old_edit(&mut self, now: Timestamp, channel: Snowflake) -> Result<(), Failure> {
        let edits: &mut VecDeque<Timestamp> = self.old_edits.entry(channel).or_default();
        edits.retain(|at| now.duration_since(*at) < OLD_MESSAGE);
        if edits.len() >= OLD_EDITS_PER_HOUR {
            return Err(Code::TooManyOldEdits.into());
        }
        edits.push_back(now);
        Ok(())
    }

    /// Changes what the draft names, and tells the gateway.
    pub(super) fn apply_edit(
        &mut self,
        now: Timestamp,
        channel: Snowflake,
        id: Snowflake,
        draft: &Draft,
        request: &Request,
    ) -> Result<(), Failure> {
        let new_files = self.store_files(now, channel, draft, &request.files);
        let mut message = self.find_message(channel, id).ok_or(Code::UnknownMessage)?.clone();
        if let Some(content) = &draft.content {
            content.clone_into(&mut message.content);
        }
        if let Some(embeds) = &draft.embeds {
            message.embeds.clone_from(embeds);
        }
        if let Some(components) = &draft.components {
            message.components.clone_from(components);
        }
        if let Some(new) = draft.flags {
            let changeable = flags::SUPPRESS_EMBEDS | flags::COMPONENTS_V2;
            message.flags = (message.flags & !changeable) | (new & changeable) | (message.flags & flags::COMPONENTS_V2);
        }
        if let Some(kept) = &draft.kept {
            message.attachments.retain(|attachment| kept.contains(&attachment.id));
        }
        message.attachments.extend(new_files);
        if message.content.is_empty()
            && message.embeds.is_empty()
            && message.components.is_empty()
            && message.attachments.is_empty()
        {
            return Err(Code::EmptyMessage.into());
        }
        if draft.content.is_some() || draft.components.is_some() {
            let words = words_of(&message.content, &message.components);
            message.mentions = self.mentions(message.author, &self.channels[&channel], &words, &draft.allowed);
        }
        if message.flags & flags::LOADING != 0 {
            // A deferred answer is filled, not changed: it reaches its readers now.
            message.flags &= !flags::LOADING;
            message.reached = self.reached_by(&message);
        } else {
            message.edited_at = Some(now);
        }
        *self.message_mut(channel, id).expect("found above") = message;
        self.emit_message("MESSAGE_UPDATE", channel, id, Nonce::Hidden);
        Ok(())
    }

    /// `DELETE /channels/{channel}/messages/{id}`
    pub(super) fn delete_message(&mut self, channel: Snowflake, id: Snowflake) -> Result<Response, Failure> {
        let message = self.readable(channel, id)?;
        let place = &self.channels[&channel];
        if message.author != self.bot {
            if place.is_dm() {
                return Err(Code::CannotOnDm.into());
            }
            self.bot_needs(place, Permissions::MANAGE_MESSAGES)?;
        }
        self.check_not_archived(channel)?;
        self.remove_message(channel, id);
        Ok(Response::empty())
    }

    pub(super) fn remove_message(&mut self, channel: Snowflake, id: Snowflake) {
        let ephemeral = self.find_message(channel, id).is_some_and(|message| message.ephemeral_to.is_some());
        if let Some(messages) = self.messages.get_mut(&channel) {
            messages.remove(&id);
        }
        self.touch();
        if ephemeral {
            return;
        }
        let place = self.channels.get_mut(&channel).expect("messages are in channels that exist");
        if let Some(thread) = &mut place.thread {
            thread.message_count = thread.message_count.saturating_sub(1);
        }
        let mut data = json!({"id": id, "channel_id": channel});
        if !place.is_dm() {
            data["guild_id"] = json!(self.guild.id);
        }
        self.emit_in(channel, "MESSAGE_DELETE", data, Content::Open);
    }

    /// `POST /channels/{channel}/messages/bulk-delete`
    pub(super) fn bulk_delete(
        &mut self,
        now: Timestamp,
        channel: Snowflake,
        request: &Request,
    ) -> Result<Response, Failure> {
        let place = self.seen_channel(channel)?;
        if place.is_dm() {
            return Err(Code::CannotOnDm.into());
        }
        self.bot_needs(place, Permissions::MANAGE_MESSAGES)?;
        let faults = Faults::default();
        let form = Form::of(&request.body, &faults);
        form.only(&["messages"]);
        form.require("messages");
        let ids = form.snowflakes("messages", 2..=100).unwrap_or_default();
        faults.finish()?;
        if ids.iter().any(|id| now.duration_since(id.made_at()) > BULK_DELETE_AGE) {
            return Err(Code::BulkDeleteTooOld.into());
        }
        let there: Vec<_> = ids.into_iter().filter(|id| self.find_message(channel, *id).is_some()).collect();
        if let Some(messages) = self.messages.get_mut(&channel) {
            messages.retain(|id, _| !there.contains(id));
        }
        let data = json!({"ids": there, "channel_id": channel, "guild_id": self.guild.id});
        self.emit_in(channel, "MESSAGE_DELETE_BULK", data, Content::Open);
        Ok(Response::empty())
    }

    /// `POST /channels/{channel}/typing`
    pub(super) fn typing(&mut self, channel: Snowflake) -> Result<Response, Failure> {
        let place = self.seen_channel(channel)?;
        self.bot_needs(place, sending_in(place))?;
        Ok(Response::empty())
    }

    /// A notice that Discord itself writes: a pin, a thread made, someone added.
    pub(super) fn system_message(
        &mut self,
        now: Timestamp,
        channel: Snowflake,
        kind: u8,
        content: &str,
        author: Snowflake,
    ) -> Message {
        Message {
            kind,
            content: content.to_owned(),
            ..self.compose(now, channel, author, &Draft::default(), &empty_request())
        }
    }
}

/// Notices carry no body, so there is no request behind them.
pub(super) fn empty_request() -> Request {
    Request {
        method: super::request::Method::Post,
        path: String::new(),
        query: Vec::new(),
        authorization: None,
        audit_reason: None,
        body: Value::Null,
        files: Vec::new(),
    }
}

fn text_of(nonce: &Value) -> String {
    nonce.as_str().map_or_else(|| nonce.to_string(), str::to_owned)
}
