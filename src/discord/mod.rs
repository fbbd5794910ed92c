//! Magpie on Discord: the only folder that names serenity or poise. It parses what people do, calls the features'
//! services, and renders what they return. It decides nothing: every service gets the actor and authorizes them itself.
//!
//! `wire` communicates with Discord and knows no feature; `ui` builds messages and forms; the files here connect both
//! with the features ([`interactions`], [`events`], [`features`]).
//!
//! # A feature's folder
//!
//! See [`time`] for the smallest one.
//!
//! - `commands.rs`: its slash commands. Their texts are in `config/locales/*/commands*.ftl` (see
//!   [`wire::command_texts`]).
//! - `presses.rs`: the custom ids of its buttons, selects and forms, one [`presses!`](crate::presses) table.
//! - `handlers.rs`: what commands and presses do (`impl` [`Handle`](router::Handle)). A handler gets a
//!   [`Call`](call::Call) and returns an [`Outcome`](wire::user_error::Outcome); `?` turns every error that implements
//!   [`Explain`](wire::user_error::Explain) into an answer for the person.
//! - `screens.rs`: what a person sees in answer to an interaction, for a [`Viewer`](viewer::Viewer).
//! - `messages.rs`: renders the facts of deliveries as messages; registered in [`features::renderers`].
//!
//! A new feature adds its commands, presses and renderers to [`features`].

pub mod access;
pub mod alerts;
pub mod call;
pub mod command;
pub mod delivery;
pub mod events;
pub mod features;
pub mod guild;
pub mod helpdesk;
pub mod interactions;
pub mod members;
mod pressed;
pub mod rate_limit;
pub mod reminders;
pub mod router;
pub mod services;
pub mod time;
pub mod ui;
pub mod viewer;
pub mod watch;
pub mod wire;
