//! Private threads: finds one again by its name, and each member's own thread in the inbox channel.

use std::collections::HashMap;

use serde_json::{Value, json};
use serenity::http::Route;
use tokio::sync::Mutex;

use crate::db::{Db, DbError};
use crate::delivery::{Cause, Lane, SendError};
use crate::discord::ui::text::{clip, disarm_line};
use crate::discord::wire::destination::Destination;
use crate::discord::wire::failures::send_error;
use crate::discord::wire::transport::{Request, Transport};
use crate::guild::{self, Place, Setup};
use crate::members::{ChannelId, GuildId, Member, MemberId};
use crate::say;

/// Discord's limit for a thread's name.
pub(super) const MAX_NAME_CHARS: usize = 100;
const MAX_MEMBER_NAME_CHARS: usize = 60;
/// Discord's type of a private thread.
const PRIVATE_THREAD: u8 = 12;
/// A week, Discord's longest: an inbox thread should be there when it is needed.
const ARCHIVE_AFTER_MIN: u32 = 10_080;
/// Archived threads of one page, Discord's limit.
const PAGE: usize = 100;
/// The most pages of archived threads that are read.
const MAX_PAGES: usize = 50;

/// The operations on private threads that deliveries need.
pub(super) struct Threads {
    db: Db,
    transport: Transport,
    /// Inbox threads found or opened in this run. Only a cache: they can be found again by their names.
    inbox: Mutex<HashMap<MemberId, ChannelId>>,
}

impl Threads {
    pub fn new(db: Db, transport: Transport) -> Self {
        Self { db, transport, inbox: Mutex::default() }
    }

    /// The member's private thread in the inbox channel, found or opened.
    pub async fn inbox_of(&self, member: &Member) -> Result<ChannelId, SendError> {
        // One at a time, so that two deliveries do not open two threads for one person.
        let mut inbox = self.inbox.lock().await;
        if let Some(thread) = inbox.get(&member.id) {
            return Ok(*thread);
        }
        let thread = self.find_or_open_inbox(member).await?;
        inbox.insert(member.id, thread);
        Ok(thread)
    }

    /// Somebody deleted this thread.
    pub async fn forget(&self, thread: ChannelId) {
        self.inbox.lock().await.retain(|_, known| *known != thread);
    }

    /// The private thread in `parent`, open or archived, whose name `fits`.
    pub async fn find(
        &self,
        parent: ChannelId,
        lane: Lane,
        fits: impl Fn(&str) -> bool + Sync,
    ) -> Result<Option<ChannelId>, SendError> {
        let fits =
            |thread: &&Value| id(&thread["parent_id"]) == Some(parent.0) && thread["name"].as_str().is_some_and(&fits);
        let guild = self.guild().await?;
        let active = self.send(Request::get(Route::GuildThreadsActive { guild_id: guild.0.into() }).lane(lane)).await?;
        if let Some(thread) = list(&active["threads"]).iter().find(fits) {
            return Ok(id(&thread["id"]).map(ChannelId));
        }
        let mut before: Option<String> = None;
        for _ in 0..MAX_PAGES {
            let mut ask = Request::get(Route::ChannelArchivedPrivateThreads { channel_id: parent.0.into() })
                .param("limit", PAGE)
                .lane(lane);
            if let Some(before) = &before {
                ask = ask.param("before", before.replace('+', "%2B").replace(':', "%3A"));
            }
            let page = self.send(ask).await?;
            if let Some(thread) = list(&page["threads"]).iter().find(fits) {
                return Ok(id(&thread["id"]).map(ChannelId));
            }
            let last = list(&page["threads"]).last().and_then(|t| t["thread_metadata"]["archive_timestamp"].as_str());
            match last {
                Some(last) if page["has_more"].as_bool().unwrap_or(false) => before = Some(last.to_owned()),
                _ => return Ok(None),
            }
        }
        Ok(None)
    }

    /// Adds people. When one person cannot be added (they left, for example), the others are still added.
    pub async fn add(&self, thread: ChannelId, members: &[MemberId], lane: Lane) {
        for member in members {
            let ask = Destination::ThreadMember { thread, member: *member }.request().lane(lane);
            if let Err(error) = self.transport.send_with_retry(ask).await {
                let (thread, member) = (thread.0, member.0);
                tracing::warn!(thread.id = thread, member.id = member, %error, "a member cannot be added to a thread");
            }
        }
    }

    async fn find_or_open_inbox(&self, member: &Member) -> Result<ChannelId, SendError> {
        let inbox = self.setup().await?.and_then(|setup| setup.channel(Place::Inbox));
        let inbox = inbox.ok_or_else(|| SendError::permanent(Cause::NoInbox, "no inbox channel is set up"))?;
        // In every language the name ends with the id, which finds the thread again after the member changed their
        // name.
        let mark = format!("· {}", member.id);
        let thread = match self.find(inbox, Lane::Prompt, |name| name.ends_with(&mark)).await? {
            Some(thread) => thread,
            None => {
                let name = clip(&disarm_line(&member.name), MAX_MEMBER_NAME_CHARS);
                let name = say!(member.language, "discord-inbox-thread", name = name);
                let to = Destination::NewThread { parent: inbox, members: Vec::new() };
                let answer = self.send(to.request().body(new_thread(&format!("{name} {mark}")))).await?;
                opened(&answer)?
            }
        };
        self.send(Destination::ThreadMember { thread, member: member.id }.request()).await?;
        Ok(thread)
    }

    async fn guild(&self) -> Result<GuildId, SendError> {
        let setup = self.setup().await?;
        setup.map(|setup| setup.guild).ok_or_else(|| SendError::permanent(Cause::NoInbox, "Magpie is not set up"))
    }

    async fn setup(&self) -> Result<Option<Setup>, SendError> {
        let setup: Result<_, DbError> = async { guild::service::setup(&mut *self.db.read().await?).await }.await;
        setup.map_err(|error| SendError::Transient { reason: error.to_string(), retry_after_ms: None })
    }

    async fn send(&self, ask: Request<'_>) -> Result<Value, SendError> {
        self.transport.send(ask).await.map_err(|failure| send_error(failure, self.db.rng()))
    }
}

/// The body that opens a private thread.
pub(super) fn new_thread(name: &str) -> Value {
    json!({
        "name": clip(name, MAX_NAME_CHARS), "type": PRIVATE_THREAD, "invitable": false,
        "auto_archive_duration": ARCHIVE_AFTER_MIN,
    })
}

/// The thread in an answer.
pub(super) fn opened(answer: &Value) -> Result<ChannelId, SendError> {
    let reason = || SendError::Unknown { reason: "the answer holds no thread".to_owned() };
    id(&answer["id"]).map(ChannelId).ok_or_else(reason)
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn id(value: &Value) -> Option<u64> {
    value.as_str()?.parse().ok()
}
