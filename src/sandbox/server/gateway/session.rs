//! One gateway session: its sequence, its replay buffer, and the link it may have at the moment.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::Identify;
use super::link::{Frame, Link};

/// Discord replays "missed events" without naming a bound; it is in the order of minutes of a busy guild.
const REPLAYED: usize = 10_000;
/// How long a session without a connection can be resumed. Discord names no figure; observed in minutes.
const RESUMABLE: Duration = Duration::from_secs(180);

/// Why a session cannot be resumed; the client must identify anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Invalid {
    Unknown,
    /// It was without a connection for too long.
    Expired,
    /// More was missed than is kept.
    TooFarBehind,
    /// The client says that it saw what was never sent: close code 4007.
    AheadOfUs,
}

#[derive(Debug)]
pub struct Session {
    wish: Identify,
    sequence: u64,
    sent: VecDeque<(u64, Arc<str>)>,
    link: Option<Link>,
    silent: bool,
    /// The client was told to connect anew, and has not yet.
    sent_away: bool,
    /// Real time.
    alone_since: Option<Instant>,
}

impl Session {
    pub fn new(wish: Identify, link: Link) -> Self {
        Self {
            wish,
            sequence: 0,
            sent: VecDeque::new(),
            link: Some(link),
            silent: false,
            sent_away: false,
            alone_since: None,
        }
    }

    pub fn intents(&self) -> u64 {
        self.wish.intents
    }

    pub fn large_threshold(&self) -> usize {
        self.wish.large_threshold
    }

    /// Dispatches so far.
    pub fn sequence(&self) -> u64 {
        self.sequence
    }

    pub fn is_linked(&self) -> bool {
        self.link.is_some()
    }

    pub fn is_linked_by(&self, link: &Link) -> bool {
        self.link.as_ref().is_some_and(|own| own.number() == link.number())
    }

    /// Whether a connection is there, answers, and is to stay.
    pub fn is_heard(&self) -> bool {
        self.link.is_some() && !self.silent && !self.sent_away
    }

    pub fn is_silenced(&self) -> bool {
        self.link.is_some() && self.silent
    }

    /// Real time; `None` while a connection is there.
    pub fn alone_since(&self) -> Option<Instant> {
        self.alone_since
    }

    pub fn dispatch(&mut self, name: &str, data: &Value) {
        self.sequence += 1;
        let text: Arc<str> = json!({"op": 0, "s": self.sequence, "t": name, "d": data}).to_string().into();
        if self.sent.len() == REPLAYED {
            self.sent.pop_front();
        }
        self.sent.push_back((self.sequence, Arc::clone(&text)));
        self.tell(Frame::Dispatch(text));
    }

    /// Says something to the connection, if there is one that is not silenced.
    pub fn tell(&self, frame: Frame) {
        let may_pass = !self.silent || frame == Frame::Cut;
        if let Some(link) = self.link.as_ref().filter(|_| may_pass) {
            link.tell(frame);
        }
    }

    pub fn silence(&mut self) {
        self.silent = self.link.is_some();
    }

    pub fn send_away(&mut self, frame: Frame) {
        self.tell(frame);
        self.sent_away = self.link.is_some();
    }

    /// Ends the connection; the session is alone from now on.
    pub fn drop_link(&mut self, real_now: Instant) {
        if let Some(number) = self.link.as_ref().map(Link::number) {
            self.tell(Frame::Cut);
            self.unlink(number, real_now);
        }
    }

    /// Forgets the link if it is still the session's.
    pub fn unlink(&mut self, number: u64, real_now: Instant) {
        if self.link.as_ref().is_some_and(|own| own.number() == number) {
            self.link = None;
            self.silent = false;
            self.sent_away = false;
            self.alone_since = Some(real_now);
        }
    }

    /// `seen` is the last sequence number that the client got.
    pub fn resume(&mut self, seen: u64, real_now: Instant, link: Link) -> Result<(), Invalid> {
        if seen > self.sequence {
            return Err(Invalid::AheadOfUs);
        }
        if self.alone_since.is_some_and(|since| real_now.duration_since(since) > RESUMABLE) {
            return Err(Invalid::Expired);
        }
        let oldest = self.sent.front().map_or(self.sequence + 1, |(sequence, _)| *sequence);
        if seen + 1 < oldest {
            return Err(Invalid::TooFarBehind);
        }
        if let Some(old) = self.link.take() {
            old.tell(Frame::Close(4000, "resumed elsewhere"));
        }
        for (_, text) in self.sent.iter().filter(|(sequence, _)| *sequence > seen) {
            link.tell(Frame::Dispatch(Arc::clone(text)));
        }
        self.link = Some(link);
        self.silent = false;
        self.sent_away = false;
        self.alone_since = None;
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
    fn session_left_alone_for_too_long_is_not_resumed() {
        let (mut session, _frames) = session();
        let start = Instant::now();
        session.unlink(1, start);
        let (link, _frames) = Link::new(2);
        assert_eq!(session.resume(0, start + RESUMABLE + Duration::from_secs(1), link), Err(Invalid::Expired));
    }

    #[test]
    fn client_that_missed_more_than_is_kept_must_identify_anew() {
        let (mut session, _frames) = session();
        for _ in 0..=REPLAYED {
            session.dispatch("A", &Value::Null);
        }
        let (link, _frames) = Link::new(2);
        assert_eq!(session.resume(0, Instant::now(), link), Err(Invalid::TooFarBehind));
        let (link, _frames) = Link::new(3);
        assert_eq!(session.resume(REPLAYED as u64 + 2, Instant::now(), link), Err(Invalid::AheadOfUs));
    }

    #[test]
    fn silenced_connection_hears_nothing_more() {
        let (mut session, mut frames) = session();
        session.dispatch("A", &Value::Null);
        session.silence();
        session.dispatch("B", &Value::Null);
        assert_eq!(names(&mut frames), ["1 A"]);
        assert!(session.is_linked() && !session.is_heard());
    }
}
