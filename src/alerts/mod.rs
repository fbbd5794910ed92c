//! Urgent alerts: written, previewed with names, sent, seen, asked again, corrected, ended.
//!
//! Owns the tables `alert_*` and `alerts`. It decides who is sounded, by one pure rule ([`model::Alert::turn`]), asked again at every send: nobody is
//! woken but whom the author chose by name and who allows it. It must not know how a message is worded, nor name another feature.

pub mod audience;
pub mod model;
pub mod standing;
#[cfg(test)]
mod testing;
