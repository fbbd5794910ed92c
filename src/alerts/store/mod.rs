//! The SQL of alerts, their versions, recipients, messages, rosters and steps.

mod alerts;
mod columns;
mod mails;
mod messages;
mod recipients;
mod rosters;
mod steps;

pub use alerts::*;
pub use mails::*;
pub use messages::*;
pub use recipients::*;
pub use rosters::*;
pub use steps::*;
