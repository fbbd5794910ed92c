//! Set-up of a server, what we know of it, and the ledger of interactions.
//!
//! Owns the tables `servers`, `server_*`, `setup`, `panels`, `expected_members` and `interactions`. One Magpie serves
//! one server. It knows Discord's rules of permissions but never speaks to Discord: `discord` hands it what the server
//! looks like.

pub mod expected;
pub mod ledger;
mod model;
mod permissions;
mod privacy;
pub mod registered_commands;
mod retention;
pub mod service;
pub mod store;
#[cfg(test)]
pub mod testing;

pub use model::{EventDates, Missing, PanelKind, Place, Setup};
pub use permissions::{
    ChannelKind, Exposure, Lack, Overwrite, Permissions, Server, ServerChannel, ServerMember, ServerRole, Target,
    exposures, lacks, needed, permissions_in, readers_of_private_threads,
};
pub use privacy::GuildPrivacy;
pub use retention::Retention;
pub use service::SyncedServer;
