//! Brings what `delivery` owes to Discord: words it, posts it, edits it, opens threads, and finds again what it may
//! have posted.
//!
//! It never decides whether something is sent, nor tries again: that is the dispatcher's. Every message carries a tag
//! of its delivery, in a custom id where it has buttons and as a small last line where it has none, so that an unknown
//! outcome can be settled by reading the channel back.

use std::collections::HashMap;

use async_trait::async_trait;
use serde_json::{Value, json};
use serenity::http::{LightMethod, Route};
use tokio::sync::Mutex;

use crate::db::{Db, DbError};
use crate::delivery::chance;
use crate::delivery::{
    Cause, Destination, Failure, Lane, Messenger, Nonce, Order, Posted, Reservation, SendError, Sound,
};
use crate::discord::ui::reply::Reply;
use crate::discord::ui::text::{clip, disarm_line};
use crate::discord::viewer::Viewer;
use crate::discord::wire::custom_id::TAG_CHARS;
use crate::discord::wire::error_codes::TOO_MANY_OLD_EDITS;
use crate::discord::wire::pacing::Permit;
use crate::discord::wire::rendering::{Outgoing, Renderers};
use crate::discord::wire::transport::{Ask, Failure as Refused, Refusal, Transport};
use crate::guild::{Place, service};
use crate::members::{ChannelId, GuildId, Member, MemberId, MessageId};
use crate::time::Timestamp;

/// Characters of a nonce that make a tag: 62^10 of them, and only one channel's messages are compared.
const THREAD_NAME: usize = 100;
/// Discord's type of a private thread.
const PRIVATE_THREAD: u8 = 12;
/// A week, Discord's longest: an inbox thread should be there when it is needed.
const ARCHIVE_AFTER_MINUTES: u32 = 10_080;
/// Discord's most for one page of history, and how many pages are read back at most.
const PAGE: usize = 100;
const PAGES: usize = 50;
/// When Discord cannot be reached at all it is looked for again after this long, not by all at once.
const UNREACHABLE_AGAIN_MS: std::ops::Range<u64> = 15_000..45_000;
/// Discord's first instant, ms; snowflakes count from it.
const EPOCH_MS: i64 = 1_420_070_400_000;

/// A thread that nobody wrote in for a week was put away; it must be taken out again before it takes anything.
const THREAD_ARCHIVED: u32 = 50083;
/// The status of a request that is too large, and the code that Discord mostly gives with it.
const TOO_LARGE: u16 = 413;
const TOO_LARGE_CODE: u32 = 40005;
/// Codes that pass: opening DMs too fast, a limit of the server's writes, an overloaded resource.
const PASSING: [u32; 4] = [40003, 20028, 31002, 130_000];

/// Somebody else edited old messages of that channel too, or an edit was counted whose answer was lost: delivery knows
/// of no more.
const OLD_EDIT_AGAIN_MS: u32 = 20 * 60 * 1_000;

/// The one messenger of a run.
pub struct DiscordMessenger {
    db: Db,
    transport: Transport,
    renderers: Renderers,
    /// Threads found or made in this run. Only a shortcut: they are found again by their names.
    inbox_threads: Mutex<HashMap<MemberId, ChannelId>>,
}

impl DiscordMessenger {
    pub fn new(db: Db, transport: Transport, renderers: Renderers) -> Self {
        Self { db, transport, renderers, inbox_threads: Mutex::default() }
    }

    fn render(&self, order: &Order) -> Result<Outgoing, SendError> {
        let viewer = order.reader.clone().map_or_else(|| Viewer::many(order.now), |m| Viewer::of(m, order.now));
        self.renderers
            .render(&order.facts, &viewer)
            .ok_or_else(|| permanent(Cause::Refused(0), "nobody words these facts"))
    }

    async fn send(&self, ask: Ask<'_>, permit: Option<Permit>) -> Result<Value, SendError> {
        let outcome = match permit {
            Some(permit) => self.transport.send_with(ask, permit).await,
            None => self.transport.send(ask).await,
        };
        outcome.map_err(send_error)
    }

    async fn post(&self, order: &Order, channel: ChannelId, permit: Option<Permit>) -> Result<Posted, SendError> {
        let Outgoing::Message(mut reply) = self.render(order)? else {
            return Err(permanent(Cause::Refused(0), "a thread's facts for a message"));
        };
        if let Destination::Inbox { mention, .. } = order.to {
            reply = reply.mentioning(mention.0);
        }
        if order.sound == Sound::Silent {
            reply = reply.silent();
        }
        let reply = reply.tagged(tag(&order.nonce)).nonce(order.nonce.as_str());
        let answer = self
            .send(ask_for(&order.to).lane(order.lane).body(reply.body_with(0)).file(reply.attached()), permit)
            .await?;
        let (landed, message) = (id(&answer["channel_id"]).map(ChannelId), id(&answer["id"]).map(MessageId));
        if landed != Some(channel) {
            // A nonce used twice returns the first message: then ours was never posted.
            tracing::error!(delivery.id = order.id.0, asked = channel.0, landed = ?landed, "a message landed elsewhere");
            return Err(permanent(Cause::Refused(0), "Discord answered with a message in another channel"));
        }
        Ok(Posted { channel, message, at: order.now })
    }

    async fn edit(
        &self,
        order: &Order,
        channel: ChannelId,
        message: MessageId,
        permit: Option<Permit>,
    ) -> Result<Posted, SendError> {
        let Outgoing::Message(reply) = self.render(order)? else {
            return Err(permanent(Cause::Refused(0), "a thread's facts for a message"));
        };
        self.send(ask_for(&order.to).lane(order.lane).body(reply.edit_body()).file(reply.attached()), permit).await?;
        Ok(Posted { channel, message: Some(message), at: order.now })
    }

    async fn open_thread(
        &self,
        order: &Order,
        parent: ChannelId,
        members: &[MemberId],
        permit: Option<Permit>,
    ) -> Result<Posted, SendError> {
        let Outgoing::Thread { name } = self.render(order)? else {
            return Err(permanent(Cause::Refused(0), "a message's facts for a thread"));
        };
        let name = clip(&name, THREAD_NAME);
        let body = json!({
            "name": name, "type": PRIVATE_THREAD, "invitable": false, "auto_archive_duration": ARCHIVE_AFTER_MINUTES,
        });
        let answer = self.send(ask_for(&order.to).lane(order.lane).body(body), permit).await?;
        let thread = id(&answer["id"]).map(ChannelId).ok_or_else(|| unknown("the answer holds no thread"))?;
        if id(&answer["parent_id"]) != Some(parent.0) {
            return Err(permanent(Cause::Refused(0), "Discord opened the thread in another channel"));
        }
        self.add_to_thread(thread, members, order.lane).await;
        Ok(Posted { channel: thread, message: None, at: order.now })
    }

    /// Adds people; who cannot be added (gone meanwhile) does not undo the thread for the others.
    async fn add_to_thread(&self, thread: ChannelId, members: &[MemberId], lane: Lane) {
        for member in members {
            let ask = ask_for(&Destination::ThreadMember { thread, member: *member }).lane(lane);
            if let Err(failure) = self.transport.send_patiently(ask).await {
                tracing::warn!(thread.id = thread.0, member.id = member.0, error = %failure, "a member could not be added to a thread");
            }
        }
    }

    /// The newest message of ours with this tag, written since `since`.
    async fn find_message(
        &self,
        order: &Order,
        channel: ChannelId,
        since: Timestamp,
    ) -> Result<Option<Posted>, SendError> {
        let tag = tag(&order.nonce);
        let mut after = snowflake(since);
        for _ in 0..PAGES {
            let route = Route::ChannelMessages { channel_id: channel.0.into() };
            let ask = Ask::get(route).param("limit", PAGE).param("after", after).lane(order.lane);
            let page = self.send(ask, None).await?;
            let page = page.as_array().ok_or_else(|| unknown("the history cannot be read"))?;
            if let Some(message) = page.iter().find(|message| carries(message, tag)) {
                let message = id(&message["id"]).map(MessageId);
                return Ok(Some(Posted { channel, message, at: order.now }));
            }
            let newest = page.iter().filter_map(|message| id(&message["id"])).max();
            match newest {
                Some(newest) if page.len() == PAGE => after = newest,
                _ => return Ok(None),
            }
        }
        Err(unknown("too much was written since to read it all back"))
    }

    /// The private thread of this name in `parent`, open or archived; the members' are looked through until `wanted`
    /// says yes.
    async fn find_thread(
        &self,
        parent: ChannelId,
        lane: Lane,
        wanted: impl Fn(&str) -> bool + Sync,
    ) -> Result<Option<FoundThread>, SendError> {
        let fits = |thread: &&Value| {
            id(&thread["parent_id"]) == Some(parent.0) && thread["name"].as_str().is_some_and(&wanted)
        };
        let guild = self.guild().await?;
        let active =
            self.send(Ask::get(Route::GuildThreadsActive { guild_id: guild.0.into() }).lane(lane), None).await?;
        if let Some(thread) = list(&active["threads"]).iter().find(fits) {
            return Ok(found(thread));
        }
        let mut before: Option<String> = None;
        for _ in 0..PAGES {
            let mut ask = Ask::get(Route::ChannelArchivedPrivateThreads { channel_id: parent.0.into() })
                .param("limit", PAGE)
                .lane(lane);
            if let Some(before) = &before {
                ask = ask.param("before", before.replace('+', "%2B").replace(':', "%3A"));
            }
            let page = self.send(ask, None).await?;
            if let Some(thread) = list(&page["threads"]).iter().find(fits) {
                return Ok(found(thread));
            }
            let last = list(&page["threads"]).last().and_then(|t| t["thread_metadata"]["archive_timestamp"].as_str());
            match last {
                Some(last) if page["has_more"].as_bool().unwrap_or(false) => before = Some(last.to_owned()),
                _ => return Ok(None),
            }
        }
        Ok(None)
    }

    async fn guild(&self) -> Result<GuildId, SendError> {
        let setup = async { service::setup(&mut *self.db.read().await?).await }.await.map_err(not_now)?;
        setup.map(|setup| setup.guild).ok_or_else(|| permanent(Cause::NoInbox, "Magpie is not set up"))
    }

    async fn make_inbox_thread(&self, member: &Member) -> Result<ChannelId, SendError> {
        let setup = async { service::setup(&mut *self.db.read().await?).await }.await.map_err(not_now)?;
        let inbox = setup.and_then(|setup| setup.channel(Place::Inbox));
        let inbox = inbox.ok_or_else(|| permanent(Cause::NoInbox, "no inbox channel is set up"))?;
        // The id ends the name in every language: by it the thread is found again, whatever became of the member's
        // name.
        let mark = format!("· {}", member.id);
        let thread = match self.find_thread(inbox, Lane::Prompt, |name| name.ends_with(&mark)).await? {
            Some(thread) => thread.id,
            None => {
                let name =
                    crate::say!(member.language, "discord-inbox-thread", name = clip(&disarm_line(&member.name), 60));
                let body = json!({
                    "name": clip(&format!("{name} {mark}"), THREAD_NAME), "type": PRIVATE_THREAD, "invitable": false,
                    "auto_archive_duration": ARCHIVE_AFTER_MINUTES,
                });
                let to = Destination::NewThread { parent: inbox, members: Vec::new() };
                let answer = self.send(ask_for(&to).body(body), None).await?;
                id(&answer["id"]).map(ChannelId).ok_or_else(|| unknown("the answer holds no thread"))?
            }
        };
        self.send(ask_for(&Destination::ThreadMember { thread, member: member.id }), None).await?;
        Ok(thread)
    }

    async fn carry_out(&self, order: &Order, permit: Option<Permit>) -> Result<Posted, SendError> {
        let done = |channel| Posted { channel, message: None, at: order.now };
        match &order.to {
            Destination::Dm { channel } | Destination::Channel { channel } => self.post(order, *channel, permit).await,
            Destination::Inbox { thread, .. } => match self.post(order, *thread, permit).await {
                Err(SendError::Permanent { failure }) if failure.cause == Cause::Refused(10003) => {
                    // Somebody deleted the thread: the next attempt makes a new one.
                    self.inbox_threads.lock().await.retain(|_, known| known != thread);
                    Err(SendError::Transient { reason: failure.reason, retry_after_ms: None })
                }
                outcome => outcome,
            },
            Destination::Message { channel, message } => self.edit(order, *channel, *message, permit).await,
            Destination::NewThread { parent, members } => self.open_thread(order, *parent, members, permit).await,
            Destination::ThreadMember { thread, .. } => {
                self.send(ask_for(&order.to).lane(order.lane), permit).await.map(|_| done(*thread))
            }
            Destination::ThreadMemberGone { thread, .. } => {
                match self.send(ask_for(&order.to).lane(order.lane), permit).await {
                    // Not in it, or the thread is gone: what was wanted.
                    Err(SendError::Permanent { failure })
                        if matches!(failure.cause, Cause::Refused(10003 | 10007 | 10013)) =>
                    {
                        Ok(done(*thread))
                    }
                    outcome => outcome.map(|_| done(*thread)),
                }
            }
            Destination::ThreadClosed { thread } => {
                let body = json!({ "archived": true, "locked": true });
                self.send(ask_for(&order.to).lane(order.lane).body(body), permit).await.map(|_| done(*thread))
            }
        }
    }

    /// Takes the thread that the order speaks of out of the archive.
    async fn wake_thread(&self, order: &Order) -> Result<(), SendError> {
        let thread = match order.to {
            Destination::Channel { channel } | Destination::Message { channel, .. } | Destination::Dm { channel } => {
                channel
            }
            Destination::Inbox { thread, .. } | Destination::ThreadMember { thread, .. } => thread,
            Destination::ThreadMemberGone { thread, .. } | Destination::ThreadClosed { thread } => thread,
            Destination::NewThread { parent, .. } => parent,
        };
        let ask = Ask::new(LightMethod::Patch, Route::Channel { channel_id: thread.0.into() });
        self.send(ask.lane(order.lane).body(json!({ "archived": false })), None).await.map(|_| ())
    }
}

#[async_trait]
impl Messenger for DiscordMessenger {
    async fn reserve(&self, lane: Lane, to: &Destination) -> Reservation {
        Reservation(Some(Box::new(self.transport.reserve(&ask_for(to).lane(lane)).await)))
    }

    async fn deliver(&self, order: &Order, reservation: Reservation) -> Result<Posted, SendError> {
        let permit = reservation.0.and_then(|permit| permit.downcast::<Permit>().ok()).map(|permit| *permit);
        match self.carry_out(order, permit).await {
            Err(SendError::Permanent { failure }) if failure.cause == Cause::Refused(THREAD_ARCHIVED) => {
                self.wake_thread(order).await?;
                self.carry_out(order, None).await
            }
            outcome => outcome,
        }
    }

    async fn find(&self, order: &Order, since: Timestamp) -> Result<Option<Posted>, SendError> {
        match &order.to {
            Destination::Dm { channel }
            | Destination::Channel { channel }
            | Destination::Inbox { thread: channel, .. } => self.find_message(order, *channel, since).await,
            Destination::NewThread { parent, members } => {
                // Facts that are no longer wanted have no name to look for; an empty thread that nobody was told of
                // harms nobody.
                let Ok(Outgoing::Thread { name }) = self.render(order) else { return Ok(None) };
                let name = clip(&name, THREAD_NAME);
                let Some(thread) = self.find_thread(*parent, order.lane, |other| other == name).await? else {
                    return Ok(None);
                };
                self.add_to_thread(thread.id, members, order.lane).await;
                Ok(Some(Posted { channel: thread.id, message: None, at: order.now }))
            }
            // May be repeated without harm, so nobody has to look.
            _ => Ok(None),
        }
    }

    async fn inbox_thread(&self, member: &Member, _now: Timestamp) -> Result<ChannelId, SendError> {
        // One at a time, so that two deliveries do not make two threads for one person.
        let mut known = self.inbox_threads.lock().await;
        if let Some(thread) = known.get(&member.id) {
            return Ok(*thread);
        }
        let thread = self.make_inbox_thread(member).await?;
        known.insert(member.id, thread);
        Ok(thread)
    }
}

/// The request that a destination needs, without its body: enough to wait for its turn.
fn ask_for(to: &Destination) -> Ask<'static> {
    match *to {
        Destination::Dm { channel } | Destination::Channel { channel } | Destination::Inbox { thread: channel, .. } => {
            Ask::new(LightMethod::Post, Route::ChannelMessages { channel_id: channel.0.into() })
        }
        Destination::Message { channel, message } => {
            let route = Route::ChannelMessage { channel_id: channel.0.into(), message_id: message.0.into() };
            Ask::new(LightMethod::Patch, route)
        }
        Destination::NewThread { parent, .. } => {
            Ask::new(LightMethod::Post, Route::ChannelThreads { channel_id: parent.0.into() })
        }
        Destination::ThreadMember { thread, member } => {
            let route = Route::ChannelThreadMember { channel_id: thread.0.into(), user_id: member.0.into() };
            Ask::new(LightMethod::Put, route)
        }
        Destination::ThreadMemberGone { thread, member } => {
            let route = Route::ChannelThreadMember { channel_id: thread.0.into(), user_id: member.0.into() };
            Ask::new(LightMethod::Delete, route)
        }
        Destination::ThreadClosed { thread } => {
            Ask::new(LightMethod::Patch, Route::Channel { channel_id: thread.0.into() })
        }
    }
}

/// What the dispatcher makes of a failure.
fn send_error(failure: Refused) -> SendError {
    match failure {
        Refused::RateLimited { retry_after, .. } => SendError::Transient {
            reason: "Discord asked to wait".to_owned(),
            retry_after_ms: Some(u64::try_from(retry_after.as_millis()).unwrap_or(u64::MAX)),
        },
        // Nothing was tried, so no attempt is used up: an outage of hours must not end in messages given up.
        Refused::NotSent(reason) => {
            SendError::Transient { reason, retry_after_ms: Some(chance::within(UNREACHABLE_AGAIN_MS)) }
        }
        Refused::Unknown(reason) => SendError::Unknown { reason },
        // It failed over there, perhaps after it was done.
        Refused::Refused(refusal) if refusal.status >= 500 => SendError::Unknown { reason: refusal.to_string() },
        Refused::Refused(refusal) if refusal.code == TOO_MANY_OLD_EDITS => {
            SendError::Transient { reason: refusal.to_string(), retry_after_ms: Some(OLD_EDIT_AGAIN_MS.into()) }
        }
        Refused::Refused(refusal) if passes(&refusal) => {
            SendError::Transient { reason: refusal.to_string(), retry_after_ms: None }
        }
        Refused::Refused(refusal) => {
            let code = if refusal.code == 0 { TOO_LARGE_CODE } else { refusal.code };
            let cause = Cause::Refused(code);
            permanent(cause, &refusal.to_string())
        }
    }
}

/// A wrong token is mended by people, and what is no answer of Discord's own (no code) comes from something in between;
/// but a message that is too large stays too large.
fn passes(refusal: &Refusal) -> bool {
    refusal.status == 401 || PASSING.contains(&refusal.code) || (refusal.code == 0 && refusal.status != TOO_LARGE)
}

fn permanent(cause: Cause, reason: &str) -> SendError {
    SendError::Permanent { failure: Failure { cause, reason: reason.to_owned() } }
}

fn unknown(reason: &str) -> SendError {
    SendError::Unknown { reason: reason.to_owned() }
}

fn not_now(error: DbError) -> SendError {
    SendError::Transient { reason: error.to_string(), retry_after_ms: None }
}

fn tag(nonce: &Nonce) -> &str {
    // Nonces are letters and digits.
    nonce.as_str().get(..TAG_CHARS).unwrap_or(nonce.as_str())
}

/// Whether a message as Discord gives it back is the one with this tag.
fn carries(message: &Value, tag: &str) -> bool {
    let in_content = message["content"].as_str().is_some_and(|content| content.ends_with(&Reply::tag_line(tag)));
    let mut ids = list(&message["components"])
        .iter()
        .flat_map(|row| list(&row["components"]))
        .filter_map(|c| c["custom_id"].as_str());
    in_content || ids.any(|id| crate::discord::wire::custom_id::tag_of(id) == Some(tag))
}

struct FoundThread {
    id: ChannelId,
}

fn found(thread: &Value) -> Option<FoundThread> {
    id(&thread["id"]).map(|id| FoundThread { id: ChannelId(id) })
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn id(value: &Value) -> Option<u64> {
    value.as_str()?.parse().ok()
}

/// The smallest id of anything made at this instant.
fn snowflake(at: Timestamp) -> u64 {
    u64::try_from(at.as_millisecond().saturating_sub(EPOCH_MS)).unwrap_or(0) << 22
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// What becomes of an attempt that Discord answered like this.
    fn after(status: u16, code: u32) -> &'static str {
        let refusal = Refusal { status, code, message: "no".to_owned(), errors: None };
        match send_error(Refused::Refused(refusal)) {
            SendError::Transient { .. } => "again",
            SendError::Unknown { .. } => "unknown",
            SendError::Permanent { failure } if failure.cause == Cause::Refused(code) => "given up",
            SendError::Permanent { .. } => "given up, of another cause",
        }
    }

    #[test]
    fn refusals_are_told_apart_by_what_helps() {
        for code in [50007, 50278, 10013, 50001, 50013, 20026] {
            assert_eq!(after(403, code), "given up", "{code}");
        }
        assert_eq!(after(404, 10003), "given up");
        assert_eq!(after(400, 50035), "given up");
        assert_eq!(after(413, 40005), "given up");
        assert_eq!(after(413, 0), "given up, of another cause");
        for (status, code) in [(403, 40003), (400, 20028), (401, 0), (401, 40001), (403, 0), (404, 0)] {
            assert_eq!(after(status, code), "again", "{status} {code}");
        }
    }

    #[test]
    fn what_may_have_been_done_is_unknown_and_what_never_left_is_not() {
        for status in [500, 502, 503, 504] {
            assert_eq!(after(status, 0), "unknown", "{status}");
        }
        let lost = send_error(Refused::Unknown("time-out".to_owned()));
        assert!(matches!(lost, SendError::Unknown { .. }));
        let refused_to_connect = send_error(Refused::NotSent("no route".to_owned()));
        assert!(matches!(refused_to_connect, SendError::Transient { retry_after_ms: Some(_), .. }));
    }

    #[test]
    fn an_edit_of_an_old_message_waits_until_discord_has_forgotten_others() {
        let refusal = Refusal { status: 429, code: TOO_MANY_OLD_EDITS, message: "no".to_owned(), errors: None };
        let SendError::Transient { retry_after_ms: Some(wait), .. } = send_error(Refused::Refused(refusal)) else {
            panic!()
        };
        assert!(wait >= 10 * 60 * 1_000, "{wait} ms");
    }

    #[test]
    fn a_wait_that_discord_asks_for_is_kept() {
        let failure = Refused::RateLimited { retry_after: Duration::from_millis(2500), global: false, scope: None };
        assert!(matches!(send_error(failure), SendError::Transient { retry_after_ms: Some(2500), .. }));
    }
}
