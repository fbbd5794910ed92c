//! What an alert is, who may be sounded by it, and when. Pure.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::delivery::Sound;
use crate::members::{Group, Member, MemberId, Wakefulness};
use crate::time::{SignedDuration, Timestamp};

/// Discord refuses many edits of a message older than an hour (30046): the list is posted anew before.
pub const ROSTER_LASTS: SignedDuration = SignedDuration::from_mins(55);
/// Two people who press "Ask again" at the same time ask once.
pub const ASK_AGAIN_PAUSE: SignedDuration = SignedDuration::from_mins(1);
/// A message brought this long after its time says so. Fifty people have theirs within seconds, and a retry or two is
/// no matter.
pub const LATE_AFTER: SignedDuration = SignedDuration::from_mins(10);
/// Characters of an alert's text: with the frame, and every character escaped, still within one Discord message.
pub const LONGEST_TEXT: usize = 800;

/// What the configuration says about alerts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// A preview older than this is counted anew before anything is sent.
    pub preview_valid_for: SignedDuration,
    /// The same text within this time is asked about; zero: never.
    pub repeat_asked_within: SignedDuration,
}

impl Default for Rules {
    fn default() -> Self {
        Self { preview_valid_for: SignedDuration::from_mins(15), repeat_asked_within: SignedDuration::from_mins(30) }
    }
}

macro_rules! row_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = std::num::ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    };
}

row_id!(AlertId);
row_id!(
    /// An alert in the making.
    DraftId
);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Waits for everybody's waking hours.
    Information,
    /// At once, silently where it is quiet, with a sounding nudge at the waking minute.
    Urgent,
    /// Like urgent; those whom the author chose by name, and who allow it, are sounded in their sleep.
    Emergency,
}

impl Severity {
    pub const ALL: [Severity; 3] = [Severity::Information, Severity::Urgent, Severity::Emergency];

    pub fn code(self) -> &'static str {
        match self {
            Severity::Information => "information",
            Severity::Urgent => "urgent",
            Severity::Emergency => "emergency",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.code() == code)
    }
}

/// Whether an alert goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    Active,
    /// Taken back: it should not have been sent.
    Cancelled {
        at: Timestamp,
        by: MemberId,
    },
    /// What it was about has ended.
    Over {
        at: Timestamp,
        by: MemberId,
    },
}

/// How an alert is ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    Cancel,
    Over,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    pub id: AlertId,
    pub author: MemberId,
    pub severity: Severity,
    /// The groups it was addressed to; people addressed by name are recipients without one.
    pub groups: BTreeSet<Group>,
    pub phase: Phase,
    pub sent_at: Timestamp,
    pub asked_at: Option<Timestamp>,
    /// The text in force.
    pub words: Version,
}

/// What an alert says, from one correction to the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// 1 for the first.
    pub number: u32,
    pub text: String,
    pub answer_by: Option<Timestamp>,
}

impl Version {
    pub fn has_passed(&self, now: Timestamp) -> bool {
        self.answer_by.is_some_and(|at| at <= now)
    }
}

/// One person an alert is for, and how far it has come with them. "Sent" is never taken for "seen".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    pub member: MemberId,
    /// The author saw the name in the preview and chose it to be woken.
    pub chosen: bool,
    pub sent_at: Option<Timestamp>,
    /// When a message with sound arrived.
    pub heard_at: Option<Timestamp>,
    pub failure: Option<Failed>,
    pub seen: Option<Seen>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    pub at: Timestamp,
    pub version: u32,
}

/// Why a person could not be reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failed {
    pub at: Timestamp,
    pub because: Because,
    /// Discord's own words where it was Discord that refused; for the log and the history.
    pub reason: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Because {
    /// Has left the server.
    NotHere,
    /// DMs closed or never opened, and no inbox thread to fall back to.
    NoRoute,
    /// Discord refused for another reason.
    Refused,
    /// Tried as often as the configuration allows.
    Exhausted,
    /// Perhaps it arrived; nobody can tell.
    Unknown,
}

impl Because {
    pub const ALL: [Because; 5] =
        [Because::NotHere, Because::NoRoute, Because::Refused, Because::Exhausted, Because::Unknown];

    pub fn code(self) -> &'static str {
        match self {
            Because::NotHere => "not_here",
            Because::NoRoute => "no_route",
            Because::Refused => "refused",
            Because::Exhausted => "exhausted",
            Because::Unknown => "unknown",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|because| because.code() == code)
    }
}

impl Recipient {
    /// When they saw the text in force.
    pub fn seen_at(&self, version: u32) -> Option<Timestamp> {
        self.seen.filter(|seen| seen.version >= version).map(|seen| seen.at)
    }
}

/// Why a message is sent to a recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    First,
    /// At the waking minute of whoever got it silently.
    Nudge,
    /// "Ask again".
    Again,
    Corrected,
}

impl Kind {
    pub const ALL: [Kind; 4] = [Kind::First, Kind::Nudge, Kind::Again, Kind::Corrected];

    pub fn code(self) -> &'static str {
        match self {
            Kind::First => "first",
            Kind::Nudge => "nudge",
            Kind::Again => "again",
            Kind::Corrected => "corrected",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// What a message says beside the text: worded once, when it is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Occasion {
    New,
    /// It came while they slept, and there is still time.
    Slept,
    Again,
    Corrected,
    /// "You were asleep. The time to answer has passed. Nothing is expected."
    SleptTooLate,
    /// It comes late, and not because they slept.
    TooLate,
}

impl Occasion {
    pub const ALL: [Occasion; 6] = [
        Occasion::New,
        Occasion::Slept,
        Occasion::Again,
        Occasion::Corrected,
        Occasion::SleptTooLate,
        Occasion::TooLate,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Occasion::New => "new",
            Occasion::Slept => "slept",
            Occasion::Again => "again",
            Occasion::Corrected => "corrected",
            Occasion::SleptTooLate => "slept_too_late",
            Occasion::TooLate => "too_late",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|occasion| occasion.code() == code)
    }
}

/// What becomes of an owed message when its turn comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    Send { occasion: Occasion, sound: Sound },
    Wait { until: Timestamp },
    Drop { reason: &'static str },
}

/// What a message was owed for, and whether it was held until its reader wakes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owed {
    pub kind: Kind,
    /// The text in force when it was asked for.
    pub version: u32,
    pub held: bool,
    /// Its time was over [`LATE_AFTER`] ago: Magpie was down, or Discord was.
    pub overdue: bool,
}

impl Alert {
    pub fn is_active(&self) -> bool {
        self.phase == Phase::Active
    }

    /// Whether `member` may be sounded in their sleep: an emergency, the author chose the name, and they still allow
    /// it.
    pub fn may_wake(&self, recipient: &Recipient, member: &Member) -> bool {
        self.severity == Severity::Emergency && recipient.chosen && member.emergency_may_wake()
    }

    /// The last look before a message goes out. Nobody is sounded in their sleep but by [`Alert::may_wake`]; whose zone
    /// is unknown is never sounded at all.
    ///
    /// # When it is late
    /// It comes, so that its reader knows what there was, unless it was seen, cancelled or is over. Once the time to
    /// answer has passed it says so, and it makes no sound: nothing is expected. One sounding nudge stays for whoever
    /// slept, at their waking minute; a nudge that is late itself is worded like any other late message.
    pub fn turn(&self, owed: Owed, recipient: &Recipient, member: &Member, now: Timestamp) -> Turn {
        if !self.is_active() {
            return Turn::Drop { reason: "the alert has ended" };
        }
        if recipient.seen_at(self.words.number).is_some() {
            return Turn::Drop { reason: "seen" };
        }
        let sound = match member.wakefulness(now) {
            Wakefulness::Awake => Sound::Sounding,
            Wakefulness::UnknownZone if owed.kind == Kind::Nudge => {
                return Turn::Drop { reason: "their waking minute is not known any more" };
            }
            Wakefulness::UnknownZone => Sound::Silent,
            Wakefulness::Asleep { wakes_at } => match owed.kind {
                Kind::Nudge => return Turn::Wait { until: wakes_at },
                _ if self.may_wake(recipient, member) => Sound::Sounding,
                Kind::Again => return Turn::Wait { until: wakes_at },
                _ if self.severity == Severity::Information => return Turn::Wait { until: wakes_at },
                _ => Sound::Silent,
            },
        };
        match self.occasion(owed, now) {
            Occasion::TooLate => Turn::Send { occasion: Occasion::TooLate, sound: Sound::Silent },
            occasion => Turn::Send { occasion, sound },
        }
    }

    fn occasion(&self, owed: Owed, now: Timestamp) -> Occasion {
        let slept = !owed.overdue && (owed.held || owed.kind == Kind::Nudge);
        match (self.words.has_passed(now), owed.kind) {
            (true, _) if slept => Occasion::SleptTooLate,
            (true, _) => Occasion::TooLate,
            (false, Kind::Nudge) => Occasion::Slept,
            (false, Kind::Again) => Occasion::Again,
            (false, Kind::Corrected) => Occasion::Corrected,
            (false, Kind::First) => Occasion::New,
        }
    }

    /// When a message of this kind should first be tried.
    pub fn not_before(&self, kind: Kind, recipient: &Recipient, member: &Member, now: Timestamp) -> Timestamp {
        match self.turn(Owed { kind, version: self.words.number, held: false, overdue: false }, recipient, member, now)
        {
            Turn::Wait { until } => until,
            Turn::Send { .. } | Turn::Drop { .. } => now,
        }
    }
}

/// Whether two texts are the same to a reader: case, accents and spaces aside.
pub fn is_twin(one: &str, other: &str) -> bool {
    let fold = crate::members::fold;
    fold(one) == fold(other)
}

#[cfg(test)]
mod tests;
