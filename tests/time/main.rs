//! The room of time against slow and simple walks: what it says of zones, quiet hours and rules, and that no text makes it panic.

mod countries;
mod nonsense;
mod quiet;
mod rules;
mod walk;
mod zones;
