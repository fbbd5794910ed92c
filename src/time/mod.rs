//! Zones, local time (gap, fold), quiet hours, recurrence, phrases people type, and the Clock.
//!
//! Pure: no I/O, no tokio, no sqlx, no serenity. Only `zone.rs` names chrono-tz and jiff's zone database.

mod clock;

pub use clock::{Clock, OnMove, SystemClock, VirtualClock};
pub use jiff::civil::{Date, DateTime, Time, Weekday};
pub use jiff::{SignedDuration, Timestamp};
