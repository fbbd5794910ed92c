//! What the sandbox shows: its state, messages as members see them, phones, requests.

use serde_json::{Value, json};

use crate::sandbox::core::{Act, ChannelView, InboxItem, MessageView};
use crate::sandbox::server::{Entry, FaultAct};
use crate::sandbox::{Sandbox, control::lock, control::refuse};
use crate::time::{Timestamp, ZoneId, offset_at};

impl Sandbox {
    pub async fn state(&self) -> Value {
        let discord = &self.inner.discord;
        let now = discord.now();
        let mut state = discord.look(|state| state.world.state());
        state["now"] = json!(now);
        state["clock"] = json!(if discord.clock.movable().is_some() { "virtual" } else { "real" });
        state["bot"] = json!(self.bot_status());
        state["next"] = json!(self.next_due().await);
        state["epoch"] = json!(discord.resets());
        for member in state["members"].as_array_mut().into_iter().flatten() {
            member["offset_minutes"] = json!(member["zone"].as_str().and_then(|zone| offset_minutes(zone, now)));
        }
        state
    }

    /// Oldest first; `who`: as that member sees them.
    pub fn messages(&self, channel: &str, after: Option<&str>, who: Option<&str>) -> Act<Vec<MessageView>> {
        self.inner.discord.look(|state| state.world.messages(channel, after, who))
    }

    /// What reached that member's phone.
    pub fn inbox(&self, who: &str, after: Option<&str>) -> Act<Vec<InboxItem>> {
        self.inner.discord.look(|state| state.world.inbox(who, after))
    }

    pub fn channels_for(&self, who: &str) -> Act<Vec<ChannelView>> {
        self.inner.discord.look(|state| state.world.channels_for(who))
    }

    pub fn commands_for(&self, who: &str, channel: Option<&str>) -> Act<Vec<Value>> {
        self.inner.discord.look(|state| state.world.commands_for(who, channel))
    }

    /// Every request that a bot made after the first `n`.
    pub fn requests_after(&self, n: u64) -> Vec<Entry> {
        lock(&self.inner.discord.log).after(n).to_vec()
    }

    pub fn plan_fault(&self, fault: FaultAct) -> Act<()> {
        lock(&self.inner.discord.faults).plan(fault).map_err(|error| refuse(400, error))
    }

    /// Routes of faults that have not struck yet, and how often they still will.
    pub fn faults_waiting(&self) -> Vec<(String, u32)> {
        lock(&self.inner.discord.faults).waiting()
    }

    pub fn clear_faults(&self) {
        lock(&self.inner.discord.faults).clear();
    }
}

fn offset_minutes(zone: &str, at: Timestamp) -> Option<i32> {
    Some(offset_at(ZoneId::parse(zone).ok()?, at).seconds() / 60)
}
