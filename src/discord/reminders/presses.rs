//! The buttons, selects and forms of reminders, and their custom ids.

use std::fmt;
use std::str::FromStr;

use crate::presses;
use crate::reminders::{CatchUpId, OccurrenceId, PassedPolicy, ReminderDraftId, ReminderId};
use crate::time::{self, Pass, SignedDuration, Span, Timestamp, ZoneId};

/// A button snoozes for at most a week. For a longer time, people use `/remind`.
const MAX_SNOOZE_MIN: i64 = 7 * DAY_MIN;
const DAY_MIN: i64 = 24 * 60;

presses! {
    pub enum ReminderPress: "reminder" {
        /// Saves the plan at index `choice` of the draft.
        Save(draft: ReminderDraftId, choice: usize) = "save/7/0", Update;
        /// Like `Save`, with the index chosen in a select. Only messages from older versions have this select.
        SaveChosen(draft: ReminderDraftId) = "save-chosen/7", Update;
        Discard(draft: ReminderDraftId) = "discard/7", Update;
        /// Opens the form with the text and the phrase that could not be read.
        TypeAgain(draft: ReminderDraftId) = "type-again/7", Never;
        TypedAgain = "typed-again", Update;
        /// Like `TypeAgain`, for a reminder for a group.
        TypeGroupAgain(draft: ReminderDraftId) = "type-many-again/7", Never;
        GroupTypedAgain(draft: ReminderDraftId) = "many-typed-again/7", Update;
        SaveForGroup(draft: ReminderDraftId, passed_policy: PassedPolicy) = "save-many/7/now", Update;
        /// Previews the draft for one of several possible days.
        PreviewForGroup(draft: ReminderDraftId) = "show-many/7", Update;
        StopBatch(batch: ReminderDraftId) = "stop-many/7", Update;
        Done(occurrence: OccurrenceId) = "done/5", Update;
        /// Asks how long to snooze.
        AskSnooze(occurrence: OccurrenceId) = "later/5", Private;
        SnoozeFor(occurrence: OccurrenceId, length: SnoozeLength) = "later-by/5/10", Update;
        /// Snoozes until one of the possible meanings of a phrase.
        SnoozeUntil(occurrence: OccurrenceId, until: InstantMs) = "later-at/5/1604984400000", Update;
        /// Opens the form to type a time.
        TypeSnooze(occurrence: OccurrenceId) = "type-later/5", Never;
        /// Opens the form of `TypeSnooze` with the phrase that could not be read.
        TypeSnoozeAgain(occurrence: OccurrenceId, typed: String) = "type-later-again/5/soon", Never;
        SnoozeTyped(occurrence: OccurrenceId) = "later-typed/5", Update;
        Stop(occurrence: OccurrenceId) = "stop/5", Update;
        /// Shows a page of the member's list. `page` counts from 0.
        ListPage(page: usize) = "list/1", Update;
        /// Stops the reminder that was chosen in the member's list.
        StopChosen = "stop-chosen", Update;
        /// Undoes the stop that was made at `stopped_at`, and shows the member's list.
        UndoStop(reminder: ReminderId, stopped_at: InstantMs) = "undo-stop/7/1604984400000", Update;
        /// Like `UndoStop`, under the message of an occurrence.
        UndoStopOf(occurrence: OccurrenceId, stopped_at: InstantMs) = "undo-stop-of/5/1604984400000", Update;
        /// Like `UndoStop`, under a catch-up message.
        UndoStopIn(catch_up: CatchUpId, occurrence: OccurrenceId, stopped_at: InstantMs)
            = "undo-stop-in/9/5/1604984400000", Update;
        /// Keeps the old times of the reminders that a change of zone moved.
        KeepOldTimes(moved: ReminderDraftId) = "keep-times/7", Update;
        /// Undoes `KeepOldTimes`.
        FollowLocalTimes(moved: ReminderDraftId) = "local-times/7", Update;
        UndoStopBatch(batch: ReminderDraftId, stopped_at: InstantMs) = "undo-stop-many/7/1604984400000", Update;
        /// Shows in full the texts that the catch-up message had to cut.
        WholeTexts(catch_up: CatchUpId) = "texts/9", Private;
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

    /// The instant at which the snooze ends, for a person in `zone`. Whole days keep the local time: one day after
    /// 09:00 is 09:00, even when the clocks change during the day (Berlin, 25 October 2020: 25 hours).
    pub fn end_from(self, now: Timestamp, zone: ZoneId) -> Timestamp {
        let wall = time::local(zone, now).0;
        let later = || wall.checked_add(Span::new().days(self.minutes / DAY_MIN)).ok();
        match self.minutes % DAY_MIN {
            0 => later().map_or(now, |later| Pass::of(zone, wall, now).resolve(zone, later)),
            _ => now + SignedDuration::from_mins(self.minutes),
        }
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

/// An instant. In a custom id, the instant is a number of milliseconds since 1970 UTC.
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
    use crate::discord::wire::custom_id::{ParsedId, assert_examples_round_trip};

    fn decode(id: &str) -> Option<ReminderPress> {
        ParsedId::parse(id).and_then(|parsed| parsed.decode())
    }

    #[test]
    fn snooze_of_one_day_keeps_the_local_time_across_a_clock_change() {
        let berlin = ZoneId::parse("Europe/Berlin").expect("it is a zone");
        let at = |text: &str| text.parse::<Timestamp>().expect("it is an instant");
        for (now, tomorrow) in [
            ("2020-10-24T07:00:00Z", "2020-10-25T08:00:00Z"),
            ("2021-03-27T08:00:00Z", "2021-03-28T07:00:00Z"),
            ("2020-11-10T08:00:37Z", "2020-11-11T08:00:37Z"),
        ] {
            assert_eq!(SnoozeLength::ONE_DAY.end_from(at(now), berlin), at(tomorrow), "{now}");
        }
        let exactly = at("2020-10-25T00:55:12Z");
        let later = SnoozeLength::TEN_MINUTES.end_from(exactly, berlin);
        assert_eq!(later, at("2020-10-25T01:05:12Z"), "minutes are real time");
    }

    #[test]
    fn custom_ids_round_trip() {
        assert_examples_round_trip::<ReminderPress>();
    }

    #[test]
    fn custom_ids_with_invalid_values_do_not_decode() {
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
