//! What the bot has acknowledged to members, and at which poll: for example that it accepted an alert or cancelled a
//! reminder. The oracle compares the bot's later behaviour with this record.

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
    /// The poll at which the bot acknowledged that the alert ended.
    pub ended: BTreeMap<AlertId, u64>,
    /// The version that the member marked as seen, and the poll at which the bot acknowledged it.
    pub seen: BTreeMap<(AlertId, MemberId), (u32, u64)>,
    pub reminders: Vec<AcceptedReminder>,
    pub batches: Vec<ReminderDraftId>,
    pub stopped: BTreeMap<ReminderId, (i64, u64)>,
    pub tickets: Vec<AcceptedTicket>,
    /// The round in which somebody claimed, closed or sent on the ticket, and the poll of the acknowledgement.
    pub handled: BTreeMap<TicketId, (u32, u64)>,
    /// The round in which somebody closed the ticket, and the poll of the acknowledgement.
    pub closed: BTreeMap<TicketId, (u32, u64)>,
    pub phone_tests: u64,
    /// The instants at which each member acted. The member was awake then.
    pub activity: BTreeMap<MemberId, Vec<Timestamp>>,
    /// Operations that were started. The bot may have crashed after it committed one and before it acknowledged it, so
    /// the oracle does not expect a delivery that the operation may have cancelled.
    pub started_operations: BTreeSet<StartedOperation>,
    /// Whether an older copy has replaced the database.
    pub is_restored: bool,
    /// By reminder: the number of messages on Discord that the older copy does not record as sent.
    pub unrecorded_messages: BTreeMap<ReminderId, usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StartedOperation {
    End(AlertId),
    Seen(AlertId, MemberId),
    /// Somebody answered the alert. This may have been the last answer that the alert needed; then the alert asks
    /// nobody else.
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

    /// Goes back to the entries of an older copy of the database. Started operations and activity are kept, because
    /// they may have had an effect on Discord.
    pub fn go_back_to(&self, earlier: Entries) {
        let mut entries = self.entries();
        let started_operations = std::mem::take(&mut entries.started_operations);
        let activity = std::mem::take(&mut entries.activity);
        *entries = Entries { started_operations, activity, is_restored: true, ..earlier };
    }

    pub fn poll(&self) -> u64 {
        self.poll.load(Ordering::SeqCst)
    }

    pub fn set_poll(&self, poll: u64) {
        self.poll.store(poll, Ordering::SeqCst);
    }

    /// A number that this run has not used yet.
    pub fn number(&self) -> u64 {
        self.number.fetch_add(1, Ordering::SeqCst) + 1
    }
}
