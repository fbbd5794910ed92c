//! Zones, local time (gap, fold), quiet hours, recurrence, phrases that people type, and the Clock.
//!
//! Pure: no tokio, sqlx or serenity, and no I/O except to read the tz database's files. Only `tz_data.rs` names jiff's
//! zone database; only `zone.rs` and `cross_check.rs` name chrono-tz.

mod calendar;
mod clock;
mod cross_check;
mod language;
mod local;
mod phrase;
mod places;
mod quiet;
mod recur;
mod transitions;
mod tz_data;
mod wall_time;
mod weekdays;
mod zone;

pub use clock::{Clock, OnMove, SystemClock, VirtualClock};
pub use cross_check::{CHRONO_TZ_VERSION, Disagreement, disagreements};
pub use jiff::civil::{Date, DateTime, Time, Weekday};
pub use jiff::tz::Offset;
pub use jiff::{SignedDuration, Span, Timestamp};
pub use language::{Language, ListHeaders, Phrases};
pub use local::{Pass, Resolved, local, next_clock_change, offset_at, resolve, second_pass};
pub use phrase::{
    Anchor, Assumption, Choice, DayAnswer, DayEnd, DayPart, Meaning, PhraseAnswer, Understood, day, deadlines, phrase,
};
pub use places::{Place, PlaceName, ZoneAnswer, find_zone, has_other_letters, suggest_zones, warm_up};
pub use quiet::{QuietHours, RestSchedule, Week};
pub use recur::{Cycle, Ends, Pattern, Rule, RuleError, Series};
pub use transitions::LocalTimeKind;
pub use tz_data::{TzData, TzOrigin, tz_data};
pub use wall_time::wall_time;
pub use weekdays::weekdays;
pub use zone::{UnknownZone, ZoneId};
