//! Discord's gateway, version 10: sessions, their sequence numbers, and what is replayed to a client that resumes.
//!
//! Sessions outlive their connections; a connection is a [`Link`] that a session may have. Nothing here reads a socket
//! (`socket.rs` does) or judges what a client says (`payload.rs` does). Source: Discord docs, "Gateway".

mod compress;
mod link;
mod payload;
mod session;
mod socket;

pub use compress::Transport;
pub use link::{Frame, Frames, Link};
pub use session::{Invalid, Session};
pub use socket::{refuse_version, serve};

use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::sandbox::core::{Event, World, intents};
use crate::time::Timestamp;

/// Identifies are counted in windows of this length. Source: Discord docs, "Rate Limiting": `max_concurrency` per 5
/// seconds.
const IDENTIFY_WINDOW: Duration = Duration::from_secs(5);
/// Source: Discord docs, "Session Start Limit".
const IDENTIFIES_A_DAY: u32 = 1_000;
const DAY: Duration = Duration::from_secs(86_400);
/// Sessions without a connection that are kept; each costs work with every event, and only the youngest is ever
/// resumed.
const ALONE_KEPT: usize = 8;

/// A client's claim to be the bot.
#[derive(Debug, Clone, PartialEq)]
pub struct Identify {
    pub intents: u64,
    pub large_threshold: usize,
    pub shard: Option<(u32, u32)>,
}

/// Why a session did not start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TooMany {
    /// Op 9: try again in five seconds.
    TooSoon,
    /// A thousand in a day: Discord resets the token.
    Today,
}

/// Where the session that started last stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub session: String,
    /// Dispatches so far; READY is the first.
    pub events: u64,
}

pub struct Gateway {
    sessions: HashMap<String, Session>,
    /// The session that identified or resumed last.
    current: Option<String>,
    identifies: VecDeque<Instant>,
    identifies_in_5s: u32,
    today: Option<(Instant, u32)>,
    outage: bool,
    made: u64,
    /// Which guild since the start: a session of an earlier one never comes back.
    epoch: u64,
    resume_url: String,
}

impl Gateway {
    pub fn new(resume_url: String, identifies_in_5s: u32, epoch: u64) -> Self {
        Self {
            sessions: HashMap::new(),
            current: None,
            identifies: VecDeque::new(),
            identifies_in_5s,
            today: None,
            outage: false,
            made: 0,
            epoch,
            resume_url,
        }
    }

    /// How many more sessions may start today.
    pub fn starts_left(&self, real_now: Instant) -> u32 {
        match self.today {
            Some((since, used)) if real_now.duration_since(since) < DAY => IDENTIFIES_A_DAY.saturating_sub(used),
            _ => IDENTIFIES_A_DAY,
        }
    }

    /// Starts a session on `link`: READY, and GUILD_CREATE unless the guild is out.
    pub fn identify(
        &mut self,
        world: &World,
        now: Timestamp,
        real_now: Instant,
        wish: Identify,
        link: Link,
    ) -> Result<String, TooMany> {
        self.count_identify(real_now)?;
        self.made += 1;
        let id = format!("{:016x}{:016x}", self.epoch, self.made);
        self.sweep();
        let ready = world.ready(&id, &self.resume_url, wish.shard);
        let wants_guilds = wish.intents & intents::GUILDS != 0;
        let guild = (wants_guilds && !self.outage).then(|| world.guild_create(now, wish.intents, wish.large_threshold));
        let mut session = Session::new(wish, link);
        session.dispatch("READY", &ready);
        if let Some(guild) = guild {
            session.dispatch("GUILD_CREATE", &guild);
        }
        self.sessions.insert(id.clone(), session);
        self.current = Some(id.clone());
        Ok(id)
    }

    fn sweep(&mut self) {
        let mut alone: Vec<_> =
            self.sessions.iter().filter_map(|(id, session)| Some((session.alone_since()?, id.clone()))).collect();
        alone.sort();
        for (_, id) in alone.iter().rev().skip(ALONE_KEPT) {
            self.forget(id);
        }
    }

    fn count_identify(&mut self, real_now: Instant) -> Result<(), TooMany> {
        let left = self.starts_left(real_now);
        if left == 0 {
            return Err(TooMany::Today);
        }
        if left == IDENTIFIES_A_DAY {
            self.today = Some((real_now, 0));
        }
        self.identifies.retain(|at| real_now.duration_since(*at) < IDENTIFY_WINDOW);
        if self.identifies.len() >= self.identifies_in_5s as usize {
            return Err(TooMany::TooSoon);
        }
        self.identifies.push_back(real_now);
        if let Some((_, used)) = &mut self.today {
            *used += 1;
        }
        Ok(())
    }

    /// Continues a session on a new link: what was missed, then RESUMED.
    pub fn resume(&mut self, id: &str, seen: u64, real_now: Instant, link: Link) -> Result<(), Invalid> {
        let session = self.sessions.get_mut(id).ok_or(Invalid::Unknown)?;
        let resumed = session.resume(seen, real_now, link);
        match resumed {
            Ok(()) => self.current = Some(id.to_owned()),
            Err(_) => self.forget(id),
        }
        resumed
    }

    /// Sends an event to every session whose intents ask for it. While the guild is out, nothing that happens in it is
    /// told, but interactions are: people may still press what they see.
    pub fn dispatch(&mut self, event: &Event) {
        if self.outage && event.guild.is_some() && event.name != "INTERACTION_CREATE" {
            return;
        }
        for session in self.sessions.values_mut() {
            if let Some(data) = event.for_intents(session.intents()) {
                session.dispatch(event.name, &data);
            }
        }
    }

    /// Sends to one session only.
    pub fn dispatch_to(&mut self, id: &str, name: &str, data: &Value) {
        if let Some(session) = self.sessions.get_mut(id) {
            session.dispatch(name, data);
        }
    }

    pub fn session(&self, id: &str) -> Option<&Session> {
        self.sessions.get(id)
    }

    /// The connection is gone; the session waits to be resumed.
    pub fn unlink(&mut self, id: &str, link: u64, real_now: Instant) {
        if let Some(session) = self.sessions.get_mut(id) {
            session.unlink(link, real_now);
        }
    }

    /// Whether that link is still the session's.
    pub fn holds(&self, id: &str, link: &Link) -> bool {
        self.sessions.get(id).is_some_and(|session| session.is_linked_by(link))
    }

    pub fn forget(&mut self, id: &str) {
        self.sessions.remove(id);
        if self.current.as_deref() == Some(id) {
            self.current = None;
        }
    }

    /// The session that a bot is connected with and can hear; `None` while there is none.
    pub fn standing(&self) -> Option<Standing> {
        let id = self.current.as_ref()?;
        let session = self.sessions.get(id)?;
        session.is_heard().then(|| Standing { session: id.clone(), events: session.sequence() })
    }

    pub fn is_linked(&self) -> bool {
        self.sessions.values().any(Session::is_linked)
    }

    /// Connections end without a word.
    pub fn drop_links(&mut self, real_now: Instant) {
        for session in self.sessions.values_mut() {
            session.drop_link(real_now);
        }
    }

    /// Op 7. A client that stays is not counted as connected any more.
    pub fn ask_to_reconnect(&mut self) {
        self.send_away(&Frame::Op(json!({"op": 7, "d": null}).to_string()));
    }

    /// Op 1: the server wants a heartbeat at once.
    pub fn ask_for_heartbeats(&mut self) {
        for session in self.sessions.values() {
            session.tell(Frame::Op(json!({"op": 1, "d": null}).to_string()));
        }
    }

    /// Op 9 to every session; `d` is false and the sessions are gone, so that clients must identify anew.
    pub fn invalidate(&mut self) {
        self.send_away(&Frame::Op(json!({"op": 9, "d": false}).to_string()));
        self.sessions.clear();
        self.current = None;
    }

    /// Op 9 with `d` true: the sessions stay, clients resume.
    pub fn invalidate_resumably(&mut self) {
        self.send_away(&Frame::Op(json!({"op": 9, "d": true}).to_string()));
    }

    /// The connections stay open, and nothing comes any more: no event, no heartbeat's answer.
    pub fn silence(&mut self) {
        for session in self.sessions.values_mut() {
            session.silence();
        }
    }

    pub fn is_out(&self) -> bool {
        self.outage
    }

    /// The guild becomes unavailable, as in an outage of Discord's.
    pub fn begin_outage(&mut self, world: &World) {
        if self.outage {
            return;
        }
        let gone = json!({"id": world.guild_id(), "unavailable": true});
        for session in self.sessions.values_mut().filter(|session| session.intents() & intents::GUILDS != 0) {
            session.dispatch("GUILD_DELETE", &gone);
        }
        self.outage = true;
    }

    /// The guild comes back, as it is by then.
    pub fn end_outage(&mut self, world: &World, now: Timestamp) {
        if !self.outage {
            return;
        }
        self.outage = false;
        for session in self.sessions.values_mut().filter(|session| session.intents() & intents::GUILDS != 0) {
            let guild = world.guild_create(now, session.intents(), session.large_threshold());
            session.dispatch("GUILD_CREATE", &guild);
        }
    }

    fn send_away(&mut self, frame: &Frame) {
        for session in self.sessions.values_mut() {
            session.send_away(frame.clone());
        }
    }
}
