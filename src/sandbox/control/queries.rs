//! Reads the state of the sandbox, messages and channels as members see them, notifications, and logged requests. Also
//! plans faults.

use serde_json::{Value, json};

use super::error::control_error;
use crate::sandbox::core::{ChannelView, ControlResult, InboxItem, MessageView};
use crate::sandbox::instance::Sandbox;
use crate::sandbox::mail::{MailMode, MailView, MailboxView};
use crate::sandbox::server::{FaultRequest, LoggedRequest};
use crate::sandbox::sync::lock;
use crate::time::{Timestamp, ZoneId, offset_at};

impl Sandbox {
    pub async fn state(&self) -> Value {
        let discord = &self.inner.discord;
        let now = discord.now();
        let mut state = discord.read(|state| state.world.state());
        state["now"] = json!(now);
        state["clock"] = json!(if discord.clock.virtual_clock().is_some() { "virtual" } else { "real" });
        state["bot"] = json!(self.bot_status());
        state["next"] = json!(self.next_due().await);
        state["epoch"] = json!(discord.reset_count());
        // False for a sandbox without a seeder. The bot in its guild is not set up, and its members have no profiles.
        state["seeded"] = json!(self.inner.seeder.is_some());
        for member in state["members"].as_array_mut().into_iter().flatten() {
            member["offset_minutes"] = json!(member["zone"].as_str().and_then(|zone| offset_minutes(zone, now)));
        }
        state
    }

    /// The channel's messages, oldest first. With `after`, only the messages with a greater id. With `who`, only the
    /// messages that this member sees.
    pub fn messages(&self, channel: &str, after: Option<&str>, who: Option<&str>) -> ControlResult<Vec<MessageView>> {
        self.inner.discord.read(|state| state.world.messages(channel, after, who))
    }

    /// The messages that notified this member. With `after`, only the messages with a greater id.
    pub fn inbox(&self, who: &str, after: Option<&str>) -> ControlResult<Vec<InboxItem>> {
        self.inner.discord.read(|state| state.world.inbox(who, after))
    }

    pub fn channels_for(&self, who: &str) -> ControlResult<Vec<ChannelView>> {
        self.inner.discord.read(|state| state.world.channels_for(who))
    }

    pub fn commands_for(&self, who: &str, channel: Option<&str>) -> ControlResult<Vec<Value>> {
        self.inner.discord.read(|state| state.world.commands_for(who, channel))
    }

    /// The addresses that got e-mails, and how the mail server behaves.
    pub fn mailboxes(&self) -> (Vec<MailboxView>, MailMode) {
        (self.inner.mail.mailboxes(), self.inner.mail.mode())
    }

    /// The e-mails that reached this address, oldest first. With `after`, only those with a greater id.
    pub fn mails(&self, address: &str, after: u64) -> Vec<MailView> {
        self.inner.mail.mails_to(address, after)
    }

    /// Sets how the mail server behaves from now on.
    pub fn set_mail_mode(&self, mode: MailMode) {
        self.inner.mail.set_mode(mode);
    }

    /// The bot's requests in order of arrival, without the first `n` requests.
    pub fn requests_after(&self, n: u64) -> Vec<LoggedRequest> {
        lock(&self.inner.discord.request_log).entries_after(n).to_vec()
    }

    pub fn plan_fault(&self, fault: FaultRequest) -> ControlResult<()> {
        lock(&self.inner.discord.faults).add(fault).map_err(|error| control_error(400, error))
    }

    /// The route of each pending fault, and how many more requests the fault will hit.
    pub fn pending_faults(&self) -> Vec<(String, u32)> {
        lock(&self.inner.discord.faults).pending()
    }

    pub fn clear_faults(&self) {
        lock(&self.inner.discord.faults).clear();
    }
}

fn offset_minutes(zone: &str, at: Timestamp) -> Option<i32> {
    Some(offset_at(ZoneId::parse(zone).ok()?, at).seconds() / 60)
}
