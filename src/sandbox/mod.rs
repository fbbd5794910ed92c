//! A loopback Discord (REST + gateway), the phone wall page, clock and fault controls. Names none of the features.
//!
//! `core` is the pure state and its rules, `server` the sockets around it, `control` the calls of people and scripts. A
//! bot connects over real sockets, whether it runs in this process (then a [`Probe`] tells when it is idle) or in one
//! of its own.

mod bot;
mod clock;
mod control;
pub mod core;
mod instance;
mod server;
mod start;
mod sync;

pub use bot::{Bot, DiscordAddress, Probe};
pub use clock::SandboxClock;
pub use control::{
    AutocompleteRequest, BotAction, BotRequest, ClickRequest, ClockMove, ClockRequest, CommandRequest, GatewayAction,
    GatewayRequest, InteractionResult, MenuRequest, ModalRequest, PostRequest, ReactionRequest, Wait,
};
pub use instance::{Sandbox, Seeder};
pub use server::{DiscordConfig, FaultRequest, FaultTiming, LoggedRequest, RateLimiting};
pub use start::{Options, StartError};
