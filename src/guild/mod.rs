//! The set-up of a server, its last reported state, and the people who are expected in it.
//!
//! Owns the tables `servers`, `server_*`, `setup`, `panels`, `expected_members` and `expected_drafts`. One Magpie
//! serves one server. Implements Discord's permission rules but sends Discord no request: `discord` passes in the state
//! of the server.

pub mod expected;
mod model;
mod permissions;
mod privacy;
pub mod registered_commands;
mod requirements;
mod retention;
pub mod service;
pub mod store;
#[cfg(test)]
pub mod testing;
mod two_factor;

pub use model::{ChannelPurpose, EventDates, Missing, PanelKind, Setup};
pub use permissions::{ChannelKind, Overwrite, Permissions, Server, ServerChannel, ServerMember, ServerRole, Target};
pub use privacy::GuildPrivacy;
pub use requirements::{
    Exposure, MissingPermission, ThreadReaders, exposures, missing_permissions, needed_permissions, thread_readers,
};
pub use retention::{LeftServers, ListDrafts};
pub use service::SyncedServer;
pub use two_factor::{OWNER_TWO_FACTOR, TwoFactor};
