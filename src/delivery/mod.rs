//! Everything that Magpie owes a person or a channel goes through here: outbox, lanes, dispatcher, retry, receipts.
//!
//! A room asks for a delivery in its own transaction ([`outbox::enqueue`]); the row carries no words. When its turn
//! comes the dispatcher asks the room again through [`Source`] (still wanted? who sounds?), marks the attempt in the
//! same write, and hands the room's typed [`Facts`] to the [`Messenger`], which words them. So an alert that was
//! acknowledged a moment ago is not sent, and no text goes out of date in a queue. What becomes of a message that is
//! late (Magpie was down, or Discord was) is its source's policy, told in one place of each under "When it is late".
//! This room must not know what any delivery says, nor which rooms exist.

mod attempt;
mod dispatcher;
mod ending;
mod model;
pub mod notices;
mod old_edits;
pub mod outbox;
pub mod phone_test;
mod ports;
mod privacy;
pub mod receipts;
mod retention;
mod store;
mod under_way;

pub use dispatcher::{Dispatcher, DispatcherSettings};
pub use model::{
    Action, Actor, Address, Cause, Delayed, DeliveryId, Event, Failure, Happening, Lane, NewDelivery, Nonce, Posted,
    Record, Route, SourceName, State, Traffic,
};
pub use ports::{
    About, Destination, Due, Facts, Messenger, Order, Outcome, Reservation, SendError, Sound, Source, SourceError,
    Sources, Tells, Verdict,
};
pub use privacy::DeliveryPrivacy;
pub use retention::Retention;
