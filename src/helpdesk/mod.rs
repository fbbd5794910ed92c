//! The help desk: tickets from the panel, from `/ask` and from private reports, and tickets that a volunteer logs for
//! somebody outside Discord.
//!
//! Owns the tables `tickets`, `ticket_asks`, `ticket_events` and `ticket_outcomes`. Every open ticket has a timer, and
//! somebody who must act next. The help desk decides who is asked and who may do what. It must not render texts, and
//! must not know how a message is delivered.

mod answered_elsewhere;
mod burden;
mod category;
mod contact;
mod details;
mod event;
mod handover;
mod intake;
mod messages;
mod model;
mod on_duty;
mod opening;
mod origin;
mod outcome;
mod privacy;
mod rating;
mod reading;
mod recall;
mod report;
mod rounds;
mod service;
mod settings;
mod source;
mod staff;
mod steps;
mod store;
#[cfg(test)]
mod tests;
mod threads;
mod timers;
mod transfer;
mod waits;

pub use category::{Categories, Category, CategorySettings};
pub use details::{HelpdeskFacts, TicketDetails, TicketHistory};
pub use event::{Ask, TicketEvent, TicketEventKind};
pub use handover::Handover;
pub use messages::{News, TicketMessage};
pub use model::{Actor, Asker, Contact, Ending, Refusal, Ticket, TicketId, TicketKind, TicketStatus};
pub use opening::{LogTicket, LoggedTicket, MAX_LINE_CHARS, OpenTicket};
pub use origin::{OmissionReason, OmittedText, Origin, TicketText};
pub use rating::Rating;
pub use recall::Recall;
pub use report::{Burden, DeskReport};
pub use rounds::RoundStart;
pub use service::{
    EndedTicket, Helpdesk, HelpdeskError, MAX_NOTE_CHARS, MAX_TEXT_CHARS, RecordedTicket, RequestOutcome,
    SentToSecretariat,
};
pub use settings::HelpdeskSettings;
pub use timers::{HelpdeskRetention, HelpdeskTimers, count_due, unreadable};
pub use waits::{TicketWait, Waits};
