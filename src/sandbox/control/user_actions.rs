//! Actions of members: commands, clicks, modals, messages. A call that creates an interaction waits for the bot's first
//! response, for at most Discord's limit of three seconds (real time). [`Wait`] says whether it waits longer.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::error::control_error;
use crate::sandbox::core::{
    ChannelPatch, Click, CommandInput, ControlResult, GuildPatch, InteractionView, MemberPatch, MemberThread,
    MemberView, MessageView, NewMember, ResponseState, RolePatch, Snowflake, World,
};
use crate::sandbox::instance::Sandbox;
use crate::sandbox::server::{Discord, ServerState};
use crate::time::Timestamp;

/// How long to wait for the message after a deferral, if no probe can say whether the bot is still working on it.
const EDIT_TIMEOUT: Duration = Duration::from_secs(15);

/// When a call that creates an interaction returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wait {
    /// When the bot is idle, so that the result includes edits and follow-ups.
    #[default]
    Idle,
    /// At the first response, which may be a deferral.
    Answer,
    /// At the first response, or after a deferral at the message that follows the deferral.
    Message,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommandRequest {
    #[serde(rename = "as")]
    pub who: String,
    pub channel: String,
    /// The command with its subcommands, for example `alert send`.
    pub name: String,
    #[serde(default)]
    pub options: Map<String, Value>,
    #[serde(default)]
    pub wait: Wait,
}

/// A command from the context menu of a user or a message.
#[derive(Debug, Clone)]
pub struct MenuRequest {
    pub who: String,
    pub channel: String,
    pub name: String,
    /// A member's id, handle or name, or a message's id.
    pub target: String,
    pub wait: Wait,
}

/// A member's reaction to a message, to add or to remove.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReactionRequest {
    #[serde(rename = "as")]
    pub who: String,
    pub message: String,
    pub emoji: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AutocompleteRequest {
    #[serde(rename = "as")]
    pub who: String,
    /// If `None`, the first text channel that the member sees.
    pub channel: Option<String>,
    pub name: String,
    #[serde(default)]
    pub options: Map<String, Value>,
    /// The name of the option that the member is typing.
    pub focused: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClickRequest {
    #[serde(rename = "as")]
    pub who: String,
    pub message: String,
    pub label: Option<String>,
    pub custom_id: Option<String>,
    pub values: Option<Vec<String>>,
    #[serde(default)]
    pub wait: Wait,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModalRequest {
    #[serde(rename = "as")]
    pub who: String,
    pub modal: String,
    #[serde(default)]
    pub fields: Map<String, Value>,
    #[serde(default)]
    pub wait: Wait,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PostRequest {
    #[serde(rename = "as")]
    pub who: String,
    pub channel: String,
    pub content: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct InteractionResult {
    #[serde(flatten)]
    pub view: InteractionView,
    /// Real milliseconds until the first response; `None` if no response came in time.
    pub acked_ms: Option<u64>,
}

impl Sandbox {
    pub async fn command(&self, request: CommandRequest) -> ControlResult<InteractionResult> {
        let input = CommandInput { channel: request.channel, name: request.name, options: request.options };
        self.interact(request.wait, |world, now| world.command(now, &request.who, &input)).await
    }

    pub async fn menu_command(&self, request: MenuRequest) -> ControlResult<InteractionResult> {
        let input = CommandInput { channel: request.channel, name: request.name, options: Map::new() };
        self.interact(request.wait, |world, now| world.menu_command(now, &request.who, &input, &request.target)).await
    }

    pub async fn click(&self, request: ClickRequest) -> ControlResult<InteractionResult> {
        let target = match (request.label, request.custom_id) {
            (Some(target), None) | (None, Some(target)) => target,
            _ => {
                return Err(control_error(
                    400,
                    "name the button or select by its label or by its custom_id, one of them",
                ));
            }
        };
        let click = Click { message: request.message, target, values: request.values };
        self.interact(request.wait, |world, now| world.click(now, &request.who, &click)).await
    }

    pub async fn submit_modal(&self, request: ModalRequest) -> ControlResult<InteractionResult> {
        self.interact(request.wait, |world, now| world.submit_modal(now, &request.who, &request.modal, &request.fields))
            .await
    }

    /// Asks the bot to complete an option. Returns the choices as `[{name, value}]`, as the member would see them.
    pub async fn autocomplete(&self, request: AutocompleteRequest) -> ControlResult<Vec<Value>> {
        let channel = match request.channel {
            Some(channel) => channel,
            None => self.first_text_channel_of(&request.who)?,
        };
        let input = CommandInput { channel, name: request.name, options: request.options };
        let id =
            self.begin_interaction(|world, now| world.autocomplete(now, &request.who, &input, &request.focused))?;
        self.await_response(id).await;
        self.inner
            .discord
            .read(|state| state.world.choices(id))
            .ok_or_else(|| control_error(409, "the bot gave no choices in time"))
    }

    pub fn post(&self, request: &PostRequest) -> ControlResult<MessageView> {
        self.post_with_files(request, &[])
    }

    /// Posts a message as a member. Each file is `{filename, content or content_base64, content_type?}`.
    pub fn post_with_files(&self, request: &PostRequest, files: &[Value]) -> ControlResult<MessageView> {
        let PostRequest { who, channel, content } = request;
        self.inner.discord.update(|state, now| state.world.post_with_files(now, who, channel, content, files))
    }

    pub fn react(&self, request: &ReactionRequest) -> ControlResult<()> {
        let ReactionRequest { who, message, emoji } = request;
        self.inner.discord.update(|state, now| state.world.react_as(now, who, message, emoji))
    }

    pub fn unreact(&self, request: &ReactionRequest) -> ControlResult<()> {
        let ReactionRequest { who, message, emoji } = request;
        self.inner.discord.update(|state, now| state.world.unreact_as(now, who, message, emoji))
    }

    pub fn add_member(&self, new: NewMember) -> ControlResult<MemberView> {
        self.inner.discord.update(|state, now| state.world.add_member(now, new))
    }

    pub fn patch_member(&self, who: &str, patch: MemberPatch) -> ControlResult<MemberView> {
        self.inner.discord.update(|state, now| state.world.patch_member(now, who, patch))
    }

    pub fn remove_member(&self, who: &str) -> ControlResult<()> {
        self.inner.discord.update(|state, now| state.world.remove_member(now, who))
    }

    /// Changes a channel, as a moderator would in its settings.
    pub fn patch_channel(&self, channel: &str, patch: ChannelPatch) -> ControlResult<Value> {
        self.inner.discord.update(|state, now| state.world.moderate_channel(now, channel, patch))
    }

    pub fn delete_channel(&self, channel: &str) -> ControlResult<Value> {
        self.inner.discord.update(|state, _| state.world.remove_channel(channel))
    }

    pub fn patch_guild(&self, patch: &GuildPatch) -> Value {
        self.inner.discord.update(|state, _| state.world.moderate_guild(patch))
    }

    pub fn patch_role(&self, role: &str, patch: RolePatch) -> ControlResult<Value> {
        self.inner.discord.update(|state, _| state.world.moderate_role(role, patch))
    }

    pub fn delete_role(&self, role: &str) -> ControlResult<Value> {
        self.inner.discord.update(|state, _| state.world.remove_role(role))
    }

    /// Starts a thread as a member.
    pub fn start_thread(&self, new: &MemberThread) -> ControlResult<Value> {
        self.inner.discord.update(|state, now| state.world.start_thread_as(now, new))
    }

    fn first_text_channel_of(&self, who: &str) -> ControlResult<String> {
        let channels = self.inner.discord.read(|state| state.world.channels_for(who))?;
        let channel = channels.iter().find(|channel| channel.kind == 0);
        channel
            .map(|channel| channel.id.to_string())
            .ok_or_else(|| control_error(409, format!("{who} sees no channel to type in")))
    }

    async fn interact(
        &self,
        wait: Wait,
        begin: impl FnOnce(&mut World, Timestamp) -> ControlResult<Snowflake>,
    ) -> ControlResult<InteractionResult> {
        let id = self.begin_interaction(begin)?;
        let response = self.await_response(id).await;
        match (wait, response) {
            (Wait::Answer, _) | (_, ResponseState::Expired | ResponseState::Pending) => {}
            (Wait::Idle, _) if self.is_bot_running() => self.settle().await?,
            (Wait::Idle | Wait::Message, ResponseState::Deferred) => {
                wait_until(&self.inner.discord, EDIT_TIMEOUT, |state| {
                    state.world.response_state(id) != Some(ResponseState::Deferred)
                })
                .await
            }
            (Wait::Idle | Wait::Message, ResponseState::Complete) => {}
        }
        self.inner.discord.read(|state| {
            let view =
                state.world.interaction(id).ok_or_else(|| control_error(409, "the sandbox was reset meanwhile"))?;
            let acked_after = state.time_to_ack(id);
            Ok(InteractionResult {
                view,
                acked_ms: acked_after.map(|delay| u64::try_from(delay.as_millis()).unwrap_or(u64::MAX)),
            })
        })
    }

    fn begin_interaction(
        &self,
        begin: impl FnOnce(&mut World, Timestamp) -> ControlResult<Snowflake>,
    ) -> ControlResult<Snowflake> {
        self.inner.discord.update(|state, now| {
            let id = begin(&mut state.world, now)?;
            state.start_response_timeout(id);
            Ok(id)
        })
    }

    /// Waits for the first response, and returns its state. At the response deadline, the interaction expires.
    async fn await_response(&self, id: Snowflake) -> ResponseState {
        let discord = &self.inner.discord;
        let response_timeout = discord.config.response_timeout;
        wait_until(discord, response_timeout, |state| state.world.response_state(id) != Some(ResponseState::Pending))
            .await;
        discord.update(|state, _| {
            state.expire_if_late(id, response_timeout);
            state.world.response_state(id).unwrap_or(ResponseState::Expired)
        })
    }
}

/// Waits until a condition on the state is true, for at most `limit` in real time.
async fn wait_until(discord: &Discord, limit: Duration, mut condition: impl FnMut(&ServerState) -> bool) {
    let mut changes = discord.watch_changes();
    let wait = async {
        while !discord.read(&mut condition) {
            if changes.changed().await.is_err() {
                return;
            }
        }
    };
    // The caller reads the state itself, so a timeout needs no handling here.
    drop(tokio::time::timeout(limit, wait).await);
}
