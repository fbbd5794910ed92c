//! A reminder: a plan in local time, and the occurrences of this plan. Does no I/O.

use strum::{EnumString, IntoStaticStr};

use crate::members::MemberId;
use crate::time::{self, Anchor, DateTime, Pass, Rule, SignedDuration, Timestamp, Understood, ZoneId};

/// The most characters of a reminder's text. A message with this text and its other words stays well below Discord's
/// limit of 2,000 characters.
pub const MAX_TEXT_CHARS: usize = 1000;
/// The most active reminders of one member. The limit stops a faulty script. A person sets far fewer reminders by hand.
pub const MAX_PER_MEMBER: usize = 100;
/// Missed occurrences are counted only up to this number, because counting iterates over them. Nobody needs a larger
/// exact number.
const MAX_MISSED: u32 = 10_000;

crate::row_id!(ReminderId);
crate::row_id!(OccurrenceId);
crate::row_id!(
    /// The id of a draft. All reminders that are saved from one draft for a group have this id as their batch.
    ReminderDraftId
);
crate::row_id!(
    /// The id of a catch-up message, which carries several late occurrences. It is the row id of the message's
    /// delivery.
    CatchUpId
);

/// When a reminder is due: a local time, a zone and a rule. The instants of the occurrences are computed from these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Whether the plan follows the member's zone, is pinned to `zone`, or is pinned to an instant.
    pub anchor: Anchor,
    /// The local time of the first occurrence in `zone`.
    pub wall: DateTime,
    /// Which instant is meant if the clock in `zone` shows `wall` twice.
    pub pass: Pass,
    pub zone: ZoneId,
    /// How the reminder recurs. `None` for a reminder that is due once.
    pub rule: Option<Rule>,
}

impl Plan {
    /// The plan of a time that was parsed from a phrase.
    pub fn of(understood: &Understood) -> Self {
        if understood.anchor == Anchor::Instant {
            // Keep the plan in UTC, so that no change of a zone's rules can move its instant.
            let zone = ZoneId::utc();
            let wall = time::local(zone, understood.instant).0;
            return Self { anchor: Anchor::Instant, wall, pass: Pass::First, zone, rule: understood.rule.clone() };
        }
        Self {
            anchor: understood.anchor,
            wall: understood.wall,
            pass: Pass::of(understood.zone, understood.wall, understood.instant),
            zone: understood.zone,
            rule: understood.rule.clone(),
        }
    }

    /// The first occurrence later than `after`. `None` if there is none.
    pub fn next_after(&self, after: Timestamp) -> Option<Timestamp> {
        match &self.rule {
            // Hours and minutes are durations in real time, so count them in UTC. In wall time, "every hour" would skip
            // an occurrence when the clock goes back. In Paris on 25 October 2026, two hours pass from 02:00 to 03:00.
            Some(rule) if rule.counts_real_time() => {
                rule.next_after(ZoneId::utc(), time::local(ZoneId::utc(), self.first()).0, after)
            }
            Some(rule) => rule.next_after(self.zone, self.wall, after),
            None => Some(self.first()).filter(|at| *at > after),
        }
    }

    /// The instant of the first occurrence.
    pub fn first(&self) -> Timestamp {
        self.pass.resolve(self.zone, self.wall)
    }

    /// The plan after its member has moved to `zone`. A plan that is pinned to a zone or to an instant does not change.
    #[must_use]
    pub fn moved_to(&self, zone: ZoneId) -> Self {
        match self.anchor {
            Anchor::Wall => Self { zone, ..self.clone() },
            Anchor::Instant | Anchor::WallInZone => self.clone(),
        }
    }

    /// A copy of the plan that is pinned to `zone`: it keeps its local time in `zone` even if the member moves.
    #[must_use]
    pub fn pinned_to(&self, zone: ZoneId) -> Self {
        Self { anchor: Anchor::WallInZone, zone, ..self.clone() }
    }

    /// A copy of the plan that follows the member's zone. The member lives in `zone` now.
    #[must_use]
    pub fn following_member_in(&self, zone: ZoneId) -> Self {
        Self { anchor: Anchor::Wall, zone, ..self.clone() }
    }
}

/// A reminder for one member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminder {
    pub id: ReminderId,
    pub member: MemberId,
    pub author: MemberId,
    /// The draft for a group that the reminder was saved from. `None` if the member set the reminder for themselves.
    pub batch: Option<ReminderDraftId>,
    pub text: String,
    pub plan: Plan,
    pub state: ReminderState,
}

/// Whether a reminder has a next occurrence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum ReminderState {
    Active {
        /// When the next occurrence is due.
        due_at: Timestamp,
    },
    /// The reminder has fired for the last time.
    Over,
    /// The member or the secretariat stopped the reminder.
    Stopped,
}

impl ReminderState {
    /// The code of the state in the column `state`.
    pub fn code(self) -> &'static str {
        self.into()
    }

    /// When the next occurrence is due. `None` unless the reminder is active.
    pub fn due_at(self) -> Option<Timestamp> {
        match self {
            Self::Active { due_at } => Some(due_at),
            Self::Over | Self::Stopped => None,
        }
    }
}

/// Why an occurrence is due. The column `kind` contains the code of the kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum OccurrenceKind {
    /// The reminder's plan contains the instant of the occurrence.
    Planned,
    /// The member snoozed an earlier occurrence until the instant of this occurrence.
    #[strum(serialize = "later")]
    Snooze,
}

/// The result of firing a due reminder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Firing {
    /// The occurrence to deliver. If several were missed, this is the latest one.
    pub occurrence_at: Timestamp,
    /// The number of earlier occurrences that are skipped.
    pub missed: u32,
    /// When the reminder is due next. `None` if it is over.
    pub next_at: Option<Timestamp>,
}

impl Reminder {
    /// Whether the member set the reminder for themselves. An own reminder sounds at its minute, even in quiet hours. A
    /// reminder for a group never counts as own, not even for its author: the preview listed its author like every
    /// recipient.
    pub fn is_own(&self) -> bool {
        self.batch.is_none() && self.member == self.author
    }

    /// Whether the reminder has fired for the last time.
    pub fn is_over(&self) -> bool {
        self.state == ReminderState::Over
    }

    /// Whether the next occurrence is due at `now` or earlier.
    pub fn is_due(&self, now: Timestamp) -> bool {
        self.state.due_at().is_some_and(|due_at| due_at <= now)
    }

    /// The result of firing the reminder at `now`. `None` if it is not due. A recurring reminder that missed several
    /// occurrences fires once, for the latest occurrence.
    pub fn fire(&self, now: Timestamp) -> Option<Firing> {
        let due_at = self.state.due_at().filter(|due_at| *due_at <= now)?;
        let (occurrence_at, missed) = self.latest_occurrence(due_at, now);
        Some(Firing { occurrence_at, missed, next_at: self.recurrence_after(now) })
    }

    /// The latest occurrence from `due_at` to `now`, and the number of occurrences before it.
    fn latest_occurrence(&self, due_at: Timestamp, now: Timestamp) -> (Timestamp, u32) {
        let (mut latest, mut missed) = (due_at, 0);
        while let Some(next) = self.recurrence_until(latest, now) {
            if missed == MAX_MISSED {
                return (self.latest_occurrence_in_windows(due_at, now), missed);
            }
            (latest, missed) = (next, missed + 1);
        }
        (latest, missed)
    }

    /// The latest occurrence from `due_at` to `now`, if there are too many occurrences to iterate over all of them.
    /// Searches windows of increasing length that end at `now`, so the number of steps is bounded.
    fn latest_occurrence_in_windows(&self, due_at: Timestamp, now: Timestamp) -> Timestamp {
        const WINDOWS_HOURS: [i64; 4] = [1, 26, 24 * 32, 24 * 367];
        for hours in WINDOWS_HOURS {
            let window = SignedDuration::from_hours(hours);
            let from = now.saturating_sub(window).unwrap_or(due_at).max(due_at);
            let mut latest = from;
            while let Some(next) = self.recurrence_until(latest, now) {
                latest = next;
            }
            if latest > from || from == due_at {
                return latest;
            }
        }
        due_at
    }

    /// The first occurrence of a recurring reminder later than `after`. `None` for a reminder that is due once.
    fn recurrence_after(&self, after: Timestamp) -> Option<Timestamp> {
        self.plan.rule.as_ref().and_then(|_| self.plan.next_after(after))
    }

    /// The first occurrence of a recurring reminder later than `after`, if it is not later than `until`.
    fn recurrence_until(&self, after: Timestamp, until: Timestamp) -> Option<Timestamp> {
        self.recurrence_after(after).filter(|next| *next <= until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("it is an instant")
    }

    fn reminder(wall: &str, zone: &str, rule: Option<&str>, due_at: &str) -> Reminder {
        let plan = Plan {
            anchor: Anchor::Wall,
            wall: wall.parse().expect("it is a wall time"),
            pass: Pass::First,
            zone: ZoneId::parse(zone).expect("it is a zone"),
            rule: rule.map(|rule| Rule::parse(rule).expect("it is a rule")),
        };
        let member = MemberId(1);
        let state = ReminderState::Active { due_at: at(due_at) };
        Reminder { id: ReminderId(1), member, author: member, batch: None, text: "x".to_owned(), plan, state }
    }

    #[test]
    fn reminder_without_a_rule_fires_once_and_is_over() {
        let reminder = reminder("2020-11-11T03:00:00", "Australia/Brisbane", None, "2020-11-10T17:00:00Z");
        assert_eq!(reminder.fire(at("2020-11-10T16:59:59Z")), None);
        assert_eq!(
            reminder.fire(at("2020-11-10T17:00:00Z")),
            Some(Firing { occurrence_at: at("2020-11-10T17:00:00Z"), missed: 0, next_at: None })
        );
        let late = reminder.fire(at("2020-11-13T17:00:00Z"));
        assert_eq!(late, Some(Firing { occurrence_at: at("2020-11-10T17:00:00Z"), missed: 0, next_at: None }));
    }

    #[test]
    fn recurring_reminder_missed_for_a_week_fires_once_for_the_latest_day() {
        let reminder = reminder("2020-11-02T09:00:00", "America/La_Paz", Some("FREQ=DAILY"), "2020-11-03T13:00:00Z");
        let fired = reminder.fire(at("2020-11-10T16:55:00Z"));
        let next_at = Some(at("2020-11-11T13:00:00Z"));
        assert_eq!(fired, Some(Firing { occurrence_at: at("2020-11-10T13:00:00Z"), missed: 7, next_at }));
    }

    #[test]
    fn reminder_with_more_missed_occurrences_than_are_counted_fires_for_the_latest_minute() {
        let reminder = reminder("2020-01-01T00:00:00", "Africa/Accra", Some("FREQ=MINUTELY"), "2020-01-01T00:00:00Z");
        let fired = reminder.fire(at("2020-11-10T16:55:30Z")).expect("it is due");
        assert_eq!((fired.occurrence_at, fired.missed), (at("2020-11-10T16:55:00Z"), MAX_MISSED));
    }

    #[test]
    fn yearly_reminder_that_is_months_late_fires_once() {
        let reminder = reminder("2019-02-01T09:00:00", "Europe/Zurich", Some("FREQ=YEARLY"), "2020-02-01T08:00:00Z");
        let fired = reminder.fire(at("2020-11-10T16:55:00Z")).expect("it is due");
        assert_eq!(
            (fired.occurrence_at, fired.next_at),
            (at("2020-02-01T08:00:00Z"), Some(at("2021-02-01T08:00:00Z")))
        );
    }

    #[test]
    fn plan_in_wall_time_moves_with_its_member_and_a_pinned_plan_does_not() {
        let brisbane = reminder("2020-11-12T09:00:00", "Australia/Brisbane", None, "2020-11-11T23:00:00Z").plan;
        let kyiv = ZoneId::parse("Europe/Kyiv").expect("it is a zone");
        assert_eq!(brisbane.moved_to(kyiv).first(), at("2020-11-12T07:00:00Z"));
        let pinned = Plan { anchor: Anchor::WallInZone, ..brisbane.clone() };
        assert_eq!(pinned.moved_to(kyiv).first(), brisbane.first());
    }

    #[test]
    fn plan_in_the_second_pass_of_a_repeated_hour_keeps_its_pass() {
        // Berlin, 25 October 2020: the clock goes from 03:00 back to 02:00.
        let berlin = reminder("2020-10-25T02:30:00", "Europe/Berlin", None, "2020-10-25T00:30:00Z").plan;
        assert_eq!(berlin.first(), at("2020-10-25T00:30:00Z"));
        let second = Plan { pass: Pass::Second, ..berlin };
        assert_eq!(second.first(), at("2020-10-25T01:30:00Z"));
        // In Accra, the clock shows this local time only once.
        let accra = ZoneId::parse("Africa/Accra").expect("it is a zone");
        assert_eq!(second.moved_to(accra).first(), at("2020-10-25T02:30:00Z"));
    }

    #[test]
    fn hourly_reminder_skips_no_hour_when_the_clock_goes_back() {
        let hourly = reminder("2020-10-25T00:00:00", "Europe/Berlin", Some("FREQ=HOURLY"), "2020-10-24T22:00:00Z").plan;
        let mut instants = vec![at("2020-10-24T23:00:00Z")];
        while instants.len() < 4 {
            instants.extend(hourly.next_after(instants[instants.len() - 1]));
        }
        let hours = ["23:00:00Z", "00:00:00Z", "01:00:00Z", "02:00:00Z"];
        assert!(instants.iter().zip(hours).all(|(at, hour)| at.to_string().ends_with(hour)), "{instants:?}");
    }

    #[test]
    fn reminder_in_a_clock_gap_fires_later_by_the_length_of_the_gap() {
        // Berlin, 28 March 2021: the clock goes from 02:00 to 03:00.
        let berlin = reminder("2021-03-28T02:30:00", "Europe/Berlin", None, "2021-03-28T01:30:00Z");
        assert_eq!(berlin.plan.first(), at("2021-03-28T01:30:00Z"));
    }
}
