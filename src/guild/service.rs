//! Use cases on a server: changes that Discord reports, choices in `/setup`, the list of expected members. They update
//! the members too.

mod attendance;
mod setup;
mod sync;

pub use attendance::{Attendance, ListError, attendance, expect_members};
pub use setup::{
    Overview, SetupError, change_setup, complete_setup, lacks, missing, overview, panel, server, set_panel, setup,
};
pub use sync::{
    SyncedServer, channel_changed, channel_deleted, person_changed, person_left, removed, removed_from_others,
    role_changed, role_deleted, sync,
};

#[cfg(test)]
mod tests;
