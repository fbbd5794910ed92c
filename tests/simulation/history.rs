//! What the bot has acknowledged to members, and at which poll: accepted, seen, cancelled, claimed. The oracle checks
//! the bot against it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use magpie::alerts::model::AlertId;
use magpie::helpdesk::TicketId;
use magpie::members::MemberId;
use magpie::reminders::{ReminderDraftId, ReminderId};
use magpie::time::Timestamp;

/// Shared by all operations, and kept across crashes. Cheap to clone.
#[derive(Clone, Default)]
pub struct History {
    entries: Arc<Mutex<Entries>>,
    poll: Arc<AtomicU64>,
    number: Arc<AtomicU64>,
}

#[derive(Clone, Default)]
pub struct Entries {
    pub alerts: Vec<AcceptedAlert>,
    /// The poll at which the end was acknowledged.
    pub ended: BTreeMap<AlertId, u64>,
    /// The version seen, and the poll at which that was acknowledged.
    pub seen: BTreeMap<(AlertId, MemberId), (u32, u64)>,
    pub reminders: Vec<AcceptedReminder>,
    pub batches: Vec<ReminderDraftId>,
    pub stopped: BTreeMap<ReminderId, (i64, u64)>,
    pub tickets: Vec<AcceptedTicket>,
    /// The round that was claimed, closed or sent on, and the poll at which that was acknowledged.
    pub handled: BTreeMap<TicketId, (u32, u64)>,
    /// The round in which the ticket was closed by somebody, and the poll at which that was acknowledged.
    pub closed: BTreeMap<TicketId, (u32, u64)>,
    pub phone_tests: u64,
    /// When each member acted, and was therefore awake.
    pub activity: BTreeMap<MemberId, Vec<Timestamp>>,
    /// Operations that were started. The bot may have crashed after committing and before acknowledging them, so a
    /// delivery that they may have cancelled is not expected.
    pub attempted: BTreeSet<Attempted>,
    /// An older copy was put in the place of the database.
    pub is_restored: bool,
    /// How often reminders came of which that copy does not know.
    pub came_unknown: BTreeMap<ReminderId, usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Attempted {
    End(AlertId),
    Seen(AlertId, MemberId),
    /// It may have been the last answer that was needed.
    Answer(AlertId),
    Correct(AlertId),
    AskAgain(AlertId),
    Stop(ReminderId),
    Close(TicketId),
    Leave(MemberId),
    LoseRoles(MemberId),
}

#[derive(Clone)]
pub struct AcceptedAlert {
    pub id: AlertId,
    pub recipients: usize,
    pub token: String,
}

#[derive(Clone)]
pub struct AcceptedReminder {
    pub id: ReminderId,
    pub member: MemberId,
    pub token: String,
    pub recurs: bool,
}

#[derive(Clone)]
pub struct AcceptedTicket {
    pub id: TicketId,
    pub token: String,
}

impl History {
    pub fn entries(&self) -> MutexGuard<'_, Entries> {
        self.entries.lock().unwrap()
    }

    /// The bot knows again only what it knew when `earlier` was copied. What was tried since may still have had an
    /// effect on Discord.
    pub fn go_back_to(&self, earlier: Entries, came_unknown: BTreeMap<ReminderId, usize>) {
        let mut entries = self.entries();
        let attempted = std::mem::take(&mut entries.attempted);
        let activity = std::mem::take(&mut entries.activity);
        *entries = Entries { attempted, activity, is_restored: true, came_unknown, ..earlier };
    }

    /// The current poll.
    pub fn poll(&self) -> u64 {
        self.poll.load(Ordering::SeqCst)
    }

    pub fn set_poll(&self, poll: u64) {
        self.poll.store(poll, Ordering::SeqCst);
    }

    /// A number that was not used before.
    pub fn number(&self) -> u64 {
        self.number.fetch_add(1, Ordering::SeqCst) + 1
    }
}
