//! The buttons, selects and modals of all rooms, collected.

pub mod alert;
pub mod delivery;
pub mod helpdesk;
pub mod profile;
pub mod reminder;
pub mod setup;
pub mod when;

use super::Router;

/// Everybody who answers custom ids. A room adds its enum here: `.room::<AlertPress>()`.
pub fn router() -> Router {
    Router::default()
        .room::<alert::AlertPress>()
        .room::<delivery::DeliveryPress>()
        .room::<helpdesk::TicketPress>()
        .room::<profile::ProfilePress>()
        .room::<reminder::ReminderPress>()
        .room::<when::WhenPress>()
        .room::<setup::SetupPress>()
}
