//! What a person does: types a command, presses a button, fills in a modal, writes. An interaction is waited for until
//! the bot has answered it, or the three real seconds for it are over.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::refuse;
use crate::sandbox::Sandbox;
use crate::sandbox::core::{
    Act, Answer, Click, InteractionView, MemberPatch, MemberView, MessageView, NewMember, Snowflake, Typed, World,
};
use crate::sandbox::server::{Discord, Stage};
use crate::time::Timestamp;

/// For the edit after a deferral where no probe tells whether the bot still works on it.
const EDIT_WITHIN: Duration = Duration::from_secs(15);

/// What an interaction's result waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wait {
    /// Until the bot is idle, so that edits and follow-ups are there.
    #[default]
    Idle,
    /// Until the first answer, a deferral included.
    Answer,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommandAct {
    #[serde(rename = "as")]
    pub who: String,
    pub channel: String,
    /// `alert send`
    pub name: String,
    #[serde(default)]
    pub options: Map<String, Value>,
    #[serde(default)]
    pub wait: Wait,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AutocompleteAct {
    #[serde(rename = "as")]
    pub who: String,
    /// Any channel that the member sees, when left out.
    pub channel: Option<String>,
    pub name: String,
    #[serde(default)]
    pub options: Map<String, Value>,
    pub focused: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClickAct {
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
pub struct ModalAct {
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
pub struct PostAct {
    #[serde(rename = "as")]
    pub who: String,
    pub channel: String,
    pub content: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct InteractionResult {
    #[serde(flatten)]
    pub view: InteractionView,
    /// Real milliseconds until the first answer; `None` when none came in time.
    pub acked_ms: Option<u64>,
}

impl Sandbox {
    pub async fn command(&self, act: CommandAct) -> Act<InteractionResult> {
        let typed = Typed { place: act.channel, name: act.name, options: act.options };
        self.interact(act.wait, |world, now| world.command(now, &act.who, &typed)).await
    }

    pub async fn click(&self, act: ClickAct) -> Act<InteractionResult> {
        let target = match (act.label, act.custom_id) {
            (Some(target), None) | (None, Some(target)) => target,
            _ => return Err(refuse(400, "name the button or select by its label or by its custom_id, one of them")),
        };
        let click = Click { message: act.message, target, values: act.values };
        self.interact(act.wait, |world, now| world.click(now, &act.who, &click)).await
    }

    pub async fn submit_modal(&self, act: ModalAct) -> Act<InteractionResult> {
        self.interact(act.wait, |world, now| world.submit_modal(now, &act.who, &act.modal, &act.fields)).await
    }

    /// `[{name, value}]` as the member would see them.
    pub async fn autocomplete(&self, act: AutocompleteAct) -> Act<Vec<Value>> {
        let place = match act.channel {
            Some(place) => place,
            None => self.any_channel_of(&act.who)?,
        };
        let typed = Typed { place, name: act.name, options: act.options };
        let id = self.begin(|world, now| world.autocomplete(now, &act.who, &typed, &act.focused))?;
        self.await_answer(id).await;
        self.inner
            .discord
            .look(|state| state.world.choices(id))
            .ok_or_else(|| refuse(409, "the bot gave no choices in time"))
    }

    pub fn post(&self, act: &PostAct) -> Act<MessageView> {
        self.inner.discord.act(|state, now| state.world.post(now, &act.who, &act.channel, &act.content))
    }

    pub fn add_member(&self, new: NewMember) -> Act<MemberView> {
        self.inner.discord.act(|state, now| state.world.add_member(now, new))
    }

    pub fn patch_member(&self, who: &str, patch: MemberPatch) -> Act<MemberView> {
        self.inner.discord.act(|state, now| state.world.patch_member(now, who, patch))
    }

    pub fn remove_member(&self, who: &str) -> Act<()> {
        self.inner.discord.act(|state, now| state.world.remove_member(now, who))
    }

    fn any_channel_of(&self, who: &str) -> Act<String> {
        let channels = self.inner.discord.look(|state| state.world.channels_for(who))?;
        let place = channels.iter().find(|channel| channel.kind == 0);
        place
            .map(|channel| channel.id.to_string())
            .ok_or_else(|| refuse(409, format!("{who} sees no channel to type in")))
    }

    async fn interact(
        &self,
        wait: Wait,
        begin: impl FnOnce(&mut World, Timestamp) -> Act<Snowflake>,
    ) -> Act<InteractionResult> {
        let id = self.begin(begin)?;
        let answer = self.await_answer(id).await;
        match (wait, answer) {
            (Wait::Answer, _) | (_, Answer::Expired | Answer::Waiting) => {}
            (Wait::Idle, _) if self.can_tell_idle() => self.settle().await?,
            (Wait::Idle, Answer::Deferred) => {
                until(&self.inner.discord, EDIT_WITHIN, |state| state.world.answer(id) != Some(Answer::Deferred)).await
            }
            (Wait::Idle, Answer::Given) => {}
        }
        self.inner.discord.look(|state| {
            let view = state.world.interaction(id).ok_or_else(|| refuse(409, "the sandbox was reset meanwhile"))?;
            let acked = state.acked_after(id);
            Ok(InteractionResult {
                view,
                acked_ms: acked.map(|took| u64::try_from(took.as_millis()).unwrap_or(u64::MAX)),
            })
        })
    }

    fn begin(&self, begin: impl FnOnce(&mut World, Timestamp) -> Act<Snowflake>) -> Act<Snowflake> {
        self.inner.discord.act(|state, now| {
            let id = begin(&mut state.world, now)?;
            state.begin_interaction(id);
            Ok(id)
        })
    }

    /// Waits for the first answer; when its time is over without one, none is accepted any more.
    async fn await_answer(&self, id: Snowflake) -> Answer {
        let discord = &self.inner.discord;
        let answer_within = discord.manners.answer_within;
        until(discord, answer_within, |state| state.world.answer(id) != Some(Answer::Waiting)).await;
        discord.act(|state, _| {
            state.expire_if_late(id, answer_within);
            state.world.answer(id).unwrap_or(Answer::Expired)
        })
    }
}

/// Waits for something to become true of the world, at most that long in real time.
async fn until(discord: &Discord, at_most: Duration, mut is_true: impl FnMut(&Stage) -> bool) {
    let mut changes = discord.watch();
    let wait = async {
        while !discord.look(&mut is_true) {
            if changes.changed().await.is_err() {
                return;
            }
        }
    };
    // Too late is for the caller to see.
    drop(tokio::time::timeout(at_most, wait).await);
}
