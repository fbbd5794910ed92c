//! Alerts: the secretariat drafts, previews, sends, corrects and ends them. Recipients confirm that they have seen
//! them, and answer them.
//!
//! Owns the tables `alerts` and `alert_*`. One pure rule, `Alert::decide_send`, decides who gets a message with sound.
//! It runs again in the transaction that starts each attempt. An alert wakes a member only if its author chose that
//! member by name and the member allows it. A reminder that a member asked for always sounds. An alert that wants an
//! answer has a plan until it is answered: see [`plan`]. This feature must not know the texts of messages, and must not
//! depend on another feature.

pub mod answers;
pub mod ask;
pub mod audience;
pub mod drafts;
mod error;
pub mod facts;
mod followers;
mod found;
mod lookup;
pub mod mail_model;
mod mail_source;
mod mails;
mod message_facts;
mod messages;
mod missing;
pub mod model;
pub mod plan;
mod privacy;
pub mod reaching;
mod recipient_acts;
pub mod report;
mod retention;
mod roster;
pub mod send_rule;
mod sending;
pub mod service;
mod source;
mod store;
mod subject;
#[cfg(test)]
pub mod testing;
#[cfg(test)]
mod tests;
mod timers;
pub mod translations;
mod waking;
mod woken_notices;

pub use error::AlertError;
pub use followers::AlertFollower;
pub use mail_source::AlertMails;
pub use model::{AlertSettings, MailPolicy};
pub use privacy::AlertPrivacy;
pub use retention::AlertRetention;
pub use source::AlertSource;
pub use timers::AlertTimers;
pub use woken_notices::WokenNotices;
