//! Use cases on a server: Discord shows it, `/setup` chooses in it, the secretariat lists who is expected. The members
//! change with it.

mod attendance;
mod setup;
mod sync;

pub use attendance::{Attendance, ListError, attendance, expect_members};
pub use setup::{
    Access, Overview, SetupError, access, change_setup, complete_setup, lacks, missing, overview, panel, server,
    set_panel, setup,
};
pub use sync::{
    SyncedServer, channel_changed, channel_deleted, person_changed, person_left, removed, removed_from_others,
    role_changed, role_deleted, sync,
};

#[cfg(test)]
mod tests;
