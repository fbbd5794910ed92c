//! Renders every text that people read, with Fluent, and the times and names in it.
//!
//! Texts are in `config/locales/<language>/*.ftl` and are embedded in the binary. English is the reference: a test
//! fails when another language lacks a key. This module must import only `time`.

pub mod commands;
mod fluent;
mod lists;
pub mod phrases;
pub mod rules;
pub mod times;
mod translations;
mod visible;

pub use crate::time::Language;
pub use fluent::{Arg, Args, command, has, say};
pub use lists::list;
pub use translations::in_other_languages;
pub use visible::{is_invisible, visible};
