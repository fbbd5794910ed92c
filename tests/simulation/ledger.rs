//! What the bot has told people: accepted, seen, cancelled, claimed, and at which poll. A promise counts from when it
//! was made.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use magpie::alerts::model::AlertId;
use magpie::helpdesk::TicketId;
use magpie::members::MemberId;
use magpie::reminders::{ReminderDraftId, ReminderId};
use magpie::time::Timestamp;

/// Shared by all who act, and kept across the bot's deaths. Cheap to clone.
#[derive(Clone, Default)]
pub struct Ledger {
    entries: Arc<Mutex<Entries>>,
    poll: Arc<AtomicU64>,
    number: Arc<AtomicU64>,
}

#[derive(Default)]
pub struct Entries {
    pub alerts: Vec<AcceptedAlert>,
    /// At which poll the ending was told.
    pub ended: BTreeMap<AlertId, u64>,
    /// The version seen, and at which poll that was told.
    pub seen: BTreeMap<(AlertId, MemberId), (u32, u64)>,
    pub reminders: Vec<AcceptedReminder>,
    pub batches: Vec<ReminderDraftId>,
    pub stopped: BTreeMap<ReminderId, (i64, u64)>,
    pub tickets: Vec<AcceptedTicket>,
    /// The round that was claimed, closed or sent on, and when that was told.
    pub taken: BTreeMap<TicketId, (u32, u64)>,
    pub phone_tests: u64,
    /// When each did something by themselves: they are up then.
    pub acts: BTreeMap<MemberId, Vec<Timestamp>>,
    /// Begun, and perhaps done though nobody was told: the bot died. What they may have ended is not missed.
    pub attempted: BTreeSet<Attempted>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Attempted {
    End(AlertId),
    Seen(AlertId, MemberId),
    Correct(AlertId),
    AskAgain(AlertId),
    Stop(ReminderId),
    Close(TicketId),
    Leave(MemberId),
}

pub struct AcceptedAlert {
    pub id: AlertId,
    pub recipients: usize,
    pub token: String,
}

pub struct AcceptedReminder {
    pub id: ReminderId,
    pub member: MemberId,
    pub token: String,
    pub recurs: bool,
}

pub struct AcceptedTicket {
    pub id: TicketId,
    pub token: String,
}

impl Ledger {
    pub fn entries(&self) -> MutexGuard<'_, Entries> {
        self.entries.lock().unwrap()
    }

    /// The poll under way.
    pub fn poll(&self) -> u64 {
        self.poll.load(Ordering::SeqCst)
    }

    pub fn set_poll(&self, poll: u64) {
        self.poll.store(poll, Ordering::SeqCst);
    }

    /// A number that was never used.
    pub fn number(&self) -> u64 {
        self.number.fetch_add(1, Ordering::SeqCst) + 1
    }
}
