//! What a change of the member's zone moved, as it is stored while the member can take it back. Pure.

use serde::{Deserialize, Serialize};

use super::model::{Reminder, ReminderDraftId, ReminderId};
use crate::time::{Anchor, Timestamp, ZoneId};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZoneMove {
    /// Where the member lived before.
    pub from: ZoneId,
    /// The one that came first before the move is first.
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
    /// Whether it comes earlier than before: perhaps at once, where its time of day had passed.
    pub fn is_earlier(&self) -> bool {
        self.after_at < self.before_at
    }
}

/// The same with the reminders as they are now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedReminders {
    pub id: ReminderDraftId,
    pub from: ZoneId,
    pub reminders: Vec<(Move, Reminder)>,
}

impl MovedReminders {
    /// Those that the member keeps at their old times.
    pub fn kept(&self) -> impl Iterator<Item = &Reminder> {
        self.reminders.iter().map(|(_, reminder)| reminder).filter(|reminder| is_kept(reminder, self.from))
    }

    /// Whether there is one that comes at its old time again if the member wants that.
    pub fn can_be_kept(&self, now: Timestamp) -> bool {
        self.reminders.iter().any(|(one, reminder)| kept_due_at(one, reminder, self.from, now).is_some())
    }
}

/// Whether a moved reminder is pinned to the zone that it moved away from.
pub fn is_kept(reminder: &Reminder, from: ZoneId) -> bool {
    reminder.plan.anchor == Anchor::WallInZone && reminder.plan.zone == from && reminder.state.due_at().is_some()
}

/// When a moved reminder is due if it is pinned to `from` again. `None` when it does not follow its member, and when
/// nothing of it is still to come there.
pub fn kept_due_at(one: &Move, reminder: &Reminder, from: ZoneId, now: Timestamp) -> Option<Timestamp> {
    let may_come = match reminder.state.due_at() {
        Some(_) => true,
        // It came at once, because its time of day had passed in the new zone.
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

    /// At 18:00 on 10 November: first in La Paz (22:00Z), then in Tokyo (09:00Z), where it has passed at 17:00Z.
    fn moved(anchor: Anchor, state: ReminderState) -> (Move, Reminder) {
        let wall = "2020-11-10T18:00:00".parse().expect("it is a wall time");
        let plan = Plan { anchor, wall, pass: Pass::First, zone: zone("Asia/Tokyo"), rule: None };
        let (id, member) = (ReminderId(1), MemberId(1));
        let reminder = Reminder { id, member, author: member, batch: None, text: "x".to_owned(), plan, state };
        let (before_at, after_at) = (at("2020-11-10T22:00:00Z"), at("2020-11-10T17:00:00Z"));
        (Move { reminder: id, before_at, after_at }, reminder)
    }

    #[test]
    fn reminder_that_came_at_once_after_a_move_can_still_be_kept_until_its_old_instant() {
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
