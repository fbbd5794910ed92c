//! The pure core of the loopback Discord: `World` is the state, `apply` one REST call, and a method for each thing that
//! a person does.
//!
//! No sockets, no tokio, no clock: `now` is passed in and ids follow from it, so that a simulation repeats exactly.
//! Real-time matters (rate limits by header, the three seconds to answer an interaction, heartbeats) belong to the
//! server around it. It names none of the features, and it judges strictly: what Discord refuses is refused here with
//! Discord's own code and path, and a route that it does not know answers 501.
//!
//! Where to look: `routes` (the bot's calls) · `form`, `draft`, `components`, `command_form` (bodies and their limits)
//! · `messages`, `reading`, `threads`, `thread_members`, `marks`, `dms`, `channels`, `commands`, `mentions`, `access`
//! (what happens then) · `typing`, `clicks`, `modals`, `people` (what persons do) · `interactions`, `callbacks` (their
//! answers) · `phones` (what persons see) · `gateway`, `events`, `views` (what the bot is told).

mod access;
mod build;
mod callbacks;
mod channels;
mod clicks;
mod command_form;
mod commands;
mod component_tree;
mod components;
mod contract;
mod dms;
mod draft;
mod events;
mod failure;
mod form;
mod gateway;
mod interactions;
mod marks;
mod mentions;
mod messages;
mod modals;
mod people;
mod permissions;
mod phones;
mod reading;
mod request;
mod resolved;
mod routes;
mod seed;
mod snowflake;
mod state;
mod thread_members;
mod threads;
mod typing;
mod views;
mod world;

pub use contract::{
    Act, AuthorView, ChannelView, Click, InboxItem, InteractionNote, InteractionView, MemberPatch, MemberView,
    MessageView, ModalView, NewMember, Refusal, Typed,
};
pub use events::{Event, intents};
pub use interactions::Answer;
pub use messages::NONCE_WINDOW;
pub use permissions::Permissions;
pub use request::{File, Method, Request, Response};
pub use seed::{Seed, SeedMember};
pub use snowflake::Snowflake;
pub use world::World;
