//! Receipts: what happened to each delivery, as a person reads it, and what people may do by hand: try again, cancel.
//!
//! The secretariat does it on Discord, the operator on the machine; both go through [`Receipts`], which decides. It
//! never shows what a message says, and "sent" never counts as "seen".

mod history;
mod model;
mod regained;
mod service;
mod store;

pub use history::Passage;
pub use model::{Filter, Page, Phase, Receipt, ReceiptError, Refusal, Retried, Summary, To};
pub use regained::Usable;
pub use service::{MAX_PAGE_SIZE, Receipts};
