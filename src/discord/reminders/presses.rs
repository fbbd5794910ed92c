//! The buttons, selects and forms of reminders, and their custom ids.

use std::fmt;
use std::str::FromStr;

use crate::presses;
use crate::reminders::{CatchUpId, IfPassed, OccurrenceId, ReminderDraftId};
use crate::time::{SignedDuration, Timestamp};

/// A button snoozes for a week at most; for longer, use `/remind`.
const MAX_SNOOZE_MIN: i64 = 7 * 24 * 60;

presses! {
    pub enum ReminderPress: "reminder" {
        /// Saves the plan at this index of the draft.
        Save(draft: ReminderDraftId, choice: usize) = "save/7/0", Update;
        /// The same, with the index chosen in a select. Only older messages have it.
        SaveChosen(draft: ReminderDraftId) = "save-chosen/7", Update;
        Discard(draft: ReminderDraftId) = "discard/7", Update;
        SaveForGroup(draft: ReminderDraftId, if_passed: IfPassed) = "save-many/7/now", Update;
        /// Previews the draft of one of several days that may be meant.
        PreviewForGroup(draft: ReminderDraftId) = "show-many/7", Update;
        StopBatch(batch: ReminderDraftId) = "stop-many/7", Update;
        Done(occurrence: OccurrenceId) = "done/5", Update;
        /// Asks how long to snooze.
        AskSnooze(occurrence: OccurrenceId) = "later/5", Private;
        SnoozeFor(occurrence: OccurrenceId, length: SnoozeLength) = "later-by/5/10", Update;
        /// Snoozes until one of the times that a phrase may mean.
        SnoozeUntil(occurrence: OccurrenceId, until: InstantMs) = "later-at/5/1604984400000", Update;
        /// Opens the form in which a time is typed.
        TypeSnooze(occurrence: OccurrenceId) = "type-later/5", Never;
        SnoozeTyped(occurrence: OccurrenceId) = "later-typed/5", Update;
        Stop(occurrence: OccurrenceId) = "stop/5", Update;
        /// Stops the reminder that was chosen in the member's list.
        StopChosen = "stop-chosen", Update;
        /// Marks all reminders of a catch-up message as done.
        AllDone(catch_up: CatchUpId) = "all-done/9", Update;
        DoneChosen(catch_up: CatchUpId) = "done-chosen/9", Update;
        SnoozeChosen(catch_up: CatchUpId) = "later-chosen/9", Private;
        StopOneOf(catch_up: CatchUpId) = "stop-one-of/9", Update;
    }
}

/// How long to snooze: 1 to [`MAX_SNOOZE_MIN`] minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SnoozeLength {
    minutes: i64,
}

impl SnoozeLength {
    pub const TEN_MINUTES: Self = Self { minutes: 10 };
    pub const ONE_HOUR: Self = Self { minutes: 60 };
    pub const THREE_HOURS: Self = Self { minutes: 3 * 60 };
    pub const ONE_DAY: Self = Self { minutes: 24 * 60 };

    pub fn from(self, now: Timestamp) -> Timestamp {
        now + SignedDuration::from_mins(self.minutes)
    }
}

impl fmt::Display for SnoozeLength {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.minutes.fmt(f)
    }
}

impl FromStr for SnoozeLength {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let minutes = text.parse().map_err(|_| ())?;
        if (1..=MAX_SNOOZE_MIN).contains(&minutes) { Ok(Self { minutes }) } else { Err(()) }
    }
}

/// An instant, in a custom id as milliseconds UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InstantMs(pub Timestamp);

impl fmt::Display for InstantMs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_millisecond().fmt(f)
    }
}

impl FromStr for InstantMs {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let ms = text.parse().map_err(|_| ())?;
        Timestamp::from_millisecond(ms).map(Self).map_err(|_| ())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discord::wire::custom_id::{Parsed, round_trip};

    fn decode(id: &str) -> Option<ReminderPress> {
        Parsed::from(id).and_then(|parsed| parsed.decode())
    }

    #[test]
    fn custom_ids_round_trip() {
        round_trip::<ReminderPress>();
    }

    #[test]
    fn custom_ids_with_values_out_of_range_do_not_decode() {
        assert!(decode("v1/reminder/later-by/5/10080").is_some());
        assert!(decode("v1/reminder/save-many/7/skip").is_some());
        for id in [
            "v1/reminder/later-by/5/10081",
            "v1/reminder/later-by/5/0",
            "v1/reminder/later-at/5/9223372036854775807",
            "v1/reminder/save-many/7/send_now",
        ] {
            assert_eq!(decode(id), None, "{id}");
        }
    }
}
