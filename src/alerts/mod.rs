//! Alerts: drafted, previewed by name, sent, seen, asked again, corrected, ended.
//!
//! Owns the tables `alerts` and `alert_*`. One pure rule, `Alert::decide_send`, decides who gets a message with sound.
//! It runs again in the transaction that starts each attempt: nobody is woken unless the author chose the name and the
//! person allows it. This part must not know the texts of messages, and must not name another feature.

pub mod answers;
pub mod ask;
pub mod audience;
pub mod drafts;
mod error;
pub mod facts;
mod followers;
mod found;
mod lookup;
mod message_facts;
mod messages;
pub mod model;
mod privacy;
mod recipient_acts;
mod retention;
mod roster;
pub mod send_rule;
mod sending;
pub mod service;
mod source;
mod store;
mod subject;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod waking;

pub use error::AlertError;
pub use followers::AlertFollower;
pub use model::AlertSettings;
pub use privacy::AlertPrivacy;
pub use retention::AlertRetention;
pub use source::AlertSource;
