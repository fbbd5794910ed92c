//! The SQL of alerts, their versions, recipients, messages and rosters.

mod alerts;
mod columns;
mod messages;
mod recipients;
mod rosters;

pub use alerts::*;
pub use messages::*;
pub use recipients::*;
pub use rosters::*;
