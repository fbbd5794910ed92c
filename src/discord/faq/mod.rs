//! Known answers on Discord: `/faq`, the forms and previews of cards, the copies of cards in channels, and the cards
//! that an asker is shown before a ticket opens.
//!
//! A custom id names a card, a draft or a search, but grants no permission. The use cases decide with our own tables
//! who may do what.

pub mod commands;
mod forms;
pub mod handlers;
pub mod held;
pub mod intake;
pub mod messages;
pub mod presses;
mod screens;
