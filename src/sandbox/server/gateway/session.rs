//! One gateway session: its sequence number, its replay buffer, and its current connection if it has one.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::identify::Identify;
use super::link::{Frame, Link};

/// The size of the replay buffer, in events. It holds a few minutes of a busy guild. Discord replays "missed events"
/// and documents no limit.
const MAX_REPLAYED_EVENTS: usize = 10_000;
/// How long a session without a connection can be resumed. Discord does not document this; observations show a few
/// minutes.
const RESUME_WINDOW: Duration = Duration::from_secs(180);

/// Why a session cannot be resumed. The client must identify again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResumeError {
    /// No session has the id that the client sent.
    Unknown,
    /// The session had no connection for too long.
    Expired,
    /// The client missed more events than the replay buffer keeps.
    TooManyMissed,
    /// The client names a sequence number that was never sent. The connection closes with 4007.
    SequenceAhead,
}

#[derive(Debug)]
pub struct Session {
    identify: Identify,
    sequence: u64,
    replay_buffer: VecDeque<(u64, Arc<str>)>,
    link: Option<Link>,
    /// Whether the connection stays open but sends nothing more.
    is_silent: bool,
    /// Whether the client was asked to reconnect and has not done so yet.
    was_asked_to_reconnect: bool,
    /// When the session lost its connection, in real time. `None` while it has a connection.
    disconnected_at: Option<Instant>,
}

impl Session {
    pub fn new(identify: Identify, link: Link) -> Self {
        Self {
            identify,
            sequence: 0,
            replay_buffer: VecDeque::new(),
            link: Some(link),
            is_silent: false,
            was_asked_to_reconnect: false,
            disconnected_at: None,
        }
    }

    pub fn intents(&self) -> u64 {
        self.identify.intents
    }

    pub fn large_threshold(&self) -> usize {
        self.identify.large_threshold
    }

    /// The number of dispatches so far.
    pub fn sequence(&self) -> u64 {
        self.sequence
    }

    pub fn is_linked(&self) -> bool {
        self.link.is_some()
    }

    pub fn has_link(&self, link: &Link) -> bool {
        self.link.as_ref().is_some_and(|own| own.number() == link.number())
    }

    /// Whether the session has a connection that receives frames and was not asked to reconnect.
    pub fn is_receiving(&self) -> bool {
        self.link.is_some() && !self.is_silent && !self.was_asked_to_reconnect
    }

    pub fn is_silenced(&self) -> bool {
        self.link.is_some() && self.is_silent
    }

    /// When the session lost its connection, in real time. `None` while it has a connection.
    pub fn disconnected_at(&self) -> Option<Instant> {
        self.disconnected_at
    }

    pub fn dispatch(&mut self, name: &str, data: &Value) {
        self.sequence += 1;
        let text: Arc<str> = json!({"op": 0, "s": self.sequence, "t": name, "d": data}).to_string().into();
        if self.replay_buffer.len() == MAX_REPLAYED_EVENTS {
            self.replay_buffer.pop_front();
        }
        self.replay_buffer.push_back((self.sequence, Arc::clone(&text)));
        self.send(Frame::Dispatch(text));
    }

    /// Sends a frame to the connection. Does nothing if the session has no connection. A silenced connection receives
    /// only [`Frame::Cut`].
    pub fn send(&self, frame: Frame) {
        let may_pass = !self.is_silent || frame == Frame::Cut;
        if let Some(link) = self.link.as_ref().filter(|_| may_pass) {
            link.send(frame);
        }
    }

    /// Keeps the connection open, but sends nothing more on it.
    pub fn silence(&mut self) {
        self.is_silent = self.link.is_some();
    }

    pub fn ask_to_reconnect_with(&mut self, frame: Frame) {
        self.send(frame);
        self.was_asked_to_reconnect = self.link.is_some();
    }

    /// Ends the connection. The session stays and can be resumed.
    pub fn drop_link(&mut self, real_now: Instant) {
        if let Some(number) = self.link.as_ref().map(Link::number) {
            self.send(Frame::Cut);
            self.unlink(number, real_now);
        }
    }

    /// Removes the link with this number, if the session still has it.
    pub fn unlink(&mut self, number: u64, real_now: Instant) {
        if self.link.as_ref().is_some_and(|own| own.number() == number) {
            self.link = None;
            self.is_silent = false;
            self.was_asked_to_reconnect = false;
            self.disconnected_at = Some(real_now);
        }
    }

    /// Moves the session to a new link, replays the missed events on it, and then dispatches RESUMED. `last_received`
    /// is the last sequence number that the client received.
    pub fn resume(&mut self, last_received: u64, real_now: Instant, link: Link) -> Result<(), ResumeError> {
        if last_received > self.sequence {
            return Err(ResumeError::SequenceAhead);
        }
        if self.disconnected_at.is_some_and(|since| real_now.duration_since(since) > RESUME_WINDOW) {
            return Err(ResumeError::Expired);
        }
        let oldest_sequence = self.replay_buffer.front().map_or(self.sequence + 1, |(sequence, _)| *sequence);
        if last_received + 1 < oldest_sequence {
            return Err(ResumeError::TooManyMissed);
        }
        if let Some(old) = self.link.take() {
            old.send(Frame::Close(4000, "resumed elsewhere"));
        }
        for (_, text) in self.replay_buffer.iter().filter(|(sequence, _)| *sequence > last_received) {
            link.send(Frame::Dispatch(Arc::clone(text)));
        }
        self.link = Some(link);
        self.is_silent = false;
        self.was_asked_to_reconnect = false;
        self.disconnected_at = None;
        self.dispatch("RESUMED", &json!({"_trace": []}));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::link::Frames;
    use super::*;

    fn session() -> (Session, Frames) {
        let (link, frames) = Link::new(1);
        (Session::new(Identify { intents: 0, large_threshold: 50, shard: None }, link), frames)
    }

    fn names(frames: &mut Frames) -> Vec<String> {
        let mut names = Vec::new();
        while let Ok(frame) = frames.try_recv() {
            if let Frame::Dispatch(text) = frame {
                let payload: Value = serde_json::from_str(&text).expect("JSON");
                names.push(format!("{} {}", payload["s"], payload["t"].as_str().expect("a name")));
            }
        }
        names
    }

    #[test]
    fn missed_events_are_replayed_in_order_before_resumed() {
        let (mut session, frames) = session();
        session.dispatch("READY", &Value::Null);
        drop(frames);
        session.unlink(1, Instant::now());
        session.dispatch("A", &Value::Null);
        session.dispatch("B", &Value::Null);
        let (link, mut frames) = Link::new(2);
        session.resume(1, Instant::now(), link).expect("resumable");
        assert_eq!(names(&mut frames), ["2 A", "3 B", "4 RESUMED"]);
    }

    #[test]
    fn session_disconnected_for_too_long_is_not_resumed() {
        let (mut session, _frames) = session();
        let start = Instant::now();
        session.unlink(1, start);
        let (link, _frames) = Link::new(2);
        assert_eq!(session.resume(0, start + RESUME_WINDOW + Duration::from_secs(1), link), Err(ResumeError::Expired));
    }

    #[test]
    fn client_that_missed_more_events_than_the_replay_buffer_keeps_must_identify_again() {
        let (mut session, _frames) = session();
        for _ in 0..=MAX_REPLAYED_EVENTS {
            session.dispatch("A", &Value::Null);
        }
        let (link, _frames) = Link::new(2);
        assert_eq!(session.resume(0, Instant::now(), link), Err(ResumeError::TooManyMissed));
        let (link, _frames) = Link::new(3);
        assert_eq!(
            session.resume(MAX_REPLAYED_EVENTS as u64 + 2, Instant::now(), link),
            Err(ResumeError::SequenceAhead)
        );
    }

    #[test]
    fn silenced_connection_receives_nothing_more() {
        let (mut session, mut frames) = session();
        session.dispatch("A", &Value::Null);
        session.silence();
        session.dispatch("B", &Value::Null);
        assert_eq!(names(&mut frames), ["1 A"]);
        assert!(session.is_linked() && !session.is_receiving());
    }
}
