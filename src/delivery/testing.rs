//! A route for unit tests of features. The test decides the outcome of each attempt.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use strum::VariantArray;
use tokio::sync::Notify;

use super::{
    Action, Address, Cause, DeliveryId, Facts, Job, LocateError, Order, Place, Posted, Reservation, Route, RouteName,
    Search, SendError,
};
use crate::db::{DbError, Tx};
use crate::members::{ChannelId, MemberId, MessageId};
use crate::time::Timestamp;

/// The outcome of an attempt to send a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    Arrives,
    Fails,
    /// The message arrives, but no response comes.
    ArrivesUnknown,
    /// The message does not arrive, and no response comes.
    VanishesUnknown,
}

/// The state of an attempt at the moment when a use case commits a change, and the attempt's later outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, VariantArray)]
pub enum Attempt {
    Queued,
    /// Held until the recipient wakes.
    Held,
    Retry,
    SendingThenArrives,
    SendingThenFails,
    /// The message arrives, but no response comes.
    SendingThenUnknown,
    UnknownArrived,
    UnknownVanished,
    Sent,
}

impl Attempt {
    /// The outcome that the route gives this attempt.
    pub fn answer(self) -> Answer {
        match self {
            Attempt::Retry | Attempt::SendingThenFails => Answer::Fails,
            Attempt::SendingThenUnknown | Attempt::UnknownArrived => Answer::ArrivesUnknown,
            Attempt::UnknownVanished => Answer::VanishesUnknown,
            Attempt::Queued | Attempt::Held | Attempt::SendingThenArrives | Attempt::Sent => Answer::Arrives,
        }
    }
}

/// A route for which the test scripts the attempts to send new messages to one person. All other attempts arrive at
/// once.
pub struct ScriptedRoute {
    person: Mutex<Option<MemberId>>,
    show: fn(&Facts) -> Option<String>,
    answers: Mutex<VecDeque<Answer>>,
    is_held: Mutex<bool>,
    held: Notify,
    released: Notify,
    /// The deliveries that arrived. A repeated attempt returns the first result, and a search finds it.
    arrived: Mutex<BTreeMap<DeliveryId, Posted>>,
    /// The recipient and the text of each message.
    shown: Mutex<BTreeMap<DeliveryId, (Option<MemberId>, String)>>,
}

impl ScriptedRoute {
    /// `show`: the text of a message with these facts; `None` for facts that are not a message.
    pub fn with_texts(show: fn(&Facts) -> Option<String>) -> Self {
        Self {
            person: Mutex::default(),
            show,
            answers: Mutex::default(),
            is_held: Mutex::default(),
            held: Notify::new(),
            released: Notify::new(),
            arrived: Mutex::default(),
            shown: Mutex::default(),
        }
    }

    /// Scripts the outcome of the next attempt to send a message to this person.
    pub fn script_next_attempt(&self, person: MemberId, answer: Answer) {
        *lock(&self.person) = Some(person);
        lock(&self.answers).push_back(answer);
    }

    /// From now on, each attempt to send a message to this person starts, and ends only after
    /// [`release`](Self::release).
    pub fn hold(&self, person: MemberId) {
        *lock(&self.person) = Some(person);
        *lock(&self.is_held) = true;
    }

    /// Waits until an attempt has started and is held by [`hold`](Self::hold).
    pub async fn wait_until_sending(&self) {
        self.held.notified().await;
    }

    pub fn release(&self) {
        *lock(&self.is_held) = false;
        self.released.notify_waiters();
    }

    /// The texts of all messages that this person got.
    pub fn received_texts(&self, person: MemberId) -> String {
        let shown = lock(&self.shown);
        let texts = shown.values().filter(|(to, _)| *to == Some(person)).map(|(_, text)| text.clone());
        texts.collect::<Vec<_>>().join(", ")
    }
}

#[async_trait]
impl Route for ScriptedRoute {
    fn serves(&self) -> &'static [RouteName] {
        const { &[RouteName::FIRST] }
    }

    async fn locate(&self, _job: &Job, _now: Timestamp) -> Result<Place, LocateError> {
        Ok(Place::default())
    }

    async fn next_route(
        &self,
        _tx: &mut Tx,
        _member: MemberId,
        _place: &Place,
        _cause: Cause,
        _now: Timestamp,
    ) -> Result<Option<RouteName>, DbError> {
        Ok(None)
    }

    async fn deliver(&self, order: &Order, _reservation: Reservation) -> Result<Posted, SendError> {
        let text = (self.show)(&order.facts);
        if let (Action::Edit(of), Some(edited)) = (&order.job.action, order.job.edited) {
            if let (Some((_, shown)), Some(text)) = (lock(&self.shown).get_mut(of), text) {
                *shown = text;
            }
            return Ok(edited.message);
        }
        let to = match order.job.action {
            Action::Post(Address::Member(member)) => Some(member),
            _ => None,
        };
        let is_scripted = to.is_some() && to == *lock(&self.person);
        if is_scripted {
            let released = self.released.notified();
            if *lock(&self.is_held) {
                self.held.notify_one();
                released.await;
            }
        }
        let scripted = if is_scripted { lock(&self.answers).pop_front() } else { None };
        let answer = scripted.unwrap_or(Answer::Arrives);
        match answer {
            Answer::Fails => return Err(SendError::Transient { reason: "429".to_owned(), retry_after_ms: None }),
            Answer::VanishesUnknown => return Err(SendError::Unknown { reason: "time-out".to_owned() }),
            Answer::Arrives | Answer::ArrivesUnknown => {}
        }
        if let Some(first) = lock(&self.arrived).get(&order.job.id) {
            return Ok(*first);
        }
        let number = u64::try_from(order.job.id.0).unwrap_or_default();
        let channel = match order.job.action {
            Action::Post(Address::Channel(channel)) => channel,
            Action::Post(Address::Member(member)) => ChannelId(1000 + member.0),
            // A new thread.
            _ => ChannelId(1_000_000 + number),
        };
        let posted = Posted { channel: Some(channel), message: Some(MessageId(number)), at: order.now };
        lock(&self.arrived).insert(order.job.id, posted);
        if let Some(text) = text {
            lock(&self.shown).insert(order.job.id, (to, text));
        }
        match answer {
            Answer::ArrivesUnknown => Err(SendError::Unknown { reason: "time-out".to_owned() }),
            _ => Ok(posted),
        }
    }

    async fn find(&self, search: &Search) -> Result<Option<Posted>, SendError> {
        Ok(lock(&self.arrived).get(&search.job.id).copied())
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
