//! Time zones, local times, quiet hours, recurrence rules, times in text that people type, and the `Clock`.
//!
//! This module does not use tokio, sqlx or serenity. Its only I/O is to read the files of the tz database. Only
//! `tz_data.rs` names jiff's zone database; only `zone.rs` and `cross_check.rs` name chrono-tz.

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
pub use places::{
    Home, Place, PlaceName, Region, ZoneAnswer, find_regions, find_zone, has_other_letters, suggest_zones, warm_up,
    without_article,
};
pub use quiet::{QuietHours, QuietWeek, RestSchedule};
pub use recur::{Cycle, Ends, Pattern, Rule, RuleError, Series};
pub use transitions::LocalTimeKind;
pub use tz_data::{TzData, TzOrigin, tz_data};
pub use wall_time::wall_time;
pub use weekdays::weekdays;
pub use zone::{UnknownZone, ZoneId};
