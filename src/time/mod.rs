//! Zones, local time (gap, fold), quiet hours, recurrence, phrases people type, and the Clock.
//!
//! Pure: no tokio, no sqlx, no serenity, no I/O but the tz database's own files. Only `zone.rs` names jiff's zone
//! database.

mod calendar;
mod clock;
mod language;
mod local;
mod phrase;
mod places;
mod quiet;
mod recur;
mod transitions;
mod wall_time;
mod weekdays;
mod zone;

pub use clock::{Clock, OnMove, SystemClock, VirtualClock};
pub use jiff::civil::{Date, DateTime, Time, Weekday};
pub use jiff::tz::Offset;
pub use jiff::{SignedDuration, Timestamp};
pub use language::Language;
pub use local::{Kind, Resolved, local, next_clock_change, offset_at, resolve, second_pass};
pub use phrase::{Anchor, Assumption, Choice, DayAnswer, DayPart, Meaning, PhraseAnswer, Understood, day, phrase};
pub use places::{Place, PlaceName, ZoneAnswer, find_zone, suggest_zones, warm_up};
pub use quiet::{QuietHours, Rest, Week};
pub use recur::{Cycle, Ends, Pattern, Rule, RuleError, Series};
pub use wall_time::wall_time;
pub use weekdays::weekdays;
pub use zone::{TzData, TzOrigin, UnknownZone, ZoneId, tz_data};
