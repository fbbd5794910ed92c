//! Requests for help: from the panel, `/ask`, a private report, or written down for somebody outside Discord.
//!
//! Owns the tables `tickets` and `ticket_*`. Every open ticket has a next person and a time. It decides who is asked
//! and who may do what; it must not word anything, nor know how a message gets to Discord.

mod crew;
mod going_on;
mod messages;
mod model;
mod privacy;
mod rows;
mod service;
mod source;
mod store;
mod view;

pub use messages::{News, Piece};
pub use model::{Actor, Asker, Ending, Kind, Refusal, Settings, Status, Ticket, TicketId};
pub use service::{Handed, Helpdesk, HelpdeskError, LINE_LIMIT, LogTicket, OpenTicket, TEXT_LIMIT, card_channel};
pub use store::{Event, What};
pub use view::{HelpdeskFacts, TicketStory, TicketView};
