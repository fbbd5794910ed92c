//! The reminders that a change of the member's zone moved. They are stored so that the member can undo the move. Does
//! no I/O.

use serde::{Deserialize, Serialize};

use super::model::{Reminder, ReminderDraftId, ReminderId};
use crate::time::{Anchor, Timestamp, ZoneId};

/// What a draft stores about a change of the member's zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZoneMove {
    /// The zone in which the member lived before the change.
    pub from: ZoneId,
    /// One move for each reminder whose next instant changed, in the order in which the reminders were due before.
    pub moves: Vec<ReminderMove>,
}

/// The next instant of one reminder, before and after a change of the member's zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReminderMove {
    pub reminder: ReminderId,
    pub before_at: Timestamp,
    pub after_at: Timestamp,
}

impl ReminderMove {
    /// Whether the move made the reminder due earlier. For example, it is due at once if its local time has passed in
    /// the new zone.
    pub fn is_earlier(&self) -> bool {
        self.after_at < self.before_at
    }
}

/// A [`ZoneMove`] with its reminders in their current state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedReminders {
    pub id: ReminderDraftId,
    pub from: ZoneId,
    pub reminders: Vec<(ReminderMove, Reminder)>,
}

impl MovedReminders {
    /// The reminders that the member has pinned to their old times.
    pub fn kept_reminders(&self) -> impl Iterator<Item = &Reminder> {
        self.reminders.iter().map(|(_, reminder)| reminder).filter(|reminder| is_kept(reminder, self.from))
    }

    /// Whether the member can still pin at least one of the reminders to its old time.
    pub fn can_be_kept(&self, now: Timestamp) -> bool {
        self.reminders.iter().any(|(one, reminder)| due_at_if_kept(one, reminder, self.from, now).is_some())
    }
}

/// Whether a moved reminder is active and pinned to the zone `from`, in which it was due before the move.
pub fn is_kept(reminder: &Reminder, from: ZoneId) -> bool {
    reminder.plan.anchor == Anchor::WallInZone && reminder.plan.zone == from && reminder.state.due_at().is_some()
}

/// When a moved reminder is due if it is pinned to `from`, the zone before the move. `None` if it does not follow its
/// member's zone, if it is stopped, or if it has no occurrence left in `from`.
pub fn due_at_if_kept(one: &ReminderMove, reminder: &Reminder, from: ZoneId, now: Timestamp) -> Option<Timestamp> {
    let has_occurrence_left = match reminder.state.due_at() {
        Some(_) => true,
        // The move made the reminder fire at once, because its local time had passed in the new zone.
        None => reminder.is_over() && one.is_earlier() && now < one.before_at,
    };
    let follows_member = reminder.plan.anchor == Anchor::Wall;
    (follows_member && has_occurrence_left).then(|| reminder.plan.pinned_to(from).next_after(now)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::members::MemberId;
    use crate::reminders::model::{Plan, ReminderState};
    use crate::time::Pass;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("it is an instant")
    }

    fn zone(id: &str) -> ZoneId {
        ZoneId::parse(id).expect("it is a zone")
    }

    /// A reminder for 18:00 on 10 November that moved from La Paz (22:00 UTC) to Tokyo (09:00 UTC). The move was at
    /// 17:00 UTC, when 18:00 had passed in Tokyo.
    fn moved(anchor: Anchor, state: ReminderState) -> (ReminderMove, Reminder) {
        let wall = "2020-11-10T18:00:00".parse().expect("it is a wall time");
        let plan = Plan { anchor, wall, pass: Pass::First, zone: zone("Asia/Tokyo"), rule: None };
        let (id, member) = (ReminderId(1), MemberId(1));
        let reminder = Reminder { id, member, author: member, batch: None, text: "x".to_owned(), plan, state };
        let (before_at, after_at) = (at("2020-11-10T22:00:00Z"), at("2020-11-10T17:00:00Z"));
        (ReminderMove { reminder: id, before_at, after_at }, reminder)
    }

    #[test]
    fn reminder_that_a_zone_move_fired_early_can_be_kept_until_its_old_instant_has_passed() {
        let (one, reminder) = moved(Anchor::Wall, ReminderState::Over);
        let la_paz = zone("America/La_Paz");
        let now = at("2020-11-10T17:05:00Z");
        assert_eq!(due_at_if_kept(&one, &reminder, la_paz, now), Some(one.before_at));
        assert_eq!(due_at_if_kept(&one, &reminder, la_paz, one.before_at), None, "the old instant has passed");
    }

    #[test]
    fn stopped_or_pinned_reminder_cannot_be_kept_at_its_old_time() {
        let (la_paz, now) = (zone("America/La_Paz"), at("2020-11-10T17:05:00Z"));
        let (one, stopped) = moved(Anchor::Wall, ReminderState::Stopped);
        assert_eq!(due_at_if_kept(&one, &stopped, la_paz, now), None);
        let due_at = at("2020-11-11T09:00:00Z");
        let (one, pinned) = moved(Anchor::WallInZone, ReminderState::Active { due_at });
        assert_eq!(due_at_if_kept(&one, &pinned, la_paz, now), None);
    }
}
