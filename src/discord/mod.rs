//! Magpie's Discord adapter, the only folder that names serenity or poise. The adapter parses interactions and events,
//! calls the features' services, and renders the results. The services make the decisions: each service gets the actor
//! and authorizes the actor itself.
//!
//! `wire` communicates with Discord and does not know the features. `ui` builds messages and forms. The files here
//! connect both to the features ([`interactions`], [`events`], [`features`]).
//!
//! # A feature's folder
//!
//! [`time`] is the smallest example.
//!
//! - `commands.rs`: its slash commands. Their texts are in `config/locales/*/commands*.ftl` (see
//!   [`wire::command_texts`]).
//! - `presses.rs`: its presses, in one [`presses!`](crate::presses) table of custom ids. A press is the use of a button
//!   or a select, or the submission of a form (a modal).
//! - `handlers.rs`: handles its commands and presses (`impl` [`Handle`](router::Handle)). A handler gets a
//!   [`Call`](call::Call) and returns an [`Outcome`](wire::user_error::Outcome). `?` turns an error that implements
//!   [`Explain`](wire::user_error::Explain) into an answer for the person.
//! - `screens.rs`: renders the answers to interactions, for a [`Viewer`](viewer::Viewer).
//! - `messages.rs`: renders the facts of deliveries as messages. [`features::renderers`] registers its functions.
//!
//! A new feature adds its commands, presses and renderers to [`features`].

pub mod access;
pub mod alerts;
pub mod call;
pub mod command;
pub mod delivery;
pub mod desk;
pub mod duty;
pub mod events;
pub mod faq;
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
