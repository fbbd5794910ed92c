//! The plan of an alert until it is answered: when the people who have not answered are asked again, and when the
//! secretariat gets the list of who is missing. Does no I/O.

use strum::{Display, EnumString, IntoStaticStr};

use super::ask::{Ask, Purpose};
use crate::time::{SignedDuration, Timestamp};

/// The least time between the sending of an alert, each ask and the deadline. Somebody who is busy for a moment needs
/// this long to see a message and to answer.
const LEAST_SPACING: SignedDuration = SignedDuration::from_mins(10);

/// The settings of plans from the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlanSettings {
    /// How often a person who has not answered is asked again at most.
    pub max_asks: u32,
    /// The time between two asks of an alert without a deadline.
    pub ask_every: SignedDuration,
    /// How long before the deadline the secretariat gets the list. Zero: it gets none.
    pub list_before: SignedDuration,
}

impl Default for PlanSettings {
    fn default() -> Self {
        let (ask_every, list_before) = (SignedDuration::from_mins(60), SignedDuration::from_mins(30));
        Self { max_asks: 2, ask_every, list_before }
    }
}

/// What a step of a plan does. The database contains the code of the kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum StepKind {
    /// Asks the people again who have not answered.
    Ask,
    /// Posts the list of who is missing.
    List,
}

/// When the steps of an alert are due. All instants are whole minutes, because people read them as such.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// In order.
    pub ask_at: Vec<Timestamp>,
    pub list_at: Option<Timestamp>,
}

impl Plan {
    /// The plan of an alert that is sent or corrected at `from`. `asks_done`: how many asks an earlier plan of the
    /// alert has made.
    ///
    /// The asks divide the time until the deadline into equal parts: two asks come after one third and two thirds of
    /// it. If the parts are shorter than [`LEAST_SPACING`], there are fewer asks. An alert without a deadline is asked
    /// again, but has no list. An alert that wants no answer has no plan. Neither has a practice, because nobody is to
    /// be called for it.
    pub fn new(
        settings: PlanSettings,
        (ask, purpose): (&Ask, Purpose),
        deadline: Option<Timestamp>,
        asks_done: u32,
        from: Timestamp,
    ) -> Self {
        if !ask.wants_answer() || purpose == Purpose::Practice {
            return Self::default();
        }
        let asks = settings.max_asks.saturating_sub(asks_done);
        let after = |wait: SignedDuration| from.checked_add(wait).ok().map(whole_minute).filter(|at| *at > from);
        let Some(deadline) = deadline else {
            let ask_at = (1..=asks).filter_map(|nth| after(times(settings.ask_every, nth))).collect();
            return Self { ask_at, list_at: None };
        };
        let left = deadline.duration_since(from);
        if !left.is_positive() {
            return Self::default();
        }
        let asks = (0..=asks).rev().find(|asks| left / divisor(asks + 1) >= LEAST_SPACING).unwrap_or(0);
        let part = left / divisor(asks + 1);
        let until_list = if left > settings.list_before { left - settings.list_before } else { left / 2 };
        Self {
            ask_at: (1..=asks).filter_map(|nth| after(times(part, nth))).collect(),
            list_at: after(until_list).filter(|_| settings.list_before.is_positive()),
        }
    }

    /// Without the steps that are not later than `now`.
    #[must_use]
    pub fn after(mut self, now: Timestamp) -> Self {
        self.ask_at.retain(|at| *at > now);
        self.list_at = self.list_at.filter(|at| *at > now);
        self
    }

    pub fn is_empty(&self) -> bool {
        self.ask_at.is_empty() && self.list_at.is_none()
    }

    /// Each step with its instant, in order. Of an ask and a list at the same instant, the ask comes first.
    pub fn steps(&self) -> Vec<(StepKind, Timestamp)> {
        let asks = self.ask_at.iter().map(|at| (StepKind::Ask, *at));
        let mut steps: Vec<_> = asks.chain(self.list_at.map(|at| (StepKind::List, at))).collect();
        steps.sort_by_key(|(_, at)| *at);
        steps
    }
}

fn divisor(parts: u32) -> i32 {
    i32::try_from(parts).unwrap_or(i32::MAX)
}

fn times(length: SignedDuration, factor: u32) -> SignedDuration {
    length.checked_mul(divisor(factor)).unwrap_or(SignedDuration::MAX)
}

fn whole_minute(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second().div_euclid(60) * 60).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::alerts::testing::at;

    const SENT: &str = "2020-11-10T17:00:20Z";

    fn plan(deadline: Option<&str>) -> Plan {
        Plan::new(PlanSettings::default(), (&Ask::YesNo, Purpose::Real), deadline.map(at), 0, at(SENT))
    }

    /// Each step with its time of day in UTC.
    fn shown(plan: &Plan) -> String {
        let step = |(kind, at): &(StepKind, Timestamp)| format!("{kind} {}", &at.to_string()[11..16]);
        plan.steps().iter().map(step).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn asks_divide_the_time_to_the_deadline_and_the_list_comes_before_it() {
        for (deadline, expected) in [
            ("20:00", "ask 18:00, ask 19:00, list 19:30"),
            ("18:00", "ask 17:20, list 17:30, ask 17:40"),
            // Parts of less than ten minutes are too short for two asks, then for one.
            ("17:30", "ask 17:15, list 17:15"),
            ("17:15", "list 17:07"),
            // No whole minute is left before the deadline.
            ("17:01", ""),
        ] {
            let plan = plan(Some(&format!("2020-11-10T{deadline}:00Z")));
            assert_eq!(shown(&plan), expected, "{deadline}");
        }
        assert!(plan(Some("2020-11-10T17:00:00Z")).is_empty(), "the deadline has passed");
    }

    #[test]
    fn alert_without_deadline_is_asked_again_every_hour_and_has_no_list() {
        assert_eq!(shown(&plan(None)), "ask 18:00, ask 19:00");
    }

    #[test]
    fn alert_to_read_and_a_practice_have_no_plan() {
        let deadline = Some(at("2020-11-10T20:00:00Z"));
        for kind in [(&Ask::Read, Purpose::Real), (&Ask::YesNo, Purpose::Practice)] {
            assert!(Plan::new(PlanSettings::default(), kind, deadline, 0, at(SENT)).is_empty(), "{kind:?}");
        }
    }

    #[test]
    fn configuration_limits_the_asks_and_switches_the_list_off() {
        let deadline = Some(at("2020-11-10T20:00:00Z"));
        let settings = PlanSettings { max_asks: 1, list_before: SignedDuration::ZERO, ..PlanSettings::default() };
        let kind = (&Ask::YesNo, Purpose::Real);
        assert_eq!(shown(&Plan::new(settings, kind, deadline, 0, at(SENT))), "ask 18:30");
        assert!(Plan::new(settings, kind, deadline, 1, at(SENT)).is_empty(), "the one ask was made before");
        assert!(Plan::new(PlanSettings { max_asks: 0, ..settings }, kind, deadline, 0, at(SENT)).is_empty());
    }

    #[test]
    fn step_that_has_passed_is_left_out() {
        let plan = plan(Some("2020-11-10T20:00:00Z")).after(at("2020-11-10T18:00:00Z"));
        assert_eq!(shown(&plan), "ask 19:00, list 19:30");
    }
}
