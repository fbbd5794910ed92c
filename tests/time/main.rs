//! Compares the zones, quiet hours, rules and phrases of `time` with hand-made tables and with slow, simple reference
//! calculations. Also tests that no text makes `time` panic.

#![allow(clippy::unwrap_used)] // clippy.toml allows `unwrap` in tests, but not in helper functions of tests

mod countries;
mod cross_check;
mod nonsense;
mod phrases;
mod quiet;
mod reference_clock;
mod rules;
mod zones;
