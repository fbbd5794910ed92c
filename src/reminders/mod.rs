//! Reminders in each member's own local time.

mod model;
