//! Compares `time` with hand-made tables and with slow, simple reference calculations: zones, quiet hours, rules and
//! phrases. No text makes it panic.

#![allow(clippy::unwrap_used)] // clippy.toml allows it in tests, but not in their helpers

mod countries;
mod cross_check;
mod nonsense;
mod phrases;
mod quiet;
mod reference_clock;
mod rules;
mod zones;
