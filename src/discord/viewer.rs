//! The reader of a screen or a message.

use crate::members::Member;
use crate::say;
use crate::time::{Place, Timestamp, ZoneId};
use crate::words::{Language, times};

/// The reader of a screen or a message, with everything that determines its texts and times. Loaded once for each
/// interaction ([`Call::viewer`]). Handlers and screens take it instead of reading the member's row again.
///
/// [`Call::viewer`]: crate::discord::call::Call::viewer
#[derive(Debug, Clone)]
pub struct Viewer {
    /// `None` when many people read, or when Magpie does not know the person.
    pub member: Option<Member>,
    pub language: Language,
    /// `None` without a profile, and when many people read.
    pub zone: Option<ZoneId>,
    /// When the interaction arrived, or when the delivery attempt began.
    pub now: Timestamp,
}

impl Viewer {
    pub fn of(member: Member, now: Timestamp) -> Self {
        let (language, zone) = (member.language, member.zone());
        Self { member: Some(member), language, zone, now }
    }

    /// The readers of a channel. They share no zone and no language, so the text is in English.
    pub fn many(now: Timestamp) -> Self {
        Self { member: None, language: Language::English, zone: None, now }
    }

    /// Formats an instant in the reader's zone, with UTC in brackets. For a reader without a zone: Discord's timestamp
    /// and UTC.
    pub fn at(&self, at: Timestamp) -> String {
        match self.zone {
            Some(zone) => times::dm(self.language, zone, at, self.now),
            None => times::channel(self.language, at, self.now),
        }
    }

    /// Like [`Viewer::at`] without UTC, for a short line. For a reader whose zone is assumed, the text says that it is
    /// assumed. Without any zone, the time is in UTC and marked as UTC.
    pub fn short(&self, at: Timestamp) -> String {
        match self.zone {
            Some(zone) => times::lock_screen(self.language, zone, at, self.now),
            None => self.marked_as_assumed_or_utc(|zone| times::lock_screen(self.language, zone, at, self.now)),
        }
    }

    /// Formats a time with `format`: in the assumed zone and marked as assumed, or else in UTC and marked as UTC.
    pub fn marked_as_assumed_or_utc(&self, format: impl Fn(ZoneId) -> String) -> String {
        match self.member.as_ref().and_then(|member| member.assumed.as_ref()) {
            Some(home) => {
                let city = Place::of(home.zone).short_label(self.language);
                say!(self.language, "time-assumed", when = format(home.zone), place = city)
            }
            None => say!(self.language, "time-in-utc", when = format(ZoneId::utc())),
        }
    }
}
