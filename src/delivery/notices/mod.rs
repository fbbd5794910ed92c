//! Tells the secretariat about deliveries that reached nobody: by name, with the reason and what to do, never with the
//! message's text.
//!
//! Deliveries that failed for one cause within an hour share one message, which is kept up to date, so that an outage
//! for fifty people is one message and not fifty. The message is a delivery like every other, of a source of its own;
//! when it fails itself, that is only logged, so notices never cause notices.

mod facts;
mod service;
mod source;
mod store;

pub use facts::{Line, NoticeFacts, NoticeId, NoticeKind, Recipient};
pub(super) use service::{failed, lifted, open_troubles, settled, unknown};
pub use service::{is_quarantined, quarantined};
pub use source::Notices;
