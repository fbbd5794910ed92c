//! Tells the secretariat about deliveries that reached nobody: who should have got them, why they failed, and what to
//! do. A notice never contains the text of the failed message.
//!
//! Deliveries that fail for the same cause within about an hour share one message. Magpie edits this message when
//! something changes. So an outage that affects fifty people causes one message and not fifty. The message is an
//! ordinary delivery with its own source. If the delivery of a notice fails, the failure is only logged, so a notice
//! never causes another notice.

mod facts;
mod service;
mod source;
mod store;

pub use facts::{Line, NoticeFacts, NoticeId, NoticeKind, Recipient};
pub use service::{is_quarantined, record_quarantine};
pub(super) use service::{
    record_failure, record_quarantine_lifted, record_settled, record_unknown, unsettled_deliveries,
};
pub use source::Notices;
