//! Set-up of a server, what we know of it, and who is expected in it.
//!
//! Owns the tables `servers`, `server_*`, `setup`, `panels` and `expected_members`. One Magpie serves one server. It
//! knows Discord's rules of permissions but never speaks to Discord: `discord` hands it what the server looks like.

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
pub use requirements::{Exposure, Lack, ThreadReaders, exposures, lacks, needed, thread_readers};
pub use service::SyncedServer;
