//! Magpie: urgent alerts, help-desk tickets and reminders on Discord, for a group spread over every time zone.
//!
//! Each folder below `src` is a module with one purpose. A module imports only modules to its right in this list, but
//! no module in the same braces. Files never import each other in a cycle. `tests/tidy.rs` checks both rules in the
//! sources:
//!
//! `cli → app → {discord, web, sandbox} → {alerts, faq, helpdesk, reminders, watch} → duty → escalation → delivery →
//! guild → members → timers → db → config → words → time`
//!
//! Any module may import `telemetry`, except pure code. The sandbox imports no feature: it knows only Discord's API and
//! the clock.
//!
//! A feature has these files:
//!
//! - `mod.rs`: its public interface, and what it must not do.
//! - `model.rs`: pure types and transitions.
//! - `store.rs`: all of its SQL.
//! - `service.rs`: its use cases. Each is one function and one transaction.
//!
//! The folder with the same name below `discord` contains what the feature shows on Discord.
//!
//! Register a new feature in `app/features.rs`, `discord/features.rs` and `discord/access.rs`. Tests in `tests/tidy.rs`
//! and `tests/database` fail until you add the feature there.

pub mod alerts;
pub mod app;
pub mod cli;
pub mod config;
pub mod db;
pub mod delivery;
pub mod discord;
pub mod duty;
pub mod escalation;
pub mod faq;
pub mod guild;
pub mod helpdesk;
pub mod members;
pub mod reminders;
pub mod sandbox;
pub mod telemetry;
pub mod time;
pub mod timers;
pub mod watch;
pub mod web;
pub mod words;
