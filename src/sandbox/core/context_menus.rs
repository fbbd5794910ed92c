//! Commands that a member uses from the context menu of a user or a message, under *Apps*.

use serde_json::json;

use super::api_types::{CommandInput, ControlError, ControlResult};
use super::command_definition::{Command, MESSAGE_COMMAND, USER_COMMAND};
use super::interaction::{InteractionKind, NewInteraction, UsedCommand};
use super::lookup::suggestions;
use super::resolved::Resolved;
use super::snowflake::Snowflake;
use super::world::World;
use crate::time::Timestamp;

impl World {
    /// Uses a command of a context menu as a member, and returns the id of the new interaction. `target` is a member's
    /// id, handle or name, or a message's id.
    pub fn menu_command(
        &mut self,
        now: Timestamp,
        who: &str,
        input: &CommandInput,
        target: &str,
    ) -> ControlResult<Snowflake> {
        let (user, channel) = self.command_user_and_channel(now, who, &input.channel)?;
        let (command, target) = self.find_menu_command(user, channel, &input.name, target)?;
        let mut resolved = Resolved::default();
        match command.definition.kind {
            USER_COMMAND => drop(resolved.add_user(target)),
            _ => resolved.messages.push(target),
        }
        let definition = &command.definition;
        let mut data = json!({
            "id": command.id,
            "name": definition.name,
            "type": definition.kind,
            "target_id": target,
            "resolved": self.resolved_view(&resolved, user, channel),
        });
        if let Some(guild) = command.guild {
            data["guild_id"] = json!(guild);
        }
        let used_command = UsedCommand { name: definition.name.clone(), kind: definition.kind, target: Some(target) };
        let new_interaction = NewInteraction {
            kind: InteractionKind::Command,
            user,
            channel,
            data,
            command: Some(used_command),
            source_message: None,
            focused_option_kind: 0,
            opened_by: None,
        };
        Ok(self.create_interaction(now, new_interaction))
    }

    /// Finds the command with this name and the id of its target. A user command and a message command may share a
    /// name, so the type of the target decides.
    fn find_menu_command(
        &self,
        who: Snowflake,
        channel: Snowflake,
        name: &str,
        target: &str,
    ) -> ControlResult<(&Command, Snowflake)> {
        let locale = &self.users[&who].locale;
        let usable_commands = self.usable_commands(who, channel, &[USER_COMMAND, MESSAGE_COMMAND]);
        let has_name = |command: &&&Command| {
            let definition = &command.definition;
            let localized = definition.name_localizations.get(locale);
            definition.name.eq_ignore_ascii_case(name) || localized.is_some_and(|it| it.eq_ignore_ascii_case(name))
        };
        let commands: Vec<&Command> = usable_commands.iter().filter(has_name).copied().collect();
        if commands.is_empty() {
            let names = usable_commands.iter().map(|command| command.definition.name.as_str());
            let error = format!("no command {name:?} in the menu of a user or message{}", suggestions(name, names));
            return Err(ControlError { status: 404, error });
        }
        let mut refusal = None;
        for command in commands {
            let found = match command.definition.kind {
                USER_COMMAND => self.user_id(target),
                _ => self.message_target(channel, who, target),
            };
            match found {
                Ok(target) => return Ok((command, target)),
                Err(error) => refusal = Some(error),
            }
        }
        Err(refusal.expect("at least one command was tried"))
    }

    fn message_target(&self, channel: Snowflake, who: Snowflake, target: &str) -> ControlResult<Snowflake> {
        let found = target.parse().ok().and_then(|id| self.find_message(channel, id));
        let visible_message = found.filter(|message| message.ephemeral_to.is_none_or(|to| to == who));
        visible_message.map(|message| message.id).ok_or_else(|| {
            let error = format!("{target:?} is no message that this member sees in that channel");
            ControlError { status: 404, error }
        })
    }
}
