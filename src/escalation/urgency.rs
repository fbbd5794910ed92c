//! When help is needed, and how fast a request then reaches more people.

use std::str::FromStr;

use strum::{Display, EnumString, IntoStaticStr, VariantArray};

use crate::time::SignedDuration;

/// When the person who asks needs the help. The codes are stored, and stand in custom ids.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Display, EnumString, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
pub enum Urgency {
    /// "My session is on now."
    Now,
    WithinHour,
    /// Also for a request whose asker did not say when the help is needed.
    #[default]
    Today,
    NoHurry,
}

impl Urgency {
    /// Whether somebody waits for minutes, so that a silent helper costs more than a second helper.
    pub fn is_pressing(self) -> bool {
        matches!(self, Self::Now | Self::WithinHour)
    }

    /// The urgency with this code. [`Urgency::Today`] if the code is unknown, such as the code of a later version.
    pub fn or_today(code: &str) -> Self {
        Self::from_str(code).unwrap_or_default()
    }
}

/// A value for each urgency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PerUrgency<T> {
    pub now: T,
    pub within_hour: T,
    pub today: T,
    pub no_hurry: T,
}

impl<T: Copy> PerUrgency<T> {
    pub fn get(&self, urgency: Urgency) -> T {
        match urgency {
            Urgency::Now => self.now,
            Urgency::WithinHour => self.within_hour,
            Urgency::Today => self.today,
            Urgency::NoHurry => self.no_hurry,
        }
    }
}

/// When the rungs of a request are reached, counted from the start of its round. All times but `duty_after` and
/// `first_after` are greater than zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ladder {
    /// The time until the volunteers on duty are asked. At most `first_after`.
    pub duty_after: SignedDuration,
    /// The time until the first volunteers are asked who are not on duty. Of a request for the secretariat only: the
    /// time until the secretariat is asked.
    pub first_after: SignedDuration,
    /// The time from asking some volunteers until more volunteers are asked.
    pub every: SignedDuration,
    /// How many volunteers are asked at a time. At least 1.
    pub at_a_time: usize,
    /// The time until the secretariat is asked. Greater than `first_after`.
    pub secretariat_after: SignedDuration,
    pub if_all_sleep: IfAllSleep,
}

/// What happens when no volunteer can be asked before the secretariat's time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IfAllSleep {
    /// The secretariat is asked at once.
    AskSecretariat,
    /// The request waits until the first volunteer wakes, or for the secretariat's time.
    WaitForWaking,
}

const fn minutes(minutes: i64) -> SignedDuration {
    SignedDuration::from_mins(minutes)
}

/// With one person at a time, a single person who looks away costs the whole wait; with many, several people start for
/// the same request. A request that is needed today, or whose asker did not say when, waits ten minutes for readers of
/// its channel, and then asks all who are awake.
impl Default for PerUrgency<Ladder> {
    fn default() -> Self {
        let now = Ladder {
            duty_after: SignedDuration::ZERO,
            first_after: SignedDuration::ZERO,
            every: minutes(3),
            at_a_time: 2,
            secretariat_after: minutes(6),
            if_all_sleep: IfAllSleep::AskSecretariat,
        };
        let within_hour =
            Ladder { first_after: minutes(10), every: minutes(10), secretariat_after: minutes(20), ..now };
        Self {
            now,
            within_hour,
            today: Ladder { duty_after: minutes(10), at_a_time: usize::MAX, ..within_hour },
            no_hurry: Ladder {
                duty_after: minutes(60),
                first_after: minutes(60),
                every: minutes(120),
                at_a_time: 2,
                secretariat_after: minutes(12 * 60),
                if_all_sleep: IfAllSleep::WaitForWaking,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use strum::VariantArray;

    #[test]
    fn codes_that_are_stored_stay_the_same() {
        let codes: Vec<String> = Urgency::VARIANTS.iter().map(ToString::to_string).collect();
        assert_eq!(codes, ["now", "within-hour", "today", "no-hurry"]);
        assert_eq!(Urgency::or_today("tomorrow"), Urgency::Today);
    }

    #[test]
    fn ladders_reach_the_secretariat_after_the_volunteers() {
        let ladders = PerUrgency::<Ladder>::default();
        for urgency in Urgency::VARIANTS {
            let ladder = ladders.get(*urgency);
            assert!(ladder.duty_after <= ladder.first_after, "{urgency}");
            assert!(ladder.first_after < ladder.secretariat_after, "{urgency}");
            assert!(ladder.every > SignedDuration::ZERO, "{urgency}");
            assert!(ladder.at_a_time > 0, "{urgency}");
        }
    }
}
