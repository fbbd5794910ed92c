//! The reminders that a change of the member's zone moved, stored so that the member can undo the move. Pure.

use serde::{Deserialize, Serialize};

use super::model::{Reminder, ReminderDraftId, ReminderId};
use crate::time::{Anchor, Timestamp, ZoneId};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZoneMove {
    /// The zone in which the member lived before.
    pub from: ZoneId,
    /// In the order in which the reminders were due before the move.
    pub moves: Vec<Move>,
}

/// The next instant of one reminder, before and after the change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    pub reminder: ReminderId,
    pub before_at: Timestamp,
    pub after_at: Timestamp,
}

impl Move {
    /// Whether the reminder is due earlier than before. It is due at once if its local time had passed in the new zone.
    pub fn is_earlier(&self) -> bool {
        self.after_at < self.before_at
    }
}

/// A `ZoneMove` with its reminders in their current state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedReminders {
    pub id: ReminderDraftId,
    pub from: ZoneId,
    pub reminders: Vec<(Move, Reminder)>,
}

impl MovedReminders {
    /// The reminders that the member keeps at their old times.
    pub fn kept(&self) -> impl Iterator<Item = &Reminder> {
        self.reminders.iter().map(|(_, reminder)| reminder).filter(|reminder| is_kept(reminder, self.from))
    }

    /// Whether the member can still keep one of the reminders at its old time.
    pub fn can_be_kept(&self, now: Timestamp) -> bool {
        self.reminders.iter().any(|(one, reminder)| kept_due_at(one, reminder, self.from, now).is_some())
    }
}

/// Whether a moved reminder is pinned to the zone that it moved away from.
pub fn is_kept(reminder: &Reminder, from: ZoneId) -> bool {
    reminder.plan.anchor == Anchor::WallInZone && reminder.plan.zone == from && reminder.state.due_at().is_some()
}

/// When a moved reminder is due if it is pinned to `from` again. `None` if it does not follow its member's zone, is
/// stopped, or has no occurrence left in `from`.
pub fn kept_due_at(one: &Move, reminder: &Reminder, from: ZoneId, now: Timestamp) -> Option<Timestamp> {
    let may_come = match reminder.state.due_at() {
        Some(_) => true,
        // It fired at once, because its local time had passed in the new zone.
        None => reminder.is_over() && one.is_earlier() && now < one.before_at,
    };
    let follows = reminder.plan.anchor == Anchor::Wall;
    (follows && may_come).then(|| reminder.plan.pinned_to(from).next_after(now)).flatten()
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

    /// A reminder at 18:00 on 10 November that moved from La Paz (22:00Z) to Tokyo (09:00Z). At the move, at 17:00Z,
    /// this time had passed in Tokyo.
    fn moved(anchor: Anchor, state: ReminderState) -> (Move, Reminder) {
        let wall = "2020-11-10T18:00:00".parse().expect("it is a wall time");
        let plan = Plan { anchor, wall, pass: Pass::First, zone: zone("Asia/Tokyo"), rule: None };
        let (id, member) = (ReminderId(1), MemberId(1));
        let reminder = Reminder { id, member, author: member, batch: None, text: "x".to_owned(), plan, state };
        let (before_at, after_at) = (at("2020-11-10T22:00:00Z"), at("2020-11-10T17:00:00Z"));
        (Move { reminder: id, before_at, after_at }, reminder)
    }

    #[test]
    fn reminder_fired_early_by_a_zone_move_can_keep_its_old_instant_until_that_has_passed() {
        let (one, reminder) = moved(Anchor::Wall, ReminderState::Over);
        let la_paz = zone("America/La_Paz");
        let now = at("2020-11-10T17:05:00Z");
        assert_eq!(kept_due_at(&one, &reminder, la_paz, now), Some(one.before_at));
        assert_eq!(kept_due_at(&one, &reminder, la_paz, one.before_at), None, "the old instant has passed");
    }

    #[test]
    fn reminder_that_was_stopped_or_pinned_by_its_member_is_not_kept() {
        let (la_paz, now) = (zone("America/La_Paz"), at("2020-11-10T17:05:00Z"));
        let (one, stopped) = moved(Anchor::Wall, ReminderState::Stopped);
        assert_eq!(kept_due_at(&one, &stopped, la_paz, now), None);
        let due_at = at("2020-11-11T09:00:00Z");
        let (one, pinned) = moved(Anchor::WallInZone, ReminderState::Active { due_at });
        assert_eq!(kept_due_at(&one, &pinned, la_paz, now), None);
    }
}
