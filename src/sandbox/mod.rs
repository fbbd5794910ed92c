//! A loopback Discord (REST and gateway), the phone wall page, and controls for the clock and for faults. It knows no
//! feature of the bot.
//!
//! `core` holds the state and its rules. `server` holds the sockets around the core. `mail` is a mail server. `control`
//! holds the calls for people and scripts. A bot connects over real sockets. The bot runs in the sandbox's process or
//! in its own process. If the bot runs in the sandbox's process, a [`Probe`] reports when the bot is idle.

mod bot;
mod clock;
mod control;
pub mod core;
mod instance;
mod mail;
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
pub use mail::{MailMode, MailRequest, MailView, MailboxView};
pub use server::{DiscordConfig, FaultRequest, FaultTiming, LoggedRequest, RateLimiting};
pub use start::{Options, StartError};
