//! The person who typed a phrase, and the function that moves an instant by a length of time.

use jiff::tz::Offset;
use jiff::{SignedDuration, Span, Timestamp};

use super::lexicon::Unit;
use crate::time::Language;
use crate::time::local::{local, resolve};
use crate::time::zone::ZoneId;

/// The person who typed the phrase: their zone and language, and the instant at which they typed it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asker {
    pub zone: ZoneId,
    pub now: Timestamp,
    pub language: Language,
}

/// The largest distance from now, in years. A time that is further away is treated as a typing mistake.
pub(super) const MAX_YEARS_AHEAD: i16 = 100;

/// The instant `from`, moved by `spans`. Days and longer units move it on the wall clock of `zone`. Then hours and
/// shorter units move it in real time. `None` if the result is more than `MAX_YEARS_AHEAD` from now.
pub(super) fn move_by(spans: &[(i64, Unit)], asker: Asker, from: Timestamp, zone: ZoneId) -> Option<Timestamp> {
    let (mut days, mut seconds) = (Span::new(), 0i64);
    for (n, unit) in spans {
        match unit {
            Unit::Second => seconds = seconds.checked_add(*n)?,
            Unit::Minute => seconds = seconds.checked_add(n.checked_mul(60)?)?,
            Unit::Hour => seconds = seconds.checked_add(n.checked_mul(3600)?)?,
            Unit::Day => days = days.try_days(i64::from(days.get_days()).checked_add(*n)?).ok()?,
            Unit::Week | Unit::Fortnight => {
                let weeks = if *unit == Unit::Week { *n } else { n.checked_mul(2)? };
                days = days.try_weeks(i64::from(days.get_weeks()).checked_add(weeks)?).ok()?;
            }
            Unit::Month => days = days.try_months(*n).ok()?,
            Unit::Year => days = days.try_years(*n).ok()?,
        }
    }
    let moved = if days.is_zero() { from } else { resolve(zone, local(zone, from).0.checked_add(days).ok()?).instant };
    let moved = moved.checked_add(SignedDuration::from_secs(seconds)).ok()?;
    is_near(moved, asker.now).then_some(moved)
}

fn is_near(at: Timestamp, now: Timestamp) -> bool {
    let year = |at: Timestamp| Offset::UTC.to_datetime(at).year();
    (year(at) - year(now)).abs() <= MAX_YEARS_AHEAD
}
