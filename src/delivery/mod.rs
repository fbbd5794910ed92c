//! Delivers every message to a person or a channel: outbox, lanes, dispatcher, retries, receipts.
//!
//! A feature enqueues a delivery in its own transaction ([`outbox::enqueue`]). The row of a delivery has no text. When
//! the row is due, the dispatcher asks the feature through [`Source`] whether the message is still wanted and whether
//! it may make a sound, and records the attempt in the same transaction. The feature returns typed [`Facts`], and the
//! [`Route`] to the recipient renders them. So an alert that was acknowledged a moment ago is not sent, and no text
//! goes out of date in a queue.
//!
//! A message can be late because Magpie or Discord was down. The message's source decides what happens to a late
//! message, and documents the decision under "When it is late".
//!
//! This module must not know the texts of messages, which features exist, or the meaning of a platform's error codes.

mod attempt;
mod context;
pub mod deputy_messages;
mod dispatcher;
mod event;
mod in_flight;
pub mod mailbox_codes;
mod metrics;
mod model;
pub mod notices;
mod outage;
pub mod outbox;
pub mod phone_test;
mod privacy;
pub mod profile_invites;
pub mod receipts;
mod record;
pub mod restored;
mod results;
mod retention;
mod route;
mod set_aside;
pub mod set_up_claim;
mod settings;
mod settle;
mod source;
mod start;
mod state;
mod store;
#[cfg(test)]
pub mod testing;
mod unfinished;
pub mod unknown_outcomes;

pub use dispatcher::Dispatcher;
pub use event::{Actor, Event, EventKind};
pub use model::{
    Action, Address, Cause, Delayed, DeliveryId, Failure, Lane, NewDelivery, Nonce, Posted, RouteName, SourceName,
    Traffic,
};
pub use outage::OutageReport;
pub use privacy::DeliveryPrivacy;
pub use record::Record;
pub use retention::EndedDeliveries;
pub use route::{Edited, Job, LocateError, Order, Place, Repeats, Reservation, Route, Routes, Search, SendError};
pub use settings::DispatcherSettings;
pub use source::{
    About, Due, Facts, FactsType, FailureReporting, Outcome, Sound, Source, SourceError, Sources, Verdict,
};
pub use state::{State, StateKind};
pub use unfinished::UnfinishedDelivery;
