//! Creates, edits and deletes messages. Source: Discord docs, "Message Resource".

use std::collections::{BTreeMap, VecDeque};

use serde_json::{Value, json};

use super::access::send_permission;
use super::api_error::{ApiError, ErrorCode};
use super::fields::{FieldErrors, Fields};
use super::mentions::mentionable_text;
use super::message_body::{self, BodyPurpose, MessageBody};
use super::model::{Attachment, Message, flags};
use super::permissions::Permissions;
use super::request::{File, Request, Response};
use super::snowflake::Snowflake;
use super::views::Nonce;
use super::world::{Content, World};
use crate::time::{SignedDuration, Timestamp};

/// How long a nonce is remembered. Discord's docs ("Create Message: enforce_nonce") only say "in the past few minutes".
/// We take the shortest possible meaning, three minutes, so that no code relies on a longer time.
pub const NONCE_WINDOW: SignedDuration = SignedDuration::from_mins(3);

/// Edits of messages that are older than this have a stricter limit (error 30046). Discord does not publish the limit.
/// Bots reach it after a few edits in an hour.
const OLD_MESSAGE_AGE: SignedDuration = SignedDuration::from_hours(1);
const MAX_OLD_EDITS_PER_HOUR: usize = 5;

const MAX_BULK_DELETE_AGE: SignedDuration = SignedDuration::from_hours(14 * 24);

impl World {
    /// `POST /channels/{channel}/messages`. Sends a message as the bot.
    pub(super) fn create_message(
        &mut self,
        now: Timestamp,
        channel: Snowflake,
        request: &Request,
    ) -> Result<Response, ApiError> {
        let channel_record = self.visible_channel(channel)?;
        self.require_bot_permission(channel_record, send_permission(channel_record))?;
        let body = message_body::read(request, BodyPurpose::Create, self.seed.strictness)?;
        if body.is_empty() {
            return Err(ErrorCode::EmptyMessage.into());
        }
        if body.embeds.as_ref().is_some_and(|embeds| !embeds.is_empty()) {
            self.require_bot_permission(channel_record, Permissions::EMBED_LINKS)?;
        }
        if !body.files.is_empty() {
            self.require_bot_permission(channel_record, Permissions::ATTACH_FILES)?;
        }
        if let Some(recipient) = channel_record.recipient {
            self.check_dm_allowed(recipient)?;
        }
        self.check_thread_accepts_messages(channel)?;
        let reference = self.check_reply(channel, &body)?;
        if let Some(earlier_message) = self.find_by_nonce(now, &body) {
            return Ok(Response::ok(self.message_view(earlier_message, Nonce::Shown)));
        }
        self.unarchive(now, channel);
        let mut message = self.build_message(now, channel, self.bot, &body, request);
        message.reference = reference;
        message.kind = if reference.is_some() { 19 } else { 0 };
        if let Some(author) = reference
            .filter(|_| body.allowed_mentions.replied_user)
            .and_then(|id| self.find_message(channel, id))
            .map(|it| it.author)
            && author != self.bot
            && !message.mentions.users.contains(&author)
        {
            message.mentions.users.push(author);
        }
        let nonce = body.nonce.as_ref().map(nonce_text);
        let id = self.publish(now, message);
        self.nonces.extend(nonce.map(|nonce| (nonce, (channel, id))));
        let published_message = self.find_message(channel, id).expect("just published");
        Ok(Response::ok(self.message_view(published_message, Nonce::Shown)))
    }

    /// Finds an earlier message with the same nonce. Discord's docs ("by the same author") do not say whether Discord
    /// compares nonces only within a channel. The sandbox compares them across all channels.
    fn find_by_nonce(&self, now: Timestamp, body: &MessageBody) -> Option<&Message> {
        let nonce = body.nonce.as_ref().filter(|_| body.enforce_nonce)?;
        let (channel, id) = *self.nonces.get(&nonce_text(nonce))?;
        self.find_message(channel, id).filter(|message| now.duration_since(message.sent_at) < NONCE_WINDOW)
    }

    fn check_reply(&self, channel: Snowflake, body: &MessageBody) -> Result<Option<Snowflake>, ApiError> {
        let Some(reply) = body.reply_to else { return Ok(None) };
        let exists = self.find_message(channel, reply.message).is_some_and(|message| message.ephemeral_to.is_none());
        let is_in_channel = reply.channel.is_none_or(|named| named == channel);
        if exists && is_in_channel {
            self.require_bot_permission(&self.channels[&channel], Permissions::READ_MESSAGE_HISTORY)?;
            return Ok(Some(reply.message));
        }
        if reply.must_exist {
            return Err(ApiError::invalid_field(
                "message_reference",
                "MESSAGE_REFERENCE_UNKNOWN_MESSAGE",
                "Unknown message",
            ));
        }
        Ok(None)
    }

    /// Builds a message from a validated body. It does not publish the message.
    pub(super) fn build_message(
        &mut self,
        now: Timestamp,
        channel: Snowflake,
        author: Snowflake,
        body: &MessageBody,
        request: &Request,
    ) -> Message {
        let components = body.components.clone().unwrap_or_default();
        let content = body.content.clone().unwrap_or_default();
        let text = mentionable_text(&content, &components);
        let mentions = self.mentions(author, &self.channels[&channel], &text, &body.allowed_mentions);
        Message {
            id: self.ids.next(now),
            channel,
            author,
            kind: 0,
            content,
            embeds: body.embeds.clone().unwrap_or_default(),
            components,
            attachments: self.store_files(now, channel, body, &request.files),
            flags: body.flags.unwrap_or(0),
            tts: body.tts,
            nonce: body.nonce.clone(),
            sent_at: now,
            edited_at: None,
            pinned_at: None,
            notified: BTreeMap::new(),
            mentions,
            reference: None,
            reactions: Vec::new(),
            interaction: None,
            ephemeral_to: None,
            has_thread: false,
            webhook_name: None,
        }
    }

    pub(super) fn store_files(
        &mut self,
        now: Timestamp,
        channel: Snowflake,
        body: &MessageBody,
        files: &[File],
    ) -> Vec<Attachment> {
        let new = body.files.iter();
        new.map(|new| {
            let file = File { name: new.filename.clone(), ..files[new.file_index].clone() };
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
        let id = self.ids.next(now);
        let path = format!("{channel}/{id}/{}", file.name);
        let attachment = Attachment {
            id,
            filename: file.name.clone(),
            description,
            content_type: file.content_type.clone(),
            size: file.bytes.len(),
            url: format!("{}/{path}", self.attachments_url),
            ephemeral: false,
        };
        self.files.insert(path, file);
        attachment
    }

    /// Adds a message to its channel, dispatches it, and adds the mentioned members if the channel is a thread.
    pub(super) fn publish(&mut self, now: Timestamp, message: Message) -> Snowflake {
        let (id, channel) = (message.id, message.channel);
        let channel_record = self.channels.get_mut(&channel).expect("messages are made in channels that exist");
        if message.ephemeral_to.is_none() {
            channel_record.last_message = Some(id);
            if let Some(thread) = &mut channel_record.thread {
                thread.message_count += 1;
                thread.total_message_sent += 1;
                thread.last_active_at = now;
            }
        }
        self.add_mentioned_to_thread(now, &message);
        let notified = self.notifications(&message);
        self.messages.entry(channel).or_default().insert(id, Message { notified, ..message });
        self.emit_message("MESSAGE_CREATE", channel, id, Nonce::Shown);
        id
    }

    pub(super) fn emit_message(&mut self, name: &'static str, channel: Snowflake, id: Snowflake, nonce: Nonce) {
        let Some(message) = self.find_message(channel, id) else { return };
        let mut data = self.message_view(message, nonce);
        if message.ephemeral_to.is_some() {
            // Only the member and the bot receive an ephemeral message, so it has no guild and no member object.
            // Source: Discord docs, "Gateway Events: Message Create".
            self.bump_version();
            let required_intents = super::events::intents::DIRECT_MESSAGES;
            self.events.push(super::events::Event {
                name,
                data,
                required_intents,
                guild: None,
                privileged_content: false,
            });
            return;
        }
        let is_privileged = self.is_privileged_content(message);
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
        self.emit_in_channel(channel, name, data, if is_privileged { Content::Privileged } else { Content::Public });
    }

    /// `PATCH /channels/{channel}/messages/{id}`. Edits one of the bot's messages.
    pub(super) fn edit_message(
        &mut self,
        now: Timestamp,
        channel: Snowflake,
        id: Snowflake,
        request: &Request,
    ) -> Result<Response, ApiError> {
        let message = self.visible_message(channel, id)?;
        if message.author != self.bot {
            return Err(ErrorCode::CannotEditOthers.into());
        }
        let (was_v2, age) = (message.has_components_v2(), now.duration_since(message.sent_at));
        self.check_not_archived(channel)?;
        let body = message_body::read(request, BodyPurpose::Edit { was_v2 }, self.seed.strictness)?;
        if age > OLD_MESSAGE_AGE {
            self.count_old_edit(now, channel)?;
        }
        self.apply_edit(now, channel, id, &body, request)?;
        let edited_message = self.find_message(channel, id).expect("edited just now");
        Ok(Response::ok(self.message_view(edited_message, Nonce::Hidden)))
    }

    fn count_old_edit(&mut self, now: Timestamp, channel: Snowflake) -> Result<(), ApiError> {
        let edits: &mut VecDeque<Timestamp> = self.old_edits.entry(channel).or_default();
        edits.retain(|at| now.duration_since(*at) < OLD_MESSAGE_AGE);
        if edits.len() >= MAX_OLD_EDITS_PER_HOUR {
            return Err(ErrorCode::TooManyOldEdits.into());
        }
        edits.push_back(now);
        Ok(())
    }

    /// Applies the fields that the body contains, and dispatches MESSAGE_UPDATE.
    pub(super) fn apply_edit(
        &mut self,
        now: Timestamp,
        channel: Snowflake,
        id: Snowflake,
        body: &MessageBody,
        request: &Request,
    ) -> Result<(), ApiError> {
        let new_files = self.store_files(now, channel, body, &request.files);
        let mut message = self.find_message(channel, id).ok_or(ErrorCode::UnknownMessage)?.clone();
        if let Some(content) = &body.content {
            content.clone_into(&mut message.content);
        }
        if let Some(embeds) = &body.embeds {
            message.embeds.clone_from(embeds);
        }
        if let Some(components) = &body.components {
            message.components.clone_from(components);
        }
        if let Some(new) = body.flags {
            let changeable = flags::SUPPRESS_EMBEDS | flags::COMPONENTS_V2;
            message.flags = (message.flags & !changeable) | (new & changeable) | (message.flags & flags::COMPONENTS_V2);
        }
        if let Some(kept_attachments) = &body.kept_attachments {
            message.attachments.retain(|attachment| kept_attachments.contains(&attachment.id));
        }
        message.attachments.extend(new_files);
        if message.content.is_empty()
            && message.embeds.is_empty()
            && message.components.is_empty()
            && message.attachments.is_empty()
        {
            return Err(ErrorCode::EmptyMessage.into());
        }
        if body.content.is_some() || body.components.is_some() {
            let text = mentionable_text(&message.content, &message.components);
            message.mentions = self.mentions(message.author, &self.channels[&channel], &text, &body.allowed_mentions);
        }
        if message.flags & flags::LOADING != 0 {
            // An edit that fills a deferred response does not set `edited_at`. The message notifies its readers now.
            message.flags &= !flags::LOADING;
            message.notified = self.notifications(&message);
        } else {
            message.edited_at = Some(now);
        }
        // A mention that an edit adds notifies nobody, but adds the mentioned person to the thread.
        self.add_mentioned_to_thread(now, &message);
        *self.message_mut(channel, id).expect("looked up above") = message;
        self.emit_message("MESSAGE_UPDATE", channel, id, Nonce::Hidden);
        Ok(())
    }

    /// `DELETE /channels/{channel}/messages/{id}`. Deletes a message.
    pub(super) fn delete_message(&mut self, channel: Snowflake, id: Snowflake) -> Result<Response, ApiError> {
        let message = self.visible_message(channel, id)?;
        let channel_record = &self.channels[&channel];
        if message.author != self.bot {
            if channel_record.is_dm() {
                return Err(ErrorCode::CannotOnDm.into());
            }
            self.require_bot_permission(channel_record, Permissions::MANAGE_MESSAGES)?;
        }
        self.check_not_archived(channel)?;
        self.remove_message(channel, id);
        Ok(Response::empty())
    }

    pub(super) fn remove_message(&mut self, channel: Snowflake, id: Snowflake) {
        let is_ephemeral = self.find_message(channel, id).is_some_and(|message| message.ephemeral_to.is_some());
        if let Some(messages) = self.messages.get_mut(&channel) {
            messages.remove(&id);
        }
        self.bump_version();
        if is_ephemeral {
            return;
        }
        let channel_record = self.channels.get_mut(&channel).expect("messages are in channels that exist");
        if let Some(thread) = &mut channel_record.thread {
            thread.message_count = thread.message_count.saturating_sub(1);
        }
        let mut data = json!({"id": id, "channel_id": channel});
        if !channel_record.is_dm() {
            data["guild_id"] = json!(self.guild.id);
        }
        self.emit_in_channel(channel, "MESSAGE_DELETE", data, Content::Public);
    }

    /// `POST /channels/{channel}/messages/bulk-delete`. Deletes 2 to 100 messages.
    pub(super) fn bulk_delete(
        &mut self,
        now: Timestamp,
        channel: Snowflake,
        request: &Request,
    ) -> Result<Response, ApiError> {
        let channel_record = self.visible_channel(channel)?;
        if channel_record.is_dm() {
            return Err(ErrorCode::CannotOnDm.into());
        }
        self.require_bot_permission(channel_record, Permissions::MANAGE_MESSAGES)?;
        let errors = FieldErrors::new(self.seed.strictness);
        let fields = Fields::of(&request.body, &errors);
        fields.allow_only(&["messages"]);
        fields.require("messages");
        let ids = fields.snowflakes("messages", 2..=100).unwrap_or_default();
        errors.finish()?;
        if ids.iter().any(|id| now.duration_since(id.created_at()) > MAX_BULK_DELETE_AGE) {
            return Err(ErrorCode::BulkDeleteTooOld.into());
        }
        let existing_ids: Vec<_> = ids.into_iter().filter(|id| self.find_message(channel, *id).is_some()).collect();
        if let Some(messages) = self.messages.get_mut(&channel) {
            messages.retain(|id, _| !existing_ids.contains(id));
        }
        let data = json!({"ids": existing_ids, "channel_id": channel, "guild_id": self.guild.id});
        self.emit_in_channel(channel, "MESSAGE_DELETE_BULK", data, Content::Public);
        Ok(Response::empty())
    }

    /// `POST /channels/{channel}/typing`. Checks the permission to send, and has no other effect.
    pub(super) fn trigger_typing(&mut self, channel: Snowflake) -> Result<Response, ApiError> {
        let channel_record = self.visible_channel(channel)?;
        self.require_bot_permission(channel_record, send_permission(channel_record))?;
        Ok(Response::empty())
    }

    /// Builds a message that Discord itself writes: for a pin, a new thread, a new thread member, or a deferral.
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
            ..self.build_message(now, channel, author, &MessageBody::default(), &empty_request())
        }
    }
}

/// An empty request, for messages that no request of the bot creates: system messages and members' messages.
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

fn nonce_text(nonce: &Value) -> String {
    nonce.as_str().map_or_else(|| nonce.to_string(), str::to_owned)
}
