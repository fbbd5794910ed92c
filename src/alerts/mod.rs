//! Urgent alerts: written, previewed with names, sent, seen, asked again, corrected, ended.
//!
//! Owns the tables `alerts` and `alert_*`. It decides who is sounded, by one pure rule ([`model::Alert::turn`]), asked
//! again at every send: nobody is woken but whom the author chose by name and who allows it. It must not know how a
//! message is worded, nor name another feature.

pub mod audience;
mod deliveries;
pub mod drafts;
pub mod facts;
mod follow;
pub mod model;
mod retention;
mod roster;
pub mod service;
pub mod standing;
mod store;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub use deliveries::AlertSource;
pub use follow::{AlertFollower, AlertPrivacy};
pub use model::Rules;
pub use retention::Retention;
pub use service::AlertError;
