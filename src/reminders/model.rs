//! What a reminder is: a plan in local time, and what follows from it. Pure.

use serde::{Deserialize, Serialize};

use crate::members::{Group, MemberId};
use crate::time::{self, Anchor, DateTime, Rule, SignedDuration, Timestamp, Understood, ZoneId};

/// Characters of a reminder's text: with its frame it stays well inside Discord's 2,000.
pub const LONGEST_TEXT: usize = 1000;
/// Active reminders of one member: nobody keeps more by hand, and a script gone wild stops here.
pub const MOST_PER_MEMBER: usize = 100;
/// Missed occurrences are counted up to here; nobody needs to know more exactly how long a reminder of every minute was
/// missed.
const MOST_COUNTED: u32 = 10_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ReminderId(pub i64);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OccurrenceId(pub i64);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ReminderDraftId(pub i64);

/// One message that brings several late occurrences: the number of its delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TogetherId(pub i64);

macro_rules! number {
    ($($name:ident),*) => {
        $(impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        })*
    };
}
number!(ReminderId, OccurrenceId, ReminderDraftId, TogetherId);

/// When: what stays true when zones change, and the next instant that follows from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    pub anchor: Anchor,
    pub wall: DateTime,
    pub zone: ZoneId,
    pub rule: Option<Rule>,
}

impl Plan {
    pub fn of(understood: &Understood) -> Self {
        if understood.anchor == Anchor::Instant {
            // Kept in UTC, so that no change of a zone's rules can move it.
            let zone = ZoneId::utc();
            let wall = time::local(zone, understood.instant).0;
            return Self { anchor: Anchor::Instant, wall, zone, rule: understood.rule.clone() };
        }
        Self { anchor: understood.anchor, wall: understood.wall, zone: understood.zone, rule: understood.rule.clone() }
    }

    /// The first instant later than `after`; `None` when nothing comes any more.
    pub fn next_after(&self, after: Timestamp) -> Option<Timestamp> {
        match &self.rule {
            Some(rule) => rule.next_after(self.zone, self.wall, after),
            None => Some(self.first()).filter(|at| *at > after),
        }
    }

    /// The instant of the first local time.
    pub fn first(&self) -> Timestamp {
        time::resolve(self.zone, self.wall).instant
    }

    /// The same plan for a member who lives in `zone` now. What was pinned to a zone or an instant stays.
    #[must_use]
    pub fn moved_to(&self, zone: ZoneId) -> Self {
        match self.anchor {
            Anchor::Wall => Self { zone, ..self.clone() },
            Anchor::Instant | Anchor::WallInZone => self.clone(),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminder {
    pub id: ReminderId,
    pub member: MemberId,
    pub author: MemberId,
    pub batch: Option<ReminderDraftId>,
    pub text: String,
    pub plan: Plan,
    pub state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Active { due_at: Timestamp },
    Over,
    Stopped,
}

/// What firing a due reminder gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fired {
    /// The occurrence to bring: of several that were missed, the latest.
    pub occurrence: Timestamp,
    /// How many came before it and were brought to nobody.
    pub missed: u32,
    pub next: Option<Timestamp>,
}

impl Reminder {
    /// Set for oneself: it sounds at its minute, quiet hours or not.
    pub fn is_own(&self) -> bool {
        self.member == self.author
    }

    /// `None` when it is not due. A recurring reminder that was missed several times comes once.
    pub fn fire(&self, now: Timestamp) -> Option<Fired> {
        let State::Active { due_at } = self.state else { return None };
        if due_at > now {
            return None;
        }
        let next = self.plan.rule.as_ref().and_then(|_| self.plan.next_after(now));
        let (occurrence, missed) = self.latest_of(due_at, now);
        Some(Fired { occurrence, missed, next })
    }

    /// The latest occurrence from `due_at` to `now`, and how many came before it.
    fn latest_of(&self, due_at: Timestamp, now: Timestamp) -> (Timestamp, u32) {
        let (mut latest, mut missed) = (due_at, 0);
        while let Some(next) =
            self.plan.rule.as_ref().and_then(|_| self.plan.next_after(latest)).filter(|next| *next <= now)
        {
            if missed == MOST_COUNTED {
                return (self.latest_missed(due_at, now), missed);
            }
            (latest, missed) = (next, missed + 1);
        }
        (latest, missed)
    }

    fn latest_missed(&self, due_at: Timestamp, now: Timestamp) -> Timestamp {
        let mut latest = due_at;
        // Bounded: a bot that was down for long looks only near the present, where the latest one is.
        for window in [
            SignedDuration::from_hours(1),
            SignedDuration::from_hours(26),
            SignedDuration::from_hours(24 * 32),
            SignedDuration::from_hours(24 * 367),
        ] {
            let from = now.saturating_sub(window).unwrap_or(due_at).max(due_at);
            let mut at = from;
            while let Some(next) =
                self.plan.rule.as_ref().and_then(|_| self.plan.next_after(at)).filter(|next| *next <= now)
            {
                at = next;
            }
            if at > from || from == due_at {
                latest = at.max(due_at);
                break;
            }
        }
        latest
    }
}

/// A reminder that was understood and waits for "Save".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Draft {
    Own(OwnDraft),
    Many(ManyDraft),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnDraft {
    pub text: String,
    /// One when it is understood; several when the person is asked which.
    pub plans: Vec<StoredPlan>,
}

/// The same local time for each of a group, in their own zones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManyDraft {
    pub text: String,
    pub audience: Group,
    pub wall: DateTime,
    pub rule: Option<String>,
}

/// A plan as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredPlan {
    pub anchor: StoredAnchor,
    pub wall: DateTime,
    pub zone: ZoneId,
    pub rule: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StoredAnchor {
    Instant,
    Wall,
    WallInZone,
}

impl StoredAnchor {
    pub fn code(self) -> &'static str {
        match self {
            StoredAnchor::Instant => "instant",
            StoredAnchor::Wall => "wall",
            StoredAnchor::WallInZone => "wall_in_zone",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        [StoredAnchor::Instant, StoredAnchor::Wall, StoredAnchor::WallInZone]
            .into_iter()
            .find(|anchor| anchor.code() == code)
    }
}

impl From<Anchor> for StoredAnchor {
    fn from(anchor: Anchor) -> Self {
        match anchor {
            Anchor::Instant => StoredAnchor::Instant,
            Anchor::Wall => StoredAnchor::Wall,
            Anchor::WallInZone => StoredAnchor::WallInZone,
        }
    }
}

impl From<StoredAnchor> for Anchor {
    fn from(anchor: StoredAnchor) -> Self {
        match anchor {
            StoredAnchor::Instant => Anchor::Instant,
            StoredAnchor::Wall => Anchor::Wall,
            StoredAnchor::WallInZone => Anchor::WallInZone,
        }
    }
}

impl From<&Plan> for StoredPlan {
    fn from(plan: &Plan) -> Self {
        Self {
            anchor: plan.anchor.into(),
            wall: plan.wall,
            zone: plan.zone,
            rule: plan.rule.as_ref().map(ToString::to_string),
        }
    }
}

impl StoredPlan {
    /// `None` when the rule cannot be read, which only a damaged row can bring about.
    pub fn plan(&self) -> Option<Plan> {
        let rule = self.rule.as_deref().map(Rule::parse).transpose().ok()?;
        Some(Plan { anchor: self.anchor.into(), wall: self.wall, zone: self.zone, rule })
    }
}

/// How a reminder of the secretariat reaches the group: by name, for the preview.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outlook {
    /// Whom it reaches, and when, the earliest first.
    pub coming: Vec<(String, Timestamp)>,
    /// For whom the first local time has passed already.
    pub passed: Vec<(String, Timestamp)>,
    /// Asleep then: they get it at their waking minute.
    pub held: Vec<String>,
    pub without_zone: Vec<String>,
}

/// What is done for those for whom the first time has passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passed {
    SendNow,
    Skip,
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
            zone: ZoneId::parse(zone).expect("it is a zone"),
            rule: rule.map(|rule| Rule::parse(rule).expect("it is a rule")),
        };
        let member = MemberId(1);
        let state = State::Active { due_at: at(due_at) };
        Reminder { id: ReminderId(1), member, author: member, batch: None, text: "x".to_owned(), plan, state }
    }

    #[test]
    fn a_single_reminder_fires_once_and_is_over() {
        let reminder = reminder("2020-11-11T03:00:00", "Australia/Brisbane", None, "2020-11-10T17:00:00Z");
        assert_eq!(reminder.fire(at("2020-11-10T16:59:59Z")), None);
        assert_eq!(
            reminder.fire(at("2020-11-10T17:00:00Z")),
            Some(Fired { occurrence: at("2020-11-10T17:00:00Z"), missed: 0, next: None })
        );
        let late = reminder.fire(at("2020-11-13T17:00:00Z"));
        assert_eq!(late, Some(Fired { occurrence: at("2020-11-10T17:00:00Z"), missed: 0, next: None }));
    }

    #[test]
    fn a_recurring_reminder_missed_for_a_week_comes_once_for_the_latest_day() {
        let reminder = reminder("2020-11-02T09:00:00", "America/La_Paz", Some("FREQ=DAILY"), "2020-11-03T13:00:00Z");
        let fired = reminder.fire(at("2020-11-10T16:55:00Z"));
        let next = Some(at("2020-11-11T13:00:00Z"));
        assert_eq!(fired, Some(Fired { occurrence: at("2020-11-10T13:00:00Z"), missed: 7, next }));
    }

    #[test]
    fn what_was_missed_too_often_to_be_counted_still_comes_for_the_latest_minute() {
        let reminder = reminder("2020-01-01T00:00:00", "Africa/Accra", Some("FREQ=MINUTELY"), "2020-01-01T00:00:00Z");
        let fired = reminder.fire(at("2020-11-10T16:55:30Z")).expect("it is due");
        assert_eq!((fired.occurrence, fired.missed), (at("2020-11-10T16:55:00Z"), MOST_COUNTED));
    }

    #[test]
    fn a_yearly_reminder_missed_by_months_still_comes() {
        let reminder = reminder("2019-02-01T09:00:00", "Europe/Zurich", Some("FREQ=YEARLY"), "2020-02-01T08:00:00Z");
        let fired = reminder.fire(at("2020-11-10T16:55:00Z")).expect("it is due");
        assert_eq!((fired.occurrence, fired.next), (at("2020-02-01T08:00:00Z"), Some(at("2021-02-01T08:00:00Z"))));
    }

    #[test]
    fn a_wall_time_follows_its_member_and_a_pinned_one_stays() {
        let brisbane = reminder("2020-11-12T09:00:00", "Australia/Brisbane", None, "2020-11-11T23:00:00Z").plan;
        let kyiv = ZoneId::parse("Europe/Kyiv").expect("it is a zone");
        assert_eq!(brisbane.moved_to(kyiv).first(), at("2020-11-12T07:00:00Z"));
        let pinned = Plan { anchor: Anchor::WallInZone, ..brisbane.clone() };
        assert_eq!(pinned.moved_to(kyiv).first(), brisbane.first());
    }

    #[test]
    fn a_reminder_in_a_gap_comes_later_by_the_gap() {
        // Berlin, 28 March 2021: the clock goes from 02:00 to 03:00.
        let berlin = reminder("2021-03-28T02:30:00", "Europe/Berlin", None, "2021-03-28T01:30:00Z");
        assert_eq!(berlin.plan.first(), at("2021-03-28T01:30:00Z"));
    }
}
