//! What the bot has acknowledged to members, and at which poll: for example that it accepted an alert or cancelled a
//! reminder. The oracle compares the bot's later behaviour with this record.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use magpie::alerts::model::AlertId;
use magpie::helpdesk::{TicketId, TicketKind};
use magpie::members::{InteractionId, MemberId};
use magpie::reminders::{ReminderDraftId, ReminderId};
use magpie::time::Timestamp;

/// The record of one run. All operations share it, and it survives crashes of the bot. It is cheap to clone.
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
    pub ended_alerts: BTreeMap<AlertId, u64>,
    /// The version that the member marked as seen, and the poll at which the bot acknowledged it.
    pub seen_alerts: BTreeMap<(AlertId, MemberId), (u32, u64)>,
    pub reminders: Vec<AcceptedReminder>,
    /// The reminders for a group that the bot has accepted.
    pub batches: Vec<ReminderDraftId>,
    /// By stopped reminder: the highest delivery id just before the stop, and the poll of the acknowledgement.
    pub stopped_reminders: BTreeMap<ReminderId, (i64, u64)>,
    /// By reminder that its member marked as done: the highest delivery id just before, and the poll of the
    /// acknowledgement. A snooze that was made before must not arrive.
    pub done_reminders: BTreeMap<ReminderId, (i64, u64)>,
    pub tickets: Vec<AcceptedTicket>,
    /// The round in which somebody claimed or closed the ticket, and the poll of the acknowledgement.
    pub handled_tickets: BTreeMap<TicketId, (u32, u64)>,
    /// The round in which somebody closed the ticket, and the poll of the acknowledgement.
    pub closed_tickets: BTreeMap<TicketId, (u32, u64)>,
    /// The answers that volunteers have logged for somebody outside Discord: the ticket, the volunteer and the
    /// answer.
    pub logged_answers: Vec<(TicketId, MemberId, String)>,
    /// The tickets that were ended with a logged answer, with the last round in which this happened, and the answer.
    pub solved_as_logged: BTreeMap<TicketId, (u32, String)>,
    /// The interactions that Discord delivered twice and that the bot did not recognise: the interaction, the ticket
    /// of the first response, and that of the second.
    pub doubly_opened_tickets: Vec<(InteractionId, TicketId, TicketId)>,
    /// The members whose profile was not saved because another row cannot be read, with the error.
    pub refused_profiles: Vec<(MemberId, String)>,
    /// The number of phone tests that the bot has accepted.
    pub phone_tests: u64,
    /// The instants at which each member acted. The member was awake then.
    pub activity: BTreeMap<MemberId, Vec<Timestamp>>,
    /// Operations that were started, acknowledged or not. The bot may have crashed between the commit of an operation
    /// and its acknowledgement. So the oracle does not expect a delivery that such an operation may have cancelled.
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
    /// Somebody answered the alert. If this was the last answer that the alert needed, the alert asks nobody else.
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
    pub asker: TicketAsker,
    pub token: String,
}

/// Who asked, as far as an operation can ask again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TicketAsker {
    Member(MemberId, TicketKind),
    Outside,
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

    /// Forgets what the bot has accepted, because retention has deleted it. Keeps what members have done.
    pub fn begin_season(&self) {
        let mut entries = self.entries();
        let old = std::mem::take(&mut *entries);
        let Entries { activity, started_operations, is_restored, .. } = old;
        *entries = Entries { activity, started_operations, is_restored, ..Entries::default() };
    }

    pub fn poll(&self) -> u64 {
        self.poll.load(Ordering::SeqCst)
    }

    pub fn set_poll(&self, poll: u64) {
        self.poll.store(poll, Ordering::SeqCst);
    }

    /// A number that this run has not used yet.
    pub fn next_number(&self) -> u64 {
        self.number.fetch_add(1, Ordering::SeqCst) + 1
    }
}
