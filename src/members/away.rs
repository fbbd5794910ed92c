//! The end of "I am away until…": an instant, or a local time that moves with the member's zone. Pure.

use crate::time::{Anchor, DateTime, Pass, Timestamp, Understood, ZoneId, resolve};

/// The end of an absence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Away {
    pub until: Timestamp,
    /// The local time that the member typed, such as "15 November, 09:00". `None` for an instant ("in 5 hours").
    wall: Option<DateTime>,
}

impl Away {
    pub fn until(instant: Timestamp) -> Self {
        Self { until: instant, wall: None }
    }

    /// An absence that ends at the local time `wall` in the member's zone. The zone is `zone` now and can change.
    pub fn until_local(wall: DateTime, zone: ZoneId) -> Self {
        Self { until: resolve(zone, wall).instant, wall: Some(wall) }
    }

    /// Creates the end from the stored columns.
    pub fn from_columns(until: Timestamp, wall: Option<DateTime>) -> Self {
        Self { until, wall }
    }

    /// Creates the end from a time that a member typed.
    pub fn from_typed(typed: &Understood) -> Self {
        let wall = (typed.anchor == Anchor::Wall).then_some(typed.wall);
        Self { until: typed.instant, wall }
    }

    pub fn wall(&self) -> Option<DateTime> {
        self.wall
    }

    /// The end after the member moved from the zone `from` to the zone `to`: "until 15 November" now means 15 November
    /// in the zone `to`.
    #[must_use]
    pub fn moved(self, from: ZoneId, to: ZoneId) -> Self {
        match self.wall {
            Some(wall) if from != to => Self { until: Pass::of(from, wall, self.until).resolve(to, wall), ..self },
            _ => self,
        }
    }

    /// Recomputes the instant from the local time in `zone`, after the tz data changed.
    #[must_use]
    pub fn recomputed(self, zone: ZoneId) -> Self {
        match self.wall {
            Some(wall) => Self { until: Pass::of(zone, wall, self.until).resolve(zone, wall), ..self },
            None => self,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn away_end_in_local_time_moves_with_the_zone_and_an_instant_does_not() {
        let zone = |id| ZoneId::parse(id).unwrap();
        let (tokyo, berlin) = (zone("Asia/Tokyo"), zone("Europe/Berlin"));
        let away = Away::until_local("2020-11-15T09:00".parse().unwrap(), tokyo);
        assert_eq!(away.until.to_string(), "2020-11-15T00:00:00Z");
        assert_eq!(away.moved(tokyo, berlin).until.to_string(), "2020-11-15T08:00:00Z");
        let instant = Away::until(away.until);
        assert_eq!(instant.moved(tokyo, berlin), instant);
    }
}
