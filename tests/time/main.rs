//! Compares `time` with tables made by hand and with slow, simple reference calculations: zones, quiet hours, rules and
//! phrases. Also tests that no text makes it panic.

#![allow(clippy::unwrap_used)] // clippy.toml allows it only inside test functions, not in their helpers

mod countries;
mod cross_check;
mod nonsense;
mod phrases;
mod quiet;
mod rules;
mod walk;
mod zones;
