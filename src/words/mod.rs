//! Fluent: every text that a person reads, and how times and names are worded in it.
//!
//! Texts live in `config/locales/<language>/*.ftl` and are embedded in the binary. English is the reference; a key that
//! a language lacks is a failing test, not a surprise at 4 a.m. This room knows `time` and nothing else.

mod fluent;
pub mod phrases;
pub mod rules;
pub mod times;
mod translations;

pub use crate::time::Language;
pub use fluent::{Arg, Args, has, say};
pub use translations::in_other_languages;
