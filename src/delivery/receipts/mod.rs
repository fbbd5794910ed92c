//! Receipts: show people what happened to each delivery, and let them retry or cancel it.
//!
//! The secretariat uses receipts on Discord, the operator on the command line. Both call [`Receipts`], which decides
//! what is allowed. A receipt never shows the text of a message. A message counts as seen only after its recipient acts
//! on it, never because it was sent.

mod history;
mod model;
mod retry_refused;
mod service;
mod store;

pub use history::HistoryLine;
pub use model::{Addressee, Filter, Page, Phase, Receipt, ReceiptError, Refusal, Retried, Summary};
pub use retry_refused::NewlyUsable;
pub use service::{MAX_PAGE_SIZE, Receipts};
