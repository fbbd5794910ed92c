//! The pure core of the loopback Discord. [`World`] is the whole state. [`World::apply`] handles one REST call of the
//! bot. Each action of a member has its own method.
//!
//! The core has no sockets, no tokio and no clock. Callers pass `now`, and ids are derived from `now`, so a simulation
//! is repeatable. Everything that depends on real time is in the server: rate limits in headers, the three seconds to
//! respond to an interaction, heartbeats. The core knows no feature of the bot. It refuses everything that Discord
//! refuses, with Discord's own code and path. An unknown route gets a 501. In strict mode, the core also refuses input
//! that Discord silently ignores.
//!
//! Where to find what:
//! - state: `world`, `model`, `interaction`, `command_definition`, `dm_limits`, `thread_limits`,
//!   `seed`, `initial_state`
//! - the bot's calls: `routes`, then `messages`, `message_history`, `threads`, `thread_members`, `pins`, `reactions`,
//!   `dms`, `channels`, `commands`, `mentions`, `access`, `interaction_responses`, `webhooks`
//! - request bodies and their limits: `fields`, `message_body`, `component_validation`, `modal_inputs`,
//!   `command_validation`
//! - what members do: `members`, `moderation`, `lookup`, `command_input`, `context_menus`, `clicks`, `modals`,
//!   `modal_choices`, `interactions`
//! - what members see: `client_view`, `notifications`
//! - what the bot receives: `gateway`, `events`, `views`

mod access;
mod api_error;
mod api_types;
mod channels;
mod clicks;
mod client_view;
mod command_definition;
mod command_input;
mod command_validation;
mod commands;
mod component_tree;
mod component_validation;
mod context_menus;
mod dm_limits;
mod dms;
mod events;
mod fields;
mod gateway;
mod initial_state;
mod interaction;
mod interaction_responses;
mod interactions;
mod lookup;
mod members;
mod mentions;
mod message_body;
mod message_history;
mod messages;
mod modal_choices;
mod modal_inputs;
mod modals;
mod model;
mod moderation;
mod notifications;
mod odd_interactions;
mod permissions;
mod pins;
mod reactions;
mod request;
mod resolved;
mod routes;
mod seed;
mod snowflake;
mod thread_limits;
mod thread_members;
mod threads;
mod views;
mod webhooks;
mod world;

pub use api_types::{
    AuthorView, ChannelView, Click, CommandInput, ControlError, ControlResult, InboxItem, InteractionInfo,
    InteractionView, MemberPatch, MemberView, MessageView, ModalView, NewMember,
};
pub use events::{Event, intents};
pub use interaction::ResponseState;
pub use interactions::InteractionDeliveries;
pub use messages::NONCE_WINDOW;
pub use moderation::{ChannelPatch, GuildPatch, MemberThread, NewOverwrite, RolePatch, ThreadPrivacy};
pub use odd_interactions::InteractionShape;
pub use permissions::Permissions;
pub use request::{File, Method, Request, Response};
pub use seed::{Seed, SeedMember, Strictness};
pub use snowflake::Snowflake;
pub use world::World;
