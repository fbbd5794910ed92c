//! Renders every text that people read, and the times and names in the texts. It uses Fluent.
//!
//! The texts are in `config/locales/<language>/*.ftl` and are embedded in the binary. English is the reference: a test
//! fails if another language does not have one of its keys. Of Magpie's modules, this module must use only `time`.

pub mod commands;
mod fluent;
mod lists;
pub mod phrases;
pub mod rules;
pub mod times;
mod translations;
mod visible;

pub use crate::time::Language;
pub use fluent::{Arg, Args, command, has_text, say};
pub use lists::list;
pub use translations::in_other_languages;
pub use visible::{is_invisible, visible};
