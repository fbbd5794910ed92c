//! The set-up of a server, its known state, and the people who are expected in it.
//!
//! Owns the tables `servers`, `server_*`, `setup`, `panels` and `expected_members`. One Magpie serves one server. It
//! knows Discord's rules of permissions but never speaks to Discord: `discord` passes it the state of the server.

pub mod expected;
mod model;
mod permissions;
mod privacy;
pub mod registered_commands;
mod requirements;
pub mod service;
pub mod store;
#[cfg(test)]
pub mod testing;

pub use model::{EventDates, Missing, PanelKind, Place, Setup};
pub use permissions::{ChannelKind, Overwrite, Permissions, Server, ServerChannel, ServerMember, ServerRole, Target};
pub use privacy::GuildPrivacy;
pub use requirements::{Exposure, Lack, exposures, lacks, needed, readers_of_private_threads};
pub use service::SyncedServer;
