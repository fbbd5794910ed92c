//! Magpie: urgent alerts, help-desk tickets and reminders on Discord, for a group spread over every time zone.
//!
//! The folders below `src`, each a part with a purpose of its own. An import goes left to right only, and no files import
//! each other in a circle (`tests/tidy.rs` reads the sources and fails on any other arrow); parts in one brace do not
//! import each other:
//!
//! `cli → app → {discord, web, sandbox} → {alerts, helpdesk, reminders, watch} → duty → escalation → delivery → guild →
//! members → timers → db → config → words → time`; `telemetry` may be named anywhere outside pure code. The sandbox
//! names no feature: it knows Discord's wire and the clock.
//!
//! Inside a feature: `mod.rs` its public face and what it must not do, `model.rs` pure types and transitions, `store.rs`
//! its SQL and nothing else's, `service.rs` use cases: one function, one use case, one transaction. What a feature shows
//! on Discord is in a folder of the same name below `discord`.

pub mod alerts;
pub mod app;
pub mod cli;
pub mod config;
pub mod db;
pub mod delivery;
pub mod discord;
pub mod duty;
pub mod escalation;
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
