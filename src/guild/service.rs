//! The use cases of a server: changes that Discord reports, choices in `/setup`, and the list of expected members. The
//! use cases also update the members.

mod attendance;
mod list;
mod listed;
mod setup;
mod sync;

pub use attendance::{Attendance, attendance};
pub use list::{DryRun, ListError, attendance_in, check_may_list, discard_list, read_list, save_list};
pub use listed::{OtherWays, other_ways};
pub use setup::{
    Access, FirstSetUp, Overview, SetupError, access, change_setup, complete_setup, deleted_choices,
    is_secretariat_channel_private, missing, missing_permissions, overview, panel, server, server_to_set_up, set_panel,
    setup,
};
pub use sync::{
    ServingState, SyncedServer, channel_changed, channel_deleted, person_changed, person_left, record_removal,
    record_removal_from_others, role_changed, role_deleted, serving_state, sync, two_factor,
};

#[cfg(test)]
mod tests;
