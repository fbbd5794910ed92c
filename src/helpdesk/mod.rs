//! Requests for help: from the panel, `/ask`, a private report, or written down for somebody outside Discord.
//!
//! Owns the tables `tickets` and `ticket_*`. Every open ticket has a next person and a time. It decides who is asked and who may do what;
//! it must not word anything, nor know how a message gets to Discord.

mod model;
mod rows;
pub mod store;

pub use model::{Actor, Asker, Ending, Kind, Refusal, Settings, Status, Ticket, TicketId};
