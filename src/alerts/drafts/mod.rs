//! Alerts (and corrections) in the making: kept from the first word on, previewed with names, sent once.

mod count;
pub mod service;
pub(super) mod store;

use std::collections::BTreeSet;

pub use count::page_of;

use super::audience::Misunderstood;
use super::model::{AlertId, DraftId, Severity};
use super::standing::{Placed, Section, Shown, Standing};
use crate::members::{InteractionId, MemberId};
use crate::time::{Assumption, Choice, Timestamp, ZoneId};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub id: DraftId,
    pub author: MemberId,
    pub severity: Severity,
    /// As typed.
    pub audience: String,
    /// The alert that this corrects, and the version that its author had before them.
    pub corrects: Option<(AlertId, u32)>,
    pub text: String,
    /// As typed; empty: no limit.
    pub answer_by_text: String,
    pub answer_by: Option<Timestamp>,
    pub chosen: BTreeSet<MemberId>,
    pub shown: Option<Shown>,
    pub previewed_at: Option<Timestamp>,
    /// What it became.
    pub alert: Option<AlertId>,
    pub discarded_at: Option<Timestamp>,
}

/// What the author typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub interaction: InteractionId,
    pub author: MemberId,
    pub subject: Subject,
    pub text: String,
    pub answer_by: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A new alert.
    New {
        severity: Severity,
        audience: String,
    },
    /// The same draft, written again; the audience too when it was asked for.
    Again {
        draft: DraftId,
        audience: Option<String>,
    },
    Correction {
        alert: AlertId,
        from: u32,
    },
}

/// What came of it. Whatever it is, the draft is kept.
#[derive(Debug)]
pub enum Drafted {
    Preview(Box<Preview>),
    Trouble {
        draft: DraftId,
        trouble: Trouble,
    },
    Corrected(super::service::Corrected),
    /// The alert that it would correct has ended, or somebody else corrected it meanwhile.
    NothingToCorrect,
    /// It was sent or discarded before.
    Closed(Closed),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    Sent(AlertId),
    Discarded,
}

/// Why there is no preview yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    NoText,
    TooLong,
    Audience(Misunderstood),
    /// Nobody in the server is meant by that audience.
    Nobody,
    TimeUnknown,
    /// With what may have been meant instead.
    TimePassed(Vec<Choice>),
    TimeAmbiguous(Vec<Choice>),
    /// "Every day" is no moment to answer before.
    TimeRecurs,
}

/// What the author decides by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    pub draft: DraftId,
    pub severity: Severity,
    pub text: String,
    pub answer_by: Option<Timestamp>,
    pub assumed: Vec<Assumption>,
    /// The author's; UTC when they have none.
    pub zone: ZoneId,
    /// The author's name, as recipients read it.
    pub from: String,
    /// By name.
    pub people: Vec<Placed>,
    /// Whom the author chose to wake; only of those who may be woken.
    pub chosen: BTreeSet<MemberId>,
    /// Expected and not on Discord.
    pub absent: usize,
    /// The same text, sent to some of the same people a short while ago.
    pub twin: Option<Twin>,
    /// Those who moved to another group since the author looked. Empty for a first look.
    pub moved: BTreeSet<MemberId>,
    /// Counted at.
    pub at: Timestamp,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Twin {
    pub alert: AlertId,
    pub sent_at: Timestamp,
}

impl Preview {
    pub fn section(&self, section: Section) -> impl Iterator<Item = &Placed> {
        self.people.iter().filter(move |placed| placed.standing.section() == section)
    }

    /// Those who will be sounded in their sleep.
    pub fn woken(&self) -> impl Iterator<Item = &Placed> {
        self.people.iter().filter(|placed| {
            matches!(placed.standing, Standing::MayWake { .. }) && self.chosen.contains(&placed.member)
        })
    }
}

/// Whom to wake, as the author chooses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Waking {
    /// Of these (one page of names), exactly `chosen`.
    Page {
        page: usize,
        chosen: BTreeSet<MemberId>,
    },
    /// All whose names are shown among those who allow it.
    All,
    Nobody,
}

/// Names in one select: Discord's limit.
pub const NAMES_ON_A_PAGE: usize = 25;

/// What came of pressing "Send".
#[derive(Debug)]
pub enum Sending {
    Sent(super::service::Sent),
    /// A second press: nothing was sent again.
    AlreadySent(AlertId),
    Discarded,
    /// The preview was too old: it has to be looked at anew.
    Stale,
    /// The time to answer has passed meanwhile.
    TimePassed,
    /// Somebody moved to another group: to be looked at again.
    Changed(Box<Preview>),
    /// The same was sent a short while ago.
    Twin(Box<Preview>),
    /// As when writing.
    Trouble(Trouble),
}

/// Whether the author knows that the same was sent a short while ago.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeat {
    Ask,
    SendAgain,
}
