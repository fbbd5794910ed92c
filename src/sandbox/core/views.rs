//! Converts the state to Discord's JSON. The views contain every field that Discord always sends.

use serde_json::{Map, Value, json};

use super::command_definition::{MESSAGE_COMMAND, USER_COMMAND};
use super::model::{
    Attachment, Channel, ChannelKind, Member, Message, Overwrite, OverwriteTarget, Reaction, Role, Thread, User, flags,
};
use super::snowflake::Snowflake;
use super::world::World;
use crate::time::Timestamp;

/// Discord's format for instants: `2020-11-10T16:55:00.000000+00:00`.
pub(super) fn iso(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S.%6f+00:00").to_string()
}

pub(super) fn iso_or_null(at: Option<Timestamp>) -> Value {
    at.map_or(Value::Null, |at| Value::from(iso(at)))
}

pub(super) fn user(user: &User) -> Value {
    let mut object = json!({
        "id": user.id,
        "username": user.handle,
        "discriminator": if user.bot { "7724" } else { "0" },
        "global_name": if user.bot { Value::Null } else { Value::from(user.name.clone()) },
        "avatar": null,
        "avatar_decoration_data": null,
        "collectibles": null,
        "display_name_styles": null,
        "primary_guild": null,
        "public_flags": 0,
        "flags": 0,
    });
    if user.bot {
        object["bot"] = Value::from(true);
    }
    object
}

pub(super) fn role(role: &Role, everyone: Snowflake) -> Value {
    let mut object = json!({
        "id": role.id,
        "name": role.name,
        "description": null,
        "permissions": role.permissions,
        "position": role.position,
        "color": role.color,
        "colors": {"primary_color": role.color, "secondary_color": null, "tertiary_color": null},
        "hoist": false,
        "managed": role.managed_by.is_some(),
        "mentionable": role.mentionable,
        "icon": null,
        "unicode_emoji": null,
        "flags": 0,
    });
    if let Some(bot) = role.managed_by {
        object["tags"] = json!({"bot_id": bot});
    }
    debug_assert!(role.id != everyone || role.position == 0);
    object
}

fn overwrite(overwrite: &Overwrite) -> Value {
    let kind = match overwrite.target {
        OverwriteTarget::Role => 0,
        OverwriteTarget::Member => 1,
    };
    json!({"id": overwrite.id, "type": kind, "allow": overwrite.allow, "deny": overwrite.deny})
}

fn thread_metadata(thread: &Thread, kind: ChannelKind) -> Value {
    let mut object = json!({
        "archived": thread.archived,
        "archive_timestamp": iso(thread.archive_changed_at),
        "auto_archive_duration": thread.auto_archive_minutes,
        "locked": thread.locked,
        "create_timestamp": iso(thread.created_at),
    });
    if kind == ChannelKind::PrivateThread {
        object["invitable"] = Value::from(thread.invitable);
    }
    object
}

pub(super) fn thread_member(thread: Snowflake, user: Snowflake, joined_at: Timestamp) -> Value {
    json!({
        "id": thread,
        "user_id": user,
        "join_timestamp": iso(joined_at),
        "flags": 1,
        "muted": false,
        "mute_config": null,
    })
}

pub(super) fn attachment(attachment: &Attachment) -> Value {
    let mut object = json!({
        "id": attachment.id,
        "filename": attachment.filename,
        "size": attachment.size,
        "url": attachment.url,
        "proxy_url": attachment.url,
    });
    if let Some(kind) = &attachment.content_type {
        object["content_type"] = Value::from(kind.clone());
    }
    if let Some(description) = &attachment.description {
        object["description"] = Value::from(description.clone());
    }
    if attachment.ephemeral {
        object["ephemeral"] = Value::from(true);
    }
    object
}

fn reaction(reaction: &Reaction, me: Snowflake) -> Value {
    json!({
        "emoji": {"id": null, "name": reaction.emoji},
        "count": reaction.users.len(),
        "count_details": {"burst": 0, "normal": reaction.users.len()},
        "burst_colors": [],
        "burst_count": 0,
        "me": reaction.users.contains(&me),
        "me_burst": false,
        "burst_me": false,
    })
}

/// Whether the JSON of a message contains its nonce. Only the response to a new message and the MESSAGE_CREATE event
/// contain the nonce.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nonce {
    Shown,
    Hidden,
}

impl World {
    pub(super) fn user_view(&self, id: Snowflake) -> Value {
        user(self.users.get(&id).expect("ids of people in the state are known"))
    }

    /// A member object without its `user` field.
    pub(super) fn bare_member_view(&self, member: &Member) -> Value {
        json!({
            "nick": null,
            "avatar": null,
            "banner": null,
            "roles": member.roles,
            "joined_at": iso(member.joined_at),
            "premium_since": null,
            "communication_disabled_until": null,
            "deaf": false,
            "mute": false,
            "pending": false,
            "flags": 0,
        })
    }

    pub(super) fn member_view(&self, id: Snowflake) -> Option<Value> {
        let mut view = self.bare_member_view(self.members.get(&id)?);
        view["user"] = self.user_view(id);
        Some(view)
    }

    pub(super) fn channel_view(&self, channel: &Channel) -> Value {
        let mut view = json!({
            "id": channel.id,
            "type": channel.kind.number(),
            "last_message_id": channel.last_message,
            "flags": 0,
        });
        let object = view.as_object_mut().expect("views are objects");
        if let Some(recipient) = channel.recipient {
            object.insert("recipients".to_owned(), json!([self.user_view(recipient)]));
            return view;
        }
        object.insert("guild_id".to_owned(), json!(self.guild.id));
        object.insert("name".to_owned(), json!(channel.name));
        object.insert("parent_id".to_owned(), json!(channel.parent));
        object.insert("rate_limit_per_user".to_owned(), json!(channel.slow_mode_seconds));
        object.insert("last_pin_timestamp".to_owned(), iso_or_null(channel.last_pin_at));
        match &channel.thread {
            Some(thread) => self.add_thread_fields(object, channel, thread),
            None => {
                object.insert("position".to_owned(), json!(channel.position));
                object.insert("permission_overwrites".to_owned(), channel.overwrites.iter().map(overwrite).collect());
                object.insert("topic".to_owned(), json!(channel.topic));
                object.insert("nsfw".to_owned(), Value::from(false));
                if let Some(minutes) = channel.default_auto_archive_minutes {
                    object.insert("default_auto_archive_duration".to_owned(), json!(minutes));
                }
            }
        }
        view
    }

    fn add_thread_fields(&self, object: &mut Map<String, Value>, channel: &Channel, thread: &Thread) {
        object.insert("owner_id".to_owned(), json!(thread.owner));
        object.insert("message_count".to_owned(), json!(thread.message_count));
        object.insert("total_message_sent".to_owned(), json!(thread.total_message_sent));
        // Discord stops counting at 50.
        object.insert("member_count".to_owned(), json!(thread.members.len().min(50)));
        object.insert("thread_metadata".to_owned(), thread_metadata(thread, channel.kind));
        if let Some(joined_at) = thread.members.get(&self.bot) {
            object.insert("member".to_owned(), thread_member(channel.id, self.bot, *joined_at));
        }
    }

    pub(super) fn message_view(&self, message: &Message, nonce: Nonce) -> Value {
        let mut view = json!({
            "id": message.id,
            "channel_id": message.channel,
            "type": message.kind,
            "author": self.author_view(message),
            "content": message.content,
            "timestamp": iso(message.sent_at),
            "edited_timestamp": iso_or_null(message.edited_at),
            "tts": message.tts,
            "mention_everyone": message.mentions.everyone,
            "mentions": message.mentions.users.iter().map(|id| self.user_view(*id)).collect::<Vec<_>>(),
            "mention_roles": message.mentions.roles,
            "attachments": message.attachments.iter().map(attachment).collect::<Vec<_>>(),
            "embeds": message.embeds,
            "components": message.components,
            "pinned": message.pinned_at.is_some(),
            "flags": message.flags,
        });
        if let (Nonce::Shown, Some(nonce)) = (nonce, &message.nonce) {
            view["nonce"] = nonce.clone();
        }
        if !message.reactions.is_empty() {
            view["reactions"] = message.reactions.iter().map(|it| reaction(it, self.bot)).collect();
        }
        self.add_links(&mut view, message);
        view
    }

    fn author_view(&self, message: &Message) -> Value {
        let mut view = self.user_view(message.author);
        if let Some(name) = &message.webhook_name {
            view["username"] = json!(name);
            view["discriminator"] = json!("0000");
        }
        view
    }

    fn add_links(&self, view: &mut Value, message: &Message) {
        if let Some(reference) = message.reference {
            view["message_reference"] = json!({"type": 0, "channel_id": message.channel, "message_id": reference});
            if self.channels.get(&message.channel).is_some_and(|channel| !channel.is_dm()) {
                view["message_reference"]["guild_id"] = json!(self.guild.id);
            }
            let original = self.find_message(message.channel, reference);
            view["referenced_message"] = original.map_or(Value::Null, |original| {
                let mut original = original.clone();
                // Include only one level of references, as Discord does.
                original.reference = None;
                self.message_view(&original, Nonce::Hidden)
            });
        }
        if message.webhook_name.is_some() {
            view["application_id"] = json!(self.application);
            view["webhook_id"] = json!(message.author);
        }
        if let Some(interaction) = &message.interaction {
            view["application_id"] = json!(self.application);
            view["webhook_id"] = json!(self.application);
            view["interaction_metadata"] = self.interaction_metadata(interaction);
            if let Some(command) = &interaction.command {
                view["interaction"] = json!({
                    "id": interaction.id, "type": 2, "name": command.name, "user": self.user_view(interaction.user),
                });
            }
        }
        if message.flags & flags::HAS_THREAD != 0
            && let Some(thread) = self.channels.get(&message.id)
        {
            view["thread"] = self.channel_view(thread);
        }
    }

    fn interaction_metadata(&self, interaction: &super::model::MessageInteraction) -> Value {
        let mut metadata = json!({
            "id": interaction.id,
            "type": interaction.kind,
            "user": self.user_view(interaction.user),
            "authorizing_integration_owners": {"0": self.guild.id},
        });
        if let Some(command) = &interaction.command {
            metadata["name"] = Value::from(command.name.clone());
            metadata["command_type"] = Value::from(command.kind);
            match (command.kind, command.target) {
                (USER_COMMAND, Some(target)) => metadata["target_user"] = self.user_view(target),
                (MESSAGE_COMMAND, Some(target)) => metadata["target_message_id"] = json!(target),
                _ => {}
            }
        }
        if let Some(source_message) = interaction.source_message {
            metadata["interacted_message_id"] = json!(source_message);
        }
        if let Some(original) = interaction.original {
            metadata["original_response_message_id"] = json!(original);
        }
        if interaction.kind == 5 {
            // The interaction that opened the modal, in short form. The sandbox gives it the id of the submission.
            metadata["triggering_interaction_metadata"] = json!({
                "id": interaction.id, "type": 2, "user": self.user_view(interaction.user),
                "authorizing_integration_owners": {"0": self.guild.id},
            });
        }
        metadata
    }
}
