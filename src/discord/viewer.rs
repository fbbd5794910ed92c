//! The reader of a screen or a message.

use crate::members::Member;
use crate::say;
use crate::time::{Place, Timestamp, ZoneId};
use crate::words::{Language, times};

/// The reader of a screen or a message, with everything that determines the texts and times of the screen. A `Viewer`
/// is loaded once for each interaction ([`Call::viewer`]). Handlers and screens use it, so that nobody reads the
/// member's row twice.
///
/// [`Call::viewer`]: crate::discord::call::Call::viewer
#[derive(Debug, Clone)]
pub struct Viewer {
    /// The person; `None` if many people read, or if Magpie does not know the person.
    pub member: Option<Member>,
    pub language: Language,
    /// The person's zone; `None` without a profile, or if many people read.
    pub zone: Option<ZoneId>,
    /// The time when the interaction arrived, or when the delivery attempt began.
    pub now: Timestamp,
}

impl Viewer {
    pub fn of(member: Member, now: Timestamp) -> Self {
        let (language, zone) = (member.language, member.zone());
        Self { member: Some(member), language, zone, now }
    }

    /// The readers of a channel. They share no zone and no language, so texts for them are in English.
    pub fn many(now: Timestamp) -> Self {
        Self { member: None, language: Language::English, zone: None, now }
    }

    /// Formats an instant in the reader's zone, with UTC in brackets. For a reader without a zone: Discord's timestamp
    /// and UTC.
    pub fn at(&self, at: Timestamp) -> String {
        match self.zone {
            Some(zone) => times::dm_time(self.language, zone, at, self.now),
            None => times::channel_time(self.language, at, self.now),
        }
    }

    /// Like [`Viewer::at`] without UTC, for a short line. If the reader's zone is assumed, the text says so. Without
    /// any zone, the time is in UTC and marked as UTC.
    pub fn short(&self, at: Timestamp) -> String {
        match self.zone {
            Some(zone) => times::lock_screen_time(self.language, zone, at, self.now),
            None => self.marked_as_assumed_or_utc(|zone| times::lock_screen_time(self.language, zone, at, self.now)),
        }
    }

    /// Formats a time with `format`. The zone is the assumed zone, and the text is marked as assumed. Without an
    /// assumed zone, the zone is UTC, and the text is marked as UTC.
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
