//! Magpie: urgent alerts, help-desk tickets and reminders on Discord, for a group spread over every time zone.
//!
//! The house, room by room. An import goes left to right only (`tests/tidy.rs` reads the sources and fails on any other
//! arrow); rooms in one brace do not import each other:
//!
//! `cli → app → {discord, web, engine, sandbox} → {alerts, helpdesk, reminders, watch} → escalation → duty → delivery →
//! guild → members → db → config → words → time`; `telemetry` may be named anywhere outside pure code.
//!
//! Inside a slice: `mod.rs` its face and what it must not do, `model.rs` pure types and transitions, `store.rs` its SQL
//! and nothing else's, `service.rs` use cases: one function, one use case, one transaction.

pub mod alerts;
pub mod app;
pub mod cli;
pub mod config;
pub mod db;
pub mod delivery;
pub mod discord;
pub mod duty;
pub mod engine;
pub mod escalation;
pub mod guild;
pub mod helpdesk;
pub mod members;
pub mod reminders;
pub mod sandbox;
pub mod telemetry;
pub mod time;
pub mod watch;
pub mod web;
pub mod words;
