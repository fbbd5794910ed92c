//! Receipts: what became of each delivery, as a person reads it, and what people may do about it by hand: try again,
//! cancel.
//!
//! The secretariat does it on Discord, the operator on the machine; both go through [`Receipts`], which decides. It
//! never says what a delivery says, and "sent" never counts as "seen".

mod model;
mod service;
mod store;
mod story;

pub use model::{Filter, Page, Phase, Receipt, ReceiptError, Refusal, Retried, Summary, To};
pub use service::{LARGEST_PAGE, Receipts};
pub use story::{Passage, story};
