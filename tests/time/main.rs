//! The room of time against tables worked out by hand and slow and simple walks: what it says of zones, quiet hours,
//! rules and phrases, and that no text makes it panic.

#![allow(clippy::unwrap_used)] // clippy.toml allows it in tests, but not in their helpers

mod countries;
mod cross_check;
mod nonsense;
mod phrases;
mod quiet;
mod rules;
mod walk;
mod zones;
