//! What a member's client shows: the messages of a channel, the visible channels and the usable commands.

use serde_json::{Value, json};

use super::api_types::{AuthorView, ChannelView, ControlError, ControlResult, InteractionInfo, MessageView};
use super::command_definition::{CHAT_COMMAND, Choice, CommandOption};
use super::model::{Channel, ChannelKind, Message, Role};
use super::snowflake::Snowflake;
use super::views;
use super::world::World;

impl World {
    /// The messages of a channel, oldest first. With `as_member`, only the messages that this member sees, including
    /// the member's own ephemeral messages. System messages (a pin, a member added to a thread) are left out.
    pub fn messages(
        &self,
        channel_name: &str,
        after: Option<&str>,
        as_member: Option<&str>,
    ) -> ControlResult<Vec<MessageView>> {
        let viewer = as_member.map(|who| self.user_id(who)).transpose()?;
        let after_id = parse_after(after)?;
        let channel = if channel_name == "dm" {
            let who =
                viewer.ok_or_else(|| ControlError { status: 400, error: "channel=dm needs as=MEMBER".to_owned() })?;
            let Some(channel) = self.dm_with(who) else { return Ok(Vec::new()) };
            channel.id
        } else {
            self.channel_id(channel_name)?
        };
        if let Some(viewer) = viewer {
            self.require_visible(viewer, channel)?;
        }
        let is_shown = |message: &&Message| {
            let is_visible = message.ephemeral_to.is_none() || viewer.is_none() || message.ephemeral_to == viewer;
            is_visible && is_regular_message(message) && after_id.is_none_or(|after_id| message.id > after_id)
        };
        let channel_messages = self.messages.get(&channel).into_iter().flat_map(|messages| messages.values());
        Ok(channel_messages.filter(is_shown).map(|message| self.message_info(message)).collect())
    }

    /// All messages in the guild and in DMs, oldest first, no matter who can see them. With `after`, only messages with
    /// a greater id. System messages are left out.
    pub fn all_messages(&self, after: Option<Snowflake>) -> Vec<MessageView> {
        let is_new = |message: &&Message| is_regular_message(message) && after.is_none_or(|after| message.id > after);
        let mut found: Vec<&Message> =
            self.messages.values().flat_map(|messages| messages.values()).filter(is_new).collect();
        found.sort_by_key(|message| message.id);
        found.into_iter().map(|message| self.message_info(message)).collect()
    }

    /// A message as the control API returns it.
    pub(super) fn message_info(&self, message: &Message) -> MessageView {
        let author = &self.users[&message.author];
        let interaction = message.interaction.as_ref();
        MessageView {
            id: message.id,
            channel: message.channel,
            author: AuthorView {
                id: author.id,
                username: author.handle.clone(),
                name: message.webhook_name.clone().unwrap_or_else(|| author.name.clone()),
                bot: author.bot,
            },
            content: message.content.clone(),
            embeds: message.embeds.clone(),
            components: message.components.clone(),
            attachments: message.attachments.iter().map(views::attachment).collect(),
            mentions: message.mentions.users.iter().map(|id| self.user_view(*id)).collect(),
            // Discord does not return the nonce when messages are read. The request log has the nonce.
            nonce: None,
            flags: message.flags,
            at: message.sent_at,
            edited_at: message.edited_at,
            pinned: message.pinned_at.is_some(),
            interaction: interaction.map(|interaction| InteractionInfo {
                name: interaction.command.as_ref().map(|command| command.name.clone()),
                user: interaction.user,
            }),
            reference: message.reference,
        }
    }

    /// The channels that the member can see, including threads and the member's DM with the bot.
    pub fn channels_for(&self, who: &str) -> ControlResult<Vec<ChannelView>> {
        let member = self.user_id(who)?;
        let mut visible_channels: Vec<&Channel> =
            self.channels.values().filter(|channel| self.can_see(member, channel)).collect();
        visible_channels.sort_by_key(|channel| (channel.is_thread(), channel.is_dm(), channel.position, channel.id));
        Ok(visible_channels.into_iter().map(|channel| self.channel_info(member, channel)).collect())
    }

    fn channel_info(&self, member: Snowflake, channel: &Channel) -> ChannelView {
        let thread = channel.thread.as_ref();
        let locked = thread.is_some_and(|thread| thread.locked);
        ChannelView {
            id: channel.id,
            name: if channel.is_dm() { "dm".to_owned() } else { channel.name.clone() },
            kind: channel.kind.number(),
            parent: channel.parent,
            topic: channel.topic.clone(),
            can_send: self.can_send(member, channel) && !locked,
            archived: thread.is_some_and(|thread| thread.archived),
            locked,
        }
    }

    /// The slash commands that the member can use in a channel, with texts in the member's language. The default
    /// channel is the first text channel that the member sees.
    pub fn commands_for(&self, who: &str, channel_name: Option<&str>) -> ControlResult<Vec<Value>> {
        let member = self.user_id(who)?;
        let channel = match channel_name {
            Some("dm") => self.dm_with(member).map(|channel| channel.id),
            Some(channel_name) => Some(self.channel_id(channel_name)?),
            None => self
                .channels
                .values()
                .find(|it| it.kind == ChannelKind::Text && self.can_see(member, it))
                .map(|it| it.id),
        };
        let usable = match (channel, channel_name) {
            (Some(channel), _) => self.usable_commands(member, channel, &[CHAT_COMMAND]),
            // The client offers the commands also before the first message. The DM opens with the first command.
            (None, Some(_)) => self.commands_in_dms(&[CHAT_COMMAND]),
            (None, None) => Vec::new(),
        };
        let locale = &self.users[&member].locale;
        let command_info = |command: &super::command_definition::Command| {
            let definition = &command.definition;
            let localized_description = definition.description_localizations.get(locale);
            let mut view = json!({
                "id": command.id,
                "name": definition.name,
                "name_localized": definition.name_localizations.get(locale).unwrap_or(&definition.name),
                "description": definition.description,
                "description_localized": localized_description.unwrap_or(&definition.description),
                "default_member_permissions": definition.default_member_permissions,
            });
            view["options"] = definition.options.iter().map(|option| localized_option(option, locale)).collect();
            view
        };
        Ok(usable.into_iter().map(command_info).collect())
    }

    /// The state as JSON: `{guild:{id,name,owner}, bot_user:{id,name}, roles:[{id,name,color}], members,
    /// channels:[{id,name,type,parent}], commands:[name…]}`.
    pub fn state(&self) -> Value {
        let bot = &self.users[&self.bot];
        let roles = self.roles.values().filter(|role| role.id != self.guild.id);
        let mut channels: Vec<&Channel> = self.channels.values().filter(|channel| !channel.is_dm()).collect();
        channels.sort_by_key(|channel| (channel.is_thread(), channel.position, channel.id));
        let role = |role: &Role| json!({"id": role.id, "name": role.name, "color": role.color});
        let channel = |channel: &Channel| {
            let kind = channel.kind.number();
            json!({"id": channel.id, "name": channel.name, "type": kind, "parent": channel.parent})
        };
        json!({
            "guild": {"id": self.guild.id, "name": self.guild.name, "owner": self.guild.owner},
            "bot_user": {"id": bot.id, "name": bot.name},
            "roles": roles.map(role).collect::<Vec<_>>(),
            "members": self.members(),
            "channels": channels.into_iter().map(channel).collect::<Vec<_>>(),
            "commands": self.command_names(),
        })
    }

    /// The full names of all slash commands, such as `alert send`, sorted.
    fn command_names(&self) -> Vec<String> {
        fn add_command_names(prefix: &str, options: &[CommandOption], names: &mut Vec<String>) {
            let nested: Vec<_> = options.iter().filter(|option| option.kind <= 2).collect();
            if nested.is_empty() {
                names.push(prefix.to_owned());
            }
            for option in nested {
                add_command_names(&format!("{prefix} {}", option.name), &option.options, names);
            }
        }
        let mut names = Vec::new();
        for command in self.commands.values().filter(|command| command.definition.kind == CHAT_COMMAND) {
            add_command_names(&command.definition.name, &command.definition.options, &mut names);
        }
        names.sort();
        names
    }
}

/// Whether this is a plain message, a reply or a response to a command. All other messages are system messages.
pub(super) fn is_regular_message(message: &Message) -> bool {
    matches!(message.kind, 0 | 19 | 20)
}

pub(super) fn parse_after(after: Option<&str>) -> ControlResult<Option<Snowflake>> {
    let parse = |text: &str| {
        text.parse().map_err(|_| ControlError { status: 400, error: format!("after={text:?} is no message id") })
    };
    after.filter(|text| !text.is_empty()).map(parse).transpose()
}

fn localized_option(option: &CommandOption, locale: &str) -> Value {
    let mut view = serde_json::to_value(option).expect("options are plain data");
    view["name_localized"] = json!(option.name_localizations.get(locale).unwrap_or(&option.name));
    view["description_localized"] = json!(option.description_localizations.get(locale).unwrap_or(&option.description));
    view["options"] = option.options.iter().map(|option| localized_option(option, locale)).collect();
    let choice = |choice: &Choice| {
        let localized = choice.name_localizations.get(locale).unwrap_or(&choice.name);
        json!({"name": choice.name, "name_localized": localized, "value": choice.value})
    };
    view["choices"] = option.choices.iter().map(choice).collect();
    view
}
