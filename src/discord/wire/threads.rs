//! Private threads: opens them no faster than Discord allows, finds existing ones, and manages each member's own thread
//! in the inbox channel.
//!
//! A thread is ours if we stored its id, or if Discord says that it is private and that the bot owns it. A name alone
//! proves nothing: anyone who may start threads in the channel can choose any name.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, Weak};

use serde_json::{Value, json};
use serenity::http::Route;
use tokio::sync::Mutex;

use crate::db::{Db, DbError};
use crate::delivery::{Cause, Lane, LocateError, SendError, outbox};
use crate::discord::ui::text::{clip, sanitize_line};
use crate::discord::wire::destination::Destination;
use crate::discord::wire::failures::send_error;
use crate::discord::wire::thread_members;
use crate::discord::wire::thread_pace::{Need, ThreadPace, ThreadSlot, WINDOW};
use crate::discord::wire::transport::{Failure, Request, Transport};
use crate::guild::{self, ChannelPurpose};
use crate::members::{self, ChannelId, GuildId, Member, MemberId};
use crate::say;
use crate::time::Timestamp;

/// Discord's limit for a thread's name.
pub(super) const MAX_NAME_CHARS: usize = 100;
const MAX_MEMBER_NAME_CHARS: usize = 60;
/// Discord's type of a private thread.
const PRIVATE_THREAD: u8 = 12;
/// One week, the longest that Discord allows, so that an inbox thread is seldom archived when we need it.
const ARCHIVE_AFTER_MIN: u32 = 10_080;
/// The number of archived threads in a page: Discord's limit.
const PAGE_SIZE: usize = 100;
/// The maximum number of pages of archived threads to read.
const MAX_PAGES: usize = 50;

/// Finds and opens the private threads that deliveries need. Cheap to clone.
#[derive(Clone)]
pub struct Threads {
    db: Db,
    transport: Transport,
    pace: ThreadPace,
    /// A lock for each member. A delivery holds it while it finds or opens the member's inbox thread, so that two
    /// deliveries do not open two threads.
    opening_locks: Arc<std::sync::Mutex<HashMap<MemberId, Weak<Mutex<()>>>>>,
}

/// A member's inbox thread, and whether we had to open it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InboxThread {
    /// We opened it now.
    New(ChannelId),
    /// It existed before.
    Known(ChannelId),
}

/// The server that the bot serves, the bot's own user, and the inbox channel if it is set up.
struct ServerIds {
    guild: GuildId,
    bot: MemberId,
    inbox: Option<ChannelId>,
}

impl Threads {
    pub fn new(db: Db, transport: Transport) -> Self {
        Self { db, transport, pace: ThreadPace::default(), opening_locks: Arc::default() }
    }

    pub(super) fn db_and_transport(&self) -> (Db, Transport) {
        (self.db.clone(), self.transport.clone())
    }

    /// Finds or opens the member's private thread in the inbox channel, for a message of `lane`. The member joins the
    /// thread only when a message in it mentions them, so only that message can make their phone ring.
    pub(super) async fn find_or_open_inbox_thread(
        &self,
        member: &Member,
        lane: Lane,
        now: Timestamp,
    ) -> Result<ChannelId, LocateError> {
        match self.find_or_open_for_need(member, Need::Message(lane), now).await? {
            InboxThread::New(thread) | InboxThread::Known(thread) => Ok(thread),
        }
    }

    /// Finds or opens the member's inbox thread before a message needs it. Call this after an action of the member.
    /// `None` if the thread cannot be opened now; the first message that needs it will try again.
    pub async fn open_inbox_early(&self, member: &Member, now: Timestamp) -> Option<InboxThread> {
        match self.find_or_open_for_need(member, Need::Early, now).await {
            Ok(inbox) => Some(inbox),
            Err(error) => {
                tracing::info!(member.id = member.id.0, %error, "could not open a member's inbox thread early");
                None
            }
        }
    }

    /// The member's inbox thread: the stored one, else one that we find on Discord. `None` if there is none. Does not
    /// open a thread.
    pub(super) async fn existing_inbox(&self, member: MemberId, lane: Lane) -> Result<Option<ChannelId>, SendError> {
        let Some(parent) = self.server_ids().await?.inbox else { return Ok(None) };
        let stored_thread = async { members::service::inbox_thread(&mut *self.db.read().await?, member, parent).await };
        match stored_thread.await.map_err(|error: DbError| transient_error(error.to_string()))? {
            Some(thread) => Ok(Some(thread)),
            None => match self.find_inbox(parent, member, lane).await {
                // The inbox channel was deleted, or the bot may not read it, so none of its threads can be searched.
                Err(SendError::Permanent { .. }) => Ok(None),
                found => found,
            },
        }
    }

    /// Removes the thread from the database, because somebody deleted it on Discord.
    pub(super) async fn forget(&self, thread: ChannelId) -> Result<(), SendError> {
        match members::service::forget_inbox(&self.db, thread).await {
            Ok(_) => Ok(()),
            Err(error) => Err(transient_error(error.to_string())),
        }
    }

    /// Returns the right to open one thread in `parent`.
    ///
    /// # Errors
    /// `NotYet` while the pace allows no thread for this need.
    pub(super) async fn slot(&self, parent: ChannelId, need: Need, now: Timestamp) -> Result<ThreadSlot, LocateError> {
        if !self.pace.is_counting(parent) {
            let since = now.saturating_sub(WINDOW).unwrap_or(Timestamp::MIN);
            let mut conn = self.db.read().await?;
            let mut opened_at = members::service::inbox_openings(&mut conn, parent, since).await?;
            opened_at.extend(outbox::threads_opened(&mut conn, parent, since).await?);
            opened_at.sort_unstable();
            self.pace.add_earlier(parent, opened_at);
        }
        self.pace.slot(parent, need, now).map_err(|until| LocateError::NotYet { until })
    }

    /// Records a failed request to open a thread in `parent`. If Discord asked to wait, `slot` gives out no slot in
    /// `parent` for that long.
    pub(super) fn record_open_failure(&self, parent: ChannelId, failure: &Failure, now: Timestamp) {
        if let Some(wait) = failure.retry_after() {
            self.pace.record_refusal(parent, now.saturating_add(wait).unwrap_or(Timestamp::MAX));
        }
    }

    /// Finds our own private thread in `parent`, open or archived, whose name satisfies `name_matches`. `None` if there
    /// is none.
    pub(super) async fn find(
        &self,
        parent: ChannelId,
        lane: Lane,
        name_matches: impl Fn(&str) -> bool + Sync,
    ) -> Result<Option<ChannelId>, SendError> {
        let server_ids = self.server_ids().await?;
        let is_wanted = |thread: &&Value| {
            is_private_and_owned_by(thread, server_ids.bot)
                && parse_id(&thread["parent_id"]) == Some(parent.0)
                && thread["name"].as_str().is_some_and(&name_matches)
        };
        let active_threads = Request::get(Route::GuildThreadsActive { guild_id: server_ids.guild.0.into() });
        let active_threads = self.send(active_threads.lane(lane)).await?;
        if let Some(thread) = as_list(&active_threads["threads"]).iter().find(is_wanted) {
            return Ok(parse_id(&thread["id"]).map(ChannelId));
        }
        let mut page_before: Option<String> = None;
        for _ in 0..MAX_PAGES {
            let mut request = Request::get(Route::ChannelArchivedPrivateThreads { channel_id: parent.0.into() })
                .param("limit", PAGE_SIZE)
                .lane(lane);
            if let Some(before) = &page_before {
                request = request.param("before", before.replace('+', "%2B").replace(':', "%3A"));
            }
            let page = self.send(request).await?;
            if let Some(thread) = as_list(&page["threads"]).iter().find(is_wanted) {
                return Ok(parse_id(&thread["id"]).map(ChannelId));
            }
            let last =
                as_list(&page["threads"]).last().and_then(|t| t["thread_metadata"]["archive_timestamp"].as_str());
            match last {
                Some(last) if page["has_more"].as_bool().unwrap_or(false) => page_before = Some(last.to_owned()),
                _ => return Ok(None),
            }
        }
        Ok(None)
    }

    /// Adds people to a thread. If one person cannot be added, for example because they left, the others are still
    /// added.
    pub(super) async fn add_members(&self, thread: ChannelId, members: &[MemberId], lane: Lane) {
        for member in members {
            if let Err(error) = thread_members::add(&self.transport, self.db.rng(), thread, *member, lane, None).await {
                let (thread, member) = (thread.0, member.0);
                tracing::warn!(thread.id = thread, member.id = member, %error, "a member cannot be added to a thread");
            }
        }
    }

    async fn find_or_open_for_need(
        &self,
        member: &Member,
        need: Need,
        now: Timestamp,
    ) -> Result<InboxThread, LocateError> {
        let server_ids = self.server_ids().await?;
        let parent =
            server_ids.inbox.ok_or_else(|| SendError::permanent(Cause::NoInbox, "no inbox channel is set up"))?;
        let stored_thread =
            async || members::service::inbox_thread(&mut *self.db.read().await?, member.id, parent).await;
        if let Some(thread) = stored_thread().await? {
            return Ok(InboxThread::Known(thread));
        }
        let opening_lock = self.opening_lock(member.id);
        let _one_at_a_time = opening_lock.lock().await;
        if let Some(thread) = stored_thread().await? {
            return Ok(InboxThread::Known(thread));
        }
        let slot = self.slot(parent, need, now).await?;
        let lane = match need {
            Need::Message(lane) => lane,
            Need::Early => Lane::Prompt,
        };
        let ending = name_ending(member.id);
        let (inbox, thread) = match self.find_inbox(parent, member.id, lane).await.map_err(as_not_posted)? {
            Some(thread) => (InboxThread::Known(thread), thread),
            None => {
                let name = clip(&sanitize_line(&member.name), MAX_MEMBER_NAME_CHARS);
                let name = say!(member.language, "discord-inbox-thread", name = name);
                let thread = self.open(parent, &format!("{name} {ending}"), lane, &slot, now).await?;
                (InboxThread::New(thread), thread)
            }
        };
        members::service::record_inbox_thread(&self.db, member.id, parent, thread, now).await?;
        Ok(inbox)
    }

    async fn find_inbox(
        &self,
        parent: ChannelId,
        member: MemberId,
        lane: Lane,
    ) -> Result<Option<ChannelId>, SendError> {
        let ending = name_ending(member);
        self.find(parent, lane, |name| name.ends_with(&ending)).await
    }

    async fn open(
        &self,
        parent: ChannelId,
        name: &str,
        lane: Lane,
        slot: &ThreadSlot,
        now: Timestamp,
    ) -> Result<ChannelId, SendError> {
        let destination = Destination::NewThread { parent, members: Vec::new() };
        slot.mark_used();
        match self.transport.send(destination.request().lane(lane).body(new_thread_body(name))).await {
            Ok(answer) => opened_thread_id(&answer).map_err(as_not_posted),
            Err(failure) => {
                self.record_open_failure(parent, &failure, now);
                Err(as_not_posted(send_error(failure)))
            }
        }
    }

    fn opening_lock(&self, member: MemberId) -> Arc<Mutex<()>> {
        // No code panics while it holds this lock, so ignore the poison flag.
        let mut locks = self.opening_locks.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(lock) = locks.get(&member).and_then(Weak::upgrade) {
            return lock;
        }
        locks.retain(|_, lock| lock.strong_count() > 0);
        let lock = Arc::new(Mutex::new(()));
        locks.insert(member, Arc::downgrade(&lock));
        lock
    }

    async fn server_ids(&self) -> Result<ServerIds, SendError> {
        let setup_and_server = async {
            let mut conn = self.db.read().await?;
            let Some(setup) = guild::service::setup(&mut conn).await? else { return Ok((None, None)) };
            let server = guild::service::server(&mut conn, setup.guild).await?;
            Ok((Some(setup), server))
        };
        let setup_and_server: Result<_, DbError> = setup_and_server.await;
        match setup_and_server.map_err(|error| transient_error(error.to_string()))? {
            (None, _) => Err(SendError::permanent(Cause::NoInbox, "Magpie is not set up")),
            (Some(_), None) => Err(transient_error("the server was not read yet".to_owned())),
            (Some(setup), Some(server)) => {
                Ok(ServerIds { guild: setup.guild, bot: server.bot, inbox: setup.channel(ChannelPurpose::Inbox) })
            }
        }
    }

    async fn send(&self, request: Request<'_>) -> Result<Value, SendError> {
        self.transport.send(request).await.map_err(send_error)
    }
}

/// The end of the name of a member's inbox thread. It is the same in every language. If the id of the thread is not in
/// the database, we find the thread by this ending: storing the id failed, or the database is an older backup.
fn name_ending(member: MemberId) -> String {
    format!("· {member}")
}

/// The request body that opens a private thread.
pub(super) fn new_thread_body(name: &str) -> Value {
    json!({
        "name": clip(name, MAX_NAME_CHARS), "type": PRIVATE_THREAD, "invitable": false,
        "auto_archive_duration": ARCHIVE_AFTER_MIN,
    })
}

/// The id of the thread in a response. `Unknown` if the response contains no thread.
pub(super) fn opened_thread_id(answer: &Value) -> Result<ChannelId, SendError> {
    let no_thread = || SendError::Unknown { reason: "the response contains no thread".to_owned() };
    parse_id(&answer["id"]).map(ChannelId).ok_or_else(no_thread)
}

fn is_private_and_owned_by(thread: &Value, bot: MemberId) -> bool {
    thread["type"].as_u64() == Some(PRIVATE_THREAD.into()) && parse_id(&thread["owner_id"]) == Some(bot.0)
}

/// Converts an error of opening a thread into the error of the message that needs the thread. Even if it is unknown
/// whether the thread was opened, the message was certainly not posted. So `Unknown` becomes `Blocked`.
pub(super) fn as_not_posted(error: SendError) -> SendError {
    match error {
        SendError::Unknown { reason } => SendError::Blocked { reason },
        error => error,
    }
}

fn transient_error(reason: String) -> SendError {
    SendError::Transient { reason, retry_after_ms: None }
}

fn as_list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn parse_id(value: &Value) -> Option<u64> {
    value.as_str()?.parse().ok()
}
