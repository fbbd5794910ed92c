//! All sessions of the gateway. The module limits how many sessions start, and dispatches events to the sessions.

use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::identify::{Identify, IdentifyLimit};
use super::link::{Frame, Link, control_payload};
use super::session::{ResumeError, Session};
use crate::sandbox::core::{Event, World, intents};
use crate::time::Timestamp;

/// The window for counting identifies. Source: Discord docs, "Rate Limiting": `max_concurrency` per 5 seconds.
const IDENTIFY_WINDOW: Duration = Duration::from_secs(5);
/// How many sessions may start per day. Source: Discord docs, "Session Start Limit".
const MAX_IDENTIFIES_PER_DAY: u32 = 1_000;
const DAY: Duration = Duration::from_secs(86_400);
/// How many sessions without a connection the gateway keeps. Each of them costs time on every event, and in practice a
/// client resumes only its newest session.
const MAX_DISCONNECTED_SESSIONS: usize = 8;

/// The session on which a bot receives events, and the number of events in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionPosition {
    pub session: String,
    /// The number of dispatches so far. READY is the first.
    pub events: u64,
}

pub struct Gateway {
    sessions: HashMap<String, Session>,
    /// The session that identified or resumed most recently.
    current_session: Option<String>,
    identified_at: VecDeque<Instant>,
    max_identifies_per_5s: u32,
    /// When the current day of the start limit began, and how many sessions have started since. The day begins with
    /// its first session.
    starts_today: Option<(Instant, u32)>,
    is_in_outage: bool,
    session_count: u64,
    /// The number of resets so far. It is part of the session ids, so that a session of an earlier guild is never
    /// resumed.
    epoch: u64,
    resume_url: String,
}

impl Gateway {
    pub fn new(resume_url: String, max_identifies_per_5s: u32, epoch: u64) -> Self {
        Self {
            sessions: HashMap::new(),
            current_session: None,
            identified_at: VecDeque::new(),
            max_identifies_per_5s,
            starts_today: None,
            is_in_outage: false,
            session_count: 0,
            epoch,
            resume_url,
        }
    }

    /// How many more sessions may start today.
    pub fn starts_left(&self, real_now: Instant) -> u32 {
        match self.starts_today {
            Some((since, used)) if real_now.duration_since(since) < DAY => MAX_IDENTIFIES_PER_DAY.saturating_sub(used),
            _ => MAX_IDENTIFIES_PER_DAY,
        }
    }

    /// The time until the count of started sessions is reset.
    pub fn start_limit_reset_after(&self, real_now: Instant) -> Duration {
        let elapsed = self.starts_today.map(|(since, _)| real_now.duration_since(since));
        elapsed.map_or(Duration::ZERO, |elapsed| DAY.saturating_sub(elapsed))
    }

    /// Starts a session on `link`, and returns its id. Sends READY. Then sends GUILD_CREATE, unless the guild is in an
    /// outage or the client did not request guild events.
    pub fn identify(
        &mut self,
        world: &World,
        now: Timestamp,
        real_now: Instant,
        identify: Identify,
        link: Link,
    ) -> Result<String, IdentifyLimit> {
        self.count_identify(real_now)?;
        self.session_count += 1;
        let id = format!("{:016x}{:016x}", self.epoch, self.session_count);
        self.forget_oldest_disconnected();
        let ready = world.ready(&id, &self.resume_url, identify.shard);
        let wants_guilds = identify.intents & intents::GUILDS != 0;
        let guild = (wants_guilds && !self.is_in_outage)
            .then(|| world.guild_create(now, identify.intents, identify.large_threshold));
        let mut session = Session::new(identify, link);
        session.dispatch("READY", &ready);
        if let Some(guild) = guild {
            session.dispatch("GUILD_CREATE", &guild);
        }
        self.sessions.insert(id.clone(), session);
        self.current_session = Some(id.clone());
        Ok(id)
    }

    fn forget_oldest_disconnected(&mut self) {
        let mut disconnected: Vec<_> =
            self.sessions.iter().filter_map(|(id, session)| Some((session.disconnected_at()?, id.clone()))).collect();
        disconnected.sort();
        for (_, id) in disconnected.iter().rev().skip(MAX_DISCONNECTED_SESSIONS) {
            self.forget(id);
        }
    }

    fn count_identify(&mut self, real_now: Instant) -> Result<(), IdentifyLimit> {
        let starts_left = self.starts_left(real_now);
        if starts_left == 0 {
            return Err(IdentifyLimit::Daily);
        }
        if starts_left == MAX_IDENTIFIES_PER_DAY {
            self.starts_today = Some((real_now, 0));
        }
        self.identified_at.retain(|at| real_now.duration_since(*at) < IDENTIFY_WINDOW);
        if self.identified_at.len() >= self.max_identifies_per_5s as usize {
            return Err(IdentifyLimit::Window);
        }
        self.identified_at.push_back(real_now);
        if let Some((_, used)) = &mut self.starts_today {
            *used += 1;
        }
        Ok(())
    }

    /// Resumes a session on a new link. Replays the missed events, and then sends RESUMED.
    pub fn resume(&mut self, id: &str, last_received: u64, real_now: Instant, link: Link) -> Result<(), ResumeError> {
        let session = self.sessions.get_mut(id).ok_or(ResumeError::Unknown)?;
        let resumed = session.resume(last_received, real_now, link);
        match resumed {
            Ok(()) => self.current_session = Some(id.to_owned()),
            Err(_) => self.forget(id),
        }
        resumed
    }

    /// Sends an event to every session whose intents include it. During an outage of the guild, the guild's only events
    /// are interactions, because members can still press buttons.
    pub fn dispatch(&mut self, event: &Event) {
        if self.is_in_outage && event.guild.is_some() && event.name != "INTERACTION_CREATE" {
            return;
        }
        for session in self.sessions.values_mut() {
            if let Some(data) = event.for_intents(session.intents()) {
                session.dispatch(event.name, &data);
            }
        }
    }

    /// Sends an event to one session only.
    pub fn dispatch_to(&mut self, id: &str, name: &str, data: &Value) {
        if let Some(session) = self.sessions.get_mut(id) {
            session.dispatch(name, data);
        }
    }

    pub fn session(&self, id: &str) -> Option<&Session> {
        self.sessions.get(id)
    }

    /// Removes a link after its connection ended. The session can be resumed.
    pub fn unlink(&mut self, id: &str, link: u64, real_now: Instant) {
        if let Some(session) = self.sessions.get_mut(id) {
            session.unlink(link, real_now);
        }
    }

    /// Whether the session still has this link.
    pub fn session_has_link(&self, id: &str, link: &Link) -> bool {
        self.sessions.get(id).is_some_and(|session| session.has_link(link))
    }

    pub fn forget(&mut self, id: &str) {
        self.sessions.remove(id);
        if self.current_session.as_deref() == Some(id) {
            self.current_session = None;
        }
    }

    /// The position of the session on which a bot receives events; `None` if there is no such session.
    pub fn position(&self) -> Option<SessionPosition> {
        let id = self.current_session.as_ref()?;
        let session = self.sessions.get(id)?;
        session.is_receiving().then(|| SessionPosition { session: id.clone(), events: session.sequence() })
    }

    /// Whether at least one session has a connection.
    pub fn is_linked(&self) -> bool {
        self.sessions.values().any(Session::is_linked)
    }

    /// Ends all connections without a close frame.
    pub fn drop_links(&mut self, real_now: Instant) {
        for session in self.sessions.values_mut() {
            session.drop_link(real_now);
        }
    }

    /// Sends op 7 to every session. The connections stay open, but [`Gateway::position`] ignores their sessions until
    /// the client reconnects.
    pub fn ask_to_reconnect(&mut self) {
        self.ask_to_reconnect_with(&Frame::Op(control_payload(7, &Value::Null)));
    }

    /// Sends op 1, which requests a heartbeat at once.
    pub fn ask_for_heartbeats(&mut self) {
        for session in self.sessions.values() {
            session.send(Frame::Op(control_payload(1, &Value::Null)));
        }
    }

    /// Sends op 9 with `d` false to every session, and removes all sessions. Clients must identify again.
    pub fn invalidate(&mut self) {
        self.ask_to_reconnect_with(&Frame::InvalidSession(control_payload(9, &json!(false))));
        self.sessions.clear();
        self.current_session = None;
    }

    /// Sends op 9 with `d` true to every session. The sessions stay, and clients can resume.
    pub fn invalidate_resumably(&mut self) {
        self.ask_to_reconnect_with(&Frame::InvalidSession(control_payload(9, &json!(true))));
    }

    /// Keeps all connections open, but sends nothing more on them, not even heartbeat acknowledgements.
    pub fn silence_all(&mut self) {
        for session in self.sessions.values_mut() {
            session.silence();
        }
    }

    pub fn is_in_outage(&self) -> bool {
        self.is_in_outage
    }

    /// Makes the guild unavailable, as during an outage of Discord.
    pub fn begin_outage(&mut self, world: &World) {
        if self.is_in_outage {
            return;
        }
        let unavailable_guild = json!({"id": world.guild_id(), "unavailable": true});
        for session in self.sessions.values_mut().filter(|session| session.intents() & intents::GUILDS != 0) {
            session.dispatch("GUILD_DELETE", &unavailable_guild);
        }
        self.is_in_outage = true;
    }

    /// Makes the guild available again, in its current state.
    pub fn end_outage(&mut self, world: &World, now: Timestamp) {
        if !self.is_in_outage {
            return;
        }
        self.is_in_outage = false;
        for session in self.sessions.values_mut().filter(|session| session.intents() & intents::GUILDS != 0) {
            let guild = world.guild_create(now, session.intents(), session.large_threshold());
            session.dispatch("GUILD_CREATE", &guild);
        }
    }

    fn ask_to_reconnect_with(&mut self, frame: &Frame) {
        for session in self.sessions.values_mut() {
            session.ask_to_reconnect_with(frame.clone());
        }
    }
}
